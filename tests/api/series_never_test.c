/* series_never_test.c - each "never" of domain.md 3 from the entrance "series", and a community
 * whose clock jumps. */
#include "tests/series.h"
#include "tests/test.h"

#include <string.h>

static int64_t at(const char *time)
{
    return town_at(time);
}

static const char *named(struct town *t, const struct person *p)
{
    return arena_printf(t->world->arena, "{\"kind\": \"named\", \"member_ids\": [\"%s\"]}",
                        p->id_text);
}

/* Asked of that person alone, every date near enough is wrong for this reason, and nothing is sent.
 */
static void never(struct town *t, const struct person *p, const char *why)
{
    struct client *c = t->sato.parent->client;
    json_t *body = series_with(series_with(series_tuesdays(t), "audience", named(t, p)), "holidays",
                               "\"keep\"");

    CHECK_I64(client_post(c, "/api/v1/series/preview", json_deep_copy(body)), 200);
    CHECK_TEXT(series_day(c, "2026-12-01", "does"), "wrong");
    CHECK_TEXT(series_day(c, "2026-12-01", "why"), why);
    CHECK_I64(client_post(c, "/api/v1/series", body), 422);
    CHECK_TEXT(client_reason(c), "series.date_wrong");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM request"), 0);
}

TEST_BOTH(nobody_without_a_tie_blocked_or_outside_the_gates_is_asked_for_a_series)
{
    struct town *t = series_town(engine);
    struct person *stranger = town_supporter(t, "よそ"), *loose = town_supporter(t, "あおい");

    never(t, stranger, "gate.not_available");
    (void)town_tie(t, loose, t->sato.parent, 0);
    never(t, loose, "tie.not_premet");
    town_guardian(t, &t->tanaka, loose);
    town_block(t, t->ken, t->sato.parent);
    never(t, t->ken, "gate.not_available");
    town_hold(t, t->mio);
    never(t, t->mio, "gate.not_available");
    town_expire(t, t->yuki, "identity", at("2026-11-30T00:00"));
    never(t, t->yuki, "gate.identity");
    world_close(t->world);
}

TEST_BOTH(one_who_lives_in_the_home_is_not_asked_for_its_series)
{
    struct town *t = series_town(engine);

    town_guardian(t, &t->sato, t->yuki);
    never(t, t->yuki, "gate.own_household");
    world_close(t->world);
}

TEST_BOTH(of_several_people_those_who_can_not_be_asked_are_counted_out)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;

    town_expire(t, t->yuki, "identity", at("2026-12-10T00:00"));
    (void)client_post(
        c, "/api/v1/series/preview",
        series_with(ask_named(series_tuesdays(t), t->yuki, t->mio, NULL), "holidays", "\"keep\""));
    CHECK_I64(series_number(c, "2026-12-08", "people"), 2);
    CHECK_I64(series_number(c, "2026-12-15", "people"), 1);
    CHECK_I64(series_number(c, "2026-12-15", "people_out"), 1);
    CHECK_TEXT(series_day(c, "2026-12-15", "out_why"), "gate.identity");
    world_close(t->world);
}

/* Both families want Yuki on Tuesdays; each date goes to whoever chooses first. */
TEST_BOTH(a_supporter_is_never_in_two_homes_at_once_whatever_was_said_of_all_dates)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    const char *series = send_series(t, series_tuesdays(t));

    CHECK_I64(series_says(t->yuki, series_ask_of(t, t->yuki), "{\"all\": true}"), 200);
    (void)ask_booked(t, &t->tanaka, t->yuki, at("2026-12-08T18:10"), at("2026-12-08T19:00"));
    (void)ask_booked(t, &t->tanaka, t->yuki, at("2026-12-15T18:15"), at("2026-12-15T19:00"));
    CHECK_I64(series_chooses(t, series, t->yuki), 200);
    CHECK_TEXT(series_day(c, "2026-12-01", "does"), "booked");
    CHECK_TEXT(series_day(c, "2026-12-08", "does"), "wrong"); /* no time for the way */
    CHECK_TEXT(series_day(c, "2026-12-08", "why"), "booking.supporter_busy");
    CHECK_TEXT(series_day(c, "2026-12-15", "does"), "booked");
    /* The same of a date that comes near by itself. */
    (void)ask_booked(t, &t->tanaka, t->yuki, at("2027-01-12T17:00"), at("2027-01-12T19:00"));
    town_clock(t, at("2027-01-12T16:30") - 42 * DAY_MS);
    world_step(t->world);
    series_see(t, series);
    CHECK_TEXT(series_day(c, "2027-01-12", "request_state"), "open");
    CHECK_I64(world_notices(t->world, "series_date"), 1);
    world_close(t->world);
}

