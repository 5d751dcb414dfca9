/* series_change_test.c - changing one date, it and what follows, or all; ending; two guardians at
 * once; what somebody accepted stays. */
#include "tests/series.h"
#include "tests/test.h"

#include <string.h>

#define AHEAD_MS (42 * DAY_MS)

static int64_t at(const char *time)
{
    return town_at(time);
}

/* What would happen, as the Satos' parent. */
static int previews(struct town *t, const char *series, const char *json)
{
    char path[80];

    return client_post(t->sato.parent->client,
                       client_path(path, sizeof path, "/api/v1/series/%s/changes/preview", series),
                       json_loads(json, 0, NULL));
}

/* Everything the last answer says of its dates but the ids of what was made by it. */
static json_t *told(const struct client *c)
{
    json_t *list = json_deep_copy(client_at(c, "dates")), *line;
    size_t i;

    json_array_foreach (list, i, line) {
        json_object_del(line, "amendment_id");
        json_object_del(line, "request_id");
    }
    return list;
}

/* Previews the change, makes it, and what was said before is what happened. */
static void changes_as_shown(struct town *t, const char *series, const char *json)
{
    struct client *c = t->sato.parent->client;
    json_t *before, *after;

    CHECK_I64(previews(t, series, json), 200);
    before = told(c);
    CHECK_I64(series_changes(t, series, json), 200);
    after = told(c);
    CHECK(json_array_size(before) > 0);
    CHECK(json_equal(before, after));
    json_decref(before);
    json_decref(after);
}

/* Yuki has the 1st and the 8th of December, nobody has the other dates yet. */
static const char *two_booked(struct town *t)
{
    const char *series = send_series(t, series_tuesdays(t));

    CHECK_I64(series_says(t->yuki, series_ask_of(t, t->yuki),
                          "{\"yes\": [\"2026-12-01\", \"2026-12-08\"]}"),
              200);
    CHECK_I64(series_chooses(t, series, t->yuki), 200);
    return series;
}

TEST_BOTH(another_time_for_all_is_proposed_where_agreed_and_asked_anew_where_open)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    const char *series = two_booked(t);
    char path[80];

    changes_as_shown(t, series,
                     "{\"scope\": \"all\", \"start_time\": \"17:00\", \"end_time\": \"18:30\"}");
    CHECK_TEXT(series_day(c, "2026-12-01", "does"), "amendment");
    CHECK_I64(series_number(c, "2026-12-01", "start_at"), at("2026-12-01T17:00"));
    CHECK_I64(series_number(c, "2026-12-01", "old_start_at"), at("2026-12-01T16:30"));
    CHECK_TEXT(series_day(c, "2026-12-15", "does"), "asked_again");
    CHECK_TEXT(series_day(c, "2027-01-12", "does"), "changed");
    CHECK_I64(world_notices(t->world, "change_asked"), 2);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM request WHERE state = 'withdrawn'"), 4);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM request WHERE state = 'open'"), 4);
    CHECK_I64(world_notices(t->world, "withdrawn") + world_notices(t->world, "series_ended"), 0);
    series_see(t, series);
    CHECK_TEXT(client_text(c, "plan.start_time"), "17:00");
    CHECK_TEXT(client_text(c, "plan.stops.0.time"), "17:00");
    CHECK_TEXT(client_text(c, "plan.stops.1.time"), "18:30");
    CHECK_I64(series_number(c, "2026-12-01", "start_at"), at("2026-12-01T16:30"));
    CHECK(series_day(c, "2026-12-01", "amendment_id")[0] != '\0');
    client_path(path, sizeof path, "/api/v1/amendments/%s/accept",
                series_day(c, "2026-12-01", "amendment_id"));
    CHECK_I64(client_post(t->yuki->client, path, NULL), 200);
    series_see(t, series);
    CHECK_I64(series_number(c, "2026-12-01", "start_at"), at("2026-12-01T17:00"));
    CHECK_I64(series_number(c, "2026-12-08", "start_at"), at("2026-12-08T16:30"));
    town_clock(t, at("2027-01-12T17:00") - AHEAD_MS);
    world_step(t->world);
    series_see(t, series);
    CHECK_I64(series_number(c, "2027-01-12", "start_at"), at("2027-01-12T17:00"));
    CHECK_TEXT(series_day(c, "2027-01-12", "state"), "asked");
    world_close(t->world);
}

