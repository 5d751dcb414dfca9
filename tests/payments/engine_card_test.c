/* engine_card_test.c - a card payment's life through the engine: cards refused, banks that ask,
 * overtime, fees, prices that rise, holds that run out. */
#include "payments/engine.h"

#include "app/base/limits.h"
#include "app/domain/payment_act.h"
#include "tests/payments/cashier.h"
#include "tests/test.h"

#include <string.h>

/* A quarter of an hour from now; the test itself takes a moment. */
static void check_deadline(struct cashier *c)
{
    int64_t left = till_payment(c->e, "main").deadline_at - clock_now(&c->e->clock);

    CHECK(left <= PAY_GUARDIAN_MS && left > PAY_GUARDIAN_MS - 10 * SECOND_MS);
}

TEST_BOTH(a_card_that_is_refused_asks_for_another_which_holds_on_the_same_payment)
{
    struct cashier *c = cashier_open(engine, 1200);
    int64_t good, tasks;

    cashier_begin(c, "pm_no");
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "auth_failed");
    CHECK_TEXT(till_payment(c->e, "main").failure, "insufficient_funds");
    CHECK_TEXT(cashier_booking(c), "agreed");
    CHECK_I64(cashier_notices(c, "payment_needed"), 1);
    check_deadline(c);
    CHECK(!till_ask(c->e, payment_waits_for_provider));

    good = till_card(c->e, "pm_2");
    CHECK_STATUS(till_act(c->e, payment_retry, c->e->guardian, "main", good, NULL), OK);
    CHECK(till_ask(c->e, payment_waits_for_provider));
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "authorized");
    CHECK_TEXT(cashier_booking(c), "confirmed");
    CHECK_I64(c->fake.executed[FAKE_CREATE], 1);
    CHECK_I64(fake_held_minor(&c->fake), 1200);
    tasks = errand_tasks(c->e, "payment.debt");
    CHECK_I64(tasks, 0);
}

TEST_BOTH(another_card_is_only_tried_by_who_pays_with_a_card_of_his_and_not_while_one_is_tried)
{
    struct cashier *c = cashier_open(engine, 1200);
    enum reason why;
    int64_t good;

    cashier_begin(c, "pm_no");
    good = till_card(c->e, "pm_2");
    CHECK_STATUS(till_act(c->e, payment_retry, c->e->guardian, "main", good, &why), E_CONFLICT);
    CHECK_TEXT(reason_text(why), "payment.changed");
    cashier_run(c, HOUR_MS);
    CHECK_STATUS(till_act(c->e, payment_retry, c->e->supporter, "main", good, NULL), E_NOT_FOUND);
    CHECK_STATUS(till_act(c->e, payment_retry, c->e->guardian, "main", good + 1, NULL), E_INVALID);
    errand_sql(c->e, "UPDATE card SET member_id = %lld WHERE id = %lld", (long long)c->e->supporter,
               (long long)good);
    CHECK_STATUS(till_act(c->e, payment_retry, c->e->guardian, "main", good, NULL), E_INVALID);
    CHECK_TEXT(till_state(c->e, "main"), "auth_failed");
}

TEST_BOTH(a_bank_that_asks_is_answered_on_its_page_and_the_hold_is_found)
{
    struct cashier *c = cashier_open(engine, 1200);
    struct payment_row p;

    cashier_begin(c, "pm_3ds");
    cashier_run(c, HOUR_MS);
    p = till_payment(c->e, "main");
    CHECK_TEXT(p.state, "action_required");
    CHECK_TEXT(p.action_url, "https://bank.example/pi_1");
    check_deadline(c);
    CHECK_TEXT(cashier_booking(c), "agreed");
    CHECK(!till_ask(c->e, payment_waits_for_provider));

    fake_authenticated(&c->fake, "pi_1", true);
    cashier_advance(c, 2 * MINUTE_MS);
    cashier_step(c);
    p = till_payment(c->e, "main");
    CHECK_TEXT(p.state, "authorized");
    CHECK(p.action_url == NULL);
    CHECK_TEXT(cashier_booking(c), "confirmed");
}

