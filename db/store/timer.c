/* timer.c - see timer.h. */
#include "db/store/timer.h"

static const char put_sql[] =
    "INSERT INTO timer (id, kind, subject_id, due_at, state, created_at)"
    " VALUES ($1, $2, $3, $4, 'due', $5)"
    " ON CONFLICT (kind, subject_id) WHERE state = 'due'"
    " DO UPDATE SET due_at = excluded.due_at, tries = 0, lease_until_at = 0";

enum status store_timer_put(struct tx *t, int64_t id, const char *kind, int64_t subject_id,
                            int64_t due_at, int64_t now)
{
    struct db_in in[] = {IN_I64(id),     IN_TEXT(kind), IN_I64(subject_id),
                         IN_I64(due_at), IN_I64(now),   IN_END};

    return db_exec(t, put_sql, in);
}

static const char cancel_sql[] =
    "UPDATE timer SET state = 'gone' WHERE kind = $1 AND subject_id = $2 AND state = 'due'";

enum status store_timer_cancel(struct tx *t, const char *kind, int64_t subject_id)
{
    struct db_in in[] = {IN_TEXT(kind), IN_I64(subject_id), IN_END};
    int64_t changed;

    return db_change(t, cancel_sql, in, &changed);
}

static const char cancel_all_sql[] =
    "UPDATE timer SET state = 'gone' WHERE subject_id = $1 AND state = 'due'";

enum status store_timer_cancel_all(struct tx *t, int64_t subject_id)
{
    struct db_in in[] = {IN_I64(subject_id), IN_END};
    int64_t changed;

    return db_change(t, cancel_all_sql, in, &changed);
}

static const char claim_sql[] =
    "UPDATE timer SET lease_until_at = $2"
    " WHERE id IN (SELECT id FROM timer WHERE state = 'due' AND due_at <= $1"
    "              AND lease_until_at <= $1 ORDER BY due_at, id LIMIT $3)"
    " AND state = 'due' AND lease_until_at <= $1"
    " RETURNING id, kind, subject_id, due_at, tries";

static const struct db_col timer_cols[] = {
    COL_I64(struct timer, id),     COL_TEXT(struct timer, kind), COL_I64(struct timer, subject_id),
    COL_I64(struct timer, due_at), COL_I64(struct timer, tries), COL_END,
};

enum status store_timer_claim(struct tx *t, int64_t now, int64_t lease_until_at, int max,
                              struct timer **timers, int *n)
{
    struct db_in in[] = {IN_I64(now), IN_I64(lease_until_at), IN_I64(max), IN_END};

    return db_many(t, claim_sql, in, timer_cols, sizeof **timers, max, timers, n);
}

static const char done_sql[] = "UPDATE timer SET state = 'done' WHERE id = $1 AND state = 'due'";

enum status store_timer_done(struct tx *t, int64_t id)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_exec(t, done_sql, in);
}

static const char failed_sql[] = "UPDATE timer SET tries = tries + 1, lease_until_at = 0,"
                                 " due_at = CASE WHEN $2 = 0 THEN due_at ELSE $2 END,"
                                 " state = CASE WHEN $2 = 0 THEN 'failed' ELSE 'due' END"
                                 " WHERE id = $1 AND state = 'due'";

enum status store_timer_failed(struct tx *t, int64_t id, int64_t next_at)
{
    struct db_in in[] = {IN_I64(id), IN_I64(next_at), IN_END};

    return db_exec(t, failed_sql, in);
}
