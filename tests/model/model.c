/* model.c - see model.h: asks and offers; bookings are in model_booking.c, the judging of hours and
 * ties in model_gate.c. */
#include "tests/model/model.h"

#include <string.h>

#define NO_TIE_LOST INT64_MAX

bool is(const char *state, const char *other)
{
    return strcmp(state, other) == 0;
}

bool model_fails(const struct model *m, enum slip slip)
{
    return m->slip == slip;
}

void why(struct answer *a, enum reason r)
{
    if (a->n < WHYS_MAX) {
        a->whys[a->n++] = r;
    }
}

bool answer_fits(const struct answer *a, enum status s, enum reason r)
{
    if (a->not_found) {
        return s == E_NOT_FOUND;
    }
    if (a->n == 0) {
        return s == OK;
    }
    for (int i = 0; i < a->n; i++) {
        if (a->whys[i] == r && (s == E_RULE || s == E_CONFLICT)) {
            return true;
        }
    }
    return false;
}

void model_init(struct model *m, enum slip slip, int64_t now, int64_t good_until_at,
                int64_t job_level)
{
    memset(m, 0, sizeof *m);
    m->slip = slip;
    m->now = now;
    m->job_level = job_level;
    for (int s = 0; s < SUPPORTERS; s++) {
        for (int f = 0; f < FAMILIES; f++) {
            m->ties[f][s].premet_until_at = good_until_at;
            m->ties[f][s].trials = 1;
        }
        for (int l = 0; l < LOSSES; l++) {
            m->proof_until_at[s][l] = good_until_at;
        }
    }
}

/* ---- asking ---- */

static void judge_ask(const struct model *m, const struct act *act, struct answer *a)
{
    if (act->member != act->family && !model_fails(m, SLIP_STRANGERS)) {
        a->not_found = true;
    }
    if (m->now >= act->start_at) {
        why(a, R_BOOKING_TOO_LATE);
    }
    if (kids_are_busy(m, act->family, act->kids, act->start_at, act->end_at, -1)) {
        why(a, R_BOOKING_OVERLAP_CHILD);
    }
    for (int s = 0; s < SUPPORTERS; s++) {
        if ((act->sups & (1u << s)) != 0) {
            judge_gates(m, act->family, s, act->way, act->kids, act->start_at, act->end_at, a);
        }
    }
}

static void set_closing(struct request_m *r, int64_t now)
{
    r->urgent = r->urgent || r->start_at - now < 3 * HOUR_MS;
    r->closes_at = r->start_at - 30 * MINUTE_MS;
    if (r->urgent || r->closes_at <= now) {
        r->closes_at = r->start_at;
    }
}

static void apply_ask(struct model *m, const struct act *act)
{
    struct request_m *r = &m->requests[m->requests_n++];

    *r = (struct request_m){.family = act->family,
                            .way = act->way,
                            .start_at = act->start_at,
                            .end_at = act->end_at,
                            .agreed_before = act->agreed_before,
                            .first_trusted = act->first_trusted,
                            .kids = act->kids,
                            .state = "open"};
    set_closing(r, m->now);
    if (r->agreed_before) {
        r->closes_at = r->start_at;
    }
    for (int s = 0; s < SUPPORTERS; s++) {
        if ((act->sups & (1u << s)) != 0) {
            m->offers[m->offers_n++] = (struct offer_m){.request = m->requests_n - 1,
                                                        .sup = s,
                                                        .start_at = r->start_at,
                                                        .end_at = r->end_at,
                                                        .state = "asked"};
        }
    }
}

static void close_offers(struct model *m, int request)
{
    for (int i = 0; i < m->offers_n; i++) {
        struct offer_m *o = &m->offers[i];

        if (o->request == request &&
            (is(o->state, "asked") || is(o->state, "offered") || is(o->state, "reserve"))) {
            o->state = "expired";
        }
    }
}

bool request_is_open(const struct model *m, int request)
{
    return is(m->requests[request].state, "open");
}

/* ---- answering ---- */

/* What somebody sees of an ask: nothing once either blocked the other. */
static bool is_theirs(const struct model *m, const struct act *act)
{
    const struct offer_m *o = &m->offers[act->offer];

    return model_fails(m, SLIP_STRANGERS) ||
           (act->member == SUPPORTER(o->sup) &&
            !m->ties[m->requests[o->request].family][o->sup].blocked);
}

static void judge_yes(const struct model *m, const struct act *act, struct answer *a)
{
    const struct offer_m *o = &m->offers[act->offer];
    const struct request_m *r = &m->requests[o->request];

    if (!is(r->state, "open")) {
        why(a, R_REQUEST_CHANGED);
    }
    if (!is(o->state, "asked")) {
        why(a, R_OFFER_CHANGED);
    }
    if (m->now >= r->start_at && !model_fails(m, SLIP_AFTER_START)) {
        why(a, R_BOOKING_TOO_LATE);
    }
    if (m->now >= r->closes_at && m->now < r->start_at) {
        why(a, R_REQUEST_CLOSED);
    }
    judge_gates(m, r->family, o->sup, r->way, r->kids, act->start_at, act->end_at, a);
    judge_hours(m, r->family, o->sup, r->way, r->kids, act->start_at, act->end_at, -1, a);
}

