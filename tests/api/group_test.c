/* group_test.c - groups over HTTP, the abuses first: who guesses, who was removed, who is blocked,
 * who comes too late, who comes at once with somebody else. */
#include "tests/asks.h"
#include "tests/test.h"

#include "app/base/limits.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct nursery {
    struct town *t;
    struct person *mod; /* moderator */
    const char *id;     /* "gr_..." */
    const char *token;  /* of its poster */
};

static const char *keep(struct town *t, const char *text)
{
    CHECK(text != NULL);
    return arena_strdup(t->world->arena, text);
}

static int call(const struct person *p, const char *method, const char *fmt, const char *a,
                const char *b)
{
    char path[160];

    (void)client_path(path, sizeof path, fmt, a, b);
    return client_send(p->client, method, path, NULL, NULL, 0);
}

static void new_poster(struct nursery *g)
{
    CHECK_I64(call(g->mod, "POST", "/api/v1/groups/%s/poster", g->id, ""), 201);
    g->token = keep(g->t, client_text(g->mod->client, "token"));
}

static struct nursery nursery_open(const char *engine)
{
    struct nursery g = {.t = town_open(world_open(engine))};

    g.mod = world_member(g.t->world, "まとめ");
    CHECK_I64(client_post(g.mod->client, "/api/v1/groups",
                          json_pack("{s:s,s:s}", "community_id", g.t->community.text, "name",
                                    "ひまわり保育園")),
              201);
    g.id = keep(g.t, client_text(g.mod->client, "id"));
    new_poster(&g);
    return g;
}

static int join(const struct person *p, const char *token)
{
    return client_post(p->client, "/api/v1/groups/join", json_pack("{s:s}", "token", token));
}

static void check_no_way_in(const struct person *p, const char *token)
{
    CHECK_I64(join(p, token), 422);
    CHECK_TEXT(client_reason(p->client), "group.poster_expired");
}

static int answer(const struct nursery *g, const struct person *moderator, const struct person *p,
                  const char *what)
{
    char path[160];

    return client_post(
        moderator->client,
        client_path(path, sizeof path, "/api/v1/groups/%s/asks/%s/%s", g->id, p->id_text, what),
        NULL);
}

static void enter(const struct nursery *g, const struct person *p)
{
    CHECK_I64(join(p, g->token), 200);
    CHECK_TEXT(client_text(p->client, "state"), "waiting");
    CHECK_I64(answer(g, g->mod, p, "accept"), 204);
}

static int show(const struct nursery *g, const struct person *p, bool shown)
{
    char path[160];

    return client_put(p->client, client_path(path, sizeof path, "/api/v1/groups/%s/me", g->id),
                      json_pack("{s:b}", "name_shown", shown));
}

static int64_t listed(const struct nursery *g, const struct person *p, const char *what)
{
    CHECK_I64(call(p, "GET", "/api/v1/groups/%s/%s", g->id, what), 200);
    return (int64_t)json_array_size(client_at(p->client, "items"));
}

/* Of the one group that the person has: member, waiting, or "" for none. */
static const char *state(const struct person *p)
{
    CHECK_I64(client_get(p->client, "/api/v1/groups"), 200);
    return client_text(p->client, "items.0.state") != NULL ? client_text(p->client, "items.0.state")
                                                           : "";
}

TEST_BOTH(a_guessed_ended_or_foreign_poster_gets_one_answer)
{
    struct nursery g = nursery_open(engine);
    struct world *w = g.t->world;
    struct person *a = world_member(w, "あき");
    struct person *far = world_member_of(w, world_community_in(w, "Europe/Berlin"), "Heike");
    const char *old = g.token;
    char forged[64];

    snprintf(forged, sizeof forged, "%s", g.token);
    forged[20] = forged[20] == 'A' ? 'B' : 'A';
    check_no_way_in(a, forged);
    check_no_way_in(a, "x");
    check_no_way_in(far, g.token);
    new_poster(&g); /* somebody photographed the old one */
    check_no_way_in(a, old);
    CHECK_I64(call(g.mod, "DELETE", "/api/v1/groups/%s/poster", g.id, ""), 204);
    check_no_way_in(a, g.token);
    CHECK_TEXT(state(a), "");
    CHECK_I64(listed(&g, g.mod, "asks"), 0);
    world_close(w);
}

