/* steps.h - what the operations, the hosted pages and the clock do to a payment; each in the call's
 * transaction. Internal to payments/sandbox. */
#ifndef PAYMENTS_SANDBOX_STEPS_H
#define PAYMENTS_SANDBOX_STEPS_H

#include "payments/sandbox/card.h"

/* A charge on the intent's card: authorised, and taken at once when it is not a manual one. */
json_t *charge_authorize(struct call *c, json_t *intent, json_t *method, bool off_session);
/* One the bank refused. */
json_t *charge_refused(struct call *c, json_t *intent, json_t *method);
/* Takes `amount` of it and books it; the rest goes back. */
void charge_capture(struct call *c, json_t *charge, int64_t amount);
/* Gives the whole hold back; expired when time did it. */
void charge_release(struct call *c, json_t *charge, bool expired);

/* The person came back from 3-D Secure. */
void intent_authenticated(struct call *c, json_t *intent, bool approved);
/* Nobody captured it in time. */
void intent_run_out(struct call *c, json_t *intent);

/* A new set-up intent, not saved yet. */
json_t *setup_new(struct call *c, const char *customer);
/* Saves the card for off-session use, or refuses the call; requires_action when the bank asks. */
void setup_with(struct call *c, json_t *setup, json_t *method);
void setup_authenticated(struct call *c, json_t *setup, bool approved);

/* The set-up page: a test card was chosen. Complete, or waiting for 3-D Secure, or refused. */
void session_choose(struct call *c, json_t *session, const struct test_card *card);
/* Its set-up intent has succeeded. */
void session_complete(struct call *c, json_t *session);
void session_run_out(struct call *c, json_t *session);

#endif
