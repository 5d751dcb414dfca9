/* payment.c - see payment.h. */
#include "app/domain/payment.h"

#include "app/base/limits.h"
#include "app/domain/notice.h"
#include "app/domain/payment_flow.h"
#include "app/domain/timer.h"
#include "db/store/card.h"

#include <string.h>

static bool pays(const struct payment_row *p, const char *method)
{
    return strcmp(p->method, method) == 0;
}

static struct payment_row draft(struct ctx *x, const struct booking_row *b, const char *part,
                                const char *method, int64_t amount_minor)
{
    return (struct payment_row){
        .id = new_id(x),
        .booking_id = b->id,
        .part = part,
        .payer_id = b->guardian_id,
        .payee_id = b->supporter_id,
        .method = method,
        .amount_minor = amount_minor,
        .currency = b->currency,
        .state = "new",
        .state_at = x->now,
        .created_at = x->now,
    };
}

static int64_t authorize_at(const struct ctx *x, const struct booking_row *b)
{
    return b->start_at - PAY_AHEAD_MS > x->now ? b->start_at - PAY_AHEAD_MS : x->now;
}

static enum status open_card(struct ctx *x, const struct booking_row *b)
{
    struct payment_row p = draft(x, b, "main", "card", b->price_minor);
    enum status s;

    if (b->price_minor < CARD_MINOR_MIN) {
        return refuse(x, R_PAYMENT_BELOW_MINIMUM);
    }
    if (x->pay_provider == NULL) {
        return refuse(x, R_PAYMENTS_NOT_CONFIGURED);
    }
    p.authorize_at = authorize_at(x, b);
    s = store_payment_insert(x->tx, &p);
    if (s == OK) {
        s = payment_start_card(x, &p);
    }
    if (s == OK && payment_is(&p, "method_required")) {
        s = notice_put(x, p.payer_id, NOTICE_PAYMENT_NEEDED, b->id);
    }
    return s;
}

enum status payment_open(struct ctx *x, const struct booking_row *b)
{
    struct payment_row p;

    if (strcmp(b->pay_by, "card") == 0 && b->price_minor > 0) {
        return open_card(x, b);
    }
    if (strcmp(b->pay_by, "cash") == 0 && b->price_minor > 0) {
        p = draft(x, b, "main", "cash", b->price_minor);
    } else {
        p = draft(x, b, "main", "nothing", 0);
        p.state = "nothing_due";
    }
    return store_payment_insert(x->tx, &p);
}

enum status payment_secured(struct ctx *x, int64_t booking_id, bool *secured)
{
    static const char *const states[] = {"scheduled", "authorized", "capturing", "captured",
                                         "uncollected"};
    struct payment_row p;
    enum status s = store_payment_part(x->tx, booking_id, "main", &p);

    *secured = s == OK && !pays(&p, "card");
    for (size_t i = 0; s == OK && i < sizeof states / sizeof *states; i++) {
        *secured = *secured || payment_is(&p, states[i]);
    }
    return s;
}

/* The guardian was at the provider's page, or wants to go there, and the provider does not answer.
 */
static enum status setup_waits(struct ctx *x, int64_t payer_id, bool *waits)
{
    struct card_setup_row *setups;
    int n;
    enum status s = store_card_setups_pending(x->tx, payer_id, &setups, &n);

    *waits = s == OK && n > 0;
    return s;
}

enum status payment_waits_for_provider(struct ctx *x, int64_t booking_id, bool *waits)
{
    struct payment_row p;
    enum status s = store_payment_part(x->tx, booking_id, "main", &p);

    *waits = s == OK && payment_is(&p, "authorizing");
    return s == OK && payment_is(&p, "method_required") ? setup_waits(x, p.payer_id, waits) : s;
}

enum status payment_owe(struct ctx *x, int64_t booking_id)
{
    struct payment_row p;
    enum status s = store_payment_part(x->tx, booking_id, "main", &p);

    if (s == OK && pays(&p, "card") &&
        (payment_asks_guardian(&p) || payment_is(&p, "authorizing"))) {
        return payment_to_debt(x, &p);
    }
    return s == E_NOT_FOUND ? OK : s;
}

/* fn for each part of a booking. */
static enum status each_part(struct ctx *x, int64_t booking_id,
                             enum status (*fn)(struct ctx *, struct payment_row *))
{
    struct payment_row *parts;
    int n;
    enum status s = store_payments_of(x->tx, booking_id, &parts, &n);

    for (int i = 0; s == OK && i < n; i++) {
        s = fn(x, &parts[i]);
    }
    return s;
}

enum status payment_release(struct ctx *x, int64_t booking_id)
{
    return each_part(x, booking_id, payment_void);
}

/* A fee that no hold covers is a payment of its own, due now. */
static enum status open_fee(struct ctx *x, const struct booking_row *b,
                            const struct payment_row *main, int64_t fee_minor)
{
    struct payment_row fee = draft(x, b, "cancellation", main->method, fee_minor);
    enum status s;

    if (pays(main, "cash")) {
        fee.state = "cash_due";
        return store_payment_insert(x->tx, &fee);
    }
    fee.card_id = main->card_id;
    fee.provider = main->provider;
    fee.due_minor = fee_minor;
    s = store_payment_insert(x->tx, &fee);
    if (s == OK) {
        s = payment_hold(x, &fee);
    }
    if (s == OK) {
        s = timer_put(x, "payment.debt", fee.id, x->now + PAY_DEBT_MS);
    }
    return s;
}

