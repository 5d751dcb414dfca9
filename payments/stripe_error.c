/* stripe_error.c - see stripe_error.h. */
#include "payments/stripe_error.h"

#include "app/base/clock.h"
#include "app/base/text.h"

#include <string.h>

#define RETRY_AFTER_S_MAX 86400 /* more is not advice but a broken clock */

struct code_row {
    const char *code;
    enum pay_rc rc;
};

/* Codes that mean more than their HTTP status does. */
static const struct code_row by_code[] = {
    {"payment_intent_unexpected_state", PAY_STATE},
    {"intent_invalid_state", PAY_STATE},
    {"charge_already_captured", PAY_STATE},
    {"charge_already_refunded", PAY_STATE},
    {"charge_expired_for_capture", PAY_EXPIRED},
    {"capture_charge_authorization_expired", PAY_EXPIRED},
    {"balance_insufficient", PAY_FUNDS},
    {"capability_not_active", PAY_BLOCKED},
    {"transfers_not_allowed", PAY_BLOCKED},
    {"payouts_not_allowed", PAY_BLOCKED},
    {"charge_disputed", PAY_BLOCKED},
    {"refund_disputed_payment", PAY_BLOCKED},
    {"livemode_mismatch", PAY_CONFIG},
    {"api_key_expired", PAY_CONFIG},
    {"lock_timeout", PAY_LATER},
    {"idempotency_key_in_use", PAY_LATER},
    {"authentication_required", PAY_ACTION},
};

void pay_text_copy(char *out, size_t out_bytes, const char *text)
{
    size_t n = text != NULL ? strlen(text) : 0;

    if (n >= out_bytes) {
        n = out_bytes - 1;
        while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80) {
            n--; /* the next byte continues a character: leave that character out */
        }
    }
    memcpy(out, text != NULL ? text : "", n);
    out[n] = '\0';
}

static const char *text_of(json_t *error, const char *key)
{
    const char *text = json_string_value(json_object_get(error, key));

    return text != NULL ? text : "";
}

static bool ran_out(json_t *error)
{
    json_t *pi = json_object_get(error, "payment_intent");

    return strcmp(text_of(pi, "status"), "canceled") == 0 &&
           strcmp(text_of(pi, "cancellation_reason"), "automatic") == 0;
}

/* A 4xx with Stripe's own error object in it. */
static enum pay_rc refused(int http, json_t *error)
{
    const char *code = text_of(error, "code"), *type = text_of(error, "type");

    for (size_t i = 0; i < sizeof by_code / sizeof *by_code; i++) {
        if (strcmp(code, by_code[i].code) == 0) {
            return by_code[i].rc == PAY_STATE && ran_out(error) ? PAY_EXPIRED : by_code[i].rc;
        }
    }
    if (strcmp(type, "idempotency_error") == 0) {
        return PAY_KEYCLASH;
    }
    if (strcmp(text_of(error, "decline_code"), "authentication_required") == 0) {
        return PAY_ACTION;
    }
    return http == 402 && strcmp(type, "card_error") == 0 ? PAY_DECLINED : PAY_REJECTED;
}

static enum pay_rc answered(const struct http_answer *answer, json_t *body)
{
    json_t *error = json_object_get(body, "error");
    int http = answer->http;

    if (http >= 200 && http < 300) {
        return body != NULL ? PAY_OK : PAY_UNKNOWN;
    }
    if (http == 401 || http == 403) {
        return PAY_CONFIG;
    }
    if (http == 409 || http == 429) {
        return PAY_LATER; /* older versions typed the 409 invalid_request_error: go by the status */
    }
    /* A 3xx, a 5xx, or a 4xx that is not Stripe's: something in between, or Stripe in trouble. */
    return http >= 400 && http < 500 && json_is_object(error) ? refused(http, error) : PAY_UNKNOWN;
}

static void read_headers(const struct http_answer *answer, struct pay_error *err)
{
    const char *request = http_answer_header(answer, "Request-Id");
    const char *original = http_answer_header(answer, "Original-Request");
    const char *replayed = http_answer_header(answer, "Idempotent-Replayed");
    const char *retry = http_answer_header(answer, "Stripe-Should-Retry");
    const char *after = http_answer_header(answer, "Retry-After");
    int64_t seconds;

    pay_text_copy(err->request_id, sizeof err->request_id, request);
    err->replayed = (replayed != NULL && strcmp(replayed, "true") == 0) ||
                    (original != NULL && request != NULL && strcmp(original, request) != 0);
    if (retry != NULL) {
        err->should_retry = strcmp(retry, "true") == 0 ? 1 : 0;
    }
    if (after != NULL && int64_parse(after, &seconds) == OK && seconds > 0 &&
        seconds <= RETRY_AFTER_S_MAX) {
        err->retry_after_ms = seconds * SECOND_MS;
    }
}

enum pay_rc stripe_classify(const struct http_answer *answer, json_t *body, struct pay_error *err)
{
    json_t *error = json_object_get(body, "error");

    memset(err, 0, sizeof *err);
    err->should_retry = -1;
    err->curl = answer->curl;
    switch (http_fate(answer->curl)) {
    case HTTP_NOT_SENT:
        return err->rc = PAY_LATER;
    case HTTP_UNTRUSTED:
        return err->rc = PAY_CONFIG;
    case HTTP_UNKNOWN:
        return err->rc = PAY_UNKNOWN;
    case HTTP_ANSWERED:
        break;
    }
    err->http = answer->http;
    read_headers(answer, err);
    pay_text_copy(err->code, sizeof err->code, text_of(error, "code"));
    pay_text_copy(err->decline, sizeof err->decline, text_of(error, "decline_code"));
    if (strcmp(text_of(error, "type"), "card_error") == 0) {
        pay_text_copy(err->message, sizeof err->message, text_of(error, "message"));
    }
    return err->rc = answered(answer, body);
}
