/* series_test.c - recurring care over HTTP: every date before sending, what is asked now and what
 * when it comes near, yes to all or to some, choosing all at once, stepping out. */
#include "app/base/zone.h"
#include "tests/series.h"
#include "tests/test.h"

#include <string.h>

#define AHEAD_MS (42 * DAY_MS)

static int64_t at(const char *time)
{
    return town_at(time);
}

static const char *reason(const struct person *p)
{
    return client_reason(p->client);
}

static int64_t bookings(struct town *t)
{
    return town_count(t, "SELECT COUNT(*) FROM booking WHERE state = 'confirmed'");
}

TEST_BOTH(every_tuesday_until_march_is_listed_before_it_is_sent)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;

    CHECK_I64(client_post(c, "/api/v1/series/preview", series_tuesdays(t)), 200);
    CHECK_I64(json_array_size(client_at(c, "dates")), 14);
    CHECK_TEXT(series_day(c, "2026-12-01", "does"), "asked");
    CHECK_I64(series_number(c, "2026-12-01", "start_at"), at("2026-12-01T16:30"));
    CHECK_I64(series_number(c, "2026-12-01", "end_at"), at("2026-12-01T18:00"));
    CHECK_I64(series_number(c, "2026-12-01", "price_minor"), 900);
    CHECK_I64(series_number(c, "2026-12-01", "people"), 3);
    CHECK_TEXT(series_day(c, "2027-01-05", "does"), "asked"); /* 41 days ahead */
    CHECK_TEXT(series_day(c, "2027-01-12", "does"), "planned");
    CHECK_TEXT(series_day(c, "2027-02-23", "does"), "choose");
    CHECK_TEXT(series_day(c, "2027-02-23", "holiday"), "天皇誕生日");
    CHECK_TEXT(client_text(c, "currency"), "JPY");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM series_date"), 0);
    world_close(t->world);
}

TEST_BOTH(what_is_wrong_with_a_date_stands_beside_it_and_is_never_sent)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    json_t *body = series_with(series_tuesdays(t), "holidays", "\"skip\"");

    (void)ask_booked(t, &t->sato, t->ken, at("2026-12-08T17:00"), at("2026-12-08T19:00"));
    town_sql(t, "UPDATE policy SET valid_to_day = 20849"); /* 2027-01-31 */
    CHECK_I64(client_post(c, "/api/v1/series/preview", json_deep_copy(body)), 200);
    CHECK_TEXT(series_day(c, "2026-12-08", "does"), "wrong");
    CHECK_TEXT(series_day(c, "2026-12-08", "why"), "booking.child_busy");
    CHECK_I64(series_number(c, "2026-12-08", "price_minor"), 1050); /* at the most */
    CHECK_TEXT(series_day(c, "2027-01-26", "why"), "");
    CHECK_TEXT(series_day(c, "2027-02-02", "does"), "planned"); /* there may be one by then */
    CHECK_TEXT(series_day(c, "2027-02-02", "why"), "policy.dates");
    CHECK_TEXT(series_day(c, "2027-02-23", "does"), "left_out");
    CHECK_I64(client_post(c, "/api/v1/series", json_deep_copy(body)), 422);
    CHECK_TEXT(client_reason(c), "series.date_wrong");
    CHECK_TEXT(client_text(c, "field"), "dates.2026-12-08");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM series"), 0);
    (void)series_with(body, "skip", "[\"2026-12-08\"]");
    CHECK_I64(client_post(c, "/api/v1/series", body), 201);
    CHECK_TEXT(series_day(c, "2026-12-08", "state"), "left_out");
    world_close(t->world);
}

TEST_BOTH(a_holiday_wants_a_word_before_anything_is_sent)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    json_t *body = series_tuesdays(t);

    CHECK_I64(client_post(c, "/api/v1/series", json_deep_copy(body)), 422);
    CHECK_TEXT(client_reason(c), "series.choose_dates");
    CHECK_TEXT(client_text(c, "field"), "dates.2027-02-23");
    (void)series_with(body, "keep", "[\"2027-02-23\"]");
    CHECK_I64(client_post(c, "/api/v1/series", body), 201);
    CHECK_TEXT(series_day(c, "2027-02-23", "state"), "planned");
    CHECK_TEXT(client_text(c, "plan.start_time"), "16:30");
    CHECK_TEXT(client_text(c, "plan.stops.1.time"), "18:00");
    CHECK_I64(client_i64(c, "weekdays.0"), 2);
    world_close(t->world);
}

