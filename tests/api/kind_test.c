/* kind_test.c - each kind of job asked over HTTP: its way, its people, and tariffs that have their
 * own word about children. */
#include "app/base/zone.h"
#include "tests/asks.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define START "2026-11-26T16:30"
#define HOURS (90 * MINUTE_MS)

static int64_t at(const char *time)
{
    return town_at(time);
}

static int send(const struct town *t, json_t *body)
{
    return client_post(t->sato.parent->client, "/api/v1/requests", body);
}

/* A job of the whole family of another kind, on the pick-up's way. */
static json_t *job(const struct town *t, const char *kind)
{
    json_t *body = ask_pickup(t, &t->sato, at(START), at(START) + HOURS);

    (void)json_object_set_new(body, "kind", json_string(kind));
    return body;
}

TEST_BOTH(care_at_the_supporters_needs_no_way_and_begins_and_ends_there)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    json_t *body = job(t, "care");
    const char *request, *offer;

    json_object_del(body, "stops");
    CHECK_I64(send(t, json_deep_copy(body)), 400);
    CHECK_TEXT(client_text(c, "field"), "care_at");
    (void)ask_with(body, "care_at", "\"home\"");
    CHECK_I64(send(t, json_deep_copy(body)), 400);
    CHECK_TEXT(client_text(c, "field"), "stops");
    request = ask_send(t, &t->sato, ask_with(body, "care_at", "\"supporter\""));
    CHECK_I64(json_array_size(client_at(c, "stops")), 2);
    CHECK(client_true(c, "stops.0.at_supporter"));
    CHECK_TEXT(client_text(c, "stops.0.act"), "collect");
    CHECK_I64(client_i64(c, "stops.1.at"), at(START) + HOURS);
    offer = ask_offer(t, &t->sato, request, t->yuki);
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    CHECK_TEXT(client_text(t->yuki->client, "distance"), "same"); /* of the family's area */
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    world_close(t->world);
}

TEST_BOTH(whoever_does_not_take_children_home_is_not_asked_for_that)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    json_t *body = job(t, "care");

    json_object_del(body, "stops");
    (void)ask_with(body, "care_at", "\"supporter\"");
    town_profile(t, t->yuki, "care_at", 2); /* at the child's home alone */
    CHECK_I64(send(t, ask_named(json_deep_copy(body), t->yuki, NULL)), 422);
    CHECK_TEXT(client_reason(c), "gate.kind");
    CHECK_I64(send(t, body), 201);
    CHECK_I64(json_array_size(client_at(c, "offers")), 2);
    world_close(t->world);
}

TEST_BOTH(a_joint_job_is_for_those_who_only_met)
{
    struct town *t = town_open(world_open(engine));
    struct person *new_friend = town_supporter(t, "新しい友");
    json_t *body = job(t, "joint");
    const char *request, *offer;

    town_tie(t, new_friend, t->sato.parent, 0);
    CHECK_I64(send(t, ask_named(job(t, "pickup"), new_friend, NULL)), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "tie.not_premet");
    json_object_del(body, "stops");
    request = ask_send(t, &t->sato, ask_named(body, new_friend, NULL));
    offer = ask_offer(t, &t->sato, request, new_friend);
    CHECK_I64(ask_yes(t, new_friend, offer, NULL), 201);
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    CHECK_TEXT(client_text(t->sato.parent->client, "state"), "confirmed");
    world_close(t->world);
}

TEST_BOTH(a_pre_meeting_counts_to_the_last_instant_of_the_job)
{
    struct town *t = town_open(world_open(engine));
    int64_t end = at(START) + HOURS;
    char sql[80];

    snprintf(sql, sizeof sql, "UPDATE tie SET premet_until_at = %lld", (long long)(end - 1));
    town_sql(t, sql);
    CHECK_I64(send(t, ask_named(job(t, "pickup"), t->yuki, NULL)), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "tie.not_premet");
    snprintf(sql, sizeof sql, "UPDATE tie SET premet_until_at = %lld", (long long)end);
    town_sql(t, sql);
    CHECK_I64(send(t, ask_named(job(t, "pickup"), t->yuki, NULL)), 201);
    world_close(t->world);
}

TEST_BOTH(a_drop_off_and_an_escort_with_a_lesson_between_are_asked_whole)
{
    struct town *t = town_open(world_open(engine));
    struct town_id pool = town_place(t, &t->sato, "lesson", "プール", 102, 101);
    struct client *c = t->sato.parent->client;
    json_t *body = job(t, "dropoff");
    char stops[700];

    snprintf(stops, sizeof stops,
             "[{\"place_id\": \"%s\", \"at\": %lld, \"act\": \"collect\"},"
             " {\"place_id\": \"%s\", \"at\": %lld, \"act\": \"bring\"}]",
             t->sato.home.text, (long long)at(START), t->nursery.text,
             (long long)at(START) + HOURS);
    CHECK_I64(send(t, ask_with(body, "stops", stops)), 201);
    snprintf(stops, sizeof stops,
             "[{\"place_id\": \"%s\", \"at\": %lld, \"act\": \"collect\"},"
             " {\"place_id\": \"%s\", \"at\": %lld, \"act\": \"bring\"},"
             " {\"place_id\": \"%s\", \"at\": %lld, \"act\": \"collect\"},"
             " {\"place_id\": \"%s\", \"at\": %lld, \"act\": \"bring\"}]",
             t->nursery.text, (long long)at(START), pool.text,
             (long long)(at(START) + 10 * MINUTE_MS), pool.text,
             (long long)(at(START) + 70 * MINUTE_MS), t->sato.home.text,
             (long long)at(START) + HOURS);
    CHECK_I64(send(t, ask_with(job(t, "escort"), "stops", stops)), 201);
    CHECK_I64(json_array_size(client_at(c, "stops")), 4);
    CHECK_TEXT(client_text(c, "stops.2.place_id"), pool.text);
    town_sql(t, "UPDATE place SET ended_at = 1 WHERE kind = 'lesson'");
    CHECK_I64(send(t, ask_with(job(t, "escort"), "stops", stops)), 400);
    CHECK_TEXT(client_text(c, "field"), "stops[1].place_id");
    world_close(t->world);
}

TEST_BOTH(a_tariff_may_not_take_a_sick_child_or_a_baby_with_its_brother)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;

    town_tariff(t, "yokohama", date_to_day_number(2026, 11, 26));
    CHECK_I64(send(t, ask_with(job(t, "pickup"), "sick", "true")), 422);
    CHECK_TEXT(client_reason(c), "tariff.sick_not_taken");
    town_tariff(t, "hirakata", date_to_day_number(2026, 11, 26));
    t->sato.child[1] = town_child(t, &t->sato, "赤ちゃん", 0);
    CHECK_I64(send(t, job(t, "pickup")), 422);
    CHECK_TEXT(client_reason(c), "tariff.age_0_alone");
    world_close(t->world);
}
