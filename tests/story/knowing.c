/* knowing.c - see scenes.h: how people who know each other say so. */
#include "tests/story/scenes.h"

#include <string.h>

void meet_by_qr(struct actor *a, struct actor *b, char tie[ID_TEXT_BYTES])
{
    because(a, "a tie wants both: one shows a code, new every 30 s");
    act(a, 200, "GET", NULL, "/api/v1/me/handshake-qr");
    because(b, "... and the other scans it");
    act(b, 201, "POST", json_pack("{s:s}", "token", got(a, "token")), "/api/v1/handshakes/qr");
    got_id(b, "tie_id", tie);
    if (a->counted == NULL) {
        tell("%s scans the QR code on %s's phone: tied", b->called, a->called);
    }
}

static const char *digits_of(const struct actor *a)
{
    return a->phone + strlen(a->phone) - 4;
}

static json_t *digits_body(const struct actor *other)
{
    return json_pack("{s:s, s:s}", "member_id", other->id, "digits", digits_of(other));
}

void meet_by_digits(struct actor *a, struct actor *b, char tie[ID_TEXT_BYTES])
{
    act_refused(b, 404, "", "POST", digits_body(a), "/api/v1/handshakes/digits");
    act(a, 201, "POST", json_pack("{s:s}", "community_id", a->stage->community),
        "/api/v1/invitations");
    act(b, 200, "POST", json_pack("{s:s}", "token", got(a, "token")), "/api/v1/invitations/accept");
    expect(b, "display_name", a->called);
    act(a, 200, "GET", NULL, "/api/v1/acquaintances");
    if (find_item(a, "items", "member_id", b->id) < 0) {
        fail("%s does not learn that %s opened the link", a->called, b->called);
    }
    act(a, 202, "POST", digits_body(b), "/api/v1/handshakes/digits");
    act(b, 201, "POST", digits_body(a), "/api/v1/handshakes/digits");
    got_id(b, "tie_id", tie);
    tell("%s sends %s an invitation link; both type the last digits of the other's number: tied",
         a->called, b->called);
}

void premeet(struct actor *parent, struct actor *supporter, const char *tie)
{
    char when[STAGE_WHEN_BYTES], sheet[ID_TEXT_BYTES];

    because(parent, "before care alone: the pre-meeting sheet, by both");
    act(parent, 201, "POST",
        json_pack("{s:s, s:b, s:b, s:b, s:b}", "household_id", parent->household, "child_met", 1,
                  "place_seen", 1, "emergency_plan_read", 1, "insurance_read", 1),
        "/api/v1/ties/%s/premeetings", tie);
    got_id(parent, "id", sheet);
    because(supporter, "... one tap");
    act(supporter, 200, "POST", NULL, "/api/v1/premeetings/%s/confirm", sheet);
    if (parent->counted == NULL) {
        tell("%s and %s fill in the pre-meeting sheet; it counts until %s", parent->called,
             supporter->called,
             stage_when(parent->stage, got_number(supporter, "premet_until_at"), when));
    }
}
