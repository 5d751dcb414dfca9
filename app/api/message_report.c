/* message_report.c - see message.h: reported messages. */
#include "app/domain/message_report.h"
#include "app/api/message.h"
#include "app/api/photo.h"
#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

static json_t *report_json(const struct message_report_row *r)
{
    return json_fields(
        J_ID("id", ID_MESSAGE_REPORT, r->id), J_ID("message_id", ID_MESSAGE, r->message_id),
        J_ID("by_id", ID_MEMBER, r->by_id), J_ID("author_id", ID_MEMBER, r->author_id),
        J_TEXT("why", r->why), J_I64("photos_n", r->photos_n), J_TIME("sent_at", r->sent_at),
        J_TIME("created_at", r->created_at), J_END);
}

static json_t *reported(struct request *rq, const void *arg)
{
    const struct message_reporting *r = arg;

    (void)rq;
    return report_json(&r->made);
}

enum status api_message_report(struct request *rq)
{
    static const char *const whys[] = {"contact",      "harassment", "money",
                                       "child_safety", "other",      NULL};
    struct message_reporting r = {0};
    const struct field body[] = {
        FIELD_CHOICE("why", whys, &r.why),
        OPT_LINES("note", 1, NOTE_CHARS_MAX, &r.note),
        FIELD_END,
    };
    enum status s = request_id_param(rq, 0, ID_MESSAGE, &r.message_id);

    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 201, message_report, &r, reported) : s;
}

enum status api_message_reports(struct request *rq)
{
    static const struct field none[] = {FIELD_END};
    struct page page;
    struct message_report_page p = {0};
    enum status s = request_page(rq, none, &page);
    json_t *items;
    int shown;

    s = s == OK ? request_id_param(rq, 0, ID_COMMUNITY, &p.community_id) : s;
    p.after_id = s == OK && page.has_cursor ? page.after_id : 0;
    p.max = s == OK ? page.limit + 1 : 0;
    s = s == OK ? ctx_read(&rq->ctx, message_report_list, &p) : s;
    if (s != OK) {
        return s;
    }
    shown = p.n < page.limit ? p.n : page.limit;
    items = json_array();
    for (int i = 0; i < shown; i++) {
        (void)json_array_append_new(items, report_json(&p.rows[i]));
    }
    return reply_page(rq, items, p.n > shown, 0, shown > 0 ? p.rows[shown - 1].id : 0);
}

static json_t *opened(const struct message_report_opening *o)
{
    json_t *v = report_json(&o->row);
    json_t *more = json_fields(J_TEXT("phrase", o->row.phrase), J_TEXT("text", o->text),
                               J_TEXT("note", o->note),
                               J_JSON("photos", photos_json(o->photos, o->photos_n, o->id)), J_END);

    if (v == NULL || more == NULL || json_object_update(v, more) != 0) {
        json_decref(v);
        v = NULL;
    }
    json_decref(more);
    return v;
}

enum status api_message_report_open(struct request *rq)
{
    static const char *const whys[] = {"first_look", "follow_up", "incident",
                                       "appeal",     "authority", NULL};
    struct message_report_opening o = {0};
    const struct field body[] = {FIELD_CHOICE("why", whys, &o.why), FIELD_END};
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &o.community_id);

    s = s == OK ? request_id_param(rq, 1, ID_MESSAGE_REPORT, &o.id) : s;
    s = s == OK ? request_fields(rq, body) : s;
    s = s == OK ? ctx_tx(&rq->ctx, message_report_open, &o) : s;
    return s == OK ? reply_json(rq, 200, opened(&o)) : s;
}
