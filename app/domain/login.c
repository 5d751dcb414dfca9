/* login.c - see login.h. */
#include "app/domain/login.h"

#include "app/base/limits.h"
#include "app/base/text.h"
#include "app/domain/attempt.h"
#include "app/domain/code.h"
#include "app/domain/contact.h"
#include "app/domain/password.h"
#include "app/domain/pending.h"
#include "app/domain/second_factor.h"
#include "db/store/member.h"
#include "db/store/staff_role.h"

#include <string.h>

/* Who is at the door, as far as one look tells. */
struct look {
    const char *email_blind;
    const char *device_sha256; /* NULL: no token */
    bool known;                /* there is an active member */
    struct member m;
    int64_t device_id; /* 0: the device is not known */
    int64_t roles;
    const char *target; /* whose tries are counted */
};

static enum status look_tx(struct ctx *x, void *arg)
{
    struct look *k = arg;
    enum status s = store_member_by_email(x->tx, k->email_blind, &k->m);

    k->known = s == OK && strcmp(k->m.state, "active") == 0;
    k->device_id = 0;
    if (!k->known) {
        return s == E_NOT_FOUND ? OK : s;
    }
    if (k->device_sha256 != NULL) {
        s = store_device_known(x->tx, k->m.id, k->device_sha256, x->now, &k->device_id);
        s = s == E_NOT_FOUND ? OK : s;
    }
    return s == OK ? store_staff_everywhere(x->tx, k->m.id, &k->roles) : s;
}

static enum status look_at(struct ctx *x, struct login *l, struct look *k)
{
    enum status s;

    if (email_clean(x->arena, l->email, &l->email) != OK) {
        return invalid(x, "email");
    }
    k->email_blind = contact_email_blind(x, l->email);
    k->device_sha256 = l->device_token != NULL ? token_hash(x, l->device_token) : NULL;
    s = k->email_blind != NULL ? ctx_read(x, look_tx, k) : E_BUSY;
    if (s != OK) {
        return s;
    }
    /* A known phone has tries of its own: a stranger's guesses can't lock its owner out. */
    k->target = k->device_id != 0 ? arena_printf(x->arena, "device:%lld", (long long)k->device_id)
                                  : arena_printf(x->arena, "account:%s", k->email_blind);
    return k->target != NULL ? OK : E_BUSY;
}

static enum status count(struct ctx *x, const struct login *l, const struct look *k)
{
    const char *network = attempt_network(x, l->address);
    enum status s = network != NULL ? attempt_count(x, "login_from", network, LOGIN_WINDOW_MS,
                                                    LOGIN_ADDRESS_TRIES_MAX)
                                    : E_BUSY;

    return s == OK ? attempt_count(x, "login", k->target, LOGIN_WINDOW_MS, LOGIN_TRIES_MAX) : s;
}

/* The password was right: this was no guess. */
static enum status uncount(struct ctx *x, const struct login *l, const struct look *k)
{
    const char *network = attempt_network(x, l->address);
    enum status s =
        network != NULL ? attempt_undo(x, "login_from", network, LOGIN_WINDOW_MS) : E_BUSY;

    return s == OK ? attempt_undo(x, "login", k->target, LOGIN_WINDOW_MS) : s;
}

static enum status wrong(struct ctx *x)
{
    x->reason = R_LOGIN_WRONG;
    return E_UNAUTHORISED;
}

struct run {
    struct login *l;
    struct look *k;
    struct session_start start;
    struct pending ticket;
    const char *code;
    enum reason why;
};

/* The member as of now, with the password that was checked: it may have changed meanwhile. */
static enum status same_member(struct ctx *x, int64_t id, const uint8_t mark[PENDING_MARK_BYTES],
                               struct member *m)
{
    uint8_t now[PENDING_MARK_BYTES];
    enum status s = store_member_get(x->tx, id, m);

    if (s != OK) {
        return s == E_NOT_FOUND ? wrong(x) : s;
    }
    pending_mark(m->password_hash, now);
    return strcmp(m->state, "active") == 0 && memcmp(now, mark, sizeof now) == 0 ? OK : wrong(x);
}

static enum status begin_tx(struct ctx *x, void *arg)
{
    struct run *run = arg;
    struct session_start start = run->start;
    struct member m;
    enum status s = same_member(x, run->k->m.id, run->ticket.mark, &m);

