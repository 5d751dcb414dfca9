/* data_key.c - see data_key.h. */
#include "db/store/data_key.h"

static const struct db_col key_cols[] = {
    COL_I64(struct data_key, owner_id),
    COL_I64(struct data_key, version),
    COL_BYTES(struct data_key, wrapped),
    COL_I64(struct data_key, created_at),
    COL_END,
};

static const char put_sql[] = "INSERT INTO data_key (owner_id, version, wrapped, created_at)"
                              " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

enum status store_data_key_put(struct tx *t, const struct data_key *k)
{
    struct db_in in[] = {IN_I64(k->owner_id), IN_I64(k->version), IN_BYTES(k->wrapped),
                         IN_I64(k->created_at), IN_END};
    int64_t changed;

    return db_change(t, put_sql, in, &changed);
}

static const char newest_sql[] = "SELECT owner_id, version, wrapped, created_at FROM data_key"
                                 " WHERE owner_id = $1 ORDER BY version DESC LIMIT 1";

enum status store_data_key_newest(struct tx *t, int64_t owner_id, struct data_key *k)
{
    struct db_in in[] = {IN_I64(owner_id), IN_END};

    return db_one(t, newest_sql, in, key_cols, k);
}

static const char get_sql[] = "SELECT owner_id, version, wrapped, created_at FROM data_key"
                              " WHERE owner_id = $1 AND version = $2";

enum status store_data_key_get(struct tx *t, int64_t owner_id, int64_t version, struct data_key *k)
{
    struct db_in in[] = {IN_I64(owner_id), IN_I64(version), IN_END};

    return db_one(t, get_sql, in, key_cols, k);
}

static const char after_sql[] =
    "SELECT owner_id, version, wrapped, created_at FROM data_key"
    " WHERE owner_id > $1 OR (owner_id = $1 AND version > $2) ORDER BY owner_id, version LIMIT $3";

enum status store_data_keys_after(struct tx *t, int64_t owner_id, int64_t version, int max,
                                  struct data_key **rows, int *n)
{
    struct db_in in[] = {IN_I64(owner_id), IN_I64(version), IN_I64(max), IN_END};

    return db_many(t, after_sql, in, key_cols, sizeof **rows, max, rows, n);
}

static const char rewrap_sql[] =
    "UPDATE data_key SET wrapped = $3 WHERE owner_id = $1 AND version = $2";

enum status store_data_key_rewrap(struct tx *t, const struct data_key *k)
{
    struct db_in in[] = {IN_I64(k->owner_id), IN_I64(k->version), IN_BYTES(k->wrapped), IN_END};
    int64_t changed;

    return db_change(t, rewrap_sql, in, &changed);
}

static const char delete_sql[] = "DELETE FROM data_key WHERE owner_id = $1";

enum status store_data_key_delete(struct tx *t, int64_t owner_id)
{
    struct db_in in[] = {IN_I64(owner_id), IN_END};
    int64_t changed;

    return db_change(t, delete_sql, in, &changed);
}
