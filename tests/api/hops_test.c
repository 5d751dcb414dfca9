/* hops_test.c - a child changes hands more than once in one job: nursery, lesson, home; siblings at
 * two places; taps that waited, came twice, late, for the wrong stop, or for a job that is gone. */
#include "app/domain/handover.h"
#include "tests/job.h"
#include "tests/test.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define AT(minutes) (j.start_at + (minutes)*MINUTE_MS)

/* Nursery 16:45, lesson 17:00 to 17:40, home 18:00. */
static struct job to_the_lesson(struct town *t)
{
    struct job j = job_usual(t);
    struct town_id lesson = town_place(t, NULL, "lesson", "ピアノ教室", 3, 3);
    struct job_stop stops[] = {{t->nursery.id, AT(0), "collect", 1, false},
                               {lesson.id, AT(15), "bring", 1, false},
                               {lesson.id, AT(55), "collect", 1, false},
                               {t->sato.home.id, j.end_at, "bring", 1, false}};

    memcpy(j.stops, stops, sizeof stops);
    j.stops_n = 4;
    job_book(&j);
    town_clock(t, j.start_at);
    return j;
}

/* The elder at the nursery 16:45, the younger at a school 17:05, both home at 18:00. */
static struct job two_places(struct town *t)
{
    struct job j = job_usual(t);
    struct town_id school = town_place(t, NULL, "school", "小学校", 2, 2);
    struct job_stop stops[] = {{t->nursery.id, AT(0), "collect", 1, false},
                               {school.id, AT(20), "collect", 2, false},
                               {t->sato.home.id, j.end_at, "bring", 3, false}};

    memcpy(j.stops, stops, sizeof stops);
    j.stops_n = 3;
    j.children = 2;
    j.price_minor = 1125;
    job_book(&j);
    town_clock(t, j.start_at);
    return j;
}

/* {"way", "proof", "stop_id"} and what else the JSON text says. */
static json_t *tap(const struct job *j, const char *way, const char *proof, int stop,
                   const char *more)
{
    json_t *body = more != NULL ? json_loads(more, 0, NULL) : json_object();

    CHECK(body != NULL);
    json_object_set_new(body, "way", json_string(way));
    json_object_set_new(body, "proof", json_string(proof));
    json_object_set_new(body, "stop_id", json_string(job_stop_id(j, stop)));
    return body;
}

static int own_tap(const struct job *j, const char *way, int stop)
{
    return job_post(j, j->supporter, "/handovers", tap(j, way, "supporter_tap", stop, NULL));
}

static int waited(const struct job *j, const char *way, int stop, int64_t device_at)
{
    json_t *body = tap(j, way, "supporter_tap", stop, NULL);

    json_object_set_new(body, "device_at", json_integer(device_at));
    return job_post(j, j->supporter, "/handovers", body);
}

/* Where a child is, as its parent reads it; and how it goes on. */
static void check_where(const struct job *j, const char *where, const char *next_way,
                        const char *receiver, const char *proof)
{
    const struct client *c = j->parent->client;

    CHECK_I64(job_get(j, j->parent, ""), 200);
    CHECK_TEXT(client_text(c, "children.0.where"), where);
    CHECK_TEXT(client_text(c, "children.0.next.way"), next_way);
    CHECK_TEXT(client_text(c, "children.0.next.receiver"), receiver);
    CHECK_TEXT(client_text(c, "children.0.next.proof"), proof);
}

