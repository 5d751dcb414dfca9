/* care.c - see booking.h: what happens while and after a child is in care; hand-overs are in
 * handover.c. */
#include "app/api/booking.h"
#include "app/api/booking_json.h"
#include "app/api/photo.h"
#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "app/domain/report.h"
#include "app/http/reply.h"

#include <stddef.h>

static json_t *note_json(const void *row)
{
    const struct note_view *n = row;

    return json_fields(
        J_ID("id", ID_BOOKING_NOTE, n->id), J_ID("by_id", ID_MEMBER, n->by_id),
        J_TEXT("text", n->text), J_JSON("photos", photos_json(n->photos, n->photos_n, n->id)),
        J_TIME("created_at", n->created_at), J_TIME_OPT("device_at", n->device_at), J_END);
}

enum status api_notes(struct request *rq)
{
    static const struct field none[] = {FIELD_END};
    struct note_list l = {0};
    struct listing page;
    enum status s = listing_query(rq, none, 0, &page);

    s = s == OK ? request_id_param(rq, 0, ID_BOOKING, &l.booking_id) : s;
    l.after_id = page.from_id;
    l.max = page.max;
    s = s == OK ? ctx_read(&rq->ctx, note_list, &l) : s;
    return s == OK ? listing_reply(rq, &page, l.notes, l.n, sizeof *l.notes,
                                   offsetof(struct note_view, id), note_json)
                   : s;
}

static json_t *noted(struct request *rq, const void *arg)
{
    const struct note_add *a = arg;

    (void)rq;
    return json_fields(J_ID("id", ID_BOOKING_NOTE, a->id),
                       J_TEXT("text", a->text != NULL ? a->text : ""),
                       J_JSON("photos", photos_json(a->photos, a->shown_n, a->id)), J_END);
}

enum status api_note_add(struct request *rq)
{
    struct note_add a = {0};
    struct id_list photos = {0};
    const struct field body[] = {
        OPT_LINES("text", 1, NOTE_CHARS_MAX, &a.text),
        OPT_IDS("photo_ids", ID_PHOTO, PHOTOS_PER_POST_MAX, &photos),
        OPT_TIME("device_at", &a.device_at),
        OPT_TEXT("tap_id", TAP_ID_CHARS_MIN, TAP_ID_CHARS_MAX, &a.tap_id),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_BOOKING, &a.booking_id);

    s = s == OK ? request_fields(rq, body) : s;
    a.photo_ids = photos.ids;
    a.photos_n = photos.n;
    return s == OK ? reply_write(rq, 201, note_add, &a, noted) : s;
}

static json_t *report_json(struct request *rq, const void *arg)
{
    const struct report_view *v = arg;

    (void)rq;
    return json_fields(J_TIME("start_at", v->row.actual_start_at),
                       J_TIME("end_at", v->row.actual_end_at), J_TEXT("text", v->text),
                       J_ID_OPT("by_id", ID_MEMBER, v->row.by_id),
                       J_TIME_OPT("created_at", v->row.created_at),
                       J_ID_OPT("agreed_by", ID_MEMBER, v->row.agreed_by),
                       J_TIME_OPT("agreed_at", v->row.agreed_at), J_END);
}

enum status api_report(struct request *rq)
{
    struct report_view v = {0};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &v.booking_id);

    return s == OK ? reply_read(rq, report_view, &v, report_json) : s;
}

static json_t *reported(struct request *rq, const void *arg)
{
    const struct report_put *p = arg;

    (void)rq;
    return booking_json(&p->booking);
}

enum status api_report_put(struct request *rq)
{
    struct report_put p = {0};
    const struct field body[] = {
        OPT_TIME("start_at", &p.start_at),
        OPT_TIME("end_at", &p.end_at),
        OPT_LINES("text", 0, NOTE_CHARS_MAX, &p.text),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_BOOKING, &p.booking_id);

    s = s == OK ? request_fields(rq, body) : s;
    s = s == OK ? ctx_tx(&rq->ctx, report_put, &p) : s;
    return s == OK ? reply_json(rq, 200, reported(rq, &p)) : s;
}

static json_t *agreed(struct request *rq, const void *arg)
{
    const struct report_agree *a = arg;

    (void)rq;
    return booking_json(&a->booking);
}

enum status api_report_agree(struct request *rq)
{
    struct report_agree a = {0};
    struct report_view v = {0};
    const struct field body[] = {
        FIELD_TIME("start_at", &a.start_at),
        FIELD_TIME("end_at", &a.end_at),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_BOOKING, &a.booking_id);

    s = s == OK ? request_fields(rq, body) : s;
    s = s == OK ? reply_write(rq, 200, report_agree, &a, agreed) : s;
    v.booking_id = a.booking_id;
    return reply_stale(rq, s, "report", report_hours, &v, report_json);
}
