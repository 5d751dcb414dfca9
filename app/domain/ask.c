/* ask.c - see ask.h. */
#include "app/domain/ask.h"

#include "app/base/limits.h"
#include "app/domain/alarm.h"
#include "app/domain/community.h"
#include "app/domain/notice.h"
#include "app/domain/task.h"
#include "app/domain/timer.h"

#include <string.h>

enum status ask_call_from(struct ctx *x, const struct request_row *r, int64_t *at)
{
    struct community c;
    enum status s = OK;

    *at = 0;
    if (r->urgent) {
        s = community_get(x, r->community_id, &c);
        *at = s == OK ? r->start_at - c.rules.urgent_call_min * MINUTE_MS : 0;
    }
    return s;
}

static enum status put_urgent(struct ctx *x, const struct request_row *r, const char *kind)
{
    int64_t at;
    enum status s = ask_call_from(x, r, &at);

    return s == OK && at != 0 ? timer_put(x, kind, r->id, at > x->now ? at : x->now) : s;
}

static enum status start_timers(struct ctx *x, const struct request_row *r,
                                const struct transition *row)
{
    enum status s = timer_cancel_all(x, r->id);

    for (int i = 0; s == OK && i < TRANSITION_TIMERS_MAX && row->timers[i].kind != NULL; i++) {
        const struct process_timer *t = &row->timers[i];

        s = t->from == BEFORE_START ? put_urgent(x, r, t->kind)
            : t->from == AT_ALARMS  ? alarm_put(x, r)
                                    : timer_put(x, t->kind, r->id, r->closes_at);
    }
    return s;
}

enum status ask_open(struct ctx *x, const struct request_row *r)
{
    enum status s = store_request_insert(x->tx, r);

    return s == OK ? start_timers(x, r, process_row(MOVE_REQUEST_ASK)) : s;
}

enum status ask_tell(struct ctx *x, const struct request_row *r, const struct offer_row *o)
{
    enum notice_kind kind = r->urgent ? NOTICE_ASKED_URGENT : NOTICE_ASKED;

    return notice_put(x, o->supporter_id, kind, o->id);
}

enum status ask_person(struct ctx *x, const struct request_row *r, const struct offer_row *o)
{
    enum status s = store_offer_insert(x->tx, o);

    return s == OK ? ask_tell(x, r, o) : s;
}

/* What waited for somebody to be found. */
static enum status settle_tasks(struct ctx *x, const struct request_row *r, enum move move)
{
    enum status s = r->urgent ? task_settle(x, "request.urgent", r->id) : OK;
    bool may_be = r->start_at - x->now < ALARM_AHEAD_MS_MAX && move != MOVE_REQUEST_CLOSE;

    return s == OK && may_be ? task_settle(x, "request.untaken", r->id) : s;
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
    s = settle_tasks(x, r, move);
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
