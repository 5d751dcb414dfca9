/* request_test.c - asking over HTTP: what is refused, what is seen before sending, and by whom. */
#include "tests/asks.h"
#include "tests/test.h"

#include <string.h>

#define START "2026-11-26T16:30"

static int64_t at(const char *time)
{
    return town_at(time);
}

TEST_BOTH(a_pickup_is_asked_offered_chosen_and_confirmed_in_cash)
{
    struct town *t = town_open(world_open(engine));
    struct client *parent = t->sato.parent->client;
    const char *request, *offer;

    request = ask_send(t, &t->sato, ask_pickup(t, &t->sato, at(START), at(START) + 90 * MINUTE_MS));
    CHECK_TEXT(client_text(parent, "state"), "open");
    CHECK_I64(client_i64(parent, "closes_at"), at(START) - 30 * MINUTE_MS);
    CHECK_I64(json_array_size(client_at(parent, "offers")), 3);
    offer = ask_offer(t, &t->sato, request, t->yuki);
    CHECK_I64(ask_yes(t, t->yuki, offer, "{\"fee\": {\"waived_pct\": 50}, \"note\": \"喜んで\"}"),
              201);
    CHECK_TEXT(client_text(t->yuki->client, "state"), "offered");
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    CHECK_TEXT(client_text(parent, "state"), "confirmed");
    CHECK_TEXT(ask_state(t, &t->sato, request, t->mio), "released");
    CHECK_TEXT(client_text(parent, "state"), "matched");
    world_close(t->world);
}
