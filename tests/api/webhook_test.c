/* webhook_test.c - the webhook's door: forged, stale, of the future, altered, twenty times at once,
 * out of order; and that nothing in an event is believed but which object to look at. */
#include "payments/webhook.h"

#include "tests/purse.h"
#include "tests/test.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* An event of the provider about that hold, as bytes. */
static const char *event(struct purse *p, const char *id, const char *type, const char *ref,
                         int64_t amount)
{
    return arena_printf(
        p->world->arena,
        "{\n  \"id\": \"%s\",\n  \"object\": \"event\",\n  \"created\": %lld,\n"
        "  \"livemode\": false,\n  \"type\": \"%s\",\n  \"request\": {},\n  \"data\": {\n"
        "    \"object\": {\"object\": \"payment_intent\", \"id\": \"%s\", \"amount\": %lld,"
        " \"amount_received\": %lld, \"status\": \"succeeded\"}\n  }\n}\n",
        id, (long long)(world_now(p->world) / 1000), type, ref, (long long)amount,
        (long long)amount);
}

static int deliver_at(struct purse *p, struct client *c, const char *body, const char *secret,
                      int64_t at)
{
    char signature[WEBHOOK_SIGNATURE_BYTES];
    struct slice raw = {(const uint8_t *)body, strlen(body)};

    if (secret != NULL) {
        CHECK_STATUS(webhook_sign(secret, p->world->arena, raw, at, signature), OK);
        client_header(c, "Stripe-Signature", signature);
    }
    client_origin(c, NULL);
    client_no_key(c);
    return client_send(c, "POST", WEBHOOK_PATH, "application/json", body, strlen(body));
}

static int deliver(struct purse *p, const char *body)
{
    return deliver_at(p, world_client(p->world), body, BANK_SECRET, world_now(p->world));
}

static int64_t kept(struct purse *p)
{
    return town_count(p->t, "SELECT COUNT(*) AS n FROM webhook_event /* scan: a test's look */");
}

/* A figure of /metrics; -1 when it is not there. */
static int64_t figure(struct purse *p, const char *name)
{
    struct client *c = client_open(p->world->private_url);
    const char *line;
    long long n = -1;

    CHECK(c != NULL);
    if (client_get(c, "/metrics") == 200) {
        line = strstr(c->text, name);
        if (line != NULL) {
            sscanf(line + strlen(name), " %lld", &n);
        }
    }
    client_close(c);
    return n;
}

/* Events that were not looked at yet, after as many rounds as a busy machine may need. */
static int64_t waiting_events(struct purse *p)
{
    int64_t n = 1;

    for (int round = 0; n > 0 && round < 50; round++) {
        purse_step(p);
        n = town_count(p->t, "SELECT COUNT(*) AS n FROM webhook_event WHERE done_at IS NULL"
                             " /* scan: a test's look */");
        if (n > 0) {
            world_advance(p->t->world, MINUTE_MS);
        }
    }
    return n;
}

TEST_BOTH(forged_stale_future_and_altered_events_are_refused_counted_and_without_effect)
{
    struct purse *p = purse_open(engine);
    struct client *c = world_client(p->world);
    int64_t now = world_now(p->world);
    const char *body = event(p, "evt_1", "payment_intent.succeeded", "pi_1", 750);
    char altered[1024];
    char signature[WEBHOOK_SIGNATURE_BYTES];
    struct slice raw = {(const uint8_t *)body, strlen(body)};

    CHECK_I64(deliver_at(p, c, body, NULL, now), 400);
    CHECK_TEXT(client_reason(c), "webhook.signature");
    CHECK_I64(deliver_at(p, c, body, "whsec_other", now), 400);
    CHECK_TEXT(client_reason(c), "webhook.signature");
    CHECK_I64(deliver_at(p, c, body, BANK_SECRET, now - 302 * SECOND_MS), 400);
    CHECK_TEXT(client_reason(c), "webhook.stale");
    CHECK_I64(deliver_at(p, c, body, BANK_SECRET, now + 310 * SECOND_MS), 400);
    CHECK_TEXT(client_reason(c), "webhook.stale");
    CHECK_STATUS(webhook_sign(BANK_SECRET, p->world->arena, raw, now, signature), OK);
    snprintf(altered, sizeof altered, "%s\n", body);
    client_header(c, "Stripe-Signature", signature);
    client_no_key(c);
    CHECK_I64(client_send(c, "POST", WEBHOOK_PATH, "application/json", altered, strlen(altered)),
              400);
    CHECK_I64(kept(p), 0);
    CHECK_I64(figure(p, "otagai_webhooks_total{result=\"forged\"}"), 3);
    CHECK_I64(figure(p, "otagai_webhooks_total{result=\"stale\"}"), 2);
    CHECK_I64(figure(p, "otagai_webhooks_total{result=\"accepted\"}"), 0);
    world_close(p->world);
}

TEST_BOTH(signed_words_that_are_no_event_of_ours_are_refused)
{
    struct purse *p = purse_open(engine);
    struct client *c = world_client(p->world);

    CHECK_I64(deliver_at(p, c, "{\"id\": \"evt_1\"}", BANK_SECRET, world_now(p->world)), 400);
    CHECK_I64(deliver_at(p, c, "[]", BANK_SECRET, world_now(p->world)), 400);
    CHECK_I64(kept(p), 0);
    CHECK_I64(figure(p, "otagai_webhooks_total{result=\"invalid\"}"), 2);
    world_close(p->world);
}

