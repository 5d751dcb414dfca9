/* receipt.c - see payment.h: 領収書 as JSON. What it must say: payments.md 12. */
#include "app/domain/receipt.h"
#include "app/api/payment.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

static json_t *parts_json(const struct receipt *r)
{
    json_t *list = json_array();

    for (int i = 0; i < r->n; i++) {
        const struct payment_row *p = &r->parts[i];

        (void)json_array_append_new(list, json_fields(J_TEXT("part", p->part),
                                                      J_TEXT("method", p->method),
                                                      J_I64("paid_minor", receipt_part_minor(p)),
                                                      J_TIME("paid_at", p->state_at), J_END));
    }
    return list;
}

/* When it was and how long: as agreed until it is known how it was. */
static json_t *service_json(const struct booking_row *b)
{
    int64_t start_at = b->actual_start_at != 0 ? b->actual_start_at : b->start_at;
    int64_t end_at = b->actual_end_at != 0 ? b->actual_end_at : b->end_at;

    return json_fields(J_TEXT("kind", b->kind), J_TEXT("state", b->state),
                       J_TIME("start_at", start_at), J_TIME("end_at", end_at),
                       J_I64("minutes", (end_at - start_at + MINUTE_MS / 2) / MINUTE_MS), J_END);
}

static json_t *receipt_json(struct request *rq, const void *arg)
{
    const struct receipt *r = arg;
    const struct booking_row *b = &r->booking;
    json_t *on_behalf = json_fields(J_ID("id", ID_COMMUNITY, r->row.community_id),
                                    J_TEXT("name", r->community.row.name), J_END);

    (void)rq;
    return json_fields(
        J_ID("id", ID_RECEIPT, r->row.id), J_ID("booking_id", ID_BOOKING, b->id),
        J_I64("number", r->row.number), J_TIME("issued_at", r->row.issued_at),
        J_TEXT("payer_name", r->payer_name), J_TEXT("recipient_name", r->supporter_name),
        J_JSON("received_on_behalf_by", on_behalf), J_JSON("service", service_json(b)),
        J_I64("price_minor", b->price_minor), J_I64("subsidy_minor", b->top_up_minor),
        J_I64("paid_minor", r->paid_minor), J_TEXT("currency", b->currency),
        J_JSON("payments", parts_json(r)), J_JSON("refunds", json_array()), J_END);
}

enum status api_booking_receipt(struct request *rq)
{
    struct receipt r = {0};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &r.booking_id);

    return s == OK ? reply_read(rq, receipt_show, &r, receipt_json) : s;
}
