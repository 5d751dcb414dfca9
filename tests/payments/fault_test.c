/* fault_test.c - every operation of the adapter under every failure of the wire (payments.md 8,
 * rows 1 to 9): what is reported, what repeating the same key does, and that it happens once. */
#include "app/base/clock.h"
#include "tests/payments/bank.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum what { CUSTOMER, SETUP, HOLD, CONFIRM, CAPTURE, CANCEL, WHAT_COUNT };

/* An operation ready to be called, any number of times, by attempt. */
struct trial {
    struct bank *b;
    enum what what;
    const char *customer, *card, *hold;
    struct pay_object out;
};

static const char *const paths[WHAT_COUNT] = {
    "/v1/customers",
    "/v1/checkout/sessions",
    "/v1/payment_intents",
    "/v1/payment_intents/*/confirm",
    "/v1/payment_intents/*/capture",
    "/v1/payment_intents/*/cancel",
};

/* What the operation makes one of. */
static const char *const effects[WHAT_COUNT] = {
    "/v1/customers?email=op%40example.jp",
    "/v1/checkout/sessions",
    "/v1/payment_intents",
    "/v1/charges",
    "/v1/balance_transactions",
    "/v1/events?type=payment_intent.canceled",
};

static void prepare(struct trial *t, enum what what)
{
    *t = (struct trial){.b = bank_open(), .what = what};
    t->customer = bank_customer(t->b);
    t->card = bank_card(t->b, t->customer, "pm_card_visa");
    if (what >= CONFIRM) {
        CHECK_I64(bank_hold(t->b, "op_before", t->customer, 3000), PAY_OK);
        t->hold = bank_keep(t->b->made.ref);
    }
    if (what >= CAPTURE) {
        CHECK_I64(bank_confirm(t->b, "op_before_2", t->hold, t->card, NULL), PAY_OK);
    }
}

static enum pay_rc call(struct trial *t, int attempt)
{
    const struct pay_provider *p = &t->b->pay;
    struct pay_error *err = &t->b->err;
    char key[PAY_KEY_BYTES];
    struct pay_ctx x = {.op_id = "op_x", .key = key};
    struct pay_setup setup = {t->customer, "https://otagai.example/ok", "https://otagai.example/ng",
                              "ja"};
    struct pay_hold hold = {t->customer, 3000, "JPY", NULL, NULL};
    struct pay_confirm confirm = {t->hold, t->card, true, NULL};

    CHECK_STATUS(pay_key("op_x", attempt, key), OK);
    switch (t->what) {
    case CUSTOMER:
        return p->customer_upsert(p->self, &x, "mb_op", "op@example.jp", &t->out, err);
    case SETUP:
        return p->setup_begin(p->self, &x, &setup, &t->out, err);
    case HOLD:
        return p->hold_create(p->self, &x, &hold, &t->out, err);
    case CONFIRM:
        return p->hold_confirm(p->self, &x, &confirm, &t->out, err);
    case CAPTURE:
        return p->capture(p->self, &x, t->hold, 3000, &t->out, err);
    case CANCEL:
        return p->cancel(p->self, &x, t->hold, &t->out, err);
    case WHAT_COUNT:
        break;
    }
    return PAY_RC_COUNT;
}

static void fault(struct trial *t, int count, const char *rest)
{
    char json[320];

    snprintf(json, sizeof json, "{'method':'POST','path':'%s','count':%d,%s}", paths[t->what],
             count, rest);
    bank_fault(t->b, json);
}

static void clear(struct trial *t)
{
    bank_knob(t->b, "DELETE", "/_sandbox/faults", NULL);
}

static void check_rc(struct trial *t, enum pay_rc got, enum pay_rc want)
{
    if (got != want) {
        test_fail(__FILE__, __LINE__, "%s is %s (%s, http %d, curl %d), want %s", paths[t->what],
                  pay_rc_text(got), t->b->err.code, t->b->err.http, t->b->err.curl,
                  pay_rc_text(want));
    }
}

static void check_effects(struct trial *t, int64_t want)
{
    int64_t got = bank_count(t->b, effects[t->what]);

    if (got != want) {
        test_fail(__FILE__, __LINE__, "%s: %lld of them, want %lld", effects[t->what],
                  (long long)got, (long long)want);
    }
}

/* The customer is looked for before it is made, so that a repetition finds it without the key. */
static void check_replayed(struct trial *t)
{
    CHECK(t->b->err.replayed || t->what == CUSTOMER);
}

/* A reused connection makes libcurl send again by itself: two faults stop that, too. */
TEST(dropped_before_is_unknown_and_the_same_key_does_it_once)
{
    for (enum what w = CUSTOMER; w < WHAT_COUNT; w++) {
        struct trial t;

        prepare(&t, w);
        fault(&t, 2, "'mode':'drop_before'");
        check_rc(&t, call(&t, 1), PAY_UNKNOWN);
        CHECK_TEXT(t.out.ref, "");
        check_effects(&t, 0);
        clear(&t);
        check_rc(&t, call(&t, 1), PAY_OK);
        CHECK(!t.b->err.replayed);
        check_effects(&t, 1);
    }
}

