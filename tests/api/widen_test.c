/* widen_test.c - more people for an ask that stands, people of one group alone, and two at once:
 * whoever is late reads what it has become. */
#include "tests/asks.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define START "2026-11-26T16:30"
#define HOURS (90 * MINUTE_MS)

static json_t *pickup(const struct town *t)
{
    return ask_pickup(t, &t->sato, town_at(START), town_at(START) + HOURS);
}

static int post(const struct person *p, const char *fmt, const char *id, const char *json)
{
    char path[100];

    int at = snprintf(path, sizeof path, "/api/v1/");

    snprintf(path + at, sizeof path - (size_t)at, fmt, id);
    return client_post(p->client, path, json != NULL ? json_loads(json, 0, NULL) : NULL);
}

static int widen(const struct person *by, const char *request, const char *audience)
{
    char json[400];

    snprintf(json, sizeof json, "{\"audience\": %s}", audience);
    return post(by, "requests/%s/audience", request, json);
}

static int widen_to(const struct person *by, const char *request, const char *member)
{
    char audience[200];

    snprintf(audience, sizeof audience, "{\"kind\": \"named\", \"member_ids\": [\"%s\"]}", member);
    return widen(by, request, audience);
}

static const char *group_audience(struct town *t, const struct town_id *group)
{
    return arena_printf(t->world->arena, "{\"kind\": \"group\", \"group_id\": \"%s\"}",
                        group->text);
}

static size_t offers(const struct person *p)
{
    return json_array_size(client_at(p->client, "offers"));
}

/* ---- a group ---- */

TEST_BOTH(an_ask_to_a_group_goes_to_those_the_guardian_knows_in_it)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    struct town_id group = town_group(t, "ひまわり組", t->sato.parent, t->yuki);
    struct person *unknown = town_supporter(t, "同じ組の人");
    const char *audience = group_audience(t, &group);

    town_sql(t, arena_printf(t->world->arena,
                             "INSERT INTO group_member (group_id, member_id, asked_at, accepted_at,"
                             " name_shown) VALUES (%lld, %lld, 1, 1, 1), (%lld, %lld, 1, 1, 0)",
                             (long long)group.id, (long long)unknown->id, (long long)group.id,
                             (long long)t->mio->id));
    CHECK_I64(client_post(c, "/api/v1/requests/preview", ask_with(pickup(t), "audience", audience)),
              200);
    CHECK_I64(client_i64(c, "people"),
              1); /* mio's name is not shown in it: she is not told apart */
    CHECK_I64(client_i64(c, "candidates"), 3);
    (void)ask_send(t, &t->sato, ask_with(pickup(t), "audience", audience));
    CHECK_TEXT(client_text(c, "audience"), "group");
    CHECK_TEXT(client_text(c, "group_id"), group.text);
    CHECK_I64(offers(t->sato.parent), 1);
    CHECK_TEXT(client_text(c, "offers.0.member_id"), t->yuki->id_text);
    world_close(t->world);
}

TEST_BOTH(a_group_of_others_is_no_group_and_an_empty_one_asks_nobody)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    struct town_id theirs = town_group(t, "ほかの組", t->tanaka.parent, t->yuki);
    struct town_id group = town_group(t, "ひまわり組", t->sato.parent, t->yuki);
    const char *const wrong[] = {
        group_audience(t, &theirs), "{\"kind\": \"group\", \"group_id\": \"gr_0000000000009\"}",
        "{\"kind\": \"group\"}", "{\"kind\": \"all\", \"group_id\": \"gr_0000000000009\"}"};

    for (int i = 0; i < 4; i++) {
        CHECK_I64(client_post(c, "/api/v1/requests", ask_with(pickup(t), "audience", wrong[i])),
                  400);
        CHECK_TEXT(client_text(c, "field"), "audience.group_id");
    }
    /* She shows her name no more; then she has left; then the guardian has. */
    town_sql(t, "UPDATE group_member SET name_shown = 0 WHERE member_id <> 0");
    CHECK_I64(client_post(c, "/api/v1/requests",
                          ask_with(pickup(t), "audience", group_audience(t, &group))),
              422);
    CHECK_TEXT(client_reason(c), "request.nobody_to_ask");
    town_sql(t, "UPDATE group_member SET moderator_at = NULL, name_shown = 0, left_at = 1 WHERE "
                "member_id <> 0");
    CHECK_I64(client_post(c, "/api/v1/requests",
                          ask_with(pickup(t), "audience", group_audience(t, &group))),
              400);
    world_close(t->world);
}

