/* card.c - see card.h. */
#include "app/api/card.h"

#include "app/domain/card.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

#include <string.h>

/* The page's address only while somebody can still use it. */
static json_t *setup_json(struct request *rq, const void *arg)
{
    const struct card_setup_row *s = arg;
    bool open = strcmp(s->state, "open") == 0;

    (void)rq;
    return json_fields(J_ID("id", ID_CARD_SETUP, s->id), J_TEXT("state", s->state),
                       J_TEXT("url", open ? s->url : NULL),
                       J_ID_OPT("card_id", ID_CARD, s->card_id),
                       J_TIME("created_at", s->created_at), J_END);
}

static json_t *card_json(const struct card_row *c)
{
    return json_fields(J_ID("id", ID_CARD, c->id), J_TEXT("brand", c->brand),
                       J_TEXT("last4", c->last4), J_I64("exp_month", c->exp_month),
                       J_I64("exp_year", c->exp_year), J_TIME("created_at", c->created_at), J_END);
}

enum status api_card_setup_begin(struct request *rq)
{
    struct card_setup_row setup;

    return reply_write(rq, 202, card_setup_begin, &setup, setup_json);
}

enum status api_card_setup(struct request *rq)
{
    struct card_setup_row setup;
    enum status s = request_id_param(rq, 0, ID_CARD_SETUP, &setup.id);

    s = s == OK ? ctx_read(&rq->ctx, card_setup_get, &setup) : s;
    s = s == OK ? card_setup_hurry(&rq->ctx, &setup) : s;
    return s == OK ? reply_json(rq, 200, setup_json(rq, &setup)) : s;
}

static json_t *listed(struct request *rq, const void *arg)
{
    const struct card_listing *l = arg;
    json_t *items = json_array();

    (void)rq;
    for (int i = 0; i < l->n; i++) {
        (void)json_array_append_new(items, card_json(&l->cards[i]));
    }
    return json_fields(J_JSON("items", items), J_END);
}

enum status api_cards(struct request *rq)
{
    struct card_listing l = {0};

    return reply_read(rq, card_list, &l, listed);
}

enum status api_card_remove(struct request *rq)
{
    int64_t id;
    enum status s = request_id_param(rq, 0, ID_CARD, &id);

    s = s == OK ? ctx_tx(&rq->ctx, card_remove, &id) : s;
    return s == OK ? reply_nothing(rq) : s;
}
