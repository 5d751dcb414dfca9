/* membership.c - see membership.h. */
#include "db/store/membership.h"

static const char join_sql[] =
    "INSERT INTO membership (member_id, community_id, joined_at) VALUES ($1, $2, $3)"
    " ON CONFLICT (member_id, community_id) DO UPDATE SET left_at = NULL";

enum status store_membership_join(struct tx *t, int64_t member_id, int64_t community_id,
                                  int64_t now)
{
    struct db_in in[] = {IN_I64(member_id), IN_I64(community_id), IN_I64(now), IN_END};

    return db_exec(t, join_sql, in);
}

static const char forget_sql[] = "DELETE FROM membership WHERE member_id = $1";

enum status store_membership_forget(struct tx *t, int64_t member_id)
{
    struct db_in in[] = {IN_I64(member_id), IN_END};
    int64_t changed;

    return db_change(t, forget_sql, in, &changed);
}

static const char live_sql[] =
    "SELECT c.community_id FROM membership c JOIN member m ON m.id = c.member_id"
    " WHERE c.member_id = $1 AND c.community_id = $2 AND c.left_at IS NULL AND m.state = 'active'";

enum status store_membership_live(struct tx *t, int64_t member_id, int64_t community_id)
{
    static const struct db_col cols[] = {COL_I64(struct membership, community_id), COL_END};
    struct db_in in[] = {IN_I64(member_id), IN_I64(community_id), IN_END};
    struct membership row;

    return db_one(t, live_sql, in, cols, &row);
}

static const char list_sql[] =
    "SELECT c.id, c.name, c.name_en, c.zone, c.currency, s.joined_at"
    " FROM membership s JOIN community c ON c.id = s.community_id"
    " WHERE s.member_id = $1 AND s.left_at IS NULL ORDER BY c.id LIMIT $2";

enum status store_membership_list(struct tx *t, int64_t member_id, int max,
                                  struct membership **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct membership, community_id),
        COL_TEXT(struct membership, name),
        COL_TEXT(struct membership, name_en),
        COL_TEXT(struct membership, zone),
        COL_TEXT(struct membership, currency),
        COL_I64(struct membership, joined_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(member_id), IN_I64(max), IN_END};

    return db_many(t, list_sql, in, cols, sizeof **rows, max, rows, n);
}

static const char leave_sql[] = "UPDATE membership SET left_at = $3"
                                " WHERE member_id = $1 AND community_id = $2 AND left_at IS NULL";

enum status store_membership_leave(struct tx *t, int64_t member_id, int64_t community_id,
                                   int64_t now)
{
    struct db_in in[] = {IN_I64(member_id), IN_I64(community_id), IN_I64(now), IN_END};

    return db_exec(t, leave_sql, in);
}

struct bonds_row {
    int64_t jobs, roles;
};

static const char bonds_sql[] =
    "SELECT (SELECT COUNT(*) FROM booking b WHERE b.supporter_id = $1 AND b.community_id = $2"
    "  AND b.state IN ('agreed', 'confirmed', 'in_care', 'returned'))"
    " + (SELECT COUNT(*) FROM booking b WHERE b.guardian_id = $1 AND b.community_id = $2"
    "  AND b.state IN ('agreed', 'confirmed', 'in_care', 'returned'))"
    " + (SELECT COUNT(*) FROM request r WHERE r.asked_by = $1 AND r.community_id = $2"
    "  AND r.state = 'open'),"
    " (SELECT COUNT(*) FROM staff_role s WHERE s.member_id = $1 AND s.community_id = $2"
    "  AND s.ended_at IS NULL)";

enum status store_membership_bonds(struct tx *t, int64_t member_id, int64_t community_id,
                                   int64_t *jobs, int64_t *roles)
{
    static const struct db_col cols[] = {COL_I64(struct bonds_row, jobs),
                                         COL_I64(struct bonds_row, roles), COL_END};
    struct db_in in[] = {IN_I64(member_id), IN_I64(community_id), IN_END};
    struct bonds_row row = {0};
    enum status s = db_one(t, bonds_sql, in, cols, &row);

    *jobs = row.jobs;
    *roles = row.roles;
    return s;
}
