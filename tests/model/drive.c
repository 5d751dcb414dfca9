/* drive.c - see drive.h. */
#include "tests/model/drive.h"

#include "app/base/arena.h"
#include "app/domain/process_timers.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ll(n)      ((long long)(n)) /* for printf */
#define GOOD_MS    (100 * DAY_MS)
#define BETWEEN_MS (18 * DAY_MS) /* between two runs: everything of the last one is over */
#define ROWS_MAX   4000

/* ---- the town ---- */

struct drive *drive_open(struct world *w)
{
    struct drive *d = calloc(1, sizeof *d);

    CHECK(d != NULL);
    test_cleanup(free, d);
    d->arena = arena_open(ARENA_JOB_BYTES_MAX);
    CHECK(d->arena != NULL);
    d->t = town_open(w);
    d->families[0] = &d->t->sato;
    d->families[1] = &d->t->tanaka;
    d->members[SUPPORTER(0)] = d->t->yuki;
    d->members[SUPPORTER(1)] = d->t->mio;
    d->members[SUPPORTER(2)] = d->t->ken;
    for (int f = 0; f < FAMILIES; f++) {
        d->members[f] = d->families[f]->parent;
        for (int s = 0; s < SUPPORTERS; s++) {
            d->tie_ids[f][s] = town_tie_of(d->t, d->members[SUPPORTER(s)], d->members[f]);
        }
    }
    town_sql(d->t, "UPDATE policy SET valid_to_day = valid_to_day + 36500");
    return d;
}

void drive_close(struct drive *d)
{
    arena_close(d->arena);
    world_close(d->t->world);
    world_leave(d->t->world);
}

/* Of these ages today: a run is too short for a birthday. */
static void bear_children(struct drive *d)
{
    static const int ages[KIDS] = {5, 7, 8, 2};

    for (int f = 0; f < FAMILIES; f++) {
        for (int k = 0; k < KIDS; k++) {
            d->kid_ids[f][k] = town_child(d->t, d->families[f], "こども", ages[k]).id;
        }
    }
}

/* The timers alone: nothing else that the worker does changes a state. */
static void run_timers(struct drive *d)
{
    int ran = 1;

    while (ran > 0) {
        struct ctx x = world_ctx(d->t->world, 0);

        arena_reset(d->arena);
        x.arena = d->arena;
        x.now = d->m.now; /* the world's own clock runs on meanwhile */
        CHECK_STATUS(process_timers_step(&x, &ran), OK);
    }
}

void drive_start(struct drive *d, enum slip slip, uint64_t seed)
{
    int64_t level = seed % 4 == 0 ? 2 : 1, now;
    char sql[600];

    world_advance(d->t->world, BETWEEN_MS - world_now(d->t->world) % DAY_MS);
    now = world_now(d->t->world) / DAY_MS * DAY_MS;
    d->m.now = now;
    run_timers(d);
    model_init(&d->m, slip, now, now + GOOD_MS, level);
    snprintf(sql, sizeof sql,
             "DELETE FROM block; UPDATE tie SET ended_at = NULL, trials_done = 1, jobs_done = 0,"
             " premet_until_at = %lld; UPDATE qualification SET expires_at = %lld",
             ll(now + GOOD_MS), ll(now + GOOD_MS));
    town_sql(d->t, sql);
    town_rule(d->t, "job_level", level);
    bear_children(d);
    d->base_id = id_next(&d->t->world->ids, now);
    d->differs[0] = '\0';
}

/* ---- what stands in the database ---- */

enum row_kind { ROW_REQUEST, ROW_OFFER, ROW_BOOKING, ROW_CHILD, ROW_AMENDMENT, ROW_TIE };

struct row {
    int64_t kind, id, ref, who, a, b, c;
    const char *state;
};

static const char rows_sql[] =
    "SELECT 0, id, household_id, CAST(0 AS BIGINT), start_at, closes_at, urgent, state"
    " FROM request WHERE id > $1"
    " UNION ALL SELECT 1, id, request_id, supporter_id, start_at, end_at,"
    " COALESCE(reserve_rank, 0), state FROM offer WHERE id > $1"
    " UNION ALL SELECT 2, id, request_id, supporter_id, start_at, end_at, version, state"
    " FROM booking WHERE id > $1"
    " UNION ALL SELECT 3, booking_id, child_id, live, COALESCE(in_at, 0), COALESCE(out_at, 0),"
    " CASE WHEN dropped_at IS NULL THEN 0 ELSE 1 END, '' FROM booking_child WHERE booking_id > $1"
    " UNION ALL SELECT 4, id, booking_id, version, start_at, end_at, 0, state"
    " FROM amendment WHERE id > $1"
    " UNION ALL SELECT 5, id, low_id, high_id, jobs_done, trials_done, 0, '' FROM tie"
    " ORDER BY 1, 2, 3 /* scan: a test looks */";

