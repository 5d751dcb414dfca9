/* policy.h - rows of the operator's insurance policies. */
#ifndef DB_STORE_POLICY_H
#define DB_STORE_POLICY_H

#include "db/db.h"

#define POLICIES_MAX 50 /* of one community, old ones included */

struct policy_row {
    int64_t id, community_id;
    const char *insurer;
    const char *number;
    int64_t valid_from_day, valid_to_day; /* both included */
    int64_t age_min, age_below;           /* age_min <= age < age_below, on the day of the start */
    int64_t liability_minor, bailee_minor;
    int64_t accident_supporter_minor, accident_own_child_minor, accident_child_minor;
    int64_t covers_vehicle, covers_sick;
    const char *exclusions;
    int64_t report_within_days;
    const char *currency;
    int64_t created_at, created_by;
    int64_t ended_at; /* 0: in use */
};

/* E_CONFLICT when the community has that number already. */
enum status store_policy_insert(struct tx *t, const struct policy_row *p) WARN_UNUSED;
enum status store_policy_get(struct tx *t, int64_t id, struct policy_row *p) WARN_UNUSED;
/* All of a community, oldest first. */
enum status store_policies(struct tx *t, int64_t community_id, struct policy_row **rows,
                           int *n) WARN_UNUSED;
/* E_NOT_FOUND when it has ended already. */
enum status store_policy_end(struct tx *t, int64_t id, int64_t at) WARN_UNUSED;

#endif
