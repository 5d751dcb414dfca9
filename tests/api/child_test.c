/* child_test.c - children and their homes: what strangers and the other home must never find comes
 * first. */
#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "tests/asks.h"
#include "tests/database.h"
#include "tests/test.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *path(struct town *t, const char *fmt, const char *id, const char *below)
{
    const char *text = arena_printf(t->world->arena, "/api/v1/%s/%s%s", fmt, id, below);

    CHECK(text != NULL);
    return text;
}

static const char *child_path(struct town *t, const struct family *f, const char *below)
{
    return path(t, "children", f->child[0].text, below);
}

static struct town *open_town(const char *engine)
{
    return town_open(world_open(engine));
}

static const char *keep(struct town *t, const struct client *c, const char *where)
{
    CHECK(client_text(c, where) != NULL);
    return arena_strdup(t->world->arena, client_text(c, where));
}

static const char *home_link(struct town *t, const struct family *f)
{
    person_step_up(t->world, f->parent);
    CHECK_I64(client_post(f->parent->client, child_path(t, f, "/homes"), NULL), 201);
    return keep(t, f->parent->client, "token");
}

static int accept_home(const struct family *f, const char *token)
{
    return client_post(f->parent->client, "/api/v1/home-invitations/accept",
                       json_pack("{s:s, s:s}", "token", token, "household_id", f->id.text));
}

static json_t *new_child(const char *name)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:{s:b}}", "name", name, "call_name", "はな",
                     "birth_date", "2021-11-25", "allergies", "CANARY卵とピーナッツ", "flags",
                     "allergy", 1);
}

static void check_free_of(const struct client *c, const char *canary)
{
    CHECK(c->http != 0);
    if (strstr(c->text, canary) != NULL) {
        test_fail(__FILE__, __LINE__, "%s is in: %s", canary, c->text);
    }
}

TEST_BOTH(a_stranger_and_a_tied_supporter_find_no_child_by_its_id)
{
    struct town *t = open_town(engine);
    struct person *others[] = {world_member(t->world, "誰か"), t->yuki, t->tanaka.parent};
    const char *below[] = {"", "/busy?from_at=1&until_at=2"};

    for (int i = 0; i < 3; i++) {
        struct client *c = others[i]->client;

        for (int k = 0; k < 2; k++) {
            CHECK_I64(client_get(c, child_path(t, &t->sato, below[k])), 404);
            check_free_of(c, "こども");
        }
        CHECK_I64(client_patch(c, child_path(t, &t->sato, ""), json_pack("{s:i}", "version", 1)),
                  404);
        CHECK_I64(
            client_post(c, path(t, "households", t->sato.id.text, "/children"), new_child("x")),
            404);
        person_step_up(t->world, others[i]);
        CHECK_I64(client_post(c, child_path(t, &t->sato, "/homes"), NULL), 404);
    }
    world_close(t->world);
}

/* Whether the bytes stand in one of the SQLite files, journals included. */
static bool in_files(const char *canary)
{
    char command[400];

    snprintf(command, sizeof command, "grep -rqF -- '%s' '%s'", canary, database_dir());
    return system(command) == 0; /* a fixed word and a folder of ours */
}

/* How many values of a sealed column hold the bytes. */
static int64_t clear_rows(struct town *t, const char *table, const char *column, const char *canary)
{
    const char *sql =
        arena_printf(t->world->arena,
                     strcmp(t->world->engine, "sqlite") == 0
                         ? "SELECT COUNT(*) FROM %s WHERE instr(%s, CAST('%s' AS BLOB)) > 0"
                         : "SELECT COUNT(*) FROM %s WHERE %s LIKE CAST('%%%s%%' AS BYTEA)",
                     table, column, canary);

    CHECK(sql != NULL);
    return town_count(t, sql);
}

TEST_BOTH(what_a_guardian_writes_about_a_child_is_nowhere_in_clear)
{
    struct town *t = open_town(engine);
    struct client *c = t->sato.parent->client;

    CHECK_I64(client_post(c, path(t, "households", t->sato.id.text, "/children"),
                          new_child("CANARYhana")),
              201);
    CHECK_TEXT(client_text(c, "allergies"), "CANARY卵とピーナッツ");
    CHECK_I64(client_patch(c, path(t, "households", t->sato.id.text, ""),
                           json_pack("{s:s}", "name", "CANARYhouse")),
              200);
    CHECK_I64(clear_rows(t, "child", "name_sealed", "CANARY"), 0);
    CHECK_I64(clear_rows(t, "child", "allergies_sealed", "CANARY"), 0);
    CHECK_I64(clear_rows(t, "household", "name_sealed", "CANARY"), 0);
    if (strcmp(engine, "sqlite") == 0) {
        CHECK(!in_files("CANARYh") && !in_files("CANARY卵"));
        town_sql(t, "UPDATE member SET display_name = 'CANARYh' WHERE display_name = 'ゆき'");
        CHECK(in_files("CANARYh")); /* what is in clear would be found */
    }
    town_sql(t, "UPDATE household SET name_sealed = 'CANARY'");
    CHECK(clear_rows(t, "household", "name_sealed", "CANARY") > 0);
    world_close(t->world);
}

