/* inbox.h - webhooks are hints: each event says which object to look at again, and is done when
 * that look is owed. Order and duplicates never matter. Source: payments.md section 7, rule 6. */
#ifndef PAYMENTS_INBOX_H
#define PAYMENTS_INBOX_H

#include "app/domain/ctx.h"
#include "payments/pay.h"

/* ctx_fn. arg: struct pay_event *. Keeps the event, each id once. */
enum status inbox_put(struct ctx *x, void *arg) WARN_UNUSED;

/* Turns what came in into looks that the engine makes; *did counts. */
enum status inbox_step(struct ctx *x, int *did) WARN_UNUSED;

#endif
