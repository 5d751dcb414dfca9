/* plays.c - see scenes.h: what happens, in order. */
#include "app/base/clock.h"
#include "tests/story/scenes.h"

#include <string.h>

#define LEAD_MS (6 * HOUR_MS) /* asked on the day before, or early: not urgent */

static void play_newcomers(struct cast *c)
{
    struct actor *all[] = {&c->hanako, &c->taro, &c->yoko, &c->yuki, &c->mio, &c->kenji};

    chapter("Two families and three supporters sign up");
    office_log_in(&c->office, &c->stage);
    office_look(&c->office, &c->stage);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        sign_up(all[i]);
    }
}

static void play_homes(struct cast *c)
{
    chapter("What they say about themselves, and what the office has seen");
    make_home(&c->hanako, "佐藤家", "佐藤 さくら", "さくら", "2022-02-14");
    add_home_place(&c->hanako, "ひだまり市北町2-3-4");
    join_home(&c->hanako, &c->taro);
    make_home(&c->yoko, "田中家", "田中 陽斗", "はるくん", "2019-09-01");
    add_home_place(&c->yoko, "ひだまり市南町5-6-7");
    find_nursery(c);
    offer_to_help(&c->yuki, 15, 20);
    offer_to_help(&c->mio, 16, 20);
    offer_to_help(&c->kenji, 17, 19);
    office_lets_help(&c->office, &c->yuki, "S-2026-0117");
    office_lets_help(&c->office, &c->mio, NULL);
    office_lets_help(&c->office, &c->kenji, NULL);
}

static void play_ties(struct cast *c)
{
    char tie[ID_TEXT_BYTES];

    chapter("People who know each other say so");
    meet_by_qr(&c->hanako, &c->yuki, tie);
    premeet(&c->hanako, &c->yuki, tie);
    meet_by_qr(&c->hanako, &c->mio, tie);
    premeet(&c->hanako, &c->mio, tie);
    meet_by_digits(&c->hanako, &c->kenji, tie);
    premeet(&c->hanako, &c->kenji, tie);
    meet_by_digits(&c->yoko, &c->mio, tie);
    meet_by_qr(&c->yoko, &c->kenji, tie);
    premeet(&c->yoko, &c->kenji, tie);
}

void play_beginning(struct cast *c)
{
    play_newcomers(c);
    play_homes(c);
    play_ties(c);
}

/* Three are asked; one says nothing of his no, two say yes; the offers' ids of these two. */
static void play_answers(struct cast *c, char yuki_offer[ID_TEXT_BYTES],
                         char mio_offer[ID_TEXT_BYTES])
{
    char offer[ID_TEXT_BYTES];

    read_ask(&c->kenji, offer);
    say_no(&c->kenji, offer);
    read_ask(&c->yuki, yuki_offer);
    say_yes(&c->yuki, yuki_offer, 0, "いつもの道で帰りますね");
    read_ask(&c->mio, mio_offer);
    say_yes(&c->mio, mio_offer, 50, "うちの子のお迎えのついでです");
}

static void play_asking(struct cast *c, const struct ask *ask, char booking[ID_TEXT_BYTES])
{
    char request[ID_TEXT_BYTES], yuki_offer[ID_TEXT_BYTES], mio_offer[ID_TEXT_BYTES];

    chapter("花子 asks for a nursery pick-up");
    show_preview(c, ask);
    show_candidates(c, ask);
    send_ask(c, ask, request);
    play_answers(c, yuki_offer, mio_offer);
    look_at_offers(&c->hanako, request);
    choose(&c->hanako, mio_offer, booking);
    expect_number(&c->hanako, "fee.price_minor", 375); /* an hour and a half at 500, the half */
    await_letter(&c->yuki, c->yuki.email, "released");
    tell("由紀 reads in a mail that it is settled this time, and not with whom");
}

static void play_paying(struct cast *c, const char *booking)
{
    char payment[ID_TEXT_BYTES];

    chapter("The card is held, the coverage record is issued");
    await_mail(&c->hanako, "payment_needed", booking);
    save_card(&c->hanako, "pm_card_visa");
    await_payment(&c->hanako, booking, "main", "authorized", payment);
    show_payments(&c->hanako, booking);
    await_booking(&c->hanako, booking, "confirmed");
    await_mail(&c->mio, "confirmed", booking);
    show_coverage(&c->hanako, booking, NULL);
}

static void play_care(struct cast *c, const struct ask *ask, const char *booking)
{
    chapter("The day itself; the clock is turned");
    stage_turn_to(&c->stage, ask->start_at);
    hand_in(&c->hanako, &c->mio, booking);
    stage_turn_to(&c->stage, ask->start_at + 25 * MINUTE_MS);
    write_note(&c->mio, booking, "公園でどんぐりを拾っています。ごきげんです。");
    stage_turn_to(&c->stage, ask->end_at + 20 * MINUTE_MS);
    hand_out(&c->taro, &c->mio, booking);
}

