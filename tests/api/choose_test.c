/* choose_test.c - an offer becomes a booking once, however many choose at once, and never against
 * the list of what must never be (domain.md 3). */
#include "tests/asks.h"
#include "tests/test.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define START  "2026-11-26T16:30"
#define HOURS  (90 * MINUTE_MS)
#define ROUNDS 5

static int64_t at(const char *time)
{
    return town_at(time);
}

/* ---- at once ---- */

/* One person's press of a button, on a thread of its own. */
struct press {
    struct client *client;
    char path[80];
    const char *key; /* NULL: one of its own */
    const char *body;
    int http;
    char id[32], reason[40];
};

static void *press(void *arg)
{
    struct press *p = arg;

    if (p->key != NULL) {
        client_key(p->client, p->key);
    }
    p->http =
        client_post(p->client, p->path, p->body != NULL ? json_loads(p->body, 0, NULL) : NULL);
    snprintf(p->id, sizeof p->id, "%s",
             client_text(p->client, "id") != NULL ? client_text(p->client, "id") : "");
    snprintf(p->reason, sizeof p->reason, "%s", client_reason(p->client));
    return NULL;
}

static void at_once(struct press *presses, int n)
{
    pthread_t threads[8];

    for (int i = 0; i < n; i++) {
        CHECK(pthread_create(&threads[i], NULL, press, &presses[i]) == 0);
    }
    for (int i = 0; i < n; i++) {
        pthread_join(threads[i], NULL);
    }
}

static struct press choosing(struct client *c, const char *offer)
{
    struct press p = {.client = c};

    snprintf(p.path, sizeof p.path, "/api/v1/offers/%s/choose", offer);
    return p;
}

static int how_many(const struct press *presses, int n, int http)
{
    int found = 0;

    for (int i = 0; i < n; i++) {
        found += presses[i].http == http;
    }
    return found;
}

/* Two yeses to one ask that begins that many days later. */
static const char *two_offers(struct town *t, int day, const char *offers[2])
{
    int64_t start = at(START) + day * DAY_MS;
    const char *request = ask_send(t, &t->sato, ask_pickup(t, &t->sato, start, start + HOURS));

    offers[0] = ask_offer(t, &t->sato, request, t->yuki);
    offers[1] = ask_offer(t, &t->sato, request, t->mio);
    CHECK_I64(ask_yes(t, t->yuki, offers[0], NULL), 201);
    CHECK_I64(ask_yes(t, t->mio, offers[1], NULL), 201);
    return request;
}

TEST_BOTH_IN("concurrent", two_parents_choosing_at_once_book_once)
{
    struct town *t = town_open(world_open(engine));
    struct person *father = world_member(t->world, "父");

    town_guardian(t, &t->sato, father);
    for (int day = 0; day < ROUNDS; day++) {
        const char *offers[2];
        const char *request = two_offers(t, day, offers);
        struct press both[] = {choosing(t->sato.parent->client, offers[0]),
                               choosing(father->client, offers[1])};

        at_once(both, 2);
        CHECK_I64(how_many(both, 2, 201), 1);
        CHECK_I64(how_many(both, 2, 409), 1);
        CHECK_TEXT(both[both[0].http == 201].reason, "offer.changed");
        CHECK_TEXT(ask_state(t, &t->sato, request, both[0].http == 201 ? t->mio : t->yuki),
                   "released");
    }
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking"), ROUNDS);
    world_close(t->world);
}

TEST_BOTH_IN("concurrent", pressing_choose_many_times_books_once)
{
    static const char *const keys[ROUNDS] = {"day-0", "day-1", "day-2", "day-3", "day-4"};
    struct town *t = town_open(world_open(engine));
    struct client *more[] = {person_browser(t->world, t->sato.parent),
                             person_browser(t->world, t->sato.parent),
                             person_browser(t->world, t->sato.parent)};

    for (int day = 0; day < ROUNDS; day++) {
        const char *offers[2];
        struct press presses[4];

        two_offers(t, day, offers);
        for (int i = 0; i < 4; i++) {
            presses[i] = choosing(i == 0 ? t->sato.parent->client : more[i - 1], offers[0]);
            presses[i].key = i < 2 ? keys[day] : NULL; /* two presses of one, two of their own */
        }
        at_once(presses, 4);
        CHECK_I64(how_many(presses, 4, 201), 4);
        for (int i = 1; i < 4; i++) {
            CHECK_TEXT(presses[i].id, presses[0].id);
        }
    }
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking"), ROUNDS);
    world_close(t->world);
}

