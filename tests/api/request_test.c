/* request_test.c - asking over HTTP: what is refused and why, what is seen before sending, and who
 * sees what was sent. */
#include "app/base/zone.h"
#include "tests/asks.h"
#include "tests/test.h"

#include <string.h>

#define START "2026-11-26T16:30"
#define HOURS (90 * MINUTE_MS)

static int64_t at(const char *time)
{
    return town_at(time);
}

static json_t *pickup(const struct town *t)
{
    return ask_pickup(t, &t->sato, at(START), at(START) + HOURS);
}

static int preview(const struct town *t, json_t *body)
{
    return client_post(t->sato.parent->client, "/api/v1/requests/preview", body);
}

static int send(const struct town *t, json_t *body)
{
    return client_post(t->sato.parent->client, "/api/v1/requests", body);
}

static const char *reason(const struct town *t)
{
    return client_reason(t->sato.parent->client);
}

static const char *field(const struct town *t)
{
    return client_text(t->sato.parent->client, "field");
}

/* Refused both when it is sent and before, with this reason and field (NULL: none). */
static void refused(const struct town *t, json_t *body, const char *why, const char *where)
{
    json_t *copy = json_deep_copy(body);

    CHECK_I64(preview(t, body), 422);
    CHECK_TEXT(reason(t), why);
    CHECK_I64(send(t, copy), 422);
    CHECK_TEXT(reason(t), why);
    CHECK_TEXT(field(t), where);
}

static void malformed(const struct town *t, json_t *body, const char *where)
{
    CHECK_I64(send(t, body), 400);
    CHECK_TEXT(field(t), where);
}

TEST_BOTH(a_pickup_is_asked_offered_chosen_and_confirmed_in_cash)
{
    struct town *t = town_open(world_open(engine));
    struct client *parent = t->sato.parent->client;
    const char *request = ask_send(t, &t->sato, pickup(t)), *offer;

    CHECK_TEXT(client_text(parent, "state"), "open");
    CHECK_I64(client_i64(parent, "closes_at"), at(START) - 30 * MINUTE_MS);
    CHECK_I64(client_i64(parent, "price_minor"), 900);
    CHECK_I64(json_array_size(client_at(parent, "offers")), 3);
    offer = ask_offer(t, &t->sato, request, t->yuki);
    CHECK_I64(ask_yes(t, t->yuki, offer, "{\"fee\": {\"waived_pct\": 50}, \"note\": \"喜んで\"}"),
              201);
    CHECK_TEXT(client_text(t->yuki->client, "state"), "offered");
    CHECK_I64(client_i64(t->yuki->client, "price_minor"), 450);
    CHECK_TEXT(client_text(t->yuki->client, "note"), "喜んで");
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    CHECK_TEXT(client_text(parent, "state"), "confirmed");
    CHECK_TEXT(ask_state(t, &t->sato, request, t->mio), "released");
    CHECK_TEXT(client_text(parent, "state"), "matched");
    CHECK(client_text(parent, "booking_id") != NULL);
    world_close(t->world);
}

