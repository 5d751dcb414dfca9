/* charge.c - charges, how long their holds last, and the fee that is taken; see steps.h. */
#include "payments/sandbox/object.h"
#include "payments/sandbox/ops.h"
#include "payments/sandbox/steps.h"

#include <string.h>

#define HOLD_MS           (7 * DAY_MS)
#define HOLD_JAPAN_MS     (30 * DAY_MS)               /* JPY on a Japanese account, but Amex */
#define HOLD_VISA_AWAY_MS (4 * DAY_MS + 18 * HOUR_MS) /* Visa without the person, not JPY */
#define SETTLE_MS         (4 * DAY_MS)
#define FEE_PER_MILLE     36

/* payments.md 2, hold lifetime. */
static int64_t hold_ms(json_t *intent, const struct test_card *card, bool off_session)
{
    bool yen = strcmp(text_at(intent, "currency"), "jpy") == 0;

    if (yen && strcmp(card->brand, "amex") != 0) {
        return HOLD_JAPAN_MS;
    }
    return off_session && strcmp(card->brand, "visa") == 0 ? HOLD_VISA_AWAY_MS : HOLD_MS;
}

static json_t *details(json_t *method)
{
    json_t *card = json_object_get(method, "card");
    json_t *shown = json_fields(
        J_TEXT("brand", text_at(card, "brand")), J_TEXT("country", text_at(card, "country")),
        J_I64("exp_month", number_at(card, "exp_month")),
        J_I64("exp_year", number_at(card, "exp_year")),
        J_TEXT("fingerprint", text_at(card, "fingerprint")), J_TEXT("funding", "credit"),
        J_TEXT("last4", text_at(card, "last4")), J_TEXT("network", text_at(card, "brand")),
        J_TEXT("three_d_secure", NULL), J_TEXT("wallet", NULL), J_END);

    return json_fields(J_JSON("card", shown), J_TEXT("type", "card"), J_END);
}

static json_t *copy_of(json_t *o, const char *key)
{
    json_t *v = json_object_get(o, key);

    return v != NULL ? json_deep_copy(v) : json_null();
}

static json_t *charge_new(struct call *c, json_t *intent, json_t *method)
{
    json_t *charge = object_new(
        c, "ch", "charge",
        json_fields(J_I64("amount", number_at(intent, "amount")), J_I64("amount_captured", 0),
                    J_I64("amount_refunded", 0), J_TEXT("balance_transaction", NULL),
                    J_JSON("billing_details", copy_of(method, "billing_details")),
                    J_BOOL("captured", false), J_JSON("currency", copy_of(intent, "currency")),
                    J_JSON("customer", copy_of(intent, "customer")),
                    J_JSON("description", copy_of(intent, "description")),
                    J_BOOL("disputed", false), J_TEXT("failure_code", NULL),
                    J_TEXT("failure_message", NULL),
                    J_JSON("metadata", copy_of(intent, "metadata")), J_BOOL("paid", false),
                    J_TEXT("payment_intent", text_at(intent, "id")),
                    J_TEXT("payment_method", text_at(method, "id")),
                    J_JSON("payment_method_details", details(method)), J_BOOL("refunded", false),
                    J_TEXT("status", "failed"),
                    J_JSON("transfer_group", copy_of(intent, "transfer_group")), J_END));

    if (charge != NULL) {
        set_text(c, intent, "latest_charge", text_at(charge, "id"));
    }
    return charge;
}

static json_t *outcome(const char *network, const char *reason, const char *type)
{
    return json_fields(J_TEXT("network_status", network), J_TEXT("reason", reason),
                       J_TEXT("risk_level", "normal"), J_TEXT("seller_message", NULL),
                       J_TEXT("type", type), J_END);
}

json_t *charge_refused(struct call *c, json_t *intent, json_t *method)
{
    const struct test_card *card = card_of(method);
    json_t *charge = charge_new(c, intent, method);

    if (charge != NULL && card != NULL) {
        set_text(c, charge, "failure_code", card->code);
        set_text(c, charge, "failure_message", card->message);
        set_json(c, charge, "outcome",
                 outcome("declined_by_network", card->decline_code, "issuer_declined"));
        object_changed(c, charge, "charge.failed");
    }
    return charge;
}

