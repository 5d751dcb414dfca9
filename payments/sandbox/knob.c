/* knob.c - what tests turn (payments.md 9): faults, time, webhooks, the human steps; and what they
 * read. */
#include "db/store/sandbox.h"
#include "db/store/sandbox_wire.h"
#include "payments/sandbox/api.h"
#include "payments/sandbox/fault.h"
#include "payments/sandbox/handlers.h"
#include "payments/sandbox/human.h"
#include "payments/sandbox/object.h"
#include "payments/sandbox/passing.h"
#include "payments/sandbox/steps.h"

#include <string.h>

#define WAIT_MS_MAX     600000
#define CLOCK_S_MAX     (366 * 86400)
#define FAULT_TIMES_MAX 1000000
#define DUPLICATES_MAX  100

static enum status fault_in(struct tx *t, void *arg)
{
    return store_sandbox_fault(t, arg);
}

/* headers: {"Retry-After": "7"}, kept as text. */
static enum status read_headers(struct request *rq, json_t *headers, const char **text)
{
    char *dumped;

    if (headers != NULL && !json_is_object(headers)) {
        return invalid(&rq->ctx, "headers");
    }
    dumped = json_dumps(headers, JSON_COMPACT);
    *text = dumped != NULL ? arena_strdup(rq->ctx.arena, dumped) : "{}";
    free(dumped);
    return *text != NULL ? OK : E_BUSY;
}

enum status knob_fault_add(struct request *rq)
{
    struct sandbox *sb = sandbox_of(rq);
    struct sandbox_fault_row f = {.method = "", .path = "", .remaining = 1, .http = 500};
    bool after = false, store = false;
    json_t *headers = NULL;
    struct field fields[] = {
        FIELD_TEXT("mode", 1, 20, &f.mode),
        OPT_TEXT("method", 0, 8, &f.method),
        OPT_TEXT("path", 0, 200, &f.path),
        OPT_I64("count", 1, FAULT_TIMES_MAX, &f.remaining),
        OPT_I64("ms", 0, WAIT_MS_MAX, &f.wait_ms),
        OPT_I64("status", 400, 599, &f.http),
        OPT_BOOL("after", &after),
        OPT_BOOL("store", &store),
        OPT_JSON("headers", &headers),
        FIELD_END,
    };
    enum status s = request_fields(rq, fields);

    if (s == OK && fault_mode_of(f.mode) == FAULT_NONE) {
        s = invalid(&rq->ctx, "mode");
    }
    if (s == OK) {
        s = read_headers(rq, headers, &f.headers);
    }
    f.seq = id_next(&sb->ids, clock_now(sb->clock));
    f.after = after ? 1 : 0;
    f.store = store ? 1 : 0;
    if (s == OK) {
        s = db_tx(sb->db, rq->ctx.arena, fault_in, &f);
    }
    return s == OK ? reply_nothing(rq) : s;
}

static enum status faults_forget_in(struct tx *t, void *arg)
{
    (void)arg;
    return store_sandbox_faults_forget(t);
}

enum status knob_fault_forget(struct request *rq)
{
    enum status s = db_tx(sandbox_of(rq)->db, rq->ctx.arena, faults_forget_in, NULL);

    return s == OK ? reply_nothing(rq) : s;
}

static enum status clock_in(struct tx *t, void *arg)
{
    const int64_t *shift_ms = arg;

    return store_sandbox_set(t, "clock_shift_ms", *shift_ms);
}

enum status knob_clock(struct request *rq)
{
    struct sandbox *sb = sandbox_of(rq);
    int64_t advance_s = 0, shift_ms;
    struct field fields[] = {FIELD_I64("advance", 0, CLOCK_S_MAX, &advance_s), FIELD_END};
    enum status s = request_fields(rq, fields);

    if (s != OK) {
        return s;
    }
    shift_ms = atomic_load(&sb->shift_ms) + advance_s * SECOND_MS;
    s = db_tx(sb->db, rq->ctx.arena, clock_in, &shift_ms);
    if (s != OK) {
        return s;
    }
    atomic_store(&sb->shift_ms, shift_ms);
    time_passes(sb, rq->ctx.arena);
    return reply_json(rq, 200, json_fields(J_TIME("now_at", sandbox_now(sb)), J_END));
}

struct hook_knobs {
    int64_t duplicate, delay_ms, drop;
    bool reverse;
};

static enum status hooks_in(struct tx *t, void *arg)
{
    const struct hook_knobs *k = arg;
    enum status s = store_sandbox_set(t, "hook_duplicate", k->duplicate);

    s = s == OK ? store_sandbox_set(t, "hook_delay_ms", k->delay_ms) : s;
    s = s == OK ? store_sandbox_set(t, "hook_drop", k->drop) : s;
    return s == OK ? store_sandbox_set(t, "hook_reverse", k->reverse ? 1 : 0) : s;
}

