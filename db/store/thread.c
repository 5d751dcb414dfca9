/* thread.c - see thread.h. */
#include "db/store/thread.h"

struct number {
    int64_t n;
};
static const struct db_col number_cols[] = {COL_I64(struct number, n), COL_END};

static const char next_sql[] =
    "INSERT INTO thread (id, tie_id, booking_id, messages_n) VALUES ($1, $2, $3, 1)"
    " ON CONFLICT (id) DO UPDATE SET messages_n = thread.messages_n + 1 RETURNING messages_n";

enum status store_thread_next(struct tx *t, int64_t id, int64_t tie_id, int64_t booking_id,
                              int64_t *seq)
{
    struct db_in in[] = {IN_I64(id), IN_I64(tie_id), IN_I64_OR_NULL(booking_id), IN_END};
    struct number row = {0};
    enum status s = db_one(t, next_sql, in, number_cols, &row);

    *seq = row.n;
    return s;
}

struct pair {
    int64_t tie_id, booking_id;
};

static const char get_sql[] = "SELECT tie_id, booking_id FROM thread WHERE id = $1";

enum status store_thread_get(struct tx *t, int64_t id, int64_t *tie_id, int64_t *booking_id)
{
    static const struct db_col cols[] = {COL_I64(struct pair, tie_id),
                                         COL_I64_NULL(struct pair, booking_id), COL_END};
    struct db_in in[] = {IN_I64(id), IN_END};
    struct pair row = {0};
    enum status s = db_one(t, get_sql, in, cols, &row);

    *tie_id = row.tie_id;
    *booking_id = row.booking_id;
    return s;
}

static const char arrived_sql[] =
    "INSERT INTO thread_reader (thread_id, member_id, read_seq, told_at, last_at)"
    " VALUES ($1, $2, 0, 0, $3) ON CONFLICT (thread_id, member_id)"
    " DO UPDATE SET last_at = excluded.last_at RETURNING told_at";

enum status store_thread_arrived(struct tx *t, int64_t id, int64_t member_id, int64_t at,
                                 int64_t *told_at)
{
    struct db_in in[] = {IN_I64(id), IN_I64(member_id), IN_I64(at), IN_END};
    struct number row = {0};
    enum status s = db_one(t, arrived_sql, in, number_cols, &row);

    *told_at = row.n;
    return s;
}

static const char told_sql[] =
    "UPDATE thread_reader SET told_at = $3 WHERE thread_id = $1 AND member_id = $2";

enum status store_thread_told(struct tx *t, int64_t id, int64_t member_id, int64_t at)
{
    struct db_in in[] = {IN_I64(id), IN_I64(member_id), IN_I64(at), IN_END};

    return db_exec(t, told_sql, in);
}

static const char read_sql[] = "UPDATE thread_reader SET read_seq = $3, told_at = 0"
                               " WHERE thread_id = $1 AND member_id = $2 AND read_seq < $3";

enum status store_thread_read(struct tx *t, int64_t id, int64_t member_id, int64_t seq)
{
    struct db_in in[] = {IN_I64(id), IN_I64(member_id), IN_I64(seq), IN_END};
    int64_t changed;

    return db_change(t, read_sql, in, &changed);
}

static const char said_sql[] =
    "INSERT INTO thread_reader (thread_id, member_id, read_seq, told_at, last_at)"
    " VALUES ($1, $2, $3, 0, $4) ON CONFLICT (thread_id, member_id)"
    " DO UPDATE SET read_seq = excluded.read_seq, told_at = 0, last_at = excluded.last_at";

enum status store_thread_said(struct tx *t, int64_t id, int64_t member_id, int64_t seq, int64_t at)
{
    struct db_in in[] = {IN_I64(id), IN_I64(member_id), IN_I64(seq), IN_I64(at), IN_END};

    return db_exec(t, said_sql, in);
}

/* $1 the reader, $2 one thread or 0, $3 and $4 before. */
static const char list_sql[] =
    "SELECT t.id, t.tie_id, t.booking_id, m.id, m.display_name, r.last_at,"
    " (SELECT COUNT(*) FROM (SELECT 1 FROM message s WHERE s.thread_id = t.id"
    "      AND s.seq > r.read_seq AND s.by_id <> $1 AND s.arrives = 1 LIMIT 100) u)"
    " FROM thread_reader r JOIN thread t ON t.id = r.thread_id JOIN tie i ON i.id = t.tie_id"
    " LEFT JOIN booking b ON b.id = t.booking_id"
    " JOIN member m ON m.id = CASE WHEN b.id IS NULL AND i.low_id = $1 THEN i.high_id"
    "     WHEN b.id IS NULL THEN i.low_id WHEN b.supporter_id = $1 THEN b.guardian_id"
    "     ELSE b.supporter_id END"
    " WHERE r.member_id = $1 AND ($2 = 0 OR t.id = $2)"
    " AND (r.last_at < $3 OR (r.last_at = $3 AND r.thread_id < $4))"
    " AND (b.id IS NULL OR b.supporter_id = $1 OR EXISTS (SELECT 1 FROM guardian g"
    "     WHERE g.household_id = b.household_id AND g.member_id = $1 AND g.ended_at IS NULL))"
    " ORDER BY r.last_at DESC, r.thread_id DESC LIMIT $5";

enum status store_threads_of(struct tx *t, int64_t member_id, int64_t only_id, int64_t before_at,
                             int64_t before_id, int max, struct thread_line **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct thread_line, id),
        COL_I64(struct thread_line, tie_id),
        COL_I64_NULL(struct thread_line, booking_id),
        COL_I64(struct thread_line, other_id),
        COL_TEXT(struct thread_line, other_name),
        COL_I64(struct thread_line, last_at),
        COL_I64(struct thread_line, unread),
        COL_END,
    };
    struct db_in in[] = {IN_I64(member_id), IN_I64(only_id), IN_I64(before_at),
                         IN_I64(before_id), IN_I64(max),     IN_END};

    return db_many(t, list_sql, in, cols, sizeof **rows, max, rows, n);
}