static void apply_yes(struct model *m, const struct act *act)
{
    struct offer_m *o = &m->offers[act->offer];
    const struct request_m *r = &m->requests[o->request];
    bool as_asked = act->start_at == r->start_at && act->end_at == r->end_at;

    o->state = "offered";
    o->start_at = act->start_at;
    o->end_at = act->end_at;
    if (as_asked && (r->agreed_before ||
                     (r->first_trusted && is_trusted(m, r->family, o->sup, r->end_at - 1)))) {
        book(m, act->offer);
    }
}

static void judge_no(const struct model *m, const struct act *act, struct answer *a)
{
    const char *state = m->offers[act->offer].state;
    bool decline = act->kind == ACT_DECLINE;

    if (!is(state, decline ? "declined" : "withdrawn") &&
        !(decline ? is(state, "asked") : is(state, "offered") || is(state, "reserve"))) {
        why(a, R_OFFER_CHANGED);
    }
}

/* ---- what the guardian makes of it ---- */

static bool stands(const struct booking_m *b)
{
    return !is(b->state, "cancelled") && !is(b->state, "no_show");
}

static bool is_booked(const struct model *m, int offer)
{
    for (int i = 0; i < m->bookings_n; i++) {
        if (m->bookings[i].offer == offer && stands(&m->bookings[i])) {
            return true;
        }
    }
    return false;
}

static void judge_choose(const struct model *m, const struct act *act, struct answer *a)
{
    const struct offer_m *o = &m->offers[act->offer];
    const struct request_m *r = &m->requests[o->request];

    if (is(o->state, "chosen") && is_booked(m, act->offer)) {
        return; /* the same once more */
    }
    if (!is(o->state, "offered") && !is(o->state, "reserve")) {
        why(a, R_OFFER_CHANGED);
    }
    if (!is(r->state, "open")) {
        why(a, R_REQUEST_CHANGED);
    }
    if ((m->now >= o->start_at || m->now >= r->start_at) && !model_fails(m, SLIP_AFTER_START)) {
        why(a, R_BOOKING_TOO_LATE);
    }
    judge_gates(m, r->family, o->sup, r->way, r->kids, o->start_at, o->end_at, a);
    judge_hours(m, r->family, o->sup, r->way, r->kids, o->start_at, o->end_at, -1, a);
}

static void put_in_reserve(struct model *m, struct offer_m *o)
{
    int rank = 0;

    for (int i = 0; i < m->offers_n; i++) {
        if (m->offers[i].request == o->request && m->offers[i].rank > rank) {
            rank = m->offers[i].rank;
        }
    }
    o->rank = rank + 1;
    o->state = "reserve";
}

/* The reserves who still can, and whoever was let go and is still known. */
static void ask_again(struct model *m, int request)
{
    const struct request_m *r = &m->requests[request];

    for (int i = 0; i < m->offers_n; i++) {
        struct offer_m *o = &m->offers[i];
        const struct tie_m *tie = &m->ties[r->family][o->sup];
        struct answer a = {0};

        if (o->request != request) {
            continue;
        }
        if (is(o->state, "reserve")) {
            judge_gates(m, r->family, o->sup, r->way, r->kids, o->start_at, o->end_at, &a);
            if (a.n == 0 && m->now < o->start_at && !model_fails(m, SLIP_RESERVE_WAITS) &&
                !sup_is_busy(m, r->family, o->sup, r->way, o->start_at, o->end_at, -1)) {
                o->state = "offered";
            }
        } else if (is(o->state, "released") && !tie->ended && !tie->blocked) {
            o->state = "asked";
        }
    }
}

/* A first trusted yes was wished: the first reserve who is trusted takes it, if nothing says no. */
static void choose_trusted(struct model *m, int request)
{
    const struct request_m *r = &m->requests[request];
    struct act act = {.kind = ACT_CHOOSE, .member = r->family, .offer = -1};
    struct answer a = {0};

    for (int i = 0; r->first_trusted && i < m->offers_n; i++) {
        const struct offer_m *o = &m->offers[i];

        if (o->request == request && is(o->state, "offered") && o->rank != 0 &&
            o->start_at == r->start_at && o->end_at == r->end_at &&
            is_trusted(m, r->family, o->sup, o->end_at - 1) &&
            (act.offer < 0 || o->rank < m->offers[act.offer].rank)) {
            act.offer = i;
        }
    }
    if (act.offer >= 0) {
        judge_choose(m, &act, &a);
        if (a.n == 0) {
            book(m, act.offer);
        }
    }
}

