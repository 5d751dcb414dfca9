/* api.c - one request of the simulated API from its head to its answer; see api.h.
 *
 * DESIGN: the key is claimed in a transaction of its own and is then in flight: a twin gets 409.
 * The operation, its events and the answer kept under the key are one further transaction, so that
 * a sandbox killed at any point has done all of it or nothing. */
#include "payments/sandbox/api.h"

#include "app/base/crypto.h"
#include "db/store/sandbox_wire.h"
#include "payments/sandbox/auth.h"
#include "payments/sandbox/fault.h"
#include "payments/sandbox/hook.h"
#include "payments/sandbox/object.h"
#include "payments/sandbox/passing.h"

#include <string.h>

#define KEY_LIFE_MS   DAY_MS /* payments.md 2: afterwards the same key runs anew */
#define KEY_BYTES_MAX 255

/* How a call with a key goes on. */
enum claim { CLAIM_RUN, CLAIM_REPLAY, CLAIM_CLASH, CLAIM_BUSY };

struct passage {
    struct request *rq;
    struct call call;
    struct mishap fault;
    char digest[SHA256_HEX_BYTES];
    bool keyed; /* the answer is to be remembered */
    bool executed, replayed;
    const char *original; /* request_ref of the first, for a replay */
    int http;             /* 0 until there is an answer */
    const char *body;
};

static const char *dump(struct arena *a, json_t *v)
{
    char *text = json_dumps(v, JSON_INDENT(2));
    const char *copy = text != NULL ? arena_strdup(a, text) : NULL;

    free(text);
    return copy;
}

/* An answer that no operation gave. */
static enum status say(struct passage *p, int http, const char *type, const char *code,
                       const char *message)
{
    json_t *error = json_fields(J_TEXT("type", type), J_TEXT("message", message), J_END);
    json_t *body;

    if (error != NULL && code != NULL) {
        json_object_set_new(error, "code", json_string(code));
    }
    body = json_fields(J_JSON("error", error), J_END);
    p->body = dump(p->call.arena, body);
    json_decref(body);
    p->http = http;
    return p->body != NULL ? OK : E_BUSY;
}

static enum status read_params(struct passage *p)
{
    struct request *rq = p->rq;
    enum status s = form_parse(rq->ctx.arena, rq->raw, &p->call.in);

    for (int i = 0; s == OK && i < rq->query_n; i++) {
        s = form_add(rq->ctx.arena, &p->call.in, rq->query[i].key, rq->query[i].value);
    }
    return s == E_INVALID ? say(p, 400, "invalid_request_error", NULL,
                                "The request's parameters can't be read.")
                          : s;
}

/* What is refused before anything runs, and is therefore never remembered. */
static enum status check_params(struct passage *p)
{
    const char *key = p->call.key;
    const char *unknown;
    enum status s = read_params(p);

    if (s != OK || p->http != 0) {
        return s;
    }
    if (param_raw_card(&p->call.in)) {
        return say(p, 402, "invalid_request_error", NULL,
                   "Sending credit card numbers directly to the API is unsafe and is refused.");
    }
    if (strlen(key) > KEY_BYTES_MAX) {
        return say(p, 400, "invalid_request_error", NULL, "Idempotency keys have 255 characters.");
    }
    unknown = param_unknown(&p->call.in, p->call.op->params);
    if (unknown == NULL) {
        return OK;
    }
    s = say(p, 400, "invalid_request_error", "parameter_unknown",
            arena_printf(p->call.arena, "Received unknown parameter: %s", unknown));
    return s;
}

static enum status begin(struct request *rq, struct passage *p)
{
    struct sandbox *sb = sandbox_of(rq);
    const char **ids = arena_alloc(rq->ctx.arena, ROUTE_PARAMS_MAX * sizeof *ids);
    const char *key = request_header(rq, "Idempotency-Key");
    const char *signed_part;

    memset(p, 0, sizeof *p);
    p->rq = rq;
    p->call = (struct call){.sb = sb,
                            .op = sandbox_op(rq->route),
                            .arena = rq->ctx.arena,
                            .ids = ids,
                            .method = rq->method,
                            .path = rq->path,
                            .key = key != NULL ? key : "",
                            .now = sandbox_now(sb)};
    if (ids == NULL) {
        return E_BUSY;
    }
    for (int i = 0; i < rq->params_n; i++) {
        ids[i] = rq->params[i].value;
    }
    p->call.request_ref = object_ref(&p->call, "req");
    signed_part = arena_printf(rq->ctx.arena, "%s %s\n%.*s", rq->method, rq->path, (int)rq->raw.len,
                               (const char *)rq->raw.data);
    if (p->call.request_ref == NULL || signed_part == NULL) {
        return E_BUSY;
    }
    sha256_hex(signed_part, strlen(signed_part), p->digest);
    time_passes(sb, rq->ctx.arena);
    return fault_take(sb, rq->ctx.arena, rq->method, rq->path, &p->fault);
}

