/* match.h - what matching has to know of everybody a guardian knows: two statements, however many
 * members there are. Refusals and silence are nowhere in them. */
#ifndef DB_STORE_MATCH_H
#define DB_STORE_MATCH_H

#include "app/base/limits.h"
#include "db/db.h"

/* The job as the statements see it. */
struct match_ask {
    int64_t guardian_id, household_id;
    int64_t start_at, end_at;
    int64_t first_place_id, last_place_id;   /* 0: at the supporter's */
    int64_t buffer_ms;                       /* of travel, where places differ */
    int64_t child_ids[CHILDREN_PER_JOB_MAX]; /* 0 where there is none */
    int64_t week_from_at, week_until_at;     /* the local week of the start */
    int64_t load_from_at, load_until_at;     /* the last four weeks */
};

/* One supporter who is on and tied to the guardian. */
struct match_row {
    int64_t supporter_id;
    int64_t quiet_from_min, quiet_to_min;
    int64_t busy;           /* live bookings of other households in the way, travel included */
    int64_t children_with;  /* children of this household who are there at that time already */
    int64_t week_ms;        /* of jobs in that week */
    int64_t load_ms;        /* of the last weeks, without the other homes of its children */
    int64_t with_child;     /* jobs of this household done with one of these children */
    const char *group_name; /* a group in which both show their names; NULL: none */
};

/* The same people as store_gate_ties(), in the same order. */
enum status store_match_facts(struct tx *t, const struct match_ask *ask, int max,
                              struct match_row **rows, int *n) WARN_UNUSED;

/* When they are free: of the usual week, or an exception of that very day. */
enum window_kind { WINDOW_USUAL, WINDOW_TAKEN_OUT, WINDOW_ADDED };
struct match_window {
    int64_t supporter_id;
    int64_t day; /* the local date */
    int64_t from_min, to_min;
    int64_t kind; /* enum window_kind */
};

/* On two local days that follow each other, by supporter and kind. */
enum status store_match_windows(struct tx *t, int64_t guardian_id, int64_t day, int64_t weekday,
                                int max, struct match_window **rows, int *n) WARN_UNUSED;

#endif
