/* ask.c - see ask.h. */
#include "app/domain/ask.h"

#include "app/domain/community.h"
#include "app/domain/notice.h"
#include "app/domain/task.h"
#include "app/domain/timer.h"
#include "db/store/gate.h"

#include <string.h>

/* The call buttons and the coordinator are for urgent asks alone. */
static enum status put_urgent(struct ctx *x, const struct request_row *r, const char *kind)
{
    struct community c;
    int64_t at;
    enum status s;

    if (!r->urgent) {
        return OK;
    }
    s = community_get(x, r->community_id, &c);
    at = s == OK ? r->start_at - c.rules.urgent_call_min * MINUTE_MS : 0;
    return s == OK ? timer_put(x, kind, r->id, at > x->now ? at : x->now) : s;
}

static enum status start_timers(struct ctx *x, const struct request_row *r,
                                const struct transition *row)
{
    enum status s = timer_cancel_all(x, r->id);

    for (int i = 0; s == OK && i < TRANSITION_TIMERS_MAX && row->timers[i].kind != NULL; i++) {
        const struct process_timer *t = &row->timers[i];

        s = t->from == BEFORE_START ? put_urgent(x, r, t->kind)
                                    : timer_put(x, t->kind, r->id, r->closes_at);
    }
    return s;
}

enum status ask_open(struct ctx *x, const struct request_row *r)
{
    enum status s = store_request_insert(x->tx, r);

    return s == OK ? start_timers(x, r, process_row(MOVE_REQUEST_ASK)) : s;
}

enum status ask_person(struct ctx *x, const struct offer_row *o)
{
    enum status s = store_offer_insert(x->tx, o);

    return s == OK ? notice_put(x, o->supporter_id, NOTICE_ASKED, o->id) : s;
}

enum status request_move(struct ctx *x, struct request_row *r, enum move move, enum who_moves who)
{
    const struct transition *row = process_row(move);
    enum status s;

    if ((row->who & who) == 0) {
        return E_FORBIDDEN;
    }
    if (row->guard == GUARD_NOT_STARTED && x->now >= r->start_at) {
        return refuse(x, R_BOOKING_TOO_LATE);
    }
    s = store_request_move(x->tx, r->id, row->from, row->to, x->now);
    if (s != OK) {
        return s == E_CONFLICT ? lost(x, R_REQUEST_CHANGED) : s;
    }
    r->state = row->to;
    r->state_at = x->now;
    s = r->urgent ? task_settle(x, "request.urgent", r->id) : OK;
    return s == OK ? start_timers(x, r, row) : s;
}

enum status offer_move(struct ctx *x, struct offer_row *o, enum move move, enum who_moves who)
{
    const struct transition *row = process_row(move);
    enum status s;

    if ((row->who & who) == 0) {
        return E_FORBIDDEN;
    }
    s = store_offer_move(x->tx, o->id, row->from, row->to, x->now);
    if (s != OK) {
        return s == E_CONFLICT ? lost(x, R_OFFER_CHANGED) : s;
    }
    o->state = row->to;
    o->state_at = x->now;
    return OK;
}

/* A rule for all offers of a request: those in the state a move starts from make that move. */
struct sweep {
    enum move move;
    bool told;
    enum notice_kind notice;
};

static enum status sweep_one(struct ctx *x, struct offer_row *o, const struct sweep *sweeps, int n,
                             enum who_moves who)
{
    for (int i = 0; i < n; i++) {
        enum status s;

        if (strcmp(o->state, process_row(sweeps[i].move)->from) != 0) {
            continue;
        }
        s = offer_move(x, o, sweeps[i].move, who);
        return s == OK && sweeps[i].told ? notice_put(x, o->supporter_id, sweeps[i].notice, o->id)
                                         : s;
    }
    return OK;
}

static enum status sweep_all(struct ctx *x, int64_t request_id, int64_t but_id,
                             const struct sweep *sweeps, int n_sweeps, enum who_moves who)
{
    struct offer_row *offers;
    int n;
    enum status s = store_offers_of_request(x->tx, request_id, &offers, &n);

    for (int i = 0; s == OK && i < n; i++) {
        if (offers[i].id != but_id) {
            s = sweep_one(x, &offers[i], sweeps, n_sweeps, who);
        }
    }
    return s;
}

