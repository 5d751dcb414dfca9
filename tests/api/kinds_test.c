/* kinds_test.c - jobs of other kinds: called by the nursery, a first trial, children who come out
 * alone; what a community allows of each. */
#include "app/domain/gate.h"
#include "tests/asks.h"
#include "tests/test.h"

#define START town_at("2026-11-25T16:45")

static int send_it(struct town *t, json_t *body)
{
    return client_post(t->sato.parent->client, "/api/v1/requests", body);
}

static const char *reason(const struct town *t)
{
    return client_reason(t->sato.parent->client);
}

static json_t *callout(struct town *t, struct person *asked)
{
    return ask_with(ask_named(ask_pickup(t, &t->sato, START, START + HOUR_MS), asked, NULL), "kind",
                    "\"callout\"");
}

/* The insurance takes sick children, and the community calls so. */
static struct town *calling_town(const char *engine, int64_t policy)
{
    struct town *t = town_open(world_open(engine));

    town_sql(t, "UPDATE policy SET covers_sick = 1");
    town_rule(t, "callout_policy", policy);
    town_profile(t, t->yuki, "kinds", KIND_PICKUP | KIND_CALLOUT); /* opted in */
    return t;
}

static json_t *seen(json_t *body, int64_t at)
{
    json_object_set_new(body, "doctor_seen_at", json_integer(at));
    return body;
}

TEST_BOTH(the_nurserys_call_is_answered_as_the_community_decided)
{
    struct town *t = calling_town(engine, 0);
    int64_t now = world_now(t->world);

    CHECK_I64(send_it(t, callout(t, t->yuki)), 422);
    CHECK_TEXT(reason(t), "callout.not_here");
    town_rule(t, "callout_policy", 2);
    CHECK_I64(send_it(t, callout(t, t->yuki)), 422);
    CHECK_TEXT(reason(t), "callout.doctor_first");
    CHECK_I64(send_it(t, seen(callout(t, t->yuki), now + HOUR_MS)), 400);      /* not yet */
    CHECK_I64(send_it(t, seen(callout(t, t->yuki), now - 49 * HOUR_MS)), 400); /* last week's */
    CHECK_I64(send_it(t, seen(callout(t, t->yuki), now - HOUR_MS)), 201);
    CHECK_TEXT(client_text(t->sato.parent->client, "kind"), "callout");
    CHECK(client_true(t->sato.parent->client, "sick"));
    CHECK_I64(client_i64(t->sato.parent->client, "doctor_seen_at"), now - HOUR_MS);
    CHECK_I64(client_get(t->yuki->client, "/api/v1/asks"), 200);
    CHECK(client_true(t->yuki->client, "items.0.sick"));
    CHECK_I64(client_i64(t->yuki->client, "items.0.doctor_seen_at"), now - HOUR_MS);
    CHECK_I64(send_it(t, seen(ask_pickup(t, &t->sato, START, START + HOUR_MS), now)), 400);
    CHECK_TEXT(client_text(t->sato.parent->client, "field"), "doctor_seen_at");
    world_close(t->world);
}

TEST_BOTH(only_to_the_guardian_means_not_to_the_supporters_home)
{
    struct town *t = calling_town(engine, 1);
    json_t *body;

    body = callout(t, t->yuki);
    json_object_del(json_array_get(json_object_get(body, "stops"), 1), "place_id");
    json_object_set_new(json_array_get(json_object_get(body, "stops"), 1), "at_supporter",
                        json_true());
    CHECK_I64(send_it(t, body), 422);
    CHECK_TEXT(reason(t), "callout.to_guardian");
    CHECK_I64(send_it(t, callout(t, t->yuki)), 201);
    world_close(t->world);
}

TEST_BOTH(a_supporter_who_did_not_opt_in_is_not_called)
{
    struct town *t = calling_town(engine, 1);

    CHECK_I64(send_it(t, callout(t, t->mio)), 422);
    CHECK_TEXT(reason(t), "gate.kind");
    CHECK_I64(send_it(t, callout(t, t->yuki)), 201);
    world_close(t->world);
}

/* Somebody they know by sight alone. */
static struct person *acquaintance(struct town *t)
{
    struct person *p = town_supporter(t, "はる");

    (void)town_tie(t, t->sato.parent, p, 0);
    return p;
}