TEST_BOTH(a_guardian_who_fails_at_the_bank_chooses_another_card)
{
    struct cashier *c = cashier_open(engine, 1200);
    int64_t good;

    cashier_begin(c, "pm_3ds");
    cashier_run(c, HOUR_MS);
    fake_authenticated(&c->fake, "pi_1", false);
    cashier_advance(c, 2 * MINUTE_MS);
    cashier_step(c);
    CHECK_TEXT(till_state(c->e, "main"), "auth_failed");
    CHECK_TEXT(till_payment(c->e, "main").failure, "authentication_failure");
    good = till_card(c->e, "pm_2");
    CHECK_STATUS(till_act(c->e, payment_retry, c->e->guardian, "main", good, NULL), OK);
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(cashier_booking(c), "confirmed");
}

TEST_BOTH(a_fee_takes_a_part_of_the_hold_and_a_receipt_says_so)
{
    struct cashier *c = cashier_held(engine, 1200);

    errand_sql(c->e, "UPDATE booking SET state = 'cancelled'");
    CHECK_STATUS(till_do_amount(c->e, payment_fee, 600), OK);
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "captured");
    CHECK_I64(till_payment(c->e, "main").captured_minor, 600);
    CHECK_I64(fake_captured_minor(&c->fake), 600);
    CHECK_I64(fake_held_minor(&c->fake), 0);
    CHECK_I64(till_count(c->e, "SELECT COUNT(*) FROM receipt /* scan: a test's look */"), 1);
    CHECK_I64(cashier_notices(c, "receipt"), 1);
}

TEST_BOTH(a_hold_that_ran_out_is_made_anew_and_captured)
{
    struct cashier *c = cashier_held(engine, 1200);

    fake_expire(&c->fake, "pi_1");
    cashier_complete(c);
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "captured");
    CHECK_TEXT(till_payment(c->e, "main").intent_ref, "pi_2");
    CHECK_I64(fake_captured_minor(&c->fake), 1200);
    CHECK_I64(errand_tasks(c->e, "payment.hold_lost"), 1);
    CHECK_TEXT(cashier_booking(c), "settled");
}

TEST_BOTH(a_hold_that_ran_out_and_a_card_that_refuses_is_a_debt_and_never_paid)
{
    struct cashier *c = cashier_held(engine, 1200);

    fake_expire(&c->fake, "pi_1");
    errand_sql(c->e, "UPDATE card SET ref = 'pm_no'");
    cashier_complete(c);
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "auth_failed");
    CHECK_TEXT(cashier_booking(c), "completed");
    cashier_advance(c, PAY_DEBT_MS + HOUR_MS);
    cashier_timers(c);
    CHECK_TEXT(till_state(c->e, "main"), "uncollected");
    CHECK_I64(errand_tasks(c->e, "payment.debt"), 1);
    CHECK_TEXT(cashier_booking(c), "completed");
    CHECK_I64(fake_captured_minor(&c->fake), 0);

    CHECK_STATUS(
        till_act(c->e, payment_retry, c->e->guardian, "main", till_card(c->e, "pm_2"), NULL), OK);
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "captured");
    CHECK_TEXT(cashier_booking(c), "settled");
    CHECK_I64(errand_tasks(c->e, "payment.debt"), 0);
}

TEST_BOTH(a_card_that_fails_after_the_booking_is_confirmed_never_cancels_care)
{
    struct cashier *c = cashier_held(engine, 1200);

    fake_expire(&c->fake, "pi_1");
    errand_sql(c->e, "UPDATE card SET ref = 'pm_no'");
    cashier_advance(c, PAY_LOOK_MS + MINUTE_MS);
    cashier_step(c);
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "auth_failed");
    CHECK_TEXT(cashier_booking(c), "confirmed");
    CHECK_I64(till_payment(c->e, "main").deadline_at, 0);
    CHECK_I64(cashier_notices(c, "payment_needed"), 1);
}

