/* group.c - see group.h. */
#include "db/store/group.h"

#include "app/base/limits.h"

struct number {
    int64_t n;
};
static const struct db_col number_cols[] = {COL_I64(struct number, n), COL_END};

static const char of_sql[] =
    "SELECT g.id FROM member_group g JOIN group_member m ON m.group_id = g.id AND m.member_id = $3"
    " AND m.accepted_at IS NOT NULL AND m.left_at IS NULL WHERE g.id = $1 AND g.community_id = $2";

enum status store_group_of(struct tx *t, int64_t group_id, int64_t community_id, int64_t member_id)
{
    struct db_in in[] = {IN_I64(group_id), IN_I64(community_id), IN_I64(member_id), IN_END};
    struct number row;

    return db_one(t, of_sql, in, number_cols, &row);
}

/* Only people the member is tied to: a group may be larger than any list. */
static const char shown_sql[] =
    "SELECT o.member_id FROM group_member o JOIN group_member me ON me.group_id = o.group_id"
    " AND me.member_id = $2 AND me.name_shown = 1 AND me.accepted_at IS NOT NULL"
    " AND me.left_at IS NULL"
    " WHERE o.group_id = $1 AND o.member_id <> $2 AND o.name_shown = 1"
    " AND o.accepted_at IS NOT NULL AND o.left_at IS NULL"
    " AND (EXISTS (SELECT 1 FROM tie t WHERE t.low_id = $2 AND t.high_id = o.member_id"
    "       AND t.ended_at IS NULL)"
    "  OR EXISTS (SELECT 1 FROM tie t WHERE t.low_id = o.member_id AND t.high_id = $2"
    "       AND t.ended_at IS NULL)) ORDER BY o.member_id LIMIT $3";

enum status store_group_shown(struct tx *t, int64_t group_id, int64_t to_member_id,
                              int64_t **member_ids, int *n)
{
    struct db_in in[] = {IN_I64(group_id), IN_I64(to_member_id), IN_I64(CANDIDATES_MAX), IN_END};

    return db_many(t, shown_sql, in, number_cols, sizeof(struct number), CANDIDATES_MAX, member_ids,
                   n);
}
