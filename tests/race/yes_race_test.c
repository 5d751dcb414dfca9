/* yes_race_test.c - many who are trusted say yes at once to an urgent ask whose family wished the
 * first one: one booking, and whoever was late reads that it is settled. */
#include "tests/asks.h"
#include "tests/database.h"
#include "tests/race/stampede.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define PEOPLE 40
#define ROUNDS 5

static void line_up(struct town *t, const char *request, struct person **people,
                    struct party *parties)
{
    for (int i = 0; i < PEOPLE; i++) {
        const char *offer = ask_offer(t, &t->sato, request, people[i]);

        parties[i] = (struct party){.token = people[i]->token, .body = "{}"};
        snprintf(parties[i].path, sizeof parties[i].path, "/api/v1/asks/%s/offer", offer);
        snprintf(parties[i].key, sizeof parties[i].key, "yes-%s", offer);
    }
}

TEST_BOTH_IN("race", of_many_trusted_yeses_at_once_the_first_has_the_job_and_the_others_read_so)
{
    struct town *t = town_open(world_open(engine));
    struct person *people[PEOPLE];
    struct party parties[PEOPLE];

    for (int i = 0; i < PEOPLE; i++) {
        people[i] = town_supporter(t, "いつもの人");
        town_tie_jobs(t, town_tie(t, people[i], t->sato.parent, world_now(t->world) + 200 * DAY_MS),
                      1, 3);
    }
    for (int round = 0; round < ROUNDS; round++) {
        int64_t start = town_at("2026-11-25T10:00") + round * 20 * MINUTE_MS;
        json_t *body = ask_pickup(t, &t->sato, start, start + 15 * MINUTE_MS);

        line_up(t, ask_send(t, &t->sato, ask_with(body, "first_trusted_yes", "true")), people,
                parties);
        stampede(t->world, parties, PEOPLE);
        CHECK_I64(stampede_count(parties, PEOPLE, 201), 1);
        CHECK_I64(stampede_count(parties, PEOPLE, 409), PEOPLE - 1);
        CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM booking WHERE state = 'confirmed'"),
                  round + 1);
        CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM offer WHERE state = 'chosen'"),
                  round + 1);
        database_check(t->world->db);
    }
    world_close(t->world);
}
