/* stripe_test.c - the adapter against the sandbox over real HTTP: what a payment's life looks like,
 * and every no it may meet. */
#include "tests/payments/bank.h"
#include "tests/test.h"

#include "payments/stripe.h"

#include <stdio.h>
#include <string.h>

static int64_t now_of(struct bank *b)
{
    return clock_now(&b->clock);
}

TEST(a_hold_is_made_without_touching_a_card_then_held_then_captured)
{
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);
    const char *card = bank_card(b, customer, "pm_card_visa");
    const char *hold;

    CHECK_I64(bank_hold(b, "op_1", customer, 3000), PAY_OK);
    CHECK_I64(b->made.state, PST_PENDING);
    CHECK_TEXT(b->made.op_id, "op_1");
    CHECK_TEXT(b->made.currency, "JPY");
    CHECK_TEXT(b->made.charge_ref, "");
    CHECK(strncmp(b->err.request_id, "req_", 4) == 0);
    hold = bank_keep(b->made.ref);

    CHECK_I64(bank_confirm(b, "op_2", hold, card, NULL), PAY_OK);
    CHECK_I64(b->made.state, PST_HELD);
    CHECK_I64(b->made.capturable_minor, 3000);
    CHECK_I64(b->made.captured_minor, 0);
    CHECK(b->made.capture_before_at > now_of(b) + 29 * DAY_MS);

    CHECK_I64(bank_capture(b, "op_3", hold, 3000), PAY_OK);
    CHECK_I64(b->made.state, PST_CAPTURED);
    CHECK_I64(b->made.captured_minor, 3000);
    CHECK_I64(b->made.fee_minor, 108);
    CHECK_I64(b->made.net_minor, 2892);
    CHECK(strncmp(b->made.balance_ref, "txn_", 4) == 0);

    CHECK_I64(bank_get(b, hold), PAY_OK);
    CHECK_I64(b->made.state, PST_CAPTURED);
    CHECK_I64(b->made.fee_minor, 108);
    CHECK_TEXT(b->made.op_id, "op_1");
}

TEST(the_fee_is_rounded_half_up)
{
    struct bank *b = bank_open();
    const char *hold = bank_held(b, "op_1", "pm_card_visa", 125); /* 4.5 */

    CHECK_I64(bank_capture(b, "op_2", hold, 125), PAY_OK);
    CHECK_I64(b->made.fee_minor, 5);
    hold = bank_held(b, "op_3", "pm_card_visa", 124); /* 4.464 */
    CHECK_I64(bank_capture(b, "op_4", hold, 124), PAY_OK);
    CHECK_I64(b->made.fee_minor, 4);
}

TEST(a_partial_capture_gives_the_rest_back_and_is_no_refund)
{
    struct bank *b = bank_open();
    const char *hold = bank_held(b, "op_1", "pm_card_visa", 3000);

    CHECK_I64(bank_capture(b, "op_2", hold, 500), PAY_OK);
    CHECK_I64(b->made.captured_minor, 500);
    CHECK_I64(b->made.capturable_minor, 0);
    CHECK_I64(b->made.refunded_minor, 0);
    CHECK_I64(b->made.fee_minor, 18);
}

TEST(more_than_the_hold_is_never_captured)
{
    struct bank *b = bank_open();
    const char *hold = bank_held(b, "op_1", "pm_card_visa", 3000);

    CHECK_I64(bank_capture(b, "op_2", hold, 3001), PAY_REJECTED);
    CHECK_TEXT(b->err.code, "amount_too_large");
    CHECK_I64(bank_get(b, hold), PAY_OK);
    CHECK_I64(b->made.state, PST_HELD);
}

