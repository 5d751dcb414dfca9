/* urgent_test.c - an ask that is near, and one that nobody takes: who is told when, who may be
 * rung, what the office sees; and what was agreed before, up to the minute of the start. */
#include "tests/asks.h"
#include "tests/letter.h"
#include "tests/office.h"
#include "tests/test.h"

#include <string.h>

#define NOW  "2026-11-25T16:40"
#define SOON "2026-11-25T17:15"

static json_t *soon(const struct town *t)
{
    return ask_pickup(t, &t->sato, town_at(SOON), town_at(SOON) + HOUR_MS);
}

static int get(struct town *t, const struct person *p, const char *request, const char *rest)
{
    return client_get(p->client,
                      arena_printf(t->world->arena, "/api/v1/requests/%s%s", request, rest));
}

static size_t items(const struct person *p)
{
    return json_array_size(client_at(p->client, "items"));
}

/* Turns the clock and lets the worker run; how many notices of that kind there are now. */
static int64_t told_at(struct town *t, const char *local, const char *kind)
{
    town_clock(t, town_at(local));
    (void)world_step(t->world);
    return world_notices(t->world, kind);
}

/* ---- urgent ---- */

TEST_BOTH(an_urgent_ask_at_16_40_for_17_15_reaches_phones_and_is_open_until_the_start)
{
    struct town *t = town_open(world_open(engine));
    const char *request, *offer;

    town_clock(t, town_at(NOW));
    request = ask_send(t, &t->sato, soon(t));
    CHECK(client_true(t->sato.parent->client, "urgent"));
    CHECK_I64(client_i64(t->sato.parent->client, "closes_at"), town_at(SOON));
    CHECK_I64(client_i64(t->sato.parent->client, "call_from_at"), town_at("2026-11-25T16:55"));
    (void)world_step(t->world);
    CHECK(letter_find(t->world->maildir, t->yuki->phone, "asked_urgent") != NULL);
    CHECK(letter_find(t->world->maildir, t->yuki->email, "asked_urgent") != NULL);
    CHECK_I64(world_notices(t->world, "asked"), 0);
    offer = ask_offer(t, &t->sato, request, t->yuki);
    town_clock(t, town_at(SOON) - 30000); /* the clock goes on */
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    CHECK_TEXT(client_text(t->sato.parent->client, "state"), "confirmed");
    world_close(t->world);
}

TEST_BOTH(twenty_minutes_before_the_start_the_family_may_ring_and_the_coordinator_knows)
{
    struct town *t = town_open(world_open(engine));
    struct person *parent = t->sato.parent, *father = world_member(t->world, "父");
    struct person *desk = office_staff(t, "coordinator"), *finance = office_staff(t, "finance");
    struct person *friend = town_supporter(t, "会っただけの人");
    const char *request;

    town_guardian(t, &t->sato, father);
    town_tie(t, friend, parent, 0);
    town_clock(t, town_at(NOW));
    request = ask_send(t, &t->sato, soon(t));
    town_sql(t, "UPDATE offer SET state = 'declined' WHERE supporter_id = (SELECT MIN(supporter_id)"
                " FROM offer)");
    CHECK_I64(get(t, parent, request, "/calls"), 422);
    CHECK_TEXT(client_reason(parent->client), "request.call_later");
    CHECK_I64(told_at(t, "2026-11-25T16:54", "desk_urgent"), 0);
    CHECK_I64(told_at(t, "2026-11-25T16:55", "desk_urgent"), 2); /* mail and SMS, to one person */
    (void)world_step(t->world);
    CHECK(letter_find(t->world->maildir, desk->phone, "desk_urgent") != NULL);
    CHECK(letter_find(t->world->maildir, finance->phone, "desk_urgent") == NULL);
    CHECK_I64(office_tasks(t, "request.urgent"), 1);
    CHECK_I64(get(t, father, request, "/calls"), 200);
    CHECK_I64(items(father), 3); /* a silent no is rung like no answer */
    CHECK_TEXT(client_text(father->client, "items.0.phone"), t->yuki->phone);
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM audit_log WHERE action = 'saw.phone'"), 3);
    CHECK_I64(get(t, parent, request, ""), 200);
    CHECK(strstr(parent->client->text, "\"call\"") != NULL);
    CHECK_I64(get(t, t->yuki, request, "/calls"), 404);
    CHECK_I64(get(t, t->tanaka.parent, request, "/calls"), 404);
    CHECK_I64(ask_yes(t, t->mio, ask_offer(t, &t->sato, request, t->mio), NULL), 201);
    CHECK_I64(ask_choose(t, &t->sato, ask_offer(t, &t->sato, request, t->mio)), 201);
    CHECK_I64(office_tasks(t, "request.urgent"), 0);
    CHECK_I64(get(t, parent, request, "/calls"), 409);
    CHECK_TEXT(client_text(parent->client, "request.state"), "matched");
    world_close(t->world);
}