struct claim_try {
    struct passage *p;
    enum claim claim;
    struct sandbox_key_row found;
};

static enum status claim_in(struct tx *t, void *arg)
{
    struct claim_try *y = arg;
    struct call *c = &y->p->call;
    struct sandbox_key_row fresh = {
        .key = c->key, .digest = y->p->digest, .request_ref = c->request_ref, .created_at = c->now};
    enum status s = store_sandbox_key_get(t, c->key, &y->found);

    y->claim = CLAIM_RUN;
    if (s == OK && y->found.done && c->now - y->found.created_at >= KEY_LIFE_MS) {
        s = store_sandbox_key_drop(t, c->key);
        s = s == OK ? E_NOT_FOUND : s;
    }
    if (s == E_NOT_FOUND) {
        return store_sandbox_key_claim(t, &fresh);
    }
    if (s == OK && !y->found.done) {
        y->claim = CLAIM_BUSY;
    } else if (s == OK) {
        y->claim = strcmp(y->found.digest, y->p->digest) == 0 ? CLAIM_REPLAY : CLAIM_CLASH;
    }
    return s;
}

static enum status claim(struct passage *p)
{
    struct claim_try y = {.p = p};
    enum status s = db_tx(p->call.sb->db, p->call.arena, claim_in, &y);

    if (s != OK) {
        return s;
    }
    switch (y.claim) {
    case CLAIM_BUSY:
        return say(p, 409, "idempotency_error", "idempotency_key_in_use",
                   "There is currently another in-progress request using this Idempotent Key.");
    case CLAIM_CLASH:
        return say(p, 400, "idempotency_error", NULL,
                   "Keys for idempotent requests can only be used with the same parameters they "
                   "were first used with.");
    case CLAIM_REPLAY:
        p->replayed = true;
        p->original = y.found.request_ref;
        p->http = (int)y.found.http;
        p->body = y.found.body;
        return OK;
    case CLAIM_RUN:
        p->keyed = true;
        break;
    }
    return OK;
}

/* What the key remembers: the true answer, or the failure that a test ordered to be remembered. */
static enum status remember(struct tx *t, struct passage *p)
{
    bool forced = p->fault.mode == FAULT_STATUS && p->fault.store;
    struct passage failed = *p;
    enum status s;

    if (!p->keyed) {
        return OK;
    }
    if (!forced) {
        return store_sandbox_key_done(t, p->call.key, p->http, p->body);
    }
    s = say(&failed, p->fault.http, "api_error", NULL, "An unknown error occurred.");
    return s == OK ? store_sandbox_key_done(t, p->call.key, failed.http, failed.body) : s;
}

static enum status run_in(struct tx *t, void *arg)
{
    struct passage *p = arg;
    struct call *c = &p->call;
    enum status s = call_open(c, t);

    p->http = 0;
    if (s == OK) {
        c->op->run(c);
        s = c->status == OK && c->http == 0 ? E_INTERNAL : c->status;
    }
    if (s == OK) {
        p->http = c->http;
        p->body = dump(c->arena, c->answer);
        s = p->body != NULL ? remember(t, p) : E_BUSY;
    }
    if (s == OK && c->forget) {
        s = E_RULE; /* refused for its parameters: nothing of it stays */
    }
    call_close(c);
    return s;
}

static enum status release_in(struct tx *t, void *arg)
{
    const struct passage *p = arg;

    return store_sandbox_key_drop(t, p->call.key);
}

static enum status execute(struct passage *p)
{
    struct sandbox *sb = p->call.sb;
    bool reads = strcmp(p->rq->method, "GET") == 0 || strcmp(p->rq->method, "HEAD") == 0;
    enum status s;

    if (p->fault.mode == FAULT_DELAY) {
        fault_wait(&p->fault);
    }
    s = reads ? db_read(sb->db, p->call.arena, run_in, p) : db_tx(sb->db, p->call.arena, run_in, p);
    p->executed = s == OK;
    if (s != OK && p->keyed && db_tx(sb->db, p->call.arena, release_in, p) != OK) {
        return E_BUSY; /* in flight until the sandbox is started again */
    }
    return s == OK || s == E_RULE ? OK
                                  : say(p, 500, "api_error", NULL, "The sandbox could not do it.");
}

/* A failure instead of the work: remembered or not. */
static enum status fail_in(struct tx *t, void *arg)
{
    struct passage *p = arg;

    return p->fault.store ? store_sandbox_key_done(t, p->call.key, p->http, p->body)
                          : store_sandbox_key_drop(t, p->call.key);
}

static enum status fail_before(struct passage *p)
{
    enum status s = say(p, p->fault.http, p->fault.http == 429 ? "rate_limit_error" : "api_error",
                        p->fault.http == 429 ? "rate_limit" : NULL, "Ordered by a test.");

