/* ask_test.c - asking, saying yes and choosing while the n-th statement or commit fails, n = 1, 2,
 * 3 ...: each is whole or has left nothing behind, and trying again works. */
#include "app/domain/offer.h"
#include "app/domain/request.h"
#include "db/db_fault.h"
#include "tests/test.h"
#include "tests/town.h"

#include <stdio.h>
#include <string.h>

#define POINTS_MAX 120 /* far more than a choice has */
#define HOURS      (2 * HOUR_MS)

/* A slot of its own for each point, so that nobody is busy. */
static struct request_sending draft_at(const struct town *t, int slot)
{
    int64_t start = town_at("2026-11-27T08:00") + slot * 3 * HOUR_MS;

    return (struct request_sending){
        .draft = {.household_id = t->sato.id.id,
                  .kind = "pickup",
                  .start_at = start,
                  .end_at = start + HOURS,
                  .child_ids = {t->sato.child[0].id, t->sato.child[1].id},
                  .children_n = 2,
                  .stops = {{.place_id = t->nursery.id, .at = start, .act = "collect"},
                            {.place_id = t->sato.home.id, .at = start + HOURS, .act = "bring"}},
                  .stops_n = 2,
                  .needs = "卵アレルギー",
                  .pay_by = "cash",
                  .to_all = true},
    };
}

/* One deed: how it is done in slot n, whether it left anything, and what must be there first. */
struct deed {
    struct town *t;
    int64_t member_id;
    ctx_fn fn;
    struct request_sending sending;
    struct offer_answer answer;
    struct choose choose;
    void *arg;
    const char *trace; /* counts what one deed leaves */
};

static int64_t traces(struct deed *d)
{
    return town_count(d->t, d->trace);
}

static enum status run(struct deed *d)
{
    struct ctx x = world_ctx(d->t->world, d->member_id);

    return ctx_tx(&x, d->fn, d->arg);
}

/* Sent, by the parent, with all statements working. */
static void sent(struct deed *d, int slot)
{
    struct ctx x = world_ctx(d->t->world, d->t->sato.parent->id);

    d->sending = draft_at(d->t, slot);
    CHECK_STATUS(ctx_tx(&x, request_send, &d->sending), OK);
    for (int i = 0; i < d->sending.view.offers_n; i++) {
        const struct offer_row *o = &d->sending.view.offers[i].row.offer;

        if (o->supporter_id == d->t->yuki->id) {
            d->answer = (struct offer_answer){.offer_id = o->id, .note = "喜んで"};
            d->choose = (struct choose){.offer_id = o->id};
        }
    }
}

static void prepare_send(struct deed *d, int slot)
{
    d->sending = draft_at(d->t, slot);
    d->arg = &d->sending;
}

static void prepare_answer(struct deed *d, int slot)
{
    sent(d, slot);
    d->arg = &d->answer;
}

static void prepare_choose(struct deed *d, int slot)
{
    struct ctx x = world_ctx(d->t->world, d->t->yuki->id);

    sent(d, slot);
    CHECK_STATUS(ctx_tx(&x, offer_answer, &d->answer), OK);
    d->arg = &d->choose;
}

static void failing(struct deed *d, void (*prepare)(struct deed *, int), int *slot,
                    enum db_fault_point point, enum db_fault_kind kind)
{
    struct db *db = d->t->world->db;
    bool fired = true;

    for (int n = 1; fired && n < POINTS_MAX; n++) {
        int64_t before;
        enum status s;

        prepare(d, (*slot)++);
        before = traces(d);
        db_fault_order(db, point, kind, n);
        s = run(d);
        fired = db_fault_fired(db);
        db_fault_order(db, point, kind, 0);
        CHECK_I64(traces(d), before + (s == OK ? 1 : 0));
        if (s != OK) {
            CHECK_STATUS(run(d), OK);
        }
        CHECK_I64(traces(d), before + 1);
    }
    CHECK(!fired);
}

static void torture(const char *engine, ctx_fn fn, bool by_parent, const char *trace,
                    void (*prepare)(struct deed *, int))
{
    struct town *t = town_open(world_open(engine));
    struct deed d = {.t = t,
                     .member_id = by_parent ? t->sato.parent->id : t->yuki->id,
                     .fn = fn,
                     .trace = trace};
    int slot = 0;

    failing(&d, prepare, &slot, DB_FAULT_STATEMENT, DB_FAULT_IO);
    failing(&d, prepare, &slot, DB_FAULT_COMMIT, DB_FAULT_FULL);
    failing(&d, prepare, &slot, DB_FAULT_COMMIT, DB_FAULT_LOST_AFTER);
    world_close(t->world);
}

TEST_BOTH_IN("torture", an_ask_is_sent_whole_or_not_at_all)
{
    torture(engine, request_send, true, "SELECT COUNT(*) FROM request", prepare_send);
}

TEST_BOTH_IN("torture", a_yes_is_said_whole_or_not_at_all)
{
    torture(engine, offer_answer, false, "SELECT COUNT(*) FROM offer WHERE state = 'offered'",
            prepare_answer);
}

TEST_BOTH_IN("torture", a_choice_books_whole_or_not_at_all)
{
    torture(engine, offer_choose, true,
            "SELECT COUNT(*) FROM booking b JOIN coverage c ON c.booking_id = b.id"
            " JOIN payment p ON p.booking_id = b.id WHERE b.state = 'confirmed'",
            prepare_choose);
}
