/* pay_pause.c - see pay_pause.h. */
#include "db/store/pay_pause.h"

#include "app/base/limits.h"

static const char get_sql[] =
    "SELECT provider, paused_at, next_at, error FROM pay_pause WHERE provider = $1";

enum status store_pay_pause_get(struct tx *t, const char *provider, struct pay_pause_row *p)
{
    static const struct db_col cols[] = {
        COL_TEXT(struct pay_pause_row, provider),
        COL_I64(struct pay_pause_row, paused_at),
        COL_I64(struct pay_pause_row, next_at),
        COL_TEXT(struct pay_pause_row, error),
        COL_END,
    };
    struct db_in in[] = {IN_TEXT(provider), IN_END};

    return db_one(t, get_sql, in, cols, p);
}

static const char put_sql[] =
    "INSERT INTO pay_pause (provider, paused_at, next_at, error) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (provider) DO UPDATE SET next_at = excluded.next_at, error = excluded.error";

enum status store_pay_pause_put(struct tx *t, const struct pay_pause_row *p)
{
    struct db_in in[] = {IN_TEXT(p->provider), IN_I64(p->paused_at), IN_I64(p->next_at),
                         IN_TEXT(p->error), IN_END};

    return db_exec(t, put_sql, in);
}

static const char end_sql[] = "DELETE FROM pay_pause WHERE provider = $1";

enum status store_pay_pause_end(struct tx *t, const char *provider)
{
    struct db_in in[] = {IN_TEXT(provider), IN_END};
    int64_t changed;

    return db_change(t, end_sql, in, &changed);
}

static const char communities_sql[] =
    "SELECT id FROM community ORDER BY id /* scan: all of them are told */";

enum status store_pay_pause_communities(struct tx *t, struct pause_community **rows, int *n)
{
    static const struct db_col cols[] = {COL_I64(struct pause_community, id), COL_END};
    struct db_in in[] = {IN_END};

    return db_many(t, communities_sql, in, cols, sizeof **rows, COMMUNITIES_MAX, rows, n);
}
