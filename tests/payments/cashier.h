/* cashier.h - the till's booking and an engine that carries its calls to a fake provider: one step
 * at a time, or until nothing is owed any more. */
#ifndef TESTS_PAYMENTS_CASHIER_H
#define TESTS_PAYMENTS_CASHIER_H

#include "payments/engine.h"
#include "tests/payments/fake_provider.h"
#include "tests/till.h"

struct cashier {
    struct errand *e;
    struct fake fake;
    struct pay_engine engine, other; /* two workers */
};

/* A booking to be paid by card, nothing opened; the guardian is known at the provider. */
struct cashier *cashier_open(const char *engine, int64_t price_minor);
/* The same with a saved card, its payment opened, held and the booking confirmed. */
struct cashier *cashier_held(const char *engine, int64_t price_minor);

/* That card is saved, and the payment opened. */
void cashier_begin(struct cashier *c, const char *card);

/* One step of a worker; how many calls. A crash of the fake ends the step like a dead process. */
int cashier_step(struct cashier *c);
int cashier_step_of(struct cashier *c, struct pay_engine *engine);
/* Steps and timers, the clock running on, until nothing is owed or so much time has passed. Looks
 * that only wait don't count. */
void cashier_run(struct cashier *c, int64_t ms_max);
/* What is due now of the payments' timers. */
void cashier_timers(struct cashier *c);
void cashier_advance(struct cashier *c, int64_t ms);

/* The next such call goes wrong, `times` times. */
void cashier_fault(struct cashier *c, enum fake_call call, enum fake_fault fault, int times);

/* How many calls are owed in that state: "pending", "unknown", "manual", "failed", "done". */
int64_t cashier_ops(struct cashier *c, const char *state);
/* Notices of that kind, sent or not. */
int64_t cashier_notices(struct cashier *c, const char *kind);
/* The booking's state. */
const char *cashier_booking(struct cashier *c);
/* As after the job: the booking is 'completed', and its money collected. */
void cashier_complete(struct cashier *c);

#endif
