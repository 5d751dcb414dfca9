/* late.c - see scenes.h: the train is forty minutes late; nothing that was agreed changes, and the
 * next adult comes. */
#include "app/base/clock.h"
#include "tests/story/scenes.h"

#define LEAD_MS (6 * HOUR_MS)

static void say_late(struct cast *c, const char *booking, int minutes)
{
    char when[STAGE_WHEN_BYTES], end[STAGE_WHEN_BYTES];

    act(&c->hanako, 200, "POST", json_pack("{s:i}", "minutes", minutes), "/api/v1/bookings/%s/late",
        booking);
    tell("%s %s: the train says forty minutes, so she taps %d: expected %s, agreed %s",
         stage_hour(&c->stage, stage_now(&c->stage), when), c->hanako.called, minutes,
         stage_hour(&c->stage, got_number(&c->hanako, "expected.end_at"),
                    (char[STAGE_WHEN_BYTES]){0}),
         stage_hour(&c->stage, got_number(&c->hanako, "booking.end_at"), end));
    expect(&c->hanako, "expected.next_adult.kind", "guardian");
    expect(&c->hanako, "expected.next_adult.member_id", c->taro.id);
    tell("  that is later than \"at the latest\": %s comes next", c->taro.called);
    await_mail(&c->mio, "late", booking);
    await_text(&c->mio, "late", booking);
    await_text(&c->taro, "next_adult", booking);
    await_text(&c->mio, "next_adult", booking);
}

void play_late(struct cast *c)
{
    int64_t start_at = stage_weekday(&c->stage, 16, 45, LEAD_MS);
    struct ask ask = {
        .parent = &c->hanako,
        .whom = {&c->mio, NULL},
        .start_at = start_at,
        .end_at = start_at + 75 * MINUTE_MS,
        .until_at = start_at + 105 * MINUTE_MS,
        .pay_by = "card",
    };
    char booking[ID_TEXT_BYTES], payment[ID_TEXT_BYTES];

    chapter("Forty minutes late, with the train");
    arrange(c, &ask, booking);
    stage_turn_to(&c->stage, start_at);
    hand_in(&c->hanako, &c->mio, booking);
    stage_turn_to(&c->stage, ask.end_at - 10 * MINUTE_MS);
    say_late(c, booking, 60);
    stage_turn_to(&c->stage, ask.end_at + 40 * MINUTE_MS);
    hand_out(&c->taro, &c->mio, booking);
    report_in_one_tap(&c->mio, booking);
    agree_to_hours(&c->hanako, booking);
    approve_overtime(&c->hanako, booking);
    await_payment(&c->hanako, booking, "overtime", "captured", payment);
    show_payments(&c->hanako, booking);
    await_booking(&c->hanako, booking, "settled");
    show_coverage(&c->hanako, booking, "actual");
}
