/* pick.c - see pick.h. */
#include "tests/model/pick.h"

#include <stddef.h>

#define GRID_MS (15 * MINUTE_MS)

static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15); /* splitmix64 */

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

void pick_ops(uint64_t seed, struct op *ops, int n)
{
    for (int i = 0; i < n; i++) {
        uint64_t x = next(&seed), y = next(&seed), z = next(&seed);

        ops[i] = (struct op){(uint32_t)(x >> 32), (uint32_t)x,         (uint32_t)(y >> 32),
                             (uint32_t)y,         (uint32_t)(z >> 32), (uint32_t)z};
    }
}

/* How often each is picked, of all. */
static const struct {
    enum act_kind kind;
    unsigned weight;
} weights[] = {
    {ACT_ASK, 14},      {ACT_YES, 22},     {ACT_DECLINE, 2}, {ACT_TAKE_BACK, 3}, {ACT_RESERVE, 5},
    {ACT_CHOOSE, 15},   {ACT_WITHDRAW, 1}, {ACT_PROPOSE, 8}, {ACT_ACCEPT, 6},    {ACT_REFUSE, 1},
    {ACT_UNPROPOSE, 1}, {ACT_CANCEL, 5},   {ACT_IN, 9},      {ACT_OUT, 9},       {ACT_DROP, 4},
    {ACT_LATE, 2},      {ACT_MISSED, 3},   {ACT_CONTEST, 2}, {ACT_MET, 2},       {ACT_REPORT, 2},
    {ACT_AGREE, 6},     {ACT_TIE, 4},      {ACT_CLOCK, 18},
};

static enum act_kind kind_of(uint32_t pick)
{
    unsigned all = 0;

    for (size_t i = 0; i < sizeof weights / sizeof *weights; i++) {
        all += weights[i].weight;
    }
    pick %= all;
    for (size_t i = 0; i < sizeof weights / sizeof *weights; i++) {
        if (pick < weights[i].weight) {
            return weights[i].kind;
        }
        pick -= weights[i].weight;
    }
    return ACT_CLOCK;
}

/* Mostly one of the last ones; -1 of none. */
static int one_of(int n, uint32_t which)
{
    int last = which % 16 == 0 ? n : 9;

    return n == 0 ? -1 : n - 1 - (int)(which / 16 % (uint32_t)(n < last ? n : last));
}

typedef bool (*fit_fn)(const struct model *m, enum act_kind kind, int i);

/* Nine times in ten one with which it may come to something, when there is one. */
static int one_fit(const struct model *m, enum act_kind kind, int n, uint32_t which, fit_fn fits)
{
    int found = 0;

    for (int i = 0; i < n; i++) {
        found += fits(m, kind, i);
    }
    if (found == 0 || which % 10 == 0) {
        return one_of(n, which / 10);
    }
    found = (int)(which / 10 % (uint32_t)found);
    for (int i = 0;; i++) {
        if (fits(m, kind, i) && found-- == 0) {
            return i;
        }
    }
}

static bool offer_fits(const struct model *m, enum act_kind kind, int i)
{
    const struct offer_m *o = &m->offers[i];
    bool up = is(o->state, "offered") || is(o->state, "reserve");

    switch (kind) {
    case ACT_YES:
    case ACT_DECLINE:
        return is(o->state, "asked") && m->now <= m->requests[o->request].closes_at;
    case ACT_RESERVE:
        return is(o->state, "offered");
    case ACT_CHOOSE:
        return up && request_is_open(m, o->request) && m->now <= o->start_at;
    default:
        return up;
    }
}

static bool booking_fits(const struct model *m, enum act_kind kind, int i)
{
    const struct booking_m *b = &m->bookings[i];

    switch (kind) {
    case ACT_IN:
        return (is(b->state, "confirmed") && m->now > b->start_at - 20 * MINUTE_MS) ||
               (is(b->state, "in_care") && m->now < b->end_at);
    case ACT_OUT:
        return is(b->state, "in_care");
    case ACT_REPORT:
    case ACT_AGREE:
        return is(b->state, "returned");
    case ACT_CONTEST:
    case ACT_MET:
        return b->claim && is(b->state, "confirmed");
    case ACT_MISSED:
        return is(b->state, "confirmed") && m->now >= b->start_at;
    case ACT_DROP:
        return is(b->state, "confirmed") || is(b->state, "in_care");
    default:
        return is(b->state, "confirmed") && m->now < b->start_at;
    }
}

