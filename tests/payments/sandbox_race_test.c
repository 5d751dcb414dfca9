/* sandbox_race_test.c - many at once: one hold is captured once, one key makes one thing. */
#include "payments/stripe.h"
#include "tests/payments/bank.h"
#include "tests/test.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define RACERS 12

struct racer {
    const char *url, *customer, *hold;
    int n;
    bool same_key;
    enum pay_rc rc;
    struct pay_object out;
    pthread_t thread;
};

/* Runs in its own thread with an adapter of its own: no checks in here. */
static void *race(void *arg)
{
    struct racer *r = arg;
    struct stripe_options o = {.base_url = r->url, .secret_key = BANK_KEY};
    struct pay_hold ask = {r->customer, 3000, "JPY", NULL, NULL};
    struct pay_provider p;
    struct pay_error err;
    char op[32], key[PAY_KEY_BYTES];
    struct pay_ctx x = {.op_id = op, .key = key};

    snprintf(op, sizeof op, "op_%d", r->same_key ? 0 : r->n);
    r->rc = PAY_RC_COUNT;
    if (pay_key(op, 1, key) != OK || stripe_open(&p, &o) != OK) {
        return NULL;
    }
    do {
        r->rc = r->hold != NULL ? p.capture(p.self, &x, r->hold, 3000, &r->out, &err)
                                : p.hold_create(p.self, &x, &ask, &r->out, &err);
    } while (r->rc == PAY_LATER); /* a twin is in flight */
    p.close(p.self);
    return NULL;
}

static int run(struct bank *b, struct racer racers[RACERS], const char *customer, const char *hold,
               bool same_key)
{
    int fine = 0;

    for (int i = 0; i < RACERS; i++) {
        racers[i] = (struct racer){.url = sandbox_url(b->sandbox),
                                   .customer = customer,
                                   .hold = hold,
                                   .n = i,
                                   .same_key = same_key};
        CHECK(pthread_create(&racers[i].thread, NULL, race, &racers[i]) == 0);
    }
    for (int i = 0; i < RACERS; i++) {
        pthread_join(racers[i].thread, NULL);
        fine += racers[i].rc == PAY_OK ? 1 : 0;
    }
    return fine;
}

TEST_IN("concurrent", a_hold_captured_by_many_at_once_is_captured_once)
{
    struct bank *b = bank_open();
    const char *hold = bank_held(b, "op_h", "pm_card_visa", 3000);
    struct racer racers[RACERS];

    CHECK_I64(run(b, racers, NULL, hold, false), 1);
    for (int i = 0; i < RACERS; i++) {
        CHECK(racers[i].rc == PAY_OK || racers[i].rc == PAY_STATE);
    }
    CHECK_I64(bank_count(b, "/v1/balance_transactions"), 1);
}

TEST_IN("concurrent", one_key_sent_by_many_at_once_makes_one_hold)
{
    struct bank *b = bank_open();
    const char *customer = bank_customer(b);
    struct racer racers[RACERS];

    CHECK_I64(run(b, racers, customer, NULL, true), RACERS);
    for (int i = 1; i < RACERS; i++) {
        CHECK_TEXT(racers[i].out.ref, racers[0].out.ref);
    }
    CHECK_I64(bank_count(b, "/v1/payment_intents"), 1);
}
