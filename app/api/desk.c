/* desk.c - see office.h. */
#include "app/domain/desk.h"
#include "app/api/booking_json.h"
#include "app/api/office.h"
#include "app/base/limits.h"
#include "app/domain/hold.h"
#include "app/domain/ids.h"
#include "app/http/reply.h"

#include <string.h>

/* What a task is about has no prefix of its own: its kind says what it is. */
static json_t *task_json(const struct staff_task *t)
{
    char subject[ID_TEXT_BYTES];

    id_format("id", t->subject_id, subject);
    return json_fields(J_ID("id", ID_STAFF_TASK, t->id), J_TEXT("role", t->role),
                       J_TEXT("kind", t->kind), J_TEXT("subject", subject + 3),
                       J_TIME("created_at", t->created_at), J_TIME_OPT("due_at", t->due_at),
                       J_TIME_OPT("done_at", t->done_at), J_TEXT("note", t->note), J_END);
}

enum status api_tasks(struct request *rq)
{
    static const struct field none[] = {FIELD_END};
    struct task_page p = {0};
    struct page page;
    enum status s = request_page(rq, none, &page);
    json_t *items;
    int shown;

    s = s == OK ? request_id_param(rq, 0, ID_COMMUNITY, &p.community_id) : s;
    p.after_id = s == OK && page.has_cursor ? page.after_id : 0;
    p.max = s == OK ? page.limit + 1 : 0;
    s = s == OK ? ctx_read(&rq->ctx, desk_tasks, &p) : s;
    if (s != OK) {
        return s;
    }
    shown = p.n > page.limit ? page.limit : p.n;
    items = json_array();
    for (int i = 0; i < shown; i++) {
        (void)json_array_append_new(items, task_json(&p.tasks[i]));
    }
    return reply_page(rq, items, p.n > shown, 0, shown > 0 ? p.tasks[shown - 1].id : 0);
}

static json_t *done(struct request *rq, const void *arg)
{
    (void)rq;
    return task_json(&((const struct task_doing *)arg)->task);
}

enum status api_task_done(struct request *rq)
{
    struct task_doing d = {0};
    const struct field body[] = {FIELD_LINES("note", 1, NOTE_CHARS_MAX, &d.note), FIELD_END};
    enum status s = request_id_param(rq, 0, ID_STAFF_TASK, &d.id);

    s = s == OK ? request_fields(rq, body) : s;
    return s == OK ? reply_write(rq, 200, desk_task_done, &d, done) : s;
}

static enum status put_or_lift(struct request *rq, const char *prefix, ctx_fn fn)
{
    struct hold h = {0};
    int64_t *of = strcmp(prefix, ID_BOOKING) == 0 ? &h.booking_id : &h.member_id;
    enum status s = request_id_param(rq, 0, ID_COMMUNITY, &h.community_id);

    s = s == OK ? request_id_param(rq, 1, prefix, of) : s;
    return s == OK ? reply_write(rq, 204, fn, &h, NULL) : s;
}

enum status api_hold(struct request *rq)
{
    return put_or_lift(rq, ID_MEMBER, hold_put);
}

enum status api_hold_lift(struct request *rq)
{
    return put_or_lift(rq, ID_MEMBER, hold_lift);
}

enum status api_booking_hold(struct request *rq)
{
    return put_or_lift(rq, ID_BOOKING, hold_put);
}

enum status api_booking_hold_lift(struct request *rq)
{
    return put_or_lift(rq, ID_BOOKING, hold_lift);
}

static json_t *line_json(const struct desk_booking *b)
{
    return json_fields(
        J_ID("id", ID_BOOKING, b->id), J_ID("supporter_id", ID_MEMBER, b->supporter_id),
        J_TEXT("supporter_name", b->supporter_name), J_ID("guardian_id", ID_MEMBER, b->guardian_id),
        J_TEXT("guardian_name", b->guardian_name), J_TEXT("kind", b->kind),
        J_TEXT("state", b->state), J_TIME("state_at", b->state_at), J_TIME("start_at", b->start_at),
        J_TIME("end_at", b->end_at), J_I64("version", b->version), J_END);
}

