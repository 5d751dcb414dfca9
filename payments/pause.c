/* pause.c - see pause.h. */
#include "payments/pause.h"

#include "app/base/limits.h"
#include "app/domain/task.h"
#include "db/store/pay_pause.h"

#define TASK "payments.paused"

struct look {
    bool paused;
    struct pay_pause_row row;
};

static enum status look_tx(struct ctx *x, void *arg)
{
    struct look *l = arg;
    enum status s = store_pay_pause_get(x->tx, x->pay_provider, &l->row);

    l->paused = s == OK;
    return s == E_NOT_FOUND ? OK : s;
}

enum status pause_look(struct ctx *x, bool *paused, bool *wait)
{
    struct look l = {0};
    enum status s = ctx_read(x, look_tx, &l);

    *paused = l.paused;
    *wait = l.paused && l.row.next_at > x->now;
    return s;
}

static enum status each_community(struct ctx *x, bool begin)
{
    struct pause_community *rows;
    int n;
    enum status s = store_pay_pause_communities(x->tx, &rows, &n);

    for (int i = 0; s == OK && i < n; i++) {
        s = begin ? task_open(x, rows[i].id, "admin", TASK, rows[i].id, x->now)
                  : task_settle(x, TASK, rows[i].id);
    }
    return s;
}

static enum status begin_tx(struct ctx *x, void *arg)
{
    const struct pay_pause_row row = {
        .provider = x->pay_provider,
        .paused_at = x->now,
        .next_at = x->now + PAY_PAUSE_MS,
        .error = arg,
    };
    enum status s = store_pay_pause_put(x->tx, &row);

    return s == OK ? each_community(x, true) : s;
}

enum status pause_begin(struct ctx *x, const char *error)
{
    char *text = arena_strdup(x->arena, error);

    if (text == NULL) {
        return E_BUSY;
    }
    log_event(x->log, x->now, LOG_ERROR, "pay.paused", LOG_TEXT("error", text), LOG_END);
    return ctx_tx(x, begin_tx, text);
}

static enum status end_tx(struct ctx *x, void *arg)
{
    enum status s = store_pay_pause_end(x->tx, x->pay_provider);

    (void)arg;
    return s == OK ? each_community(x, false) : s;
}

enum status pause_end(struct ctx *x)
{
    return ctx_tx(x, end_tx, NULL);
}
