/* apart_test.c - parents apart: whatever one home does, the other finds nothing of it but busy
 * times: not by asking, price, distance, order, notice, answer time, calendar, list, receipt,
 * event, look or pick-up person. One test for each way there is. */
#include "app/base/zone.h"
#include "tests/asks.h"
#include "tests/job.h"
#include "tests/office.h"
#include "tests/test.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define START   "2026-11-27T16:30"
#define LASTING (90 * MINUTE_MS)

/* The Satos' first child lives with the Tanakas too. Both know the same three supporters. */
static struct town *apart(const char *engine)
{
    struct town *t = town_open(world_open(engine));

    town_second_home(t, t->sato.child[0], &t->tanaka);
    return t;
}

/* A pick-up of the child that has two homes. */
static json_t *pickup(const struct town *t, int64_t start_at, const char *place)
{
    struct family f = t->sato;
    json_t *body;

    f.children = 1;
    body = ask_pickup(t, &f, start_at, start_at + LASTING);
    if (place != NULL) {
        (void)json_object_set_new(json_array_get(json_object_get(body, "stops"), 0), "place_id",
                                  json_string(place));
    }
    return body;
}

static const char *copy(struct town *t, const struct client *c)
{
    const char *text = arena_strdup(t->world->arena, c->text);

    CHECK(c->http == 200 && text != NULL);
    return text;
}

static int64_t statements(const struct town *t)
{
    struct db_stats stats;

    db_stats(t->world->db, &stats);
    return stats.statements;
}

/* Every list and every question that the Satos have, as one text, and how many statements it took:
 * a time that can be compared. */
static const char *what_satos_see(struct town *t, int64_t *work)
{
    static const char *const lists[] = {
        "/api/v1/bookings", "/api/v1/requests",   "/api/v1/asks",          "/api/v1/ties",
        "/api/v1/me",       "/api/v1/households", "/api/v1/acquaintances",
    };
    static const char *const below[] = {"", "/children", "/places", "/pickup-persons", "/looks"};
    struct client *c = t->sato.parent->client;
    const char *all = "";
    int64_t before = statements(t);

    CHECK_I64(client_post(c, "/api/v1/requests/candidates", pickup(t, town_at(START), NULL)), 200);
    all = arena_printf(t->world->arena, "%s\n%s", all, copy(t, c));
    CHECK_I64(client_post(c, "/api/v1/requests/preview", pickup(t, town_at(START), NULL)), 200);
    all = arena_printf(t->world->arena, "%s\n%s", all, copy(t, c));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        CHECK_I64(client_get(c, lists[i]), 200);
        all = arena_printf(t->world->arena, "%s\n%s", all, copy(t, c));
    }
    for (size_t i = 0; i < sizeof below / sizeof *below; i++) {
        CHECK_I64(client_get(c, arena_printf(t->world->arena, "/api/v1/households/%s%s",
                                             t->sato.id.text, below[i])),
                  200);
        all = arena_printf(t->world->arena, "%s\n%s", all, copy(t, c));
    }
    *work = statements(t) - before;
    return all;
}

/* A whole job of that home with the shared child, today, to its end. */
static void whole_job(struct town *t, const struct family *home, int64_t start_at)
{
    struct job j = job_usual(t);
    struct family f = *home;

    f.child[0] = t->sato.child[0];
    f.children = 1;
    j.family = &f;
    j.parent = home->parent;
    j.start_at = start_at;
    j.end_at = start_at + 75 * MINUTE_MS;
    job_book(&j);
    job_done(&j);
    CHECK_I64(job_post(&j, t->yuki, "/report", json_object()), 405); /* reports are PUT */
    CHECK_I64(client_put(t->yuki->client, job_path(&j, "/report"), json_object()), 200);
    CHECK_I64(job_agree(&j, home->parent), 200);
}

