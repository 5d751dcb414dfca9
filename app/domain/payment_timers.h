/* payment_timers.h - what happens to a payment when its time has come: each function is the run of
 * a timer kind; a payment that moved on meanwhile is left alone. */
#ifndef APP_DOMAIN_PAYMENT_TIMERS_H
#define APP_DOMAIN_PAYMENT_TIMERS_H

#include "app/domain/ctx.h"

/* "payment.authorize", at max(agreement, start - 5 days): the hold is made. */
enum status payment_authorize_due(struct ctx *x, int64_t payment_id) WARN_UNUSED;

/* "payment.capture_watch", 12 h before a hold runs out: captured when the job is done, made anew
 * when it is not; a capture that hangs is told to the finance desk. */
enum status payment_capture_watch(struct ctx *x, int64_t payment_id) WARN_UNUSED;

/* "payment.debt": unpaid for three days after it was due. */
enum status payment_debt_due(struct ctx *x, int64_t payment_id) WARN_UNUSED;

#endif
