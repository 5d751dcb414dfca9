/* account_confirm.c - see account.h: the steps after the form, and what becomes of a form that
 * nobody finishes. */
#include "app/base/limits.h"
#include "app/domain/account.h"
#include "app/domain/code.h"
#include "app/domain/vault.h"

#include <string.h>

#define UNFINISHED_MS DAY_MS
#define SWEEP_MAX     20

struct run {
    const struct account_step *in;
    struct pending ticket; /* shown; never changed: a transaction may run twice */
    struct pending next;   /* the one to give out */
    struct session_start start;
    enum reason why; /* what to say although the transaction commits */
};

static enum status member_phone(struct ctx *x, int64_t member_id, const char **phone)
{
    struct member m;
    enum status s = store_member_get(x->tx, member_id, &m);

    return s == OK ? vault_unseal(x, m.id, "member", "phone_sealed", m.id, m.phone_sealed, phone)
                   : s;
}

static enum status send_sms(struct ctx *x, struct run *run)
{
    struct code_order order = {
        .member_id = run->ticket.member_id,
        .purpose = CODE_PHONE,
        .channel = "sms",
    };
    enum status s = member_phone(x, order.member_id, &order.limit);

    run->next = run->ticket;
    run->next.step = PENDING_PHONE;
    return s == OK ? code_send(x, &order, &run->next.code_id) : s;
}

static enum status email_proved(struct ctx *x, struct run *run)
{
    enum status s = store_member_email_proved(x->tx, run->ticket.member_id, x->now);

    return s == OK ? send_sms(x, run) : s;
}

static enum status phone_proved(struct ctx *x, struct run *run)
{
    const char *phone = NULL;
    enum status s = member_phone(x, run->ticket.member_id, &phone);

    run->start = (struct session_start){
        .member_id = run->ticket.member_id,
        .proved = true,
        .new_device = true,
        .device_label = run->in->device_label,
    };
    s = s == OK ? account_activate(x, run->ticket.member_id, phone) : s;
    return s == OK ? session_start(x, &run->start) : s;
}

static enum status confirm_tx(struct ctx *x, void *arg)
{
    struct run *run = arg;
    bool mail = run->ticket.step == PENDING_EMAIL;
    struct code c;
    enum status s = code_check(x, run->ticket.code_id, mail ? CODE_EMAIL : CODE_PHONE,
                               run->in->code, &c, &run->why);

    if (s != OK || run->why != R_NONE) {
        return s;
    }
    s = mail ? email_proved(x, run) : phone_proved(x, run);
    return s == E_NOT_FOUND ? refuse(x, R_PENDING_EXPIRED) : s;
}

enum status account_confirm(struct ctx *x, struct account_step *step)
{
    struct run run = {.in = step};
    enum status s = pending_open(x, step->pending, PENDING_EMAIL, PENDING_PHONE, &run.ticket);

    s = s == OK ? ctx_tx(x, confirm_tx, &run) : s;
    if (s != OK || run.why != R_NONE) {
        return s != OK ? s : refuse_field(x, run.why, "code");
    }
    step->active = run.ticket.step == PENDING_PHONE;
    step->start = run.start;
    step->expires_at = x->now + CODE_MS;
    return step->active ? OK : pending_seal(x, &run.next, &step->next);
}

static enum status resend_tx(struct ctx *x, void *arg)
{
    struct run *run = arg;
    struct code_order order = {
        .member_id = run->ticket.member_id,
        .purpose = CODE_EMAIL,
        .channel = "mail",
        .limit = account_limit(x, &run->ticket),
    };
    struct member m;
    enum status s;

    run->next = run->ticket;
    if (order.limit == NULL) {
        return E_BUSY;
    }
    if (run->ticket.member_id == 0) {
        return code_decoy(x, order.limit, &run->next.code_id);
    }
    s = store_member_get(x->tx, run->ticket.member_id, &m);
    if (s != OK || strcmp(m.state, "pending") != 0) {
        return s == OK || s == E_NOT_FOUND ? refuse(x, R_PENDING_EXPIRED) : s;
    }
    return run->ticket.step == PENDING_PHONE ? send_sms(x, run)
                                             : code_send(x, &order, &run->next.code_id);
}

enum status account_resend(struct ctx *x, struct account_step *step)
{
    struct run run = {.in = step};
    enum status s = pending_open(x, step->pending, PENDING_EMAIL, PENDING_PHONE, &run.ticket);

    s = s == OK ? ctx_tx(x, resend_tx, &run) : s;
    step->by_sms = run.next.step == PENDING_PHONE;
    step->expires_at = x->now + CODE_MS;
    return s == OK ? pending_seal(x, &run.next, &step->next) : s;
}

struct sweep {
    struct member *members;
    int n;
};

static enum status sweep_tx(struct ctx *x, void *arg)
{
    struct sweep *sweep = arg;
    enum status s = store_member_unfinished(x->tx, x->now - UNFINISHED_MS, SWEEP_MAX,
                                            &sweep->members, &sweep->n);

    for (int i = 0; s == OK && i < sweep->n; i++) {
        s = store_member_forget(x->tx, sweep->members[i].id);
    }
    return s;
}

enum status account_sweep_step(struct ctx *x, int *did)
{
    struct sweep sweep = {0};
    enum status s = ctx_tx(x, sweep_tx, &sweep);

    for (int i = 0; s == OK && i < sweep.n; i++) {
        s = vault_destroy(x, sweep.members[i].id);
    }
    *did = s == OK ? sweep.n : 0;
    return s;
}
