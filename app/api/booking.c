/* booking.c - see booking.h: reading and cancelling. Hand-overs and reports are in care.c. */
#include "app/api/booking.h"

#include "app/api/booking_json.h"
#include "app/base/limits.h"
#include "app/base/money.h"
#include "app/domain/cancel.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

#include <string.h>

/* One line more than the page was read, to know whether there is another page. */
static enum status send_page(struct request *rq, const struct booking_page *p, int limit)
{
    int shown = p->n < limit ? p->n : limit;
    const struct booking_line *last = shown > 0 ? &p->lines[shown - 1] : NULL;
    struct lines list;

    lines_begin(&list, rq);
    for (int i = 0; i < shown; i++) {
        booking_line_add(&list, &p->lines[i]);
    }
    return reply_lines(&list, p->n > shown, last != NULL ? last->start_at : 0,
                       last != NULL ? last->id : 0);
}

enum status api_bookings(struct request *rq)
{
    static const char *const roles[] = {"guardian", "supporter", NULL};
    const char *role = "guardian";
    struct page page;
    struct booking_page p = {.window = {.until_at = INT64_MAX}};
    const struct field query[] = {
        OPT_CHOICE("role", roles, &role),
        OPT_TIME("from_at", &p.window.from_at),
        OPT_TIME("until_at", &p.window.until_at),
        FIELD_END,
    };
    enum status s = request_page(rq, query, &page);

    p.as_supporter = strcmp(role, "supporter") == 0;
    if (s == OK) {
        p.window.after_start = page.has_cursor ? page.after_key : -1;
        p.window.after_id = page.has_cursor ? page.after_id : 0;
        p.window.max = page.limit + 1;
        s = ctx_read(&rq->ctx, booking_list, &p);
    }
    return s == OK ? send_page(rq, &p, page.limit) : s;
}

static json_t *viewed(struct request *rq, const void *arg)
{
    (void)rq;
    return booking_view_json(arg);
}

enum status api_booking(struct request *rq)
{
    struct booking_view v = {0};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &v.id);

    return s == OK ? reply_read(rq, booking_show, &v, viewed) : s;
}

static json_t *agreement_json(struct request *rq, const void *arg)
{
    const struct booking_view *v = arg;

    (void)rq;
    return json_fields(J_ID("booking_id", ID_BOOKING, v->b.id), J_I64("version", v->b.version),
                       J_TEXT("document", v->b.agreement), J_TEXT("sha256", v->b.agreement_sha256),
                       J_END);
}

enum status api_booking_agreement(struct request *rq)
{
    struct booking_view v = {0};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &v.id);

    return s == OK ? reply_read(rq, booking_show, &v, agreement_json) : s;
}

static json_t *covered(struct request *rq, const void *arg)
{
    (void)rq;
    return coverage_json(arg);
}

enum status api_booking_coverage(struct request *rq)
{
    struct booking_view v = {0};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &v.id);

    s = s == OK ? ctx_read(&rq->ctx, booking_show, &v) : s;
    if (s == OK && !v.covered) {
        return E_NOT_FOUND;
    }
    return s == OK ? reply_json(rq, 200, covered(rq, &v)) : s;
}

enum status api_booking_events(struct request *rq)
{
    static const struct field none[] = {FIELD_END};
    struct booking_history h = {0};
    struct listing page;
    enum status s = listing_query(rq, none, 0, &page);

    s = s == OK ? request_id_param(rq, 0, ID_BOOKING, &h.id) : s;
    h.after_id = page.from_id;
    h.max = page.max;
    s = s == OK ? ctx_read(&rq->ctx, booking_history, &h) : s;
    return s == OK ? booking_events_reply(rq, &page, h.events, h.n) : s;
}

static json_t *cancel_json(struct request *rq, const void *arg)
{
    const struct cancel *c = arg;

    (void)rq;
    return json_fields(J_I64("fee_minor", c->fee.fee_minor),
                       J_TEXT("currency", c->booking.currency), J_TEXT("why", c->fee.why),
                       J_BOOL("asks_who_came", c->asks_who_came),
                       J_JSON("booking", booking_json(&c->booking)), J_END);
}

enum status api_booking_cancellation(struct request *rq)
{
    struct cancel c = {.cause = ""};
    const struct field query[] = {OPT_TEXT("cause", 0, 40, &c.cause), FIELD_END};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &c.booking_id);

    s = s == OK ? request_query(rq, query) : s;
    return s == OK ? reply_read(rq, cancel_preview, &c, cancel_json) : s;
}

enum status api_booking_cancel(struct request *rq)
{
    struct cancel c = {.cause = ""};
    struct booking_view now = {0};
    struct field body[] = {
        OPT_TEXT("cause", 0, 40, &c.cause),
        OPT_I64("expect_minor", 0, MONEY_MINOR_MAX, &c.expect_minor),
        OPT_BOOL("supporter_came", &c.supporter_came),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_BOOKING, &c.booking_id);

    body[1].present = &c.must_cost;
    body[2].present = &c.said_who_came;
    s = s == OK ? request_fields(rq, body) : s;
    s = s == OK ? reply_write(rq, 200, booking_cancel, &c, cancel_json) : s;
    now.id = c.booking_id;
    return reply_stale(rq, s, "booking", booking_show, &now, viewed);
}
