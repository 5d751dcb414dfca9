/* payment_down_test.c - a card provider that is away for hours: bookings wait for it, not for the
 * guardian; care never stops; and what was owed is done when it is back. */
#include "tests/purse.h"
#include "tests/test.h"

static void go_away(struct purse *p)
{
    bank_fault(p->bank, "{'method':'','path':'','count':100000,'mode':'drop_before'}");
}

static void come_back(struct purse *p)
{
    bank_knob(p->bank, "DELETE", "/_sandbox/faults", NULL);
}

static void pass(struct purse *p, int64_t until_at)
{
    while (world_now(p->world) < until_at) {
        int64_t next = world_now(p->world) + 10 * MINUTE_MS;

        purse_clock(p, next < until_at ? next : until_at);
        purse_step(p);
    }
}

TEST_BOTH(a_booking_waits_for_a_provider_that_is_away_and_is_confirmed_when_it_is_back)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);

    purse_save(p, j.parent, "pm_card_visa");
    go_away(p);
    job_book(&j);
    pass(p, world_now(p->world) + 3 * HOUR_MS);
    CHECK_TEXT(job_state(&j), "agreed");
    CHECK_TEXT(purse_state(p, &j, 0), "authorizing");
    CHECK_I64(world_notices(p->world, "payment_needed"), 0);
    come_back(p);
    pass(p, world_now(p->world) + 20 * MINUTE_MS);
    CHECK_TEXT(job_state(&j), "confirmed");
    CHECK_I64(purse_held_minor(p), 750);
    world_close(p->world);
}

TEST_BOTH(ten_minutes_before_the_start_nobody_waits_any_longer_and_nothing_stays_held)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);

    purse_save(p, j.parent, "pm_card_visa");
    go_away(p);
    job_book(&j);
    pass(p, j.start_at - 11 * MINUTE_MS);
    CHECK_TEXT(job_state(&j), "agreed");
    purse_clock(p, j.start_at - 9 * MINUTE_MS);
    purse_step(p);
    CHECK_TEXT(job_state(&j), "payment_failed");
    come_back(p);
    purse_wait(p, &j, 0, "voided");
    CHECK_I64(purse_held_minor(p), 0);
    world_close(p->world);
}

TEST_BOTH(a_capture_waits_for_a_provider_that_is_away_and_the_staff_see_it)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);

    purse_save(p, j.parent, "pm_card_visa");
    job_book(&j);
    purse_step(p);
    go_away(p);
    purse_done(p, &j, 0);
    pass(p, world_now(p->world) + HOUR_MS);
    CHECK_TEXT(job_state(&j), "completed");
    CHECK_I64(town_count(p->t, "SELECT COUNT(*) AS n FROM staff_task WHERE done_at IS NULL"
                               " AND kind = 'payment.unknown' /* scan: a test's look */"),
              1);
    come_back(p);
    purse_wait(p, &j, 0, "captured");
    CHECK_TEXT(job_state(&j), "settled");
    CHECK_I64(town_count(p->t, "SELECT COUNT(*) AS n FROM staff_task WHERE done_at IS NULL"
                               " AND kind = 'payment.unknown' /* scan: a test's look */"),
              0);
    CHECK_I64(purse_taken_minor(p), 750);
    world_close(p->world);
}

/* The child is at the gate, the provider is not there: the job begins, insured, and the money is a
 * debt until the hold stands after all. */
TEST_BOTH(a_child_at_the_gate_does_not_wait_for_any_card)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);

    purse_save(p, j.parent, "pm_card_visa");
    go_away(p);
    job_book(&j);
    purse_step(p);
    purse_clock(p, j.start_at - 15 * MINUTE_MS);
    job_tap(&j, j.supporter, "in", "supporter_tap");
    CHECK_TEXT(job_state(&j), "in_care");
    CHECK_TEXT(purse_state(p, &j, 0), "uncollected");
    come_back(p);
    purse_wait(p, &j, 0, "authorized");
    CHECK_I64(purse_held_minor(p), 750);
    CHECK_TEXT(job_state(&j), "in_care");
    world_close(p->world);
}