static enum status send_lines(struct request *rq, const struct desk_page *p, int limit)
{
    int shown = p->n > limit ? limit : p->n;
    const struct desk_booking *last = shown > 0 ? &p->rows[shown - 1] : NULL;
    json_t *items = json_array();

    for (int i = 0; i < shown; i++) {
        (void)json_array_append_new(items, line_json(&p->rows[i]));
    }
    return reply_page(rq, items, p->n > shown, last != NULL ? last->start_at : 0,
                      last != NULL ? last->id : 0);
}

enum status api_desk_bookings(struct request *rq)
{
    static const char *const states[] = {"agreed",    "confirmed", "in_care", "returned",
                                         "completed", "settled",   "closed",  "payment_failed",
                                         "cancelled", "no_show",   NULL};
    struct desk_page p = {.window = {.until_at = INT64_MAX}};
    const struct field query[] = {
        FIELD_CHOICE("state", states, &p.window.state),
        OPT_TIME("from_at", &p.window.from_at),
        OPT_TIME("until_at", &p.window.until_at),
        FIELD_END,
    };
    struct page page;
    enum status s = request_page(rq, query, &page);

    s = s == OK ? request_id_param(rq, 0, ID_COMMUNITY, &p.window.community_id) : s;
    if (s == OK) {
        p.window.after_start = page.has_cursor ? page.after_key : -1;
        p.window.after_id = page.has_cursor ? page.after_id : 0;
        p.window.max = page.limit + 1;
        s = ctx_read(&rq->ctx, desk_bookings, &p);
    }
    return s == OK ? send_lines(rq, &p, page.limit) : s;
}

enum status api_desk_booking_events(struct request *rq)
{
    static const struct field none[] = {FIELD_END};
    struct desk_history h = {0};
    struct listing page;
    enum status s = listing_query(rq, none, 0, &page);

    s = s == OK ? request_id_param(rq, 0, ID_COMMUNITY, &h.community_id) : s;
    s = s == OK ? request_id_param(rq, 1, ID_BOOKING, &h.booking_id) : s;
    h.after_id = page.from_id;
    h.max = page.max;
    s = s == OK ? ctx_read(&rq->ctx, desk_booking_history, &h) : s;
    return s == OK ? booking_events_reply(rq, &page, h.events, h.n) : s;
}

static enum status send_requests(struct request *rq, const struct desk_requests *p, int limit)
{
    int shown = p->n > limit ? limit : p->n;
    const struct desk_request *last = shown > 0 ? &p->rows[shown - 1] : NULL;
    struct lines list;

    lines_begin(&list, rq);
    for (int i = 0; i < shown; i++) {
        const struct desk_request *r = &p->rows[i];

        lines_add(&list, J_ID("id", ID_REQUEST, r->id), J_TEXT("kind", r->kind),
                  J_TEXT("state", r->state), J_TIME("start_at", r->start_at),
                  J_TIME("end_at", r->end_at), J_TIME("closes_at", r->closes_at),
                  J_BOOL("urgent", r->urgent), J_TIME("created_at", r->created_at),
                  J_ID("asked_by", ID_MEMBER, r->asked_by), J_TEXT("asker_name", r->asker_name),
                  J_I64("children_n", r->children_n), J_I64("asked_n", r->asked_n),
                  J_I64("offered_n", r->offered_n), J_TIME_OPT("next_alarm_at", r->next_alarm_at),
                  J_END);
    }
    return reply_lines(&list, p->n > shown, last != NULL ? last->start_at : 0,
                       last != NULL ? last->id : 0);
}

enum status api_desk_requests(struct request *rq)
{
    static const struct field none[] = {FIELD_END};
    struct desk_requests p = {.after_start = -1};
    struct page page;
    enum status s = request_page(rq, none, &page);

    s = s == OK ? request_id_param(rq, 0, ID_COMMUNITY, &p.community_id) : s;
    if (s == OK) {
        p.after_start = page.has_cursor ? page.after_key : -1;
        p.after_id = page.has_cursor ? page.after_id : 0;
        p.max = page.limit + 1;
        s = ctx_read(&rq->ctx, desk_open_requests, &p);
    }
    return s == OK ? send_requests(rq, &p, page.limit) : s;
}