TEST_BOTH(the_preview_tells_how_many_see_it_every_price_in_full_and_the_policy)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;

    town_qualify(t, t->mio, "licence", at(START) + DAY_MS);
    town_expire(t, t->ken, "certificate", at(START));
    CHECK_I64(preview(t, pickup(t)), 200);
    CHECK_I64(client_i64(c, "people"), 3);
    CHECK_I64(client_i64(c, "candidates"), 3);
    CHECK_TEXT(client_text(c, "prices.0.mode"), "tariff");
    CHECK_I64(client_i64(c, "prices.0.least_minor"), 750); /* ken: 500 an hour */
    CHECK_I64(client_i64(c, "prices.0.most_minor"), 1050); /* mio: 700 */
    CHECK_I64(client_i64(c, "prices.0.price.guardian_pays_minor"), 1050);
    CHECK_TEXT(client_text(c, "prices.0.price.lines.0.why"), "price.time");
    CHECK_I64(client_i64(c, "prices.0.price.lines.0.minutes"), 90);
    CHECK_I64(client_i64(c, "prices.0.cancelling.0.fee_minor"), 0);
    CHECK_I64(client_i64(c, "prices.0.cancelling.0.until_at"), at("2026-11-26T00:00"));
    CHECK_I64(client_i64(c, "prices.0.cancelling.1.fee_minor"), 525);
    CHECK_I64(client_i64(c, "prices.0.cancelling.2.fee_minor"), 1050);
    CHECK(json_is_null(client_at(c, "prices.0.cancelling.2.until_at")));
    CHECK_TEXT(client_text(c, "prices.1.mode"), "thanks");
    CHECK_I64(client_i64(c, "prices.1.most_minor"), 0);
    CHECK(client_at(c, "prices.2") == NULL);
    CHECK_TEXT(client_text(c, "policy.id"), t->policy.text);
    CHECK(json_is_null(client_at(c, "policy_reason")));
    CHECK_I64(preview(t, ask_named(pickup(t), t->ken, NULL)), 200);
    CHECK_I64(client_i64(c, "people"), 1);
    CHECK_I64(client_i64(c, "prices.0.most_minor"), 750);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM request"), 0);
    world_close(t->world);
}

TEST_BOTH(an_ask_lies_in_the_future_and_within_half_a_year)
{
    struct town *t = town_open(world_open(engine));
    int64_t now = world_now(t->world);

    refused(t, ask_pickup(t, &t->sato, now - MINUTE_MS, now + HOUR_MS), "booking.too_late",
            "start_at");
    refused(t, ask_pickup(t, &t->sato, now + 181 * DAY_MS, now + 181 * DAY_MS + HOUR_MS),
            "request.too_far", "start_at");
    world_close(t->world);
}

TEST_BOTH(fields_that_make_no_sense_are_named)
{
    struct town *t = town_open(world_open(engine));

    malformed(t, ask_with(pickup(t), "end_at", "1"), "end_at");
    malformed(t, ask_with(pickup(t), "kind", "\"taxi\""), "kind");
    malformed(t, ask_with(pickup(t), "child_ids", "[]"), "child_ids");
    malformed(t, ask_with(pickup(t), "stops", "[]"), "stops");
    malformed(t, ask_with(pickup(t), "stops", "[{\"act\": \"collect\", \"at\": 5}]"),
              "stops[0].place_id");
    malformed(t, ask_with(pickup(t), "fee", "{\"mode\": \"tariff\", \"rate_minor\": 5}"),
              "fee.rate_minor");
    malformed(t, ask_with(pickup(t), "pay_by", "\"nothing\""), "pay_by");
    malformed(t, ask_with(pickup(t), "first_trusted_yes", "true"), "first_trusted_yes");
    malformed(t, ask_with(pickup(t), "already_agreed", "true"), "already_agreed");
    malformed(t, ask_with(pickup(t), "audience", "{\"kind\": \"named\"}"), "audience.member_ids");
    malformed(t, ask_with(pickup(t), "audience", "null"), "audience");
    malformed(t, ask_with(pickup(t), "state", "\"matched\""), "state");
    CHECK_I64(preview(t, ask_with(pickup(t), "audience", "null")), 200);
    world_close(t->world);
}

TEST_BOTH(another_familys_household_child_or_place_does_not_exist_here)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    json_t *body = pickup(t);

    CHECK_I64(send(t, ask_with(json_deep_copy(body), "household_id", "\"hh_0000000000009\"")), 404);
    json_object_set_new(body, "household_id", json_string(t->tanaka.id.text));
    CHECK_I64(send(t, json_deep_copy(body)), 404);
    CHECK_TEXT(client_reason(c), "");
    json_object_set_new(body, "household_id", json_string(t->sato.id.text));
    json_array_append_new(json_object_get(body, "child_ids"), json_string(t->tanaka.child[0].text));
    malformed(t, json_deep_copy(body), "child_ids[2]");
    json_decref(body);
    body = pickup(t);
    json_object_set_new(json_array_get(json_object_get(body, "stops"), 1), "place_id",
                        json_string(t->tanaka.home.text));
    malformed(t, body, "stops[1].place_id");
    world_close(t->world);
}

