/* bordereau.c - see office.h. */
#include "app/domain/bordereau.h"
#include "app/api/office.h"
#include "app/base/limits.h"
#include "app/base/zone.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

#include <string.h>

/* The list is larger than a request's arena: it has one of its own. */
static enum status send_list(struct request *rq, struct bordereau *b, const char *filename,
                             enum status (*make)(struct ctx *x, const struct bordereau *b))
{
    struct arena *a = arena_open(BORDEREAU_ARENA_BYTES_MAX);
    struct buf out;
    enum status s;

    if (a == NULL) {
        return E_BUSY;
    }
    buf_init(&out, a, BORDEREAU_BYTES_MAX);
    b->out = &out;
    s = make(&rq->ctx, b);
    if (s == OK) {
        struct slice bytes = {(const uint8_t *)out.data, out.len};

        s = reply_bytes(rq, "text/csv; charset=utf-8", filename, bytes);
    }
    arena_close(a);
    return s;
}

enum status api_coverage_day(struct request *rq)
{
    struct bordereau b = {0};
    const struct field query[] = {FIELD_DATE("day", &b.from_day), FIELD_END};
    char day[LOCAL_TEXT_BYTES];
    const char *name;
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &b.community_id);

    s = s == OK ? request_query(rq, query) : s;
    if (s != OK) {
        return s;
    }
    b.until_day = b.from_day + 1;
    date_format(b.from_day, day);
    name = arena_printf(rq->ctx.arena, "coverage-%s.csv", day);
    return name != NULL ? send_list(rq, &b, name, bordereau_day) : E_BUSY;
}

/* "2026-11" */
static enum status read_month(struct request *rq, const char *month, struct bordereau *b)
{
    const char *first = arena_printf(rq->ctx.arena, "%s-01", month);
    int year, number, day;

    if (first == NULL) {
        return E_BUSY;
    }
    if (date_parse(first, &b->from_day) != OK) {
        return invalid(&rq->ctx, "month");
    }
    day_number_to_date(b->from_day, &year, &number, &day);
    b->until_day =
        number == 12 ? date_to_day_number(year + 1, 1, 1) : date_to_day_number(year, number + 1, 1);
    return OK;
}

enum status api_bordereau(struct request *rq)
{
    struct bordereau b = {0};
    const char *month = "", *name;
    const struct field query[] = {FIELD_TEXT("month", 7, 7, &month), FIELD_END};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &b.community_id);

    s = s == OK ? request_query(rq, query) : s;
    s = s == OK ? read_month(rq, month, &b) : s;
    if (s != OK) {
        return s;
    }
    name = arena_printf(rq->ctx.arena, "bordereau-%s.csv", month);
    return name != NULL ? send_list(rq, &b, name, bordereau_month) : E_BUSY;
}