struct look {
    int64_t base_id;
    struct row *rows;
    int n;
};

static enum status look(struct ctx *x, void *arg)
{
    static const struct db_col cols[] = {
        COL_I64(struct row, kind), COL_I64(struct row, id),     COL_I64(struct row, ref),
        COL_I64(struct row, who),  COL_I64(struct row, a),      COL_I64(struct row, b),
        COL_I64(struct row, c),    COL_TEXT(struct row, state), COL_END,
    };
    struct look *l = arg;
    struct db_in in[] = {IN_I64(l->base_id), IN_END};

    return db_many(x->tx, rows_sql, in, cols, sizeof *l->rows, ROWS_MAX, &l->rows, &l->n);
}

/* The same as the model would have it; ids it does not know yet are the row's. */
static struct row expect_request(struct drive *d, int i, int64_t id)
{
    const struct request_m *r = &d->m.requests[i];

    d->request_ids[i] = d->request_ids[i] != 0 ? d->request_ids[i] : id;
    return (struct row){ROW_REQUEST, d->request_ids[i], d->families[r->family]->id.id,
                        0,           r->start_at,       r->closes_at,
                        r->urgent,   r->state};
}

static struct row expect_offer(struct drive *d, int i, int64_t id)
{
    const struct offer_m *o = &d->m.offers[i];

    d->offer_ids[i] = d->offer_ids[i] != 0 ? d->offer_ids[i] : id;
    return (struct row){ROW_OFFER,
                        d->offer_ids[i],
                        d->request_ids[o->request],
                        d->members[SUPPORTER(o->sup)]->id,
                        o->start_at,
                        o->end_at,
                        o->rank,
                        o->state};
}

static struct row expect_booking(struct drive *d, int i, int64_t id)
{
    const struct booking_m *b = &d->m.bookings[i];

    d->booking_ids[i] = d->booking_ids[i] != 0 ? d->booking_ids[i] : id;
    return (struct row){ROW_BOOKING,
                        d->booking_ids[i],
                        d->request_ids[b->request],
                        d->members[SUPPORTER(b->sup)]->id,
                        b->start_at,
                        b->end_at,
                        b->version,
                        b->state};
}

static struct row expect_amendment(struct drive *d, int i, int64_t id)
{
    const struct amendment_m *a = &d->m.amendments[i];

    d->amendment_ids[i] = d->amendment_ids[i] != 0 ? d->amendment_ids[i] : id;
    return (struct row){ROW_AMENDMENT,
                        d->amendment_ids[i],
                        d->booking_ids[a->booking],
                        a->version,
                        a->start_at,
                        a->end_at,
                        0,
                        a->state};
}

/* The n-th child of all bookings, in their order. */
static bool expect_child(const struct drive *d, int n, struct row *row)
{
    for (int i = 0; i < d->m.bookings_n; i++) {
        const struct booking_m *b = &d->m.bookings[i];
        bool live = is(b->state, "confirmed") || is(b->state, "in_care");

        for (int k = 0; k < KIDS; k++) {
            bool left = (b->dropped & (1u << k)) != 0;

            if ((b->kids & (1u << k)) != 0 && n-- == 0) {
                *row = (struct row){ROW_CHILD,
                                    d->booking_ids[i],
                                    d->kid_ids[b->family][k],
                                    live && !left,
                                    b->in_at[k],
                                    b->out_at[k],
                                    left,
                                    ""};
                return true;
            }
        }
    }
    return false;
}

static bool expect_tie(const struct drive *d, const struct row *got, struct row *row)
{
    for (int f = 0; f < FAMILIES; f++) {
        for (int s = 0; s < SUPPORTERS; s++) {
            if (d->tie_ids[f][s] == got->id) {
                *row = *got;
                row->a = d->m.ties[f][s].jobs;
                row->b = d->m.ties[f][s].trials;
                return true;
            }
        }
    }
    return false;
}

static bool expect(struct drive *d, const struct row *got, int i, struct row *row)
{
    switch (got->kind) {
    case ROW_REQUEST:
        *row = i < d->m.requests_n ? expect_request(d, i, got->id) : *row;
        return i < d->m.requests_n;
    case ROW_OFFER:
        *row = i < d->m.offers_n ? expect_offer(d, i, got->id) : *row;
        return i < d->m.offers_n;
    case ROW_BOOKING:
        *row = i < d->m.bookings_n ? expect_booking(d, i, got->id) : *row;
        return i < d->m.bookings_n;
    case ROW_CHILD:
        return expect_child(d, i, row);
    case ROW_AMENDMENT:
        *row = i < d->m.amendments_n ? expect_amendment(d, i, got->id) : *row;
        return i < d->m.amendments_n;
    default:
        return expect_tie(d, got, row);
    }
}

