/* outbox.h - what is done with an owed call after the provider answered, or did not.
 * Source: payments.md section 7. */
#ifndef PAYMENTS_OUTBOX_H
#define PAYMENTS_OUTBOX_H

#include "payments/job.h"

/* What happens to the row, and to what it is about. */
enum verdict {
    VERDICT_DONE,         /* the object is as it should be, or tells what is: adopt it */
    VERDICT_FAILED,       /* a final no */
    VERDICT_AGAIN,        /* nothing happened: the same key later */
    VERDICT_UNKNOWN,      /* may have happened: look first, later */
    VERDICT_NEXT_ATTEMPT, /* the key is used up and nothing happened: a new key */
    VERDICT_ABANDONED,    /* no longer wanted, and nothing happened */
    VERDICT_MANUAL,       /* a person must look */
    VERDICT_PAUSE         /* our key is not taken: everything stops */
};

/* Commits the verdict: the row, and in the same transaction what it means for payment, card and
 * booking. OK also when the lease was lost meanwhile: whoever has it now will look. */
enum status outbox_settle(struct ctx *x, const char *holder, const struct pay_job *job,
                          enum verdict verdict, const struct pay_result *result) WARN_UNUSED;

/* How long to wait after so many tries: doubles from 2 s to OUTBOX_BACKOFF_MS_MAX, with jitter. */
int64_t outbox_backoff_ms(int64_t tries);

#endif