/* What is not sent is off. */
enum status knob_webhooks(struct request *rq)
{
    struct hook_knobs k = {0, 0, 0, false};
    struct field fields[] = {
        OPT_I64("duplicate", 0, DUPLICATES_MAX, &k.duplicate),
        OPT_I64("delay_ms", 0, WAIT_MS_MAX, &k.delay_ms),
        OPT_I64("drop", 0, FAULT_TIMES_MAX, &k.drop),
        OPT_BOOL("reverse", &k.reverse),
        FIELD_END,
    };
    enum status s = request_fields(rq, fields);

    if (s == OK) {
        s = db_tx(sandbox_of(rq)->db, rq->ctx.arena, hooks_in, &k);
    }
    return s == OK ? reply_nothing(rq) : s;
}

static enum status pending_in(struct tx *t, void *arg)
{
    return store_sandbox_deliveries_pending(t, arg);
}

enum status knob_webhooks_show(struct request *rq)
{
    int64_t n = 0;
    enum status s = db_read(sandbox_of(rq)->db, rq->ctx.arena, pending_in, &n);

    return s == OK ? reply_json(rq, 200, json_fields(J_I64("pending", n), J_END)) : s;
}

struct requests {
    int64_t after_seq;
    struct sandbox_request_row *rows;
    int n;
};

static enum status requests_in(struct tx *t, void *arg)
{
    struct requests *r = arg;

    return store_sandbox_requests(t, r->after_seq, &r->rows, &r->n);
}

enum status knob_requests(struct request *rq)
{
    struct requests r = {0, NULL, 0};
    struct field fields[] = {OPT_I64("after", 0, INT64_MAX, &r.after_seq), FIELD_END};
    json_t *items = json_array();
    enum status s = request_query(rq, fields);

    if (s == OK) {
        s = db_read(sandbox_of(rq)->db, rq->ctx.arena, requests_in, &r);
    }
    for (int i = 0; s == OK && i < r.n; i++) {
        const struct sandbox_request_row *q = &r.rows[i];
        json_t *item =
            json_fields(J_I64("seq", q->seq), J_TEXT("request_id", q->ref), J_TIME("at", q->at),
                        J_TEXT("method", q->method), J_TEXT("path", q->path),
                        J_TEXT("key", q->key[0] != '\0' ? q->key : NULL), J_I64("status", q->http),
                        J_BOOL("replayed", q->replayed), J_BOOL("executed", q->executed), J_END);

        s = json_array_append_new(items, item) == 0 ? OK : E_BUSY;
    }
    if (s != OK) {
        json_decref(items);
        return s;
    }
    return reply_json(rq, 200, json_fields(J_JSON("items", items), J_END));
}

static enum status requests_forget_in(struct tx *t, void *arg)
{
    (void)arg;
    return store_sandbox_requests_forget(t);
}

enum status knob_requests_forget(struct request *rq)
{
    enum status s = db_tx(sandbox_of(rq)->db, rq->ctx.arena, requests_forget_in, NULL);

    return s == OK ? reply_nothing(rq) : s;
}

static enum status keys_forget_in(struct tx *t, void *arg)
{
    (void)arg;
    return store_sandbox_keys_forget(t, INT64_MAX);
}

enum status knob_keys_forget(struct request *rq)
{
    enum status s = db_tx(sandbox_of(rq)->db, rq->ctx.arena, keys_forget_in, NULL);

    return s == OK ? reply_nothing(rq) : s;
}

/* 204 when it went through; the bank's no is an answer, too. */
static enum status tell(struct request *rq, enum status s, int http)
{
    if (s != OK) {
        return s;
    }
    return http == 0 || http == 200
               ? reply_nothing(rq)
               : reply_json(rq, http, json_fields(J_BOOL("done", false), J_END));
}

enum status knob_checkout(struct request *rq)
{
    struct human_step step = {.ref = rq->params[0].value};
    struct field fields[] = {FIELD_TEXT("card", 1, 80, &step.card), FIELD_END};
    enum status s = request_fields(rq, fields);
    int http = 0;

    if (s == OK) {
        s = sandbox_do(rq, human_choose, &step, &http);
    }
    return tell(rq, s, http);
}

enum status knob_3ds(struct request *rq)
{
    static const char *const results[] = {"approve", "fail", NULL};
    struct human_step step = {.ref = rq->params[0].value};
    const char *result = NULL;
    struct field fields[] = {FIELD_CHOICE("result", results, &result), FIELD_END};
    enum status s = request_fields(rq, fields);
    int http = 0;

    if (s == OK) {
        step.approved = strcmp(result, "approve") == 0;
        s = sandbox_do(rq, human_authenticate, &step, &http);
    }
    return tell(rq, s, http);
}
