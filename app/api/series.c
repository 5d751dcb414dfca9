/* series.c - see series.h; the supporter's side is in series_ask.c. */
#include "app/api/series.h"

#include "app/api/listing.h"
#include "app/api/series_body.h"
#include "app/api/series_json.h"
#include "app/base/limits.h"
#include "app/domain/ids.h"

/* Whole answers are big: dates of a year. */
static void *big(struct request *rq, size_t bytes)
{
    return arena_alloc(rq->ctx.arena, bytes);
}

static json_t *lines_only(const struct series_lines *l)
{
    return json_fields(J_JSON("dates", series_lines_json(l)), J_TEXT("currency", l->currency),
                       J_END);
}

static json_t *previewed(struct request *rq, const void *arg)
{
    const struct series_preview *p = arg;

    (void)rq;
    return lines_only(&p->lines);
}

enum status api_series_preview(struct request *rq)
{
    struct series_preview *p = big(rq, sizeof *p);
    enum status s = p != NULL ? series_body(rq, false, &p->draft) : E_BUSY;

    s = s == OK ? reply_read(rq, series_preview, p, previewed) : s;
    return series_field(rq, s);
}

static json_t *sent(struct request *rq, const void *arg)
{
    const struct series_sending *sending = arg;

    (void)rq;
    return series_view_json(&sending->view);
}

enum status api_series_send(struct request *rq)
{
    struct series_sending *sending = big(rq, sizeof *sending);
    enum status s = sending != NULL ? series_body(rq, true, &sending->draft) : E_BUSY;

    s = s == OK ? reply_write(rq, 201, series_send, sending, sent) : s;
    return series_field(rq, s);
}

static json_t *row(const void *arg)
{
    return series_row_json(arg);
}

enum status api_series_list(struct request *rq)
{
    struct listing page;
    struct series_listing l;
    enum status s = listing_query(rq, NULL, INT64_MAX, &page);

    l = (struct series_listing){.before_id = page.from_id, .max = page.max};
    s = s == OK ? ctx_read(&rq->ctx, series_listing, &l) : s;
    return s == OK ? listing_reply(rq, &page, l.rows, l.n, sizeof *l.rows,
                                   offsetof(struct series_row, id), row)
                   : s;
}

static json_t *look(struct request *rq, const void *arg)
{
    (void)rq;
    return series_view_json(arg);
}

enum status api_series(struct request *rq)
{
    struct series_view v = {0};
    enum status s = request_id_param(rq, 0, ID_SERIES, &v.id);

    return s == OK ? reply_read(rq, series_look, &v, look) : s;
}

/* An old page gets the present state with its 409. */
static enum status stale(struct request *rq, enum status s, int64_t id)
{
    struct series_view v = {.id = id};

    return series_field(rq, reply_stale(rq, s, "series", series_look, &v, look));
}

static json_t *with_view(const struct series_lines *l, const struct series_view *v)
{
    return json_fields(J_JSON("dates", series_lines_json(l)), J_JSON("series", series_view_json(v)),
                       J_END);
}

static json_t *chosen(struct request *rq, const void *arg)
{
    const struct series_choosing *c = arg;

    (void)rq;
    return with_view(&c->lines, &c->view);
}

enum status api_series_choose(struct request *rq)
{
    struct series_choosing c = {0};
    const struct field body[] = {
        FIELD_I64("version", 1, INT64_MAX, &c.version),
        FIELD_ID("member_id", ID_MEMBER, &c.member_id),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_SERIES, &c.id);

    s = s == OK ? request_fields(rq, body) : s;
    s = s == OK ? reply_write(rq, 200, series_choose, &c, chosen) : s;
    return stale(rq, s, c.id);
}

static json_t *would_change(struct request *rq, const void *arg)
{
    const struct series_change *c = arg;

    (void)rq;
    return lines_only(&c->lines);
}

static json_t *changed(struct request *rq, const void *arg)
{
    const struct series_change *c = arg;

    (void)rq;
    return with_view(&c->lines, &c->view);
}

static enum status read_change(struct request *rq, bool carried_out, struct series_change **out)
{
    struct series_change *c = big(rq, sizeof *c);
    enum status s = c != NULL ? OK : E_BUSY;

    if (s == OK) {
        *c = (struct series_change){0};
        s = request_id_param(rq, 0, ID_SERIES, &c->id);
    }
    *out = c;
    return s == OK ? series_change_body(rq, carried_out, c) : s;
}

enum status api_series_change_preview(struct request *rq)
{
    struct series_change *c;
    enum status s = read_change(rq, false, &c);

    s = s == OK ? reply_read(rq, series_change_preview, c, would_change) : s;
    return series_field(rq, s);
}

enum status api_series_change(struct request *rq)
{
    struct series_change *c;
    enum status s = read_change(rq, true, &c);

    s = s == OK ? reply_write(rq, 200, series_change, c, changed) : s;
    return c != NULL ? stale(rq, s, c->id) : s;
}

static json_t *asked(struct request *rq, const void *arg)
{
    const struct series_asking *a = arg;

    (void)rq;
    return series_view_json(&a->view);
}

enum status api_series_date_ask(struct request *rq)
{
    struct series_asking a = {0};
    const struct field body[] = {
        FIELD_I64("version", 1, INT64_MAX, &a.version),
        FIELD_DATE("date", &a.day),
        FIELD_I64("most_minor", 0, MONEY_MINOR_MAX, &a.most_minor),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_SERIES, &a.id);

    s = s == OK ? request_fields(rq, body) : s;
    s = s == OK ? reply_write(rq, 201, series_ask_date, &a, asked) : s;
    return stale(rq, s, a.id);
}
