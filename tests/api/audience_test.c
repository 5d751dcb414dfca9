/* audience_test.c - who may be asked and who may not: blocks that nobody learns of, gates and ties,
 * to the second. */
#include "app/domain/rules.h"
#include "tests/asks.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

#define START "2026-11-26T16:30"
#define HOURS (90 * MINUTE_MS)

static int64_t at(const char *time)
{
    return town_at(time);
}

static const char *asked(struct town *t)
{
    return ask_send(t, &t->sato, ask_pickup(t, &t->sato, at(START), at(START) + HOURS));
}

static int post(const struct person *p, const char *fmt, const char *id)
{
    char path[100];

    snprintf(path, sizeof path, "/api/v1/%s/%s/%s",
             strncmp(id, "of_", 3) == 0 ? "asks" : "requests", id, fmt);
    return client_post(p->client, path, NULL);
}

static int look(const struct person *p, const char *offer)
{
    char path[80];

    return client_get(p->client, client_path(path, sizeof path, "/api/v1/asks/%s", offer));
}

static int64_t asks_of(const struct person *p)
{
    CHECK_I64(client_get(p->client, "/api/v1/asks"), 200);
    return (int64_t)json_array_size(client_at(p->client, "items"));
}

static void refused(struct town *t, const struct person *p, const char *offer, const char *json,
                    const char *why, const char *field)
{
    CHECK_I64(ask_yes(t, p, offer, json), 422);
    CHECK_TEXT(client_reason(p->client), why);
    CHECK_TEXT(client_text(p->client, "field"), field);
}

TEST_BOTH(a_blocked_supporter_is_in_no_list_count_or_answer)
{
    struct town *t = town_open(world_open(engine));
    struct client *parent = t->sato.parent->client;
    const char *request = asked(t), *offer = ask_offer(t, &t->sato, request, t->yuki);
    json_t *body = ask_pickup(t, &t->sato, at(START), at(START) + HOURS);
    char path[80];

    CHECK_I64(asks_of(t->yuki), 1);
    town_block(t, t->sato.parent, t->yuki);
    CHECK_I64(asks_of(t->yuki), 0);
    CHECK_I64(look(t->yuki, offer), 404);
    CHECK_TEXT(client_reason(t->yuki->client), "");
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 404);
    CHECK_I64(post(t->yuki, "decline", offer), 404);
    CHECK_TEXT(ask_state(t, &t->sato, request, t->yuki), "");
    client_path(path, sizeof path, "/api/v1/requests/%s/candidates", request);
    CHECK_I64(client_get(parent, path), 200);
    CHECK_I64(json_array_size(client_at(parent, "items")), 2);
    CHECK(strstr(parent->text, t->yuki->id_text) == NULL);
    CHECK_I64(client_post(parent, "/api/v1/requests/preview", json_deep_copy(body)), 200);
    CHECK_I64(client_i64(parent, "people"), 2);
    CHECK_I64(client_i64(parent, "candidates"), 2);
    CHECK_I64(client_post(parent, "/api/v1/requests", body), 201);
    CHECK_I64(json_array_size(client_at(parent, "offers")), 2);
    world_close(t->world);
}

/* The one who blocks, a person on hold, a stranger and nobody at all: one and the same answer. */
TEST_BOTH(naming_somebody_never_tells_of_a_block_or_a_hold)
{
    struct town *t = town_open(world_open(engine));
    struct client *parent = t->sato.parent->client;
    struct person *stranger = town_supporter(t, "見知らぬ人");
    struct person nobody = {.id_text = "mb_0000000000009"};
    const struct person *people[] = {t->yuki, t->mio, stranger, &nobody, t->tanaka.parent};
    char *first = NULL;

    town_block(t, t->yuki, t->sato.parent);
    town_hold(t, t->mio);
    for (int i = 0; i < 5; i++) {
        json_t *body = ask_pickup(t, &t->sato, at(START), at(START) + HOURS);
        char *answer;

        CHECK_I64(client_post(parent, "/api/v1/requests", ask_named(body, t->ken, people[i], NULL)),
                  422);
        CHECK_TEXT(client_reason(parent), "gate.not_available");
        CHECK_TEXT(client_text(parent, "field"), "audience.member_ids[1]");
        json_object_del(parent->json, "instance");
        answer = json_dumps(parent->json, JSON_SORT_KEYS);
        first = first != NULL ? first : answer;
        CHECK_TEXT(answer, first);
        if (answer != first) {
            free(answer);
        }
    }
    free(first);
    world_close(t->world);
}

