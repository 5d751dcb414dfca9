/* session_test.c - who is calling: tokens that are forged, ended, idle or stolen, and what roles
 * count. */
#include "app/api/authz.h"
#include "app/api/routes.h"
#include "app/base/limits.h"
#include "tests/people.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define ME "/api/v1/me"

static int unauthorised(struct client *c)
{
    int http = client_get(c, ME);

    return http == 401 && strcmp(client_reason(c), "session.needed") == 0 ? 1 : 0;
}

TEST_BOTH(a_session_knows_its_member_by_bearer_and_by_cookie)
{
    struct world *w = world_open(engine);
    struct person *hanako = world_member(w, "花子");
    struct client *browser = person_browser(w, hanako);

    CHECK_I64(client_get(hanako->client, ME), 200);
    CHECK_TEXT(client_text(hanako->client, "id"), hanako->id_text);
    CHECK_TEXT(client_text(hanako->client, "email"), hanako->email);
    CHECK_TEXT(client_text(hanako->client, "phone"), hanako->phone);
    CHECK_TEXT(client_text(hanako->client, "display_name"), "花子");
    CHECK_TEXT(client_text(hanako->client, "communities.0.id"), world_community_text(w));
    CHECK_I64(client_get(browser, ME), 200);
    CHECK_TEXT(client_text(browser, "id"), hanako->id_text);
    world_close(w);
}

TEST_BOTH(nobody_and_made_up_tokens_are_told_to_log_in)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w);

    CHECK(unauthorised(c));
    client_bearer(c, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    CHECK(unauthorised(c));
    client_bearer(c, "short");
    CHECK(unauthorised(c));
    client_bearer(c, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' --");
    CHECK(unauthorised(c));
    client_bearer(c, NULL);
    client_cookie(c, SESSION_COOKIE, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    CHECK(unauthorised(c));
    world_close(w);
}

TEST_BOTH(a_session_ends_a_second_after_its_last_day_and_not_before)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子");
    int64_t step = 20 * DAY_MS;
    int64_t left = SESSION_MS_MAX;

    for (; left > step; left -= step) {
        world_advance(w, step);
        CHECK_I64(client_get(p->client, ME), 200);
    }
    world_advance(w, left - SECOND_MS - 500); /* the clock runs while the test does */
    CHECK_I64(client_get(p->client, ME), 200);
    world_advance(w, 2 * SECOND_MS);
    CHECK(unauthorised(p->client));
    world_close(w);
}

TEST_BOTH(a_session_nobody_uses_for_thirty_days_is_over)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子");

    world_advance(w, SESSION_IDLE_MS - MINUTE_MS);
    CHECK_I64(client_get(p->client, ME), 200);
    world_advance(w, SESSION_IDLE_MS - MINUTE_MS); /* counted from the last use */
    CHECK_I64(client_get(p->client, ME), 200);
    world_advance(w, SESSION_IDLE_MS + SECOND_MS);
    CHECK(unauthorised(p->client));
    world_close(w);
}

TEST_BOTH(reading_writes_nothing_more_than_once_in_five_minutes)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子");
    struct db_stats before, after;

    CHECK_I64(client_get(p->client, ME), 200);
    db_stats(w->db, &before);
    for (int i = 0; i < 20; i++) {
        CHECK_I64(client_get(p->client, ME), 200);
    }
    db_stats(w->db, &after);
    CHECK_I64(after.commits, before.commits);
    world_advance(w, SESSION_SEEN_MS);
    CHECK_I64(client_get(p->client, ME), 200);
    CHECK_I64(client_get(p->client, ME), 200);
    db_stats(w->db, &after);
    CHECK_I64(after.commits, before.commits + 1);
    world_close(w);
}

TEST_BOTH(signing_out_everywhere_ends_every_session_at_once)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子"), *other = world_member(w, "太郎");
    struct client *browser = person_browser(w, p);

    CHECK_I64(client_get(browser, ME "/sessions"), 200);
    CHECK_I64(json_array_size(client_at(browser, "items")), 1);
    CHECK(client_true(browser, "items.0.this"));
    CHECK_I64(client_delete(browser, ME "/sessions"), 204);
    CHECK(unauthorised(p->client));
    CHECK(unauthorised(browser));
    CHECK_I64(client_get(other->client, ME), 200);
    world_close(w);
}

