/* courier.c - see courier.h. */
#include "payments/sandbox/courier.h"

#include "db/store/sandbox.h"
#include "db/store/sandbox_wire.h"
#include "payments/sandbox/passing.h"
#include "payments/webhook.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define COURIER_IDLE_MS   50
#define COURIER_TICK_MS   500 /* how often time's own changes are looked for */
#define HOOK_RETRY_MS_MAX HOUR_MS
#define HOOK_TRIES_MAX    80 /* four times the wait each, an hour at most: three days, as Stripe */
#define HOOK_TIMEOUT_MS   10000

/* One delivery on its way out, and what came of it. */
struct round {
    struct sandbox *sb;
    struct sandbox_delivery_row row;
    int64_t now;
    int http;
    bool none;
};

static enum status next_in(struct tx *t, void *arg)
{
    struct round *r = arg;
    int64_t newest_first = 0;
    enum status s = store_sandbox_setting(t, "hook_reverse", &newest_first);

    if (s == OK) {
        s = store_sandbox_delivery_next(t, r->now, newest_first != 0, &r->row);
    }
    r->none = s == E_NOT_FOUND;
    return r->none ? OK : s;
}

static enum status tried_in(struct tx *t, void *arg)
{
    struct round *r = arg;
    int64_t wait_ms = r->sb->hook_retry_ms;
    const char *state = "pending";

    for (int64_t i = 0; i < r->row.tries && wait_ms < HOOK_RETRY_MS_MAX; i++) {
        wait_ms *= 4;
    }
    if (r->http >= 200 && r->http < 300) {
        state = "done";
    } else if (r->row.tries + 1 >= HOOK_TRIES_MAX) {
        state = "failed";
    }
    return store_sandbox_delivery_tried(t, r->row.id, state, r->http, r->now + wait_ms);
}

static const char *pretty(struct arena *a, const char *body)
{
    json_t *event = json_loads(body, 0, NULL);
    char *text = json_dumps(event, JSON_INDENT(2));
    const char *copy = text != NULL ? arena_strdup(a, text) : NULL;

    free(text);
    json_decref(event);
    return copy;
}

static enum status deliver(struct sandbox *sb, struct arena *a, struct round *r)
{
    char signature[WEBHOOK_SIGNATURE_BYTES], line[WEBHOOK_SIGNATURE_BYTES + 32];
    const char *headers[] = {"Content-Type: application/json; charset=utf-8", line, NULL};
    const char *body = pretty(a, r->row.body);
    struct http_ask ask = {"POST", sb->hook_path, headers, {(const uint8_t *)body, 0}, false};
    struct http_answer got;
    enum status s;

    if (body == NULL) {
        return E_BUSY;
    }
    ask.body.len = strlen(body);
    s = webhook_sign(sb->hook_secret, a, ask.body, r->now, signature);
    if (s == OK) {
        snprintf(line, sizeof line, "Stripe-Signature: %s", signature);
        s = http_client_send(sb->hook_client, a, &ask, &got);
    }
    r->http = s == OK ? got.http : 0;
    return s;
}

/* True when there was one to deliver. */
static bool step(struct sandbox *sb, struct arena *a)
{
    struct round r = {.sb = sb, .now = sandbox_now(sb)};

    arena_reset(a);
    if (sb->hook_client == NULL || db_read(sb->db, a, next_in, &r) != OK || r.none ||
        deliver(sb, a, &r) != OK) {
        return false;
    }
    return db_tx(sb->db, a, tried_in, &r) == OK;
}

static void *run(void *arg)
{
    static const struct timespec idle = {0, COURIER_IDLE_MS * 1000000L};
    struct sandbox *sb = arg;
    struct arena *a = arena_open(ARENA_JOB_BYTES_MAX);
    int64_t tick_at = 0;

    while (a != NULL && !atomic_load(&sb->stopping)) {
        if (clock_monotonic_ms() >= tick_at) {
            tick_at = clock_monotonic_ms() + COURIER_TICK_MS;
            arena_reset(a);
            time_passes(sb, a);
        }
        if (!step(sb, a)) {
            nanosleep(&idle, NULL);
        }
    }
    if (a != NULL) {
        arena_close(a);
    }
    return NULL;
}

enum status courier_start(struct sandbox *sb)
{
    struct http_client_options o = {sb->hook_base, "Stripe/1.0 (sandbox)", 0, HOOK_TIMEOUT_MS};
    enum status s = OK;

    if (sb->hook_base[0] != '\0') {
        s = http_client_open(&sb->hook_client, &o);
    }
    if (s == OK) {
        s = pthread_create(&sb->courier, NULL, run, sb) == 0 ? OK : E_BUSY;
        sb->courier_runs = s == OK;
    }
    return s;
}

void courier_stop(struct sandbox *sb)
{
    atomic_store(&sb->stopping, true);
    if (sb->courier_runs) {
        pthread_join(sb->courier, NULL);
    }
    http_client_close(sb->hook_client);
}
