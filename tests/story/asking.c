/* asking.c - see scenes.h: from an ask to the choice. */
#include "app/domain/texts.h"
#include "tests/story/scenes.h"

#include <stdio.h>
#include <string.h>

#define WORDS_BYTES 512

static json_t *stop(const char *place, int64_t at, const char *act_)
{
    return json_pack("{s:s, s:I, s:s}", "place_id", place, "at", (json_int_t)at, "act", act_);
}

/* From the nursery to the home. */
static json_t *body_of(struct cast *c, const struct ask *ask)
{
    json_t *members = json_array();
    json_t *body = json_pack(
        "{s:s, s:s, s:[s], s:[o, o], s:I, s:I, s:I, s:s}", "household_id", ask->parent->household,
        "kind", "pickup", "child_ids", ask->parent->child, "stops",
        stop(c->nursery, ask->start_at, "collect"), stop(ask->parent->home, ask->end_at, "bring"),
        "start_at", (json_int_t)ask->start_at, "end_at", (json_int_t)ask->end_at, "until_at",
        (json_int_t)ask->until_at, "pay_by", ask->pay_by);

    for (int i = 0; ask->whom[i] != NULL; i++) {
        json_array_append_new(members, json_string(ask->whom[i]->id));
    }
    json_object_set_new(body, "audience",
                        json_pack("{s:s, s:o}", "kind", "named", "member_ids", members));
    if (ask->needs != NULL) {
        json_object_set_new(body, "needs", json_string(ask->needs));
    }
    if (ask->agreed) {
        json_object_set_new(body, "already_agreed", json_true());
    }
    return body;
}

void send_ask_as(struct cast *c, const struct ask *ask, struct actor *sender,
                 char request[ID_TEXT_BYTES])
{
    struct actor *parent = sender;
    char from[STAGE_WHEN_BYTES], to[STAGE_WHEN_BYTES];

    act(parent, 201, "POST", body_of(c, ask), "/api/v1/requests");
    got_id(parent, "id", request);
    expect(parent, "state", "open");
    tell("%s asks%s%s: %s, %s-%s, at most %lld %s by %s [request open]", parent->called,
         sender != ask->parent ? " for " : "", sender != ask->parent ? ask->parent->called : "",
         got(parent, "kind"), stage_when(parent->stage, got_number(parent, "start_at"), from),
         stage_hour(parent->stage, got_number(parent, "end_at"), to),
         (long long)got_number(parent, "price_minor"), got(parent, "currency"),
         got(parent, "pay_by"));
}

void send_ask(struct cast *c, const struct ask *ask, char request[ID_TEXT_BYTES])
{
    send_ask_as(c, ask, ask->parent, request);
}

static void tell_price(const struct actor *a, int i)
{
    char where[64];

    snprintf(where, sizeof where, "prices.%d.price.lines", i);
    for (size_t k = 0; k < json_array_size(client_at(a->client, where)); k++) {
        json_t *line = json_array_get(client_at(a->client, where), k);

        tell("    %-14s %3lld min  %5lld", json_string_value(json_object_get(line, "why")),
             (long long)json_integer_value(json_object_get(line, "minutes")),
             (long long)json_integer_value(json_object_get(line, "amount_minor")));
    }
}

static void tell_ladder(const struct actor *a, int i)
{
    char where[64], when[STAGE_WHEN_BYTES];

    snprintf(where, sizeof where, "prices.%d.cancelling", i);
    for (size_t k = 0; k < json_array_size(client_at(a->client, where)); k++) {
        json_t *rung = json_array_get(client_at(a->client, where), k);
        json_t *until = json_object_get(rung, "until_at");

        tell("    cancelled %s%s: %lld", json_is_null(until) ? "later" : "before ",
             json_is_null(until) ? ""
                                 : stage_when(a->stage, (int64_t)json_integer_value(until), when),
             (long long)json_integer_value(json_object_get(rung, "fee_minor")));
    }
}

void show_preview(struct cast *c, const struct ask *ask)
{
    struct actor *parent = ask->parent;

    act(parent, 200, "POST", body_of(c, ask), "/api/v1/requests/preview");
    tell("%s looks before sending: %lld could see it, %lld could take it", parent->called,
         (long long)got_number(parent, "people"), (long long)got_number(parent, "candidates"));
    tell("  price by the tariff: %lld to %lld %s",
         (long long)got_number(parent, "prices.0.least_minor"),
         (long long)got_number(parent, "prices.0.most_minor"),
         got(parent, "prices.0.price.currency"));
    tell_price(parent, 0);
    tell_ladder(parent, 0);
    tell("  insured by %s, %s: liability %lld", got(parent, "policy.insurer"),
         got(parent, "policy.number"), (long long)got_number(parent, "policy.liability_minor"));
}

