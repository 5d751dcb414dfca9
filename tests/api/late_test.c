/* late_test.c - 「遅れます」: what is expected now, who comes next, who is warned. */
#include "tests/job.h"
#include "tests/letter.h"
#include "tests/office.h"
#include "tests/test.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

static struct job booked(const char *engine)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t); /* 16:45 to 18:00, at the latest 18:30 */

    job_book(&j);
    return j;
}

static struct job in_care(const char *engine)
{
    struct job j = booked(engine);

    town_clock(j.t, j.start_at);
    job_tap(&j, j.t->yuki, "in", "supporter_tap");
    return j;
}

static int late(const struct job *j, const struct person *p, int minutes)
{
    return job_post(j, p, "/late", json_pack("{s:i}", "minutes", minutes));
}

static int64_t due(const struct job *j, const char *kind)
{
    char sql[200];

    snprintf(sql, sizeof sql,
             "SELECT due_at FROM timer WHERE kind = '%s' AND state = 'due' AND subject_id = %lld",
             kind, (long long)j->booking_id);
    return town_count(j->t, sql);
}

TEST_BOTH(late_is_shown_told_to_the_other_side_and_changes_nothing_that_was_agreed)
{
    struct job j = in_care(engine);
    struct town *t = j.t;
    struct client *c = t->sato.parent->client;

    town_clock(t, j.end_at - 20 * MINUTE_MS);
    CHECK_I64(late(&j, t->sato.parent, 20), 200);
    CHECK_I64(client_i64(c, "expected.end_at"), j.end_at + 20 * MINUTE_MS);
    CHECK_I64(client_i64(c, "booking.end_at"), j.end_at);
    CHECK_TEXT(client_text(c, "expected.late.0.side"), "guardian");
    CHECK_TEXT(client_text(c, "expected.late.0.what"), "end");
    CHECK(json_is_null(client_at(c, "expected.next_adult"))); /* within "at the latest" */
    CHECK_I64(world_notices(t->world, "late"), 2);            /* Yuki, by mail and SMS */
    CHECK_I64(late(&j, t->sato.parent, 20), 200);             /* a double tap */
    CHECK_I64(job_count(&j, "FROM booking_event WHERE name = 'late' AND booking_id ="), 1);
    CHECK_I64(job_get(&j, t->yuki, ""), 200);
    CHECK_I64(client_i64(t->yuki->client, "expected.end_at"), j.end_at + 20 * MINUTE_MS);
    CHECK_I64(client_i64(t->yuki->client, "coverage.end_at"), j.end_at);
    CHECK_I64(job_count(&j, "FROM coverage_fact f JOIN coverage c ON c.id = f.coverage_id"
                            " WHERE f.kind = 'amended' AND c.booking_id ="),
              0);
    (void)world_step(t->world);
    CHECK(strstr(mail_body(letter_find(t->world->maildir, t->yuki->email, "late")), "18:20") !=
          NULL);
    world_close(t->world);
}