static void the_tanakas_live(struct town *t)
{
    struct family f = t->tanaka;
    struct town_id lesson = town_place(t, &t->tanaka, "lesson", "ピアノ", 9000, 3000);

    (void)lesson;
    town_sql(t,
             arena_printf(t->world->arena,
                          "UPDATE member SET cell_x = cell_x + 40, cell_y = 1 WHERE id = %" PRId64,
                          t->tanaka.parent->id));
    town_sql(t,
             arena_printf(t->world->arena,
                          "UPDATE place SET cell_x = 1, cell_y = 1 WHERE household_id = %" PRId64,
                          t->tanaka.id.id));
    whole_job(t, &t->tanaka, town_at("2026-11-25T16:45"));
    f.child[0] = t->sato.child[0];
    f.children = 1;
    (void)ask_send(t, &f,
                   ask_pickup(t, &f, town_at("2026-11-29T09:00"), town_at("2026-11-29T11:00")));
    CHECK(ask_booked(t, &f, t->yuki, town_at("2026-11-30T09:00"), town_at("2026-11-30T11:00")) !=
          NULL);
    (void)world_step(t->world);
}

/* Asking, price, distance band, reasons, order, calendar, lists, looks, people, answer time. */
TEST_BOTH(nothing_that_one_home_does_changes_what_the_other_sees_or_how_long_that_takes)
{
    struct town *t = apart(engine);
    const char *before, *after;
    int64_t work_before, work_after;

    (void)what_satos_see(t, &work_before); /* caches are warm */
    before = what_satos_see(t, &work_before);
    the_tanakas_live(t);
    (void)what_satos_see(t, &work_after); /* hours later: that they were seen is noted once */
    after = what_satos_see(t, &work_after);
    CHECK_TEXT(after, before);
    CHECK_I64(work_after, work_before);

    whole_job(t, &t->sato, world_now(t->world) + HOUR_MS); /* their own life does change it */
    after = what_satos_see(t, &work_after);
    CHECK(strcmp(after, before) != 0);
    CHECK(strstr(after, "history") != NULL && strstr(before, "history") == NULL);
    world_close(t->world);
}

static int64_t how_many_could(struct town *t, json_t *body)
{
    struct client *c = t->sato.parent->client;

    CHECK_I64(client_post(c, "/api/v1/requests/candidates", body), 200);
    return (int64_t)json_array_size(client_at(c, "items"));
}

/* Yuki is with the other home's child until 16:25; who asks for 16:30 "from there" would learn
 * where, if no way had to be counted from the very same place. */
TEST_BOTH(a_gap_between_two_jobs_does_not_tell_where_the_other_homes_job_ends)
{
    struct town *t = apart(engine);
    struct town_id school = town_place(t, NULL, "school", "ひみつ小学校", 100, 100);
    struct town_id other = town_place(t, NULL, "school", "べつの小学校", 200, 200);
    int64_t start = town_at(START);
    struct family f = t->tanaka;
    json_t *body;
    const char *offer;

    body = ask_pickup(t, &f, start - LASTING - 5 * MINUTE_MS, start - 5 * MINUTE_MS);
    (void)json_object_set_new(json_array_get(json_object_get(body, "stops"), 1), "place_id",
                              json_string(school.text));
    offer = ask_offer(t, &f, ask_send(t, &f, ask_named(body, t->yuki, NULL)), t->yuki);
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    CHECK_I64(ask_choose(t, &f, offer), 201);

    CHECK_I64(how_many_could(t, pickup(t, start, school.text)), 2);
    CHECK_I64(how_many_could(t, pickup(t, start, other.text)), 2);
    /* Also where the ask was out before: the yes is refused alike. */
    f = t->sato;
    offer = ask_offer(
        t, &f, ask_send(t, &f, ask_named(pickup(t, start, school.text), t->yuki, NULL)), t->yuki);
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "booking.supporter_busy");
    /* Staff took the home away: what was shared once tells nothing later either. */
    town_sql(t, arena_printf(t->world->arena,
                             "UPDATE child_home SET ended_at = 1 WHERE household_id = %" PRId64
                             " AND child_id = %" PRId64,
                             t->tanaka.id.id, t->sato.child[0].id));
    CHECK_I64(how_many_could(t, pickup(t, start, school.text)), 2);
    /* Homes that never shared a child meet at one gate, and there is no way between. */
    town_sql(t, "DELETE FROM child_home WHERE ended_at = 1");
    CHECK_I64(how_many_could(t, pickup(t, start, school.text)), 3);
    CHECK_I64(how_many_could(t, pickup(t, start, other.text)), 2);
    world_close(t->world);
}

