/* engine.c - see engine.h. */
#include "payments/engine.h"

#include "app/base/crypto.h"
#include "payments/call.h"
#include "payments/outbox.h"
#include "payments/pause.h"
#include "payments/recover.h"

#include <string.h>

void pay_engine_init(struct pay_engine *e, const struct pay_provider *provider,
                     const char *public_url, struct clock *clock)
{
    uint8_t raw[PAY_HOLDER_BYTES / 2];

    e->provider = provider;
    e->public_url = public_url;
    e->clock = clock;
    atomic_init(&e->ending, false);
    random_bytes(raw, sizeof raw);
    hex_encode(raw, sizeof raw, e->holder);
}

void pay_engine_end(struct pay_engine *e)
{
    atomic_store(&e->ending, true);
}

/* One job on its way. */
struct run {
    struct pay_engine *e;
    struct ctx *x;
    struct pay_job job;
    struct pay_result result;
    struct call_line line;
};

/* Whether one more call fits into the lease: a slow one must never be taken twice. */
static bool has_time(const struct run *r)
{
    return clock_now(r->e->clock) + PAY_TOTAL_MS < r->job.op.lease_until_at;
}

/* The object moved without us: what it is now decides. */
static enum verdict look_after(struct run *r, enum verdict verdict)
{
    struct pay_result now;

    if ((r->result.err.rc != PAY_STATE && r->result.err.rc != PAY_EXPIRED) ||
        verdict != VERDICT_UNKNOWN || !has_time(r)) {
        return verdict;
    }
    if (call_get(&r->line, &r->job, &now) == PAY_OK && call_is_done(r->job.kind, &now.object)) {
        r->result = now;
        return VERDICT_DONE;
    }
    return verdict;
}

static enum verdict send(struct run *r)
{
    r->result.err.rc = call_send(&r->line, &r->job, &r->result);
    return look_after(r, recover_verdict(&r->job, &r->result));
}

static enum status resend_tx(struct ctx *x, void *arg)
{
    const struct run *r = arg;

    return store_pay_op_resend(x->tx, r->job.op.id, r->e->holder, x->now);
}

/* The same key once more; noted before it goes out. */
static enum verdict resend(struct run *r)
{
    r->x->now = clock_now(r->e->clock);
    if (!has_time(r) || ctx_tx(r->x, resend_tx, r) != OK) {
        return VERDICT_UNKNOWN;
    }
    r->job.op.sent_at = r->x->now;
    return send(r);
}

static enum verdict recover(struct run *r)
{
    bool found;
    enum pay_rc rc = call_look(&r->line, &r->job, &r->result, &found);

    if (rc == PAY_CONFIG) {
        return VERDICT_PAUSE;
    }
    if (rc == PAY_REJECTED) { /* what we once were told of is not there */
        return VERDICT_MANUAL;
    }
    if (rc != PAY_OK) {
        return VERDICT_UNKNOWN;
    }
    if (found) {
        return VERDICT_DONE;
    }
    switch (recover_next(&r->e->provider->caps, &r->job, r->x->now)) {
    case RECOVER_SEND:
        return resend(r);
    case RECOVER_NEW_KEY:
        return VERDICT_NEXT_ATTEMPT;
    case RECOVER_GIVE_UP:
        return VERDICT_ABANDONED;
    case RECOVER_WAIT:
        break;
    }
    return VERDICT_UNKNOWN;
}

/* Nobody wants it any more. What can't have happened is left out; an end of a hold, or a look, is
 * done without a call. */
static enum verdict skip(const struct run *r)
{
    switch (r->job.kind) {
    case OP_SETUP_RESULT:
    case OP_HOLD_LOOK:
    case OP_CANCEL:
    case OP_CANCEL_OLD:
        return VERDICT_DONE;
    default:
        return VERDICT_ABANDONED;
    }
}

