/* desk_page_test.c - the nursery's page behind a link: forged, late, elsewhere, taken back, twice
 * and changed in between come first. */
#include "app/base/limits.h"
#include "tests/asks.h"
#include "tests/job.h"
#include "tests/office.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define TODAY "2026-11-25"

/* A job of the Satos today from the nursery, and the office's link to the nursery's page. */
struct gate {
    struct town *t;
    struct person *office;
    struct job job;
    struct client *desk; /* nobody: a computer at the nursery */
    const char *token, *link;
};

static const char *made(struct gate *g, struct client *c, const char *place, json_t *body)
{
    const char *path = office_path(g->t, "places/%s/desk-links", place);

    if (client_post(c, path, body) != 201) {
        test_fail(__FILE__, __LINE__, "%d %s", c->http, c->text);
    }
    g->link = arena_strdup(g->t->world->arena, client_text(c, "id"));
    return arena_strdup(g->t->world->arena, client_text(c, "token"));
}

static struct gate gate_open(const char *engine)
{
    struct town *t = town_open(world_open(engine));
    struct gate g = {.t = t, .office = office_staff(t, "coordinator"), .job = job_usual(t)};

    g.desk = world_client(t->world);
    job_book(&g.job);
    g.token = made(&g, g.office->client, t->nursery.text, json_pack("{s:s}", "day", TODAY));
    return g;
}

static const char *api(const struct gate *g, const char *token, const char *rest)
{
    return arena_printf(g->t->world->arena, "/api/v1/desk/%s%s", token, rest);
}

static const char *page(const struct gate *g, const char *token)
{
    return arena_printf(g->t->world->arena, "/desk/%s", token);
}

static const char *tap_of(const struct gate *g)
{
    CHECK_I64(client_get(g->desk, api(g, g->token, "")), 200);
    CHECK(client_text(g->desk, "items.0.tap") != NULL);
    return arena_strdup(g->t->world->arena, client_text(g->desk, "items.0.tap"));
}

static int tap(const struct gate *g, const char *token, const char *value)
{
    return client_post(g->desk, api(g, token, "/handovers"), json_pack("{s:s}", "tap", value));
}

static int form(const struct gate *g, const char *token, const char *body)
{
    return client_send(g->desk, "POST", page(g, token), "application/x-www-form-urlencoded", body,
                       strlen(body));
}

static char *changed(const struct gate *g, const char *text, size_t at)
{
    char *copy = arena_strdup(g->t->world->arena, text);

    copy[at] = copy[at] == '0' ? '1' : '0';
    return copy;
}

TEST_BOTH(a_forged_link_opens_nothing_wherever_it_was_changed)
{
    struct gate g = gate_open(engine);
    size_t n = strlen(g.token);
    const char *value = tap_of(&g);

    CHECK_I64(n, 77);
    for (size_t at = 0; at < n; at += 5) {
        CHECK_I64(client_get(g.desk, api(&g, changed(&g, g.token, at), "")), 404);
        CHECK_I64(client_get(g.desk, page(&g, changed(&g, g.token, at))), 404);
        CHECK(strstr(g.desk->text, "こども") == NULL);
    }
    CHECK_I64(client_get(g.desk, api(&g, "x", "")), 404);
    CHECK_I64(tap(&g, changed(&g, g.token, n - 1), value), 404);
    for (size_t at = 0; at < strlen(value); at += 7) {
        CHECK_I64(tap(&g, g.token, changed(&g, value, at)), 404);
    }
    CHECK_I64(tap(&g, g.token, "x"), 404);
    CHECK_TEXT(job_state(&g.job), "confirmed");
    world_close(g.t->world);
}

