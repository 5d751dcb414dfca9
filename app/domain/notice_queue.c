/* notice_queue.c - see notice_queue.h. */
#include "app/domain/notice_queue.h"

#include "app/base/crypto.h"
#include "app/base/limits.h"
#include "app/domain/task.h"
#include "db/store/notice_wish.h"
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

/* A code may go to an address that is not the member's yet: it says nothing about theirs. */
static bool is_code(const struct notice *n)
{
    enum notice_kind kind;

    return notice_kind_parse(n->kind, &kind) != OK || notice_kind_subject(kind) == SUBJECT_CODE;
}

enum status notice_arrives(struct ctx *x, int64_t member_id, const char *channel)
{
    int64_t marked;
    enum status s = store_notice_bounce_clear(x->tx, member_id, channel, &marked);

    return s == OK && marked > 0 ? task_settle(x, "notice.failed", member_id) : s;
}

static enum status sent(struct ctx *x, void *arg)
{
    const struct end *e = arg;
    int64_t community_id;
    enum status s = store_notice_done(x->tx, e->n, "sent", x->now, NULL);

    if (s == OK && !is_code(e->n)) {
        s = notice_arrives(x, e->n->member_id, e->n->channel);
    }
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

/* What is urgent goes the other way as well; a code never does. */
static enum status fall_back(struct ctx *x, const struct notice *n)
{
    struct notice other = {.id = new_id(x),
                           .member_id = n->member_id,
                           .channel = strcmp(n->channel, "sms") == 0 ? "mail" : "sms",
                           .kind = n->kind,
                           .subject_id = n->subject_id,
                           .due_at = x->now,
                           .created_at = x->now};
    enum notice_kind kind;
    bool near_now = false;
    enum status s = is_code(n) ? E_NOT_FOUND : notice_kind_parse(n->kind, &kind);

    s = s == OK ? notice_near(x, kind, n->subject_id, &near_now) : s;
    if (s != OK || !notice_is_urgent(kind, near_now)) {
        return s == E_NOT_FOUND ? OK : s;
    }
    other.again = n->again != 0 ? other.id : 0;
    s = store_notice_twin(x->tx, n, other.channel);
    return s == E_NOT_FOUND ? store_notice_put(x->tx, &other) : s;
}

/* Somebody who has no community yet is on nobody's desk: they typed a wrong address. */
static enum status fail(struct ctx *x, void *arg)
{
    const struct end *e = arg;
    enum status s = store_notice_done(x->tx, e->n, "failed", x->now, e->error);

    s = s == OK ? fall_back(x, e->n) : s;
    if (s != OK) {
        return s;
    }
    s = task_open_for(x, "coordinator", "notice.failed", e->n->member_id);
    return s == E_NOT_FOUND ? OK : s;
}

static enum status refused(struct ctx *x, void *arg)
{
    const struct end *e = arg;
    enum status s = fail(x, arg);

    return s == OK && !is_code(e->n)
               ? store_notice_bounce_put(x->tx, e->n->member_id, e->n->channel, x->now)
               : s;
}

enum status notice_fail(struct ctx *x, const struct notice *n, const char *error)
{
    return settle(x, refused, n, error);
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

    if (s == OK && x->now - e->n->due_at >= NOTICE_FALLBACK_MS) {
        s = fall_back(x, e->n);
    }
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

struct waiting {
    const struct notice *n;
    int64_t due_at;
};

static enum status wait_until(struct ctx *x, void *arg)
{
    const struct waiting *w = arg;

    return store_notice_delay(x->tx, w->n, w->due_at, w->n->tries - 1, w->n->error);
}

enum status notice_wait_until(struct ctx *x, const struct notice *n, int64_t due_at)
{
    struct waiting w = {n, due_at};
    enum status s = ctx_tx(x, wait_until, &w);

    return s == E_NOT_FOUND ? OK : s;
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
