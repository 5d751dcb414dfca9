/* payment_flow.c - see payment_flow.h.
 *
 * DESIGN: calls about one payment go out in the order in which they were owed (db/store/pay_op), so
 * a release can be owed while a hold is still in doubt: it waits until that is known. What is to
 * happen in the end stands in the row: 'voiding' lets go of any hold that turns up, due_minor
 * captures it. */
#include "app/domain/payment_flow.h"

#include "app/base/limits.h"
#include "app/domain/task.h"
#include "app/domain/timer.h"
#include "db/store/card.h"

#include <string.h>

struct payment_transition {
    const char *from, *to;
};

static const struct payment_transition transitions[] = {
    {"new", "cash_due"},
    {"new", "voided"},
    {"new", "scheduled"},
    {"new", "method_required"},
    {"new", "authorizing"},
    {"asked", "authorizing"},
    {"asked", "method_required"},
    {"asked", "cash_due"},
    {"asked", "uncollected"},
    {"asked", "voided"},
    {"method_required", "scheduled"},
    {"method_required", "authorizing"},
    {"method_required", "uncollected"},
    {"method_required", "cash_paid"},
    {"method_required", "nothing_due"},
    {"method_required", "voided"},
    {"scheduled", "authorizing"},
    {"scheduled", "method_required"},
    {"scheduled", "uncollected"},
    {"scheduled", "nothing_due"},
    {"scheduled", "voided"},
    {"authorizing", "authorized"},
    {"authorizing", "action_required"},
    {"authorizing", "auth_failed"},
    {"authorizing", "uncollected"},
    {"authorizing", "voiding"},
    {"authorizing", "voided"},
    {"action_required", "authorized"},
    {"action_required", "auth_failed"},
    {"action_required", "authorizing"},
    {"action_required", "uncollected"},
    {"action_required", "cash_paid"},
    {"action_required", "voiding"},
    {"action_required", "voided"},
    {"auth_failed", "authorizing"},
    {"auth_failed", "authorized"},
    {"auth_failed", "uncollected"},
    {"auth_failed", "cash_paid"},
    {"auth_failed", "voiding"},
    {"auth_failed", "voided"},
    {"authorized", "authorizing"},
    {"authorized", "capturing"},
    {"authorized", "captured"},
    {"authorized", "expired"},
    {"authorized", "voiding"},
    {"capturing", "captured"},
    {"capturing", "expired"},
    {"expired", "authorizing"},
    {"expired", "authorized"},
    {"expired", "method_required"},
    {"expired", "uncollected"},
    {"expired", "cash_paid"},
    {"expired", "voiding"},
    {"expired", "voided"},
    {"uncollected", "authorizing"},
    {"uncollected", "authorized"},
    {"uncollected", "method_required"},
    {"uncollected", "cash_due"},
    {"uncollected", "cash_paid"},
    {"uncollected", "voiding"},
    {"uncollected", "voided"},
    {"voiding", "voided"},
    {"voiding", "captured"},
    {"cash_due", "cash_paid"},
    {"cash_due", "voided"},
};

bool payment_is(const struct payment_row *p, const char *state)
{
    return strcmp(p->state, state) == 0;
}

static bool is_one_of(const struct payment_row *p, const char *const *states)
{
    for (; *states != NULL; states++) {
        if (payment_is(p, *states)) {
            return true;
        }
    }
    return false;
}

bool payment_asks_guardian(const struct payment_row *p)
{
    static const char *const states[] = {"method_required", "action_required", "auth_failed", NULL};

    return is_one_of(p, states);
}

bool payment_is_final(const struct payment_row *p)
{
    static const char *const states[] = {"captured", "cash_paid", "nothing_due", "voided", NULL};

    return is_one_of(p, states);
}

static bool can_move(const char *from, const char *to)
{
    for (size_t i = 0; i < sizeof transitions / sizeof *transitions; i++) {
        if (strcmp(transitions[i].from, from) == 0 && strcmp(transitions[i].to, to) == 0) {
            return true;
        }
    }
    return false;
}

enum status payment_move(struct ctx *x, struct payment_row *p, const char *to)
{
    const char *from = p->state;

    if (!can_move(from, to)) {
        log_event(x->log, x->now, LOG_ERROR, "payment.no_such_move", LOG_TEXT("from", from),
                  LOG_TEXT("to", to), LOG_I64("id", p->id), LOG_END);
        return E_INTERNAL;
    }
    p->state = to;
    p->state_at = x->now;
    return store_payment_save(x->tx, p, from);
}

enum status payment_keep(struct ctx *x, const struct payment_row *p)
{
    return store_payment_save(x->tx, p, p->state);
}

static enum status put_op(struct ctx *x, int64_t payment_id, const char *kind, int64_t amount_minor,
                          int64_t next_at)
{
    struct pay_op_row op = {
        .id = new_id(x),
        .kind = kind,
        .subject_id = payment_id,
        .amount_minor = amount_minor,
        .next_at = next_at,
        .created_at = x->now,
    };

    return store_pay_op_put(x->tx, &op);
}

enum status payment_call(struct ctx *x, const struct payment_row *p, const char *kind,
                         int64_t amount_minor)
{
    return put_op(x, p->id, kind, amount_minor, x->now);
}

enum status payment_call_at(struct ctx *x, const struct payment_row *p, const char *kind,
                            int64_t next_at)
{
    return put_op(x, p->id, kind, 0, next_at);
}

enum status payment_find_card(struct ctx *x, struct payment_row *p, bool *found)
{
    struct card_row card;
    enum status s;

