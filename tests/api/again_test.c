/* again_test.c - asking once more with few taps: the draft can be sent as it comes back, and what
 * is different this time is said. */
#include "app/base/zone.h"
#include "tests/asks.h"
#include "tests/tariffs.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define START "2026-11-26T16:30" /* a Thursday */
#define HOURS (90 * MINUTE_MS)

static int again(struct town *t, const struct person *p, const char *booking, const char *query)
{
    return client_get(p->client,
                      arena_printf(t->world->arena, "/api/v1/bookings/%s/again%s", booking, query));
}

static const char *booked(struct town *t)
{
    return ask_booked(t, &t->sato, t->yuki, town_at(START), town_at(START) + HOURS);
}

static const char *change(const struct town *t, int i, const char *key)
{
    char where[40];

    snprintf(where, sizeof where, "changes.%d.%s", i, key);
    return client_text(t->sato.parent->client, where);
}

static size_t changes(const struct town *t)
{
    return json_array_size(client_at(t->sato.parent->client, "changes"));
}

/* The draft of the last answer, sent as it is. */
static int send_draft(struct town *t)
{
    struct client *c = t->sato.parent->client;

    return client_post(c, "/api/v1/requests", json_deep_copy(client_at(c, "draft")));
}

TEST_BOTH(a_job_is_asked_again_for_the_next_same_weekday_in_three_taps)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    const char *path =
        arena_printf(t->world->arena, "/api/v1/households/%s/usual-jobs", t->sato.id.text);
    const char *booking;

    CHECK_I64(client_get(c, path), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 0);
    (void)booked(t);
    town_clock(t, town_at("2026-11-28T10:00"));
    CHECK_I64(client_get(c, path), 200);
    booking = arena_strdup(t->world->arena, client_text(c, "items.0.booking_id"));
    CHECK_I64(again(t, t->sato.parent, booking, ""), 200);
    CHECK(client_true(c, "ready"));
    CHECK_I64(changes(t), 0);
    CHECK_I64(client_i64(c, "draft.start_at"), town_at("2026-12-03T16:30"));
    CHECK_I64(client_i64(c, "draft.stops.1.at"), town_at("2026-12-03T18:00"));
    CHECK_TEXT(client_text(c, "draft.audience.member_ids.0"), t->yuki->id_text);
    CHECK_I64(send_draft(t), 201);
    CHECK_I64(json_array_size(client_at(c, "children")), 2);
    CHECK_TEXT(client_text(c, "offers.0.member_id"), t->yuki->id_text);
    world_close(t->world);
}

TEST_BOTH(again_is_for_the_guardians_and_any_day_may_be_asked_for)
{
    struct town *t = town_open(world_open(engine));
    struct person *father = world_member(t->world, "父");
    struct client *c = t->sato.parent->client;
    const char *booking = booked(t);

    town_guardian(t, &t->sato, father);
    CHECK_I64(again(t, t->yuki, booking, ""), 404);
    CHECK_I64(again(t, t->tanaka.parent, booking, ""), 404);
    CHECK_I64(again(t, t->sato.parent, booking, "?on=2026-12-31"), 200);
    CHECK_I64(client_i64(c, "draft.end_at"), town_at("2026-12-31T18:00"));
    CHECK_I64(again(t, t->sato.parent, booking, "?on=2026-11-26"), 200); /* the very hour */
    CHECK(!client_true(c, "ready"));
    CHECK_TEXT(client_text(c, "reason"), "booking.child_busy");
    CHECK_TEXT(client_text(c, "field"), "child_ids[0]");
    CHECK_I64(again(t, t->sato.parent, booking, "?on=2026-11-24"), 200);
    CHECK_TEXT(client_text(c, "reason"), "booking.too_late");
    CHECK_I64(again(t, t->sato.parent, booking, "?on=2027-12-31"), 200);
    CHECK_TEXT(client_text(c, "reason"), "request.too_far");
    CHECK_I64(again(t, t->sato.parent, booking, "?on=soon"), 400);
    CHECK_I64(again(t, father, booking, ""), 200); /* his friends are others */
    CHECK_TEXT(client_text(father->client, "changes.0.what"), "supporter_gone");
    CHECK_TEXT(client_text(father->client, "draft.audience.kind"), "all");
    CHECK_TEXT(client_text(father->client, "reason"), "request.nobody_to_ask");
    world_close(t->world);
}

