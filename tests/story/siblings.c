/* siblings.c - see scenes.h: one supporter, two children, two nurseries, one way home. */
#include "app/base/clock.h"
#include "tests/story/scenes.h"

#include <stdio.h>
#include <string.h>

#define LEAD_MS (6 * HOUR_MS)
#define STOPS   3

struct way {
    char brother[ID_TEXT_BYTES], second[ID_TEXT_BYTES]; /* child and nursery */
    int64_t at[STOPS];
    char stop[STOPS][ID_TEXT_BYTES];
};

static void grow(struct cast *c, struct way *w)
{
    act(&c->hanako, 201, "POST",
        json_pack("{s:s, s:s, s:s}", "name", "佐藤 陸", "call_name", "りくくん", "birth_date",
                  "2023-08-20"),
        "/api/v1/households/%s/children", c->hanako.household);
    got_id(&c->hanako, "id", w->brother);
    act(&c->office, 201, "POST",
        json_pack("{s:s, s:s, s:s, s:i, s:i}", "kind", "nursery", "name", "あおぞら保育園",
                  "address", "ひだまり市中央3-7", "lat_e5", 3478300, "lng_e5", 13541500),
        "/api/v1/communities/%s/places", c->stage.community);
    got_id(&c->office, "id", w->second);
    tell("%s has a second child, りくくん, at another nursery: あおぞら保育園", c->hanako.called);
}

static json_t *stop(const char *place, int64_t at, const char *act_, json_t *children)
{
    return json_pack("{s:s, s:I, s:s, s:o}", "place_id", place, "at", (json_int_t)at, "act", act_,
                     "child_ids", children);
}

static json_t *both(const struct cast *c, const struct way *w)
{
    return json_pack("[s, s]", c->hanako.child, w->brother);
}

static json_t *body_of(const struct cast *c, const struct way *w)
{
    return json_pack("{s:s, s:s, s:o, s:[o, o, o], s:I, s:I, s:s, s:{s:s, s:[s]}}", "household_id",
                     c->hanako.household, "kind", "pickup", "child_ids", both(c, w), "stops",
                     stop(c->nursery, w->at[0], "collect", json_pack("[s]", c->hanako.child)),
                     stop(w->second, w->at[1], "collect", json_pack("[s]", w->brother)),
                     stop(c->hanako.home, w->at[2], "bring", both(c, w)), "start_at",
                     (json_int_t)w->at[0], "end_at", (json_int_t)w->at[2], "pay_by", "card",
                     "audience", "kind", "named", "member_ids", c->yuki.id);
}

static void book(struct cast *c, struct way *w, char booking[ID_TEXT_BYTES])
{
    char offer[ID_TEXT_BYTES], where[32];

    act(&c->hanako, 201, "POST", body_of(c, w), "/api/v1/requests");
    tell("%s asks %s for both: one way, three stops, at most %lld %s", c->hanako.called,
         c->yuki.called, (long long)got_number(&c->hanako, "price_minor"),
         got(&c->hanako, "currency"));
    read_ask(&c->yuki, offer);
    say_yes(&c->yuki, offer, 0, NULL);
    choose(&c->hanako, offer, booking);
    await_booking(&c->hanako, booking, "confirmed");
    show_coverage(&c->hanako, booking, NULL);
    act(&c->yuki, 200, "GET", NULL, "/api/v1/bookings/%s", booking);
    for (int i = 0; i < STOPS; i++) {
        snprintf(where, sizeof where, "stops.%d.id", i);
        got_id(&c->yuki, where, w->stop[i]);
    }
}

/* Where each child is now, as its mother reads it. */
static void show_children(struct actor *parent, const char *booking, const char *first,
                          const char *second)
{
    act(parent, 200, "GET", NULL, "/api/v1/bookings/%s", booking);
    expect(parent, "children.0.where", first);
    expect(parent, "children.1.where", second);
    tell("  %s sees: さくら %s, りくくん %s [booking %s]", parent->called, first, second,
         got(parent, "state"));
}

static json_t *tap_at(const char *way, const char *stop_id)
{
    return json_pack("{s:s, s:s, s:s}", "way", way, "proof", "supporter_tap", "stop_id", stop_id);
}

void play_siblings(struct cast *c)
{
    int64_t start_at = stage_weekday(&c->stage, 16, 30, LEAD_MS);
    struct way w = {.at = {start_at, start_at + 20 * MINUTE_MS, start_at + HOUR_MS}};
    char booking[ID_TEXT_BYTES];

    chapter("Brother and sister at two nurseries");
    office_log_in(&c->office, &c->stage);
    grow(c, &w);
    book(c, &w, booking);
    stage_turn_to(&c->stage, w.at[0]);
    show_children(&c->hanako, booking, "waits", "waits");
    act_refused(&c->yuki, 400, "field.invalid", "POST",
                json_pack("{s:s, s:s}", "way", "in", "proof", "supporter_tap"),
                "/api/v1/bookings/%s/handovers", booking);
    tell("A tap that does not say at which nursery counts for nobody");
    tap(&c->yuki, booking, tap_at("in", w.stop[0]));
    show_children(&c->hanako, booking, "with_supporter", "waits");
    stage_turn_to(&c->stage, w.at[1]);
    tap(&c->yuki, booking, tap_at("in", w.stop[1]));
    show_children(&c->hanako, booking, "with_supporter", "with_supporter");
    stage_turn_to(&c->stage, w.at[2]);
    hand_out(&c->hanako, &c->yuki, booking);
    show_children(&c->hanako, booking, "back", "back");
    settle(&c->hanako, &c->yuki, booking);
    show_receipt(&c->hanako, booking);
}
