/* brief.c - see booking.h: what the chosen supporter needs for the job. */
#include "app/domain/brief.h"
#include "app/api/booking.h"
#include "app/api/booking_json.h"
#include "app/domain/child_flag.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

#define LENGTH(a) (sizeof(a) / sizeof *(a))

json_t *care_flags_json(int64_t flags)
{
#define FLAG_WORD(name, text, bit) {bit, text},
    static const struct {
        int64_t bit;
        const char *word;
    } words[] = {CHILD_FLAGS(FLAG_WORD)};
#undef FLAG_WORD
    json_t *list = json_array();

    for (size_t i = 0; i < LENGTH(words); i++) {
        if ((flags & words[i].bit) != 0) {
            (void)json_array_append_new(list, json_string(words[i].word));
        }
    }
    return list;
}

static json_t *children_json(const struct brief *b)
{
    json_t *list = json_array();

    for (int i = 0; i < b->children_n; i++) {
        const struct brief_child *c = &b->children[i];

        (void)json_array_append_new(
            list, json_fields(J_ID("child_id", ID_CHILD, c->id), J_TEXT("name", c->name),
                              J_TEXT("call_name", c->call_name), J_DATE("birth_date", c->birth_day),
                              J_I64("age_years", c->age_years),
                              J_JSON("flags", care_flags_json(c->flags)),
                              J_TEXT("allergies", c->allergies), J_TEXT("medicines", c->medicines),
                              J_TEXT("conditions", c->conditions),
                              J_BOOL("call_first", c->call_first), J_END));
    }
    return list;
}

static json_t *stops_json(const struct brief *b)
{
    json_t *list = json_array();

    for (int i = 0; i < b->stops_n; i++) {
        const struct brief_stop *p = &b->stops[i];

        (void)json_array_append_new(
            list, json_fields(J_ID_OPT("place_id", ID_PLACE, p->stop->place_id),
                              J_TIME("at", p->stop->at), J_TEXT("act", p->stop->act),
                              J_TEXT("kind", p->kind), J_TEXT("name", p->name),
                              J_TEXT("address", p->address),
                              J_ID_OPT("photo_id", ID_PHOTO, p->photo_id), J_END));
    }
    return list;
}

static json_t *guardians_json(const struct brief *b)
{
    json_t *list = json_array();

    for (int i = 0; i < b->guardians_n; i++) {
        (void)json_array_append_new(
            list, json_fields(J_ID("member_id", ID_MEMBER, b->guardians[i].member_id),
                              J_TEXT("display_name", b->guardians[i].display_name), J_END));
    }
    return list;
}

static json_t *collectors_json(const struct brief *b)
{
    json_t *list = json_array();

    for (int i = 0; i < b->collectors_n; i++) {
        const struct brief_collector *c = &b->collectors[i];

        (void)json_array_append_new(
            list,
            json_fields(J_ID("id", ID_PICKUP_PERSON, c->id), J_TEXT("name", c->name),
                        J_TEXT("relation", c->relation), J_DATE("valid_from", c->valid_from_day),
                        J_DATE("valid_to", c->valid_to_day),
                        J_ID_OPT("photo_id", ID_PHOTO, c->photo_id), J_END));
    }
    return list;
}

enum status api_booking_brief(struct request *rq)
{
    struct brief b = {0};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &b.booking_id);

    s = s == OK ? ctx_tx(&rq->ctx, brief_open, &b) : s; /* a look is noted */
    if (s != OK) {
        return s;
    }
    return reply_json(
        rq, 200,
        json_fields(
            J_ID("booking_id", ID_BOOKING, b.booking_id), J_JSON("children", children_json(&b)),
            J_JSON("stops", stops_json(&b)), J_JSON("guardians", guardians_json(&b)),
            J_JSON("pickup_persons", collectors_json(&b)), J_TEXT("needs", b.needs), J_END));
}
