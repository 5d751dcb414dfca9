/* party_test.c - people who are a part of an ask no longer: the guardian who asked has left the
 * home, a supporter has ended the tie; and a yes that nobody had asked for at that price. */
#include "tests/asks.h"
#include "tests/job.h"
#include "tests/test.h"

#include <string.h>

#define START "2026-11-26T16:30"
#define HOURS (90 * MINUTE_MS)

static void leave(struct town *t, struct person *p)
{
    person_step_up(t->world, p);
    CHECK_I64(
        client_delete(p->client, arena_printf(t->world->arena, "/api/v1/households/%s/guardians/me",
                                              t->sato.id.text)),
        204);
}

/* His card would be held and his tie counted, by somebody else's tap. */
TEST_BOTH(an_offer_is_not_chosen_for_a_guardian_who_has_left)
{
    struct town *t = town_open(world_open(engine));
    struct person *father = world_member(t->world, "父");
    int64_t start = town_at(START);
    const char *request, *offer;

    town_guardian(t, &t->sato, father);
    request = ask_send(t, &t->sato, ask_pickup(t, &t->sato, start, start + HOURS));
    offer = ask_offer(t, &t->sato, request, t->yuki);
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    leave(t, t->sato.parent);
    CHECK_I64(client_post(father->client,
                          arena_printf(t->world->arena, "/api/v1/offers/%s/choose", offer), NULL),
              409);
    CHECK_TEXT(client_reason(father->client), "request.changed");
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM booking"), 0);
    world_close(t->world);
}

TEST_BOTH(a_booking_is_not_changed_at_the_cost_of_a_guardian_who_has_left)
{
    struct town *t = town_open(world_open(engine));
    struct person *father = world_member(t->world, "父");
    struct job j = job_usual(t);

    town_guardian(t, &t->sato, father);
    job_book(&j);
    leave(t, t->sato.parent);
    CHECK_I64(job_post(&j, t->yuki, "/amendments", json_pack("{s:I}", "end_at", j.end_at + HOURS)),
              409);
    CHECK_TEXT(client_reason(t->yuki->client), "request.changed");
    CHECK_I64(job_post(&j, father, "/cancel", json_object()), 200); /* that he can */
    world_close(t->world);
}

TEST_BOTH(what_was_already_agreed_is_not_booked_by_a_dearer_yes)
{
    struct town *t = town_open(world_open(engine));
    int64_t start = town_at(START);
    json_t *body = ask_named(ask_pickup(t, &t->sato, start, start + HOURS), t->yuki, NULL);
    const char *request = ask_send(t, &t->sato, ask_with(body, "already_agreed", "true"));
    const char *offer = ask_offer(t, &t->sato, request, t->yuki);

    town_rule(t, "higher_fee_allowed", 1);
    CHECK_I64(ask_yes(t, t->yuki, offer,
                      "{\"fee\": {\"mode\": \"flat_per_hour\", \"rate_minor\": 9000}}"),
              201);
    CHECK_TEXT(ask_state(t, &t->sato, request, t->yuki), "offered");
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM booking"), 0);
    CHECK_I64(ask_choose(t, &t->sato, offer), 201); /* whoever pays may want it all the same */
    world_close(t->world);
}

TEST_BOTH(an_ask_that_opens_again_asks_nobody_whose_tie_has_ended)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    enum reason why;

    job_ask(&j);
    (void)job_offer(&j, t->mio, "released");
    (void)job_offer(&j, t->ken, "reserve");
    CHECK_STATUS(job_choose(&j, &why), OK);
    town_tie_end(t, town_tie_of(t, t->mio, t->sato.parent));
    town_block(t, t->ken, t->sato.parent);
    CHECK_I64(job_post(&j, t->yuki, "/cancel", json_object()), 200);
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM offer WHERE state IN ('asked', 'offered')"),
              0);
    CHECK_I64(world_notices(t->world, "asked") + world_notices(t->world, "reserve_called"), 0);
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM request WHERE state = 'open'"), 1);
    world_close(t->world);
}
