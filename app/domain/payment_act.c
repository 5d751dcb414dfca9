/* payment_act.c - see payment_act.h. */
#include "app/domain/payment_act.h"

#include "app/base/limits.h"
#include "app/domain/acting.h"
#include "app/domain/booking.h"
#include "app/domain/ledger.h"
#include "app/domain/notice.h"
#include "app/domain/payment_flow.h"
#include "app/domain/task.h"
#include "app/domain/timer.h"

#include <string.h>

static bool is_side(const struct ctx *x, const struct payment_row *p)
{
    return p->payer_id == x->member_id || p->payee_id == x->member_id;
}

static enum status get(struct ctx *x, struct payment_act *a)
{
    enum status s = store_payment_get(x->tx, a->payment_id, &a->payment);

    return s == OK && !is_side(x, &a->payment) ? E_NOT_FOUND : s;
}

static enum status get_as_payer(struct ctx *x, struct payment_act *a)
{
    enum status s = get(x, a);

    return s == OK && a->payment.payer_id != x->member_id ? E_NOT_FOUND : s;
}

/* The card, for the answer to who pays. */
static enum status load_card(struct ctx *x, const struct payment_row *p, struct card_row *card)
{
    *card = (struct card_row){0};
    return p->card_id != 0 && p->payer_id == x->member_id ? store_card_get(x->tx, p->card_id, card)
                                                          : OK;
}

static bool is_card(const struct payment_row *p)
{
    return strcmp(p->method, "card") == 0;
}

/* Asked for and not answered, also when it became a debt meanwhile. */
static bool waits_for_yes(const struct payment_row *p)
{
    return payment_is(p, "asked") ||
           (payment_is(p, "uncollected") && p->due_minor == 0 && strcmp(p->part, "overtime") == 0);
}

static enum status approve(struct ctx *x, struct payment_row *p)
{
    enum status s = timer_put(x, "payment.debt", p->id, x->now + PAY_DEBT_MS);

    if (s == OK) {
        s = task_settle(x, "payment.debt", p->id);
    }
    if (s != OK || !is_card(p)) {
        return s == OK ? payment_move(x, p, "cash_due") : s;
    }
    if (x->pay_provider == NULL) {
        return refuse(x, R_PAYMENTS_NOT_CONFIGURED);
    }
    p->due_minor = p->amount_minor;
    s = payment_hold(x, p);
    return s == OK && payment_is(p, "method_required")
               ? notice_put(x, p->payer_id, NOTICE_PAYMENT_NEEDED, p->booking_id)
               : s;
}

enum status payment_approve(struct ctx *x, void *arg)
{
    struct payment_act *a = arg;
    enum status s = get_as_payer(x, a);

    if (s != OK) {
        return s;
    }
    if (waits_for_yes(&a->payment)) {
        s = approve(x, &a->payment);
    } else if (strcmp(a->payment.part, "overtime") != 0 || payment_is(&a->payment, "voided")) {
        return lost(x, R_PAYMENT_CHANGED);
    }
    return s == OK ? load_card(x, &a->payment, &a->card) : s;
}

static enum status take_card(struct ctx *x, struct payment_act *a)
{
    enum status s = store_card_get(x->tx, a->card_id, &a->card);

    if (s == E_NOT_FOUND ||
        (s == OK && (a->card.member_id != x->member_id || a->card.removed_at != 0))) {
        return invalid(x, "card_id");
    }
    a->payment.card_id = a->card.id;
    a->payment.provider = a->card.provider;
    return s;
}

/* A debt is held and captured in one go when the job is done, or never began. */
static enum status due_now(struct ctx *x, struct payment_row *p)
{
    struct booking_row b;
    enum status s = store_booking_get(x->tx, p->booking_id, &b);

    if (s == OK && p->due_minor == 0 && strcmp(b.state, "completed") == 0) {
        p->due_minor = p->amount_minor;
    }
    return s;
}

enum status payment_retry(struct ctx *x, void *arg)
{
    struct payment_act *a = arg;
    struct payment_row *p = &a->payment;
    int64_t live = 0;
    enum status s = get_as_payer(x, a);

    if (s == OK && (!is_card(p) || waits_for_yes(p) ||
                    (!payment_asks_guardian(p) && !payment_is(p, "uncollected")))) {
        return lost(x, R_PAYMENT_CHANGED);
    }
    if (s == OK) {
        s = store_pay_op_live(x->tx, p->id, &live);
    }
    if (s == OK && live > 0) {
        return lost(x, R_PAYMENT_CHANGED);
    }
    if (s == OK) {
        s = take_card(x, a);
    }
    if (s == OK) {
        s = due_now(x, p);
    }
    if (s == OK && p->due_minor > 0) {
        s = timer_put(x, "payment.debt", p->id, x->now + PAY_DEBT_MS);
    }
    return s == OK ? payment_hold(x, p) : s;
}

