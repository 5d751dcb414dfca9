/* request.c - see request.h. */
#include "app/api/request.h"

#include "app/api/booking_json.h"
#include "app/api/draft_body.h"
#include "app/api/request_json.h"
#include "app/domain/call.h"
#include "app/domain/ids.h"
#include "app/domain/offer.h"
#include "app/domain/widen.h"

static json_t *preview(struct request *rq, const void *arg)
{
    (void)rq;
    return preview_json(arg);
}

enum status api_request_preview(struct request *rq)
{
    struct request_preview p = {0};
    enum status s = draft_body(rq, false, &p.draft);

    return s == OK ? reply_read(rq, request_preview, &p, preview) : s;
}

static json_t *candidates(struct request *rq, const void *arg)
{
    const struct request_candidates *c = arg;
    json_t *list = json_array();

    (void)rq;
    for (int i = 0; i < c->n; i++) {
        int64_t minor = c->prices_minor != NULL ? c->prices_minor[i] : -1;

        (void)json_array_append_new(list, candidate_json(&c->list[i], minor));
    }
    return json_fields(J_JSON("items", list), J_END);
}

enum status api_request_draft_candidates(struct request *rq)
{
    struct request_candidates c = {0};
    enum status s = draft_body(rq, false, &c.draft);

    return s == OK ? reply_read(rq, request_candidates_of_draft, &c, candidates) : s;
}

enum status api_request_candidates(struct request *rq)
{
    struct request_candidates c = {0};
    enum status s = request_id_param(rq, 0, ID_REQUEST, &c.request_id);

    return s == OK ? reply_read(rq, request_candidates, &c, candidates) : s;
}

static json_t *sent(struct request *rq, const void *arg)
{
    const struct request_sending *sending = arg;

    (void)rq;
    return request_view_json(&sending->view);
}

enum status api_request_send(struct request *rq)
{
    struct request_sending sending = {0};
    enum status s = draft_body(rq, true, &sending.draft);

    return s == OK ? reply_write(rq, 201, request_send, &sending, sent) : s;
}

static enum status reply_requests(struct request *rq, const struct request_listing *l, int limit)
{
    int shown = l->n > limit ? limit : l->n;
    const struct request_row *last = &l->rows[shown > 0 ? shown - 1 : 0];
    json_t *items = json_array();

    for (int i = 0; i < shown; i++) {
        (void)json_array_append_new(items, request_row_json(&l->rows[i]));
    }
    return reply_page(rq, items, l->n > shown, shown > 0 ? last->start_at : 0,
                      shown > 0 ? last->id : 0);
}

enum status api_requests(struct request *rq)
{
    static const char *const states[] = {"open", "matched", "withdrawn", "unfilled", NULL};
    struct page page;
    struct request_listing l = {.of = {.before_start_at = INT64_MAX, .before_id = INT64_MAX}};
    const struct field more[] = {
        OPT_ID("household_id", ID_HOUSEHOLD, &l.of.household_id),
        OPT_CHOICE("state", states, &l.of.state),
        FIELD_END,
    };
    enum status s = request_page(rq, more, &page);

    if (s == OK && page.has_cursor) {
        l.of.before_start_at = page.after_key;
        l.of.before_id = page.after_id;
    }
    l.max = s == OK ? page.limit + 1 : 0;
    s = s == OK ? ctx_read(&rq->ctx, request_listing, &l) : s;
    return s == OK ? reply_requests(rq, &l, page.limit) : s;
}

static json_t *look(struct request *rq, const void *arg)
{
    (void)rq;
    return request_view_json(arg);
}

enum status api_request(struct request *rq)
{
    struct request_view v = {0};
    enum status s = request_id_param(rq, 0, ID_REQUEST, &v.id);

    return s == OK ? reply_read(rq, request_look, &v, look) : s;
}

static json_t *withdrawn(struct request *rq, const void *arg)
{
    const struct request_withdrawal *w = arg;

    (void)rq;
    return request_view_json(&w->view);
}

