/* caring.c - see scenes.h: the job itself, from hand to hand. */
#include "tests/story/scenes.h"

#include <stdio.h>
#include <string.h>

void show_booking(struct actor *a, const char *booking)
{
    char from[STAGE_WHEN_BYTES], to[STAGE_WHEN_BYTES];

    act(a, 200, "GET", NULL, "/api/v1/bookings/%s", booking);
    tell("%s reads: booking %s, %s-%s, %lld %s by %s, next: %s", a->called, got(a, "state"),
         stage_when(a->stage, got_number(a, "start_at"), from),
         stage_hour(a->stage, got_number(a, "end_at"), to),
         (long long)got_number(a, "fee.price_minor"), got(a, "fee.currency"), got(a, "fee.pay_by"),
         got(a, "next"));
}

void show_coverage(struct actor *a, const char *booking)
{
    char facts[256] = "";
    size_t at = 0;
    json_t *fact;
    size_t i;

    await(a, "number", NULL, "/api/v1/bookings/%s/coverage", booking);
    json_array_foreach (client_at(a->client, "facts"), i, fact) {
        at += (size_t)snprintf(facts + at, sizeof facts - at, ", %s",
                               json_string_value(json_object_get(fact, "kind")));
    }
    tell("Insurance record number %lld, seal %.12s...: issued%s",
         (long long)got_number(a, "number"), got(a, "sha256"), facts);
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
    act(parent, 200, "POST", NULL, "/api/v1/bookings/%s/report/agree", booking);
    tell("%s agrees to the hours [booking %s]", parent->called, got(parent, "state"));
}
