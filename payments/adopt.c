/* adopt.c - see adopt.h. */
#include "payments/adopt.h"

#include "app/domain/card.h"
#include "app/domain/payment_result.h"

#include <string.h>

static const enum hold_state states[PAY_STATE_COUNT] = {
    [PST_NONE] = HOLD_PENDING,  [PST_PENDING] = HOLD_PENDING,   [PST_ACTION] = HOLD_ACTION,
    [PST_HELD] = HOLD_HELD,     [PST_CAPTURED] = HOLD_CAPTURED, [PST_CANCELED] = HOLD_CANCELED,
    [PST_FAILED] = HOLD_FAILED,
};

static struct hold_seen seen_of(const struct pay_object *o, bool answer)
{
    return (struct hold_seen){
        .ref = o->ref,
        .charge_ref = o->charge_ref,
        .balance_ref = o->balance_ref,
        .action_url = o->action_url,
        .failure = o->reason,
        .state = states[o->state],
        .held_minor = o->state == PST_HELD ? o->capturable_minor : o->amount_minor,
        .captured_minor = o->captured_minor,
        .capture_before_at = o->capture_before_at,
        .fee_minor = o->fee_minor,
        .answer = answer,
    };
}

static const char *failure_of(const struct pay_result *r)
{
    if (r->object.reason[0] != '\0') {
        return r->object.reason;
    }
    return r->err.decline[0] != '\0' ? r->err.decline : r->err.code;
}

static enum status adopt_confirmed(struct ctx *x, const struct pay_job *job, struct payment_row *p,
                                   bool done, const struct pay_result *r)
{
    struct hold_seen seen = seen_of(&r->object, true);

    if (!done || r->object.ref[0] == '\0') {
        return payment_refused(x, p, failure_of(r));
    }
    if (seen.state == HOLD_ACTION && job->kind == OP_HOLD_CONFIRM) {
        return payment_authenticate(x, p);
    }
    return payment_seen(x, p, &seen);
}

static enum status adopt_payment(struct ctx *x, const struct pay_job *job, bool done,
                                 const struct pay_result *r)
{
    struct payment_row p;
    struct hold_seen seen = seen_of(&r->object, false);
    enum status s = store_payment_get(x->tx, job->op.subject_id, &p);

    if (s != OK) {
        return s;
    }
    switch (job->kind) {
    case OP_HOLD_CREATE:
        return done ? payment_made(x, &p, r->object.ref) : payment_refused(x, &p, failure_of(r));
    case OP_HOLD_CONFIRM:
    case OP_HOLD_AUTHENTICATE:
        return adopt_confirmed(x, job, &p, done, r);
    case OP_CANCEL:
        return r->object.ref[0] != '\0' ? payment_seen(x, &p, &seen) : payment_nothing_held(x, &p);
    default:
        return r->object.ref[0] != '\0' ? payment_seen(x, &p, &seen) : OK;
    }
}

static enum status adopt_setup_result(struct ctx *x, struct card_setup_row *setup, bool done,
                                      const struct pay_result *r)
{
    struct card_row card = {
        .provider = x->pay_provider,
        .ref = r->card.ref,
        .brand = r->card.brand,
        .last4 = r->card.last4,
        .exp_month = r->card.exp_month,
        .exp_year = r->card.exp_year,
    };

    if (!done) {
        return card_setup_failed(x, setup);
    }
    return card.ref[0] != '\0' ? card_setup_done(x, setup, &card) : OK;
}

static enum status adopt_setup(struct ctx *x, const struct pay_job *job, bool done,
                               const struct pay_result *r)
{
    struct card_setup_row setup;
    enum status s = store_card_setup_get(x->tx, job->op.subject_id, &setup);

    if (s != OK) {
        return s;
    }
    if (job->kind == OP_SETUP_RESULT) {
        return adopt_setup_result(x, &setup, done, r);
    }
    return done && r->object.ref[0] != '\0'
               ? card_setup_opened(x, &setup, r->object.ref, r->object.action_url)
               : card_setup_failed(x, &setup);
}

enum status adopt(struct ctx *x, const struct pay_job *job, bool done, const struct pay_result *r)
{
    switch (job->kind) {
    case OP_CUSTOMER:
        return done ? card_customer_known(x, job->op.subject_id, r->object.ref)
                    : card_customer_refused(x, job->op.subject_id);
    case OP_SETUP:
    case OP_SETUP_RESULT:
        return adopt_setup(x, job, done, r);
    default:
        return adopt_payment(x, job, done, r);
    }
}
