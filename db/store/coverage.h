/* coverage.h - rows of coverage, its seals and its later facts. Insert-only throughout. */
#ifndef DB_STORE_COVERAGE_H
#define DB_STORE_COVERAGE_H

#include "db/db.h"

#define COVERAGE_FACTS_MAX 100 /* of one record; amendments are few */

struct coverage_row {
    int64_t id, booking_id, policy_id;
    const char *snapshot;
    int64_t start_at, end_at, issued_at;
    int64_t number;              /* 0: not sealed yet */
    const char *previous_sha256; /* NULL: not sealed yet; "" for number 1 */
    const char *sha256;
};

struct coverage_fact_row {
    int64_t id;
    const char *kind;
    int64_t at;
    int64_t start_at, end_at; /* 0: none */
};

enum status store_coverage_insert(struct tx *t, const struct coverage_row *c) WARN_UNUSED;
enum status store_coverage_of_booking(struct tx *t, int64_t booking_id,
                                      struct coverage_row *c) WARN_UNUSED;
enum status store_coverage_fact_put(struct tx *t, int64_t coverage_id,
                                    const struct coverage_fact_row *f) WARN_UNUSED;
/* In order. */
enum status store_coverage_facts(struct tx *t, int64_t coverage_id, struct coverage_fact_row **rows,
                                 int *n) WARN_UNUSED;

/* Not sealed yet, oldest first, of all policies. */
enum status store_coverage_unsealed(struct tx *t, int max, struct coverage_row **rows,
                                    int *n) WARN_UNUSED;
/* The newest seal of a policy: number 0 and "" when there is none. */
enum status store_coverage_last_seal(struct tx *t, int64_t policy_id, int64_t *number,
                                     const char **sha256) WARN_UNUSED;
/* E_CONFLICT when somebody sealed meanwhile. */
enum status store_coverage_seal(struct tx *t, const struct coverage_row *sealed,
                                int64_t now) WARN_UNUSED;

#endif