TEST_BOTH(a_body_that_makes_no_sense_is_named_by_its_field)
{
    static const struct {
        const char *key, *json, *field;
    } rows[] = {
        {"weekdays", "[]", "weekdays"},
        {"weekdays", "[2, 2]", "weekdays[1]"},
        {"weekdays", "[8]", "weekdays[0]"},
        {"weekdays", "\"2\"", "weekdays"},
        {"every_weeks", "9", "every_weeks"},
        {"from_date", "\"2026-11-24\"", "from_date"},
        {"until_date", "\"2026-11-30\"", "until_date"},
        {"until_date", "\"2027-12-02\"", "until_date"},
        {"start_time", "\"24:00\"", "start_time"},
        {"start_time", "\"1630\"", "start_time"},
        {"end_time", "\"25:61\"", "end_time"},
        {"until_time", "\"1:000\"", "until_time"},
        {"skip", "[\"2026-12-02\"]", "skip[0]"},
        {"keep", "[\"2026-12-01\", \"tomorrow\"]", "keep[1]"},
        {"holidays", "\"ask\"", "holidays"},
        {"sick", "true", "sick"},
        {"start_at", "1", "start_at"},
        {"stops", "[]", "stops"},
        {"audience", "{\"kind\": \"named\"}", "audience.member_ids"},
        {"pay_by", "\"nothing\"", "pay_by"},
        {"child_ids", "[\"ch_0000000000009\"]", "child_ids[0]"},
    };
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK_I64(client_post(c, "/api/v1/series/preview",
                              series_with(series_tuesdays(t), rows[i].key, rows[i].json)),
                  400);
        CHECK_TEXT(client_text(c, "field"), rows[i].field);
    }
    CHECK_I64(client_post(c, "/api/v1/series/preview",
                          series_with(series_tuesdays(t), "household_id", "\"hh_0000000000009\"")),
              404);
    CHECK_I64(client_post(t->tanaka.parent->client, "/api/v1/series/preview", series_tuesdays(t)),
              404);
    world_close(t->world);
}

TEST_BOTH(the_supporter_is_asked_once_for_all_dates_and_says_yes_to_all)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    const char *series = send_series(t, series_tuesdays(t)), *ask;

    CHECK_TEXT(series_day(c, "2026-12-01", "state"), "asked");
    CHECK_TEXT(series_day(c, "2026-12-01", "request_state"), "open");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM request"), 6);
    CHECK_I64(world_notices(t->world, "series_asked"), 3);
    CHECK_I64(world_notices(t->world, "asked"), 0);
    ask = series_ask_of(t, t->yuki);
    CHECK_I64(series_says(t->yuki, ask, "{\"all\": true, \"no\": [\"2026-12-29\"]}"), 200);
    CHECK_TEXT(series_day(t->yuki->client, "2026-12-01", "does"), "offered");
    CHECK_TEXT(series_day(t->yuki->client, "2026-12-29", "does"), "taken_back");
    CHECK_TEXT(series_day(t->yuki->client, "2027-01-12", "does"), "planned");
    CHECK(client_true(t->yuki->client, "ask.to_come"));
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM offer WHERE state = 'offered'"), 5);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM offer WHERE state = 'declined'"), 1);
    CHECK_I64(world_notices(t->world, "series_yes"), 1);
    CHECK_I64(world_notices(t->world, "offered"), 0);

    CHECK_I64(series_chooses(t, series, t->yuki), 200);
    CHECK_TEXT(series_day(c, "2026-12-01", "does"), "booked");
    CHECK_TEXT(series_day(c, "2026-12-29", "does"), "nothing");
    CHECK_TEXT(series_day(c, "2027-01-12", "does"), "planned");
    CHECK_I64(bookings(t), 5);
    CHECK_I64(town_count(t, "SELECT COUNT(DISTINCT id) FROM coverage"), 5);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM payment"), 5);
    CHECK_I64(client_i64(c, "series.version"), 2);
    world_close(t->world);
}

