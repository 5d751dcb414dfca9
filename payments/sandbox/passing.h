/* passing.h - what time itself does: holds run out, hosted pages close, money becomes available.
 * Internal to payments/sandbox. */
#ifndef PAYMENTS_SANDBOX_PASSING_H
#define PAYMENTS_SANDBOX_PASSING_H

#include "payments/sandbox/parts.h"

/* Everything that is due by now, in transactions of its own. */
void time_passes(struct sandbox *sb, struct arena *a);

#endif