TEST_BOTH(the_watch_moves_to_the_time_announced_and_back_again)
{
    struct job j = in_care(engine);
    struct town *t = j.t;

    CHECK_I64(due(&j, "booking.overdue"), j.end_at + 15 * MINUTE_MS);
    CHECK_I64(due(&j, "booking.overdue_staff"), j.end_at + 45 * MINUTE_MS);
    CHECK_I64(due(&j, "booking.until"), j.end_at + 30 * MINUTE_MS);
    CHECK_I64(late(&j, t->sato.parent, 30), 200);
    CHECK_I64(due(&j, "booking.overdue"), j.end_at + 45 * MINUTE_MS);
    CHECK_I64(due(&j, "booking.overdue_staff"), j.end_at + 75 * MINUTE_MS);
    CHECK_I64(late(&j, t->sato.parent, 60), 200); /* 90 min after the end, and not a minute more */
    CHECK_I64(due(&j, "booking.overdue"), j.end_at + 75 * MINUTE_MS);
    CHECK_I64(due(&j, "booking.overdue_staff"), j.end_at + 90 * MINUTE_MS);
    CHECK_I64(late(&j, t->sato.parent, 10), 200); /* shorter after all */
    CHECK_I64(due(&j, "booking.overdue"), j.end_at + 25 * MINUTE_MS);
    CHECK_I64(job_post(&j, t->sato.parent, "/late/take-back", NULL), 200);
    CHECK_I64(client_i64(t->sato.parent->client, "expected.end_at"), j.end_at);
    CHECK_I64(due(&j, "booking.overdue"), j.end_at + 15 * MINUTE_MS);
    CHECK_I64(world_notices(t->world, "on_time"), 2);
    CHECK_I64(job_post(&j, t->sato.parent, "/late/take-back", NULL), 200); /* nothing said */
    CHECK_I64(world_notices(t->world, "on_time"), 2);
    job_at(&j, j.end_at + 14 * MINUTE_MS);
    CHECK_I64(world_notices(t->world, "overdue"), 0);
    job_at(&j, j.end_at + 16 * MINUTE_MS);
    CHECK_I64(world_notices(t->world, "overdue"), 4);
    world_close(t->world);
}

TEST_BOTH(late_said_before_the_job_begins_still_holds_when_it_runs)
{
    struct job j = booked(engine);
    struct town *t = j.t;

    town_clock(t, j.start_at - HOUR_MS);
    CHECK_I64(late(&j, t->sato.parent, 30), 200);
    CHECK_I64(late(&j, t->yuki, 10), 200); /* to the gate: the other end */
    CHECK_I64(client_i64(t->yuki->client, "expected.start_at"), j.start_at + 10 * MINUTE_MS);
    CHECK_I64(client_i64(t->yuki->client, "expected.end_at"), j.end_at + 30 * MINUTE_MS);
    town_clock(t, j.start_at + 10 * MINUTE_MS);
    job_tap(&j, t->yuki, "in", "supporter_tap");
    CHECK_I64(due(&j, "booking.overdue"), j.end_at + 45 * MINUTE_MS);
    CHECK_I64(
        job_post(&j, t->yuki, "/late", json_pack("{s:i, s:s}", "minutes", 10, "what", "start")),
        422); /* the child is there */
    CHECK_TEXT(client_reason(t->yuki->client), "late.not_now");
    town_clock(t, j.end_at);
    job_tap(&j, t->yuki, "out", "supporter_tap");
    CHECK_I64(late(&j, t->sato.parent, 10), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "late.not_now");
    CHECK_I64(job_post(&j, t->sato.parent, "/late/take-back", NULL), 422);
    CHECK_I64(late(&j, t->sato.parent, 15), 400);
    CHECK_TEXT(client_text(t->sato.parent->client, "field"), "minutes");
    CHECK_I64(late(&j, t->mio, 10), 404);
    world_close(t->world);
}

TEST_BOTH(once_the_agreed_end_is_over_the_minutes_count_from_now)
{
    struct job j = in_care(engine);
    struct town *t = j.t;

    town_clock(t, j.end_at + 5 * MINUTE_MS);
    CHECK_I64(late(&j, t->sato.parent, 10), 200);
    CHECK_I64((client_i64(t->sato.parent->client, "expected.end_at") - j.end_at) / MINUTE_MS, 15);
    world_close(t->world);
}