/* In doubt and not wanted: only a hold that may have been made is worth a look. */
static bool must_look(const struct pay_job *job)
{
    bool hold = job->kind == OP_HOLD_CREATE || job->kind == OP_HOLD_CONFIRM ||
                job->kind == OP_HOLD_AUTHENTICATE;

    return job->again && (job_is_wanted(job) || (hold && job->payment.method != NULL));
}

static enum verdict judge(struct run *r)
{
    if (must_look(&r->job)) {
        return recover(r);
    }
    return job_is_wanted(&r->job) ? send(r) : skip(r);
}

static void note(const struct run *r, enum verdict verdict)
{
    static const char *const words[] = {"done",        "failed",    "again",  "unknown",
                                        "new_attempt", "abandoned", "manual", "pause"};
    const struct pay_error *err = &r->result.err;

    log_event(r->x->log, r->x->now, verdict == VERDICT_DONE ? LOG_INFO : LOG_WARN, "pay.call",
              LOG_TEXT("op", r->job.op_text), LOG_TEXT("kind", r->job.op.kind),
              LOG_TEXT("verdict", words[verdict]), LOG_TEXT("class", pay_rc_text(err->rc)),
              LOG_TEXT("code", err->code), LOG_TEXT("request", err->request_id),
              LOG_TEXT("key", r->job.key), LOG_I64("http", err->http), LOG_I64("curl", err->curl),
              LOG_I64("tries", r->job.op.tries), LOG_END);
}

static enum status keep_pause(struct run *r, enum verdict verdict, bool paused)
{
    if (verdict == VERDICT_PAUSE) {
        return pause_begin(r->x, r->result.err.code[0] != '\0' ? r->result.err.code : "config");
    }
    /* Only an answer shows that the key is taken again. */
    return paused && r->result.err.http != 0 ? pause_end(r->x) : OK;
}

/* True: the next one would fare no better. */
static bool is_out_of_reach(enum verdict verdict, const struct pay_error *err)
{
    return verdict == VERDICT_PAUSE || err->rc == PAY_LATER || err->rc == PAY_UNKNOWN;
}

/* E_NOT_FOUND when nothing is due. */
static enum status run_one(struct run *r, bool paused, bool *stop)
{
    enum verdict verdict;
    enum status s;

    r->x->now = clock_now(r->e->clock);
    s = job_lease(r->x, r->e->holder, &r->job);
    if (s != OK) {
        return s;
    }
    memset(&r->result, 0, sizeof r->result);
    verdict = judge(r);
    r->x->now = clock_now(r->e->clock);
    note(r, verdict);
    *stop = is_out_of_reach(verdict, &r->result.err) || paused;
    s = outbox_settle(r->x, r->e->holder, &r->job, verdict, &r->result);
    return s == OK ? keep_pause(r, verdict, paused) : s;
}

static enum status next_tx(struct ctx *x, void *arg)
{
    return store_pay_op_next(x->tx, arg);
}

/* Nothing to do costs no write. */
static enum status anything_due(struct ctx *x, bool *due, bool *paused)
{
    int64_t next_at = INT64_MAX;
    bool wait = false;
    enum status s = ctx_read(x, next_tx, &next_at);

    *due = s == OK && next_at <= x->now;
    *paused = false;
    if (*due) {
        s = pause_look(x, paused, &wait);
        *due = s == OK && !wait;
    }
    return s;
}

enum status pay_engine_step(struct pay_engine *e, struct ctx *x, int *did)
{
    struct run r = {.e = e, .x = x, .line = {e->provider, e->public_url}};
    bool due, paused, stop = false;
    enum status s = anything_due(x, &due, &paused);

    *did = 0;
    while (s == OK && due && !stop && *did < PAY_BATCH_MAX && !atomic_load(&e->ending)) {
        s = run_one(&r, paused, &stop);
        if (s == OK) {
            *did += 1;
        }
    }
    return s == E_NOT_FOUND ? OK : s;
}