TEST_BOTH(a_child_who_is_booked_elsewhere_at_that_time_is_busy)
{
    struct town *t = town_open(world_open(engine));
    struct family cousins = town_family(t, "いとこ", (const int[]){6, -1});

    town_tie(t, cousins.parent, t->yuki, at(START) + DAY_MS);
    town_second_home(t, cousins.child[0], &t->sato);
    (void)ask_booked(t, &cousins, t->yuki, at(START), at(START) + HOURS);
    t->sato.child[1] = cousins.child[0];
    refused(t, pickup(t), "booking.child_busy", "child_ids[1]");
    /* Half-open: what begins when that ends fits. */
    CHECK_I64(send(t, ask_pickup(t, &t->sato, at(START) + HOURS, at(START) + 2 * HOURS)), 201);
    CHECK_I64(send(t, ask_pickup(t, &t->sato, at(START) - HOURS, at(START))), 201);
    world_close(t->world);
}

TEST_BOTH(no_policy_is_told_by_the_preview_and_refuses_the_ask)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;

    CHECK_I64(preview(t, ask_with(pickup(t), "sick", "true")), 200);
    CHECK_TEXT(client_text(c, "policy_reason"), "policy.sick");
    CHECK(json_is_null(client_at(c, "policy")));
    CHECK_I64(send(t, ask_with(pickup(t), "sick", "true")), 422);
    CHECK_TEXT(reason(t), "policy.sick");
    t->sato.child[1] = town_child(t, &t->sato, "姉", 13);
    CHECK_I64(preview(t, ask_with(pickup(t), "audience", "{\"kind\": \"all\"}")), 200);
    CHECK_TEXT(client_text(c, "policy_reason"), "policy.age");
    CHECK_I64(client_i64(c, "people"), 0);                 /* nobody takes thirteen */
    town_sql(t, "UPDATE policy SET valid_to_day = 20782"); /* 2026-11-25 */
    t->sato.children = 1;
    CHECK_I64(send(t, pickup(t)), 422);
    CHECK_TEXT(reason(t), "policy.dates");
    world_close(t->world);
}

/* 2026-11-26 is day 20783. */
TEST_BOTH(ages_are_those_of_the_local_date_of_the_start)
{
    struct town *t = town_open(world_open(engine));
    int64_t day = date_to_day_number(2026, 11, 27);
    struct client *c = t->sato.parent->client;

    /* Turns one on the 27th; the policy begins at one. */
    t->sato.child[0] = town_child_born(t, &t->sato, "あかり", date_to_day_number(2025, 11, 27));
    t->sato.children = 1;
    CHECK_I64(day, 20784);
    CHECK_I64(preview(t, ask_pickup(t, &t->sato, at("2026-11-26T23:59"), at("2026-11-27T00:30"))),
              200);
    CHECK_TEXT(client_text(c, "policy_reason"), "policy.age");
    CHECK_I64(send(t, ask_pickup(t, &t->sato, at("2026-11-26T23:59"), at("2026-11-27T00:30"))),
              422);
    CHECK_TEXT(reason(t), "policy.age");
    CHECK_I64(send(t, ask_pickup(t, &t->sato, at("2026-11-27T00:00"), at("2026-11-27T00:30"))),
              201);
    CHECK_I64(client_i64(c, "children.0.age_years"), 1);
    world_close(t->world);
}

TEST_BOTH(a_child_who_is_not_born_yet_is_not_taken_anywhere)
{
    struct town *t = town_open(world_open(engine));

    t->sato.child[0] = town_child_born(t, &t->sato, "まだ", date_to_day_number(2026, 11, 27));
    malformed(t, pickup(t), "child_ids[0]");
    world_close(t->world);
}

