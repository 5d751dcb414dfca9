/* gate.c - see scenes.h: a dead phone at the gate. The child comes first: proof that is missing is
 * flagged and followed up, and keeps nobody waiting. */
#include "app/base/clock.h"
#include "tests/story/scenes.h"

#include <stdio.h>

#define LEAD_MS (6 * HOUR_MS)

/* On the list with her photo: she has no phone of her own. */
static void list_grandmother(struct actor *parent, int64_t day_at, char person[ID_TEXT_BYTES])
{
    char day[LOCAL_TEXT_BYTES], path[160];
    struct local_time t;

    if (zone_local(parent->stage->zone, day_at, &t) != OK) {
        fail("%s is no zone here", parent->stage->zone);
    }
    date_format(t.day_number, day);
    step_up(parent);
    act(parent, 201, "POST",
        json_pack("{s:s, s:s, s:s, s:s}", "name", "佐藤 節子", "relation", "grandparent",
                  "valid_from", day, "valid_to", day),
        "/api/v1/households/%s/pickup-persons", parent->household);
    got_id(parent, "id", person);
    snprintf(path, sizeof path, "/api/v1/households/%s/pickup-persons/%s/photo", parent->household,
             person);
    send_picture(parent, 200, "PUT", path);
    tell("%s puts the grandmother on the list, with a photo, for that day", parent->called);
}

static json_t *kept_tap(int64_t at)
{
    return json_pack("{s:s, s:s, s:I, s:s}", "way", "in", "proof", "supporter_tap", "device_at",
                     (json_int_t)at, "tap_id", "gate-0123456789abcdef");
}

/* Nobody could show a code: the supporter's own word, which waited in the phone. */
static void at_the_nursery(struct cast *c, const char *booking, int64_t at)
{
    char when[STAGE_WHEN_BYTES];

    tell("%s at the nursery: %s's phone is dead; the child goes with her all the same",
         stage_hour(&c->stage, at, when), c->yuki.called);
    stage_turn_to(&c->stage, at + 25 * MINUTE_MS);
    tap(&c->yuki, booking, kept_tap(at + MINUTE_MS));
    expect(&c->yuki, "state", "in_care");
    act(&c->yuki, 201, "POST", kept_tap(at + MINUTE_MS), "/api/v1/bookings/%s/handovers", booking);
    act(&c->hanako, 200, "GET", NULL, "/api/v1/bookings/%s", booking);
    if (!client_true(c->hanako.client, "handovers.0.weak") ||
        json_array_size(client_at(c->hanako.client, "handovers")) != 1) {
        fail("one weak proof was to be kept: %s", c->hanako.client->text);
    }
    tell("  it counts from %s, once, however often the phone sends it; the proof is weak: told",
         stage_hour(&c->stage, got_number(&c->hanako, "began_at"), when));
    await_text(&c->hanako, "handover_weak", booking);
}

static void to_grandmother(struct cast *c, const char *booking, const char *person)
{
    act(&c->yuki, 200, "GET", NULL, "/api/v1/bookings/%s/brief", booking);
    expect(&c->yuki, "pickup_persons.0.id", person);
    tell("%s compares the face with the photo of %s (%s)", c->yuki.called,
         got(&c->yuki, "pickup_persons.0.name"), got(&c->yuki, "pickup_persons.0.relation"));
    tap(&c->yuki, booking,
        json_pack("{s:s, s:s, s:s}", "way", "out", "proof", "photo_list", "pickup_person_id",
                  person));
    expect(&c->yuki, "state", "returned");
}

void play_gate(struct cast *c)
{
    int64_t start_at = stage_weekday(&c->stage, 16, 45, LEAD_MS);
    struct ask ask = {
        .parent = &c->hanako,
        .whom = {&c->yuki, NULL},
        .start_at = start_at,
        .end_at = start_at + 75 * MINUTE_MS,
        .until_at = start_at + 105 * MINUTE_MS,
        .pay_by = "card",
    };
    char booking[ID_TEXT_BYTES], person[ID_TEXT_BYTES];

    chapter("A dead phone at the gate, and a grandmother without one");
    list_grandmother(&c->hanako, start_at, person);
    arrange(c, &ask, booking);
    at_the_nursery(c, booking, start_at);
    stage_turn_to(&c->stage, ask.end_at);
    to_grandmother(c, booking, person);
    settle(&c->hanako, &c->yuki, booking);
}
