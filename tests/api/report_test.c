/* report_test.c - notes, the report, the hours both agree to, and what the job costs then. */
#include "db/store/report.h"
#include "tests/job.h"
#include "tests/test.h"

#include <string.h>

static struct job done(const char *engine)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    job_book(&j);
    job_done(&j);
    return j;
}

static int report(const struct job *j, json_t *body)
{
    return client_put(j->supporter->client, job_path(j, "/report"), body);
}

static int report_times(const struct job *j, int64_t start_at, int64_t end_at)
{
    return report(
        j, json_pack("{s:I, s:I}", "start_at", (json_int_t)start_at, "end_at", (json_int_t)end_at));
}

static int agree(const struct job *j, const struct person *p)
{
    return job_agree(j, p);
}

static int agree_to(const struct job *j, int64_t start_at, int64_t end_at)
{
    return job_post(
        j, j->parent, "/report/agree",
        json_pack("{s:I, s:I}", "start_at", (json_int_t)start_at, "end_at", (json_int_t)end_at));
}

TEST_BOTH(notes_are_read_by_both_sides_and_lie_sealed)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct client *c = t->sato.parent->client;

    job_book(&j);
    CHECK_I64(job_post(&j, t->yuki, "/notes", json_pack("{s:s}", "text", "おやつを\n食べました")),
              201);
    CHECK_I64(job_post(&j, t->sato.parent, "/notes", json_pack("{s:s}", "text", "ありがとう")),
              201);
    CHECK_I64(job_post(&j, t->yuki, "/notes", json_pack("{s:s}", "text", "")), 400);
    CHECK_I64(job_get(&j, t->sato.parent, "/notes"), 200);
    CHECK_TEXT(client_text(c, "items.0.text"), "おやつを\n食べました");
    CHECK_TEXT(client_text(c, "items.0.by_id"), t->yuki->id_text);
    CHECK_TEXT(client_text(c, "items.1.text"), "ありがとう");
    CHECK_I64(job_post(&j, t->yuki, "/cancel", json_object()), 200);
    CHECK_I64(job_post(&j, t->yuki, "/notes", json_pack("{s:s}", "text", "x")), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "report.not_now");
    world_close(t->world);
}

TEST_BOTH(notes_have_an_end)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    job_book(&j);
    CHECK_I64(job_post(&j, t->yuki, "/notes", json_pack("{s:s}", "text", "1")), 201);
    town_sql(t, arena_printf(t->world->arena,
                             "INSERT INTO booking_note (id, booking_id, by_id, text_sealed,"
                             " created_at) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
                             " SELECT i + 1 FROM n WHERE i < %d) SELECT n.i, b.booking_id, b.by_id,"
                             " b.text_sealed, 1 FROM n, booking_note b",
                             BOOKING_NOTES_MAX - 2));
    CHECK_I64(job_post(&j, t->yuki, "/notes", json_pack("{s:s}", "text", "200")), 201);
    CHECK_I64(job_post(&j, t->yuki, "/notes", json_pack("{s:s}", "text", "201")), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "note.too_many");
    world_close(t->world);
}

TEST_BOTH(one_tap_of_the_guardian_completes_a_job_by_the_hand_overs_times)
{
    struct job j = done(engine);
    struct town *t = j.t;
    struct client *c = t->sato.parent->client;

    CHECK_I64(job_get(&j, t->sato.parent, "/report"), 404);
    CHECK_I64(agree(&j, t->yuki), 422); /* not oneself */
    CHECK_TEXT(client_reason(t->yuki->client), "report.not_now");
    CHECK_I64(agree(&j, t->sato.parent), 200);
    CHECK_TEXT(client_text(c, "state"), "completed"); /* the cash is still to be given */
    CHECK_I64(client_i64(c, "actual_start_at"), client_i64(c, "began_at"));
    CHECK_I64(client_i64(c, "actual_end_at"), client_i64(c, "ended_at"));
    CHECK_I64(agree(&j, t->sato.parent), 200);
    CHECK_I64(job_get(&j, t->sato.parent, ""), 200);
    CHECK_TEXT(client_text(c, "coverage.facts.1.kind"), "actual");
    CHECK_I64(client_i64(c, "coverage.facts.1.start_at"), client_i64(c, "actual_start_at"));
    CHECK_I64(json_array_size(client_at(c, "coverage.facts")), 2);
    CHECK_I64(job_count(&j, "FROM tie t JOIN booking b ON b.tie_id = t.id WHERE t.jobs_done = 1"
                            " AND t.trials_done = 1 AND b.id ="),
              1);
    CHECK_I64(job_count(&j, "FROM payment WHERE state = 'cash_due' AND booking_id ="), 1);
    world_close(t->world);
}

