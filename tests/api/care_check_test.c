/* care_check_test.c - sleep and fever: helps, never evidence. */
#include "app/domain/care_check.h"
#include "tests/job.h"
#include "tests/letter.h"
#include "tests/test.h"

#include <string.h>

static struct job in_care(const char *engine, int children)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    j.children = children;
    j.price_minor = children * 750;
    job_book(&j);
    town_clock(t, j.start_at);
    job_tap(&j, t->yuki, "in", "supporter_tap");
    return j;
}

static void ages_are(const struct job *j, int years)
{
    town_sql(j->t, arena_printf(j->t->world->arena,
                                "UPDATE request_child SET age_years = %d WHERE request_id = %lld",
                                years, (long long)j->request_id));
}

static int sleeps(const struct job *j, const struct person *p, const char *what)
{
    return job_post(j, p, "/sleep",
                    json_pack("{s:s, s:s}", "child_id", j->family->child[0].text, "what", what));
}

static int measure(const struct job *j, const struct person *p, int tenths)
{
    return job_post(
        j, p, "/temperature",
        json_pack("{s:s, s:i}", "child_id", j->family->child[0].text, "tenths", tenths));
}

TEST_BOTH(a_sleeping_child_is_looked_at_by_age_and_silence_tells_nobody_anything)
{
    struct job j = in_care(engine, 1);
    struct town *t = j.t;
    struct client *c = t->yuki->client;
    int64_t at, told;

    ages_are(&j, 0);
    CHECK_I64(sleeps(&j, t->yuki, "check"), 422);
    CHECK_TEXT(client_reason(c), "sleep.awake");
    CHECK_I64(sleeps(&j, t->yuki, "woke"), 201); /* awake already */
    CHECK(json_is_null(client_at(c, "children.0.sleep")));
    CHECK_I64(sleeps(&j, t->yuki, "start"), 201);
    at = client_i64(c, "children.0.sleep.since_at");
    CHECK_I64(client_i64(c, "children.0.sleep.next_check_at"), at + 5 * MINUTE_MS);
    CHECK_I64(sleeps(&j, t->yuki, "start"), 201); /* twice is once */
    town_clock(t, at + 4 * MINUTE_MS);
    CHECK_I64(sleeps(&j, t->yuki, "check"), 201);
    CHECK_I64(sleeps(&j, t->yuki, "check"), 201);
    CHECK_I64(client_i64(c, "children.0.sleep.checks"), 1);
    CHECK_I64(client_i64(c, "children.0.sleep.since_at"), at);
    ages_are(&j, 2);
    CHECK_I64(job_get(&j, t->sato.parent, "/care"), 200);
    CHECK_I64(client_i64(t->sato.parent->client, "children.0.sleep.next_check_at"),
              client_i64(t->sato.parent->client, "children.0.sleep.last_check_at") +
                  10 * MINUTE_MS);
    ages_are(&j, 3);
    CHECK_I64(job_get(&j, t->yuki, "/care"), 200);
    CHECK(json_is_null(client_at(c, "children.0.sleep.next_check_at")));
    told = job_count(&j, "FROM notice WHERE subject_id =");
    job_at(&j, at + HOUR_MS); /* nobody looked: no alarm */
    CHECK_I64(job_count(&j, "FROM notice WHERE subject_id ="), told);
    CHECK_I64(sleeps(&j, t->yuki, "woke"), 201);
    CHECK(json_is_null(client_at(c, "children.0.sleep")));
    CHECK_I64(job_count(&j, "FROM sleep_check WHERE booking_id ="), 3);
    world_close(t->world);
}

