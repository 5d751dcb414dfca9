/* trouble.c - see scenes.h: a card that is refused, two guardians at once, a supporter with fever.
 */
#include "app/base/clock.h"
#include "app/domain/texts.h"
#include "tests/story/scenes.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define LEAD_MS (6 * HOUR_MS)

/* ---- the card ---- */

static void pay_after_all(struct actor *parent, const char *booking)
{
    char payment[ID_TEXT_BYTES], card[ID_TEXT_BYTES], where[32];
    int last;

    save_card(parent, "pm_card_mastercard");
    last = find_item(parent, "items", "brand", "mastercard");
    if (last < 0) {
        fail("the new card is not in the list: %s", parent->client->text);
    }
    snprintf(where, sizeof where, "items.%d.id", last);
    got_id(parent, where, card);
    await_payment(parent, booking, "main", "auth_failed", payment);
    act(parent, 200, "POST", json_pack("{s:s}", "card_id", card), "/api/v1/payments/%s/retry",
        payment);
    await_payment(parent, booking, "main", "captured", payment);
    show_payments(parent, booking);
}

void play_card(struct cast *c)
{
    int64_t start_at = stage_weekday(&c->stage, 17, 0, 8 * DAY_MS);
    struct ask ask = {
        .parent = &c->yoko,
        .whom = {&c->kenji, NULL},
        .start_at = start_at,
        .end_at = start_at + HOUR_MS,
        .until_at = start_at + HOUR_MS,
        .pay_by = "card",
    };
    char booking[ID_TEXT_BYTES], payment[ID_TEXT_BYTES];

    chapter("The card that is refused before the day, and the care that goes on");
    save_card(&c->yoko, "pm_card_chargeCustomerFail");
    arrange(c, &ask, booking);
    tell("More than five days ahead: nothing is held yet");
    show_payments(&c->yoko, booking);
    stage_turn_to(&c->stage, start_at - 5 * DAY_MS);
    await_payment(&c->yoko, booking, "main", "auth_failed", payment);
    await_mail(&c->yoko, "payment_needed", booking);
    stage_turn_to(&c->stage, start_at - DAY_MS);
    act(&c->yoko, 200, "GET", NULL, "/api/v1/bookings/%s", booking);
    expect(&c->yoko, "state", "confirmed");
    tell("The day before: the card is still refused; the booking stands [booking confirmed]");
    show_coverage(&c->kenji, booking, NULL);
    stage_turn_to(&c->stage, start_at);
    hand_in_by_phone(&c->yoko, booking);
    stage_turn_to(&c->stage, ask.end_at);
    hand_out(&c->yoko, &c->kenji, booking);
    report_in_one_tap(&c->kenji, booking);
    agree_to_hours(&c->yoko, booking);
    pay_after_all(&c->yoko, booking);
    await_booking(&c->yoko, booking, "settled");
}

/* ---- two guardians at once ---- */

struct choosing {
    struct client *client;
    char path[64];
    int http;
};

static void *choose_now(void *arg)
{
    struct choosing *x = arg;

    x->http = client_post(x->client, x->path, NULL);
    return NULL;
}

/* Both tap, each another supporter; who lost, out of the two. */
static int choose_both(struct choosing two[2])
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++) {
        if (pthread_create(&threads[i], NULL, choose_now, &two[i]) != 0) {
            fail("no thread");
        }
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
    }
    if (two[0].http + two[1].http != 201 + 409) {
        fail("not one of the two: %d %s, %d %s", two[0].http, two[0].client->text, two[1].http,
             two[1].client->text);
    }
    return two[0].http == 409 ? 0 : 1;
}

