/* call.c - a call's memory, its answer and its refusals; see parts.h. */
#include "payments/sandbox/object.h"

#include <string.h>

struct sandbox *sandbox_of(const struct request *rq)
{
    return *(struct sandbox *const *)rq->app;
}

int64_t sandbox_now(struct sandbox *sb)
{
    return clock_now(sb->clock) + atomic_load(&sb->shift_ms);
}

enum status call_open(struct call *c, struct tx *t)
{
    c->t = t;
    c->status = OK;
    c->http = 0;
    c->answer = NULL;
    c->forget = false;
    c->pool = json_array();
    return c->pool != NULL ? OK : E_BUSY;
}

void call_close(struct call *c)
{
    json_decref(c->pool);
    c->pool = NULL;
    c->answer = NULL;
    c->t = NULL;
}

json_t *own(struct call *c, json_t *v)
{
    if (v == NULL || json_array_append_new(c->pool, v) != 0) {
        well(c, E_BUSY);
        return NULL;
    }
    return v;
}

bool going(const struct call *c)
{
    return c->status == OK && c->http == 0;
}

bool well(struct call *c, enum status s)
{
    if (c->status == OK) {
        c->status = s;
    }
    return s == OK;
}

void answer(struct call *c, json_t *object)
{
    json_t *shown;

    if (!going(c) || object == NULL) {
        return;
    }
    shown = object_expanded(c, object, "");
    if (going(c)) {
        c->http = 200;
        c->answer = shown;
    }
}

json_t *refuse_call(struct call *c, int http, const char *type, const char *code,
                    const char *message)
{
    json_t *error = json_fields(J_TEXT("type", type), J_TEXT("message", message), J_END);
    json_t *body = own(c, json_fields(J_JSON("error", error), J_END));

    if (error != NULL && code != NULL) {
        set_text(c, error, "code", code);
    }
    c->http = http;
    c->answer = body;
    return error;
}

void refuse_param(struct call *c, const char *code, const char *name, const char *fmt, ...)
{
    va_list args;
    const char *message;
    json_t *error;

    va_start(args, fmt);
    message = arena_vprintf(c->arena, fmt, args);
    va_end(args);
    error = refuse_call(c, 400, "invalid_request_error", code, message);
    if (error != NULL && name != NULL) {
        set_text(c, error, "param", name);
    }
    c->forget = true;
}

void refuse_missing(struct call *c, const char *what, const char *ref, const char *name)
{
    refuse_param(c, "resource_missing", name != NULL ? name : "id", "No such %s: '%s'", what, ref);
    c->http = name != NULL ? 400 : 404;
}