TEST_BOTH(who_or_what_is_no_more_is_left_out_and_said)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    const char *booking = booked(t);
    struct town_id new_home = town_place(t, &t->sato, "home", "新居", 105, 101);

    town_sql(t, arena_printf(t->world->arena, "UPDATE place SET ended_at = 1 WHERE id = %lld",
                             (long long)t->sato.home.id));
    town_second_home(t, t->sato.child[1], &t->tanaka); /* he lives there now */
    town_sql(t, arena_printf(t->world->arena,
                             "UPDATE child_home SET ended_at = 1 WHERE child_id = %lld"
                             " AND household_id = %lld",
                             (long long)t->sato.child[1].id, (long long)t->sato.id.id));
    town_tie_end(t, town_tie_of(t, t->yuki, t->sato.parent));
    CHECK_I64(again(t, t->sato.parent, booking, ""), 200);
    CHECK_I64(changes(t), 3);
    CHECK_TEXT(change(t, 0, "what"), "child_gone");
    CHECK_TEXT(change(t, 0, "id"), t->sato.child[1].text);
    CHECK_TEXT(change(t, 1, "what"), "place_moved");
    CHECK_TEXT(change(t, 1, "instead_id"), new_home.text);
    CHECK_TEXT(change(t, 2, "what"), "supporter_gone");
    CHECK_TEXT(change(t, 2, "reason"), "gate.not_available");
    CHECK_I64(json_array_size(client_at(c, "draft.child_ids")), 1);
    CHECK_I64(json_array_size(client_at(c, "draft.stops.0.child_ids")), 1);
    CHECK_TEXT(client_text(c, "draft.stops.1.place_id"), new_home.text);
    CHECK_TEXT(client_text(c, "draft.audience.kind"), "all");
    CHECK(client_true(c, "ready"));
    CHECK_I64(send_draft(t), 201);
    world_close(t->world);
}

TEST_BOTH(a_place_that_is_gone_and_a_child_too_old_leave_a_draft_to_be_mended)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    const char *booking;

    t->sato.child[1] =
        town_child_born(t, &t->sato, "兄", date_to_day_number(2013, 12, 2)); /* 13 on Wednesday */
    booking = booked(t);
    town_sql(t, "UPDATE place SET ended_at = 1 WHERE kind = 'nursery'");
    CHECK_I64(again(t, t->sato.parent, booking, "?on=2026-12-01"), 200);
    CHECK_I64(changes(t), 1);
    CHECK_TEXT(change(t, 0, "what"), "place_gone");
    CHECK(!client_true(c, "ready"));
    CHECK_TEXT(client_text(c, "field"), "stops");
    CHECK_I64(again(t, t->sato.parent, booking, "?on=2026-12-02"), 200);
    CHECK_TEXT(change(t, 0, "what"), "child_age");
    CHECK_TEXT(change(t, 0, "reason"), "policy.age");
    CHECK_TEXT(change(t, 0, "id"), t->sato.child[1].text);
    CHECK_I64(json_array_size(client_at(c, "draft.child_ids")), 1);
    world_close(t->world);
}

