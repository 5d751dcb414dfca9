/* message.c - see message.h. */
#include "app/domain/message.h"

#include "app/base/limits.h"
#include "app/domain/mask.h"
#include "app/domain/notice.h"
#include "app/domain/photo.h"
#include "app/domain/phrase.h"
#include "app/domain/vault.h"

enum status message_text(struct ctx *x, const struct message_row *row, const struct thread *t,
                         const char **text)
{
    return vault_unseal(x, t->tie.id, "message", "text_sealed", row->id, row->text_sealed, text);
}

static enum status view(struct ctx *x, const struct message_row *row, const struct thread *t,
                        struct message_view *out)
{
    enum status s;

    *out = (struct message_view){.row = *row};
    s = message_text(x, row, t, &out->text);
    if (s != OK || out->text == NULL || !t->masked) {
        return s;
    }
    out->text = mask_contacts(x->arena, out->text, &out->masked);
    return out->text != NULL ? OK : E_BUSY;
}

/* A job is never silenced by a count. */
static enum status room_for_one(struct ctx *x, const struct thread *t)
{
    int64_t said = 0;
    enum status s = t->booking_id != 0 ? OK
                                       : store_messages_said(x->tx, x->member_id, x->now - HOUR_MS,
                                                             MESSAGES_HOUR_MAX, &said);

    return s == OK && said >= MESSAGES_HOUR_MAX ? refuse(x, R_MESSAGE_TOO_MANY) : s;
}

static enum status check(struct ctx *x, struct message_post *p, bool *arrives)
{
    enum reason why;
    enum status s = thread_open(x, &p->thread);

    s = s == OK ? thread_why_not_write(x, &p->thread, &why, arrives) : s;
    if (s != OK || why != R_NONE) {
        return s == OK ? refuse(x, why) : s;
    }
    if (p->phrase != NULL && (p->text != NULL || !phrase_known(p->phrase))) {
        return invalid(x, "phrase");
    }
    if (p->phrase == NULL && p->text == NULL && p->photos_n == 0) {
        return invalid(x, "text");
    }
    return room_for_one(x, &p->thread);
}

/* The other side is told once of what it has not read, and again after a while; who sits on the
 * same side finds it when looking. */
static enum status arrive(struct ctx *x, const struct thread *t, int64_t member_id)
{
    bool same_side = t->who == BY_GUARDIAN && member_id != t->b.supporter_id;
    int64_t told_at = 0;
    enum status s = store_thread_arrived(x->tx, t->id, member_id, x->now, &told_at);

    if (s != OK || same_side || (told_at != 0 && x->now - told_at < MESSAGE_TELL_AGAIN_MS)) {
        return s;
    }
    s = notice_put(x, member_id, NOTICE_MESSAGE, t->id);
    return s == OK ? store_thread_told(x->tx, t->id, member_id, x->now) : s;
}

static enum status arrive_everywhere(struct ctx *x, const struct thread *t)
{
    int64_t *ids;
    int n = 0;
    enum status s = thread_others(x, t, &ids, &n);

    for (int i = 0; s == OK && i < n; i++) {
        s = arrive(x, t, ids[i]);
    }
    return s;
}

static enum status say(struct ctx *x, const struct message_post *p, struct message_row *row)
{
    const struct thread *t = &p->thread;
    enum status s = store_thread_next(x->tx, t->id, t->tie.id, t->booking_id, &row->seq);

    s = s == OK && row->seq == 1 ? vault_create(x, t->tie.id) : s;
    s = s == OK ? vault_seal(x, t->tie.id, "message", "text_sealed", row->id, p->text,
                             &row->text_sealed)
                : s;
    s = s == OK ? store_message_insert(x->tx, row) : s;
    s = s == OK ? photo_use(x, p->photo_ids, p->photos_n, "message", row->id, photo_key_of(t)) : s;
    return s == OK ? store_thread_said(x->tx, t->id, x->member_id, row->seq, x->now) : s;
}

enum status message_post(struct ctx *x, void *arg)
{
    struct message_post *p = arg;
    bool arrives = false;
    enum status s = check(x, p, &arrives);
    struct message_row row = {.id = new_id(x),
                              .thread_id = p->thread.id,
                              .by_id = x->member_id,
                              .phrase = p->phrase,
                              .arrives = arrives ? 1 : 0,
                              .created_at = x->now};

    s = s == OK ? say(x, p, &row) : s;
    s = s == OK && arrives ? arrive_everywhere(x, &p->thread) : s;
    s = s == OK ? store_photos_of(x->tx, "message", row.id, &p->photos, &p->shown_n) : s;
    return s == OK ? view(x, &row, &p->thread, &p->made) : s;
}

enum status message_list(struct ctx *x, void *arg)
{
    struct message_page *p = arg;
    struct message_row *rows;
    enum status s = thread_open(x, &p->thread);

    p->n = 0;
    s = s == OK
            ? store_messages(x->tx, p->thread.id, x->member_id, p->before_seq, p->max, &rows, &p->n)
            : s;
    if (s != OK) {
        return s;
    }
    p->messages = arena_alloc(x->arena, (size_t)(p->n + 1) * sizeof *p->messages);
    s = p->messages == NULL ? E_BUSY
        : p->n == 0         ? OK
                    : store_photos_of_messages(x->tx, p->thread.id, rows[p->n - 1].seq, rows[0].seq,
                                               &p->photos, &p->photos_n);
    for (int i = 0; s == OK && i < p->n; i++) {
        s = view(x, &rows[i], &p->thread, &p->messages[i]);
    }
    return s;
}

enum status message_read(struct ctx *x, void *arg)
{
    struct message_reading *r = arg;
    struct message_row row;
    enum status s = thread_open(x, &r->thread);

    if (s != OK) {
        return s;
    }
    s = store_message_get(x->tx, r->message_id, &row);
    if (s == E_NOT_FOUND || (s == OK && (row.thread_id != r->thread.id ||
                                         (row.arrives == 0 && row.by_id != x->member_id)))) {
        return invalid(x, "message_id");
    }
    return s == OK ? store_thread_read(x->tx, r->thread.id, x->member_id, row.seq) : s;
}

enum status message_find(struct ctx *x, int64_t id, struct message_row *row, struct thread *t)
{
    enum status s = store_message_get(x->tx, id, row);

    *t = (struct thread){0};
    s = s == OK ? store_thread_get(x->tx, row->thread_id, &t->tie_id, &t->booking_id) : s;
    s = s == OK ? thread_open(x, t) : s;
    return s == OK && row->arrives == 0 && row->by_id != x->member_id ? E_NOT_FOUND : s;
}
