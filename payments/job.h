/* job.h - one owed call taken from the outbox, with everything that it needs.
 * Source: payments.md section 7. */
#ifndef PAYMENTS_JOB_H
#define PAYMENTS_JOB_H

#include "app/base/id.h"
#include "app/domain/ctx.h"
#include "db/store/card.h"
#include "db/store/pay_op.h"
#include "db/store/payment.h"
#include "payments/provider.h"

enum op_kind {
    OP_CUSTOMER,
    OP_SETUP,
    OP_SETUP_RESULT,
    OP_HOLD_CREATE,
    OP_HOLD_CONFIRM,
    OP_HOLD_AUTHENTICATE, /* confirmed with the guardian at the screen */
    OP_HOLD_LOOK,
    OP_CAPTURE,
    OP_CANCEL,
    OP_CANCEL_OLD,
    OP_KIND_COUNT
};

/* A leased row. What lies in it belongs to the arena of the transaction that leased it. */
struct pay_job {
    struct pay_op_row op;
    enum op_kind kind;
    bool again;                 /* it may have been sent before: look first */
    struct payment_row payment; /* of hold, capture and cancel; id 0 else */
    struct card_setup_row setup;
    int64_t member_id; /* who pays, or saves a card */
    const char *customer_ref, *card_ref, *email;
    char op_text[ID_TEXT_BYTES], payment_text[ID_TEXT_BYTES], booking_text[ID_TEXT_BYTES],
        member_text[ID_TEXT_BYTES], setup_text[ID_TEXT_BYTES];
    char key[PAY_KEY_BYTES];
};

/* What came of it: the provider's answer, or what was found when looking. */
struct pay_result {
    struct pay_error err;
    struct pay_object object; /* ref "": none */
    struct pay_card card;
};

/* Takes what is due next, so that nobody else does: commits 'inflight' and the time before anything
 * is sent. E_NOT_FOUND when nothing is due. */
enum status job_lease(struct ctx *x, const char *holder, struct pay_job *job) WARN_UNUSED;

/* Pure: does anybody still want this call? Judged by the state that the lease saw. */
bool job_is_wanted(const struct pay_job *job);

#endif
