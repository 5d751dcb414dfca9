/* stripe_setup_test.c - the adapter's customers and saved cards, what is found again by its op, and
 * what is left when memory runs out. */
#include "tests/payments/bank.h"
#include "tests/test.h"

#include "app/base/mem.h"
#include "payments/stripe.h"

#include <stdio.h>
#include <string.h>

TEST(a_member_keeps_one_customer)
{
    struct bank *b = bank_open();
    struct pay_ctx first = {.op_id = "op_1", .key = "op_1-1"},
                   later = {.op_id = "op_2", .key = "op_2-1"};
    struct pay_object made, again;

    CHECK_I64(b->pay.customer_upsert(b->pay.self, &first, "mb_1", "h@example.jp", &made, &b->err),
              PAY_OK);
    CHECK(strncmp(made.ref, "cus_", 4) == 0);
    CHECK_I64(b->pay.customer_upsert(b->pay.self, &later, "mb_1", "h@example.jp", &again, &b->err),
              PAY_OK);
    CHECK_TEXT(again.ref, made.ref);
    CHECK_I64(b->pay.customer_upsert(b->pay.self, &later, "mb_2", "h@example.jp", &again, &b->err),
              PAY_OK);
    CHECK(strcmp(again.ref, made.ref) != 0);
    CHECK_I64(bank_count(b, "/v1/customers"), 2);
}

static enum pay_rc begin_setup(struct bank *b, const char *op, const char *customer)
{
    struct pay_setup ask = {customer, "https://otagai.example/ok?s={CHECKOUT_SESSION_ID}",
                            "https://otagai.example/ng", "ja"};
    char key[PAY_KEY_BYTES];
    struct pay_ctx x = {.op_id = op, .key = key};

    CHECK_STATUS(pay_key(op, 1, key), OK);
    return b->pay.setup_begin(b->pay.self, &x, &ask, &b->made, &b->err);
}

TEST(a_card_is_saved_on_the_hosted_page_and_only_four_digits_come_back)
{
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);
    const char *session;
    struct pay_card card;
    char path[160];

    CHECK_I64(begin_setup(b, "op_1", customer), PAY_OK);
    session = bank_keep(b->made.ref);
    CHECK(strstr(b->made.action_url, session) != NULL);
    CHECK_I64(b->pay.setup_result(b->pay.self, session, &card, &b->err), PAY_ACTION);
    CHECK_TEXT(card.ref, "");

    snprintf(path, sizeof path, "/_sandbox/checkout/%s", session);
    bank_knob(b, "POST", path, "{'card':'pm_card_jcb'}");
    CHECK_I64(b->pay.setup_result(b->pay.self, session, &card, &b->err), PAY_OK);
    CHECK_TEXT(card.customer_ref, customer);
    CHECK_TEXT(card.brand, "jcb");
    CHECK_TEXT(card.last4, "0505");
    CHECK_I64(card.exp_month, 8);
    CHECK_I64(card.exp_year, 2034);

    CHECK_I64(bank_hold(b, "op_2", customer, 3000), PAY_OK);
    CHECK_I64(bank_confirm(b, "op_3", bank_keep(b->made.ref), card.ref, NULL), PAY_OK);
    CHECK_I64(b->made.state, PST_HELD);
}

TEST(a_card_proven_when_it_was_saved_is_held_without_the_person)
{
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);
    const char *session, *setup;
    struct pay_card card;
    char path[160];

    CHECK_I64(begin_setup(b, "op_1", customer), PAY_OK);
    session = bank_keep(b->made.ref);
    snprintf(path, sizeof path, "/_sandbox/checkout/%s", session);
    bank_knob(b, "POST", path, "{'card':'pm_card_authenticationRequiredOnSetup'}");
    CHECK_I64(b->pay.setup_result(b->pay.self, session, &card, &b->err), PAY_ACTION);

    snprintf(path, sizeof path, "/v1/checkout/sessions/%s", session);
    CHECK_I64(client_get(b->client, path), 200);
    setup = bank_keep(client_text(b->client, "setup_intent"));
    snprintf(path, sizeof path, "/_sandbox/3ds/%s", setup);
    bank_knob(b, "POST", path, "{'result':'approve'}");
    CHECK_I64(b->pay.setup_result(b->pay.self, session, &card, &b->err), PAY_OK);
    CHECK_I64(bank_hold(b, "op_2", customer, 3000), PAY_OK);
    CHECK_I64(bank_confirm(b, "op_3", bank_keep(b->made.ref), card.ref, NULL), PAY_OK);
}

