/* availability.h - when a supporter is free: a usual week and the dates that differ. */
#ifndef DB_STORE_AVAILABILITY_H
#define DB_STORE_AVAILABILITY_H

#include "db/db.h"

struct free_row {
    int64_t weekday;          /* 1 Monday */
    int64_t from_min, to_min; /* local minutes of the day, half-open; to_min up to 1440 */
};

/* By weekday and start. */
enum status store_week_list(struct tx *t, int64_t member_id, int max, struct free_row **rows,
                            int *n) WARN_UNUSED;
enum status store_week_clear(struct tx *t, int64_t member_id) WARN_UNUSED;
enum status store_week_add(struct tx *t, int64_t member_id, const struct free_row *row) WARN_UNUSED;

struct exception_row {
    int64_t id, member_id, day;
    int64_t from_min, to_min;
    int64_t is_free; /* 0: taken out of the week, 1: added to it */
};

enum status store_exception_insert(struct tx *t, const struct exception_row *row) WARN_UNUSED;
/* E_NOT_FOUND for what is not the member's. */
enum status store_exception_delete(struct tx *t, int64_t id, int64_t member_id) WARN_UNUSED;
/* From that day on, by id above after_id. */
enum status store_exception_list(struct tx *t, int64_t member_id, int64_t from_day,
                                 int64_t after_id, int max, struct exception_row **rows,
                                 int *n) WARN_UNUSED;
/* How many there are from that day on, and how many touch these minutes of the day. */
enum status store_exception_count(struct tx *t, const struct exception_row *row, int64_t from_day,
                                  int64_t *count, int64_t *overlapping) WARN_UNUSED;

#endif
