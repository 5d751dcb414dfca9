/* disaster.c - see office.h: 災害モード, and who is with whom. */
#include "app/domain/disaster.h"
#include "app/api/office.h"
#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

static json_t *switched(struct request *rq, const void *arg)
{
    const struct disaster_switch *d = arg;

    (void)rq;
    return json_fields(J_ID("id", ID_DISASTER, d->row.id), J_TEXT("reason", d->row.reason),
                       J_ID("on_by", ID_MEMBER, d->row.on_by), J_TIME("on_at", d->row.on_at),
                       J_TEXT("off_reason", d->row.off_reason),
                       J_ID_OPT("off_by", ID_MEMBER, d->row.off_by),
                       J_TIME_OPT("off_at", d->row.off_at), J_I64("told", d->told), J_END);
}

static enum status turn(struct request *rq, ctx_fn fn)
{
    struct disaster_switch d = {0};
    const struct field body[] = {FIELD_TEXT("reason", 1, DISASTER_REASON_MAX, &d.reason),
                                 FIELD_END};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &d.community_id);

    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 200, fn, &d, switched) : s;
}

enum status api_disaster_on(struct request *rq)
{
    return turn(rq, disaster_on);
}

enum status api_disaster_off(struct request *rq)
{
    return turn(rq, disaster_off);
}

static json_t *phone_json(const struct disaster_phone *p)
{
    return json_fields(J_ID("member_id", ID_MEMBER, p->member_id),
                       J_TEXT("display_name", p->display_name), J_TEXT("phone", p->phone), J_END);
}

static json_t *children_json(const struct disaster_line *l)
{
    json_t *list = json_array();

    for (int i = 0; i < l->children_n; i++) {
        (void)json_array_append_new(list,
                                    json_fields(J_ID("child_id", ID_CHILD, l->child_ids[i]),
                                                J_TEXT("call_name", l->call_names[i]), J_END));
    }
    return list;
}

static json_t *line_json(const struct disaster_line *l)
{
    json_t *guardians = json_array();

    for (int i = 0; i < l->guardians_n; i++) {
        (void)json_array_append_new(guardians, phone_json(&l->guardians[i]));
    }
    return json_fields(
        J_ID("booking_id", ID_BOOKING, l->booking->id), J_TIME("start_at", l->booking->start_at),
        J_TIME("end_at", l->booking->end_at), J_TIME("until_at", l->booking->until_at),
        J_JSON("supporter", phone_json(&l->supporter)), J_JSON("guardians", guardians),
        J_JSON("children", children_json(l)),
        J_JSON("place",
               l->place_kind == NULL
                   ? json_null()
                   : json_fields(J_TEXT("kind", l->place_kind), J_TEXT("name", l->place_name),
                                 J_TEXT("address", l->place_address), J_END)),
        J_END);
}

static enum status send_lines(struct request *rq, const struct disaster_list *l, int limit)
{
    int shown = l->n > limit ? limit : l->n;
    const struct in_care_row *last = shown > 0 ? l->lines[shown - 1].booking : NULL;
    json_t *items = json_array();

    for (int i = 0; i < shown; i++) {
        (void)json_array_append_new(items, line_json(&l->lines[i]));
    }
    return reply_page(rq, items, l->n > shown, last != NULL ? last->start_at : 0,
                      last != NULL ? last->id : 0);
}

enum status api_disaster_list(struct request *rq)
{
    static const struct field none[] = {FIELD_END};
    struct disaster_list l = {0};
    struct page page;
    enum status s = request_page(rq, none, &page);

    s = s == OK ? request_id_param(rq, 0, ID_COMMUNITY, &l.page.community_id) : s;
    if (s == OK) {
        l.page.after_start = page.has_cursor ? page.after_key : -1;
        l.page.after_id = page.has_cursor ? page.after_id : 0;
        l.page.max = page.limit + 1;
        s = ctx_tx(&rq->ctx, disaster_list, &l); /* each look is noted */
    }
    return s == OK ? send_lines(rq, &l, page.limit) : s;
}