TEST_BOTH(a_link_is_for_one_day_and_ends_with_its_last_second)
{
    struct gate g = gate_open(engine);
    const char *value = tap_of(&g), *tomorrow;

    town_clock(g.t, town_at("2026-11-26T00:00") - SECOND_MS);
    CHECK_I64(client_get(g.desk, api(&g, g.token, "")), 200);
    town_clock(g.t, town_at("2026-11-26T00:00"));
    CHECK_I64(client_get(g.desk, api(&g, g.token, "")), 422);
    CHECK_TEXT(client_reason(g.desk), "link.expired");
    CHECK_I64(tap(&g, g.token, value), 422);
    CHECK_I64(client_get(g.desk, page(&g, g.token)), 404);
    CHECK(strstr(g.desk->text, "日は終わりました") != NULL);

    town_clock(g.t, town_at("2026-11-25T09:00"));
    tomorrow =
        made(&g, g.office->client, g.t->nursery.text, json_pack("{s:s}", "day", "2026-11-26"));
    CHECK_I64(client_get(g.desk, api(&g, tomorrow, "")), 200);
    CHECK_I64(json_array_size(client_at(g.desk, "items")), 0); /* today's job is not there */
    CHECK_I64(tap(&g, tomorrow, value), 404);
    CHECK_I64(client_post(g.office->client,
                          office_path(g.t, "places/%s/desk-links", g.t->nursery.text),
                          json_pack("{s:s}", "day", "2026-11-24")),
              400);
    CHECK_I64(client_post(g.office->client,
                          office_path(g.t, "places/%s/desk-links", g.t->nursery.text),
                          json_pack("{s:s}", "day", "2026-12-27")),
              400);
    CHECK_TEXT(client_text(g.office->client, "field"), "day");
    world_close(g.t->world);
}

TEST_BOTH(a_tap_before_the_day_is_a_mistake_and_changes_nothing)
{
    struct gate g = gate_open(engine);

    g.job.start_at += DAY_MS;
    g.job.end_at += DAY_MS;
    job_book(&g.job);
    g.token =
        made(&g, g.office->client, g.t->nursery.text, json_pack("{s:s}", "day", "2026-11-26"));
    CHECK_I64(tap(&g, g.token, tap_of(&g)), 422);
    CHECK_TEXT(client_reason(g.desk), "desk.not_today");
    CHECK_TEXT(job_state(&g.job), "confirmed");
    world_close(g.t->world);
}

TEST_BOTH(a_link_of_another_nursery_shows_and_moves_nothing_here)
{
    struct gate g = gate_open(engine);
    struct town_id other = town_place(g.t, NULL, "nursery", "ひまわり保育園", 5, 5);
    const char *value = tap_of(&g);
    const char *token = made(&g, g.office->client, other.text, json_pack("{s:s}", "day", TODAY));

    CHECK_I64(client_get(g.desk, api(&g, token, "")), 200);
    CHECK_I64(json_array_size(client_at(g.desk, "items")), 0);
    CHECK_I64(tap(&g, token, value), 404);
    CHECK_I64(client_post(g.office->client,
                          office_path(g.t, "places/%s/desk-links", g.t->sato.home.text),
                          json_pack("{s:s}", "day", TODAY)),
              404); /* a family's own place has no desk */
    CHECK_TEXT(job_state(&g.job), "confirmed");
    world_close(g.t->world);
}

TEST_BOTH(a_link_that_was_taken_back_opens_nothing_any_more)
{
    struct gate g = gate_open(engine);
    const char *value = tap_of(&g);
    const char *path = office_path(g.t, "desk-links/%s", g.link);

    CHECK_I64(client_delete(g.t->yuki->client, path), 404);
    CHECK_I64(client_delete(g.office->client, path), 204);
    CHECK_I64(client_delete(g.office->client, path), 204);
    CHECK_I64(client_get(g.desk, api(&g, g.token, "")), 404);
    CHECK_I64(tap(&g, g.token, value), 404);
    CHECK_I64(client_get(g.office->client, office_path(g.t, "desk-links")), 200);
    CHECK(strstr(g.office->client->text, g.token) == NULL);
    CHECK(client_i64(g.office->client, "items.0.ended_at") > 0);
    world_close(g.t->world);
}

/* Parents apart may send a link to the same nursery: each page has its own home's jobs. */
TEST_BOTH(a_guardians_link_shows_the_own_homes_jobs_and_ends_with_the_guardian)
{
    struct gate g = gate_open(engine);
    struct town *t = g.t;
    struct person *father = world_member(t->world, "父");
    const char *sato = tap_of(&g), *token;

    town_second_home(t, t->sato.child[0], &t->tanaka);
    CHECK_I64(client_post(t->tanaka.parent->client,
                          office_path(t, "places/%s/desk-links", t->nursery.text),
                          json_pack("{s:s}", "day", TODAY)),
              404); /* everybody's is for the office */
    CHECK_I64(client_post(t->tanaka.parent->client,
                          office_path(t, "places/%s/desk-links", t->nursery.text),
                          json_pack("{s:s, s:s}", "day", TODAY, "household_id", t->sato.id.text)),
              404);
    token = made(&g, t->tanaka.parent->client, t->nursery.text,
                 json_pack("{s:s, s:s}", "day", TODAY, "household_id", t->tanaka.id.text));
    CHECK_I64(client_get(g.desk, api(&g, token, "")), 200);
    CHECK_I64(json_array_size(client_at(g.desk, "items")), 0);
    CHECK_I64(tap(&g, token, sato), 404);

    town_guardian(t, &t->sato, father);
    token = made(&g, father->client, t->nursery.text,
                 json_pack("{s:s, s:s}", "day", TODAY, "household_id", t->sato.id.text));
    CHECK_I64(client_get(g.desk, api(&g, token, "")), 200);
    CHECK_I64(json_array_size(client_at(g.desk, "items")), 1);
    town_sql(t, "UPDATE guardian SET ended_at = 1 WHERE invited_by IS NULL AND member_id ="
                " (SELECT MAX(member_id) FROM guardian)");
    CHECK_I64(client_get(g.desk, api(&g, token, "")), 404);
    world_close(t->world);
}