TEST_BOTH(one_date_can_be_changed_alone)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    const char *series = two_booked(t);

    changes_as_shown(t, series,
                     "{\"scope\": \"one\", \"date\": \"2027-01-19\", \"end_time\": \"19:00\"}");
    CHECK_I64(json_array_size(client_at(c, "dates")), 1);
    series_see(t, series);
    CHECK_I64(series_number(c, "2027-01-19", "end_at"), at("2027-01-19T19:00"));
    CHECK_I64(series_number(c, "2027-01-26", "end_at"), at("2027-01-26T18:00"));
    CHECK_I64(series_number(c, "2027-01-19", "price_minor"), 1750);
    changes_as_shown(
        t, series, "{\"scope\": \"following\", \"date\": \"2027-01-19\", \"end_time\": \"20:00\"}");
    series_see(t, series);
    CHECK_I64(series_number(c, "2027-01-12", "end_at"), at("2027-01-12T18:00"));
    CHECK_I64(series_number(c, "2027-01-19", "end_at"), at("2027-01-19T20:00"));
    CHECK_I64(series_number(c, "2027-03-02", "end_at"), at("2027-03-02T20:00"));
    CHECK_I64(series_changes(t, series, "{\"scope\": \"one\", \"date\": \"2027-01-20\"}"), 404);
    CHECK_I64(series_changes(t, series, "{\"scope\": \"one\"}"), 400);
    CHECK_TEXT(client_text(c, "field"), "date");
    CHECK_I64(series_changes(t, series, "{\"scope\": \"all\", \"end_time\": \"7pm\"}"), 400);
    CHECK_TEXT(client_text(c, "field"), "end_time");
    world_close(t->world);
}

TEST_BOTH(other_children_or_people_never_touch_what_is_agreed)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    const char *series = two_booked(t);
    const char *json = arena_printf(
        t->world->arena,
        "{\"scope\": \"all\", \"child_ids\": [\"%s\"], \"audience\": {\"kind\": \"named\","
        " \"member_ids\": [\"%s\"]}}",
        t->sato.child[0].text, t->mio->id_text);

    changes_as_shown(t, series, json);
    CHECK_TEXT(series_day(c, "2026-12-01", "does"), "agreed");
    CHECK_TEXT(series_day(c, "2026-12-15", "does"), "asked_again");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM amendment"), 0);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking_child WHERE live = 1"), 4);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM request_child c JOIN request r"
                            " ON r.id = c.request_id WHERE r.state = 'open'"),
              4);
    /* Yuki and Ken were asked for those dates and are not any more. */
    CHECK_I64(world_notices(t->world, "series_ended"), 2);
    CHECK_I64(client_get(t->ken->client, arena_printf(t->world->arena, "/api/v1/series-asks/%s",
                                                      series_ask_of(t, t->ken))),
              200);
    CHECK_TEXT(series_day(t->ken->client, "2027-01-12", "start_at"), "");
    CHECK(client_at(t->ken->client, "dates.13") == NULL); /* what is to come is not his */
    world_close(t->world);
}

TEST_BOTH(a_date_that_can_not_be_changed_so_stays_as_it_was_and_says_why)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    const char *series = two_booked(t);

    (void)ask_booked(t, &t->sato, t->ken, at("2026-12-15T19:00"), at("2026-12-15T20:00"));
    (void)ask_booked(t, &t->tanaka, t->yuki, at("2026-12-08T18:30"), at("2026-12-08T19:30"));
    changes_as_shown(t, series, "{\"scope\": \"all\", \"end_time\": \"19:30\"}");
    CHECK_TEXT(series_day(c, "2026-12-15", "does"), "wrong");
    CHECK_TEXT(series_day(c, "2026-12-15", "why"), "booking.child_busy");
    CHECK_TEXT(series_day(c, "2026-12-08", "does"), "wrong");
    CHECK_TEXT(series_day(c, "2026-12-08", "why"), "booking.supporter_busy");
    CHECK_TEXT(series_day(c, "2026-12-01", "does"), "amendment");
    series_see(t, series);
    CHECK_I64(series_number(c, "2026-12-15", "end_at"), at("2026-12-15T18:00"));
    CHECK_TEXT(series_day(c, "2026-12-15", "request_state"), "open");
    /* A second change finds the first one waiting for its answer. */
    changes_as_shown(t, series, "{\"scope\": \"all\", \"end_time\": \"19:15\"}");
    CHECK_TEXT(series_day(c, "2026-12-01", "why"), "amendment.open");
    world_close(t->world);
}

TEST_BOTH(what_has_begun_is_over_for_every_change)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    const char *series = two_booked(t);

    town_clock(t, at("2026-12-01T16:30"));
    changes_as_shown(t, series, "{\"scope\": \"all\", \"end\": true}");
    CHECK_TEXT(series_day(c, "2026-12-01", "does"), "over");
    CHECK_TEXT(series_day(c, "2026-12-08", "does"), "agreed");
    CHECK_TEXT(series_day(c, "2026-12-15", "does"), "ended");
    CHECK_TEXT(series_day(c, "2027-01-12", "does"), "ended");
    CHECK_TEXT(client_text(c, "series.state"), "ended");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking WHERE state = 'confirmed'"), 2);
    CHECK_I64(world_notices(t->world, "series_ended"), 3);
    CHECK_I64(world_notices(t->world, "withdrawn"), 0);
    town_clock(t, at("2026-12-24T09:00"));
    while (world_step(t->world) > 0) {
    }
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM request"), 6);
    CHECK_I64(series_says(t->mio, series_ask_of(t, t->mio), "{\"all\": true}"), 422);
    CHECK_TEXT(client_reason(t->mio->client), "series.ended");
    CHECK_I64(previews(t, series, "{\"scope\": \"all\", \"end\": true}"), 422);
    CHECK_I64(series_chooses(t, series, t->yuki), 422);
    CHECK_TEXT(client_reason(c), "series.ended");
    world_close(t->world);
}

