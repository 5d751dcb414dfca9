/* attempt.h - how often something may be tried: counted in the database, so that all processes
 * count together. */
#ifndef APP_DOMAIN_ATTEMPT_H
#define APP_DOMAIN_ATTEMPT_H

#include "app/domain/ctx.h"

/* Counts one more try of kind ("login", "digits_pair") at target and answers E_TOO_MANY (reason
 * attempt.too_many) when it is more than max in this window of time. What the target is (an
 * account, "4711:4712", a network address) is stored as a keyed hash.
 * Outside of a transaction the count is kept whatever happens next: that is the usual call, before
 * the operation. Inside one it is kept only when that commits. Windows are multiples of window_ms
 * since the epoch. */
enum status attempt_count(struct ctx *x, const char *kind, const char *target, int64_t window_ms,
                          int64_t max) WARN_UNUSED;

/* Takes one counted try back, inside a transaction: it was the right password after all. */
enum status attempt_undo(struct ctx *x, const char *kind, const char *target,
                         int64_t window_ms) WARN_UNUSED;

/* The network a peer's address stands for: IPv4 whole, of IPv6 the first 64 bits. In the arena;
 * NULL when it is full. */
const char *attempt_network(struct ctx *x, const char *address) WARN_UNUSED;

/* Forgets windows nobody asks about any more. */
enum status attempt_sweep_step(struct ctx *x) WARN_UNUSED;

#endif
