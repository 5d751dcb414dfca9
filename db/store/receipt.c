/* receipt.c - see receipt.h. */
#include "db/store/receipt.h"

static const struct db_col receipt_cols[] = {
    COL_I64(struct receipt_row, id),           COL_I64(struct receipt_row, booking_id),
    COL_I64(struct receipt_row, community_id), COL_I64(struct receipt_row, number),
    COL_I64(struct receipt_row, issued_at),    COL_END,
};

/* Reads the last number in the same transaction: of two at once one is done again by db_tx. */
static const char insert_sql[] =
    "INSERT INTO receipt (id, booking_id, community_id, number, issued_at)"
    " SELECT $1, $2, $3, COALESCE((SELECT MAX(number) FROM receipt WHERE community_id = $3), 0) + "
    "1,"
    " $4 RETURNING id, booking_id, community_id, number, issued_at";

enum status store_receipt_insert(struct tx *t, struct receipt_row *r)
{
    struct db_in in[] = {IN_I64(r->id), IN_I64(r->booking_id), IN_I64(r->community_id),
                         IN_I64(r->issued_at), IN_END};

    return db_one(t, insert_sql, in, receipt_cols, r);
}

static const char of_sql[] =
    "SELECT id, booking_id, community_id, number, issued_at FROM receipt WHERE booking_id = $1";

enum status store_receipt_of(struct tx *t, int64_t booking_id, struct receipt_row *r)
{
    struct db_in in[] = {IN_I64(booking_id), IN_END};

    return db_one(t, of_sql, in, receipt_cols, r);
}