TEST_BOTH(one_date_is_left_out_and_asked_again_by_a_tap)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    const char *series = two_booked(t);
    char path[80];

    changes_as_shown(t, series, "{\"scope\": \"all\", \"skip\": [\"2027-01-19\", \"2026-12-22\"]}");
    CHECK_TEXT(series_day(c, "2027-01-19", "does"), "left_out");
    CHECK_TEXT(series_day(c, "2026-12-22", "does"), "ended");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM request WHERE state = 'open'"), 3);
    series_see(t, series);
    CHECK_TEXT(series_day(c, "2027-01-19", "state"), "left_out");
    CHECK_TEXT(series_day(c, "2026-12-22", "state"), "ended");
    client_path(path, sizeof path, "/api/v1/series/%s/dates", series);
    CHECK_I64(
        client_post(c, path,
                    json_pack("{s:I, s:s, s:i}", "version", (json_int_t)series_version(t, series),
                              "date", "2027-01-19", "most_minor", 900)),
        201);
    CHECK_TEXT(series_day(c, "2027-01-19", "request_state"), "open");
    world_close(t->world);
}

TEST_BOTH(two_guardians_change_at_once_and_the_second_sees_what_the_first_did)
{
    struct town *t = series_town(engine);
    struct person *father = world_member(t->world, "父");
    const char *series;
    char path[80];

    town_guardian(t, &t->sato, father);
    series = two_booked(t);
    client_path(path, sizeof path, "/api/v1/series/%s/changes", series);
    CHECK_I64(series_changes(t, series, "{\"scope\": \"all\", \"end_time\": \"18:30\"}"), 200);
    CHECK_I64(client_post(
                  father->client, path,
                  json_pack("{s:i, s:s, s:s}", "version", 2, "scope", "all", "end_time", "19:00")),
              409);
    CHECK_TEXT(client_reason(father->client), "series.changed");
    CHECK_I64(client_i64(father->client, "series.version"), 3);
    CHECK_TEXT(client_text(father->client, "series.plan.end_time"), "18:30");
    /* The same tap again, by another phone. */
    CHECK_I64(client_post(father->client, path,
                          json_pack("{s:i, s:s, s:b}", "version", 3, "scope", "all", "end", 1)),
              200);
    CHECK_I64(client_post(t->sato.parent->client, path,
                          json_pack("{s:i, s:s, s:b}", "version", 3, "scope", "all", "end", 1)),
              409);
    CHECK_TEXT(client_text(t->sato.parent->client, "series.state"), "ended");
    world_close(t->world);
}

TEST_BOTH(a_guardian_who_leaves_the_home_leaves_its_series_to_the_other)
{
    struct town *t = series_town(engine);
    struct person *father = world_member(t->world, "父");
    struct client *c = father->client;
    const char *series = send_series(t, series_tuesdays(t));
    char path[80];

    town_guardian(t, &t->sato, father);
    town_sql(t, arena_printf(t->world->arena,
                             "UPDATE guardian SET ended_at = 1 WHERE member_id = %lld",
                             (long long)t->sato.parent->id));
    town_clock(t, at("2027-01-12T16:30") - AHEAD_MS);
    world_step(t->world);
    client_path(path, sizeof path, "/api/v1/series/%s", series);
    CHECK_I64(client_get(c, path), 200);
    CHECK_TEXT(series_day(c, "2027-01-12", "state"), "stuck");
    CHECK_TEXT(series_day(c, "2027-01-12", "why"), "gate.not_available");
    CHECK_I64(client_get(t->sato.parent->client, path), 404);
    (void)town_tie(t, father, t->mio, at("2027-06-01T00:00"));
    client_path(path, sizeof path, "/api/v1/series/%s/dates", series);
    CHECK_I64(client_post(c, path,
                          json_pack("{s:i, s:s, s:i}", "version", 1, "date", "2027-01-12",
                                    "most_minor", 900)),
              201);
    CHECK_TEXT(client_text(c, "asked_by"), father->id_text);
    CHECK_TEXT(series_day(c, "2027-01-12", "state"), "asked");
    world_close(t->world);
}