struct racer {
    pthread_t thread;
    struct client *client;
    const char *body, *signature;
    int http;
};

static void *race(void *arg)
{
    struct racer *r = arg;

    client_header(r->client, "Stripe-Signature", r->signature);
    client_origin(r->client, NULL);
    client_no_key(r->client);
    r->http =
        client_send(r->client, "POST", WEBHOOK_PATH, "application/json", r->body, strlen(r->body));
    return NULL;
}

TEST_BOTH(one_event_twenty_times_at_once_is_kept_once)
{
    struct purse *p = purse_open(engine);
    const char *body = event(p, "evt_1", "payment_intent.succeeded", "pi_1", 750);
    char signature[WEBHOOK_SIGNATURE_BYTES];
    struct slice raw = {(const uint8_t *)body, strlen(body)};
    struct racer racers[20];

    CHECK_STATUS(webhook_sign(BANK_SECRET, p->world->arena, raw, world_now(p->world), signature),
                 OK);
    for (int i = 0; i < 20; i++) {
        racers[i] =
            (struct racer){.client = world_client(p->world), .body = body, .signature = signature};
        CHECK_I64(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
    }
    for (int i = 0; i < 20; i++) {
        pthread_join(racers[i].thread, NULL);
        CHECK_I64(racers[i].http, 200);
    }
    CHECK_I64(kept(p), 1);
    world_close(p->world);
}

/* "succeeded", with another amount, before anything was captured: only the look counts. */
TEST_BOTH(an_event_that_lies_about_state_and_amount_changes_nothing)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);
    const char *ref;

    purse_save(p, j.parent, "pm_card_visa");
    job_book(&j);
    purse_step(p);
    CHECK_I64(client_get(p->bank->client, "/v1/payment_intents?limit=1"), 200);
    ref = bank_keep(client_text(p->bank->client, "data.0.id"));
    CHECK_I64(deliver(p, event(p, "evt_a", "payment_intent.succeeded", ref, 1)), 200);
    CHECK_I64(deliver(p, event(p, "evt_b", "payment_intent.canceled", ref, 99999)), 200);
    purse_step(p);
    CHECK_TEXT(purse_state(p, &j, 0), "authorized");
    CHECK_I64(client_i64(j.parent->client, "items.0.captured_minor"), 0);

    purse_done(p, &j, 0);
    purse_step(p);
    CHECK_I64(deliver(p, event(p, "evt_c", "payment_intent.canceled", ref, 750)), 200);
    CHECK_I64(deliver(p, event(p, "evt_a", "payment_intent.succeeded", ref, 1)), 200);
    purse_step(p);
    CHECK_TEXT(purse_state(p, &j, 0), "captured");
    CHECK_I64(purse_taken_minor(p), 750);
    CHECK_I64(waiting_events(p), 0);
    world_close(p->world);
}

TEST_BOTH(an_event_about_something_unknown_is_looked_for_a_while_and_then_left)
{
    struct purse *p = purse_open(engine);

    CHECK_I64(deliver(p, event(p, "evt_1", "payment_intent.succeeded", "pi_nobodys", 1)), 200);
    CHECK_I64(deliver(p, "{\"id\":\"evt_2\",\"object\":\"event\",\"created\":1,\"livemode\":false,"
                         "\"type\":\"balance.available\",\"data\":{\"object\":{\"object\":"
                         "\"balance\"}}}"),
              200);
    purse_step(p);
    CHECK_I64(town_count(p->t, "SELECT COUNT(*) AS n FROM webhook_event WHERE done_at IS NULL"
                               " /* scan: a test's look */"),
              1);
    for (int i = 0; i < 12; i++) {
        purse_clock(p, world_now(p->world) + HOUR_MS);
        purse_step(p);
    }
    CHECK_I64(town_count(p->t, "SELECT COUNT(*) AS n FROM webhook_event WHERE done_at IS NULL"
                               " /* scan: a test's look */"),
              0);
    world_close(p->world);
}

/* The sandbox's courier works in real time. */
static void wait_for_doubles(struct purse *p)
{
    struct timespec pause = {0, 20000000L};
    bool doubled = false;

    for (int tries = 0; tries < 250 && !doubled; tries++) {
        doubled = figure(p, "otagai_webhooks_total{result=\"accepted\"}") > kept(p);
        (void)nanosleep(&pause, NULL);
    }
    CHECK(doubled);
    purse_step(p);
}

/* The sandbox sends each event three times, in reverse. */
TEST_BOTH(events_of_a_whole_job_doubled_and_in_reverse_order_end_as_they_should)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);

    bank_knob(p->bank, "POST", "/_sandbox/webhooks", "{'duplicate':3,'reverse':true}");
    purse_save(p, j.parent, "pm_card_visa");
    job_book(&j);
    purse_step(p);
    purse_done(p, &j, 0);
    for (int i = 0; i < 10; i++) {
        purse_clock(p, world_now(p->world) + MINUTE_MS);
        purse_step(p);
    }
    CHECK_TEXT(job_state(&j), "settled");
    CHECK_I64(purse_taken_minor(p), 750);
    CHECK_I64(purse_held_minor(p), 0);
    CHECK_I64(world_notices(p->world, "receipt"), 1);
    wait_for_doubles(p);
    world_close(p->world);
}