TEST_BOTH(the_tariff_is_that_of_the_local_date_of_the_start)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;

    town_tariff(t, "hirakata", date_to_day_number(2026, 11, 27)); /* 900 an hour by night */
    t->sato.children = 1;
    CHECK_I64(send(t, ask_pickup(t, &t->sato, at("2026-11-26T23:59"), at("2026-11-27T00:59"))),
              201);
    CHECK_I64(client_i64(c, "price_minor"), 600); /* asmama, with the certificate */
    CHECK_I64(send(t, ask_pickup(t, &t->sato, at("2026-11-27T00:00"), at("2026-11-27T01:00"))),
              201);
    CHECK_I64(client_i64(c, "price_minor"), 900);
    world_close(t->world);
}

TEST_BOTH(without_a_tariff_for_that_day_nothing_is_asked)
{
    struct town *t = town_open(world_open(engine));

    town_clock(t, at("2026-01-10T09:00")); /* the town's first one begins in May */
    refused(t, ask_pickup(t, &t->sato, at("2026-01-11T16:30"), at("2026-01-11T17:30")),
            "tariff.none", "start_at");
    world_close(t->world);
}

TEST_BOTH(an_agreed_rate_lowers_the_price_and_never_raises_it)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    const char *flat = "{\"mode\": \"flat_per_hour\", \"rate_minor\": %d}";
    char fee[80];

    snprintf(fee, sizeof fee, flat, 501);
    refused(t, ask_with(pickup(t), "fee", fee), "fee.too_high", "fee.rate_minor");
    snprintf(fee, sizeof fee, flat, 500);
    CHECK_I64(send(t, ask_with(pickup(t), "fee", fee)), 201);
    CHECK_I64(client_i64(c, "price_minor"), 750);
    CHECK_I64(client_i64(c, "fee.rate_minor"), 500);
    town_rule(t, "higher_fee_allowed", 1);
    snprintf(fee, sizeof fee, flat, 800);
    CHECK_I64(send(t, ask_with(pickup(t), "fee", fee)), 201);
    CHECK_I64(client_i64(c, "price_minor"), 1200);
    world_close(t->world);
}

TEST_BOTH(a_card_is_never_asked_for_less_than_fifty_yen)
{
    struct town *t = town_open(world_open(engine));
    json_t *body = ask_pickup(t, &t->sato, at(START), at(START) + 4 * MINUTE_MS);

    CHECK_I64(send(t, ask_with(json_deep_copy(body), "pay_by", "\"card\"")), 422); /* 40 yen */
    CHECK_TEXT(reason(t), "payment.below_minimum");
    CHECK_TEXT(field(t), "pay_by");
    CHECK_I64(send(t, json_deep_copy(body)), 201); /* in cash */
    CHECK_I64(
        send(t, ask_with(ask_with(body, "fee", "{\"mode\": \"thanks\"}"), "pay_by", "\"card\"")),
        201);
    CHECK_TEXT(client_text(t->sato.parent->client, "pay_by"), "nothing");
    body = ask_pickup(t, &t->sato, at(START), at(START) + 5 * MINUTE_MS);
    CHECK_I64(send(t, ask_with(body, "pay_by", "\"card\"")), 201); /* 50 yen */
    world_close(t->world);
}