TEST_BOTH(yes_to_some_dates_leaves_the_others_open_for_somebody_else)
{
    struct town *t = series_town(engine);
    const char *series = send_series(t, series_tuesdays(t));

    CHECK_I64(series_says(t->yuki, series_ask_of(t, t->yuki),
                          "{\"yes\": [\"2026-12-01\", \"2026-12-08\"]}"),
              200);
    CHECK_TEXT(series_day(t->yuki->client, "2026-12-15", "does"), "nothing");
    CHECK_I64(series_says(t->mio, series_ask_of(t, t->mio),
                          "{\"all\": true, \"fee\": {\"waived_pct\": 50}}"),
              200);
    series_see(t, series);
    CHECK_TEXT(client_text(t->sato.parent->client, "people.0.says"), "some");
    CHECK_TEXT(client_text(t->sato.parent->client, "people.1.says"), "all");
    CHECK_TEXT(client_text(t->sato.parent->client, "people.2.says"), "none");
    CHECK_I64(series_chooses(t, series, t->yuki), 200);
    CHECK_I64(series_chooses(t, series, t->mio), 200);
    CHECK_I64(bookings(t), 6);
    series_see(t, series);
    CHECK_TEXT(series_day(t->sato.parent->client, "2026-12-08", "supporter_id"), t->yuki->id_text);
    CHECK_TEXT(series_day(t->sato.parent->client, "2026-12-15", "supporter_id"), t->mio->id_text);
    CHECK_I64(series_number(t->sato.parent->client, "2026-12-15", "price_minor"), 450);
    world_close(t->world);
}

TEST_BOTH(a_date_that_comes_near_is_asked_answered_and_booked_as_was_said)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    const char *series = send_series(t, series_tuesdays(t));

    CHECK_I64(series_says(t->yuki, series_ask_of(t, t->yuki), "{\"all\": true}"), 200);
    CHECK_I64(series_chooses(t, series, t->yuki), 200);
    CHECK_I64(bookings(t), 6);
    town_clock(t, at("2027-01-12T16:30") - AHEAD_MS - MINUTE_MS);
    world_step(t->world);
    CHECK_I64(bookings(t), 6);
    town_clock(t, at("2027-01-12T16:30") - AHEAD_MS);
    world_step(t->world);
    CHECK_I64(bookings(t), 7);
    series_see(t, series);
    CHECK_TEXT(series_day(c, "2027-01-12", "booking_state"), "confirmed");
    CHECK_TEXT(series_day(c, "2027-01-12", "supporter_id"), t->yuki->id_text);
    CHECK_TEXT(series_day(c, "2027-01-19", "state"), "planned");
    /* The others are asked of that date, and released at once. */
    CHECK_I64(world_notices(t->world, "asked"), 2);
    CHECK_I64(world_notices(t->world, "series_date"), 0);
    world_close(t->world);
}

TEST_BOTH(a_clock_that_jumps_makes_every_date_late_rather_than_never)
{
    struct town *t = series_town(engine);

    (void)send_series(t, series_tuesdays(t));
    town_clock(t, at("2027-01-19T09:00"));
    while (world_step(t->world) > 0) {
    }
    town_clock(t, at("2026-12-20T09:00")); /* and back again */
    while (world_step(t->world) > 0) {
    }
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM request"), 12); /* not the 12th of January */
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM series_date WHERE state = 'asked'"), 12);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM series_date WHERE state = 'stuck'"
                            " AND why = 'booking.too_late'"),
              1);
    CHECK_I64(world_notices(t->world, "series_date"), 1);
    world_close(t->world);
}

TEST_BOTH(a_date_that_can_not_be_asked_is_told_once_and_tried_again_each_day)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    const char *series = send_series(t, series_tuesdays(t));

    town_sql(t, "UPDATE policy SET valid_to_day = 20824"); /* 2027-01-06 */
    town_clock(t, at("2027-01-12T16:30") - AHEAD_MS);
    world_step(t->world);
    series_see(t, series);
    CHECK_TEXT(series_day(c, "2027-01-12", "state"), "stuck");
    CHECK_TEXT(series_day(c, "2027-01-12", "why"), "policy.dates");
    CHECK_I64(world_notices(t->world, "series_date"), 1);
    world_advance(t->world, DAY_MS);
    world_step(t->world);
    CHECK_I64(world_notices(t->world, "series_date"), 1);
    town_sql(t, "UPDATE policy SET valid_to_day = 20999");
    world_advance(t->world, DAY_MS);
    world_step(t->world);
    series_see(t, series);
    CHECK_TEXT(series_day(c, "2027-01-12", "state"), "asked");
    CHECK_TEXT(series_day(c, "2027-01-12", "why"), "");
    world_close(t->world);
}

