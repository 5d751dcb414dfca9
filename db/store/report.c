/* report.c - see report.h. */
#include "db/store/report.h"

static const char put_sql[] =
    "INSERT INTO report (booking_id, by_id, actual_start_at, actual_end_at, text_sealed,"
    " created_at) VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (booking_id) DO UPDATE SET actual_start_at = excluded.actual_start_at,"
    " actual_end_at = excluded.actual_end_at, text_sealed = excluded.text_sealed,"
    " created_at = excluded.created_at WHERE report.agreed_at IS NULL";

enum status store_report_put(struct tx *t, const struct report_row *r)
{
    struct db_in in[] = {
        IN_I64(r->booking_id),
        IN_I64(r->by_id),
        IN_I64(r->actual_start_at),
        IN_I64(r->actual_end_at),
        IN_BYTES(r->text_sealed),
        IN_I64(r->created_at),
        IN_END,
    };
    enum status s = db_exec(t, put_sql, in);

    return s == E_NOT_FOUND ? E_CONFLICT : s;
}

static const char get_sql[] =
    "SELECT booking_id, by_id, actual_start_at, actual_end_at, text_sealed, created_at, agreed_by,"
    " agreed_at FROM report WHERE booking_id = $1";

enum status store_report_get(struct tx *t, int64_t booking_id, struct report_row *r)
{
    static const struct db_col cols[] = {
        COL_I64(struct report_row, booking_id),
        COL_I64(struct report_row, by_id),
        COL_I64(struct report_row, actual_start_at),
        COL_I64(struct report_row, actual_end_at),
        COL_BYTES_NULL(struct report_row, text_sealed),
        COL_I64(struct report_row, created_at),
        COL_I64_NULL(struct report_row, agreed_by),
        COL_I64_NULL(struct report_row, agreed_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(booking_id), IN_END};

    return db_one(t, get_sql, in, cols, r);
}

static const char agree_sql[] = "UPDATE report SET agreed_by = $2, agreed_at = $3"
                                " WHERE booking_id = $1 AND agreed_at IS NULL";

enum status store_report_agree(struct tx *t, int64_t booking_id, int64_t by_id, int64_t at)
{
    struct db_in in[] = {IN_I64(booking_id), IN_I64_OR_NULL(by_id), IN_I64(at), IN_END};
    enum status s = db_exec(t, agree_sql, in);

    return s == E_NOT_FOUND ? E_CONFLICT : s;
}

static const char note_insert_sql[] =
    "INSERT INTO booking_note (id, booking_id, by_id, text_sealed, created_at, device_at, tap_id)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)";

enum status store_note_insert(struct tx *t, const struct note_row *n)
{
    struct db_in in[] = {IN_I64(n->id),         IN_I64(n->booking_id),
                         IN_I64(n->by_id),      IN_BYTES(n->text_sealed),
                         IN_I64(n->created_at), IN_I64_OR_NULL(n->device_at),
                         IN_TEXT(n->tap_id),    IN_END};

    return db_exec(t, note_insert_sql, in);
}

#define NOTE_COLUMNS \
    "SELECT id, booking_id, by_id, text_sealed, created_at, device_at, tap_id FROM booking_note"

static const struct db_col note_cols[] = {
    COL_I64(struct note_row, id),           COL_I64(struct note_row, booking_id),
    COL_I64(struct note_row, by_id),        COL_BYTES(struct note_row, text_sealed),
    COL_I64(struct note_row, created_at),   COL_I64_NULL(struct note_row, device_at),
    COL_TEXT_NULL(struct note_row, tap_id), COL_END,
};

static const char note_of_tap_sql[] = NOTE_COLUMNS " WHERE by_id = $1 AND tap_id = $2";

enum status store_note_of_tap(struct tx *t, int64_t by_id, const char *tap_id, struct note_row *n)
{
    struct db_in in[] = {IN_I64(by_id), IN_TEXT(tap_id), IN_END};

    return db_one(t, note_of_tap_sql, in, note_cols, n);
}

static const char notes_sql[] =
    NOTE_COLUMNS " WHERE booking_id = $1 AND id > $2 ORDER BY id LIMIT $3";

enum status store_notes_after(struct tx *t, int64_t booking_id, int64_t after_id, int max,
                              struct note_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(booking_id), IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, notes_sql, in, note_cols, sizeof **rows, max, rows, n);
}

static const char count_sql[] = "SELECT COUNT(*) FROM booking_note WHERE booking_id = $1";

enum status store_notes_count(struct tx *t, int64_t booking_id, int64_t *n)
{
    struct count {
        int64_t n;
    } row = {0};
    static const struct db_col cols[] = {COL_I64(struct count, n), COL_END};
    struct db_in in[] = {IN_I64(booking_id), IN_END};
    enum status s = db_one(t, count_sql, in, cols, &row);

    *n = row.n;
    return s;
}
