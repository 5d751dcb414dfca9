/* pause.h - the provider does not take our key: nothing is sent, no call fails for it, and staff of
 * every community sees it, until a try now and then goes through. */
#ifndef PAYMENTS_PAUSE_H
#define PAYMENTS_PAUSE_H

#include "app/domain/ctx.h"

#include <stdbool.h>

/* *paused: there is a pause; *wait: and its next try is not due. A read. */
enum status pause_look(struct ctx *x, bool *paused, bool *wait) WARN_UNUSED;
/* Begins it, or puts the next try off. error: class and code. */
enum status pause_begin(struct ctx *x, const char *error) WARN_UNUSED;
/* A call went through. */
enum status pause_end(struct ctx *x) WARN_UNUSED;

#endif
