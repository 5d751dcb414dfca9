/* urgent.c - see scenes.h: asked at 16:40 for 17:15; and a job that two people agreed on by word of
 * mouth, which the office writes down for the one who phones in. */
#include "app/base/clock.h"
#include "tests/letter.h"
#include "tests/story/scenes.h"

#include <stdio.h>
#include <string.h>

#define LEAD_MS (6 * HOUR_MS)

/* Whom the family may ring now: a silent no is rung like no answer. */
static void show_calls(struct actor *parent, const char *request)
{
    json_t *item;
    size_t i;

    act(parent, 200, "GET", NULL, "/api/v1/requests/%s/calls", request);
    tell("%s may ring, twenty minutes before:", parent->called);
    json_array_foreach (client_at(parent->client, "items"), i, item) {
        tell("  %s  %s", json_string_value(json_object_get(item, "display_name")),
             json_string_value(json_object_get(item, "phone")));
    }
    if (i != 2) {
        fail("not two people to ring: %s", parent->client->text);
    }
}

static void ask_in_a_hurry(struct cast *c, const struct ask *ask, char request[ID_TEXT_BYTES])
{
    struct actor *parent = ask->parent;
    char when[STAGE_WHEN_BYTES];

    send_ask(c, ask, request);
    if (!client_true(parent->client, "urgent")) {
        fail("it is not urgent: %s", parent->client->text);
    }
    expect_number(parent, "closes_at", ask->start_at);
    tell("  urgent: open until the start itself; calls from %s",
         stage_hour(parent->stage, got_number(parent, "call_from_at"), when));
    await_text(&c->mio, "asked_urgent", "/offers/");
    act_refused(parent, 422, "request.call_later", "GET", NULL, "/api/v1/requests/%s/calls",
                request);
}

void play_urgent(struct cast *c)
{
    int64_t start_at = stage_weekday(&c->stage, 17, 15, LEAD_MS);
    struct ask ask = {
        .parent = &c->hanako,
        .whom = {&c->yuki, &c->mio, NULL},
        .start_at = start_at,
        .end_at = start_at + HOUR_MS,
        .until_at = start_at + 2 * HOUR_MS,
        .pay_by = "card",
        .needs = "急な会議で、迎えに間に合いません",
    };
    char request[ID_TEXT_BYTES], offer[ID_TEXT_BYTES], booking[ID_TEXT_BYTES];

    chapter("Urgent: asked at 16:40 for 17:15");
    stage_turn_to(&c->stage, stage_at(&c->stage, start_at, 0, 16, 40));
    office_log_in(&c->office, &c->stage);
    ask_in_a_hurry(c, &ask, request);
    stage_turn_to(&c->stage, start_at - 20 * MINUTE_MS);
    await_task(&c->office, "request.urgent");
    show_calls(&c->hanako, request);
    read_ask(&c->mio, offer);
    say_yes(&c->mio, offer, 0, "今から行けます");
    choose(&c->hanako, offer, booking);
    await_booking(&c->hanako, booking, "confirmed");
    show_coverage(&c->hanako, booking, NULL);
    act(&c->office, 200, "GET", NULL, "/api/v1/communities/%s/tasks", c->stage.community);
    if (find_item(&c->office, "items", "kind", "request.urgent") >= 0) {
        fail("the office still has the task: %s", c->office.client->text);
    }
    stage_turn_to(&c->stage, start_at);
    hand_in(&c->hanako, &c->mio, booking);
    stage_turn_to(&c->stage, ask.end_at);
    hand_out(&c->hanako, &c->mio, booking);
    settle(&c->hanako, &c->mio, booking);
}

/* ---- already agreed, by phone ---- */

static void take_the_call(struct actor *office, struct actor *caller, char acting[ID_TEXT_BYTES])
{
    act(office, 201, "POST",
        json_pack("{s:s, s:s, s:s}", "member_id", caller->id, "consent", "phone", "note",
                  "電話で: 金曜のお迎えは健二さんと話がついている、代わりに入力してほしいとのこと"),
        "/api/v1/communities/%s/acting", office->stage->community);
    got_id(office, "id", acting);
    office->acting = acting;
    tell("%s phones %s, who notes what was agreed and acts for %s for half an hour", caller->called,
         office->called, caller->called);
    act(office, 200, "GET", NULL, "/api/v1/households");
    expect(office, "items.0.id", caller->household);
}

/* What is done with somebody's word, and no more. */
static void hang_up(struct actor *office, char acting[ID_TEXT_BYTES])
{
    act_refused(office, 403, "acting.not_here", "GET", NULL, "/api/v1/cards");
    office->acting = NULL;
    act(office, 204, "POST", NULL, "/api/v1/communities/%s/acting/%s/end", office->stage->community,
        acting);
    tell("%s hangs up; cards, log-in and health were out of reach all the time", office->called);
}

static void read_what_was_done(struct actor *member)
{
    char when[STAGE_WHEN_BYTES];

    tell("  mail to %s: %s", member->called,
         mail_subject(await_letter(member, member->email, "acted")));
    await_text(member, "acted", "");
    act(member, 200, "GET", NULL, "/api/v1/me/acts");
    expect(member, "items.0.act", "ask");
    tell("%s reads: %s the office did \"%s\", agreed by %s", member->called,
         stage_when(member->stage, got_number(member, "items.0.at"), when),
         got(member, "items.0.act"), got(member, "items.0.consent"));
}

void play_by_phone(struct cast *c)
{
    int64_t start_at = stage_weekday(&c->stage, 17, 0, LEAD_MS);
    struct ask ask = {
        .parent = &c->yoko,
        .whom = {&c->kenji, NULL},
        .start_at = start_at,
        .end_at = start_at + HOUR_MS,
        .until_at = start_at + HOUR_MS,
        .pay_by = "cash",
        .agreed = true,
    };
    char acting[ID_TEXT_BYTES], request[ID_TEXT_BYTES], offer[ID_TEXT_BYTES];
    char booking[ID_TEXT_BYTES];

    chapter("Already agreed, and told to the office by phone");
    office_log_in(&c->office, &c->stage);
    take_the_call(&c->office, &c->yoko, acting);
    send_ask_as(c, &ask, &c->office, request);
    hang_up(&c->office, acting);
    read_what_was_done(&c->yoko);
    read_ask(&c->kenji, offer);
    act(&c->kenji, 201, "POST", json_object(), "/api/v1/asks/%s/offer", offer);
    got_id(&c->kenji, "booking_id", booking);
    tell("%s says yes, and that is the booking: nobody has to choose", c->kenji.called);
    await_booking(&c->yoko, booking, "confirmed");
    show_coverage(&c->yoko, booking, NULL);
    stage_turn_to(&c->stage, start_at);
    hand_in_by_phone(&c->yoko, booking);
    stage_turn_to(&c->stage, ask.end_at);
    hand_out(&c->yoko, &c->kenji, booking);
    settle(&c->yoko, &c->kenji, booking);
}
