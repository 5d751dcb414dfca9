/* engine.h - carries out the outbox: takes an owed call, makes it with no transaction open, and
 * commits what came of it. Any number of engines may run at once. Source: payments.md section 7. */
#ifndef PAYMENTS_ENGINE_H
#define PAYMENTS_ENGINE_H

#include "app/domain/ctx.h"
#include "payments/provider.h"

#include <stdatomic.h>

#define PAY_HOLDER_BYTES 33

/* One thread's engine. The provider is borrowed and used by this thread alone. */
struct pay_engine {
    const struct pay_provider *provider;
    const char *public_url; /* where the provider's pages send people back to */
    struct clock *clock;    /* read before each call: a lease is counted from then */
    char holder[PAY_HOLDER_BYTES];
    _Atomic bool ending; /* no further call is begun */
};

void pay_engine_init(struct pay_engine *e, const struct pay_provider *provider,
                     const char *public_url, struct clock *clock);

/* The call on its way is the last one. From any thread. */
void pay_engine_end(struct pay_engine *e);

/* Up to PAY_BATCH_MAX calls that are due; *did counts them. Stops early when the provider does not
 * answer: the rest would only wait as well. x->pay_provider is the provider's name. */
enum status pay_engine_step(struct pay_engine *e, struct ctx *x, int *did) WARN_UNUSED;

#endif
