/* stripe_decode_test.c - Stripe's objects into ours; what can't be read is never guessed at. */
#include "payments/stripe_decode.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

static bool hold(const char *text, struct pay_object *out)
{
    json_t *o = json_loads(text, 0, NULL);
    bool ok;

    CHECK(o != NULL);
    ok = stripe_hold(o, out);
    json_decref(o);
    return ok;
}

#define PI(status, more)                                                                   \
    "{\"object\":\"payment_intent\",\"id\":\"pi_1\",\"amount\":3000,\"currency\":\"jpy\"," \
    "\"amount_capturable\":0,\"amount_received\":0,\"metadata\":{\"op_id\":\"op_1\"},"     \
    "\"status\":\"" status "\"" more "}"

static void check_state(const char *text, enum pay_state want)
{
    struct pay_object o;

    CHECK(hold(text, &o));
    if (o.state != want) {
        test_fail(__FILE__, __LINE__, "%s is %s", text, pay_state_text(o.state));
    }
    CHECK_TEXT(o.ref, "pi_1");
    CHECK_TEXT(o.op_id, "op_1");
    CHECK_TEXT(o.currency, "JPY");
    CHECK_I64(o.amount_minor, 3000);
}

TEST(each_status_of_a_payment_intent_is_one_state_of_a_hold)
{
    check_state(PI("requires_payment_method", ""), PST_PENDING);
    check_state(PI("requires_payment_method", ",\"last_payment_error\":null"), PST_PENDING);
    check_state(
        PI("requires_payment_method", ",\"last_payment_error\":{\"code\":\"card_declined\"}"),
        PST_FAILED);
    check_state(PI("requires_payment_method",
                   ",\"last_payment_error\":{\"code\":\"authentication_required\"}"),
                PST_ACTION);
    check_state(PI("requires_confirmation", ""), PST_PENDING);
    check_state(PI("processing", ""), PST_PENDING);
    check_state(PI("requires_action", ""), PST_ACTION);
    check_state(PI("requires_capture", ""), PST_HELD);
    check_state(PI("succeeded", ""), PST_CAPTURED);
    check_state(PI("canceled", ",\"cancellation_reason\":null"), PST_CANCELED);
}

TEST(a_hold_that_ran_out_is_told_from_one_we_released)
{
    struct pay_object o;

    CHECK(hold(PI("canceled", ",\"cancellation_reason\":\"automatic\""), &o));
    CHECK(o.canceled_by_provider);
    CHECK(hold(PI("canceled", ",\"cancellation_reason\":\"requested_by_customer\""), &o));
    CHECK(!o.canceled_by_provider);
    CHECK_TEXT(o.reason, "requested_by_customer");
}

TEST(a_decline_keeps_its_most_precise_reason)
{
    struct pay_object o;

    CHECK(hold(PI("requires_payment_method",
                  ",\"last_payment_error\":{\"code\":\"card_declined\",\"decline_code\":"
                  "\"lost_card\"}"),
               &o));
    CHECK_TEXT(o.reason, "lost_card");
    CHECK(hold(PI("requires_payment_method", ",\"last_payment_error\":{\"code\":\"expired_card\"}"),
               &o));
    CHECK_TEXT(o.reason, "expired_card");
}

#define CHARGE(amounts, more) ",\"latest_charge\":{\"id\":\"ch_1\"," amounts more "}"
#define AMOUNTS(captured, refunded)                                                  \
    "\"amount\":3000,\"amount_captured\":" captured ",\"amount_refunded\":" refunded \
    ",\"balance_transaction\":null"

TEST(the_charge_of_a_hold_tells_deadline_and_fee)
{
    struct pay_object o;

    CHECK(hold(
        PI("requires_capture", CHARGE(AMOUNTS("0", "0"), ",\"payment_method_details\":{\"card\":"
                                                         "{\"capture_before\":1795330000}}")),
        &o));
    CHECK_TEXT(o.charge_ref, "ch_1");
    CHECK_I64(o.capture_before_at, INT64_C(1795330000000));
    CHECK_TEXT(o.balance_ref, "");
    CHECK(hold(PI("succeeded",
                  CHARGE("\"amount\":3000,\"amount_captured\":3000,\"amount_refunded\":200,",
                         "\"balance_transaction\":{\"id\":\"txn_1\",\"fee\":108,\"net\":2892}")),
               &o));
    CHECK_TEXT(o.balance_ref, "txn_1");
    CHECK_I64(o.fee_minor, 108);
    CHECK_I64(o.net_minor, 2892);
    CHECK_I64(o.refunded_minor, 200);
    CHECK_I64(o.capture_before_at, 0);
    CHECK(hold(PI("succeeded", ",\"latest_charge\":\"ch_1\""), &o));
    CHECK_TEXT(o.charge_ref, "ch_1");
}

