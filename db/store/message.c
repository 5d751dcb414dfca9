/* message.c - see message.h. */
#include "db/store/message.h"

static const char insert_sql[] =
    "INSERT INTO message (id, thread_id, seq, by_id, phrase, text_sealed, arrives, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

enum status store_message_insert(struct tx *t, const struct message_row *m)
{
    struct db_in in[] = {IN_I64(m->id),      IN_I64(m->thread_id),  IN_I64(m->seq),
                         IN_I64(m->by_id),   IN_TEXT(m->phrase),    IN_BYTES(m->text_sealed),
                         IN_I64(m->arrives), IN_I64(m->created_at), IN_END};

    return db_exec(t, insert_sql, in);
}

static const struct db_col message_cols[] = {
    COL_I64(struct message_row, id),
    COL_I64(struct message_row, thread_id),
    COL_I64(struct message_row, seq),
    COL_I64(struct message_row, by_id),
    COL_TEXT_NULL(struct message_row, phrase),
    COL_BYTES_NULL(struct message_row, text_sealed),
    COL_I64(struct message_row, arrives),
    COL_I64(struct message_row, created_at),
    COL_END,
};

static const char get_sql[] =
    "SELECT id, thread_id, seq, by_id, phrase, text_sealed, arrives, created_at FROM message"
    " WHERE id = $1";

enum status store_message_get(struct tx *t, int64_t id, struct message_row *m)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, message_cols, m);
}

static const char list_sql[] =
    "SELECT id, thread_id, seq, by_id, phrase, text_sealed, arrives, created_at FROM message"
    " WHERE thread_id = $1 AND seq < $3 AND (arrives = 1 OR by_id = $2)"
    " ORDER BY seq DESC LIMIT $4";

enum status store_messages(struct tx *t, int64_t thread_id, int64_t member_id, int64_t before_seq,
                           int max, struct message_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(thread_id), IN_I64(member_id), IN_I64(before_seq), IN_I64(max),
                         IN_END};

    return db_many(t, list_sql, in, message_cols, sizeof **rows, max, rows, n);
}

struct number {
    int64_t n;
};

static const char said_sql[] =
    "SELECT COUNT(*) FROM (SELECT 1 FROM message m JOIN thread t ON t.id = m.thread_id"
    "     WHERE m.by_id = $1 AND m.created_at > $2 AND t.booking_id IS NULL LIMIT $3) u";

enum status store_messages_said(struct tx *t, int64_t member_id, int64_t since_at, int max,
                                int64_t *n)
{
    static const struct db_col cols[] = {COL_I64(struct number, n), COL_END};
    struct db_in in[] = {IN_I64(member_id), IN_I64(since_at), IN_I64(max), IN_END};
    struct number row = {0};
    enum status s = db_one(t, said_sql, in, cols, &row);

    *n = row.n;
    return s;
}
