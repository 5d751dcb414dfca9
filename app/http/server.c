/* server.c - see server.h; the only file that knows CivetWeb, which is used as a parser of heads
 * and a pool of threads, and for nothing else (security.md section 1).
 *
 * DESIGN: everything is taken in begin_request, which always answers itself; there is no document
 * root, no handler, no TLS, no WebSocket, no CORS. Each fact about the library stands beside the
 * line that answers it. */
#include "app/http/server.h"

#include "app/base/crypto.h"
#include "app/base/limits.h"
#include "app/base/mem.h"
#include "app/base/text.h"
#include "app/http/dispatch.h"
#include "app/http/framing.h"
#include "app/http/sockets.h"
#include "app/http/stack.h"

#include <arpa/inet.h>
#include <assert.h>
#include <civetweb.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define DRAIN_TICK_NS 2000000L
#define KEPT_OF_4     3 /* quarters of the threads: of 32, the proxy's pool of 24 */

/* One worker thread's own things. */
struct worker {
    struct arena *arena;
    int place; /* in the watch */
};

/* What http_conn.wire points to. */
struct line {
    struct mg_connection *mg;
    struct server *server;
    struct socket_peer peer;
    int place;
};

/* The library's own time-out begins anew with each byte and reads as the end of the body: the
 * watch ends what takes too long, and the length says what is missing. */
static enum status line_read(struct http_conn *c, void *buf, size_t len, int64_t deadline_ms)
{
    struct line *l = c->wire;
    int got;

    watch_begin(l->server->watch, l->place, WATCH_READ, &l->peer, deadline_ms);
    got = mg_read(l->mg, buf, len);
    watch_end(l->server->watch, l->place);
    if (got < 0 || (size_t)got < len) {
        c->body_left = 0;
        c->keep = false;
        return E_TIMEOUT;
    }
    c->body_left -= (int64_t)len;
    return OK;
}

static void line_write(struct http_conn *c, const void *data, size_t len)
{
    struct line *l = c->wire;

    watch_begin(l->server->watch, l->place, WATCH_WRITE, &l->peer, HTTP_ANSWER_MS_MAX);
    if (mg_write(l->mg, data, len) < (int)len) {
        c->keep = false;
    }
    watch_end(l->server->watch, l->place);
}

/* The library's parser drops what follows the 64th header and a folded line, takes a bare LF for
 * the end of a line and forgives a blank before the colon. It cuts the head into strings where it
 * lies, so the gaps between them tell: CR and LF became two NULs, and behind the last line stands
 * the empty one, of which only the LF did. */
static bool is_bent(const struct mg_request_info *info)
{
    const char *end = info->http_version + strlen(info->http_version);

    for (int i = 0; i < info->num_headers; i++) {
        const struct mg_header *h = &info->http_headers[i];
        const char *colon = h->name + strlen(h->name);

        if (h->name != end + 2 || (h->value > colon + 1 && colon[1] == '\0')) {
            return true;
        }
        end = h->value + strlen(h->value);
    }
    return info->num_headers == 0 || end[1] != '\0' || end[2] != '\r' || end[3] != '\0';
}

/* A connection is a thread, also while it is idle: a part of them is left for those who come anew.
 */
static bool may_stay_open(struct server *server, const struct http_conn *c)
{
    int kept_max = server->threads * KEPT_OF_4 / 4;

    return server->keep_alive && atomic_load(&server->connections) <= kept_max &&
           framing_keeps(c, server->trusted_proxy);
}

/* The library's own errors and those for which there is not even an arena. */
static void write_problem(struct mg_connection *mg, enum status s, const char *reason)
{
    char body[200], all[400];
    int body_len = snprintf(
        body, sizeof body,
        "{\"type\":\"urn:otagai:problem:%s\",\"title\":\"%s\",\"status\":%d%s%s%s}", status_wire(s),
        status_wire(s), status_http(s), reason != NULL ? ",\"reason\":\"" : "",
        reason != NULL ? reason : "", reason != NULL ? "\"" : "");
    int len = snprintf(all, sizeof all,
                       "HTTP/1.1 %d %s\r\nContent-Type: application/problem+json\r\n"
                       "Content-Length: %d\r\nCache-Control: no-store\r\n%s"
                       "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n%s",
                       status_http(s), status_wire(s), body_len,
                       s == E_BUSY ? "Retry-After: 1\r\n" : "", body);

    assert(len > 0 && (size_t)len < sizeof all);
    (void)mg_write(mg, all, (size_t)len);
    mg_disable_connection_keep_alive(mg);
}