TEST_BOTH(asked_of_all_or_of_a_group_it_is_asked_so_again)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    struct town_id group = town_group(t, "ひまわり組", t->sato.parent, t->yuki);
    json_t *body = ask_pickup(t, &t->sato, town_at(START), town_at(START) + HOURS);
    const char *offer, *booking;

    (void)ask_with(
        body, "audience",
        arena_printf(t->world->arena, "{\"kind\": \"group\", \"group_id\": \"%s\"}", group.text));
    offer = ask_offer(t, &t->sato, ask_send(t, &t->sato, body), t->yuki);
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    booking = arena_strdup(t->world->arena, client_text(c, "id"));
    CHECK_I64(again(t, t->sato.parent, booking, ""), 200);
    CHECK_TEXT(client_text(c, "draft.audience.group_id"), group.text);
    town_sql(t, "UPDATE group_member SET moderator_at = NULL, name_shown = 0, left_at = 1 WHERE "
                "member_id <> 0");
    CHECK_I64(again(t, t->sato.parent, booking, ""), 200);
    CHECK_TEXT(change(t, 0, "what"), "group_left");
    CHECK_TEXT(client_text(c, "draft.audience.kind"), "all");
    world_close(t->world);
}

/* New York: no 2:30 on 2027-03-14. */
TEST_BOTH(the_wall_time_is_kept_where_the_clock_changed_between_and_a_skipped_hour_is_refused)
{
    static const char zone[] = "America/New_York";
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    int64_t night = test_at(zone, "2027-03-07T02:30"), evening = night + 19 * HOUR_MS;
    const char *booking, *later;

    town_sql(t, "UPDATE community SET zone = 'America/New_York' WHERE id <> 0");
    booking = ask_booked(t, &t->sato, t->yuki, night, night + HOUR_MS);
    later = ask_booked(t, &t->sato, t->yuki, evening, evening + HOUR_MS);
    CHECK_I64(again(t, t->sato.parent, booking, "?on=2027-03-14"), 422);
    CHECK_TEXT(client_reason(c), "again.hour_skipped");
    CHECK_TEXT(client_text(c, "field"), "on");
    CHECK_I64(again(t, t->sato.parent, booking, "?on=2027-03-15"), 200);
    CHECK_I64(client_i64(c, "draft.start_at"), test_at(zone, "2027-03-15T02:30"));
    CHECK_I64(client_i64(c, "draft.end_at"), test_at(zone, "2027-03-15T03:30"));
    CHECK_I64(again(t, t->sato.parent, booking, ""), 200); /* the Sunday after the skipped one */
    CHECK_I64(client_i64(c, "draft.start_at"), test_at(zone, "2027-03-21T02:30"));
    CHECK_I64(again(t, t->sato.parent, later, ""), 200); /* 21:30 by the clock, 23 hours less */
    CHECK_I64(client_i64(c, "draft.start_at"), evening + 7 * DAY_MS - HOUR_MS);
    world_close(t->world);
}

TEST_BOTH(the_usual_jobs_are_the_three_most_often_and_most_lately_done)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    const char *path =
        arena_printf(t->world->arena, "/api/v1/households/%s/usual-jobs", t->sato.id.text);
    int64_t at = town_at("2026-11-26T08:00"), last = 0;
    static const int64_t hours[] = {0, 2, 2, 4, 6, 6, 6};

    for (int i = 0; i < 7; i++) { /* a day each */
        last = at + i * DAY_MS + hours[i] * HOUR_MS;
        (void)ask_booked(t, &t->sato, t->yuki, last, last + HOUR_MS);
    }
    CHECK_I64(client_get(c, path), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 3);
    CHECK_I64(client_i64(c, "items.0.times"), 3);
    CHECK_I64(client_i64(c, "items.0.start_min"), 14 * 60);
    CHECK_I64(client_i64(c, "items.0.last_start_at"), last);
    CHECK_I64(client_i64(c, "items.1.times"), 2);
    CHECK_I64(client_i64(c, "items.2.start_min"), 12 * 60); /* later than the one at 8:00 */
    CHECK_TEXT(client_text(c, "items.0.display_name"), "ゆき");
    world_close(t->world);
}
