/* tie.c - see tie.h: ties and pre-meetings. */
#include "app/api/tie.h"

#include "app/domain/gate.h"
#include "app/domain/ids.h"
#include "app/domain/premeeting.h"
#include "app/domain/tie.h"
#include "app/http/reply.h"

/* What can be done next along it, never a rank. */
static const char *next_of(const struct tie_line *t, int64_t now)
{
    if (t->premet_until_at <= now) {
        return t->premet_until_at == 0 ? "tie.next.premeet" : "tie.next.renew";
    }
    return t->other_helps ? "tie.next.ask" : "tie.next.nothing";
}

static json_t *tie_json(const struct tie_line *t, int64_t now)
{
    return json_fields(J_ID("id", ID_TIE, t->id), J_ID("member_id", ID_MEMBER, t->other_id),
                       J_TEXT("display_name", t->other_name),
                       J_ID_OPT("photo_id", ID_PHOTO, t->other_photo_id), J_TEXT("how", t->how),
                       J_TIME("met_at", t->met_at),
                       J_TIME_OPT("premet_until_at", t->premet_until_at),
                       J_BOOL("helps", t->other_helps), J_TEXT("next", next_of(t, now)), J_END);
}

enum status api_ties(struct request *rq)
{
    static const struct field none[] = {FIELD_END};
    struct page page;
    struct tie_page p = {0};
    enum status s = request_page(rq, none, &page);
    json_t *items;
    int shown;

    p.after_id = s == OK && page.has_cursor ? page.after_id : 0;
    p.max = s == OK ? page.limit + 1 : 0;
    s = s == OK ? ctx_read(&rq->ctx, tie_list, &p) : s;
    if (s != OK) {
        return s;
    }
    shown = p.n < page.limit ? p.n : page.limit;
    items = json_array();
    for (int i = 0; i < shown; i++) {
        (void)json_array_append_new(items, tie_json(&p.lines[i], rq->ctx.now));
    }
    return reply_page(rq, items, p.n > shown, 0, shown > 0 ? p.lines[shown - 1].id : 0);
}

static json_t *one_tie(struct request *rq, const void *arg)
{
    const struct tie_page *p = arg;

    return tie_json(&p->lines[0], rq->ctx.now);
}

enum status api_tie(struct request *rq)
{
    struct tie_page p = {.max = 1};
    enum status s = request_id_param(rq, 0, ID_TIE, &p.only_id);

    return s == OK ? reply_read(rq, tie_list, &p, one_tie) : s;
}

enum status api_tie_end(struct request *rq)
{
    int64_t id;
    enum status s = request_id_param(rq, 0, ID_TIE, &id);

    s = s == OK ? ctx_tx(&rq->ctx, tie_end, &id) : s;
    return s == OK ? reply_nothing(rq) : s;
}

static json_t *sheet_json(const struct premeeting_row *p)
{
    bool both = p->low_confirmed_at != 0 && p->high_confirmed_at != 0;

    return json_fields(J_ID("id", ID_PREMEETING, p->id), J_ID("tie_id", ID_TIE, p->tie_id),
                       J_ID("household_id", ID_HOUSEHOLD, p->household_id),
                       J_BOOL("renewal", p->renewal_of != 0), J_BOOL("confirmed_by_both", both),
                       J_ID("created_by", ID_MEMBER, p->created_by),
                       J_TIME("created_at", p->created_at), J_END);
}

enum status api_premeetings(struct request *rq)
{
    static const struct field none[] = {FIELD_END};
    struct page page;
    struct premeeting_list l = {0};
    enum status s = request_page(rq, none, &page);
    json_t *items;
    int shown;

    s = s == OK ? request_id_param(rq, 0, ID_TIE, &l.tie_id) : s;
    l.after_id = s == OK && page.has_cursor ? page.after_id : 0;
    l.max = s == OK ? page.limit + 1 : 0;
    s = s == OK ? ctx_read(&rq->ctx, premeeting_list, &l) : s;
    if (s != OK) {
        return s;
    }
    shown = l.n < page.limit ? l.n : page.limit;
    items = json_array();
    for (int i = 0; i < shown; i++) {
        (void)json_array_append_new(items, sheet_json(&l.rows[i]));
    }
    return reply_page(rq, items, l.n > shown, 0, shown > 0 ? l.rows[shown - 1].id : 0);
}

static json_t *made(struct request *rq, const void *arg)
{
    const struct premeeting_make *m = arg;

    (void)rq;
    return sheet_json(&m->row);
}

enum status api_premeeting_make(struct request *rq)
{
    struct premeeting_make m = {0};
    const struct field body[] = {
        FIELD_ID("household_id", ID_HOUSEHOLD, &m.household_id),
        FIELD_BOOL("child_met", &m.child_met),
        FIELD_BOOL("place_seen", &m.place_seen),
        FIELD_BOOL("emergency_plan_read", &m.emergency_plan_read),
        FIELD_BOOL("insurance_read", &m.insurance_read),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_TIE, &m.tie_id);

    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 201, premeeting_make, &m, made) : s;
}

enum status api_premeeting_renew(struct request *rq)
{
    struct premeeting_make m = {.renew = true};
    const struct field body[] = {
        FIELD_ID("household_id", ID_HOUSEHOLD, &m.household_id),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_TIE, &m.tie_id);

    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 201, premeeting_make, &m, made) : s;
}

static json_t *confirmed(struct request *rq, const void *arg)
{
    const struct premeeting_confirm *c = arg;
    json_t *o = sheet_json(&c->row);

    (void)rq;
    if (o != NULL &&
        json_object_set_new(o, "premet_until_at",
                            c->until_at != 0 ? json_integer(c->until_at) : json_null()) != 0) {
        json_decref(o);
        return NULL;
    }
    return o;
}

enum status api_premeeting_confirm(struct request *rq)
{
    struct premeeting_confirm c = {0};
    enum status s = request_id_param(rq, 0, ID_PREMEETING, &c.id);

    s = s == OK ? ctx_tx(&rq->ctx, premeeting_confirm, &c) : s;
    return s == OK ? reply_json(rq, 200, confirmed(rq, &c)) : s;
}