/* The supporter said yes to both, before either was chosen. */
TEST_BOTH_IN("concurrent", a_supporter_of_two_overlapping_asks_is_booked_for_one)
{
    struct town *t = town_open(world_open(engine));

    for (int day = 0; day < ROUNDS; day++) {
        int64_t start = at(START) + day * DAY_MS;
        const char *mine = ask_offer(
            t, &t->sato, ask_send(t, &t->sato, ask_pickup(t, &t->sato, start, start + HOURS)),
            t->yuki);
        const char *theirs =
            ask_offer(t, &t->tanaka,
                      ask_send(t, &t->tanaka,
                               ask_pickup(t, &t->tanaka, start + HOURS / 2, start + 2 * HOURS)),
                      t->yuki);
        struct press both[] = {choosing(t->sato.parent->client, mine),
                               choosing(t->tanaka.parent->client, theirs)};

        CHECK_I64(ask_yes(t, t->yuki, mine, NULL), 201);
        CHECK_I64(ask_yes(t, t->yuki, theirs, NULL), 201);
        at_once(both, 2);
        CHECK_I64(how_many(both, 2, 201), 1);
        CHECK(strcmp(both[both[0].http == 201].reason, "booking.supporter_busy") == 0 ||
              both[both[0].http == 201].http == 409);
        /* Pressed again, the loser reads why. */
        (void)press(&both[both[0].http == 201]);
        CHECK_TEXT(both[both[0].http == 201].reason, "booking.supporter_busy");
    }
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking"), ROUNDS);
    world_close(t->world);
}

/* A yes to what was agreed before, against the guardian who takes it back. */
TEST_BOTH_IN("concurrent", a_yes_and_a_withdrawal_at_once_leave_one_of_them)
{
    struct town *t = town_open(world_open(engine));

    for (int day = 0; day < ROUNDS; day++) {
        int64_t start = at(START) + day * DAY_MS;
        json_t *body = ask_named(ask_pickup(t, &t->sato, start, start + HOURS), t->yuki, NULL);
        const char *request = ask_send(t, &t->sato, ask_with(body, "already_agreed", "true"));
        struct press both[] = {{.client = t->yuki->client, .body = "{}"},
                               {.client = t->sato.parent->client}};

        snprintf(both[0].path, sizeof both[0].path, "/api/v1/asks/%s/offer",
                 ask_offer(t, &t->sato, request, t->yuki));
        snprintf(both[1].path, sizeof both[1].path, "/api/v1/requests/%s/withdraw", request);
        at_once(both, 2);
        CHECK((both[0].http == 201 && both[1].http == 409) ||
              (both[0].http == 409 && both[1].http == 200));
        CHECK_TEXT(ask_state(t, &t->sato, request, t->yuki),
                   both[0].http == 201 ? "chosen" : "expired");
    }
    world_close(t->world);
}

/* ---- twice ---- */

TEST_BOTH(choosing_again_answers_the_same_booking_and_another_offer_is_too_late)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    const char *offers[2];
    char booking[32];

    two_offers(t, 0, offers);
    client_key(c, "choose-1");
    CHECK_I64(ask_choose(t, &t->sato, offers[0]), 201);
    snprintf(booking, sizeof booking, "%s", client_text(c, "id"));
    client_key(c, "choose-1");
    CHECK_I64(ask_choose(t, &t->sato, offers[0]), 201);
    CHECK_TEXT(client_text(c, "id"), booking);
    CHECK_TEXT(client_answer_header(c, "Idempotent-Replayed"), "true");
    CHECK_I64(ask_choose(t, &t->sato, offers[0]), 201);
    CHECK_TEXT(client_text(c, "id"), booking);
    client_key(c, "choose-1"); /* another offer under the same key */
    CHECK_I64(ask_choose(t, &t->sato, offers[1]), 422);
    CHECK_TEXT(client_reason(c), "idempotency.other_body");
    CHECK_I64(ask_choose(t, &t->sato, offers[1]), 409);
    CHECK_TEXT(client_reason(c), "offer.changed");
    CHECK_I64(ask_choose(t, &t->tanaka, offers[0]), 404);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking"), 1);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM payment"), 1);
    world_close(t->world);
}

