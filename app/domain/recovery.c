/* recovery.c - see recovery.h. */
#include "app/domain/recovery.h"

#include "app/base/limits.h"
#include "app/base/text.h"
#include "app/domain/attempt.h"
#include "app/domain/audit.h"
#include "app/domain/code.h"
#include "app/domain/contact.h"
#include "app/domain/me.h"
#include "app/domain/notice.h"
#include "app/domain/password.h"
#include "app/domain/pending.h"

#include <string.h>

struct begin {
    const char *email_blind;
    struct code_order order;
    struct pending ticket;
};

static enum status begin_tx(struct ctx *x, void *arg)
{
    struct begin *b = arg;
    struct member m = {0};
    enum status s = store_member_by_email(x->tx, b->email_blind, &m);

    if (s != OK && s != E_NOT_FOUND) {
        return s;
    }
    if (s == E_NOT_FOUND || strcmp(m.state, "active") != 0) {
        b->ticket.member_id = 0;
        return code_decoy(x, b->order.limit, &b->ticket.code_id);
    }
    b->ticket.member_id = m.id;
    b->order.member_id = m.id;
    return code_send_both(x, &b->order, &b->ticket.code_id);
}

enum status recovery_begin(struct ctx *x, struct recovery *r)
{
    struct begin b = {.order = {.purpose = CODE_PASSWORD}};
    const char *network = attempt_network(x, r->address);
    enum status s;

    if (email_clean(x->arena, r->email, &r->email) != OK) {
        return invalid(x, "email");
    }
    b.ticket = (struct pending){.step = PENDING_PASSWORD, .issued_at = x->now};
    b.email_blind = contact_email_blind(x, r->email);
    if (network == NULL || b.email_blind == NULL) {
        return E_BUSY;
    }
    b.order.limit = arena_printf(x->arena, "password:%s", b.email_blind);
    s = b.order.limit != NULL ? attempt_count(x, "open", network, SEND_WINDOW_MS, SENDS_ADDRESS_MAX)
                              : E_BUSY;
    s = s == OK ? ctx_tx(x, begin_tx, &b) : s;
    r->expires_at = x->now + CODE_MS;
    return s == OK ? pending_seal(x, &b.ticket, &r->pending) : s;
}

struct run {
    struct recovery_codes *r;
    int64_t member_id;
    const char *password, *hash;
    struct pending ticket;
    struct session_start start;
    const char *digits;
    bool app; /* the member has an authenticator app */
    enum reason why;
};

/* The rules that need the person's own data; those that don't were asked before hashing. */
static enum status own_rules(struct ctx *x, int64_t member_id, const char *password,
                             struct member *m)
{
    struct password_owner owner;
    enum reason why;
    enum status s = store_member_get(x->tx, member_id, m);

    s = s == OK ? me_password_owner(x, m, &owner) : s;
    if (s != OK) {
        return s;
    }
    why = password_why_not(password, &owner);
    return why == R_NONE ? OK : refuse_field(x, why, "password");
}

/* Whoever used the old password is out. */
static enum status put_in_force(struct ctx *x, int64_t member_id, const char *hash,
                                int64_t but_session_id)
{
    enum status s = store_member_set_password(x->tx, member_id, hash);

    s = s == OK ? store_session_end_all(x->tx, member_id, but_session_id, x->now) : s;
    s = s == OK ? store_device_distrust_all(x->tx, member_id, x->now) : s;
    s = s == OK ? store_code_spoil(x->tx, member_id, x->now) : s;
    s = s == OK ? notice_put(x, member_id, NOTICE_PASSWORD_CHANGED, member_id) : s;
    return s == OK ? audit_note(x, 0, "password.changed", member_id) : s;
}

static enum status confirm_tx(struct ctx *x, void *arg)
{
    struct run *run = arg;
    struct session_start start = {
        .member_id = run->ticket.member_id,
        .proved = true,
        .new_device = true,
        .device_label = run->r->device_label,
    };
    struct member m = {0};
    struct code c;
    enum status s = code_check(x, run->ticket.code_id, CODE_PASSWORD, run->digits, &c, &run->why);

    if (s != OK || run->why != R_NONE) {
        return s;
    }
    s = own_rules(x, start.member_id, run->password, &m);
    s = s == OK ? put_in_force(x, m.id, run->hash, 0) : s;
    run->app = s == OK && m.totp_confirmed_at != 0;
    s = s == OK && !run->app ? session_start(x, &start) : s;
    run->start = start;
    return s;
}

/* Both codes as one text of twelve; what is not six stays wrong. */
static const char *both(struct ctx *x, const struct recovery_codes *r)
{
    return arena_printf(x->arena, "%s%s", r->mail_code, r->phone_code);
}

static enum status hash_new(struct ctx *x, struct run *run)
{
    static const struct password_owner nobody = {0};
    enum reason why = password_why_not(run->password, &nobody);

    return why == R_NONE ? password_make(x, run->password, &run->hash)
                         : refuse_field(x, why, "password");
}

/* A guesser can't keep the process hashing with one ticket. */
static enum status count(struct ctx *x, const struct pending *ticket)
{
    const char *target = arena_printf(x->arena, "%lld", (long long)ticket->code_id);

    return target != NULL ? attempt_count(x, "password", target, SEND_WINDOW_MS, LOGIN_TRIES_MAX)
                          : E_BUSY;
}

static enum status finish(struct ctx *x, struct run *run)
{
    struct pending next = {
        .step = PENDING_TOTP, .member_id = run->ticket.member_id, .issued_at = x->now};

    run->r->begun = !run->app;
    run->r->start = run->start;
    run->r->expires_at = x->now + CODE_MS;
    pending_mark(run->hash, next.mark);
    return run->app ? pending_seal(x, &next, &run->r->next) : OK;
}

enum status recovery_confirm(struct ctx *x, struct recovery_codes *r)
{
    struct run run = {.r = r, .password = r->password, .digits = both(x, r)};
    enum status s = run.digits != NULL ? pending_open(x, r->pending, PENDING_PASSWORD,
                                                      PENDING_PASSWORD, &run.ticket)
                                       : E_BUSY;

    s = s == OK ? count(x, &run.ticket) : s;
    s = s == OK ? hash_new(x, &run) : s;
    s = s == OK ? ctx_tx(x, confirm_tx, &run) : s;
    if (s != OK || run.why != R_NONE) {
        return s != OK ? s : refuse_field(x, run.why, "mail_code");
    }
    return finish(x, &run);
}

static enum status change_tx(struct ctx *x, void *arg)
{
    struct run *run = arg;
    struct member m;
    enum status s = own_rules(x, x->member_id, run->password, &m);

    return s == OK ? put_in_force(x, x->member_id, run->hash, x->session_id) : s;
}

enum status recovery_change(struct ctx *x, const char *password)
{
    struct run run = {.password = password};
    enum status s = hash_new(x, &run);

    return s == OK ? ctx_tx(x, change_tx, &run) : s;
}
