/* notice_queue.c - see notice_queue.h. */
#include "app/domain/notice_queue.h"

#include "app/base/crypto.h"
#include "app/base/limits.h"
#include "app/domain/task.h"
#include "db/store/task.h"

#include <string.h>

struct claim {
    const char *channel;
    struct notice *notices;
    int n;
};

static enum status any_due(struct ctx *x, void *arg)
{
    const struct claim *c = arg;

    return store_notice_any_due(x->tx, c->channel, x->now);
}

static enum status claim(struct ctx *x, void *arg)
{
    struct claim *c = arg;

    return store_notice_claim(x->tx, c->channel, x->now, x->now + NOTICE_LEASE_MS, NOTICE_BATCH_MAX,
                              &c->notices, &c->n);
}

enum status notice_claim(struct ctx *x, const char *channel, struct notice **notices, int *n)
{
    struct claim c = {.channel = channel};
    enum status s = ctx_read(x, any_due, &c);

    if (s == OK) {
        s = ctx_tx(x, claim, &c);
    }
    *notices = c.notices;
    *n = s == OK ? c.n : 0;
    return s == E_NOT_FOUND ? OK : s;
}

/* What is written about one notice. */
struct end {
    const struct notice *n;
    const char *error;
};

static enum status settle(struct ctx *x, ctx_fn fn, const struct notice *n, const char *error)
{
    struct end e = {n, error};
    enum status s = ctx_tx(x, fn, &e);

    return s == E_NOT_FOUND ? OK : s;
}

static const char *away_task(const struct notice *n)
{
    return strcmp(n->channel, "sms") == 0 ? "sms.unreachable" : "mail.unreachable";
}

static enum status sent(struct ctx *x, void *arg)
{
    const struct end *e = arg;
    int64_t community_id;
    enum status s = store_notice_done(x->tx, e->n, "sent", x->now, NULL);

    if (s != OK || e->n->error == NULL) {
        return s;
    }
    s = store_task_community(x->tx, e->n->member_id, &community_id);
    if (s == OK) {
        s = task_settle(x, away_task(e->n), community_id);
    }
    return s == E_NOT_FOUND ? OK : s;
}

enum status notice_sent(struct ctx *x, const struct notice *n)
{
    return settle(x, sent, n, NULL);
}

static enum status drop(struct ctx *x, void *arg)
{
    const struct end *e = arg;

    return store_notice_done(x->tx, e->n, "dropped", x->now, NULL);
}

enum status notice_drop(struct ctx *x, const struct notice *n)
{
    return settle(x, drop, n, NULL);
}

/* Somebody who has no community yet is on nobody's desk: they typed a wrong address. */
static enum status fail(struct ctx *x, void *arg)
{
    const struct end *e = arg;
    enum status s = store_notice_done(x->tx, e->n, "failed", x->now, e->error);

    if (s != OK) {
        return s;
    }
    s = task_open_for(x, "coordinator", "notice.failed", e->n->member_id);
    return s == E_NOT_FOUND ? OK : s;
}

enum status notice_fail(struct ctx *x, const struct notice *n, const char *error)
{
    return settle(x, fail, n, error);
}

int64_t notice_pause_ms(int64_t tries, int64_t ms_min, int64_t ms_max)
{
    int64_t ms = ms_min;

    for (int64_t i = 1; i < tries && ms < ms_max; i++) {
        ms *= 2;
    }
    ms = ms < ms_max ? ms : ms_max;
    return ms / 2 + random_below((uint32_t)(ms / 2) + 1);
}

static enum status later(struct ctx *x, void *arg)
{
    const struct end *e = arg;
    int64_t pause_ms = notice_pause_ms(e->n->tries, NOTICE_PAUSE_MS_MIN, NOTICE_PAUSE_MS_MAX);

    return store_notice_delay(x->tx, e->n, x->now + pause_ms, e->n->tries, e->error);
}

enum status notice_later(struct ctx *x, const struct notice *n, const char *error)
{
    return settle(x, n->tries < NOTICE_TRIES_MAX ? later : fail, n, error);
}

/* due_at stays: what waits longest goes first, and is what staff and /metrics see. */
static enum status unreached(struct ctx *x, void *arg)
{
    const struct end *e = arg;
    int64_t community_id;
    enum status s = store_notice_delay(x->tx, e->n, e->n->due_at, e->n->tries - 1, e->error);

    if (s != OK || x->now - e->n->due_at < NOTICE_AWAY_TASK_MS) {
        return s;
    }
    s = store_task_community(x->tx, e->n->member_id, &community_id);
    if (s == OK) {
        s = task_open(x, community_id, "admin", away_task(e->n), community_id, 0);
    }
    return s == E_NOT_FOUND ? OK : s;
}

enum status notice_unreached(struct ctx *x, const struct notice *n, const char *error)
{
    return settle(x, unreached, n, error);
}

static enum status give_back(struct ctx *x, void *arg)
{
    const struct end *e = arg;

    return store_notice_delay(x->tx, e->n, e->n->due_at, e->n->tries - 1, e->n->error);
}

enum status notice_give_back(struct ctx *x, const struct notice *n)
{
    return settle(x, give_back, n, NULL);
}

enum status notice_queue_get(struct ctx *x, void *queue)
{
    return store_notice_queue(x->tx, queue);
}
