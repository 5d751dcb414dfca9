/* report.c - see report.h. */
#include "app/domain/report.h"

#include "app/domain/photo.h"
#include "app/domain/reveal.h"
#include "app/domain/rules.h"
#include "app/domain/vault.h"

#include <string.h>

/* How far said times may lie from what the hand-overs recorded. */
#define REPORT_SLACK_MS (30 * MINUTE_MS)

/* E_NOT_FOUND for the supporter when the time is over; guardians see what is theirs for ever. */
static enum status reveal_check(struct ctx *x, const struct booking_row *b, unsigned who)
{
    struct rules rules;
    enum status s = who == BY_SUPPORTER ? rules_of(x, b->community_id, &rules) : OK;

    return s == OK && who == BY_SUPPORTER &&
                   x->now >= reveal_until(b, rules.reveal_after_end_h * HOUR_MS)
               ? E_NOT_FOUND
               : s;
}

static bool may_note(const struct booking_row *b)
{
    return strcmp(b->state, "confirmed") == 0 || strcmp(b->state, "in_care") == 0 ||
           strcmp(b->state, "returned") == 0;
}

static enum status room_for_note(struct ctx *x, int64_t booking_id)
{
    int64_t n;
    enum status s = store_notes_count(x->tx, booking_id, &n);

    return s == OK && n >= BOOKING_NOTES_MAX ? refuse(x, R_NOTE_TOO_MANY) : s;
}

/* It waited in a phone and was written while the child was in care. */
static bool was_written_then(const struct booking_row *b, int64_t device_at)
{
    return b->began_at != 0 && b->ended_at != 0 && device_at >= b->began_at &&
           device_at <= b->ended_at;
}

/* The same note, sent again: *id, or 0. */
static enum status noted_before(struct ctx *x, const struct note_add *add, int64_t *id)
{
    struct note_row row;
    enum status s;

    *id = 0;
    if (add->tap_id == NULL) {
        return OK;
    }
    s = store_note_of_tap(x->tx, x->member_id, add->tap_id, &row);
    if (s == OK && row.booking_id != add->booking_id) {
        return invalid(x, "tap_id");
    }
    *id = s == OK ? row.id : 0;
    return s == E_NOT_FOUND ? OK : s;
}

enum status note_add(struct ctx *x, void *arg)
{
    struct note_add *add = arg;
    struct note_row row = {.id = new_id(x), .booking_id = add->booking_id, .by_id = x->member_id};
    struct booking_row b;
    unsigned who;
    enum status s = booking_for_party(x, add->booking_id, &b, &who);

    s = s == OK ? noted_before(x, add, &add->id) : s;
    if (s != OK || add->id != 0) {
        return s == OK ? store_photos_of(x->tx, "note", add->id, &add->photos, &add->shown_n) : s;
    }
    if (!may_note(&b) && !was_written_then(&b, add->device_at)) {
        return refuse(x, R_REPORT_NOT_NOW);
    }
    if (add->text == NULL && add->photos_n == 0) {
        return invalid(x, "text");
    }
    if (s == OK) {
        s = room_for_note(x, b.id);
    }
    if (s == OK) {
        s = vault_seal(x, b.household_id, "booking_note", "text_sealed", row.id,
                       add->text != NULL ? add->text : "", &row.text_sealed);
    }
    row.created_at = x->now;
    row.device_at = add->device_at <= x->now ? add->device_at : 0;
    row.tap_id = add->tap_id;
    add->id = row.id;
    s = s == OK ? store_note_insert(x->tx, &row) : s;
    s = s == OK ? photo_use(x, add->photo_ids, add->photos_n, "note", row.id, b.household_id) : s;
    return s == OK ? store_photos_of(x->tx, "note", row.id, &add->photos, &add->shown_n) : s;
}

