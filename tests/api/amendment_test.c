/* amendment_test.c - a booking is changed by both or not at all, over HTTP. */
#include "app/base/zone.h"
#include "tests/job.h"
#include "tests/letter.h"
#include "tests/test.h"

#include <pthread.h>
#include <string.h>

static int propose(const struct job *j, const struct person *p, int64_t start_at, int64_t end_at)
{
    return job_post(
        j, p, "/amendments",
        json_pack("{s:I, s:I}", "start_at", (json_int_t)start_at, "end_at", (json_int_t)end_at));
}

/* The id of the amendment that p just proposed. */
static const char *proposed(const struct job *j, const struct person *p, int64_t start_at,
                            int64_t end_at)
{
    CHECK_I64(propose(j, p, start_at, end_at), 201);
    return arena_strdup(j->t->world->arena, client_text(p->client, "id"));
}

static int answer(const struct person *p, const char *id, const char *what)
{
    char path[160];

    return client_post(p->client,
                       client_path(path, sizeof path, "/api/v1/amendments/%s/%s", id, what), NULL);
}

static struct job booked(const char *engine)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    job_book(&j);
    return j;
}

TEST_BOTH(who_proposed_a_change_hears_that_it_was_declined)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    const char *id = proposed(&j, t->sato.parent, j.start_at, j.end_at + HOUR_MS);
    int64_t before = world_notices(t->world, "change_declined");

    CHECK_I64(answer(t->yuki, id, "decline"), 200);
    CHECK_I64(answer(t->yuki, id, "decline"), 200);
    CHECK_I64(world_notices(t->world, "change_declined"), before + 1);
    (void)world_step(t->world);
    CHECK(letter_find(t->world->maildir, t->sato.parent->email, "change_declined") != NULL);
    id = proposed(&j, t->yuki, j.start_at, j.end_at + HOUR_MS);
    CHECK_I64(answer(t->yuki, id, "withdraw"), 200);
    CHECK_I64(world_notices(t->world, "change_declined"), before + 1);
    world_close(t->world);
}

TEST_BOTH(an_hour_more_is_priced_asked_and_becomes_the_next_version)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    struct client *c = t->yuki->client;
    const char *id;
    char digest[65];

    id = proposed(&j, t->sato.parent, j.start_at, j.end_at + HOUR_MS);
    CHECK_I64(client_i64(t->sato.parent->client, "price_minor"), 1350); /* 600 an hour */
    CHECK_TEXT(client_text(t->sato.parent->client, "state"), "proposed");
    CHECK_I64(world_notices(t->world, "change_asked"), 1);
    CHECK_I64(job_get(&j, t->yuki, ""), 200);
    CHECK_I64(client_i64(c, "fee.price_minor"), 750); /* until somebody says yes */
    CHECK_I64(answer(t->yuki, id, "accept"), 200);
    CHECK_I64(client_i64(c, "booking.version"), 2);
    CHECK_I64(client_i64(c, "booking.end_at"), j.end_at + HOUR_MS);
    CHECK_I64(client_i64(c, "booking.until_at"), j.end_at + HOUR_MS + 30 * MINUTE_MS);
    CHECK_I64(client_i64(c, "booking.fee.price_minor"), 1350);
    CHECK_TEXT(client_text(c, "booking.id"), j.id);
    CHECK_I64(job_get(&j, t->yuki, ""), 200);
    CHECK_TEXT(client_text(c, "coverage.facts.0.kind"), "amended");
    CHECK_I64(client_i64(c, "coverage.facts.0.end_at"), j.end_at + HOUR_MS);
    CHECK_I64(client_i64(c, "stops.0.at"), j.start_at);
    CHECK_I64(client_i64(c, "stops.1.at"), j.end_at + HOUR_MS);
    CHECK_I64(job_get(&j, t->yuki, "/agreement"), 200);
    doc_digest(client_text(c, "document"), digest);
    CHECK_TEXT(client_text(c, "sha256"), digest);
    CHECK(strstr(client_text(c, "document"), "\"version\":2") != NULL);
    CHECK_I64(job_count(&j, "FROM payment WHERE amount_minor = 1350 AND booking_id ="), 1);
    CHECK_I64(world_notices(t->world, "changed"), 2);
    CHECK_I64(job_get(&j, t->sato.parent, "/amendments"), 200);
    CHECK_TEXT(client_text(t->sato.parent->client, "items.0.state"), "accepted");
    world_close(t->world);
}