enum status ask_release_others(struct ctx *x, int64_t request_id, int64_t chosen_offer_id,
                               enum who_moves who)
{
    static const struct sweep sweeps[] = {
        {MOVE_OFFER_RELEASE_ASKED, false, NOTICE_RELEASED},
        {MOVE_OFFER_RELEASE_OFFERED, true, NOTICE_RELEASED},
    };

    return sweep_all(x, request_id, chosen_offer_id, sweeps, 2, who);
}

enum status ask_close_offers(struct ctx *x, int64_t request_id, enum who_moves who)
{
    /* Taken back by a person: whoever was told of the ask hears of it. */
    bool told = who != BY_TIME;
    const struct sweep sweeps[] = {
        {MOVE_OFFER_EXPIRE_ASKED, told, NOTICE_WITHDRAWN},
        {MOVE_OFFER_EXPIRE_OFFERED, told, NOTICE_WITHDRAWN},
        {MOVE_OFFER_EXPIRE_RESERVE, told, NOTICE_WITHDRAWN},
    };

    return sweep_all(x, request_id, 0, sweeps, 3, who);
}

/* closes_at of an ask that is open again. */
static enum status set_closing(struct ctx *x, struct request_row *r)
{
    struct community c;
    enum status s = community_get(x, r->community_id, &c);

    if (s != OK) {
        return s;
    }
    r->closes_at = r->start_at - c.rules.ask_closes_min * MINUTE_MS;
    if (r->urgent || r->closes_at <= x->now) {
        r->closes_at = r->start_at;
    }
    return store_request_closes(x->tx, r->id, r->closes_at);
}

/* Whom the asker knows no more, or may not be told of, is not asked a second time. */
static enum status still_known(struct ctx *x, const struct request_row *r,
                               const struct offer_row *o, bool *known)
{
    struct gate_row gate;
    enum status s = store_gate_pair(x->tx, r->community_id, r->asked_by, o->supporter_id, &gate);

    *known = s == OK && !gate.blocked;
    return s == E_NOT_FOUND ? OK : s;
}

static enum status ask_again(struct ctx *x, const struct request_row *r, int64_t but_id,
                             const struct sweep *sweeps, int n_sweeps, enum who_moves who)
{
    struct offer_row *offers;
    bool known = false;
    int n;
    enum status s = store_offers_of_request(x->tx, r->id, &offers, &n);

    for (int i = 0; s == OK && i < n; i++) {
        if (offers[i].id != but_id) {
            s = still_known(x, r, &offers[i], &known);
            s = s == OK && known ? sweep_one(x, &offers[i], sweeps, n_sweeps, who) : s;
        }
    }
    return s;
}

enum status ask_reopen(struct ctx *x, int64_t request_id, int64_t fallen_offer_id,
                       enum who_moves who)
{
    static const struct sweep sweeps[] = {
        {MOVE_OFFER_CALL_RESERVE, true, NOTICE_RESERVE_CALLED},
        {MOVE_OFFER_ASK_AGAIN, true, NOTICE_ASKED},
    };
    struct request_row r;
    struct offer_row fallen;
    enum status s = store_request_get(x->tx, request_id, &r);

    if (s != OK || x->now >= r.start_at) {
        return s;
    }
    s = store_offer_get(x->tx, fallen_offer_id, &fallen);
    if (s == OK) {
        s = offer_move(x, &fallen, who == BY_TIME ? MOVE_OFFER_STAND_AGAIN : MOVE_OFFER_STEP_BACK,
                       who);
    }
    if (s == OK) {
        s = set_closing(x, &r);
    }
    if (s == OK) {
        s = request_move(x, &r, MOVE_REQUEST_REOPEN, who);
    }
    return s == OK ? ask_again(x, &r, fallen_offer_id, sweeps, 2, who) : s;
}