TEST_BOTH(a_child_is_never_in_two_bookings_of_two_series)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    const char *first = send_series(t, series_tuesdays(t)), *second;

    CHECK_I64(series_says(t->yuki, series_ask_of(t, t->yuki), "{\"all\": true}"), 200);
    second = send_series(t, series_tuesdays(t)); /* nothing is booked yet */
    CHECK_I64(series_says(t->mio, series_ask_of(t, t->mio), "{\"all\": true}"), 200);
    CHECK_I64(series_chooses(t, first, t->yuki), 200);
    CHECK_I64(series_chooses(t, second, t->mio), 200);
    CHECK_TEXT(series_day(c, "2026-12-01", "does"), "wrong");
    CHECK_TEXT(series_day(c, "2026-12-01", "why"), "booking.child_busy");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking"), 6);
    world_close(t->world);
}

TEST_BOTH(nothing_is_accepted_after_the_start_of_its_date)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    const char *series = send_series(t, series_tuesdays(t));
    const char *yuki = series_ask_of(t, t->yuki), *mio = series_ask_of(t, t->mio);

    CHECK_I64(series_says(t->mio, mio, "{\"all\": true}"), 200);
    town_clock(t, at("2026-12-01T16:30")); /* no worker ran */
    CHECK_I64(series_says(t->yuki, yuki, "{\"all\": true}"), 200);
    CHECK_TEXT(series_day(t->yuki->client, "2026-12-01", "does"), "nothing");
    CHECK_TEXT(series_day(t->yuki->client, "2026-12-08", "does"), "offered");
    CHECK_I64(series_chooses(t, series, t->mio), 200);
    CHECK_TEXT(series_day(c, "2026-12-01", "does"), "nothing");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking"), 5);
    world_close(t->world);
}

TEST_BOTH(a_block_ends_what_was_said_of_dates_to_come)
{
    struct town *t = series_town(engine);
    const char *series = send_series(t, series_tuesdays(t)), *ask;
    char path[80];

    ask = series_ask_of(t, t->yuki);
    CHECK_I64(series_says(t->yuki, ask, "{\"all\": true}"), 200);
    town_block(t, t->yuki, t->sato.parent);
    client_path(path, sizeof path, "/api/v1/series-asks/%s", ask);
    CHECK_I64(client_get(t->yuki->client, path), 404);
    CHECK_I64(series_says(t->yuki, ask, "{\"all\": true}"), 404);
    CHECK_I64(series_chooses(t, series, t->yuki), 404);
    series_see(t, series);
    CHECK(client_at(t->sato.parent->client, "people.2") == NULL);
    town_clock(t, at("2027-01-12T16:30") - 42 * DAY_MS);
    world_step(t->world);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking"), 0);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM offer o JOIN request r ON r.id = o.request_id"
                            " WHERE r.start_at > 1799700000000 AND o.state = 'offered'"),
              0);
    world_close(t->world);
}

TEST_BOTH(an_hour_that_the_clock_skips_is_listed_as_such_and_wants_a_word)
{
    struct town *t = series_town(engine);
    struct client *c = t->sato.parent->client;
    json_t *body;

    town_sql(t, "UPDATE community SET zone = 'Europe/Berlin'");
    body = series_with(series_with(series_tuesdays(t), "weekdays", "[7]"), "from_date",
                       "\"2027-03-21\"");
    body =
        series_with(series_with(body, "until_date", "\"2027-04-04\""), "start_time", "\"02:30\"");
    body = series_with(series_with(body, "end_time", "\"04:30\""), "stops", "[]");
    (void)series_with(body, "care_at", "\"supporter\"");
    (void)series_with(body, "kind", "\"care\"");
    (void)series_with(body, "audience", named(t, t->yuki));
    CHECK_I64(client_post(c, "/api/v1/series/preview", json_deep_copy(body)), 200);
    CHECK_TEXT(series_day(c, "2027-03-21", "hour"), "");
    CHECK_TEXT(series_day(c, "2027-03-28", "hour"), "skipped");
    CHECK_TEXT(series_day(c, "2027-03-28", "does"), "choose");
    /* 02:30 is 03:30 there: an hour less until 04:30. */
    CHECK_I64(series_number(c, "2027-03-28", "end_at") - series_number(c, "2027-03-28", "start_at"),
              HOUR_MS);
    CHECK_I64(series_number(c, "2027-03-28", "start_at") -
                  series_number(c, "2027-03-21", "start_at"),
              7 * DAY_MS);
    CHECK_I64(series_number(c, "2027-04-04", "start_at") -
                  series_number(c, "2027-03-28", "start_at"),
              7 * DAY_MS - HOUR_MS);
    CHECK_I64(client_post(c, "/api/v1/series", json_deep_copy(body)), 422);
    CHECK_TEXT(client_reason(c), "series.choose_dates");
    CHECK_TEXT(client_text(c, "field"), "dates.2027-03-28");
    (void)series_with(body, "skip", "[\"2027-03-28\"]");
    CHECK_I64(client_post(c, "/api/v1/series/preview", body), 200);
    CHECK_TEXT(series_day(c, "2027-03-28", "does"), "left_out");
    world_close(t->world);
}
