/* dispatch.c - see dispatch.h.
 *
 * DESIGN: a request passes a list of checks, each of which may refuse it, before its handler runs.
 * Whatever was refused on the way closes its connection: what follows on it can't be trusted, or
 * is not wanted. A refusal by the handler's own rules keeps it. */
#include "app/http/dispatch.h"

#include "app/base/limits.h"
#include "app/base/mem.h"
#include "app/http/answer.h"
#include "app/http/framing.h"
#include "app/http/idempotency.h"
#include "app/http/json_scan.h"
#include "app/http/target.h"

#include <arpa/inet.h>
#include <assert.h>
#include <string.h>
#include <time.h>

#define BEARER    "Bearer " /* a browser may add Basic by itself, never this */
#define LINGER_MS 500       /* how long a refused body is still taken off the line */

static enum status because(struct request *rq, enum reason reason, enum status s)
{
    rq->ctx.reason = reason;
    return s;
}

static enum status check_framing(struct request *rq)
{
    enum status s = framing_check(rq->conn);

    if (s != OK) {
        rq->conn->keep = false;
        rq->conn->body_left = 0; /* nobody knows how long it is */
    }
    return s == E_HEADERS ? because(rq, R_REQUEST_HEADERS, s)
                          : because(rq, s == OK ? R_NONE : R_REQUEST_MALFORMED, s);
}

static enum status check_stopping(struct request *rq)
{
    return atomic_load(&rq->server->stopping) ? because(rq, R_SERVER_RESTARTING, E_BUSY) : OK;
}

/* Behind a proxy of ours the last address of X-Forwarded-For is the one it saw; those before are
 * whatever the client wrote. */
static void find_remote(struct request *rq)
{
    const char *proxy = rq->server->trusted_proxy;
    const char *list = request_header(rq, "X-Forwarded-For");
    const char *last;
    uint8_t bytes[16];

    rq->remote = rq->conn->peer;
    if (proxy == NULL || list == NULL || strcmp(proxy, rq->conn->peer) != 0) {
        return;
    }
    last = strrchr(list, ',');
    last = last != NULL ? last + 1 : list;
    last += strspn(last, " ");
    if (inet_pton(AF_INET, last, bytes) == 1 || inet_pton(AF_INET6, last, bytes) == 1) {
        rq->remote = last;
    }
}

static enum status check_target(struct request *rq)
{
    enum status s = target_path(rq->ctx.arena, rq->conn->path, &rq->path);

    if (s != OK) {
        return s == E_INVALID ? because(rq, R_REQUEST_MALFORMED, s) : s;
    }
    if (rq->conn->query != NULL) {
        s = target_query(rq->ctx.arena, rq->conn->query, rq->query, &rq->query_n);
    }
    return s == E_INVALID ? because(rq, R_QUERY_INVALID, s) : s;
}

static enum status check_route(struct request *rq)
{
    enum status s = router_find(rq->server->routes, rq);

    /* Reads tell by themselves which keys they know; a write must be refused before it happens. */
    if (s == OK && strcmp(rq->route->method, "GET") != 0) {
        return answer_allowed(rq);
    }
    return s;
}

static enum status too_often(struct request *rq, enum status s)
{
    return s == E_TOO_MANY ? because(rq, R_REQUEST_TOO_OFTEN, s) : s;
}

/* Who is it, and may he? A session that is none counts against its address. That is judged after
 * the look-up and never before: thousands may share an address with one who guesses. */
static enum status check_who(struct request *rq)
{
    struct server *server = rq->server;
    enum status s, counted;

    if ((rq->route->flags & ROUTE_PROVIDER) != 0) {
        return OK;
    }
    s = server->authenticate != NULL ? server->authenticate(rq) : OK;
    if (s == OK && rq->route->who != WHO_ANYONE && rq->ctx.member_id == 0) {
        s = E_UNAUTHORISED;
    }
    if (s != E_UNAUTHORISED) {
        return s;
    }
    counted = ratelimit_take(server->ratelimit, RATE_OPEN, rate_address(rq->remote),
                             clock_monotonic_ms(), &rq->retry_after_s);
    return counted == OK ? s : too_often(rq, counted);
}

static enum status check_rate(struct request *rq)
{
    struct rate_who who =
        rq->ctx.member_id != 0 ? rate_account(ctx_actor(&rq->ctx)) : rate_address(rq->remote);

