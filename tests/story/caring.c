/* caring.c - see scenes.h: the job itself, from hand to hand. */
#include "tests/story/scenes.h"

#include <stdio.h>
#include <string.h>

void await_booking(struct actor *a, const char *booking, const char *state)
{
    await(a, "state", state, "/api/v1/bookings/%s", booking);
    tell("[booking %s] %s, next for %s: %s", state, booking, a->called, got(a, "next"));
}

void show_coverage(struct actor *a, const char *booking, const char *fact)
{
    char facts[256] = "";
    const char *last = "";
    size_t at = 0, i;
    json_t *item;

    await(a, "number", NULL, "/api/v1/bookings/%s/coverage", booking);
    json_array_foreach (client_at(a->client, "facts"), i, item) {
        last = json_string_value(json_object_get(item, "kind"));
        at += (size_t)snprintf(facts + at, sizeof facts - at, ", %s", last);
    }
    if (fact != NULL && strcmp(last, fact) != 0) {
        fail("the coverage record ends with \"%s\", not with \"%s\"", last, fact);
    }
    tell("Coverage record number %lld, seal %.12s...: issued%s", (long long)got_number(a, "number"),
         got(a, "sha256"), facts);
}

void hand_in(struct actor *parent, struct actor *supporter, const char *booking)
{
    char code[16], when[STAGE_WHEN_BYTES];

    act(supporter, 200, "GET", NULL, "/api/v1/bookings/%s/handover-code?way=in", booking);
    snprintf(code, sizeof code, "%s", got(supporter, "code"));
    act(parent, 201, "POST",
        json_pack("{s:s, s:s, s:s}", "way", "in", "proof", "code", "code", code),
        "/api/v1/bookings/%s/handovers", booking);
    expect(parent, "state", "in_care");
    tell("%s at the nursery: %s shows the code %s, %s types it [booking in_care]",
         stage_hour(parent->stage, got_number(parent, "began_at"), when), supporter->called, code,
         parent->called);
    await_mail(parent, "handed_in", booking);
}

void hand_in_by_phone(struct actor *parent, const char *booking)
{
    char when[STAGE_WHEN_BYTES];

    act(parent, 201, "POST", json_pack("{s:s, s:s}", "way", "in", "proof", "guardian_tap"),
        "/api/v1/bookings/%s/handovers", booking);
    expect(parent, "state", "in_care");
    tell("%s at the nursery: %s says yes on the phone and taps [booking in_care]",
         stage_hour(parent->stage, got_number(parent, "began_at"), when), parent->called);
    await_mail(parent, "handed_in", booking);
}

void tap(struct actor *a, const char *booking, json_t *body)
{
    char when[STAGE_WHEN_BYTES];

    act(a, 201, "POST", body, "/api/v1/bookings/%s/handovers", booking);
    tell("%s %s taps [booking %s]", stage_hour(a->stage, stage_now(a->stage), when), a->called,
         got(a, "state"));
}

void write_note(struct actor *supporter, const char *booking, const char *text)
{
    char when[STAGE_WHEN_BYTES];

    act(supporter, 201, "POST", json_pack("{s:s}", "text", text), "/api/v1/bookings/%s/notes",
        booking);
    tell("%s %s writes: %s", stage_hour(supporter->stage, stage_now(supporter->stage), when),
         supporter->called, text);
}

void hand_out(struct actor *receiver, struct actor *supporter, const char *booking)
{
    char code[16], when[STAGE_WHEN_BYTES];

    act(receiver, 200, "GET", NULL, "/api/v1/bookings/%s/handover-code?way=out", booking);
    snprintf(code, sizeof code, "%s", got(receiver, "code"));
    act_refused(supporter, 422, "handover.wrong_code", "POST",
                json_pack("{s:s, s:s, s:s}", "way", "out", "proof", "code", "code",
                          strcmp(code, "000000") == 0 ? "111111" : "000000"),
                "/api/v1/bookings/%s/handovers", booking);
    act(supporter, 201, "POST",
        json_pack("{s:s, s:s, s:s}", "way", "out", "proof", "code", "code", code),
        "/api/v1/bookings/%s/handovers", booking);
    expect(supporter, "state", "returned");
    tell("%s at home: %s shows the code, %s types it, at the second try [booking returned]",
         stage_hour(receiver->stage, got_number(supporter, "ended_at"), when), receiver->called,
         supporter->called);
    await_mail(receiver, "returned", booking);
}

void report_in_one_tap(struct actor *supporter, const char *booking)
{
    char from[STAGE_WHEN_BYTES], to[STAGE_WHEN_BYTES];

    act(supporter, 200, "PUT", json_object(), "/api/v1/bookings/%s/report", booking);
    act(supporter, 200, "GET", NULL, "/api/v1/bookings/%s/report", booking);
    tell("%s reports in one tap: %s-%s", supporter->called,
         stage_hour(supporter->stage, got_number(supporter, "start_at"), from),
         stage_hour(supporter->stage, got_number(supporter, "end_at"), to));
}

void agree_to_hours(struct actor *parent, const char *booking)
{
    act(parent, 200, "GET", NULL, "/api/v1/bookings/%s/report", booking);
    act(parent, 200, "POST",
        json_pack("{s:I, s:I}", "start_at", (json_int_t)got_number(parent, "start_at"), "end_at",
                  (json_int_t)got_number(parent, "end_at")),
        "/api/v1/bookings/%s/report/agree", booking);
    tell("%s agrees to the hours [booking %s]", parent->called, got(parent, "state"));
}

void cancel(struct actor *parent, const char *booking)
{
    long long fee;

    act(parent, 200, "GET", NULL, "/api/v1/bookings/%s/cancellation", booking);
    fee = (long long)got_number(parent, "fee_minor");
    tell("%s looks first: cancelling now costs %lld %s of %lld", parent->called, fee,
         got(parent, "currency"), (long long)got_number(parent, "booking.fee.price_minor"));
    act(parent, 200, "POST", json_pack("{s:I}", "expect_minor", (json_int_t)fee),
        "/api/v1/bookings/%s/cancel", booking);
    expect(parent, "booking.state", "cancelled");
    expect_number(parent, "fee_minor", fee);
    tell("%s cancels [booking cancelled]", parent->called);
}

void settle(struct actor *parent, struct actor *supporter, const char *booking)
{
    char payment[ID_TEXT_BYTES];

    report_in_one_tap(supporter, booking);
    agree_to_hours(parent, booking);
    act(parent, 200, "GET", NULL, "/api/v1/bookings/%s", booking);
    if (strcmp(got(parent, "fee.pay_by"), "cash") == 0) {
        settle_in_cash(parent, supporter, booking);
    } else {
        await_payment(parent, booking, "main", "captured", payment);
    }
    await_booking(parent, booking, "settled");
}