    return s == OK && p->keyed ? db_tx(p->call.sb->db, p->call.arena, fail_in, p) : s;
}

static enum status work(struct passage *p)
{
    bool fails = p->fault.mode == FAULT_STATUS;
    enum status s = OK;

    if (strcmp(p->rq->method, "POST") == 0 && p->call.key[0] != '\0') {
        s = claim(p);
    }
    if (s != OK || p->http != 0) {
        return s;
    }
    if (fails && !p->fault.after) {
        return fail_before(p);
    }
    s = execute(p);
    if (s == OK && fails) {
        s = say(p, p->fault.http, "api_error", NULL, "An unknown error occurred.");
    }
    if (p->fault.mode == FAULT_DELAY_AFTER) {
        fault_wait(&p->fault);
    }
    return s;
}

static enum status note_in(struct tx *t, void *arg)
{
    const struct passage *p = arg;
    const struct call *c = &p->call;
    bool dropped = p->fault.mode == FAULT_DROP_BEFORE || p->fault.mode == FAULT_DROP_AFTER;
    struct sandbox_request_row row = {.seq = id_next(&c->sb->ids, clock_now(c->sb->clock)),
                                      .ref = c->request_ref,
                                      .at = c->now,
                                      .method = c->method,
                                      .path = c->path,
                                      .key = c->key,
                                      .http = dropped ? 0 : p->http,
                                      .replayed = p->replayed ? 1 : 0,
                                      .executed = p->executed ? 1 : 0};

    return store_sandbox_request(t, &row);
}

static enum status add_headers(struct passage *p)
{
    struct request *rq = p->rq;
    const char *name;
    json_t *value;
    enum status s = reply_header(rq, "Request-Id", p->call.request_ref);

    if (s == OK) {
        s = reply_header(rq, "Stripe-Version", SANDBOX_API_VERSION);
    }
    if (s == OK && p->call.key[0] != '\0') {
        s = reply_header(rq, "Idempotency-Key", p->call.key);
    }
    if (s == OK && p->replayed) {
        s = reply_header(rq, "Idempotent-Replayed", "true");
    }
    if (s == OK && p->call.key[0] != '\0') {
        s = reply_header(rq, "Original-Request", p->replayed ? p->original : p->call.request_ref);
    }
    json_object_foreach (p->fault.headers, name, value) {
        if (s == OK && json_is_string(value)) {
            s = reply_header(rq, name, json_string_value(value));
        }
    }
    return s;
}

static enum status finish(struct passage *p)
{
    struct sandbox *sb = p->call.sb;
    enum reply_cut cut = REPLY_WHOLE;
    enum status s = db_tx(sb->db, p->call.arena, note_in, p);

    if (p->fault.mode == FAULT_DROP_BEFORE || p->fault.mode == FAULT_DROP_AFTER) {
        cut = REPLY_NOTHING;
    } else if (p->fault.mode == FAULT_TRUNCATE) {
        cut = REPLY_HALF;
    }
    if (s == OK) {
        s = add_headers(p);
    }
    return s == OK ? reply_cut(p->rq, p->http, "application/json",
                               (struct slice){(const uint8_t *)p->body, strlen(p->body)}, cut)
                   : s;
}

static enum status pass(struct passage *p)
{
    enum status s;

    if (p->fault.mode == FAULT_DROP_BEFORE) {
        p->body = "";
        return finish(p);
    }
    if (!auth_key(p->rq, p->call.sb->secret_key)) {
        s = say(p, 401, "invalid_request_error", NULL,
                "Invalid API Key provided: the sandbox takes sk_test_ keys only.");
    } else {
        s = check_params(p);
    }
    if (s == OK && p->http == 0) {
        s = work(p);
    }
    return s == OK ? finish(p) : s;
}

enum status sandbox_api(struct request *rq)
{
    struct passage p;
    enum status s = begin(rq, &p);

    if (s == OK) {
        s = pass(&p);
        json_decref(p.fault.headers);
    }
    return s;
}

struct aside {
    struct call call;
    sandbox_fn fn;
    void *arg;
    int http;
};

static enum status aside_in(struct tx *t, void *arg)
{
    struct aside *d = arg;
    enum status s = call_open(&d->call, t);

    if (s == OK) {
        d->fn(&d->call, d->arg);
        s = d->call.status;
        d->http = d->call.http;
    }
    call_close(&d->call);
    return s;
}

enum status sandbox_do(struct request *rq, sandbox_fn fn, void *arg, int *http)
{
    struct sandbox *sb = sandbox_of(rq);
    struct aside d = {.call = {.sb = sb,
                               .arena = rq->ctx.arena,
                               .method = rq->method,
                               .path = rq->path,
                               .key = "",
                               .now = sandbox_now(sb)},
                      .fn = fn,
                      .arg = arg};
    enum status s = db_tx(sb->db, rq->ctx.arena, aside_in, &d);

    *http = d.http;
    return s;
}