    return too_often(rq, ratelimit_take(rq->server->ratelimit, rq->route->rate, who,
                                        clock_monotonic_ms(), &rq->retry_after_s));
}

/* Another site's page must not act with our cookie. Browsers send Origin or Sec-Fetch-Site with
 * every unsafe request; programs with a token are no browsers. */
static enum status check_origin(struct request *rq)
{
    const char *origin = request_header(rq, "Origin");
    const char *site = request_header(rq, "Sec-Fetch-Site");
    const char *token = request_header(rq, "Authorization");
    bool foreign = origin != NULL && strcmp(origin, rq->server->origin) != 0;

    if (strcmp(rq->route->method, "GET") == 0 || (rq->route->flags & ROUTE_PROVIDER) != 0 ||
        rq->server->origin[0] == '\0' ||
        (token != NULL && strncasecmp(token, BEARER, sizeof BEARER - 1) == 0)) {
        return OK;
    }
    foreign = foreign || (site != NULL && strcmp(site, "same-origin") != 0);
    foreign = foreign || (origin == NULL && site == NULL && request_header(rq, "Cookie") != NULL);
    return foreign ? because(rq, R_REQUEST_ORIGIN, E_FORBIDDEN) : OK;
}

static bool is_big(const struct request *rq)
{
    return rq->conn->body_left > BODY_HOOK;
}

/* A picture would fill the arena: few of that size are in memory at once, and each has its time. */
static char *room_for_body(struct request *rq, size_t len)
{
    if (!is_big(rq)) {
        return arena_alloc(rq->ctx.arena, len + 1);
    }
    if (atomic_fetch_add(&rq->server->big_bodies, 1) < HTTP_BIG_BODIES_MAX) {
        rq->big = mem_alloc(len + 1);
    }
    if (rq->big == NULL) {
        atomic_fetch_sub(&rq->server->big_bodies, 1);
    }
    return rq->big;
}

static void give_body_back(struct request *rq)
{
    if (rq->big != NULL) {
        mem_free(rq->big);
        atomic_fetch_sub(&rq->server->big_bodies, 1);
    }
}

static enum status read_body(struct request *rq)
{
    size_t len = (size_t)rq->conn->body_left;
    int64_t deadline_ms = is_big(rq) && rq->server->body_deadline_ms == HTTP_BODY_DEADLINE_MS
                              ? HTTP_BIG_DEADLINE_MS
                              : rq->server->body_deadline_ms;
    char *bytes = room_for_body(rq, len);
    enum status s;

    if (bytes == NULL) {
        return E_BUSY;
    }
    s = rq->conn->read(rq->conn, bytes, len, deadline_ms);
    rq->raw = (struct slice){(const uint8_t *)bytes, len};
    return s == E_TIMEOUT ? because(rq, R_BODY_TOO_SLOW, s) : s;
}

/* "Expect: 100-continue" is the one expectation there is (RFC 9110 section 10.1.1). */
static enum status answer_expectation(struct request *rq)
{
    static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
    const char *expect = request_header(rq, "Expect");

    if (expect == NULL) {
        return OK;
    }
    if (!framing_list_has(expect, "100-continue")) {
        return because(rq, R_REQUEST_MALFORMED, E_INVALID);
    }
    rq->conn->write(rq->conn, go_on, sizeof go_on - 1);
    return OK;
}

static bool says_json(const struct request *rq)
{
    const char *type = request_header(rq, "Content-Type");
    static const char json[] = "application/json";
    const char *rest;

    if (type == NULL || strncasecmp(type, json, sizeof json - 1) != 0) {
        return false;
    }
    rest = type + sizeof json - 1;
    rest += strspn(rest, " \t;");
    return *rest == '\0' || strcasecmp(rest, "charset=utf-8") == 0;
}

static enum status take_body(struct request *rq)
{
    enum status s;

    rq->raw = (struct slice){(const uint8_t *)"", 0};
    if (rq->conn->body_left == 0) {
        return OK;
    }
    if (rq->conn->body_left > rq->route->body_bytes_max) {
        return because(rq, R_BODY_TOO_LARGE, E_TOO_LARGE);
    }
    if ((rq->route->flags & ROUTE_RAW) == 0 && !says_json(rq)) {
        return because(rq, R_BODY_NO_JSON_TYPE, E_MEDIA);
    }
    s = answer_expectation(rq);
    return s == OK ? read_body(rq) : s;
}