TEST_BOTH(beyond_the_latest_another_guardian_comes_next_and_both_are_told)
{
    struct job j = in_care(engine);
    struct town *t = j.t;
    struct client *c = t->sato.parent->client;

    town_guardian(t, &t->sato, t->ken);
    CHECK_I64(late(&j, t->sato.parent, 30), 200); /* 18:30 is the latest itself */
    CHECK(json_is_null(client_at(c, "expected.next_adult")));
    CHECK_I64(late(&j, t->sato.parent, 60), 200);
    CHECK_TEXT(client_text(c, "expected.next_adult.kind"), "guardian");
    CHECK_TEXT(client_text(c, "expected.next_adult.member_id"), t->ken->id_text);
    CHECK(json_is_null(client_at(c, "expected.next_adult.named_by")));
    CHECK_I64(world_notices(t->world, "next_adult"), 6); /* two guardians and Yuki */
    CHECK_I64(job_tasks(&j, "booking.next_adult"), 0);
    world_close(t->world);
}

static const char *collector(struct town *t, const char *until)
{
    person_step_up(t->world, t->sato.parent);
    CHECK_I64(
        client_post(
            t->sato.parent->client,
            arena_printf(t->world->arena, "/api/v1/households/%s/pickup-persons", t->sato.id.text),
            json_pack("{s:s, s:s, s:s, s:s, s:s}", "name", "祖母", "relation", "grandparent",
                      "phone", "+81312345678", "valid_from", "2026-01-01", "valid_to", until)),
        201);
    return arena_strdup(t->world->arena, client_text(t->sato.parent->client, "id"));
}

TEST_BOTH(the_family_names_who_comes_next_and_nobody_else_does)
{
    struct job j = in_care(engine);
    struct town *t = j.t;
    struct client *c = t->sato.parent->client;
    const char *old = collector(t, "2026-11-24"), *person = collector(t, "2026-11-25");

    CHECK_I64(late(&j, t->sato.parent, 60), 200); /* one guardian: the one who may collect today */
    CHECK_TEXT(client_text(c, "expected.next_adult.kind"), "pickup_person");
    CHECK_TEXT(client_text(c, "expected.next_adult.pickup_person_id"), person);
    CHECK_I64(
        client_put(c, job_path(&j, "/next-adult"), json_pack("{s:s}", "pickup_person_id", old)),
        400);
    CHECK_I64(client_put(c, job_path(&j, "/next-adult"),
                         json_pack("{s:s}", "member_id", t->mio->id_text)),
              400);
    CHECK_TEXT(client_text(c, "field"), "member_id");
    CHECK_I64(client_put(t->yuki->client, job_path(&j, "/next-adult"), json_object()), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "next_adult.family");
    CHECK_I64(client_put(c, job_path(&j, "/next-adult"), json_object()), 200);
    CHECK_TEXT(client_text(c, "expected.next_adult.kind"), "coordinator");
    CHECK_I64(job_tasks(&j, "booking.next_adult"), 1);
    CHECK_I64(client_put(c, job_path(&j, "/next-adult"), json_object()), 200); /* twice is once */
    CHECK_I64(job_count(&j, "FROM booking_event WHERE name = 'next_adult' AND booking_id ="), 2);
    CHECK_I64(
        client_put(c, job_path(&j, "/next-adult"), json_pack("{s:s}", "pickup_person_id", person)),
        200);
    CHECK_I64(job_tasks(&j, "booking.next_adult"), 0);
    world_close(t->world);
}

TEST_BOTH(at_the_latest_with_a_child_still_there_everybody_is_called)
{
    struct job j = in_care(engine);
    struct town *t = j.t;

    (void)office_staff(t, "coordinator");
    job_at(&j, j.end_at + 29 * MINUTE_MS);
    CHECK_I64(world_notices(t->world, "until_passed"), 0);
    job_at(&j, j.end_at + 30 * MINUTE_MS);
    CHECK_I64(world_notices(t->world, "until_passed"), 6); /* parent, Yuki, coordinator */
    CHECK_I64(job_tasks(&j, "booking.until"), 1);
    CHECK_I64(job_get(&j, t->yuki, ""), 200);
    CHECK_TEXT(client_text(t->yuki->client, "expected.next_adult.kind"), "coordinator");
    job_tap(&j, t->yuki, "out", "supporter_tap"); /* and the child goes home all the same */
    CHECK_TEXT(job_state(&j), "returned");
    world_close(t->world);
}

