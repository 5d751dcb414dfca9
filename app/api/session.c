/* session.c - see session.h. */
#include "app/api/session.h"

#include "app/api/authz.h"
#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "app/domain/login.h"
#include "app/domain/pending.h"
#include "app/domain/second_factor.h"
#include "app/http/reply.h"

static enum status set_cookies(struct request *rq, const char *token, const char *device_token)
{
    enum status s =
        token != NULL ? reply_cookie(rq, SESSION_COOKIE, token, SESSION_MS_MAX / SECOND_MS) : OK;

    return s == OK && device_token != NULL
               ? reply_cookie(rq, DEVICE_COOKIE, device_token, DEVICE_TRUST_MS / SECOND_MS)
               : s;
}

/* A key that is only there when it has something to say. */
static enum status add_text(json_t *o, const char *key, const char *text)
{
    return text == NULL || json_object_set_new(o, key, json_string(text)) == 0 ? OK : E_BUSY;
}

static enum status send_tokens(struct request *rq, int http, json_t *o, const char *token,
                               const char *device_token)
{
    enum status s = o != NULL ? add_text(o, "token", token) : E_BUSY;

    s = s == OK ? add_text(o, "device_token", device_token) : s;
    if (s != OK) {
        json_decref(o);
        return s;
    }
    return reply_json(rq, http, o);
}

enum status session_send(struct request *rq, const struct session_start *start, bool bearer)
{
    enum status s = bearer ? OK : set_cookies(rq, start->token, start->device_token);
    json_t *o;

    if (s != OK) {
        return s;
    }
    o = json_fields(J_ID("session_id", ID_SESSION, start->id),
                    J_ID("member_id", ID_MEMBER, start->member_id),
                    J_TIME("expires_at", start->expires_at), J_END);
    return send_tokens(rq, 201, o, bearer ? start->token : NULL,
                       bearer ? start->device_token : NULL);
}

enum status session_send_ticket(struct request *rq, const char *pending, int64_t expires_at,
                                const char *method)
{
    return reply_json(rq, 202,
                      json_fields(J_TEXT("pending", pending), J_TIME("expires_at", expires_at),
                                  J_TEXT("method", method), J_END));
}

enum status session_send_token(struct request *rq, const char *token)
{
    bool bearer = authz_is_bearer(rq);
    enum status s = bearer ? OK : set_cookies(rq, token, NULL);
    json_t *o;

    if (s != OK) {
        return s;
    }
    o = json_fields(J_ID("session_id", ID_SESSION, rq->ctx.session_id),
                    J_TIME("stepped_up_at", rq->ctx.now), J_END);
    return send_tokens(rq, 200, o, bearer ? token : NULL, NULL);
}

enum status api_log_in(struct request *rq)
{
    bool bearer = false;
    struct login l = {.device_token = request_cookie(rq, DEVICE_COOKIE), .address = rq->remote};
    const struct field body[] = {
        FIELD_TEXT("email", 1, EMAIL_BYTES_MAX, &l.email),
        FIELD_TEXT("password", 1, PASSWORD_BYTES_MAX, &l.password),
        OPT_TEXT("totp", 1, CODE_TYPED_CHARS_MAX, &l.totp),
        OPT_TEXT("device_token", TOKEN_CHARS, TOKEN_CHARS, &l.device_token),
        OPT_TEXT("device_label", 0, NAME_CHARS_MAX, &l.device_label),
        OPT_BOOL("bearer", &bearer),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    s = s == OK ? login_begin(&rq->ctx, &l) : s;
    if (s != OK) {
        return s;
    }
    return l.begun ? session_send(rq, &l.start, bearer)
                   : session_send_ticket(rq, l.pending, l.expires_at, l.by_totp ? "totp" : "mail");
}

enum status api_log_in_confirm(struct request *rq)
{
    bool bearer = false;
    struct login_code c = {0};
    const struct field body[] = {
        FIELD_TEXT("pending", 1, PENDING_TEXT_MAX, &c.pending),
        FIELD_TEXT("code", 1, CODE_TYPED_CHARS_MAX, &c.code),
        OPT_TEXT("device_label", 0, NAME_CHARS_MAX, &c.device_label),
        OPT_BOOL("bearer", &bearer),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    s = s == OK ? login_confirm(&rq->ctx, &c) : s;
    return s == OK ? session_send(rq, &c.start, bearer) : s;
}

static json_t *session_json(const struct request *rq, const struct session *row)
{
    return json_fields(J_ID("id", ID_SESSION, row->id), J_TEXT("device", row->device_label),
                       J_TIME("created_at", row->created_at),
                       J_TIME("last_seen_at", row->last_seen_at),
                       J_TIME("expires_at", row->expires_at),
                       J_BOOL("this", row->id == rq->ctx.session_id), J_END);
}

enum status api_sessions(struct request *rq)
{
    static const struct field none[] = {FIELD_END};
    struct page page;
    struct session_listing l = {.before_id = INT64_MAX};
    enum status s = request_page(rq, none, &page);
    json_t *items;
    int shown;

    l.before_id = s == OK && page.has_cursor ? page.after_id : INT64_MAX;
    l.max = s == OK ? page.limit + 1 : 0;
    s = s == OK ? ctx_read(&rq->ctx, session_list, &l) : s;
    if (s != OK) {
        return s;
    }
    shown = l.n > page.limit ? page.limit : l.n;
    items = json_array();
    for (int i = 0; i < shown; i++) {
        (void)json_array_append_new(items, session_json(rq, &l.sessions[i]));
    }
    return reply_page(rq, items, l.n > shown, 0, shown > 0 ? l.sessions[shown - 1].id : 0);
}

/* The browser forgets a token that is no longer good. */
static enum status logged_out(struct request *rq)
{
    enum status s = reply_cookie(rq, SESSION_COOKIE, NULL, 0);

    return s == OK ? reply_nothing(rq) : s;
}

enum status api_session_end(struct request *rq)
{
    int64_t id;
    enum status s = request_id_param(rq, 0, ID_SESSION, &id);

    s = s == OK ? ctx_tx(&rq->ctx, session_end, &id) : s;
    if (s != OK) {
        return s;
    }
    return id == rq->ctx.session_id ? logged_out(rq) : reply_nothing(rq);
}

enum status api_sessions_end(struct request *rq)
{
    enum status s = ctx_tx(&rq->ctx, session_end_all, NULL);

    return s == OK ? logged_out(rq) : s;
}

enum status api_step_up_code(struct request *rq)
{
    enum status s = ctx_tx(&rq->ctx, second_factor_send, NULL);

    return s == OK ? reply_nothing(rq) : s;
}

enum status api_step_up(struct request *rq)
{
    struct step_up up = {0};
    const struct field body[] = {
        OPT_TEXT("password", 1, PASSWORD_BYTES_MAX, &up.password),
        OPT_TEXT("code", 1, CODE_TYPED_CHARS_MAX, &up.code),
        OPT_TEXT("totp", 1, CODE_TYPED_CHARS_MAX, &up.totp),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    s = s == OK ? second_factor_step_up(&rq->ctx, &up) : s;
    return s == OK ? session_send_token(rq, up.token) : s;
}
