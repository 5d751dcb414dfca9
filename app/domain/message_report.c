/* message_report.c - see message_report.h. */
#include "app/domain/message_report.h"

#include "app/base/doc.h"
#include "app/base/limits.h"
#include "app/domain/audit.h"
#include "app/domain/message.h"
#include "app/domain/notice.h"
#include "app/domain/photo.h"
#include "app/domain/staff.h"
#include "app/domain/task.h"
#include "app/domain/vault.h"

#define LOOK_BYTES_MAX 200

/* Under a key of its own: it outlives the tie's. */
static enum status freeze(struct ctx *x, const struct message_reporting *r, const char *text,
                          struct message_report_row *row)
{
    enum status s = vault_create(x, row->id);

    s = s == OK ? photo_copy(x, row->message_id, row->id, &row->photos_n) : s;
    s = s == OK ? vault_seal(x, row->id, "message_report", "text_sealed", row->id, text,
                             &row->text_sealed)
                : s;
    s = s == OK ? vault_seal(x, row->id, "message_report", "note_sealed", row->id, r->note,
                             &row->note_sealed)
                : s;
    return s == OK ? store_message_report_insert(x->tx, row) : s;
}

static enum status tell(struct ctx *x, const struct message_report_row *row)
{
    enum status s = task_open(x, row->community_id, "safeguarding", "message.reported", row->id,
                              x->now + DAY_MS);

    return s == OK ? notice_put(x, x->member_id, NOTICE_REPORT_RECEIVED, x->member_id) : s;
}

static enum status report_it(struct ctx *x, struct message_reporting *r,
                             const struct message_row *m, const struct thread *t)
{
    const char *text;
    enum status s = message_text(x, m, t, &text);
    struct message_report_row row = {.id = new_id(x),
                                     .community_id = t->tie.community_id,
                                     .message_id = m->id,
                                     .thread_id = m->thread_id,
                                     .by_id = x->member_id,
                                     .author_id = m->by_id,
                                     .why = r->why,
                                     .phrase = m->phrase,
                                     .sent_at = m->created_at,
                                     .created_at = x->now};

    s = s == OK ? freeze(x, r, text, &row) : s;
    r->made = row;
    return s == OK ? tell(x, &row) : s;
}

enum status message_report(struct ctx *x, void *arg)
{
    struct message_reporting *r = arg;
    struct message_row m;
    struct thread t;
    enum status s = message_find(x, r->message_id, &m, &t);

    if (s == OK && m.by_id == x->member_id) {
        return refuse(x, R_MESSAGE_OWN);
    }
    if (s != OK) {
        return s;
    }
    s = store_message_report_of(x->tx, m.id, x->member_id, &r->made);
    return s == E_NOT_FOUND ? report_it(x, r, &m, &t) : s;
}

enum status message_report_list(struct ctx *x, void *arg)
{
    struct message_report_page *p = arg;
    enum status s =
        staff_has_role(x, p->community_id, STAFF_SAFEGUARDING | STAFF_ADMIN | STAFF_AUDITOR);

    return s == OK
               ? store_message_reports(x->tx, p->community_id, p->after_id, p->max, &p->rows, &p->n)
               : s;
}

static enum status note_look(struct ctx *x, const struct message_report_opening *o)
{
    struct doc d;
    const char *detail;

    doc_init(&d, x->arena, LOOK_BYTES_MAX);
    doc_object(&d, NULL);
    doc_text(&d, "why", o->why);
    doc_end(&d);
    detail = doc_done(&d);
    return detail != NULL ? audit_note_detail(x, 0, "saw.message_report", o->id, detail) : E_BUSY;
}

enum status message_report_open(struct ctx *x, void *arg)
{
    struct message_report_opening *o = arg;
    enum status s = staff_has_role(x, o->community_id, STAFF_SAFEGUARDING);

    s = s == OK ? store_message_report_get(x->tx, o->id, &o->row) : s;
    if (s == OK && o->row.community_id != o->community_id) {
        return E_NOT_FOUND;
    }
    s = s == OK ? note_look(x, o) : s;
    s = s == OK ? store_photos_of(x->tx, "report", o->id, &o->photos, &o->photos_n) : s;
    s = s == OK ? vault_unseal(x, o->id, "message_report", "text_sealed", o->id, o->row.text_sealed,
                               &o->text)
                : s;
    return s == OK ? vault_unseal(x, o->id, "message_report", "note_sealed", o->id,
                                  o->row.note_sealed, &o->note)
                   : s;
}