    *found = p->card_id != 0;
    if (*found) {
        return OK;
    }
    s = store_card_newest(x->tx, p->payer_id, &card);
    if (s == OK) {
        p->card_id = card.id;
        p->provider = card.provider;
        *found = true;
    }
    return s == E_NOT_FOUND ? OK : s;
}

/* A hold that was made for this amount and never stood is confirmed again, with another card; any
 * other is kept aside until the new one stands. */
static enum status make_hold(struct ctx *x, struct payment_row *p)
{
    bool go_on =
        p->intent_ref != NULL && p->intent_minor == p->amount_minor && !payment_is(p, "authorized");

    if (!go_on && p->intent_ref != NULL) {
        p->old_ref = p->intent_ref;
        p->intent_ref = NULL;
    }
    p->intent_minor = p->amount_minor;
    p->action_url = NULL;
    p->deadline_at = 0;
    return payment_call(x, p, go_on ? "hold_confirm" : "hold_create", p->amount_minor);
}

enum status payment_hold(struct ctx *x, struct payment_row *p)
{
    bool found;
    enum status s = payment_find_card(x, p, &found);

    if (s == OK && !found) {
        return payment_move(x, p, "method_required");
    }
    if (s == OK) {
        s = make_hold(x, p);
    }
    return s == OK ? payment_move(x, p, "authorizing") : s;
}

enum status payment_start_card(struct ctx *x, struct payment_row *p)
{
    bool found;
    enum status s;

    if (p->authorize_at <= x->now) {
        return payment_hold(x, p);
    }
    s = payment_find_card(x, p, &found);
    if (s == OK && found) {
        s = timer_put(x, "payment.authorize", p->id, p->authorize_at);
    }
    return s == OK ? payment_move(x, p, found ? "scheduled" : "method_required") : s;
}

enum status payment_fall_back(struct ctx *x, struct payment_row *p)
{
    const char *failed = p->intent_ref;
    enum status s = OK;

    p->intent_ref = p->old_ref;
    p->intent_minor = p->held_minor;
    p->old_ref = failed;
    p->action_url = NULL;
    p->deadline_at = 0;
    if (failed != NULL) {
        s = payment_call(x, p, "cancel_old", 0);
    }
    return s == OK ? payment_move(x, p, "authorized") : s;
}

enum status payment_align(struct ctx *x, struct payment_row *p)
{
    if (payment_is(p, "authorized") && p->due_minor == 0 && p->amount_minor > p->held_minor &&
        p->old_ref == NULL) {
        return payment_hold(x, p);
    }
    if ((payment_is(p, "auth_failed") || payment_is(p, "action_required")) &&
        p->intent_minor != p->amount_minor) {
        return p->old_ref == NULL ? payment_hold(x, p) : payment_fall_back(x, p);
    }
    return OK;
}

static enum status owe_rest(struct ctx *x, const struct payment_row *p, int64_t amount_minor)
{
    struct payment_row rest = {
        .id = new_id(x),
        .booking_id = p->booking_id,
        .part = "rest",
        .payer_id = p->payer_id,
        .payee_id = p->payee_id,
        .method = "card",
        .amount_minor = amount_minor,
        .currency = p->currency,
        .state = "uncollected",
        .state_at = x->now,
        .due_minor = amount_minor,
        .failure = p->failure,
        .created_at = x->now,
    };
    enum status s = store_payment_insert(x->tx, &rest);

    return s == OK ? task_open_for(x, "finance", "payment.debt", rest.id) : s;
}

enum status payment_capture(struct ctx *x, struct payment_row *p, int64_t amount_minor)
{
    enum status s = timer_cancel(x, "payment.debt", p->id);

    if (s == OK && amount_minor > p->held_minor) {
        s = owe_rest(x, p, amount_minor - p->held_minor);
        amount_minor = p->held_minor;
    }
    p->due_minor = amount_minor;
    if (s == OK) {
        s = payment_call(x, p, "capture", amount_minor);
    }
    return s == OK ? payment_move(x, p, "capturing") : s;
}

/* What stands at the provider, or may, is let go there. */
static enum status void_at_provider(struct ctx *x, struct payment_row *p, bool in_doubt)
{
    enum status s = OK;

    if (p->old_ref != NULL) {
        s = payment_call(x, p, "cancel_old", 0);
    }
    if (s == OK && (p->intent_ref != NULL || in_doubt)) {
        s = payment_call(x, p, "cancel", 0);
        return s == OK ? payment_move(x, p, "voiding") : s;
    }
    return s == OK ? payment_move(x, p, "voided") : s;
}

enum status payment_void(struct ctx *x, struct payment_row *p)
{
    int64_t n;
    enum status s;

    if (payment_is_final(p) || payment_is(p, "voiding")) {
        return OK;
    }
    if (payment_is(p, "capturing")) { /* too late to let go: a person gives it back */
        return task_open_for(x, "finance", "payment.to_refund", p->id);
    }
    p->due_minor = 0;
    p->action_url = NULL;
    p->deadline_at = 0;
    s = timer_cancel_all(x, p->id);
    if (s == OK) {
        s = task_settle(x, "payment.debt", p->id);
    }
    if (s == OK) {
        s = store_pay_op_abandon(x->tx, p->id, x->now, &n);
    }
    if (s == OK) {
        s = store_pay_op_live(x->tx, p->id, &n);
    }
    return s == OK ? void_at_provider(x, p, n > 0) : s;
}

enum status payment_to_debt(struct ctx *x, struct payment_row *p)
{
    enum status s = timer_cancel(x, "payment.debt", p->id);

    if (s == OK) {
        s = task_open_for(x, "finance", "payment.debt", p->id);
    }
    p->deadline_at = 0;
    return s == OK ? payment_move(x, p, "uncollected") : s;
}
