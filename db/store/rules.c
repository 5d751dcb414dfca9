/* rules.c - see rules.h. */
#include "db/store/rules.h"

#include "app/base/limits.h"

static const char newest_sql[] =
    "SELECT name, value FROM rule_value WHERE rule_set_id = (SELECT id FROM rule_set "
    "WHERE community_id = $1 ORDER BY version DESC LIMIT 1) ORDER BY name";

enum status store_rules_newest(struct tx *t, int64_t community_id, struct rule_value_row **rows,
                               int *n)
{
    static const struct db_col cols[] = {COL_TEXT(struct rule_value_row, name),
                                         COL_I64(struct rule_value_row, value), COL_END};
    const struct db_in in[] = {IN_I64(community_id), IN_END};

    return db_many(t, newest_sql, in, cols, sizeof **rows, RULE_VALUES_MAX, rows, n);
}

static const char insert_set_sql[] =
    "INSERT INTO rule_set (id, community_id, version, created_at, created_by) "
    "VALUES ($1, $2, (SELECT COALESCE(MAX(version), 0) + 1 FROM rule_set WHERE community_id = $2), "
    "$3, $4)";

enum status store_rule_set_insert(struct tx *t, int64_t id, int64_t community_id,
                                  int64_t created_at, int64_t created_by)
{
    const struct db_in in[] = {IN_I64(id), IN_I64(community_id), IN_I64(created_at),
                               IN_I64(created_by), IN_END};

    return db_exec(t, insert_set_sql, in);
}

static const char insert_value_sql[] =
    "INSERT INTO rule_value (rule_set_id, name, value) VALUES ($1, $2, $3)";

enum status store_rule_value_insert(struct tx *t, int64_t rule_set_id, const char *name,
                                    int64_t value)
{
    const struct db_in in[] = {IN_I64(rule_set_id), IN_TEXT(name), IN_I64(value), IN_END};

    return db_exec(t, insert_value_sql, in);
}
