/* group.c - see group.h: one's own groups. */
#include "app/domain/group.h"
#include "app/api/group.h"
#include "app/api/listing.h"
#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

#include <stddef.h>

#define TOKEN_TYPED_MAX 100

static json_t *group_json(const struct group_line *g)
{
    bool in = g->accepted_at != 0;
    int64_t about = in ? group_about(g->members) : 0;

    return json_fields(
        J_ID("id", ID_GROUP, g->id), J_ID("community_id", ID_COMMUNITY, g->community_id),
        J_TEXT("name", g->name), J_TEXT("state", in ? "member" : "waiting"),
        J_TIME("since_at", in ? g->accepted_at : g->asked_at),
        J_BOOL("name_shown", g->name_shown != 0), J_BOOL("moderator", g->moderator_at != 0),
        J_I64("people_about", about), J_END);
}

static json_t *listed(struct request *rq, const void *arg)
{
    const struct group_listing *l = arg;
    json_t *items = json_array();

    (void)rq;
    for (int i = 0; i < l->n; i++) {
        (void)json_array_append_new(items, group_json(&l->rows[i]));
    }
    return json_fields(J_JSON("items", items), J_END);
}

enum status api_groups(struct request *rq)
{
    struct group_listing l = {0};

    return reply_read(rq, group_list, &l, listed);
}

static json_t *made(struct request *rq, const void *arg)
{
    const struct group_making *m = arg;

    (void)rq;
    return json_fields(J_ID("id", ID_GROUP, m->id), J_TEXT("name", m->name), J_END);
}

enum status api_group_make(struct request *rq)
{
    struct group_making m = {0};
    const struct field body[] = {
        FIELD_ID("community_id", ID_COMMUNITY, &m.community_id),
        FIELD_TEXT("name", 1, NAME_CHARS_MAX, &m.name),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    return s == OK ? reply_write(rq, 201, group_make, &m, made) : s;
}

static json_t *joined(struct request *rq, const void *arg)
{
    const struct group_joining *j = arg;

    (void)rq;
    return json_fields(J_ID("group_id", ID_GROUP, j->group_id), J_TEXT("name", j->name),
                       J_TEXT("state", j->accepted ? "member" : "waiting"), J_END);
}

enum status api_group_join(struct request *rq)
{
    struct group_joining j = {0};
    const struct field body[] = {FIELD_TEXT("token", 1, TOKEN_TYPED_MAX, &j.token), FIELD_END};
    enum status s = request_fields(rq, body);

    s = s == OK ? group_join_try(&rq->ctx) : s;
    return s == OK ? reply_write(rq, 200, group_join, &j, joined) : s;
}

enum status api_group_me(struct request *rq)
{
    struct group_name n = {0};
    const struct field body[] = {FIELD_BOOL("name_shown", &n.shown), FIELD_END};
    enum status s = request_id_param(rq, 0, ID_GROUP, &n.group_id);

    s = s == OK ? request_fields(rq, body) : s;
    s = s == OK ? ctx_tx(&rq->ctx, group_show_name, &n) : s;
    return s == OK ? reply_nothing(rq) : s;
}

enum status api_group_leave(struct request *rq)
{
    int64_t id;
    enum status s = request_id_param(rq, 0, ID_GROUP, &id);

    s = s == OK ? ctx_tx(&rq->ctx, group_leave, &id) : s;
    return s == OK ? reply_nothing(rq) : s;
}

static json_t *person_json(const void *row)
{
    const struct group_person *p = row;

    return json_fields(
        J_ID("member_id", ID_MEMBER, p->member_id), J_TEXT("display_name", p->display_name),
        J_BOOL("name_shown", p->name_shown != 0), J_BOOL("moderator", p->moderator != 0), J_END);
}

enum status api_group_people(struct request *rq)
{
    struct listing page;
    struct group_page p = {0};
    enum status s = request_id_param(rq, 0, ID_GROUP, &p.group_id);

    s = s == OK ? listing_query(rq, NULL, 0, &page) : s;
    if (s != OK) {
        return s;
    }
    p.after_id = page.from_id;
    p.max = page.max;
    s = ctx_read(&rq->ctx, group_people, &p);
    return s == OK ? listing_reply(rq, &page, p.rows, p.n, sizeof *p.rows,
                                   offsetof(struct group_person, member_id), person_json)
                   : s;
}
