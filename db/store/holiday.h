/* holiday.h - rows of the holiday table: the public holidays in a community's calendar. */
#ifndef DB_STORE_HOLIDAY_H
#define DB_STORE_HOLIDAY_H

#include "db/db.h"

struct holiday_row {
    int64_t day; /* local date as days since 1970 */
    const char *name;
    const char *name_en;
    const char *source;
};

/* Those with from_day <= day < until_day, in order. */
enum status store_holidays(struct tx *t, int64_t community_id, int64_t from_day, int64_t until_day,
                           struct holiday_row **rows, int *n) WARN_UNUSED;

/* The last day known; E_NOT_FOUND when there is none at all. */
enum status store_holiday_last(struct tx *t, int64_t community_id, int64_t *day) WARN_UNUSED;

/* Writes the row, new or over the one that stands on that day. */
enum status store_holiday_put(struct tx *t, int64_t community_id,
                              const struct holiday_row *row) WARN_UNUSED;
/* E_NOT_FOUND. */
enum status store_holiday_delete(struct tx *t, int64_t community_id, int64_t day) WARN_UNUSED;

#endif