void play_two(struct cast *c)
{
    int64_t start_at = stage_weekday(&c->stage, 17, 0, LEAD_MS);
    struct ask ask = {
        .parent = &c->hanako,
        .whom = {&c->mio, &c->kenji, NULL},
        .start_at = start_at,
        .end_at = start_at + HOUR_MS,
        .until_at = start_at + HOUR_MS,
        .pay_by = "card",
    };
    struct actor *parents[2] = {&c->hanako, &c->taro};
    struct choosing two[2];
    char request[ID_TEXT_BYTES], offer[ID_TEXT_BYTES], booking[ID_TEXT_BYTES];
    int lost;

    chapter("Two guardians at once");
    send_ask(c, &ask, request);
    for (int i = 0; i < 2; i++) {
        read_ask(ask.whom[i], offer);
        say_yes(ask.whom[i], offer, 0, NULL);
        two[i] = (struct choosing){.client = parents[i]->client};
        snprintf(two[i].path, sizeof two[i].path, "/api/v1/offers/%s/choose", offer);
    }
    lost = choose_both(two);
    expect(parents[1 - lost], "state", "agreed");
    tell("%s chooses %s, %s chooses %s, in the same moment: one counts", c->hanako.called,
         c->mio.called, c->taro.called, c->kenji.called);
    expect(parents[lost], "reason", "offer.changed");
    tell("%s was first; %s reads: %s", parents[1 - lost]->called, parents[lost]->called,
         text_of(parents[lost]->locale, "reason.offer.changed"));
    expect(parents[lost], "request.state", "matched");
    got_id(parents[lost], "request.booking_id", booking);
    await_booking(parents[lost], booking, "confirmed");
    await_mail(ask.whom[lost], "released", "");
    stage_turn_to(&c->stage, start_at);
    hand_in(&c->hanako, ask.whom[1 - lost], booking);
    stage_turn_to(&c->stage, ask.end_at);
    hand_out(&c->taro, ask.whom[1 - lost], booking);
    settle(&c->taro, ask.whom[1 - lost], booking);
}

/* ---- fever ---- */

static void cancel_with_fever(struct cast *c, const char *booking)
{
    act(&c->yuki, 200, "POST", json_pack("{s:s}", "cause", "own_fever"),
        "/api/v1/bookings/%s/cancel", booking);
    expect_number(&c->yuki, "fee_minor", 0);
    tell("15:00 %s has a fever and cancels; nobody pays for that [booking cancelled]",
         c->yuki.called);
}

void play_fever(struct cast *c)
{
    int64_t start_at = stage_weekday(&c->stage, 16, 45, LEAD_MS);
    struct ask ask = {
        .parent = &c->hanako,
        .whom = {&c->yuki, &c->mio, NULL},
        .start_at = start_at,
        .end_at = start_at + 75 * MINUTE_MS,
        .until_at = start_at + 105 * MINUTE_MS,
        .pay_by = "card",
    };
    char request[ID_TEXT_BYTES], offer[2][ID_TEXT_BYTES], booking[ID_TEXT_BYTES];

    chapter("The supporter has a fever at 15:00, and the reserve comes");
    send_ask(c, &ask, request);
    for (int i = 0; i < 2; i++) {
        read_ask(ask.whom[i], offer[i]);
        say_yes(ask.whom[i], offer[i], 0, NULL);
    }
    act(&c->hanako, 204, "POST", NULL, "/api/v1/offers/%s/reserve", offer[1]);
    tell("%s keeps %s in reserve", c->hanako.called, c->mio.called);
    choose(&c->hanako, offer[0], booking);
    await_booking(&c->hanako, booking, "confirmed");
    stage_turn_to(&c->stage, stage_at(&c->stage, start_at, 0, 15, 0));
    cancel_with_fever(c, booking);
    await_text(&c->hanako, "reserve_ready", "");
    await_mail(&c->mio, "reserve_called", offer[1]);
    show_coverage(&c->hanako, booking, "cancelled_before");
    choose(&c->hanako, offer[1], booking);
    await_booking(&c->hanako, booking, "confirmed");
    show_coverage(&c->hanako, booking, NULL);
    stage_turn_to(&c->stage, start_at);
    hand_in(&c->hanako, &c->mio, booking);
    stage_turn_to(&c->stage, ask.end_at);
    hand_out(&c->hanako, &c->mio, booking);
    settle(&c->hanako, &c->mio, booking);
}
