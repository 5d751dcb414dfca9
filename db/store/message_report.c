/* message_report.c - see message_report.h. */
#include "db/store/message_report.h"

static const char insert_sql[] =
    "INSERT INTO message_report (id, community_id, message_id, thread_id, by_id, author_id, why,"
    " note_sealed, phrase, text_sealed, photos_n, sent_at, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

enum status store_message_report_insert(struct tx *t, const struct message_report_row *r)
{
    struct db_in in[] = {IN_I64(r->id),         IN_I64(r->community_id),
                         IN_I64(r->message_id), IN_I64(r->thread_id),
                         IN_I64(r->by_id),      IN_I64(r->author_id),
                         IN_TEXT(r->why),       IN_BYTES(r->note_sealed),
                         IN_TEXT(r->phrase),    IN_BYTES(r->text_sealed),
                         IN_I64(r->photos_n),   IN_I64(r->sent_at),
                         IN_I64(r->created_at), IN_END};

    return db_exec(t, insert_sql, in);
}

static const struct db_col report_cols[] = {
    COL_I64(struct message_report_row, id),
    COL_I64(struct message_report_row, community_id),
    COL_I64(struct message_report_row, message_id),
    COL_I64(struct message_report_row, thread_id),
    COL_I64(struct message_report_row, by_id),
    COL_I64(struct message_report_row, author_id),
    COL_TEXT(struct message_report_row, why),
    COL_BYTES_NULL(struct message_report_row, note_sealed),
    COL_TEXT_NULL(struct message_report_row, phrase),
    COL_BYTES_NULL(struct message_report_row, text_sealed),
    COL_I64(struct message_report_row, photos_n),
    COL_I64(struct message_report_row, sent_at),
    COL_I64(struct message_report_row, created_at),
    COL_END,
};

#define REPORT_COLUMNS                                                                            \
    "SELECT id, community_id, message_id, thread_id, by_id, author_id, why, note_sealed, phrase," \
    " text_sealed, photos_n, sent_at, created_at FROM message_report"

static const char get_sql[] = REPORT_COLUMNS " WHERE id = $1";

enum status store_message_report_get(struct tx *t, int64_t id, struct message_report_row *r)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, report_cols, r);
}

static const char of_sql[] = REPORT_COLUMNS " WHERE message_id = $1 AND by_id = $2";

enum status store_message_report_of(struct tx *t, int64_t message_id, int64_t by_id,
                                    struct message_report_row *r)
{
    struct db_in in[] = {IN_I64(message_id), IN_I64(by_id), IN_END};

    return db_one(t, of_sql, in, report_cols, r);
}

static const char list_sql[] =
    REPORT_COLUMNS " WHERE community_id = $1 AND id > $2 ORDER BY id LIMIT $3";

enum status store_message_reports(struct tx *t, int64_t community_id, int64_t after_id, int max,
                                  struct message_report_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(community_id), IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, list_sql, in, report_cols, sizeof **rows, max, rows, n);
}
