/* answer.c - see answer.h. */
#include "app/http/answer.h"

#include "app/base/buf.h"
#include "app/base/limits.h"
#include "app/http/router.h"
#include "app/http/wire.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#define HEAD_BYTES_MAX   (8 * 1024)
#define ANSWER_BYTES_MAX ARENA_REQUEST_BYTES_MAX

/* Every answer, whatever it is (security.md section 2). */
static const char always[] = "X-Content-Type-Options: nosniff\r\n"
                             "Cross-Origin-Opener-Policy: same-origin\r\n"
                             "Cross-Origin-Resource-Policy: same-origin\r\n";
static const char referrer[] = "Referrer-Policy: no-referrer\r\n";
static const char policy[] =
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n";

struct code {
    int http;
    const char *words;
};
static const struct code codes[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
};

static const char *words_of(int http)
{
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (codes[i].http == http) {
            return codes[i].words;
        }
    }
    return "Status";
}

static void add_date(const struct request *rq, struct buf *b)
{
    time_t now = (time_t)(rq->ctx.now / SECOND_MS);
    char text[40];
    struct tm tm;

    if (gmtime_r(&now, &tm) != NULL &&
        strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &tm) > 0) {
        buf_printf(b, "Date: %s\r\n", text);
    }
}

static bool says(const struct request *rq, const char *name)
{
    return rq->head_more != NULL && strstr(rq->head_more, name) != NULL;
}

static void add_head(struct request *rq, const struct answer *a, struct buf *b)
{
    buf_printf(b, "HTTP/1.1 %d %s\r\n", a->http, words_of(a->http));
    add_date(rq, b);
    if (a->type != NULL) {
        buf_printf(b, "Content-Type: %s\r\n", a->type);
    }
    if (a->http != 204 && a->http != 304) {
        buf_printf(b, "Content-Length: %zu\r\n", a->body.len);
    }
    if (a->filename != NULL) {
        buf_printf(b, "Content-Disposition: attachment; filename=\"%s\"\r\n", a->filename);
    }
    if (a->etag != NULL) {
        buf_printf(b, "ETag: %s\r\n", a->etag);
    }
    buf_text(b,
             a->may_cache ? "Cache-Control: private, no-cache\r\n" : "Cache-Control: no-store\r\n");
    buf_printf(b, "X-Request-Id: %s\r\n", rq->request_id);
    buf_text(b, always);
    buf_text(b, says(rq, "Referrer-Policy:") ? "" : referrer);
    buf_text(b, says(rq, "Content-Security-Policy:") ? "" : policy);
    buf_text(b, rq->head_more != NULL ? rq->head_more : "");
    buf_text(b, rq->conn->keep ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
}

enum status answer_send(struct request *rq, const struct answer *a)
{
    struct buf b;

    buf_init(&b, rq->ctx.arena, HEAD_BYTES_MAX + ANSWER_BYTES_MAX);
    rq->conn->keep = rq->conn->keep && rq->conn->body_left == 0 && a->withheld == 0;
    add_head(rq, a, &b);
    if (strcmp(rq->method, "HEAD") != 0) {
        buf_add(&b, a->body.data, a->body.len);
    }
    if (buf_done(&b) == NULL) {
        return E_BUSY;
    }
    if (a->withheld < b.len) {
        rq->conn->write(rq->conn, b.data, b.len - a->withheld);
    }
    rq->replied = true;
    rq->http = a->http;
    rq->answer_type = a->type;
    rq->answer = a->body;
    return OK;
}

static int add_text(const char *text, size_t len, void *arg)
{
    struct buf *b = arg;

    buf_add(b, text, len);
    return b->broken ? -1 : 0;
}

enum status answer_json(struct request *rq, json_t *v, struct slice *text)
{
    struct buf b;
    int failed;

    if (v == NULL) {
        return E_BUSY;
    }
    buf_init(&b, rq->ctx.arena, ANSWER_BYTES_MAX);
    failed = json_dump_callback(v, add_text, &b, JSON_COMPACT | JSON_ENCODE_ANY);
    json_decref(v);
    if (failed != 0 || buf_done(&b) == NULL) {
        return E_BUSY;
    }
    *text = (struct slice){(const uint8_t *)b.data, b.len};
    return OK;
}

enum status answer_allowed(struct request *rq)
{
    if (rq->query_n == 0 || rq->query_read || strncmp(rq->path, "/api/", 5) != 0) {
        return OK;
    }
    rq->ctx.reason = R_QUERY_INVALID;
    rq->ctx.field = request_shown(rq, rq->query[0].key);
    return E_INVALID;
}
