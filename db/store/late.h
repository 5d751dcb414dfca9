/* late.h - rows of booking_late (「遅れます」) and of next_adult: who comes when it gets too late.
 */
#ifndef DB_STORE_LATE_H
#define DB_STORE_LATE_H

#include "db/db.h"

#define LATES_MAX 4 /* of one booking: two sides, two ends */

struct late_row {
    int64_t booking_id;
    const char *what; /* 'start', 'end' */
    const char *side; /* 'guardian', 'supporter' */
    int64_t said_by, minutes, expected_at, said_at;
    int64_t taken_back_at; /* 0: it holds */
};

/* The newest word takes the older one's place. */
enum status store_late_put(struct tx *t, const struct late_row *r) WARN_UNUSED;
/* In order of the time at which they were said, also those taken back. */
enum status store_lates(struct tx *t, int64_t booking_id, struct late_row **rows,
                        int *n) WARN_UNUSED;
/* What that side said; OK also when nothing holds. */
enum status store_late_take_back(struct tx *t, int64_t booking_id, const char *side,
                                 int64_t at) WARN_UNUSED;

struct next_adult_row {
    int64_t booking_id;
    const char *kind;         /* 'guardian', 'pickup_person', 'coordinator' */
    int64_t member_id;        /* guardian; else 0 */
    int64_t pickup_person_id; /* pickup_person; else 0 */
    int64_t named_by;         /* 0: the program */
    int64_t named_at;
};
enum status store_next_adult_put(struct tx *t, const struct next_adult_row *r) WARN_UNUSED;
/* E_NOT_FOUND when nobody is named. */
enum status store_next_adult_get(struct tx *t, int64_t booking_id,
                                 struct next_adult_row *r) WARN_UNUSED;

/* The supporter's next live booking after the start of b, that has not begun itself. */
struct next_job {
    int64_t id, household_id, community_id;
    int64_t start_at;
    int64_t near_at; /* start_at less the way there: buffer_ms when it is at another place than b's
                      * last one */
};
struct booking_row;
/* *found false: there is none. */
enum status store_next_job(struct tx *t, const struct booking_row *b, int64_t buffer_ms,
                           struct next_job *job, bool *found) WARN_UNUSED;

#endif
