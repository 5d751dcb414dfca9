/* household.c - see household.h. */
#include "app/api/household.h"

#include "app/api/listing.h"
#include "app/base/limits.h"
#include "app/domain/guardian.h"
#include "app/domain/ids.h"

#include <stddef.h>

#define TOKEN_TYPED_CHARS_MAX 64

static json_t *guardians_json(const struct household *h)
{
    json_t *list = json_array();

    for (int i = 0; i < h->guardians_n; i++) {
        const struct guardian_name *g = &h->guardians[i];

        (void)json_array_append_new(list, json_fields(J_ID("member_id", ID_MEMBER, g->member_id),
                                                      J_TEXT("display_name", g->display_name),
                                                      J_TIME("since_at", g->since_at), J_END));
    }
    return list;
}

static json_t *household_json(const struct household *h)
{
    return json_fields(J_ID("id", ID_HOUSEHOLD, h->id),
                       J_ID("community_id", ID_COMMUNITY, h->row.community_id),
                       J_TEXT("name", h->name), J_JSON("guardians", guardians_json(h)),
                       J_BOOL("protected", h->row.protected_at != 0),
                       J_TIME("created_at", h->row.created_at), J_END);
}

static json_t *line_json(const void *row)
{
    const struct household *h = row;

    return json_fields(J_ID("id", ID_HOUSEHOLD, h->id),
                       J_ID("community_id", ID_COMMUNITY, h->row.community_id),
                       J_TEXT("name", h->name), J_TIME("created_at", h->row.created_at), J_END);
}

enum status api_households(struct request *rq)
{
    struct listing page;
    struct household_listing l = {0};
    enum status s = listing_query(rq, NULL, 0, &page);

    l.after_id = page.from_id;
    l.max = page.max;
    s = s == OK ? ctx_read(&rq->ctx, household_list, &l) : s;
    return s == OK ? listing_reply(rq, &page, l.households, l.n, sizeof *l.households,
                                   offsetof(struct household, id), line_json)
                   : s;
}

static json_t *made(struct request *rq, const void *arg)
{
    const struct household_making *m = arg;

    (void)rq;
    return household_json(&m->made);
}

enum status api_household_make(struct request *rq)
{
    struct household_making m = {0};
    const struct field body[] = {
        FIELD_ID("community_id", ID_COMMUNITY, &m.community_id),
        FIELD_TEXT("name", 1, NAME_CHARS_MAX, &m.name),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    s = s == OK ? household_prepare(&rq->ctx, &m.id) : s;
    return s == OK ? reply_write(rq, 201, household_make, &m, made) : s;
}

static json_t *shown(struct request *rq, const void *arg)
{
    (void)rq;
    return household_json(arg);
}

enum status api_household(struct request *rq)
{
    struct household h = {0};
    enum status s = request_id_param(rq, 0, ID_HOUSEHOLD, &h.id);

    return s == OK ? reply_read(rq, household_show, &h, shown) : s;
}

enum status api_household_change(struct request *rq)
{
    struct household_naming r = {0};
    const struct field body[] = {FIELD_TEXT("name", 1, NAME_CHARS_MAX, &r.name), FIELD_END};
    enum status s = request_id_param(rq, 0, ID_HOUSEHOLD, &r.household.id);

    s = s == OK ? request_fields(rq, body) : s;
    s = s == OK ? ctx_tx(&rq->ctx, household_rename, &r) : s;
    return s == OK ? reply_json(rq, 200, household_json(&r.household)) : s;
}

static enum status protection(struct request *rq, bool on)
{
    struct household_protecting p = {.on = on};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &p.community_id);

    s = s == OK ? request_id_param(rq, 1, ID_HOUSEHOLD, &p.household_id) : s;
    return s == OK ? reply_write(rq, 204, household_protect, &p, NULL) : s;
}

enum status api_household_protect(struct request *rq)
{
    return protection(rq, true);
}

enum status api_household_unprotect(struct request *rq)
{
    return protection(rq, false);
}

static const char *by(const struct audit_look *l)
{
    if (l->actor_id == 0) {
        return "service";
    }
    return l->by == 1 ? "guardian" : l->by == 2 ? "other_home" : "other";
}

static json_t *look_json(const void *row)
{
    const struct audit_look *l = row;

    return json_fields(J_ID("id", ID_AUDIT, l->id), J_TIME("at", l->at),
                       J_TEXT("action", l->action), J_TEXT("by", by(l)),
                       J_TEXT("display_name", l->actor_name),
                       J_ID_OPT("child_id", ID_CHILD, l->child_id), J_END);
}

enum status api_household_looks(struct request *rq)
{
    struct listing page;
    struct household_looks l = {0};
    enum status s = listing_query(rq, NULL, INT64_MAX, &page);

    s = s == OK ? request_id_param(rq, 0, ID_HOUSEHOLD, &l.household_id) : s;
    l.before_id = page.from_id;
    l.max = page.max;
    s = s == OK ? ctx_read(&rq->ctx, household_looks, &l) : s;
    return s == OK ? listing_reply(rq, &page, l.rows, l.n, sizeof *l.rows,
                                   offsetof(struct audit_look, id), look_json)
                   : s;
}

/* ---- guardians ---- */

json_t *link_json(const char *prefix, const struct link *link)
{
    return json_fields(J_ID("id", prefix, link->id), J_TEXT("token", link->token),
                       J_TIME("expires_at", link->expires_at), J_END);
}

static json_t *invited(struct request *rq, const void *arg)
{
    const struct guardian_inviting *g = arg;

    (void)rq;
    return link_json(ID_GUARDIAN_INVITATION, &g->link);
}

enum status api_guardian_invite(struct request *rq)
{
    struct guardian_inviting g = {0};
    enum status s = request_id_param(rq, 0, ID_HOUSEHOLD, &g.household_id);

    return s == OK ? reply_write(rq, 201, guardian_invite, &g, invited) : s;
}

static json_t *accepted(struct request *rq, const void *arg)
{
    const struct guardian_accepting *g = arg;

    (void)rq;
    return household_json(&g->household);
}

enum status api_guardian_accept(struct request *rq)
{
    struct guardian_accepting g = {0};
    const struct field body[] = {FIELD_TEXT("token", 1, TOKEN_TYPED_CHARS_MAX, &g.token),
                                 FIELD_END};
    enum status s = request_fields(rq, body);

    return s == OK ? reply_write(rq, 201, guardian_accept, &g, accepted) : s;
}

enum status api_guardian_leave(struct request *rq)
{
    int64_t id;
    enum status s = request_id_param(rq, 0, ID_HOUSEHOLD, &id);

    s = s == OK ? ctx_tx(&rq->ctx, guardian_leave, &id) : s;
    return s == OK ? reply_nothing(rq) : s;
}
