/* sos.c - see booking.h: the emergency card, the button, and 無事つきました. */
#include "app/domain/sos.h"
#include "app/api/booking.h"
#include "app/api/booking_json.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

static json_t *numbers_json(void)
{
    json_t *list = json_array();

    for (const struct sos_number *n = sos_numbers; n->number != NULL; n++) {
        (void)json_array_append_new(
            list, json_fields(J_TEXT("number", n->number), J_TEXT("text", n->text_key), J_END));
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
                              J_JSON("flags", care_flags_json(c->flags)),
                              J_TEXT("allergies", c->allergies), J_TEXT("medicines", c->medicines),
                              J_TEXT("conditions", c->conditions), J_END));
    }
    return list;
}

static json_t *phones_json(const struct sos_card *c)
{
    json_t *list = json_array();

    for (int i = 0; i < c->phones_n; i++) {
        const struct sos_phone *p = &c->phones[i];

        (void)json_array_append_new(list,
                                    json_fields(J_TEXT("who", p->who), J_TEXT("name", p->name),
                                                J_TEXT("phone", p->phone), J_END));
    }
    return list;
}

static json_t *here_json(const struct sos_card *c)
{
    const struct brief_stop *s = c->here >= 0 ? &c->brief.stops[c->here] : NULL;

    return s == NULL ? json_null()
                     : json_fields(J_TEXT("kind", s->kind), J_TEXT("name", s->name),
                                   J_TEXT("address", s->address), J_END);
}

enum status api_sos_card(struct request *rq)
{
    struct sos_card c = {0};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &c.brief.booking_id);

    s = s == OK ? ctx_tx(&rq->ctx, sos_open, &c) : s; /* a look is noted */
    if (s != OK) {
        return s;
    }
    return reply_json(rq, 200,
                      json_fields(J_ID("booking_id", ID_BOOKING, c.brief.booking_id),
                                  J_JSON("numbers", numbers_json()),
                                  J_JSON("children", children_json(&c.brief)),
                                  J_JSON("phones", phones_json(&c)), J_JSON("here", here_json(&c)),
                                  J_TEXT("needs", c.brief.needs), J_END));
}

static json_t *said(struct request *rq, const void *arg)
{
    const struct booking_say *say = arg;

    (void)rq;
    return booking_json(&say->booking);
}

static enum status say(struct request *rq, ctx_fn fn)
{
    struct booking_say say = {0};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &say.booking_id);

    return s == OK ? reply_write(rq, 200, fn, &say, said) : s;
}

enum status api_sos_press(struct request *rq)
{
    return say(rq, sos_press);
}

enum status api_arrived(struct request *rq)
{
    return say(rq, arrived_say);
}
