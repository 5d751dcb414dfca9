/* invitation.c - see invitation.h. */
#include "db/store/invitation.h"

static const char insert_sql[] =
    "INSERT INTO invitation (id, member_id, community_id, token_sha256, uses_left, created_at,"
    " expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";

enum status store_invitation_insert(struct tx *t, const struct invitation_row *row)
{
    struct db_in in[] = {
        IN_I64(row->id),           IN_I64(row->member_id),
        IN_I64(row->community_id), IN_TEXT(row->token_sha256),
        IN_I64(row->uses_left),    IN_I64(row->created_at),
        IN_I64(row->expires_at),   IN_END,
    };

    return db_exec(t, insert_sql, in);
}

#define INVITATION_COLUMNS                                                                 \
    "SELECT id, member_id, community_id, token_sha256, uses_left, created_at, expires_at," \
    " ended_at FROM invitation"

static const struct db_col cols[] = {
    COL_I64(struct invitation_row, id),
    COL_I64(struct invitation_row, member_id),
    COL_I64(struct invitation_row, community_id),
    COL_TEXT(struct invitation_row, token_sha256),
    COL_I64(struct invitation_row, uses_left),
    COL_I64(struct invitation_row, created_at),
    COL_I64(struct invitation_row, expires_at),
    COL_I64_NULL(struct invitation_row, ended_at),
    COL_END,
};

static const char by_token_sql[] = INVITATION_COLUMNS " WHERE token_sha256 = $1";

enum status store_invitation_by_token(struct tx *t, const char *token_sha256,
                                      struct invitation_row *row)
{
    struct db_in in[] = {IN_TEXT(token_sha256), IN_END};

    return db_one(t, by_token_sql, in, cols, row);
}

static const char use_sql[] =
    "UPDATE invitation SET uses_left = uses_left - 1 WHERE id = $1 AND uses_left > 0";

enum status store_invitation_use(struct tx *t, int64_t id)
{
    struct db_in in[] = {IN_I64(id), IN_END};
    enum status s = db_exec(t, use_sql, in);

    return s == E_NOT_FOUND ? E_CONFLICT : s;
}

static const char end_sql[] = "UPDATE invitation SET ended_at = $3"
                              " WHERE id = $1 AND member_id = $2 AND ended_at IS NULL";

enum status store_invitation_end(struct tx *t, int64_t id, int64_t member_id, int64_t at)
{
    struct db_in in[] = {IN_I64(id), IN_I64(member_id), IN_I64(at), IN_END};

    return db_exec(t, end_sql, in);
}

static const char acquaint_sql[] =
    "INSERT INTO acquaintance (low_id, high_id, how, created_at) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (low_id, high_id) DO NOTHING";

enum status store_acquaint(struct tx *t, int64_t a, int64_t b, const char *how, int64_t at)
{
    struct db_in in[] = {IN_I64(a < b ? a : b), IN_I64(a < b ? b : a), IN_TEXT(how), IN_I64(at),
                         IN_END};
    int64_t changed;

    return db_change(t, acquaint_sql, in, &changed);
}

struct one_row {
    int64_t one;
};

static const char acquainted_sql[] =
    "SELECT low_id FROM acquaintance WHERE low_id = $1 AND high_id = $2";

enum status store_acquainted(struct tx *t, int64_t a, int64_t b)
{
    static const struct db_col one[] = {COL_I64(struct one_row, one), COL_END};
    struct db_in in[] = {IN_I64(a < b ? a : b), IN_I64(a < b ? b : a), IN_END};
    struct one_row row;

    return db_one(t, acquainted_sql, in, one, &row);
}

static const char acquaintances_sql[] =
    "SELECT m.id, m.display_name, a.how, a.created_at"
    " FROM (SELECT high_id AS other, how, created_at FROM acquaintance WHERE low_id = $1"
    "       UNION ALL"
    "       SELECT low_id AS other, how, created_at FROM acquaintance WHERE high_id = $1) a"
    " JOIN member m ON m.id = a.other"
    " WHERE m.state = 'active' AND m.id > $2"
    " AND NOT EXISTS (SELECT 1 FROM tie t WHERE t.low_id = $1 AND t.high_id = m.id"
    "                 AND t.ended_at IS NULL)"
    " AND NOT EXISTS (SELECT 1 FROM tie t WHERE t.low_id = m.id AND t.high_id = $1"
    "                 AND t.ended_at IS NULL)"
    " AND NOT EXISTS (SELECT 1 FROM block b WHERE b.blocker_id = $1 AND b.blocked_id = m.id)"
    " AND NOT EXISTS (SELECT 1 FROM block b WHERE b.blocker_id = m.id AND b.blocked_id = $1)"
    " ORDER BY m.id LIMIT $3";

enum status store_acquaintances(struct tx *t, int64_t member_id, int64_t after_id, int max,
                                struct acquaintance_line **rows, int *n)
{
    static const struct db_col line_cols[] = {
        COL_I64(struct acquaintance_line, member_id),
        COL_TEXT(struct acquaintance_line, display_name),
        COL_TEXT(struct acquaintance_line, how),
        COL_I64(struct acquaintance_line, since_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(member_id), IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, acquaintances_sql, in, line_cols, sizeof **rows, max, rows, n);
}

static const char half_put_sql[] =
    "INSERT INTO half_handshake (from_id, to_id, community_id, created_at, expires_at)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (from_id, to_id)"
    " DO UPDATE SET created_at = excluded.created_at, expires_at = excluded.expires_at";

enum status store_half_handshake_put(struct tx *t, int64_t from_id, int64_t to_id,
                                     int64_t community_id, int64_t at, int64_t expires_at)
{
    struct db_in in[] = {IN_I64(from_id), IN_I64(to_id),      IN_I64(community_id),
                         IN_I64(at),      IN_I64(expires_at), IN_END};

    return db_exec(t, half_put_sql, in);
}

static const char half_take_sql[] =
    "DELETE FROM half_handshake WHERE from_id = $1 AND to_id = $2 AND expires_at > $3";

enum status store_half_handshake_take(struct tx *t, int64_t from_id, int64_t to_id, int64_t now)
{
    struct db_in in[] = {IN_I64(from_id), IN_I64(to_id), IN_I64(now), IN_END};

    return db_exec(t, half_take_sql, in);
}
