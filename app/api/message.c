/* message.c - see message.h: threads, messages, set phrases and phone numbers. */
#include "app/api/message.h"

#include "app/api/photo.h"

#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "app/domain/message.h"
#include "app/domain/phones.h"
#include "app/domain/phrase.h"
#include "app/http/reply.h"

/* ti_... or bk_... */
static enum status thread_param(struct request *rq, struct thread *t)
{
    enum status s = request_id_param(rq, 0, ID_TIE, &t->tie_id);

    return s == E_NOT_FOUND ? request_id_param(rq, 0, ID_BOOKING, &t->booking_id) : s;
}

static json_t *thread_json(const struct thread_line *l)
{
    bool job = l->booking_id != 0;

    return json_fields(J_ID("id", job ? ID_BOOKING : ID_TIE, l->id),
                       J_TEXT("kind", job ? "booking" : "tie"), J_ID("tie_id", ID_TIE, l->tie_id),
                       J_ID_OPT("booking_id", ID_BOOKING, l->booking_id),
                       J_JSON("other", json_fields(J_ID("member_id", ID_MEMBER, l->other_id),
                                                   J_TEXT("display_name", l->other_name), J_END)),
                       J_TIME_OPT("last_at", l->last_at), J_I64("unread", l->unread), J_END);
}

enum status api_threads(struct request *rq)
{
    static const struct field none[] = {FIELD_END};
    struct page page;
    struct thread_page p = {0};
    enum status s = request_page(rq, none, &page);
    json_t *items;
    int shown;

    if (s == OK) {
        p.before_at = page.has_cursor ? page.after_key : INT64_MAX;
        p.before_id = page.has_cursor ? page.after_id : INT64_MAX;
        p.max = page.limit + 1;
        s = ctx_read(&rq->ctx, thread_list, &p);
    }
    if (s != OK) {
        return s;
    }
    shown = p.n < page.limit ? p.n : page.limit;
    items = json_array();
    for (int i = 0; i < shown; i++) {
        (void)json_array_append_new(items, thread_json(&p.lines[i]));
    }
    return reply_page(rq, items, p.n > shown, shown > 0 ? p.lines[shown - 1].last_at : 0,
                      shown > 0 ? p.lines[shown - 1].id : 0);
}

static json_t *shown_thread(struct request *rq, const void *arg)
{
    const struct thread_view *v = arg;
    json_t *o = thread_json(&v->line);
    const char *why = v->closed != R_NONE ? reason_text(v->closed) : NULL;

    (void)rq;
    if (o != NULL && (json_object_set_new(o, "open", json_boolean(why == NULL)) != 0 ||
                      json_object_set_new(o, "closed_reason",
                                          why != NULL ? json_string(why) : json_null()) != 0 ||
                      json_object_set_new(o, "masked", json_boolean(v->thread.masked)) != 0)) {
        json_decref(o);
        return NULL;
    }
    return o;
}

enum status api_thread(struct request *rq)
{
    struct thread_view v = {0};
    enum status s = thread_param(rq, &v.thread);

    return s == OK ? reply_read(rq, thread_show, &v, shown_thread) : s;
}

static json_t *message_json(const struct message_view *m, json_t *photos, int64_t reader_id)
{
    return json_fields(J_ID("id", ID_MESSAGE, m->row.id), J_ID("by_id", ID_MEMBER, m->row.by_id),
                       J_BOOL("mine", m->row.by_id == reader_id), J_TEXT("phrase", m->row.phrase),
                       J_TEXT("text", m->text), J_BOOL("masked", m->masked),
                       J_TEXT("hint", m->masked ? "message.hint.masked" : NULL),
                       J_JSON("photos", photos), J_TIME("created_at", m->row.created_at), J_END);
}

static json_t *messages_json(const struct message_page *p, int shown, int64_t reader_id)
{
    json_t *items = json_array();

    for (int i = 0; i < shown; i++) {
        const struct message_view *m = &p->messages[i];
        json_t *photos = photos_json(p->photos, p->photos_n, m->row.id);

        (void)json_array_append_new(items, message_json(m, photos, reader_id));
    }
    return items;
}

enum status api_messages(struct request *rq)
{
    static const struct field none[] = {FIELD_END};
    struct page page;
    struct message_page p = {0};
    enum status s = request_page(rq, none, &page);
    int shown;

    s = s == OK ? thread_param(rq, &p.thread) : s;
    p.before_seq = s == OK && page.has_cursor ? page.after_key : INT64_MAX;
    p.max = s == OK ? page.limit + 1 : 0;
    s = s == OK ? ctx_read(&rq->ctx, message_list, &p) : s;
    if (s != OK) {
        return s;
    }
    shown = p.n < page.limit ? p.n : page.limit;
    return reply_page(rq, messages_json(&p, shown, rq->ctx.member_id), p.n > shown,
                      shown > 0 ? p.messages[shown - 1].row.seq : 0,
                      shown > 0 ? p.messages[shown - 1].row.id : 0);
}

static json_t *posted(struct request *rq, const void *arg)
{
    const struct message_post *p = arg;

    return message_json(&p->made, photos_json(p->photos, p->shown_n, p->made.row.id),
                        rq->ctx.member_id);
}

enum status api_message_post(struct request *rq)
{
    struct message_post p = {0};
    struct id_list photos = {0};
    const struct field body[] = {
        OPT_LINES("text", 1, NOTE_CHARS_MAX, &p.text),
        OPT_TEXT("phrase", 1, NAME_CHARS_MAX, &p.phrase),
        OPT_IDS("photo_ids", ID_PHOTO, PHOTOS_PER_POST_MAX, &photos),
        FIELD_END,
    };
    enum status s = thread_param(rq, &p.thread);

    s = s == OK ? request_fields(rq, body) : s;
    p.photo_ids = photos.ids;
    p.photos_n = photos.n;
    return s == OK ? reply_write(rq, 201, message_post, &p, posted) : s;
}

enum status api_thread_read(struct request *rq)
{
    struct message_reading r = {0};
    const struct field body[] = {FIELD_ID("message_id", ID_MESSAGE, &r.message_id), FIELD_END};
    enum status s = thread_param(rq, &r.thread);

    s = s == OK ? request_fields(rq, body) : s;
    s = s == OK ? ctx_tx(&rq->ctx, message_read, &r) : s;
    return s == OK ? reply_nothing(rq) : s;
}

enum status api_phrases(struct request *rq)
{
    return reply_json_text(rq, 200, phrase_catalogue);
}

static json_t *phones_json(const struct phones *p)
{
    json_t *items = json_array();

    for (int i = 0; i < p->n; i++) {
        const struct phone_line *l = &p->lines[i];

        (void)json_array_append_new(items, json_fields(J_ID("member_id", ID_MEMBER, l->member_id),
                                                       J_TEXT("display_name", l->display_name),
                                                       J_TEXT("phone", l->phone),
                                                       J_BOOL("masked", l->masked), J_END));
    }
    return json_fields(J_JSON("items", items),
                       J_TIME_OPT("until_at", p->until_at != INT64_MAX ? p->until_at : 0), J_END);
}

enum status api_booking_phones(struct request *rq)
{
    struct phones p = {0};
    enum status s = request_id_param(rq, 0, ID_BOOKING, &p.booking_id);

    s = s == OK ? ctx_tx(&rq->ctx, phones_show, &p) : s;
    return s == OK ? reply_json(rq, 200, phones_json(&p)) : s;
}
