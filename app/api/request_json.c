/* request_json.c - see request_json.h. */
#include "app/api/request_json.h"

#include "app/domain/ids.h"

/* A list grows by what a row's shape gives; without memory it is NULL and stays so. */
static void add(json_t **list, json_t *row)
{
    if (*list != NULL && (row == NULL || json_array_append_new(*list, row) != 0)) {
        json_decref(*list);
        *list = NULL;
    }
}

static json_t *text_json(const char *text)
{
    return text != NULL ? json_string(text) : json_null();
}

static json_t *number_or_null(int64_t n)
{
    return n != 0 ? json_integer(n) : json_null();
}

json_t *fee_json(const char *mode, int64_t rate_minor, int64_t waived_pct)
{
    return json_fields(J_TEXT("mode", mode), J_JSON("rate_minor", number_or_null(rate_minor)),
                       J_I64("waived_pct", waived_pct), J_END);
}

json_t *request_row_json(const struct request_row *r)
{
    return json_fields(
        J_ID("id", ID_REQUEST, r->id), J_ID("household_id", ID_HOUSEHOLD, r->household_id),
        J_ID("asked_by", ID_MEMBER, r->asked_by), J_TEXT("state", r->state),
        J_TIME("state_at", r->state_at), J_TEXT("kind", r->kind), J_TEXT("care_at", r->care_at),
        J_TIME("start_at", r->start_at), J_TIME("end_at", r->end_at),
        J_TIME("until_at", r->until_at), J_TIME("closes_at", r->closes_at),
        J_BOOL("urgent", r->urgent), J_BOOL("already_agreed", r->already_agreed),
        J_BOOL("first_trusted_yes", r->first_trusted_yes), J_BOOL("sick", r->sick),
        J_BOOL("meal", r->meal), J_BOOL("trial", r->trial),
        J_TIME_OPT("doctor_seen_at", r->doctor_seen_at), J_TEXT("audience", r->audience),
        J_ID_OPT("group_id", ID_GROUP, r->group_id),
        J_JSON("fee", fee_json(r->fee_mode, r->rate_minor, 0)), J_TEXT("pay_by", r->pay_by),
        J_I64("price_minor", r->price_minor), J_TEXT("currency", r->currency),
        J_BOOL("by_office", r->acted_by != r->asked_by), J_TIME("created_at", r->created_at),
        J_END);
}

static json_t *children_json(const struct request_view *v)
{
    json_t *list = json_array();

    for (int i = 0; i < v->children_n; i++) {
        add(&list, json_fields(J_ID("id", ID_CHILD, v->children[i].child_id),
                               J_I64("age_years", v->children[i].age_years), J_END));
    }
    return list;
}

static json_t *stop_json(const struct agreed_stop *s)
{
    json_t *children = json_array();

    for (int i = 0; i < s->children_n; i++) {
        char text[ID_TEXT_BYTES];

        id_format(ID_CHILD, s->child_ids[i], text);
        add(&children, json_string(text));
    }
    return json_fields(J_ID_OPT("place_id", ID_PLACE, s->stop.place_id),
                       J_BOOL("at_supporter", s->stop.place_id == 0), J_TIME("at", s->stop.at),
                       J_TEXT("act", s->stop.act), J_BOOL("alone", s->stop.alone),
                       J_JSON("child_ids", children), J_END);
}

static json_t *offer_json(const struct seen_offer *seen)
{
    const struct offer_row *o = &seen->row.offer;

    return json_fields(J_ID("id", ID_OFFER, o->id), J_ID("member_id", ID_MEMBER, o->supporter_id),
                       J_TEXT("display_name", seen->row.display_name), J_TEXT("state", o->state),
                       J_TIME("asked_at", o->asked_at), J_TIME("start_at", o->start_at),
                       J_TIME("end_at", o->end_at),
                       J_JSON("fee", fee_json(o->fee_mode, o->rate_minor, o->waived_pct)),
                       J_I64("price_minor", o->price_minor), J_TEXT("note", seen->note),
                       J_JSON("reserve_rank", number_or_null(o->reserve_rank)), J_END);
}

static json_t *offers_json(const struct request_view *v)
{
    json_t *list = json_array();

    for (int i = 0; i < v->offers_n; i++) {
        add(&list, offer_json(&v->offers[i]));
    }
    return list;
}

static json_t *stops_json(const struct request_view *v)
{
    json_t *list = json_array();

    for (int i = 0; i < v->stops_n; i++) {
        add(&list, stop_json(&v->stops[i]));
    }
    return list;
}

#define NEXT_WORD(name, text, bit) {text, bit},
static json_t *next_json(unsigned next)
{
    static const struct {
        const char *word;
        unsigned bit;
    } words[] = {NEXT_STEPS(NEXT_WORD)};
    json_t *list = json_array();

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if ((next & words[i].bit) != 0) {
            add(&list, json_string(words[i].word));
        }
    }
    return list;
}