TEST_BOTH(overtime_is_held_and_captured_when_the_guardian_says_yes_once)
{
    struct cashier *c = cashier_held(engine, 1200);

    CHECK_STATUS(till_do_amount(c->e, payment_overtime, 400), OK);
    cashier_complete(c);
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "captured");
    CHECK_TEXT(cashier_booking(c), "completed");
    CHECK_STATUS(till_act(c->e, payment_approve, c->e->supporter, "overtime", 0, NULL),
                 E_NOT_FOUND);
    CHECK_STATUS(till_act(c->e, payment_approve, c->e->guardian, "overtime", 0, NULL), OK);
    CHECK_STATUS(till_act(c->e, payment_approve, c->e->guardian, "overtime", 0, NULL), OK);
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "overtime"), "captured");
    CHECK_I64(fake_captured_minor(&c->fake), 1600);
    CHECK_TEXT(cashier_booking(c), "settled");
    CHECK_STATUS(till_act(c->e, payment_approve, c->e->guardian, "overtime", 0, NULL), OK);
    CHECK_STATUS(till_act(c->e, payment_approve, c->e->guardian, "main", 0, NULL), E_CONFLICT);
}

TEST_BOTH(overtime_nobody_answers_becomes_a_debt_and_can_still_be_approved)
{
    struct cashier *c = cashier_held(engine, 1200);

    CHECK_STATUS(till_do_amount(c->e, payment_overtime, 400), OK);
    cashier_complete(c);
    cashier_run(c, HOUR_MS);
    cashier_advance(c, PAY_DEBT_MS);
    cashier_timers(c);
    CHECK_TEXT(till_state(c->e, "overtime"), "uncollected");
    CHECK_I64(errand_tasks(c->e, "payment.debt"), 1);
    CHECK_STATUS(till_act(c->e, payment_approve, c->e->guardian, "overtime", 0, NULL), OK);
    CHECK_I64(errand_tasks(c->e, "payment.debt"), 0);
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(cashier_booking(c), "settled");
}

TEST_BOTH(cash_takes_the_place_of_a_card_that_fails_when_both_say_so)
{
    struct cashier *c = cashier_open(engine, 1200);
    enum reason why;

    cashier_begin(c, "pm_no");
    CHECK_STATUS(till_act(c->e, payment_cash, c->e->guardian, "main", 0, &why), E_CONFLICT);
    CHECK_TEXT(reason_text(why), "payment.changed");
    cashier_run(c, HOUR_MS);
    CHECK_STATUS(till_act(c->e, payment_cash, c->e->guardian, "main", 0, NULL), OK);
    CHECK_STATUS(till_act(c->e, payment_cash, c->e->guardian, "main", 0, NULL), OK);
    CHECK_TEXT(till_state(c->e, "main"), "auth_failed");
    CHECK_STATUS(till_act(c->e, payment_cash, c->e->supporter, "main", 0, NULL), OK);
    CHECK_TEXT(till_state(c->e, "main"), "cash_paid");
    CHECK_TEXT(cashier_booking(c), "confirmed");
    cashier_run(c, HOUR_MS);
    CHECK_I64(fake_in_state(&c->fake, PST_CANCELED), 1);
    CHECK_I64(fake_held_minor(&c->fake), 0);
}

TEST_BOTH(a_higher_price_is_held_anew_before_the_older_hold_is_let_go)
{
    struct cashier *c = cashier_held(engine, 1200);

    errand_sql(c->e, "UPDATE booking SET price_minor = 1500");
    CHECK_STATUS(till_do(c->e, payment_reprice), OK);
    cashier_step(c);
    CHECK_I64(fake_hold(&c->fake, "pi_1")->state == PST_HELD || fake_held_minor(&c->fake) == 1500,
              1);
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "authorized");
    CHECK_I64(till_payment(c->e, "main").held_minor, 1500);
    CHECK(till_payment(c->e, "main").old_ref == NULL);
    CHECK_I64(fake_held_minor(&c->fake), 1500);
    CHECK_I64(fake_in_state(&c->fake, PST_CANCELED), 1);
    cashier_complete(c);
    cashier_run(c, HOUR_MS);
    CHECK_I64(fake_captured_minor(&c->fake), 1500);
}

