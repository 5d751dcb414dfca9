/* handshake.c - see tie.h: how a tie begins. */
#include "app/domain/handshake.h"
#include "app/api/listing.h"
#include "app/api/tie.h"
#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

#include <stddef.h>

#define QR_CHARS_MAX    100
#define TOKEN_TYPED_MAX 100

enum status api_handshake_qr(struct request *rq)
{
    struct handshake_qr qr;
    enum status s = handshake_qr_make(&rq->ctx, &qr);

    return s == OK ? reply_json(rq, 200,
                                json_fields(J_TEXT("token", qr.token),
                                            J_TIME("expires_at", qr.expires_at), J_END))
                   : s;
}

/* tie_id is null while the other side has not typed yet. */
static json_t *met(struct request *rq, const void *arg)
{
    const struct handshake *h = arg;

    (void)rq;
    return json_fields(J_ID_OPT("tie_id", ID_TIE, h->tie_id), J_END);
}

enum status api_handshake_scan(struct request *rq)
{
    struct handshake h = {0};
    const struct field body[] = {FIELD_TEXT("token", 1, QR_CHARS_MAX, &h.token), FIELD_END};
    enum status s = request_fields(rq, body);

    return s == OK ? reply_write(rq, 201, handshake_scan, &h, met) : s;
}

enum status api_handshake_type(struct request *rq)
{
    struct handshake h = {0};
    const struct field body[] = {
        FIELD_ID("member_id", ID_MEMBER, &h.member_id),
        FIELD_TEXT("digits", 4, 4, &h.digits),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    s = s == OK ? ctx_tx(&rq->ctx, handshake_type, &h) : s; /* a wrong try must count */
    if (s == OK && h.wrong) {
        return refuse_field(&rq->ctx, R_HANDSHAKE_WRONG_DIGITS, "digits");
    }
    return s == OK ? reply_json(rq, h.tie_id != 0 ? 201 : 202, met(rq, &h)) : s;
}

static json_t *invited(struct request *rq, const void *arg)
{
    const struct invitation_make *m = arg;

    (void)rq;
    return json_fields(J_ID("id", ID_INVITATION, m->id), J_TEXT("token", m->token),
                       J_I64("uses", m->uses), J_TIME("expires_at", m->expires_at), J_END);
}

enum status api_invitation_make(struct request *rq)
{
    struct invitation_make m = {.uses = 1};
    const struct field body[] = {
        FIELD_ID("community_id", ID_COMMUNITY, &m.community_id),
        OPT_I64("uses", 1, INVITATION_USES_MAX, &m.uses),
        FIELD_END,
    };
    enum status s = request_fields(rq, body);

    return s == OK ? reply_write(rq, 201, invitation_make, &m, invited) : s;
}

static json_t *accepted(struct request *rq, const void *arg)
{
    const struct invitation_accept *a = arg;

    (void)rq;
    return json_fields(J_ID("member_id", ID_MEMBER, a->member_id), J_TEXT("display_name", a->name),
                       J_END);
}

enum status api_invitation_accept(struct request *rq)
{
    struct invitation_accept a = {0};
    const struct field body[] = {FIELD_TEXT("token", 1, TOKEN_TYPED_MAX, &a.token), FIELD_END};
    enum status s = request_fields(rq, body);

    return s == OK ? reply_write(rq, 200, invitation_accept, &a, accepted) : s;
}

enum status api_invitation_end(struct request *rq)
{
    int64_t id;
    enum status s = request_id_param(rq, 0, ID_INVITATION, &id);

    s = s == OK ? ctx_tx(&rq->ctx, invitation_end, &id) : s;
    return s == OK ? reply_nothing(rq) : s;
}

static json_t *acquaintance_json(const void *row)
{
    const struct acquaintance_line *l = row;

    return json_fields(J_ID("member_id", ID_MEMBER, l->member_id),
                       J_TEXT("display_name", l->display_name), J_TEXT("how", l->how),
                       J_TIME("since_at", l->since_at), J_END);
}

enum status api_acquaintances(struct request *rq)
{
    struct listing page;
    struct acquaintance_page p = {0};
    enum status s = listing_query(rq, NULL, 0, &page);

    p.after_id = page.from_id;
    p.max = page.max;
    s = s == OK ? ctx_read(&rq->ctx, acquaintance_list, &p) : s;
    return s == OK ? listing_reply(rq, &page, p.lines, p.n, sizeof *p.lines,
                                   offsetof(struct acquaintance_line, member_id), acquaintance_json)
                   : s;
}