TEST_BOTH(nobody_is_rung_who_blocked_is_on_hold_or_whose_pre_meeting_is_over)
{
    struct town *t = town_open(world_open(engine));
    struct person *parent = t->sato.parent;
    const char *request;

    town_clock(t, town_at(NOW));
    request = ask_send(t, &t->sato, soon(t));
    town_clock(t, town_at("2026-11-25T16:55"));
    town_block(t, t->yuki, parent);
    town_hold(t, t->mio);
    town_sql(t,
             arena_printf(t->world->arena, "UPDATE tie SET premet_until_at = %lld WHERE id = %lld",
                          (long long)town_at(SOON) + HOUR_MS - 1,
                          (long long)town_tie_of(t, t->ken, parent)));
    CHECK_I64(get(t, parent, request, "/calls"), 200);
    CHECK_I64(items(parent), 0);
    town_clock(t, town_at(SOON));
    CHECK_I64(get(t, parent, request, "/calls"), 422);
    CHECK_TEXT(client_reason(parent->client), "booking.too_late");
    world_close(t->world);
}

/* ---- nobody takes it ---- */

TEST_BOTH(a_family_hears_in_the_evening_in_the_morning_and_twice_before_that_nobody_has_it)
{
    struct town *t = town_open(world_open(engine));
    int64_t start = town_at("2026-11-27T16:45");
    const char *mail;

    (void)ask_send(t, &t->sato, ask_pickup(t, &t->sato, start, start + HOUR_MS));
    town_rule(t, "ask_closes_min", 0);
    town_sql(t, "UPDATE request SET closes_at = start_at WHERE id <> 0;"
                "UPDATE timer SET due_at = due_at + 1800000 WHERE kind = 'request.close'");
    CHECK_I64(told_at(t, "2026-11-26T19:59", "untaken"), 0);
    CHECK_I64(told_at(t, "2026-11-26T20:00", "untaken"), 2);
    (void)world_step(t->world);
    mail = letter_find(t->world->maildir, t->sato.parent->email, "untaken");
    CHECK(mail != NULL);
    CHECK(letter_find(t->world->maildir, t->sato.parent->phone, "untaken") == NULL); /* not yet */
    CHECK_I64(told_at(t, "2026-11-27T06:59", "untaken"), 2);
    CHECK_I64(told_at(t, "2026-11-27T07:00", "untaken"), 4);
    CHECK_I64(told_at(t, "2026-11-27T15:45", "untaken"), 6);
    (void)world_step(t->world);
    CHECK(letter_find(t->world->maildir, t->sato.parent->phone, "untaken") != NULL);
    CHECK_I64(office_tasks(t, "request.untaken"), 0);
    CHECK_I64(told_at(t, "2026-11-27T16:15", "untaken"), 8);
    CHECK_I64(office_tasks(t, "request.untaken"), 1);
    CHECK_I64(told_at(t, "2026-11-27T16:44", "untaken"), 8);
    world_close(t->world);
}

TEST_BOTH(an_ask_that_closes_with_the_last_alarm_is_the_coordinators_too)
{
    struct town *t = town_open(world_open(engine));
    int64_t start = town_at("2026-11-26T16:45");

    (void)ask_send(t, &t->sato, ask_pickup(t, &t->sato, start, start + HOUR_MS));
    (void)told_at(t, "2026-11-26T16:15", "untaken");
    CHECK_I64(world_notices(t->world, "unfilled"), 1);
    CHECK_I64(office_tasks(t, "request.untaken"), 1);
    world_close(t->world);
}

TEST_BOTH(alarms_end_with_the_choice_and_with_taking_it_back_and_what_was_missed_is_said_once)
{
    struct town *t = town_open(world_open(engine));
    int64_t start = town_at("2026-11-26T16:45");
    const char *taken = ask_send(t, &t->sato, ask_pickup(t, &t->sato, start, start + HOUR_MS));
    const char *offer = ask_offer(t, &t->sato, taken, t->yuki);
    const char *back;

    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    CHECK_I64(told_at(t, "2026-11-26T09:00", "untaken"), 2); /* evening and morning, late: once */
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    start += 3 * HOUR_MS;
    back = ask_send(t, &t->sato, ask_pickup(t, &t->sato, start, start + HOUR_MS));
    CHECK_I64(client_post(t->sato.parent->client,
                          arena_printf(t->world->arena, "/api/v1/requests/%s/withdraw", back),
                          NULL),
              200);
    CHECK_I64(told_at(t, "2026-11-26T19:30", "untaken"), 2);
    CHECK_I64(office_tasks(t, "request.untaken"), 0);
    world_close(t->world);
}

