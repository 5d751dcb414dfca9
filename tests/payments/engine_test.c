/* engine_test.c - the engine itself: workers that meet, providers that are down, keys that are not
 * taken, calls that nobody knows of for a day. */
#include "payments/engine.h"

#include "app/base/limits.h"
#include "tests/payments/cashier.h"
#include "tests/test.h"

#include <string.h>

TEST_BOTH(while_the_provider_is_down_the_booking_stays_agreed_and_the_clock_stands)
{
    struct cashier *c = cashier_open(engine, 1200);

    cashier_begin(c, "pm_1");
    c->fake.down = true;
    cashier_run(c, 3 * HOUR_MS);
    CHECK_TEXT(cashier_booking(c), "agreed");
    CHECK_TEXT(till_state(c->e, "main"), "authorizing");
    CHECK(till_ask(c->e, payment_waits_for_provider));
    CHECK_I64(cashier_notices(c, "payment_needed"), 0);
    c->fake.down = false;
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(cashier_booking(c), "confirmed");
    CHECK_I64(fake_held_minor(&c->fake), 1200);
}

static void other_worker(void *arg)
{
    struct cashier *c = arg;

    CHECK_I64(cashier_step_of(c, &c->other), 0);
}

TEST_BOTH(a_call_on_its_way_is_not_taken_by_a_second_worker)
{
    struct cashier *c = cashier_open(engine, 1200);

    cashier_begin(c, "pm_1");
    c->fake.during = other_worker;
    c->fake.during_arg = c;
    cashier_run(c, HOUR_MS);
    CHECK_I64(c->fake.executed[FAKE_CREATE], 1);
    CHECK_TEXT(till_state(c->e, "main"), "authorized");
}

static void slower_than_the_lease(void *arg)
{
    struct cashier *c = arg;

    cashier_advance(c, OUTBOX_LEASE_MS + SECOND_MS);
    CHECK(cashier_step_of(c, &c->other) > 0);
}

TEST_BOTH(a_worker_that_lost_its_lease_while_it_waited_changes_nothing)
{
    struct cashier *c = cashier_open(engine, 1200);

    cashier_begin(c, "pm_1");
    c->fake.during = slower_than_the_lease;
    c->fake.during_arg = c;
    cashier_run(c, HOUR_MS);
    CHECK_I64(c->fake.executed[FAKE_CREATE], 1);
    CHECK_I64(c->fake.executed[FAKE_CONFIRM], 1);
    CHECK_I64(fake_held_minor(&c->fake), 1200);
    CHECK_TEXT(till_state(c->e, "main"), "authorized");
    CHECK_I64(cashier_ops(c, "done"), 2);
}

static void let_go_in_doubt(const char *engine, enum fake_call call)
{
    static const enum fake_fault faults[] = {FAKE_DROP_BEFORE, FAKE_DROP_AFTER, FAKE_SLOW,
                                             FAKE_500_STORED_EXECUTED, FAKE_CRASH_AFTER};

    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct cashier *c = cashier_open(engine, 1200);

        cashier_begin(c, "pm_1");
        cashier_fault(c, call, faults[i], 1);
        cashier_step(c);
        CHECK_STATUS(till_do_id(c->e, payment_release), OK);
        CHECK_TEXT(till_state(c->e, "main"), "voiding");
        cashier_run(c, HOUR_MS);
        CHECK_TEXT(till_state(c->e, "main"), "voided");
        CHECK_I64(fake_held_minor(&c->fake), 0);
        CHECK_I64(cashier_ops(c, "manual"), 0);
    }
}

TEST_BOTH(letting_go_while_nobody_knows_whether_the_hold_was_made_leaves_none)
{
    let_go_in_doubt(engine, FAKE_CREATE);
}

TEST_BOTH(letting_go_while_nobody_knows_whether_the_card_is_held_leaves_none)
{
    let_go_in_doubt(engine, FAKE_CONFIRM);
}

TEST_BOTH(a_key_that_is_not_taken_stops_everything_fails_nothing_and_is_seen)
{
    struct cashier *c = cashier_open(engine, 1200);
    int calls;

    cashier_begin(c, "pm_1");
    c->fake.refuse_key = true;
    CHECK_I64(cashier_step(c), 1);
    CHECK_I64(errand_tasks(c->e, "payments.paused"), 1);
    CHECK_TEXT(till_state(c->e, "main"), "authorizing");
    CHECK_I64(cashier_ops(c, "failed"), 0);
    calls = c->fake.calls;
    CHECK_I64(cashier_step(c), 0);
    cashier_advance(c, PAY_PAUSE_MS + SECOND_MS);
    CHECK_I64(cashier_step(c), 1);
    CHECK_I64(c->fake.calls, calls + 1);
    CHECK_I64(errand_tasks(c->e, "payments.paused"), 1);

    c->fake.refuse_key = false;
    cashier_advance(c, PAY_PAUSE_MS + SECOND_MS);
    cashier_run(c, HOUR_MS);
    CHECK_I64(errand_tasks(c->e, "payments.paused"), 0);
    CHECK_TEXT(cashier_booking(c), "confirmed");
    CHECK_I64(fake_held_minor(&c->fake), 1200);
}

/* The key may be forgotten there after a day: it is not sent again, and a new one only after a
 * second look. */
TEST_BOTH(after_twenty_hours_a_call_that_left_no_trace_takes_a_new_key)
{
    struct cashier *c = cashier_open(engine, 1200);
    int calls;

    cashier_begin(c, "pm_1");
    cashier_fault(c, FAKE_CREATE, FAKE_DROP_BEFORE, 1);
    cashier_step(c);
    calls = c->fake.calls;
    cashier_advance(c, PAY_REISSUE_MS_MAX + SECOND_MS);
    cashier_run(c, HOUR_MS);
    CHECK(c->fake.calls > calls);
    CHECK_I64(till_count(c->e, "SELECT attempt FROM pay_op WHERE kind = 'hold_create'"
                               " /* scan: a test's look */"),
              2);
    CHECK_I64(c->fake.executed[FAKE_CREATE], 1);
    CHECK_TEXT(till_state(c->e, "main"), "authorized");
}

TEST_BOTH(within_twenty_hours_it_is_the_same_key)
{
    struct cashier *c = cashier_open(engine, 1200);

    cashier_begin(c, "pm_1");
    cashier_fault(c, FAKE_CREATE, FAKE_DROP_BEFORE, 1);
    cashier_step(c);
    cashier_advance(c, PAY_REISSUE_MS_MAX - MINUTE_MS);
    cashier_run(c, HOUR_MS);
    CHECK_I64(till_count(c->e, "SELECT attempt FROM pay_op WHERE kind = 'hold_create'"
                               " /* scan: a test's look */"),
              1);
    CHECK_TEXT(till_state(c->e, "main"), "authorized");
}

TEST_BOTH(a_call_in_doubt_for_a_quarter_of_an_hour_is_told_and_settles_itself)
{
    struct cashier *c = cashier_held(engine, 1200);

    cashier_fault(c, FAKE_CAPTURE, FAKE_DROP_BEFORE, 50);
    cashier_complete(c);
    cashier_run(c, 20 * MINUTE_MS);
    CHECK_I64(errand_tasks(c->e, "payment.unknown"), 1);
    cashier_fault(c, FAKE_CAPTURE, FAKE_FINE, 0);
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "captured");
    CHECK_I64(errand_tasks(c->e, "payment.unknown"), 0);
}
