/* gate_test.c - who may help with what, in pairs: the job that is let through, and the one that is
 * stopped a moment later (domain.md 2 and 5). */
#include "app/base/zone.h"
#include "tests/asks.h"
#include "tests/office.h"
#include "tests/test.h"

#include <string.h>

#define START "2026-11-26T16:30"

/* "" when the ask is taken, else why not. */
static const char *why_not(struct town *t, const struct family *f, const struct person *p,
                           int64_t start_at, int64_t end_at)
{
    struct client *c = f->parent->client;
    int http =
        client_post(c, "/api/v1/requests", ask_named(ask_pickup(t, f, start_at, end_at), p, NULL));

    CHECK(http == 201 || http == 422);
    return http == 201 ? "" : client_reason(c);
}

/* A family whose only child was born that day, tied to all supporters. */
static struct family with_child(struct town *t, int64_t birth_day)
{
    struct family f = town_family(t, "鈴木", (const int[]){-1});
    struct person *supporters[] = {t->yuki, t->mio, t->ken};

    f.child[0] = town_child_born(t, &f, "そら", birth_day);
    f.children = 1;
    for (int i = 0; i < 3; i++) {
        town_tie(t, f.parent, supporters[i], world_now(t->world) + 200 * DAY_MS);
        town_profile(t, supporters[i], "age_max", 15);
    }
    return f;
}

static int64_t day_of(int year, int month, int day)
{
    return date_to_day_number(year, month, day);
}

TEST_BOTH(what_runs_out_at_the_end_of_the_job_counts_and_a_second_earlier_it_does_not)
{
    struct town *t = town_open(world_open(engine));
    int64_t start = town_at(START), end = start + HOUR_MS;

    town_expire(t, t->yuki, "identity", end);
    CHECK_TEXT(why_not(t, &t->sato, t->yuki, start, end), "");
    town_expire(t, t->yuki, "identity", end - 1000);
    CHECK_TEXT(why_not(t, &t->sato, t->yuki, start, end), "gate.identity");
    town_expire(t, t->mio, "certificate", world_now(t->world));
    town_expire(t, t->mio, "safety_lesson", end);
    CHECK_TEXT(why_not(t, &t->sato, t->mio, start, end), "");
    town_expire(t, t->mio, "safety_lesson", end - 1000);
    CHECK_TEXT(why_not(t, &t->sato, t->mio, start, end), "gate.safety_lesson");
    world_close(t->world);
}

TEST_BOTH(a_child_is_three_from_midnight_of_the_birthday)
{
    struct town *t = town_open(world_open(engine));
    struct family f = with_child(t, day_of(2023, 11, 27));
    int64_t eve = town_at("2026-11-26T23:59");

    town_expire(t, t->yuki, "certificate", world_now(t->world));
    CHECK_TEXT(why_not(t, &f, t->yuki, eve, eve + HOUR_MS), "gate.certificate");
    CHECK_TEXT(why_not(t, &f, t->yuki, eve + MINUTE_MS, eve + HOUR_MS), "");
    town_expire(t, t->mio, "certificate", eve + HOUR_MS);
    CHECK_TEXT(why_not(t, &f, t->mio, eve, eve + HOUR_MS), "");
    town_expire(t, t->mio, "certificate", eve + HOUR_MS - 1000);
    CHECK_TEXT(why_not(t, &f, t->mio, eve, eve + HOUR_MS), "gate.certificate");
    world_close(t->world);
}

TEST_BOTH(the_policy_begins_with_the_first_birthday_and_ends_with_the_thirteenth)
{
    struct town *t = town_open(world_open(engine));
    struct family one = with_child(t, day_of(2025, 11, 27));
    struct family thirteen = with_child(t, day_of(2013, 11, 27));
    int64_t eve = town_at("2026-11-26T23:59");

    CHECK_TEXT(why_not(t, &one, t->yuki, eve, eve + HOUR_MS), "policy.age");
    CHECK_TEXT(why_not(t, &one, t->yuki, eve + MINUTE_MS, eve + HOUR_MS), "");
    CHECK_TEXT(why_not(t, &thirteen, t->yuki, eve, eve + HOUR_MS), "");
    CHECK_TEXT(why_not(t, &thirteen, t->yuki, eve + MINUTE_MS, eve + HOUR_MS), "policy.age");
    world_close(t->world);
}

TEST_BOTH(the_last_day_of_the_policy_is_insured_to_its_last_minute)
{
    struct town *t = town_open(world_open(engine));
    int64_t midnight = town_at("2026-11-27T00:00");

    town_sql(t,
             arena_printf(t->world->arena, "UPDATE policy SET valid_to_day = %lld WHERE id = %lld",
                          (long long)day_of(2026, 11, 26), (long long)t->policy.id));
    CHECK_TEXT(why_not(t, &t->sato, t->yuki, midnight - HOUR_MS, midnight), "");
    CHECK_TEXT(why_not(t, &t->sato, t->yuki, midnight - HOUR_MS, midnight + MINUTE_MS),
               "policy.dates");
    world_close(t->world);
}

/* The row's id, of the first of that kind that the member has. */
static const char *row_id(struct town *t, const struct person *by, const struct person *of,
                          const char *kind)
{
    CHECK_I64(client_get(by->client, office_path(t, "qualifications?member_id=%s", of->id_text)),
              200);
    for (size_t i = 0; i < json_array_size(client_at(by->client, "items")); i++) {
        char where[40];

        if (strcmp(client_text(by->client, client_path(where, sizeof where, "items.%zu.kind", i)),
                   kind) == 0) {
            return arena_strdup(
                t->world->arena,
                client_text(by->client, client_path(where, sizeof where, "items.%zu.id", i)));
        }
    }
    return "ql_0000000000001";
}