TEST_BOTH(a_change_moves_what_is_waited_for_as_well)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    const char *id = proposed(&j, t->yuki, j.start_at + HOUR_MS, j.end_at + HOUR_MS);

    CHECK_I64(answer(t->sato.parent, id, "accept"), 200);
    job_at(&j, j.start_at + 31 * MINUTE_MS);
    CHECK_I64(job_count(&j, "FROM no_show_claim WHERE booking_id ="), 0);
    job_at(&j, j.start_at + HOUR_MS + 31 * MINUTE_MS);
    CHECK_I64(job_count(&j, "FROM no_show_claim WHERE booking_id ="), 1);
    world_close(t->world);
}

TEST_BOTH(accepting_twice_is_once_and_after_another_answer_it_is_too_late)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    const char *id = proposed(&j, t->yuki, j.start_at, j.end_at + HOUR_MS);

    CHECK_I64(answer(t->sato.parent, id, "accept"), 200);
    CHECK_I64(answer(t->sato.parent, id, "accept"), 200);
    CHECK_I64(client_i64(t->sato.parent->client, "booking.version"), 2);
    CHECK_I64(answer(t->sato.parent, id, "decline"), 409);
    CHECK_TEXT(client_reason(t->sato.parent->client), "amendment.changed");
    CHECK_I64(answer(t->yuki, id, "withdraw"), 409);
    CHECK_I64(job_count(&j, "FROM booking_event WHERE name = 'amended' AND booking_id ="), 1);
    id = proposed(&j, t->sato.parent, j.start_at, j.end_at);
    CHECK_I64(answer(t->yuki, id, "decline"), 200);
    CHECK_I64(answer(t->yuki, id, "decline"), 200);
    CHECK_I64(answer(t->yuki, id, "accept"), 409);
    CHECK_TEXT(client_reason(t->yuki->client), "amendment.changed");
    CHECK_I64(job_get(&j, t->yuki, ""), 200);
    CHECK_I64(client_i64(t->yuki->client, "version"), 2);
    world_close(t->world);
}

TEST_BOTH(nobody_answers_for_the_other_side_and_one_change_waits_at_a_time)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    const char *id;

    town_guardian(t, &t->sato, t->mio);
    id = proposed(&j, t->sato.parent, j.start_at, j.end_at + HOUR_MS);
    CHECK_I64(answer(t->mio, id, "accept"), 422); /* the same household */
    CHECK_TEXT(client_reason(t->mio->client), "amendment.own");
    CHECK_I64(answer(t->sato.parent, id, "decline"), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "amendment.own");
    CHECK_I64(answer(t->yuki, id, "withdraw"), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "amendment.theirs");
    CHECK_I64(answer(t->tanaka.parent, id, "accept"), 404);
    CHECK_I64(propose(&j, t->yuki, j.start_at, j.end_at + 2 * HOUR_MS), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "amendment.open");
    CHECK_I64(answer(t->mio, id, "withdraw"), 200);
    CHECK_I64(answer(t->mio, id, "withdraw"), 200);
    CHECK_I64(propose(&j, t->yuki, j.start_at, j.end_at), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "amendment.same");
    CHECK_I64(job_post(&j, t->yuki, "/amendments", json_object()), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "amendment.same");
    CHECK_I64(propose(&j, t->yuki, j.end_at, j.end_at), 400);
    CHECK_TEXT(client_text(t->yuki->client, "field"), "end_at");
    CHECK_I64(propose(&j, t->yuki, j.start_at, j.start_at + 25 * HOUR_MS), 400);
    CHECK_I64(propose(&j, t->yuki, j.start_at + 400 * DAY_MS, j.end_at + 400 * DAY_MS), 400);
    CHECK_TEXT(client_text(t->yuki->client, "field"), "start_at");
    CHECK_I64(propose(&j, t->yuki, world_now(t->world) - 1, j.end_at), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "booking.too_late");
    world_close(t->world);
}

