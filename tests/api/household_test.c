/* household_test.c - families: what others may not do first, then what guardians do. */
#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "tests/test.h"
#include "tests/town.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define HOUSEHOLDS "/api/v1/households"
#define ACCEPT     "/api/v1/guardian-invitations/accept"

static const char *path_of(struct world *w, const char *household, const char *below)
{
    const char *path = arena_printf(w->arena, HOUSEHOLDS "/%s%s", household, below);

    CHECK(path != NULL);
    return path;
}

static const char *keep(struct world *w, const struct client *c, const char *where)
{
    const char *text = client_text(c, where);

    CHECK(text != NULL);
    return arena_strdup(w->arena, text);
}

static const char *make_household(struct world *w, struct person *p, const char *name)
{
    CHECK_I64(
        client_post(p->client, HOUSEHOLDS,
                    json_pack("{s:s, s:s}", "community_id", world_community_text(w), "name", name)),
        201);
    return keep(w, p->client, "id");
}

static const char *invite(struct world *w, struct person *p, const char *household)
{
    person_step_up(w, p);
    CHECK_I64(client_post(p->client, path_of(w, household, "/guardian-invitations"), NULL), 201);
    CHECK(client_i64(p->client, "expires_at") > world_now(w) + LINK_MS - MINUTE_MS);
    return keep(w, p->client, "token");
}

static int accept_link(struct person *p, const char *token)
{
    return client_post(p->client, ACCEPT, json_pack("{s:s}", "token", token));
}

/* The problem without the request's id, which is never the same. */
static const char *problem(struct world *w, struct client *c)
{
    json_t *copy = json_deep_copy(c->json);
    const char *kept;
    char *text;

    CHECK(copy != NULL);
    (void)json_object_del(copy, "instance");
    text = json_dumps(copy, JSON_SORT_KEYS);
    json_decref(copy);
    CHECK(text != NULL);
    kept = arena_strdup(w->arena, text);
    free(text);
    CHECK(kept != NULL);
    return kept;
}

TEST_BOTH(a_stranger_gets_the_answer_of_a_household_that_is_not_there)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子"), *stranger = world_member(w, "誰か");
    const char *home = make_household(w, p, "カナリア家");
    static const char *const below[] = {"", "/children", "/looks"};
    const char *nothing;

    for (int i = 0; i < 3; i++) {
        CHECK_I64(client_get(stranger->client, path_of(w, "hh_0000000000001", below[i])), 404);
        nothing = problem(w, stranger->client);
        CHECK_I64(client_get(stranger->client, path_of(w, home, below[i])), 404);
        CHECK_TEXT(problem(w, stranger->client), nothing);
        CHECK_I64(client_get(p->client, path_of(w, home, below[i])), 200);
    }
    CHECK_I64(client_patch(stranger->client, path_of(w, home, ""), json_pack("{s:s}", "name", "x")),
              404);
    person_step_up(w, stranger);
    CHECK_I64(client_post(stranger->client, path_of(w, home, "/guardian-invitations"), NULL), 404);
    CHECK_I64(client_delete(stranger->client, path_of(w, home, "/guardians/me")), 404);
    CHECK_I64(client_get(stranger->client, HOUSEHOLDS), 200);
    CHECK_I64(json_array_size(client_at(stranger->client, "items")), 0);
    world_close(w);
}

TEST_BOTH(a_household_is_made_where_one_is_a_member_alone)
{
    struct world *w = world_open(engine);
    int64_t there = world_community_in(w, "Europe/Berlin");
    struct person *p;
    char id[ID_TEXT_BYTES];

    (void)world_community(w);
    p = world_member(w, "花子");
    id_format(ID_COMMUNITY, there, id);
    if (there == world_community(w)) {
        id_format(ID_COMMUNITY, world_community_in(w, "Asia/Tokyo"), id);
    }
    CHECK_I64(client_post(p->client, HOUSEHOLDS,
                          json_pack("{s:s, s:s}", "community_id", id, "name", "家")),
              404);
    CHECK_I64(client_post(p->client, HOUSEHOLDS,
                          json_pack("{s:s, s:s, s:s}", "community_id", world_community_text(w),
                                    "name", "家", "owner", "me")),
              400);
    CHECK_TEXT(client_reason(p->client), "field.unknown");
    CHECK_TEXT(client_text(p->client, "field"), "owner");
    world_close(w);
}

