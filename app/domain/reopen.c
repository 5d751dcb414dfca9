/* reopen.c - see reopen.h. */
#include "app/domain/reopen.h"

#include "app/base/limits.h"
#include "app/domain/ask.h"
#include "app/domain/community.h"
#include "app/domain/gate.h"
#include "app/domain/notice.h"
#include "db/store/booking.h"

#include <stdlib.h>
#include <string.h>

/* An ask that is being opened again, and everybody it had asked. */
struct again {
    struct request_row r;
    struct community community;
    int youngest_years, oldest_years;
    int64_t first_place_id, last_place_id;
    struct offer_row *offers; /* reserves first, in their order */
    int n;
    enum who_moves who;
    bool told; /* the guardians know of a reserve */
};

static enum status load(struct ctx *x, struct again *a)
{
    struct request_child_row *children;
    struct stop_row *stops;
    int n;
    enum status s = community_get(x, a->r.community_id, &a->community);

    s = s == OK ? store_stops_of_request(x->tx, a->r.id, &stops, &n) : s;
    if (s == OK && n > 0) {
        a->first_place_id = stops[0].place_id;
        a->last_place_id = stops[n - 1].place_id;
    }
    s = s == OK ? store_request_children(x->tx, a->r.id, &children, &n) : s;
    for (int i = 0; s == OK && i < n; i++) {
        int age = (int)children[i].age_years;

        a->youngest_years = i == 0 || age < a->youngest_years ? age : a->youngest_years;
        a->oldest_years = age > a->oldest_years ? age : a->oldest_years;
    }
    return s;
}

static enum status set_clock(struct ctx *x, struct again *a)
{
    struct request_row *r = &a->r;

    r->urgent = r->urgent || r->start_at - x->now < URGENT_MS;
    r->closes_at = r->start_at - a->community.rules.ask_closes_min * MINUTE_MS;
    if (r->urgent || r->closes_at <= x->now) {
        r->closes_at = r->start_at;
    }
    return store_request_clock(x->tx, r->id, r->closes_at, r->urgent != 0);
}

static int by_rank(const void *left, const void *right)
{
    const struct offer_row *a = left, *b = right;
    int64_t x = a->reserve_rank != 0 ? a->reserve_rank : INT64_MAX;
    int64_t y = b->reserve_rank != 0 ? b->reserve_rank : INT64_MAX;

    return x != y ? (x < y ? -1 : 1) : (a->id > b->id) - (a->id < b->id);
}

static bool is(const struct offer_row *o, const char *state)
{
    return strcmp(o->state, state) == 0;
}

/* Whom the asker knows no more, or may not be told of, is not asked a second time. */
static enum status known(struct ctx *x, const struct again *a, const struct offer_row *o,
                         struct gate_row *gate, bool *fine)
{
    enum status s = store_gate_pair(x->tx, a->r.community_id, a->r.asked_by, o->supporter_id, gate);

    *fine = s == OK && !gate->blocked;
    return s == E_NOT_FOUND ? OK : s;
}

/* Gates and time, for nobody should be promised who can't come; the choice judges all of it. */
static enum status could(struct ctx *x, const struct again *a, const struct offer_row *o,
                         const struct gate_row *gate, bool *fine)
{
    struct gate_job job = {
        a->r.kind,       NULL,           o->start_at, o->end_at, a->youngest_years,
        a->oldest_years, a->r.trial != 0};
    struct booking_row b = {
        .household_id = a->r.household_id,
        .supporter_id = o->supporter_id,
        .start_at = o->start_at,
        .end_at = o->end_at,
        .first_place_id = a->first_place_id,
        .last_place_id = a->last_place_id,
    };
    int64_t found = 0;
    enum status s = OK;

    *fine = x->now < o->start_at && gate_why_not(&a->community.rules, gate, &job) == R_NONE;
    if (*fine) {
        s = store_booking_overlap(x->tx, &b, a->community.rules.travel_buffer_min * MINUTE_MS,
                                  &found);
    }
    *fine = *fine && found == 0;
    return s;
}

static enum status call_one(struct ctx *x, struct again *a, struct offer_row *o)
{
    struct gate_row gate;
    bool fine;
    enum status s = known(x, a, o, &gate, &fine);

    s = s == OK && fine ? could(x, a, o, &gate, &fine) : s;
    if (s != OK || !fine) {
        return s; /* stays in reserve: there may be a next time */
    }
    s = offer_move(x, o, MOVE_OFFER_CALL_RESERVE, a->who);
    s = s == OK ? notice_put(x, o->supporter_id, NOTICE_RESERVE_CALLED, o->id) : s;
    if (s == OK && !a->told) {
        a->told = true;
        s = notice_put_guardians(x, a->r.household_id, 0, NOTICE_RESERVE_READY, o->id);
    }
    return s;
}

static enum status call_reserves(struct ctx *x, struct again *a)
{
    enum status s = OK;

    for (int i = 0; s == OK && i < a->n; i++) {
        s = is(&a->offers[i], "reserve") ? call_one(x, a, &a->offers[i]) : OK;
    }
    return s;
}

static enum status ask_released(struct ctx *x, struct again *a)
{
    struct gate_row gate;
    bool fine;
    enum status s = OK;

    for (int i = 0; s == OK && i < a->n; i++) {
        struct offer_row *o = &a->offers[i];

        if (!is(o, "released")) {
            continue;
        }
        s = known(x, a, o, &gate, &fine);
        if (s == OK && fine) {
            s = offer_move(x, o, MOVE_OFFER_ASK_AGAIN, a->who);
            s = s == OK ? ask_tell(x, &a->r, o) : s;
        }
    }
    return s;
}

static enum status step_back(struct ctx *x, int64_t offer_id, enum who_moves who)
{
    struct offer_row fallen;
    enum status s = store_offer_get(x->tx, offer_id, &fallen);

    return s == OK ? offer_move(x, &fallen,
                                who == BY_TIME ? MOVE_OFFER_STAND_AGAIN : MOVE_OFFER_STEP_BACK, who)
                   : s;
}

enum status ask_reopen(struct ctx *x, int64_t request_id, int64_t fallen_offer_id,
                       enum who_moves who)
{
    struct again a = {.who = who};
    enum status s = store_request_get(x->tx, request_id, &a.r);

    if (s != OK || x->now >= a.r.start_at) {
        return s;
    }
    s = step_back(x, fallen_offer_id, who);
    s = s == OK ? load(x, &a) : s;
    s = s == OK ? set_clock(x, &a) : s;
    s = s == OK ? request_move(x, &a.r, MOVE_REQUEST_REOPEN, who) : s;
    s = s == OK ? store_offers_of_request(x->tx, request_id, &a.offers, &a.n) : s;
    if (s != OK) {
        return s;
    }
    qsort(a.offers, (size_t)a.n, sizeof *a.offers, by_rank);
    s = call_reserves(x, &a);
    return s == OK ? ask_released(x, &a) : s;
}
