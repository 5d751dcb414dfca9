/* child_drop.c - see child_drop.h. */
#include "app/domain/child_drop.h"

#include "app/base/doc.h"
#include "app/base/limits.h"
#include "app/domain/agreement.h"
#include "app/domain/booking_price.h"
#include "app/domain/cancel.h"
#include "app/domain/coverage.h"
#include "app/domain/handover.h"
#include "app/domain/hands.h"
#include "app/domain/ids.h"
#include "app/domain/notice.h"
#include "app/domain/payment.h"
#include "app/domain/task.h"
#include "app/domain/timer.h"
#include "db/store/amendment.h"

#include <string.h>

#define AT_THE_GATE_MS HOUR_MS /* before the start: nobody stands at a gate earlier */

/* What is known of the child before it leaves. */
struct leaving {
    unsigned who;
    enum whereabouts where;
    int64_t handed_at; /* its latest hand-over; 0 */
    int left_n;        /* children in the job, with this one */
    bool done;         /* it has left before */
};

static bool is_state(const struct booking_row *b, const char *state)
{
    return strcmp(b->state, state) == 0;
}

static enum status look(struct ctx *x, struct child_drop *d, struct leaving *l)
{
    struct booking_child_row *children;
    struct hands hands;
    const struct hand_row *last;
    bool found = false;
    int n = 0;
    enum status s = booking_for_party(x, d->booking_id, &d->booking, &l->who);

    s = s == OK ? store_booking_children(x->tx, d->booking_id, &children, &n) : s;
    s = s == OK ? hands_load(x, d->booking_id, &hands) : s;
    for (int i = 0; s == OK && i < n; i++) {
        l->left_n += children[i].dropped_at == 0;
        if (children[i].child_id == d->child_id) {
            found = true;
            l->done = children[i].dropped_at != 0;
        }
    }
    if (s != OK || !found) {
        return s == OK ? E_NOT_FOUND : s;
    }
    l->where = hands_where(&hands, d->child_id, &last);
    l->handed_at = last != NULL ? last->handed_at : 0;
    return OK;
}

static enum status why_not(struct ctx *x, const struct child_drop *d, const struct leaving *l)
{
    const struct booking_row *b = &d->booking;

    if (!booking_state_is_live(b->state)) {
        return lost(x, R_BOOKING_CHANGED);
    }
    if (l->where == CHILD_WITH_SUPPORTER) {
        return refuse(x, R_DROP_STILL_WITH);
    }
    if (l->where == CHILD_BACK ||
        (l->who == BY_SUPPORTER && x->now < b->start_at - AT_THE_GATE_MS)) {
        return refuse(x, R_DROP_NOT_NOW);
    }
    return d->last && l->who == BY_SUPPORTER ? refuse(x, R_DROP_LAST) : OK;
}

/* Nobody is in care yet, and nobody would be left. */
static bool ends_it(const struct child_drop *d, const struct leaving *l)
{
    return l->left_n == 1 && !is_state(&d->booking, "in_care");
}

static enum status judge(struct ctx *x, struct child_drop *d, struct leaving *l)
{
    enum cancel_cause cause;
    enum status s =
        cancel_cause_parse(d->cause, &cause) == OK ? look(x, d, l) : invalid(x, "cause");

    d->last = false; /* a transaction may run again */
    d->price_minor = d->booking.price_minor;
    if (s != OK || l->done) {
        return s;
    }
    d->last = ends_it(d, l);
    return why_not(x, d, l);
}

/* The sibling factor without this child; the tariff's oddities never make it dearer, and a card
 * that could not take so little keeps the price. One who was in care is paid for as agreed. */
static enum status reprice(struct ctx *x, const struct child_drop *d, const struct leaving *l,
                           struct booking_row *b)
{
    bool card = strcmp(b->pay_by, "card") == 0;
    struct price price;
    int64_t minor;
    enum status s;

    if (l->where != CHILD_WAITS) {
        return OK;
    }
    s = booking_reprice_without(x, b, d->child_id, &price);
    minor = s == OK ? price.guardian_pays_minor : 0;
    if (s == OK && minor < b->price_minor && !(card && minor > 0 && minor < CARD_MINOR_MIN)) {
        b->price_minor = minor;
        b->top_up_minor = price.public_top_up_minor;
    }
    return s;
}

static enum status freeze(struct ctx *x, struct booking_row *b)
{
    struct booking_child_row *children;
    struct agreed_stop *stops;
    int children_n, stops_n;
    enum status s = store_booking_children(x->tx, b->id, &children, &children_n);

    s = s == OK ? agreed_stops(x, b->request_id, b->id, &stops, &stops_n) : s;
    return s == OK ? agreement_freeze(x, b, children, children_n, stops, stops_n) : s;
}

