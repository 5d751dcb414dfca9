/* request_view.c - see request_view.h. */
#include "app/domain/request_view.h"

#include "app/domain/ask.h"
#include "app/domain/vault.h"
#include "db/store/guardian.h"

#include <string.h>

const char *offer_state_seen(const char *offer_state, const char *request_state)
{
    if (strcmp(offer_state, "declined") != 0) {
        return offer_state;
    }
    if (strcmp(request_state, "open") == 0) {
        return "asked";
    }
    return strcmp(request_state, "matched") == 0 ? "released" : "expired";
}

static enum status see_offer(struct ctx *x, const struct request_row *r, struct seen_offer *seen)
{
    struct offer_row *o = &seen->row.offer;

    o->state = offer_state_seen(o->state, r->state);
    return vault_unseal(x, r->household_id, "offer", "note_sealed", o->id, o->note_sealed,
                        &seen->note);
}

static enum status see_offers(struct ctx *x, struct request_view *v)
{
    struct offer_shown *rows;
    enum status s = store_offers_shown(x->tx, v->id, x->member_id, &rows, &v->offers_n);

    if (s != OK) {
        return s;
    }
    v->offers = arena_alloc(x->arena, ((size_t)v->offers_n + 1) * sizeof *v->offers);
    if (v->offers == NULL) {
        return E_BUSY;
    }
    for (int i = 0; s == OK && i < v->offers_n; i++) {
        v->offers[i].row = rows[i];
        s = see_offer(x, &v->row, &v->offers[i]);
    }
    return s;
}

static enum status find_booking(struct ctx *x, struct request_view *v)
{
    struct booking_row b;
    enum status s = store_booking_of_request(x->tx, v->id, &b);

    v->booking_id = s == OK ? b.id : 0;
    return s == E_NOT_FOUND ? OK : s;
}

static bool anybody(const struct request_view *v, const char *state)
{
    for (int i = 0; i < v->offers_n; i++) {
        if (strcmp(v->offers[i].row.offer.state, state) == 0) {
            return true;
        }
    }
    return false;
}

static unsigned next_steps(const struct request_view *v, int64_t now)
{
    const struct request_row *r = &v->row;
    bool open = strcmp(r->state, "open") == 0 && now < r->closes_at;
    unsigned next = 0;

    if (now >= r->start_at || (!open && strcmp(r->state, "unfilled") != 0)) {
        return 0;
    }
    next |= NEXT_COORDINATOR;
    next |= !open ? NEXT_ASK_ANEW : 0;
    next |= open && (anybody(v, "offered") || anybody(v, "reserve")) ? NEXT_CHOOSE : 0;
    next |= open && !r->already_agreed ? NEXT_ASK_MORE : 0;
    next |= open && v->call_from_at != 0 && now >= v->call_from_at ? NEXT_CALL : 0;
    return next;
}

static enum status see_next(struct ctx *x, struct request_view *v)
{
    enum status s = ask_call_from(x, &v->row, &v->call_from_at);

    v->next = s == OK ? next_steps(v, x->now) : 0;
    return s;
}

enum status request_look(struct ctx *x, void *arg)
{
    struct request_view *v = arg;
    struct request_row *r = &v->row;
    enum status s = store_request_get(x->tx, v->id, r);

    s = s == OK ? store_guardian_is(x->tx, r->household_id, x->member_id) : s;
    s = s == OK ? store_request_children(x->tx, v->id, &v->children, &v->children_n) : s;
    s = s == OK ? agreed_stops(x, v->id, 0, &v->stops, &v->stops_n) : s;
    s = s == OK ? vault_unseal(x, r->household_id, "request", "needs_sealed", r->id,
                               r->needs_sealed, &v->needs)
                : s;
    s = s == OK ? see_offers(x, v) : s;
    s = s == OK ? find_booking(x, v) : s;
    return s == OK ? see_next(x, v) : s;
}

enum status request_listing(struct ctx *x, void *arg)
{
    struct request_listing *l = arg;

    l->of.member_id = x->member_id;
    return store_request_list(x->tx, &l->of, l->max, &l->rows, &l->n);
}