static int revoke(struct town *t, const struct person *by, const char *id, const char *why)
{
    return client_post(by->client, office_path(t, "qualifications/%s/revoke", id),
                       json_pack("{s:s}", "why", why));
}

TEST_BOTH(a_revoked_check_stops_the_choice_and_a_new_one_lets_it_through)
{
    struct town *t = town_open(world_open(engine));
    struct person *trainer = office_staff(t, "trainer");
    int64_t start = town_at(START);
    const char *request, *offer, *id;

    request = ask_send(t, &t->sato, ask_pickup(t, &t->sato, start, start + HOUR_MS));
    offer = ask_offer(t, &t->sato, request, t->yuki);
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    id = row_id(t, trainer, t->yuki, "identity");
    CHECK_I64(revoke(t, trainer, id, "本人ではありませんでした"), 200);
    CHECK_TEXT(client_text(trainer->client, "revoked_why"), "本人ではありませんでした");
    CHECK_I64(ask_choose(t, &t->sato, offer), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "gate.identity");
    CHECK_I64(revoke(t, trainer, id, "もう一度"), 200); /* the first reason stands */
    CHECK_TEXT(client_text(trainer->client, "revoked_why"), "本人ではありませんでした");
    CHECK_I64(office_qualify(t, trainer, t->yuki, "identity", start + HOUR_MS), 201);
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    world_close(t->world);
}

TEST_BOTH(a_booking_that_stood_on_what_was_revoked_becomes_a_task)
{
    struct town *t = town_open(world_open(engine));
    struct person *admin = office_staff(t, "admin");
    int64_t start = town_at(START);

    (void)ask_booked(t, &t->sato, t->yuki, start, start + HOUR_MS);
    CHECK_I64(revoke(t, admin, row_id(t, admin, t->yuki, "licence"), "違い"), 404);
    CHECK_I64(revoke(t, admin, row_id(t, admin, t->yuki, "safety_lesson"), "受け直し"), 200);
    CHECK_I64(office_tasks(t, "gate.lost"), 0); /* the certificate is more */
    CHECK_I64(revoke(t, admin, row_id(t, admin, t->yuki, "certificate"), "取り消し"), 200);
    CHECK_I64(office_tasks(t, "gate.lost"), 1);
    world_close(t->world);
}

TEST_BOTH(only_trainer_and_admin_set_what_lets_somebody_help)
{
    struct town *t = town_open(world_open(engine));
    struct person *coordinator = office_staff(t, "coordinator"), *admin = office_staff(t, "admin");
    struct person *elsewhere =
        world_staff_of(t->world, world_community_in(t->world, "Europe/Berlin"), "外", "admin");
    int64_t until = world_now(t->world) + 100 * DAY_MS;

    CHECK_I64(office_qualify(t, t->yuki, t->yuki, "identity", until), 403);
    CHECK_TEXT(client_reason(t->yuki->client), "staff.role_needed");
    CHECK_I64(office_qualify(t, coordinator, t->yuki, "identity", until), 403);
    CHECK_I64(office_qualify(t, elsewhere, t->yuki, "identity", until), 404);
    CHECK_I64(office_qualify(t, admin, elsewhere, "identity", until), 404);
    CHECK_I64(office_qualify(t, admin, t->yuki, "identity", world_now(t->world)), 400);
    CHECK_TEXT(client_text(admin->client, "field"), "expires_at");
    CHECK_I64(office_qualify(t, admin, t->yuki, "friend", until), 400);
    CHECK_I64(client_get(coordinator->client, office_path(t, "qualifications?limit=2")), 200);
    CHECK_I64(json_array_size(client_at(coordinator->client, "items")), 2);
    CHECK(client_text(coordinator->client, "next_cursor") != NULL);
    world_close(t->world);
}

TEST_BOTH(a_certificate_without_its_number_is_refused)
{
    struct town *t = town_open(world_open(engine));
    struct person *admin = office_staff(t, "admin");
    json_int_t now = (json_int_t)world_now(t->world);

    CHECK_I64(client_post(admin->client, office_path(t, "qualifications"),
                          json_pack("{s:s, s:s, s:I, s:I}", "member_id", t->yuki->id_text, "kind",
                                    "certificate", "issued_at", now, "expires_at", now + HOUR_MS)),
              400);
    CHECK_TEXT(client_text(admin->client, "field"), "number");
    CHECK_I64(client_post(admin->client, office_path(t, "qualifications"),
                          json_pack("{s:s, s:s, s:I, s:I}", "member_id", t->yuki->id_text, "kind",
                                    "identity", "issued_at", now + HOUR_MS, "expires_at",
                                    now + 9 * HOUR_MS)),
              400);
    CHECK_TEXT(client_text(admin->client, "field"), "issued_at");
    world_close(t->world);
}

TEST_BOTH(a_supporter_reads_what_is_missing_and_until_when_the_rest_counts)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->yuki->client;

    town_expire(t, t->yuki, "identity", town_at("2027-03-31T00:00"));
    town_expire(t, t->yuki, "certificate", world_now(t->world));
    CHECK_I64(client_get(c, "/api/v1/me/qualifications"), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 3);
    CHECK_I64(json_array_size(client_at(c, "standing")), 3);
    CHECK_TEXT(client_text(c, "standing.0.words"), "本人確認は2027-03-30まで有効です。");
    CHECK(!client_true(c, "standing.0.missing"));
    CHECK_TEXT(client_text(c, "standing.2.kind"), "certificate");
    CHECK(client_true(c, "standing.2.missing"));
    CHECK(strstr(client_text(c, "standing.2.words"), "修了証はまだ") != NULL);
    world_close(t->world);
}