TEST_BOTH(a_child_is_added_read_changed_and_listed)
{
    struct town *t = open_town(engine);
    struct client *c = t->sato.parent->client;
    const char *id;

    CHECK_I64(
        client_post(c, path(t, "households", t->sato.id.text, "/children"), new_child("佐藤はな")),
        201);
    id = keep(t, c, "id");
    CHECK_I64(client_i64(c, "age_years"), 5);
    CHECK(client_true(c, "flags.allergy") && !client_true(c, "flags.epipen"));
    CHECK_I64(client_get(c, path(t, "children", id, "")), 200);
    CHECK_TEXT(client_text(c, "name"), "佐藤はな");
    CHECK_I64(client_patch(
                  c, path(t, "children", id, ""),
                  json_pack("{s:i, s:n, s:{s:b}}", "version", 1, "allergies", "flags", "needs", 1)),
              200);
    CHECK(json_is_null(client_at(c, "allergies")));
    CHECK(client_true(c, "flags.needs") && !client_true(c, "flags.allergy"));
    CHECK_TEXT(client_text(c, "name"), "佐藤はな");
    CHECK_I64(client_get(c, path(t, "households", t->sato.id.text, "/children")), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 3);
    check_free_of(c, "佐藤はな");
    CHECK_I64(client_get(c, path(t, "households", t->sato.id.text, "/looks")), 200);
    CHECK_TEXT(client_text(c, "items.0.action"), "child.changed");
    CHECK_TEXT(client_text(c, "items.1.action"), "saw.health");
    CHECK_TEXT(client_text(c, "items.1.child_id"), id);
    CHECK_TEXT(client_text(c, "items.1.by"), "guardian");
    world_close(t->world);
}

TEST_BOTH(a_child_that_can_not_be_is_refused)
{
    struct town *t = open_town(engine);
    struct client *c = t->sato.parent->client;
    const char *where = path(t, "households", t->sato.id.text, "/children");
    json_t *body = new_child("x");

    (void)json_object_set_new(body, "birth_date", json_string("2026-11-26")); /* tomorrow */
    CHECK_I64(client_post(c, where, body), 400);
    CHECK_TEXT(client_text(c, "field"), "birth_date");
    body = new_child("x");
    (void)json_object_set_new(body, "birth_date", json_string("1990-01-01"));
    CHECK_I64(client_post(c, where, body), 400);
    body = new_child("x");
    (void)json_object_set_new(body, "nickname", json_string("x"));
    CHECK_I64(client_post(c, where, body), 400);
    CHECK_TEXT(client_text(c, "field"), "nickname");
    body = new_child("x");
    (void)json_object_set_new(body, "flags", json_pack("{s:b}", "bad", 1));
    CHECK_I64(client_post(c, where, body), 400);
    CHECK_TEXT(client_text(c, "field"), "flags.bad");
    body = new_child("x");
    (void)json_object_set_new(body, "birth_date", json_string("2026-11-25")); /* born today */
    CHECK_I64(client_post(c, where, body), 201);
    CHECK_I64(
        client_patch(c, child_path(t, &t->sato, ""), json_pack("{s:i, s:n}", "version", 1, "name")),
        400);
    CHECK_TEXT(client_text(c, "field"), "name");
    world_close(t->world);
}

TEST_BOTH(what_concerns_health_is_known_to_have_changed_and_a_name_is_not_health)
{
    struct town *t = open_town(engine);
    struct client *c = t->sato.parent->client;
    const char *child = child_path(t, &t->sato, "");

    CHECK_I64(client_get(c, child), 200);
    CHECK_I64(client_i64(c, "health_changed_at"), 0);
    CHECK_I64(client_patch(c, child, json_pack("{s:i, s:s}", "version", 1, "call_name", "はる")),
              200);
    CHECK_I64(client_i64(c, "health_changed_at"), 0);
    CHECK_I64(client_patch(c, child, json_pack("{s:i, s:s}", "version", 2, "medicines", "吸入")),
              200);
    CHECK(client_i64(c, "health_changed_at") > 0);
    town_sql(t, "UPDATE child SET health_changed_at = 7");
    CHECK_I64(client_patch(c, child, json_pack("{s:i, s:s}", "version", 3, "medicines", "吸入")),
              200);
    CHECK_I64(client_i64(c, "health_changed_at"), 7); /* the same words again */
    world_close(t->world);
}

