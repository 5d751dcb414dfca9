/* payment_result.c - see payment_result.h. */
#include "app/domain/payment_result.h"

#include "app/base/limits.h"
#include "app/domain/booking.h"
#include "app/domain/ledger.h"
#include "app/domain/notice.h"
#include "app/domain/payment_flow.h"
#include "app/domain/receipt.h"
#include "app/domain/task.h"
#include "app/domain/timer.h"

#include <string.h>

static bool said(const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* Not wanted any more: whatever turns up is let go. */
static bool is_given_up(const struct payment_row *p)
{
    return payment_is(p, "voiding") || payment_is(p, "voided") || payment_is(p, "cash_paid");
}

static bool wants_hold(const struct payment_row *p)
{
    return payment_is(p, "authorizing") || payment_is(p, "uncollected");
}

enum status payment_made(struct ctx *x, struct payment_row *p, const char *ref)
{
    enum status s;

    p->intent_ref = ref;
    s = payment_keep(x, p);
    if (s == OK && wants_hold(p)) {
        s = payment_call(x, p, "hold_confirm", p->intent_minor);
    }
    if (s == OK && is_given_up(p)) {
        s = payment_call(x, p, "cancel", 0);
    }
    return s;
}

/* A booking that waits for its money gives the guardian a quarter of an hour from now. */
static enum status set_deadline(struct ctx *x, struct payment_row *p)
{
    struct booking_row b;
    enum status s = store_booking_get(x->tx, p->booking_id, &b);

    if (s != OK || strcmp(b.state, "agreed") != 0) {
        return s;
    }
    p->deadline_at = x->now + PAY_GUARDIAN_MS < b.start_at ? x->now + PAY_GUARDIAN_MS : b.start_at;
    return timer_put(x, "booking.pay_deadline", b.id, p->deadline_at);
}

/* The card was refused or the bank asks: the guardian has something to do. What is due already is
 * taken from an older hold where there is one. */
static enum status ask_guardian(struct ctx *x, struct payment_row *p, const char *to)
{
    enum status s;

    if (payment_is(p, "uncollected")) {
        return payment_keep(x, p);
    }
    s = set_deadline(x, p);
    if (s == OK && p->due_minor > 0) {
        s = timer_put(x, "payment.debt", p->id, x->now + PAY_DEBT_MS);
    }
    if (s == OK && !payment_is(p, to)) {
        s = payment_move(x, p, to);
    } else if (s == OK) {
        s = payment_keep(x, p);
    }
    if (s == OK && p->old_ref != NULL && p->due_minor > 0) {
        int64_t due = p->due_minor;

        s = payment_fall_back(x, p);
        return s == OK ? payment_capture(x, p, due) : s;
    }
    return s == OK ? notice_put(x, p->payer_id, NOTICE_PAYMENT_NEEDED, p->booking_id) : s;
}

enum status payment_refused(struct ctx *x, struct payment_row *p, const char *failure)
{
    if (!wants_hold(p)) {
        return OK;
    }
    p->failure = failure;
    return ask_guardian(x, p, "auth_failed");
}

enum status payment_authenticate(struct ctx *x, struct payment_row *p)
{
    return wants_hold(p) ? payment_call(x, p, "hold_authenticate", p->intent_minor) : OK;
}

/* Not within the hour, whatever the provider says: a watch that finds no job done makes a new hold.
 */
static enum status watch(struct ctx *x, const struct payment_row *p)
{
    int64_t at = p->capture_before_at - PAY_WATCH_MS;

    return timer_put(x, "payment.capture_watch", p->id,
                     at > x->now + HOUR_MS ? at : x->now + HOUR_MS);
}

/* A hold that stands opens what waited for it. */
static enum status stands(struct ctx *x, struct payment_row *p)
{
    enum status s = task_settle(x, "payment.debt", p->id);

    if (s == OK && p->capture_before_at != 0) {
        s = watch(x, p);
    }
    if (s == OK && p->old_ref != NULL) {
        s = payment_call(x, p, "cancel_old", 0);
    }
    if (s == OK && p->due_minor > 0) {
        s = payment_capture(x, p, p->due_minor);
    } else if (s == OK) {
        s = payment_align(x, p);
    }
    if (s == OK && payment_is(p, "authorized")) {
        s = payment_call_at(x, p, "hold_look", x->now + PAY_LOOK_MS);
    }
    return s == OK ? booking_money_moved(x, p->booking_id) : s;
}

static enum status seen_held(struct ctx *x, struct payment_row *p, const struct hold_seen *seen)
{
    enum status s;

    if (is_given_up(p)) {
        return payment_is(p, "voiding") ? OK : payment_call(x, p, "cancel", 0);
    }
    if (!payment_asks_guardian(p) && !wants_hold(p)) {
        return OK;
    }
    p->held_minor = seen->held_minor;
    p->capture_before_at = seen->capture_before_at;
    p->charge_ref = said(seen->charge_ref) ? seen->charge_ref : NULL;
    p->action_url = NULL;
    p->failure = NULL;
    p->deadline_at = 0;
    s = payment_move(x, p, "authorized");
    if (s == OK) {
        s = ledger_hold(x, p);
    }
    return s == OK ? stands(x, p) : s;
}

/* A fee is captured when no booking is left that would be settled. */
static enum status receipt_of_fee(struct ctx *x, const struct payment_row *p)
{
    struct booking_row b;
    enum status s = store_booking_get(x->tx, p->booking_id, &b);

    if (s != OK || (strcmp(b.state, "cancelled") != 0 && strcmp(b.state, "no_show") != 0)) {
        return s;
    }
    s = receipt_issue(x, &b);
    return s == OK ? notice_put(x, p->payer_id, NOTICE_RECEIPT, b.id) : s;
}

/* What was taken although nobody is owed it is to be given back. */
static enum status book_capture(struct ctx *x, const struct payment_row *p,
                                const struct hold_seen *seen, bool unwanted)
{
    struct ledger_capture c = {
        .ref = seen->ref,
        .balance_ref = seen->balance_ref,
        .captured_minor = seen->captured_minor,
        .fee_minor = seen->fee_minor,
        .unwanted = unwanted,
    };

    return ledger_capture(x, p, &c);
}

static enum status seen_captured(struct ctx *x, struct payment_row *p, const struct hold_seen *seen)
{
    bool unwanted = is_given_up(p);
    enum status s = OK;

    if (payment_is(p, "captured")) {
        return OK;
    }
    p->captured_minor = seen->captured_minor;
    p->held_minor = p->held_minor > p->captured_minor ? p->held_minor : p->captured_minor;
    if (said(seen->charge_ref)) {
        p->charge_ref = seen->charge_ref;
    }
    if (unwanted) { /* a person gives it back */
        s = task_open_for(x, "finance", "payment.to_refund", p->id);
    }
    if (s == OK) {
        s = book_capture(x, p, seen, unwanted);
    }
    if (s == OK) {
        s = timer_cancel_all(x, p->id);
    }
    if (s == OK) {
        s = payment_move(x, p, "captured");
    }
    if (s == OK) {
        s = receipt_of_fee(x, p);
    }
    return s == OK ? booking_money_moved(x, p->booking_id) : s;
}

/* The hold ran out, or somebody let it go at the provider: a new one, off-session. */
static enum status hold_lost(struct ctx *x, struct payment_row *p)
{
    enum status s = ledger_hold_over(x, p, p->intent_ref);

    p->intent_ref = NULL;
    p->intent_minor = 0;
    p->held_minor = 0;
    p->capture_before_at = 0;
    if (s == OK) {
        s = payment_move(x, p, "expired");
    }
    if (s == OK) {
        s = task_open_for(x, "finance", "payment.hold_lost", p->id);
    }
    return s == OK ? payment_hold(x, p) : s;
}

static enum status seen_canceled(struct ctx *x, struct payment_row *p)
{
    enum status s;

    if (payment_is(p, "voiding")) {
        s = ledger_hold_over(x, p, p->intent_ref);
        if (s == OK) {
            s = payment_move(x, p, "voided");
        }
        return s == OK ? booking_money_moved(x, p->booking_id) : s;
    }
    if (payment_is(p, "authorized") || payment_is(p, "capturing")) {
        return hold_lost(x, p);
    }
    if (payment_asks_guardian(p) || wants_hold(p)) {
        p->intent_ref = NULL; /* another card begins anew */
        p->intent_minor = 0;
        p->action_url = NULL;
        p->failure = "canceled";
        return ask_guardian(x, p, "auth_failed");
    }
    return OK;
}

static enum status seen_action(struct ctx *x, struct payment_row *p, const struct hold_seen *seen)
{
    enum status s;

    if (!seen->answer || !wants_hold(p)) {
        return OK;
    }
    p->action_url = said(seen->action_url) ? seen->action_url : NULL;
    p->failure = "authentication_required";
    s = ask_guardian(x, p, "action_required");
    return s == OK && payment_is(p, "action_required")
               ? payment_call_at(x, p, "hold_look", x->now + MINUTE_MS)
               : s;
}

/* A look that finds a refusal while our own call is on its way says nothing about that call. */
static enum status seen_failed(struct ctx *x, struct payment_row *p, const struct hold_seen *seen)
{
    bool counts = (seen->answer && wants_hold(p)) || payment_is(p, "action_required");

    if (!counts) {
        return OK;
    }
    p->failure = said(seen->failure) ? seen->failure : "declined";
    p->action_url = NULL;
    return ask_guardian(x, p, "auth_failed");
}

/* Only its end matters: afterwards a hold that became too small can be made anew. */
static enum status seen_old(struct ctx *x, struct payment_row *p, const struct hold_seen *seen)
{
    enum status s;

    if (seen->state == HOLD_CAPTURED) {
        s = book_capture(x, p, seen, true);
        return s == OK ? task_open_for(x, "finance", "payment.to_refund", p->id) : s;
    }
    if (seen->state != HOLD_CANCELED) {
        return OK;
    }
    s = ledger_hold_over(x, p, p->old_ref);
    p->old_ref = NULL;
    if (s == OK) {
        s = payment_keep(x, p);
    }
    return s == OK ? payment_align(x, p) : s;
}

enum status payment_seen(struct ctx *x, struct payment_row *p, const struct hold_seen *seen)
{
    if (p->old_ref != NULL && strcmp(seen->ref, p->old_ref) == 0) {
        return seen_old(x, p, seen);
    }
    if (p->intent_ref == NULL || strcmp(seen->ref, p->intent_ref) != 0) {
        return OK; /* of a hold that we know no more */
    }
    switch (seen->state) {
    case HOLD_PENDING:
        return OK;
    case HOLD_ACTION:
        return seen_action(x, p, seen);
    case HOLD_HELD:
        return seen_held(x, p, seen);
    case HOLD_CAPTURED:
        return seen_captured(x, p, seen);
    case HOLD_CANCELED:
        return seen_canceled(x, p);
    case HOLD_FAILED:
        return seen_failed(x, p, seen);
    }
    return E_INTERNAL;
}

enum status payment_nothing_held(struct ctx *x, struct payment_row *p)
{
    enum status s;

    if (!payment_is(p, "voiding")) {
        return OK;
    }
    s = payment_move(x, p, "voided");
    return s == OK ? booking_money_moved(x, p->booking_id) : s;
}