static enum status view_note(struct ctx *x, const struct booking_row *b, const struct note_row *row,
                             struct note_view *view)
{
    *view = (struct note_view){.id = row->id,
                               .by_id = row->by_id,
                               .created_at = row->created_at,
                               .device_at = row->device_at};
    return vault_unseal(x, b->household_id, "booking_note", "text_sealed", row->id,
                        row->text_sealed, &view->text);
}

enum status note_list(struct ctx *x, void *arg)
{
    struct note_list *list = arg;
    struct note_row *rows;
    struct booking_row b;
    unsigned who;
    enum status s = booking_for_party(x, list->booking_id, &b, &who);

    if (s == OK) {
        s = reveal_check(x, &b, who);
    }
    if (s == OK) {
        s = store_notes_after(x->tx, b.id, list->after_id, list->max, &rows, &list->n);
    }
    s = s == OK ? store_photos_of_notes(x->tx, b.id, &list->photos, &list->photos_n) : s;
    if (s != OK) {
        return s;
    }
    list->notes = arena_alloc(x->arena, (size_t)(list->n + 1) * sizeof *list->notes);
    for (int i = 0; list->notes != NULL && s == OK && i < list->n; i++) {
        s = view_note(x, &b, &rows[i], &list->notes[i]);
        list->notes[i].photos = list->photos;
        list->notes[i].photos_n = list->photos_n;
    }
    return list->notes != NULL ? s : E_BUSY;
}

/* A hand-over in and out in the same instant still took a moment. */
static int64_t end_of(const struct booking_row *b)
{
    return b->ended_at > b->began_at ? b->ended_at : b->began_at + 1;
}

static enum status check_times(struct ctx *x, const struct booking_row *b, int64_t start_at,
                               int64_t end_at)
{
    if (start_at < b->began_at - REPORT_SLACK_MS || start_at > b->began_at + REPORT_SLACK_MS) {
        return invalid(x, "start_at");
    }
    if (end_at <= start_at || (end_at > x->now && end_at > end_of(b)) ||
        end_at < b->ended_at - REPORT_SLACK_MS || end_at > b->ended_at + REPORT_SLACK_MS) {
        return invalid(x, "end_at");
    }
    return OK;
}

enum status report_put(struct ctx *x, void *arg)
{
    struct report_put *put = arg;
    struct report_row before;
    struct report_row row = {.booking_id = put->booking_id, .by_id = x->member_id};
    unsigned who;
    enum status s = booking_for_party(x, put->booking_id, &put->booking, &who);
    const struct booking_row *b = &put->booking;

    if (s == OK && (who != BY_SUPPORTER || strcmp(b->state, "returned") != 0)) {
        return refuse(x, R_REPORT_NOT_NOW);
    }
    row.actual_start_at = put->start_at != 0 ? put->start_at : b->began_at;
    row.actual_end_at = put->end_at != 0 ? put->end_at : end_of(b);
    row.created_at = x->now;
    if (s == OK) {
        s = check_times(x, b, row.actual_start_at, row.actual_end_at);
    }
    if (s == OK) {
        s = vault_seal(x, b->household_id, "report", "text_sealed", b->id, put->text,
                       &row.text_sealed);
    }
    if (s != OK) {
        return s;
    }
    s = store_report_get(x->tx, b->id, &before);
    if (s == E_NOT_FOUND) {
        s = booking_fact(x, b, "report", ""); /* the first one; not each correction */
    }
    return s == OK ? store_report_put(x->tx, &row) : s;
}

/* The hours of the report, or of the hand-overs where nobody wrote one. */
static enum status settle_hours(struct ctx *x, struct booking_row *b, int64_t by_id)
{
    struct report_row report;
    enum status s = store_report_get(x->tx, b->id, &report);

    b->actual_start_at = b->began_at;
    b->actual_end_at = end_of(b);
    if (s == OK) {
        b->actual_start_at = report.actual_start_at;
        b->actual_end_at = report.actual_end_at;
        s = store_report_agree(x->tx, b->id, by_id, x->now);
    }
    if (s != OK && s != E_NOT_FOUND) {
        return s;
    }
    return store_booking_actual(x->tx, b->id, b->actual_start_at, b->actual_end_at);
}