TEST_BOTH(an_ask_near_its_start_is_urgent_and_stays_open_until_then)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    int64_t now = world_now(t->world), start = now + 3 * HOUR_MS - MINUTE_MS;

    CHECK_I64(send(t, ask_with(ask_pickup(t, &t->sato, start, start + HOURS), "first_trusted_yes",
                               "true")),
              201);
    CHECK(client_true(c, "urgent"));
    CHECK_I64(client_i64(c, "closes_at"), start);
    start = now + 3 * HOUR_MS + MINUTE_MS;
    CHECK_I64(send(t, ask_pickup(t, &t->sato, start, start + HOURS)), 201);
    CHECK(!client_true(c, "urgent"));
    CHECK_I64(client_i64(c, "closes_at"), start - 30 * MINUTE_MS);
    town_rule(t, "ask_closes_min", 600); /* closed before it was asked: then until the start */
    CHECK_I64(send(t, ask_pickup(t, &t->sato, start, start + HOURS)), 201);
    CHECK_I64(client_i64(c, "closes_at"), start);
    world_close(t->world);
}

TEST_BOTH(the_same_key_asks_once_however_often_it_is_sent)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    char first[32];

    client_key(c, "once");
    CHECK_I64(send(t, pickup(t)), 201);
    snprintf(first, sizeof first, "%s", client_text(c, "id"));
    client_key(c, "once");
    CHECK_I64(send(t, pickup(t)), 201);
    CHECK_TEXT(client_text(c, "id"), first);
    client_no_key(c);
    CHECK_I64(send(t, pickup(t)), 400);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM request"), 1);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM notice WHERE kind = 'asked'"), 3);
    world_close(t->world);
}

TEST_BOTH(what_the_family_needs_lies_sealed_and_is_read_by_the_family)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    char path[80];

    CHECK_I64(send(t, ask_with(pickup(t), "needs", "\"卵アレルギー\\n薬は鞄\"")), 201);
    client_path(path, sizeof path, "/api/v1/requests/%s", client_text(c, "id"));
    CHECK_I64(client_get(c, path), 200);
    CHECK_TEXT(client_text(c, "needs"), "卵アレルギー\n薬は鞄");
    CHECK_I64(json_array_size(client_at(c, "stops")), 2);
    CHECK_TEXT(client_text(c, "stops.0.place_id"), t->nursery.text);
    CHECK_I64(json_array_size(client_at(c, "stops.1.child_ids")), 2);
    CHECK_I64(client_get(t->tanaka.parent->client, path), 404);
    CHECK(strstr(t->tanaka.parent->client->text, "アレルギー") == NULL);
    world_close(t->world);
}

TEST_BOTH(a_strangers_ask_answers_like_one_that_is_not_there)
{
    struct town *t = town_open(world_open(engine));
    struct client *stranger = t->tanaka.parent->client;
    const char *request = ask_send(t, &t->sato, pickup(t));
    const char *unknown = "rq_0000000000009";
    static const char *const tails[] = {"", "/candidates"};
    char path[80];

    for (int i = 0; i < 2; i++) {
        json_t *there, *not_there;

        CHECK_I64(client_get(stranger, client_path(path, sizeof path, "/api/v1/requests/%s%s",
                                                   request, tails[i])),
                  404);
        there = json_deep_copy(stranger->json);
        CHECK_I64(client_get(stranger, client_path(path, sizeof path, "/api/v1/requests/%s%s",
                                                   unknown, tails[i])),
                  404);
        not_there = json_deep_copy(stranger->json);
        json_object_del(there, "instance");
        json_object_del(not_there, "instance");
        CHECK(json_equal(there, not_there));
        json_decref(there);
        json_decref(not_there);
    }
    client_path(path, sizeof path, "/api/v1/requests/%s/withdraw", request);
    CHECK_I64(client_post(stranger, path, NULL), 404);
    world_close(t->world);
}