/* ---- the time between two jobs ---- */

/* Whether Yuki may be asked and say yes to a job of the Tanakas, with these places. */
static int tanakas_yes(struct town *t, int64_t start, int64_t end, const char *from,
                       const char *until)
{
    json_t *body = ask_named(ask_pickup(t, &t->tanaka, start, end), t->yuki, NULL);
    json_t *stops = json_object_get(body, "stops");

    json_object_set_new(json_array_get(stops, 0), "place_id", json_string(from));
    json_object_set_new(json_array_get(stops, 1), "place_id", json_string(until));
    return ask_yes(t, t->yuki, ask_offer(t, &t->tanaka, ask_send(t, &t->tanaka, body), t->yuki),
                   NULL);
}

TEST_BOTH(between_two_places_lie_fifteen_minutes_and_exactly_fifteen_fit)
{
    struct town *t = town_open(world_open(engine));
    int64_t start = at(START), end = start + HOURS, buffer = 15 * MINUTE_MS;
    const char *nursery = t->nursery.text, *home = t->tanaka.home.text;

    (void)ask_booked(t, &t->sato, t->yuki, start, end); /* nursery to the Satos' home */
    CHECK_I64(tanakas_yes(t, end + buffer - MINUTE_MS, end + HOUR_MS, nursery, home), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "booking.supporter_busy");
    CHECK_I64(tanakas_yes(t, end + buffer, end + HOUR_MS, nursery, home), 201);
    CHECK_I64(tanakas_yes(t, start - HOUR_MS, start - buffer + MINUTE_MS, nursery, home), 422);
    CHECK_I64(tanakas_yes(t, start - HOUR_MS, start - buffer, nursery, home), 201);
    world_close(t->world);
}

TEST_BOTH(at_one_place_the_next_job_may_begin_when_the_last_one_ends)
{
    struct town *t = town_open(world_open(engine));
    int64_t start = at(START), end = start + HOURS;
    const char *nursery = t->nursery.text, *home = t->tanaka.home.text;

    (void)ask_booked(t, &t->sato, t->yuki, start, end);
    /* From the Tanakas' home to the nursery, where the booked job begins: half-open, it fits. */
    CHECK_I64(tanakas_yes(t, start - HOUR_MS, start, home, nursery), 201);
    CHECK_I64(tanakas_yes(t, start - HOUR_MS, start + MINUTE_MS, home, nursery), 422);
    town_rule(t, "travel_buffer_min", 0);
    CHECK_I64(tanakas_yes(t, end, end + HOUR_MS, nursery, home), 201);
    CHECK_I64(tanakas_yes(t, end - MINUTE_MS, end + HOUR_MS, nursery, home), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "booking.supporter_busy");
    world_close(t->world);
}

/* ---- what changed between the yes and the choice ---- */

TEST_BOTH(everything_is_judged_again_at_the_choice)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;
    const char *offers[2];

    two_offers(t, 0, offers);
    town_tie_end(t, town_tie_of(t, t->yuki, t->sato.parent));
    CHECK_I64(ask_choose(t, &t->sato, offers[0]), 422);
    CHECK_TEXT(client_reason(c), "gate.not_available");
    town_hold(t, t->mio);
    CHECK_I64(ask_choose(t, &t->sato, offers[1]), 422);
    CHECK_TEXT(client_reason(c), "gate.not_available");
    town_sql(t, "UPDATE member SET held_at = NULL");
    town_sql(t, "UPDATE policy SET ended_at = 1");
    CHECK_I64(ask_choose(t, &t->sato, offers[1]), 422);
    CHECK_TEXT(client_reason(c), "policy.dates");
    town_sql(t, "UPDATE policy SET ended_at = NULL");
    town_clock(t, at(START)); /* the worker is late */
    CHECK_I64(ask_choose(t, &t->sato, offers[1]), 422);
    CHECK_TEXT(client_reason(c), "booking.too_late");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking"), 0);
    world_close(t->world);
}