TEST_BOTH(where_nobody_named_a_latest_time_a_minute_after_the_end_calls_nobody)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    job_book(&j);
    town_sql(t, "UPDATE booking SET until_at = end_at");
    town_clock(t, j.start_at);
    job_tap(&j, t->yuki, "in", "supporter_tap");
    CHECK_I64(due(&j, "booking.until"), j.end_at + 15 * MINUTE_MS);
    job_at(&j, j.end_at + 14 * MINUTE_MS);
    CHECK_I64(world_notices(t->world, "until_passed") + world_notices(t->world, "next_adult"), 0);
    job_at(&j, j.end_at + 16 * MINUTE_MS);
    CHECK_I64(world_notices(t->world, "until_passed"), 4);
    world_close(t->world);
}

TEST_BOTH(a_child_back_before_the_latest_calls_nobody)
{
    struct job j = in_care(engine);

    town_clock(j.t, j.end_at + 20 * MINUTE_MS);
    job_tap(&j, j.t->yuki, "out", "supporter_tap");
    job_at(&j, j.end_at + 2 * HOUR_MS);
    CHECK_I64(world_notices(j.t->world, "until_passed"), 0);
    CHECK_I64(world_notices(j.t->world, "overdue"), 0);
    world_close(j.t->world);
}

/* The Tanakas' job with Yuki, so long after the end of the Satos'. */
static struct job next_job(const struct job *first, int64_t after_ms)
{
    struct job j = job_usual(first->t);

    j.family = &first->t->tanaka;
    j.parent = first->t->tanaka.parent;
    j.start_at = first->end_at + after_ms;
    j.end_at = j.start_at + HOUR_MS;
    job_book(&j);
    return j;
}

TEST_BOTH(late_into_the_next_job_warns_the_next_family_without_saying_whose_child_it_is)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    struct job next = next_job(&j, 30 * MINUTE_MS);
    const char *words;

    town_clock(t, j.start_at);
    job_tap(&j, t->yuki, "in", "supporter_tap");
    CHECK_I64(late(&j, t->sato.parent, 10), 200); /* and a quarter of an hour to get there */
    CHECK_I64(world_notices(t->world, "overrun"), 0);
    CHECK_I64(late(&j, t->sato.parent, 20), 200);
    CHECK_I64(world_notices(t->world, "overrun"), 4); /* the Tanakas and Yuki */
    CHECK_I64(job_tasks(&next, "booking.overrun"), 1);
    CHECK_I64(late(&j, t->sato.parent, 30), 200);
    CHECK_I64(world_notices(t->world, "overrun"), 4);
    CHECK_I64(job_get(&next, t->tanaka.parent, "/events"), 200);
    CHECK(strstr(t->tanaka.parent->client->text, t->sato.parent->id_text) == NULL);
    CHECK(strstr(t->tanaka.parent->client->text, "overrun") != NULL);
    (void)world_step(t->world);
    words = mail_body(letter_find(t->world->maildir, t->tanaka.parent->email, "overrun"));
    CHECK(strstr(words, "佐藤") == NULL && strstr(words, j.id) == NULL);
    world_close(t->world);
}

TEST_BOTH(a_job_that_just_goes_on_warns_when_the_next_one_comes_near)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    struct job next = next_job(&j, HOUR_MS);

    town_clock(t, j.start_at);
    job_tap(&j, t->yuki, "in", "supporter_tap");
    job_at(&j, j.end_at + MINUTE_MS);
    job_at(&j, j.end_at + 44 * MINUTE_MS);
    CHECK_I64(world_notices(t->world, "overrun"), 0);
    job_at(&j, j.end_at + 46 * MINUTE_MS); /* 15 min before the start, at another place */
    CHECK_I64(world_notices(t->world, "overrun"), 4);
    CHECK_I64(job_tasks(&next, "booking.overrun"), 1);
    world_close(t->world);
}

