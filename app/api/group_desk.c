/* group_desk.c - see group.h: who enters a group, its poster, its end. */
#include "app/api/group.h"
#include "app/api/listing.h"
#include "app/domain/group.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

#include <stddef.h>

static json_t *asked_json(const void *row)
{
    const struct group_person *p = row;

    return json_fields(J_ID("member_id", ID_MEMBER, p->member_id),
                       J_TEXT("display_name", p->display_name), J_TIME("asked_at", p->at),
                       J_BOOL("was_removed", p->was_removed != 0), J_END);
}

enum status api_group_asks(struct request *rq)
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
    s = ctx_read(&rq->ctx, group_asks, &p);
    return s == OK ? listing_reply(rq, &page, p.rows, p.n, sizeof *p.rows,
                                   offsetof(struct group_person, member_id), asked_json)
                   : s;
}

static enum status act(struct request *rq, ctx_fn fn)
{
    struct group_act a;
    enum status s = request_id_param(rq, 0, ID_GROUP, &a.group_id);

    s = s == OK ? request_id_param(rq, 1, ID_MEMBER, &a.member_id) : s;
    s = s == OK ? ctx_tx(&rq->ctx, fn, &a) : s;
    return s == OK ? reply_nothing(rq) : s;
}

enum status api_group_accept(struct request *rq)
{
    return act(rq, group_accept);
}

enum status api_group_decline(struct request *rq)
{
    return act(rq, group_decline);
}

enum status api_group_remove(struct request *rq)
{
    return act(rq, group_remove);
}

enum status api_group_appoint(struct request *rq)
{
    return act(rq, group_appoint);
}

static json_t *poster_json(struct request *rq, const void *arg)
{
    const struct group_poster *p = arg;

    (void)rq;
    return json_fields(J_ID("group_id", ID_GROUP, p->group_id), J_TEXT("token", p->token), J_END);
}

enum status api_group_poster_make(struct request *rq)
{
    struct group_poster p = {0};
    enum status s = request_id_param(rq, 0, ID_GROUP, &p.group_id);

    return s == OK ? reply_write(rq, 201, group_poster_make, &p, poster_json) : s;
}

enum status api_group_poster_end(struct request *rq)
{
    int64_t id;
    enum status s = request_id_param(rq, 0, ID_GROUP, &id);

    s = s == OK ? ctx_tx(&rq->ctx, group_poster_end, &id) : s;
    return s == OK ? reply_nothing(rq) : s;
}

static json_t *desk_json(const void *row)
{
    const struct group_desk_line *g = row;

    return json_fields(J_ID("id", ID_GROUP, g->id), J_TEXT("name", g->name),
                       J_TIME("created_at", g->created_at), J_I64("people", g->members_n),
                       J_I64("moderators", g->moderators_n), J_BOOL("has_poster", g->poster != 0),
                       J_END);
}

enum status api_group_desk(struct request *rq)
{
    struct listing page;
    struct group_desk d = {0};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &d.community_id);

    s = s == OK ? listing_query(rq, NULL, 0, &page) : s;
    if (s != OK) {
        return s;
    }
    d.after_id = page.from_id;
    d.max = page.max;
    s = ctx_read(&rq->ctx, group_desk, &d);
    return s == OK ? listing_reply(rq, &page, d.rows, d.n, sizeof *d.rows,
                                   offsetof(struct group_desk_line, id), desk_json)
                   : s;
}

enum status api_group_close(struct request *rq)
{
    struct group_desk d = {0};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &d.community_id);

    s = s == OK ? request_id_param(rq, 1, ID_GROUP, &d.group_id) : s;
    s = s == OK ? ctx_tx(&rq->ctx, group_close, &d) : s;
    return s == OK ? reply_nothing(rq) : s;
}
