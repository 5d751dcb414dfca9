/* till.h - the errand's booking with money on it: how it is paid, at what price, and what its
 * payments look like. */
#ifndef TESTS_TILL_H
#define TESTS_TILL_H

#include "app/domain/payment.h"
#include "db/store/payment.h"
#include "tests/errand.h"

/* An errand with its booking, 'agreed', for that price; nothing is opened yet. */
struct errand *till_open(const char *engine, const char *pay_by, int64_t price_minor);
/* The program's own context, with a card provider. */
struct ctx till_ctx(struct errand *e);
/* payment_approve, payment_retry or payment_cash as one of the two, for a part; card_id of retry.
 */
enum status till_act(struct errand *e, enum status (*fn)(struct ctx *, void *), int64_t member_id,
                     const char *part, int64_t card_id, enum reason *why);
/* The booking as it is now. */
struct booking_row till_booking(struct errand *e);
/* In a transaction of its own, one function of payment.h for the booking. */
enum status till_do(struct errand *e, enum status (*fn)(struct ctx *, const struct booking_row *));
enum status till_do_id(struct errand *e, enum status (*fn)(struct ctx *, int64_t));
/* The same with an amount. */
enum status till_do_amount(struct errand *e,
                           enum status (*fn)(struct ctx *, const struct booking_row *, int64_t),
                           int64_t amount_minor);
/* Why it is refused (E_RULE), in that context. */
enum reason till_refusal(struct errand *e, struct ctx *x,
                         enum status (*fn)(struct ctx *, const struct booking_row *));
bool till_ask(struct errand *e, enum status (*fn)(struct ctx *, int64_t, bool *));
/* A card of the guardian, saved; its id. */
int64_t till_card(struct errand *e, const char *ref);
/* Opens the booking's payment and lets it stand as a hold "pi_1" of that amount. */
void till_hold(struct errand *e, int64_t held_minor);

/* A part of the booking as it is now; state "" when there is none. */
struct payment_row till_payment(struct errand *e, const char *part);
const char *till_state(struct errand *e, const char *part);
/* The number that a query gives, printed; 0 for none. */
int64_t till_count(struct errand *e, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
