/* stripe_decode.h - Stripe's JSON into our own structs; pure. */
#ifndef PAYMENTS_STRIPE_DECODE_H
#define PAYMENTS_STRIPE_DECODE_H

#include "payments/pay.h"

#include <jansson.h>

/* Each zeroes *out first and says false, leaving it empty, when something is missing or is not of
 * its type: an answer we can't read is PAY_UNKNOWN, never guessed at. */
bool stripe_hold(json_t *payment_intent, struct pay_object *out);
bool stripe_customer(json_t *customer, struct pay_object *out);
bool stripe_session(json_t *checkout_session, struct pay_object *out);
bool stripe_card(json_t *payment_method, struct pay_card *out);
/* live: which mode the event must be of. */
bool stripe_event(json_t *event, bool live, struct pay_event *out);

/* metadata[op_id], or "". */
const char *stripe_op_id(json_t *object);

#endif