/* The policy takes children below 13; hers is the 12th of January. */
TEST_BOTH(a_birthday_keeps_only_the_dates_after_it_from_being_asked)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    const char *series;

    t->sato.child[0] = town_child_born(t, &t->sato, "姉", date_to_day_number(2014, 1, 12));
    t->sato.children = 1;
    series = send_series(t, series_tuesdays(t));
    town_clock(t, at("2027-01-12T16:30") - AHEAD_MS);
    world_step(t->world);
    series_see(t, series);
    CHECK_TEXT(series_day(c, "2027-01-05", "state"), "asked");
    CHECK_TEXT(series_day(c, "2027-01-12", "why"), "policy.age");
    world_close(t->world);
}

TEST_BOTH(a_supporter_whose_certificate_has_run_out_is_not_booked_and_the_guardian_hears_of_it)
{
    struct town *t = series_town(engine);
    const char *series = send_series(t, ask_named(series_tuesdays(t), t->yuki, t->mio, NULL));

    CHECK_I64(series_says(t->yuki, series_ask_of(t, t->yuki), "{\"all\": true}"), 200);
    CHECK_I64(series_chooses(t, series, t->yuki), 200);
    town_expire(t, t->yuki, "identity", at("2027-01-10T00:00"));
    town_clock(t, at("2027-01-12T16:30") - AHEAD_MS);
    world_step(t->world);
    series_see(t, series);
    CHECK_TEXT(series_day(t->sato.parent->client, "2027-01-12", "request_state"), "open");
    CHECK_I64(bookings(t), 6);
    CHECK_I64(world_notices(t->world, "asked"), 1); /* Mio, of that date */
    CHECK_I64(world_notices(t->world, "series_date"), 1);
    town_expire(t, t->mio, "identity", at("2027-01-10T00:00"));
    town_clock(t, at("2027-01-19T16:30") - AHEAD_MS);
    world_step(t->world);
    series_see(t, series);
    CHECK_TEXT(series_day(t->sato.parent->client, "2027-01-19", "why"), "gate.identity");
    world_close(t->world);
}

TEST_BOTH(a_dearer_tariff_is_never_asked_without_a_word_of_the_guardian)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    const char *series = send_series(t, series_tuesdays(t));
    char path[80];

    town_sql(t, "UPDATE series_date SET price_minor = 899 WHERE state = 'planned'");
    town_clock(t, at("2027-01-12T16:30") - AHEAD_MS);
    world_step(t->world);
    series_see(t, series);
    CHECK_TEXT(series_day(c, "2027-01-12", "why"), "series.costs_more"); /* 900 */
    client_path(path, sizeof path, "/api/v1/series/%s/dates", series);
    CHECK_I64(client_post(c, path,
                          json_pack("{s:i, s:s, s:i}", "version", 1, "date", "2027-01-12",
                                    "most_minor", 899)),
              422);
    CHECK_TEXT(client_reason(c), "series.costs_more");
    CHECK_I64(client_post(c, path,
                          json_pack("{s:i, s:s, s:i}", "version", 1, "date", "2027-01-12",
                                    "most_minor", 900)),
              201);
    CHECK_TEXT(series_day(c, "2027-01-12", "state"), "asked");
    CHECK_I64(client_post(c, path,
                          json_pack("{s:i, s:s, s:i}", "version", 1, "date", "2027-01-12",
                                    "most_minor", 9000)),
              409);
    CHECK_TEXT(client_reason(c), "series.changed");
    CHECK_I64(client_i64(c, "series.version"), 2); /* the present state comes with it */
    world_close(t->world);
}

TEST_BOTH(stepping_out_of_what_follows_costs_nothing_and_opens_those_dates_again)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    const char *series = send_series(t, series_tuesdays(t)), *ask;
    char path[80];

    ask = series_ask_of(t, t->yuki);
    CHECK_I64(series_says(t->yuki, ask, "{\"all\": true}"), 200);
    CHECK_I64(series_says(t->mio, series_ask_of(t, t->mio), "{\"yes\": [\"2026-12-22\"]}"), 200);
    series_see(t, series);
    client_path(path, sizeof path, "/api/v1/offers/%s/reserve",
                ask_offer(t, &t->sato, series_day(c, "2026-12-22", "request_id"), t->mio));
    CHECK_I64(client_post(c, path, NULL), 204);
    CHECK_I64(series_chooses(t, series, t->yuki), 200);
    client_path(path, sizeof path, "/api/v1/series-asks/%s/step-out", ask);
    CHECK_I64(client_post(t->yuki->client, path, json_pack("{s:s}", "from_date", "2026-12-15")),
              200);
    CHECK_TEXT(series_day(t->yuki->client, "2026-12-15", "does"), "cancelled");
    CHECK_TEXT(series_day(t->yuki->client, "2026-12-08", "does"), "agreed");
    CHECK_I64(bookings(t), 2);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM payment WHERE state = 'voided'"), 4);
    series_see(t, series);
    CHECK_TEXT(series_day(c, "2026-12-22", "request_state"), "open");
    CHECK_TEXT(ask_state(t, &t->sato, series_day(c, "2026-12-22", "request_id"), t->mio),
               "offered");
    /* Nothing more is booked with Yuki by itself. */
    town_clock(t, at("2027-01-12T16:30") - AHEAD_MS);
    world_step(t->world);
    CHECK_I64(bookings(t), 2);
    CHECK_I64(client_post(t->yuki->client, path, json_pack("{s:s}", "from_date", "2026-12-15")),
              200);
    CHECK_TEXT(series_day(t->yuki->client, "2026-12-15", "does"), "nothing");
    world_close(t->world);
}