static void handle(struct server *server, struct worker *worker, struct mg_connection *mg)
{
    const struct mg_request_info *info = mg_get_request_info(mg);
    struct pair headers[MG_MAX_HEADERS];
    struct line line = {.mg = mg, .server = server, .place = worker->place};
    struct http_conn conn = {
        .method = info->request_method,
        .path = info->request_uri,
        .query = info->query_string,
        .version = info->http_version,
        .headers = headers,
        .headers_n = info->num_headers,
        .bent = is_bent(info),
        .peer = info->remote_addr,
        .wire = &line,
        .read = line_read,
        .write = line_write,
    };

    for (int i = 0; i < info->num_headers; i++) {
        headers[i] = (struct pair){info->http_headers[i].name, info->http_headers[i].value};
    }
    (void)snprintf(line.peer.address, sizeof line.peer.address, "%s", info->remote_addr);
    line.peer.port = info->remote_port;
    line.peer.local_port = info->server_port;
    conn.keep = may_stay_open(server, &conn);
    dispatch(server, &conn, worker->arena);
    arena_reset(worker->arena);
    if (!conn.keep) {
        mg_disable_connection_keep_alive(mg); /* else it would first wait for the unread body */
    }
}

static int begin_request(struct mg_connection *mg)
{
    struct server *server = mg_get_user_data(mg_get_context(mg));
    struct worker *worker = mg_get_thread_pointer(mg);

    (void)atomic_fetch_add(&server->in_flight, 1);
    if (worker != NULL) {
        handle(server, worker, mg);
    } else {
        write_problem(mg, E_BUSY, NULL);
    }
    (void)atomic_fetch_sub(&server->in_flight, 1);
    return 200; /* above 0: nothing of the library's own handling follows */
}

/* What the library could not parse. Its own page would be HTML and name it. */
static int http_error(struct mg_connection *mg, int http, const char *message)
{
    struct server *server = mg_get_user_data(mg_get_context(mg));
    enum status s = http >= 500 && http != 505 ? E_BUSY : E_INVALID; /* 505: not HTTP/1 */

    (void)message;
    write_problem(mg, s, s == E_INVALID ? reason_text(R_REQUEST_MALFORMED) : NULL);
    metrics_count(server->metrics, NULL, status_http(s), 0);
    log_event(server->log, clock_now(server->clock), LOG_INFO, "http.request",
              LOG_TEXT("method", "-"), LOG_TEXT("route", "-"), LOG_I64("status", status_http(s)),
              LOG_END);
    return 0;
}

static int log_message(const struct mg_connection *mg, const char *message)
{
    (void)mg;
    (void)message; /* it may quote the client */
    return 1;
}

static int init_connection(const struct mg_connection *mg, void **data)
{
    struct server *server = mg_get_user_data(mg_get_context(mg));

    (void)data;
    (void)atomic_fetch_add(&server->connections, 1);
    return 0;
}

static void connection_closed(const struct mg_connection *mg)
{
    struct server *server = mg_get_user_data(mg_get_context(mg));

    (void)atomic_fetch_sub(&server->connections, 1);
}

static void *init_thread(const struct mg_context *civet, int type)
{
    struct server *server = mg_get_user_data(civet);
    struct worker *worker;

    if (type != 1) {
        return NULL; /* no worker */
    }
    stack_assert();
    worker = mem_alloc(sizeof *worker);
    if (worker != NULL) {
        worker->place = atomic_fetch_add(&server->workers, 1);
        worker->arena = arena_open(ARENA_REQUEST_BYTES_MAX + BODY_PHOTO);
        if (worker->arena == NULL) {
            mem_free(worker);
            worker = NULL;
        }
    }
    return worker;
}

static void exit_thread(const struct mg_context *civet, int type, void *pointer)
{
    struct worker *worker = pointer;

    (void)civet;
    (void)type;
    if (worker != NULL) {
        arena_close(worker->arena);
        mem_free(worker);
    }
}

/* "a.b.c.d:port" or "[v6]:port"; nothing is looked up. */
static enum status parse_listen(const char *listen, char address[ADDRESS_BYTES])
{
    const char *colon = strrchr(listen, ':');
    size_t n = colon != NULL ? (size_t)(colon - listen) : 0;
    bool six = listen[0] == '[';
    uint8_t bytes[16];
    int64_t port;

    if (n == 0 || int64_parse(colon + 1, &port) != OK || port < 0 || port > 65535) {
        return E_INVALID;
    }
    if (six && (n < 2 || colon[-1] != ']')) {
        return E_INVALID;
    }
    n -= six ? 2 : 0;
    if (n >= ADDRESS_BYTES) {
        return E_INVALID;
    }
    memcpy(address, listen + (six ? 1 : 0), n);
    address[n] = '\0';
    return inet_pton(six ? AF_INET6 : AF_INET, address, bytes) == 1 ? OK : E_INVALID;
}

/* scheme://host[:port] of an address; port 0 becomes the one listened on. */
static enum status set_origin(struct server *server, const char *url)
{
    const char *host = strstr(url, "://");
    size_t n;

    if (host == NULL) {
        return E_INVALID;
    }
    n = (size_t)(host - url) + 3 + strcspn(host + 3, "/");
    if (n + 6 > sizeof server->origin) {
        return E_INVALID;
    }
    memcpy(server->origin, url, n);
    server->origin[n] = '\0';
    if (n > 2 && strcmp(server->origin + n - 2, ":0") == 0) {
        (void)snprintf(server->origin + n - 1, 6, "%d", server->port);
    }
    return OK;
}

