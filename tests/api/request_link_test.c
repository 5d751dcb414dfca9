/* request_link_test.c - an ask's link in the family's own chat: for people tied to whoever asked,
 * and for nobody else. */
#include "tests/asks.h"
#include "tests/test.h"

#include <string.h>

#define START "2026-11-26T16:30"
#define HOURS (90 * MINUTE_MS)

static json_t *pickup(const struct town *t)
{
    return ask_pickup(t, &t->sato, town_at(START), town_at(START) + HOURS);
}

static const char *link_of(struct town *t, const char *request)
{
    struct client *c = t->sato.parent->client;

    CHECK_I64(
        client_post(c, arena_printf(t->world->arena, "/api/v1/requests/%s/links", request), NULL),
        201);
    return arena_strdup(t->world->arena, client_text(c, "token"));
}

static int look(struct town *t, const struct person *p, const char *token)
{
    return client_get(p->client, arena_printf(t->world->arena, "/api/v1/request-links/%s", token));
}

static int ask_in(struct town *t, const struct person *p, const char *token)
{
    return client_post(
        p->client, arena_printf(t->world->arena, "/api/v1/request-links/%s/ask-in", token), NULL);
}

TEST_BOTH(somebody_tied_opens_the_link_asks_in_and_says_yes)
{
    struct town *t = town_open(world_open(engine));
    struct client *c;
    struct person *aoi;
    const char *request = ask_send(t, &t->sato, pickup(t)), *token = link_of(t, request);

    aoi = town_supporter(t, "あおい"); /* came to know them after it was sent */
    town_tie(t, aoi, t->sato.parent, world_now(t->world) + 200 * DAY_MS);
    c = aoi->client;
    CHECK_I64(look(t, aoi, token), 200);
    CHECK(client_true(c, "may_ask_in"));
    CHECK(client_text(c, "ask_id") == NULL && client_text(c, "request_id") == NULL);
    CHECK_I64(client_i64(c, "youngest_years"), 3);
    CHECK(strstr(c->text, t->sato.child[0].text) == NULL && strstr(c->text, "こども") == NULL);
    CHECK_I64(ask_in(t, aoi, token), 200);
    CHECK_TEXT(client_text(c, "state"), "asked");
    CHECK_I64(ask_in(t, aoi, token), 200); /* a double tap */
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM offer"), 4);
    CHECK_I64(look(t, aoi, token), 200);
    CHECK_TEXT(client_text(c, "ask_id"), ask_offer(t, &t->sato, request, aoi));
    CHECK_I64(ask_yes(t, aoi, ask_offer(t, &t->sato, request, aoi), NULL), 201);
    CHECK_I64(ask_choose(t, &t->sato, ask_offer(t, &t->sato, request, aoi)), 201);
    CHECK_I64(look(t, t->mio, token), 200); /* it is settled; never with whom */
    CHECK_TEXT(client_text(t->mio->client, "request_state"), "matched");
    CHECK(strstr(t->mio->client->text, aoi->id_text) == NULL);
    world_close(t->world);
}

TEST_BOTH(for_everybody_else_there_is_no_such_link)
{
    struct town *t = town_open(world_open(engine));
    const char *request = ask_send(t, &t->sato, pickup(t)), *token = link_of(t, request);
    struct person *stranger = town_supporter(t, "見知らぬ人");
    const struct person *nobodies[] = {stranger, t->yuki, t->mio, t->ken, t->tanaka.parent};

    town_block(t, t->sato.parent, t->yuki);
    town_block(t, t->mio, t->sato.parent);
    town_tie_end(t, town_tie_of(t, t->ken, t->sato.parent));
    for (int i = 0; i < 5; i++) {
        CHECK_I64(look(t, nobodies[i], token), 404);
        CHECK_TEXT(client_reason(nobodies[i]->client), "");
        CHECK_I64(ask_in(t, nobodies[i], token), 404);
        CHECK_I64(look(t, nobodies[i], "nobody-ever-had-this"), 404);
    }
    CHECK_I64(look(t, t->sato.parent, token), 200); /* her own */
    CHECK_TEXT(client_text(t->sato.parent->client, "request_id"), request);
    CHECK_I64(ask_in(t, t->sato.parent, token), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "gate.own_household");
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM offer"), 3);
    world_close(t->world);
}

TEST_BOTH(nobody_asks_in_where_names_were_named_or_who_may_not_help)
{
    struct town *t = town_open(world_open(engine));
    json_t *body = ask_named(pickup(t), t->yuki, NULL);
    const char *token = link_of(t, ask_send(t, &t->sato, body)), *all;
    struct person *friend = town_supporter(t, "会っただけの人"), *parent = t->tanaka.parent;

    CHECK_I64(look(t, t->mio, token), 200);
    CHECK_TEXT(client_text(t->mio->client, "reason"), "request.named_only");
    CHECK_I64(ask_in(t, t->mio, token), 422);
    CHECK_TEXT(client_reason(t->mio->client), "request.named_only");
    CHECK_I64(ask_in(t, t->yuki, token), 200); /* she was named */
    all = link_of(t, ask_send(t, &t->sato, pickup(t)));
    town_tie(t, friend, t->sato.parent, 0);
    CHECK_I64(ask_in(t, friend, all), 422);
    CHECK_TEXT(client_reason(friend->client), "tie.not_premet");
    CHECK(client_text(friend->client, "field") == NULL);
    town_tie(t, parent, t->sato.parent, world_now(t->world) + 200 * DAY_MS); /* does not help */
    CHECK_I64(look(t, parent, all), 200);
    CHECK_I64(ask_in(t, parent, all), 422);
    CHECK_TEXT(client_reason(parent->client), "gate.not_available");
    world_close(t->world);
}

TEST_BOTH(a_link_is_made_for_an_open_ask_and_is_over_at_the_start)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    const char *request = ask_send(t, &t->sato, pickup(t)), *token = link_of(t, request);
    const char *path = arena_printf(t->world->arena, "/api/v1/requests/%s/links", request);
    json_t *body = ask_with(ask_named(pickup(t), t->ken, NULL), "already_agreed", "true");
    const char *agreed = ask_send(t, &t->sato, body);

    CHECK_I64(client_post(t->yuki->client, path, NULL), 404);
    CHECK_I64(
        client_post(c, arena_printf(t->world->arena, "/api/v1/requests/%s/links", agreed), NULL),
        422);
    CHECK_TEXT(client_reason(c), "request.one_person");
    for (int i = 1; i < REQUEST_LINKS_MAX; i++) {
        CHECK_I64(client_post(c, path, NULL), 201);
    }
    CHECK_I64(client_post(c, path, NULL), 422);
    CHECK_TEXT(client_reason(c), "list.full");
    town_clock(t, town_at(START) - 30 * MINUTE_MS);
    CHECK_I64(look(t, t->yuki, token), 200);
    CHECK_TEXT(client_text(t->yuki->client, "reason"), "request.closed");
    (void)world_step(t->world);
    CHECK_I64(client_post(c, path, NULL), 409);
    CHECK_TEXT(client_text(c, "request.state"), "unfilled");
    town_clock(t, town_at(START));
    CHECK_I64(look(t, t->yuki, token), 404);
    CHECK_I64(ask_in(t, t->yuki, token), 404);
    world_close(t->world);
}
