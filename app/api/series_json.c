/* series_json.c - see series_json.h. */
#include "app/api/series_json.h"

#include "app/api/request_json.h"
#include "app/domain/ids.h"

#include <string.h>

/* A list grows by what a row's shape gives; without memory it is NULL and stays so. */
static void add(json_t **list, json_t *row)
{
    if (*list != NULL && (row == NULL || json_array_append_new(*list, row) != 0)) {
        json_decref(*list);
        *list = NULL;
    }
}

static json_t *merged(json_t *o, json_t *more)
{
    if (o == NULL || more == NULL || json_object_update(o, more) != 0) {
        json_decref(o);
        o = NULL;
    }
    json_decref(more);
    return o;
}

static json_t *price(int64_t minor)
{
    return minor >= 0 ? json_integer(minor) : json_null();
}

static json_t *weekdays_json(int64_t bits)
{
    json_t *list = json_array();

    for (int i = 0; i < WEEK_DAYS; i++) {
        if ((bits >> i & 1) != 0) {
            add(&list, json_integer(i + 1));
        }
    }
    return list;
}

json_t *series_row_json(const struct series_row *r)
{
    return json_fields(J_ID("id", ID_SERIES, r->id),
                       J_ID("household_id", ID_HOUSEHOLD, r->household_id),
                       J_ID("asked_by", ID_MEMBER, r->asked_by), J_TEXT("state", r->state),
                       J_I64("version", r->version), J_JSON("weekdays", weekdays_json(r->weekdays)),
                       J_I64("every_weeks", r->every_weeks), J_DATE("from_date", r->from_day),
                       J_DATE("until_date", r->until_day), J_TIME("created_at", r->created_at),
                       J_TIME("changed_at", r->changed_at), J_END);
}

/* ---- what is asked ---- */

static json_t *time_json(int64_t min)
{
    return json_sprintf("%02d:%02d", (int)(min % DAY_MIN / 60), (int)(min % 60));
}

static json_t *ids_json(const char *prefix, const int64_t *ids, int n)
{
    json_t *list = json_array();

    for (int i = 0; i < n; i++) {
        char text[ID_TEXT_BYTES];

        id_format(prefix, ids[i], text);
        add(&list, json_string(text));
    }
    return list;
}

static json_t *stops_json(const struct draft *d)
{
    json_t *list = json_array();

    for (int i = 0; i < d->stops_n; i++) {
        const struct draft_stop *s = &d->stops[i];
        bool all = s->children_n == 0;

        add(&list,
            json_fields(J_ID_OPT("place_id", ID_PLACE, s->place_id),
                        J_BOOL("at_supporter", s->place_id == 0), J_JSON("time", time_json(s->at)),
                        J_TEXT("act", s->act),
                        J_JSON("child_ids", ids_json(ID_CHILD, all ? d->child_ids : s->child_ids,
                                                     all ? d->children_n : s->children_n)),
                        J_END));
    }
    return list;
}

static json_t *audience_json(const struct draft *d)
{
    return json_fields(J_TEXT("kind", d->to_all          ? "all"
                                      : d->group_id != 0 ? "group"
                                                         : "named"),
                       J_ID_OPT("group_id", ID_GROUP, d->group_id),
                       J_JSON("member_ids", ids_json(ID_MEMBER, d->member_ids, d->members_n)),
                       J_END);
}

static json_t *plan_json(const struct draft *d)
{
    return json_fields(
        J_TEXT("kind", d->kind), J_TEXT("care_at", d->care_at),
        J_JSON("start_time", time_json(d->start_at)), J_JSON("end_time", time_json(d->end_at)),
        J_JSON("until_time", time_json(d->until_at)),
        J_JSON("child_ids", ids_json(ID_CHILD, d->child_ids, d->children_n)),
        J_JSON("stops", stops_json(d)), J_BOOL("meal", d->meal), J_TEXT("needs", d->needs),
        J_JSON("fee", fee_json(fee_mode_text(d->fee_mode), d->rate_minor, 0)),
        J_TEXT("pay_by", d->pay_by), J_BOOL("already_agreed", d->already_agreed),
        J_JSON("audience", audience_json(d)), J_END);
}

/* ---- dates and people ---- */

