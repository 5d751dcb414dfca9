/* amendment.c - see amendment.h. */
#include "app/api/amendment.h"

#include "app/api/booking_json.h"
#include "app/api/listing.h"
#include "app/base/money.h"
#include "app/domain/amendment.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

#include <stddef.h>

static json_t *amendment_json(const struct amendment_row *a)
{
    return json_fields(J_ID("id", ID_AMENDMENT, a->id),
                       J_ID("booking_id", ID_BOOKING, a->booking_id),
                       J_ID("proposed_by", ID_MEMBER, a->proposed_by), J_I64("version", a->version),
                       J_TIME("start_at", a->start_at), J_TIME("end_at", a->end_at),
                       J_TIME("until_at", a->until_at), J_I64("price_minor", a->price_minor),
                       J_I64("top_up_minor", a->top_up_minor), J_TEXT("state", a->state),
                       J_TIME("state_at", a->state_at), J_TIME("created_at", a->created_at), J_END);
}

static json_t *row_json(const void *row)
{
    return amendment_json(row);
}

enum status api_amendments(struct request *rq)
{
    static const struct field none[] = {FIELD_END};
    struct amendment_list l = {0};
    struct listing page;
    enum status s = listing_query(rq, none, 0, &page);

    s = s == OK ? request_id_param(rq, 0, ID_BOOKING, &l.booking_id) : s;
    l.after_id = page.from_id;
    l.max = page.max;
    s = s == OK ? ctx_read(&rq->ctx, amendment_list, &l) : s;
    return s == OK ? listing_reply(rq, &page, l.rows, l.n, sizeof *l.rows,
                                   offsetof(struct amendment_row, id), row_json)
                   : s;
}

static json_t *proposed(struct request *rq, const void *arg)
{
    const struct amendment_propose *p = arg;

    (void)rq;
    return amendment_json(&p->row);
}

enum status api_amendment_propose(struct request *rq)
{
    struct amendment_propose p = {0};
    struct field body[] = {
        OPT_I64("price_minor", 0, MONEY_MINOR_MAX, &p.price_minor),
        OPT_TIME("start_at", &p.start_at),
        OPT_TIME("end_at", &p.end_at),
        OPT_TIME("until_at", &p.until_at),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_BOOKING, &p.booking_id);

    body[0].present = &p.has_price;
    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 201, amendment_propose, &p, proposed) : s;
}

static json_t *answered(struct request *rq, const void *arg)
{
    const struct amendment_answer *a = arg;

    (void)rq;
    return json_fields(J_JSON("amendment", amendment_json(&a->row)),
                       J_JSON("booking", booking_json(&a->booking)), J_END);
}

static enum status answer(struct request *rq, ctx_fn fn)
{
    struct amendment_answer a = {0};
    enum status s = request_id_param(rq, 0, ID_AMENDMENT, &a.id);

    return s == OK ? reply_write(rq, 200, fn, &a, answered) : s;
}

enum status api_amendment_accept(struct request *rq)
{
    return answer(rq, amendment_accept);
}

enum status api_amendment_decline(struct request *rq)
{
    return answer(rq, amendment_decline);
}

enum status api_amendment_withdraw(struct request *rq)
{
    return answer(rq, amendment_withdraw);
}