enum status payment_fee(struct ctx *x, const struct booking_row *b, int64_t fee_minor)
{
    struct payment_row main;
    enum status s = store_payment_part(x->tx, b->id, "main", &main);
    int64_t fee = fee_minor < b->price_minor ? fee_minor : b->price_minor;

    if (s != OK) {
        return s == E_NOT_FOUND ? OK : s;
    }
    if (pays(&main, "card") && fee < CARD_MINOR_MIN) {
        fee = 0; /* domain.md 4: waived */
    }
    if (fee > 0 && payment_is(&main, "authorized") && main.held_minor >= fee) {
        return payment_capture(x, &main, fee);
    }
    s = payment_release(x, b->id);
    return s == OK && fee > 0 ? open_fee(x, b, &main, fee) : s;
}

/* The job is done and the money is not there: the guardian is asked, then finance. */
static enum status collect_later(struct ctx *x, struct payment_row *p)
{
    enum status s = OK;

    if (payment_asks_guardian(p)) {
        s = notice_put(x, p->payer_id, NOTICE_PAYMENT_NEEDED, p->booking_id);
    }
    if (s == OK && !payment_is(p, "uncollected")) {
        s = timer_put(x, "payment.debt", p->id, x->now + PAY_DEBT_MS);
    }
    return s == OK ? payment_keep(x, p) : s;
}

static enum status collect_card(struct ctx *x, struct payment_row *p)
{
    enum status s = OK;

    p->due_minor = p->amount_minor;
    if (payment_asks_guardian(p) && p->old_ref != NULL) {
        s = payment_fall_back(x, p);
    }
    if (s == OK && payment_is(p, "scheduled")) {
        s = timer_cancel(x, "payment.authorize", p->id);
        s = s == OK ? payment_hold(x, p) : s;
    }
    if (s == OK && payment_is(p, "authorized")) {
        return payment_capture(x, p, p->due_minor);
    }
    return s == OK ? collect_later(x, p) : s;
}

enum status payment_collect(struct ctx *x, const struct booking_row *b)
{
    struct payment_row p;
    enum status s = store_payment_part(x->tx, b->id, "main", &p);

    if (s != OK || payment_is_final(&p)) {
        return s;
    }
    if (pays(&p, "cash")) {
        return payment_move(x, &p, "cash_due");
    }
    return payment_is(&p, "capturing") || payment_is(&p, "voiding") ? OK : collect_card(x, &p);
}

enum status payment_overtime(struct ctx *x, const struct booking_row *b, int64_t amount_minor)
{
    bool card = strcmp(b->pay_by, "card") == 0;
    struct payment_row p = draft(x, b, "overtime", card ? "card" : "cash", amount_minor);
    enum status s;

    p.state = "asked";
    if (card && amount_minor < CARD_MINOR_MIN) {
        p.state = "voided"; /* and the reason is shown */
        p.failure = reason_text(R_PAYMENT_BELOW_MINIMUM);
        return store_payment_insert(x->tx, &p);
    }
    s = store_payment_insert(x->tx, &p);
    return s == OK ? timer_put(x, "payment.debt", p.id, x->now + PAY_DEBT_MS) : s;
}

static enum status reprice_card(struct ctx *x, struct payment_row *p, int64_t price_minor)
{
    enum status s;

    if (price_minor > 0 && price_minor < CARD_MINOR_MIN) {
        return refuse(x, R_PAYMENT_BELOW_MINIMUM);
    }
    if (price_minor == 0) {
        return payment_void(x, p);
    }
    p->amount_minor = price_minor;
    s = payment_keep(x, p);
    return s == OK ? payment_align(x, p) : s;
}

/* A hold that is still to be made is made in time for the new start. */
static enum status reschedule(struct ctx *x, const struct booking_row *b, struct payment_row *p)
{
    bool scheduled = payment_is(p, "scheduled");
    int64_t at = authorize_at(x, b);
    enum status s;

    if (!pays(p, "card") || p->authorize_at == at ||
        (!scheduled && !payment_is(p, "method_required"))) {
        return OK;
    }
    p->authorize_at = at;
    s = payment_keep(x, p);
    return s == OK && scheduled ? timer_put(x, "payment.authorize", p->id, at) : s;
}

enum status payment_reprice(struct ctx *x, const struct booking_row *b)
{
    struct payment_row p;
    enum status s = store_payment_part(x->tx, b->id, "main", &p);

    if (s == OK) {
        s = reschedule(x, b, &p);
    }
    if (s != OK || b->price_minor == p.amount_minor) {
        return s;
    }
    if (pays(&p, "card") && !payment_is_final(&p)) {
        return reprice_card(x, &p, b->price_minor);
    }
    if (pays(&p, "nothing")) {
        return OK; /* nothing was to be paid, and nothing is */
    }
    if (payment_is_final(&p) || b->price_minor == 0) {
        return payment_void(x, &p);
    }
    p.amount_minor = b->price_minor;
    return payment_keep(x, &p);
}

enum status payment_settled(struct ctx *x, int64_t booking_id, bool *settled)
{
    struct payment_row *parts;
    int n;
    enum status s = store_payments_of(x->tx, booking_id, &parts, &n);

    *settled = s == OK;
    for (int i = 0; s == OK && i < n; i++) {
        *settled = *settled && payment_is_final(&parts[i]);
    }
    return s;
}
