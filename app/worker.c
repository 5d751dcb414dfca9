/* worker.c - see worker.h. */
#include "app/worker.h"

#include "app/base/limits.h"
#include "app/base/mem.h"
#include "app/domain/account.h"
#include "app/domain/attempt.h"
#include "app/domain/audit.h"
#include "app/domain/calendar_desk.h"
#include "app/domain/coverage.h"
#include "app/domain/process_timers.h"
#include "db/store/idempotency.h"
#include "payments/engine.h"
#include "payments/inbox.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#define REST_MS  250  /* how late a timer may be when nothing else is going on */
#define FAIL_MS  5000 /* how long a failing step rests */
#define SWEEP_MS (10 * MINUTE_MS)

/* What some steps keep from round to round. */
struct tools {
    struct deliver *deliver; /* NULL: nobody is told anything */
    struct pay_engine pay;   /* without a provider: nothing is asked of anybody */
};

/* Steps of one lane wait for each other: a provider that takes half a minute to answer must not
 * keep a timer from telling a guardian. */
enum lane_kind { LANE_OWN, LANE_PAY, LANES };

struct step {
    enum lane_kind lane;
    const char *name;
    int64_t every_ms; /* 0: each round */
    enum status (*run)(struct ctx *x, int *did);
    /* or, for a step that needs them: */
    enum status (*run_with)(struct ctx *x, struct tools *tools, int *did);
};

static enum status sweep_attempts(struct ctx *x, int *did)
{
    *did = 0;
    return attempt_sweep_step(x);
}

static enum status send_notices(struct ctx *x, struct tools *tools, int *did)
{
    return tools->deliver != NULL ? deliver_step(tools->deliver, x, did) : OK;
}

static enum status make_calls(struct ctx *x, struct tools *tools, int *did)
{
    *did = 0;
    return tools->pay.provider != NULL ? pay_engine_step(&tools->pay, x, did) : OK;
}

static enum status prune_tx(struct ctx *x, void *arg)
{
    return store_idempotency_prune(x->tx, x->now, arg);
}

/* Answers whose keys have expired. */
static enum status sweep_answers(struct ctx *x, int *did)
{
    int64_t gone;

    *did = 0;
    return ctx_tx(x, prune_tx, &gone);
}

static const struct step steps[] = {
    {LANE_OWN, "account.sweep", SWEEP_MS, account_sweep_step, NULL},
    {LANE_OWN, "audit.seal", 0, audit_seal_step, NULL},
    {LANE_OWN, "coverage.seal", 0, coverage_seal_step, NULL},
    {LANE_OWN, "holiday.watch", DAY_MS, holiday_watch_step, NULL},
    {LANE_OWN, "attempt.sweep", SWEEP_MS, sweep_attempts, NULL},
    {LANE_OWN, "idempotency.sweep", SWEEP_MS, sweep_answers, NULL},
    {LANE_OWN, "timers", 0, process_timers_step, NULL},
    {LANE_OWN, "notices", 0, NULL, send_notices},
    {LANE_PAY, "payments.inbox", 0, inbox_step, NULL},
    {LANE_PAY, "payments.calls", 0, NULL, make_calls},
};
#define STEPS_N ((int)(sizeof steps / sizeof steps[0]))

struct lane {
    struct worker *worker;
    enum lane_kind kind;
    struct arena *arena;
    pthread_t thread;
    bool running, woken;
};

struct worker {
    struct worker_parts parts;
    struct tools tools;
    struct lane lanes[LANES];
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;
    int64_t next_ms[STEPS_N]; /* of a monotonic clock: not before */
};

static enum status open_tools(struct tools *tools, const struct worker_parts *parts)
{
    tools->deliver = NULL;
    pay_engine_init(&tools->pay, parts->pay, parts->public_url, parts->clock);
    return parts->deliver != NULL ? deliver_open(&tools->deliver, parts->deliver) : OK;
}

static void close_tools(struct tools *tools)
{
    deliver_close(tools->deliver);
}

static enum status run_step(const struct worker_parts *parts, struct tools *tools, struct arena *a,
                            const struct step *step, int *did)
{
    struct ctx x = {.arena = a,
                    .db = parts->db,
                    .log = parts->log,
                    .ids = parts->ids,
                    .keys = parts->keys,
                    .pay_provider = parts->pay_provider,
                    .now = clock_now(parts->clock)};
    enum status s;

    *did = 0;
    arena_reset(a);
    s = step->run != NULL ? step->run(&x, did) : step->run_with(&x, tools, did);
    if (s != OK) {
        log_event(parts->log, x.now, LOG_WARN, "worker.step_failed", LOG_TEXT("step", step->name),
                  LOG_TEXT("status", status_wire(s)), LOG_END);
    }
    return s;
}

