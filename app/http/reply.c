/* reply.c - see reply.h; reply_write is in idempotency.c, json_fields in json.c. */
#include "app/http/reply.h"

#include "app/base/crypto.h"
#include "app/http/answer.h"
#include "app/http/cursor.h"
#include "app/http/router.h"

#include <inttypes.h>
#include <string.h>

#define ETAG_BYTES 16 /* of the SHA-256: two pages of one list never meet by chance */

enum status reply_header(struct request *rq, const char *name, const char *value)
{
    const char *before = rq->head_more != NULL ? rq->head_more : "";
    char *line;

    if (strpbrk(name, "\r\n:") != NULL || strpbrk(value, "\r\n") != NULL) {
        return E_INTERNAL; /* a caller put something foreign into the head */
    }
    line = arena_printf(rq->ctx.arena, "%s%s: %s\r\n", before, name, value);
    if (line == NULL) {
        return E_BUSY;
    }
    rq->head_more = line;
    return OK;
}

enum status reply_cookie(struct request *rq, const char *name, const char *value, int64_t max_age_s)
{
    int64_t age_s = value != NULL ? max_age_s : 0;
    const char *age = "", *line;

    if (value == NULL || max_age_s > 0) {
        age = arena_printf(rq->ctx.arena, "; Max-Age=%" PRId64, age_s);
    }
    line = age != NULL
               ? arena_printf(rq->ctx.arena, "%s=%s; Path=/; Secure; HttpOnly; SameSite=Lax%s",
                              name, value != NULL ? value : "", age)
               : NULL;
    return line != NULL ? reply_header(rq, "Set-Cookie", line) : E_BUSY;
}

static const char *etag_of(struct request *rq, struct slice body)
{
    uint8_t digest[SHA256_BYTES];
    char hex[2 * ETAG_BYTES + 1];

    sha256(body.data, body.len, digest);
    hex_encode(digest, ETAG_BYTES, hex);
    return arena_printf(rq->ctx.arena, "\"%s\"", hex);
}

/* RFC 9110 section 13.1.2: a list of entity-tags, compared weakly, or "*". */
static bool client_has(const struct request *rq, const char *etag)
{
    const char *list = request_header(rq, "If-None-Match");
    const char *at;

    if (list == NULL) {
        return false;
    }
    at = strstr(list, etag); /* an etag has quotes at both ends: nothing else contains it */
    return at != NULL || strcmp(list, "*") == 0;
}

static enum status send_conditional(struct request *rq, struct answer *a)
{
    a->may_cache = true;
    a->etag = etag_of(rq, a->body);
    if (a->etag == NULL) {
        return E_BUSY;
    }
    if (client_has(rq, a->etag)) {
        a->http = 304;
        a->type = NULL;
        a->body = (struct slice){NULL, 0};
    }
    return answer_send(rq, a);
}

enum status reply_json(struct request *rq, int http, json_t *v)
{
    struct slice text;
    enum status s = answer_json(rq, v, &text);

    return s == OK ? reply_json_text(rq, http, text) : s;
}

enum status reply_json_text(struct request *rq, int http, struct slice text)
{
    struct answer a = {.http = http, .type = "application/json", .body = text};
    enum status s = answer_allowed(rq);

    if (s != OK) {
        return s;
    }
    if (http == 200 && (rq->route->flags & ROUTE_CONDITIONAL) != 0) {
        return send_conditional(rq, &a);
    }
    return answer_send(rq, &a);
}

enum status reply_nothing(struct request *rq)
{
    struct answer a = {.http = 204};
    enum status s = answer_allowed(rq);

    return s == OK ? answer_send(rq, &a) : s;
}

enum status reply_redirect(struct request *rq, const char *url)
{
    struct answer a = {.http = 303};
    enum status s = reply_header(rq, "Location", url);

    return s == OK ? answer_send(rq, &a) : s;
}

enum status reply_page(struct request *rq, json_t *items, bool has_more, int64_t last_key,
                       int64_t last_id)
{
    const char *cursor = NULL;
    enum status s = has_more ? cursor_make(rq, last_key, last_id, &cursor) : OK;

    if (s != OK) {
        json_decref(items);
        return s;
    }
    return reply_json(rq, 200,
                      json_fields(J_JSON("items", items), J_TEXT("next_cursor", cursor), J_END));
}

enum status reply_bytes(struct request *rq, const char *type, const char *filename,
                        struct slice bytes)
{
    struct answer a = {.http = 200, .type = type, .body = bytes, .filename = filename};
    enum status s = answer_allowed(rq);

    if (s == OK && (rq->route->flags & ROUTE_CONDITIONAL) != 0) {
        return send_conditional(rq, &a);
    }
    return s == OK ? answer_send(rq, &a) : s;
}

enum status reply_cut(struct request *rq, int http, const char *type, struct slice bytes,
                      enum reply_cut cut)
{
    struct answer a = {.http = http, .type = type, .body = bytes};

    if (cut == REPLY_HALF) {
        a.withheld = bytes.len - bytes.len / 2;
    } else if (cut == REPLY_NOTHING) {
        a.withheld = SIZE_MAX;
    }
    return answer_send(rq, &a);
}

enum status reply_stale(struct request *rq, enum status s, const char *key, ctx_fn fn, void *arg,
                        shape_fn shape)
{
    enum reason reason = rq->ctx.reason;
    const char *field = rq->ctx.field;

    if (s != E_CONFLICT) {
        return s;
    }
    if (ctx_read(&rq->ctx, fn, arg) == OK && answer_json(rq, shape(rq, arg), &rq->present) == OK) {
        rq->present_key = key;
    }
    rq->ctx.reason = reason;
    rq->ctx.field = field;
    return s;
}

enum status reply_read(struct request *rq, ctx_fn fn, void *arg, shape_fn shape)
{
    enum status s = answer_allowed(rq);

    if (s == OK) {
        s = ctx_read(&rq->ctx, fn, arg);
    }
    return s == OK ? reply_json(rq, 200, shape(rq, arg)) : s;
}
