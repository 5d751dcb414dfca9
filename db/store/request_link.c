/* request_link.c - see request_link.h. */
#include "db/store/request_link.h"

static const char insert_sql[] =
    "INSERT INTO request_link (id, request_id, token_sha256, made_by, created_at)"
    " VALUES ($1, $2, $3, $4, $5)";

enum status store_request_link_insert(struct tx *t, const struct request_link_row *row)
{
    struct db_in in[] = {IN_I64(row->id),      IN_I64(row->request_id), IN_TEXT(row->token_sha256),
                         IN_I64(row->made_by), IN_I64(row->created_at), IN_END};

    return db_exec(t, insert_sql, in);
}

struct number {
    int64_t n;
};
static const struct db_col number_cols[] = {COL_I64(struct number, n), COL_END};

static enum status one_number(struct tx *t, const char *sql, const struct db_in *in, int64_t *n)
{
    struct number row = {0};
    enum status s = db_one(t, sql, in, number_cols, &row);

    *n = row.n;
    return s;
}

static const char find_sql[] = "SELECT request_id FROM request_link WHERE token_sha256 = $1";

enum status store_request_link_find(struct tx *t, const char *token_sha256, int64_t *request_id)
{
    struct db_in in[] = {IN_TEXT(token_sha256), IN_END};

    return one_number(t, find_sql, in, request_id);
}

static const char count_sql[] = "SELECT COUNT(*) FROM request_link WHERE request_id = $1";

enum status store_request_link_count(struct tx *t, int64_t request_id, int64_t *n)
{
    struct db_in in[] = {IN_I64(request_id), IN_END};

    return one_number(t, count_sql, in, n);
}
