/* match_test.c - the ranked list of those a guardian knows, as the statements and the rules make it
 * together: who is on it, in which order, and for which reasons. */
#include "app/base/zone.h"
#include "tests/asks.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define START "2026-11-26T16:30"
#define HOURS (90 * MINUTE_MS)
#define DAY   20783 /* 2026-11-26, a Thursday */

static int64_t at(const char *time)
{
    return town_at(time);
}

/* The candidates of a draft; how many. */
static int64_t match(const struct town *t, json_t *body)
{
    struct client *c = t->sato.parent->client;

    CHECK_I64(client_post(c, "/api/v1/requests/candidates", body), 200);
    return (int64_t)json_array_size(client_at(c, "items"));
}

static json_t *pickup(const struct town *t)
{
    return ask_pickup(t, &t->sato, at(START), at(START) + HOURS);
}

/* Who stands at that place of the last list; "" for nobody. */
static const char *place(const struct town *t, int i)
{
    char where[40];
    const char *name;

    snprintf(where, sizeof where, "items.%d.display_name", i);
    name = client_text(t->sato.parent->client, where);
    return name != NULL ? name : "";
}

static json_t *candidate(const struct town *t, const struct person *p)
{
    json_t *item;
    size_t i;

    json_array_foreach (client_at(t->sato.parent->client, "items"), i, item) {
        if (strcmp(json_string_value(json_object_get(item, "member_id")), p->id_text) == 0) {
            return item;
        }
    }
    return NULL;
}

static json_t *because(const struct town *t, const struct person *p, const char *why)
{
    json_t *reason;
    size_t i;

    json_array_foreach (json_object_get(candidate(t, p), "reasons"), i, reason) {
        if (strcmp(json_string_value(json_object_get(reason, "why")), why) == 0) {
            return reason;
        }
    }
    return NULL;
}

TEST_BOTH(equals_stand_by_their_load_and_then_by_age_of_account)
{
    struct town *t = town_open(world_open(engine));

    CHECK_I64(match(t, pickup(t)), 3);
    CHECK_TEXT(place(t, 0), "ゆき");
    CHECK_TEXT(place(t, 1), "みお");
    CHECK_TEXT(place(t, 2), "けん");
    CHECK(because(t, t->yuki, "free") != NULL);
    CHECK(because(t, t->yuki, "next_area") != NULL);
    CHECK(because(t, t->yuki, "certificate") != NULL);
    CHECK(because(t, t->yuki, "history") == NULL);
    CHECK_I64(json_integer_value(json_object_get(candidate(t, t->yuki), "price_minor")), 900);
    world_close(t->world);
}

TEST_BOTH(what_is_known_of_each_moves_them_up_or_down)
{
    struct town *t = town_open(world_open(engine));

    town_hours(t, t->yuki, 17 * 60, 18 * 60); /* free for an hour of the hour and a half */
    town_hours(t, t->mio, 0, 0);
    CHECK_I64(match(t, pickup(t)), 3);
    CHECK_TEXT(place(t, 0), "けん");
    CHECK_TEXT(place(t, 1), "ゆき");
    CHECK_TEXT(place(t, 2), "みお"); /* hours are a score, never a filter */
    CHECK(because(t, t->yuki, "partly_free") != NULL);
    CHECK(because(t, t->mio, "free") == NULL && because(t, t->mio, "partly_free") == NULL);

    town_exception(t, t->mio, DAY, 16 * 60, 18 * 60, true);
    town_exception(t, t->ken, DAY, 0, 24 * 60, false);
    CHECK_I64(match(t, pickup(t)), 3);
    CHECK_TEXT(place(t, 0), "みお");
    CHECK_TEXT(place(t, 2), "けん");
    /* On another day the exceptions say nothing. */
    CHECK_I64(match(t, ask_pickup(t, &t->sato, at(START) + DAY_MS, at(START) + DAY_MS + HOURS)), 3);
    CHECK_TEXT(place(t, 0), "けん");
    world_close(t->world);
}

