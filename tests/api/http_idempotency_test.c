/* http_idempotency_test.c - one effect and one answer a key: repeated, twinned, stolen, expired
 * (architecture.md section 6). */
#include "db/store/idempotency.h"
#include "tests/api/site.h"
#include "tests/database.h"
#include "tests/test.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define TWINS 12

static const char table_sql[] = "CREATE TABLE site_order (name TEXT NOT NULL)";

static enum status make_table(struct tx *t, void *arg)
{
    (void)arg;
    return db_script(t, table_sql);
}

static struct site *open_site(const char *engine)
{
    struct site *s = site_new();
    struct arena *a = arena_open(1024 * 1024);

    s->db = database_fresh(engine);
    CHECK_STATUS(db_tx(s->db, a, make_table, NULL), OK);
    arena_close(a);
    s->options.threads = TWINS + 2;
    s->options.rate_factor = 100;
    site_start(s);
    return s;
}

static int order(struct client *c, const char *path, const char *key, const char *name)
{
    if (key != NULL) {
        client_key(c, key);
    }
    return client_post(c, path, json_pack("{s:s}", "name", name));
}

static int64_t orders(struct site *s)
{
    struct client *c = site_client(s, NULL);

    CHECK_I64(client_get(c, "/api/v1/orders"), 200);
    return client_i64(c, "orders");
}

static bool replayed(const struct client *c)
{
    const char *value = client_answer_header(c, "Idempotent-Replayed");

    return value != NULL && strcmp(value, "true") == 0;
}

TEST_BOTH(a_repeated_request_gets_the_first_answer_and_has_no_second_effect)
{
    struct site *s = open_site(engine);
    struct client *c = site_client(s, "member-1");
    char first[200];

    CHECK_I64(order(c, "/api/v1/orders", "key-1", "a"), 201);
    CHECK(!replayed(c));
    (void)snprintf(first, sizeof first, "%s", c->text);
    for (int i = 0; i < 3; i++) {
        CHECK_I64(order(c, "/api/v1/orders", "key-1", "a"), 201);
        CHECK(replayed(c));
        CHECK_TEXT(c->text, first);
        CHECK_TEXT(client_answer_header(c, "Content-Type"), "application/json");
    }
    CHECK_I64(orders(s), 1);
    CHECK_I64(order(c, "/api/v1/orders", "key-2", "a"), 201);
    CHECK(!replayed(c));
    CHECK_I64(orders(s), 2);
}

TEST_BOTH(an_answer_without_a_body_is_repeated_too)
{
    struct site *s = open_site(engine);
    struct client *c = site_client(s, "member-1");

    CHECK_I64(order(c, "/api/v1/orders/quiet", "key-1", "a"), 204);
    CHECK_I64(order(c, "/api/v1/orders/quiet", "key-1", "a"), 204);
    CHECK(replayed(c));
    CHECK_I64(orders(s), 1);
}

TEST_BOTH(a_key_is_good_for_one_body_and_one_route)
{
    struct site *s = open_site(engine);
    struct client *c = site_client(s, "member-1");

    CHECK_I64(order(c, "/api/v1/orders", "key-1", "a"), 201);
    CHECK_I64(order(c, "/api/v1/orders", "key-1", "b"), 422);
    CHECK_TEXT(client_reason(c), "idempotency.other_body");
    CHECK_I64(order(c, "/api/v1/orders/money", "key-1", "a"), 422);
    CHECK_TEXT(client_reason(c), "idempotency.other_body");
    CHECK_I64(order(c, "/api/v1/orders/of/1", "key-2", "a"), 201);
    CHECK_I64(order(c, "/api/v1/orders/of/2", "key-2", "a"), 422); /* the same row, another thing */
    CHECK_TEXT(client_reason(c), "idempotency.other_body");
    CHECK_I64(orders(s), 2);
}

TEST_BOTH(a_key_is_required_and_has_a_form)
{
    struct site *s = open_site(engine);
    struct client *c = site_client(s, "member-1");
    char key[102];

    client_no_key(c);
    CHECK_I64(order(c, "/api/v1/orders", NULL, "a"), 400);
    CHECK_TEXT(client_reason(c), "idempotency.key_required");
    CHECK_I64(order(c, "/api/v1/orders", "with space", "a"), 400);
    CHECK_I64(order(c, "/api/v1/orders", "quote\"", "a"), 400);
    memset(key, 'k', sizeof key);
    key[101] = '\0';
    CHECK_I64(order(c, "/api/v1/orders", key, "a"), 400);
    key[100] = '\0';
    CHECK_I64(order(c, "/api/v1/orders", key, "a"), 201);
    client_no_key(c);
    CHECK_I64(order(c, "/api/v1/orders/plain", NULL, "a"), 201);
    CHECK_I64(orders(s), 2);
}