TEST(a_set_up_page_closes_after_a_day)
{
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);
    struct pay_card card;

    CHECK_I64(begin_setup(b, "op_1", customer), PAY_OK);
    bank_advance(b, 86400 - 60);
    CHECK_I64(b->pay.setup_result(b->pay.self, b->made.ref, &card, &b->err), PAY_ACTION);
    bank_advance(b, 61);
    CHECK_I64(b->pay.setup_result(b->pay.self, b->made.ref, &card, &b->err), PAY_EXPIRED);
}

TEST(what_an_op_made_is_found_without_its_key)
{
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);
    struct pay_object found;

    CHECK_I64(b->pay.find(b->pay.self, PAY_KIND_HOLD, customer, "op_77", &found, &b->err), PAY_OK);
    CHECK_TEXT(found.ref, "");
    for (int i = 0; i < 120; i++) { /* more than one page */
        char op[16];

        snprintf(op, sizeof op, "op_%d", i);
        CHECK_I64(bank_hold(b, op, customer, 100 + i), PAY_OK);
    }
    CHECK_I64(b->pay.find(b->pay.self, PAY_KIND_HOLD, customer, "op_3", &found, &b->err), PAY_OK);
    CHECK_I64(found.amount_minor, 103);
    CHECK_TEXT(found.op_id, "op_3");
    CHECK_I64(b->pay.find(b->pay.self, PAY_KIND_HOLD, customer, "op_119", &found, &b->err), PAY_OK);
    CHECK_I64(found.amount_minor, 219);
    CHECK_I64(b->pay.find(b->pay.self, PAY_KIND_HOLD, customer, "op_120", &found, &b->err), PAY_OK);
    CHECK_TEXT(found.ref, "");

    CHECK_I64(begin_setup(b, "op_s", customer), PAY_OK);
    CHECK_I64(b->pay.find(b->pay.self, PAY_KIND_SETUP, customer, "op_s", &found, &b->err), PAY_OK);
    CHECK_TEXT(found.ref, b->made.ref);
    CHECK_TEXT(found.action_url, b->made.action_url);
}

TEST(a_customer_is_found_by_the_op_that_made_it)
{
    struct bank *b = bank_open();
    struct pay_ctx x = {.op_id = "op_1", .key = "op_1-1"};
    struct pay_object made, found;

    CHECK_I64(b->pay.customer_upsert(b->pay.self, &x, "mb_1", "h@example.jp", &made, &b->err),
              PAY_OK);
    CHECK_I64(b->pay.find(b->pay.self, PAY_KIND_CUSTOMER, "h@example.jp", "op_1", &found, &b->err),
              PAY_OK);
    CHECK_TEXT(found.ref, made.ref);
    CHECK_I64(b->pay.find(b->pay.self, PAY_KIND_CUSTOMER, "h@example.jp", "op_2", &found, &b->err),
              PAY_OK);
    CHECK_TEXT(found.ref, "");
}

/* The n-th allocation of ours fails, n = 1, 2, 3 ... until none does. */
TEST(an_adapter_without_memory_is_none_and_leaves_nothing_behind)
{
    struct stripe_options o = {.base_url = STRIPE_BASE_URL, .secret_key = "sk_test_x"};
    int n;

    for (n = 1;; n++) {
        struct pay_provider p;
        enum status s;

        mem_fail_after(n);
        s = stripe_open(&p, &o);
        if (!mem_failed()) {
            mem_fail_after(0);
            CHECK_STATUS(s, OK);
            p.close(p.self);
            break;
        }
        CHECK_STATUS(s, E_BUSY);
        CHECK(p.close == NULL);
    }
    CHECK(n > 2);
}

TEST(a_call_without_memory_never_says_it_was_done_when_it_was_not)
{
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);
    char op[32], key[40];
    int n, done = 0;

    for (n = 1;; n++) {
        enum pay_rc rc;
        bool failed;

        snprintf(op, sizeof op, "op_%d", n);
        bank_patience(b, 20000); /* an adapter that has not grown yet */
        mem_fail_after(n);
        rc = bank_hold(b, op, customer, 1000);
        failed = mem_failed();
        mem_fail_after(0);
        if (!failed) {
            CHECK_I64(rc, PAY_OK);
            done++;
            break;
        }
        CHECK(rc == PAY_LATER || rc == PAY_UNKNOWN || rc == PAY_OK);
        done += rc == PAY_OK ? 1 : 0;
        snprintf(key, sizeof key, "%s-1", op);
        CHECK(rc != PAY_LATER || bank_seen(b, key) == 0);
    }
    CHECK(bank_count(b, "/v1/payment_intents") >= done);
}