/* A parent who helps would be found by his area, asked from one place after the other. */
TEST_BOTH(the_parent_of_the_other_home_is_never_a_candidate_wherever_one_asks_from)
{
    struct town *t = apart(engine);
    struct client *c = t->sato.parent->client;
    json_t *body;

    town_helps(t, t->tanaka.parent);
    (void)town_tie(t, t->tanaka.parent, t->sato.parent, world_now(t->world) + 200 * DAY_MS);
    for (int64_t cell = 0; cell < 4; cell++) {
        struct town_id from = town_place(t, NULL, "park", "公園", cell * 2, 0);

        CHECK_I64(how_many_could(t, pickup(t, town_at(START), from.text)), 3);
        CHECK(strstr(c->text, t->tanaka.parent->id_text) == NULL);
        body = ask_named(pickup(t, town_at(START), from.text), t->tanaka.parent, NULL);
        CHECK_I64(client_post(c, "/api/v1/requests", body), 422);
        CHECK_TEXT(client_reason(c), "gate.own_household");
    }
    world_close(t->world);
}

/* A tariff that counts the way is given none: it would be the distance to the minute. */
TEST_BOTH(no_price_depends_on_where_anybody_lives_also_where_travel_is_counted)
{
    struct town *t = apart(engine);
    struct client *c = t->sato.parent->client;
    struct town_id near = town_place(t, NULL, "park", "近い公園", 10, 10);
    struct town_id far = town_place(t, NULL, "park", "遠い公園", 90000, 90000);
    int64_t price;

    town_sql(t, strcmp(engine, "sqlite") == 0 ? "DROP TRIGGER tariff_no_update"
                                              : "DROP TRIGGER tariff_insert_only ON tariff");
    town_sql(t, "UPDATE tariff SET travel_counted = 1");
    CHECK_I64(how_many_could(t, pickup(t, town_at(START), near.text)), 3);
    price = client_i64(c, "items.0.price_minor");
    CHECK(price > 0);
    CHECK_I64(how_many_could(t, pickup(t, town_at(START), far.text)), 3);
    CHECK_I64(client_i64(c, "items.0.price_minor"), price);
    town_sql(t, "UPDATE member SET cell_x = 77777");
    CHECK_I64(how_many_could(t, pickup(t, town_at(START), near.text)), 3);
    CHECK_I64(client_i64(c, "items.0.price_minor"), price);
    world_close(t->world);
}

static void keep_body(struct town *t, const struct client *c, const char **text)
{
    json_t *seen = json_deep_copy(c->json);
    char *dumped;

    CHECK(seen != NULL);
    (void)json_object_del(seen, "request_id");
    (void)json_object_del(seen, "instance");
    dumped = json_dumps(seen, JSON_SORT_KEYS);
    *text = arena_printf(t->world->arena, "%d %s", c->http, dumped);
    free(dumped);
    json_decref(seen);
}

/* An id of the other home is answered in the very words of an id that nobody has. */
TEST_BOTH(an_id_of_the_other_home_is_answered_like_one_that_nobody_has)
{
    struct town *t = apart(engine);
    struct client *c = t->sato.parent->client;
    struct family f = t->tanaka;
    const char *booking = ask_booked(t, &f, t->yuki, town_at(START), town_at(START) + LASTING);
    const char *real, *unknown;
    char path[160];
    static const char *const fmts[] = {
        "/api/v1/bookings/%s",
        "/api/v1/bookings/%s/events",
        "/api/v1/bookings/%s/receipt",
        "/api/v1/bookings/%s/coverage",
        "/api/v1/bookings/%s/payments",
        "/api/v1/bookings/%s/agreement",
        "/api/v1/bookings/%s/handover-code?way=in",
    };

    for (size_t i = 0; i < sizeof fmts / sizeof *fmts; i++) {
        CHECK_I64(client_get(c, client_path(path, sizeof path, fmts[i], booking)), 404);
        keep_body(t, c, &real);
        CHECK_I64(client_get(c, client_path(path, sizeof path, fmts[i], "bk_0000000000001")), 404);
        keep_body(t, c, &unknown);
        CHECK_TEXT(real, unknown);
    }
    CHECK_I64(client_post(c, "/api/v1/requests/preview",
                          pickup(t, town_at("2026-11-29T09:00"), t->tanaka.home.text)),
              400);
    keep_body(t, c, &real);
    CHECK_I64(client_post(c, "/api/v1/requests/preview",
                          pickup(t, town_at("2026-11-29T09:00"), "pl_0000000000001")),
              400);
    keep_body(t, c, &unknown);
    CHECK_TEXT(real, unknown);
    world_close(t->world);
}

