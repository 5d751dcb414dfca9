/* code.c - see code.h. */
#include "db/store/code.h"

static const char insert_sql[] =
    "INSERT INTO code (id, member_id, purpose, code_blind, target_sealed, created_at, expires_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)";

enum status store_code_insert(struct tx *t, const struct code *c)
{
    struct db_in in[] = {
        IN_I64(c->id),
        IN_I64_OR_NULL(c->member_id),
        IN_TEXT(c->purpose),
        IN_TEXT(c->code_blind),
        IN_BYTES(c->target_sealed),
        IN_I64(c->created_at),
        IN_I64(c->expires_at),
        IN_END,
    };

    return db_exec(t, insert_sql, in);
}

static const char get_sql[] =
    "SELECT c.id, c.member_id, c.purpose, c.code_blind, c.target_sealed, c.tries, c.created_at,"
    " c.expires_at, c.used_at, COALESCE((SELECT MAX(n.id) FROM code n"
    "  WHERE n.member_id = c.member_id AND n.purpose = c.purpose), c.id)"
    " FROM code c WHERE c.id = $1";

enum status store_code_get(struct tx *t, int64_t id, struct code *c)
{
    static const struct db_col cols[] = {
        COL_I64(struct code, id),
        COL_I64_NULL(struct code, member_id),
        COL_TEXT(struct code, purpose),
        COL_TEXT(struct code, code_blind),
        COL_BYTES_NULL(struct code, target_sealed),
        COL_I64(struct code, tries),
        COL_I64(struct code, created_at),
        COL_I64(struct code, expires_at),
        COL_I64_NULL(struct code, used_at),
        COL_I64(struct code, newest_id),
        COL_END,
    };
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, cols, c);
}

static const char newest_sql[] =
    "SELECT id FROM code WHERE member_id = $1 AND purpose = $2 ORDER BY id DESC LIMIT 1";

enum status store_code_newest(struct tx *t, int64_t member_id, const char *purpose, int64_t *id)
{
    static const struct db_col cols[] = {COL_I64(struct code, id), COL_END};
    struct db_in in[] = {IN_I64(member_id), IN_TEXT(purpose), IN_END};
    struct code row = {0};
    enum status s = db_one(t, newest_sql, in, cols, &row);

    *id = row.id;
    return s;
}

static const char tried_sql[] = "UPDATE code SET tries = tries + 1 WHERE id = $1";

enum status store_code_tried(struct tx *t, int64_t id)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_exec(t, tried_sql, in);
}

static const char use_sql[] = "UPDATE code SET used_at = $2 WHERE id = $1 AND used_at IS NULL";

enum status store_code_use(struct tx *t, int64_t id, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_I64(now), IN_END};

    return db_exec(t, use_sql, in);
}

static const char spoil_sql[] = "UPDATE code SET expires_at = $2 WHERE member_id = $1"
                                " AND used_at IS NULL AND expires_at > $2";

enum status store_code_spoil(struct tx *t, int64_t member_id, int64_t now)
{
    struct db_in in[] = {IN_I64(member_id), IN_I64(now), IN_END};
    int64_t changed;

    return db_change(t, spoil_sql, in, &changed);
}