TEST_BOTH(the_coordinators_task_settles_itself_when_somebody_is_found)
{
    struct town *t = town_open(world_open(engine));
    int64_t start = town_at("2026-11-26T16:45");
    const char *request = ask_send(t, &t->sato, ask_pickup(t, &t->sato, start, start + HOUR_MS));
    const char *offer = ask_offer(t, &t->sato, request, t->yuki);

    town_rule(t, "alarm_last_min", 45); /* before it closes */
    (void)told_at(t, "2026-11-26T15:45", "untaken");
    (void)told_at(t, "2026-11-26T16:00", "untaken");
    CHECK_I64(office_tasks(t, "request.untaken"), 1);
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    CHECK_I64(office_tasks(t, "request.untaken"), 0);
    world_close(t->world);
}

TEST_BOTH(the_office_sees_what_nobody_has_taken_with_its_clock_and_no_child)
{
    struct town *t = town_open(world_open(engine));
    struct person *desk = office_staff(t, "coordinator"), *finance = office_staff(t, "finance");
    int64_t start = town_at("2026-11-26T16:45");
    const char *path = office_path(t, "requests/open"), *late, *near;

    late = ask_send(t, &t->sato, ask_pickup(t, &t->sato, start, start + HOUR_MS));
    near = ask_send(t, &t->tanaka, ask_pickup(t, &t->tanaka, start - 2 * HOUR_MS, start - HOUR_MS));
    (void)ask_booked(t, &t->sato, t->mio, start + 2 * HOUR_MS, start + 3 * HOUR_MS);
    CHECK_I64(ask_yes(t, t->yuki, ask_offer(t, &t->sato, late, t->yuki), NULL), 201);
    CHECK_I64(client_get(desk->client, path), 200);
    CHECK_I64(items(desk), 2);
    CHECK_TEXT(client_text(desk->client, "items.0.id"), near);
    CHECK_I64(client_i64(desk->client, "items.0.next_alarm_at"), town_at("2026-11-25T20:00"));
    CHECK_TEXT(client_text(desk->client, "items.1.id"), late);
    CHECK_I64(client_i64(desk->client, "items.1.asked_n"), 3);
    CHECK_I64(client_i64(desk->client, "items.1.offered_n"), 1);
    CHECK_I64(client_i64(desk->client, "items.1.children_n"), 2);
    CHECK(strstr(desk->client->text, t->sato.child[0].text) == NULL);
    CHECK_I64(client_get(desk->client, office_path(t, "requests/open?limit=1")), 200);
    CHECK_I64(client_get(desk->client, office_path(t, "requests/open?limit=1&cursor=%s",
                                                   client_text(desk->client, "next_cursor"))),
              200);
    CHECK_TEXT(client_text(desk->client, "items.0.id"), late);
    CHECK(client_text(desk->client, "next_cursor") == NULL);
    CHECK_I64(client_get(finance->client, path), 403);
    CHECK_I64(client_get(t->sato.parent->client, path), 403);
    (void)told_at(t, "2026-11-26T14:30", "untaken"); /* unfilled, and the start is ahead */
    person_step_up(t->world, desk);
    CHECK_I64(client_get(desk->client, path), 200);
    CHECK_TEXT(client_text(desk->client, "items.0.state"), "unfilled");
    town_clock(t, start - 2 * HOUR_MS);
    CHECK_I64(client_get(desk->client, path), 200);
    CHECK_I64(items(desk), 1);
    world_close(t->world);
}

/* ---- already agreed ---- */

TEST_BOTH(what_was_already_agreed_is_booked_by_the_ok_up_to_the_minute_of_the_start)
{
    struct town *t = town_open(world_open(engine));
    json_t *body = ask_with(ask_named(soon(t), t->yuki, NULL), "already_agreed", "true");
    const char *request, *offer;

    town_clock(t, town_at(SOON) - MINUTE_MS);
    request = ask_send(t, &t->sato, json_deep_copy(body));
    offer = ask_offer(t, &t->sato, request, t->yuki);
    town_clock(t, town_at(SOON) - 30000); /* the clock goes on */
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    CHECK_TEXT(client_text(t->yuki->client, "state"), "chosen");
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 409); /* her second tap: it is hers */
    CHECK_TEXT(client_text(t->yuki->client, "ask.state"), "chosen");
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM coverage"), 1);
    world_close(t->world);

    t = town_open(world_open(engine));
    json_decref(body);
    body = ask_with(ask_named(soon(t), t->yuki, NULL), "already_agreed", "true");
    town_clock(t, town_at(SOON) - 30000); /* the clock goes on */
    request = ask_send(t, &t->sato, json_deep_copy(body));
    offer = ask_offer(t, &t->sato, request, t->yuki);
    town_clock(t, town_at(SOON));
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "booking.too_late");
    CHECK_I64(client_post(t->sato.parent->client, "/api/v1/requests", body), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "booking.too_late");
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM booking"), 0);
    world_close(t->world);
}
