/* webhook_test.c - forged, stale, future and altered webhooks have no effect. */
#include "payments/webhook.h"

#include "app/base/clock.h"
#include "tests/payments/vectors.h"
#include "tests/test.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>

#define FUTURE "future timestamp (SDK accepts; we should reject > tolerance)"

static struct slice base64(struct arena *a, const char *text)
{
    size_t len = strlen(text), pad = 0;
    uint8_t *out = arena_alloc(a, len);
    int n = EVP_DecodeBlock(out, (const unsigned char *)text, (int)len);

    while (pad < len && text[len - 1 - pad] == '=') {
        pad++;
    }
    CHECK(n >= (int)pad);
    return (struct slice){out, (size_t)n - pad};
}

static void check_case(struct arena *a, json_t *c)
{
    const char *name = json_string_value(json_object_get(c, "name"));
    struct slice raw = base64(a, json_string_value(json_object_get(c, "payload_b64")));
    json_t *secret, *secrets = json_object_get(c, "secrets");
    int64_t now = json_integer_value(json_object_get(c, "now")) * SECOND_MS;
    bool want = json_is_true(json_object_get(c, "sdk_accepts"));
    struct webhook_secrets w = {{NULL}, 0, 0};
    enum status s;
    size_t i;

    json_array_foreach (secrets, i, secret) {
        w.rows[w.n++] = json_string_value(secret);
    }
    w.tolerance_s = (int)json_integer_value(json_object_get(c, "tolerance"));
    if (w.tolerance_s == 0) {
        CHECK_STATUS(webhook_secrets_check(&w), E_INVALID);
        want = false;
    } else if (strcmp(name, FUTURE) == 0) {
        CHECK(want);
        want = false;
    }
    s = webhook_verify(&w, a, json_string_value(json_object_get(c, "header")), raw, now);
    if ((s == OK) != want) {
        test_fail(__FILE__, __LINE__, "\"%s\" gives status %d", name, (int)s);
    }
}

TEST(webhook_signatures_are_judged_as_the_official_sdk_does_but_for_two)
{
    struct arena *a = arena_open(ARENA_JOB_BYTES_MAX);
    json_t *root, *c, *cases = vectors_load("webhook-signatures.json", 24, &root);
    size_t i;

    json_array_foreach (cases, i, c) {
        check_case(a, c);
    }
    json_decref(root);
    arena_close(a);
}

static const char body_text[] = "{\n  \"id\": \"evt_1\"\n}";
static const struct slice body = {(const uint8_t *)body_text, sizeof body_text - 1};
static const struct webhook_secrets ours = {{"whsec_a"}, 1, 300};

static enum status judged(const char *header, int64_t now)
{
    struct arena *a = arena_open(ARENA_REQUEST_BYTES_MAX);
    enum status s = webhook_verify(&ours, a, header, body, now);

    arena_close(a);
    return s;
}

TEST(a_webhook_counts_up_to_300_seconds_before_and_after_to_the_second)
{
    const int64_t at = INT64_C(1795330000000);
    struct arena *a = arena_open(ARENA_REQUEST_BYTES_MAX);
    char header[WEBHOOK_SIGNATURE_BYTES];

    CHECK_STATUS(webhook_sign("whsec_a", a, body, at, header), OK);
    CHECK_STATUS(judged(header, at), OK);
    CHECK_STATUS(judged(header, at + 300 * SECOND_MS), OK);
    CHECK_STATUS(judged(header, at + 301 * SECOND_MS), E_TIMEOUT);
    CHECK_STATUS(judged(header, at - 300 * SECOND_MS), OK);
    CHECK_STATUS(judged(header, at - 301 * SECOND_MS), E_TIMEOUT);
    arena_close(a);
}

TEST(a_webhook_without_a_signature_of_ours_is_nobodys)
{
    const int64_t at = INT64_C(1795330000000);
    struct arena *a = arena_open(ARENA_REQUEST_BYTES_MAX);
    char header[WEBHOOK_SIGNATURE_BYTES], longer[2048];

    CHECK_STATUS(judged(NULL, at), E_UNAUTHORISED);
    CHECK_STATUS(judged("", at), E_UNAUTHORISED);
    CHECK_STATUS(judged("t=1795330000", at), E_UNAUTHORISED);
    CHECK_STATUS(judged("t=99999999999999999999,v1=00", at), E_UNAUTHORISED);
    CHECK_STATUS(webhook_sign("whsec_b", a, body, at, header), OK);
    CHECK_STATUS(judged(header, at), E_UNAUTHORISED);
    CHECK_STATUS(webhook_sign("whsec_a", a, body, at, header), OK);
    snprintf(longer, sizeof longer, "%s,x=%01500d", header, 0);
    CHECK_STATUS(judged(longer, at), E_UNAUTHORISED);
    arena_close(a);
}

TEST(webhook_configuration_without_secret_or_age_check_is_refused)
{
    struct webhook_secrets w = ours;

    CHECK_STATUS(webhook_secrets_check(&w), OK);
    w.tolerance_s = 0;
    CHECK_STATUS(webhook_secrets_check(&w), E_INVALID);
    w.tolerance_s = WEBHOOK_TOLERANCE_S + 1;
    CHECK_STATUS(webhook_secrets_check(&w), E_INVALID);
    w = ours;
    w.rows[0] = "";
    CHECK_STATUS(webhook_secrets_check(&w), E_INVALID);
    w.n = 0;
    CHECK_STATUS(webhook_secrets_check(&w), E_INVALID);
}
