/* pay_metrics.c - see payment.h: figures of the outbox and of the webhook's door, for Prometheus.
 */
#include "app/api/app.h"
#include "app/api/payment.h"
#include "db/store/pay_op.h"
#include "db/store/pay_pause.h"

struct figures {
    struct pay_op_figures ops;
    long long paused;
};

static enum status read_figures(struct ctx *x, void *arg)
{
    struct figures *f = arg;
    struct pay_pause_row pause;
    enum status s = store_pay_op_figures(x->tx, &f->ops);

    if (s == OK && x->pay_provider != NULL) {
        s = store_pay_pause_get(x->tx, x->pay_provider, &pause);
        f->paused = s == OK ? 1 : 0;
    }
    return s == E_NOT_FOUND ? OK : s;
}

static const char *outbox_text(struct request *rq, const struct figures *f)
{
    return arena_printf(rq->ctx.arena,
                        "# HELP otagai_pay_ops Calls owed to the card provider: all that wait, of"
                        " these in doubt, and those that a person must look at.\n"
                        "# TYPE otagai_pay_ops gauge\n"
                        "otagai_pay_ops{state=\"waiting\"} %lld\n"
                        "otagai_pay_ops{state=\"unknown\"} %lld\n"
                        "otagai_pay_ops{state=\"manual\"} %lld\n"
                        "# HELP otagai_pay_paused The provider does not take our key.\n"
                        "# TYPE otagai_pay_paused gauge\n"
                        "otagai_pay_paused %lld\n",
                        (long long)f->ops.waiting, (long long)f->ops.unknown,
                        (long long)f->ops.manual, f->paused);
}

static const char *hooks_text(struct request *rq, struct hook_counts *c)
{
    return arena_printf(rq->ctx.arena,
                        "# HELP otagai_webhooks_total Events at the webhook's door.\n"
                        "# TYPE otagai_webhooks_total counter\n"
                        "otagai_webhooks_total{result=\"accepted\"} %lld\n"
                        "otagai_webhooks_total{result=\"forged\"} %lld\n"
                        "otagai_webhooks_total{result=\"stale\"} %lld\n"
                        "otagai_webhooks_total{result=\"invalid\"} %lld\n",
                        (long long)atomic_load(&c->accepted), (long long)atomic_load(&c->forged),
                        (long long)atomic_load(&c->stale), (long long)atomic_load(&c->invalid));
}

const char *pay_metrics(struct request *rq)
{
    const struct app *app = rq->app;
    struct figures f = {{0}, 0};
    const char *outbox, *hooks = "";

    if (ctx_read(&rq->ctx, read_figures, &f) != OK) {
        return NULL;
    }
    outbox = outbox_text(rq, &f);
    if (app->hooks != NULL) {
        hooks = hooks_text(rq, app->hooks);
    }
    return outbox != NULL && hooks != NULL ? arena_printf(rq->ctx.arena, "%s%s", outbox, hooks)
                                           : NULL;
}