/* An empty body is an object without fields: a route whose fields are all optional needs none. */
static enum status parse_json(struct request *rq)
{
    json_error_t error;

    if ((rq->route->flags & ROUTE_RAW) != 0 || rq->route->body_bytes_max == 0) {
        return OK;
    }
    if (json_scan(rq->raw.data, rq->raw.len, JSON_DEPTH_MAX, JSON_TOKENS_MAX) != OK) {
        return because(rq, R_BODY_DEPTH, E_INVALID);
    }
    if (rq->raw.len == 0) {
        rq->body = json_object();
        return rq->body != NULL ? OK : E_BUSY;
    }
    rq->body = json_loadb((const char *)rq->raw.data, rq->raw.len, JSON_REJECT_DUPLICATES, &error);
    if (rq->body == NULL && json_error_code(&error) == json_error_duplicate_key) {
        return because(rq, R_BODY_DUPLICATE_KEY, E_INVALID);
    }
    if (rq->body == NULL && json_error_code(&error) == json_error_out_of_memory) {
        return E_BUSY;
    }
    return json_is_object(rq->body) ? OK : because(rq, R_BODY_NOT_JSON, E_INVALID);
}

static enum status (*const checks[])(struct request *rq) = {
    check_framing, check_stopping, check_target, check_route, check_who,
    check_rate,    check_origin,   take_body,    parse_json,  idempotency_check,
};

static enum status pass(struct request *rq)
{
    enum status s = OK;

    for (size_t i = 0; s == OK && i < sizeof checks / sizeof checks[0]; i++) {
        s = checks[i](rq);
    }
    if (s != OK) {
        rq->conn->keep = false;
        return s;
    }
    s = rq->route->handler(rq);
    return s == OK && !rq->replied ? E_INTERNAL : s; /* a handler without a reply is a mistake */
}

/* Closing a socket with unread bytes resets it, which may take the answer off the client's hands
 * before he has read it: a small rest is taken off the line first. */
static void linger(struct request *rq)
{
    char bytes[4096];

    if (rq->conn->body_left > BODY_LARGE) {
        return;
    }
    while (rq->conn->body_left > 0) {
        size_t n = rq->conn->body_left < (int64_t)sizeof bytes ? (size_t)rq->conn->body_left
                                                               : sizeof bytes;

        if (rq->conn->read(rq->conn, bytes, n, LINGER_MS) != OK) {
            return;
        }
    }
}

static int64_t monotonic_us(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void account_for(struct request *rq)
{
    struct server *server = rq->server;
    int64_t took_us = monotonic_us() - rq->started_us;

    metrics_count(server->metrics, rq->route, rq->http, took_us);
    log_event(rq->ctx.log, rq->ctx.now, LOG_INFO, "http.request", LOG_TEXT("method", rq->method),
              LOG_TEXT("route", rq->route != NULL ? rq->route->pattern : "-"),
              LOG_I64("status", rq->http), LOG_I64("ms", took_us / 1000),
              LOG_TEXT("request_id", rq->request_id), LOG_END);
    if (server->record != NULL) {
        record_exchange(server->record, rq);
    }
}

/* An odd factor keeps the numbers apart and looks like no counter. */
static const char *new_request_id(struct server *server, struct arena *a)
{
    uint64_t n = atomic_fetch_add_explicit(&server->requests, 1, memory_order_relaxed);
    const char *text =
        arena_printf(a, "%016llx", (unsigned long long)(n * UINT64_C(0x9e3779b97f4a7c15)));

    return text != NULL ? text : "-";
}

void dispatch(struct server *server, struct http_conn *conn, struct arena *arena)
{
    struct request rq = {
        .ctx = {.arena = arena,
                .db = server->db,
                .log = server->log,
                .ids = server->ids,
                .keys = server->keys,
                .pay_provider = server->pay_provider,
                .now = clock_now(server->clock)},
        .server = server,
        .conn = conn,
        .request_id = new_request_id(server, arena),
        .method = conn->method,
        .path = "/",
        .app = server->app,
        .started_us = monotonic_us(),
    };
    enum status s;

    find_remote(&rq);
    s = pass(&rq);
    if (s != OK && !rq.replied) {
        problem_send(&rq, s);
    }
    if (conn->body_left > 0) {
        linger(&rq);
    }
    account_for(&rq);
    give_body_back(&rq);
    json_decref(rq.body);
}
