/* receipt.h - rows of receipt: one per booking, numbered without gaps within a community. */
#ifndef DB_STORE_RECEIPT_H
#define DB_STORE_RECEIPT_H

#include "db/db.h"

struct receipt_row {
    int64_t id, booking_id, community_id, number, issued_at;
};

/* Takes the community's next number into r->number. E_CONFLICT when the booking has a receipt. */
enum status store_receipt_insert(struct tx *t, struct receipt_row *r) WARN_UNUSED;
enum status store_receipt_of(struct tx *t, int64_t booking_id, struct receipt_row *r) WARN_UNUSED;

#endif
