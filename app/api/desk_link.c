/* desk_link.c - see desk_link.h. */
#include "app/api/desk_link.h"

#include "app/api/listing.h"
#include "app/base/limits.h"
#include "app/domain/desk_link.h"
#include "app/domain/handover.h"
#include "app/domain/ids.h"

#include <stddef.h>

static json_t *link_json(const void *row)
{
    const struct desk_link_row *l = row;

    return json_fields(J_ID("id", ID_DESK_LINK, l->id), J_ID("place_id", ID_PLACE, l->place_id),
                       J_TEXT("place_name", l->place_name), J_DATE("day", l->day),
                       J_ID_OPT("household_id", ID_HOUSEHOLD, l->household_id),
                       J_ID("made_by", ID_MEMBER, l->made_by), J_TIME("created_at", l->created_at),
                       J_TIME("expires_at", l->expires_at), J_TIME_OPT("ended_at", l->ended_at),
                       J_END);
}

static json_t *made(struct request *rq, const void *arg)
{
    const struct desk_link_making *m = arg;
    json_t *o = link_json(&m->made);
    const char *path = arena_printf(rq->ctx.arena, "/desk/%s", m->token);

    if (o == NULL || path == NULL || json_object_set_new(o, "token", json_string(m->token)) != 0 ||
        json_object_set_new(o, "path", json_string(path)) != 0) {
        json_decref(o);
        return NULL;
    }
    return o;
}

enum status api_desk_link_make(struct request *rq)
{
    struct desk_link_making m = {0};
    const struct field body[] = {
        FIELD_DATE("day", &m.day),
        OPT_ID("household_id", ID_HOUSEHOLD, &m.household_id),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &m.community_id);

    s = s == OK ? request_id_param(rq, 1, ID_PLACE, &m.place_id) : s;
    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 201, desk_link_make, &m, made) : s;
}

enum status api_desk_links(struct request *rq)
{
    struct listing page;
    struct desk_link_listing l = {0};
    enum status s = listing_query(rq, NULL, INT64_MAX, &page);

    s = s == OK ? request_id_param(rq, 0, ID_COMMUNITY, &l.community_id) : s;
    l.before_id = page.from_id;
    l.max = page.max;
    s = s == OK ? ctx_read(&rq->ctx, desk_link_list, &l) : s;
    return s == OK ? listing_reply(rq, &page, l.rows, l.n, sizeof *l.rows,
                                   offsetof(struct desk_link_row, id), link_json)
                   : s;
}

enum status api_desk_link_end(struct request *rq)
{
    struct desk_link_ref ref = {0};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &ref.community_id);

    s = s == OK ? request_id_param(rq, 1, ID_DESK_LINK, &ref.id) : s;
    return s == OK ? reply_write(rq, 204, desk_link_end, &ref, NULL) : s;
}

/* ---- the desk itself ---- */

static json_t *line_json(const struct desk_line *l)
{
    return json_fields(J_TEXT("child", l->call_name), J_I64("age_years", l->age_years),
                       J_TIME("at", l->row.at), J_TIME("until_at", l->row.until_at),
                       J_TEXT("supporter_name", l->supporter_name), J_TEXT("state", l->state),
                       J_TIME_OPT("handed_at", l->row.handed_at),
                       J_BOOL("call_first", l->row.call_first != 0), J_TEXT("tap", l->tap), J_END);
}

static json_t *page_json(struct request *rq, const void *arg)
{
    const struct desk_page *p = arg;
    json_t *items = json_array();

    (void)rq;
    for (int i = 0; i < p->n; i++) {
        (void)json_array_append_new(items, line_json(&p->lines[i]));
    }
    return json_fields(J_TEXT("place_name", p->link.place_name), J_DATE("day", p->link.day),
                       J_TIME("expires_at", p->link.expires_at), J_JSON("items", items), J_END);
}

enum status api_desk_page(struct request *rq)
{
    struct desk_page p = {.token = rq->params[0].value};

    return reply_read(rq, desk_page_show, &p, page_json);
}

enum status desk_take(struct request *rq, struct desk_tap *t)
{
    struct ctx *x = &rq->ctx;
    enum reason why;
    enum status s;

    x->member_id = x->session_id = 0;
    s = ctx_read(x, desk_tap_open, t);
    if (s != OK) {
        return s;
    }
    s = ctx_tx(x, handover_note, &t->handover);
    why = x->reason;
    if (s == E_RULE && why == R_HANDOVER_BARRED) {
        s = ctx_tx(x, handover_stopped, &t->handover);
        return s == OK ? refuse(x, why) : s;
    }
    if (s == E_CONFLICT) {
        s = ctx_tx(x, handover_keep, &t->handover);
        return s == OK ? lost(x, why) : s;
    }
    return s;
}

enum status api_desk_tap(struct request *rq)
{
    struct desk_page p = {.token = rq->params[0].value};
    struct desk_tap t = {.token = p.token};
    const struct field body[] = {FIELD_TEXT("tap", 1, DESK_TAP_CHARS_MAX, &t.tap), FIELD_END};
    enum status s = request_fields(rq, body);

    s = s == OK ? desk_take(rq, &t) : s;
    s = s == OK ? ctx_read(&rq->ctx, desk_page_show, &p) : s;
    return s == OK ? reply_json(rq, 201, page_json(rq, &p)) : s;
}
