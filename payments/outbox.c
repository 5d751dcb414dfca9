/* outbox.c - see outbox.h. */
#include "payments/outbox.h"

#include "app/base/clock.h"
#include "app/base/crypto.h"
#include "app/domain/task.h"
#include "payments/adopt.h"

#include <string.h>

#define ALARM_MS     (15 * MINUTE_MS) /* payments.md 7: in doubt so long, somebody looks */
#define ATTEMPTS_MAX 5                /* of new keys, then a person looks */

int64_t outbox_backoff_ms(int64_t tries)
{
    int64_t most =
        tries >= 9 ? OUTBOX_BACKOFF_MS_MAX : (2 * SECOND_MS) << (tries > 0 ? tries - 1 : 0);

    if (most > OUTBOX_BACKOFF_MS_MAX) {
        most = OUTBOX_BACKOFF_MS_MAX;
    }
    return most / 2 + (int64_t)random_below((uint32_t)(most / 2) + 1);
}

static const char *error_text(struct ctx *x, const struct pay_error *err)
{
    const char *code = err->code[0] != '\0' ? err->code : "-";

    return arena_printf(x->arena, "%s %s http %d curl %d %s", pay_rc_text(err->rc), code, err->http,
                        err->curl, err->request_id);
}

/* Not past the moment at which somebody has to be told. */
static int64_t next_try(struct ctx *x, const struct pay_op_row *op, const struct pay_error *err)
{
    int64_t wait = outbox_backoff_ms(op->tries), alarm_at = op->first_sent_at + ALARM_MS;
    int64_t at = x->now + (wait > err->retry_after_ms ? wait : err->retry_after_ms);

    return op->first_sent_at != 0 && x->now < alarm_at && at > alarm_at ? alarm_at : at;
}

/* A key that an older try may have used is not free: the row stays in doubt. */
static void keep_waiting(struct ctx *x, const struct pay_job *job, const struct pay_error *err,
                         struct pay_op_row *op)
{
    bool in_flight = err->rc == PAY_LATER && err->http == 409;

    op->state = job->again || in_flight ? "unknown" : "pending";
    if (!job->again && !in_flight) {
        op->first_sent_at = 0;
    }
    op->next_at = next_try(x, op, err);
}

static void new_attempt(struct ctx *x, struct pay_op_row *op)
{
    if (op->attempt >= ATTEMPTS_MAX) {
        op->state = "manual";
        return;
    }
    op->state = "pending";
    op->attempt++;
    op->first_sent_at = 0;
    op->key_final = 0;
    op->next_at = x->now;
}

/* A look goes on as long as there is something to see. */
static bool look_again(struct ctx *x, const struct pay_job *job, const struct pay_result *r,
                       struct pay_op_row *op)
{
    bool page_open = job->kind == OP_SETUP_RESULT && r->err.rc == PAY_ACTION;
    bool held = job->kind == OP_HOLD_LOOK && r->object.state == PST_HELD;
    bool action = job->kind == OP_HOLD_LOOK && r->object.state == PST_ACTION;

    if (!page_open && !held && !action) {
        return false;
    }
    op->state = "pending";
    op->first_sent_at = 0;
    if (held) {
        op->tries = 0;
        op->next_at = x->now + PAY_LOOK_MS;
    } else {
        op->next_at = x->now + (op->tries < 10 ? op->tries : 10) * MINUTE_MS;
    }
    return true;
}

static void write_row(struct ctx *x, const struct pay_job *job, enum verdict verdict,
                      const struct pay_result *r, struct pay_op_row *op)
{
    switch (verdict) {
    case VERDICT_DONE:
        op->state = look_again(x, job, r, op) ? op->state : "done";
        break;
    case VERDICT_FAILED:
    case VERDICT_ABANDONED:
        op->state = "failed";
        break;
    case VERDICT_AGAIN:
        keep_waiting(x, job, &r->err, op);
        break;
    case VERDICT_UNKNOWN:
        op->state = "unknown";
        op->next_at = next_try(x, op, &r->err);
        break;
    case VERDICT_NEXT_ATTEMPT:
        new_attempt(x, op);
        break;
    case VERDICT_MANUAL:
        op->state = "manual";
        break;
    case VERDICT_PAUSE:
        keep_waiting(x, job, &r->err, op);
        op->next_at = x->now; /* the pause itself says when */
        op->tries = 0;
        break;
    }
}

/* A community is always found for what a member or a booking is about; where it is not (a member
 * who left), the outbox itself still shows the row. */
static enum status tell(struct ctx *x, const char *kind, int64_t op_id)
{
    enum status s = task_open_for(x, "finance", kind, op_id);

    return s == E_NOT_FOUND ? OK : s;
}

static enum status alarm(struct ctx *x, const struct pay_op_row *op, enum pay_rc rc)
{
    enum status s;

    if (strcmp(op->state, "manual") == 0) {
        return tell(x, "payment.manual", op->id);
    }
    if (rc == PAY_FUNDS || rc == PAY_BLOCKED) {
        return tell(x, "payment.blocked", op->id);
    }
    if (strcmp(op->state, "unknown") == 0) {
        return op->first_sent_at != 0 && x->now - op->first_sent_at >= ALARM_MS
                   ? tell(x, "payment.unknown", op->id)
                   : OK;
    }
    s = task_settle(x, "payment.unknown", op->id);
    return s == OK ? task_settle(x, "payment.blocked", op->id) : s;
}

struct settling {
    const char *holder;
    const struct pay_job *job;
    enum verdict verdict;
    const struct pay_result *result;
};

/* The row first: what follows may owe the same kind of call again. */
static enum status settle_tx(struct ctx *x, void *arg)
{
    const struct settling *g = arg;
    struct pay_op_row op = g->job->op;
    enum status s;

    if (g->result->err.replayed && g->result->err.http >= 500) {
        op.key_final = 1;
    }
    op.error = error_text(x, &g->result->err);
    if (op.error == NULL) {
        return E_BUSY;
    }
    write_row(x, g->job, g->verdict, g->result, &op);
    s = store_pay_op_settle(x->tx, &op, g->holder, x->now);
    if (s != OK) {
        return s;
    }
    s = alarm(x, &op, g->result->err.rc);
    if (s == OK && (g->verdict == VERDICT_DONE || g->verdict == VERDICT_FAILED)) {
        s = adopt(x, g->job, g->verdict == VERDICT_DONE, g->result);
    }
    return s;
}

enum status outbox_settle(struct ctx *x, const char *holder, const struct pay_job *job,
                          enum verdict verdict, const struct pay_result *result)
{
    struct settling g = {holder, job, verdict, result};
    enum status s = ctx_tx(x, settle_tx, &g);

    if (s == OK || s == E_CONFLICT) {
        return OK;
    }
    log_event(x->log, x->now, LOG_ERROR, "pay.not_adopted", LOG_TEXT("op", job->op_text),
              LOG_TEXT("status", status_wire(s)), LOG_END);
    return s;
}