TEST_BOTH(who_may_not_help_is_refused_by_name_with_the_reason)
{
    struct town *t = town_open(world_open(engine));
    struct client *parent = t->sato.parent->client;
    int64_t end = at(START) + HOURS;
    const struct {
        const char *sql, *back, *why;
    } cases[] = {
        {"UPDATE supporter SET kinds = 8", "UPDATE supporter SET kinds = 31", "gate.kind"},
        {"UPDATE supporter SET age_max = 4", "UPDATE supporter SET age_max = 12", "gate.ages"},
        {"UPDATE tie SET premet_until_at = 0", "UPDATE tie SET premet_until_at = 9000000000000",
         "tie.not_premet"},
        {"DELETE FROM qualification WHERE kind <> 'identity'", NULL, "gate.safety_lesson"},
        {"DELETE FROM qualification", NULL, "gate.identity"},
    };

    for (int i = 0; i < 5; i++) {
        json_t *body = ask_named(ask_pickup(t, &t->sato, at(START), end), t->yuki, NULL);

        town_sql(t, cases[i].sql);
        CHECK_I64(client_post(parent, "/api/v1/requests", body), 422);
        CHECK_TEXT(client_reason(parent), cases[i].why);
        CHECK_TEXT(client_text(parent, "field"), "audience.member_ids[0]");
        /* Of all, they are left out silently; then there is nobody. */
        CHECK_I64(client_post(parent, "/api/v1/requests", ask_pickup(t, &t->sato, at(START), end)),
                  422);
        CHECK_TEXT(client_reason(parent), "request.nobody_to_ask");
        if (cases[i].back != NULL) {
            town_sql(t, cases[i].back);
        }
    }
    world_close(t->world);
}

TEST_BOTH(a_community_may_want_a_trial_first)
{
    struct town *t = town_open(world_open(engine));
    struct client *parent = t->sato.parent->client;
    json_t *body = ask_named(ask_pickup(t, &t->sato, at(START), at(START) + HOURS), t->yuki, NULL);

    town_rule(t, "job_level", RULE_LEVEL_TRIALLED);
    CHECK_I64(client_post(parent, "/api/v1/requests", json_deep_copy(body)), 422);
    CHECK_TEXT(client_reason(parent), "tie.level_low");
    town_tie_jobs(t, town_tie_of(t, t->yuki, t->sato.parent), 1, 0);
    CHECK_I64(client_post(parent, "/api/v1/requests", body), 201);
    world_close(t->world);
}

TEST_BOTH(people_of_the_own_household_are_not_asked)
{
    struct town *t = town_open(world_open(engine));
    struct client *parent = t->sato.parent->client;
    json_t *body = ask_named(ask_pickup(t, &t->sato, at(START), at(START) + HOURS), t->ken, NULL);

    town_guardian(t, &t->sato, t->ken);
    CHECK_I64(client_post(parent, "/api/v1/requests", body), 422);
    CHECK_TEXT(client_reason(parent), "gate.own_household");
    world_close(t->world);
}

TEST_BOTH(a_proof_that_runs_out_one_second_before_the_end_does_not_count)
{
    struct town *t = town_open(world_open(engine));
    const char *offer = ask_offer(t, &t->sato, asked(t), t->yuki);
    int64_t end = at(START) + HOURS;

    town_expire(t, t->yuki, "identity", end - 1000);
    refused(t, t->yuki, offer, NULL, "gate.identity", NULL);
    town_expire(t, t->yuki, "identity", end);
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    town_expire(t, t->yuki, "identity", end - 1000); /* ... between the yes and the choice */
    CHECK_I64(ask_choose(t, &t->sato, offer), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "gate.identity");
    town_expire(t, t->yuki, "identity", end);
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    world_close(t->world);
}

TEST_BOTH(a_child_under_three_wants_a_certificate_to_the_last_second)
{
    struct town *t = town_open(world_open(engine));
    struct client *parent = t->sato.parent->client;
    int64_t end = at(START) + HOURS;
    json_t *body;

    t->sato.child[0] = town_child(t, &t->sato, "末っ子", 2);
    body = ask_named(ask_pickup(t, &t->sato, at(START), end), t->yuki, NULL);
    town_expire(t, t->yuki, "certificate", end - 1000);
    CHECK_I64(client_post(parent, "/api/v1/requests", json_deep_copy(body)), 422);
    CHECK_TEXT(client_reason(parent), "gate.certificate");
    town_expire(t, t->yuki, "certificate", end);
    CHECK_I64(client_post(parent, "/api/v1/requests", body), 201);
    world_close(t->world);
}
