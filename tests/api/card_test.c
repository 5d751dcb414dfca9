/* card_test.c - saving a card on the provider's page, and what becomes of the cards one saved. */
#include "tests/purse.h"
#include "tests/test.h"

#include "app/api/authz.h"
#include "app/api/routes.h"

#include <stdio.h>
#include <string.h>

TEST_BOTH(a_card_is_saved_on_the_providers_page_and_four_digits_come_back)
{
    struct purse *p = purse_open(engine);
    struct client *c = p->t->sato.parent->client;
    const char *ref, *id = purse_page(p, p->t->sato.parent, &ref), *card;
    char path[160];

    snprintf(path, sizeof path, "/api/v1/cards/setups/%s", id);
    CHECK_I64(client_get(p->t->tanaka.parent->client, path), 404);
    CHECK_I64(client_get(c, "/api/v1/cards"), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 0);

    card = purse_save(p, p->t->sato.parent, "pm_card_jcb");
    CHECK_I64(client_get(c, "/api/v1/cards"), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 1);
    CHECK_TEXT(client_text(c, "items.0.id"), card);
    CHECK_TEXT(client_text(c, "items.0.brand"), "jcb");
    CHECK_TEXT(client_text(c, "items.0.last4"), "0505");
    CHECK(strstr(c->text, "pm_") == NULL);
    CHECK_I64(bank_count(p->bank, "/v1/customers?limit=100"), 1);
    world_close(p->world);
}

TEST_BOTH(coming_back_from_the_page_is_seen_at_once_without_any_webhook)
{
    struct purse *p = purse_open(engine);
    struct client *c = p->t->sato.parent->client;
    const char *ref, *id = purse_page(p, p->t->sato.parent, &ref);
    char path[160], knob[160];

    bank_knob(p->bank, "POST", "/_sandbox/webhooks", "{'drop':100}");
    snprintf(knob, sizeof knob, "/_sandbox/checkout/%s", ref);
    snprintf(path, sizeof path, "/api/v1/cards/setups/%s", id);
    bank_knob(p->bank, "POST", knob, "{'card':'pm_card_visa'}");
    purse_clock(p, world_now(p->world) + 10 * SECOND_MS);
    CHECK_I64(client_get(c, path), 200);
    CHECK_TEXT(client_text(c, "state"), "open");
    purse_step(p);
    CHECK_I64(client_get(c, path), 200);
    CHECK_TEXT(client_text(c, "state"), "done");
    CHECK(json_is_null(client_at(c, "url")));
    world_close(p->world);
}

TEST_BOTH(a_page_nobody_finished_runs_out_after_a_day)
{
    struct purse *p = purse_open(engine);
    struct client *c = p->t->sato.parent->client;
    const char *ref, *id = purse_page(p, p->t->sato.parent, &ref);
    char path[160];

    snprintf(path, sizeof path, "/api/v1/cards/setups/%s", id);
    purse_clock(p, world_now(p->world) + DAY_MS + HOUR_MS);
    purse_step(p);
    CHECK_I64(client_get(c, path), 200);
    CHECK_TEXT(client_text(c, "state"), "failed");
    world_close(p->world);
}

TEST_BOTH(a_card_that_a_payment_counts_on_stays_and_one_that_is_free_goes)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);
    struct client *c = j.parent->client;
    const char *used = purse_save(p, j.parent, "pm_card_visa");
    char path[160];

    job_book(&j);
    purse_step(p);
    CHECK_TEXT(job_state(&j), "confirmed");
    snprintf(path, sizeof path, "/api/v1/cards/%s", used);
    CHECK_I64(client_delete(p->t->tanaka.parent->client, path), 404);
    CHECK_I64(client_delete(c, path), 422);
    CHECK_TEXT(client_reason(c), "card.in_use");
    CHECK_I64(job_post(&j, j.parent, "/cancel", json_pack("{s:s}", "cause", "child_fever")), 200);
    purse_step(p);
    CHECK_I64(client_delete(c, path), 204);
    CHECK_I64(client_delete(c, path), 204);
    CHECK_I64(client_get(c, "/api/v1/cards"), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 0);
    world_close(p->world);
}

TEST_BOTH(ten_cards_are_enough)
{
    struct purse *p = purse_open(engine);
    struct client *c = p->t->sato.parent->client;

    for (int i = 0; i < CARDS_MAX; i++) {
        CHECK_I64(client_post(c, "/api/v1/cards/setups", NULL), 202);
    }
    CHECK_I64(client_post(c, "/api/v1/cards/setups", NULL), 422);
    CHECK_TEXT(client_reason(c), "card.too_many");
    world_close(p->world);
}

/* A service without a provider's key: the same world behind another door. */
static struct client *without_provider(struct world *w, const struct person *who,
                                       struct server **server)
{
    struct server_options o = {
        .listen = "127.0.0.1:0",
        .threads = 2,
        .db = w->db,
        .log = w->log,
        .ids = &w->ids,
        .keys = &w->keys,
        .clock = &w->clock,
        .cursor_key = w->keys.cursor,
        .routes = api_routes,
        .authenticate = authz_authenticate,
        .public_url = "http://127.0.0.1:0",
        .app = &w->app,
        .record_path = getenv("OTAGAI_TEST_RECORD"),
    };
    char url[64];
    struct client *c;

    CHECK_STATUS(server_start(server, &o), OK);
    snprintf(url, sizeof url, "http://127.0.0.1:%d", server_port(*server));
    c = client_open(url);
    CHECK(c != NULL);
    client_bearer(c, who->token);
    return c;
}

TEST_BOTH(without_a_provider_cards_are_refused_in_plain_words)
{
    struct town *t = town_open(world_open(engine));
    struct server *server;
    struct client *c = without_provider(t->world, t->sato.parent, &server);

    (void)client_post(c, "/api/v1/cards/setups", NULL);
    CHECK_TEXT(client_reason(c), "payments.not_configured");
    CHECK_I64(c->http, 422);
    client_close(c);
    server_stop(server);
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM card_setup /* scan: a test's look */"), 0);
    world_close(t->world);
}
