/* drop_test.c - one child less, before and during the job, by whom, and what it costs. */
#include "tests/job.h"
#include "tests/test.h"

#include <string.h>

#define AT(minutes) (j.start_at + (minutes)*MINUTE_MS)

/* The Satos' two, 16:45 to 18:00: 750 yen, and half of it for the sibling. */
static struct job twins(struct town *t)
{
    struct job j = job_usual(t);

    j.children = 2;
    j.price_minor = 1125;
    job_book(&j);
    return j;
}

static const char *drop_path(const struct job *j, int child)
{
    return arena_printf(j->t->world->arena, "/children/%s/drop", j->family->child[child].text);
}

static int drop(const struct job *j, const struct person *p, int child, const char *json)
{
    return job_post(j, p, drop_path(j, child), json_loads(json, 0, NULL));
}

static int own_tap(const struct job *j, const char *way)
{
    return job_post(j, j->supporter, "/handovers",
                    json_pack("{s:s, s:s}", "way", way, "proof", "supporter_tap"));
}

TEST_BOTH(a_feverish_twin_stays_home_and_the_other_ones_job_goes_on_for_less)
{
    struct town *t = town_open(world_open(engine));
    struct job j = twins(t);
    struct client *c = t->sato.parent->client;
    const char *first = arena_strdup(
        t->world->arena, (job_get(&j, t->sato.parent, "/agreement"), client_text(c, "sha256")));

    CHECK_I64(job_get(&j, t->sato.parent, drop_path(&j, 0)), 200);
    CHECK(!client_true(c, "cancels"));
    CHECK_I64(client_i64(c, "price_minor"), 750);
    CHECK_I64(client_i64(c, "booking.fee.price_minor"), 1125); /* nothing happened yet */
    for (int i = 0; i < 2; i++) {                              /* and a second tap */
        CHECK_I64(drop(&j, t->sato.parent, 0, "{\"cause\": \"child_fever\"}"), 200);
        CHECK_I64(client_i64(c, "price_minor"), 750);
        CHECK_TEXT(client_text(c, "booking.state"), "confirmed");
        CHECK_I64(client_i64(c, "booking.version"), 2);
    }
    CHECK_I64(job_count(&j, "FROM payment WHERE amount_minor = 750 AND booking_id ="), 1);
    CHECK_I64(job_count(&j, "FROM booking_event WHERE name = 'child_left' AND booking_id ="), 1);
    CHECK_I64(job_count(&j, "FROM coverage_fact f JOIN coverage v ON v.id = f.coverage_id"
                            " WHERE f.kind = 'amended' AND v.booking_id ="),
              1);
    CHECK_I64(world_notices(t->world, "child_left"), 2); /* the supporter, by mail and SMS */
    CHECK_I64(job_get(&j, t->sato.parent, "/agreement"), 200);
    CHECK(strcmp(client_text(c, "sha256"), first) != 0);
    CHECK(strstr(client_text(c, "document"), t->sato.child[0].text) == NULL);
    CHECK(strstr(client_text(c, "document"), t->sato.child[1].text) != NULL);
    j.price_minor = 750;
    job_done(&j);
    CHECK_TEXT(job_state(&j), "returned");
    CHECK_TEXT(client_text(t->yuki->client, "children.0.where"), "left");
    world_close(t->world);
}

TEST_BOTH(the_last_child_ends_the_booking_by_the_ladder_and_only_when_one_meant_it)
{
    struct town *t = town_open(world_open(engine));
    struct job j = twins(t);
    struct client *c = t->sato.parent->client;

    town_guardian(t, &t->sato, t->mio);
    town_clock(t, AT(-60));
    CHECK_I64(drop(&j, t->mio, 0, "{}"), 200);
    CHECK_I64(drop(&j, t->sato.parent, 1, "{}"), 409); /* two guardians at once */
    CHECK_TEXT(client_reason(c), "drop.cancels");
    CHECK_TEXT(client_text(c, "booking.children.0.where"), "left");
    CHECK_I64(job_get(&j, t->sato.parent, drop_path(&j, 1)), 200);
    CHECK(client_true(c, "cancels"));
    CHECK_I64(client_i64(c, "fee_minor"), 375); /* the day itself: half of the 750 */
    CHECK_I64(drop(&j, t->sato.parent, 1, "{\"cancels\": true, \"expect_minor\": 0}"), 409);
    CHECK_TEXT(client_reason(c), "cancel.costs_more");
    CHECK_I64(drop(&j, t->sato.parent, 1,
                   "{\"cancels\": true, \"expect_minor\": 0, \"cause\": \"child_fever\"}"),
              200);
    CHECK_I64(client_i64(c, "fee_minor"), 0); /* nobody can help a fever */
    CHECK_TEXT(client_text(c, "booking.state"), "cancelled");
    CHECK_I64(drop(&j, t->sato.parent, 1, "{}"), 409);
    CHECK_TEXT(client_reason(c), "booking.changed");
    CHECK_TEXT(client_text(c, "booking.state"), "cancelled");
    world_close(t->world);
}