static bool same(const struct row *x, const struct row *y)
{
    return x->id == y->id && x->ref == y->ref && x->who == y->who && x->a == y->a && x->b == y->b &&
           x->c == y->c && is(x->state, y->state);
}

static bool row_differs(struct drive *d, const struct row *got, const struct row *want, int i)
{
    static const char *const names[] = {"request", "offer", "booking", "child", "amendment", "tie"};

    snprintf(d->differs, sizeof d->differs,
             "%s %d is %s (%lld %lld %lld %lld), the model has %s (%lld %lld %lld %lld)",
             names[got->kind], i, got->state, ll(got->who), ll(got->a), ll(got->b), ll(got->c),
             want->state, ll(want->who), ll(want->a), ll(want->b), ll(want->c));
    return false;
}

bool drive_compare(struct drive *d)
{
    struct ctx x = world_ctx(d->t->world, 0);
    struct look l = {.base_id = d->base_id};
    int counts[ROW_TIE + 1] = {0};

    arena_reset(d->arena);
    x.arena = d->arena;
    CHECK_STATUS(ctx_read(&x, look, &l), OK);
    for (int r = 0; r < l.n; r++) {
        struct row want = {.state = "nothing"};
        int i = counts[l.rows[r].kind]++;

        if (!expect(d, &l.rows[r], i, &want) || !same(&l.rows[r], &want)) {
            return row_differs(d, &l.rows[r], &want, i);
        }
    }
    if (counts[ROW_REQUEST] != d->m.requests_n || counts[ROW_OFFER] != d->m.offers_n ||
        counts[ROW_BOOKING] != d->m.bookings_n || counts[ROW_AMENDMENT] != d->m.amendments_n) {
        snprintf(d->differs, sizeof d->differs, "fewer rows than the model has");
        return false;
    }
    return true;
}

/* ---- one operation ---- */

static void answers_differ(struct drive *d, const struct act *act, const struct answer *a,
                           enum status s, enum reason why)
{
    int n = snprintf(d->differs, sizeof d->differs, "%s answers %s %s, the model %s",
                     act_name(act->kind), status_wire(s), reason_text(why),
                     a->not_found ? "not found"
                     : a->n == 0  ? "ok"
                                  : "one of");

    for (int i = 0; i < a->n && n < (int)sizeof d->differs; i++) {
        n +=
            snprintf(d->differs + n, sizeof d->differs - (size_t)n, " %s", reason_text(a->whys[i]));
    }
}

static void forget_new_ids(struct drive *d)
{
    for (int i = d->m.requests_n; i < REQUESTS && d->request_ids[i] != 0; i++) {
        d->request_ids[i] = 0;
    }
    for (int i = d->m.offers_n; i < OFFERS && d->offer_ids[i] != 0; i++) {
        d->offer_ids[i] = 0;
    }
    for (int i = d->m.bookings_n; i < BOOKINGS && d->booking_ids[i] != 0; i++) {
        d->booking_ids[i] = 0;
    }
    for (int i = d->m.amendments_n; i < AMENDMENTS && d->amendment_ids[i] != 0; i++) {
        d->amendment_ids[i] = 0;
    }
}

bool drive_step(struct drive *d, const struct op *op)
{
    struct act act = pick_act(&d->m, op);
    struct answer a = model_judge(&d->m, &act);
    enum reason why;
    enum status s;

    forget_new_ids(d);
    s = drive_do(d, &act, &why);
    if (d->says) {
        printf("    %s by %d: %s %s  (family %d request %d offer %d booking %d amendment %d sup %d"
               " kids %x at %+lld to %+lld, now %lld)\n",
               act_name(act.kind), act.member, status_wire(s), reason_text(why), act.family,
               act.request, act.offer, act.booking, act.amendment, act.sup, act.kids,
               ll((act.start_at - d->m.now) / MINUTE_MS), ll((act.end_at - d->m.now) / MINUTE_MS),
               ll(d->m.now));
    }
    if (!answer_fits(&a, s, why)) {
        answers_differ(d, &act, &a, s, why);
        return false;
    }
    if (s == OK) {
        model_apply(&d->m, &act);
    }
    if (act.kind == ACT_CLOCK && act.flag) {
        run_timers(d);
        model_work(&d->m);
    }
    return s != OK || drive_compare(d); /* what a refusal changed, the next look finds */
}
