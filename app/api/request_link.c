/* request_link.c - an ask's link; see again.h. */
#include "app/domain/request_link.h"
#include "app/api/again.h"
#include "app/api/ask.h"
#include "app/api/request_json.h"
#include "app/domain/ids.h"

static json_t *made(struct request *rq, const void *arg)
{
    const struct link_making *m = arg;

    (void)rq;
    return json_fields(J_TEXT("token", m->token), J_TIME("expires_at", m->expires_at), J_END);
}

enum status api_request_link_make(struct request *rq)
{
    struct link_making m = {0};
    struct request_view now = {0};
    enum status s = request_id_param(rq, 0, ID_REQUEST, &m.request_id);

    s = s == OK ? reply_write(rq, 201, request_link_make, &m, made) : s;
    now.id = m.request_id;
    return request_stale(rq, s, &now);
}

static json_t *opened(struct request *rq, const void *arg)
{
    const struct link_view *v = arg;
    const struct request_row *r = &v->row;

    (void)rq;
    return json_fields(
        J_ID("asked_by", ID_MEMBER, r->asked_by), J_TEXT("asker_name", v->asker_name),
        J_TEXT("request_state", r->state), J_TEXT("kind", r->kind), J_TEXT("care_at", r->care_at),
        J_TIME("start_at", r->start_at), J_TIME("end_at", r->end_at),
        J_TIME("until_at", r->until_at), J_TIME("closes_at", r->closes_at),
        J_BOOL("urgent", r->urgent), J_BOOL("sick", r->sick), J_BOOL("meal", r->meal),
        J_I64("children_n", v->children_n), J_I64("youngest_years", v->youngest_years),
        J_I64("oldest_years", v->oldest_years),
        J_JSON("fee", fee_json(r->fee_mode, r->rate_minor, 0)), J_TEXT("currency", r->currency),
        J_ID_OPT("ask_id", ID_OFFER, v->offer_id),
        J_ID_OPT("request_id", ID_REQUEST, v->own ? r->id : 0),
        J_BOOL("may_ask_in", !v->own && v->offer_id == 0 && v->why_not == R_NONE),
        J_TEXT("reason", reason_text(v->why_not)), J_END);
}

enum status api_request_link(struct request *rq)
{
    struct link_view v = {.token = rq->params[0].value};

    return reply_read(rq, request_link_open, &v, opened);
}

static json_t *asked_in(struct request *rq, const void *arg)
{
    const struct asking_in *a = arg;

    (void)rq;
    return ask_view_json(&a->view);
}

enum status api_request_link_ask_in(struct request *rq)
{
    struct asking_in a = {.token = rq->params[0].value};

    return reply_write(rq, 200, request_link_ask_in, &a, asked_in);
}
