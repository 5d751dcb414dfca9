/* account.c - see account.h: the form, and what becomes of it. */
#include "app/domain/account.h"

#include "app/base/limits.h"
#include "app/domain/attempt.h"
#include "app/domain/code.h"
#include "app/domain/notice.h"
#include "db/store/membership.h"

#include <string.h>

struct run {
    struct sign_up *u;
    struct member row;
    struct pending ticket;
    const char *limit;
};

/* A stranger's address is never told apart from a new one: a decoy for the caller, a mail for the
 * owner. */
static enum status known_address(struct ctx *x, struct run *run, int64_t owner_id)
{
    enum status s = code_decoy(x, run->limit, &run->ticket.code_id);

    run->ticket.member_id = 0;
    return s == OK ? notice_put(x, owner_id, NOTICE_ACCOUNT_EXISTS, owner_id) : s;
}

/* Whoever began before and did not finish begins again; what was sent then opens nothing. */
static enum status begin_again(struct ctx *x, struct run *run, int64_t member_id)
{
    enum status s;

    run->row.id = member_id;
    s = account_seal(x, &run->u->form, &run->row);
    s = s == OK ? store_member_renew(x->tx, &run->row) : s;
    s = s == OK ? store_membership_forget(x->tx, member_id) : s;
    return s == OK ? store_code_spoil(x->tx, member_id, x->now) : s;
}

static enum status send_mail_code(struct ctx *x, struct run *run)
{
    struct code_order order = {
        .member_id = run->row.id,
        .purpose = CODE_EMAIL,
        .channel = "mail",
        .limit = run->limit,
    };
    enum status s = store_membership_join(x->tx, run->row.id, run->u->form.community_id, x->now);

    run->ticket.member_id = run->row.id;
    return s == OK ? code_send(x, &order, &run->ticket.code_id) : s;
}

static enum status sign_up_tx(struct ctx *x, void *arg)
{
    struct run *run = arg;
    struct run try = *run; /* a second try of the transaction starts from the same row */
    struct member before;
    bool inserted = false;
    enum status s = account_seal(x, &try.u->form, &try.row);

    s = s == OK ? store_member_insert(x->tx, &try.row, &inserted) : s;
    if (s == OK && !inserted) {
        s = store_member_by_email(x->tx, try.row.email_blind, &before);
    }
    if (s == OK && !inserted && strcmp(before.state, "pending") != 0) {
        s = known_address(x, &try, before.id);
        run->ticket = try.ticket;
        return s;
    }
    if (s == OK && !inserted) {
        s = begin_again(x, &try, before.id);
    }
    s = s == OK ? send_mail_code(x, &try) : s;
    run->ticket = try.ticket;
    return s;
}

static enum status store(struct ctx *x, struct sign_up *u)
{
    struct run run = {.u = u};
    enum status s = account_row(x, &u->form, &run.row);

    run.ticket = (struct pending){.step = PENDING_EMAIL, .issued_at = x->now};
    pending_mark(u->form.email, run.ticket.mark);
    run.limit = account_limit(x, &run.ticket);
    if (s != OK || run.limit == NULL) {
        return s != OK ? s : E_BUSY;
    }
    s = ctx_tx(x, sign_up_tx, &run);
    u->expires_at = x->now + CODE_MS;
    return s == OK ? pending_seal(x, &run.ticket, &u->pending) : s;
}

enum status account_sign_up(struct ctx *x, struct sign_up *u)
{
    enum status s = account_check(x, &u->form);
    const char *network = attempt_network(x, u->address);

    if (s != OK || network == NULL) {
        return s != OK ? s : E_BUSY;
    }
    s = attempt_count(x, "open", network, SEND_WINDOW_MS, SENDS_ADDRESS_MAX);
    return s == OK ? store(x, u) : s;
}
