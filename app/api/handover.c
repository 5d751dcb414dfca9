/* handover.c - see handover.h. */
#include "app/api/handover.h"

#include "app/api/booking_json.h"
#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

static const char *const ways[] = {"in", "out", NULL};

static json_t *code_json(struct request *rq, const void *arg)
{
    const struct handover_code *c = arg;

    (void)rq;
    return json_fields(J_TEXT("way", c->way), J_ID("stop_id", ID_STOP, c->stop_id),
                       J_TEXT("code", c->code), J_END);
}

enum status api_handover_code(struct request *rq)
{
    struct handover_code c = {0};
    const struct field query[] = {FIELD_CHOICE("way", ways, &c.way),
                                  OPT_ID("stop_id", ID_STOP, &c.stop_id), FIELD_END};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &c.booking_id);

    s = s == OK ? request_query(rq, query) : s;
    return s == OK ? reply_read(rq, handover_show_code, &c, code_json) : s;
}

static json_t *handover_json(struct request *rq, const void *arg)
{
    const struct handover *h = arg;

    (void)rq;
    return booking_json(&h->booking);
}

/* Nothing of the stopped hand-over was kept: the alarm is. */
static enum status alarm(struct request *rq, struct handover *h)
{
    enum status s = ctx_tx(&rq->ctx, handover_stopped, h);

    return s == OK ? refuse(&rq->ctx, R_HANDOVER_BARRED) : s;
}

static json_t *viewed(struct request *rq, const void *arg)
{
    (void)rq;
    return booking_view_json(arg);
}

/* It happened all the same: it is kept for the staff, and the phone learns how things stand. */
static enum status keep(struct request *rq, struct handover *h)
{
    struct booking_view now = {.id = h->booking_id};
    enum status s = ctx_tx(&rq->ctx, handover_keep, h);

    s = s == OK ? lost(&rq->ctx, h->why) : s;
    return reply_stale(rq, s, "booking", booking_show, &now, viewed);
}

enum status handover_reply(struct request *rq, struct handover *h)
{
    enum status s = ctx_tx(&rq->ctx, handover_check_code, h); /* a wrong try must count */

    s = s == OK ? reply_write(rq, 201, handover_note, h, handover_json) : s;
    if (s == E_RULE && rq->ctx.reason == R_HANDOVER_BARRED) {
        return alarm(rq, h);
    }
    return s == E_CONFLICT && rq->ctx.reason == h->why && h->why != R_NONE ? keep(rq, h) : s;
}

enum status api_handover(struct request *rq)
{
    struct handover h = {0};
    struct id_list children = {0};
    static const char *const proofs[] = {
        "code", "qr", "guardian_tap", "photo_list", "supporter_tap", "met_point", NULL};
    const struct field body[] = {
        FIELD_CHOICE("way", ways, &h.way),
        OPT_ID("stop_id", ID_STOP, &h.stop_id),
        FIELD_CHOICE("proof", proofs, &h.proof),
        OPT_TEXT("code", 1, 12, &h.code),
        OPT_IDS("child_ids", ID_CHILD, CHILDREN_PER_JOB_MAX, &children),
        OPT_ID("pickup_person_id", ID_PICKUP_PERSON, &h.pickup_person_id),
        OPT_TEXT("person", 1, NAME_CHARS_MAX, &h.person),
        OPT_TIME("device_at", &h.device_at),
        OPT_TEXT("tap_id", TAP_ID_CHARS_MIN, TAP_ID_CHARS_MAX, &h.tap_id),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_BOOKING, &h.booking_id);

    s = s == OK ? request_fields(rq, body) : s;
    h.child_ids = children.ids;
    h.children_n = children.n;
    return s == OK ? handover_reply(rq, &h) : s;
}

/* By phone, or to clear up what was told too late. */
enum status api_handover_staff(struct request *rq)
{
    struct handover h = {.proof = "staff"};
    struct id_list children = {0};
    const struct field body[] = {
        FIELD_CHOICE("way", ways, &h.way),
        OPT_ID("stop_id", ID_STOP, &h.stop_id),
        OPT_IDS("child_ids", ID_CHILD, CHILDREN_PER_JOB_MAX, &children),
        OPT_ID("pickup_person_id", ID_PICKUP_PERSON, &h.pickup_person_id),
        OPT_TEXT("person", 1, NAME_CHARS_MAX, &h.person),
        OPT_TIME("at", &h.device_at),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &h.community_id);

    s = s == OK ? request_id_param(rq, 1, ID_BOOKING, &h.booking_id) : s;
    s = s == OK ? request_fields(rq, body) : s;
    h.child_ids = children.ids;
    h.children_n = children.n;
    return s == OK ? handover_reply(rq, &h) : s;
}