TEST_BOTH(nobody_tries_posters_all_day)
{
    struct nursery g = nursery_open(engine);
    struct person *a = world_member(g.t->world, "あき");

    for (int i = 0; i < GROUP_JOIN_TRIES_MAX; i++) {
        check_no_way_in(a, "guessed");
    }
    CHECK_I64(join(a, g.token), 429);
    CHECK_TEXT(client_reason(a->client), "attempt.too_many");
    world_advance(g.t->world, DAY_MS);
    CHECK_I64(join(a, g.token), 200);
    world_close(g.t->world);
}

/* Also asked again and taken back in between: it waits, and no moderator is bothered. */
TEST_BOTH(a_no_looks_like_no_answer)
{
    struct nursery g = nursery_open(engine);
    struct person *a = world_member(g.t->world, "あき"), *b = world_member(g.t->world, "ふゆ");
    char *mine, *other;

    CHECK_I64(join(a, g.token), 200);
    CHECK_I64(join(b, g.token), 200);
    CHECK_I64(answer(&g, g.mod, a, "decline"), 204);
    CHECK_I64(answer(&g, g.mod, a, "decline"), 204);
    CHECK_TEXT(state(a), "waiting");
    json_object_del(client_at(a->client, "items.0"), "since_at");
    mine = json_dumps(a->client->json, JSON_SORT_KEYS);
    CHECK_TEXT(state(b), "waiting");
    json_object_del(client_at(b->client, "items.0"), "since_at");
    other = json_dumps(b->client->json, JSON_SORT_KEYS);
    CHECK_TEXT(mine, other);
    free(mine);
    free(other);
    CHECK_I64(join(a, g.token), 200);
    CHECK_TEXT(client_text(a->client, "state"), "waiting");
    CHECK_I64(call(a, "DELETE", "/api/v1/groups/%s/me", g.id, ""), 204);
    CHECK_TEXT(state(a), "");
    CHECK_I64(join(a, g.token), 200);
    CHECK_I64(listed(&g, g.mod, "asks"), 1);
    CHECK_TEXT(client_text(g.mod->client, "items.0.member_id"), b->id_text);
    CHECK_I64(call(a, "GET", "/api/v1/groups/%s/members", g.id, ""), 404);
    world_advance(g.t->world, GROUP_ASK_MS);
    CHECK_TEXT(state(a), "");
    CHECK_I64(join(a, g.token), 200);
    CHECK_I64(listed(&g, g.mod, "asks"), 1);
    CHECK_TEXT(client_text(g.mod->client, "items.0.member_id"), a->id_text);
    world_close(g.t->world);
}

TEST_BOTH(an_ask_that_expired_a_second_ago_is_answered_by_nobody)
{
    struct nursery g = nursery_open(engine);
    struct person *a = world_member(g.t->world, "あき"), *b = world_member(g.t->world, "ふゆ");

    CHECK_I64(join(a, g.token), 200);
    CHECK_I64(join(b, g.token), 200);
    world_advance(g.t->world, GROUP_ASK_MS - 1000);
    CHECK_I64(answer(&g, g.mod, a, "accept"), 204);
    world_advance(g.t->world, 2000);
    CHECK_I64(answer(&g, g.mod, b, "accept"), 409);
    CHECK_TEXT(client_reason(g.mod->client), "group.ask_changed");
    CHECK_TEXT(state(a), "member");
    CHECK_TEXT(state(b), "");
    world_close(g.t->world);
}

struct deciding {
    const struct nursery *g;
    const struct person *moderator, *newcomer;
    const char *what;
    int http;
};

static void *decide(void *arg)
{
    struct deciding *d = arg;

    d->http = answer(d->g, d->moderator, d->newcomer, d->what);
    return NULL;
}

