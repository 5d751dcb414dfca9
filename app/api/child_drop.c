/* child_drop.c - see handover.h: one child less, over HTTP. */
#include "app/domain/child_drop.h"
#include "app/api/booking_json.h"
#include "app/api/handover.h"
#include "app/base/limits.h"
#include "app/base/money.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

static json_t *drop_json(struct request *rq, const void *arg)
{
    const struct child_drop *d = arg;

    (void)rq;
    return json_fields(J_BOOL("cancels", d->last), J_I64("fee_minor", d->fee.fee_minor),
                       J_TEXT("why", d->fee.why), J_I64("price_minor", d->price_minor),
                       J_TEXT("currency", d->booking.currency),
                       J_JSON("booking", booking_json(&d->booking)), J_END);
}

static enum status ids(struct request *rq, struct child_drop *d)
{
    enum status s = request_id_param(rq, 0, ID_BOOKING, &d->booking_id);

    return s == OK ? request_id_param(rq, 1, ID_CHILD, &d->child_id) : s;
}

enum status api_child_drop_preview(struct request *rq)
{
    struct child_drop d = {.cause = ""};
    const struct field query[] = {OPT_TEXT("cause", 0, 40, &d.cause), FIELD_END};
    enum status s = ids(rq, &d);

    s = s == OK ? request_query(rq, query) : s;
    return s == OK ? reply_read(rq, child_drop_preview, &d, drop_json) : s;
}

static json_t *viewed(struct request *rq, const void *arg)
{
    (void)rq;
    return booking_view_json(arg);
}

enum status api_child_drop(struct request *rq)
{
    struct child_drop d = {.cause = ""};
    struct booking_view now = {0};
    struct field body[] = {
        OPT_TEXT("cause", 0, 40, &d.cause),
        OPT_I64("expect_minor", 0, MONEY_MINOR_MAX, &d.expect_minor),
        OPT_BOOL("cancels", &d.cancels),
        FIELD_END,
    };
    enum status s = ids(rq, &d);

    body[1].present = &d.must_cost;
    s = s == OK ? request_fields(rq, body) : s;
    s = s == OK ? reply_write(rq, 200, child_drop, &d, drop_json) : s;
    now.id = d.booking_id;
    return reply_stale(rq, s, "booking", booking_show, &now, viewed);
}
