/* payment.h - the guardian's side of a booking (payments.md 4): what is due, held, captured or
 * given in cash. Rows and the outbox only: no call to the provider is made here. */
#ifndef APP_DOMAIN_PAYMENT_H
#define APP_DOMAIN_PAYMENT_H

#include "app/domain/ctx.h"
#include "db/store/booking.h"

/* All inside the caller's transaction; the booking's own state is the caller's affair. */

/* Opens the main payment of a fresh booking. Nothing to pay: 'nothing_due'. Cash: 'cash_due' when
 * the job is done. Card: a hold at once when the start is at most five days away, else scheduled
 * for then; without a saved card 'method_required'. E_RULE payment.below_minimum for a card amount
 * of 1 to 49 yen. */
enum status payment_open(struct ctx *x, const struct booking_row *b) WARN_UNUSED;

/* Whether the booking may be confirmed: cash or nothing at once; a hold; or a saved card with the
 * hold scheduled. */
enum status payment_secured(struct ctx *x, int64_t booking_id, bool *secured) WARN_UNUSED;

/* A provider that is down stops the guardian's clock: true when the open payment waits for the
 * provider and not for the guardian. */
enum status payment_waits_for_provider(struct ctx *x, int64_t booking_id, bool *waits) WARN_UNUSED;

/* The child is there and the money is not: the open payment becomes a debt that the finance desk
 * collects ('uncollected'), and nothing waits for it any more. OK when nothing is open. */
enum status payment_owe(struct ctx *x, int64_t booking_id) WARN_UNUSED;

/* Lets go of everything that is held or scheduled. OK also when nothing is. */
enum status payment_release(struct ctx *x, int64_t booking_id) WARN_UNUSED;

/* A cancellation's fee: a part of the hold captured and the rest released, or due in cash; 0
 * releases. Never more than the agreed price. */
enum status payment_fee(struct ctx *x, const struct booking_row *b, int64_t fee_minor) WARN_UNUSED;

/* The job is completed: the hold is captured, or cash is due now. */
enum status payment_collect(struct ctx *x, const struct booking_row *b) WARN_UNUSED;

/* The job took longer: a second payment that the guardian is asked for ('asked'), in the booking's
 * own way of paying. amount_minor > 0. */
enum status payment_overtime(struct ctx *x, const struct booking_row *b,
                             int64_t amount_minor) WARN_UNUSED;

/* An accepted amendment changed time or price before the job: a new hold where a larger one is
 * needed, and one that is still to come comes in time. */
enum status payment_reprice(struct ctx *x, const struct booking_row *b) WARN_UNUSED;

/* True when no part of the guardian's side is open. */
enum status payment_settled(struct ctx *x, int64_t booking_id, bool *settled) WARN_UNUSED;

#endif
