/* recover.h - what to do about a call of which nobody knows whether it happened: look first, send
 * the same key again, and take a new one only when the old one is used up. Source: payments.md 7,
 * rule 4. */
#ifndef PAYMENTS_RECOVER_H
#define PAYMENTS_RECOVER_H

#include "payments/call.h"
#include "payments/outbox.h"

/* What an answer to the call means for its row. Pure. */
enum verdict recover_verdict(const struct pay_job *job, const struct pay_result *r);

/* After a look that found nothing: what next. Pure. SEND: the same key, now. */
enum recover_next { RECOVER_SEND, RECOVER_WAIT, RECOVER_NEW_KEY, RECOVER_GIVE_UP };
enum recover_next recover_next(const struct pay_caps *caps, const struct pay_job *job, int64_t now);

#endif
