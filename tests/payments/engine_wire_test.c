/* engine_wire_test.c - the failure matrix over real HTTP: the sandbox drops, truncates, is slow,
 * answers 500 and remembers it, at every call of a payment's life; and one hold is captured, or let
 * go, all the same. Source: payments.md 8. */
#include "tests/purse.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* The next POST of each kind goes wrong in that way. */
static void spoil(struct purse *p, const char *how)
{
    static const char *const calls[] = {
        "/v1/customers",
        "/v1/checkout/sessions",
        "/v1/payment_intents",
        "/v1/payment_intents/*/confirm",
        "/v1/payment_intents/*/capture",
        "/v1/payment_intents/*/cancel",
    };

    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        char json[300];

        snprintf(json, sizeof json, "{'method':'POST','path':'%s','count':1,%s}", calls[i], how);
        bank_fault(p->bank, json);
    }
}

static void check_one_of_each(struct purse *p, int64_t taken_minor)
{
    CHECK_I64(bank_count(p->bank, "/v1/customers?limit=100"), 1);
    CHECK_I64(bank_count(p->bank, "/v1/payment_intents?limit=100"), 1);
    CHECK_I64(purse_taken_minor(p), taken_minor);
    CHECK_I64(purse_held_minor(p), 0);
    CHECK_I64(town_count(p->t, "SELECT COUNT(*) AS n FROM pay_op WHERE state IN ('unknown',"
                               " 'inflight', 'manual') /* scan: a test's look */"),
              0);
}

static struct job spoilt_job(struct purse *p, const char *how)
{
    struct job j = purse_job(p);

    bank_knob(p->bank, "POST", "/_sandbox/webhooks", "{'drop':1000}"); /* poll alone */
    spoil(p, how);
    purse_save(p, j.parent, "pm_card_visa");
    job_book(&j);
    purse_wait(p, &j, 0, "authorized");
    CHECK_TEXT(job_state(&j), "confirmed");
    return j;
}

static void captured(const char *engine, const char *how)
{
    struct purse *p = purse_open(engine);
    struct job j = spoilt_job(p, how);

    purse_done(p, &j, 0);
    purse_wait(p, &j, 0, "captured");
    CHECK_TEXT(job_state(&j), "settled");
    check_one_of_each(p, 750);
    world_close(p->world);
}

static void released(const char *engine, const char *how)
{
    struct purse *p = purse_open(engine);
    struct job j = spoilt_job(p, how);

    CHECK_I64(job_post(&j, j.parent, "/cancel", json_pack("{s:s}", "cause", "child_fever")), 200);
    purse_wait(p, &j, 0, "voided");
    check_one_of_each(p, 0);
    world_close(p->world);
}

static void both_ends(const char *engine, const char *how)
{
    captured(engine, how);
    released(engine, how);
}

TEST_BOTH(every_call_dropped_before_it_arrives_happens_once)
{
    both_ends(engine, "'mode':'drop_before'");
}

TEST_BOTH(every_answer_dropped_after_the_deed_is_found_again)
{
    both_ends(engine, "'mode':'drop_after'");
}

TEST_BOTH(every_answer_cut_short_is_found_again)
{
    both_ends(engine, "'mode':'truncate'");
}

TEST_BOTH(every_500_that_nothing_remembers_is_tried_again)
{
    both_ends(engine, "'mode':'status','status':500,'after':false,'store':false");
}

TEST_BOTH(every_500_remembered_after_the_deed_is_looked_through)
{
    both_ends(engine, "'mode':'status','status':500,'after':true,'store':true");
}

TEST_BOTH(every_500_remembered_without_the_deed_takes_one_new_key)
{
    both_ends(engine, "'mode':'status','status':500,'after':false,'store':true");
}

TEST_BOTH(every_429_is_tried_again)
{
    both_ends(engine, "'mode':'status','status':429,'after':false,'store':false");
}

/* The sandbox is slow in real time: so is the waiting. */
static void wait_really(struct purse *p, const struct job *j, const char *state)
{
    struct timespec pause = {0, 50000000L};

    for (int tries = 0; tries < 100 && strcmp(purse_state(p, j, 0), state) != 0; tries++) {
        purse_step(p);
        purse_clock(p, world_now(p->world) + 30 * SECOND_MS);
        (void)nanosleep(&pause, NULL);
    }
    CHECK_TEXT(purse_state(p, j, 0), state);
}

/* 409: the first one is still being done there. */
TEST_BOTH(every_call_slower_than_our_patience_is_waited_for)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);

    purse_save(p, j.parent, "pm_card_visa");
    bank_patience(p->bank, 200);
    spoil(p, "'mode':'delay','ms':600");
    job_book(&j);
    wait_really(p, &j, "authorized");
    purse_done(p, &j, 0);
    wait_really(p, &j, "captured");
    check_one_of_each(p, 750);
    world_close(p->world);
}

TEST_BOTH(a_provider_that_dies_and_comes_back_finishes_what_it_was_asked)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);

    purse_save(p, j.parent, "pm_card_visa");
    job_book(&j);
    purse_step(p);
    purse_done(p, &j, 0);
    bank_fault(p->bank, "{'method':'POST','path':'/v1/payment_intents/*/capture','count':1,"
                        "'mode':'drop_after'}");
    (void)world_step(p->world);
    bank_restart(p->bank);
    world_pay(p->world, &p->bank->pay);
    purse_wait(p, &j, 0, "captured");
    check_one_of_each(p, 750);
    world_close(p->world);
}
