/* stripe_error_test.c - the table of payments.md section 3, row by row. */
#include "payments/stripe_error.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

struct row {
    enum pay_rc want;
    int http;
    const char *body;
};

#define ERROR(type, code) "{\"error\":{\"type\":\"" type "\",\"code\":\"" code "\"}}"
#define BAD(code)         ERROR("invalid_request_error", code)

static enum pay_rc judged(int curl, int http, const char *text, struct http_header *headers, int n,
                          struct pay_error *err)
{
    struct http_answer answer = {curl, http, {(const uint8_t *)text, strlen(text)}, headers, n};
    json_t *body = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    enum pay_rc rc;

    rc = stripe_classify(&answer, json_is_object(body) ? body : NULL, err);
    CHECK_I64(err->rc, rc);
    json_decref(body);
    return rc;
}

static void check_rows(const struct row *rows, size_t n)
{
    struct pay_error err;

    for (size_t i = 0; i < n; i++) {
        enum pay_rc got = judged(0, rows[i].http, rows[i].body, NULL, 0, &err);

        if (got != rows[i].want) {
            test_fail(__FILE__, __LINE__, "%d %s is %s, want %s", rows[i].http, rows[i].body,
                      pay_rc_text(got), pay_rc_text(rows[i].want));
        }
        CHECK_I64(err.http, rows[i].http);
    }
}
#define CHECK_ROWS(rows) check_rows(rows, sizeof(rows) / sizeof *(rows))

TEST(stripe_ok_is_a_2xx_with_complete_json)
{
    static const struct row rows[] = {
        {PAY_OK, 200, "{\"id\":\"pi_1\"}"},
        {PAY_OK, 201, "{}"},
        {PAY_UNKNOWN, 200, ""},
        {PAY_UNKNOWN, 200, "{\"id\":\"pi_"},
        {PAY_UNKNOWN, 200, "[]"},
        {PAY_UNKNOWN, 200, "<html>proxy</html>"},
    };

    CHECK_ROWS(rows);
}

TEST(stripe_declined_is_a_402_card_error)
{
    static const struct row rows[] = {
        {PAY_DECLINED, 402, ERROR("card_error", "card_declined")},
        {PAY_DECLINED, 402, ERROR("card_error", "expired_card")},
        {PAY_DECLINED, 402, ERROR("card_error", "a_code_of_next_year")},
    };
    struct pay_error err;

    CHECK_ROWS(rows);
    judged(0, 402,
           "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\",\"decline_code\":"
           "\"insufficient_funds\",\"message\":\"Your card has insufficient funds.\"}}",
           NULL, 0, &err);
    CHECK_TEXT(err.code, "card_declined");
    CHECK_TEXT(err.decline, "insufficient_funds");
    CHECK_TEXT(err.message, "Your card has insufficient funds.");
}

TEST(stripe_action_is_a_402_that_asks_for_the_person)
{
    static const struct row rows[] = {
        {PAY_ACTION, 402, ERROR("card_error", "authentication_required")},
        {PAY_ACTION, 402,
         "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\",\"decline_code\":"
         "\"authentication_required\"}}"},
    };

    CHECK_ROWS(rows);
}

TEST(stripe_state_says_get_the_object_unless_it_ran_out)
{
    static const struct row rows[] = {
        {PAY_STATE, 400, BAD("payment_intent_unexpected_state")},
        {PAY_STATE, 400, BAD("intent_invalid_state")},
        {PAY_STATE, 400, BAD("charge_already_captured")},
        {PAY_STATE, 400, BAD("charge_already_refunded")},
        {PAY_STATE, 400,
         "{\"error\":{\"type\":\"invalid_request_error\",\"code\":"
         "\"payment_intent_unexpected_state\",\"payment_intent\":{\"status\":\"canceled\","
         "\"cancellation_reason\":\"requested_by_customer\"}}}"},
        {PAY_EXPIRED, 400,
         "{\"error\":{\"type\":\"invalid_request_error\",\"code\":"
         "\"payment_intent_unexpected_state\",\"payment_intent\":{\"status\":\"canceled\","
         "\"cancellation_reason\":\"automatic\"}}}"},
        {PAY_EXPIRED, 400, BAD("charge_expired_for_capture")},
        {PAY_EXPIRED, 402, ERROR("card_error", "capture_charge_authorization_expired")},
    };

    CHECK_ROWS(rows);
}

TEST(stripe_funds_and_blocked_are_ours_to_mend)
{
    static const struct row rows[] = {
        {PAY_FUNDS, 400, BAD("balance_insufficient")},
        {PAY_BLOCKED, 400, BAD("capability_not_active")},
        {PAY_BLOCKED, 400, BAD("transfers_not_allowed")},
        {PAY_BLOCKED, 400, BAD("payouts_not_allowed")},
        {PAY_BLOCKED, 400, BAD("charge_disputed")},
        {PAY_BLOCKED, 400, BAD("refund_disputed_payment")},
    };

    CHECK_ROWS(rows);
}

TEST(stripe_rejected_is_every_other_400_and_404)
{
    static const struct row rows[] = {
        {PAY_REJECTED, 400, BAD("amount_too_small")},
        {PAY_REJECTED, 400, BAD("amount_too_large")},
        {PAY_REJECTED, 400, BAD("parameter_unknown")},
        {PAY_REJECTED, 400, BAD("parameter_missing")},
        {PAY_REJECTED, 404, BAD("resource_missing")},
        {PAY_REJECTED, 400, "{\"error\":{}}"},
        {PAY_REJECTED, 402, ERROR("invalid_request_error", "")},
    };
    struct pay_error err;

    CHECK_ROWS(rows);
    judged(0, 400, "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"No such x\"}}",
           NULL, 0, &err);
    CHECK_TEXT(err.message, ""); /* not for the person */
}