TEST_BOTH(a_refusal_is_not_stored_and_leaves_nothing)
{
    struct site *s = open_site(engine);
    struct client *c = site_client(s, "member-1");

    CHECK_I64(order(c, "/api/v1/orders", "key-1", "refused"), 422);
    CHECK_TEXT(client_reason(c), "tie.level_low");
    CHECK_I64(order(c, "/api/v1/orders", "key-1", "refused"), 422);
    CHECK_TEXT(client_reason(c), "tie.level_low");
    CHECK_I64(orders(s), 0);
    CHECK_I64(order(c, "/api/v1/orders", "key-1", "a"), 201);
    CHECK(!replayed(c));
    CHECK_I64(orders(s), 1);
}

TEST_BOTH(two_people_may_use_the_same_key)
{
    struct site *s = open_site(engine);
    struct client *one = site_client(s, "member-1"), *two = site_client(s, "member-2");

    CHECK_I64(order(one, "/api/v1/orders", "key-1", "a"), 201);
    CHECK_I64(order(two, "/api/v1/orders", "key-1", "b"), 201);
    CHECK_TEXT(client_text(two, "name"), "b");
    CHECK(!replayed(two));
    CHECK_I64(orders(s), 2);
}

/* Nobody's keys are all of member 0: another address, another route or another body never gets the
 * answer. */
TEST_BOTH(an_anonymous_key_never_shows_another_persons_answer)
{
    struct site *s = site_new();
    struct client *c;
    struct arena *a = arena_open(1024 * 1024);

    s->db = database_fresh(engine);
    CHECK_STATUS(db_tx(s->db, a, make_table, NULL), OK);
    arena_close(a);
    s->options.trusted_proxy = "127.0.0.1";
    site_start(s);
    c = site_client(s, NULL);
    client_header(c, "X-Forwarded-For", "198.51.100.1");
    CHECK_I64(order(c, "/api/v1/orders", "1", "a"), 201);
    client_header(c, "X-Forwarded-For", "198.51.100.1");
    CHECK_I64(order(c, "/api/v1/orders", "1", "a"), 201);
    CHECK(replayed(c)); /* his own, repeated */
    client_header(c, "X-Forwarded-For", "198.51.100.2");
    CHECK_I64(order(c, "/api/v1/orders", "1", "a"), 201);
    CHECK(!replayed(c));
    client_header(c, "X-Forwarded-For", "198.51.100.1");
    CHECK_I64(order(c, "/api/v1/orders", "1", "b"), 422);
    client_header(c, "X-Forwarded-For", "198.51.100.1");
    CHECK_I64(order(c, "/api/v1/orders/money", "1", "a"), 201);
    CHECK(!replayed(c));
    CHECK_I64(orders(s), 3);
}

struct stored {
    int64_t member_id;
    const char *key;
    int64_t now;
    struct idempotency row;
    int64_t gone;
};

static enum status get_row(struct tx *t, void *arg)
{
    struct stored *w = arg;

    return store_idempotency_get(t, w->member_id, w->key, w->now, &w->row);
}

static enum status prune_rows(struct tx *t, void *arg)
{
    struct stored *w = arg;

    return store_idempotency_prune(t, w->now, &w->gone);
}

TEST_BOTH(the_stored_answer_is_sealed_and_money_is_remembered_for_30_days)
{
    struct site *s = open_site(engine);
    struct client *c = site_client(s, "member-1");
    struct arena *a = arena_open(1024 * 1024);
    struct stored w = {.member_id = 1, .key = "key-1", .now = clock_now(&s->clock)};

    CHECK_I64(order(c, "/api/v1/orders", "key-1", "a secret name"), 201);
    CHECK_STATUS(db_read(s->db, a, get_row, &w), OK);
    CHECK(memmem(w.row.answer.data, w.row.answer.len, "secret", 6) == NULL);
    CHECK_I64(w.row.expires_at - w.row.created_at, DAY_MS);
    CHECK_TEXT(w.row.route, "POST /api/v1/orders");
    CHECK_I64(order(c, "/api/v1/orders/money", "key-2", "a"), 201);
    w.key = "key-2";
    CHECK_STATUS(db_read(s->db, a, get_row, &w), OK);
    CHECK_I64(w.row.expires_at - w.row.created_at, 30 * DAY_MS);
    arena_close(a);
}

