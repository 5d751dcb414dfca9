/* booking_json.c - see booking_json.h. */
#include "app/api/booking_json.h"

#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "app/domain/process.h"
#include "app/http/reply.h"

#include <stddef.h>

static json_t *fee_json(const struct booking_row *b)
{
    return json_fields(J_TEXT("mode", b->fee_mode),
                       b->rate_minor != 0 ? J_I64("rate_minor", b->rate_minor)
                                          : J_TEXT("rate_minor", NULL),
                       J_I64("waived_pct", b->waived_pct), J_I64("price_minor", b->price_minor),
                       J_I64("top_up_minor", b->top_up_minor), J_TEXT("currency", b->currency),
                       J_TEXT("pay_by", b->pay_by), J_END);
}

json_t *booking_json(const struct booking_row *b)
{
    return json_fields(J_ID("id", ID_BOOKING, b->id), J_ID("request_id", ID_REQUEST, b->request_id),
                       J_ID("household_id", ID_HOUSEHOLD, b->household_id),
                       J_ID("supporter_id", ID_MEMBER, b->supporter_id),
                       J_ID("guardian_id", ID_MEMBER, b->guardian_id), J_TEXT("kind", b->kind),
                       J_TEXT("state", b->state), J_TIME("state_at", b->state_at),
                       J_I64("version", b->version), J_TIME("start_at", b->start_at),
                       J_TIME("end_at", b->end_at), J_TIME("until_at", b->until_at),
                       J_JSON("fee", fee_json(b)), J_TIME_OPT("began_at", b->began_at),
                       J_TIME_OPT("ended_at", b->ended_at),
                       J_TIME_OPT("actual_start_at", b->actual_start_at),
                       J_TIME_OPT("actual_end_at", b->actual_end_at),
                       J_ID_OPT("cancelled_by", ID_MEMBER, b->cancelled_by),
                       J_TIME("created_at", b->created_at), J_END);
}

void booking_line_add(struct lines *list, const struct booking_line *l)
{
    lines_add(list, J_ID("id", ID_BOOKING, l->id), J_ID("request_id", ID_REQUEST, l->request_id),
              J_TEXT("role", l->mine ? "supporter" : "guardian"),
              J_TEXT("supporter_name", l->supporter_name),
              J_TEXT("guardian_name", l->guardian_name), J_TEXT("kind", l->kind),
              J_TEXT("state", l->state), J_TIME("start_at", l->start_at),
              J_TIME("end_at", l->end_at), J_I64("price_minor", l->price_minor),
              J_TEXT("currency", l->currency), J_TEXT("pay_by", l->pay_by), J_END);
}

static json_t *next_hands_json(const struct child_view *c)
{
    const struct hand_row *r = c->next;

    if (r == NULL) {
        return json_null();
    }
    return json_fields(J_ID("stop_id", ID_STOP, r->stop_id), J_TEXT("way", hands_way(r)),
                       J_TIME("at", r->stop_at), J_ID_OPT("place_id", ID_PLACE, r->place_id),
                       J_TEXT("receiver", hands_receiver(r)), J_TEXT("proof", c->next_proof),
                       J_END);
}

static json_t *children_json(const struct booking_view *v)
{
    static const char *const words[] = {"waits", "with_supporter", "at_place", "back", "left"};
    json_t *list = json_array();

    for (int i = 0; i < v->children_n; i++) {
        const struct child_view *c = &v->children[i];

        (void)json_array_append_new(list, json_fields(J_ID("child_id", ID_CHILD, c->row.child_id),
                                                      J_TIME_OPT("in_at", c->row.in_at),
                                                      J_TIME_OPT("out_at", c->row.out_at),
                                                      J_TIME_OPT("dropped_at", c->row.dropped_at),
                                                      J_TEXT("where", words[c->where]),
                                                      J_ID_OPT("place_id", ID_PLACE, c->place_id),
                                                      J_JSON("next", next_hands_json(c)), J_END));
    }
    return list;
}

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

static json_t *stops_json(const struct booking_view *v)
{
    json_t *list = json_array();

    for (int i = 0; i < v->stops_n; i++) {
        const struct agreed_stop *a = &v->stops[i];

        (void)json_array_append_new(
            list, json_fields(
                      J_ID("id", ID_STOP, a->stop.id),
                      J_ID_OPT("place_id", ID_PLACE, a->stop.place_id), J_TIME("at", a->stop.at),
                      J_TEXT("act", a->stop.act), J_BOOL("alone", a->stop.alone),
                      J_JSON("child_ids", ids_json(ID_CHILD, a->child_ids, a->children_n)), J_END));
    }
    return list;
}

static json_t *handovers_json(const struct booking_view *v)
{
    json_t *list = json_array();

    for (int i = 0; i < v->handovers_n; i++) {
        const struct handover_row *h = &v->handovers[i];

        (void)json_array_append_new(
            list, json_fields(J_ID("child_id", ID_CHILD, h->child_id),
                              J_ID("stop_id", ID_STOP, h->stop_id), J_TEXT("way", h->way),
                              J_TEXT("proof", h->proof), J_BOOL("weak", h->weak),
                              J_ID_OPT("by_id", ID_MEMBER, h->by_id),
                              J_ID_OPT("pickup_person_id", ID_PICKUP_PERSON, h->pickup_person_id),
                              J_TIME("at", h->at), J_TIME_OPT("device_at", h->device_at),
                              J_TIME("received_at", h->received_at), J_END));
    }
    return list;
}

