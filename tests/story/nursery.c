/* nursery.c - see scenes.h: the nursery's own page of one day, opened as its receptionist does: a
 * link, no account, no script, one button; and when the day is over, paper is all that is left. */
#include "app/base/clock.h"
#include "tests/story/scenes.h"

#include <stdio.h>
#include <string.h>

#define LEAD_MS   (6 * HOUR_MS)
#define FORM      "application/x-www-form-urlencoded"
#define TAP_BYTES 256

/* The office makes it, and sends it to the nursery or prints it. */
static struct client *open_desk(struct cast *c, int64_t at, char path[STAGE_PATH_BYTES])
{
    char day[LOCAL_TEXT_BYTES];
    struct client *desk = client_open(c->stage.url);
    struct local_time t;

    if (desk == NULL || zone_local(c->stage.zone, at, &t) != OK) {
        fail("no desk");
    }
    date_format(t.day_number, day);
    act(&c->office, 201, "POST", json_pack("{s:s}", "day", day),
        "/api/v1/communities/%s/places/%s/desk-links", c->stage.community, c->nursery);
    snprintf(path, STAGE_PATH_BYTES, "%s", got(&c->office, "path"));
    tell("%s makes the link to the nursery's page of %s", c->office.called, day);
    return desk;
}

static void look(struct client *desk, const char *path, const char *says)
{
    if (client_get(desk, path) != 200 || strstr(desk->text, says) == NULL) {
        fail("the page is answered %d, without \"%s\": %s", desk->http, says, desk->text);
    }
    if (strstr(desk->text, "<script") != NULL) {
        fail("the page has a script: %s", desk->text);
    }
}

/* The button: what its form holds is sent back. */
static void press(struct client *desk, const char *path)
{
    static const char field[] = "name=\"tap\" value=\"";
    const char *value = strstr(desk->text, field);
    char body[TAP_BYTES];

    if (value == NULL) {
        fail("the page has no button: %s", desk->text);
    }
    value += sizeof field - 1;
    snprintf(body, sizeof body, "tap=%.*s", (int)strcspn(value, "\""), value);
    for (int i = 0; i < 2; i++) { /* a double tap */
        if (client_send(desk, "POST", path, FORM, body, strlen(body)) != 303) {
            fail("the button is answered %d %s", desk->http, desk->text);
        }
    }
}

void play_nursery(struct cast *c)
{
    int64_t start_at = stage_weekday(&c->stage, 16, 45, LEAD_MS);
    struct ask ask = {
        .parent = &c->hanako,
        .whom = {&c->yuki, NULL},
        .start_at = start_at,
        .end_at = start_at + 75 * MINUTE_MS,
        .until_at = start_at + 75 * MINUTE_MS,
        .pay_by = "card",
    };
    char booking[ID_TEXT_BYTES], path[STAGE_PATH_BYTES];
    struct client *desk;

    chapter("The nursery's page, on the computer at its desk");
    arrange(c, &ask, booking);
    stage_turn_to(&c->stage, start_at);
    office_log_in(&c->office, &c->stage);
    desk = open_desk(c, start_at, path);
    look(desk, path, c->yuki.called);
    tell("The receptionist opens it: さくら, 16:45, %s comes; no address, no family name",
         c->yuki.called);
    if (strstr(desk->text, "北町") != NULL || strstr(desk->text, "佐藤") != NULL) {
        fail("the page says too much: %s", desk->text);
    }
    press(desk, path);
    tell("She presses the button, twice; the child goes with %s", c->yuki.called);
    await_booking(&c->hanako, booking, "in_care");
    act(&c->hanako, 200, "GET", NULL, "/api/v1/bookings/%s", booking);
    expect(&c->hanako, "handovers.0.proof", "nursery_page");
    if (json_array_size(client_at(c->hanako.client, "handovers")) != 1 ||
        client_true(c->hanako.client, "handovers.0.weak")) {
        fail("one good proof was to be kept: %s", c->hanako.client->text);
    }
    stage_turn_to(&c->stage, ask.end_at);
    hand_out(&c->hanako, &c->yuki, booking);
    settle(&c->hanako, &c->yuki, booking);
    stage_turn_to(&c->stage, stage_at(&c->stage, start_at, 1, 0, 0));
    if (client_get(desk, path) != 404) {
        fail("the page of yesterday is answered %d", desk->http);
    }
    tell("At midnight the page is gone");
    client_close(desk);
}
