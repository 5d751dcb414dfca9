/* no_show.c - see no_show.h. */
#include "app/domain/no_show.h"

#include "app/base/limits.h"
#include "app/domain/notice.h"
#include "app/domain/task.h"
#include "app/domain/timer.h"
#include "app/domain/vault.h"

#include <string.h>

enum status no_show_find(struct ctx *x, int64_t booking_id, struct no_show_row *claim, bool *found)
{
    enum status s = store_no_show_get(x->tx, booking_id, claim);

    *found = s == OK;
    return s == E_NOT_FOUND ? OK : s;
}

static const char *side_of(unsigned who)
{
    return who == BY_SUPPORTER ? "supporter" : "guardian";
}

static bool said(const struct no_show_row *claim)
{
    return claim->against != NULL;
}

/* Whether the caller's side is the one that spoke. */
static bool said_by(const struct no_show_row *claim, unsigned who)
{
    return said(claim) && strcmp(claim->against, side_of(who)) != 0;
}

static bool taken_back(const struct no_show_row *claim)
{
    return claim->outcome != NULL && strcmp(claim->outcome, "withdrawn") == 0;
}

static enum status tell_other(struct ctx *x, const struct booking_row *b, unsigned who)
{
    return who == BY_SUPPORTER
               ? notice_put_guardians(x, b->household_id, 0, NOTICE_NO_SHOW_ASKED, b->id)
               : notice_put(x, b->supporter_id, NOTICE_NO_SHOW_ASKED, b->id);
}

static enum status note_claim(struct ctx *x, struct no_show *n, unsigned who)
{
    const struct booking_row *b = &n->booking;
    enum status s = store_no_show_open(x->tx, b->id, 0, NULL, x->now);

    if (s == OK) { /* it may be late, and has nothing to ask any more */
        s = timer_cancel(x, "booking.no_show", b->id);
    }
    if (s == OK) {
        s = store_no_show_say(x->tx, b->id, x->member_id, n->against, x->now);
    }
    if (s == OK) {
        s = booking_fact(x, b, "no_show_said", "");
    }
    if (s == OK) {
        s = tell_other(x, b, who);
    }
    if (s == OK) {
        s = task_open(x, b->community_id, "coordinator", "booking.no_show", b->id, x->now);
    }
    return s == OK ? timer_put(x, "booking.no_show_final", b->id, x->now + NO_SHOW_CONTEST_MS) : s;
}

enum status no_show_claim(struct ctx *x, struct no_show *n, unsigned who)
{
    bool found = false;
    enum status s = no_show_find(x, n->booking_id, &n->claim, &found);

    found = found && !taken_back(&n->claim);
    if (s != OK || (found && said_by(&n->claim, who) && n->claim.contested_at == 0)) {
        return s; /* said already */
    }
    if (found && (said(&n->claim) || n->claim.contested_at != 0)) {
        return lost(x, R_NO_SHOW_SAID);
    }
    s = note_claim(x, n, who);
    return s == OK ? store_no_show_get(x->tx, n->booking_id, &n->claim) : s;
}

enum status no_show_say(struct ctx *x, void *arg)
{
    struct no_show *n = arg;
    unsigned who;
    enum status s = booking_for_party(x, n->booking_id, &n->booking, &who);

    if (s == OK && strcmp(n->against, side_of(who)) == 0) {
        return invalid(x, "against");
    }
    if (s == OK && (strcmp(n->booking.state, "confirmed") != 0 ||
                    x->now < n->booking.start_at + NO_SHOW_AFTER_MS)) {
        return refuse(x, R_NO_SHOW_NOT_NOW);
    }
    return s == OK ? no_show_claim(x, n, who) : s;
}

enum status no_show_words(struct ctx *x, struct no_show *n)
{
    return vault_unseal(x, n->booking.household_id, "no_show_claim", "reason_sealed", n->booking.id,
                        n->claim.reason_sealed, &n->reason);
}

enum status no_show_drop(struct ctx *x, int64_t booking_id)
{
    enum status s = store_no_show_close(x->tx, booking_id, "withdrawn", x->now);

    return s == OK ? task_settle(x, "booking.no_show", booking_id) : s;
}

enum status no_show_contest(struct ctx *x, void *arg)
{
    struct no_show *n = arg;
    bool found = false;
    unsigned who;
    enum status s = booking_for_party(x, n->booking_id, &n->booking, &who);

    s = s == OK ? no_show_find(x, n->booking_id, &n->claim, &found) : s;
    if (s == OK &&
        (!found || taken_back(&n->claim) || strcmp(n->booking.state, "confirmed") != 0)) {
        return refuse(x, R_NO_SHOW_NOT_NOW);
    }
    if (s == OK && said_by(&n->claim, who)) {
        return refuse(x, R_NO_SHOW_OWN);
    }
    if (s != OK || n->claim.contested_at != 0) {
        return s;
    }
    s = store_no_show_contest(x->tx, n->booking_id, x->member_id, x->now);
    if (s == OK) {
        s = booking_fact(x, &n->booking, "no_show_contested", "");
    }
    return s == OK ? store_no_show_get(x->tx, n->booking_id, &n->claim) : s;
}

static enum status take_back(struct ctx *x, const struct booking_row *b)
{
    enum status s = store_no_show_withdraw(x->tx, b->id, x->member_id, x->now);

    if (s == OK) {
        s = timer_cancel(x, "booking.no_show_final", b->id);
    }
    if (s == OK) {
        s = booking_fact(x, b, "no_show_withdrawn", "");
    }
    return s == OK ? task_open(x, b->community_id, "coordinator", "booking.no_show", b->id, 0) : s;
}

enum status no_show_withdraw(struct ctx *x, void *arg)
{
    struct no_show *n = arg;
    bool found = false;
    unsigned who;
    enum status s = booking_for_party(x, n->booking_id, &n->booking, &who);

    s = s == OK ? no_show_find(x, n->booking_id, &n->claim, &found) : s;
    if (s == OK && (!found || strcmp(n->booking.state, "confirmed") != 0)) {
        return refuse(x, R_NO_SHOW_NOT_NOW);
    }
    if (s == OK && said(&n->claim) && !said_by(&n->claim, who)) {
        return refuse(x, R_NO_SHOW_THEIRS);
    }
    if (s != OK || taken_back(&n->claim)) {
        return s;
    }
    s = take_back(x, &n->booking);
    return s == OK ? store_no_show_get(x->tx, n->booking_id, &n->claim) : s;
}
