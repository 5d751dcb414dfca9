/* acting.c - see acting.h. */
#include "app/api/acting.h"

#include "app/api/listing.h"
#include "app/base/limits.h"
#include "app/base/money.h"
#include "app/domain/acting.h"
#include "app/domain/ids.h"
#include "app/http/router.h"
#include "db/store/staff_role.h"

#include <stddef.h>
#include <string.h>

/* clang-format off */
const struct acting_route acting_routes[] = {
    {"GET",  "/api/v1/asks",                      NULL},
    {"GET",  "/api/v1/asks/:id",                  NULL},
    {"POST", "/api/v1/asks/:id/decline",          "decline"},
    {"POST", "/api/v1/asks/:id/offer",            "offer"},
    {"POST", "/api/v1/asks/:id/withdraw",         "step_back"},
    {"GET",  "/api/v1/bookings",                  NULL},
    {"GET",  "/api/v1/bookings/:id",              NULL},
    {"POST", "/api/v1/bookings/:id/cancel",       "cancel"},
    {"GET",  "/api/v1/bookings/:id/cancellation", NULL},
    {"GET",  "/api/v1/bookings/:id/events",       NULL},
    {"GET",  "/api/v1/bookings/:id/payments",     NULL},
    {"GET",  "/api/v1/households",                NULL},
    {"GET",  "/api/v1/households/:id/children",   NULL},
    {"GET",  "/api/v1/households/:id/places",     NULL},
    {"POST", "/api/v1/offers/:id/choose",         "choose"},
    {"POST", "/api/v1/offers/:id/reserve",        "reserve"},
    {"POST", "/api/v1/payments/:id/cash",         "cash"},
    {"GET",  "/api/v1/requests",                  NULL},
    {"POST", "/api/v1/requests",                  "ask"},
    {"GET",  "/api/v1/requests/:id",              NULL},
    {"GET",  "/api/v1/requests/:id/candidates",   NULL},
    {"POST", "/api/v1/requests/:id/withdraw",     "withdraw"},
    {"POST", "/api/v1/requests/candidates",       NULL},
    {"POST", "/api/v1/requests/preview",          NULL},
    {"GET",  "/api/v1/ties",                      NULL},
    {NULL, NULL, NULL},
};
/* clang-format on */

static const struct acting_route *find(const struct route *route)
{
    const struct acting_route *r = acting_routes;

    while (r->method != NULL &&
           (strcmp(r->method, route->method) != 0 || strcmp(r->pattern, route->pattern) != 0)) {
        r++;
    }
    return r->method != NULL ? r : NULL;
}

static enum status forbidden(struct request *rq, enum reason why)
{
    rq->ctx.reason = why;
    return E_FORBIDDEN;
}

enum status acting_authorise(struct request *rq)
{
    const char *text = request_header(rq, ACTING_HEADER);
    const struct acting_route *route;
    struct acting_row a = {0};
    enum status s;

    if (text == NULL || rq->route->who == WHO_ANYONE) {
        return OK;
    }
    route = find(rq->route);
    if (route == NULL) {
        return forbidden(rq, R_ACTING_NOT_HERE);
    }
    if ((rq->roles & (STAFF_COORDINATOR | STAFF_ADMIN)) == 0 ||
        id_parse(ID_ACTING, text, &a.id) != OK) {
        return forbidden(rq, R_ACTING_OVER);
    }
    s = ctx_read(&rq->ctx, acting_use, &a);
    if (s != OK) {
        return s == E_NOT_FOUND ? forbidden(rq, R_ACTING_OVER) : s;
    }
    acting_enter(&rq->ctx, &a);
    rq->roles = 0; /* from here on the member acts, who is no staff */
    rq->act = route->act;
    return OK;
}

static json_t *acting_json(const void *row)
{
    const struct acting_row *a = row;

    return json_fields(J_ID("id", ID_ACTING, a->id), J_ID("staff_id", ID_MEMBER, a->staff_id),
                       J_ID("member_id", ID_MEMBER, a->member_id),
                       J_TEXT("display_name", a->display_name), J_TEXT("consent", a->consent),
                       J_TIME("created_at", a->created_at), J_TIME("expires_at", a->expires_at),
                       J_TIME_OPT("ended_at", a->ended_at), J_END);
}

enum status api_acting(struct request *rq)
{
    struct listing page;
    struct acting_listing l = {0};
    enum status s = listing_query(rq, NULL, INT64_MAX, &page);

    s = s == OK ? request_id_param(rq, 0, ID_COMMUNITY, &l.community_id) : s;
    l.before_id = page.from_id;
    l.max = page.max;
    s = s == OK ? ctx_read(&rq->ctx, acting_list, &l) : s;
    return s == OK ? listing_reply(rq, &page, l.rows, l.n, sizeof *l.rows,
                                   offsetof(struct acting_row, id), acting_json)
                   : s;
}

static json_t *begun(struct request *rq, const void *arg)
{
    (void)rq;
    return acting_json(&((const struct acting_begin *)arg)->made);
}