TEST_BOTH(of_two_guardians_who_edit_at_once_the_later_is_told)
{
    struct town *t = open_town(engine);
    struct person *other = world_member(t->world, "太郎");
    const char *child = child_path(t, &t->sato, "");

    town_guardian(t, &t->sato, other);
    CHECK_I64(client_patch(t->sato.parent->client, child,
                           json_pack("{s:i, s:s}", "version", 1, "allergies", "卵")),
              200);
    CHECK_I64(client_patch(other->client, child,
                           json_pack("{s:i, s:s}", "version", 1, "allergies", "そば")),
              409);
    CHECK_TEXT(client_reason(other->client), "child.changed");
    CHECK_I64(client_get(other->client, child), 200);
    CHECK_TEXT(client_text(other->client, "allergies"), "卵");
    world_close(t->world);
}

struct editor {
    struct person *p;
    const char *path;
    int http;
};

static void *edit(void *arg)
{
    struct editor *e = arg;

    do {
        e->http = client_patch(e->p->client, e->path,
                               json_pack("{s:i, s:s}", "version", 1, "allergies", "卵"));
    } while (e->http == 503);
    return NULL;
}

TEST_BOTH(of_two_edits_in_the_same_moment_one_counts)
{
    struct town *t = open_town(engine);
    struct person *other = world_member(t->world, "太郎");
    struct editor a = {t->sato.parent, child_path(t, &t->sato, ""), 0};
    struct editor b = {other, a.path, 0};
    pthread_t threads[2];

    town_guardian(t, &t->sato, other);
    CHECK(pthread_create(&threads[0], NULL, edit, &a) == 0);
    CHECK(pthread_create(&threads[1], NULL, edit, &b) == 0);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    CHECK_I64(a.http + b.http, 200 + 409);
    world_close(t->world);
}

/* ---- two homes ---- */

TEST_BOTH(a_child_gets_a_second_home_and_never_a_third)
{
    struct town *t = open_town(engine);
    struct family suzuki = town_family(t, "鈴木", (const int[]){-1});
    const char *first = home_link(t, &t->sato), *second = home_link(t, &t->sato);

    CHECK_I64(accept_home(&t->sato, first), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "child.lives_here");
    CHECK_I64(accept_home(&t->tanaka, first), 201);
    CHECK_TEXT(client_text(t->tanaka.parent->client, "child_id"), t->sato.child[0].text);
    CHECK_I64(accept_home(&t->tanaka, first), 201); /* a second tap */
    CHECK_I64(accept_home(&suzuki, first), 422);
    CHECK_TEXT(client_reason(suzuki.parent->client), "link.used");
    CHECK_I64(accept_home(&suzuki, second), 422);
    CHECK_TEXT(client_reason(suzuki.parent->client), "child.two_homes");
    person_step_up(t->world, t->tanaka.parent);
    CHECK_I64(client_post(t->tanaka.parent->client, child_path(t, &t->sato, "/homes"), NULL), 422);
    CHECK_TEXT(client_reason(t->tanaka.parent->client), "child.two_homes");
    CHECK_I64(client_get(t->tanaka.parent->client, child_path(t, &t->sato, "")), 200);
    CHECK(client_true(t->tanaka.parent->client, "two_homes"));
    CHECK_TEXT(client_text(t->tanaka.parent->client, "household_id"), t->tanaka.id.text);
    CHECK_I64(client_get(suzuki.parent->client, child_path(t, &t->sato, "")), 404);
    world_close(t->world);
}

TEST_BOTH(a_second_home_is_for_a_household_of_ones_own_and_in_time)
{
    struct town *t = open_town(engine);
    const char *token = home_link(t, &t->sato);

    CHECK_I64(client_post(t->tanaka.parent->client, "/api/v1/home-invitations/accept",
                          json_pack("{s:s, s:s}", "token", token, "household_id", t->sato.id.text)),
              404);
    CHECK_I64(accept_home(&t->tanaka, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), 404);
    world_advance(t->world, LINK_MS + 1000);
    CHECK_I64(accept_home(&t->tanaka, token), 422);
    CHECK_TEXT(client_reason(t->tanaka.parent->client), "link.expired");
    world_close(t->world);
}

