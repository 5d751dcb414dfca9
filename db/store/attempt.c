/* attempt.c - see attempt.h. */
#include "db/store/attempt.h"

static const char add_sql[] =
    "INSERT INTO attempt (kind, target, window_at, count) VALUES ($1, $2, $3, 1)"
    " ON CONFLICT (kind, target, window_at) DO UPDATE SET count = attempt.count + 1"
    " RETURNING count";

struct counted {
    int64_t count;
};

enum status store_attempt_add(struct tx *t, const struct attempt *a, int64_t *count)
{
    static const struct db_col cols[] = {COL_I64(struct counted, count), COL_END};
    struct db_in in[] = {IN_TEXT(a->kind), IN_TEXT(a->target), IN_I64(a->window_at), IN_END};
    struct counted row = {0};
    enum status s = db_one(t, add_sql, in, cols, &row);

    *count = row.count;
    return s;
}

/* The last one goes with its row: a count is never 0. */
static const char undo_last_sql[] =
    "DELETE FROM attempt WHERE kind = $1 AND target = $2 AND window_at = $3 AND count = 1";
static const char undo_sql[] = "UPDATE attempt SET count = count - 1"
                               " WHERE kind = $1 AND target = $2 AND window_at = $3 AND count > 1";

enum status store_attempt_undo(struct tx *t, const struct attempt *a)
{
    struct db_in in[] = {IN_TEXT(a->kind), IN_TEXT(a->target), IN_I64(a->window_at), IN_END};
    int64_t changed = 0;
    enum status s = db_change(t, undo_last_sql, in, &changed);

    return s == OK && changed == 0 ? db_change(t, undo_sql, in, &changed) : s;
}

static const char sweep_sql[] =
    "DELETE FROM attempt WHERE (kind, target, window_at) IN (SELECT kind, target, window_at"
    " FROM attempt WHERE window_at < $1 ORDER BY window_at LIMIT $2)";

enum status store_attempt_sweep(struct tx *t, int64_t before_at, int max)
{
    struct db_in in[] = {IN_I64(before_at), IN_I64(max), IN_END};
    int64_t changed;

    return db_change(t, sweep_sql, in, &changed);
}
