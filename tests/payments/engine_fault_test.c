/* engine_fault_test.c - every way in which a call can go wrong, on every call that moves money or
 * makes something: it happens once, and we know it. Source: payments.md 8, rows 1 to 9. */
#include "tests/payments/cashier.h"
#include "tests/test.h"

/* The whole life of a card payment: held, captured in part or whole, or let go. */
enum ending { CAPTURED, RELEASED };

static void live(struct cashier *c, enum ending ending)
{
    till_card(c->e, "pm_1");
    CHECK_STATUS(till_do(c->e, payment_open), OK);
    cashier_run(c, 2 * HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "authorized");
    CHECK_TEXT(cashier_booking(c), "confirmed");
    CHECK_I64(fake_held_minor(&c->fake), 1200);
    if (ending == CAPTURED) {
        cashier_complete(c);
    } else {
        CHECK_STATUS(till_do_id(c->e, payment_release), OK);
    }
    cashier_run(c, 2 * HOUR_MS);
}

/* One hold, one end, whatever was lost on the way; nothing is left in doubt. */
static void check_once(struct cashier *c, enum ending ending)
{
    CHECK_TEXT(till_state(c->e, "main"), ending == CAPTURED ? "captured" : "voided");
    CHECK_I64(c->fake.executed[FAKE_CREATE], 1);
    CHECK_I64(c->fake.executed[FAKE_CONFIRM], 1);
    CHECK_I64(c->fake.executed[FAKE_CAPTURE], ending == CAPTURED ? 1 : 0);
    CHECK_I64(c->fake.executed[FAKE_CANCEL], ending == CAPTURED ? 0 : 1);
    CHECK_I64(fake_held_minor(&c->fake), 0);
    CHECK_I64(fake_captured_minor(&c->fake), ending == CAPTURED ? 1200 : 0);
    CHECK_I64(till_payment(c->e, "main").captured_minor, ending == CAPTURED ? 1200 : 0);
    CHECK_TEXT(cashier_booking(c), ending == CAPTURED ? "settled" : "confirmed");
    CHECK_I64(cashier_ops(c, "manual"), 0);
    CHECK_I64(cashier_ops(c, "unknown"), 0);
    CHECK_I64(errand_tasks(c->e, "payment.unknown"), 0);
}

static void suffer(const char *engine, enum fake_call call, enum fake_fault fault, int times)
{
    enum ending ending = call == FAKE_CANCEL ? RELEASED : CAPTURED;
    struct cashier *c = cashier_open(engine, 1200);

    cashier_fault(c, call, fault, times);
    live(c, ending);
    check_once(c, ending);
}

static void suffer_all(const char *engine, enum fake_fault fault, int times)
{
    suffer(engine, FAKE_CREATE, fault, times);
    suffer(engine, FAKE_CONFIRM, fault, times);
    suffer(engine, FAKE_CAPTURE, fault, times);
    suffer(engine, FAKE_CANCEL, fault, times);
}

TEST_BOTH(without_faults_one_hold_is_captured_or_let_go)
{
    suffer_all(engine, FAKE_FINE, 0);
}

TEST_BOTH(a_call_that_never_arrived_happens_once)
{
    suffer_all(engine, FAKE_DROP_BEFORE, 1);
    suffer_all(engine, FAKE_DROP_BEFORE, 4);
}

TEST_BOTH(a_call_whose_answer_was_lost_or_cut_short_happened_once)
{
    suffer_all(engine, FAKE_DROP_AFTER, 1);
}

TEST_BOTH(an_error_that_the_key_does_not_remember_is_tried_again)
{
    suffer_all(engine, FAKE_500_NOT_STORED, 3);
}

TEST_BOTH(an_error_remembered_for_a_call_that_was_done_is_looked_through)
{
    suffer_all(engine, FAKE_500_STORED_EXECUTED, 1);
}

TEST_BOTH(an_error_remembered_for_a_call_that_was_not_done_takes_a_new_key)
{
    suffer_all(engine, FAKE_500_STORED_NOTHING, 1);
}

TEST_BOTH(too_many_requests_are_tried_again_later)
{
    suffer_all(engine, FAKE_429, 3);
}

TEST_BOTH(a_call_still_running_there_is_waited_for_and_never_sent_with_another_key)
{
    suffer_all(engine, FAKE_SLOW, 1);
}

TEST_BOTH(a_502_for_a_call_that_still_runs_there_is_no_reason_for_a_new_key)
{
    suffer_all(engine, FAKE_502_SLOW, 1);
}

TEST_BOTH(no_connection_is_tried_again)
{
    suffer_all(engine, FAKE_DOWN, 5);
}

TEST_BOTH(dying_before_sending_loses_and_doubles_nothing)
{
    suffer_all(engine, FAKE_CRASH_BEFORE, 1);
    suffer_all(engine, FAKE_CRASH_BEFORE, 3);
}

TEST_BOTH(dying_after_the_provider_did_it_loses_and_doubles_nothing)
{
    suffer_all(engine, FAKE_CRASH_AFTER, 1);
}