TEST(a_second_capture_says_look_and_looking_shows_one)
{
    struct bank *b = bank_open();
    const char *hold = bank_held(b, "op_1", "pm_card_visa", 3000);

    CHECK_I64(bank_capture(b, "op_2", hold, 1000), PAY_OK);
    CHECK_I64(bank_capture(b, "op_3", hold, 1000), PAY_STATE);
    CHECK_TEXT(b->made.ref, "");
    CHECK_I64(bank_get(b, hold), PAY_OK);
    CHECK_I64(b->made.captured_minor, 1000);
    CHECK_I64(bank_count(b, "/v1/balance_transactions"), 1);
}

TEST(a_released_hold_can_not_be_captured)
{
    struct bank *b = bank_open();
    const char *hold = bank_held(b, "op_1", "pm_card_visa", 3000);

    CHECK_I64(bank_cancel(b, "op_2", hold), PAY_OK);
    CHECK_I64(b->made.state, PST_CANCELED);
    CHECK(!b->made.canceled_by_provider);
    CHECK_TEXT(b->made.reason, "requested_by_customer");
    CHECK_I64(b->made.refunded_minor, 0);
    CHECK_I64(bank_capture(b, "op_3", hold, 3000), PAY_STATE);
    CHECK_I64(bank_cancel(b, "op_4", hold), PAY_STATE);
    CHECK_I64(bank_count(b, "/v1/balance_transactions"), 0);
}

TEST(a_captured_payment_can_not_be_released)
{
    struct bank *b = bank_open();
    const char *hold = bank_held(b, "op_1", "pm_card_visa", 3000);

    CHECK_I64(bank_capture(b, "op_2", hold, 3000), PAY_OK);
    CHECK_I64(bank_cancel(b, "op_3", hold), PAY_STATE);
}

struct decline {
    const char *card, *code, *decline;
};

TEST(every_refusing_card_says_why_in_both_spellings)
{
    static const struct decline rows[] = {
        {"pm_card_chargeDeclined", "card_declined", "generic_decline"},
        {"pm_card_visa_chargeDeclined", "card_declined", "generic_decline"},
        {"pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"},
        {"pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"},
        {"pm_card_chargeDeclinedExpiredCard", "expired_card", ""},
        {"pm_card_visa_chargeDeclinedProcessingError", "processing_error", ""},
        {"pm_card_chargeDeclinedFraudulent", "card_declined", "fraudulent"},
        {"pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"},
    };
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char op[32];

        snprintf(op, sizeof op, "op_%d", (int)i);
        CHECK_I64(bank_hold(b, op, customer, 3000), PAY_OK);
        snprintf(op, sizeof op, "op_%d_confirm", (int)i);
        CHECK_I64(bank_confirm(b, op, bank_keep(b->made.ref), rows[i].card, NULL), PAY_DECLINED);
        CHECK_TEXT(b->err.code, rows[i].code);
        CHECK_TEXT(b->err.decline, rows[i].decline);
        CHECK(b->err.message[0] != '\0');
        CHECK_I64(b->made.state, PST_FAILED);
        CHECK_TEXT(b->made.reason, rows[i].decline[0] ? rows[i].decline : rows[i].code);
    }
}

TEST(after_a_decline_another_card_holds_on_the_same_payment)
{
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);
    const char *bad = bank_card(b, customer, "pm_card_chargeCustomerFail");
    const char *good = bank_card(b, customer, "pm_card_mastercard");
    const char *hold;

    CHECK_I64(bank_hold(b, "op_1", customer, 3000), PAY_OK);
    hold = bank_keep(b->made.ref);
    CHECK_I64(bank_confirm(b, "op_2", hold, bad, NULL), PAY_DECLINED);
    CHECK_I64(bank_get(b, hold), PAY_OK);
    CHECK_I64(b->made.state, PST_FAILED);
    CHECK_I64(bank_confirm(b, "op_2", hold, bad, NULL), PAY_DECLINED);
    CHECK(b->err.replayed);
    CHECK_I64(bank_confirm(b, "op_3", hold, good, NULL), PAY_OK);
    CHECK_I64(b->made.state, PST_HELD);
}