TEST_BOTH(from_the_nursery_to_the_lesson_and_home_is_one_job_with_four_hand_overs)
{
    struct town *t = town_open(world_open(engine));
    struct job j = to_the_lesson(t);

    check_where(&j, "waits", "in", "supporter", "nursery_page");
    CHECK_I64(own_tap(&j, "in", 0), 201);
    check_where(&j, "with_supporter", "out", "place", "supporter_tap");
    town_clock(t, AT(15));
    CHECK_I64(own_tap(&j, "out", 1), 201);
    CHECK_TEXT(client_text(t->yuki->client, "state"), "in_care");
    check_where(&j, "at_place", "in", "supporter", "nursery_page");
    CHECK(client_text(t->sato.parent->client, "children.0.place_id") != NULL);
    CHECK_TEXT(client_text(t->sato.parent->client, "next"), "next.hand_in");
    town_clock(t, AT(55));
    CHECK_I64(own_tap(&j, "in", 2), 201);
    check_where(&j, "with_supporter", "out", "family", "code");
    town_clock(t, j.end_at);
    CHECK_I64(own_tap(&j, "out", 3), 201);
    CHECK_TEXT(client_text(t->yuki->client, "state"), "returned");
    CHECK_I64((client_i64(t->yuki->client, "began_at") - AT(0)) / 1000, 0);
    CHECK_I64((client_i64(t->yuki->client, "ended_at") - j.end_at) / 1000, 0);
    check_where(&j, "back", NULL, NULL, NULL);
    CHECK_I64(job_count(&j, "FROM handover WHERE booking_id ="), 4);
    CHECK_I64(job_count(&j, "FROM coverage WHERE booking_id ="), 1);
    CHECK_I64(job_count(&j, "FROM booking_child WHERE in_at IS NOT NULL AND out_at IS NOT NULL"
                            " AND booking_id ="),
              1);
    world_close(t->world);
}

TEST_BOTH(siblings_at_two_places_are_collected_one_after_the_other_by_one_supporter)
{
    struct town *t = town_open(world_open(engine));
    struct job j = two_places(t);
    struct client *c = t->yuki->client;

    CHECK_I64(job_post(&j, t->yuki, "/handovers",
                       json_pack("{s:s, s:s}", "way", "in", "proof", "supporter_tap")),
              400); /* which of the two? a second tap must not count for the sister */
    CHECK_TEXT(client_text(c, "field"), "stop_id");
    CHECK_I64(own_tap(&j, "in", 0), 201);
    CHECK_I64(own_tap(&j, "in", 0), 201);
    CHECK_I64(job_count(&j, "FROM handover WHERE booking_id ="), 1);
    CHECK_I64(own_tap(&j, "out", 0), 400); /* nobody is brought there */
    CHECK_I64(own_tap(&j, "in", 2), 400);
    CHECK_I64(job_post(&j, t->yuki, "/handovers",
                       tap(&j, "in", "supporter_tap", 0,
                           arena_printf(t->world->arena, "{\"child_ids\": [\"%s\"]}",
                                        t->sato.child[1].text))),
              400); /* the sister is not collected there */
    CHECK_TEXT(client_text(c, "field"), "child_ids");
    town_clock(t, AT(20));
    CHECK_I64(own_tap(&j, "in", 1), 201);
    town_clock(t, j.end_at);
    CHECK_I64(own_tap(&j, "out", 2), 201);
    CHECK_TEXT(client_text(c, "state"), "returned");
    CHECK_I64(job_count(&j, "FROM handover WHERE booking_id ="), 4);
    world_close(t->world);
}

static const char *code_at(const struct job *j, const struct person *p, const char *way, int stop)
{
    char path[100];

    snprintf(path, sizeof path, "/handover-code?way=%s&stop_id=%s", way, job_stop_id(j, stop));
    CHECK_I64(job_get(j, p, path), 200);
    CHECK_TEXT(client_text(p->client, "stop_id"), job_stop_id(j, stop));
    return arena_strdup(j->t->world->arena, client_text(p->client, "code"));
}

static int code_tap(const struct job *j, const struct person *p, const char *way, int stop,
                    const char *code, int64_t device_at)
{
    json_t *body = tap(j, way, "code", stop, NULL);

    json_object_set_new(body, "code", json_string(code));
    if (device_at != 0) {
        json_object_set_new(body, "device_at", json_integer(device_at));
    }
    return job_post(j, p, "/handovers", body);
}

