/* model_gate.c - see model.h: ties, levels, proofs and hours. */
#include "tests/model/model.h"

#define AT_SUPPORTER (-1)
#define NURSERY      (-2)

static int first_place(int family, enum way way)
{
    return way == WAY_CARE ? AT_SUPPORTER : way == WAY_DROPOFF ? family : NURSERY;
}

static int last_place(int family, enum way way)
{
    return way == WAY_CARE ? AT_SUPPORTER : way == WAY_DROPOFF ? NURSERY : family;
}

static bool is_live(const struct booking_m *b)
{
    return is(b->state, "confirmed") || is(b->state, "in_care");
}

/* Half-open: 10-11 and 11-12 fit. */
static bool meet(const struct model *m, int64_t a_from, int64_t a_to, int64_t b_from, int64_t b_to)
{
    return model_fails(m, SLIP_CLOSED) ? a_from <= b_to && b_from <= a_to
                                       : a_from < b_to && b_from < a_to;
}

static int64_t way_between(const struct model *m, int from, int to)
{
    return from == to || model_fails(m, SLIP_NO_WAY) ? 0 : 15 * MINUTE_MS;
}

bool sup_is_busy(const struct model *m, int family, int sup, enum way way, int64_t start_at,
                 int64_t end_at, int but)
{
    for (int i = 0; i < m->bookings_n; i++) {
        const struct booking_m *b = &m->bookings[i];
        int64_t before, after;

        if (i == but || b->sup != sup || b->family == family || !is_live(b) ||
            model_fails(m, SLIP_SUPPORTER_TWICE)) {
            continue;
        }
        before = way_between(m, last_place(b->family, b->way), first_place(family, way));
        after = way_between(m, last_place(family, way), first_place(b->family, b->way));
        if (meet(m, start_at, end_at + after, b->start_at, b->end_at + before)) {
            return true;
        }
    }
    return false;
}

static int count(unsigned bits)
{
    return bits == 0 ? 0 : (int)(bits & 1) + count(bits >> 1);
}

bool kids_are_busy(const struct model *m, int family, unsigned kids, int64_t start_at,
                   int64_t end_at, int but)
{
    for (int i = 0; i < m->bookings_n; i++) {
        const struct booking_m *b = &m->bookings[i];

        if (i != but && b->family == family && is_live(b) && (b->kids & ~b->dropped & kids) != 0 &&
            meet(m, start_at, end_at, b->start_at, b->end_at)) {
            return !model_fails(m, SLIP_CHILD_TWICE);
        }
    }
    return false;
}

/* Siblings are one job, of at most three children at once. */
static int siblings_then(const struct model *m, int family, int sup, int64_t start_at,
                         int64_t end_at, int but)
{
    int n = 0;

    for (int i = 0; i < m->bookings_n; i++) {
        const struct booking_m *b = &m->bookings[i];

        if (i != but && b->sup == sup && b->family == family && is_live(b) &&
            meet(m, start_at, end_at, b->start_at, b->end_at)) {
            n += count(b->kids & ~b->dropped);
        }
    }
    return n;
}

void judge_hours(const struct model *m, int family, int sup, enum way way, unsigned kids,
                 int64_t start_at, int64_t end_at, int but, struct answer *a)
{
    if (m->now >= start_at && !model_fails(m, SLIP_AFTER_START)) {
        why(a, R_BOOKING_TOO_LATE);
    }
    if (sup_is_busy(m, family, sup, way, start_at, end_at, but)) {
        why(a, R_BOOKING_OVERLAP_SUPPORTER);
    }
    if (kids_are_busy(m, family, kids, start_at, end_at, but)) {
        why(a, R_BOOKING_OVERLAP_CHILD);
    }
    if (siblings_then(m, family, sup, start_at, end_at, but) + count(kids) > 3 &&
        !model_fails(m, SLIP_FOUR_CHILDREN)) {
        why(a, R_BOOKING_TOO_MANY_CHILDREN);
    }
}

/* 0 met, 1 premet, 2 trialled, 3 trusted. */
static int level_at(const struct tie_m *t, int64_t at)
{
    if (t->premet_until_at <= at) {
        return 0;
    }
    return t->jobs >= 3 ? 3 : t->trials > 0 ? 2 : 1;
}

bool is_trusted(const struct model *m, int family, int sup, int64_t at)
{
    return level_at(&m->ties[family][sup], at) == 3;
}

void judge_gates(const struct model *m, int family, int sup, enum way way, unsigned kids,
                 int64_t start_at, int64_t end_at, struct answer *a)
{
    const struct tie_m *t = &m->ties[family][sup];
    const int64_t *until = m->proof_until_at[sup];
    int64_t whole = model_fails(m, SLIP_TIE_AT_START) ? start_at + 1 : end_at;
    int level = level_at(t, whole - 1);
    bool certified = until[LOSE_CERTIFICATE] >= whole;

    if (t->ended || t->blocked) {
        why(a, R_GATE_NOT_AVAILABLE);
    }
    if (way != WAY_JOINT && level < m->job_level && !model_fails(m, SLIP_LEVEL)) {
        why(a, level == 0 ? R_TIE_NOT_PREMET : R_TIE_LEVEL_LOW);
    }
    if (until[LOSE_IDENTITY] < whole) {
        why(a, R_GATE_IDENTITY);
    }
    if (!certified && until[LOSE_LESSON] < whole) {
        why(a, R_GATE_LESSON);
    }
    if (!certified && (kids & (1u << (KIDS - 1))) != 0) {
        why(a, R_GATE_CERTIFICATE);
    }
}