TEST_BOTH(a_child_who_is_with_the_supporter_is_handed_back_first)
{
    struct town *t = town_open(world_open(engine));
    struct job j = twins(t);
    struct client *c = t->sato.parent->client;

    town_clock(t, AT(0));
    CHECK_I64(own_tap(&j, "in"), 201);
    CHECK_I64(drop(&j, t->sato.parent, 0, "{}"), 422);
    CHECK_TEXT(client_reason(c), "drop.still_with");
    town_clock(t, AT(30));
    CHECK_I64(job_post(&j, t->sato.parent, "/handovers",
                       json_pack("{s:s, s:s, s:[s]}", "way", "out", "proof", "guardian_tap",
                                 "child_ids", t->sato.child[0].text)),
              201);
    CHECK_I64(drop(&j, t->sato.parent, 0, "{}"), 422); /* it is back: there is nothing to do */
    CHECK_TEXT(client_reason(c), "drop.not_now");
    CHECK_TEXT(job_state(&j), "in_care");
    CHECK_I64(client_i64(t->yuki->client, "fee.price_minor"), 1125); /* as agreed */
    town_clock(t, j.end_at);
    CHECK_I64(own_tap(&j, "out"), 201);
    CHECK_TEXT(client_text(t->yuki->client, "state"), "returned");
    world_close(t->world);
}

TEST_BOTH(the_nursery_says_that_one_is_ill_and_the_supporter_notes_it_at_the_gate)
{
    struct town *t = town_open(world_open(engine));
    struct job j = twins(t);
    struct client *c = t->yuki->client;

    town_clock(t, AT(-61));
    CHECK_I64(drop(&j, t->yuki, 0, "{\"cause\": \"child_fever\"}"), 422);
    CHECK_TEXT(client_reason(c), "drop.not_now"); /* nobody is at the gate yet */
    town_clock(t, AT(1));
    CHECK_I64(drop(&j, t->yuki, 0, "{\"cause\": \"child_fever\"}"), 200);
    CHECK_I64(client_i64(c, "price_minor"), 750);
    CHECK_I64(world_notices(t->world, "child_left"), 2); /* the guardian at once, by SMS too */
    CHECK_I64(job_tasks(&j, "child.left"), 1);
    CHECK_I64(drop(&j, t->yuki, 1, "{\"cancels\": true}"), 422);
    CHECK_TEXT(client_reason(c), "drop.last");
    CHECK_I64(own_tap(&j, "in"), 201);
    CHECK_I64(job_post(&j, t->yuki, "/handovers",
                       json_pack("{s:s, s:s, s:[s]}", "way", "in", "proof", "supporter_tap",
                                 "child_ids", t->sato.child[0].text)),
              409); /* and yet she is taken along: that is looked at */
    CHECK_TEXT(client_reason(c), "handover.child_left");
    CHECK_TEXT(client_text(c, "booking.state"), "in_care");
    CHECK_I64(job_tasks(&j, "handover.told"), 1);
    town_clock(t, j.end_at);
    CHECK_I64(own_tap(&j, "out"), 201);
    CHECK_TEXT(client_text(c, "state"), "returned");
    world_close(t->world);
}

TEST_BOTH(the_guardian_fetches_the_child_from_the_lesson_and_the_job_is_over)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct town_id lesson = town_place(t, NULL, "lesson", "ピアノ教室", 3, 3);
    struct job_stop stops[] = {{t->nursery.id, AT(0), "collect", 1, false},
                               {lesson.id, AT(15), "bring", 1, false},
                               {lesson.id, AT(55), "collect", 1, false},
                               {t->sato.home.id, j.end_at, "bring", 1, false}};

    memcpy(j.stops, stops, sizeof stops);
    j.stops_n = 4;
    job_book(&j);
    town_clock(t, AT(0));
    CHECK_I64(job_post(&j, t->yuki, "/handovers",
                       json_pack("{s:s, s:s, s:s}", "way", "in", "proof", "supporter_tap",
                                 "stop_id", job_stop_id(&j, 0))),
              201);
    town_clock(t, AT(16));
    CHECK_I64(job_post(&j, t->yuki, "/handovers",
                       json_pack("{s:s, s:s, s:s}", "way", "out", "proof", "supporter_tap",
                                 "stop_id", job_stop_id(&j, 1))),
              201);
    town_clock(t, AT(40));
    CHECK_I64(drop(&j, t->sato.parent, 0, "{}"), 200);
    CHECK_TEXT(client_text(t->sato.parent->client, "booking.state"), "returned");
    CHECK(client_i64(t->sato.parent->client, "booking.ended_at") < AT(17));
    CHECK_I64(client_i64(t->sato.parent->client, "price_minor"), 750); /* as agreed */
    world_close(t->world);
}

TEST_BOTH(an_amendment_proposed_for_all_of_them_ends_when_one_leaves)
{
    struct town *t = town_open(world_open(engine));
    struct job j = twins(t);

    CHECK_I64(job_post(&j, t->yuki, "/amendments",
                       json_pack("{s:I}", "end_at", (json_int_t)(j.end_at + HOUR_MS))),
              201);
    CHECK_I64(drop(&j, t->sato.parent, 0, "{}"), 200);
    CHECK_I64(job_count(&j, "FROM amendment WHERE state = 'expired' AND booking_id ="), 1);
    CHECK_I64(drop(&j, t->mio, 1, "{}"), 404);
    CHECK_I64(drop(&j, t->sato.parent, 1, "{\"cause\": \"boredom\"}"), 400);
    world_close(t->world);
}