/* Cash may take the place of a card as long as the card side rests. */
static enum status why_not_cash(struct ctx *x, const struct payment_row *p)
{
    int64_t live = 0;
    enum status s;

    if (payment_is(p, "new")) {
        return refuse(x, R_PAYMENT_NOT_DUE);
    }
    if (!is_card(p)) {
        return payment_is_final(p) ? lost(x, R_PAYMENT_CHANGED) : OK;
    }
    if (!payment_asks_guardian(p) && !payment_is(p, "uncollected")) {
        return lost(x, R_PAYMENT_CHANGED);
    }
    s = store_pay_op_live(x->tx, p->id, &live);
    return s == OK && live > 0 ? lost(x, R_PAYMENT_CHANGED) : s;
}

static enum status let_go(struct ctx *x, struct payment_row *p)
{
    enum status s = OK;

    if (p->intent_ref != NULL) {
        s = payment_call(x, p, "cancel", 0);
    }
    return s == OK && p->old_ref != NULL ? payment_call(x, p, "cancel_old", 0) : s;
}

static enum status paid(struct ctx *x, struct payment_row *p)
{
    enum status s = timer_cancel_all(x, p->id);

    if (s == OK) {
        s = task_settle(x, "payment.debt", p->id);
    }
    if (s == OK && is_card(p)) {
        s = let_go(x, p);
    }
    p->method = "cash";
    if (s == OK && payment_is(p, "asked")) {
        s = payment_move(x, p, "cash_due");
    }
    if (s == OK) {
        s = payment_move(x, p, "cash_paid");
    }
    if (s == OK) {
        s = ledger_cash(x, p);
    }
    return s == OK ? booking_money_moved(x, p->booking_id) : s;
}

/* Said by a coordinator for one side: never about his own money. */
static enum status cash_may(struct ctx *x, const struct payment_row *p)
{
    struct booking_row b;
    unsigned who;
    enum status s = OK;

    if (x->acted_by == 0) {
        return OK;
    }
    s = booking_for_party(x, p->booking_id, &b, &who);
    return s == OK ? acting_spend(x, "cash", p->id, p->amount_minor) : s;
}

enum status payment_cash(struct ctx *x, void *arg)
{
    struct payment_act *a = arg;
    struct payment_row *p = &a->payment;
    bool said;
    enum status s = get(x, a);

    s = s == OK ? cash_may(x, p) : s;

    if (s != OK) {
        return s;
    }
    said = p->payer_id == x->member_id ? p->payer_confirmed_at != 0 : p->payee_confirmed_at != 0;
    if (!said) {
        s = why_not_cash(x, p);
        if (p->payer_id == x->member_id) {
            p->payer_confirmed_at = x->now;
        } else {
            p->payee_confirmed_at = x->now;
        }
        if (s == OK) {
            s = p->payer_confirmed_at != 0 && p->payee_confirmed_at != 0 ? paid(x, p)
                                                                         : payment_keep(x, p);
        }
    }
    return s == OK ? load_card(x, p, &a->card) : s;
}

enum status payment_list(struct ctx *x, void *arg)
{
    struct payment_listing *l = arg;
    struct booking_row b;
    unsigned who;
    enum status s = booking_for_party(x, l->booking_id, &b, &who);

    if (s == OK) {
        s = store_payments_of(x->tx, b.id, &l->payments, &l->n);
    }
    if (s != OK) {
        return s;
    }
    l->payer = who == BY_GUARDIAN;
    l->cards = arena_alloc(x->arena, (size_t)(l->n + 1) * sizeof *l->cards);
    if (l->cards == NULL) {
        return E_BUSY;
    }
    for (int i = 0; s == OK && i < l->n; i++) {
        s = load_card(x, &l->payments[i], &l->cards[i]);
    }
    return s;
}

static enum status next_look(struct ctx *x, void *arg)
{
    struct pay_op_row *op = arg;

    return store_pay_op_live_kind(x->tx, op->subject_id, "hold_look", op);
}

static enum status hurry_tx(struct ctx *x, void *arg)
{
    const struct pay_op_row *op = arg;

    return store_pay_op_hurry(x->tx, op->subject_id, "hold_look", x->now);
}

enum status payment_hurry(struct ctx *x, const struct payment_listing *l)
{
    enum status s = OK;

    for (int i = 0; s == OK && i < l->n; i++) {
        struct pay_op_row op = {.subject_id = l->payments[i].id};

        if (!payment_is(&l->payments[i], "action_required") ||
            l->payments[i].payer_id != x->member_id) {
            continue;
        }
        s = ctx_read(x, next_look, &op);
        if (s == OK && op.next_at > x->now && op.updated_at <= x->now - PAY_HURRY_MS) {
            s = ctx_tx(x, hurry_tx, &op);
        }
        s = s == E_NOT_FOUND ? OK : s;
    }
    return s;
}
