/* idempotency.c - see idempotency.h. */
#include "db/store/idempotency.h"

static const char put_sql[] =
    "INSERT INTO idempotency"
    " (member_id, key, route, body_sha256, http, answer, created_at, expires_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    " ON CONFLICT (member_id, key) DO UPDATE SET route = excluded.route,"
    " body_sha256 = excluded.body_sha256, http = excluded.http, answer = excluded.answer,"
    " created_at = excluded.created_at, expires_at = excluded.expires_at"
    " WHERE idempotency.expires_at <= excluded.created_at RETURNING member_id";

enum status store_idempotency_put(struct tx *t, const struct idempotency *row)
{
    struct db_in in[] = {IN_I64(row->member_id),    IN_TEXT(row->key),       IN_TEXT(row->route),
                         IN_TEXT(row->body_sha256), IN_I64(row->http),       IN_BYTES(row->answer),
                         IN_I64(row->created_at),   IN_I64(row->expires_at), IN_END};
    static const struct db_col cols[] = {COL_I64(struct idempotency, member_id), COL_END};
    struct idempotency written;
    enum status s = db_one(t, put_sql, in, cols, &written);

    return s == E_NOT_FOUND ? E_CONFLICT : s; /* nothing returned: the row there is a live one */
}

static const char get_sql[] =
    "SELECT member_id, key, route, body_sha256, http, answer, created_at, expires_at"
    " FROM idempotency WHERE member_id = $1 AND key = $2 AND expires_at > $3";

enum status store_idempotency_get(struct tx *t, int64_t member_id, const char *key, int64_t now,
                                  struct idempotency *row)
{
    struct db_in in[] = {IN_I64(member_id), IN_TEXT(key), IN_I64(now), IN_END};
    static const struct db_col cols[] = {
        COL_I64(struct idempotency, member_id),
        COL_TEXT(struct idempotency, key),
        COL_TEXT(struct idempotency, route),
        COL_TEXT(struct idempotency, body_sha256),
        COL_I64(struct idempotency, http),
        COL_BYTES(struct idempotency, answer),
        COL_I64(struct idempotency, created_at),
        COL_I64(struct idempotency, expires_at),
        COL_END,
    };

    return db_one(t, get_sql, in, cols, row);
}

static const char prune_sql[] = "DELETE FROM idempotency WHERE expires_at <= $1";

enum status store_idempotency_prune(struct tx *t, int64_t now, int64_t *gone)
{
    struct db_in in[] = {IN_I64(now), IN_END};

    return db_change(t, prune_sql, in, gone);
}
