/* notices_test.c - how a member wants to be told, and how soon and how often a guardian hears of
 * yeses. */
#include "app/worker.h"
#include "tests/asks.h"
#include "tests/letter.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NOTICES  "/api/v1/me/notices"
#define START_AT "2026-11-26T16:30"
#define HOURS    (90 * MINUTE_MS)
#define SOON_MS  5000 /* from the tap to the message */

static int put(struct client *c, const char *json)
{
    return client_put(c, NOTICES, json_loads(json, 0, NULL));
}

/* Is a category on by that way (its place in "ways")? */
static bool is_on(const struct client *c, int category, int way)
{
    char where[60];

    (void)client_path(where, sizeof where, "categories.%d.ways.%d.is_on", category, way);
    return client_true(c, where);
}

TEST_BOTH(a_member_sets_quiet_hours_and_switches_categories_off_by_channel)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->yuki->client;

    CHECK_I64(client_get(c, NOTICES), 200);
    CHECK_I64(json_array_size(client_at(c, "categories")), 8);
    CHECK_I64(client_i64(c, "quiet_from_min") + client_i64(c, "quiet_to_min"), 0);
    CHECK_TEXT(client_text(c, "zone"), "Asia/Tokyo");
    CHECK_TEXT(client_text(c, "categories.0.category"), "asks");
    CHECK(is_on(c, 0, 0) && is_on(c, 0, 1));
    CHECK(client_true(c, "categories.0.can_switch_off"));
    CHECK_TEXT(client_text(c, "categories.6.category"), "care");
    CHECK(!client_true(c, "categories.6.can_switch_off"));
    CHECK(strstr(client_text(c, "categories.6.why"), "止めることはできません") != NULL);
    CHECK_I64(put(c, "{\"quiet_from_min\": 1320, \"quiet_to_min\": 420, \"switched_off\":"
                     " [{\"category\": \"asks\", \"channel\": \"sms\"},"
                     "  {\"category\": \"messages\", \"channel\": \"mail\"}]}"),
              200);
    CHECK(is_on(c, 0, 0) && !is_on(c, 0, 1) && !is_on(c, 3, 0));
    CHECK_I64(client_patch(c, "/api/v1/me", json_pack("{s:s}", "locale", "ja-easy")), 200);
    CHECK_I64(client_get(c, NOTICES), 200);
    CHECK_I64(client_i64(c, "quiet_from_min"), 1320);
    CHECK(!is_on(c, 0, 1));
    CHECK(strstr(client_text(c, "categories.6.why"), "止められません") != NULL);
    CHECK_I64(put(c, "{\"quiet_from_min\": 0, \"quiet_to_min\": 0, \"switched_off\": []}"), 200);
    CHECK(is_on(c, 0, 1) && is_on(c, 3, 0)); /* all of it anew */
    CHECK_I64(client_get(t->mio->client, NOTICES), 200);
    CHECK(is_on(t->mio->client, 0, 1));
    world_close(t->world);
}

TEST_BOTH(what_keeps_children_and_the_account_safe_cant_be_switched_off)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->yuki->client;

    CHECK_I64(put(c, "{\"quiet_from_min\": 0, \"quiet_to_min\": 0, \"switched_off\":"
                     " [{\"category\": \"care\", \"channel\": \"sms\"}]}"),
              422);
    CHECK_TEXT(client_reason(c), "notice.always");
    CHECK_I64(put(c, "{\"quiet_from_min\": 0, \"quiet_to_min\": 0, \"switched_off\":"
                     " [{\"category\": \"asks\", \"channel\": \"sms\"},"
                     "  {\"category\": \"account\", \"channel\": \"mail\"}]}"),
              422);
    CHECK_I64(client_get(c, NOTICES), 200);
    CHECK(is_on(c, 0, 1)); /* nothing of it was kept */
    world_close(t->world);
}

static int send_text(struct client *c, const char *path, const char *key, const char *text)
{
    return client_post(c, path, json_pack("{s:s}", key, text));
}

TEST_BOTH(an_address_that_bounces_is_shown_to_its_owner_until_it_is_another_one)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->yuki->client;

    town_sql(t, arena_printf(t->world->arena,
                             "INSERT INTO notice_bounce VALUES (%lld, 'mail', 7000),"
                             " (%lld, 'sms', 8000)",
                             (long long)t->yuki->id, (long long)t->yuki->id));
    CHECK_I64(client_get(c, NOTICES), 200);
    CHECK_I64(client_i64(c, "mail_fails_since_at"), 7000);
    CHECK_I64(client_i64(c, "sms_fails_since_at"), 8000);
    person_step_up(t->world, t->yuki);
    CHECK_I64(send_text(c, "/api/v1/me/email", "email", "new@example.jp"), 204);
    CHECK_I64(send_text(c, "/api/v1/me/email/confirm", "code", world_code(t->world, "mail")), 204);
    CHECK_I64(client_get(c, NOTICES), 200);
    CHECK(json_is_null(client_at(c, "mail_fails_since_at")));
    CHECK_I64(client_i64(c, "sms_fails_since_at"), 8000);
    world_close(t->world);
}

