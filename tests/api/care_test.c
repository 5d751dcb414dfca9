/* care_test.c - a child changes hands, over HTTP: only a barred person stops it. */
#include "app/base/limits.h"
#include "app/domain/vault.h"
#include "tests/job.h"
#include "tests/test.h"

#include <string.h>

static int hand(const struct job *j, const struct person *p, const char *way, const char *proof)
{
    return job_post(j, p, "/handovers", json_pack("{s:s, s:s}", "way", way, "proof", proof));
}

static int hand_code(const struct job *j, const struct person *p, const char *way, const char *code)
{
    return job_post(j, p, "/handovers",
                    json_pack("{s:s, s:s, s:s}", "way", way, "proof", "code", "code", code));
}

/* The code that p sees. */
static const char *code_of(const struct job *j, const struct person *p, const char *way)
{
    CHECK_I64(
        job_get(j, p, strcmp(way, "in") == 0 ? "/handover-code?way=in" : "/handover-code?way=out"),
        200);
    return arena_strdup(j->t->world->arena, client_text(p->client, "code"));
}

/* Another one than that, also of six digits. */
static const char *wrong(const char *code)
{
    return strcmp(code, "000000") == 0 ? "000001" : "000000";
}

static struct job booked(const char *engine)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    job_book(&j);
    town_clock(t, j.start_at);
    return j;
}

TEST_BOTH(codes_bring_the_child_in_and_out_and_each_is_shown_to_its_side_alone)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    const char *in = code_of(&j, t->yuki, "in"), *out;

    CHECK_TEXT(code_of(&j, t->sato.parent, "in"), in);
    CHECK_I64(hand_code(&j, t->sato.parent, "in", in), 201);
    CHECK_TEXT(client_text(t->sato.parent->client, "state"), "in_care");
    CHECK_I64((client_i64(t->sato.parent->client, "began_at") - j.start_at) / 1000, 0);
    CHECK_I64(job_get(&j, t->yuki, "/handover-code?way=out"), 404);
    CHECK_I64(job_get(&j, t->yuki, "/handover-code?way=sideways"), 400);
    out = code_of(&j, t->sato.parent, "out");
    town_clock(t, j.end_at);
    CHECK_I64(hand_code(&j, t->sato.parent, "out", out), 422); /* the supporter types it */
    CHECK_TEXT(client_reason(t->sato.parent->client), "handover.proof");
    CHECK_I64(hand_code(&j, t->yuki, "out", out), 201);
    CHECK_TEXT(client_text(t->yuki->client, "state"), "returned");
    CHECK_I64(job_count(&j, "FROM handover WHERE weak = 0 AND proof = 'code' AND booking_id ="), 2);
    CHECK_I64(job_get(&j, t->sato.parent, "/handover-code?way=out"), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "handover.not_now");
    CHECK_I64(world_notices(t->world, "handed_in"), 1);
    CHECK_I64(world_notices(t->world, "returned"), 1);
    world_close(t->world);
}

TEST_BOTH(after_five_wrong_codes_the_guardians_are_called_and_a_tap_still_works)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    const char *code = code_of(&j, t->yuki, "in");

    for (int i = 0; i < HANDOVER_CODE_TRIES_MAX; i++) {
        CHECK_I64(world_notices(t->world, "code_wrong"), 0);
        CHECK_I64(hand_code(&j, t->sato.parent, "in", i == 2 ? "12" : wrong(code)), 422);
        CHECK_TEXT(client_reason(t->sato.parent->client), "handover.wrong_code");
    }
    CHECK_I64(world_notices(t->world, "code_wrong"), 2);       /* by mail and SMS */
    CHECK_I64(hand_code(&j, t->sato.parent, "in", code), 422); /* spent, also the right one */
    CHECK_I64(hand(&j, t->yuki, "in", "supporter_tap"), 201);
    CHECK_TEXT(job_state(&j), "in_care");
    world_close(t->world);
}