/* The report, or, where nobody wrote one, what the hand-overs say. */
static enum status present_hours(struct ctx *x, const struct booking_row *b, struct report_row *row)
{
    enum status s = store_report_get(x->tx, b->id, row);

    if (s == E_NOT_FOUND) {
        *row = (struct report_row){
            .booking_id = b->id, .actual_start_at = b->began_at, .actual_end_at = end_of(b)};
        return OK;
    }
    return s;
}

/* What was agreed to must be what stands there; a page shows the plain end of the hand-overs. */
static enum status same_hours(struct ctx *x, const struct report_agree *agree)
{
    const struct booking_row *b = &agree->booking;
    struct report_row row;
    enum status s = present_hours(x, b, &row);
    bool plain = s == OK && row.by_id == 0 && agree->end_at == b->ended_at;

    if (s != OK) {
        return s;
    }
    return agree->start_at == row.actual_start_at && (plain || agree->end_at == row.actual_end_at)
               ? OK
               : lost(x, R_REPORT_CHANGED);
}

static enum status complete(struct ctx *x, struct booking_row *b, enum who_moves who, int64_t by_id)
{
    enum status s = settle_hours(x, b, by_id);

    if (s == OK) {
        s = booking_move(x, b, MOVE_BOOKING_COMPLETE, who);
    }
    return s == OK ? booking_money_moved(x, b->id) : s;
}

static bool is_completed(const struct booking_row *b)
{
    return strcmp(b->state, "completed") == 0 || strcmp(b->state, "settled") == 0 ||
           strcmp(b->state, "closed") == 0;
}

enum status report_agree(struct ctx *x, void *arg)
{
    struct report_agree *agree = arg;
    unsigned who;
    enum status s = booking_for_party(x, agree->booking_id, &agree->booking, &who);

    if (s == OK && who != BY_GUARDIAN) {
        return refuse(x, R_REPORT_NOT_NOW);
    }
    if (s != OK || is_completed(&agree->booking)) {
        return s;
    }
    if (strcmp(agree->booking.state, "returned") != 0) {
        return refuse(x, R_REPORT_NOT_NOW);
    }
    s = same_hours(x, agree);
    s = s == OK ? complete(x, &agree->booking, BY_GUARDIAN, x->member_id) : s;
    return s == OK ? store_booking_get(x->tx, agree->booking_id, &agree->booking) : s;
}

enum status report_by_time(struct ctx *x, int64_t booking_id)
{
    struct booking_row b;
    enum status s = store_booking_get(x->tx, booking_id, &b);

    return s == OK && strcmp(b.state, "returned") == 0 ? complete(x, &b, BY_TIME, 0) : s;
}

enum status report_view(struct ctx *x, void *arg)
{
    struct report_view *view = arg;
    struct booking_row b;
    unsigned who;
    enum status s = booking_for_party(x, view->booking_id, &b, &who);

    if (s == OK) {
        s = reveal_check(x, &b, who);
    }
    if (s == OK) {
        s = store_report_get(x->tx, b.id, &view->row);
    }
    return s == OK ? vault_unseal(x, b.household_id, "report", "text_sealed", b.id,
                                  view->row.text_sealed, &view->text)
                   : s;
}

enum status report_hours(struct ctx *x, void *arg)
{
    struct report_view *view = arg;
    struct booking_row b;
    unsigned who;
    enum status s = booking_for_party(x, view->booking_id, &b, &who);

    if (s == OK) {
        s = present_hours(x, &b, &view->row);
    }
    return s == OK ? vault_unseal(x, b.household_id, "report", "text_sealed", b.id,
                                  view->row.text_sealed, &view->text)
                   : s;
}
