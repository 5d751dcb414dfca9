/* pay_desk.c - see payment.h: for the finance desk. */
#include "app/domain/pay_desk.h"
#include "app/api/payment.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

#include <string.h>

/* Whose call it is; a member's own id for 'customer'. */
static const char *subject_prefix(const char *kind)
{
    if (strcmp(kind, "customer") == 0) {
        return ID_MEMBER;
    }
    return strncmp(kind, "setup", 5) == 0 ? ID_CARD_SETUP : ID_PAYMENT;
}

static json_t *op_json(const struct pay_op_row *op)
{
    return json_fields(
        J_ID("id", ID_PAY_OP, op->id), J_TEXT("kind", op->kind), J_TEXT("state", op->state),
        J_ID("subject_id", subject_prefix(op->kind), op->subject_id),
        J_I64("amount_minor", op->amount_minor), J_I64("attempt", op->attempt),
        J_I64("tries", op->tries), J_TIME("next_at", op->next_at),
        J_TIME_OPT("first_sent_at", op->first_sent_at), J_TEXT("error", op->error),
        J_TIME("created_at", op->created_at), J_TIME("updated_at", op->updated_at), J_END);
}

static enum status send_page(struct request *rq, const struct pay_desk *d, int limit)
{
    int shown = d->n < limit ? d->n : limit;
    json_t *items = json_array();

    for (int i = 0; i < shown; i++) {
        (void)json_array_append_new(items, op_json(&d->rows[i]));
    }
    return reply_page(rq, items, d->n > shown, 0, shown > 0 ? d->rows[shown - 1].id : 0);
}

enum status api_pay_ops(struct request *rq)
{
    static const char *const states[] = {"manual", "waiting", NULL};
    const char *state = "manual";
    const struct field query[] = {OPT_CHOICE("state", states, &state), FIELD_END};
    struct page page;
    struct pay_desk d = {0};
    enum status s = request_page(rq, query, &page);

    s = s == OK ? request_id_param(rq, 0, ID_COMMUNITY, &d.community_id) : s;
    if (s == OK) {
        d.manual = strcmp(state, "manual") == 0;
        d.after_id = page.has_cursor ? page.after_id : 0;
        d.max = page.limit + 1;
        s = ctx_read(&rq->ctx, pay_desk_list, &d);
    }
    return s == OK ? send_page(rq, &d, page.limit) : s;
}

static json_t *resumed(struct request *rq, const void *arg)
{
    const struct pay_resume *r = arg;

    (void)rq;
    return op_json(&r->op);
}

enum status api_pay_op_resume(struct request *rq)
{
    struct pay_resume r = {0};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &r.community_id);

    s = s == OK ? request_id_param(rq, 1, ID_PAY_OP, &r.op_id) : s;
    return s == OK ? reply_write(rq, 200, pay_desk_resume, &r, resumed) : s;
}
