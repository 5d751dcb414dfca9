/* group_member.c - see group_member.h. */
#include "db/store/group_member.h"

#define APART(a, b)                                                                               \
    " AND NOT EXISTS (SELECT 1 FROM block b WHERE b.blocker_id = " a " AND b.blocked_id = " b ")" \
    " AND NOT EXISTS (SELECT 1 FROM block b WHERE b.blocker_id = " b " AND b.blocked_id = " a ")"

static const char get_sql[] =
    "SELECT asked_at, accepted_at, name_shown, left_at, moderator_at, declined_at, removed_at"
    " FROM group_member WHERE group_id = $1 AND member_id = $2";

enum status store_group_member_get(struct tx *t, int64_t group_id, int64_t member_id,
                                   struct group_member_row *row)
{
    static const struct db_col cols[] = {
        COL_I64(struct group_member_row, asked_at),
        COL_I64_NULL(struct group_member_row, accepted_at),
        COL_I64(struct group_member_row, name_shown),
        COL_I64_NULL(struct group_member_row, left_at),
        COL_I64_NULL(struct group_member_row, moderator_at),
        COL_I64_NULL(struct group_member_row, declined_at),
        COL_I64_NULL(struct group_member_row, removed_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(group_id), IN_I64(member_id), IN_END};

    return db_one(t, get_sql, in, cols, row);
}

static const char found_sql[] =
    "INSERT INTO group_member (group_id, member_id, asked_at, accepted_at, moderator_at)"
    " VALUES ($1, $2, $3, $3, $3)";

enum status store_group_member_found(struct tx *t, int64_t group_id, int64_t member_id, int64_t at)
{
    struct db_in in[] = {IN_I64(group_id), IN_I64(member_id), IN_I64(at), IN_END};

    return db_exec(t, found_sql, in);
}

static const char ask_sql[] =
    "INSERT INTO group_member (group_id, member_id, asked_at, declined_at) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (group_id, member_id) DO UPDATE SET asked_at = excluded.asked_at,"
    " declined_at = excluded.declined_at, accepted_at = NULL, left_at = NULL, name_shown = 0,"
    " moderator_at = NULL";

enum status store_group_member_ask(struct tx *t, int64_t group_id, int64_t member_id, int64_t at,
                                   int64_t declined_at)
{
    struct db_in in[] = {IN_I64(group_id), IN_I64(member_id), IN_I64(at),
                         IN_I64_OR_NULL(declined_at), IN_END};

    return db_exec(t, ask_sql, in);
}

#define WAITING " accepted_at IS NULL AND left_at IS NULL AND declined_at IS NULL AND asked_at > $3"

static const char accept_sql[] =
    "UPDATE group_member SET accepted_at = $4 WHERE group_id = $1 AND member_id = $2 AND" WAITING;

enum status store_group_member_accept(struct tx *t, int64_t group_id, int64_t member_id,
                                      int64_t since, int64_t at)
{
    struct db_in in[] = {IN_I64(group_id), IN_I64(member_id), IN_I64(since), IN_I64(at), IN_END};

    return db_exec(t, accept_sql, in);
}

static const char decline_sql[] =
    "UPDATE group_member SET declined_at = $4 WHERE group_id = $1 AND member_id = $2 AND" WAITING;

enum status store_group_member_decline(struct tx *t, int64_t group_id, int64_t member_id,
                                       int64_t since, int64_t at)
{
    struct db_in in[] = {IN_I64(group_id), IN_I64(member_id), IN_I64(since), IN_I64(at), IN_END};

    return db_exec(t, decline_sql, in);
}

static const char leave_sql[] =
    "UPDATE group_member SET left_at = $3, name_shown = 0, moderator_at = NULL,"
    " removed_at = CASE WHEN $4 = 1 THEN $3 ELSE removed_at END"
    " WHERE group_id = $1 AND member_id = $2 AND left_at IS NULL";

enum status store_group_member_leave(struct tx *t, int64_t group_id, int64_t member_id, int64_t at,
                                     bool removed)
{
    struct db_in in[] = {IN_I64(group_id), IN_I64(member_id), IN_I64(at), IN_BOOL(removed), IN_END};

    return db_exec(t, leave_sql, in);
}

static const char show_sql[] =
    "UPDATE group_member SET name_shown = $3 WHERE group_id = $1 AND member_id = $2"
    " AND accepted_at IS NOT NULL AND left_at IS NULL";

enum status store_group_member_show(struct tx *t, int64_t group_id, int64_t member_id, bool shown)
{
    struct db_in in[] = {IN_I64(group_id), IN_I64(member_id), IN_BOOL(shown), IN_END};

    return db_exec(t, show_sql, in);
}

static const char moderate_sql[] =
    "UPDATE group_member SET moderator_at = COALESCE(moderator_at, $3)"
    " WHERE group_id = $1 AND member_id = $2 AND accepted_at IS NOT NULL AND left_at IS NULL";

enum status store_group_member_moderate(struct tx *t, int64_t group_id, int64_t member_id,
                                        int64_t at)
{
    struct db_in in[] = {IN_I64(group_id), IN_I64(member_id), IN_I64(at), IN_END};

    return db_exec(t, moderate_sql, in);
}

static const char counts_sql[] =
    "SELECT CAST(COALESCE(SUM(CASE WHEN accepted_at IS NOT NULL THEN 1 ELSE 0 END), 0) AS BIGINT),"
    " COUNT(moderator_at),"
    " CAST(COALESCE(SUM(CASE WHEN accepted_at IS NULL AND asked_at > $2 THEN 1 ELSE 0 END), 0)"
    "  AS BIGINT) FROM group_member WHERE group_id = $1 AND left_at IS NULL";

enum status store_group_counts(struct tx *t, int64_t group_id, int64_t since,
                               struct group_counts *out)
{
    static const struct db_col cols[] = {
        COL_I64(struct group_counts, members),
        COL_I64(struct group_counts, moderators),
        COL_I64(struct group_counts, waiting),
        COL_END,
    };
    struct db_in in[] = {IN_I64(group_id), IN_I64(since), IN_END};