static json_t *told_json(const struct booking_view *v)
{
    json_t *list = json_array();

    for (int i = 0; i < v->told_n; i++) {
        const struct told_row *t = &v->told[i];

        (void)json_array_append_new(
            list, json_fields(J_ID("child_id", ID_CHILD, t->child_id),
                              J_ID_OPT("stop_id", ID_STOP, t->stop_id), J_TEXT("way", t->way),
                              J_TEXT("proof", t->proof), J_ID_OPT("by_id", ID_MEMBER, t->by_id),
                              J_TEXT("reason", t->why), J_TIME_OPT("device_at", t->device_at),
                              J_TIME("received_at", t->received_at), J_END));
    }
    return list;
}

static json_t *rungs_json(const struct booking_view *v)
{
    json_t *list = json_array();

    for (int i = 0; i < v->rungs_n; i++) {
        const struct ladder_rung *r = &v->rungs[i];

        (void)json_array_append_new(
            list, json_fields(J_TIME_OPT("until_at", r->until_at == INT64_MAX ? 0 : r->until_at),
                              J_I64("fee_minor", r->fee_minor), J_END));
    }
    return list;
}

static json_t *facts_json(const struct booking_view *v)
{
    json_t *list = json_array();

    for (int i = 0; i < v->facts_n; i++) {
        const struct coverage_fact_row *f = &v->facts[i];

        (void)json_array_append_new(list, json_fields(J_TEXT("kind", f->kind), J_TIME("at", f->at),
                                                      J_TIME_OPT("start_at", f->start_at),
                                                      J_TIME_OPT("end_at", f->end_at), J_END));
    }
    return list;
}

json_t *coverage_json(const struct booking_view *v)
{
    const struct coverage_row *c = &v->coverage;

    if (!v->covered) {
        return json_null();
    }
    return json_fields(J_ID("id", ID_COVERAGE, c->id), J_ID("policy_id", ID_POLICY, c->policy_id),
                       c->number != 0 ? J_I64("number", c->number) : J_TEXT("number", NULL),
                       J_TEXT("sha256", c->sha256), J_TEXT("previous_sha256", c->previous_sha256),
                       J_TIME("start_at", c->start_at), J_TIME("end_at", c->end_at),
                       J_TIME("issued_at", c->issued_at), J_TEXT("snapshot", c->snapshot),
                       J_JSON("facts", facts_json(v)), J_END);
}

json_t *no_show_json(const struct no_show_row *claim, const char *reason)
{
    return json_fields(
        J_TEXT("against", claim->against), J_TIME("opened_at", claim->opened_at),
        J_TIME("counts_at", claim->opened_at + NO_SHOW_CONTEST_MS),
        J_TIME_OPT("contested_at", claim->contested_at), J_TIME_OPT("closed_at", claim->closed_at),
        J_TEXT("outcome", claim->outcome), J_TEXT("decision", claim->decision),
        J_TIME_OPT("decided_at", claim->decided_at), J_TEXT("reason", reason), J_END);
}

json_t *booking_view_json(const struct booking_view *v)
{
    json_t *o = booking_json(&v->b);
    json_t *more = json_fields(
        J_TEXT("role", v->who == BY_SUPPORTER ? "supporter" : "guardian"),
        J_TEXT("supporter_name", v->supporter_name), J_TEXT("guardian_name", v->guardian_name),
        J_JSON("children", children_json(v)), J_JSON("stops", stops_json(v)),
        J_JSON("handovers", handovers_json(v)), J_JSON("told", told_json(v)),
        J_JSON("coverage", coverage_json(v)), J_JSON("cancellation_rungs", rungs_json(v)),
        J_JSON("no_show", v->claimed ? no_show_json(&v->claim, v->claim_reason) : json_null()),
        J_JSON("expected", expectation_json(&v->expected)), J_BOOL("disaster", v->disaster),
        J_TEXT("next", v->next), J_END);

    if (o == NULL || more == NULL || json_object_update_new(o, more) != 0) {
        json_decref(o);
        return NULL;
    }
    return o;
}

json_t *booking_event_json(const struct booking_event_row *e)
{
    return json_fields(J_ID("id", ID_BOOKING_EVENT, e->id), J_TIME("at", e->at),
                       J_ID_OPT("actor_id", ID_MEMBER, e->actor_id),
                       J_ID_OPT("on_behalf_of", ID_MEMBER, e->on_behalf_of),
                       J_TEXT("name", e->name), J_TEXT("from_state", e->from_state),
                       J_TEXT("to_state", e->to_state), J_END);
}

static json_t *event_row(const void *row)
{
    return booking_event_json(row);
}

enum status booking_events_reply(struct request *rq, const struct listing *page,
                                 const struct booking_event_row *rows, int n)
{
    return listing_reply(rq, page, rows, n, sizeof *rows, offsetof(struct booking_event_row, id),
                         event_row);
}