TEST(dropped_after_is_unknown_and_the_same_key_is_answered_again)
{
    for (enum what w = CUSTOMER; w < WHAT_COUNT; w++) {
        struct trial t;

        prepare(&t, w);
        fault(&t, 2, "'mode':'drop_after'");
        check_rc(&t, call(&t, 1), PAY_UNKNOWN);
        clear(&t);
        check_rc(&t, call(&t, 1), PAY_OK);
        check_replayed(&t);
        check_effects(&t, 1);
    }
}

TEST(a_truncated_200_is_unknown_and_the_same_key_is_answered_again)
{
    for (enum what w = CUSTOMER; w < WHAT_COUNT; w++) {
        struct trial t;

        prepare(&t, w);
        fault(&t, 1, "'mode':'truncate'");
        check_rc(&t, call(&t, 1), PAY_UNKNOWN);
        CHECK_I64(t.b->err.curl, 18);
        CHECK_I64(t.b->err.http, 0);
        check_rc(&t, call(&t, 1), PAY_OK);
        check_replayed(&t);
        check_effects(&t, 1);
    }
}

TEST(a_500_that_did_nothing_and_is_not_remembered_runs_with_the_same_key)
{
    for (enum what w = CUSTOMER; w < WHAT_COUNT; w++) {
        struct trial t;

        prepare(&t, w);
        fault(&t, 1, "'mode':'status','status':500,'headers':{'Stripe-Should-Retry':'false'}");
        check_rc(&t, call(&t, 1), PAY_UNKNOWN);
        CHECK_I64(t.b->err.http, 500);
        CHECK_I64(t.b->err.should_retry, 0);
        CHECK(!t.b->err.replayed);
        check_effects(&t, 0);
        check_rc(&t, call(&t, 1), PAY_OK);
        check_effects(&t, 1);
    }
}

TEST(a_500_that_did_it_and_is_remembered_says_500_for_ever_and_looking_finds_it)
{
    for (enum what w = SETUP; w < WHAT_COUNT; w++) {
        struct trial t;

        prepare(&t, w);
        fault(&t, 1, "'mode':'status','status':500,'after':true,'store':true");
        check_rc(&t, call(&t, 1), PAY_UNKNOWN);
        check_rc(&t, call(&t, 1), PAY_UNKNOWN);
        CHECK(t.b->err.replayed);
        check_rc(&t, call(&t, 1), PAY_UNKNOWN);
        check_effects(&t, 1);
        if (w == HOLD || w == SETUP) {
            const struct pay_provider *p = &t.b->pay;
            struct pay_object found;

            CHECK_I64(p->find(p->self, w == HOLD ? PAY_KIND_HOLD : PAY_KIND_SETUP, t.customer,
                              "op_x", &found, &t.b->err),
                      PAY_OK);
            CHECK_TEXT(found.op_id, "op_x");
        } else {
            CHECK_I64(bank_get(t.b, t.hold), PAY_OK);
            CHECK_I64(t.b->made.state, w == CONFIRM   ? PST_HELD
                                       : w == CAPTURE ? PST_CAPTURED
                                                      : PST_CANCELED);
        }
    }
}

TEST(a_500_that_did_nothing_and_is_remembered_wants_a_new_attempt)
{
    for (enum what w = CUSTOMER; w < WHAT_COUNT; w++) {
        struct trial t;

        prepare(&t, w);
        fault(&t, 1, "'mode':'status','status':500,'after':false,'store':true");
        check_rc(&t, call(&t, 1), PAY_UNKNOWN);
        CHECK(!t.b->err.replayed);
        check_rc(&t, call(&t, 1), PAY_UNKNOWN);
        CHECK(t.b->err.replayed);
        check_effects(&t, 0);
        check_rc(&t, call(&t, 2), PAY_OK);
        check_effects(&t, 1);
    }
}

TEST(a_500_that_did_it_and_is_not_remembered_is_answered_truly_the_next_time)
{
    for (enum what w = CUSTOMER; w < WHAT_COUNT; w++) {
        struct trial t;

        prepare(&t, w);
        fault(&t, 1, "'mode':'status','status':502,'after':true");
        check_rc(&t, call(&t, 1), PAY_UNKNOWN);
        check_rc(&t, call(&t, 1), PAY_OK);
        check_replayed(&t);
        check_effects(&t, 1);
    }
}

TEST(a_429_did_nothing_and_says_when_to_come_back)
{
    for (enum what w = CUSTOMER; w < WHAT_COUNT; w++) {
        struct trial t;

        prepare(&t, w);
        fault(&t, 1, "'mode':'status','status':429,'headers':{'Retry-After':'7'}");
        check_rc(&t, call(&t, 1), PAY_LATER);
        CHECK_I64(t.b->err.retry_after_ms, 7000);
        check_effects(&t, 0);
        check_rc(&t, call(&t, 1), PAY_OK);
        check_effects(&t, 1);
    }
}

static void wait_ms(int64_t ms)
{
    struct timespec t = {ms / 1000, (ms % 1000) * 1000000};

    nanosleep(&t, NULL);
}