TEST_BOTH(the_code_of_another_stop_is_wrong_and_one_that_waited_in_a_phone_is_a_weak_proof)
{
    struct town *t = town_open(world_open(engine));
    struct job j = two_places(t);
    struct person *parent = t->sato.parent;
    const char *nursery = code_at(&j, t->yuki, "in", 0), *school = code_at(&j, t->yuki, "in", 1);

    CHECK_I64(job_get(&j, t->yuki, "/handover-code?way=in"), 400); /* of which stop? */
    if (strcmp(nursery, school) == 0) {
        world_close(t->world); /* one in a million */
        return;
    }
    CHECK_I64(code_tap(&j, parent, "in", 0, school, 0), 422);
    CHECK_TEXT(client_reason(parent->client), "handover.wrong_code");
    CHECK_I64(code_tap(&j, parent, "in", 0, nursery, 0), 201);
    town_clock(t, AT(30));
    CHECK_I64(code_tap(&j, parent, "in", 1, nursery, AT(21)), 201); /* she is gone with it */
    CHECK_I64(job_count(&j, "FROM handover WHERE proof = 'code' AND weak = 1 AND booking_id ="), 1);
    CHECK_I64(job_count(&j, "FROM handover WHERE weak = 0 AND booking_id ="), 1);
    CHECK_I64(job_tasks(&j, "handover.weak"), 1);
    CHECK(world_notices(t->world, "handover_weak") > 0);
    world_close(t->world);
}

struct browser {
    const struct person *who;
    const char *path;
    const char *proof;
    int http;
};

static void *tap_there(void *arg)
{
    struct browser *b = arg;

    do {
        b->http = client_post(b->who->client, b->path,
                              json_pack("{s:s, s:s}", "way", "in", "proof", b->proof));
    } while (b->http == 503);
    return NULL;
}

TEST_BOTH(two_browsers_at_once_note_one_hand_over)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    for (int round = 0; round < 5; round++) {
        struct browser browsers[] = {{t->yuki, NULL, "supporter_tap", 0},
                                     {t->sato.parent, NULL, "guardian_tap", 0}};
        pthread_t threads[2];

        job_book(&j);
        for (int i = 0; i < 2; i++) {
            browsers[i].path = job_path(&j, "/handovers");
            CHECK_I64(pthread_create(&threads[i], NULL, tap_there, &browsers[i]), 0);
        }
        for (int i = 0; i < 2; i++) {
            pthread_join(threads[i], NULL);
            CHECK_I64(browsers[i].http, 201);
        }
        CHECK_I64(job_count(&j, "FROM handover WHERE booking_id ="), 1);
        CHECK_I64(job_count(&j, "FROM booking_event WHERE name = 'begin' AND booking_id ="), 1);
        j.start_at += 2 * HOUR_MS;
        j.end_at += 2 * HOUR_MS;
    }
    world_close(t->world);
}

TEST_BOTH(taps_that_arrive_in_the_wrong_order_give_the_same_picture)
{
    struct town *t = town_open(world_open(engine));
    struct job j = to_the_lesson(t);
    struct client *c = t->yuki->client;

    CHECK_I64(own_tap(&j, "in", 0), 201);
    town_clock(t, j.end_at);
    CHECK_I64(waited(&j, "out", 3, j.end_at - MINUTE_MS), 201); /* the last one first */
    CHECK_TEXT(client_text(c, "state"), "returned");
    town_clock(t, j.end_at + HOUR_MS);
    CHECK_I64(waited(&j, "in", 2, AT(56)), 201);
    CHECK_I64(waited(&j, "out", 1, AT(90)),
              201); /* an impossible time: after the one that follows */
    CHECK_TEXT(client_text(c, "state"), "returned");
    CHECK_I64(client_i64(c, "ended_at"), j.end_at - MINUTE_MS);
    CHECK_I64(job_get(&j, t->yuki, ""), 200);
    CHECK_TEXT(client_text(c, "children.0.where"), "back");
    CHECK_I64(client_i64(c, "handovers.2.at"), AT(56));
    CHECK_I64(client_i64(c, "handovers.3.at"), AT(56));
    CHECK_I64(client_i64(c, "handovers.3.device_at"), AT(90));
    CHECK_I64(job_count(&j, "FROM handover WHERE booking_id ="), 4);
    world_close(t->world);
}

