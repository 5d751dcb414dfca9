/* policy.c - see policy.h. */
#include "db/store/policy.h"

static const char insert_sql[] =
    "INSERT INTO policy (id, community_id, insurer, number, valid_from_day, valid_to_day, age_min,"
    " age_below, liability_minor, bailee_minor, accident_supporter_minor,"
    " accident_own_child_minor, accident_child_minor, covers_vehicle, covers_sick, exclusions,"
    " report_within_days, currency, created_at, created_by)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
    " $19, $20)";

enum status store_policy_insert(struct tx *t, const struct policy_row *p)
{
    struct db_in in[] = {
        IN_I64(p->id),
        IN_I64(p->community_id),
        IN_TEXT(p->insurer),
        IN_TEXT(p->number),
        IN_I64(p->valid_from_day),
        IN_I64(p->valid_to_day),
        IN_I64(p->age_min),
        IN_I64(p->age_below),
        IN_I64(p->liability_minor),
        IN_I64(p->bailee_minor),
        IN_I64(p->accident_supporter_minor),
        IN_I64(p->accident_own_child_minor),
        IN_I64(p->accident_child_minor),
        IN_I64(p->covers_vehicle),
        IN_I64(p->covers_sick),
        IN_TEXT(p->exclusions),
        IN_I64(p->report_within_days),
        IN_TEXT(p->currency),
        IN_I64(p->created_at),
        IN_I64(p->created_by),
        IN_END,
    };

    return db_exec(t, insert_sql, in);
}

#define POLICY_COLUMNS                                                                            \
    "SELECT id, community_id, insurer, number, valid_from_day, valid_to_day, age_min, age_below," \
    " liability_minor, bailee_minor, accident_supporter_minor, accident_own_child_minor,"         \
    " accident_child_minor, covers_vehicle, covers_sick, exclusions, report_within_days, "        \
    "currency,"                                                                                   \
    " created_at, created_by, ended_at FROM policy"

static const struct db_col policy_cols[] = {
    COL_I64(struct policy_row, id),
    COL_I64(struct policy_row, community_id),
    COL_TEXT(struct policy_row, insurer),
    COL_TEXT(struct policy_row, number),
    COL_I64(struct policy_row, valid_from_day),
    COL_I64(struct policy_row, valid_to_day),
    COL_I64(struct policy_row, age_min),
    COL_I64(struct policy_row, age_below),
    COL_I64(struct policy_row, liability_minor),
    COL_I64(struct policy_row, bailee_minor),
    COL_I64(struct policy_row, accident_supporter_minor),
    COL_I64(struct policy_row, accident_own_child_minor),
    COL_I64(struct policy_row, accident_child_minor),
    COL_I64(struct policy_row, covers_vehicle),
    COL_I64(struct policy_row, covers_sick),
    COL_TEXT(struct policy_row, exclusions),
    COL_I64(struct policy_row, report_within_days),
    COL_TEXT(struct policy_row, currency),
    COL_I64(struct policy_row, created_at),
    COL_I64(struct policy_row, created_by),
    COL_I64_NULL(struct policy_row, ended_at),
    COL_END,
};

static const char get_sql[] = POLICY_COLUMNS " WHERE id = $1";

enum status store_policy_get(struct tx *t, int64_t id, struct policy_row *p)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, policy_cols, p);
}

static const char list_sql[] = POLICY_COLUMNS " WHERE community_id = $1 ORDER BY id";

enum status store_policies(struct tx *t, int64_t community_id, struct policy_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(community_id), IN_END};

    return db_many(t, list_sql, in, policy_cols, sizeof **rows, POLICIES_MAX, rows, n);
}

static const char end_sql[] = "UPDATE policy SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";

enum status store_policy_end(struct tx *t, int64_t id, int64_t at)
{
    struct db_in in[] = {IN_I64(id), IN_I64(at), IN_END};

    return db_exec(t, end_sql, in);
}
