/* call.c - see call.h. */
#include "payments/call.h"

#include <stdio.h>
#include <string.h>

static struct pay_ctx ctx_of(const struct pay_job *job)
{
    bool payment = job->payment.id != 0;

    return (struct pay_ctx){.op_id = job->op_text,
                            .key = job->key,
                            .payment_id = payment ? job->payment_text : NULL,
                            .booking_id = payment ? job->booking_text : NULL};
}

/* What we lack is a bug or a row that is gone: never a call with an empty reference in it. */
static enum pay_rc lacking(struct pay_result *r, const char *what)
{
    memset(r, 0, sizeof *r);
    snprintf(r->err.code, sizeof r->err.code, "%s", what);
    return r->err.rc = PAY_REJECTED;
}

static enum pay_rc begin_setup(const struct call_line *line, const struct pay_job *job,
                               struct pay_result *r)
{
    const struct pay_provider *p = line->provider;
    struct pay_ctx x = ctx_of(job);
    char back[PAY_URL_BYTES];
    struct pay_setup ask = {job->customer_ref, back, back, job->setup.locale};

    if (job->customer_ref == NULL) {
        return lacking(r, "no_customer");
    }
    snprintf(back, sizeof back, "%s/cards/setups/%s", line->public_url, job->setup_text);
    return p->setup_begin(p->self, &x, &ask, &r->object, &r->err);
}

static enum pay_rc create_hold(const struct call_line *line, const struct pay_job *job,
                               struct pay_result *r)
{
    const struct pay_provider *p = line->provider;
    struct pay_ctx x = ctx_of(job);
    struct pay_hold ask = {job->customer_ref, job->op.amount_minor, job->payment.currency,
                           job->booking_text, NULL};

    return job->customer_ref != NULL ? p->hold_create(p->self, &x, &ask, &r->object, &r->err)
                                     : lacking(r, "no_customer");
}

static enum pay_rc confirm_hold(const struct call_line *line, const struct pay_job *job,
                                struct pay_result *r)
{
    const struct pay_provider *p = line->provider;
    struct pay_ctx x = ctx_of(job);
    char back[PAY_URL_BYTES];
    struct pay_confirm ask = {job->payment.intent_ref, job->card_ref, job->kind == OP_HOLD_CONFIRM,
                              back};
    enum pay_rc rc;

    if (job->card_ref == NULL || job->payment.intent_ref == NULL) {
        return lacking(r, "no_card");
    }
    snprintf(back, sizeof back, "%s/bookings/%s", line->public_url, job->booking_text);
    rc = p->hold_confirm(p->self, &x, &ask, &r->object, &r->err);
    if ((rc == PAY_DECLINED || rc == PAY_ACTION) && r->object.ref[0] == '\0') {
        struct pay_error err;

        if (p->get(p->self, job->payment.intent_ref, &r->object, &err) != PAY_OK) {
            memset(&r->object, 0, sizeof r->object);
        }
    }
    return rc;
}

static const char *hold_ref(const struct pay_job *job)
{
    return job->kind == OP_CANCEL_OLD ? job->payment.old_ref : job->payment.intent_ref;
}

static enum pay_rc end_hold(const struct call_line *line, const struct pay_job *job,
                            struct pay_result *r)
{
    const struct pay_provider *p = line->provider;
    struct pay_ctx x = ctx_of(job);

    if (hold_ref(job) == NULL) {
        return lacking(r, "no_hold");
    }
    if (job->kind == OP_CAPTURE) {
        return p->capture(p->self, &x, hold_ref(job), job->op.amount_minor, &r->object, &r->err);
    }
    return p->cancel(p->self, &x, hold_ref(job), &r->object, &r->err);
}

enum pay_rc call_get(const struct call_line *line, const struct pay_job *job, struct pay_result *r)
{
    const struct pay_provider *p = line->provider;

    memset(r, 0, sizeof *r);
    return hold_ref(job) != NULL ? p->get(p->self, hold_ref(job), &r->object, &r->err)
                                 : lacking(r, "no_hold");
}

enum pay_rc call_send(const struct call_line *line, const struct pay_job *job, struct pay_result *r)
{
    const struct pay_provider *p = line->provider;
    struct pay_ctx x = ctx_of(job);

    memset(r, 0, sizeof *r);
    switch (job->kind) {
    case OP_CUSTOMER:
        return p->customer_upsert(p->self, &x, job->member_text, job->email, &r->object, &r->err);
    case OP_SETUP:
        return begin_setup(line, job, r);
    case OP_SETUP_RESULT:
        return p->setup_result(p->self, job->setup.ref, &r->card, &r->err);
    case OP_HOLD_CREATE:
        return create_hold(line, job, r);
    case OP_HOLD_CONFIRM:
    case OP_HOLD_AUTHENTICATE:
        return confirm_hold(line, job, r);
    case OP_HOLD_LOOK:
        return call_get(line, job, r);
    case OP_CAPTURE:
    case OP_CANCEL:
    case OP_CANCEL_OLD:
        return end_hold(line, job, r);
    case OP_KIND_COUNT:
        break;
    }
    return lacking(r, "no_such_kind");
}

bool call_is_done(enum op_kind kind, const struct pay_object *o)
{
    bool ended = o->state == PST_CAPTURED || o->state == PST_CANCELED;

    switch (kind) {
    case OP_HOLD_CONFIRM: /* a refusal, or a page of the bank, may be of the card before */
        return ended || o->state == PST_HELD ||
               (o->state == PST_ACTION && o->action_url[0] == '\0');
    case OP_HOLD_AUTHENTICATE:
        return ended || o->state == PST_HELD ||
               (o->state == PST_ACTION && o->action_url[0] != '\0');
    case OP_CAPTURE:
    case OP_CANCEL:
    case OP_CANCEL_OLD:
        return ended;
    default:
        return o->ref[0] != '\0';
    }
}

static enum pay_rc find(const struct call_line *line, const struct pay_job *job, enum pay_kind kind,
                        const char *scope, struct pay_result *r)
{
    const struct pay_provider *p = line->provider;

    return scope != NULL ? p->find(p->self, kind, scope, job->op_text, &r->object, &r->err)
                         : lacking(r, "no_scope");
}

enum pay_rc call_look(const struct call_line *line, const struct pay_job *job, struct pay_result *r,
                      bool *found)
{
    enum pay_rc rc;

    memset(r, 0, sizeof *r);
    switch (job->kind) {
    case OP_CUSTOMER:
        rc = find(line, job, PAY_KIND_CUSTOMER, job->email, r);
        break;
    case OP_SETUP:
        rc = find(line, job, PAY_KIND_SETUP, job->customer_ref, r);
        break;
    case OP_HOLD_CREATE:
        rc = find(line, job, PAY_KIND_HOLD, job->customer_ref, r);
        break;
    case OP_SETUP_RESULT:
    case OP_HOLD_LOOK: /* looks themselves: nothing to look for */
        *found = false;
        return PAY_OK;
    default:
        rc = call_get(line, job, r);
        break;
    }
    *found = rc == PAY_OK && call_is_done(job->kind, &r->object);
    return rc;
}