json_t *charge_authorize(struct call *c, json_t *intent, json_t *method, bool off_session)
{
    const struct test_card *card = card_of(method);
    json_t *charge = charge_new(c, intent, method);
    int64_t before_at;

    if (charge == NULL || card == NULL) {
        well(c, E_INTERNAL);
        return NULL;
    }
    set_text(c, charge, "status", "succeeded");
    set_bool(c, charge, "paid", true);
    set_json(c, charge, "outcome", outcome("approved_by_network", NULL, "authorized"));
    if (strcmp(text_at(intent, "capture_method"), "manual") == 0) {
        before_at = c->now + hold_ms(intent, card, off_session);
        set_number(c, json_object_get(json_object_get(charge, "payment_method_details"), "card"),
                   "capture_before", before_at / SECOND_MS);
        set_due(c, intent, before_at);
    }
    object_changed(c, charge, "charge.succeeded");
    return charge;
}

/* 3.6 percent, half up: the fee is taken from what was captured, never given back. */
static json_t *book(struct call *c, json_t *charge, int64_t amount, bool at_once)
{
    int64_t fee = (amount * FEE_PER_MILLE + 500) / 1000;
    int64_t available_at = c->now + (at_once ? 0 : SETTLE_MS);
    json_t *detail = json_fields(J_I64("amount", fee), J_TEXT("application", NULL),
                                 J_JSON("currency", copy_of(charge, "currency")),
                                 J_TEXT("description", "Stripe processing fees"),
                                 J_TEXT("type", "stripe_fee"), J_END);
    json_t *details_list = json_array();
    json_t *txn;

    json_array_append_new(details_list, detail);
    txn = object_new(
        c, "txn", "balance_transaction",
        json_fields(
            J_I64("amount", amount), J_I64("available_on", available_at / SECOND_MS),
            J_JSON("currency", copy_of(charge, "currency")),
            J_JSON("description", copy_of(charge, "description")), J_TEXT("exchange_rate", NULL),
            J_I64("fee", fee), J_JSON("fee_details", details_list), J_I64("net", amount - fee),
            J_TEXT("reporting_category", "charge"), J_TEXT("source", text_at(charge, "id")),
            J_TEXT("status", at_once ? "available" : "pending"), J_TEXT("type", "charge"), J_END));
    if (txn != NULL) {
        json_object_del(txn, "livemode");
        json_object_del(txn, "metadata");
        set_due(c, txn, at_once ? 0 : available_at);
        object_save(c, txn);
    }
    return txn;
}

void charge_capture(struct call *c, json_t *charge, int64_t amount)
{
    json_t *method = object_find(c, text_at(charge, "payment_method"));
    const struct test_card *card = method != NULL ? card_of(method) : NULL;
    json_t *txn = book(c, charge, amount, card != NULL && card->manner == CARD_SETTLES_NOW);

    if (txn == NULL) {
        return;
    }
    set_number(c, charge, "amount_captured", amount);
    set_number(c, charge, "amount_refunded", number_at(charge, "amount") - amount);
    set_bool(c, charge, "captured", true);
    set_text(c, charge, "balance_transaction", text_at(txn, "id"));
    object_changed(c, charge, "charge.captured");
}

void charge_release(struct call *c, json_t *charge, bool expired)
{
    set_number(c, charge, "amount_refunded", number_at(charge, "amount"));
    set_bool(c, charge, "refunded", true);
    object_changed(c, charge, expired ? "charge.expired" : "charge.refunded");
}

void op_charge_get(struct call *c)
{
    answer(c, object_need(c, "charge", c->ids[0], NULL));
}

void op_charge_list(struct call *c)
{
    object_list(c, "charge", param(c, "customer"), "payment_intent", NULL);
}

void op_balance_transaction_get(struct call *c)
{
    answer(c, object_need(c, "balance_transaction", c->ids[0], NULL));
}

void op_balance_transaction_list(struct call *c)
{
    object_list(c, "balance_transaction", NULL, "source", "type");
}
