/* payment_test.c - the guardian's side of a booking, as rows: what is due when, and what no card is
 * asked for. */
#include "app/base/limits.h"
#include "app/domain/receipt.h"
#include "tests/test.h"
#include "tests/till.h"

#include <string.h>

static int64_t ops(struct errand *e, const char *kind)
{
    return till_count(e,
                      "SELECT COUNT(*) FROM pay_op WHERE kind = '%s' AND state = 'pending'"
                      " /* scan: a test's look */",
                      kind);
}

static int64_t timers(struct errand *e, const char *kind)
{
    return till_count(e,
                      "SELECT COUNT(*) FROM timer WHERE kind = '%s' AND state = 'due'"
                      " /* scan: a test's look */",
                      kind);
}

TEST_BOTH(nothing_to_pay_is_secured_and_settled_at_once)
{
    struct errand *e = till_open(engine, "nothing", 0);

    CHECK_STATUS(till_do(e, payment_open), OK);
    CHECK_TEXT(till_state(e, "main"), "nothing_due");
    CHECK(till_ask(e, payment_secured));
    CHECK(till_ask(e, payment_settled));
    CHECK_STATUS(till_do(e, payment_collect), OK);
    CHECK_STATUS(till_do_id(e, payment_release), OK);
    CHECK_TEXT(till_state(e, "main"), "nothing_due");
}

TEST_BOTH(cash_is_secured_at_once_and_due_when_the_job_is_done)
{
    struct errand *e = till_open(engine, "cash", 1200);

    CHECK_STATUS(till_do(e, payment_open), OK);
    CHECK(till_ask(e, payment_secured));
    CHECK_TEXT(till_state(e, "main"), "new");
    CHECK_STATUS(till_do(e, payment_collect), OK);
    CHECK_TEXT(till_state(e, "main"), "cash_due");
    CHECK(!till_ask(e, payment_settled));
}

TEST_BOTH(one_to_49_yen_are_no_card_payment_and_50_are)
{
    struct errand *e = till_open(engine, "card", 49);
    struct booking_row b = till_booking(e);
    struct ctx x = till_ctx(e);

    till_card(e, "pm_1");
    CHECK_STATUS(till_do(e, payment_open), E_RULE);
    CHECK_I64(till_count(e, "SELECT COUNT(*) FROM payment /* scan: a test's look */"), 0);
    CHECK_I64(b.price_minor, 49);
    CHECK_TEXT(reason_text(till_refusal(e, &x, payment_open)), "payment.below_minimum");
    errand_sql(e, "UPDATE booking SET price_minor = 50");
    CHECK_STATUS(till_do(e, payment_open), OK);
    CHECK_I64(till_payment(e, "main").amount_minor, 50);
}

TEST_BOTH(without_a_provider_no_card_is_asked_for)
{
    struct errand *e = till_open(engine, "card", 1200);
    struct ctx x = till_ctx(e);

    x.pay_provider = NULL;
    CHECK_TEXT(reason_text(till_refusal(e, &x, payment_open)), "payments.not_configured");
    CHECK_I64(till_count(e, "SELECT COUNT(*) FROM payment /* scan: a test's look */"), 0);
}

TEST_BOTH(without_a_card_the_guardian_is_asked_for_one)
{
    struct errand *e = till_open(engine, "card", 1200);

    CHECK_STATUS(till_do(e, payment_open), OK);
    CHECK_TEXT(till_state(e, "main"), "method_required");
    CHECK(!till_ask(e, payment_secured));
    CHECK(!till_ask(e, payment_waits_for_provider));
    CHECK_I64(till_count(e, "SELECT COUNT(*) FROM notice WHERE kind = 'payment_needed'"
                            " /* scan: a test's look */"),
              1);
}

