/* policy.c - see office.h. */
#include "app/api/office.h"
#include "app/base/limits.h"
#include "app/base/money.h"
#include "app/domain/ids.h"
#include "app/domain/policy_desk.h"
#include "app/http/reply.h"

#define AGE_YEARS_MAX    20
#define REPORT_DAYS_MAX  365
#define NUMBER_CHARS_MAX 60
#define INSURED_MAX \
    INT64_C(100000000000) /* a sum insured is no price: up to 100 thousand million */

static json_t *policy_json(const struct policy_row *p)
{
    return json_fields(
        J_ID("id", ID_POLICY, p->id), J_TEXT("insurer", p->insurer), J_TEXT("number", p->number),
        J_DATE("valid_from", p->valid_from_day), J_DATE("valid_to", p->valid_to_day),
        J_I64("age_min", p->age_min), J_I64("age_below", p->age_below),
        J_I64("liability_minor", p->liability_minor), J_I64("bailee_minor", p->bailee_minor),
        J_I64("accident_supporter_minor", p->accident_supporter_minor),
        J_I64("accident_own_child_minor", p->accident_own_child_minor),
        J_I64("accident_child_minor", p->accident_child_minor),
        J_BOOL("covers_vehicle", p->covers_vehicle), J_BOOL("covers_sick", p->covers_sick),
        J_TEXT("exclusions", p->exclusions), J_I64("report_within_days", p->report_within_days),
        J_TEXT("currency", p->currency), J_TIME("created_at", p->created_at),
        J_TIME_OPT("ended_at", p->ended_at), J_END);
}

static json_t *list_json(struct request *rq, const void *arg)
{
    const struct policy_listing *l = arg;
    json_t *items = json_array();

    (void)rq;
    for (int i = 0; i < l->n; i++) {
        (void)json_array_append_new(items, policy_json(&l->rows[i]));
    }
    return json_fields(J_JSON("items", items), J_END);
}

enum status api_policies(struct request *rq)
{
    struct policy_listing l = {0};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &l.community_id);

    return s == OK ? reply_read(rq, policy_list, &l, list_json) : s;
}

static json_t *added(struct request *rq, const void *arg)
{
    (void)rq;
    return policy_json(&((const struct policy_adding *)arg)->row);
}

static enum status read_policy(struct request *rq, struct policy_row *p)
{
    bool vehicle = false, sick = false;
    const struct field body[] = {
        FIELD_TEXT("insurer", 1, NAME_CHARS_MAX, &p->insurer),
        FIELD_TEXT("number", 1, NUMBER_CHARS_MAX, &p->number),
        FIELD_DATE("valid_from", &p->valid_from_day),
        FIELD_DATE("valid_to", &p->valid_to_day),
        FIELD_I64("age_min", 0, AGE_YEARS_MAX, &p->age_min),
        FIELD_I64("age_below", 1, AGE_YEARS_MAX, &p->age_below),
        FIELD_I64("liability_minor", 0, INSURED_MAX, &p->liability_minor),
        FIELD_I64("bailee_minor", 0, INSURED_MAX, &p->bailee_minor),
        FIELD_I64("accident_supporter_minor", 0, INSURED_MAX, &p->accident_supporter_minor),
        FIELD_I64("accident_own_child_minor", 0, INSURED_MAX, &p->accident_own_child_minor),
        FIELD_I64("accident_child_minor", 0, INSURED_MAX, &p->accident_child_minor),
        OPT_BOOL("covers_vehicle", &vehicle),
        OPT_BOOL("covers_sick", &sick),
        FIELD_LINES("exclusions", 0, NOTE_CHARS_MAX, &p->exclusions),
        FIELD_I64("report_within_days", 1, REPORT_DAYS_MAX, &p->report_within_days),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    p->covers_vehicle = vehicle;
    p->covers_sick = sick;
    return s;
}

enum status api_policy_add(struct request *rq)
{
    struct policy_adding a = {0};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &a.row.community_id);

    s = s == OK ? read_policy(rq, &a.row) : s;
    return s == OK ? reply_write(rq, 201, policy_add, &a, added) : s;
}

static json_t *ended(struct request *rq, const void *arg)
{
    (void)rq;
    return policy_json(&((const struct policy_ending *)arg)->row);
}

enum status api_policy_end(struct request *rq)
{
    struct policy_ending e = {0};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &e.community_id);

    s = s == OK ? request_id_param(rq, 1, ID_POLICY, &e.id) : s;
    return s == OK ? reply_write(rq, 200, policy_end, &e, ended) : s;
}

static json_t *uncovered_json(const struct uncovered *u)
{
    const struct desk_booking *b = &u->booking;

    return json_fields(J_ID("id", ID_BOOKING, b->id), J_TEXT("kind", b->kind),
                       J_TEXT("state", b->state), J_TIME("start_at", b->start_at),
                       J_TIME("end_at", b->end_at), J_TEXT("supporter_name", b->supporter_name),
                       J_TEXT("guardian_name", b->guardian_name),
                       J_TEXT("reason", reason_text(u->why)), J_END);
}

enum status api_policies_uncovered(struct request *rq)
{
    static const struct field none[] = {FIELD_END};
    struct uncovered_page p = {0};
    struct page page;
    enum status s = request_page(rq, none, &page);
    json_t *items;
    int shown;

    s = s == OK ? request_id_param(rq, 0, ID_COMMUNITY, &p.community_id) : s;
    p.after_start = s == OK && page.has_cursor ? page.after_key : -1;
    p.after_id = s == OK && page.has_cursor ? page.after_id : 0;
    p.max = s == OK ? page.limit + 1 : 1;
    s = s == OK ? ctx_read(&rq->ctx, policy_uncovered, &p) : s;
    if (s != OK) {
        return s;
    }
    shown = p.n > page.limit ? page.limit : p.n;
    items = json_array();
    for (int i = 0; i < shown; i++) {
        (void)json_array_append_new(items, uncovered_json(&p.rows[i]));
    }
    return reply_page(rq, items, p.n > shown, shown > 0 ? p.rows[shown - 1].booking.start_at : 0,
                      shown > 0 ? p.rows[shown - 1].booking.id : 0);
}
