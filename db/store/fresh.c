/* fresh.c - see fresh.h. */
#include "db/store/fresh.h"

struct one {
    int64_t id;
};
static const struct db_col one_cols[] = {COL_I64(struct one, id), COL_END};

static enum status any(struct tx *t, const char *sql, bool *has)
{
    struct db_in in[] = {IN_END};
    struct one row;
    enum status s = db_one(t, sql, in, one_cols, &row);

    *has = s == OK;
    return s == E_NOT_FOUND ? OK : s;
}

static const char members_sql[] = "SELECT id FROM member /* scan: the first row */ LIMIT 1";

enum status store_has_members(struct tx *t, bool *has)
{
    return any(t, members_sql, has);
}

static const char data_keys_sql[] =
    "SELECT owner_id FROM data_key /* scan: the first row */ LIMIT 1";

enum status store_has_data_keys(struct tx *t, bool *has)
{
    return any(t, data_keys_sql, has);
}