TEST_BOTH(the_desk_sees_who_comes_and_its_tap_begins_the_care_once)
{
    struct gate g = gate_open(engine);
    const char *value = tap_of(&g);

    CHECK_TEXT(client_text(g.desk, "place_name"), "みどり保育園");
    CHECK_TEXT(client_text(g.desk, "items.0.state"), "waiting");
    CHECK_I64(client_i64(g.desk, "items.0.at"), g.job.start_at);
    CHECK(client_text(g.desk, "items.0.supporter_name") != NULL);
    CHECK(!client_true(g.desk, "items.0.call_first"));
    CHECK(strstr(g.desk->text, g.t->sato.child[0].text) == NULL);
    CHECK(strstr(g.desk->text, g.t->yuki->id_text) == NULL);
    town_clock(g.t, g.job.start_at);
    CHECK_I64(tap(&g, g.token, value), 201);
    CHECK_TEXT(client_text(g.desk, "items.0.state"), "handed");
    CHECK(json_is_null(client_at(g.desk, "items.0.tap")));
    CHECK_TEXT(job_state(&g.job), "in_care");
    CHECK_I64(tap(&g, g.token, value), 201); /* a double tap */
    CHECK_I64(job_count(&g.job, "FROM handover WHERE proof = 'nursery_page' AND weak = 0"
                                " AND by_id = 0 AND booking_id ="),
              1);
    CHECK_I64(job_tasks(&g.job, "handover.weak"), 0);
    world_close(g.t->world);
}

/* Who is logged in on that computer makes no difference: the link acts. */
TEST_BOTH(the_plain_page_works_without_script_and_its_button_comes_back_to_it)
{
    struct gate g = gate_open(engine);
    const char *value = tap_of(&g), *body;
    char where[200];

    CHECK_I64(client_get(g.desk, page(&g, g.token)), 200);
    CHECK(strstr(g.desk->text, "<html lang=\"ja\">") != NULL);
    CHECK(strstr(g.desk->text, "引き渡しました") != NULL);
    CHECK(strstr(g.desk->text, "<script") == NULL && strstr(g.desk->text, "style=") == NULL);
    CHECK(strstr(client_answer_header(g.desk, "Content-Security-Policy"), "unsafe") == NULL);
    CHECK_TEXT(client_answer_header(g.desk, "Referrer-Policy"), "same-origin");
    CHECK_TEXT(client_answer_header(g.desk, "Cache-Control"), "no-store");
    client_header(g.desk, "Accept-Language", "en-GB,en");
    CHECK_I64(client_get(g.desk, page(&g, g.token)), 200);
    CHECK(strstr(g.desk->text, "Handed over") != NULL);
    CHECK_I64(client_get(g.desk, "/desk-style.css"), 200);

    town_clock(g.t, g.job.start_at);
    body = arena_printf(g.t->world->arena, "tap=%s", value);
    client_origin(g.desk, "https://evil.example");
    CHECK_I64(form(&g, g.token, body), 403); /* another site's page */
    client_origin(g.desk, g.t->world->url);
    CHECK_I64(form(&g, g.token, "tap=%61"), 404);
    CHECK_I64(form(&g, g.token, "a=%"), 404);
    CHECK_I64(form(&g, g.token, "tap="), 404);
    CHECK_I64(client_send(g.desk, "POST", page(&g, g.token), "application/x-www-form-urlencoded",
                          "tap=\0abc", 8),
              404);
    CHECK_TEXT(job_state(&g.job), "confirmed");
    g.desk = person_browser(g.t->world, g.t->mio);
    CHECK_I64(form(&g, g.token, body), 303);
    snprintf(where, sizeof where, "/desk/%s", g.token);
    CHECK_TEXT(client_answer_header(g.desk, "Location"), where);
    CHECK_TEXT(job_state(&g.job), "in_care");
    CHECK_I64(job_count(&g.job, "FROM handover WHERE by_id = 0 AND booking_id ="), 1);
    CHECK_I64(client_get(g.desk, page(&g, g.token)), 200);
    CHECK(strstr(g.desk->text, "引き渡し済み") != NULL && strstr(g.desk->text, "<form") == NULL);
    world_close(g.t->world);
}

