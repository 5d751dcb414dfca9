/* payment_act.h - what the two sides do about a payment: approve overtime, try another card, say
 * that the cash changed hands; and what they may see of it. */
#ifndef APP_DOMAIN_PAYMENT_ACT_H
#define APP_DOMAIN_PAYMENT_ACT_H

#include "app/domain/ctx.h"
#include "db/store/card.h"
#include "db/store/payment.h"

struct payment_act {
    int64_t payment_id;
    int64_t card_id;            /* payment_retry */
    struct payment_row payment; /* out */
    struct card_row card;       /* out: id 0 without one, or for the one who does not pay */
};

/* ctx_fn, all with struct payment_act. E_NOT_FOUND for whoever is not a side of the payment; a
 * second tap finds the work done. */

/* By who pays: the overtime asked for is held and captured at once, or due in cash. E_CONFLICT
 * payment.changed. */
enum status payment_approve(struct ctx *x, void *arg) WARN_UNUSED;
/* By who pays, with one of his cards, after a refusal or for a debt. E_CONFLICT payment.changed
 * while the provider is being asked or nothing is open; E_INVALID for a card that is not his. */
enum status payment_retry(struct ctx *x, void *arg) WARN_UNUSED;
/* By either: the cash was given, the cash was received; paid when both said so. A card that fails
 * may be paid in cash as well. E_RULE payment.not_due, E_CONFLICT payment.changed. */
enum status payment_cash(struct ctx *x, void *arg) WARN_UNUSED;

/* ctx_fn, reads: the payments of a booking, for its two sides. */
struct payment_listing {
    int64_t booking_id;
    bool payer; /* out: the caller is of the family that pays */
    struct payment_row *payments;
    struct card_row *cards; /* of each, id 0 without one */
    int n;
};
enum status payment_list(struct ctx *x, void *arg) WARN_UNUSED;
/* Outside of a transaction: who comes back from the bank's page does not wait for the next look. */
enum status payment_hurry(struct ctx *x, const struct payment_listing *l) WARN_UNUSED;

#endif
