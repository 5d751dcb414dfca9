/* courier.h - the sandbox's own thread: delivers and repeats webhooks, and lets time pass. Internal
 * to payments/sandbox. */
#ifndef PAYMENTS_SANDBOX_COURIER_H
#define PAYMENTS_SANDBOX_COURIER_H

#include "payments/sandbox/parts.h"

enum status courier_start(struct sandbox *sb) WARN_UNUSED;
void courier_stop(struct sandbox *sb);

#endif
