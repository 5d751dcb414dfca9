/* model_amendment.c - see model.h: new times for a booking. */
#include "tests/model/model.h"

static bool has_open_amendment(const struct model *m, int booking)
{
    for (int i = 0; i < m->amendments_n; i++) {
        if (m->amendments[i].booking == booking && is(m->amendments[i].state, "proposed")) {
            return true;
        }
    }
    return false;
}

static void judge_as_new(const struct model *m, int booking, int64_t start_at, int64_t end_at,
                         struct answer *a)
{
    const struct booking_m *b = &m->bookings[booking];
    unsigned kids = b->kids & ~b->dropped;

    if (m->now >= b->start_at && !model_fails(m, SLIP_AFTER_START)) {
        why(a, R_BOOKING_TOO_LATE);
    }
    if (!model_fails(m, SLIP_AMENDED_FREELY)) {
        judge_gates(m, b->family, b->sup, b->way, kids, start_at, end_at, a);
    }
    judge_hours(m, b->family, b->sup, b->way, kids, start_at, end_at, booking, a);
}

static int amendments_of(const struct model *m, int booking)
{
    int n = 0;

    for (int i = 0; i < m->amendments_n; i++) {
        n += m->amendments[i].booking == booking;
    }
    return n;
}

static void judge_propose(const struct model *m, const struct act *act, struct answer *a)
{
    const struct booking_m *b = &m->bookings[act->booking];

    if (!is(b->state, "confirmed")) {
        why(a, R_AMENDMENT_NOT_NOW);
    }
    if (has_open_amendment(m, act->booking)) {
        why(a, R_AMENDMENT_OPEN);
    }
    if (amendments_of(m, act->booking) >= 20) {
        why(a, R_AMENDMENT_TOO_MANY);
    }
    if (act->start_at == b->start_at && act->end_at == b->end_at) {
        why(a, R_AMENDMENT_SAME);
    }
    judge_as_new(m, act->booking, act->start_at, act->end_at, a);
}

static void judge_answer(const struct model *m, const struct act *act, bool own, struct answer *a)
{
    const struct amendment_m *c = &m->amendments[act->amendment];
    const struct booking_m *b = &m->bookings[c->booking];
    const char *to = act->kind == ACT_ACCEPT   ? "accepted"
                     : act->kind == ACT_REFUSE ? "declined"
                                               : "withdrawn";

    if (act->kind == ACT_UNPROPOSE ? !own : own) {
        why(a, act->kind == ACT_UNPROPOSE ? R_AMENDMENT_THEIRS : R_AMENDMENT_OWN);
    }
    if (is(c->state, to)) {
        return; /* once more */
    }
    if (!is(c->state, "proposed")) {
        why(a, R_AMENDMENT_CHANGED);
    }
    if (act->kind == ACT_ACCEPT) {
        if (!is(b->state, "confirmed") || b->version != c->version) {
            why(a, R_BOOKING_CHANGED);
        }
        judge_as_new(m, c->booking, c->start_at, c->end_at, a);
    }
}

static void apply_propose(struct model *m, const struct act *act)
{
    const struct booking_m *b = &m->bookings[act->booking];

    m->amendments[m->amendments_n++] = (struct amendment_m){
        .booking = act->booking,
        .by_supporter = side_of(b, act->member) == HELPER,
        .start_at = act->start_at,
        .end_at = act->end_at,
        .version = b->version,
        .expires_at = act->start_at < b->start_at ? act->start_at : b->start_at,
        .state = "proposed"};
}

static void apply_answer(struct model *m, const struct act *act)
{
    struct amendment_m *c = &m->amendments[act->amendment];
    struct booking_m *b = &m->bookings[c->booking];

    if (!is(c->state, "proposed")) {
        return;
    }
    c->state = act->kind == ACT_ACCEPT   ? "accepted"
               : act->kind == ACT_REFUSE ? "declined"
                                         : "withdrawn";
    if (act->kind == ACT_ACCEPT) {
        b->start_at = c->start_at;
        b->end_at = c->end_at;
        b->version++;
    }
}

void judge_amendment(const struct model *m, const struct act *act, struct answer *a)
{
    const struct amendment_m *c = &m->amendments[act->amendment];

    if (act->kind == ACT_PROPOSE) {
        judge_propose(m, act, a);
    } else {
        judge_answer(m, act,
                     c->by_supporter == (side_of(&m->bookings[c->booking], act->member) == HELPER),
                     a);
    }
}

void apply_amendment(struct model *m, const struct act *act)
{
    if (act->kind == ACT_PROPOSE) {
        apply_propose(m, act);
    } else {
        apply_answer(m, act);
    }
}
