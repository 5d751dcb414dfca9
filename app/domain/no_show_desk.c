/* no_show_desk.c - see no_show_desk.h. */
#include "app/domain/no_show_desk.h"

#include "app/domain/audit.h"
#include "app/domain/staff.h"
#include "app/domain/task.h"
#include "app/domain/vault.h"

#include <string.h>

/* Nobody judges what concerns themselves. */
static enum status load(struct ctx *x, struct no_show_decision *d, bool *found)
{
    struct booking_row *b = &d->out.booking;
    unsigned who = 0;
    enum status s = staff_has_role(x, d->community_id, STAFF_COORDINATOR | STAFF_ADMIN);

    if (s == OK) {
        s = store_booking_get(x->tx, d->booking_id, b);
    }
    if (s == OK && b->community_id != d->community_id) {
        return E_NOT_FOUND;
    }
    if (s == OK) {
        s = booking_party(x, b, &who);
    }
    if (s == OK && who != 0) {
        return refuse(x, R_STAFF_PARTY);
    }
    return s == OK ? no_show_find(x, d->booking_id, &d->out.claim, found) : s;
}

static enum status settle(struct ctx *x, struct no_show_decision *d)
{
    struct booking_row *b = &d->out.booking;
    struct slice sealed;
    enum status s =
        vault_seal(x, b->household_id, "no_show_claim", "reason_sealed", b->id, d->reason, &sealed);

    if (s == OK) {
        s = store_no_show_decide(x->tx, b->id, d->missing, x->member_id, x->now, sealed);
    }
    if (s == E_CONFLICT) {
        return lost(x, R_NO_SHOW_DECIDED);
    }
    if (s == OK) {
        s = booking_move(x, b, MOVE_BOOKING_DECIDE_NO_SHOW, BY_STAFF);
    }
    if (s == OK) {
        s = store_no_show_close(x->tx, b->id, "no_show", x->now);
    }
    if (s == OK) {
        s = task_settle(x, "booking.no_show", b->id);
    }
    return s == OK ? audit_note(x, b->household_id, "no_show.decided", b->id) : s;
}

enum status no_show_decide(struct ctx *x, void *arg)
{
    struct no_show_decision *d = arg;
    const struct no_show_row *claim = &d->out.claim;
    bool found = false;
    enum status s = load(x, d, &found);

    if (s == OK && found && claim->decision != NULL) {
        s = strcmp(claim->decision, d->missing) == 0 ? OK : lost(x, R_NO_SHOW_DECIDED);
        return s == OK ? no_show_words(x, &d->out) : s;
    }
    if (s == OK && (!found || claim->contested_at == 0 || claim->closed_at != 0 ||
                    strcmp(d->out.booking.state, "confirmed") != 0)) {
        return refuse(x, R_NO_SHOW_NOT_NOW);
    }
    if (s == OK) {
        s = settle(x, d);
    }
    if (s == OK) {
        s = store_no_show_get(x->tx, d->booking_id, &d->out.claim);
    }
    return s == OK ? no_show_words(x, &d->out) : s;
}
