/* care_check.h - rows of sleep_check and temperature: looks at a child in care. Insert-only. */
#ifndef DB_STORE_CARE_CHECK_H
#define DB_STORE_CARE_CHECK_H

#include "db/db.h"

#define TEMPERATURES_MAX                                                     \
    100 /* of one child in one booking: one each quarter of an hour of a day \
         */

struct sleep_row {
    int64_t id, booking_id, child_id;
    const char *what; /* 'start', 'check', 'woke' */
    int64_t by_id, at;
};
enum status store_sleep_insert(struct tx *t, const struct sleep_row *r) WARN_UNUSED;

/* Where a child's sleep stands: its newest row, and since when it sleeps. */
struct sleep_now {
    const char *what; /* of the newest row */
    int64_t at;       /* of it */
    int64_t since_at; /* of the newest 'start' */
    int64_t checks;   /* looks since then */
};
/* E_NOT_FOUND when nothing was noted. */
enum status store_sleep_now(struct tx *t, int64_t booking_id, int64_t child_id,
                            struct sleep_now *now) WARN_UNUSED;

struct temperature_row {
    int64_t id, booking_id, child_id;
    struct slice tenths_sealed; /* under the child's key */
    int64_t by_id, at;
};
enum status store_temperature_insert(struct tx *t, const struct temperature_row *r) WARN_UNUSED;
/* Of one child in one booking, in order. */
enum status store_temperatures(struct tx *t, int64_t booking_id, int64_t child_id,
                               struct temperature_row **rows, int *n) WARN_UNUSED;

#endif