/* ---- more people ---- */

TEST_BOTH(people_are_added_to_an_open_ask_and_nobody_is_asked_twice)
{
    struct town *t = town_open(world_open(engine));
    struct person *parent = t->sato.parent, *father = world_member(t->world, "父");
    const char *request = ask_send(t, &t->sato, ask_named(pickup(t), t->yuki, NULL));

    town_guardian(t, &t->sato, father);
    CHECK_I64(post(t->yuki, "asks/%s/decline", ask_offer(t, &t->sato, request, t->yuki), NULL),
              204);
    CHECK_I64(widen_to(father, request, t->mio->id_text), 200);
    CHECK_I64(offers(father), 2);
    CHECK_TEXT(client_text(father->client, "audience"), "named");
    CHECK_I64(widen_to(parent, request, t->mio->id_text), 200); /* the other guardian, too */
    CHECK_I64(offers(parent), 2);
    CHECK_I64(widen_to(parent, request, t->yuki->id_text), 200); /* her no stays unseen */
    CHECK_TEXT(client_text(parent->client, "offers.0.state"), "asked");
    CHECK_I64(widen(parent, request, "{\"kind\": \"all\"}"), 200);
    CHECK_I64(offers(parent), 3);
    CHECK_TEXT(client_text(parent->client, "audience"), "all");
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM notice WHERE kind = 'asked'"), 3);
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM offer WHERE state = 'declined'"), 1);
    world_close(t->world);
}

TEST_BOTH(a_dearer_person_makes_the_full_price_the_higher_one)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    const char *request;

    town_expire(t, t->ken, "certificate", town_at(START)); /* 500 an hour instead of 600 */
    request = ask_send(t, &t->sato, ask_named(pickup(t), t->ken, NULL));
    CHECK_I64(client_i64(c, "price_minor"), 750);
    CHECK_I64(widen_to(t->sato.parent, request, t->yuki->id_text), 200);
    CHECK_I64(client_i64(c, "price_minor"), 900);
    world_close(t->world);
}

TEST_BOTH(an_ask_is_widened_only_while_it_is_open_and_by_its_own_family)
{
    struct town *t = town_open(world_open(engine));
    struct person *parent = t->sato.parent;
    const char *request = ask_send(t, &t->sato, ask_named(pickup(t), t->yuki, NULL));
    const char *mio = t->mio->id_text;

    CHECK_I64(widen_to(t->tanaka.parent, request, mio), 404);
    CHECK_I64(widen_to(t->yuki, request, mio), 404);
    CHECK_I64(widen(parent, request, "{\"kind\": \"named\"}"), 400);
    CHECK_TEXT(client_text(parent->client, "field"), "audience.member_ids");
    town_clock(t, town_at(START) - 30 * MINUTE_MS); /* it closes now; the worker has not looked */
    CHECK_I64(widen_to(parent, request, mio), 422);
    CHECK_TEXT(client_reason(parent->client), "request.closed");
    town_clock(t, town_at(START));
    CHECK_I64(widen_to(parent, request, mio), 422);
    CHECK_TEXT(client_reason(parent->client), "booking.too_late");
    (void)world_step(t->world);
    CHECK_I64(widen_to(parent, request, mio), 409);
    CHECK_TEXT(client_reason(parent->client), "request.changed");
    CHECK_TEXT(client_text(parent->client, "request.state"), "unfilled");
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM offer"), 1);
    world_close(t->world);
}

