/* newcomers.c - see scenes.h: accounts, the office, and what the office lets people do. */
#include "app/base/clock.h"
#include "app/base/crypto.h"
#include "tests/letter.h"
#include "tests/story/scenes.h"

#include <stdio.h>
#include <string.h>

#define LINE_BYTES     512
#define TOTP_STEP_MS   (30 * SECOND_MS)
#define BASE32_BITS    5
#define LESSON_VALID   (365 * DAY_MS)
#define IDENTITY_VALID (5 * 365 * DAY_MS)

/* RFC 4648 base 32, as an authenticator app reads it. */
static void read_secret(const char *text, uint8_t secret[TOTP_SECRET_BYTES])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint32_t bits = 0;
    int have = 0, at = 0;

    for (; *text != '\0' && at < TOTP_SECRET_BYTES; text++) {
        const char *digit = strchr(digits, *text);

        if (digit == NULL) {
            fail("the log-ins name a secret that is not base 32");
        }
        bits = bits << BASE32_BITS | (uint32_t)(digit - digits);
        have += BASE32_BITS;
        if (have >= 8) {
            have -= 8;
            secret[at++] = (uint8_t)(bits >> have);
        }
    }
}

/* "e-mail  password  secret  who": the line of the administrator. */
static void read_login(struct actor *office, char secret[LINE_BYTES])
{
    char line[LINE_BYTES], email[LINE_BYTES], password[LINE_BYTES];
    FILE *f = fopen(office->stage->logins, "r");

    if (f == NULL) {
        fail("%s can't be read: the demo's seed writes it", office->stage->logins);
    }
    while (fgets(line, sizeof line, f) != NULL) {
        if (line[0] != '#' && sscanf(line, "%511s %511s %511s", email, password, secret) == 3 &&
            strcmp(secret, "-") != 0) {
            snprintf(office->email, sizeof office->email, "%.*s", ACTOR_TEXT_BYTES - 1, email);
            snprintf(office->password, sizeof office->password, "%.*s", ACTOR_TEXT_BYTES - 1,
                     password);
            fclose(f);
            return;
        }
    }
    fail("%s names nobody with an authenticator app", office->stage->logins);
}

void office_look(struct actor *office, struct stage *s)
{
    act(office, 200, "GET", NULL, "/api/v1/me");
    got_id(office, "id", office->id);
    got_id(office, "communities.0.id", s->community);
    snprintf(s->zone, sizeof s->zone, "%s", got(office, "communities.0.zone"));
    tell("%s, admin of %s, logs in with password and authenticator app", office->called,
         got(office, "communities.0.name"));
}

void office_log_in(struct actor *office, struct stage *s)
{
    char text[LINE_BYTES] = "", code[7];
    uint8_t secret[TOTP_SECRET_BYTES] = {0};

    read_login(office, text);
    read_secret(text, secret);
    stage_turn_to(s, stage_now(s) + TOTP_STEP_MS); /* a code works once: not the last story's */
    totp_code(secret, stage_now(s), code);
    because(office, "staff show a second factor each day");
    act(office, 201, "POST",
        json_pack("{s:s, s:s, s:s}", "email", office->email, "password", office->password, "totp",
                  code),
        "/api/v1/sessions");
}

static json_t *form(const struct actor *a)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "email", a->email, "phone",
                     a->phone, "name", a->name, "reading", a->reading, "display_name", a->called,
                     "birth_date", "1988-05-03", "password", a->password, "locale", a->locale,
                     "community_id", a->stage->community);
}

/* The ticket of the last answer with the code that came in a letter. */
static json_t *ticket_with(struct actor *a, const char *to, const char *kind)
{
    json_t *body = json_pack("{s:s}", "pending", got(a, "pending"));

    json_object_set_new(body, "code", json_string(letter_code(await_letter(a, to, kind))));
    return body;
}

void sign_up(struct actor *a)
{
    because(a, "an account is one person, 18 or older");
    act(a, 202, "POST", form(a), "/api/v1/accounts");
    because(a, "the e-mail address is proved by a code");
    act(a, 202, "POST", ticket_with(a, a->email, "code_email"), "/api/v1/accounts/confirm");
    because(a, "the mobile number too; no SMS before that");
    act(a, 201, "POST", ticket_with(a, a->phone, "code_phone"), "/api/v1/accounts/confirm");
    got_id(a, "member_id", a->id);
    if (a->counted == NULL) {
        tell("%s (%s) signs up: code by mail, code by SMS; logged in", a->name, a->called);
    }
}

static void give(struct actor *office, const struct actor *to, const char *kind, const char *number,
                 int64_t valid_ms)
{
    int64_t now = stage_now(office->stage);
    json_t *body = json_pack("{s:s, s:s, s:I, s:I}", "member_id", to->id, "kind", kind, "issued_at",
                             (json_int_t)now, "expires_at", (json_int_t)(now + valid_ms));

    if (number != NULL) {
        json_object_set_new(body, "number", json_string(number));
    }
    act(office, 201, "POST", body, "/api/v1/communities/%s/qualifications",
        office->stage->community);
}

void office_lets_help(struct actor *office, const struct actor *supporter, const char *certificate)
{
    because(office, "who helps has shown an identity document");
    give(office, supporter, "identity", NULL, IDENTITY_VALID);
    because(office, "who helps has done the safety lesson");
    give(office, supporter, "safety_lesson", NULL, LESSON_VALID);
    if (certificate != NULL) {
        give(office, supporter, "certificate", certificate, IDENTITY_VALID);
    }
    if (office->counted == NULL) {
        tell("%s notes for %s: identity checked, safety lesson done%s%s", office->called,
             supporter->called, certificate != NULL ? ", certificate " : "",
             certificate != NULL ? certificate : "");
    }
}

void await_task(struct actor *office, const char *kind)
{
    struct patience p = {0};

    for (;;) {
        act(office, 200, "GET", NULL, "/api/v1/communities/%s/tasks", office->stage->community);
        if (find_item(office, "items", "kind", kind) >= 0) {
            tell("%s has a task: %s", office->called, kind);
            return;
        }
        be_patient(&p, kind);
    }
}