TEST_BOTH(a_report_may_say_the_times_a_little_better_until_it_is_agreed)
{
    struct job j = done(engine);
    struct town *t = j.t;
    struct client *c = t->yuki->client;

    CHECK_I64(report_times(&j, j.start_at - 31 * MINUTE_MS, j.end_at), 400);
    CHECK_TEXT(client_text(c, "field"), "start_at");
    CHECK_I64(report_times(&j, j.start_at + 31 * MINUTE_MS, j.end_at), 400);
    CHECK_I64(report_times(&j, j.start_at, j.end_at - 31 * MINUTE_MS), 400);
    CHECK_TEXT(client_text(c, "field"), "end_at");
    CHECK_I64(report_times(&j, j.start_at, j.end_at + 20 * MINUTE_MS), 400); /* the future */
    CHECK_TEXT(client_text(c, "field"), "end_at");
    CHECK_I64(client_put(t->sato.parent->client, job_path(&j, "/report"), json_object()), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "report.not_now");
    CHECK_I64(report(&j, json_pack("{s:s}", "text", "元気でした")), 200);
    town_clock(t, j.end_at + HOUR_MS);
    CHECK_I64(report_times(&j, j.start_at + MINUTE_MS, j.end_at + 20 * MINUTE_MS), 200);
    CHECK_I64(job_get(&j, t->sato.parent, "/report"), 200);
    CHECK_I64(client_i64(t->sato.parent->client, "end_at"), j.end_at + 20 * MINUTE_MS);
    CHECK(json_is_null(client_at(t->sato.parent->client, "text")));
    CHECK_I64(agree(&j, t->sato.parent), 200);
    CHECK_I64(client_i64(t->sato.parent->client, "actual_end_at"), j.end_at + 20 * MINUTE_MS);
    CHECK_I64(report_times(&j, j.start_at, j.end_at), 422);
    CHECK_TEXT(client_reason(c), "report.not_now");
    CHECK_I64(job_get(&j, t->yuki, "/report"), 200);
    CHECK_TEXT(client_text(c, "agreed_by"), t->sato.parent->id_text);
    CHECK_I64(job_count(&j, "FROM booking_event WHERE name = 'report' AND booking_id ="), 1);
    CHECK_I64(job_count(&j, "FROM payment WHERE part = 'overtime' AND state = 'asked' AND"
                            " amount_minor = 200 AND booking_id ="),
              1); /* twenty minutes at 600 an hour */
    CHECK_I64(world_notices(t->world, "overtime"), 1);
    world_close(t->world);
}

TEST_BOTH(agreeing_to_hours_that_changed_meanwhile_shows_the_report_as_it_is_now)
{
    struct job j = done(engine);
    struct town *t = j.t;
    struct client *c = t->sato.parent->client;
    int64_t began, ended;

    CHECK_I64(job_get(&j, t->sato.parent, ""), 200);
    began = client_i64(c, "began_at");
    ended = client_i64(c, "ended_at");
    CHECK_I64(agree_to(&j, began, ended + 1), 409); /* no report: the hand-overs count */
    CHECK_TEXT(client_reason(c), "report.changed");
    CHECK_I64(client_i64(c, "report.end_at"), ended);
    CHECK(json_is_null(client_at(c, "report.by_id")));
    town_clock(t, j.end_at + HOUR_MS);
    CHECK_I64(report_times(&j, j.start_at, j.end_at + 20 * MINUTE_MS), 200);
    CHECK_I64(agree_to(&j, began, ended), 409); /* the page was read before */
    CHECK_TEXT(client_reason(c), "report.changed");
    CHECK_I64(client_i64(c, "report.start_at"), j.start_at);
    CHECK_I64(client_i64(c, "report.end_at"), j.end_at + 20 * MINUTE_MS);
    CHECK_TEXT(job_state(&j), "returned");
    CHECK_I64(job_post(&j, t->sato.parent, "/report/agree", json_object()), 400);
    CHECK_I64(agree_to(&j, j.start_at, j.end_at + 20 * MINUTE_MS), 200);
    CHECK_I64(agree_to(&j, began, ended), 200); /* done: a late tap finds it so */
    CHECK_I64(client_i64(c, "actual_end_at"), j.end_at + 20 * MINUTE_MS);
    world_close(t->world);
}

