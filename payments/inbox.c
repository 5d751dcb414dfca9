/* inbox.c - see inbox.h. */
#include "payments/inbox.h"

#include "app/base/clock.h"
#include "app/base/limits.h"
#include "app/domain/payment_flow.h"
#include "db/store/card.h"
#include "db/store/webhook_event.h"

#include <string.h>

#define BATCH_MAX 50
#define TRIES_MAX 10 /* of an event whose object we do not know: 5 s, 10 s, ... 45 min in all */

enum status inbox_put(struct ctx *x, void *arg)
{
    const struct pay_event *event = arg;
    bool followed = event->kind == PAY_KIND_HOLD || event->kind == PAY_KIND_SETUP;
    bool fresh;
    const struct webhook_event_row row = {
        .provider = x->pay_provider,
        .id = event->id,
        .type = event->type,
        .object_ref = event->object_ref,
        .received_at = x->now,
        .done_at = followed ? 0 : x->now,
    };

    return store_webhook_event_put(x->tx, &row, &fresh);
}

/* The look that is on its way may have seen the time before the event. */
static enum status look_again(struct ctx *x, const struct payment_row *p, bool *done)
{
    struct pay_op_row op;
    enum status s = store_pay_op_live_kind(x->tx, p->id, "hold_look", &op);

    *done = s == E_NOT_FOUND || (s == OK && op.lease_until_at <= x->now);
    if (!*done) {
        return s;
    }
    if (payment_is(p, "authorized") || payment_is(p, "action_required")) {
        s = payment_call_at(x, p, "hold_look", x->now);
    } else {
        s = OK; /* a call of ours is on its way and sees it */
    }
    return s == OK ? store_pay_op_hurry_all(x->tx, p->id, x->now) : s;
}

/* *done: nothing more follows from the event. An object we do not know may be that of a call whose
 * answer we have not heard yet. */
static enum status follow(struct ctx *x, const struct webhook_event_row *e, bool *done)
{
    struct payment_row p;
    struct card_setup_row setup;
    enum status s = store_payment_by_ref(x->tx, e->provider, e->object_ref, &p);

    *done = false;
    if (s == OK) {
        return look_again(x, &p, done);
    }
    if (s == E_NOT_FOUND) {
        s = store_card_setup_by_ref(x->tx, e->object_ref, &setup);
        *done = s == OK;
    }
    return s == OK ? store_pay_op_hurry_all(x->tx, setup.id, x->now) : s;
}

static enum status take(struct ctx *x, const struct webhook_event_row *e)
{
    bool done;
    enum status s = follow(x, e, &done);

    if (s == OK && !done) {
        return store_webhook_event_later(x->tx, e, x->now + 2 * SECOND_MS);
    }
    if (s == E_NOT_FOUND && e->tries < TRIES_MAX) {
        return store_webhook_event_later(x->tx, e, x->now + ((5 * SECOND_MS) << e->tries));
    }
    return s == OK || s == E_NOT_FOUND ? store_webhook_event_done(x->tx, e, x->now) : s;
}

struct batch {
    struct webhook_event_row *rows;
    int n;
};

static enum status due_tx(struct ctx *x, void *arg)
{
    struct batch *b = arg;

    return store_webhook_event_due(x->tx, x->now, BATCH_MAX, &b->rows, &b->n);
}

static enum status step_tx(struct ctx *x, void *arg)
{
    struct batch *b = arg;
    enum status s = due_tx(x, b);

    for (int i = 0; s == OK && i < b->n; i++) {
        s = take(x, &b->rows[i]);
    }
    return s;
}

enum status inbox_step(struct ctx *x, int *did)
{
    struct batch b = {NULL, 0};
    enum status s = ctx_read(x, due_tx, &b); /* nothing to do costs no write */

    if (s == OK && b.n > 0) {
        s = ctx_tx(x, step_tx, &b);
    }
    *did = s == OK ? b.n : 0;
    return s;
}