TEST_BOTH(a_change_into_another_job_of_the_supporter_or_of_the_child_is_refused)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    struct job tanaka = job_usual(t), school = job_usual(t);
    const char *id;

    tanaka.family = &t->tanaka;
    tanaka.parent = t->tanaka.parent;
    tanaka.start_at = j.end_at + HOUR_MS;
    tanaka.end_at = j.end_at + 2 * HOUR_MS;
    job_book(&tanaka);
    CHECK_I64(propose(&j, t->yuki, j.start_at, j.end_at + 46 * MINUTE_MS), 422); /* 14 min to go */
    CHECK_TEXT(client_reason(t->yuki->client), "booking.supporter_busy");
    id = proposed(&j, t->yuki, j.start_at, j.end_at + 45 * MINUTE_MS);
    CHECK_I64(answer(t->yuki, id, "withdraw"), 200);

    school.supporter = t->mio;
    school.start_at = j.start_at - 2 * HOUR_MS;
    school.end_at = j.start_at;
    job_book(&school);
    CHECK_I64(propose(&j, t->yuki, j.start_at - 1, j.end_at), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "booking.child_busy");

    id = proposed(&j, t->yuki, j.start_at, j.end_at + 30 * MINUTE_MS);
    tanaka.start_at = j.end_at + 30 * MINUTE_MS; /* taken while nobody answered */
    tanaka.end_at = j.end_at + 40 * MINUTE_MS;
    tanaka.supporter = t->yuki;
    town_sql(t, arena_printf(t->world->arena,
                             "UPDATE booking SET start_at = %lld WHERE household_id = %lld;"
                             "UPDATE booking_child SET start_at = %lld WHERE child_id = %lld",
                             (long long)tanaka.start_at, (long long)t->tanaka.id.id,
                             (long long)tanaka.start_at, (long long)t->tanaka.child[0].id));
    CHECK_I64(answer(t->sato.parent, id, "accept"), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "booking.supporter_busy");
    CHECK_I64(job_get(&j, t->yuki, "/amendments"), 200);
    CHECK_TEXT(client_text(t->yuki->client, "items.1.state"), "proposed"); /* nothing was kept */
    world_close(t->world);
}

TEST_BOTH(gates_must_hold_to_the_last_instant_of_the_new_time)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    int64_t end = j.end_at + HOUR_MS;
    const char *id;

    town_expire(t, t->yuki, "identity", end - SECOND_MS);
    CHECK_I64(propose(&j, t->yuki, j.start_at, end), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "gate.identity");
    town_expire(t, t->yuki, "identity", end);
    id = proposed(&j, t->yuki, j.start_at, end);
    town_expire(t, t->yuki, "identity", end - 1);
    CHECK_I64(answer(t->sato.parent, id, "accept"), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "gate.identity");
    town_expire(t, t->yuki, "identity", end);
    CHECK_I64(answer(t->sato.parent, id, "accept"), 200);
    world_close(t->world);
}

TEST_BOTH(the_policy_of_the_issued_record_must_take_the_new_day)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    town_sql(t, "UPDATE policy SET age_below = 6");
    t->sato.child[0] = town_child_born(t, &t->sato, "たろう", date_to_day_number(2020, 11, 26));
    job_book(&j);
    CHECK_I64(propose(&j, t->yuki, j.start_at + DAY_MS, j.end_at + DAY_MS), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "policy.age"); /* six years old by then */
    (void)town_policy(t, "P-2", 6, 13);
    CHECK_I64(propose(&j, t->yuki, j.start_at + DAY_MS, j.end_at + DAY_MS), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "policy.age"); /* insured under P-1 already */
    world_close(t->world);
}

TEST_BOTH(what_nobody_answered_ends_at_the_start)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    const char *id = proposed(&j, t->yuki, j.start_at, j.end_at + HOUR_MS);

    town_clock(t, j.start_at);
    CHECK_I64(answer(t->sato.parent, id, "accept"), 422); /* the worker is late */
    CHECK_TEXT(client_reason(t->sato.parent->client), "booking.too_late");
    (void)world_step(t->world);
    CHECK_I64(job_get(&j, t->yuki, "/amendments"), 200);
    CHECK_TEXT(client_text(t->yuki->client, "items.0.state"), "expired");
    CHECK_I64(answer(t->sato.parent, id, "accept"), 409);
    CHECK_TEXT(client_reason(t->sato.parent->client), "amendment.changed");
    CHECK_I64(propose(&j, t->yuki, j.start_at + HOUR_MS, j.end_at + HOUR_MS), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "booking.too_late");
    job_tap(&j, t->yuki, "in", "supporter_tap");
    CHECK_I64(propose(&j, t->yuki, j.start_at, j.end_at + HOUR_MS), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "amendment.not_now");
    world_close(t->world);
}