TEST_BOTH(settings_that_make_no_sense_are_told_so)
{
    static const char *const bad[] = {
        "{\"quiet_from_min\": 0, \"quiet_to_min\": 1440, \"switched_off\": []}",
        "{\"quiet_from_min\": -1, \"quiet_to_min\": 0, \"switched_off\": []}",
        "{\"quiet_from_min\": 0, \"quiet_to_min\": 0, \"switched_off\": {}}",
        "{\"quiet_from_min\": 0, \"quiet_to_min\": 0, \"switched_off\": [\"asks\"]}",
        "{\"quiet_from_min\": 0, \"quiet_to_min\": 0}",
        "{\"quiet_from_min\": 0, \"quiet_to_min\": 0, \"switched_off\": [{\"category\": "
        "\"asks\"}]}",
        "{\"quiet_from_min\": 0, \"quiet_to_min\": 0, \"switched_off\":"
        " [{\"category\": \"asks\", \"channel\": \"push\"}]}",
        "{\"quiet_from_min\": 0, \"quiet_to_min\": 0, \"switched_off\":"
        " [{\"category\": \"sos\", \"channel\": \"sms\"}]}",
        "{\"quiet_from_min\": 0, \"quiet_to_min\": 0, \"switched_off\":"
        " [{\"category\": \"asks\", \"channel\": \"sms\"},"
        "  {\"category\": \"asks\", \"channel\": \"sms\"}]}",
        "{\"quiet_from_min\": 0, \"quiet_to_min\": 0, \"switched_off\":"
        " [{\"category\": \"asks\", \"channel\": \"sms\", \"on\": true}]}",
    };
    struct town *t = town_open(world_open(engine));

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (put(t->yuki->client, bad[i]) != 400) {
            test_fail(__FILE__, __LINE__, "%s is answered %d", bad[i], t->yuki->client->http);
        }
    }
    world_close(t->world);
}

/* ---- "we have an answer" ---- */

static const char *asked(struct town *t)
{
    int64_t at = town_at(START_AT);

    return ask_send(t, &t->sato, ask_pickup(t, &t->sato, at, at + HOURS));
}

static void yes(struct town *t, const char *request, const struct person *p)
{
    CHECK_I64(ask_yes(t, p, ask_offer(t, &t->sato, request, p), NULL), 201);
}

static const char *told(struct town *t)
{
    (void)world_step(t->world);
    return letter_find(t->world->maildir, t->sato.parent->email, "offered");
}

TEST_BOTH(the_first_yes_is_told_at_once_and_those_within_a_minute_together)
{
    struct town *t = town_open(world_open(engine));
    const char *request = asked(t);

    town_clock(t, town_at("2026-11-25T10:00"));
    yes(t, request, t->yuki);
    CHECK(told(t) != NULL);
    CHECK_I64(world_notices(t->world, "offered"), 1);
    town_clock(t, town_at("2026-11-25T10:00") + 20000);
    yes(t, request, t->mio);
    (void)world_step(t->world);
    town_clock(t, town_at("2026-11-25T10:00") + 40000);
    yes(t, request, t->ken);
    (void)world_step(t->world);
    CHECK_I64(world_notices(t->world, "offered"), 2);
    CHECK(strstr(mail_body(told(t)), "2人から") == NULL);
    town_clock(t, town_at("2026-11-25T10:01") + 5000);
    CHECK(strstr(mail_body(told(t)), "2人から「できます」と返事がありました。") != NULL);
    CHECK_I64(world_notices(t->world, "offered"), 2);
    world_close(t->world);
}

TEST_BOTH(a_yes_that_is_taken_back_within_the_minute_does_not_hide_the_other_one)
{
    struct town *t = town_open(world_open(engine));
    const char *request = asked(t), *mio;

    town_clock(t, town_at("2026-11-25T10:00"));
    yes(t, request, t->yuki);
    (void)told(t);
    mio = ask_offer(t, &t->sato, request, t->mio);
    CHECK_I64(ask_yes(t, t->mio, mio, NULL), 201);
    yes(t, request, t->ken);
    CHECK_I64(client_post(t->mio->client,
                          arena_printf(t->world->arena, "/api/v1/asks/%s/withdraw", mio), NULL),
              204);
    town_clock(t, town_at("2026-11-25T10:01") + 5000);
    CHECK(strstr(mail_body(told(t)), "1人から「できます」と返事がありました。") != NULL);
    world_close(t->world);
}

TEST_BOTH(yeses_to_one_ask_do_not_delay_those_to_another)
{
    struct town *t = town_open(world_open(engine));
    const char *first = asked(t), *second;

    yes(t, first, t->yuki);
    (void)told(t);
    second = asked(t);
    yes(t, second, t->mio);
    CHECK(strstr(mail_body(told(t)), second) != NULL);
    world_close(t->world);
}

static void stop(void *worker)
{
    worker_stop(worker);
}

TEST_BOTH_IN("concurrent", a_yes_lies_in_the_guardians_mailbox_within_five_seconds)
{
    struct town *t = town_open(world_open(engine));
    struct world *w = t->world;
    const char *request = asked(t);
    struct worker_parts parts = {.db = w->db,
                                 .log = w->log,
                                 .ids = &w->ids,
                                 .keys = &w->keys,
                                 .pay_provider = "stripe",
                                 .clock = &w->clock,
                                 .public_url = w->url,
                                 .deliver = &w->deliver};
    const char *offer = ask_offer(t, &t->sato, request, t->yuki);
    struct worker *worker;
    int64_t since_ms, took_ms;

    CHECK_STATUS(worker_start(&worker, &parts), OK);
    test_cleanup(stop, worker);
    usleep(600000); /* everything else is done: it rests, and nobody wakes it */
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    since_ms = clock_monotonic_ms();
    do {
        usleep(10000);
        took_ms = clock_monotonic_ms() - since_ms;
    } while (letter_find(w->maildir, t->sato.parent->email, "offered") == NULL &&
             took_ms < 2 * SOON_MS);
    test_cleanup_done(stop, worker);
    worker_stop(worker);
    if (took_ms >= SOON_MS) {
        test_fail(__FILE__, __LINE__, "told after %lld ms", (long long)took_ms);
    }
    printf("     told after %lld ms\n", (long long)took_ms);
    world_close(t->world);
}