TEST_BOTH(in_and_out_in_one_moment_is_still_a_job_that_can_be_reported)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    json_t *in, *out;

    job_book(&j);
    town_clock(t, j.end_at);
    in = json_pack("{s:s, s:s, s:I}", "way", "in", "proof", "supporter_tap", "device_at",
                   (json_int_t)j.end_at);
    CHECK_I64(job_post(&j, t->yuki, "/handovers", in), 201);
    out = json_pack("{s:s, s:s, s:I}", "way", "out", "proof", "supporter_tap", "device_at",
                    (json_int_t)j.end_at);
    CHECK_I64(job_post(&j, t->yuki, "/handovers", out), 201);
    CHECK_I64(report(&j, json_object()), 200);
    CHECK_I64(agree(&j, t->sato.parent), 200);
    CHECK_I64(client_i64(t->sato.parent->client, "actual_end_at"), j.end_at + 1);
    world_close(t->world);
}

TEST_BOTH(after_two_days_without_a_word_the_hours_count_by_themselves)
{
    struct job j = done(engine);
    struct town *t = j.t;

    CHECK_I64(report(&j, json_object()), 200);
    job_at(&j, j.end_at + 48 * HOUR_MS - MINUTE_MS);
    CHECK_TEXT(job_state(&j), "returned");
    job_at(&j, j.end_at + 48 * HOUR_MS + MINUTE_MS);
    CHECK_TEXT(job_state(&j), "completed");
    CHECK_I64(job_get(&j, t->sato.parent, "/report"), 200);
    CHECK(json_is_null(client_at(t->sato.parent->client, "agreed_by")));
    CHECK(client_i64(t->sato.parent->client, "agreed_at") > 0);
    CHECK_I64(agree(&j, t->sato.parent), 200); /* a late tap finds it done */
    CHECK_I64(job_count(&j, "FROM booking_event WHERE name = 'complete' AND booking_id ="), 1);
    world_close(t->world);
}

TEST_BOTH(a_favour_is_settled_at_once_and_closed_after_a_fortnight)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    int64_t settled_at;

    j.pay_by = "nothing";
    j.price_minor = 0;
    job_book(&j);
    job_done(&j);
    CHECK_I64(agree(&j, t->sato.parent), 200);
    CHECK_TEXT(client_text(t->sato.parent->client, "state"), "settled");
    settled_at = client_i64(t->sato.parent->client, "state_at");
    CHECK_I64(job_get(&j, t->sato.parent, ""), 200);
    CHECK_TEXT(client_text(t->sato.parent->client, "next"), "next.thank");
    job_at(&j, settled_at + 14 * DAY_MS - MINUTE_MS);
    CHECK_I64(job_count(&j, "FROM booking WHERE state = 'settled' AND id ="), 1);
    job_at(&j, settled_at + 14 * DAY_MS);
    CHECK_I64(job_count(&j, "FROM booking WHERE state = 'closed' AND id ="), 1);
    world_close(t->world);
}

TEST_BOTH(the_supporter_reads_notes_and_report_for_a_day_and_the_family_for_ever)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    int64_t over;

    job_book(&j);
    CHECK_I64(job_post(&j, t->yuki, "/notes", json_pack("{s:s}", "text", "熱 36.8")), 201);
    job_done(&j);
    CHECK_I64(report(&j, json_pack("{s:s}", "text", "元気でした")), 200);
    CHECK_I64(job_get(&j, t->yuki, ""), 200);
    over = client_i64(t->yuki->client, "ended_at") + 24 * HOUR_MS;
    town_clock(t, over - MINUTE_MS);
    CHECK_I64(job_get(&j, t->yuki, "/notes"), 200);
    CHECK_I64(job_get(&j, t->yuki, "/report"), 200);
    town_clock(t, over);
    CHECK_I64(job_get(&j, t->yuki, "/notes"), 404);
    CHECK_I64(job_get(&j, t->yuki, "/report"), 404);
    CHECK_I64(job_get(&j, t->sato.parent, "/notes"), 200);
    CHECK_TEXT(client_text(t->sato.parent->client, "items.0.text"), "熱 36.8");
    CHECK_I64(job_get(&j, t->sato.parent, "/report"), 200);
    world_close(t->world);
}