enum status worker_step(const struct worker_parts *parts, struct arena *a, int *did)
{
    struct tools tools;
    enum status first = open_tools(&tools, parts);
    int more;

    *did = 0;
    for (int i = 0; i < STEPS_N; i++) {
        enum status s = run_step(parts, &tools, a, &steps[i], &more);

        *did += more;
        first = first == OK ? s : first;
    }
    close_tools(&tools);
    return first;
}

/* One round of what is due in a lane; how much was done. */
static int round_of(struct lane *lane)
{
    struct worker *w = lane->worker;
    int did = 0, more;

    for (int i = 0; i < STEPS_N; i++) {
        enum status s;

        if (steps[i].lane != lane->kind || clock_monotonic_ms() < w->next_ms[i]) {
            continue;
        }
        s = run_step(&w->parts, &w->tools, lane->arena, &steps[i], &more);
        w->next_ms[i] = clock_monotonic_ms() + (s == OK ? steps[i].every_ms : FAIL_MS);
        did += s == OK ? more : 0;
    }
    return did;
}

/* Rests, unless there is more to do or somebody says so; true when it is time to end. */
static bool rest(struct lane *lane, bool more)
{
    struct worker *w = lane->worker;
    struct timespec until;
    bool stop;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += REST_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&w->lock);
    while (!w->stop && !lane->woken && !more &&
           pthread_cond_timedwait(&w->wake, &w->lock, &until) != ETIMEDOUT) {
    }
    lane->woken = false;
    stop = w->stop;
    pthread_mutex_unlock(&w->lock);
    return stop;
}

static void *work(void *arg)
{
    struct lane *lane = arg;
    int did;

    do {
        did = round_of(lane);
    } while (!rest(lane, did > 0));
    return NULL;
}

static void init_wake(struct worker *w)
{
    pthread_condattr_t attributes;

    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&w->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&w->lock, NULL);
}

static void end_lanes(struct worker *w)
{
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_broadcast(&w->wake);
    pthread_mutex_unlock(&w->lock);
    for (int i = 0; i < LANES; i++) {
        if (w->lanes[i].running) {
            pthread_join(w->lanes[i].thread, NULL);
        }
    }
}

static void worker_free(struct worker *w)
{
    end_lanes(w);
    close_tools(&w->tools);
    for (int i = 0; i < LANES; i++) {
        if (w->lanes[i].arena != NULL) {
            arena_close(w->lanes[i].arena);
        }
    }
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
    mem_free(w);
}

static enum status start_lane(struct worker *w, enum lane_kind kind)
{
    struct lane *lane = &w->lanes[kind];

    lane->worker = w;
    lane->kind = kind;
    lane->arena = arena_open(ARENA_JOB_BYTES_MAX);
    if (lane->arena == NULL || pthread_create(&lane->thread, NULL, work, lane) != 0) {
        return E_BUSY;
    }
    lane->running = true;
    return OK;
}

enum status worker_start(struct worker **worker, const struct worker_parts *parts)
{
    struct worker *w = mem_alloc(sizeof *w);
    enum status s;

    *worker = NULL;
    if (w == NULL) {
        return E_BUSY;
    }
    memset(w, 0, sizeof *w);
    w->parts = *parts;
    init_wake(w);
    s = open_tools(&w->tools, parts);
    for (int i = 0; s == OK && i < LANES; i++) {
        s = start_lane(w, (enum lane_kind)i);
    }
    if (s != OK) {
        worker_free(w);
        return s;
    }
    *worker = w;
    return OK;
}

void worker_wake(struct worker *w)
{
    pthread_mutex_lock(&w->lock);
    for (int i = 0; i < LANES; i++) {
        w->lanes[i].woken = true;
    }
    pthread_cond_broadcast(&w->wake);
    pthread_mutex_unlock(&w->lock);
}

void worker_stop(struct worker *w)
{
    if (w == NULL) {
        return;
    }
    if (w->tools.deliver != NULL) {
        deliver_hurry(w->tools.deliver);
    }
    pay_engine_end(&w->tools.pay);
    worker_free(w);
}