TEST_BOTH(five_days_ahead_the_hold_is_made_at_once_and_a_moment_earlier_it_is_scheduled)
{
    struct errand *e = till_open(engine, "card", 1200);
    int64_t start_at = till_booking(e).start_at;

    till_card(e, "pm_1");
    errand_at(e, start_at - PAY_AHEAD_MS - 1000);
    CHECK_STATUS(till_do(e, payment_open), OK);
    CHECK_TEXT(till_state(e, "main"), "scheduled");
    CHECK(till_ask(e, payment_secured));
    CHECK_I64(till_payment(e, "main").authorize_at, start_at - PAY_AHEAD_MS);
    CHECK_I64(timers(e, "payment.authorize"), 1);
    CHECK_I64(ops(e, "hold_create"), 0);

    errand_sql(e, "DELETE FROM payment");
    errand_at(e, start_at - PAY_AHEAD_MS + 1000);
    CHECK_STATUS(till_do(e, payment_open), OK);
    CHECK_TEXT(till_state(e, "main"), "authorizing");
    CHECK(!till_ask(e, payment_secured));
    CHECK(till_ask(e, payment_waits_for_provider));
    CHECK_I64(ops(e, "hold_create"), 1);
}

TEST_BOTH(letting_go_before_anything_was_sent_takes_the_call_back)
{
    struct errand *e = till_open(engine, "card", 1200);

    till_card(e, "pm_1");
    CHECK_STATUS(till_do(e, payment_open), OK);
    CHECK_STATUS(till_do_id(e, payment_release), OK);
    CHECK_TEXT(till_state(e, "main"), "voided");
    CHECK_I64(ops(e, "hold_create"), 0);
    CHECK_I64(ops(e, "cancel"), 0);
    CHECK_STATUS(till_do_id(e, payment_release), OK);
}

TEST_BOTH(letting_go_of_a_hold_owes_its_release)
{
    struct errand *e = till_open(engine, "card", 1200);

    till_hold(e, 1200);
    CHECK(till_ask(e, payment_secured));
    CHECK_STATUS(till_do_id(e, payment_release), OK);
    CHECK_TEXT(till_state(e, "main"), "voiding");
    CHECK_I64(ops(e, "cancel"), 1);
    CHECK_I64(ops(e, "capture"), 0);
}

TEST_BOTH(a_fee_is_a_part_of_the_hold_and_never_more_than_the_price)
{
    struct errand *e = till_open(engine, "card", 1200);

    till_hold(e, 1200);
    CHECK_STATUS(till_do_amount(e, payment_fee, 600), OK);
    CHECK_TEXT(till_state(e, "main"), "capturing");
    CHECK_I64(till_payment(e, "main").due_minor, 600);
    CHECK_I64(till_count(e, "SELECT amount_minor FROM pay_op WHERE kind = 'capture'"
                            " /* scan: a test's look */"),
              600);

    e = till_open(engine, "card", 1200);
    till_hold(e, 1200);
    CHECK_STATUS(till_do_amount(e, payment_fee, 5000), OK);
    CHECK_I64(till_payment(e, "main").due_minor, 1200);
}

TEST_BOTH(no_fee_lets_go_of_everything)
{
    struct errand *e = till_open(engine, "card", 1200);

    till_hold(e, 1200);
    CHECK_STATUS(till_do_amount(e, payment_fee, 0), OK);
    CHECK_TEXT(till_state(e, "main"), "voiding");
    CHECK_TEXT(till_state(e, "cancellation"), "");
}

TEST_BOTH(a_fee_under_50_yen_is_waived_on_a_card_and_due_in_cash)
{
    struct errand *e = till_open(engine, "card", 1200);

    till_hold(e, 1200);
    CHECK_STATUS(till_do_amount(e, payment_fee, 49), OK);
    CHECK_TEXT(till_state(e, "main"), "voiding");

    e = till_open(engine, "cash", 1200);
    CHECK_STATUS(till_do(e, payment_open), OK);
    CHECK_STATUS(till_do_amount(e, payment_fee, 600), OK);
    CHECK_TEXT(till_state(e, "main"), "voided");
    CHECK_TEXT(till_state(e, "cancellation"), "cash_due");
    CHECK_I64(till_payment(e, "cancellation").amount_minor, 600);
}

TEST_BOTH(a_fee_before_the_hold_is_made_is_a_hold_of_its_own)
{
    struct errand *e = till_open(engine, "card", 1200);

    till_card(e, "pm_1");
    errand_at(e, till_booking(e).start_at - 6 * DAY_MS);
    CHECK_STATUS(till_do(e, payment_open), OK);
    CHECK_STATUS(till_do_amount(e, payment_fee, 600), OK);
    CHECK_TEXT(till_state(e, "main"), "voided");
    CHECK_I64(timers(e, "payment.authorize"), 0);
    CHECK_TEXT(till_state(e, "cancellation"), "authorizing");
    CHECK_I64(till_payment(e, "cancellation").due_minor, 600);
}