    return db_one(t, counts_sql, in, cols, out);
}

static const char of_sql[] =
    "SELECT g.id, g.community_id, g.name, m.asked_at, m.accepted_at, m.name_shown, m.moderator_at,"
    " (SELECT COUNT(*) FROM group_member o JOIN member p ON p.id = o.member_id"
    "  AND p.state = 'active' WHERE o.group_id = g.id AND o.accepted_at IS NOT NULL"
    "  AND o.left_at IS NULL" APART(
        "$1", "o.member_id") ")"
                             " FROM group_member m JOIN member_group g ON g.id = m.group_id"
                             " WHERE m.member_id = $1 AND m.left_at IS NULL AND (m.accepted_at IS "
                             "NOT NULL OR m.asked_at > $3)"
                             " AND ($2 = 0 OR g.community_id = $2) ORDER BY g.id LIMIT $4";

enum status store_groups_of(struct tx *t, int64_t member_id, int64_t community_id, int64_t since,
                            int max, struct group_line **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct group_line, id),
        COL_I64(struct group_line, community_id),
        COL_TEXT(struct group_line, name),
        COL_I64(struct group_line, asked_at),
        COL_I64_NULL(struct group_line, accepted_at),
        COL_I64(struct group_line, name_shown),
        COL_I64_NULL(struct group_line, moderator_at),
        COL_I64(struct group_line, members),
        COL_END,
    };
    struct db_in in[] = {IN_I64(member_id), IN_I64(community_id), IN_I64(since), IN_I64(max),
                         IN_END};

    return db_many(t, of_sql, in, cols, sizeof **rows, max, rows, n);
}

static const struct db_col person_cols[] = {
    COL_I64(struct group_person, member_id),
    COL_TEXT(struct group_person, display_name),
    COL_I64(struct group_person, at),
    COL_I64(struct group_person, name_shown),
    COL_I64(struct group_person, moderator),
    COL_I64(struct group_person, was_removed),
    COL_END,
};

#define PERSON(at)                                              \
    "SELECT m.member_id, p.display_name, " at ", m.name_shown," \
    " CASE WHEN m.moderator_at IS NULL THEN 0 ELSE 1 END,"      \
    " CASE WHEN m.removed_at IS NULL THEN 0 ELSE 1 END"         \
    " FROM group_member m JOIN member p ON p.id = m.member_id AND p.state = 'active'"

static const char asks_sql[] = PERSON(
    "m.asked_at") " WHERE m.group_id = $1 AND m.accepted_at IS NULL AND m.left_at IS NULL"
                  " AND m.declined_at IS NULL AND m.asked_at > $3 AND m.member_id > $4" APART(
                      "$2", "m.member_id") " ORDER BY m.member_id LIMIT $5";

enum status store_group_asks(struct tx *t, int64_t group_id, int64_t viewer_id, int64_t since,
                             int64_t after_id, int max, struct group_person **rows, int *n)
{
    struct db_in in[] = {IN_I64(group_id), IN_I64(viewer_id), IN_I64(since),
                         IN_I64(after_id), IN_I64(max),       IN_END};

    return db_many(t, asks_sql, in, person_cols, sizeof **rows, max, rows, n);
}

static const char people_sql[] = PERSON(
    "m.accepted_at") " WHERE m.group_id = $1 AND m.accepted_at IS NOT NULL"
                     " AND m.left_at IS NULL AND ($3 = 1 OR m.name_shown = 1) AND m.member_id > $4"
                     " AND m.member_id <> $2" APART("$2",
                                                    "m.member_id") " ORDER BY m.member_id LIMIT $5";

enum status store_group_people(struct tx *t, int64_t group_id, int64_t viewer_id, bool all,
                               int64_t after_id, int max, struct group_person **rows, int *n)
{
    struct db_in in[] = {IN_I64(group_id), IN_I64(viewer_id), IN_BOOL(all),
                         IN_I64(after_id), IN_I64(max),       IN_END};

    return db_many(t, people_sql, in, person_cols, sizeof **rows, max, rows, n);
}

struct one_row {
    int64_t one;
};

static const char both_sql[] =
    "SELECT a.group_id FROM group_member a JOIN group_member b ON b.group_id = a.group_id"
    " AND b.member_id = $2 AND b.name_shown = 1 AND b.accepted_at IS NOT NULL AND b.left_at IS NULL"
    " WHERE a.member_id = $1 AND a.name_shown = 1 AND a.accepted_at IS NOT NULL"
    " AND a.left_at IS NULL ORDER BY a.group_id LIMIT 1";

enum status store_group_both_shown(struct tx *t, int64_t a, int64_t b)
{
    static const struct db_col one[] = {COL_I64(struct one_row, one), COL_END};
    struct db_in in[] = {IN_I64(a), IN_I64(b), IN_END};
    struct one_row row;

    return db_one(t, both_sql, in, one, &row);
}