TEST_BOTH(a_second_reading_with_fever_after_a_quarter_of_an_hour_asks_the_family_to_come)
{
    struct job j = in_care(engine, 1);
    struct town *t = j.t;
    struct client *c = t->yuki->client;
    const char *mail;

    CHECK_I64(measure(&j, t->yuki, 374), 201);
    CHECK_TEXT(client_text(c, "children.0.temperature.fever"), "none");
    CHECK_I64(measure(&j, t->yuki, 375), 201);
    CHECK_TEXT(client_text(c, "children.0.temperature.fever"), "again");
    CHECK_I64(client_i64(c, "children.0.temperature.again_at"),
              client_i64(c, "children.0.temperature.measured_at") + 15 * MINUTE_MS);
    town_clock(t, j.start_at + 10 * MINUTE_MS);
    CHECK_I64(measure(&j, t->yuki, 380), 201); /* too soon to count as the second one */
    CHECK_TEXT(client_text(c, "children.0.temperature.fever"), "again");
    CHECK_I64(world_notices(t->world, "fever"), 0);
    town_clock(t, j.start_at + 16 * MINUTE_MS);
    CHECK_I64(measure(&j, t->yuki, 376), 201);
    CHECK_TEXT(client_text(c, "children.0.temperature.fever"), "hand_over");
    CHECK_I64(world_notices(t->world, "fever"), 2); /* by mail and SMS */
    CHECK_I64(measure(&j, t->yuki, 370), 201);      /* it stays so */
    CHECK_TEXT(client_text(c, "children.0.temperature.fever"), "hand_over");
    CHECK_I64(world_notices(t->world, "fever"), 2);
    CHECK_I64(job_get(&j, t->sato.parent, "/care"), 200);
    CHECK_I64(client_i64(t->sato.parent->client, "children.0.temperature.tenths"), 370);
    (void)world_step(t->world);
    mail = letter_find(t->world->maildir, t->sato.parent->email, "fever");
    CHECK(mail != NULL && strstr(mail_body(mail), "37.") == NULL);
    world_close(t->world);
}

TEST_BOTH(only_the_supporter_notes_and_only_while_that_child_is_there)
{
    struct job j = in_care(engine, 1);
    struct town *t = j.t;
    struct client *c = t->yuki->client;

    CHECK_I64(sleeps(&j, t->sato.parent, "start"), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "care.not_now");
    CHECK_I64(measure(&j, t->sato.parent, 380), 422);
    CHECK_I64(
        job_post(&j, t->yuki, "/sleep",
                 json_pack("{s:s, s:s}", "child_id", t->tanaka.child[0].text, "what", "start")),
        400);
    CHECK_TEXT(client_text(c, "field"), "child_id");
    CHECK_I64(measure(&j, t->yuki, 299), 400);
    CHECK_I64(measure(&j, t->mio, 380), 404);
    town_clock(t, j.end_at);
    job_tap(&j, t->yuki, "out", "supporter_tap");
    CHECK_I64(measure(&j, t->yuki, 380), 422);
    CHECK_TEXT(client_reason(c), "care.not_now");
    world_close(t->world);
}

TEST(fever_needs_two_readings_a_quarter_of_an_hour_apart_with_none_below_between)
{
    static const struct {
        struct reading r[4];
        int n;
        enum fever want;
        int64_t again_min;
    } rows[] = {
        {{{0, 0}}, 0, FEVER_NONE, 0},
        {{{374, 0}}, 1, FEVER_NONE, 0},
        {{{375, 0}}, 1, FEVER_AGAIN, 15},
        {{{375, 0}, {375, 15 * MINUTE_MS - 1}}, 2, FEVER_AGAIN, 15},
        {{{375, 0}, {375, 15 * MINUTE_MS}}, 2, FEVER_HAND_OVER, 0},
        {{{390, 0}, {374, 5 * MINUTE_MS}, {390, 20 * MINUTE_MS}}, 3, FEVER_AGAIN, 35},
        {{{390, 0}, {380, 20 * MINUTE_MS}, {360, 40 * MINUTE_MS}}, 3, FEVER_HAND_OVER, 0},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t again_at;

        CHECK_I64(fever_judge(rows[i].r, rows[i].n, 375, 15 * MINUTE_MS, &again_at), rows[i].want);
        CHECK_I64(again_at, rows[i].again_min * MINUTE_MS);
    }
}
