/* payment.c - see payment.h. */
#include "app/api/payment.h"

#include "app/domain/ids.h"
#include "app/domain/payment_act.h"
#include "app/http/reply.h"

static json_t *card_json(const struct card_row *c)
{
    if (c->id == 0) {
        return json_null();
    }
    return json_fields(J_ID("id", ID_CARD, c->id), J_TEXT("brand", c->brand),
                       J_TEXT("last4", c->last4), J_END);
}

/* Card, failure and the bank's page are for who pays alone. */
static json_t *payment_json(const struct request *rq, const struct payment_row *p,
                            const struct card_row *card)
{
    bool payer = p->payer_id == rq->ctx.member_id;

    return json_fields(J_ID("id", ID_PAYMENT, p->id), J_ID("booking_id", ID_BOOKING, p->booking_id),
                       J_TEXT("part", p->part), J_TEXT("method", p->method),
                       J_TEXT("state", p->state), J_TIME("state_at", p->state_at),
                       J_I64("amount_minor", p->amount_minor), J_I64("held_minor", p->held_minor),
                       J_I64("captured_minor", p->captured_minor), J_TEXT("currency", p->currency),
                       J_TIME_OPT("authorize_at", p->authorize_at),
                       J_TIME_OPT("deadline_at", p->deadline_at), J_JSON("card", card_json(card)),
                       J_TEXT("failure", payer ? p->failure : NULL),
                       J_TEXT("action_url", payer ? p->action_url : NULL),
                       J_TIME_OPT("payer_confirmed_at", p->payer_confirmed_at),
                       J_TIME_OPT("payee_confirmed_at", p->payee_confirmed_at), J_END);
}

static json_t *listed(const struct request *rq, const struct payment_listing *l)
{
    json_t *items = json_array();

    for (int i = 0; i < l->n; i++) {
        (void)json_array_append_new(items, payment_json(rq, &l->payments[i], &l->cards[i]));
    }
    return json_fields(J_JSON("items", items), J_END);
}

enum status api_booking_payments(struct request *rq)
{
    struct payment_listing l = {0};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &l.booking_id);

    s = s == OK ? ctx_read(&rq->ctx, payment_list, &l) : s;
    s = s == OK ? payment_hurry(&rq->ctx, &l) : s;
    return s == OK ? reply_json(rq, 200, listed(rq, &l)) : s;
}

static json_t *acted(struct request *rq, const void *arg)
{
    const struct payment_act *a = arg;

    return payment_json(rq, &a->payment, &a->card);
}

static enum status act(struct request *rq, ctx_fn fn)
{
    struct payment_act a = {0};
    enum status s = request_id_param(rq, 0, ID_PAYMENT, &a.payment_id);

    return s == OK ? reply_write(rq, 200, fn, &a, acted) : s;
}

enum status api_payment_approve(struct request *rq)
{
    return act(rq, payment_approve);
}

enum status api_payment_cash(struct request *rq)
{
    return act(rq, payment_cash);
}

enum status api_payment_retry(struct request *rq)
{
    struct payment_act a = {0};
    const struct field body[] = {FIELD_ID("card_id", ID_CARD, &a.card_id), FIELD_END};
    enum status s = request_id_param(rq, 0, ID_PAYMENT, &a.payment_id);

    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 200, payment_retry, &a, acted) : s;
}