/* What somebody proposed for the job as it was can't be accepted any more. */
static enum status close_amendment(struct ctx *x, int64_t booking_id)
{
    struct amendment_row *rows;
    int n = 0;
    enum status s = store_amendments(x->tx, booking_id, &rows, &n);

    for (int i = 0; s == OK && i < n; i++) {
        if (strcmp(rows[i].state, "proposed") == 0) {
            s = store_amendment_move(x->tx, rows[i].id, "expired", x->now);
            s = s == OK ? timer_cancel_all(x, rows[i].id) : s;
        }
    }
    return s;
}

static const char *detail_of(struct ctx *x, const struct child_drop *d, int64_t version)
{
    struct doc doc;

    doc_init(&doc, x->arena, 256);
    doc_object(&doc, NULL);
    doc_text(&doc, "cause", d->cause);
    ids_doc(&doc, "child_id", ID_CHILD, d->child_id);
    doc_int(&doc, "version", version);
    doc_end(&doc);
    return doc_done(&doc);
}

/* The other side hears of it; staff too, where the word is the supporter's alone. */
static enum status tell(struct ctx *x, const struct booking_row *b, unsigned who)
{
    enum status s;

    if (who == BY_SUPPORTER) {
        s = notice_put_guardians(x, b->household_id, 0, NOTICE_CHILD_LEFT, b->id);
        return s == OK ? task_open(x, b->community_id, "coordinator", "child.left", b->id, x->now)
                       : s;
    }
    s = notice_put(x, b->supporter_id, NOTICE_CHILD_LEFT, b->id);
    return s == OK
               ? notice_put_guardians(x, b->household_id, x->member_id, NOTICE_CHILD_LEFT, b->id)
               : s;
}

static enum status new_version(struct ctx *x, struct child_drop *d, const struct leaving *l)
{
    struct booking_row *b = &d->booking;
    const char *detail;
    enum status s = reprice(x, d, l, b);

    b->version += 1;
    s = s == OK ? freeze(x, b) : s;
    s = s == OK ? store_booking_amend(x->tx, b) : s;
    if (s != OK) {
        return s == E_CONFLICT ? lost(x, R_BOOKING_CHANGED) : s;
    }
    detail = detail_of(x, d, b->version);
    s = detail != NULL ? booking_fact(x, b, "child_left", detail) : E_BUSY;
    s = s == OK ? payment_reprice(x, b) : s;
    if (s == OK && !is_state(b, "agreed")) {
        s = coverage_note(x, b->id, "amended", b->start_at, b->end_at);
    }
    return s;
}

static enum status leave(struct ctx *x, struct child_drop *d, const struct leaving *l)
{
    struct booking_row *b = &d->booking;
    enum status s = store_booking_child_drop(x->tx, b->id, d->child_id, l->handed_at, x->now);

    s = s == E_CONFLICT ? lost(x, R_BOOKING_CHANGED) : s;
    s = s == OK ? close_amendment(x, b->id) : s;
    s = s == OK ? new_version(x, d, l) : s;
    s = s == OK ? tell(x, b, l->who) : s;
    if (s == OK && is_state(b, "in_care")) {
        s = handover_end(x, b, (enum who_moves)l->who);
    }
    d->price_minor = b->price_minor;
    return s == OK ? store_booking_get(x->tx, d->booking_id, b) : s;
}

static struct cancel cancel_of(const struct child_drop *d)
{
    return (struct cancel){.booking_id = d->booking_id,
                           .cause = d->cause,
                           .must_cost = d->must_cost,
                           .expect_minor = d->expect_minor};
}

static enum status take_cancel(struct child_drop *d, const struct cancel *c, enum status s)
{
    d->fee = c->fee;
    d->booking = c->booking;
    return s;
}

enum status child_drop(struct ctx *x, void *arg)
{
    struct child_drop *d = arg;
    struct leaving l = {0};
    struct cancel c;
    enum status s = judge(x, d, &l);

    if (s != OK || l.done) {
        return s;
    }
    if (!d->last) {
        return leave(x, d, &l);
    }
    if (!d->cancels) {
        return lost(x, R_DROP_CANCELS);
    }
    c = cancel_of(d);
    return take_cancel(d, &c, booking_cancel(x, &c));
}

enum status child_drop_preview(struct ctx *x, void *arg)
{
    struct child_drop *d = arg;
    struct leaving l = {0};
    struct booking_row without;
    struct cancel c;
    enum status s = judge(x, d, &l);

    if (s != OK || l.done) {
        return s;
    }
    if (!d->last) {
        without = d->booking;
        s = reprice(x, d, &l, &without);
        d->price_minor = without.price_minor;
        return s;
    }
    c = cancel_of(d);
    return take_cancel(d, &c, cancel_preview(x, &c));
}
