/* model_booking.c - see model.h: what happens to a booking. */
#include "tests/model/model.h"

void book(struct model *m, int offer)
{
    struct offer_m *o = &m->offers[offer];
    struct request_m *r = &m->requests[o->request];

    m->bookings[m->bookings_n++] = (struct booking_m){.request = o->request,
                                                      .offer = offer,
                                                      .sup = o->sup,
                                                      .family = r->family,
                                                      .way = r->way,
                                                      .kids = r->kids,
                                                      .start_at = o->start_at,
                                                      .end_at = o->end_at,
                                                      .version = 1,
                                                      .asks_who_came = true,
                                                      .state = "confirmed"};
    o->state = "chosen";
    r->state = "matched";
    for (int i = 0; i < m->offers_n && !model_fails(m, SLIP_KEEPS_OFFERS); i++) {
        struct offer_m *other = &m->offers[i];

        if (other->request == o->request &&
            (is(other->state, "asked") || is(other->state, "offered"))) {
            other->state = "released";
        }
    }
}

enum side side_of(const struct booking_m *b, int member)
{
    return member == SUPPORTER(b->sup) ? HELPER : member == b->family ? GUARDIANS : NOBODY;
}

static int kid_of(const struct act *act)
{
    for (int k = 0; k < KIDS; k++) {
        if ((act->kids & (1u << k)) != 0) {
            return k;
        }
    }
    return 0;
}

/* ---- cancelling, and one child less ---- */

static void cancel(struct model *m, int booking, enum side side)
{
    struct booking_m *b = &m->bookings[booking];

    if (!is(b->state, "confirmed")) {
        return; /* once more */
    }
    b->state = "cancelled";
    b->cancelled_by = side;
    if (side == HELPER) {
        reopen(m, booking);
    }
}

static int kids_left(const struct booking_m *b)
{
    int n = 0;

    for (int k = 0; k < KIDS; k++) {
        n += (b->kids & ~b->dropped & (1u << k)) != 0;
    }
    return n;
}

static void judge_drop(const struct model *m, const struct act *act, enum side side,
                       struct answer *a)
{
    const struct booking_m *b = &m->bookings[act->booking];
    int k = kid_of(act);
    bool last = kids_left(b) == 1 && !is(b->state, "in_care");

    if ((b->dropped & (1u << k)) != 0) {
        return;
    }
    if (!is(b->state, "confirmed") && !is(b->state, "in_care")) {
        why(a, R_BOOKING_CHANGED);
    }
    if (b->in_at[k] != 0 && b->out_at[k] == 0 && !model_fails(m, SLIP_DROP_IN_CARE)) {
        why(a, R_DROP_STILL_WITH);
    }
    if (b->out_at[k] != 0 || (side == HELPER && m->now < b->start_at - HOUR_MS)) {
        why(a, R_DROP_NOT_NOW);
    }
    if (last && side == HELPER) {
        why(a, R_DROP_LAST);
    }
    if (last && side == GUARDIANS && !act->flag) {
        why(a, R_DROP_CANCELS);
    }
}

/* Every child is out again, or left, or will not come any more. */
static void end_when_back(struct model *m, struct booking_m *b)
{
    int64_t ended = b->began_at;

    for (int k = 0; k < KIDS; k++) {
        if ((b->kids & ~b->dropped & (1u << k)) == 0) {
            continue;
        }
        if ((b->in_at[k] != 0 && b->out_at[k] == 0) || (b->in_at[k] == 0 && m->now < b->end_at)) {
            return;
        }
    }
    for (int k = 0; k < KIDS; k++) {
        ended = b->out_at[k] > ended ? b->out_at[k] : ended;
    }
    b->ended_at = ended;
    b->state = "returned";
    b->state_at = m->now;
}

static void apply_drop(struct model *m, const struct act *act)
{
    struct booking_m *b = &m->bookings[act->booking];
    unsigned bit = 1u << kid_of(act);

    if ((b->dropped & bit) != 0) {
        return;
    }
    if (kids_left(b) == 1 && is(b->state, "confirmed")) {
        cancel(m, act->booking, GUARDIANS);
        return;
    }
    b->dropped |= bit;
    b->version++;
    for (int i = 0; i < m->amendments_n; i++) {
        if (m->amendments[i].booking == act->booking && is(m->amendments[i].state, "proposed")) {
            m->amendments[i].state = "expired";
        }
    }
    if (is(b->state, "in_care")) {
        end_when_back(m, b);
    }
}

