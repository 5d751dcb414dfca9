/* rules.h - rows of rule_set and rule_value: the versions of a community's numbers. */
#ifndef DB_STORE_RULES_H
#define DB_STORE_RULES_H

#include "db/db.h"

struct rule_value_row {
    const char *name; /* of app/domain/rules.h */
    int64_t value;
};

/* The values of the community's newest version; *n is 0 when it has none. */
enum status store_rules_newest(struct tx *t, int64_t community_id, struct rule_value_row **rows,
                               int *n) WARN_UNUSED;

/* A new version, numbered after the newest. created_by is a member, 0 for a seed. */
enum status store_rule_set_insert(struct tx *t, int64_t id, int64_t community_id,
                                  int64_t created_at, int64_t created_by) WARN_UNUSED;
enum status store_rule_value_insert(struct tx *t, int64_t rule_set_id, const char *name,
                                    int64_t value) WARN_UNUSED;

#endif