TEST_BOTH(two_moderators_at_once_decide_once)
{
    struct nursery g = nursery_open(engine);
    struct person *second = world_member(g.t->world, "ふたりめ");

    enter(&g, second);
    CHECK_I64(call(g.mod, "PUT", "/api/v1/groups/%s/moderators/%s", g.id, second->id_text), 204);
    for (int i = 0; i < 4; i++) {
        struct person *a = world_member(g.t->world, "あき");
        struct deciding d[2] = {{&g, g.mod, a, "accept", 0}, {&g, second, a, "decline", 0}};
        pthread_t threads[2];

        CHECK_I64(join(a, g.token), 200);
        for (int k = 0; k < 2; k++) {
            CHECK_I64(pthread_create(&threads[k], NULL, decide, &d[k]), 0);
        }
        for (int k = 0; k < 2; k++) {
            CHECK_I64(pthread_join(threads[k], NULL), 0);
        }
        CHECK_I64(d[0].http + d[1].http, 204 + 409);
        CHECK_TEXT(state(a), d[0].http == 204 ? "member" : "waiting");
        CHECK_I64(answer(&g, g.mod, a, "accept"), d[0].http);
    }
    world_close(g.t->world);
}

TEST_BOTH(names_show_only_between_those_who_both_show_theirs)
{
    struct nursery g = nursery_open(engine);
    struct person *a = world_member(g.t->world, "あき"), *b = world_member(g.t->world, "ふゆ");

    CHECK_I64(show(&g, a, true), 404);
    CHECK_I64(join(a, g.token), 200);
    CHECK_I64(show(&g, a, true), 404); /* waiting is not in it */
    CHECK_I64(answer(&g, g.mod, a, "accept"), 204);
    enter(&g, b);
    CHECK_I64(listed(&g, a, "members"), 0);
    CHECK_I64(show(&g, a, true), 204);
    CHECK_I64(listed(&g, a, "members"), 0);
    CHECK_I64(listed(&g, b, "members"), 0); /* who hides sees nobody */
    CHECK_I64(show(&g, b, true), 204);
    CHECK_I64(listed(&g, b, "members"), 1);
    CHECK_TEXT(client_text(b->client, "items.0.display_name"), "あき");
    CHECK_I64(show(&g, a, false), 204);
    CHECK_I64(listed(&g, b, "members"), 0);
    CHECK_I64(listed(&g, g.mod, "members"), 2); /* who lets people in knows them */
    CHECK_I64(call(a, "GET", "/api/v1/groups/%s/asks", g.id, ""), 404);
    world_close(g.t->world);
}

TEST_BOTH(a_group_brings_two_together_and_is_no_tie)
{
    struct nursery g = nursery_open(engine);
    struct person *a = world_member(g.t->world, "あき"), *b = world_member(g.t->world, "ふゆ");
    struct {
        struct person *from, *to;
    } both[] = {{a, b}, {b, a}};

    enter(&g, a);
    enter(&g, b);
    CHECK_I64(show(&g, a, true), 204);
    for (int i = 0; i < 2; i++) {
        struct person *p = both[i].from, *q = both[i].to;
        json_t *body = json_pack("{s:s,s:s}", "member_id", q->id_text, "digits",
                                 q->phone + strlen(q->phone) - 4);

        CHECK_I64(client_post(p->client, "/api/v1/handshakes/digits", json_deep_copy(body)),
                  i == 0 ? 404 : 201);
        if (i == 0) {
            CHECK_I64(show(&g, b, true), 204);
            CHECK_I64(client_post(p->client, "/api/v1/handshakes/digits", json_deep_copy(body)),
                      202);
            CHECK_I64(client_get(p->client, "/api/v1/ties"), 200);
            CHECK_I64(json_array_size(client_at(p->client, "items")), 0);
        }
        json_decref(body);
    }
    world_close(g.t->world);
}

TEST_BOTH(a_blocked_person_in_the_same_group_is_not_there)
{
    struct nursery g = nursery_open(engine);
    struct person *p[5];
    char path[100];

    for (int i = 0; i < 5; i++) {
        p[i] = world_member(g.t->world, "仲間");
        enter(&g, p[i]);
        CHECK_I64(show(&g, p[i], true), 204);
    }
    CHECK_I64(listed(&g, p[0], "members"), 4);
    CHECK_TEXT(state(p[0]), "member");
    CHECK_I64(client_i64(p[0]->client, "items.0.people_about"), 5);
    (void)client_path(path, sizeof path, "/api/v1/me/blocks/%s", p[1]->id_text);
    CHECK_I64(client_put(p[0]->client, path, NULL), 204);
    town_block(g.t, p[0], g.mod);
    for (int i = 0; i < 2; i++) {
        CHECK_I64(listed(&g, p[i], "members"), 3);
        CHECK(strstr(p[i]->client->text, p[1 - i]->id_text) == NULL);
    }
    CHECK_TEXT(state(p[0]), "member"); /* four are left for him: no number */
    CHECK_I64(client_i64(p[0]->client, "items.0.people_about"), 0);
    CHECK_I64(listed(&g, g.mod, "members"), 4);
    CHECK_I64(call(g.mod, "DELETE", "/api/v1/groups/%s/members/%s", g.id, p[0]->id_text), 404);
    world_close(g.t->world);
}

