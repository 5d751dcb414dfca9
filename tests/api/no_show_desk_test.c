/* no_show_desk_test.c - 会えませんでした, contested: what the office decides; and cancelling after
 * the start. */
#include "tests/job.h"
#include "tests/office.h"
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

/* ---- the office decides a contested one ---- */

static int decide(const struct job *j, const struct person *by, const char *missing)
{
    return client_post(
        by->client, office_path(j->t, "bookings/%s/no-show/decision", j->id),
        json_pack("{s:s, s:s}", "missing", missing, "reason", "両方とお話ししました"));
}

/* Said against the supporter, contested, and two days have passed. */
static struct job contested(const char *engine)
{
    struct job j = booked(engine);

    job_at(&j, j.start_at + 30 * MINUTE_MS);
    CHECK_I64(say(&j, j.t->sato.parent, "supporter"), 200);
    CHECK_I64(contest(&j, j.t->yuki), 200);
    job_at(&j, j.start_at + 2 * DAY_MS);
    CHECK_TEXT(job_state(&j), "confirmed");
    return j;
}

static int64_t fees(const struct job *j)
{
    return job_count(j, "FROM payment WHERE state = 'cash_due' AND amount_minor > 0 AND"
                        " booking_id =");
}

TEST_BOTH(the_office_finds_that_the_family_was_missing_and_the_ladder_counts)
{
    struct job j = contested(engine);
    struct town *t = j.t;
    struct person *coordinator = office_staff(t, "coordinator");
    struct client *c = t->yuki->client;

    CHECK_I64(decide(&j, office_staff(t, "trainer"), "guardian"), 403);
    CHECK_I64(decide(&j, coordinator, "everybody"), 400);
    CHECK_I64(decide(&j, coordinator, "guardian"), 200);
    CHECK_TEXT(client_text(coordinator->client, "decision"), "guardian");
    CHECK_TEXT(client_text(coordinator->client, "outcome"), "no_show");
    CHECK_I64(decide(&j, coordinator, "guardian"), 200); /* twice is once */
    CHECK_I64(decide(&j, office_staff(t, "admin"), "nobody"), 409);
    CHECK_TEXT(job_state(&j), "no_show");
    CHECK_TEXT(client_text(c, "no_show.reason"), "両方とお話ししました");
    CHECK_TEXT(client_text(c, "coverage.facts.0.kind"), "no_show");
    CHECK_I64(fees(&j), 1);
    CHECK_I64(world_notices(t->world, "no_show"), 2);
    CHECK_I64(job_tasks(&j, "booking.no_show"), 0);
    CHECK_I64(job_count(&j, "FROM booking_event WHERE name = 'decide_no_show' AND booking_id ="),
              1);
    CHECK_I64(job_count(&j, "FROM audit_log WHERE action = 'no_show.decided' AND subject_id ="), 1);
    world_close(t->world);
}

TEST_BOTH(the_office_finds_that_the_supporter_or_nobody_was_missing_and_nothing_is_owed)
{
    struct job j = contested(engine);
    struct town *t = j.t;
    struct person *admin = office_staff(t, "admin");

    CHECK_I64(decide(&j, admin, "nobody"), 200);
    CHECK_TEXT(job_state(&j), "no_show");
    CHECK_I64(fees(&j), 0);
    CHECK_I64(job_get(&j, t->sato.parent, ""), 200);
    CHECK_TEXT(client_text(t->sato.parent->client, "no_show.decision"), "nobody");
    CHECK_I64(decide(&j, admin, "guardian"), 409);
    CHECK_TEXT(client_reason(admin->client), "no_show.decided");
    world_close(t->world);
}