TEST_BOTH(a_night_is_free_when_both_of_its_days_are)
{
    struct town *t = town_open(world_open(engine));
    json_t *night = ask_pickup(t, &t->sato, at("2026-11-26T23:00"), at("2026-11-27T01:00"));

    town_hours(t, t->ken, 22 * 60, 24 * 60);
    town_exception(t, t->ken, DAY + 1, 0, 6 * 60, true);
    CHECK_I64(match(t, json_deep_copy(night)), 3);
    CHECK_TEXT(place(t, 0), "けん");
    CHECK(because(t, t->ken, "free") != NULL);
    town_profile(t, t->ken, "until_min", 24 * 60 - 1); /* until before midnight at the latest */
    CHECK_I64(match(t, night), 2);
    world_close(t->world);
}

TEST_BOTH(a_group_counts_only_where_both_show_their_names)
{
    struct town *t = town_open(world_open(engine));

    town_group(t, "みどり保育園", t->sato.parent, t->ken);
    CHECK_I64(match(t, pickup(t)), 3);
    CHECK_TEXT(place(t, 0), "けん");
    CHECK_TEXT(json_string_value(json_object_get(because(t, t->ken, "group"), "group")),
               "みどり保育園");
    town_sql(t, "UPDATE group_member SET name_shown = 0");
    CHECK_I64(match(t, pickup(t)), 3);
    CHECK_TEXT(place(t, 0), "ゆき");
    CHECK(because(t, t->ken, "group") == NULL);
    world_close(t->world);
}

TEST_BOTH(refusals_and_silence_count_nowhere)
{
    struct town *t = town_open(world_open(engine));
    json_t *before, *after;
    char path[80];

    CHECK_I64(match(t, pickup(t)), 3);
    before = json_deep_copy(client_at(t->sato.parent->client, "items"));
    for (int i = 1; i <= 3; i++) {
        int64_t start = at(START) + i * DAY_MS;
        const char *request = ask_send(t, &t->sato, ask_pickup(t, &t->sato, start, start + HOURS));

        client_path(path, sizeof path, "/api/v1/asks/%s/decline",
                    ask_offer(t, &t->sato, request, t->yuki));
        CHECK_I64(client_post(t->yuki->client, path, NULL), 204);
    }
    CHECK_I64(match(t, pickup(t)), 3);
    after = json_deep_copy(client_at(t->sato.parent->client, "items"));
    CHECK(json_equal(before, after));
    json_decref(before);
    json_decref(after);
    world_close(t->world);
}

TEST_BOTH(who_is_booked_travels_or_has_worked_enough_is_not_on_the_list)
{
    struct town *t = town_open(world_open(engine));
    int64_t start = at(START);

    (void)ask_booked(t, &t->tanaka, t->yuki, start - HOURS, start); /* ends at the Tanakas' home */
    CHECK_I64(match(t, pickup(t)), 2);
    CHECK(candidate(t, t->yuki) == NULL);
    CHECK_I64(match(t, ask_pickup(t, &t->sato, start + 15 * MINUTE_MS, start + HOURS)), 3);
    CHECK_I64(match(t, ask_pickup(t, &t->sato, start + 14 * MINUTE_MS, start + HOURS)), 2);

    town_profile(t, t->yuki, "cap_week_min", 3 * 60 - 1);
    CHECK_I64(match(t, ask_pickup(t, &t->sato, start + HOURS, start + 2 * HOURS)), 2);
    town_profile(t, t->yuki, "cap_week_min", 3 * 60);
    CHECK_I64(match(t, ask_pickup(t, &t->sato, start + HOURS, start + 2 * HOURS)), 3);
    /* A new week begins on Monday. */
    town_profile(t, t->yuki, "cap_week_min", 90);
    CHECK_I64(match(t, ask_pickup(t, &t->sato, at("2026-11-29T23:59"), at("2026-11-30T01:00"))), 2);
    CHECK_I64(match(t, ask_pickup(t, &t->sato, at("2026-11-30T00:00"), at("2026-11-30T01:00"))), 3);
    world_close(t->world);
}