TEST_BOTH(an_earlier_collecting_that_arrives_later_begins_the_care_earlier)
{
    struct town *t = town_open(world_open(engine));
    struct job j = two_places(t);

    town_clock(t, AT(25));
    CHECK_I64(waited(&j, "in", 1, AT(21)), 201);
    CHECK_I64(client_i64(t->yuki->client, "began_at"), AT(21));
    CHECK_I64(waited(&j, "in", 0, AT(2)), 201);
    CHECK_I64(client_i64(t->yuki->client, "began_at"), AT(2));
    world_close(t->world);
}

TEST_BOTH(a_tap_with_a_name_is_one_tap_also_after_days_and_belongs_to_one_booking)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t), later = job_usual(t);
    const char *more = "{\"tap_id\": \"3f0c1d2e-0001\"}";

    job_book(&j);
    later.start_at += 72 * HOUR_MS;
    later.end_at += 72 * HOUR_MS;
    job_book(&later);
    town_clock(t, j.start_at);
    CHECK_I64(job_post(&j, t->yuki, "/handovers", tap(&j, "in", "supporter_tap", 0, more)), 201);
    town_clock(t, j.end_at);
    CHECK_I64(own_tap(&j, "out", 1), 201);
    town_clock(t, later.start_at);
    CHECK_I64(job_post(&j, t->yuki, "/handovers", tap(&j, "in", "supporter_tap", 0, more)), 201);
    CHECK_TEXT(client_text(t->yuki->client, "state"), "returned");
    CHECK_I64(job_count(&j, "FROM handover WHERE booking_id ="), 2);
    CHECK_I64(job_post(&later, t->yuki, "/handovers", tap(&later, "in", "supporter_tap", 0, more)),
              400);
    CHECK_TEXT(client_text(t->yuki->client, "field"), "tap_id");
    CHECK_TEXT(job_state(&later), "confirmed");
    world_close(t->world);
}

/* ---- a job that is gone ---- */

TEST_BOTH(a_hand_over_after_the_cancellation_is_never_lost_and_never_moves_the_booking)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct client *c = t->yuki->client;

    job_book(&j);
    CHECK_I64(job_post(&j, t->sato.parent, "/cancel", json_object()), 200);
    town_clock(t, AT(5));
    for (int i = 0; i < 2; i++) {
        CHECK_I64(waited(&j, "in", 0, AT(1)), 409);
        CHECK_TEXT(client_reason(c), "handover.job_gone");
        CHECK_TEXT(client_text(c, "booking.state"), "cancelled");
        CHECK_TEXT(client_text(c, "booking.id"), j.id);
    }
    CHECK_TEXT(job_state(&j), "cancelled");
    CHECK_TEXT(client_text(c, "told.0.way"), "in");
    CHECK_TEXT(client_text(c, "told.0.reason"), "handover.job_gone");
    CHECK_I64(client_i64(c, "told.0.device_at"), AT(1));
    CHECK_I64(job_tasks(&j, "handover.told"), 1);
    CHECK_I64(job_count(&j, "FROM handover WHERE booking_id ="), 0);
    CHECK_I64(job_count(&j, "FROM handover_told WHERE booking_id ="), 1);
    CHECK_I64(job_count(&j, "FROM booking_event WHERE name = 'handover_told' AND booking_id ="), 1);
    CHECK_I64(world_notices(t->world, "handover_weak"), 2);
    world_close(t->world);
}