static bool amendment_fits(const struct model *m, enum act_kind kind, int i)
{
    (void)kind;
    return is(m->amendments[i].state, "proposed");
}

/* One in twelve is somebody else. */
static int member(uint32_t who, int right)
{
    return who % 12 == 0 ? (int)(who / 12 % MEMBERS) : right;
}

static void pick_ask(const struct model *m, const struct op *op, struct act *act)
{
    static const int lasts[] = {1, 2, 4, 4, 8, 12}; /* quarters */
    uint32_t ahead = op->b % 20 == 0 ? 96 * (op->b / 20 % 3) : 0;

    act->family = (int)(op->which % FAMILIES);
    act->member = member(op->who, act->family);
    act->way = (enum way)(op->which / 4 % WAYS);
    act->start_at = (m->now / GRID_MS + (int64_t)(op->a % 17) + ahead) * GRID_MS;
    act->end_at = act->start_at + lasts[op->a / 17 % 6] * GRID_MS;
    act->kids = 1 + op->c % 14; /* one to three of four */
    act->sups = 1 + op->c / 14 % 7;
    if (op->c / 98 % 5 == 0) {
        act->sups = 1u << (op->c / 490 % SUPPORTERS);
        act->agreed_before = true;
    } else if (act->start_at - m->now < 3 * HOUR_MS) {
        act->first_trusted = op->c / 98 % 5 == 1;
    }
}

static void pick_offer(const struct model *m, const struct op *op, struct act *act)
{
    const struct offer_m *o;
    const struct request_m *r;
    int64_t shift;

    act->offer = one_fit(m, act->kind, m->offers_n, op->which, offer_fits);
    if (act->offer < 0) {
        act->kind = ACT_CLOCK;
        return;
    }
    o = &m->offers[act->offer];
    r = &m->requests[o->request];
    shift = op->a % 6 == 0 ? ((int64_t)(op->a / 6 % 5) - 2) * GRID_MS : 0;
    act->start_at = r->start_at + shift;
    act->end_at = r->end_at + shift;
    act->member =
        member(op->who,
               act->kind == ACT_RESERVE || act->kind == ACT_CHOOSE ? r->family : SUPPORTER(o->sup));
}

static void pick_change(const struct model *m, const struct op *op, struct act *act)
{
    const struct booking_m *b = &m->bookings[act->booking];

    act->start_at = b->start_at + ((int64_t)(op->a % 9) - 4) * GRID_MS;
    act->end_at = b->end_at + ((int64_t)(op->b % 9) - 4) * GRID_MS;
    if (act->end_at <= act->start_at) {
        act->end_at = act->start_at + GRID_MS;
    }
}

static void pick_booking(const struct model *m, const struct op *op, struct act *act)
{
    const struct booking_m *b;
    bool answers = act->kind >= ACT_ACCEPT && act->kind <= ACT_UNPROPOSE;
    int n = answers ? m->amendments_n : m->bookings_n;

    if (n == 0) {
        act->kind = ACT_CLOCK;
        return;
    }
    act->amendment = answers ? one_fit(m, act->kind, n, op->which, amendment_fits) : 0;
    act->booking = answers ? m->amendments[act->amendment].booking
                           : one_fit(m, act->kind, n, op->which, booking_fits);
    b = &m->bookings[act->booking];
    act->member = member(op->who, op->who / 64 % 2 == 0 ? b->family : SUPPORTER(b->sup));
    act->flag = op->c % 2 == 0;
    act->kids = b->kids & (op->a % 3 == 0 ? op->b : ~0u);
    act->kids = act->kids != 0 ? act->kids : b->kids;
    if (act->kind == ACT_PROPOSE) {
        pick_change(m, op, act);
    }
    while (act->kind == ACT_DROP && (act->kids & (act->kids - 1)) != 0) {
        act->kids &= act->kids - 1; /* one alone */
    }
}