/* ---- hand-overs ---- */

static bool other_has_it(const struct model *m, const struct booking_m *b)
{
    for (int i = 0; i < m->bookings_n; i++) {
        const struct booking_m *o = &m->bookings[i];

        if (o->request == b->request && o->sup != b->sup && !is(o->state, "cancelled") &&
            !is(o->state, "no_show")) {
            return true;
        }
    }
    return false;
}

static void judge_hand(const struct model *m, const struct act *act, struct answer *a)
{
    const struct booking_m *b = &m->bookings[act->booking];
    bool in = act->kind == ACT_IN;
    bool open = is(b->state, "in_care") || (in && is(b->state, "confirmed"));

    for (int k = 0; k < KIDS; k++) {
        if ((act->kids & (1u << k)) == 0 || (in ? b->in_at[k] : b->out_at[k]) != 0) {
            continue; /* the same once more */
        }
        if (is(b->state, "cancelled") || is(b->state, "no_show")) {
            why(a, other_has_it(m, b) ? R_HANDOVER_OTHER_SUPPORTER : R_HANDOVER_JOB_GONE);
        } else if ((b->dropped & (1u << k)) != 0) {
            why(a, R_HANDOVER_CHILD_LEFT);
        } else if (!open) {
            why(a, R_HANDOVER_NOT_NOW);
        } else if (!in && b->in_at[k] == 0) {
            why(a, R_HANDOVER_NOT_IN);
        }
    }
}

static void apply_hand(struct model *m, const struct act *act)
{
    struct booking_m *b = &m->bookings[act->booking];
    bool in = act->kind == ACT_IN, any = false;

    for (int k = 0; k < KIDS; k++) {
        int64_t *at = in ? &b->in_at[k] : &b->out_at[k];

        if ((act->kids & (1u << k)) != 0 && *at == 0) {
            *at = m->now;
            any = true;
        }
    }
    if (any && in && is(b->state, "confirmed")) {
        b->state = "in_care";
        b->began_at = m->now;
    } else if (any && !in && is(b->state, "in_care")) {
        end_when_back(m, b);
    }
}

/* ---- nobody came ---- */

static bool claim_is_up(const struct booking_m *b)
{
    return b->claim && !b->withdrawn;
}

static void judge_claim(const struct model *m, const struct act *act, enum side side,
                        struct answer *a)
{
    const struct booking_m *b = &m->bookings[act->booking];
    bool said = claim_is_up(b) && b->claimed_by != NOBODY;
    bool ever_said = b->claim && b->claimed_by != NOBODY;

    if (!is(b->state, "confirmed") ||
        (act->kind == ACT_MISSED ? m->now < b->start_at + 30 * MINUTE_MS
         : act->kind == ACT_MET  ? !b->claim
                                 : !claim_is_up(b))) {
        why(a, R_NO_SHOW_NOT_NOW);
    }
    if (act->kind == ACT_MISSED && claim_is_up(b) &&
        (b->contested_at != 0 || (said && b->claimed_by != side))) {
        why(a, R_NO_SHOW_SAID);
    }
    if (act->kind == ACT_CONTEST && said && b->claimed_by == side) {
        why(a, R_NO_SHOW_OWN);
    }
    if (act->kind == ACT_MET && ever_said && b->claimed_by != side) {
        why(a, R_NO_SHOW_THEIRS);
    }
}

static void apply_claim(struct model *m, const struct act *act)
{
    struct booking_m *b = &m->bookings[act->booking];
    enum side side = side_of(b, act->member);

    if (act->kind == ACT_MISSED && !(claim_is_up(b) && b->claimed_by == side)) {
        b->claim = true;
        b->withdrawn = false;
        b->claimed_by = side;
        b->claimed_at = m->now;
        b->contested_at = 0;
        b->asks_who_came = false;
    } else if (act->kind == ACT_CONTEST && b->contested_at == 0) {
        b->contested_at = m->now;
    } else if (act->kind == ACT_MET) {
        b->withdrawn = true;
    }
}

/* ---- afterwards ---- */