TEST_BOTH(a_tap_of_the_supporter_alone_is_flagged_until_they_trust_each_other)
{
    struct job j = booked(engine);
    struct town *t = j.t;

    CHECK_I64(hand(&j, t->yuki, "in", "supporter_tap"), 201);
    CHECK_I64(job_tasks(&j, "handover.weak"), 1);
    CHECK_I64(job_count(&j, "FROM handover WHERE weak = 1 AND booking_id ="), 1);
    town_tie_jobs(t, town_tie_of(t, t->yuki, t->sato.parent), 1, 3);
    town_clock(t, j.end_at);
    CHECK_I64(hand(&j, t->yuki, "out", "supporter_tap"), 201);
    CHECK_I64(job_count(&j, "FROM handover WHERE weak = 1 AND booking_id ="), 1);
    world_close(t->world);
}

TEST_BOTH(a_hand_over_long_before_the_start_is_noted_and_flagged)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t), next = job_usual(t);

    job_book(&j);
    next.supporter = t->mio;
    next.family = &t->tanaka;
    next.parent = t->tanaka.parent;
    job_book(&next);
    town_clock(t, j.start_at - HOUR_MS);
    CHECK_I64(hand(&j, t->sato.parent, "in", "guardian_tap"), 201); /* an hour is early enough */
    CHECK_I64(job_tasks(&j, "handover.weak"), 0);
    town_clock(t, next.start_at - HOUR_MS - MINUTE_MS);
    CHECK_I64(hand(&next, t->tanaka.parent, "in", "guardian_tap"), 201);
    CHECK_TEXT(client_text(t->tanaka.parent->client, "state"), "in_care");
    CHECK_I64(job_tasks(&next, "handover.weak"), 1);
    CHECK_I64(job_count(&next, "FROM handover WHERE weak = 1 AND booking_id ="), 1);
    world_close(t->world);
}

TEST_BOTH(a_double_tap_and_one_from_each_side_note_one_hand_over)
{
    struct job j = booked(engine);
    struct town *t = j.t;

    CHECK_I64(hand(&j, t->yuki, "in", "supporter_tap"), 201);
    CHECK_I64(hand(&j, t->yuki, "in", "supporter_tap"), 201);
    CHECK_I64(hand(&j, t->sato.parent, "in", "guardian_tap"), 201);
    CHECK_I64(job_count(&j, "FROM handover WHERE booking_id ="), 1);
    CHECK_I64(job_count(&j, "FROM booking_event WHERE name = 'begin' AND booking_id ="), 1);
    town_clock(t, j.end_at);
    CHECK_I64(hand(&j, t->sato.parent, "out", "guardian_tap"), 201);
    CHECK_I64(hand(&j, t->yuki, "out", "photo_list"), 201);
    CHECK_TEXT(client_text(t->yuki->client, "state"), "returned");
    CHECK_I64(job_count(&j, "FROM handover WHERE booking_id ="), 2);
    world_close(t->world);
}

TEST_BOTH(nobody_but_the_two_sides_hands_over_and_nobody_out_before_in)
{
    struct job j = booked(engine);
    struct town *t = j.t;

    town_second_home(t, t->sato.child[0], &t->tanaka);
    CHECK_I64(hand(&j, t->tanaka.parent, "in", "guardian_tap"), 404); /* the other home */
    CHECK_I64(hand(&j, t->mio, "in", "supporter_tap"), 404);
    CHECK_I64(hand(&j, t->yuki, "out", "supporter_tap"), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "handover.not_now");
    CHECK_I64(hand(&j, t->yuki, "in", "guardian_tap"), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "handover.proof");
    CHECK_TEXT(client_text(t->yuki->client, "field"), "proof");
    CHECK_I64(hand(&j, t->yuki, "in", "staff"), 400);
    CHECK_TEXT(job_state(&j), "confirmed");
    world_close(t->world);
}