/* An amended job is asked for as it was amended; a yes to other times is none to these. */
static void retime(struct model *m, const struct booking_m *b)
{
    struct request_m *r = &m->requests[b->request];

    for (int i = 0; i < m->offers_n; i++) {
        struct offer_m *o = &m->offers[i];
        const struct tie_m *tie = &m->ties[r->family][o->sup];
        bool kept = is(o->state, "reserve");

        if (i == b->offer ||
            (o->request == b->request && !tie->ended && (kept || is(o->state, "released")))) {
            o->start_at = b->start_at;
            o->end_at = b->end_at;
            o->state = kept && !tie->blocked ? "asked" : o->state;
        }
    }
    r->start_at = b->start_at;
    r->end_at = b->end_at;
}

void reopen(struct model *m, int booking)
{
    const struct booking_m *b = &m->bookings[booking];
    const struct offer_m *o = &m->offers[b->offer];
    struct request_m *r = &m->requests[b->request];
    bool amended = b->start_at != o->start_at || b->end_at != o->end_at;

    if (m->now >= (amended ? b->start_at : r->start_at) || model_fails(m, SLIP_NO_REOPEN)) {
        return;
    }
    if (amended) {
        retime(m, b);
    }
    m->offers[b->offer].state = "withdrawn";
    set_closing(r, m->now);
    r->state = "open";
    ask_again(m, b->request);
    choose_trusted(m, b->request);
}

/* ---- everything ---- */

static void judge_offer(const struct model *m, const struct act *act, struct answer *a)
{
    const struct offer_m *o = &m->offers[act->offer];
    bool own = act->member == m->requests[o->request].family || model_fails(m, SLIP_STRANGERS);

    switch (act->kind) {
    case ACT_YES:
        a->not_found = !is_theirs(m, act);
        judge_yes(m, act, a);
        break;
    case ACT_DECLINE:
    case ACT_TAKE_BACK:
        a->not_found = !is_theirs(m, act);
        judge_no(m, act, a);
        break;
    case ACT_RESERVE:
        a->not_found = !own;
        if (!is(o->state, "reserve") && !is(o->state, "offered")) {
            why(a, R_OFFER_CHANGED);
        }
        break;
    default:
        a->not_found = !own;
        judge_choose(m, act, a);
    }
}

struct answer model_judge(const struct model *m, const struct act *act)
{
    struct answer a = {0};

    if (act->kind == ACT_ASK) {
        judge_ask(m, act, &a);
    } else if (act->kind == ACT_WITHDRAW) {
        const struct request_m *r = &m->requests[act->request];

        a.not_found = act->member != r->family && !model_fails(m, SLIP_STRANGERS);
        if (!is(r->state, "open") && !is(r->state, "withdrawn")) {
            why(&a, R_REQUEST_CHANGED);
        }
    } else if (act->kind >= ACT_YES && act->kind <= ACT_CHOOSE) {
        judge_offer(m, act, &a);
    } else if (act->kind < ACT_TIE) {
        judge_booking(m, act, &a);
    }
    return a;
}

static void lose(struct model *m, const struct act *act)
{
    struct tie_m *tie = &m->ties[act->family][act->sup];

    switch (act->loss) {
    case LOSE_TIE:
        tie->ended = act->flag;
        break;
    case BE_BLOCKED:
        tie->blocked = act->flag;
        break;
    case LOSE_PREMET:
        tie->premet_until_at = act->end_at;
        break;
    default:
        m->proof_until_at[act->sup][act->loss] = act->end_at;
    }
}

static void apply_offer(struct model *m, const struct act *act)
{
    struct offer_m *o = &m->offers[act->offer];

    if (act->kind == ACT_YES) {
        apply_yes(m, act);
    } else if (act->kind == ACT_DECLINE) {
        o->state = "declined";
    } else if (act->kind == ACT_TAKE_BACK) {
        o->state = "withdrawn";
    } else if (act->kind == ACT_RESERVE && is(o->state, "offered")) {
        put_in_reserve(m, o);
    } else if (act->kind == ACT_CHOOSE && !is(o->state, "chosen")) {
        book(m, act->offer);
    }
}

void model_apply(struct model *m, const struct act *act)
{
    if (act->kind == ACT_ASK) {
        apply_ask(m, act);
    } else if (act->kind == ACT_WITHDRAW) {
        m->requests[act->request].state = "withdrawn";
        close_offers(m, act->request);
    } else if (act->kind >= ACT_YES && act->kind <= ACT_CHOOSE) {
        apply_offer(m, act);
    } else if (act->kind == ACT_TIE) {
        lose(m, act);
    } else if (act->kind == ACT_CLOCK) {
        m->now += act->ms;
    } else {
        apply_booking(m, act);
    }
}

void model_work(struct model *m)
{
    for (int i = 0; i < m->requests_n; i++) {
        if (is(m->requests[i].state, "open") && m->now >= m->requests[i].closes_at) {
            m->requests[i].state = "unfilled";
            close_offers(m, i);
        }
    }
    apply_booking(m, &(struct act){.kind = ACT_CLOCK});
}
