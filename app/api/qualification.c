/* qualification.c - see office.h. */
#include "app/domain/qualification.h"
#include "app/api/office.h"
#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

#define NUMBER_CHARS_MAX 60
#define WHY_CHARS_MAX    200

static json_t *qualification_json(const struct qualification_row *q)
{
    return json_fields(
        J_ID("id", ID_QUALIFICATION, q->id), J_ID("community_id", ID_COMMUNITY, q->community_id),
        J_ID("member_id", ID_MEMBER, q->member_id), J_TEXT("display_name", q->display_name),
        J_TEXT("kind", q->kind), J_TEXT("number", q->number), J_TIME("issued_at", q->issued_at),
        J_TIME("expires_at", q->expires_at), J_TIME_OPT("revoked_at", q->revoked_at),
        J_TEXT("revoked_why", q->revoked_why), J_TIME("created_at", q->created_at), J_END);
}

enum status api_qualifications(struct request *rq)
{
    struct qualification_listing l = {0};
    const struct field more[] = {OPT_ID("member_id", ID_MEMBER, &l.member_id), FIELD_END};
    struct page page;
    enum status s = request_page(rq, more, &page);
    json_t *items;
    int shown;

    s = s == OK ? request_id_param(rq, 0, ID_COMMUNITY, &l.community_id) : s;
    l.after_id = s == OK && page.has_cursor ? page.after_id : 0;
    l.max = s == OK ? page.limit + 1 : 0;
    s = s == OK ? ctx_read(&rq->ctx, qualification_list, &l) : s;
    if (s != OK) {
        return s;
    }
    shown = l.n > page.limit ? page.limit : l.n;
    items = json_array();
    for (int i = 0; i < shown; i++) {
        (void)json_array_append_new(items, qualification_json(&l.rows[i]));
    }
    return reply_page(rq, items, l.n > shown, 0, shown > 0 ? l.rows[shown - 1].id : 0);
}

static json_t *given(struct request *rq, const void *arg)
{
    const struct qualification_giving *g = arg;

    (void)rq;
    return qualification_json(&g->made);
}

enum status api_qualification_give(struct request *rq)
{
    struct qualification_giving g = {0};
    const struct field body[] = {
        FIELD_ID("member_id", ID_MEMBER, &g.member_id),
        FIELD_CHOICE("kind", qualification_kinds(), &g.kind),
        OPT_TEXT("number", 1, NUMBER_CHARS_MAX, &g.number),
        FIELD_TIME("issued_at", &g.issued_at),
        FIELD_TIME("expires_at", &g.expires_at),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &g.community_id);

    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 201, qualification_give, &g, given) : s;
}

static json_t *revoked(struct request *rq, const void *arg)
{
    const struct qualification_revoking *r = arg;

    (void)rq;
    return qualification_json(&r->row);
}

enum status api_qualification_revoke(struct request *rq)
{
    struct qualification_revoking r = {0};
    const struct field body[] = {FIELD_TEXT("why", 1, WHY_CHARS_MAX, &r.why), FIELD_END};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &r.community_id);

    s = s == OK ? request_id_param(rq, 1, ID_QUALIFICATION, &r.id) : s;
    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 200, qualification_revoke, &r, revoked) : s;
}

static json_t *mine_json(struct request *rq, const void *arg)
{
    const struct qualifications_mine *m = arg;
    json_t *items = json_array(), *standing = json_array();

    (void)rq;
    for (int i = 0; i < m->n; i++) {
        (void)json_array_append_new(items, qualification_json(&m->rows[i]));
    }
    for (int i = 0; i < m->standing_n; i++) {
        const struct qualification_standing *st = &m->standing[i];

        (void)json_array_append_new(
            standing,
            json_fields(J_ID("community_id", ID_COMMUNITY, st->community_id),
                        J_TEXT("kind", st->kind), J_BOOL("missing", st->until_at == 0),
                        J_TIME_OPT("until_at", st->until_at), J_TEXT("words", st->words), J_END));
    }
    return json_fields(J_JSON("items", items), J_JSON("standing", standing), J_END);
}

enum status api_my_qualifications(struct request *rq)
{
    struct qualifications_mine m = {0};

    return reply_read(rq, qualifications_mine, &m, mine_json);
}