static json_t *short_job(struct town *t, struct person *p, int64_t start_at, int64_t minutes)
{
    return ask_named(ask_pickup(t, &t->sato, start_at, start_at + minutes * MINUTE_MS), p, NULL);
}

static json_t *trial(json_t *body)
{
    return ask_with(body, "trial", "true");
}

TEST_BOTH(a_trial_needs_no_pre_meeting_but_every_short_job_does)
{
    struct town *t = town_open(world_open(engine));
    struct person *p = acquaintance(t);
    const char *request;

    CHECK_I64(send_it(t, short_job(t, p, START, 60)), 422);
    CHECK_TEXT(reason(t), "tie.not_premet");
    CHECK_I64(send_it(t, trial(short_job(t, p, START, 121))), 422);
    CHECK_TEXT(reason(t), "trial.too_long");
    CHECK_I64(send_it(t, trial(ask_pickup(t, &t->sato, START, START + HOUR_MS))), 400);
    CHECK_TEXT(client_text(t->sato.parent->client, "field"), "trial"); /* with one person */
    request = ask_send(t, &t->sato, trial(short_job(t, p, START, 120)));
    CHECK(client_true(t->sato.parent->client, "trial"));
    CHECK_I64(ask_yes(t, p, ask_offer(t, &t->sato, request, p), NULL), 201);
    CHECK_I64(ask_choose(t, &t->sato, ask_offer(t, &t->sato, request, p)), 201);
    world_close(t->world);
}

TEST_BOTH(a_second_trial_before_the_first_is_done_is_a_job_like_any_other)
{
    struct town *t = town_open(world_open(engine));
    struct person *p = acquaintance(t);
    const char *first = ask_send(t, &t->sato, trial(short_job(t, p, START, 60)));
    const char *second = ask_send(t, &t->sato, trial(short_job(t, p, START + 2 * HOUR_MS, 60)));
    const char *offer;

    CHECK_I64(ask_yes(t, p, ask_offer(t, &t->sato, first, p), NULL), 201);
    offer = ask_offer(t, &t->sato, second, p);
    CHECK_I64(ask_yes(t, p, offer, NULL), 201);
    CHECK_I64(ask_choose(t, &t->sato, ask_offer(t, &t->sato, first, p)), 201);
    CHECK_I64(ask_choose(t, &t->sato, offer), 422);
    CHECK_TEXT(reason(t), "tie.not_premet");
    world_close(t->world);
}

TEST_BOTH(a_tie_that_had_its_trial_has_no_other)
{
    struct town *t = town_open(world_open(engine));
    struct person *p = acquaintance(t);

    town_tie_jobs(t, town_tie_of(t, t->sato.parent, p), 1, 1);
    CHECK_I64(send_it(t, trial(short_job(t, p, START, 60))), 422);
    CHECK_TEXT(reason(t), "tie.not_premet");
    world_close(t->world);
}

TEST_BOTH(a_child_may_come_out_alone_from_six_years_and_only_to_be_collected)
{
    struct town *t = town_open(world_open(engine));
    struct family f = town_family(t, "大きい子の家", (const int[]){6, -1});
    json_t *body = ask_pickup(t, &t->sato, START, START + HOUR_MS); /* 5 and 3 years */

    (void)town_tie(t, f.parent, t->yuki, START + 200 * 24 * HOUR_MS);
    json_object_set_new(json_array_get(json_object_get(body, "stops"), 0), "alone", json_true());
    CHECK_I64(send_it(t, body), 422);
    CHECK_TEXT(reason(t), "stop.alone_too_young");
    CHECK_TEXT(client_text(t->sato.parent->client, "field"), "stops[0].alone");
    body = ask_pickup(t, &f, START, START + HOUR_MS);
    json_object_set_new(json_array_get(json_object_get(body, "stops"), 1), "alone", json_true());
    CHECK_I64(client_post(f.parent->client, "/api/v1/requests", body), 400);
    CHECK_TEXT(client_text(f.parent->client, "field"), "stops[1].alone");
    body = ask_pickup(t, &f, START, START + HOUR_MS);
    json_object_set_new(json_array_get(json_object_get(body, "stops"), 0), "alone", json_true());
    CHECK_I64(client_post(f.parent->client, "/api/v1/requests", body), 201);
    CHECK(client_true(f.parent->client, "stops.0.alone"));
    world_close(t->world);
}