TEST_BOTH(siblings_go_one_by_one_and_the_last_one_out_ends_the_care)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    json_t *first, *second;

    j.children = 2;
    j.price_minor = 1125;
    job_book(&j);
    town_clock(t, j.start_at);
    first = json_pack("{s:s, s:s, s:[s]}", "way", "in", "proof", "supporter_tap", "child_ids",
                      t->sato.child[0].text);
    CHECK_I64(job_post(&j, t->yuki, "/handovers", first), 201);
    CHECK_TEXT(client_text(t->yuki->client, "state"), "in_care");
    second = json_pack("{s:s, s:s, s:[s]}", "way", "out", "proof", "supporter_tap", "child_ids",
                       t->sato.child[1].text);
    CHECK_I64(job_post(&j, t->yuki, "/handovers", second), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "handover.not_in");
    CHECK_I64(hand(&j, t->yuki, "out", "supporter_tap"), 201);
    CHECK_TEXT(client_text(t->yuki->client, "state"), "in_care"); /* the sister is still to come */
    CHECK_I64(hand(&j, t->yuki, "in", "supporter_tap"), 201);
    town_clock(t, j.end_at);
    CHECK_I64(hand(&j, t->yuki, "out", "supporter_tap"), 201);
    CHECK_TEXT(client_text(t->yuki->client, "state"), "returned");
    world_close(t->world);
}

/* ---- barred ---- */

struct person_put {
    struct town *t;
    const char *name;
    int64_t child_id, household_id, member_id, id; /* child_id 0: a pick-up person */
};

static enum status put_person(struct ctx *x, void *arg)
{
    struct person_put *p = arg;
    bool barred = p->child_id != 0;
    struct slice sealed;
    enum status s = vault_seal(x, barred ? p->child_id : p->household_id,
                               barred ? "barred_person" : "pickup_person", "name_sealed", p->id,
                               p->name, &sealed);
    struct db_in barred_in[] = {IN_I64(p->id),           IN_I64(p->child_id),
                                IN_I64(p->household_id), IN_I64_OR_NULL(p->member_id),
                                IN_BYTES(sealed),        IN_END};
    struct db_in pickup_in[] = {IN_I64(p->id), IN_I64(p->household_id), IN_BYTES(sealed), IN_END};

    if (s != OK) {
        return s;
    }
    return barred ? db_exec(x->tx,
                            "INSERT INTO barred_person (id, child_id, household_id, member_id,"
                            " name_sealed, added_by, created_at) VALUES ($1, $2, $3, $4, $5, 1, 1)",
                            barred_in)
                  : db_exec(x->tx,
                            "INSERT INTO pickup_person (id, household_id, name_sealed, relation,"
                            " valid_from_day, valid_to_day, added_by, created_at)"
                            " VALUES ($1, $2, $3, 'grandmother', 1, 100000, 1, 1)",
                            pickup_in);
}

static int64_t add_person(struct person_put p)
{
    struct ctx x = world_ctx(p.t->world, 0);

    p.id = id_next(&p.t->world->ids, world_now(p.t->world));
    CHECK_STATUS(ctx_tx(&x, put_person, &p), OK);
    return p.id;
}

static void bar(struct town *t, const char *name, int64_t member_id)
{
    (void)add_person((struct person_put){
        .t = t,
        .name = name,
        .child_id = t->sato.child[0].id,
        .household_id = t->sato.id.id,
        .member_id = member_id,
    });
}

static int out_to(const struct job *j, int64_t pickup_person_id)
{
    char id[ID_TEXT_BYTES];

    id_format(ID_PICKUP_PERSON, pickup_person_id, id);
    return job_post(
        j, j->supporter, "/handovers",
        json_pack("{s:s, s:s, s:s}", "way", "out", "proof", "photo_list", "pickup_person_id", id));
}

