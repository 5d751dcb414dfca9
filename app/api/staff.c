/* staff.c - see staff.h. */
#include "app/api/staff.h"

#include "app/domain/ids.h"
#include "app/domain/staff.h"
#include "app/http/reply.h"

static json_t *role_json(const struct staff_role *r)
{
    return json_fields(J_ID("id", ID_STAFF_ROLE, r->id), J_ID("member_id", ID_MEMBER, r->member_id),
                       J_TEXT("display_name", r->display_name), J_TEXT("role", r->role),
                       J_TIME("given_at", r->given_at),
                       J_BOOL("second_factor", r->totp_confirmed_at != 0), J_END);
}

enum status api_staff(struct request *rq)
{
    static const struct field none[] = {FIELD_END};
    struct page page;
    struct staff_listing l = {0};
    enum status s = request_page(rq, none, &page);
    json_t *items;
    int shown;

    s = s == OK ? request_id_param(rq, 0, ID_COMMUNITY, &l.community_id) : s;
    l.after_id = s == OK && page.has_cursor ? page.after_id : 0;
    l.max = s == OK ? page.limit + 1 : 0;
    s = s == OK ? ctx_read(&rq->ctx, staff_list, &l) : s;
    if (s != OK) {
        return s;
    }
    shown = l.n > page.limit ? page.limit : l.n;
    items = json_array();
    for (int i = 0; i < shown; i++) {
        (void)json_array_append_new(items, role_json(&l.roles[i]));
    }
    return reply_page(rq, items, l.n > shown, 0, shown > 0 ? l.roles[shown - 1].id : 0);
}

static json_t *given(struct request *rq, const void *arg)
{
    const struct staff_giving *g = arg;

    (void)rq;
    return role_json(&g->made);
}

enum status api_staff_give(struct request *rq)
{
    struct staff_giving g = {0};
    const struct field body[] = {
        FIELD_ID("member_id", ID_MEMBER, &g.member_id),
        FIELD_CHOICE("role", staff_role_texts(), &g.role),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &g.community_id);

    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 201, staff_give, &g, given) : s;
}

enum status api_staff_end(struct request *rq)
{
    struct staff_ending e = {0};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &e.community_id);

    s = s == OK ? request_id_param(rq, 1, ID_STAFF_ROLE, &e.role_id) : s;
    s = s == OK ? ctx_tx(&rq->ctx, staff_end, &e) : s;
    return s == OK ? reply_nothing(rq) : s;
}