TEST_BOTH(a_household_is_made_named_anew_and_found_again)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子");
    const char *home = make_household(w, p, "カ\xE3\x82\x99"); /* か with a dot apart: not NFC */

    CHECK_TEXT(client_text(p->client, "name"), "ガ");
    CHECK_TEXT(client_text(p->client, "guardians.0.display_name"), "花子");
    CHECK_I64(client_patch(p->client, path_of(w, home, ""), json_pack("{s:s}", "name", "佐藤家")),
              200);
    CHECK_I64(client_get(p->client, HOUSEHOLDS), 200);
    CHECK_TEXT(client_text(p->client, "items.0.id"), home);
    CHECK_TEXT(client_text(p->client, "items.0.name"), "佐藤家");
    world_close(w);
}

TEST_BOTH(there_is_a_bound_on_households_and_pages_show_each_once)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子");
    char path[300];

    for (int i = 0; i < HOUSEHOLDS_MAX; i++) {
        (void)make_household(w, p, "家");
    }
    CHECK_I64(client_post(p->client, HOUSEHOLDS,
                          json_pack("{s:s, s:s}", "community_id", world_community_text(w), "name",
                                    "もう一つ")),
              422);
    CHECK_TEXT(client_reason(p->client), "list.full");
    CHECK_I64(client_get(p->client, HOUSEHOLDS "?limit=5"), 200);
    CHECK_I64(json_array_size(client_at(p->client, "items")), 5);
    client_path(path, sizeof path, HOUSEHOLDS "?limit=5&cursor=%s",
                client_text(p->client, "next_cursor"));
    CHECK_I64(client_get(p->client, path), 200);
    CHECK_I64(json_array_size(client_at(p->client, "items")), HOUSEHOLDS_MAX - 5);
    CHECK(json_is_null(client_at(p->client, "next_cursor")));
    world_close(w);
}

TEST_BOTH(the_other_guardian_joins_by_a_link_that_works_once)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子"), *q = world_member(w, "太郎");
    struct person *thief = world_member(w, "誰か");
    const char *home = make_household(w, p, "家"), *token = invite(w, p, home);

    CHECK_I64(accept_link(q, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), 404);
    CHECK_I64(accept_link(q, "x"), 404);
    CHECK_I64(accept_link(p, token), 422);
    CHECK_TEXT(client_reason(p->client), "guardian.already");
    CHECK_I64(accept_link(q, token), 201);
    CHECK_TEXT(client_text(q->client, "id"), home);
    CHECK_I64(json_array_size(client_at(q->client, "guardians")), 2);
    CHECK_I64(accept_link(q, token), 201); /* a second tap */
    CHECK_I64(accept_link(thief, token), 422);
    CHECK_TEXT(client_reason(thief->client), "link.used");
    CHECK_I64(client_get(thief->client, path_of(w, home, "")), 404);
    CHECK_I64(client_get(p->client, path_of(w, home, "/looks")), 200);
    CHECK_TEXT(client_text(p->client, "items.0.action"), "guardian.joined");
    CHECK_TEXT(client_text(p->client, "items.0.display_name"), "太郎");
    CHECK_TEXT(client_text(p->client, "items.1.action"), "guardian.invited");
    world_close(w);
}

