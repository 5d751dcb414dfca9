/* bank.c - see bank.h. */
#include "tests/payments/bank.h"

#include "payments/stripe.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATIENCE_MS 20000 /* less where a test says so */

static void start(struct bank *b)
{
    struct sandbox_options o = {.listen = b->listen,
                                .db_url = b->db_url,
                                .secret_key = BANK_KEY,
                                .hook_url = b->hook_url,
                                .hook_secret = BANK_SECRET,
                                .clock = &b->clock,
                                .hook_retry_ms = 100};
    const char *why;

    if (sandbox_start(&b->sandbox, &o, &why) != OK) {
        test_fail(__FILE__, __LINE__, "%s", why);
    }
    snprintf(b->listen, sizeof b->listen, "%s", sandbox_url(b->sandbox) + strlen("http://"));
}

static void stop(void *arg)
{
    struct bank *b = arg;

    if (b->pay.close != NULL) {
        b->pay.close(b->pay.self);
    }
    client_close(b->client);
    sandbox_stop(b->sandbox);
    free(b);
}

void bank_patience(struct bank *b, int total_ms)
{
    struct stripe_options o = {.base_url = sandbox_url(b->sandbox),
                               .secret_key = BANK_KEY,
                               .hooks = {{BANK_SECRET}, 1, 300},
                               .connect_ms = PATIENCE_MS,
                               .total_ms = total_ms};

    if (b->pay.close != NULL) {
        b->pay.close(b->pay.self);
    }
    CHECK_STATUS(stripe_open(&b->pay, &o), OK);
}

struct bank *bank_open_hooked(const char *hook_url)
{
    struct bank *b = calloc(1, sizeof *b);
    const char *folder = test_folder();

    CHECK(b != NULL);
    test_cleanup(stop, b);
    b->folder = folder;
    b->hook_url = hook_url;
    snprintf(b->listen, sizeof b->listen, "127.0.0.1:0");
    snprintf(b->db_url, sizeof b->db_url, "sqlite:%s/sandbox.db", b->folder);
    start(b);
    b->client = client_open(sandbox_url(b->sandbox));
    CHECK(b->client != NULL);
    client_bearer(b->client, BANK_KEY);
    bank_patience(b, PATIENCE_MS);
    return b;
}

struct bank *bank_open(void)
{
    return bank_open_hooked(NULL);
}

void bank_restart(struct bank *b)
{
    sandbox_stop(b->sandbox);
    b->sandbox = NULL;
    start(b);
}

const char *bank_keep(const char *text)
{
    char *copy;

    CHECK(text != NULL);
    copy = strdup(text);
    CHECK(copy != NULL);
    test_cleanup(free, copy);
    return copy;
}

void bank_knob(struct bank *b, const char *method, const char *path, const char *json)
{
    char *body = strdup(json != NULL ? json : "");
    int http;

    CHECK(body != NULL);
    for (char *p = body; *p != '\0'; p++) {
        *p = *p == '\'' ? '"' : *p;
    }
    http = client_send(b->client, method, path, json != NULL ? "application/json" : NULL,
                       json != NULL ? body : NULL, strlen(body));
    free(body);
    if (http != 200 && http != 204) {
        test_fail(__FILE__, __LINE__, "%s %s is %d: %s", method, path, http, b->client->text);
    }
}

void bank_fault(struct bank *b, const char *json)
{
    bank_knob(b, "POST", "/_sandbox/faults", json);
}

void bank_advance(struct bank *b, int64_t seconds)
{
    char body[64];

    snprintf(body, sizeof body, "{'advance':%lld}", (long long)seconds);
    bank_knob(b, "POST", "/_sandbox/clock", body);
}

int bank_post(struct bank *b, const char *path, const char *form)
{
    client_no_key(b->client);
    return client_send(b->client, "POST", path, "application/x-www-form-urlencoded", form,
                       strlen(form));
}

int bank_post_key(struct bank *b, const char *key, const char *path, const char *form)
{
    client_key(b->client, key);
    return client_send(b->client, "POST", path, "application/x-www-form-urlencoded", form,
                       strlen(form));
}

int64_t bank_count(struct bank *b, const char *list)
{
    CHECK_I64(client_get(b->client, list), 200);
    CHECK(!client_true(b->client, "has_more"));
    return (int64_t)json_array_size(client_at(b->client, "data"));
}

int64_t bank_seen(struct bank *b, const char *key)
{
    json_t *item;
    int64_t n = 0;
    size_t i;

    CHECK_I64(client_get(b->client, "/_sandbox/requests"), 200);
    json_array_foreach (client_at(b->client, "items"), i, item) {
        const char *with = json_string_value(json_object_get(item, "key"));

        n += with != NULL && strcmp(with, key) == 0 ? 1 : 0;
    }
    return n;
}

const char *bank_customer(struct bank *b)
{
    CHECK_I64(bank_post(b, "/v1/customers", "email=hanako%40example.jp&metadata[user_id]=mb_1"),
              200);
    return bank_keep(client_text(b->client, "id"));
}

const char *bank_card(struct bank *b, const char *customer, const char *test_card)
{
    char path[160], form[160];

    snprintf(path, sizeof path, "/v1/payment_methods/%s/attach", test_card);
    snprintf(form, sizeof form, "customer=%s", customer);
    CHECK_I64(bank_post(b, path, form), 200);
    return bank_keep(client_text(b->client, "id"));
}

/* The context of a first attempt; the key lives as long as the call. */
#define FIRST(op)                                                                                \
    char key[PAY_KEY_BYTES];                                                                     \
    struct pay_ctx x = {.op_id = (op), .key = key, .payment_id = "pay_1", .booking_id = "bk_1"}; \
    CHECK_STATUS(pay_key((op), 1, key), OK)

enum pay_rc bank_hold(struct bank *b, const char *op, const char *customer, int64_t yen)
{
    struct pay_hold ask = {customer, yen, "JPY", "bk_1", "保育 1時間"};
    FIRST(op);

    return b->pay.hold_create(b->pay.self, &x, &ask, &b->made, &b->err);
}

enum pay_rc bank_confirm(struct bank *b, const char *op, const char *hold, const char *card,
                         const char *return_url)
{
    struct pay_confirm ask = {hold, card, return_url == NULL, return_url};
    FIRST(op);

    return b->pay.hold_confirm(b->pay.self, &x, &ask, &b->made, &b->err);
}

enum pay_rc bank_capture(struct bank *b, const char *op, const char *hold, int64_t yen)
{
    FIRST(op);

    return b->pay.capture(b->pay.self, &x, hold, yen, &b->made, &b->err);
}

enum pay_rc bank_cancel(struct bank *b, const char *op, const char *hold)
{
    FIRST(op);

    return b->pay.cancel(b->pay.self, &x, hold, &b->made, &b->err);
}

enum pay_rc bank_get(struct bank *b, const char *hold)
{
    return b->pay.get(b->pay.self, hold, &b->made, &b->err);
}

const char *bank_held(struct bank *b, const char *op, const char *test_card, int64_t yen)
{
    const char *customer = bank_customer(b);
    const char *card = bank_card(b, customer, test_card);
    const char *hold;
    char confirm_op[80];

    CHECK_I64(bank_hold(b, op, customer, yen), PAY_OK);
    hold = bank_keep(b->made.ref);
    snprintf(confirm_op, sizeof confirm_op, "%s_confirm", op);
    CHECK_I64(bank_confirm(b, confirm_op, hold, card, NULL), PAY_OK);
    CHECK_I64(b->made.state, PST_HELD);
    return hold;
}