/* The very end of a job, a moment before or after it, or far away. */
static int64_t moment(const struct model *m, const struct op *op)
{
    if (m->bookings_n > 0 && op->a % 3 == 0) {
        return m->bookings[one_of(m->bookings_n, op->b)].end_at + (int64_t)(op->c % 3) - 1;
    }
    if (m->requests_n > 0 && op->a % 3 == 1) {
        return m->requests[one_of(m->requests_n, op->b)].end_at + (int64_t)(op->c % 3) - 1;
    }
    return m->now + 100 * DAY_MS;
}

static void pick_tie(const struct model *m, const struct op *op, struct act *act)
{
    act->family = (int)(op->which % FAMILIES);
    act->sup = (int)(op->which / 4 % SUPPORTERS);
    act->loss = (enum loss)(op->who % LOSSES);
    act->flag = op->who / LOSSES % 4 == 0; /* more is mended than broken */
    act->end_at = op->who / LOSSES % 2 == 0 ? moment(m, op) : m->now + 100 * DAY_MS;
}

/* A moment before, at, or after something that begins, ends or closes. */
static int64_t next_edge(const struct model *m, const struct op *op)
{
    int64_t at = 0;

    if (m->bookings_n > 0 && op->b % 2 == 0) {
        const struct booking_m *b = &m->bookings[one_of(m->bookings_n, op->which)];

        at = op->c % 3 == 0   ? b->start_at
             : op->c % 3 == 1 ? b->end_at
                              : b->start_at + 30 * MINUTE_MS;
    } else if (m->requests_n > 0) {
        const struct request_m *r = &m->requests[one_of(m->requests_n, op->which)];

        at = op->c % 2 == 0 ? r->start_at : r->closes_at;
    }
    at += (int64_t)(op->c / 6 % 3) - 1;
    return at - m->now > 0 && at - m->now < 4 * DAY_MS ? at - m->now : GRID_MS;
}

static void pick_clock(const struct model *m, const struct op *op, struct act *act)
{
    act->flag = op->who % 5 != 0; /* the worker runs */
    act->ms = op->a % 5 < 2 ? next_edge(m, op) : (int64_t)(op->b % 5) * 5 * MINUTE_MS;
    if (op->a % 40 == 39) {
        act->ms = DAY_MS;
    } else if (op->a % 400 == 38) {
        act->ms = op->b % 4 == 0 ? 14 * DAY_MS : 2 * DAY_MS;
    }
}

struct act pick_act(const struct model *m, const struct op *op)
{
    struct act act = {.kind = kind_of(op->kind)};

    if ((act.kind == ACT_ASK && m->requests_n == REQUESTS) || m->bookings_n == BOOKINGS ||
        (act.kind == ACT_PROPOSE && m->amendments_n == AMENDMENTS)) {
        act.kind = ACT_CLOCK;
    }
    if (act.kind == ACT_ASK) {
        pick_ask(m, op, &act);
    } else if (act.kind == ACT_WITHDRAW) {
        act.request = one_of(m->requests_n, op->which);
        act.kind = act.request < 0 ? ACT_CLOCK : ACT_WITHDRAW;
        act.member = act.request < 0 ? 0 : member(op->who, m->requests[act.request].family);
    } else if (act.kind >= ACT_YES && act.kind <= ACT_CHOOSE) {
        pick_offer(m, op, &act);
    } else if (act.kind == ACT_TIE) {
        pick_tie(m, op, &act);
    } else if (act.kind != ACT_CLOCK) {
        pick_booking(m, op, &act);
    }
    if (act.kind == ACT_CLOCK) {
        pick_clock(m, op, &act);
    }
    return act;
}

const char *act_name(enum act_kind kind)
{
    static const char *const names[ACT_KINDS] = {
        "ask",    "yes",     "decline",   "take back", "reserve", "choose", "withdraw", "propose",
        "accept", "refuse",  "unpropose", "cancel",    "in",      "out",    "drop",     "late",
        "missed", "contest", "met",       "report",    "agree",   "tie",    "clock"};

    return names[kind];
}