TEST_BOTH(a_change_of_a_booking_that_was_cancelled_meanwhile_is_not_accepted)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    const char *id = proposed(&j, t->yuki, j.start_at, j.end_at + HOUR_MS);

    CHECK_I64(job_post(&j, t->yuki, "/cancel", json_object()), 200);
    CHECK_I64(answer(t->sato.parent, id, "accept"), 409);
    CHECK_TEXT(client_reason(t->sato.parent->client), "booking.changed");
    world_close(t->world);
}

TEST_BOTH(changes_without_end_are_not_changes)
{
    struct job j = booked(engine);
    struct town *t = j.t;

    for (int i = 0; i < AMENDMENTS_PER_BOOKING_MAX; i++) {
        CHECK_I64(
            answer(t->yuki, proposed(&j, t->yuki, j.start_at, j.end_at + HOUR_MS), "withdraw"),
            200);
    }
    CHECK_I64(propose(&j, t->yuki, j.start_at, j.end_at + HOUR_MS), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "amendment.too_many");
    world_close(t->world);
}

struct racer {
    const struct person *who;
    const char *path;
    int http;
};

static void *race(void *arg)
{
    struct racer *r = arg;

    do {
        r->http = client_post(r->who->client, r->path, NULL);
    } while (r->http == 503);
    return NULL;
}

TEST_BOTH(two_guardians_of_whom_one_accepts_and_one_declines_get_one_answer)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    pthread_t threads[2];

    town_guardian(t, &t->sato, t->mio);
    for (int i = 1; i <= 8; i++) {
        const char *id = proposed(&j, t->yuki, j.start_at, j.end_at + i * MINUTE_MS);
        struct racer racers[2] = {
            {t->sato.parent, arena_printf(t->world->arena, "/api/v1/amendments/%s/accept", id), 0},
            {t->mio, arena_printf(t->world->arena, "/api/v1/amendments/%s/decline", id), 0},
        };
        const struct racer *loser;

        for (int k = 0; k < 2; k++) {
            CHECK_I64(pthread_create(&threads[k], NULL, race, &racers[k]), 0);
        }
        for (int k = 0; k < 2; k++) {
            pthread_join(threads[k], NULL);
        }
        CHECK((racers[0].http == 200) != (racers[1].http == 200));
        loser = racers[0].http == 200 ? &racers[1] : &racers[0];
        CHECK_I64(loser->http, 409);
        CHECK_TEXT(client_reason(loser->who->client), "amendment.changed");
    }
    world_close(t->world);
}

TEST_BOTH(a_hold_that_is_still_to_come_comes_in_time_for_the_new_day)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    int64_t early = 3 * DAY_MS, late = 20 * DAY_MS, day = late - early;
    const char *id;

    town_sql(t, arena_printf(t->world->arena,
                             "INSERT INTO card (id, member_id, provider, ref, brand, last4,"
                             " exp_month, exp_year, created_at)"
                             " VALUES (77, %lld, 'stripe', 'pm_1', 'visa', '4242', 12, 2030, 1)",
                             (long long)t->sato.parent->id));
    j.pay_by = "card";
    j.start_at += late;
    j.end_at += late;
    job_book(&j);
    CHECK_TEXT(job_state(&j), "confirmed"); /* the card is there, the hold comes later */
    CHECK_I64(town_count(t, "SELECT due_at AS n FROM timer WHERE kind = 'payment.authorize'"),
              j.start_at - 5 * DAY_MS);
    id = proposed(&j, t->yuki, j.start_at - day, j.end_at - day);
    CHECK_I64(answer(t->sato.parent, id, "accept"), 200);
    CHECK(town_count(t, "SELECT due_at AS n FROM timer WHERE kind = 'payment.authorize'") <=
          world_now(t->world));
    world_close(t->world);
}

TEST_BOTH(a_price_under_the_cards_minimum_is_refused_before_anybody_is_asked)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    j.pay_by = "card";
    job_book(&j);
    CHECK_I64(propose(&j, t->yuki, j.start_at, j.start_at + 4 * MINUTE_MS), 422); /* 40 yen */
    CHECK_TEXT(client_reason(t->yuki->client), "payment.below_minimum");
    CHECK_I64(propose(&j, t->yuki, j.start_at, j.start_at + 5 * MINUTE_MS), 201);
    world_close(t->world);
}