enum status api_acting_begin(struct request *rq)
{
    static const char *const how[] = {"phone", "in_person", "letter", NULL};
    struct acting_begin b = {0};
    const struct field body[] = {
        FIELD_ID("member_id", ID_MEMBER, &b.member_id),
        FIELD_CHOICE("consent", how, &b.consent),
        FIELD_LINES("note", 1, NOTE_CHARS_MAX, &b.note),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &b.community_id);

    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 201, acting_begin, &b, begun) : s;
}

enum status api_acting_end(struct request *rq)
{
    struct acting_ref ref = {0};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &ref.community_id);

    s = s == OK ? request_id_param(rq, 1, ID_ACTING, &ref.id) : s;
    return s == OK ? reply_write(rq, 204, acting_end, &ref, NULL) : s;
}

/* ---- the second person ---- */

static const struct {
    const char *act, *prefix;
} seconds[] = {
    {"ask", ID_HOUSEHOLD}, {"choose", ID_OFFER}, {"cancel", ID_BOOKING}, {"cash", ID_PAYMENT}};

static const char *prefix_of(const char *act)
{
    for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++) {
        if (strcmp(seconds[i].act, act) == 0) {
            return seconds[i].prefix;
        }
    }
    return "";
}

static json_t *approval_json(const void *row)
{
    const struct acting_approval_row *a = row;

    return json_fields(
        J_ID("id", ID_ACTING_APPROVAL, a->id), J_ID("staff_id", ID_MEMBER, a->staff_id),
        J_TEXT("staff_name", a->staff_name), J_ID("member_id", ID_MEMBER, a->member_id),
        J_TEXT("display_name", a->display_name), J_TEXT("act", a->act),
        J_ID("subject_id", prefix_of(a->act), a->subject_id),
        J_I64("amount_minor", a->amount_minor), J_TIME("asked_at", a->asked_at),
        J_TIME("expires_at", a->asked_at + ACTING_SECOND_MS),
        J_ID_OPT("approved_by", ID_MEMBER, a->approved_by),
        J_TIME_OPT("approved_at", a->approved_at), J_TIME_OPT("used_at", a->used_at), J_END);
}

static json_t *asked(struct request *rq, const void *arg)
{
    (void)rq;
    return approval_json(&((const struct acting_asking *)arg)->made);
}

enum status api_acting_ask_second(struct request *rq)
{
    static const char *const acts[] = {"ask", "choose", "cancel", "cash", NULL};
    struct acting_asking a = {0};
    const char *subject;
    const struct field body[] = {
        FIELD_CHOICE("act", acts, &a.act),
        FIELD_TEXT("subject_id", 1, ID_TEXT_BYTES, &subject),
        FIELD_I64("amount_minor", 0, MONEY_MINOR_MAX, &a.amount_minor),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &a.community_id);

    s = s == OK ? request_id_param(rq, 1, ID_ACTING, &a.acting_id) : s;
    s = s == OK ? request_fields(rq, body) : s;
    if (s == OK && id_parse(prefix_of(a.act), subject, &a.subject_id) != OK) {
        return invalid(&rq->ctx, "subject_id");
    }
    return s == OK ? reply_write(rq, 201, acting_ask_second, &a, asked) : s;
}

enum status api_acting_approvals(struct request *rq)
{
    struct listing page;
    struct acting_approvals l = {0};
    enum status s = listing_query(rq, NULL, 0, &page);

    s = s == OK ? request_id_param(rq, 0, ID_COMMUNITY, &l.community_id) : s;
    l.after_id = page.from_id;
    l.max = page.max;
    s = s == OK ? ctx_read(&rq->ctx, acting_approvals, &l) : s;
    return s == OK ? listing_reply(rq, &page, l.rows, l.n, sizeof *l.rows,
                                   offsetof(struct acting_approval_row, id), approval_json)
                   : s;
}

static json_t *approved(struct request *rq, const void *arg)
{
    (void)rq;
    return approval_json(&((const struct acting_approving *)arg)->row);
}

enum status api_acting_approve(struct request *rq)
{
    struct acting_approving a = {0};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &a.community_id);

    s = s == OK ? request_id_param(rq, 1, ID_ACTING_APPROVAL, &a.id) : s;
    return s == OK ? reply_write(rq, 200, acting_approve, &a, approved) : s;
}

/* ---- the member ---- */

static json_t *act_json(const void *row)
{
    const struct acting_act_row *a = row;

    return json_fields(J_ID("id", ID_ACT, a->id), J_ID("acting_id", ID_ACTING, a->acting_id),
                       J_TIME("at", a->at), J_TEXT("act", a->act),
                       J_TEXT("subject_id", a->subject[0] != '\0' ? a->subject : NULL),
                       J_TEXT("consent", a->consent), J_END);
}

enum status api_my_acts(struct request *rq)
{
    struct listing page;
    struct acting_acts a = {0};
    enum status s = listing_query(rq, NULL, INT64_MAX, &page);

    a.before_id = page.from_id;
    a.max = page.max;
    s = s == OK ? ctx_read(&rq->ctx, acting_acts, &a) : s;
    return s == OK ? listing_reply(rq, &page, a.rows, a.n, sizeof *a.rows,
                                   offsetof(struct acting_act_row, id), act_json)
                   : s;
}