/* All operations at once, so that their waits overlap. */
TEST_IN("concurrent", while_the_first_is_in_flight_the_same_key_is_told_to_come_later)
{
    struct trial t[WHAT_COUNT];

    for (enum what w = CUSTOMER; w < WHAT_COUNT; w++) {
        prepare(&t[w], w);
        fault(&t[w], 1, "'mode':'delay','ms':7000");
        bank_patience(t[w].b, 500);
    }
    for (enum what w = CUSTOMER; w < WHAT_COUNT; w++) {
        check_rc(&t[w], call(&t[w], 1), PAY_UNKNOWN);
        CHECK_I64(t[w].b->err.curl, 28);
    }
    for (enum what w = CUSTOMER; w < WHAT_COUNT; w++) {
        bank_patience(t[w].b, 20000);
        check_rc(&t[w], call(&t[w], 1), PAY_LATER);
        CHECK_I64(t[w].b->err.http, 409);
        check_effects(&t[w], 0);
    }
    wait_ms(7000);
    for (enum what w = CUSTOMER; w < WHAT_COUNT; w++) {
        check_rc(&t[w], call(&t[w], 1), PAY_OK);
        check_replayed(&t[w]);
        check_effects(&t[w], 1);
    }
}

TEST(a_slow_answer_is_unknown_and_the_same_key_gets_it)
{
    for (enum what w = CUSTOMER; w < WHAT_COUNT; w++) {
        struct trial t;

        prepare(&t, w);
        fault(&t, 1, "'mode':'delay_after','ms':1500");
        bank_patience(t.b, 600);
        check_rc(&t, call(&t, 1), PAY_UNKNOWN);
        CHECK_I64(t.b->err.curl, 28);
        bank_patience(t.b, 20000);
        check_rc(&t, call(&t, 1), PAY_OK);
        check_replayed(&t);
        check_effects(&t, 1);
    }
}

/* payments.md 3: the silent second sending of a reused connection. */
TEST(a_post_that_libcurl_sends_twice_by_itself_happens_once)
{
    static const char *const modes[] = {"'mode':'drop_before'", "'mode':'drop_after'"};

    for (size_t m = 0; m < 2; m++) {
        for (enum what w = CUSTOMER; w < WHAT_COUNT; w++) {
            struct trial t;
            struct pay_object found;

            prepare(&t, w);
            CHECK_I64(
                t.b->pay.find(t.b->pay.self, PAY_KIND_HOLD, t.customer, "none", &found, &t.b->err),
                PAY_OK); /* the connection is open now */
            fault(&t, 1, modes[m]);
            check_rc(&t, call(&t, 1), PAY_OK);
            CHECK_I64(t.b->err.replayed, m == 1);
            CHECK_I64(bank_seen(t.b, "op_x-1"), 2);
            check_effects(&t, 1);
        }
    }
}

TEST(a_decline_whose_answer_was_lost_is_the_same_decline)
{
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);
    const char *card = bank_card(b, customer, "pm_card_chargeCustomerFail");
    const char *hold;

    CHECK_I64(bank_hold(b, "op_1", customer, 3000), PAY_OK);
    hold = bank_keep(b->made.ref);
    bank_fault(b, "{'path':'/v1/payment_intents/*/confirm','count':2,'mode':'drop_after'}");
    CHECK_I64(bank_confirm(b, "op_2", hold, card, NULL), PAY_UNKNOWN);
    bank_knob(b, "DELETE", "/_sandbox/faults", NULL);
    CHECK_I64(bank_confirm(b, "op_2", hold, card, NULL), PAY_DECLINED);
    CHECK(b->err.replayed);
    CHECK_I64(bank_count(b, "/v1/charges"), 1);
}

TEST(a_key_the_provider_forgot_after_a_day_runs_anew)
{
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);

    CHECK_I64(bank_hold(b, "op_1", customer, 3000), PAY_OK);
    bank_advance(b, 86400 - 60);
    CHECK_I64(bank_hold(b, "op_1", customer, 3000), PAY_OK);
    CHECK(b->err.replayed);
    bank_advance(b, 61);
    CHECK_I64(bank_hold(b, "op_1", customer, 3000), PAY_OK);
    CHECK(!b->err.replayed);
    CHECK_I64(bank_count(b, "/v1/payment_intents"), 2); /* why the engine looks first */
    bank_knob(b, "DELETE", "/_sandbox/idempotency", NULL);
    CHECK_I64(bank_hold(b, "op_1", customer, 3000), PAY_OK);
    CHECK_I64(bank_count(b, "/v1/payment_intents"), 3);
}

TEST(nobody_listening_is_later_for_every_operation)
{
    for (enum what w = CUSTOMER; w < WHAT_COUNT; w++) {
        struct trial t;

        prepare(&t, w);
        sandbox_stop(t.b->sandbox);
        t.b->sandbox = NULL;
        check_rc(&t, call(&t, 1), PAY_LATER);
        CHECK_I64(t.b->err.curl, 7);
    }
}