json_t *request_view_json(const struct request_view *v)
{
    json_t *o = request_row_json(&v->row);
    json_t *more = json_fields(J_JSON("children", children_json(v)), J_JSON("stops", stops_json(v)),
                               J_TEXT("needs", v->needs), J_JSON("offers", offers_json(v)),
                               J_ID_OPT("booking_id", ID_BOOKING, v->booking_id),
                               J_TIME_OPT("call_from_at", v->call_from_at),
                               J_JSON("next", next_json(v->next)), J_END);

    if (o == NULL || more == NULL || json_object_update(o, more) != 0) {
        json_decref(o);
        o = NULL;
    }
    json_decref(more);
    return o;
}

/* ---- money ---- */

static json_t *lines_json(const struct price *p)
{
    json_t *list = json_array();

    for (int i = 0; i < p->lines; i++) {
        const struct price_line *l = &p->line[i];

        add(&list, json_fields(J_TEXT("why", l->why), J_I64("minutes", l->minutes),
                               J_I64("rate_minor", l->rate_minor), J_I64("percent", l->percent),
                               J_I64("amount_minor", l->amount_minor),
                               J_BOOL("public_money", l->public_money), J_END));
    }
    return list;
}

json_t *price_json(const struct price *p)
{
    return json_fields(J_TEXT("currency", p->currency),
                       J_I64("guardian_pays_minor", p->guardian_pays_minor),
                       J_I64("public_top_up_minor", p->public_top_up_minor),
                       J_I64("supporter_gets_minor", p->supporter_gets_minor),
                       J_JSON("lines", lines_json(p)), J_END);
}

static json_t *rungs_json(const struct request_price *p)
{
    json_t *list = json_array();

    for (int i = 0; i < p->rungs_n; i++) {
        const struct ladder_rung *r = &p->rungs[i];

        add(&list, json_fields(J_TIME_OPT("until_at", r->until_at == INT64_MAX ? 0 : r->until_at),
                               J_I64("fee_minor", r->fee_minor), J_END));
    }
    return list;
}

static json_t *prices_json(const struct request_preview *p)
{
    json_t *list = json_array();

    for (int i = 0; i < p->prices_n; i++) {
        const struct request_price *price = &p->prices[i];

        add(&list, json_fields(J_TEXT("mode", fee_mode_text(price->mode)),
                               J_I64("least_minor", price->least.guardian_pays_minor),
                               J_I64("most_minor", price->most.guardian_pays_minor),
                               J_JSON("price", price_json(&price->most)),
                               J_JSON("cancelling", rungs_json(price)), J_END));
    }
    return list;
}

/* ---- before sending ---- */

static json_t *policy_json(const struct request_preview *p)
{
    const struct policy_row *policy = &p->facts.policy;

    if (p->facts.policy_why_not != R_NONE) {
        return json_null();
    }
    return json_fields(J_ID("id", ID_POLICY, policy->id), J_TEXT("insurer", policy->insurer),
                       J_TEXT("number", policy->number),
                       J_I64("liability_minor", policy->liability_minor),
                       J_I64("bailee_minor", policy->bailee_minor),
                       J_I64("accident_child_minor", policy->accident_child_minor),
                       J_TEXT("exclusions", policy->exclusions), J_END);
}

json_t *preview_json(const struct request_preview *p)
{
    return json_fields(J_I64("people", p->people), J_I64("candidates", p->candidates_n),
                       J_TIME("closes_at", p->facts.closes_at), J_BOOL("urgent", p->facts.urgent),
                       J_JSON("prices", prices_json(p)), J_JSON("policy", policy_json(p)),
                       J_TEXT("policy_reason", reason_text(p->facts.policy_why_not)), J_END);
}

static json_t *reasons_json(const struct candidate *c)
{
    const struct match_row *row = &c->facts.row;
    json_t *list = json_array();

    for (int i = 0; i < c->reasons_n; i++) {
        enum match_reason r = c->reasons[i];
        json_t *o = json_fields(J_TEXT("why", match_reason_text(r)), J_END);

        if (o != NULL && r == MATCH_HISTORY) {
            (void)json_object_set_new(o, "n", json_integer(row->with_child));
        }
        if (o != NULL && r == MATCH_GROUP) {
            (void)json_object_set_new(o, "group", text_json(row->group_name));
        }
        add(&list, o);
    }
    return list;
}

json_t *candidate_json(const struct candidate *c, int64_t price_minor)
{
    return json_fields(
        J_ID("member_id", ID_MEMBER, c->facts.gate.supporter_id),
        J_TEXT("display_name", c->facts.gate.display_name),
        J_TEXT("distance", distance_text(c->facts.distance)),
        J_JSON("price_minor", price_minor >= 0 ? json_integer(price_minor) : json_null()),
        J_JSON("reasons", reasons_json(c)), J_END);
}