TEST_BOTH(the_phone_of_a_supporter_who_was_replaced_learns_who_has_the_job_now)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t), other;
    enum reason why;

    job_book(&j);
    CHECK_I64(job_post(&j, t->yuki, "/cancel", json_object()), 200);
    other = j;
    other.supporter = t->mio;
    other.offer_id = job_offer(&other, t->mio, "offered");
    CHECK_STATUS(job_choose(&other, &why), OK);
    town_clock(t, AT(2));
    CHECK_I64(waited(&j, "in", 0, AT(1)), 409);
    CHECK_TEXT(client_reason(t->yuki->client), "handover.other_supporter");
    CHECK_I64(own_tap(&other, "in", 0), 201);
    CHECK_TEXT(client_text(t->mio->client, "state"), "in_care");
    world_close(t->world);
}

TEST_BOTH(a_queued_tap_out_of_turn_is_kept_and_an_online_one_is_asked_to_look)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    job_book(&j);
    town_clock(t, AT(10));
    CHECK_I64(own_tap(&j, "out", 1), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "handover.not_now");
    CHECK_I64(job_count(&j, "FROM handover_told WHERE booking_id ="), 0);
    CHECK_I64(waited(&j, "out", 1, AT(5)), 409);
    CHECK_TEXT(client_reason(t->yuki->client), "handover.not_now");
    CHECK_TEXT(client_text(t->yuki->client, "booking.state"), "confirmed");
    CHECK_I64(job_count(&j, "FROM handover_told WHERE booking_id ="), 1);
    world_close(t->world);
}

/* ---- proofs ---- */

TEST_BOTH(a_child_who_may_come_out_alone_is_met_and_one_who_may_not_is_flagged)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct job_stop stops[] = {{t->nursery.id, AT(0), "collect", 1, true},
                               {t->sato.home.id, j.end_at, "bring", 1, false}};
    struct job plain = job_usual(t);

    memcpy(j.stops, stops, sizeof stops);
    j.stops_n = 2;
    job_book(&j);
    town_clock(t, AT(0));
    CHECK_I64(job_post(&j, t->yuki, "/handovers", tap(&j, "in", "met_point", 0, NULL)), 201);
    CHECK_I64(job_count(&j, "FROM handover WHERE weak = 0 AND booking_id ="), 1);
    CHECK_I64(job_post(&j, t->yuki, "/handovers", tap(&j, "out", "met_point", 1, NULL)), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "handover.proof"); /* returning is to an adult */
    plain.start_at += 2 * HOUR_MS;
    plain.end_at += 2 * HOUR_MS;
    job_book(&plain);
    CHECK_I64(job_post(&plain, t->yuki, "/handovers", tap(&plain, "in", "met_point", 0, NULL)),
              201);
    CHECK_I64(job_count(&plain, "FROM handover WHERE weak = 1 AND booking_id ="), 1);
    world_close(t->world);
}

static struct handover at_desk(const struct job *j, int64_t place_id)
{
    return (struct handover){
        .booking_id = j->booking_id, .way = "in", .proof = "nursery_page", .place_id = place_id};
}

TEST_BOTH(the_nurserys_page_hands_over_at_its_own_place_alone)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct ctx x = world_ctx(t->world, 0);
    struct handover h;
    struct town_id elsewhere = town_place(t, NULL, "nursery", "ほかの園", 9, 9);

    job_book(&j);
    town_clock(t, AT(1));
    x.now = world_now(t->world);
    h = at_desk(&j, elsewhere.id);
    CHECK_STATUS(ctx_tx(&x, handover_note, &h), E_NOT_FOUND);
    h = at_desk(&j, t->nursery.id);
    h.way = "out";
    CHECK_STATUS(ctx_tx(&x, handover_note, &h), E_INVALID); /* nobody is brought there */
    h = at_desk(&j, t->nursery.id);
    h.proof = "guardian_tap";
    CHECK_STATUS(ctx_tx(&x, handover_note, &h), E_RULE);
    CHECK_TEXT(reason_text(x.reason), "handover.proof");
    h = at_desk(&j, t->nursery.id);
    CHECK_STATUS(ctx_tx(&x, handover_note, &h), OK);
    CHECK_STATUS(ctx_tx(&x, handover_note, &h), OK); /* a double tap */
    CHECK_TEXT(h.booking.state, "in_care");
    CHECK_I64(job_count(&j, "FROM handover WHERE weak = 0 AND by_id = 0 AND booking_id ="), 1);
    world_close(t->world);
}

