/* staff_role.c - see staff_role.h. */
#include "db/store/staff_role.h"

struct number {
    int64_t n;
};
static const struct db_col number_cols[] = {COL_I64(struct number, n), COL_END};

static const char standing_sql[] =
    "SELECT (SELECT " STAFF_BITS_SQL " FROM staff_role r WHERE r.member_id = m.id"
    " AND r.community_id = $2 AND r.ended_at IS NULL), m.totp_confirmed_at"
    " FROM member m WHERE m.id = $1 AND m.state = 'active'";

enum status store_staff_standing(struct tx *t, int64_t member_id, int64_t community_id,
                                 struct staff_standing *row)
{
    static const struct db_col cols[] = {
        COL_I64(struct staff_standing, roles),
        COL_I64_NULL(struct staff_standing, totp_confirmed_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(member_id), IN_I64(community_id), IN_END};

    return db_one(t, standing_sql, in, cols, row);
}

static const char everywhere_sql[] =
    "SELECT " STAFF_BITS_SQL " FROM staff_role r WHERE r.member_id = $1"
    " AND r.ended_at IS NULL";

enum status store_staff_everywhere(struct tx *t, int64_t member_id, int64_t *roles)
{
    struct db_in in[] = {IN_I64(member_id), IN_END};
    struct number row = {0};
    enum status s = db_one(t, everywhere_sql, in, number_cols, &row);

    *roles = row.n;
    return s;
}

static const char give_sql[] =
    "INSERT INTO staff_role (id, member_id, community_id, role, given_at, given_by)"
    " VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (member_id, community_id, role) WHERE ended_at IS NULL DO NOTHING";

enum status store_staff_give(struct tx *t, const struct staff_role *r, bool *given)
{
    struct db_in in[] = {IN_I64(r->id),
                         IN_I64(r->member_id),
                         IN_I64(r->community_id),
                         IN_TEXT(r->role),
                         IN_I64(r->given_at),
                         IN_I64(r->given_by),
                         IN_END};
    int64_t changed = 0;
    enum status s = db_change(t, give_sql, in, &changed);

    *given = changed == 1;
    return s;
}

static const struct db_col role_cols[] = {
    COL_I64(struct staff_role, id),
    COL_I64(struct staff_role, member_id),
    COL_I64(struct staff_role, community_id),
    COL_TEXT(struct staff_role, role),
    COL_I64(struct staff_role, given_at),
    COL_I64(struct staff_role, given_by),
    COL_TEXT(struct staff_role, display_name),
    COL_I64_NULL(struct staff_role, totp_confirmed_at),
    COL_END,
};
#define ROLE_SELECT                                                             \
    "SELECT r.id, r.member_id, r.community_id, r.role, r.given_at, r.given_by," \
    " m.display_name, m.totp_confirmed_at FROM staff_role r JOIN member m ON m.id = r.member_id"

static const char get_sql[] =
    ROLE_SELECT " WHERE r.id = $2 AND r.community_id = $1 AND r.ended_at IS NULL";

enum status store_staff_get(struct tx *t, int64_t community_id, int64_t id, struct staff_role *r)
{
    struct db_in in[] = {IN_I64(community_id), IN_I64(id), IN_END};

    return db_one(t, get_sql, in, role_cols, r);
}

static const char end_sql[] =
    "UPDATE staff_role SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL";

enum status store_staff_end(struct tx *t, int64_t id, int64_t by_id, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_I64(now), IN_I64(by_id), IN_END};

    return db_exec(t, end_sql, in);
}

static const char others_sql[] =
    "SELECT COUNT(*) FROM staff_role r JOIN member m ON m.id = r.member_id"
    " WHERE r.community_id = $1 AND r.role = $2 AND r.ended_at IS NULL AND r.member_id <> $3"
    " AND m.state = 'active' AND m.totp_confirmed_at IS NOT NULL";

enum status store_staff_others(struct tx *t, const struct staff_role *r, int64_t *n)
{
    struct db_in in[] = {IN_I64(r->community_id), IN_TEXT(r->role), IN_I64(r->member_id), IN_END};
    struct number row = {0};
    enum status s = db_one(t, others_sql, in, number_cols, &row);

    *n = row.n;
    return s;
}

static const char list_sql[] = ROLE_SELECT
    " WHERE r.community_id = $1 AND r.id > $2 AND r.ended_at IS NULL ORDER BY r.id LIMIT $3";

enum status store_staff_list(struct tx *t, int64_t community_id, int64_t after_id, int max,
                             struct staff_role **roles, int *n)
{
    struct db_in in[] = {IN_I64(community_id), IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, list_sql, in, role_cols, sizeof **roles, max, roles, n);
}

static const char of_sql[] =
    ROLE_SELECT " WHERE r.member_id = $1 AND r.ended_at IS NULL ORDER BY r.id LIMIT $2";

enum status store_staff_of(struct tx *t, int64_t member_id, int max, struct staff_role **roles,
                           int *n)
{
    struct db_in in[] = {IN_I64(member_id), IN_I64(max), IN_END};

    return db_many(t, of_sql, in, role_cols, sizeof **roles, max, roles, n);
}

struct holder {
    int64_t member_id;
};

static const char with_sql[] =
    "SELECT r.member_id FROM staff_role r JOIN member m ON m.id = r.member_id"
    " AND m.state = 'active' WHERE r.community_id = $1 AND r.role = $2 AND r.ended_at IS NULL"
    " ORDER BY r.member_id LIMIT $3";

enum status store_staff_with(struct tx *t, int64_t community_id, const char *role, int max,
                             int64_t **member_ids, int *n)
{
    static const struct db_col cols[] = {COL_I64(struct holder, member_id), COL_END};
    struct db_in in[] = {IN_I64(community_id), IN_TEXT(role), IN_I64(max), IN_END};

    return db_many(t, with_sql, in, cols, sizeof(struct holder), max, member_ids, n);
}