TEST_BOTH(a_barred_person_is_not_given_the_child_and_safeguarding_knows_at_once)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    struct person_put allowed = {.t = t, .household_id = t->sato.id.id};
    int64_t grandmother, uncle, stranger;

    allowed.name = "佐藤 花";
    grandmother = add_person(allowed);
    allowed.name = "山田太郎";
    uncle = add_person(allowed);
    allowed.household_id = t->tanaka.id.id;
    stranger = add_person(allowed);
    bar(t, " 山田　太郎", 0); /* the wide space of Japanese writing */
    CHECK_I64(hand(&j, t->yuki, "in", "supporter_tap"), 201);
    town_clock(t, j.end_at);
    CHECK_I64(out_to(&j, uncle), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "handover.barred");
    CHECK_I64(job_tasks(&j, "handover.barred"), 1);
    CHECK_TEXT(job_state(&j), "in_care");
    CHECK_I64(out_to(&j, stranger), 400); /* another family's */
    CHECK_TEXT(client_text(t->yuki->client, "field"), "pickup_person_id");
    CHECK_I64(out_to(&j, grandmother), 201);
    CHECK_TEXT(client_text(t->yuki->client, "state"), "returned");
    world_close(t->world);
}

TEST_BOTH(a_name_that_somebody_wrote_down_is_looked_up_too_on_either_side)
{
    struct job j = booked(engine);
    struct town *t = j.t;

    bar(t, "山田 太郎", 0);
    CHECK_I64(job_post(&j, t->yuki, "/handovers",
                       json_pack("{s:s, s:s, s:s}", "way", "in", "proof", "supporter_tap", "person",
                                 "山田　太郎")),
              422);
    CHECK_TEXT(client_reason(t->yuki->client), "handover.barred");
    CHECK_I64(job_post(&j, t->yuki, "/handovers",
                       json_pack("{s:s, s:s, s:s}", "way", "in", "proof", "supporter_tap", "person",
                                 "さくら組の先生")),
              201);
    town_clock(t, j.end_at);
    CHECK_I64(job_post(&j, t->yuki, "/handovers",
                       json_pack("{s:s, s:s, s:s}", "way", "out", "proof", "supporter_tap",
                                 "person", "山田太郎")),
              422);
    CHECK_TEXT(client_reason(t->yuki->client), "handover.barred");
    CHECK_TEXT(job_state(&j), "in_care");
    world_close(t->world);
}

TEST_BOTH(a_barred_member_gets_the_child_neither_as_supporter_nor_as_guardian)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t), other = job_usual(t);

    town_guardian(t, &t->sato, t->mio);
    j.supporter = t->ken;
    job_book(&j);
    bar(t, "だれか", t->mio->id);
    town_clock(t, j.start_at);
    CHECK_I64(hand(&j, t->ken, "in", "supporter_tap"), 201);
    CHECK_I64(hand(&j, t->mio, "out", "guardian_tap"), 422);
    CHECK_TEXT(client_reason(t->mio->client), "handover.barred");
    town_clock(t, j.end_at);
    CHECK_I64(hand(&j, t->sato.parent, "out", "guardian_tap"), 201);

    bar(t, "ゆき", t->yuki->id);
    other.start_at += 4 * HOUR_MS;
    other.end_at += 4 * HOUR_MS;
    job_book(&other);
    CHECK_I64(hand(&other, t->yuki, "in", "supporter_tap"), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "handover.barred");
    CHECK_TEXT(job_state(&other), "confirmed");
    world_close(t->world);
}

/* ---- money, gates and clocks never stop a hand-over ---- */

TEST_BOTH(a_child_at_the_gate_is_insured_and_goes_while_the_card_is_still_missing)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    j.pay_by = "card";
    job_book(&j);
    CHECK_TEXT(job_state(&j), "agreed");
    CHECK_TEXT(client_text(t->yuki->client, "next"), "next.wait_payment");
    CHECK(json_is_null(client_at(t->yuki->client, "coverage")));
    CHECK_I64(job_get(&j, t->yuki, "/coverage"), 404);
    town_clock(t, j.start_at);
    CHECK_I64(hand(&j, t->yuki, "in", "supporter_tap"), 201);
    CHECK_TEXT(client_text(t->yuki->client, "state"), "in_care");
    CHECK_I64(job_get(&j, t->yuki, "/coverage"), 200);
    CHECK_TEXT(client_text(t->yuki->client, "facts.0.kind"), "began");
    CHECK_I64(job_count(&j, "FROM payment WHERE state = 'uncollected' AND booking_id ="), 1);
    world_close(t->world);
}