TEST_BOTH(the_other_home_is_seen_by_busy_times_alone)
{
    struct town *t = open_town(engine);
    int64_t at = town_at("2026-11-26T16:00");
    struct client *c = t->tanaka.parent->client;
    char query[80];

    CHECK_I64(accept_home(&t->tanaka, home_link(t, &t->sato)), 201);
    CHECK(ask_booked(t, &t->sato, t->yuki, at, at + HOUR_MS) != NULL);
    snprintf(query, sizeof query, "/busy?from_at=%lld&until_at=%lld", (long long)at,
             (long long)(at + HOUR_MS));
    CHECK_I64(client_get(c, child_path(t, &t->sato, query)), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 1);
    CHECK_I64(json_object_size(client_at(c, "items.0")), 2);
    CHECK_I64(client_i64(c, "items.0.start_at"), at);
    CHECK_I64(client_i64(c, "items.0.end_at"), at + HOUR_MS);
    CHECK_I64(client_get(t->sato.parent->client, child_path(t, &t->sato, query)), 200);
    CHECK_I64(json_array_size(client_at(t->sato.parent->client, "items")), 0); /* one's own */
    snprintf(query, sizeof query, "/busy?from_at=%lld&until_at=%lld", (long long)(at + HOUR_MS),
             (long long)(at + 2 * HOUR_MS)); /* half-open */
    CHECK_I64(client_get(c, child_path(t, &t->sato, query)), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 0);
    CHECK_I64(client_get(c, child_path(t, &t->sato, "/busy?from_at=2&until_at=2")), 400);
    CHECK_I64(client_get(c, child_path(t, &t->sato, "/busy?from_at=0&until_at=9999999999")), 400);
    world_close(t->world);
}

TEST_BOTH(the_other_homes_looks_guardians_and_household_stay_its_own)
{
    struct town *t = open_town(engine);
    struct client *mine = t->sato.parent->client, *theirs = t->tanaka.parent->client;

    CHECK_I64(accept_home(&t->tanaka, home_link(t, &t->sato)), 201);
    CHECK_I64(client_get(theirs, child_path(t, &t->sato, "")), 200);
    check_free_of(theirs, t->sato.id.text);
    check_free_of(theirs, "佐藤");
    CHECK_I64(client_get(theirs, path(t, "households", t->sato.id.text, "")), 404);
    CHECK_I64(client_get(theirs, path(t, "households", t->sato.id.text, "/children")), 404);
    CHECK_I64(client_get(mine, path(t, "households", t->sato.id.text, "/looks")), 200);
    check_free_of(mine, t->tanaka.id.text);
    check_free_of(mine, "田中");
    CHECK_I64(client_get(theirs, path(t, "households", t->tanaka.id.text, "/looks")), 200);
    check_free_of(theirs, "佐藤");
    world_close(t->world);
}

static int end_home(struct town *t, struct person *staff, const struct family *of,
                    const struct family *home)
{
    const char *where =
        arena_printf(t->world->arena, "/api/v1/communities/%s/children/%s/homes/%s/end",
                     t->community.text, of->child[0].text, home->id.text);

    CHECK(where != NULL);
    return client_post(staff->client, where, NULL);
}

TEST_BOTH(only_staff_takes_a_home_away_and_both_families_see_it)
{
    struct town *t = open_town(engine);
    struct person *coordinator = world_staff(t->world, "事務局", "coordinator");
    struct person *finance = world_staff(t->world, "会計", "finance");

    CHECK_I64(end_home(t, coordinator, &t->sato, &t->sato), 422);
    CHECK_TEXT(client_reason(coordinator->client), "child.last_home");
    CHECK_I64(accept_home(&t->tanaka, home_link(t, &t->sato)), 201);
    CHECK_I64(end_home(t, t->sato.parent, &t->sato, &t->tanaka), 403);
    CHECK_I64(end_home(t, finance, &t->sato, &t->tanaka), 403);
    CHECK_I64(end_home(t, coordinator, &t->tanaka, &t->sato), 404); /* does not live there */
    CHECK_I64(end_home(t, coordinator, &t->sato, &t->tanaka), 204);
    CHECK_I64(client_get(t->tanaka.parent->client, child_path(t, &t->sato, "")), 404);
    CHECK_I64(client_get(t->sato.parent->client, child_path(t, &t->sato, "")), 200);
    CHECK_I64(
        client_get(t->tanaka.parent->client, path(t, "households", t->tanaka.id.text, "/looks")),
        200);
    CHECK_TEXT(client_text(t->tanaka.parent->client, "items.0.action"), "home.ended");
    CHECK_TEXT(client_text(t->tanaka.parent->client, "items.0.by"), "other");
    CHECK_I64(end_home(t, coordinator, &t->sato, &t->tanaka), 404);
    CHECK_I64(accept_home(&t->tanaka, home_link(t, &t->sato)), 201); /* asked back */
    world_close(t->world);
}
