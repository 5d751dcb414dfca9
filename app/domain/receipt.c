/* receipt.c - see receipt.h. */
#include "app/domain/receipt.h"

#include "db/store/receipt.h"

enum status receipt_issue(struct ctx *x, const struct booking_row *b)
{
    struct receipt_row r;
    enum status s = store_receipt_of(x->tx, b->id, &r);

    if (s != E_NOT_FOUND) {
        return s;
    }
    r = (struct receipt_row){
        .id = new_id(x), .booking_id = b->id, .community_id = b->community_id, .issued_at = x->now};
    return store_receipt_insert(x->tx, &r);
}