TEST_BOTH(already_agreed_for_every_tuesday_is_booked_by_one_yes)
{
    struct town *t = series_town(engine);

    (void)send_series(
        t, series_with(ask_named(series_tuesdays(t), t->yuki, NULL), "already_agreed", "true"));
    CHECK_I64(series_says(t->yuki, series_ask_of(t, t->yuki), "{\"all\": true}"), 200);
    CHECK_TEXT(series_day(t->yuki->client, "2026-12-01", "does"), "booked");
    CHECK_I64(bookings(t), 6);
    town_clock(t, at("2027-01-12T16:30") - AHEAD_MS);
    world_step(t->world);
    CHECK_I64(bookings(t), 7);
    world_close(t->world);
}

TEST_BOTH(a_silent_no_looks_like_no_answer)
{
    struct town *t = series_town(engine);
    const char *series = send_series(t, series_tuesdays(t));
    struct client *c = t->sato.parent->client;
    json_t *before, *after;
    char path[80];

    series_see(t, series);
    before = json_deep_copy(c->json);
    client_path(path, sizeof path, "/api/v1/series-asks/%s/decline", series_ask_of(t, t->yuki));
    CHECK_I64(client_post(t->yuki->client, path, NULL), 204);
    CHECK_I64(client_post(t->yuki->client, path, NULL), 204);
    series_see(t, series);
    after = json_deep_copy(c->json);
    CHECK(json_equal(before, after));
    json_decref(before);
    json_decref(after);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM offer WHERE state = 'declined'"), 6);
    CHECK_I64(series_says(t->yuki, series_ask_of(t, t->yuki), "{\"no\": []}"), 400);
    CHECK_TEXT(client_text(t->yuki->client, "field"), "yes");
    CHECK_I64(series_says(t->yuki, series_ask_of(t, t->yuki), "{\"yes\": [\"2026-12-02\"]}"), 400);
    CHECK_TEXT(client_text(t->yuki->client, "field"), "yes[0]");
    world_close(t->world);
}

TEST_BOTH(a_double_tap_sends_one_series_and_twenty_are_enough_for_a_home)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    json_t *body = series_with(series_with(series_tuesdays(t), "until_date", "\"2026-12-02\""),
                               "audience", "{\"kind\": \"all\"}");
    char first[32];

    client_key(c, "once");
    CHECK_I64(client_post(c, "/api/v1/series", json_deep_copy(body)), 201);
    snprintf(first, sizeof first, "%s", client_text(c, "id"));
    client_key(c, "once");
    CHECK_I64(client_post(c, "/api/v1/series", json_deep_copy(body)), 201);
    CHECK_TEXT(client_text(c, "id"), first);
    town_sql(t, "UPDATE series SET state = 'running'");
    for (int i = 1; i < SERIES_OPEN_MAX; i++) {
        CHECK_I64(client_post(c, "/api/v1/series", json_deep_copy(body)), 201);
    }
    CHECK_I64(client_post(c, "/api/v1/series", body), 422);
    CHECK_TEXT(reason(t->sato.parent), "list.full");
    CHECK_I64(client_get(c, "/api/v1/series?limit=15"), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 15);
    CHECK(client_text(c, "next_cursor") != NULL);
    CHECK_I64(client_get(t->tanaka.parent->client, "/api/v1/series"), 200);
    CHECK_I64(json_array_size(client_at(t->tanaka.parent->client, "items")), 0);
    world_close(t->world);
}
