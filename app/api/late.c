/* late.c - see booking.h: 「遅れます」, and who comes next. */
#include "app/domain/late.h"
#include "app/api/booking.h"
#include "app/api/booking_json.h"
#include "app/domain/ids.h"
#include "app/domain/next_adult.h"
#include "app/http/reply.h"

static json_t *lates_json(const struct expectation *e)
{
    json_t *list = json_array();

    for (int i = 0; i < e->n; i++) {
        const struct late_row *r = &e->lates[i];

        (void)json_array_append_new(
            list, json_fields(J_TEXT("what", r->what), J_TEXT("side", r->side),
                              J_I64("minutes", r->minutes), J_TIME("expected_at", r->expected_at),
                              J_TIME("said_at", r->said_at), J_END));
    }
    return list;
}

static json_t *next_json(const struct expectation *e)
{
    if (!e->named) {
        return json_null();
    }
    return json_fields(J_TEXT("kind", e->next.kind),
                       J_ID_OPT("member_id", ID_MEMBER, e->next.member_id),
                       J_ID_OPT("pickup_person_id", ID_PICKUP_PERSON, e->next.pickup_person_id),
                       J_ID_OPT("named_by", ID_MEMBER, e->next.named_by),
                       J_TIME("named_at", e->next.named_at), J_END);
}

json_t *expectation_json(const struct expectation *e)
{
    return json_fields(J_TIME("start_at", e->start_at), J_TIME("end_at", e->end_at),
                       J_JSON("late", lates_json(e)), J_JSON("next_adult", next_json(e)), J_END);
}

static json_t *said(const struct booking_row *b, const struct expectation *e)
{
    return json_fields(J_JSON("booking", booking_json(b)), J_JSON("expected", expectation_json(e)),
                       J_END);
}

static json_t *late_json(struct request *rq, const void *arg)
{
    const struct late_say *l = arg;

    (void)rq;
    return said(&l->booking, &l->expected);
}

enum status api_late(struct request *rq)
{
    static const char *const ends[] = {"start", "end", NULL};
    struct late_say l = {0};
    const struct field body[] = {
        FIELD_I64("minutes", 10, 60, &l.minutes),
        OPT_CHOICE("what", ends, &l.what),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_BOOKING, &l.booking_id);

    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 200, late_say, &l, late_json) : s;
}

enum status api_late_take_back(struct request *rq)
{
    struct late_say l = {0};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &l.booking_id);

    return s == OK ? reply_write(rq, 200, late_take_back, &l, late_json) : s;
}

static json_t *named_json(struct request *rq, const void *arg)
{
    const struct next_adult_name *n = arg;

    (void)rq;
    return said(&n->booking, &n->expected);
}

enum status api_next_adult(struct request *rq)
{
    struct next_adult_name n = {0};
    const struct field body[] = {
        OPT_ID("member_id", ID_MEMBER, &n.member_id),
        OPT_ID("pickup_person_id", ID_PICKUP_PERSON, &n.pickup_person_id),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_BOOKING, &n.booking_id);

    s = s == OK ? request_fields(rq, body) : s;
    s = s == OK ? ctx_tx(&rq->ctx, next_adult_name, &n) : s;
    return s == OK ? reply_json(rq, 200, named_json(rq, &n)) : s;
}
