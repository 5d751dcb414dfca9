/* never_ask_test.c - each "never" of domain.md 3, tried through the doors "request" and "audience":
 * when it is sent, when people are added, by the link, and by the choice that follows. */
#include "tests/asks.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define START "2026-11-26T16:30"
#define HOURS (90 * MINUTE_MS)

enum door { SENT, ADDED, LINKED, DOORS };

struct attack {
    const char *why; /* what each door answers */
    const char *sql; /* what is wrong with everybody but ken; or */
    void (*make)(struct town *t);
};

static json_t *pickup(const struct town *t)
{
    return ask_pickup(t, &t->sato, town_at(START), town_at(START) + HOURS);
}

static int post(const struct person *p, const char *path, json_t *body)
{
    return client_post(p->client, path, body);
}

static const char *path(struct town *t, const char *fmt, const char *id)
{
    char text[160];

    (void)snprintf(text, sizeof text, "/api/v1/%s%s", fmt, id);
    return arena_strdup(t->world->arena, text);
}

/* mio, whom something is wrong with, through a door; the reason she or the guardian reads. */
static const char *try_door(struct town *t, enum door door, const char *request, const char *token)
{
    struct person *parent = t->sato.parent;
    const char *rest = arena_printf(t->world->arena, "%s/audience", request);
    json_t *ask, *body;

    if (door == SENT) {
        CHECK_I64(post(parent, "/api/v1/requests", ask_named(pickup(t), t->mio, NULL)), 422);
        CHECK_TEXT(client_text(parent->client, "field"), "audience.member_ids[0]");
        return client_reason(parent->client);
    }
    if (door == ADDED) {
        ask = ask_named(pickup(t), t->mio, NULL);
        body = json_pack("{s:O}", "audience", json_object_get(ask, "audience"));
        json_decref(ask);
        CHECK_I64(post(parent, path(t, "requests/", rest), body), 422);
        CHECK_TEXT(client_text(parent->client, "field"), "audience.member_ids[0]");
        return client_reason(parent->client);
    }
    rest = arena_printf(t->world->arena, "%s/ask-in", token);
    if (post(t->mio, path(t, "request-links/", rest), NULL) == 404) {
        return "gate.not_available"; /* to her there is no such link */
    }
    CHECK_I64(t->mio->client->http, 422);
    return client_reason(t->mio->client);
}

static void no_tie(struct town *t)
{
    town_tie_end(t, town_tie_of(t, t->mio, t->sato.parent));
}

static void blocked(struct town *t)
{
    town_block(t, t->sato.parent, t->mio);
}

static void blocks(struct town *t)
{
    town_block(t, t->mio, t->sato.parent);
}

static void held(struct town *t)
{
    town_hold(t, t->mio);
}

static void too_low(struct town *t)
{
    town_rule(t, "job_level", 2);
}

static void unproved(struct town *t)
{
    town_expire(t, t->mio, "identity", town_at(START) + HOURS - 1);
}

static void unlearned(struct town *t)
{
    town_expire(t, t->mio, "safety_lesson", town_at(START));
    town_expire(t, t->mio, "certificate", town_at(START));
}

static void own_home(struct town *t)
{
    town_guardian(t, &t->sato, t->mio);
}

TEST_BOTH(nobody_is_asked_along_no_tie_or_a_too_low_one_or_outside_the_gates_by_any_door)
{
    static const struct attack attacks[] = {
        {"gate.not_available", NULL, no_tie},
        {"gate.not_available", NULL, blocked},
        {"gate.not_available", NULL, blocks},
        {"gate.not_available", NULL, held},
        {"tie.not_premet", "UPDATE tie SET premet_until_at = 0", NULL},
        {"tie.level_low", NULL, too_low},
        {"gate.identity", NULL, unproved},
        {"gate.safety_lesson", NULL, unlearned},
        {"gate.own_household", NULL, own_home},
        {"gate.kind", "UPDATE supporter SET kinds = 8", NULL},
        {"gate.ages", "UPDATE supporter SET age_max = 4", NULL},
    };

    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
        struct town *t = town_open(world_open(engine));
        struct client *c = t->sato.parent->client;
        const char *request, *token;

        /* Everybody may ask in, but only ken has been asked so far. */
        request = ask_send(t, &t->sato, ask_named(pickup(t), t->ken, NULL));
        town_sql(t, "UPDATE request SET audience = 'all' WHERE id <> 0");
        CHECK_I64(post(t->sato.parent,
                       path(t, "requests/", arena_printf(t->world->arena, "%s/links", request)),
                       NULL),
                  201);
        token = arena_strdup(t->world->arena, client_text(c, "token"));
        if (attacks[i].sql != NULL) {
            town_sql(t, attacks[i].sql);
        } else {
            attacks[i].make(t);
        }
        for (enum door d = SENT; d < DOORS; d++) {
            CHECK_TEXT(try_door(t, d, request, token), attacks[i].why);
        }
        CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM offer"), 1);
        world_close(t->world);
    }
}

