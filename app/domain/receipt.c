/* receipt.c - see receipt.h. */
#include "app/domain/receipt.h"

#include "app/domain/vault.h"
#include "db/store/guardian.h"
#include "db/store/member.h"

#include <string.h>

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

int64_t receipt_part_minor(const struct payment_row *p)
{
    if (strcmp(p->state, "captured") == 0) {
        return p->captured_minor;
    }
    return strcmp(p->state, "cash_paid") == 0 ? p->amount_minor : 0;
}

static enum status names(struct ctx *x, struct receipt *r)
{
    struct member payer, supporter;
    enum status s = store_member_get(x->tx, r->booking.guardian_id, &payer);

    if (s == OK) {
        s = vault_unseal(x, payer.id, "member", "name_sealed", payer.id, payer.name_sealed,
                         &r->payer_name);
    }
    if (s == OK) {
        s = store_member_get(x->tx, r->booking.supporter_id, &supporter);
    }
    r->supporter_name = s == OK ? supporter.display_name : NULL;
    return s;
}

static enum status paid_parts(struct ctx *x, struct receipt *r)
{
    int kept = 0;
    enum status s = store_payments_of(x->tx, r->booking.id, &r->parts, &r->n);

    for (int i = 0; s == OK && i < r->n; i++) {
        int64_t minor = receipt_part_minor(&r->parts[i]);

        if (minor > 0) {
            r->paid_minor += minor;
            r->parts[kept++] = r->parts[i];
        }
    }
    r->n = kept;
    return s;
}

static enum status is_side(struct ctx *x, const struct booking_row *b)
{
    return b->supporter_id == x->member_id
               ? OK
               : store_guardian_is(x->tx, b->household_id, x->member_id);
}

enum status receipt_show(struct ctx *x, void *arg)
{
    struct receipt *r = arg;
    enum status s = store_booking_get(x->tx, r->booking_id, &r->booking);

    r->paid_minor = 0;
    if (s == OK) {
        s = is_side(x, &r->booking);
    }
    if (s == OK) {
        s = store_receipt_of(x->tx, r->booking.id, &r->row);
    }
    if (s == OK) {
        s = community_get(x, r->booking.community_id, &r->community);
    }
    if (s == OK) {
        s = names(x, r);
    }
    return s == OK ? paid_parts(x, r) : s;
}
