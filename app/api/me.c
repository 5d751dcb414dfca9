/* me.c - see me.h. */
#include "app/api/me.h"

#include "app/api/account.h"
#include "app/api/session.h"
#include "app/base/limits.h"
#include "app/domain/contact_change.h"
#include "app/domain/ids.h"
#include "app/domain/me.h"
#include "app/domain/recovery.h"
#include "app/domain/second_factor.h"
#include "app/http/reply.h"

static json_t *area_json(const struct member *m)
{
    if (m->has_cell == 0) {
        return json_null();
    }
    return json_fields(J_TEXT("municipality", m->municipality), J_I64("cell_x", m->cell_x),
                       J_I64("cell_y", m->cell_y), J_END);
}

static json_t *communities_json(const struct me *me)
{
    json_t *list = json_array();

    for (int i = 0; i < me->memberships_n; i++) {
        const struct membership *row = &me->memberships[i];

        (void)json_array_append_new(
            list, json_fields(J_ID("id", ID_COMMUNITY, row->community_id),
                              J_TEXT("name", row->name), J_TEXT("name_en", row->name_en),
                              J_TEXT("zone", row->zone), J_TEXT("currency", row->currency),
                              J_TIME("joined_at", row->joined_at), J_END));
    }
    return list;
}

static json_t *roles_json(const struct me *me)
{
    json_t *list = json_array();

    for (int i = 0; i < me->roles_n; i++) {
        const struct staff_role *row = &me->roles[i];

        (void)json_array_append_new(
            list, json_fields(J_ID("id", ID_STAFF_ROLE, row->id),
                              J_ID("community_id", ID_COMMUNITY, row->community_id),
                              J_TEXT("role", row->role), J_TIME("given_at", row->given_at), J_END));
    }
    return list;
}

static json_t *me_json(const struct request *rq, const struct me *me)
{
    json_t *session = json_fields(J_ID("id", ID_SESSION, rq->ctx.session_id),
                                  J_TIME_OPT("stepped_up_at", rq->ctx.stepped_up_at), J_END);

    return json_fields(
        J_ID("id", ID_MEMBER, me->m.id), J_TEXT("email", me->email), J_TEXT("phone", me->phone),
        J_TEXT("name", me->name), J_TEXT("reading", me->reading),
        J_TEXT("display_name", me->m.display_name), J_DATE("birth_date", me->birth_day),
        J_TEXT("locale", me->m.locale), J_ID_OPT("photo_id", ID_PHOTO, me->photo_id),
        J_JSON("area", area_json(&me->m)), J_BOOL("totp", me->m.totp_confirmed_at != 0),
        J_JSON("communities", communities_json(me)), J_JSON("roles", roles_json(me)),
        J_BOOL("roles_count", rq->roles != 0), J_JSON("session", session), J_END);
}

static json_t *got(struct request *rq, const void *arg)
{
    return me_json(rq, arg);
}

enum status api_me(struct request *rq)
{
    struct me me;

    return reply_read(rq, me_get, &me, got);
}

/* {"municipality": "28207", "cell_x": .., "cell_y": ..} or null. */
static enum status read_area(struct request *rq, json_t *area, struct me_change *c)
{
    const struct field fields[] = {
        FIELD_TEXT("municipality", MUNICIPALITY_CHARS, MUNICIPALITY_CHARS, &c->municipality),
        FIELD_I64("cell_x", -CELL_MAX, CELL_MAX, &c->cell_x),
        FIELD_I64("cell_y", -CELL_MAX, CELL_MAX, &c->cell_y),
        FIELD_END,
    };

    return area == NULL ? OK : fields_read(rq, area, "area", fields);
}

enum status api_me_change(struct request *rq)
{
    struct me_change c = {0};
    json_t *area = NULL;
    struct field body[] = {
        OPT_TEXT("display_name", 1, NAME_CHARS_MAX, &c.display_name),
        OPT_CHOICE("locale", account_locales, &c.locale),
        OPT_JSON("area", &area),
        FIELD_END,
    };
    enum status s;

    body[2].present = &c.area_given;
    s = request_fields(rq, body);
    s = s == OK && c.area_given ? read_area(rq, area, &c) : s;
    s = s == OK ? ctx_tx(&rq->ctx, me_change, &c) : s;
    return s == OK ? reply_json(rq, 200, me_json(rq, &c.me)) : s;
}

static enum status ask(struct request *rq, struct contact_asking *a, const struct field *body)
{
    enum status s = request_fields(rq, body);

    s = s == OK ? ctx_tx(&rq->ctx, contact_ask, a) : s;
    return s == OK ? reply_nothing(rq) : s;
}

enum status api_me_email(struct request *rq)
{
    struct contact_asking a = {0};
    const struct field body[] = {FIELD_TEXT("email", 1, EMAIL_BYTES_MAX, &a.email), FIELD_END};

    return ask(rq, &a, body);
}

enum status api_me_phone(struct request *rq)
{
    struct contact_asking a = {0};
    const struct field body[] = {FIELD_TEXT("phone", 1, PHONE_CHARS_MAX, &a.phone), FIELD_END};

    return ask(rq, &a, body);
}

static enum status prove(struct request *rq, bool is_phone)
{
    struct contact_proof proof = {.is_phone = is_phone};
    const struct field body[] = {FIELD_TEXT("code", 1, CODE_TYPED_CHARS_MAX, &proof.code),
                                 FIELD_END};
    enum status s = request_fields(rq, body);

    s = s == OK ? contact_prove(&rq->ctx, &proof) : s;
    return s == OK ? reply_nothing(rq) : s;
}

enum status api_me_email_confirm(struct request *rq)
{
    return prove(rq, false);
}

enum status api_me_phone_confirm(struct request *rq)
{
    return prove(rq, true);
}

enum status api_me_password(struct request *rq)
{
    const char *password;
    const struct field body[] = {FIELD_TEXT("password", 1, PASSWORD_BYTES_MAX + 1, &password),
                                 FIELD_END};
    enum status s = request_fields(rq, body);

    s = s == OK ? recovery_change(&rq->ctx, password) : s;
    return s == OK ? reply_nothing(rq) : s;
}

enum status api_totp(struct request *rq)
{
    struct totp_enrolment e;
    enum status s = ctx_tx(&rq->ctx, second_factor_enrol, &e);

    return s == OK
               ? reply_json(rq, 201,
                            json_fields(J_TEXT("secret", e.secret), J_TEXT("uri", e.uri), J_END))
               : s;
}

enum status api_totp_confirm(struct request *rq)
{
    struct totp_confirmation c = {0};
    const struct field body[] = {FIELD_TEXT("code", 1, CODE_TYPED_CHARS_MAX, &c.code), FIELD_END};
    enum status s = request_fields(rq, body);

    s = s == OK ? second_factor_confirm(&rq->ctx, &c) : s;
    return s == OK ? session_send_token(rq, c.token) : s;
}

enum status api_totp_remove(struct request *rq)
{
    enum status s = ctx_tx(&rq->ctx, second_factor_disable, NULL);

    return s == OK ? reply_nothing(rq) : s;
}
