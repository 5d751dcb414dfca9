/* collector.c - see collector.h. The lists are short and come whole. */
#include "app/api/collector.h"

#include "app/base/limits.h"
#include "app/domain/collector.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

static json_t *person_json(const struct collector *c)
{
    return json_fields(J_ID("id", ID_PICKUP_PERSON, c->row.id), J_TEXT("name", c->name),
                       J_TEXT("relation", c->row.relation), J_TEXT("phone", c->phone),
                       J_ID_OPT("photo_id", ID_PHOTO, c->row.photo_id),
                       J_DATE("valid_from", c->row.valid_from_day),
                       J_DATE("valid_to", c->row.valid_to_day),
                       J_TIME("created_at", c->row.created_at), J_END);
}

static json_t *persons_json(struct request *rq, const void *arg)
{
    const struct collector_list *l = arg;
    json_t *items = json_array();

    (void)rq;
    for (int i = 0; i < l->n; i++) {
        (void)json_array_append_new(items, person_json(&l->rows[i]));
    }
    return json_fields(J_JSON("items", items), J_END);
}

enum status api_pickup_persons(struct request *rq)
{
    struct collector_list l = {0};
    enum status s = request_id_param(rq, 0, ID_HOUSEHOLD, &l.household_id);

    return s == OK ? reply_read(rq, collector_list, &l, persons_json) : s;
}

static json_t *added(struct request *rq, const void *arg)
{
    const struct collector_adding *a = arg;

    (void)rq;
    return person_json(&a->made);
}

enum status api_pickup_person_add(struct request *rq)
{
    static const char *const relations[] = {"grandparent", "relative", "sibling", "neighbour",
                                            "friend",      "other",    NULL};
    struct collector_adding a = {0};
    const struct field body[] = {
        FIELD_TEXT("name", 1, NAME_CHARS_MAX, &a.name),
        FIELD_CHOICE("relation", relations, &a.relation),
        OPT_TEXT("phone", 1, PHONE_CHARS_MAX, &a.phone),
        FIELD_DATE("valid_from", &a.from_day),
        FIELD_DATE("valid_to", &a.to_day),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_HOUSEHOLD, &a.household_id);

    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 201, collector_add, &a, added) : s;
}

static enum status read_one(struct request *rq, struct collector_one *o)
{
    enum status s = request_id_param(rq, 0, ID_HOUSEHOLD, &o->household_id);

    return s == OK ? request_id_param(rq, 1, ID_PICKUP_PERSON, &o->id) : s;
}

enum status api_pickup_person(struct request *rq)
{
    struct collector_one o = {0};
    enum status s = read_one(rq, &o);

    s = s == OK ? ctx_tx(&rq->ctx, collector_show, &o) : s;
    return s == OK ? reply_json(rq, 200, person_json(&o.found)) : s;
}

enum status api_pickup_person_end(struct request *rq)
{
    struct collector_one o = {0};
    enum status s = read_one(rq, &o);

    s = s == OK ? ctx_tx(&rq->ctx, collector_end, &o) : s;
    return s == OK ? reply_nothing(rq) : s;
}

/* ---- who must not ---- */

static json_t *bar_json(const struct bar *b)
{
    return json_fields(J_ID("id", ID_BARRED_PERSON, b->row.id), J_TEXT("name", b->name),
                       J_TEXT("note", b->note), J_ID_OPT("member_id", ID_MEMBER, b->row.member_id),
                       J_TIME("created_at", b->row.created_at), J_END);
}

static json_t *bars_json(struct request *rq, const void *arg)
{
    const struct bar_list *l = arg;
    json_t *items = json_array();

    (void)rq;
    for (int i = 0; i < l->n; i++) {
        (void)json_array_append_new(items, bar_json(&l->rows[i]));
    }
    return json_fields(J_JSON("items", items), J_END);
}

enum status api_barred(struct request *rq)
{
    struct bar_list l = {0};
    enum status s = request_id_param(rq, 0, ID_CHILD, &l.child_id);

    return s == OK ? reply_read(rq, bar_list, &l, bars_json) : s;
}

static json_t *barred(struct request *rq, const void *arg)
{
    const struct bar_adding *a = arg;

    (void)rq;
    return bar_json(&a->made);
}

enum status api_barred_add(struct request *rq)
{
    struct bar_adding a = {0};
    const struct field body[] = {
        FIELD_TEXT("name", 1, NAME_CHARS_MAX, &a.name),
        OPT_LINES("note", 1, NOTE_CHARS_MAX, &a.note),
        OPT_ID("member_id", ID_MEMBER, &a.member_id),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_CHILD, &a.child_id);

    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 201, bar_add, &a, barred) : s;
}

enum status api_barred_end(struct request *rq)
{
    struct bar_ending e = {0};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &e.community_id);

    s = s == OK ? request_id_param(rq, 1, ID_BARRED_PERSON, &e.id) : s;
    s = s == OK ? ctx_tx(&rq->ctx, bar_end, &e) : s;
    return s == OK ? reply_nothing(rq) : s;
}