TEST_BOTH(a_households_asks_are_listed_page_by_page_for_its_guardians_alone)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    char path[300];

    for (int i = 0; i < 3; i++) {
        ask_send(t, &t->sato,
                 ask_pickup(t, &t->sato, at(START) + i * DAY_MS, at(START) + i * DAY_MS + HOUR_MS));
    }
    CHECK_I64(client_get(c, "/api/v1/requests?limit=2"), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 2);
    CHECK_I64(client_i64(c, "items.0.start_at"), at(START) + 2 * DAY_MS);
    client_path(path, sizeof path, "/api/v1/requests?limit=2&cursor=%s",
                client_text(c, "next_cursor"));
    CHECK_I64(client_get(c, path), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 1);
    CHECK_I64(client_i64(c, "items.0.start_at"), at(START));
    CHECK(client_at(c, "items.0.children") == NULL);
    CHECK_I64(client_get(c, "/api/v1/requests?state=matched"), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 0);
    CHECK_I64(client_get(t->tanaka.parent->client, "/api/v1/requests"), 200);
    CHECK_I64(json_array_size(client_at(t->tanaka.parent->client, "items")), 0);
    client_path(path, sizeof path, "/api/v1/requests?household_id=%s", t->sato.id.text);
    CHECK_I64(client_get(t->tanaka.parent->client, path), 200);
    CHECK_I64(json_array_size(client_at(t->tanaka.parent->client, "items")), 0);
    world_close(t->world);
}

TEST_BOTH(an_ask_is_taken_back_once_and_who_was_asked_is_told)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    const char *request = ask_send(t, &t->sato, pickup(t));
    const char *offer = ask_offer(t, &t->sato, request, t->mio);
    char path[80];

    client_path(path, sizeof path, "/api/v1/asks/%s/decline", offer);
    CHECK_I64(client_post(t->mio->client, path, NULL), 204);
    CHECK_I64(ask_yes(t, t->yuki, ask_offer(t, &t->sato, request, t->yuki), NULL), 201);
    client_path(path, sizeof path, "/api/v1/requests/%s/withdraw", request);
    CHECK_I64(client_post(c, path, NULL), 200);
    CHECK_TEXT(client_text(c, "state"), "withdrawn");
    CHECK_I64(client_post(c, path, NULL), 200);
    CHECK_TEXT(ask_state(t, &t->sato, request, t->mio), "expired");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM notice WHERE kind = 'withdrawn'"), 2);
    CHECK_I64(ask_yes(t, t->ken, ask_offer(t, &t->sato, request, t->ken), NULL), 409);
    CHECK_TEXT(client_reason(t->ken->client), "request.changed");
    world_close(t->world);
}

TEST_BOTH(a_matched_ask_is_not_taken_back_but_its_booking_cancelled)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    char path[80];

    (void)ask_booked(t, &t->sato, t->yuki, at(START), at(START) + HOURS);
    CHECK_I64(client_get(c, "/api/v1/requests"), 200);
    client_path(path, sizeof path, "/api/v1/requests/%s/withdraw", client_text(c, "items.0.id"));
    CHECK_I64(client_post(c, path, NULL), 409);
    CHECK_TEXT(client_reason(c), "request.changed");
    world_close(t->world);
}

TEST_BOTH(an_ask_nobody_took_is_unfilled_when_its_time_is_up)
{
    struct town *t = town_open(world_open(engine));
    const char *request = ask_send(t, &t->sato, pickup(t));
    const char *offer = ask_offer(t, &t->sato, request, t->yuki);

    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    town_clock(t, at(START) - 31 * MINUTE_MS);
    world_step(t->world);
    CHECK_TEXT(ask_state(t, &t->sato, request, t->yuki), "offered");
    /* The worker is late: nobody offers any more all the same. */
    town_clock(t, at(START) - 30 * MINUTE_MS);
    CHECK_I64(ask_yes(t, t->mio, ask_offer(t, &t->sato, request, t->mio), NULL), 422);
    CHECK_TEXT(client_reason(t->mio->client), "request.closed");
    world_step(t->world);
    CHECK_TEXT(ask_state(t, &t->sato, request, t->yuki), "expired");
    CHECK_TEXT(client_text(t->sato.parent->client, "state"), "unfilled");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM notice WHERE kind = 'unfilled'"), 1);
    CHECK_I64(ask_choose(t, &t->sato, offer), 409);
    CHECK_TEXT(reason(t), "offer.changed");
    world_close(t->world);
}
