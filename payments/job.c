/* job.c - see job.h. */
#include "payments/job.h"

#include "app/domain/ids.h"
#include "app/domain/vault.h"
#include "db/store/member.h"

#include <string.h>

static const char *const kinds[OP_KIND_COUNT] = {
    [OP_CUSTOMER] = "customer",
    [OP_SETUP] = "setup",
    [OP_SETUP_RESULT] = "setup_result",
    [OP_HOLD_CREATE] = "hold_create",
    [OP_HOLD_CONFIRM] = "hold_confirm",
    [OP_HOLD_AUTHENTICATE] = "hold_authenticate",
    [OP_HOLD_LOOK] = "hold_look",
    [OP_CAPTURE] = "capture",
    [OP_CANCEL] = "cancel",
    [OP_CANCEL_OLD] = "cancel_old",
};

static enum status kind_parse(const char *text, enum op_kind *kind)
{
    for (int i = 0; i < OP_KIND_COUNT; i++) {
        if (strcmp(kinds[i], text) == 0) {
            *kind = (enum op_kind)i;
            return OK;
        }
    }
    return E_INTERNAL;
}

static enum status load_email(struct ctx *x, struct pay_job *job)
{
    struct member m;
    enum status s = store_member_get(x->tx, job->member_id, &m);

    return s == OK
               ? vault_unseal(x, m.id, "member", "email_sealed", m.id, m.email_sealed, &job->email)
               : s;
}

static enum status load_payment(struct ctx *x, struct pay_job *job)
{
    struct card_row card;
    enum status s = store_payment_get(x->tx, job->op.subject_id, &job->payment);

    if (s != OK) {
        return s;
    }
    job->member_id = job->payment.payer_id;
    id_format(ID_PAYMENT, job->payment.id, job->payment_text);
    id_format(ID_BOOKING, job->payment.booking_id, job->booking_text);
    if (job->payment.card_id != 0) {
        s = store_card_get(x->tx, job->payment.card_id, &card);
        job->card_ref = s == OK ? card.ref : NULL;
    }
    return s;
}

static enum status load_subject(struct ctx *x, struct pay_job *job)
{
    enum status s;

    switch (job->kind) {
    case OP_CUSTOMER:
        job->member_id = job->op.subject_id;
        return load_email(x, job);
    case OP_SETUP:
    case OP_SETUP_RESULT:
        s = store_card_setup_get(x->tx, job->op.subject_id, &job->setup);
        job->member_id = s == OK ? job->setup.member_id : 0;
        id_format(ID_CARD_SETUP, job->op.subject_id, job->setup_text);
        return s;
    default:
        return load_payment(x, job);
    }
}

static enum status load(struct ctx *x, struct pay_job *job)
{
    enum status s = kind_parse(job->op.kind, &job->kind);

    job->again = strcmp(job->op.state, "unknown") == 0;
    id_format(ID_PAY_OP, job->op.id, job->op_text);
    if (s == OK) {
        s = pay_key(job->op_text, (int)job->op.attempt, job->key);
    }
    if (s == OK) {
        s = load_subject(x, job);
    }
    if (s == OK) {
        id_format(ID_MEMBER, job->member_id, job->member_text);
        s = store_customer_get(x->tx, job->member_id, x->pay_provider, &job->customer_ref);
        s = s == E_NOT_FOUND ? OK : s;
    }
    return s;
}

struct leasing {
    const char *holder;
    struct pay_job *job;
};

static enum status lease_tx(struct ctx *x, void *arg)
{
    const struct leasing *l = arg;
    enum status s;

    *l->job = (struct pay_job){.member_id = 0};
    s = store_pay_op_lease(x->tx, x->now, x->now + OUTBOX_LEASE_MS, l->holder, &l->job->op);
    return s == OK ? load(x, l->job) : s;
}

enum status job_lease(struct ctx *x, const char *holder, struct pay_job *job)
{
    struct leasing l = {holder, job};

    return ctx_tx(x, lease_tx, &l);
}

static bool payment_in(const struct pay_job *job, const char *state)
{
    return strcmp(job->payment.state, state) == 0;
}

bool job_is_wanted(const struct pay_job *job)
{
    switch (job->kind) {
    case OP_CUSTOMER:
        return true;
    case OP_SETUP:
        return strcmp(job->setup.state, "pending") == 0;
    case OP_SETUP_RESULT:
        return strcmp(job->setup.state, "open") == 0;
    case OP_HOLD_CREATE:
    case OP_HOLD_CONFIRM:
    case OP_HOLD_AUTHENTICATE:
        return payment_in(job, "authorizing") || payment_in(job, "uncollected");
    case OP_HOLD_LOOK:
        return payment_in(job, "authorized") || payment_in(job, "action_required");
    case OP_CAPTURE:
        return payment_in(job, "capturing");
    case OP_CANCEL:
        return job->payment.intent_ref != NULL &&
               (payment_in(job, "voiding") || payment_in(job, "voided") ||
                payment_in(job, "cash_paid"));
    case OP_CANCEL_OLD:
        return job->payment.old_ref != NULL;
    case OP_KIND_COUNT:
        break;
    }
    return false;
}