TEST(a_bank_that_wants_the_person_is_an_action_and_nothing_is_held)
{
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);
    const char *card = bank_card(b, customer, "pm_card_authenticationRequired");
    const char *hold;
    char path[160];

    CHECK_I64(bank_hold(b, "op_1", customer, 3000), PAY_OK);
    hold = bank_keep(b->made.ref);
    CHECK_I64(bank_confirm(b, "op_2", hold, card, NULL), PAY_ACTION);
    CHECK_TEXT(b->err.code, "authentication_required");
    CHECK_I64(b->made.state, PST_ACTION);
    CHECK_I64(b->made.capturable_minor, 0);

    CHECK_I64(bank_confirm(b, "op_3", hold, card, "https://otagai.example/back"), PAY_ACTION);
    CHECK_I64(b->made.state, PST_ACTION);
    CHECK(strstr(b->made.action_url, "/pages/3ds/") != NULL);
    snprintf(path, sizeof path, "/_sandbox/3ds/%s", hold);
    bank_knob(b, "POST", path, "{'result':'approve'}");
    CHECK_I64(bank_get(b, hold), PAY_OK);
    CHECK_I64(b->made.state, PST_HELD);
}

TEST(a_person_who_fails_3d_secure_holds_nothing)
{
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);
    const char *card = bank_card(b, customer, "pm_card_threeDSecure2Required");
    const char *hold;
    char path[160];

    CHECK_I64(bank_hold(b, "op_1", customer, 3000), PAY_OK);
    hold = bank_keep(b->made.ref);
    CHECK_I64(bank_confirm(b, "op_2", hold, card, "https://otagai.example/back"), PAY_ACTION);
    snprintf(path, sizeof path, "/_sandbox/3ds/%s", hold);
    bank_knob(b, "POST", path, "{'result':'fail'}");
    CHECK_I64(bank_get(b, hold), PAY_OK);
    CHECK_I64(b->made.state, PST_FAILED);
    CHECK_TEXT(b->made.reason, "payment_intent_authentication_failure");
}

TEST(a_hold_nobody_captured_runs_out_to_the_second)
{
    struct bank *b = bank_open();
    const char *hold = bank_held(b, "op_1", "pm_card_amex", 3000);
    int64_t before_at = b->made.capture_before_at;

    CHECK(before_at <= now_of(b) + 7 * DAY_MS && before_at > now_of(b) + 7 * DAY_MS - MINUTE_MS);
    bank_advance(b, 7 * 86400 - 60);
    CHECK_I64(bank_get(b, hold), PAY_OK);
    CHECK_I64(b->made.state, PST_HELD);
    bank_advance(b, 61);
    CHECK_I64(bank_capture(b, "op_2", hold, 3000), PAY_EXPIRED);
    CHECK_I64(bank_get(b, hold), PAY_OK);
    CHECK_I64(b->made.state, PST_CANCELED);
    CHECK(b->made.canceled_by_provider);
}

TEST(a_captured_payment_outlives_the_deadline_of_its_hold)
{
    struct bank *b = bank_open();
    const char *hold = bank_held(b, "op_1", "pm_card_visa", 3000);

    CHECK_I64(bank_capture(b, "op_2", hold, 3000), PAY_OK);
    bank_advance(b, 31 * 86400);
    CHECK_I64(bank_get(b, hold), PAY_OK);
    CHECK_I64(b->made.state, PST_CAPTURED);
}

TEST(amounts_out_of_bounds_are_refused_before_anything_is_made)
{
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);

    CHECK_I64(bank_hold(b, "op_1", customer, 49), PAY_REJECTED);
    CHECK_TEXT(b->err.code, "amount_too_small");
    CHECK_I64(bank_hold(b, "op_2", customer, 100000000), PAY_REJECTED);
    CHECK_TEXT(b->err.code, "amount_too_large");
    CHECK_I64(bank_hold(b, "op_3", customer, 50), PAY_OK);
    CHECK_I64(bank_hold(b, "op_4", customer, 99999999), PAY_OK);
    CHECK_I64(bank_count(b, "/v1/payment_intents"), 2);
}