static int64_t told(struct town *t, const struct person *p)
{
    return town_count(t, arena_printf(t->world->arena,
                                      "SELECT COUNT(*) AS n FROM notice WHERE member_id = %" PRId64,
                                      p->id));
}

/* A weak hand-over and five wrong codes call guardians: those of the home that asked. */
TEST_BOTH(no_notice_of_one_homes_job_reaches_the_other_home)
{
    struct town *t = apart(engine);
    struct job j = job_usual(t);
    struct family f = t->tanaka;

    f.child[0] = t->sato.child[0];
    j.family = &f;
    j.parent = t->tanaka.parent;
    job_book(&j);
    town_clock(t, j.start_at);
    for (int i = 0; i < 5; i++) {
        CHECK_I64(job_post(&j, t->tanaka.parent, "/handovers",
                           json_pack("{s:s, s:s, s:s}", "way", "in", "proof", "code", "code", "x")),
                  422);
    }
    job_done(&j);
    (void)world_step(t->world);
    CHECK(told(t, t->tanaka.parent) > 0);
    CHECK_I64(told(t, t->sato.parent), 0);
    world_close(t->world);
}

/* ---- neither shuts the other out ---- */

static void bar_by_name(struct town *t, struct person *by, const char *name)
{
    person_step_up(t->world, by);
    CHECK_I64(client_post(by->client,
                          arena_printf(t->world->arena, "/api/v1/children/%s/barred-persons",
                                       t->sato.child[0].text),
                          json_pack("{s:s}", "name", name)),
              201);
}

TEST_BOTH(one_home_can_not_lock_the_other_out_by_writing_down_the_parents_name)
{
    struct town *t = apart(engine);
    struct person *officer = office_staff(t, "safeguarding");
    struct job j = job_usual(t);
    struct family f = t->tanaka;
    struct person *father = world_member(t->world, "田中太郎");

    town_guardian(t, &t->tanaka, father);
    f.child[0] = t->sato.child[0];
    j.family = &f;
    j.parent = t->tanaka.parent;
    job_book(&j);
    bar_by_name(t, t->sato.parent, "田中太郎");
    CHECK_I64(office_tasks(t, "barred.added"), 1); /* staff look at it */
    town_clock(t, j.start_at);
    job_tap(&j, t->yuki, "in", "supporter_tap");
    CHECK_I64(client_post(officer->client,
                          office_path(t, "children/%s/homes/%s/end", t->sato.child[0].text,
                                      t->tanaka.id.text),
                          NULL),
              204);
    CHECK_I64(office_tasks(t, "home.ended"), 1); /* the job that runs is looked at, not stopped */
    CHECK_TEXT(job_state(&j), "in_care");
    /* Once staff have taken the home away, the name counts. */
    CHECK_I64(job_post(&j, father, "/handovers",
                       json_pack("{s:s, s:s}", "way", "out", "proof", "guardian_tap")),
              422);
    CHECK_TEXT(client_reason(father->client), "handover.barred");
    town_sql(t, "UPDATE child_home SET ended_at = NULL");
    CHECK_I64(job_post(&j, father, "/handovers",
                       json_pack("{s:s, s:s}", "way", "out", "proof", "guardian_tap")),
              201);
    world_close(t->world);
}

/* ---- protected homes ---- */

static int protect(struct town *t, struct person *staff, const struct family *f, bool on)
{
    const char *path = office_path(t, "households/%s/protection", f->id.text);

    return on ? client_put(staff->client, path, NULL) : client_delete(staff->client, path);
}

static const char *band_for(struct town *t, const struct person *p, const char *offer)
{
    const char *band;

    CHECK_I64(client_get(p->client, arena_printf(t->world->arena, "/api/v1/asks/%s", offer)), 200);
    band = client_text(p->client, "distance");
    return band != NULL ? arena_strdup(t->world->arena, band) : NULL;
}

