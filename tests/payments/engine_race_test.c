/* engine_race_test.c - several workers at once over real HTTP, and receipts given at once: each
 * call is made once, each number given once. */
#include "payments/engine.h"

#include "app/base/limits.h"
#include "app/domain/receipt.h"
#include "payments/stripe.h"
#include "tests/purse.h"
#include "tests/test.h"

#include <pthread.h>

#define JOBS    4 /* within the days in which a card is held at once */
#define WORKERS 3

/* The usual job, on so many days from today. */
static struct job job_on(struct purse *p, int day, const char *pay_by)
{
    struct job j = purse_job(p);

    j.pay_by = pay_by;
    j.start_at += day * DAY_MS;
    j.end_at += day * DAY_MS;
    job_book(&j);
    return j;
}

struct worker_thread {
    pthread_t thread;
    struct purse *p;
    struct pay_provider provider;
    struct arena *arena;
    int calls;
    bool failed;
};

static void *work(void *arg)
{
    struct worker_thread *w = arg;
    struct ctx x = world_ctx(w->p->world, 0);
    struct pay_engine engine;

    x.arena = w->arena;
    pay_engine_init(&engine, &w->provider, w->p->world->url, &w->p->world->clock);
    for (int idle = 0; idle < 20;) {
        int did = 0;

        x.now = world_now(w->p->world);
        arena_reset(w->arena);
        w->failed = w->failed || pay_engine_step(&engine, &x, &did) != OK;
        w->calls += did;
        idle = did == 0 ? idle + 1 : 0;
    }
    return NULL;
}

static void start(struct purse *p, struct worker_thread *w)
{
    struct stripe_options o = {.base_url = sandbox_url(p->bank->sandbox), .secret_key = BANK_KEY};

    *w = (struct worker_thread){.p = p, .arena = arena_open(ARENA_JOB_BYTES_MAX)};
    CHECK(w->arena != NULL);
    CHECK_STATUS(stripe_open(&w->provider, &o), OK);
    CHECK_I64(pthread_create(&w->thread, NULL, work, w), 0);
}

static void end(struct worker_thread *w)
{
    pthread_join(w->thread, NULL);
    w->provider.close(w->provider.self);
    arena_close(w->arena);
    CHECK(!w->failed);
}

TEST_BOTH_IN("concurrent", three_workers_at_once_hold_each_card_once)
{
    struct purse *p = purse_open(engine);
    struct worker_thread workers[WORKERS];
    struct job jobs[JOBS];

    purse_save(p, p->t->sato.parent, "pm_card_visa");
    for (int i = 0; i < JOBS; i++) {
        jobs[i] = job_on(p, i, "card");
    }
    for (int i = 0; i < WORKERS; i++) {
        start(p, &workers[i]);
    }
    for (int i = 0; i < WORKERS; i++) {
        end(&workers[i]);
    }
    purse_step(p);
    for (int i = 0; i < JOBS; i++) {
        CHECK_TEXT(job_state(&jobs[i]), "confirmed");
    }
    CHECK_I64(bank_count(p->bank, "/v1/payment_intents?limit=100"), JOBS);
    CHECK_I64(purse_held_minor(p), JOBS * 750);
    world_close(p->world);
}

struct clerk {
    pthread_t thread;
    struct purse *p;
    struct arena *arena;
    int64_t booking_id;
    enum status status;
};

static enum status issue_tx(struct ctx *x, void *arg)
{
    const struct clerk *c = arg;
    struct booking_row b;
    enum status s = store_booking_get(x->tx, c->booking_id, &b);

    return s == OK ? receipt_issue(x, &b) : s;
}

static void *issue(void *arg)
{
    struct clerk *c = arg;
    struct ctx x = world_ctx(c->p->world, 0);

    x.arena = c->arena;
    do {
        c->status = ctx_tx(&x, issue_tx, c);
    } while (c->status == E_BUSY);
    return NULL;
}

/* Each of four bookings twice at the same time. */
TEST_BOTH_IN("concurrent", receipts_given_at_once_have_no_gap_and_none_twice)
{
    struct purse *p = purse_open(engine);
    struct clerk clerks[2 * JOBS];

    for (int i = 0; i < JOBS; i++) {
        struct job j = job_on(p, i, "cash");

        for (int k = 0; k < 2; k++) {
            clerks[2 * i + k] = (struct clerk){
                .p = p, .arena = arena_open(ARENA_JOB_BYTES_MAX), .booking_id = j.booking_id};
            CHECK(clerks[2 * i + k].arena != NULL);
        }
    }
    for (int i = 0; i < 2 * JOBS; i++) {
        CHECK_I64(pthread_create(&clerks[i].thread, NULL, issue, &clerks[i]), 0);
    }
    for (int i = 0; i < 2 * JOBS; i++) {
        pthread_join(clerks[i].thread, NULL);
        arena_close(clerks[i].arena);
        CHECK_STATUS(clerks[i].status, OK);
    }
    CHECK_I64(town_count(p->t, "SELECT COUNT(*) AS n FROM receipt /* scan: a test's look */"),
              JOBS);
    CHECK_I64(town_count(p->t, "SELECT MAX(number) AS n FROM receipt /* scan: a test's look */"),
              JOBS);
    world_close(p->world);
}