static enum status take_options(struct server *server, const struct server_options *o)
{
    server->routes = o->routes;
    server->authenticate = o->authenticate;
    server->db = o->db;
    server->log = o->log;
    server->ids = o->ids;
    server->keys = o->keys;
    server->pay_provider = o->pay_provider;
    server->clock = o->clock;
    server->trusted_proxy = o->trusted_proxy;
    server->cursor_key = o->cursor_key;
    server->app = o->app;
    server->keep_alive = o->keep_alive;
    server->threads = o->threads > 0 ? o->threads : HTTP_THREADS_DEFAULT;
    server->body_deadline_ms =
        o->body_deadline_ms > 0 ? o->body_deadline_ms : HTTP_BODY_DEADLINE_MS;
    atomic_store(&server->stopping, true); /* until all of it stands */
    random_bytes(&server->requests, sizeof server->requests);
    server->metrics = metrics_open(o->routes);
    server->ratelimit = ratelimit_open(o->rate_factor > 0 ? o->rate_factor : 1);
    server->watch = watch_open(server->threads);
    if (server->metrics == NULL || server->ratelimit == NULL || server->watch == NULL) {
        return E_BUSY;
    }
    return o->record_path != NULL ? record_open(&server->record, o->record_path) : OK;
}

static struct mg_context *start_civet(struct server *server, const char *listen)
{
    char threads[12], request_ms[12], idle_ms[12];
    const char *options[] = {
        "listening_ports",
        listen,
        "num_threads",
        threads,
        "tcp_nodelay",
        "1",
        "request_timeout_ms",
        request_ms,
        "keep_alive_timeout_ms",
        idle_ms,
        "enable_keep_alive",
        server->keep_alive ? "yes" : "no",
        "listen_backlog",
        "1024",
        "connection_queue",
        "256",
        "decode_url",
        "no",
        "decode_query_string",
        "no",
        "enable_directory_listing",
        "no",
        "access_control_allow_origin",
        "",
        "access_control_allow_methods",
        "",
        "access_control_allow_headers",
        "",
        NULL,
    };
    /* No log_access: for it each request would call localtime(), which threads may not share. */
    struct mg_callbacks callbacks = {
        .begin_request = begin_request,
        .http_error = http_error,
        .log_message = log_message,
        .init_connection = init_connection,
        .connection_closed = connection_closed,
        .init_thread = init_thread,
        .exit_thread = exit_thread,
    };

    (void)snprintf(threads, sizeof threads, "%d", server->threads);
    (void)snprintf(request_ms, sizeof request_ms, "%lld", (long long)server->body_deadline_ms);
    (void)snprintf(idle_ms, sizeof idle_ms, "%d", HTTP_IDLE_MS_MAX);
    return mg_start(&callbacks, server, options);
}

static void server_free(struct server *server)
{
    watch_close(server->watch);
    ratelimit_close(server->ratelimit);
    metrics_close(server->metrics);
    record_close(server->record);
    mem_free(server);
}

enum status server_start(struct server **out, const struct server_options *options)
{
    struct mg_server_port port;
    struct server *server;
    char address[ADDRESS_BYTES];
    enum status s = parse_listen(options->listen, address);

    if (s != OK) {
        return s;
    }
    server = mem_alloc(sizeof *server);
    if (server == NULL) {
        return E_BUSY;
    }
    memset(server, 0, sizeof *server);
    memcpy(server->address, address, sizeof address);
    s = take_options(server, options);
    if (s != OK) {
        server_free(server);
        return s;
    }
    server->civet = start_civet(server, options->listen);
    if (server->civet == NULL) {
        server_free(server);
        return E_BUSY;
    }
    if (mg_get_server_ports(server->civet, 1, &port) == 1) {
        server->port = port.port;
    }
    s = options->public_url != NULL ? set_origin(server, options->public_url) : OK;
    if (s != OK) {
        server_stop(server);
        return s;
    }
    atomic_store(&server->stopping, false);
    *out = server;
    return OK;
}

int server_port(const struct server *server)
{
    return server->port;
}

/* mg_stop drops answers in flight, so they are waited for before; and it waits 2 s for every thread
 * that sleeps on a socket, so those are woken by shutting it. */
void server_stop(struct server *server)
{
    const struct timespec tick = {0, DRAIN_TICK_NS};
    int64_t until_ms = clock_monotonic_ms() + HTTP_DRAIN_MS_MAX;

    atomic_store(&server->stopping, true);
    while (atomic_load(&server->in_flight) > 0 && clock_monotonic_ms() < until_ms) {
        (void)nanosleep(&tick, NULL);
    }
    sockets_shut_port(server->address, server->port);
    mg_stop(server->civet);
    server_free(server);
}

const char *server_metrics(struct server *server, struct arena *a)
{
    return metrics_text(server->metrics, atomic_load(&server->in_flight), a);
}
