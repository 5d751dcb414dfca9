/* homes.c - see scenes.h: families and what they say about themselves. */
#include "tests/letter.h"
#include "tests/story/scenes.h"

#include <stdio.h>
#include <string.h>

void make_home(struct actor *parent, const char *family, const char *child_name,
               const char *call_name, const char *birth_date)
{
    because(parent, "a home, whose guardians act for it");
    act(parent, 201, "POST",
        json_pack("{s:s, s:s}", "community_id", parent->stage->community, "name", family),
        "/api/v1/households");
    got_id(parent, "id", parent->household);
    because(parent, "a child: age and health decide who may help and what is insured");
    act(parent, 201, "POST",
        json_pack("{s:s, s:s, s:s}", "name", child_name, "call_name", call_name, "birth_date",
                  birth_date),
        "/api/v1/households/%s/children", parent->household);
    got_id(parent, "id", parent->child);
    if (!parent->counting) {
        tell("%s makes the home %s and adds %s, %lld years old", parent->called, family, call_name,
             (long long)got_number(parent, "age_years"));
    }
}

/* What names the other guardian, or opens the exact addresses, wants to see who it is once more. */
static void step_up(struct actor *a)
{
    act(a, 204, "POST", NULL, "/api/v1/me/step-up/code");
    act(a, 200, "POST",
        json_pack("{s:s, s:s}", "password", a->password, "code",
                  letter_code(await_letter(a, a->email, "code_step_up"))),
        "/api/v1/me/step-up");
}

void join_home(struct actor *parent, struct actor *other)
{
    step_up(parent);
    act(parent, 201, "POST", NULL, "/api/v1/households/%s/guardian-invitations", parent->household);
    act(other, 201, "POST", json_pack("{s:s}", "token", got(parent, "token")),
        "/api/v1/guardian-invitations/accept");
    snprintf(other->household, sizeof other->household, "%s", parent->household);
    snprintf(other->child, sizeof other->child, "%s", parent->child);
    tell("%s steps up and sends %s a link: two guardians, each with a session of their own",
         parent->called, other->called);
}
