/* webhook.c - see payment.h: what the card provider tells. The raw bytes are checked before
 * anything is read of them; the event is kept once and answered at once; what it means is looked up
 * later. */
#include "app/api/app.h"
#include "app/api/payment.h"
#include "app/http/reply.h"
#include "payments/inbox.h"
#include "payments/provider.h"

static const char *header_of(const void *from, const char *name)
{
    return request_header(from, name);
}

static enum status refused(struct request *rq, const struct app *app, enum status s)
{
    struct hook_counts *counts = app->hooks;
    bool stale = s == E_TIMEOUT;

    if (s == E_BUSY) {
        return s;
    }
    (void)atomic_fetch_add(s == E_UNAUTHORISED ? &counts->forged
                           : stale             ? &counts->stale
                                               : &counts->invalid,
                           1);
    log_event(rq->ctx.log, rq->ctx.now, LOG_WARN, "webhook.refused",
              LOG_TEXT("request", rq->request_id), LOG_TEXT("why", status_wire(s)), LOG_END);
    rq->ctx.reason = stale ? R_WEBHOOK_STALE : R_WEBHOOK_SIGNATURE;
    return E_INVALID;
}

enum status api_webhook_stripe(struct request *rq)
{
    const struct app *app = rq->app;
    const struct pay_provider *p = app->pay;
    struct pay_headers headers = {header_of, rq};
    struct pay_event event;
    enum status s;

    if (p == NULL || p->webhook_check == NULL) {
        return E_NOT_FOUND;
    }
    s = p->webhook_check(p->self, rq->ctx.arena, rq->raw, &headers, rq->ctx.now, &event);
    if (s != OK) {
        return refused(rq, app, s);
    }
    (void)atomic_fetch_add(&app->hooks->accepted, 1);
    s = ctx_tx(&rq->ctx, inbox_put, &event);
    return s == OK ? reply_json(rq, 200, json_fields(J_BOOL("received", true), J_END)) : s;
}
