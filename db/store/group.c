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

static const char insert_sql[] =
    "INSERT INTO member_group (id, community_id, name, moderator_id, created_at)"
    " VALUES ($1, $2, $3, $4, $5)";

enum status store_group_insert(struct tx *t, const struct group_row *row)
{
    struct db_in in[] = {IN_I64(row->id),         IN_I64(row->community_id), IN_TEXT(row->name),
                         IN_I64(row->founder_id), IN_I64(row->created_at),   IN_END};

    return db_exec(t, insert_sql, in);
}

static const char founded_sql[] =
    "SELECT COUNT(*) FROM member_group WHERE moderator_id = $1 AND closed_at IS NULL";

enum status store_group_founded(struct tx *t, int64_t member_id, int64_t *n)
{
    struct db_in in[] = {IN_I64(member_id), IN_END};
    struct number row = {0};
    enum status s = db_one(t, founded_sql, in, number_cols, &row);

    *n = row.n;
    return s;
}

static const char in_sql[] = "SELECT id FROM member_group WHERE id = $1 AND community_id = $2";

enum status store_group_in(struct tx *t, int64_t id, int64_t community_id)
{
    struct db_in in[] = {IN_I64(id), IN_I64(community_id), IN_END};
    struct number row;

    return db_one(t, in_sql, in, number_cols, &row);
}

static const char close_sql[] =
    "UPDATE member_group SET closed_at = $3, closed_by = $2 WHERE id = $1 AND closed_at IS NULL";
static const char empty_sql[] = "UPDATE group_member SET left_at = $2, name_shown = 0,"
                                " moderator_at = NULL WHERE group_id = $1 AND left_at IS NULL";

enum status store_group_close(struct tx *t, int64_t id, int64_t by, int64_t at)
{
    struct db_in closing[] = {IN_I64(id), IN_I64(by), IN_I64(at), IN_END};
    struct db_in emptying[] = {IN_I64(id), IN_I64(at), IN_END};
    int64_t changed;
    enum status s = db_exec(t, close_sql, closing);

    s = s == OK ? db_change(t, empty_sql, emptying, &changed) : s;
    return s == OK ? store_group_poster_end(t, id, at) : s;
}

static const char poster_sql[] =
    "INSERT INTO group_poster (id, group_id, token_sha256, made_by, created_at)"
    " VALUES ($1, $2, $3, $4, $5)";

enum status store_group_poster_put(struct tx *t, const struct group_poster_row *row)
{
    struct db_in in[] = {IN_I64(row->id),      IN_I64(row->group_id),   IN_TEXT(row->token_sha256),
                         IN_I64(row->made_by), IN_I64(row->created_at), IN_END};
    enum status s = store_group_poster_end(t, row->group_id, row->created_at);

    return s == OK ? db_exec(t, poster_sql, in) : s;
}

static const char poster_end_sql[] =
    "UPDATE group_poster SET ended_at = $2 WHERE group_id = $1 AND ended_at IS NULL";

enum status store_group_poster_end(struct tx *t, int64_t group_id, int64_t at)
{
    struct db_in in[] = {IN_I64(group_id), IN_I64(at), IN_END};
    int64_t changed;

    return db_change(t, poster_end_sql, in, &changed);
}

static const char by_poster_sql[] =
    "SELECT g.id, g.community_id, g.name, g.moderator_id, g.created_at FROM group_poster p"
    " JOIN member_group g ON g.id = p.group_id AND g.closed_at IS NULL"
    " WHERE p.token_sha256 = $1 AND p.ended_at IS NULL";

enum status store_group_by_poster(struct tx *t, const char *token_sha256, struct group_row *row)
{
    static const struct db_col cols[] = {
        COL_I64(struct group_row, id),         COL_I64(struct group_row, community_id),
        COL_TEXT(struct group_row, name),      COL_I64(struct group_row, founder_id),
        COL_I64(struct group_row, created_at), COL_END,
    };
    struct db_in in[] = {IN_TEXT(token_sha256), IN_END};

    return db_one(t, by_poster_sql, in, cols, row);
}

static const char desk_sql[] =
    "SELECT g.id, g.name, g.created_at,"
    " (SELECT COUNT(*) FROM group_member m WHERE m.group_id = g.id AND m.accepted_at IS NOT NULL"
    "  AND m.left_at IS NULL),"
    " (SELECT COUNT(*) FROM group_member m WHERE m.group_id = g.id AND m.moderator_at IS NOT NULL),"
    " (SELECT COUNT(*) FROM group_poster p WHERE p.group_id = g.id AND p.ended_at IS NULL)"
    " FROM member_group g WHERE g.community_id = $1 AND g.closed_at IS NULL AND g.id > $2"
    " ORDER BY g.id LIMIT $3";

enum status store_group_desk(struct tx *t, int64_t community_id, int64_t after_id, int max,
                             struct group_desk_line **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct group_desk_line, id),
        COL_TEXT(struct group_desk_line, name),
        COL_I64(struct group_desk_line, created_at),
        COL_I64(struct group_desk_line, members_n),
        COL_I64(struct group_desk_line, moderators_n),
        COL_I64(struct group_desk_line, poster),
        COL_END,
    };
    struct db_in in[] = {IN_I64(community_id), IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, desk_sql, in, cols, sizeof **rows, max, rows, n);
}