/* Whoever only waits learns by no list, count, block or digits who is in it. */
TEST_BOTH(whoever_waits_learns_nothing)
{
    struct nursery g = nursery_open(engine);
    struct person *in = world_member(g.t->world, "なか"), *out = world_member(g.t->world, "そと");
    char path[100];

    enter(&g, in);
    CHECK_I64(show(&g, in, true), 204);
    CHECK_I64(join(out, g.token), 200);
    (void)client_path(path, sizeof path, "/api/v1/me/blocks/%s", in->id_text);
    CHECK_I64(client_put(out->client, path, NULL), 404);
    CHECK_I64(client_post(out->client, "/api/v1/handshakes/digits",
                          json_pack("{s:s,s:s}", "member_id", in->id_text, "digits", "0000")),
              404);
    CHECK_TEXT(state(out), "waiting");
    CHECK_I64(client_i64(out->client, "items.0.people_about"), 0);
    CHECK_I64(answer(&g, out, out, "accept"), 404);
    CHECK_I64(answer(&g, in, out, "accept"), 404);
    CHECK_I64(call(out, "POST", "/api/v1/groups/%s/poster", g.id, ""), 404);
    world_close(g.t->world);
}

TEST_BOTH(who_was_removed_comes_back_by_a_moderators_yes_alone)
{
    struct nursery g = nursery_open(engine);
    struct person *a = world_member(g.t->world, "あき"), *b = world_member(g.t->world, "ふゆ");

    enter(&g, a);
    enter(&g, b);
    CHECK_I64(show(&g, a, true), 204);
    CHECK_I64(call(b, "DELETE", "/api/v1/groups/%s/members/%s", g.id, a->id_text), 404);
    CHECK_I64(call(g.mod, "DELETE", "/api/v1/groups/%s/members/%s", g.id, a->id_text), 204);
    CHECK_I64(call(g.mod, "DELETE", "/api/v1/groups/%s/members/%s", g.id, a->id_text), 404);
    CHECK_I64(answer(&g, g.mod, a, "accept"), 404);
    CHECK_TEXT(state(a), "");
    CHECK_I64(call(a, "GET", "/api/v1/groups/%s/members", g.id, ""), 404);
    CHECK_I64(join(a, g.token), 200);
    CHECK_TEXT(client_text(a->client, "state"), "waiting");
    CHECK_I64(listed(&g, g.mod, "asks"), 1);
    CHECK(client_true(g.mod->client, "items.0.was_removed"));
    CHECK_I64(answer(&g, g.mod, a, "accept"), 204);
    CHECK_I64(show(&g, b, true), 204);
    CHECK_I64(listed(&g, b, "members"), 0); /* he shows his name anew, or not */
    world_close(g.t->world);
}

TEST_BOTH(a_group_is_never_left_without_a_moderator)
{
    struct nursery g = nursery_open(engine);
    struct person *a = world_member(g.t->world, "あき");
    char path[100];

    enter(&g, a);
    CHECK_I64(call(g.mod, "DELETE", "/api/v1/groups/%s/me", g.id, ""), 422);
    CHECK_TEXT(client_reason(g.mod->client), "group.last_moderator");
    (void)client_path(path, sizeof path, "/api/v1/communities/%s/membership", g.t->community.text);
    CHECK_I64(client_delete(g.mod->client, path), 422);
    CHECK_TEXT(client_reason(g.mod->client), "group.last_moderator");
    CHECK_I64(call(g.mod, "PUT", "/api/v1/groups/%s/moderators/%s", g.id, a->id_text), 204);
    CHECK_I64(call(a, "DELETE", "/api/v1/groups/%s/members/%s", g.id, g.mod->id_text), 422);
    CHECK_TEXT(client_reason(a->client), "group.moderator_stays");
    CHECK_I64(client_delete(g.mod->client, path), 204);
    CHECK_TEXT(state(g.mod), "");
    CHECK_I64(call(a, "DELETE", "/api/v1/groups/%s/me", g.id, ""),
              204); /* the last one: it closes */
    check_no_way_in(world_member(g.t->world, "ふゆ"), g.token);
    world_close(g.t->world);
}

