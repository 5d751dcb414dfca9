/* choose_race_test.c - a thousand parties choose and accept overlapping jobs of one supporter at
 * once, over HTTP: exactly one booking each time. And the seats that another program sold twice:
 * one supporter with 20 free slots, 120 households at once, each for one of them: 20 of 120. */
#include "tests/asks.h"
#include "tests/crowd.h"
#include "tests/database.h"
#include "tests/race/stampede.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FAMILIES 25
#define SESSIONS 20 /* of each family, and as many of the supporter for its asks */
#define PARTIES  (2 * FAMILIES * SESSIONS)
#define ROUNDS   20
#define SLOTS    20
#define GUESTS   120
#define SLOT_MS  (45 * MINUTE_MS) /* a job of 15, and the way */

/* ---- who runs ---- */

static enum status mint(struct ctx *x, void *arg)
{
    return session_start(x, arg);
}

/* A session of the person, minted in the database: a log-in costs a hash. */
static const char *token_of(struct town *t, const struct person *p)
{
    struct ctx x = world_ctx(t->world, 0);
    struct session_start start = {.member_id = p->id};

    CHECK_STATUS(ctx_tx(&x, mint, &start), OK);
    return start.token;
}

static struct family new_family(struct town *t)
{
    struct family f = town_family(t, "家族", (const int[]){4, -1});

    (void)town_tie(t, f.parent, t->yuki, world_now(t->world) + 200 * DAY_MS);
    return f;
}

static void address(struct party *p, int64_t offer_id, const char *act)
{
    char id[ID_TEXT_BYTES];

    id_format(ID_OFFER, offer_id, id);
    snprintf(p->path, sizeof p->path, act, id);
    snprintf(p->key, sizeof p->key, "race-%s", id);
}

/* Yes was said to what is to be chosen; what was already agreed waits for its yes. */
static void offers_are_made(struct town *t)
{
    town_sql(t, "UPDATE offer SET state = 'offered' WHERE request_id IN"
                " (SELECT id FROM request WHERE already_agreed = 0)");
}

/* ---- a thousand parties, one hour of one supporter ---- */

struct crew {
    struct crowd choose, accept;
    const char *guardians[SESSIONS];
};

struct race {
    struct town *town;
    struct party parties[PARTIES];
    const char *supporter[SESSIONS];
    struct crew crew[FAMILIES];
};

static struct crowd crowd_for(const struct race *r, const struct family *f, bool agreed)
{
    struct town *t = r->town;
    int64_t start = town_at("2026-11-27T10:00");
    json_t *body = ask_named(ask_pickup(t, f, start, start + HOUR_MS), t->yuki, NULL);

    body = agreed ? ask_with(body, "already_agreed", "true") : body;
    return crowd_of(t, ask_send(t, f, body), t->yuki, ROUNDS * SESSIONS, SESSIONS, DAY_MS);
}

static struct race *muster(const char *engine)
{
    struct race *r = calloc(1, sizeof *r);

    CHECK(r != NULL);
    test_cleanup(free, r);
    r->town = town_open(world_open(engine));
    for (int i = 0; i < FAMILIES; i++) {
        struct family f = new_family(r->town);

        r->crew[i].choose = crowd_for(r, &f, false);
        r->crew[i].accept = crowd_for(r, &f, true);
        for (int k = 0; k < SESSIONS; k++) {
            r->crew[i].guardians[k] = token_of(r->town, f.parent);
        }
    }
    for (int k = 0; k < SESSIONS; k++) {
        r->supporter[k] = token_of(r->town, r->town->yuki);
    }
    offers_are_made(r->town);
    return r;
}

static void line_up(struct race *r, int round)
{
    struct party *p = r->parties;

    for (int k = 0; k < SESSIONS; k++) {
        int copy = round * SESSIONS + k;

        for (int i = 0; i < FAMILIES; i++) {
            *p = (struct party){.token = r->crew[i].guardians[k], .body = ""};
            address(p++, crowd_offer(&r->crew[i].choose, copy), "/api/v1/offers/%s/choose");
            *p = (struct party){.token = r->supporter[k], .body = "{}"};
            address(p++, crowd_offer(&r->crew[i].accept, copy), "/api/v1/asks/%s/offer");
        }
    }
}

/* How often somebody was told to come later. */
static int check_round(const struct race *r, int round)
{
    int n = PARTIES, again = 0;

    CHECK_I64(stampede_count(r->parties, n, 201), 1);
    CHECK_I64(stampede_count(r->parties, n, 422) + stampede_count(r->parties, n, 409), n - 1);
    CHECK_I64(town_count(r->town, "SELECT COUNT(*) FROM booking"), round + 1);
    database_check(r->town->world->db);
    for (int i = 0; i < n; i++) {
        again += r->parties[i].again;
    }
    return again;
}

TEST_BOTH_IN("race", of_a_thousand_who_choose_and_accept_at_once_exactly_one_gets_the_booking)
{
    struct race *r = muster(engine);
    int again = 0;

    for (int round = 0; round < ROUNDS; round++) {
        line_up(r, round);
        stampede(r->town->world, r->parties, PARTIES);
        again += check_round(r, round);
    }
    printf("%d rounds of %d parties on %s: one booking each; asked again %d times\n", ROUNDS,
           PARTIES, engine, again);
    world_close(r->town->world);
}

/* ---- twenty seats ---- */

TEST_BOTH_IN("race", of_120_households_at_once_20_get_the_20_free_slots)
{
    struct town *t = town_open(world_open(engine));
    struct party parties[GUESTS];
    int64_t first = town_at("2026-11-27T07:00");

    for (int i = 0; i < GUESTS; i++) {
        struct family f = new_family(t);
        int64_t start = first + i % SLOTS * SLOT_MS;
        json_t *body = ask_pickup(t, &f, start, start + SLOT_MS / 3);
        const char *request = ask_send(t, &f, ask_named(body, t->yuki, NULL));
        int64_t offer;

        CHECK_STATUS(id_parse(ID_OFFER, ask_offer(t, &f, request, t->yuki), &offer), OK);
        parties[i] = (struct party){.token = f.parent->token, .body = ""};
        address(&parties[i], offer, "/api/v1/offers/%s/choose");
    }
    offers_are_made(t);
    stampede(t->world, parties, GUESTS);
    CHECK_I64(stampede_count(parties, GUESTS, 201), SLOTS);
    CHECK_I64(stampede_count(parties, GUESTS, 422) + stampede_count(parties, GUESTS, 409),
              GUESTS - SLOTS);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM booking WHERE state = 'confirmed'"), SLOTS);
    printf("%d of %d on %s\n", SLOTS, GUESTS, engine);
    world_close(t->world);
}