TEST_BOTH(the_page_of_the_nursery_starts_a_job_whose_card_is_still_missing)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct ctx x = world_ctx(t->world, 0);
    struct handover h;

    j.pay_by = "card";
    job_book(&j);
    town_clock(t, AT(1));
    x.now = world_now(t->world);
    h = at_desk(&j, t->nursery.id);
    h.device_at = AT(-1); /* before there was an insurance record */
    CHECK_STATUS(ctx_tx(&x, handover_note, &h), OK);
    CHECK_TEXT(h.booking.state, "in_care");
    CHECK_I64(h.booking.began_at, x.now);
    world_close(t->world);
}

/* ---- staff, and notes that waited ---- */

TEST_BOTH(staff_note_a_hand_over_that_they_know_of_by_phone_and_only_in_their_own_community)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct person *coordinator = world_staff(t->world, "係", "coordinator");
    struct person *finance = world_staff(t->world, "経理", "finance");
    struct person *away = world_staff_of(t->world, world_community_in(t->world, "Asia/Tokyo"),
                                         "よその係", "coordinator");
    const char *path;

    job_book(&j);
    path = arena_printf(t->world->arena, "/api/v1/communities/%s/bookings/%s/handovers",
                        t->community.text, j.id);
    town_clock(t, AT(40));
    CHECK_I64(client_post(away->client, path, json_pack("{s:s}", "way", "in")), 404);
    CHECK_I64(client_post(finance->client, path, json_pack("{s:s}", "way", "in")), 403);
    CHECK_I64(client_post(coordinator->client, path,
                          json_pack("{s:s, s:I}", "way", "in", "at", (json_int_t)AT(3))),
              201);
    CHECK_TEXT(client_text(coordinator->client, "state"), "in_care");
    CHECK_I64(client_i64(coordinator->client, "began_at"), AT(3));
    CHECK_I64(job_count(&j, "FROM handover WHERE proof = 'staff' AND weak = 0 AND booking_id ="),
              1);
    world_close(t->world);
}

TEST_BOTH(a_note_that_waited_in_a_phone_is_there_once_also_after_the_job)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct client *c = t->yuki->client;

    job_book(&j);
    job_done(&j);
    job_at(&j, j.end_at + 49 * HOUR_MS); /* completed by itself */
    for (int i = 0; i < 2; i++) {
        CHECK_I64(job_post(&j, t->yuki, "/notes",
                           json_pack("{s:s, s:I, s:s}", "text", "おやつを食べました", "device_at",
                                     (json_int_t)AT(20), "tap_id", "note-0000-1")),
                  201);
    }
    CHECK_I64(job_get(&j, t->sato.parent, "/notes"), 200);
    CHECK_I64((int64_t)json_array_size(client_at(t->sato.parent->client, "items")), 1);
    CHECK_I64(client_i64(t->sato.parent->client, "items.0.device_at"), AT(20));
    CHECK_I64(job_post(&j, t->yuki, "/notes",
                       json_pack("{s:s, s:I}", "text", "あとから", "device_at",
                                 (json_int_t)(j.end_at + HOUR_MS))),
              422); /* written after the job */
    CHECK_TEXT(client_reason(c), "report.not_now");
    world_close(t->world);
}
