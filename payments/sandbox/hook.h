/* hook.h - webhooks, queued with the change they tell of. Internal to payments/sandbox. */
#ifndef PAYMENTS_SANDBOX_HOOK_H
#define PAYMENTS_SANDBOX_HOOK_H

#include "payments/sandbox/parts.h"

/* Stripe's own name for what the objects look like; the adapter pins the same. */
#define SANDBOX_API_VERSION "2026-10-28.endive"

/* In the call's transaction: as many deliveries as the knobs say, none without a hook. */
void hook_event(struct call *c, const char *event_ref);

#endif
