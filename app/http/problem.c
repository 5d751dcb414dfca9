/* problem.c - errors as application/problem+json; see answer.h. */
#include "app/http/answer.h"
#include "app/http/reply.h"
#include "app/http/server_parts.h"

#include <string.h>

#define RETRY_BUSY_S     1  /* a full queue empties within that */
#define RETRY_TOO_MANY_S 60 /* when a rule, not a bucket, counted */

static const char last_resort[] =
    "HTTP/1.1 503 Service Unavailable\r\n"
    "Content-Type: application/problem+json\r\n"
    "Content-Length: 62\r\n"
    "Cache-Control: no-store\r\n"
    "Retry-After: 1\r\n"
    "Connection: close\r\n\r\n"
    "{\"type\":\"urn:otagai:problem:busy\",\"title\":\"busy\",\"status\":503}";

/* What HTTP wants beside the status: RFC 9110 sections 10.2.3, 11.6.1 and 15.5.6. */
static enum status add_headers(struct request *rq, enum status s)
{
    if (s == E_UNAUTHORISED) {
        return reply_header(rq, "WWW-Authenticate", "Bearer realm=\"otagai\"");
    }
    if (s == E_METHOD) {
        return reply_header(rq, "Allow", router_allowed(rq->server->routes, rq));
    }
    if (s == E_BUSY || s == E_TOO_MANY) {
        int usual_s = s == E_BUSY ? RETRY_BUSY_S : RETRY_TOO_MANY_S;
        int wait_s = rq->retry_after_s > 0 ? rq->retry_after_s : usual_s;
        const char *text = arena_printf(rq->ctx.arena, "%d", wait_s);

        return text != NULL ? reply_header(rq, "Retry-After", text) : E_BUSY;
    }
    return OK;
}

static bool put(json_t *o, const char *key, const char *prefix, const char *text)
{
    json_t *v = json_sprintf("%s%s", prefix, text);

    return v != NULL && json_object_set_new(o, key, v) == 0;
}

/* RFC 9457 section 3.2: an extension member. */
static bool put_present(json_t *o, const struct request *rq)
{
    json_t *v = json_loadb((const char *)rq->present.data, rq->present.len, 0, NULL);

    return v != NULL && json_object_set_new(o, rq->present_key, v) == 0;
}

static json_t *problem_of(const struct request *rq, enum status s)
{
    const char *reason = s != E_INTERNAL ? reason_text(rq->ctx.reason) : NULL;
    const char *field = s != E_INTERNAL ? rq->ctx.field : NULL;
    json_t *o = json_object();
    bool fine = o != NULL && put(o, "type", "urn:otagai:problem:", status_wire(s)) &&
                put(o, "title", "", status_wire(s)) &&
                json_object_set_new(o, "status", json_integer(status_http(s))) == 0;

    fine = fine && (reason == NULL || put(o, "reason", "", reason));
    fine = fine && (field == NULL || put(o, "field", "", field));
    fine = fine && (rq->present_key == NULL || s != E_CONFLICT || put_present(o, rq));
    fine = fine && put(o, "instance", "urn:otagai:request:", rq->request_id);
    if (!fine) {
        json_decref(o);
        return NULL;
    }
    return o;
}

static void log_internal(struct request *rq)
{
    log_event(rq->ctx.log, rq->ctx.now, LOG_ERROR, "http.internal",
              LOG_TEXT("route", rq->route != NULL ? rq->route->pattern : "-"),
              LOG_TEXT("request_id", rq->request_id), LOG_END);
}

void problem_send(struct request *rq, enum status s)
{
    struct answer a = {.http = status_http(s), .type = "application/problem+json"};
    enum status sent = add_headers(rq, s);

    if (s == E_INTERNAL) {
        log_internal(rq);
    }
    if (sent == OK) {
        sent = answer_json(rq, problem_of(rq, s), &a.body);
    }
    if (sent == OK) {
        sent = answer_send(rq, &a);
    }
    if (sent != OK) {
        rq->conn->keep = false;
        rq->conn->write(rq->conn, last_resort, sizeof last_resort - 1);
        rq->replied = true;
        rq->http = status_http(E_BUSY);
    }
}