enum status request_stale(struct request *rq, enum status s, struct request_view *now)
{
    return reply_stale(rq, s, "request", request_look, now, look);
}

static enum status stale(struct request *rq, enum status s, int64_t request_id)
{
    struct request_view v = {.id = request_id};

    return request_stale(rq, s, &v);
}

enum status api_request_withdraw(struct request *rq)
{
    struct request_withdrawal w = {0};
    enum status s = request_id_param(rq, 0, ID_REQUEST, &w.request_id);

    s = s == OK ? reply_write(rq, 200, request_withdraw, &w, withdrawn) : s;
    return stale(rq, s, w.request_id);
}

static json_t *widened(struct request *rq, const void *arg)
{
    const struct widening *w = arg;

    (void)rq;
    return request_view_json(&w->view);
}

enum status api_request_widen(struct request *rq)
{
    json_t *audience = NULL;
    const struct field body[] = {FIELD_JSON("audience", &audience), FIELD_END};
    struct widening w = {0};
    enum status s = request_id_param(rq, 0, ID_REQUEST, &w.request_id);

    s = s == OK ? request_fields(rq, body) : s;
    s = s == OK ? audience_body(rq, audience, &w.draft) : s;
    if (s == OK && !w.draft.to_all && w.draft.group_id == 0 && w.draft.members_n == 0) {
        s = invalid(&rq->ctx, "audience.member_ids");
    }
    s = s == OK ? reply_write(rq, 200, request_widen, &w, widened) : s;
    return stale(rq, s, w.request_id);
}

static json_t *chosen(struct request *rq, const void *arg)
{
    const struct choose *choose = arg;

    (void)rq;
    return booking_json(&choose->booking);
}

struct offer_stale {
    int64_t offer_id;
    struct request_view view;
};

static enum status look_at_ask(struct ctx *x, void *arg)
{
    struct offer_stale *o = arg;
    struct offer_row offer;
    enum status s = store_offer_get(x->tx, o->offer_id, &offer);

    o->view = (struct request_view){.id = s == OK ? offer.request_id : 0};
    return s == OK ? request_look(x, &o->view) : s;
}

static json_t *ask_now(struct request *rq, const void *arg)
{
    const struct offer_stale *o = arg;

    (void)rq;
    return request_view_json(&o->view);
}

static enum status stale_offer(struct request *rq, enum status s, int64_t offer_id)
{
    struct offer_stale o = {.offer_id = offer_id};

    return reply_stale(rq, s, "request", look_at_ask, &o, ask_now);
}

enum status api_offer_choose(struct request *rq)
{
    struct choose choose = {0};
    enum status s = request_id_param(rq, 0, ID_OFFER, &choose.offer_id);

    s = s == OK ? reply_write(rq, 201, offer_choose, &choose, chosen) : s;
    return stale_offer(rq, s, choose.offer_id);
}

enum status api_offer_reserve(struct request *rq)
{
    int64_t id = 0;
    enum status s = request_id_param(rq, 0, ID_OFFER, &id);

    s = s == OK ? reply_write(rq, 204, offer_reserve, &id, NULL) : s;
    return stale_offer(rq, s, id);
}

/* It writes, for the looks are noted; two guardians may look at once. */
enum status api_request_calls(struct request *rq)
{
    struct call_list l = {0};
    json_t *list = json_array();
    enum status s = request_id_param(rq, 0, ID_REQUEST, &l.request_id);

    s = s == OK ? ctx_tx(&rq->ctx, request_calls, &l) : s;
    for (int i = 0; s == OK && i < l.n; i++) {
        (void)json_array_append_new(list,
                                    json_fields(J_ID("member_id", ID_MEMBER, l.calls[i].member_id),
                                                J_TEXT("display_name", l.calls[i].display_name),
                                                J_TEXT("phone", l.calls[i].phone), J_END));
    }
    if (s != OK) {
        json_decref(list);
        return stale(rq, s, l.request_id);
    }
    return reply_json(rq, 200, json_fields(J_JSON("items", list), J_END));
}