/* "Free at this time, 3 times together so far" */
static void reasons_in_words(json_t *reasons, char out[WORDS_BYTES])
{
    size_t at = 0;

    out[0] = '\0';
    for (size_t i = 0; i < json_array_size(reasons); i++) {
        json_t *reason = json_array_get(reasons, i);
        const char *why = json_string_value(json_object_get(reason, "why"));
        char key[64];
        const char *text;

        snprintf(key, sizeof key, "match.%s", why != NULL ? why : "");
        text = text_of("en", key);
        if (text == NULL) {
            fail("nobody has words for the reason %s", key);
        }
        if (strcmp(key, "match.history") == 0) {
            at += (size_t)snprintf(out + at, WORDS_BYTES - at, "%s%lld", at > 0 ? ", " : "",
                                   (long long)json_integer_value(json_object_get(reason, "n")));
            text += strlen("{n}");
        } else {
            at += (size_t)snprintf(out + at, WORDS_BYTES - at, "%s", at > 0 ? ", " : "");
        }
        at += (size_t)snprintf(out + at, WORDS_BYTES - at, "%s", text);
    }
}

void show_candidates(struct cast *c, const struct ask *ask)
{
    struct actor *parent = ask->parent;
    json_t *items, *item;
    char words[WORDS_BYTES];
    size_t i;

    act(parent, 200, "POST", body_of(c, ask), "/api/v1/requests/candidates");
    tell("Who could take it, the best first:");
    items = client_at(parent->client, "items");
    json_array_foreach (items, i, item) {
        reasons_in_words(json_object_get(item, "reasons"), words);
        tell("  %zu. %-6s %5lld  %s", i + 1,
             json_string_value(json_object_get(item, "display_name")),
             (long long)json_integer_value(json_object_get(item, "price_minor")), words);
    }
}

void read_ask(struct actor *supporter, char offer[ID_TEXT_BYTES])
{
    char when[STAGE_WHEN_BYTES];

    act(supporter, 200, "GET", NULL, "/api/v1/asks?open=true&limit=1");
    got_id(supporter, "items.0.id", offer);
    await_mail(supporter,
               client_true(supporter->client, "items.0.urgent") ? "asked_urgent" : "asked", offer);
    act(supporter, 200, "GET", NULL, "/api/v1/asks/%s", offer);
    expect(supporter, "state", "asked");
    tell("%s reads: %s asks, %s, %s, %lld year(s), %lld %s; no address, no name in full",
         supporter->called, got(supporter, "asker_name"),
         stage_when(supporter->stage, got_number(supporter, "start_at"), when),
         got(supporter, "children.0.call_name"),
         (long long)got_number(supporter, "children.0.age_years"),
         (long long)got_number(supporter, "price_minor"), got(supporter, "currency"));
}

void say_yes(struct actor *supporter, const char *offer, int waived_pct, const char *note)
{
    json_t *body = json_object();

    if (waived_pct > 0) {
        json_object_set_new(body, "fee", json_pack("{s:i}", "waived_pct", waived_pct));
    }
    if (note != NULL) {
        json_object_set_new(body, "note", json_string(note));
    }
    act(supporter, 201, "POST", body, "/api/v1/asks/%s/offer", offer);
    expect(supporter, "state", "offered");
    tell("%s says yes%s: %lld %s%s%s [offer offered]", supporter->called,
         waived_pct > 0 ? " and waives a part" : "",
         (long long)got_number(supporter, "price_minor"), got(supporter, "currency"),
         note != NULL ? ", " : "", note != NULL ? note : "");
}

void say_no(struct actor *supporter, const char *offer)
{
    act(supporter, 204, "POST", NULL, "/api/v1/asks/%s/decline", offer);
    act(supporter, 200, "GET", NULL, "/api/v1/asks/%s", offer);
    tell("%s says no, silently [offer %s]", supporter->called, got(supporter, "state"));
}

void look_at_offers(struct actor *parent, const char *request)
{
    json_t *offer;
    size_t i;

    await_mail(parent, "offered", request);
    act(parent, 200, "GET", NULL, "/api/v1/requests/%s", request);
    tell("%s reads the answers:", parent->called);
    json_array_foreach (client_at(parent->client, "offers"), i, offer) {
        const char *note = json_string_value(json_object_get(offer, "note"));

        tell("  %-6s %-8s %5lld  %s", json_string_value(json_object_get(offer, "display_name")),
             json_string_value(json_object_get(offer, "state")),
             (long long)json_integer_value(json_object_get(offer, "price_minor")),
             note != NULL ? note : "");
    }
}

void arrange(struct cast *c, const struct ask *ask, char booking[ID_TEXT_BYTES])
{
    char request[ID_TEXT_BYTES], offer[ID_TEXT_BYTES];

    send_ask(c, ask, request);
    read_ask(ask->whom[0], offer);
    say_yes(ask->whom[0], offer, 0, NULL);
    choose(ask->parent, offer, booking);
    await_booking(ask->parent, booking, "confirmed");
}

void choose(struct actor *parent, const char *offer, char booking[ID_TEXT_BYTES])
{
    act(parent, 201, "POST", NULL, "/api/v1/offers/%s/choose", offer);
    got_id(parent, "id", booking);
    tell("%s chooses [booking %s], %lld %s by %s", parent->called, got(parent, "state"),
         (long long)got_number(parent, "fee.price_minor"), got(parent, "fee.currency"),
         got(parent, "fee.pay_by"));
}