TEST_BOTH(an_invitation_ends_after_three_days_and_with_whoever_sent_it)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子"), *q = world_member(w, "太郎");
    struct person *r = world_member(w, "ばあば");
    const char *home = make_household(w, p, "家");
    const char *first = invite(w, p, home), *second = invite(w, p, home);
    const char *third;

    world_advance(w, LINK_MS - MINUTE_MS);
    CHECK_I64(accept_link(q, first), 201);
    world_advance(w, MINUTE_MS + 1000); /* a second ago */
    CHECK_I64(accept_link(r, second), 422);
    CHECK_TEXT(client_reason(r->client), "link.expired");
    third = invite(w, p, home);
    person_step_up(w, p);
    CHECK_I64(client_delete(p->client, path_of(w, home, "/guardians/me")), 204);
    CHECK_I64(accept_link(r, third), 404);
    CHECK_I64(client_get(p->client, path_of(w, home, "")), 404);
    person_step_up(w, q);
    CHECK_I64(client_delete(q->client, path_of(w, home, "/guardians/me")), 422);
    CHECK_TEXT(client_reason(q->client), "guardian.last");
    CHECK_I64(accept_link(p, invite(w, q, home)), 201); /* back again */
    world_close(w);
}

TEST_BOTH(inviting_and_leaving_want_a_fresh_proof_of_who_one_is)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子");
    const char *home = make_household(w, p, "家");

    CHECK_I64(client_post(p->client, path_of(w, home, "/guardian-invitations"), NULL), 403);
    CHECK_TEXT(client_reason(p->client), "session.step_up");
    CHECK_I64(client_delete(p->client, path_of(w, home, "/guardians/me")), 403);
    world_close(w);
}

TEST_BOTH(a_guardian_is_a_member_of_the_households_community)
{
    struct world *w = world_open(engine);
    int64_t here = world_community(w), there = world_community_in(w, "Europe/Berlin");
    struct person *p = world_member_of(w, here, "花子"), *q = world_member_of(w, there, "Fremde");
    char id[ID_TEXT_BYTES];
    const char *home;

    id_format(ID_COMMUNITY, here, id);
    CHECK_I64(client_post(p->client, HOUSEHOLDS,
                          json_pack("{s:s, s:s}", "community_id", id, "name", "家")),
              201);
    home = keep(w, p->client, "id");
    CHECK_I64(accept_link(q, invite(w, p, home)), 422);
    CHECK_TEXT(client_reason(q->client), "membership.needed");
    world_close(w);
}

struct taker {
    struct person *p;
    const char *path;
    const char *token; /* NULL: leaves */
    int http;
};

static void *take(void *arg)
{
    struct taker *t = arg;

    do {
        t->http =
            t->token != NULL ? accept_link(t->p, t->token) : client_delete(t->p->client, t->path);
    } while (t->http == 503);
    return NULL;
}

static void race(struct taker *a, struct taker *b)
{
    pthread_t threads[2];

    CHECK(pthread_create(&threads[0], NULL, take, a) == 0);
    CHECK(pthread_create(&threads[1], NULL, take, b) == 0);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
}

TEST_BOTH(two_who_use_one_link_at_once_are_one_guardian)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子");
    const char *home = make_household(w, p, "家"), *token = invite(w, p, home);
    struct taker a = {world_member(w, "太郎"), NULL, token, 0};
    struct taker b = {world_member(w, "次郎"), NULL, token, 0};

    race(&a, &b);
    CHECK((a.http == 201) != (b.http == 201));
    CHECK_I64(client_get(p->client, path_of(w, home, "")), 200);
    CHECK_I64(json_array_size(client_at(p->client, "guardians")), 2);
    world_close(w);
}

TEST_BOTH(two_guardians_who_leave_at_once_leave_one)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子"), *q = world_member(w, "太郎");
    const char *home = make_household(w, p, "家");
    struct taker a = {p, path_of(w, home, "/guardians/me"), NULL, 0};
    struct taker b = {q, a.path, NULL, 0};

    CHECK_I64(accept_link(q, invite(w, p, home)), 201);
    person_step_up(w, p);
    person_step_up(w, q);
    race(&a, &b);
    CHECK((a.http == 204) != (b.http == 204));
    world_close(w);
}
