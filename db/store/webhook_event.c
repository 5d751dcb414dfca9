/* webhook_event.c - see webhook_event.h. */
#include "db/store/webhook_event.h"

static const char put_sql[] =
    "INSERT INTO webhook_event (provider, id, type, object_ref, received_at, next_at, done_at)"
    " VALUES ($1, $2, $3, $4, $5, $5, $6) ON CONFLICT (provider, id) DO NOTHING";

enum status store_webhook_event_put(struct tx *t, const struct webhook_event_row *e, bool *fresh)
{
    struct db_in in[] = {IN_TEXT(e->provider),
                         IN_TEXT(e->id),
                         IN_TEXT(e->type),
                         IN_TEXT(e->object_ref),
                         IN_I64(e->received_at),
                         IN_I64_OR_NULL(e->done_at),
                         IN_END};
    int64_t changed = 0;
    enum status s = db_change(t, put_sql, in, &changed);

    *fresh = changed == 1;
    return s;
}

static const char due_sql[] =
    "SELECT provider, id, type, object_ref, received_at, next_at, tries, done_at"
    " FROM webhook_event WHERE done_at IS NULL AND next_at <= $1 ORDER BY next_at, id LIMIT $2";

enum status store_webhook_event_due(struct tx *t, int64_t now, int max,
                                    struct webhook_event_row **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_TEXT(struct webhook_event_row, provider),
        COL_TEXT(struct webhook_event_row, id),
        COL_TEXT(struct webhook_event_row, type),
        COL_TEXT(struct webhook_event_row, object_ref),
        COL_I64(struct webhook_event_row, received_at),
        COL_I64(struct webhook_event_row, next_at),
        COL_I64(struct webhook_event_row, tries),
        COL_I64_NULL(struct webhook_event_row, done_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(now), IN_I64(max), IN_END};

    return db_many(t, due_sql, in, cols, sizeof **rows, max, rows, n);
}

static const char done_sql[] =
    "UPDATE webhook_event SET done_at = $3 WHERE provider = $1 AND id = $2 AND done_at IS NULL";

enum status store_webhook_event_done(struct tx *t, const struct webhook_event_row *e, int64_t now)
{
    struct db_in in[] = {IN_TEXT(e->provider), IN_TEXT(e->id), IN_I64(now), IN_END};
    int64_t changed;

    return db_change(t, done_sql, in, &changed);
}

static const char later_sql[] = "UPDATE webhook_event SET next_at = $3, tries = tries + 1"
                                " WHERE provider = $1 AND id = $2 AND done_at IS NULL";

enum status store_webhook_event_later(struct tx *t, const struct webhook_event_row *e,
                                      int64_t next_at)
{
    struct db_in in[] = {IN_TEXT(e->provider), IN_TEXT(e->id), IN_I64(next_at), IN_END};
    int64_t changed;

    return db_change(t, later_sql, in, &changed);
}
