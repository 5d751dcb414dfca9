/* tuesdays.c - see scenes.h: the same every week, listed before it is asked. */
#include "app/base/clock.h"
#include "tests/story/scenes.h"

#include <stdio.h>
#include <string.h>

#define WEEKS   3
#define TUESDAY 2

/* The next Tuesday that is at least two days away, and the last of the row, as dates. */
static void dates_of(struct cast *c, char from[LOCAL_TEXT_BYTES], char until[LOCAL_TEXT_BYTES])
{
    struct local_time t;

    if (zone_local(c->stage.zone, stage_now(&c->stage) + 2 * DAY_MS, &t) != OK) {
        fail("%s is no zone here", c->stage.zone);
    }
    t.day_number += (TUESDAY - t.weekday + 7) % 7;
    date_format(t.day_number, from);
    date_format(t.day_number + 7 * (WEEKS - 1), until);
}

static json_t *stop(const char *place, const char *time, const char *act_)
{
    return json_pack("{s:s, s:s, s:s}", "place_id", place, "time", time, "act", act_);
}

static json_t *body_of(struct cast *c, const char *from, const char *until)
{
    return json_pack(
        "{s:s, s:s, s:[s], s:[o, o], s:s, s:s, s:[i], s:s, s:s, s:s, s:s, s:{s:s, s:[s]}}",
        "household_id", c->yoko.household, "kind", "pickup", "child_ids", c->yoko.child, "stops",
        stop(c->nursery, "17:00", "collect"), stop(c->yoko.home, "18:00", "bring"), "start_time",
        "17:00", "end_time", "18:00", "weekdays", TUESDAY, "from_date", from, "until_date", until,
        "pay_by", "cash", "holidays", "keep", "audience", "kind", "named", "member_ids",
        c->kenji.id);
}

static void tell_dates(const struct actor *a, const char *key)
{
    json_t *date;
    size_t i;

    json_array_foreach (client_at(a->client, "dates"), i, date) {
        json_t *holiday = json_object_get(date, "holiday");

        tell("  %s  %-8s %5lld%s%s", json_string_value(json_object_get(date, "date")),
             json_string_value(json_object_get(date, key)),
             (long long)json_integer_value(json_object_get(date, "price_minor")),
             json_is_string(holiday) ? "  " : "",
             json_is_string(holiday) ? json_string_value(holiday) : "");
    }
    if (i != WEEKS) {
        fail("not %d dates: %s", WEEKS, a->client->text);
    }
}

static void say_yes_to_all(struct actor *supporter, const char *asker)
{
    char ask[ID_TEXT_BYTES];

    act(supporter, 200, "GET", NULL, "/api/v1/series-asks");
    got_id(supporter, "items.0.id", ask);
    expect(supporter, "items.0.asker_name", asker);
    await_mail(supporter, "series_asked", "/series-asks");
    act(supporter, 200, "POST", json_pack("{s:b}", "all", 1), "/api/v1/series-asks/%s/answer", ask);
    tell("%s says yes to all of them, in one tap", supporter->called);
}

void play_tuesdays(struct cast *c)
{
    char from[LOCAL_TEXT_BYTES], until[LOCAL_TEXT_BYTES], series[ID_TEXT_BYTES];

    chapter("Every Tuesday");
    dates_of(c, from, until);
    act(&c->yoko, 200, "POST", body_of(c, from, until), "/api/v1/series/preview");
    tell("%s looks at each date before anything is sent:", c->yoko.called);
    tell_dates(&c->yoko, "does");
    act(&c->yoko, 201, "POST", body_of(c, from, until), "/api/v1/series");
    got_id(&c->yoko, "id", series);
    tell("%s asks %s for all of them [series %s]", c->yoko.called, c->kenji.called,
         got(&c->yoko, "state"));
    say_yes_to_all(&c->kenji, c->yoko.called);
    act(&c->yoko, 200, "GET", NULL, "/api/v1/series/%s", series);
    act(&c->yoko, 200, "POST",
        json_pack("{s:I, s:s}", "version", (json_int_t)got_number(&c->yoko, "version"), "member_id",
                  c->kenji.id),
        "/api/v1/series/%s/choose", series);
    act(&c->yoko, 200, "GET", NULL, "/api/v1/series/%s", series);
    tell("%s chooses once; each date is a booking of its own, insured and paid by itself:",
         c->yoko.called);
    tell_dates(&c->yoko, "booking_state");
    expect(&c->yoko, "dates.0.booking_state", "confirmed");
    expect(&c->yoko, "dates.2.booking_state", "confirmed");
}