TEST_BOTH(a_protected_home_tells_those_it_asks_no_area_until_one_is_chosen)
{
    struct town *t = apart(engine);
    struct person *officer = office_staff(t, "safeguarding");
    struct family f = t->tanaka;
    int64_t start = town_at(START);
    const char *request = ask_send(t, &f, ask_pickup(t, &f, start, start + LASTING));
    const char *yukis = ask_offer(t, &f, request, t->yuki);

    CHECK(band_for(t, t->yuki, yukis) != NULL);
    CHECK_I64(protect(t, officer, &t->tanaka, true), 204);
    CHECK_I64(protect(t, officer, &t->tanaka, true), 204);
    CHECK(band_for(t, t->yuki, yukis) == NULL); /* who also knows the other home */
    CHECK_I64(client_get(t->yuki->client, "/api/v1/asks"), 200);
    CHECK(client_text(t->yuki->client, "items.0.distance") == NULL);
    CHECK(strstr(t->yuki->client->text, t->tanaka.home.text) == NULL);
    CHECK_I64(ask_yes(t, t->yuki, yukis, NULL), 201);
    CHECK(client_text(t->yuki->client, "distance") == NULL);
    CHECK_I64(ask_choose(t, &f, yukis), 201);
    CHECK_I64(client_get(t->yuki->client, arena_printf(t->world->arena, "/api/v1/bookings/%s/brief",
                                                       client_text(f.parent->client, "id"))),
              200);
    CHECK(strstr(t->yuki->client->text, "address") != NULL); /* for the job it is needed */
    CHECK_I64(protect(t, officer, &t->tanaka, false), 204);
    CHECK(band_for(t, t->yuki, yukis) != NULL);
    world_close(t->world);
}

TEST_BOTH(who_lives_in_a_protected_home_helps_others_without_an_area)
{
    struct town *t = town_open(world_open(engine)); /* not relatives: friends of an ex */
    struct person *officer = office_staff(t, "coordinator");
    struct client *c = t->sato.parent->client;
    const char *first = NULL;

    town_helps(t, t->tanaka.parent);
    (void)town_tie(t, t->tanaka.parent, t->sato.parent, world_now(t->world) + 200 * DAY_MS);
    CHECK_I64(protect(t, officer, &t->tanaka, true), 204);
    for (int64_t cell = 0; cell < 5; cell++) {
        town_sql(t, arena_printf(t->world->arena,
                                 "UPDATE member SET cell_x = %" PRId64 " WHERE id = %" PRId64,
                                 cell * 3, t->tanaka.parent->id));
        CHECK_I64(how_many_could(t, pickup(t, town_at(START), NULL)), 4);
        first = first == NULL ? copy(t, c) : first;
        CHECK_TEXT(c->text, first); /* neither band nor reason nor order */
    }
    CHECK_I64(protect(t, officer, &t->tanaka, false), 204);
    CHECK_I64(how_many_could(t, pickup(t, town_at(START), NULL)), 4);
    CHECK(strcmp(c->text, first) != 0);
    world_close(t->world);
}

TEST_BOTH(only_the_office_of_that_community_protects_a_home_and_only_the_family_reads_it)
{
    struct town *t = apart(engine);
    struct person *coordinator = office_staff(t, "coordinator");
    struct person *finance = office_staff(t, "finance");
    struct person *elsewhere =
        world_staff_of(t->world, world_community_in(t->world, "Asia/Tokyo"), "他", "coordinator");
    struct client *mine = t->tanaka.parent->client;
    const char *home = arena_printf(t->world->arena, "/api/v1/households/%s", t->tanaka.id.text);
    const char *before, *after;
    int64_t work;

    CHECK_I64(protect(t, t->tanaka.parent, &t->tanaka, true), 403);
    CHECK_I64(protect(t, t->sato.parent, &t->tanaka, true), 403);
    CHECK_I64(protect(t, finance, &t->tanaka, true), 403);
    CHECK_I64(protect(t, elsewhere, &t->tanaka, true), 404);
    before = what_satos_see(t, &work);
    CHECK_I64(protect(t, coordinator, &t->tanaka, true), 204);
    after = what_satos_see(t, &work);
    CHECK_TEXT(after, before); /* the other home does not even learn that it is */
    CHECK_I64(client_get(mine, home), 200);
    CHECK(client_true(mine, "protected"));
    CHECK_I64(client_get(mine, arena_printf(t->world->arena, "%s/looks", home)), 200);
    CHECK_TEXT(client_text(mine, "items.0.action"), "household.protected");
    CHECK_I64(protect(t, t->tanaka.parent, &t->tanaka, false), 403);
    CHECK_I64(protect(t, coordinator, &t->tanaka, false), 204);
    CHECK_I64(client_get(mine, home), 200);
    CHECK(!client_true(mine, "protected"));
    world_close(t->world);
}
