/* disaster_test.c - 災害モード: one switch, who is with whom, and nothing that costs or nags. */
#include "tests/job.h"
#include "tests/office.h"
#include "tests/test.h"

#include <string.h>

static struct job in_care(const char *engine)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    j.tariff = town_tariff(t, "itami", 0);
    job_book(&j);
    town_clock(t, j.start_at);
    job_tap(&j, t->yuki, "in", "supporter_tap");
    return j;
}

static int turn(struct town *t, struct person *by, const char *what, const char *why)
{
    person_step_up(t->world, by);
    return client_post(by->client, office_path(t, "%s", what), json_pack("{s:s}", "reason", why));
}

static int who_is_where(struct town *t, const struct person *by)
{
    return client_get(by->client, office_path(t, "disaster"));
}

TEST_BOTH(one_switch_tells_everybody_in_care_and_lists_who_is_with_whom)
{
    struct job j = in_care(engine);
    struct town *t = j.t;
    struct person *guard = office_staff(t, "safeguarding");
    struct client *c = guard->client;

    CHECK_I64(who_is_where(t, guard), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 0); /* nobody's business without one */
    CHECK_I64(turn(t, guard, "disaster", "地震"), 200);
    CHECK_I64(client_i64(c, "told"), 1);
    CHECK_I64(world_notices(t->world, "disaster"), 4);      /* both sides, by mail and SMS */
    CHECK_I64(turn(t, guard, "disaster", "もう一度"), 200); /* the first switch stands */
    CHECK_TEXT(client_text(c, "reason"), "地震");
    CHECK_I64(world_notices(t->world, "disaster"), 4);
    CHECK_I64(who_is_where(t, guard), 200);
    CHECK_TEXT(client_text(c, "items.0.booking_id"), j.id);
    CHECK_TEXT(client_text(c, "items.0.supporter.phone"), t->yuki->phone);
    CHECK_TEXT(client_text(c, "items.0.guardians.0.phone"), t->sato.parent->phone);
    CHECK_I64(json_array_size(client_at(c, "items.0.children")), 1);
    CHECK(client_text(c, "items.0.children.0.call_name") != NULL);
    CHECK_TEXT(client_text(c, "items.0.place.kind"), "nursery");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM audit_log /* scan: a test's */"
                            " WHERE action = 'saw.disaster_list' AND household_id IS NOT NULL"),
              1);
    CHECK_I64(job_get(&j, t->yuki, ""), 200);
    CHECK(client_true(t->yuki->client, "disaster"));
    CHECK_I64(turn(t, guard, "disaster/off", "おさまった"), 200);
    CHECK(client_i64(c, "off_at") > 0);
    CHECK_I64(world_notices(t->world, "disaster_over"), 4);
    CHECK_I64(turn(t, guard, "disaster/off", "おさまった"), 422);
    CHECK_TEXT(client_reason(c), "disaster.off");
    CHECK_I64(job_count(&j, "FROM booking_event WHERE name IN ('disaster', 'disaster_over') AND"
                            " booking_id ="),
              2);
    world_close(t->world);
}

TEST_BOTH(in_a_disaster_they_stay_until_collected_nothing_nags_and_extra_time_is_free)
{
    struct job j = in_care(engine);
    struct town *t = j.t;
    struct person *guard = office_staff(t, "coordinator");

    CHECK_I64(turn(t, guard, "disaster", "地震"), 200);
    job_at(&j, j.end_at + 3 * HOUR_MS);
    CHECK_I64(world_notices(t->world, "overdue"), 0);
    CHECK_I64(world_notices(t->world, "until_passed"), 0);
    CHECK_I64(job_tasks(&j, "booking.overdue"), 0);
    CHECK_I64(turn(t, guard, "disaster/off", "おさまった"), 200);
    job_at(&j, j.end_at + 4 * HOUR_MS + MINUTE_MS);
    CHECK_I64(world_notices(t->world, "overdue"), 4); /* and then they do again */
    CHECK_I64(job_tasks(&j, "booking.overdue"), 1);
    job_tap(&j, t->yuki, "out", "supporter_tap");
    CHECK_I64(job_agree(&j, t->sato.parent), 200);
    CHECK_I64(job_count(&j, "FROM payment WHERE part = 'overtime' AND booking_id ="), 0);
    CHECK_I64(job_count(&j, "FROM payment WHERE state = 'cash_due' AND booking_id ="), 1);
    world_close(t->world);
}

TEST_BOTH(cancelling_in_a_disaster_costs_nothing_whatever_the_ladder_says)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct person *admin = office_staff(t, "admin");

    j.tariff = town_tariff(t, "itami", 0);
    job_book(&j);
    town_clock(t, j.start_at - HOUR_MS);
    CHECK_I64(job_get(&j, t->sato.parent, "/cancellation"), 200);
    CHECK(client_i64(t->sato.parent->client, "fee_minor") > 0);
    CHECK_I64(turn(t, admin, "disaster", "大雨"), 200);
    CHECK_I64(client_i64(admin->client, "told"), 0); /* no child is in care */
    CHECK_I64(job_get(&j, t->sato.parent, "/cancellation"), 200);
    CHECK_I64(client_i64(t->sato.parent->client, "fee_minor"), 0);
    CHECK_I64(job_post(&j, t->sato.parent, "/cancel", json_object()), 200);
    CHECK_I64(client_i64(t->sato.parent->client, "fee_minor"), 0);
    CHECK_I64(job_count(&j, "FROM payment WHERE state <> 'voided' AND booking_id ="), 0);
    world_close(t->world);
}

TEST_BOTH(nobody_else_switches_it_or_sees_the_list)
{
    struct job j = in_care(engine);
    struct town *t = j.t;
    struct person *finance = office_staff(t, "finance"), *auditor = office_staff(t, "auditor");
    struct person *guard = office_staff(t, "coordinator");

    CHECK_I64(turn(t, finance, "disaster", "地震"), 403);
    CHECK_I64(turn(t, auditor, "disaster", "地震"), 403);
    CHECK_I64(client_post(guard->client, office_path(t, "disaster"), json_object()), 400);
    CHECK_I64(turn(t, guard, "disaster", "地震"), 200);
    CHECK_I64(who_is_where(t, finance), 403);
    CHECK_I64(who_is_where(t, t->sato.parent), 403);
    world_close(t->world);
}