TEST_BOTH(staff_see_counts_and_may_close_a_group_for_all)
{
    struct nursery g = nursery_open(engine);
    struct world *w = g.t->world;
    struct person *office = world_staff(w, "窓口", "coordinator");
    struct person *far = world_staff_of(w, world_community_in(w, "Asia/Tokyo"), "よそ", "admin");
    char path[160];

    CHECK_I64(
        client_get(office->client, client_path(path, sizeof path, "/api/v1/communities/%s/groups",
                                               g.t->community.text)),
        200);
    CHECK_I64(client_i64(office->client, "items.0.people"), 1);
    CHECK(strstr(office->client->text, g.mod->id_text) == NULL);
    (void)client_path(path, sizeof path, "/api/v1/communities/%s/groups/%s/close",
                      g.t->community.text, g.id);
    CHECK_I64(client_post(far->client, path, NULL), 404);
    CHECK_I64(client_post(office->client, path, NULL), 204);
    CHECK_TEXT(state(g.mod), "");
    check_no_way_in(g.mod, g.token);
    world_close(w);
}

/* Asked by group: my ties in it who show their names, when I show mine; nobody learns of others. */
TEST_BOTH(an_ask_to_a_group_reaches_the_ties_who_show_their_names)
{
    struct nursery g = nursery_open(engine);
    struct town *t = g.t;
    struct person *p[] = {t->sato.parent, t->yuki, t->mio},
                  *loose = town_supporter(t, "知らない人");
    struct client *c = t->sato.parent->client;
    json_t *body =
        ask_pickup(t, &t->sato, town_at("2026-11-26T16:30"), town_at("2026-11-26T18:00"));

    json_object_set_new(body, "audience",
                        json_pack("{s:s,s:s}", "kind", "group", "group_id", g.id));
    CHECK_I64(client_post(c, "/api/v1/requests", json_deep_copy(body)), 400);
    CHECK_TEXT(client_text(c, "field"), "audience.group_id");
    enter(&g, loose);
    CHECK_I64(show(&g, loose, true), 204);
    for (int i = 0; i < 3; i++) {
        enter(&g, p[i]);
    }
    CHECK_I64(show(&g, t->yuki, true), 204);
    CHECK_I64(client_post(c, "/api/v1/requests", json_deep_copy(body)), 422);
    CHECK_TEXT(client_reason(c), "request.nobody_to_ask");
    CHECK_I64(show(&g, t->sato.parent, true), 204);
    CHECK_I64(client_post(c, "/api/v1/requests", body), 201);
    CHECK_I64(json_array_size(client_at(c, "offers")), 1);
    CHECK_I64(client_get(t->yuki->client, "/api/v1/asks"), 200);
    CHECK_I64(json_array_size(client_at(t->yuki->client, "items")), 1);
    world_close(t->world);
}

TEST_BOTH(a_poster_prints_without_script_while_it_counts)
{
    struct nursery g = nursery_open(engine);
    struct client *c = world_client(g.t->world);
    char path[160];

    town_sql(g.t, "UPDATE member_group SET name = '<script>&' WHERE id <> 0");
    (void)client_path(path, sizeof path, "/groups/%s/poster", g.token);
    CHECK_I64(client_get(c, path), 200);
    CHECK(strstr(c->text, "<svg ") != NULL && strstr(c->text, "h1v1h-1z") != NULL);
    CHECK(strstr(c->text, "<h1>&lt;script&gt;&amp;</h1>") != NULL);
    CHECK(strstr(c->text, "<script") == NULL && strstr(c->text, g.mod->id_text) == NULL);
    CHECK(strstr(client_answer_header(c, "Content-Security-Policy"), "default-src 'none'") != NULL);
    new_poster(&g);
    CHECK_I64(client_get(c, path), 404);
    CHECK_I64(client_get(c, "/groups/x/poster"), 404);
    world_close(g.t->world);
}
