/* payment_flow.h - the moves of one payment (payments.md 4) and the calls that they owe the card
 * provider, as rows. All inside the caller's transaction; nothing here decides who may. */
#ifndef APP_DOMAIN_PAYMENT_FLOW_H
#define APP_DOMAIN_PAYMENT_FLOW_H

#include "app/domain/ctx.h"
#include "db/store/pay_op.h"
#include "db/store/payment.h"

#include <stdbool.h>

bool payment_is(const struct payment_row *p, const char *state);
/* The guardian has to do something: add a card, choose another, confirm with the bank. */
bool payment_asks_guardian(const struct payment_row *p);
/* Nothing more will happen: captured, cash_paid, nothing_due, voided. */
bool payment_is_final(const struct payment_row *p);

/* To another state, with whatever else of *p was changed. E_INTERNAL for a move that the machine
 * does not have; E_CONFLICT when the row moved meanwhile. */
enum status payment_move(struct ctx *x, struct payment_row *p, const char *to) WARN_UNUSED;
/* The same state, other facts. */
enum status payment_keep(struct ctx *x, const struct payment_row *p) WARN_UNUSED;

/* Owes a call about the payment; at once, when nothing older of it is waiting. */
enum status payment_call(struct ctx *x, const struct payment_row *p, const char *kind,
                         int64_t amount_minor) WARN_UNUSED;
/* The same for later. */
enum status payment_call_at(struct ctx *x, const struct payment_row *p, const char *kind,
                            int64_t next_at) WARN_UNUSED;

/* The payer's newest card into *p, while it has none. *found false: there is no card. */
enum status payment_find_card(struct ctx *x, struct payment_row *p, bool *found) WARN_UNUSED;

/* Makes the hold for p->amount_minor, or goes on with the one that was begun; an older hold is kept
 * until the new one stands. Without a card: 'method_required'. */
enum status payment_hold(struct ctx *x, struct payment_row *p) WARN_UNUSED;
/* A fresh card payment at its moment: held now, later, or waiting for a card. */
enum status payment_start_card(struct ctx *x, struct payment_row *p) WARN_UNUSED;
/* Brings the hold in line with an amount that was changed: a larger one is made where the one that
 * stands, or was refused, is too small. */
enum status payment_align(struct ctx *x, struct payment_row *p) WARN_UNUSED;
/* Captures so much of the hold that stands, and the rest is released; what the hold is too small
 * for becomes a debt of its own, part 'rest'. */
enum status payment_capture(struct ctx *x, struct payment_row *p, int64_t amount_minor) WARN_UNUSED;
/* Lets go of the payment in whatever state it is; a final one stays. */
enum status payment_void(struct ctx *x, struct payment_row *p) WARN_UNUSED;
/* A debt that the finance desk looks after. */
enum status payment_to_debt(struct ctx *x, struct payment_row *p) WARN_UNUSED;
/* The newer hold failed: the older one, which stood meanwhile, counts again. */
enum status payment_fall_back(struct ctx *x, struct payment_row *p) WARN_UNUSED;

#endif