TEST_BOTH(only_what_is_contested_is_decided_by_the_place_s_own_office_and_nobody_in_it)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    struct person *coordinator = office_staff(t, "coordinator");
    struct person *elsewhere = world_staff_of(
        t->world, world_community_in(t->world, "Europe/Berlin"), "外", "coordinator");

    CHECK_I64(decide(&j, coordinator, "nobody"), 422);
    CHECK_TEXT(client_reason(coordinator->client), "no_show.not_now");
    job_at(&j, j.start_at + 30 * MINUTE_MS);
    CHECK_I64(decide(&j, coordinator, "nobody"), 422); /* nobody contests it */
    CHECK_I64(contest(&j, t->yuki), 200);
    CHECK_I64(decide(&j, elsewhere, "nobody"), 404);
    town_guardian(t, &t->sato, coordinator);
    CHECK_I64(decide(&j, coordinator, "supporter"), 422);
    CHECK_TEXT(client_reason(coordinator->client), "staff.party");
    job_tap(&j, t->yuki, "in", "supporter_tap"); /* they came after all */
    CHECK_I64(decide(&j, office_staff(t, "admin"), "nobody"), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "");
    CHECK_TEXT(job_state(&j), "in_care");
    world_close(t->world);
}

/* ---- cancelling after the start ---- */

static int cancel_now(const struct job *j, int came, int64_t expect_minor)
{
    json_t *body = json_pack("{s:I}", "expect_minor", (json_int_t)expect_minor);

    if (came >= 0) {
        CHECK_I64(json_object_set_new(body, "supporter_came", json_boolean(came)), 0);
    }
    return job_post(j, j->parent, "/cancel", body);
}

TEST_BOTH(a_guardian_for_whom_nobody_came_does_not_pay_by_cancelling)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    struct client *c = t->sato.parent->client;

    job_at(&j, j.start_at + 10 * MINUTE_MS);
    CHECK_I64(job_get(&j, t->sato.parent, "/cancellation"), 200);
    CHECK(client_i64(c, "fee_minor") > 0);
    CHECK(client_true(c, "asks_who_came"));
    CHECK_I64(cancel_now(&j, -1, 10000), 422);
    CHECK_TEXT(client_reason(c), "cancel.who_came");
    CHECK_TEXT(client_text(c, "field"), "supporter_came");
    CHECK_I64(cancel_now(&j, 0, 0), 200);
    CHECK_I64(client_i64(c, "fee_minor"), 0);
    CHECK_TEXT(client_text(c, "why"), "cancel.claimed");
    CHECK_TEXT(client_text(c, "booking.state"), "confirmed");
    CHECK_I64(cancel_now(&j, 0, 0), 200); /* said once */
    CHECK_I64(job_count(&j, "FROM no_show_claim WHERE against = 'supporter' AND booking_id ="), 1);
    job_at(&j, j.start_at + DAY_MS + 11 * MINUTE_MS);
    CHECK_TEXT(job_state(&j), "no_show");
    CHECK_I64(fees(&j), 0);
    world_close(t->world);
}

TEST_BOTH(who_was_there_contests_it_and_who_was_called_in_vain_has_the_fee)
{
    struct job j = booked(engine);
    struct town *t = j.t;

    job_at(&j, j.start_at + 10 * MINUTE_MS);
    CHECK_I64(cancel_now(&j, 0, 0), 200);
    CHECK_I64(contest(&j, t->yuki), 200);
    CHECK_I64(cancel_now(&j, 0, 0), 409);
    CHECK_TEXT(client_reason(t->sato.parent->client), "no_show.said");
    CHECK_I64(cancel_now(&j, 1, 0), 409); /* the page showed less */
    CHECK_TEXT(client_reason(t->sato.parent->client), "cancel.costs_more");
    CHECK_I64(cancel_now(&j, 1, 10000), 200); /* it was a mistake: Yuki had come */
    CHECK_TEXT(job_state(&j), "cancelled");
    CHECK_TEXT(client_text(t->yuki->client, "no_show.outcome"), "withdrawn");
    CHECK_I64(fees(&j), 1);
    CHECK_I64(job_tasks(&j, "booking.no_show"), 0);
    world_close(t->world);
}