TEST_BOTH(notes_changes_and_history_come_page_by_page)
{
    static const char *const lists[] = {"/notes", "/events", "/amendments"};
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct client *c = t->sato.parent->client;
    const char *first;

    job_book(&j);
    for (int i = 1; i <= 3; i++) {
        CHECK_I64(job_post(&j, t->yuki, "/notes", json_pack("{s:s}", "text", "x")), 201);
        CHECK_I64(job_post(&j, t->yuki, "/amendments",
                           json_pack("{s:I}", "end_at", (json_int_t)(j.end_at + i * MINUTE_MS))),
                  201);
        CHECK_I64(client_post(c,
                              arena_printf(t->world->arena, "/api/v1/amendments/%s/accept",
                                           client_text(t->yuki->client, "id")),
                              NULL),
                  200);
    }
    for (int i = 0; i < 3; i++) {
        CHECK_I64(
            job_get(&j, t->sato.parent, arena_printf(t->world->arena, "%s?limit=2", lists[i])),
            200);
        CHECK_I64(json_array_size(client_at(c, "items")), 2);
        first = arena_strdup(t->world->arena, client_text(c, "items.1.id"));
        CHECK_I64(job_get(&j, t->sato.parent,
                          arena_printf(t->world->arena, "%s?limit=2&cursor=%s", lists[i],
                                       client_text(c, "next_cursor"))),
                  200);
        CHECK(strcmp(client_text(c, "items.0.id"), first) > 0);
    }
    CHECK(client_text(c, "next_cursor") == NULL); /* three changes were there */
    world_close(t->world);
}

/* ---- the brief ---- */

TEST_BOTH(the_chosen_supporter_reads_what_the_job_needs_and_the_family_reads_that_they_did)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct client *c = t->yuki->client;

    job_book(&j);
    CHECK_I64(job_get(&j, t->yuki, "/brief"), 200);
    CHECK_TEXT(client_text(c, "children.0.name"), "こども");
    CHECK_I64(client_i64(c, "children.0.age_years"), 5);
    CHECK(!client_true(c, "children.0.call_first"));
    CHECK_TEXT(client_text(c, "stops.0.name"), "みどり保育園");
    CHECK_TEXT(client_text(c, "stops.1.address"), "みどり町1-2-3");
    CHECK_TEXT(client_text(c, "guardians.0.display_name"), "佐藤");
    CHECK_I64(json_array_size(client_at(c, "children")), 1);
    CHECK_I64(job_count(&j, "FROM audit_log WHERE action = 'saw.brief' AND subject_id ="), 1);
    CHECK_I64(job_get(&j, t->sato.parent, "/brief"), 404); /* their own pages have it */
    CHECK_I64(job_count(&j, "FROM audit_log WHERE action = 'saw.brief' AND subject_id ="), 1);
    world_close(t->world);
}

TEST_BOTH(the_brief_opens_with_the_confirmation_and_closes_a_day_after_the_end)
{
    struct town *t = town_open(world_open(engine));
    struct job card = job_usual(t), j = job_usual(t);

    card.pay_by = "card";
    card.start_at += DAY_MS;
    card.end_at += DAY_MS;
    job_book(&card);
    CHECK_TEXT(job_state(&card), "agreed");
    CHECK_I64(job_get(&card, t->yuki, "/brief"), 404);
    job_book(&j);
    job_done(&j);
    town_clock(t, j.end_at + DAY_MS - MINUTE_MS);
    CHECK_I64(job_get(&j, t->yuki, "/brief"), 200);
    town_clock(t, j.end_at + DAY_MS + MINUTE_MS);
    CHECK_I64(job_get(&j, t->yuki, "/brief"), 404);
    j.start_at += 3 * DAY_MS;
    j.end_at += 3 * DAY_MS;
    job_book(&j);
    CHECK_I64(job_get(&j, t->yuki, "/brief"), 200);
    CHECK_I64(job_post(&j, t->sato.parent, "/cancel", json_object()), 200);
    CHECK_I64(job_get(&j, t->yuki, "/brief"), 404);
    world_close(t->world);
}
