/* amendment.c - see amendment.h. */
#include "db/store/amendment.h"

static const char insert_sql[] =
    "INSERT INTO amendment (id, booking_id, proposed_by, version, start_at, end_at, until_at,"
    " price_minor, top_up_minor, state, state_at, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'proposed', $10, $10)";

enum status store_amendment_insert(struct tx *t, const struct amendment_row *a)
{
    struct db_in in[] = {
        IN_I64(a->id),
        IN_I64(a->booking_id),
        IN_I64(a->proposed_by),
        IN_I64(a->version),
        IN_I64(a->start_at),
        IN_I64(a->end_at),
        IN_I64(a->until_at),
        IN_I64(a->price_minor),
        IN_I64(a->top_up_minor),
        IN_I64(a->created_at),
        IN_END,
    };

    return db_exec(t, insert_sql, in);
}

#define AMENDMENT_COLUMNS                                                                   \
    "SELECT id, booking_id, proposed_by, version, start_at, end_at, until_at, price_minor," \
    " top_up_minor, state, state_at, created_at FROM amendment"

static const struct db_col amendment_cols[] = {
    COL_I64(struct amendment_row, id),
    COL_I64(struct amendment_row, booking_id),
    COL_I64(struct amendment_row, proposed_by),
    COL_I64(struct amendment_row, version),
    COL_I64(struct amendment_row, start_at),
    COL_I64(struct amendment_row, end_at),
    COL_I64(struct amendment_row, until_at),
    COL_I64(struct amendment_row, price_minor),
    COL_I64(struct amendment_row, top_up_minor),
    COL_TEXT(struct amendment_row, state),
    COL_I64(struct amendment_row, state_at),
    COL_I64(struct amendment_row, created_at),
    COL_END,
};

static const char get_sql[] = AMENDMENT_COLUMNS " WHERE id = $1";

enum status store_amendment_get(struct tx *t, int64_t id, struct amendment_row *a)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, amendment_cols, a);
}

static const char list_sql[] = AMENDMENT_COLUMNS " WHERE booking_id = $1 ORDER BY id";

enum status store_amendments(struct tx *t, int64_t booking_id, struct amendment_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(booking_id), IN_END};

    return db_many(t, list_sql, in, amendment_cols, sizeof **rows, AMENDMENTS_MAX, rows, n);
}

static const char after_sql[] =
    AMENDMENT_COLUMNS " WHERE booking_id = $1 AND id > $2 ORDER BY id LIMIT $3";

enum status store_amendments_after(struct tx *t, int64_t booking_id, int64_t after_id, int max,
                                   struct amendment_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(booking_id), IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, after_sql, in, amendment_cols, sizeof **rows, max, rows, n);
}

static const char move_sql[] =
    "UPDATE amendment SET state = $2, state_at = $3 WHERE id = $1 AND state = 'proposed'";

enum status store_amendment_move(struct tx *t, int64_t id, const char *to, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_TEXT(to), IN_I64(now), IN_END};
    enum status s = db_exec(t, move_sql, in);

    return s == E_NOT_FOUND ? E_CONFLICT : s;
}
