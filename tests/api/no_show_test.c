/* no_show_test.c - 会えませんでした: half an hour, a claim, a day to contest it. */
#include "tests/job.h"
#include "tests/test.h"

static struct job booked(const char *engine)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    j.tariff = town_tariff(t, "itami", 0);
    job_book(&j);
    return j;
}

static int say(const struct job *j, const struct person *p, const char *against)
{
    return job_post(j, p, "/no-show", json_pack("{s:s}", "against", against));
}

static int contest(const struct job *j, const struct person *p)
{
    return job_post(j, p, "/no-show/contest", NULL);
}

TEST_BOTH(half_an_hour_after_the_start_both_are_asked_and_a_hand_over_ends_it)
{
    struct job j = booked(engine);
    struct town *t = j.t;

    job_at(&j, j.start_at + 29 * MINUTE_MS);
    CHECK_I64(job_count(&j, "FROM no_show_claim WHERE booking_id ="), 0);
    CHECK_I64(contest(&j, t->yuki), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "no_show.not_now");
    job_at(&j, j.start_at + 30 * MINUTE_MS);
    CHECK_I64(job_count(&j, "FROM no_show_claim WHERE against IS NULL AND booking_id ="), 1);
    CHECK_I64(world_notices(t->world, "no_show_asked"), 4); /* two people, by mail and SMS */
    CHECK_I64(job_tasks(&j, "booking.no_show"), 1);
    CHECK_TEXT(job_state(&j), "confirmed");
    job_tap(&j, t->yuki, "in", "supporter_tap");
    CHECK_TEXT(job_state(&j), "in_care");
    CHECK_TEXT(client_text(t->yuki->client, "no_show.outcome"), "came");
    town_clock(t, j.end_at);
    job_tap(&j, t->yuki, "out", "supporter_tap");
    job_at(&j, j.start_at + 25 * HOUR_MS);
    CHECK_TEXT(job_state(&j), "returned");
    world_close(t->world);
}

TEST_BOTH(said_against_the_family_it_counts_after_a_day_and_has_its_fee)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    struct client *c = t->yuki->client;
    int64_t said_at;

    town_clock(t, j.start_at + 29 * MINUTE_MS);
    CHECK_I64(say(&j, t->yuki, "guardian"), 422);
    CHECK_TEXT(client_reason(c), "no_show.not_now");
    town_clock(t, j.start_at + 30 * MINUTE_MS);
    CHECK_I64(say(&j, t->yuki, "supporter"), 400); /* oneself */
    CHECK_TEXT(client_text(c, "field"), "against");
    CHECK_I64(say(&j, t->yuki, "guardian"), 200); /* the timer has not run yet */
    said_at = client_i64(c, "opened_at");
    CHECK_I64(client_i64(c, "counts_at"), said_at + DAY_MS);
    CHECK_I64(say(&j, t->yuki, "guardian"), 200);
    CHECK_I64(client_i64(c, "opened_at"), said_at);
    CHECK_I64(say(&j, t->sato.parent, "supporter"), 409);
    CHECK_TEXT(client_reason(t->sato.parent->client), "no_show.said");
    CHECK_I64(contest(&j, t->yuki), 422);
    CHECK_TEXT(client_reason(c), "no_show.own");
    job_at(&j, said_at + DAY_MS - MINUTE_MS);
    CHECK_TEXT(job_state(&j), "confirmed");
    job_at(&j, said_at + DAY_MS + MINUTE_MS);
    CHECK_TEXT(job_state(&j), "no_show");
    CHECK_TEXT(client_text(c, "coverage.facts.0.kind"), "no_show");
    CHECK_I64(job_count(&j, "FROM payment WHERE state = 'cash_due' AND amount_minor > 0 AND"
                            " booking_id ="),
              1);
    CHECK_I64(world_notices(t->world, "no_show"), 2);
    world_close(t->world);
}

TEST_BOTH(a_supporter_who_did_not_come_costs_the_family_nothing)
{
    struct job j = booked(engine);
    struct town *t = j.t;

    job_at(&j, j.start_at + 31 * MINUTE_MS);
    CHECK_I64(say(&j, t->sato.parent, "supporter"), 200);
    job_at(&j, j.start_at + 31 * MINUTE_MS + DAY_MS);
    CHECK_TEXT(job_state(&j), "confirmed"); /* a day from when it was said */
    job_at(&j, j.start_at + 33 * MINUTE_MS + DAY_MS);
    CHECK_TEXT(job_state(&j), "no_show");
    CHECK_I64(job_count(&j, "FROM payment WHERE state <> 'voided' AND booking_id ="), 0);
    world_close(t->world);
}

