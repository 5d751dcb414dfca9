/* call.c - see call.h. */
#include "app/domain/call.h"

#include "app/domain/ask.h"
#include "app/domain/audit.h"
#include "app/domain/gate.h"
#include "app/domain/request_view.h"
#include "app/domain/vault.h"
#include "db/store/guardian.h"
#include "db/store/member.h"

#include <string.h>

static enum status check_time(struct ctx *x, const struct request_row *r)
{
    int64_t from;
    enum status s;

    if (strcmp(r->state, "open") != 0) {
        return lost(x, R_REQUEST_CHANGED);
    }
    if (x->now >= r->start_at) {
        return refuse(x, R_BOOKING_TOO_LATE);
    }
    s = ask_call_from(x, r, &from);
    return s == OK && (from == 0 || x->now < from) ? refuse(x, R_REQUEST_CALL_LATER) : s;
}

/* As the family sees the answers; who could not be chosen anyway is not rung. */
static enum status may_ring(struct ctx *x, const struct request_row *r, const struct offer_row *o,
                            bool *may)
{
    const char *seen = offer_state_seen(o->state, r->state);
    struct gate_row gate;
    enum status s;

    *may = false;
    if (strcmp(seen, "asked") != 0 && strcmp(seen, "offered") != 0 &&
        strcmp(seen, "reserve") != 0) {
        return OK;
    }
    s = store_gate_pair(x->tx, r->community_id, r->asked_by, o->supporter_id, &gate);
    *may = s == OK && gate.active && gate.is_on && gate.held_at == 0 && !gate.blocked &&
           gate.premet_until_at > r->end_at - 1;
    return s == E_NOT_FOUND ? OK : s;
}

static enum status add_call(struct ctx *x, const struct request_row *r,
                            const struct offer_shown *shown, struct call_list *l)
{
    struct call *c = &l->calls[l->n];
    int64_t id = shown->offer.supporter_id;
    struct member m;
    enum status s = store_member_get(x->tx, id, &m);

    *c = (struct call){.member_id = id, .display_name = shown->display_name};
    s = s == OK ? vault_unseal(x, id, "member", "phone_sealed", id, m.phone_sealed, &c->phone) : s;
    if (s != OK || c->phone == NULL) {
        return s == E_NOT_FOUND ? OK : s; /* the person is gone */
    }
    l->n++;
    return audit_note(x, r->household_id, "saw.phone", id);
}

enum status request_calls(struct ctx *x, void *arg)
{
    struct call_list *l = arg;
    struct offer_shown *shown;
    struct request_row r;
    int n = 0;
    bool may;
    enum status s = store_request_get(x->tx, l->request_id, &r);

    l->n = 0;
    s = s == OK ? store_guardian_is(x->tx, r.household_id, x->member_id) : s;
    s = s == OK ? check_time(x, &r) : s;
    s = s == OK ? store_offers_shown(x->tx, r.id, x->member_id, &shown, &n) : s;
    l->calls = arena_alloc(x->arena, ((size_t)n + 1) * sizeof *l->calls);
    if (s != OK || l->calls == NULL) {
        return s != OK ? s : E_BUSY;
    }
    for (int i = 0; s == OK && i < n; i++) {
        s = may_ring(x, &r, &shown[i].offer, &may);
        s = s == OK && may ? add_call(x, &r, &shown[i], l) : s;
    }
    return s;
}