TEST_BOTH(a_change_never_brings_more_than_three_siblings_together)
{
    struct town *t = town_open(world_open(engine));
    struct family suzuki = town_family(t, "鈴木", (const int[]){6, 4, 2, -1}), fourth = suzuki;
    struct job three = job_usual(t), one = job_usual(t);

    (void)town_tie(t, t->yuki, suzuki.parent, world_now(t->world) + 200 * DAY_MS);
    fourth.child[0] = town_child(t, &suzuki, "末っ子", 1);
    three.family = &suzuki;
    three.parent = suzuki.parent;
    three.children = 3;
    job_book(&three);
    one.family = &fourth;
    one.parent = suzuki.parent;
    one.start_at = three.end_at + HOUR_MS;
    one.end_at = three.end_at + 2 * HOUR_MS;
    job_book(&one);
    CHECK_I64(propose(&one, t->yuki, three.end_at - 1, one.end_at), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "booking.too_many_children");
    CHECK_I64(propose(&one, t->yuki, three.end_at, one.end_at), 201);
    world_close(t->world);
}

/* The child is back half an hour early. */
static struct job back_early(const char *engine)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    job_book(&j);
    town_clock(t, j.start_at);
    job_tap(&j, t->yuki, "in", "supporter_tap");
    town_clock(t, j.end_at - 30 * MINUTE_MS);
    job_tap(&j, t->yuki, "out", "supporter_tap");
    return j;
}

static int lower(const struct job *j, const struct person *p, int minor)
{
    return job_post(j, p, "/amendments", json_pack("{s:i}", "price_minor", minor));
}

static const char *made(const struct job *j, const struct person *p, const char *rest)
{
    return arena_printf(j->t->world->arena, "/api/v1/amendments/%s/%s",
                        client_text(p->client, "id"), rest);
}

TEST_BOTH(an_early_end_keeps_its_price_unless_both_agree_to_a_lower_one)
{
    struct job j = back_early(engine);
    struct town *t = j.t;
    struct client *c = t->sato.parent->client;
    const char *accept;

    CHECK_I64(lower(&j, t->yuki, 750), 400); /* the same */
    CHECK_TEXT(client_text(t->yuki->client, "field"), "price_minor");
    CHECK_I64(lower(&j, t->yuki, 500), 201);
    accept = made(&j, t->yuki, "accept");
    CHECK_I64(client_post(t->yuki->client, accept, NULL), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "amendment.own");
    CHECK_I64(client_post(c, accept, NULL), 200);
    CHECK_I64(client_i64(c, "booking.fee.price_minor"), 500);
    CHECK_I64(client_i64(c, "booking.version"), 2);
    CHECK_I64(client_i64(c, "booking.end_at"), j.end_at);
    CHECK_I64(client_post(c, accept, NULL), 200); /* twice is once */
    CHECK_I64(job_agree(&j, t->sato.parent), 200);
    CHECK_I64(job_count(&j, "FROM payment WHERE state = 'cash_due' AND amount_minor = 500 AND"
                            " booking_id ="),
              1);
    CHECK_I64(lower(&j, t->yuki, 300), 422); /* it is settled what it costs */
    CHECK_TEXT(client_reason(t->yuki->client), "amendment.not_now");
    world_close(t->world);
}

TEST_BOTH(a_lower_price_that_nobody_accepts_changes_nothing)
{
    struct job j = back_early(engine);
    struct town *t = j.t;
    const char *accept;

    CHECK_I64(lower(&j, t->sato.parent, 0), 201); /* the family asks, the supporter says no word */
    accept = made(&j, t->sato.parent, "accept");
    CHECK_I64(lower(&j, t->sato.parent, 100), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "amendment.open");
    CHECK_I64(job_agree(&j, t->sato.parent), 200);
    CHECK_I64(client_post(t->yuki->client, accept, NULL), 409);
    CHECK_TEXT(client_reason(t->yuki->client), "booking.changed");
    CHECK_I64(job_count(&j, "FROM payment WHERE state = 'cash_due' AND amount_minor = 750 AND"
                            " booking_id ="),
              1);
    world_close(t->world);
}
