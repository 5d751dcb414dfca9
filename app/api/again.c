/* again.c - see again.h; the link is in request_link.c. */
#include "app/api/again.h"

#include "app/domain/again.h"
#include "app/domain/ids.h"
#include "app/domain/usual.h"
#include "app/http/reply.h"

static json_t *ids_json(const char *prefix, const int64_t *ids, int n)
{
    json_t *list = json_array();
    char text[ID_TEXT_BYTES];

    for (int i = 0; i < n; i++) {
        id_format(prefix, ids[i], text);
        (void)json_array_append_new(list, json_string(text));
    }
    return list;
}

static json_t *stops_json(const struct draft *d)
{
    json_t *list = json_array();

    for (int i = 0; i < d->stops_n; i++) {
        const struct draft_stop *s = &d->stops[i];

        (void)json_array_append_new(
            list, json_fields(J_ID_OPT("place_id", ID_PLACE, s->place_id),
                              J_BOOL("at_supporter", s->place_id == 0), J_TIME("at", s->at),
                              J_TEXT("act", s->act), J_BOOL("alone", s->alone),
                              J_JSON("child_ids", ids_json(ID_CHILD, s->child_ids, s->children_n)),
                              J_END));
    }
    return list;
}

static json_t *fee_json(const struct draft *d)
{
    json_t *fee = json_fields(J_TEXT("mode", fee_mode_text(d->fee_mode)), J_END);

    if (fee != NULL && d->fee_mode == FEE_FLAT_PER_HOUR) {
        (void)json_object_set_new(fee, "rate_minor", json_integer(d->rate_minor));
    }
    return fee;
}

static json_t *audience_json(const struct draft *d)
{
    if (d->to_all) {
        return json_fields(J_TEXT("kind", "all"), J_END);
    }
    if (d->group_id != 0) {
        return json_fields(J_TEXT("kind", "group"), J_ID("group_id", ID_GROUP, d->group_id), J_END);
    }
    return json_fields(J_TEXT("kind", "named"),
                       J_JSON("member_ids", ids_json(ID_MEMBER, d->member_ids, d->members_n)),
                       J_END);
}

/* As POST /requests takes it. */
static json_t *draft_json(const struct draft *d)
{
    return json_fields(J_ID("household_id", ID_HOUSEHOLD, d->household_id), J_TEXT("kind", d->kind),
                       J_TEXT("care_at", d->care_at),
                       J_JSON("child_ids", ids_json(ID_CHILD, d->child_ids, d->children_n)),
                       J_JSON("stops", stops_json(d)), J_TIME("start_at", d->start_at),
                       J_TIME("end_at", d->end_at), J_TIME("until_at", d->until_at),
                       J_BOOL("meal", d->meal), J_TEXT("needs", d->needs),
                       J_JSON("fee", fee_json(d)), J_TEXT("pay_by", d->pay_by),
                       J_JSON("audience", audience_json(d)), J_END);
}

static const char *prefix_of(enum again_change what)
{
    switch (what) {
    case AGAIN_CHILD_GONE:
    case AGAIN_CHILD_AGE:
        return ID_CHILD;
    case AGAIN_GROUP_LEFT:
        return ID_GROUP;
    case AGAIN_SUPPORTER_GONE:
        return ID_MEMBER;
    default:
        return ID_PLACE;
    }
}

static json_t *changes_json(const struct again *a)
{
    json_t *list = json_array();

    for (int i = 0; i < a->changes_n; i++) {
        const struct changed *c = &a->changes[i];

        (void)json_array_append_new(list,
                                    json_fields(J_TEXT("what", again_change_text(c->what)),
                                                J_ID("id", prefix_of(c->what), c->id),
                                                J_ID_OPT("instead_id", ID_PLACE, c->instead),
                                                J_TEXT("reason", reason_text(c->why)), J_END));
    }
    return list;
}

static json_t *again_json(struct request *rq, const void *arg)
{
    const struct again *a = arg;

    (void)rq;
    return json_fields(J_JSON("draft", draft_json(&a->draft)), J_JSON("changes", changes_json(a)),
                       J_BOOL("ready", a->why_not == R_NONE && a->field == NULL),
                       J_TEXT("reason", reason_text(a->why_not)), J_TEXT("field", a->field), J_END);
}

enum status api_booking_again(struct request *rq)
{
    struct again a = {0};
    struct field query[] = {OPT_DATE("on", &a.on_day), FIELD_END};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &a.booking_id);

    query[0].present = &a.has_day;
    s = s == OK ? request_query(rq, query) : s;
    return s == OK ? reply_read(rq, booking_again, &a, again_json) : s;
}

static json_t *job_json(const struct usual_job *j)
{
    const struct usual_row *b = &j->last;

    return json_fields(J_ID("booking_id", ID_BOOKING, b->booking_id), J_TEXT("kind", b->kind),
                       J_I64("weekday", j->weekday), J_I64("start_min", j->start_min),
                       J_I64("minutes", (b->end_at - b->start_at) / MINUTE_MS),
                       J_JSON("child_ids", ids_json(ID_CHILD, j->child_ids, j->children_n)),
                       J_ID_OPT("first_place_id", ID_PLACE, b->first_place_id),
                       J_ID_OPT("last_place_id", ID_PLACE, b->last_place_id),
                       J_ID("member_id", ID_MEMBER, b->supporter_id),
                       J_TEXT("display_name", b->display_name), J_I64("times", j->times),
                       J_TIME("last_start_at", b->start_at), J_I64("price_minor", b->price_minor),
                       J_TEXT("currency", b->currency), J_END);
}

static json_t *usual_json(struct request *rq, const void *arg)
{
    const struct usual_list *l = arg;
    json_t *list = json_array();

    (void)rq;
    for (int i = 0; i < l->n; i++) {
        (void)json_array_append_new(list, job_json(&l->jobs[i]));
    }
    return json_fields(J_JSON("items", list), J_END);
}

enum status api_usual_jobs(struct request *rq)
{
    struct usual_list l = {0};
    enum status s = request_id_param(rq, 0, ID_HOUSEHOLD, &l.household_id);

    return s == OK ? reply_read(rq, usual_jobs, &l, usual_json) : s;
}