TEST_BOTH(what_is_agreed_with_one_is_not_asked_of_others)
{
    struct town *t = town_open(world_open(engine));
    json_t *body = ask_named(pickup(t), t->yuki, NULL);
    const char *request = ask_send(t, &t->sato, ask_with(body, "already_agreed", "true"));

    CHECK_I64(widen_to(t->sato.parent, request, t->mio->id_text), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "request.one_person");
    world_close(t->world);
}

/* ---- a stale page ---- */

TEST_BOTH(of_two_guardians_who_choose_the_second_reads_what_the_first_has_chosen)
{
    struct town *t = town_open(world_open(engine));
    struct person *parent = t->sato.parent, *father = world_member(t->world, "父");
    const char *request = ask_send(t, &t->sato, pickup(t));
    const char *yuki = ask_offer(t, &t->sato, request, t->yuki);
    const char *mio = ask_offer(t, &t->sato, request, t->mio);

    town_guardian(t, &t->sato, father);
    CHECK_I64(ask_yes(t, t->yuki, yuki, NULL), 201);
    CHECK_I64(ask_yes(t, t->mio, mio, NULL), 201);
    CHECK_I64(ask_choose(t, &t->sato, yuki), 201);
    CHECK_I64(post(father, "offers/%s/choose", mio, NULL), 409);
    CHECK_TEXT(client_reason(father->client), "offer.changed");
    CHECK_TEXT(client_text(father->client, "request.state"), "matched");
    CHECK_TEXT(client_text(father->client, "request.offers.0.state"), "chosen");
    CHECK(client_text(father->client, "request.booking_id") != NULL);
    CHECK_I64(post(father, "offers/%s/reserve", mio, NULL), 409);
    CHECK_TEXT(client_text(father->client, "request.id"), request);
    CHECK_I64(post(father, "requests/%s/withdraw", request, NULL), 409);
    CHECK_TEXT(client_text(father->client, "request.state"), "matched");
    CHECK_I64(post(father, "offers/%s/choose", yuki, NULL), 201); /* the same: one booking */
    CHECK_TEXT(client_text(parent->client, "id"), client_text(father->client, "id"));
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM booking"), 1);
    world_close(t->world);
}

TEST_BOTH(a_supporter_with_a_stale_page_reads_what_became_of_the_ask)
{
    struct town *t = town_open(world_open(engine));
    const char *request = ask_send(t, &t->sato, pickup(t));
    const char *yuki = ask_offer(t, &t->sato, request, t->yuki);
    const char *mio = ask_offer(t, &t->sato, request, t->mio);

    CHECK_I64(ask_yes(t, t->yuki, yuki, NULL), 201);
    CHECK_I64(ask_choose(t, &t->sato, yuki), 201);
    CHECK_I64(ask_yes(t, t->mio, mio, NULL), 409);
    CHECK_TEXT(client_text(t->mio->client, "ask.state"), "released");
    CHECK_TEXT(client_text(t->mio->client, "ask.request_state"), "matched");
    CHECK(strstr(t->mio->client->text, t->yuki->id_text) == NULL); /* never who was chosen */
    CHECK_I64(post(t->mio, "asks/%s/withdraw", mio, NULL), 409);
    CHECK_TEXT(client_text(t->mio->client, "ask.id"), mio);
    CHECK_I64(post(t->yuki, "asks/%s/withdraw", yuki, NULL), 409);
    CHECK_TEXT(client_text(t->yuki->client, "ask.state"), "chosen");
    world_close(t->world);
}

TEST_BOTH(who_cancels_what_the_other_cancelled_reads_the_booking_as_it_is)
{
    struct town *t = town_open(world_open(engine));
    const char *booking = ask_booked(t, &t->sato, t->yuki, town_at(START), town_at(START) + HOURS);

    CHECK_I64(post(t->sato.parent, "bookings/%s/cancel", booking, "{}"), 200);
    CHECK_I64(post(t->yuki, "bookings/%s/cancel", booking, "{}"), 409);
    CHECK_TEXT(client_reason(t->yuki->client), "booking.changed");
    CHECK_TEXT(client_text(t->yuki->client, "booking.state"), "cancelled");
    CHECK_I64(post(t->ken, "bookings/%s/cancel", booking, "{}"), 404);
    world_close(t->world);
}
