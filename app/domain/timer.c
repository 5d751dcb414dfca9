/* timer.c - see timer.h. */
#include "app/domain/timer.h"

#include "app/base/limits.h"
#include "app/domain/task.h"
#include "db/store/timer.h"

#include <string.h>

enum status timer_put(struct ctx *x, const char *kind, int64_t subject_id, int64_t due_at)
{
    return store_timer_put(x->tx, new_id(x), kind, subject_id, due_at, x->now);
}

enum status timer_cancel(struct ctx *x, const char *kind, int64_t subject_id)
{
    return store_timer_cancel(x->tx, kind, subject_id);
}

enum status timer_cancel_all(struct ctx *x, int64_t subject_id)
{
    return store_timer_cancel_all(x->tx, subject_id);
}

struct claim {
    struct timer *timers;
    int n;
};

static enum status claim_due(struct ctx *x, void *arg)
{
    struct claim *c = arg;

    return store_timer_claim(x->tx, x->now, x->now + TIMER_LEASE_MS, TIMER_BATCH_MAX, &c->timers,
                             &c->n);
}

struct job {
    const struct timer *timer;
    const struct timer_kind *kind;
};

/* The row goes first: somebody who took the timer back meanwhile wins. */
static enum status run_one(struct ctx *x, void *arg)
{
    const struct job *job = arg;
    enum status s = store_timer_done(x->tx, job->timer->id);

    if (s != OK) {
        return s == E_NOT_FOUND ? OK : s;
    }
    return job->kind->run(x, job->timer->subject_id);
}

static int64_t pause_ms(int64_t tries)
{
    return MINUTE_MS << (tries > 5 ? 5 : tries);
}

static enum status note_failure(struct ctx *x, void *arg)
{
    const struct job *job = arg;
    bool last = job->timer->tries + 1 >= TIMER_TRIES_MAX;
    enum status s =
        store_timer_failed(x->tx, job->timer->id, last ? 0 : x->now + pause_ms(job->timer->tries));

    if (s == OK && last) {
        s = task_open_for(x, job->kind->desk, "timer.failed", job->timer->subject_id);
    }
    return s == E_NOT_FOUND ? OK : s;
}

static const struct timer_kind *kind_of(const struct timer_kind *table, const char *kind)
{
    for (; table->kind != NULL; table++) {
        if (strcmp(table->kind, kind) == 0) {
            return table;
        }
    }
    return NULL;
}

static enum status run_or_note(struct ctx *x, struct job *job)
{
    enum status s = ctx_tx(x, run_one, job);

    if (s == OK) {
        return OK;
    }
    log_event(x->log, x->now, LOG_WARN, "timer.failed", LOG_TEXT("kind", job->timer->kind),
              LOG_TEXT("status", status_wire(s)), LOG_I64("tries", job->timer->tries + 1), LOG_END);
    return ctx_tx(x, note_failure, job);
}

enum status timer_step(struct ctx *x, const struct timer_kind *table, int *ran)
{
    struct claim c = {NULL, 0};
    enum status s = ctx_tx(x, claim_due, &c);

    *ran = 0;
    for (int i = 0; s == OK && i < c.n; i++) {
        struct job job = {&c.timers[i], kind_of(table, c.timers[i].kind)};

        if (job.kind != NULL) {
            s = run_or_note(x, &job);
            *ran += 1;
        }
    }
    return s;
}
