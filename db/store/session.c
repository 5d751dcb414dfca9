/* session.c - see session.h. */
#include "db/store/session.h"

#include "db/store/staff_role.h"

/* Asked once for every request: two rows by unique key, the roles only of those who have a second
 * factor. */
static const char who_sql[] =
    "SELECT s.id, s.member_id, s.last_seen_at, s.stepped_up_at, m.totp_confirmed_at,"
    " CASE WHEN m.totp_confirmed_at IS NULL THEN CAST(0 AS BIGINT) ELSE"
    " (SELECT " STAFF_BITS_SQL " FROM staff_role r WHERE r.member_id = s.member_id"
    "  AND r.ended_at IS NULL) END"
    " FROM session s JOIN member m ON m.id = s.member_id"
    " WHERE s.token_sha256 = $1 AND s.ended_at IS NULL AND s.expires_at > $2"
    " AND s.last_seen_at > $3 AND m.state = 'active'";

enum status store_session_who(struct tx *t, const char *token_sha256, int64_t now,
                              int64_t seen_after_at, struct session_who *row)
{
    static const struct db_col cols[] = {
        COL_I64(struct session_who, id),
        COL_I64(struct session_who, member_id),
        COL_I64(struct session_who, last_seen_at),
        COL_I64(struct session_who, stepped_up_at),
        COL_I64_NULL(struct session_who, totp_confirmed_at),
        COL_I64(struct session_who, roles),
        COL_END,
    };
    struct db_in in[] = {IN_TEXT(token_sha256), IN_I64(now), IN_I64(seen_after_at), IN_END};

    return db_one(t, who_sql, in, cols, row);
}

static const char insert_sql[] =
    "INSERT INTO session (id, token_sha256, member_id, device_id, created_at, last_seen_at,"
    " expires_at, stepped_up_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

enum status store_session_insert(struct tx *t, const struct session *row)
{
    struct db_in in[] = {
        IN_I64(row->id),
        IN_TEXT(row->token_sha256),
        IN_I64(row->member_id),
        IN_I64_OR_NULL(row->device_id),
        IN_I64(row->created_at),
        IN_I64(row->last_seen_at),
        IN_I64(row->expires_at),
        IN_I64(row->stepped_up_at),
        IN_END,
    };

    return db_exec(t, insert_sql, in);
}

static const char seen_sql[] =
    "UPDATE session SET last_seen_at = $2 WHERE id = $1 AND ended_at IS NULL"
    " AND last_seen_at <= $3";
static const char member_seen_sql[] =
    "UPDATE member SET last_seen_at = $2 WHERE id = (SELECT member_id FROM session WHERE id = $1)";

enum status store_session_seen(struct tx *t, int64_t id, int64_t now, int64_t quiet_ms)
{
    struct db_in in[] = {IN_I64(id), IN_I64(now), IN_I64(now - quiet_ms), IN_END};
    struct db_in member_in[] = {IN_I64(id), IN_I64(now), IN_END};
    int64_t changed = 0;
    enum status s = db_change(t, seen_sql, in, &changed);

    return s == OK && changed == 1 ? db_exec(t, member_seen_sql, member_in) : s;
}

static const char rotate_sql[] = "UPDATE session SET token_sha256 = $2, stepped_up_at = $3"
                                 " WHERE id = $1 AND ended_at IS NULL";

enum status store_session_rotate(struct tx *t, int64_t id, const char *token_sha256,
                                 int64_t stepped_up_at)
{
    struct db_in in[] = {IN_I64(id), IN_TEXT(token_sha256), IN_I64(stepped_up_at), IN_END};

    return db_exec(t, rotate_sql, in);
}

static const char end_sql[] =
    "UPDATE session SET ended_at = $3 WHERE id = $2 AND member_id = $1 AND ended_at IS NULL";

enum status store_session_end(struct tx *t, int64_t member_id, int64_t id, int64_t now)
{
    struct db_in in[] = {IN_I64(member_id), IN_I64(id), IN_I64(now), IN_END};

    return db_exec(t, end_sql, in);
}

static const char end_all_sql[] =
    "UPDATE session SET ended_at = $3 WHERE member_id = $1 AND id <> $2 AND ended_at IS NULL";

enum status store_session_end_all(struct tx *t, int64_t member_id, int64_t but_id, int64_t now)
{
    struct db_in in[] = {IN_I64(member_id), IN_I64(but_id), IN_I64(now), IN_END};
    int64_t changed;

    return db_change(t, end_all_sql, in, &changed);
}

static const char list_sql[] =
    "SELECT s.id, s.member_id, s.device_id, s.created_at, s.last_seen_at, s.expires_at,"
    " s.stepped_up_at, COALESCE(d.label, '')"
    " FROM session s LEFT JOIN device d ON d.id = s.device_id"
    " WHERE s.member_id = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND s.last_seen_at > $3"
    " AND s.id < $4 ORDER BY s.id DESC LIMIT $5";

enum status store_session_list(struct tx *t, int64_t member_id, int64_t now, int64_t seen_after_at,
                               int64_t before_id, int max, struct session **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct session, id),
        COL_I64(struct session, member_id),
        COL_I64_NULL(struct session, device_id),
        COL_I64(struct session, created_at),
        COL_I64(struct session, last_seen_at),
        COL_I64(struct session, expires_at),
        COL_I64(struct session, stepped_up_at),
        COL_TEXT(struct session, device_label),
        COL_END,
    };
    struct db_in in[] = {IN_I64(member_id), IN_I64(now), IN_I64(seen_after_at),
                         IN_I64(before_id), IN_I64(max), IN_END};

    return db_many(t, list_sql, in, cols, sizeof **rows, max, rows, n);
}

static const char device_insert_sql[] =
    "INSERT INTO device (id, member_id, token_sha256, label, trusted_until_at, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6)";

enum status store_device_insert(struct tx *t, const struct device *row)
{
    struct db_in in[] = {IN_I64(row->id),
                         IN_I64(row->member_id),
                         IN_TEXT(row->token_sha256),
                         IN_TEXT(row->label),
                         IN_I64(row->trusted_until_at),
                         IN_I64(row->created_at),
                         IN_END};

    return db_exec(t, device_insert_sql, in);
}

static const char device_known_sql[] =
    "SELECT id FROM device WHERE token_sha256 = $2 AND member_id = $1 AND trusted_until_at > $3";

enum status store_device_known(struct tx *t, int64_t member_id, const char *token_sha256,
                               int64_t now, int64_t *device_id)
{
    static const struct db_col cols[] = {COL_I64(struct device, id), COL_END};
    struct db_in in[] = {IN_I64(member_id), IN_TEXT(token_sha256), IN_I64(now), IN_END};
    struct device row = {0};
    enum status s = db_one(t, device_known_sql, in, cols, &row);

    *device_id = row.id;
    return s;
}

static const char distrust_sql[] =
    "UPDATE device SET trusted_until_at = $2 WHERE member_id = $1 AND trusted_until_at > $2";

enum status store_device_distrust_all(struct tx *t, int64_t member_id, int64_t now)
{
    struct db_in in[] = {IN_I64(member_id), IN_I64(now), IN_END};
    int64_t changed;

    return db_change(t, distrust_sql, in, &changed);
}