TEST_BOTH(a_name_with_signs_is_text_on_the_page_and_never_markup)
{
    struct gate g = gate_open(engine);

    town_sql(g.t, "UPDATE place SET name = '<script>alert(1)</script>\"''&'"
                  " WHERE household_id IS NULL");
    CHECK_I64(client_get(g.desk, page(&g, g.token)), 200);
    CHECK(strstr(g.desk->text, "<script") == NULL);
    CHECK(strstr(g.desk->text, "&lt;script&gt;") != NULL);
    world_close(g.t->world);
}

/* Told by the page as it was, when the job had gone: the child is somewhere, so nothing is lost. */
TEST_BOTH(a_tap_for_a_job_that_was_cancelled_meanwhile_is_kept_and_alarms_staff)
{
    struct gate g = gate_open(engine);
    const char *value = tap_of(&g);
    const char *body = arena_printf(g.t->world->arena, "tap=%s", value);

    CHECK_I64(job_post(&g.job, g.t->yuki, "/cancel", json_object()), 200);
    CHECK_I64(client_get(g.desk, api(&g, g.token, "")), 200);
    CHECK_TEXT(client_text(g.desk, "items.0.state"), "gone");
    CHECK(json_is_null(client_at(g.desk, "items.0.tap")));
    CHECK_I64(tap(&g, g.token, value), 409);
    CHECK_TEXT(client_reason(g.desk), "handover.job_gone");
    CHECK_I64(form(&g, g.token, body), 409);
    CHECK(strstr(g.desk->text, "この予定はなくなりました") != NULL);
    CHECK_I64(job_tasks(&g.job, "handover.told"), 1);
    CHECK_I64(job_count(&g.job, "FROM handover WHERE booking_id ="), 0);
    world_close(g.t->world);
}

TEST_BOTH(another_supporter_in_between_is_on_the_page_and_the_old_button_is_told)
{
    struct gate g = gate_open(engine);
    const char *before = tap_of(&g);
    struct job next = job_usual(g.t);

    CHECK_I64(job_post(&g.job, g.t->yuki, "/cancel", json_object()), 200);
    town_sql(g.t, "UPDATE request SET state = 'withdrawn'");
    town_sql(g.t, "UPDATE offer SET state = 'expired' WHERE state IN ('asked', 'offered')");
    next.supporter = g.t->mio;
    job_book(&next);
    CHECK_I64(client_get(g.desk, api(&g, g.token, "")), 200);
    CHECK_I64(json_array_size(client_at(g.desk, "items")), 2);
    town_clock(g.t, next.start_at);
    CHECK_I64(tap(&g, g.token, before), 409);
    CHECK_TEXT(job_state(&next), "confirmed");
    world_close(g.t->world);
}

TEST_BOTH(where_somebody_is_barred_the_desk_is_told_to_call_and_the_barred_gets_nobody)
{
    struct gate g = gate_open(engine);
    struct client *parent = g.t->sato.parent->client;
    const char *value;

    person_step_up(g.t->world, g.t->sato.parent);
    CHECK_I64(
        client_post(parent,
                    arena_printf(g.t->world->arena, "/api/v1/children/%s/barred-persons",
                                 g.t->sato.child[0].text),
                    json_pack("{s:s, s:s}", "name", "CANARY", "member_id", g.t->yuki->id_text)),
        201);
    value = tap_of(&g);
    CHECK(client_true(g.desk, "items.0.call_first"));
    CHECK_I64(client_get(g.desk, page(&g, g.token)), 200);
    CHECK(strstr(g.desk->text, "必ず保護者に電話") != NULL);
    CHECK(strstr(g.desk->text, "CANARY") == NULL);
    town_clock(g.t, g.job.start_at);
    CHECK_I64(tap(&g, g.token, value), 422);
    CHECK_TEXT(client_reason(g.desk), "handover.barred");
    CHECK_I64(job_tasks(&g.job, "handover.barred"), 1);
    CHECK_TEXT(job_state(&g.job), "confirmed");
    world_close(g.t->world);
}