TEST(the_same_key_with_other_bytes_is_a_clash)
{
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);

    CHECK_I64(bank_hold(b, "op_1", customer, 3000), PAY_OK);
    CHECK_I64(bank_hold(b, "op_1", customer, 30000), PAY_KEYCLASH);
    CHECK_I64(bank_count(b, "/v1/payment_intents"), 1);
}

TEST(what_is_no_reference_is_never_sent)
{
    static const char *const bad[] = {"",       "pi_1/capture", "../customers",
                                      "pi_1?x", "pi_%31",       "pi 1"};
    struct bank *b = bank_open();
    struct pay_card card;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        CHECK_I64(bank_get(b, bad[i]), PAY_REJECTED);
        CHECK_I64(bank_capture(b, "op_1", bad[i], 100), PAY_REJECTED);
        CHECK_I64(bank_cancel(b, "op_1", bad[i]), PAY_REJECTED);
        CHECK_I64(bank_confirm(b, "op_1", bad[i], "pm_card_visa", NULL), PAY_REJECTED);
        CHECK_I64(b->pay.setup_result(b->pay.self, bad[i], &card, &b->err), PAY_REJECTED);
    }
    CHECK_I64(client_get(b->client, "/_sandbox/requests"), 200);
    CHECK_I64(json_array_size(client_at(b->client, "items")), 0);
    CHECK_I64(bank_get(b, "pi_nobody"), PAY_REJECTED);
    CHECK_TEXT(b->err.code, "resource_missing");
}

TEST(a_key_the_provider_does_not_take_stops_the_worker)
{
    struct bank *b = bank_open();
    struct stripe_options o = {.base_url = sandbox_url(b->sandbox), .secret_key = "sk_test_other"};
    struct pay_provider other;
    struct pay_object out;
    struct pay_error err;

    CHECK_STATUS(stripe_open(&other, &o), OK);
    CHECK_I64(other.get(other.self, "pi_1", &out, &err), PAY_CONFIG);
    CHECK_I64(err.http, 401);
    CHECK(other.webhook_check == NULL);
    CHECK_I64(other.caps.signed_webhook, 0);
    other.close(other.self);
}

TEST(a_live_key_goes_to_stripe_and_nowhere_else)
{
    struct stripe_options o = {.base_url = "http://127.0.0.1:12111", .secret_key = "sk_live_x"};
    struct pay_provider p;

    CHECK_STATUS(stripe_open(&p, &o), E_INVALID);
    o.base_url = "https://api.stripe.com.example";
    CHECK_STATUS(stripe_open(&p, &o), E_INVALID);
    o.base_url = STRIPE_BASE_URL;
    CHECK_STATUS(stripe_open(&p, &o), OK);
    p.close(p.self);
    o.secret_key = "rk_live_x";
    CHECK_STATUS(stripe_open(&p, &o), OK);
    p.close(p.self);
    o.secret_key = "pk_test_x";
    CHECK_STATUS(stripe_open(&p, &o), E_INVALID);
    o.secret_key = "sk_test_x\r\nX-Evil: 1";
    CHECK_STATUS(stripe_open(&p, &o), E_INVALID);
}

TEST(doors_that_are_not_open_yet_are_null_and_their_bits_say_so)
{
    struct bank *b = bank_open();
    const struct pay_provider *p = &b->pay;

    CHECK(!p->caps.refunds && p->refund == NULL);
    CHECK(!p->caps.payees && p->payee_create == NULL && p->payee_link == NULL &&
          p->payee_get == NULL);
    CHECK(!p->caps.transfers && p->transfer == NULL);
    CHECK(!p->caps.reversals && p->reverse == NULL);
    CHECK(!p->caps.balances && p->balance == NULL && p->ledger_page == NULL);
    CHECK(!p->caps.event_list && p->events_page == NULL);
    CHECK(p->caps.signed_webhook && p->webhook_check != NULL);
}