TEST(what_was_never_taken_is_not_a_refund)
{
    struct pay_object o;

    CHECK(hold(PI("succeeded", CHARGE(AMOUNTS("2000", "1000"), "")), &o));
    CHECK_I64(o.refunded_minor, 0);
    CHECK(hold(PI("succeeded", CHARGE(AMOUNTS("2000", "1300"), "")), &o));
    CHECK_I64(o.refunded_minor, 300);
    CHECK(hold(PI("canceled", CHARGE(AMOUNTS("0", "3000"), "")), &o));
    CHECK_I64(o.refunded_minor, 0);
    CHECK(!hold(PI("succeeded", CHARGE("\"amount\":3000", "")), &o));
}

TEST(the_way_to_3d_secure_is_kept)
{
    struct pay_object o;

    CHECK(hold(PI("requires_action", ",\"next_action\":{\"type\":\"redirect_to_url\","
                                     "\"redirect_to_url\":{\"url\":\"https://x/3ds\"}}"),
               &o));
    CHECK_TEXT(o.action_url, "https://x/3ds");
}

TEST(a_hold_that_can_not_be_read_is_not_guessed_at)
{
    static const char *const bad[] = {
        "{}",
        "{\"object\":\"charge\",\"id\":\"ch_1\"}",
        PI("on_holiday", ""),
        PI("succeeded", ",\"amount\":\"3000\""),
        PI("succeeded", ",\"amount\":-1"),
        PI("succeeded", ",\"amount_received\":null"),
        PI("succeeded", ",\"currency\":\"yen!\""),
        PI("succeeded", ",\"id\":\"\""),
        PI("succeeded", ",\"latest_charge\":{}"),
        PI("succeeded", ",\"latest_charge\":7"),
        PI("succeeded", ",\"id\":\"pi_0123456789012345678901234567890123456789012345678901234567890"
                        "1234567890123456789\""),
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct pay_object o, none;

        memset(&none, 0, sizeof none);
        memset(&o, 1, sizeof o);
        if (hold(bad[i], &o)) {
            test_fail(__FILE__, __LINE__, "%s was read", bad[i]);
        }
        CHECK(memcmp(&o, &none, sizeof o) == 0);
    }
}

static bool event(const char *text, bool live, struct pay_event *out)
{
    json_t *o = json_loads(text, 0, NULL);
    bool ok = stripe_event(o, live, out);

    json_decref(o);
    return ok;
}

#define EVENT(mode, object)                                                           \
    "{\"object\":\"event\",\"id\":\"evt_1\",\"type\":\"x.y\",\"created\":1795330000," \
    "\"livemode\":" mode                                                              \
    ",\"request\":{\"idempotency_key\":\"op_1-1\"},\"data\":{\"object\":" object "}}"

TEST(an_event_names_what_to_fetch)
{
    struct pay_event e;

    CHECK(event(EVENT("false", "{\"object\":\"payment_intent\",\"id\":\"pi_1\"}"), false, &e));
    CHECK_I64(e.kind, PAY_KIND_HOLD);
    CHECK_TEXT(e.object_ref, "pi_1");
    CHECK_TEXT(e.key, "op_1-1");
    CHECK_I64(e.created_at, INT64_C(1795330000000));
    CHECK(
        event(EVENT("false", "{\"object\":\"charge\",\"id\":\"ch_1\",\"payment_intent\":\"pi_2\"}"),
              false, &e));
    CHECK_I64(e.kind, PAY_KIND_HOLD);
    CHECK_TEXT(e.object_ref, "pi_2");
    CHECK(event(EVENT("false", "{\"object\":\"checkout.session\",\"id\":\"cs_1\"}"), false, &e));
    CHECK_I64(e.kind, PAY_KIND_SETUP);
    CHECK(event(EVENT("false", "{\"object\":\"customer\",\"id\":\"cus_1\"}"), false, &e));
    CHECK_I64(e.kind, PAY_KIND_CUSTOMER);
    CHECK(event(EVENT("false", "{\"object\":\"payout\",\"id\":\"po_1\"}"), false, &e));
    CHECK_I64(e.kind, PAY_KIND_OTHER);
    CHECK_TEXT(e.object_ref, "");
}

TEST(an_event_of_the_other_mode_is_not_ours)
{
    struct pay_event e;

    CHECK(!event(EVENT("true", "{}"), false, &e));
    CHECK(!event(EVENT("false", "{}"), true, &e));
    CHECK(!event(EVENT("null", "{}"), false, &e));
    CHECK(event(EVENT("true", "{}"), true, &e));
}
