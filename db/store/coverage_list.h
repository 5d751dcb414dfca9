/* coverage_list.h - insurance records as the insurer reads them: by day, by month, along the chain.
 */
#ifndef DB_STORE_COVERAGE_LIST_H
#define DB_STORE_COVERAGE_LIST_H

#include "db/store/coverage.h"

struct coverage_line {
    struct coverage_row c;
    const char *policy_number;
    int64_t agreed_start_at, agreed_end_at; /* the booking's, amendments included */
    int64_t actual_start_at, actual_end_at; /* of the fact 'actual'; 0: none */
    int64_t children;                       /* insured at the issue */
};

/* The seals of one policy made in [from_at, until_at), by number, after one. */
enum status store_coverage_month(struct tx *t, int64_t policy_id, int64_t from_at, int64_t until_at,
                                 int64_t after_number, int max, struct coverage_line **rows,
                                 int *n) WARN_UNUSED;

/* Of a community, jobs that start in [from_at, until_at), after (after_start, after_booking). */
struct coverage_day {
    int64_t community_id, from_at, until_at;
    int64_t after_start, after_booking;
    int max;
};
enum status store_coverage_day(struct tx *t, const struct coverage_day *d,
                               struct coverage_line **rows, int *n) WARN_UNUSED;

/* Every seal there is, by policy and number, after a pair; only c is filled. */
enum status store_coverage_chain(struct tx *t, int64_t after_policy, int64_t after_number, int max,
                                 struct coverage_line **rows, int *n) WARN_UNUSED;

#endif