TEST(stripe_config_stops_the_worker)
{
    static const struct row rows[] = {
        {PAY_CONFIG, 401, BAD("")},
        {PAY_CONFIG, 401, ""},
        {PAY_CONFIG, 403, BAD("")},
        {PAY_CONFIG, 400, BAD("livemode_mismatch")},
        {PAY_CONFIG, 401, BAD("api_key_expired")},
    };
    struct pay_error err;

    CHECK_ROWS(rows);
    CHECK_I64(judged(60, 0, "", NULL, 0, &err), PAY_CONFIG);
    CHECK_I64(judged(77, 0, "", NULL, 0, &err), PAY_CONFIG);
}

TEST(stripe_keyclash_is_a_bug_for_a_person)
{
    static const struct row rows[] = {
        {PAY_KEYCLASH, 400, ERROR("idempotency_error", "")},
        {PAY_KEYCLASH, 400, "{\"error\":{\"type\":\"idempotency_error\"}}"},
    };

    CHECK_ROWS(rows);
}

TEST(stripe_later_did_nothing_and_is_tried_again)
{
    static const struct row rows[] = {
        {PAY_LATER, 429, ERROR("rate_limit_error", "rate_limit")},
        {PAY_LATER, 429, ERROR("invalid_request_error", "lock_timeout")},
        {PAY_LATER, 429, ""},
        {PAY_LATER, 409, ERROR("idempotency_error", "idempotency_key_in_use")},
        {PAY_LATER, 409, ERROR("invalid_request_error", "")},
    };
    static const int not_sent[] = {6, 7, 35};
    struct pay_error err;

    CHECK_ROWS(rows);
    for (size_t i = 0; i < sizeof not_sent / sizeof *not_sent; i++) {
        CHECK_I64(judged(not_sent[i], 0, "", NULL, 0, &err), PAY_LATER);
        CHECK_I64(err.curl, not_sent[i]);
    }
}

TEST(stripe_unknown_may_have_happened)
{
    static const struct row rows[] = {
        {PAY_UNKNOWN, 500, ERROR("api_error", "")},
        {PAY_UNKNOWN, 502, "<html>"},
        {PAY_UNKNOWN, 503, ""},
        {PAY_UNKNOWN, 599, "{}"},
        {PAY_UNKNOWN, 302, "{}"},
        {PAY_UNKNOWN, 400, "<html>not stripe</html>"},
        {PAY_UNKNOWN, 404, "{}"},
    };
    static const int curls[] = {28, 52, 55, 56, 18, 23, 8, 16, 92, 99};
    struct pay_error err;

    CHECK_ROWS(rows);
    for (size_t i = 0; i < sizeof curls / sizeof *curls; i++) {
        CHECK_I64(judged(curls[i], 200, "{\"id\":\"pi_1\"}", NULL, 0, &err), PAY_UNKNOWN);
        CHECK_I64(err.http, 0); /* never looked at before the CURLcode */
    }
}

TEST(stripe_should_retry_never_changes_what_happened)
{
    struct http_header yes[] = {{"stripe-should-retry", "true"}},
                       no[] = {{"Stripe-Should-Retry", "false"}};
    struct pay_error err;

    CHECK_I64(judged(0, 500, BAD(""), yes, 1, &err), PAY_UNKNOWN);
    CHECK_I64(err.should_retry, 1);
    CHECK_I64(judged(0, 500, BAD(""), no, 1, &err), PAY_UNKNOWN);
    CHECK_I64(err.should_retry, 0);
    CHECK_I64(judged(0, 429, "", no, 1, &err), PAY_LATER);
    CHECK_I64(judged(0, 500, BAD(""), NULL, 0, &err), PAY_UNKNOWN);
    CHECK_I64(err.should_retry, -1);
}

TEST(stripe_headers_tell_a_replay_the_request_and_when_to_come_back)
{
    struct http_header named[] = {{"Idempotent-Replayed", "true"}};
    struct http_header original[] = {{"request-id", "req_2"}, {"original-request", "req_1"}};
    struct http_header first[] = {{"Request-Id", "req_1"}, {"Original-Request", "req_1"}};
    struct http_header wait[] = {{"Retry-After", "7"}};
    struct http_header odd[] = {{"Retry-After", "Wed, 25 Nov 2026 07:45:00 GMT"}};
    struct http_header never[] = {{"Retry-After", "86401"}};
    struct pay_error err;

    judged(0, 500, BAD(""), named, 1, &err);
    CHECK(err.replayed);
    judged(0, 200, "{}", original, 2, &err);
    CHECK(err.replayed);
    CHECK_TEXT(err.request_id, "req_2");
    judged(0, 200, "{}", first, 2, &err);
    CHECK(!err.replayed);
    judged(0, 429, "", wait, 1, &err);
    CHECK_I64(err.retry_after_ms, 7000);
    judged(0, 429, "", odd, 1, &err);
    CHECK_I64(err.retry_after_ms, 0);
    judged(0, 429, "", never, 1, &err);
    CHECK_I64(err.retry_after_ms, 0);
}

TEST(a_long_message_is_cut_between_characters)
{
    char out[8];

    pay_text_copy(out, sizeof out, "カード");
    CHECK_TEXT(out, "カー");
    pay_text_copy(out, sizeof out, "1234567");
    CHECK_TEXT(out, "1234567");
    pay_text_copy(out, sizeof out, "12345678");
    CHECK_TEXT(out, "1234567");
    pay_text_copy(out, sizeof out, NULL);
    CHECK_TEXT(out, "");
}