TEST_BOTH(contested_it_stays_confirmed_until_the_coordinator_has_talked_to_both)
{
    struct job j = booked(engine);
    struct town *t = j.t;

    job_at(&j, j.start_at + 30 * MINUTE_MS);
    CHECK_I64(say(&j, t->sato.parent, "supporter"), 200);
    CHECK_I64(contest(&j, t->yuki), 200);
    CHECK(client_i64(t->yuki->client, "contested_at") > 0);
    CHECK_I64(contest(&j, t->yuki), 200);
    CHECK_I64(say(&j, t->yuki, "guardian"), 409);
    CHECK_TEXT(client_reason(t->yuki->client), "no_show.said");
    job_at(&j, j.start_at + 2 * DAY_MS);
    CHECK_TEXT(job_state(&j), "confirmed");
    CHECK_I64(job_tasks(&j, "booking.no_show"), 1);
    CHECK_I64(job_count(&j, "FROM booking_event WHERE name = 'no_show_contested' AND booking_id ="),
              1);
    world_close(t->world);
}

TEST_BOTH(where_nobody_said_anything_it_ends_without_a_fee)
{
    struct job j = booked(engine);

    job_at(&j, j.start_at + 30 * MINUTE_MS);
    job_at(&j, j.start_at + 32 * MINUTE_MS + DAY_MS);
    CHECK_TEXT(job_state(&j), "no_show");
    CHECK_I64(job_count(&j, "FROM payment WHERE state <> 'voided' AND booking_id ="), 0);
    CHECK_I64(say(&j, j.supporter, "guardian"), 422);
    CHECK_TEXT(client_reason(j.supporter->client), "no_show.not_now");
    world_close(j.t->world);
}

static int withdraw(const struct job *j, const struct person *p)
{
    return job_post(j, p, "/no-show/withdraw", NULL);
}

TEST_BOTH(who_said_so_takes_it_back_and_the_booking_lives_on)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    struct client *c = t->yuki->client;

    CHECK_I64(withdraw(&j, t->yuki), 422);
    CHECK_TEXT(client_reason(c), "no_show.not_now");
    job_at(&j, j.start_at + 31 * MINUTE_MS);
    CHECK_I64(say(&j, t->yuki, "guardian"), 200);
    CHECK_I64(withdraw(&j, t->sato.parent), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "no_show.theirs");
    CHECK_I64(withdraw(&j, t->yuki), 200);
    CHECK_TEXT(client_text(c, "outcome"), "withdrawn");
    CHECK_I64(withdraw(&j, t->yuki), 200); /* twice is once */
    CHECK_I64(job_count(&j, "FROM booking_event WHERE name = 'no_show_withdrawn' AND booking_id ="),
              1);
    CHECK_I64(contest(&j, t->sato.parent), 422);
    job_at(&j, j.start_at + 26 * HOUR_MS);
    CHECK_TEXT(job_state(&j), "confirmed"); /* the coordinator looks after it */
    CHECK_I64(job_tasks(&j, "booking.no_show"), 1);
    world_close(t->world);
}

TEST_BOTH(what_was_taken_back_may_be_said_anew_by_either_and_a_late_hand_over_still_counts)
{
    struct job j = booked(engine);
    struct town *t = j.t;

    job_at(&j, j.start_at + 30 * MINUTE_MS); /* opened by time: nobody said who */
    CHECK_I64(withdraw(&j, t->sato.parent), 200);
    CHECK_I64(say(&j, t->sato.parent, "supporter"), 200);
    CHECK_TEXT(client_text(t->sato.parent->client, "against"), "supporter");
    CHECK(json_is_null(client_at(t->sato.parent->client, "outcome")));
    town_clock(t, j.start_at + 2 * HOUR_MS);
    job_tap(&j, t->yuki, "in", "supporter_tap");
    CHECK_TEXT(job_state(&j), "in_care");
    CHECK_TEXT(client_text(t->yuki->client, "no_show.outcome"), "came");
    CHECK_I64(withdraw(&j, t->sato.parent), 422);
    world_close(t->world);
}