TEST_BOTH(nobody_ends_the_session_of_another)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子"), *thief = world_member(w, "だれか");
    char id[ID_TEXT_BYTES], path[64];

    id_format("se", p->session_id, id);
    client_path(path, sizeof path, ME "/sessions/%s", id);
    CHECK_I64(client_delete(thief->client, path), 404);
    CHECK_I64(client_delete(thief->client, ME "/sessions/se_0000000000001"), 404);
    CHECK_I64(client_delete(p->client, path), 204);
    CHECK(unauthorised(p->client));
    world_close(w);
}

TEST_BOTH(a_stolen_cookie_is_no_use_to_another_site)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子");
    struct client *browser = person_browser(w, p);

    client_origin(browser, "https://evil.example");
    CHECK_I64(client_patch(browser, ME, json_pack("{s:s}", "display_name", "だれか")), 403);
    client_origin(browser, NULL);
    CHECK_I64(client_patch(browser, ME, json_pack("{s:s}", "display_name", "だれか")), 403);
    CHECK_I64(client_delete(browser, ME "/sessions"), 403);
    CHECK_I64(client_get(p->client, ME), 200);
    CHECK_TEXT(client_text(p->client, "display_name"), "花子");
    client_origin(browser, w->url);
    CHECK_I64(client_patch(browser, ME, json_pack("{s:s}", "display_name", "はなこ")), 200);
    CHECK_TEXT(client_text(browser, "display_name"), "はなこ");
    world_close(w);
}

TEST_BOTH(what_is_sensitive_wants_a_second_factor_of_the_last_five_minutes)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子");

    CHECK_I64(client_post(p->client, ME "/totp", NULL), 403);
    CHECK_TEXT(client_reason(p->client), "session.step_up");
    person_step_up(w, p);
    CHECK_I64(client_post(p->client, ME "/totp", NULL), 201);
    world_advance(w, STEP_UP_MS - SECOND_MS);
    CHECK_I64(client_post(p->client, ME "/totp", NULL), 201);
    world_advance(w, 2 * SECOND_MS);
    CHECK_I64(client_post(p->client, ME "/totp", NULL), 403);
    world_close(w);
}

TEST_BOTH(staff_routes_are_closed_to_members_and_to_other_roles)
{
    struct world *w = world_open(engine);
    struct person *member = world_member(w, "花子");
    struct person *trainer = world_staff(w, "先生", "trainer");
    char path[80];

    client_path(path, sizeof path, "/api/v1/communities/%s/staff", world_community_text(w));
    CHECK_I64(client_get(member->client, path), 403);
    CHECK_TEXT(client_reason(member->client), "staff.role_needed");
    CHECK_I64(client_get(trainer->client, path), 200);
    CHECK_I64(client_post(trainer->client, path,
                          json_pack("{s:s,s:s}", "member_id", member->id_text, "role", "admin")),
              403);
    CHECK_TEXT(client_reason(trainer->client), "staff.role_needed");
    world_close(w);
}

TEST_BOTH(a_role_sleeps_until_the_second_factor_was_shown_today)
{
    struct world *w = world_open(engine);
    struct person *admin = world_staff(w, "管理", "admin");
    char path[80];

    client_path(path, sizeof path, "/api/v1/communities/%s/staff", world_community_text(w));
    CHECK_I64(client_get(admin->client, path), 200);
    world_advance(w, STAFF_PROOF_MS - MINUTE_MS);
    CHECK_I64(client_get(admin->client, path), 200);
    world_advance(w, 2 * MINUTE_MS);
    CHECK_I64(client_get(admin->client, path), 403);
    CHECK_TEXT(client_reason(admin->client), "staff.second_factor");
    CHECK_I64(client_get(admin->client, ME), 200); /* a member as any other */
    CHECK(!client_true(admin->client, "roles_count"));
    person_step_up(w, admin);
    CHECK_I64(client_get(admin->client, path), 200);
    world_close(w);
}

TEST(a_server_that_knows_nobody_opens_no_door_but_anyones)
{
    struct world *w = world_open("sqlite");
    struct server_options options = {
        .listen = "127.0.0.1:0",
        .routes = api_routes,
        .db = w->db,
        .log = w->log,
        .ids = &w->ids,
        .keys = &w->keys,
        .clock = &w->clock,
        .cursor_key = w->keys.cursor,
        .app = &w->app,
    };
    struct server *server;
    struct client *c;
    char url[64];

    CHECK_STATUS(server_start(&server, &options), OK);
    snprintf(url, sizeof url, "http://127.0.0.1:%d", server_port(server));
    c = client_open(url);
    CHECK_I64(client_get(c, ME), 401);
    client_close(c);
    server_stop(server);
    world_close(w);
}
