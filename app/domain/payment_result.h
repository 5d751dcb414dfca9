/* payment_result.h - what the card provider's answers do to a payment: the same whether they come
 * from our own call, from looking a lost one up, or from a webhook's hint (payments.md 4 and 7).
 * States only move forward: an old answer that comes late changes nothing. */
#ifndef APP_DOMAIN_PAYMENT_RESULT_H
#define APP_DOMAIN_PAYMENT_RESULT_H

#include "app/domain/ctx.h"
#include "db/store/payment.h"

enum hold_state {
    HOLD_PENDING, /* made; no card touched yet */
    HOLD_ACTION,  /* waits for the guardian at their bank */
    HOLD_HELD,
    HOLD_CAPTURED,
    HOLD_CANCELED,
    HOLD_FAILED /* the last card was refused */
};

/* What the provider says of one hold, now. Texts may be empty, never NULL. */
struct hold_seen {
    const char *ref, *charge_ref, *action_url, *balance_ref;
    const char *failure; /* the provider's code */
    enum hold_state state;
    int64_t held_minor, captured_minor, capture_before_at;
    int64_t fee_minor; /* as the provider booked it; 0 while balance_ref is empty */
    bool answer;       /* of our own confirmation, not of a look that may be older than it */
};

/* All inside the caller's transaction, with *p as read in it; the booking follows by itself. */

/* Step one is done: the reference is kept and step two is owed, unless the hold is no longer
 * wanted. */
enum status payment_made(struct ctx *x, struct payment_row *p, const char *ref) WARN_UNUSED;
/* Adopts the state of p's hold, or of the older one that is being let go. */
enum status payment_seen(struct ctx *x, struct payment_row *p,
                         const struct hold_seen *seen) WARN_UNUSED;
/* The hold could not be made at all: the guardian chooses another card. */
enum status payment_refused(struct ctx *x, struct payment_row *p, const char *failure) WARN_UNUSED;
/* The bank wants the guardian at the screen: asked again that way. */
enum status payment_authenticate(struct ctx *x, struct payment_row *p) WARN_UNUSED;
/* It turned out that there is nothing to let go of. */
enum status payment_nothing_held(struct ctx *x, struct payment_row *p) WARN_UNUSED;

#endif