TEST_BOTH(of_all_and_of_a_group_whoever_may_not_is_left_out_without_a_word)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    struct town_id group = town_group(t, "ひまわり組", t->sato.parent, t->mio);
    const char *request = ask_send(t, &t->sato, ask_named(pickup(t), t->ken, NULL));
    const char *rest = arena_printf(t->world->arena, "%s/audience", request);
    const char *wide[] = {
        "{\"audience\": {\"kind\": \"all\"}}",
        arena_printf(t->world->arena, "{\"audience\": {\"kind\": \"group\", \"group_id\": \"%s\"}}",
                     group.text)};

    town_block(t, t->mio, t->sato.parent);
    town_expire(t, t->yuki, "identity", town_at(START));
    for (int i = 0; i < 2; i++) {
        CHECK_I64(post(t->sato.parent, path(t, "requests/", rest), json_loads(wide[i], 0, NULL)),
                  200);
        CHECK_I64(json_array_size(client_at(c, "offers")), 1);
        CHECK(strstr(c->text, t->mio->id_text) == NULL);
    }
    world_close(t->world);
}

/* A name may be asked who is busy: it is her yes, and the choice, that may not be. */
TEST_BOTH(a_supporter_in_another_job_can_neither_say_yes_nor_be_chosen)
{
    struct town *t = town_open(world_open(engine));
    const char *request = ask_send(t, &t->sato, ask_named(pickup(t), t->mio, t->yuki, NULL));
    const char *mio = ask_offer(t, &t->sato, request, t->mio);
    const char *yuki = ask_offer(t, &t->sato, request, t->yuki);
    int64_t before = town_at(START) - HOUR_MS;

    CHECK_I64(ask_yes(t, t->yuki, yuki, NULL), 201);
    /* Ten minutes of way are less than the fifteen it takes. */
    (void)ask_booked(t, &t->tanaka, t->mio, before, town_at(START) - 10 * MINUTE_MS);
    (void)ask_booked(t, &t->tanaka, t->yuki, town_at(START) + HOURS, town_at(START) + 2 * HOURS);
    CHECK_I64(ask_yes(t, t->mio, mio, NULL), 422);
    CHECK_TEXT(client_reason(t->mio->client), "booking.supporter_busy");
    CHECK_I64(ask_choose(t, &t->sato, yuki), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "booking.supporter_busy");
    world_close(t->world);
}

TEST_BOTH(a_child_in_another_job_is_neither_asked_for_nor_chosen_for)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    const char *request = ask_send(t, &t->sato, ask_named(pickup(t), t->mio, NULL));
    const char *mio = ask_offer(t, &t->sato, request, t->mio);

    CHECK_I64(ask_yes(t, t->mio, mio, NULL), 201);
    (void)ask_booked(t, &t->sato, t->yuki, town_at(START) + HOURS - 1, town_at(START) + 2 * HOURS);
    CHECK_I64(ask_choose(t, &t->sato, mio), 422);
    CHECK_TEXT(client_reason(c), "booking.child_busy");
    CHECK_I64(post(t->sato.parent, "/api/v1/requests", pickup(t)), 422);
    CHECK_TEXT(client_reason(c), "booking.child_busy");
    world_close(t->world);
}

TEST_BOTH(after_the_start_nothing_is_asked_added_answered_or_chosen)
{
    struct town *t = town_open(world_open(engine));
    struct person *parent = t->sato.parent;
    const char *request, *yuki, *mio, *rest;

    town_clock(t, town_at(START) - HOUR_MS); /* urgent: open until the start */
    request = ask_send(t, &t->sato, ask_named(pickup(t), t->yuki, t->mio, NULL));
    rest = arena_printf(t->world->arena, "%s/audience", request);
    yuki = ask_offer(t, &t->sato, request, t->yuki);
    mio = ask_offer(t, &t->sato, request, t->mio);
    CHECK_I64(ask_yes(t, t->yuki, yuki, NULL), 201);
    town_clock(t, town_at(START));
    CHECK_I64(ask_yes(t, t->mio, mio, NULL), 422);
    CHECK_TEXT(client_reason(t->mio->client), "booking.too_late");
    CHECK_I64(ask_choose(t, &t->sato, yuki), 422);
    CHECK_TEXT(client_reason(parent->client), "booking.too_late");
    CHECK_I64(post(parent, path(t, "requests/", rest),
                   json_loads("{\"audience\": {\"kind\": \"all\"}}", 0, NULL)),
              422);
    CHECK_TEXT(client_reason(parent->client), "booking.too_late");
    CHECK_I64(post(parent, "/api/v1/requests", pickup(t)), 422);
    CHECK_TEXT(client_reason(parent->client), "booking.too_late");
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM booking"), 0);
    world_close(t->world);
}

/* What was agreed before is booked by the other's OK alone: the same rules hold for it. */
TEST_BOTH(already_agreed_goes_around_no_rule)
{
    static void (*const wrongs[])(struct town * t) = {no_tie, blocked, held, too_low, unproved};

    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        struct town *t = town_open(world_open(engine));
        json_t *body = ask_with(ask_named(pickup(t), t->mio, NULL), "already_agreed", "true");
        const char *request = ask_send(t, &t->sato, json_deep_copy(body));
        const char *offer = ask_offer(t, &t->sato, request, t->mio);
        int http;

        wrongs[i](t);
        CHECK_I64(post(t->sato.parent, "/api/v1/requests", body), 422);
        http = ask_yes(t, t->mio, offer, NULL);
        CHECK(http == 422 || http == 404 || http == 409);
        CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM booking"), 0);
        world_close(t->world);
    }
}