TEST_BOTH(the_hold_is_captured_when_the_job_is_done)
{
    struct errand *e = till_open(engine, "card", 1200);

    till_hold(e, 1200);
    CHECK_STATUS(till_do(e, payment_collect), OK);
    CHECK_TEXT(till_state(e, "main"), "capturing");
    CHECK_STATUS(till_do(e, payment_collect), OK);
    CHECK_I64(ops(e, "capture"), 1);
    CHECK(!till_ask(e, payment_settled));
}

TEST_BOTH(a_child_at_the_gate_turns_the_open_payment_into_a_debt)
{
    struct errand *e = till_open(engine, "card", 1200);

    CHECK_STATUS(till_do(e, payment_open), OK);
    CHECK_STATUS(till_do_id(e, payment_owe), OK);
    CHECK_TEXT(till_state(e, "main"), "uncollected");
    CHECK(till_ask(e, payment_secured));
    CHECK_I64(errand_tasks(e, "payment.debt"), 1);
    CHECK_STATUS(till_do_id(e, payment_owe), OK);
    CHECK_I64(errand_tasks(e, "payment.debt"), 1);
    CHECK_STATUS(till_do(e, payment_collect), OK);
    CHECK_TEXT(till_state(e, "main"), "uncollected");
    CHECK(!till_ask(e, payment_settled));
}

TEST_BOTH(overtime_is_asked_for_and_waived_below_50_yen_on_a_card)
{
    struct errand *e = till_open(engine, "card", 1200);

    till_hold(e, 1200);
    CHECK_STATUS(till_do_amount(e, payment_overtime, 49), OK);
    CHECK_TEXT(till_state(e, "overtime"), "voided");
    CHECK_TEXT(till_payment(e, "overtime").failure, "payment.below_minimum");

    e = till_open(engine, "card", 1200);
    till_hold(e, 1200);
    CHECK_STATUS(till_do_amount(e, payment_overtime, 50), OK);
    CHECK_TEXT(till_state(e, "overtime"), "asked");
    CHECK_I64(ops(e, "hold_create"), 0);
    CHECK(!till_ask(e, payment_settled));

    e = till_open(engine, "cash", 1200);
    CHECK_STATUS(till_do(e, payment_open), OK);
    CHECK_STATUS(till_do_amount(e, payment_overtime, 49), OK);
    CHECK_TEXT(till_state(e, "overtime"), "asked");
    CHECK_TEXT(till_payment(e, "overtime").method, "cash");
}

TEST_BOTH(a_higher_price_makes_a_larger_hold_and_keeps_the_older_until_it_stands)
{
    struct errand *e = till_open(engine, "card", 1200);

    till_hold(e, 1200);
    errand_sql(e, "UPDATE booking SET price_minor = 900");
    CHECK_STATUS(till_do(e, payment_reprice), OK);
    CHECK_TEXT(till_state(e, "main"), "authorized");
    CHECK_I64(till_payment(e, "main").amount_minor, 900);

    errand_sql(e, "UPDATE booking SET price_minor = 1500");
    CHECK_STATUS(till_do(e, payment_reprice), OK);
    CHECK_TEXT(till_state(e, "main"), "authorizing");
    CHECK_TEXT(till_payment(e, "main").old_ref, "pi_1");
    CHECK_I64(ops(e, "hold_create"), 1);
    CHECK_I64(ops(e, "cancel_old"), 0);
}

TEST_BOTH(receipts_are_numbered_in_order_and_once)
{
    struct errand *e = till_open(engine, "cash", 1200);

    CHECK_STATUS(till_do(e, receipt_issue), OK);
    CHECK_STATUS(till_do(e, receipt_issue), OK);
    CHECK_I64(till_count(e, "SELECT COUNT(*) FROM receipt /* scan: a test's look */"), 1);
    CHECK_I64(till_count(e, "SELECT number FROM receipt /* scan: a test's look */"), 1);
}