TEST_BOTH(a_key_that_expired_one_second_ago_is_new_again)
{
    struct site *s = open_site(engine);
    struct client *c = site_client(s, "member-1");
    struct arena *a = arena_open(1024 * 1024);
    struct stored w = {0};

    CHECK_I64(order(c, "/api/v1/orders", "key-1", "a"), 201);
    clock_advance(&s->clock, DAY_MS - MINUTE_MS);
    CHECK_I64(order(c, "/api/v1/orders", "key-1", "a"), 201);
    CHECK(replayed(c));
    clock_advance(&s->clock, MINUTE_MS + SECOND_MS);
    CHECK_I64(order(c, "/api/v1/orders", "key-1", "b"), 201);
    CHECK(!replayed(c));
    CHECK_I64(orders(s), 2);
    w.now = clock_now(&s->clock);
    CHECK_STATUS(db_tx(s->db, a, prune_rows, &w), OK);
    CHECK_I64(w.gone, 0);
    w.now += DAY_MS;
    CHECK_STATUS(db_tx(s->db, a, prune_rows, &w), OK);
    CHECK_I64(w.gone, 1);
    arena_close(a);
}

struct twin {
    struct client *client;
    pthread_barrier_t *gate;
    const char *name;
    int http;
};

static void *send_twin(void *arg)
{
    struct twin *t = arg;

    (void)pthread_barrier_wait(t->gate);
    t->http = order(t->client, "/api/v1/orders", "twin", t->name);
    return NULL;
}

static void open_twins(struct site *s, struct twin twins[TWINS])
{
    for (int i = 0; i < TWINS; i++) {
        twins[i] = (struct twin){site_client(s, "member-1"), NULL, NULL, 0};
    }
}

/* All at once with one key; every second one with another name when `mixed`. */
static void send_twins(struct twin twins[TWINS], bool mixed)
{
    pthread_barrier_t gate;
    pthread_t threads[TWINS];

    (void)pthread_barrier_init(&gate, NULL, TWINS);
    for (int i = 0; i < TWINS; i++) {
        twins[i].gate = &gate;
        twins[i].name = mixed && i % 2 == 1 ? "b" : "a";
    }
    for (int i = 0; i < TWINS; i++) {
        if (pthread_create(&threads[i], NULL, send_twin, &twins[i]) != 0) {
            test_fail(__FILE__, __LINE__, "no thread");
        }
    }
    for (int i = 0; i < TWINS; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    (void)pthread_barrier_destroy(&gate);
}

TEST_BOTH_IN("concurrent", twins_in_flight_have_one_effect_and_all_get_its_answer)
{
    struct site *s = open_site(engine);
    struct twin twins[TWINS];

    open_twins(s, twins);
    for (int round = 0; round < 5; round++) {
        int first = 0;

        send_twins(twins, false);
        for (int i = 0; i < TWINS; i++) {
            CHECK_I64(twins[i].http, 201);
            CHECK_TEXT(twins[i].client->text, twins[0].client->text);
            first += replayed(twins[i].client) ? 0 : 1;
        }
        CHECK_I64(first, 1);
        CHECK_I64(orders(s), round + 1);
        clock_advance(&s->clock, 2 * DAY_MS);
    }
}

TEST_BOTH_IN("concurrent", of_twins_with_two_bodies_only_one_body_wins)
{
    struct site *s = open_site(engine);
    struct twin twins[TWINS];
    const char *winner = NULL;

    open_twins(s, twins);
    send_twins(twins, true);
    for (int i = 0; i < TWINS; i++) {
        if (twins[i].http == 201) {
            winner = winner != NULL ? winner : twins[i].name;
            CHECK_TEXT(twins[i].name, winner);
        } else {
            CHECK_I64(twins[i].http, 422);
            CHECK_TEXT(client_reason(twins[i].client), "idempotency.other_body");
        }
    }
    CHECK(winner != NULL);
    CHECK_I64(orders(s), 1);
}
