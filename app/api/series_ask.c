/* series_ask.c - the supporter's side of series.h. */
#include "app/api/listing.h"
#include "app/api/series.h"
#include "app/api/series_body.h"
#include "app/api/series_json.h"
#include "app/domain/ids.h"

static json_t *row(const void *arg)
{
    return series_ask_row_json(arg);
}

enum status api_series_asks(struct request *rq)
{
    struct listing page;
    struct series_ask_listing l;
    enum status s = listing_query(rq, NULL, INT64_MAX, &page);

    l = (struct series_ask_listing){.before_id = page.from_id, .max = page.max};
    s = s == OK ? ctx_read(&rq->ctx, series_ask_listing, &l) : s;
    return s == OK ? listing_reply(rq, &page, l.rows, l.n, sizeof *l.rows,
                                   offsetof(struct series_ask_row, person.id), row)
                   : s;
}

static json_t *look(struct request *rq, const void *arg)
{
    (void)rq;
    return series_ask_view_json(arg);
}

enum status api_series_ask(struct request *rq)
{
    struct series_ask_view v = {0};
    enum status s = request_id_param(rq, 0, ID_SERIES_ASK, &v.id);

    return s == OK ? reply_read(rq, series_ask_look, &v, look) : s;
}

static json_t *answered(struct request *rq, const void *arg)
{
    const struct series_answer *a = arg;

    (void)rq;
    return json_fields(J_JSON("dates", series_lines_json(&a->lines)),
                       J_JSON("ask", series_ask_view_json(&a->view)), J_END);
}

static enum status answer_of(struct request *rq, struct series_answer **out)
{
    struct series_answer *a = arena_alloc(rq->ctx.arena, sizeof *a);

    *out = a;
    if (a == NULL) {
        return E_BUSY;
    }
    *a = (struct series_answer){0};
    return request_id_param(rq, 0, ID_SERIES_ASK, &a->id);
}

enum status api_series_answer(struct request *rq)
{
    struct series_answer *a;
    enum status s = answer_of(rq, &a);

    s = s == OK ? series_answer_body(rq, a) : s;
    return s == OK ? reply_write(rq, 200, series_answer, a, answered) : s;
}

enum status api_series_decline(struct request *rq)
{
    struct series_answer *a;
    enum status s = answer_of(rq, &a);

    return s == OK ? reply_write(rq, 204, series_decline, a, NULL) : s;
}

enum status api_series_step_out(struct request *rq)
{
    struct series_answer *a;
    enum status s = answer_of(rq, &a);
    const struct field body[] = {
        FIELD_DATE("from_date", s == OK ? &a->from_day : NULL),
        FIELD_END,
    };

    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 200, series_step_out, a, answered) : s;
}