    run->why = R_NONE;
    s = s == OK ? uncount(x, run->l, run->k) : s;
    if (s == OK && run->code != NULL) {
        s = second_factor_check(x, &m, run->code, &run->why);
        start.proved = run->why == R_NONE;
    }
    if (s != OK || run->why != R_NONE) {
        return s;
    }
    s = session_start(x, &start);
    run->start = start;
    return s;
}

static enum status begin(struct ctx *x, struct run *run)
{
    enum status s;

    run->code = run->l->by_totp ? run->l->totp : NULL;
    s = run->code != NULL ? second_factor_count(x, run->k->m.id) : OK;
    s = s == OK ? ctx_tx(x, begin_tx, run) : s;
    if (s != OK || run->why != R_NONE) {
        return s != OK ? s : refuse_field(x, run->why, "totp");
    }
    run->l->begun = true;
    run->l->start = run->start;
    return OK;
}

static enum status ask_tx(struct ctx *x, void *arg)
{
    struct run *run = arg;
    struct code_order order = {
        .member_id = run->k->m.id,
        .purpose = CODE_DEVICE,
        .channel = "mail",
        .limit = arena_printf(x->arena, "member:%lld", (long long)run->k->m.id),
    };
    enum status s = order.limit != NULL ? uncount(x, run->l, run->k) : E_BUSY;

    return s == OK && !run->l->by_totp ? code_send(x, &order, &run->ticket.code_id) : s;
}

static enum status ask(struct ctx *x, struct run *run)
{
    enum status s = ctx_tx(x, ask_tx, run);

    run->l->expires_at = x->now + CODE_MS;
    return s == OK ? pending_seal(x, &run->ticket, &run->l->pending) : s;
}

/* Staff show the second factor each time; others on a phone that is not known yet. */
static enum status let_in(struct ctx *x, struct login *l, struct look *k)
{
    bool has_totp = k->m.totp_confirmed_at != 0;
    bool need_code = k->device_id == 0 || (has_totp && k->roles != 0);
    struct run run = {.l = l, .k = k};

    l->by_totp = has_totp && need_code;
    run.start = (struct session_start){
        .member_id = k->m.id,
        .device_id = k->device_id,
        .new_device = k->device_id == 0,
        .device_label = l->device_label,
    };
    run.ticket = (struct pending){
        .step = l->by_totp ? PENDING_TOTP : PENDING_DEVICE,
        .code_id = l->by_totp ? k->device_id : 0,
        .member_id = k->m.id,
        .issued_at = x->now,
    };
    pending_mark(k->m.password_hash, run.ticket.mark);
    return need_code && (!l->by_totp || l->totp == NULL) ? ask(x, &run) : begin(x, &run);
}

enum status login_begin(struct ctx *x, struct login *l)
{
    struct look k = {0};
    enum status s = look_at(x, l, &k);

    s = s == OK ? count(x, l, &k) : s;
    s = s == OK ? password_verify(x, l->password, k.known ? k.m.password_hash : NULL) : s;
    if (s == OK && k.known) {
        return let_in(x, l, &k);
    }
    return s == OK || s == E_UNAUTHORISED ? wrong(x) : s;
}

static enum status confirm_tx(struct ctx *x, void *arg)
{
    struct run *run = arg;
    struct session_start start = run->start;
    struct member m;
    struct code c;
    enum status s = same_member(x, run->ticket.member_id, run->ticket.mark, &m);

    if (s == OK) {
        s = run->ticket.step == PENDING_TOTP
                ? second_factor_check(x, &m, run->code, &run->why)
                : code_check(x, run->ticket.code_id, CODE_DEVICE, run->code, &c, &run->why);
    }
    if (s != OK || run->why != R_NONE) {
        return s;
    }
    s = session_start(x, &start);
    run->start = start;
    return s;
}

enum status login_confirm(struct ctx *x, struct login_code *c)
{
    struct run run = {.code = c->code};
    enum status s = pending_open(x, c->pending, PENDING_DEVICE, PENDING_TOTP, &run.ticket);
    bool by_totp = s == OK && run.ticket.step == PENDING_TOTP;

    s = by_totp ? second_factor_count(x, run.ticket.member_id) : s;
    run.start = (struct session_start){
        .member_id = run.ticket.member_id,
        .proved = true,
        .device_id = by_totp ? run.ticket.code_id : 0,
        .new_device = !by_totp || run.ticket.code_id == 0,
        .device_label = c->device_label,
    };
    s = s == OK ? ctx_tx(x, confirm_tx, &run) : s;
    c->start = run.start;
    return s == OK && run.why != R_NONE ? refuse_field(x, run.why, "code") : s;
}