static void hand_over(const struct person *p, const char *booking, const char *way)
{
    char path[80];

    client_path(path, sizeof path, "/api/v1/bookings/%s/handovers", booking);
    CHECK_I64(
        client_post(p->client, path, json_pack("{s:s, s:s}", "way", way, "proof", "supporter_tap")),
        201);
}

/* The whole job, until nobody has anything more to say about it. */
static void do_job(struct town *t, const struct family *f, const struct person *p, int64_t start)
{
    const char *booking = ask_booked(t, f, p, start, start + HOURS);

    town_clock(t, start);
    hand_over(p, booking, "in");
    town_clock(t, start + HOURS);
    hand_over(p, booking, "out");
    town_clock(t, start + HOURS + 49 * HOUR_MS);
    world_step(t->world);
}

static int64_t match_in(struct town *t, int64_t ms)
{
    int64_t start = world_now(t->world) + ms;

    return match(t, ask_pickup(t, &t->sato, start, start + HOURS));
}

TEST_BOTH(jobs_done_with_a_child_are_history_and_the_last_weeks_are_load)
{
    struct town *t = town_open(world_open(engine));

    do_job(t, &t->sato, t->ken, at(START));
    CHECK_I64(match_in(t, DAY_MS), 3);
    CHECK_TEXT(place(t, 0), "けん");
    CHECK_I64(json_integer_value(json_object_get(because(t, t->ken, "history"), "n")), 1);
    CHECK(because(t, t->yuki, "history") == NULL);
    /* What was done for another family is load and nothing else. */
    do_job(t, &t->tanaka, t->yuki, world_now(t->world) + DAY_MS);
    town_sql(t, "UPDATE tie SET jobs_done = 0, trials_done = 0");
    CHECK_I64(match_in(t, DAY_MS), 3);
    CHECK_TEXT(place(t, 1), "みお");
    CHECK_TEXT(place(t, 2), "ゆき");
    /* Four weeks later nobody is tired of it any more; twice, as sessions rest after a month. */
    for (int weeks = 0; weeks < 4; weeks += 2) {
        world_advance(t->world, 15 * DAY_MS);
        CHECK_I64(match_in(t, DAY_MS), 3);
    }
    CHECK_TEXT(place(t, 0), "けん");
    CHECK_TEXT(place(t, 1), "ゆき");
    CHECK_TEXT(place(t, 2), "みお");
    world_close(t->world);
}

TEST_BOTH(a_sent_asks_candidates_are_those_of_whoever_looks)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    struct person *father = world_member(t->world, "父");
    const char *request = ask_send(t, &t->sato, pickup(t));
    char path[80];

    client_path(path, sizeof path, "/api/v1/requests/%s/candidates", request);
    CHECK_I64(client_get(c, path), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 3);
    CHECK(json_is_null(client_at(c, "items.0.price_minor")));
    CHECK_TEXT(client_text(c, "items.0.distance"), "next");
    town_guardian(t, &t->sato, father);
    CHECK_I64(client_get(father->client, path), 200);
    CHECK_I64(json_array_size(client_at(father->client, "items")), 0); /* his own ties: none */
    world_close(t->world);
}

TEST_BOTH(quiet_hours_and_a_switched_off_profile_keep_people_off_the_list)
{
    struct town *t = town_open(world_open(engine));

    town_sql(t, "UPDATE supporter SET quiet_from_min = 990, quiet_to_min = 1080"); /* 16:30-18:00 */
    CHECK_I64(match(t, pickup(t)), 0);
    CHECK_I64(match(t, ask_pickup(t, &t->sato, at(START), at(START) + HOURS + MINUTE_MS)), 3);
    town_profile(t, t->ken, "is_on", 0);
    CHECK_I64(match(t, ask_pickup(t, &t->sato, at(START), at(START) + HOURS + MINUTE_MS)), 2);
    world_close(t->world);
}