TEST_BOTH(who_says_late_all_day_long_is_asked_to_phone)
{
    struct job j = in_care(engine);
    struct town *t = j.t;

    for (int i = 0; i < FACTS_OF_A_KIND_MAX; i++) {
        CHECK_I64(late(&j, t->sato.parent, i % 2 == 0 ? 10 : 20), 200);
    }
    CHECK_I64(late(&j, t->sato.parent, 10), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "booking.too_often");
    world_close(t->world);
}

TEST_BOTH(at_one_minute_to_midnight_late_means_the_next_day)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    j.start_at = town_at("2026-11-25T21:00");
    j.end_at = town_at("2026-11-25T21:59");
    job_book(&j);
    town_clock(t, j.start_at);
    job_tap(&j, t->yuki, "in", "supporter_tap");
    town_clock(t, town_at("2026-11-25T23:59"));
    CHECK_I64(late(&j, t->sato.parent, 10), 200);
    CHECK_I64(client_i64(t->sato.parent->client, "expected.end_at") / MINUTE_MS,
              town_at("2026-11-26T00:09") / MINUTE_MS);
    (void)world_step(t->world);
    CHECK(strstr(mail_body(letter_find(t->world->maildir, t->yuki->email, "late")), "0:09") !=
          NULL);
    world_close(t->world);
}

TEST_BOTH(in_the_night_of_the_skipped_hour_minutes_are_true_and_words_are_the_wall_clock_s)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    const char *words;

    town_sql(t, arena_printf(t->world->arena,
                             "UPDATE community SET zone = 'Europe/Berlin' WHERE id = %lld",
                             (long long)t->community.id));
    town_sql(t, "UPDATE policy SET valid_to_day = 40000 /* scan: a test's */");
    town_sql(t, arena_printf(t->world->arena,
                             "UPDATE session SET expires_at = %lld, last_seen_at = %lld"
                             " /* scan: a test's */",
                             (long long)town_at("2028-01-01T00:00"),
                             (long long)town_at("2027-03-28T00:00")));
    j.start_at = town_at("2027-03-28T09:00"); /* 1:00 in Berlin; at 10:00 it is 3:00 there */
    j.end_at = j.start_at + 55 * MINUTE_MS;
    job_book(&j);
    town_clock(t, j.start_at);
    job_tap(&j, t->yuki, "in", "supporter_tap");
    CHECK_I64(late(&j, t->sato.parent, 10), 200);
    CHECK_I64(client_i64(t->sato.parent->client, "expected.end_at"), j.end_at + 10 * MINUTE_MS);
    CHECK_I64(due(&j, "booking.overdue"), j.end_at + 25 * MINUTE_MS);
    (void)world_step(t->world);
    words = mail_body(letter_find(t->world->maildir, t->yuki->email, "late"));
    CHECK(strstr(words, "3:05") != NULL && strstr(words, "2:05") == NULL);
    world_close(t->world);
}

struct racer {
    const struct job *job;
    const struct person *who;
    int minutes, http;
};

static void *race(void *arg)
{
    struct racer *r = arg;

    r->http = late(r->job, r->who, r->minutes);
    return NULL;
}

TEST_BOTH(two_guardians_who_say_it_at_once_are_heard_once)
{
    struct job j = in_care(engine);
    struct town *t = j.t;
    struct racer racers[2] = {{&j, t->sato.parent, 20, 0}, {&j, t->mio, 20, 0}};
    pthread_t threads[2];

    town_guardian(t, &t->sato, t->mio);
    for (int i = 0; i < 2; i++) {
        CHECK_I64(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        CHECK_I64(racers[i].http, 200);
    }
    CHECK_I64(job_count(&j, "FROM booking_event WHERE name = 'late' AND booking_id ="), 1);
    CHECK_I64(world_notices(t->world, "late"), 2);
    world_close(t->world);
}
