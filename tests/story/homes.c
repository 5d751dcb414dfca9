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
    if (parent->counted == NULL) {
        tell("%s makes the home %s and adds %s, %lld years old", parent->called, family, call_name,
             (long long)got_number(parent, "age_years"));
    }
}

/* What names the other guardian, or opens the exact addresses, wants to see who it is once more. */
void step_up(struct actor *a)
{
    const char *old = letter_find(a->stage->maildir, a->email, "code_step_up");
    char before[8] = "", code[8] = "";
    struct patience p = {0};

    if (old != NULL) {
        snprintf(before, sizeof before, "%s", letter_code(old));
    }
    act(a, 204, "POST", NULL, "/api/v1/me/step-up/code");
    do {
        be_patient(&p, "the code to step up");
        snprintf(code, sizeof code, "%s", letter_code(await_letter(a, a->email, "code_step_up")));
    } while (strcmp(code, before) == 0);
    act(a, 200, "POST", json_pack("{s:s, s:s}", "password", a->password, "code", code),
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

static json_t *place_body(const char *kind, const char *name, const char *address, int64_t lat_e5,
                          int64_t lng_e5)
{
    return json_pack("{s:s, s:s, s:s, s:I, s:I}", "kind", kind, "name", name, "address", address,
                     "lat_e5", (json_int_t)lat_e5, "lng_e5", (json_int_t)lng_e5);
}

void add_home_place(struct actor *parent, const char *address)
{
    act(parent, 201, "POST", place_body("home", "自宅", address, 3478430, 13541730),
        "/api/v1/households/%s/places", parent->household);
    got_id(parent, "id", parent->home);
}

void find_nursery(struct cast *c)
{
    int i;

    act(&c->hanako, 200, "GET", NULL, "/api/v1/communities/%s/places?kind=nursery",
        c->stage.community);
    i = find_item(&c->hanako, "items", "kind", "nursery");
    if (i < 0) {
        act(&c->office, 201, "POST",
            place_body("nursery", "ひだまり保育園", "ひだまり市中央1-1", 3478230, 13541230),
            "/api/v1/communities/%s/places", c->stage.community);
        got_id(&c->office, "id", c->nursery);
        tell("%s adds the nursery to the public places", c->office.called);
        return;
    }
    got_id(&c->hanako, "items.0.id", c->nursery);
}

/* Weekdays, from hour to hour. */
static json_t *week(int from_hour, int to_hour)
{
    json_t *items = json_array();

    for (int weekday = 1; weekday <= 5; weekday++) {
        json_array_append_new(items, json_pack("{s:i, s:i, s:i}", "weekday", weekday, "from_min",
                                               from_hour * 60, "to_min", to_hour * 60));
    }
    return json_pack("{s:o}", "items", items);
}

void offer_to_help(struct actor *supporter, int from_hour, int to_hour)
{
    because(supporter, "nobody is asked who did not switch \"I can help\" on");
    act(supporter, 200, "PUT",
        json_pack("{s:b, s:[s, s, s, s, s], s:[s], s:i, s:i}", "is_on", 1, "kinds", "pickup",
                  "dropoff", "escort", "care", "joint", "care_at", "supporter", "age_min", 0,
                  "age_max", 12),
        "/api/v1/me/supporter");
    if (from_hour < to_hour) {
        act(supporter, 200, "PUT", week(from_hour, to_hour), "/api/v1/me/availability");
        tell("%s can help on weekdays from %d to %d", supporter->called, from_hour, to_hour);
    }
}