static json_t *date_json(const struct series_date_seen *d)
{
    bool booked = d->booking_id != 0;

    return json_fields(
        J_DATE("date", d->row.day), J_TEXT("state", d->row.state), J_TEXT("why", d->row.why),
        J_TIME("start_at", booked ? d->booking_start_at : d->row.start_at),
        J_TIME("end_at", booked ? d->booking_end_at : d->row.end_at),
        J_JSON("price_minor", price(booked ? d->booking_price_minor : d->row.price_minor)),
        J_ID_OPT("request_id", ID_REQUEST, d->row.request_id),
        J_TEXT("request_state", d->request_state),
        J_ID_OPT("booking_id", ID_BOOKING, d->booking_id),
        J_TEXT("booking_state", d->booking_state),
        J_ID_OPT("supporter_id", ID_MEMBER, d->supporter_id),
        J_TEXT("supporter_name", d->supporter_name),
        J_ID_OPT("amendment_id", ID_AMENDMENT, d->amendment_id), J_END);
}

/* A silent no looks like no answer. */
static json_t *person_json(const struct series_person_seen *p)
{
    const char *says = p->row.to_come ? "all" : p->says_n > 0 ? "some" : "none";

    return json_fields(J_ID("member_id", ID_MEMBER, p->row.supporter_id),
                       J_TEXT("display_name", p->display_name), J_TEXT("says", says),
                       J_BOOL("chosen", p->row.chosen_at != 0), J_END);
}

json_t *series_view_json(const struct series_view *v)
{
    json_t *dates = json_array(), *people = json_array();

    for (int i = 0; i < v->dates_n; i++) {
        add(&dates, date_json(&v->dates[i]));
    }
    for (int i = 0; i < v->people_n; i++) {
        add(&people, person_json(&v->people[i]));
    }
    return merged(series_row_json(&v->row),
                  json_fields(J_JSON("plan", plan_json(&v->plan.wall)), J_JSON("dates", dates),
                              J_JSON("people", people), J_END));
}

static json_t *line_json(const struct series_line *l)
{
    return json_fields(J_DATE("date", l->day), J_TEXT("does", series_does_text(l->does)),
                       J_TEXT("why", reason_text(l->why)), J_TIME("start_at", l->start_at),
                       J_TIME("end_at", l->end_at), J_TIME_OPT("old_start_at", l->old_start_at),
                       J_TIME_OPT("old_end_at", l->old_end_at),
                       J_JSON("price_minor", price(l->price_minor)), J_TEXT("holiday", l->holiday),
                       J_TEXT("hour", wall_text(l->wall)), J_I64("people", l->people),
                       J_I64("people_out", l->people_out),
                       J_TEXT("out_why", reason_text(l->out_why)),
                       J_ID_OPT("booking_id", ID_BOOKING, l->booking_id),
                       J_ID_OPT("request_id", ID_REQUEST, l->request_id),
                       J_ID_OPT("amendment_id", ID_AMENDMENT, l->amendment_id), J_END);
}

json_t *series_lines_json(const struct series_lines *l)
{
    json_t *list = json_array();

    for (int i = 0; i < l->n; i++) {
        add(&list, line_json(&l->list[i]));
    }
    return list;
}

/* ---- the supporter's side ---- */

json_t *series_ask_row_json(const struct series_ask_row *r)
{
    const struct series_person_row *p = &r->person;

    return json_fields(J_ID("id", ID_SERIES_ASK, p->id), J_ID("asked_by", ID_MEMBER, r->asked_by),
                       J_TEXT("asker_name", r->asker_name), J_TEXT("state", r->state),
                       J_JSON("weekdays", weekdays_json(r->weekdays)),
                       J_I64("every_weeks", r->every_weeks), J_DATE("from_date", r->from_day),
                       J_DATE("until_date", r->until_day), J_BOOL("to_come", p->to_come),
                       J_JSON("fee", p->fee_mode != NULL || p->waived_pct != 0
                                         ? fee_json(p->fee_mode, p->rate_minor, p->waived_pct)
                                         : json_null()),
                       J_TIME("created_at", p->created_at), J_END);
}

static json_t *ask_date_json(const struct series_ask_date *d)
{
    return json_fields(J_DATE("date", d->day), J_TIME("start_at", d->start_at),
                       J_TIME("end_at", d->end_at), J_ID_OPT("ask_id", ID_OFFER, d->offer_id),
                       J_TEXT("offer_state", d->offer_state),
                       J_TEXT("request_state", d->offer_id != 0 ? d->request_state : NULL),
                       J_JSON("price_minor", price(d->offer_id != 0 ? d->price_minor : -1)),
                       J_ID_OPT("booking_id", ID_BOOKING, d->booking_id),
                       J_TEXT("booking_state", d->booking_state), J_END);
}

json_t *series_ask_view_json(const struct series_ask_view *v)
{
    json_t *dates = json_array();

    for (int i = 0; i < v->dates_n; i++) {
        add(&dates, ask_date_json(&v->dates[i]));
    }
    return merged(series_ask_row_json(&v->row), json_fields(J_JSON("dates", dates), J_END));
}