static void play_settling(struct cast *c, const char *booking)
{
    char payment[ID_TEXT_BYTES];

    chapter("Report, overtime, receipt");
    report_in_one_tap(&c->mio, booking);
    agree_to_hours(&c->hanako, booking);
    await_payment(&c->hanako, booking, "main", "captured", payment);
    approve_overtime(&c->hanako, booking);
    expect_number(&c->hanako, "amount_minor", 85); /* 920 for 110 minutes, less 750, the half */
    await_payment(&c->hanako, booking, "overtime", "captured", payment);
    show_payments(&c->hanako, booking);
    await_booking(&c->hanako, booking, "settled");
    show_coverage(&c->hanako, booking, "actual");
    show_receipt(&c->hanako, booking);
    expect_number(&c->hanako, "paid_minor", 375 + 85);
    expect_number(&c->hanako, "service.minutes", 110);
}

void play_pickup(struct cast *c)
{
    int64_t start_at = stage_weekday(&c->stage, 16, 45, LEAD_MS);
    struct ask ask = {
        .parent = &c->hanako,
        .whom = {&c->yuki, &c->mio, &c->kenji, NULL},
        .start_at = start_at,
        .end_at = start_at + 90 * MINUTE_MS,
        .until_at = start_at + 150 * MINUTE_MS,
        .pay_by = "card",
        .needs = "着替えの入った青いかばんも持ち帰ってください",
    };
    char booking[ID_TEXT_BYTES];

    play_asking(c, &ask, booking);
    play_paying(c, booking);
    play_care(c, &ask, booking);
    play_settling(c, booking);
}

void play_cancelled(struct cast *c)
{
    int64_t start_at = stage_weekday(&c->stage, 16, 30, LEAD_MS);
    struct ask ask = {
        .parent = &c->hanako,
        .whom = {&c->yuki, NULL},
        .start_at = start_at,
        .end_at = start_at + 2 * HOUR_MS,
        .until_at = start_at + 2 * HOUR_MS,
        .pay_by = "card",
    };
    char request[ID_TEXT_BYTES], offer[ID_TEXT_BYTES], booking[ID_TEXT_BYTES];
    char payment[ID_TEXT_BYTES];

    chapter("Another pick-up, cancelled on the same day");
    send_ask(c, &ask, request);
    read_ask(&c->yuki, offer);
    say_yes(&c->yuki, offer, 0, NULL);
    choose(&c->hanako, offer, booking);
    await_booking(&c->hanako, booking, "confirmed");
    stage_turn_to(&c->stage, stage_at(&c->stage, start_at, 0, 8, 10));
    cancel(&c->hanako, booking);
    expect_number(&c->hanako, "fee_minor", 600); /* the half of two hours at 500 and 100 */
    await_payment(&c->hanako, booking, "main", "captured", payment);
    show_payments(&c->hanako, booking);
    show_coverage(&c->hanako, booking, "cancelled_before");
    await_mail(&c->yuki, "cancelled", booking);
    show_receipt(&c->hanako, booking);
    expect_number(&c->hanako, "paid_minor", 600);
}

void play_cash(struct cast *c)
{
    int64_t start_at = stage_weekday(&c->stage, 17, 0, LEAD_MS);
    struct ask ask = {
        .parent = &c->yoko,
        .whom = {&c->kenji, NULL},
        .start_at = start_at,
        .end_at = start_at + HOUR_MS,
        .until_at = start_at + HOUR_MS,
        .pay_by = "cash",
    };
    char request[ID_TEXT_BYTES], offer[ID_TEXT_BYTES], booking[ID_TEXT_BYTES];

    chapter("One paid in cash");
    send_ask(c, &ask, request);
    read_ask(&c->kenji, offer);
    say_yes(&c->kenji, offer, 0, NULL);
    choose(&c->yoko, offer, booking);
    expect(&c->yoko, "state", "confirmed");
    show_coverage(&c->yoko, booking, NULL);
    stage_turn_to(&c->stage, start_at);
    hand_in_by_phone(&c->yoko, booking);
    stage_turn_to(&c->stage, ask.end_at);
    hand_out(&c->yoko, &c->kenji, booking);
    report_in_one_tap(&c->kenji, booking);
    agree_to_hours(&c->yoko, booking);
    settle_in_cash(&c->yoko, &c->kenji, booking);
    await_booking(&c->yoko, booking, "settled");
    show_coverage(&c->yoko, booking, "actual");
    show_receipt(&c->yoko, booking);
    expect_number(&c->yoko, "paid_minor", 500);
    expect_number(&c->yoko, "service.minutes", 60);
}