TEST_BOTH(a_certificate_that_ran_out_meanwhile_is_a_task_and_not_a_bar)
{
    struct job j = booked(engine);
    struct town *t = j.t;

    town_expire(t, t->yuki, "identity", j.start_at - 1);
    CHECK_I64(hand(&j, t->yuki, "in", "supporter_tap"), 201);
    CHECK_I64(job_tasks(&j, "gate.lost"), 1);
    world_close(t->world);
}

static int hand_at(const struct job *j, const char *way, int64_t device_at)
{
    return job_post(j, j->supporter, "/handovers",
                    json_pack("{s:s, s:s, s:I}", "way", way, "proof", "supporter_tap", "device_at",
                              (json_int_t)device_at));
}

TEST_BOTH(taps_that_waited_in_a_phone_keep_their_time_and_impossible_times_do_not_count)
{
    struct job j = booked(engine);
    struct town *t = j.t;
    struct client *c = t->yuki->client;
    int64_t before;

    town_clock(t, j.end_at + HOUR_MS);
    CHECK_I64(hand_at(&j, "in", j.start_at + 1), 201);
    CHECK_I64(client_i64(c, "began_at"), j.start_at + 1);
    CHECK_I64(hand_at(&j, "out", j.end_at), 201);
    CHECK_I64(client_i64(c, "ended_at"), j.end_at);
    j.start_at += 5 * HOUR_MS;
    j.end_at += 5 * HOUR_MS;
    job_book(&j);
    before = world_now(t->world);
    CHECK_I64(hand_at(&j, "in", before + MINUTE_MS), 201); /* the future */
    CHECK(client_i64(c, "began_at") < before + MINUTE_MS);
    world_advance(t->world, HOUR_MS);
    CHECK_I64(hand_at(&j, "out", before - 1), 201); /* before the hand-over in */
    CHECK(client_i64(c, "ended_at") >= before + HOUR_MS);
    world_close(t->world);
}

TEST_BOTH(a_job_over_midnight_and_the_end_of_the_month_is_one_job)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    j.start_at = town_at("2026-11-30T23:30");
    j.end_at = town_at("2026-12-01T00:30");
    job_book(&j);
    job_done(&j);
    CHECK_TEXT(job_state(&j), "returned");
    CHECK_I64((client_i64(t->yuki->client, "ended_at") - j.end_at) / 1000, 0);
    world_close(t->world);
}

TEST_BOTH(fifteen_minutes_over_the_end_both_are_told_and_after_forty_five_staff_are)
{
    struct job j = booked(engine);
    struct town *t = j.t;

    CHECK_I64(hand(&j, t->yuki, "in", "supporter_tap"), 201);
    job_at(&j, j.end_at + 14 * MINUTE_MS);
    CHECK_I64(world_notices(t->world, "overdue"), 0);
    job_at(&j, j.end_at + 15 * MINUTE_MS);
    CHECK_I64(world_notices(t->world, "overdue"), 4); /* two people, by mail and SMS */
    job_at(&j, j.end_at + 44 * MINUTE_MS);
    CHECK_I64(job_tasks(&j, "booking.overdue"), 0);
    job_at(&j, j.end_at + 45 * MINUTE_MS);
    CHECK_I64(job_tasks(&j, "booking.overdue"), 1);
    CHECK_TEXT(job_state(&j), "in_care");
    world_close(t->world);
}

TEST_BOTH(a_child_who_is_back_in_time_is_nobodys_worry)
{
    struct job j = booked(engine);

    job_done(&j);
    job_at(&j, j.end_at + HOUR_MS);
    CHECK_I64(world_notices(j.t->world, "overdue"), 0);
    CHECK_I64(job_tasks(&j, "booking.overdue"), 0);
    world_close(j.t->world);
}