static void complete(struct model *m, struct booking_m *b)
{
    struct tie_m *t = &m->ties[b->family][b->sup];

    b->state = "settled"; /* nothing is due */
    b->state_at = m->now;
    if (!model_fails(m, SLIP_JOBS_UNCOUNTED)) {
        t->jobs++;
        t->trials += b->way == WAY_JOINT || b->end_at - b->start_at <= 2 * HOUR_MS;
    }
}

static bool is_over(const struct booking_m *b)
{
    return is(b->state, "settled") || is(b->state, "closed");
}

static void judge_after(const struct booking_m *b, const struct act *act, enum side side,
                        struct answer *a)
{
    if (act->kind == ACT_REPORT && (side != HELPER || !is(b->state, "returned"))) {
        why(a, R_REPORT_NOT_NOW);
    }
    if (act->kind == ACT_AGREE &&
        (side != GUARDIANS || (!is(b->state, "returned") && !is_over(b)))) {
        why(a, R_REPORT_NOT_NOW);
    }
    if (act->kind == ACT_LATE && !is(b->state, "confirmed") && !is(b->state, "in_care")) {
        why(a, R_LATE_NOT_NOW);
    }
}

void judge_booking(const struct model *m, const struct act *act, struct answer *a)
{
    bool answers = act->kind >= ACT_ACCEPT && act->kind <= ACT_UNPROPOSE;
    int booking = answers ? m->amendments[act->amendment].booking : act->booking;
    const struct booking_m *b = &m->bookings[booking];
    enum side side = side_of(b, act->member);

    a->not_found = side == NOBODY && !model_fails(m, SLIP_STRANGERS);
    if (answers || act->kind == ACT_PROPOSE) {
        judge_amendment(m, act, a);
    } else if (act->kind == ACT_CANCEL) {
        bool once_more = is(b->state, "cancelled") && b->cancelled_by == side;

        if (!once_more && !is(b->state, "confirmed")) {
            why(a, R_BOOKING_CHANGED);
        }
    } else if (act->kind == ACT_DROP) {
        judge_drop(m, act, side, a);
    } else if (act->kind == ACT_IN || act->kind == ACT_OUT) {
        judge_hand(m, act, a);
    } else if (act->kind >= ACT_MISSED && act->kind <= ACT_MET) {
        judge_claim(m, act, side, a);
    } else {
        judge_after(b, act, side, a);
    }
}

static void work_on(struct model *m, struct booking_m *b)
{
    bool stands = claim_is_up(b) && (b->contested_at == 0 || model_fails(m, SLIP_CONTESTED_COUNTS));

    if (is(b->state, "confirmed") && stands && m->now >= b->claimed_at + DAY_MS) {
        b->state = "no_show";
    } else if (is(b->state, "confirmed") && b->asks_who_came &&
               m->now >= b->start_at + 30 * MINUTE_MS) {
        b->asks_who_came = false;
        b->claim = true;
        b->claimed_at = m->now;
    } else if (is(b->state, "returned") && m->now >= b->state_at + 48 * HOUR_MS) {
        complete(m, b);
    } else if (is(b->state, "settled") && m->now >= b->state_at + 14 * DAY_MS) {
        b->state = "closed";
    }
}

static void work(struct model *m)
{
    for (int i = 0; i < m->bookings_n; i++) {
        work_on(m, &m->bookings[i]);
    }
    for (int i = 0; i < m->amendments_n; i++) {
        struct amendment_m *c = &m->amendments[i];

        if (is(c->state, "proposed") && m->now >= c->expires_at) {
            c->state = "expired";
        }
    }
}

void apply_booking(struct model *m, const struct act *act)
{
    switch (act->kind) {
    case ACT_CLOCK:
        work(m);
        break;
    case ACT_PROPOSE:
    case ACT_ACCEPT:
    case ACT_REFUSE:
    case ACT_UNPROPOSE:
        apply_amendment(m, act);
        break;
    case ACT_CANCEL:
        cancel(m, act->booking, side_of(&m->bookings[act->booking], act->member));
        break;
    case ACT_DROP:
        apply_drop(m, act);
        break;
    case ACT_IN:
    case ACT_OUT:
        apply_hand(m, act);
        break;
    case ACT_MISSED:
    case ACT_CONTEST:
    case ACT_MET:
        apply_claim(m, act);
        break;
    case ACT_AGREE:
        if (is(m->bookings[act->booking].state, "returned")) {
            complete(m, &m->bookings[act->booking]);
        }
        break;
    default: /* late, report: no state changes */
        break;
    }
}