TEST_BOTH(when_the_larger_hold_is_refused_the_older_one_pays_and_the_rest_is_a_debt)
{
    struct cashier *c = cashier_held(engine, 1200);

    errand_sql(c->e, "UPDATE card SET ref = 'pm_no'; UPDATE booking SET price_minor = 1500");
    CHECK_STATUS(till_do(c->e, payment_reprice), OK);
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "auth_failed");
    CHECK_I64(fake_held_minor(&c->fake), 1200);
    cashier_complete(c);
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "captured");
    CHECK_I64(till_payment(c->e, "main").captured_minor, 1200);
    CHECK_TEXT(till_state(c->e, "rest"), "uncollected");
    CHECK_I64(till_payment(c->e, "rest").amount_minor, 300);
    CHECK_I64(errand_tasks(c->e, "payment.debt"), 1);
    CHECK_TEXT(cashier_booking(c), "completed");
    CHECK_I64(fake_in_state(&c->fake, PST_FAILED), 0);

    CHECK_STATUS(
        till_act(c->e, payment_retry, c->e->guardian, "rest", till_card(c->e, "pm_2"), NULL), OK);
    cashier_run(c, HOUR_MS);
    CHECK_I64(fake_captured_minor(&c->fake), 1500);
    CHECK_TEXT(cashier_booking(c), "settled");
}

TEST_BOTH(a_hold_about_to_run_out_before_the_job_is_made_anew)
{
    struct cashier *c = cashier_open(engine, 1200);

    c->fake.hold_ms = 3 * DAY_MS;
    cashier_begin(c, "pm_1");
    cashier_run(c, HOUR_MS);
    cashier_advance(c, 2 * DAY_MS);
    cashier_timers(c);
    CHECK_TEXT(till_state(c->e, "main"), "authorized");
    cashier_advance(c, 13 * HOUR_MS);
    cashier_timers(c);
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "authorized");
    CHECK_TEXT(till_payment(c->e, "main").intent_ref, "pi_2");
    CHECK_I64(fake_held_minor(&c->fake), 1200);
    CHECK_I64(fake_in_state(&c->fake, PST_CANCELED), 1);
}

TEST_BOTH(a_scheduled_hold_is_made_when_its_time_comes)
{
    struct cashier *c = cashier_open(engine, 1200);

    errand_at(c->e, till_booking(c->e).start_at - 6 * DAY_MS);
    cashier_begin(c, "pm_1");
    CHECK_TEXT(till_state(c->e, "main"), "scheduled");
    cashier_timers(c);
    CHECK_TEXT(till_state(c->e, "main"), "scheduled");
    cashier_advance(c, DAY_MS);
    cashier_timers(c);
    CHECK_TEXT(till_state(c->e, "main"), "authorizing");
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "authorized");
}

TEST_BOTH(a_debt_at_the_gate_is_taken_from_a_hold_that_stands_after_all)
{
    struct cashier *c = cashier_open(engine, 1200);

    cashier_begin(c, "pm_1");
    c->fake.down = true;
    cashier_step(c);
    CHECK_STATUS(till_do_id(c->e, payment_owe), OK);
    CHECK_TEXT(till_state(c->e, "main"), "uncollected");
    CHECK_I64(errand_tasks(c->e, "payment.debt"), 1);
    c->fake.down = false;
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(till_state(c->e, "main"), "authorized");
    CHECK_I64(errand_tasks(c->e, "payment.debt"), 0);
    cashier_complete(c);
    cashier_run(c, HOUR_MS);
    CHECK_TEXT(cashier_booking(c), "settled");
}
