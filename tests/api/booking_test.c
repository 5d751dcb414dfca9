/* booking_test.c - 予定 over HTTP: who reads what of it, and cancelling. */
#include "app/domain/cancel.h"
#include "tests/job.h"
#include "tests/test.h"

#include <pthread.h>
#include <string.h>

TEST_BOTH(a_booking_paid_in_cash_is_confirmed_and_insured_at_the_choice)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct client *c = t->yuki->client;

    job_book(&j);
    CHECK_TEXT(job_state(&j), "confirmed");
    CHECK_TEXT(client_text(c, "role"), "supporter");
    CHECK_TEXT(client_text(c, "next"), "next.collect");
    CHECK_I64(client_i64(c, "version"), 1);
    CHECK_I64(client_i64(c, "start_at"), j.start_at);
    CHECK_I64(client_i64(c, "fee.price_minor"), 750);
    CHECK_TEXT(client_text(c, "fee.pay_by"), "cash");
    CHECK_TEXT(client_text(c, "children.0.child_id"), t->sato.child[0].text);
    CHECK_TEXT(client_text(c, "stops.0.place_id"), t->nursery.text);
    CHECK_TEXT(client_text(c, "stops.1.act"), "bring");
    CHECK(json_is_null(client_at(c, "coverage.number")));
    (void)world_step(t->world);
    CHECK_I64(job_get(&j, t->sato.parent, ""), 200);
    c = t->sato.parent->client;
    CHECK_TEXT(client_text(c, "role"), "guardian");
    CHECK_TEXT(client_text(c, "next"), "next.hand_in");
    CHECK_I64(client_i64(c, "coverage.number"), 1);
    CHECK_TEXT(client_text(c, "coverage.previous_sha256"), "");
    CHECK_I64(strlen(client_text(c, "coverage.sha256")), 64);
    CHECK_I64(world_notices(t->world, "confirmed"), 2);
    world_close(t->world);
}

/* The very body that an unknown id gets, the request id apart. */
static void check_hidden(const struct job *j, const struct person *p, const char *rest)
{
    char path[200];
    json_t *unknown;
    bool same;

    client_path(path, sizeof path, "/api/v1/bookings/bk_0000000000001%s", rest);
    CHECK_I64(client_get(p->client, path), 404);
    json_object_del(p->client->json, "instance"); /* the request id */
    unknown = json_deep_copy(p->client->json);
    CHECK_I64(job_get(j, p, rest), 404);
    json_object_del(p->client->json, "instance");
    same = json_equal(p->client->json, unknown) == 1;
    json_decref(unknown);
    CHECK(same);
}

TEST_BOTH(a_booking_of_others_looks_like_none_at_all)
{
    static const char *const parts[] = {
        "",
        "/agreement",
        "/coverage",
        "/events",
        "/handover-code?way=in",
        "/amendments",
        "/cancellation",
        "/notes",
        "/report",
        "/brief",
    };
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    job_book(&j);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        check_hidden(&j, t->tanaka.parent, parts[i]);
        check_hidden(&j, t->mio, parts[i]);
    }
    CHECK_I64(job_post(&j, t->mio, "/cancel", json_object()), 404);
    CHECK_I64(job_post(&j, t->mio, "/handovers",
                       json_pack("{s:s, s:s}", "way", "in", "proof", "supporter_tap")),
              404);
    CHECK_I64(job_post(&j, t->mio, "/no-show", json_pack("{s:s}", "against", "guardian")), 404);
    CHECK_I64(job_post(&j, t->mio, "/no-show/contest", NULL), 404);
    CHECK_I64(job_post(&j, t->mio, "/amendments", json_pack("{s:I}", "end_at", j.end_at + 60000)),
              404);
    CHECK_I64(job_post(&j, t->mio, "/notes", json_pack("{s:s}", "text", "?")), 404);
    CHECK_I64(
        job_post(&j, t->mio, "/report/agree", json_pack("{s:i, s:i}", "start_at", 1, "end_at", 2)),
        404);
    CHECK_TEXT(job_state(&j), "confirmed");
    world_close(t->world);
}

TEST_BOTH(each_side_lists_its_own_bookings_in_order_page_by_page)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->yuki->client;
    struct job first = job_usual(t), second = job_usual(t);
    char path[200];

    second.start_at += DAY_MS;
    second.end_at += DAY_MS;
    job_book(&second);
    job_book(&first);
    CHECK_I64(client_get(c, "/api/v1/bookings?role=supporter&limit=1"), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 1);
    CHECK_TEXT(client_text(c, "items.0.id"), first.id);
    CHECK_TEXT(client_text(c, "items.0.role"), "supporter");
    client_path(path, sizeof path, "/api/v1/bookings?role=supporter&limit=1&cursor=%s",
                client_text(c, "next_cursor"));
    CHECK_I64(client_get(c, path), 200);
    CHECK_TEXT(client_text(c, "items.0.id"), second.id);
    CHECK(json_is_null(client_at(c, "next_cursor")));
    CHECK_I64(client_get(c, "/api/v1/bookings"), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 0);
    client_path(path, sizeof path, "/api/v1/bookings?role=supporter&from_at=%lld&until_at=%lld",
                (long long)second.start_at, (long long)second.end_at);
    CHECK_I64(client_get(c, path), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 1);
    c = t->sato.parent->client;
    CHECK_I64(client_get(c, "/api/v1/bookings"), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 2);
    CHECK_I64(client_get(t->tanaka.parent->client, "/api/v1/bookings"), 200);
    CHECK_I64(json_array_size(client_at(t->tanaka.parent->client, "items")), 0);
    CHECK_I64(client_get(c, "/api/v1/bookings?role=anyone"), 400);
    CHECK_I64(client_get(c, "/api/v1/bookings?state=open"), 400);
    world_close(t->world);
}

TEST_BOTH(the_frozen_agreement_names_nobody_and_fits_its_digest)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct client *c = t->sato.parent->client;
    const char *document;
    char digest[65];

    job_book(&j);
    CHECK_I64(job_get(&j, t->sato.parent, "/agreement"), 200);
    document = client_text(c, "document");
    doc_digest(document, digest);
    CHECK_TEXT(client_text(c, "sha256"), digest);
    CHECK(strstr(document, "佐藤") == NULL && strstr(document, "ゆき") == NULL);
    CHECK(strstr(document, "こども") == NULL && strstr(document, "みどり") == NULL);
    CHECK(strstr(document, t->sato.child[0].text) != NULL);
    CHECK(strstr(document, "\"price_minor\":750") != NULL);
    world_close(t->world);
}

/* ---- cancelling ---- */

static struct job with_ladder(struct town *t, const char *tariff)
{
    struct job j = job_usual(t);

    j.tariff = town_tariff(t, tariff, 0);
    j.start_at += DAY_MS; /* tomorrow */
    j.end_at += DAY_MS;
    return j;
}

static int cancel(const struct job *j, const struct person *p, const char *cause)
{
    return job_post(j, p, "/cancel", json_pack("{s:s}", "cause", cause));
}

TEST_BOTH(cancelling_costs_nothing_at_23_59_the_day_before_and_something_at_midnight)
{
    struct town *t = town_open(world_open(engine));
    struct job j = with_ladder(t, "itami");
    struct client *c = t->sato.parent->client;

    job_book(&j);
    town_clock(t, town_at("2026-11-25T23:59"));
    CHECK_I64(job_get(&j, t->sato.parent, "/cancellation"), 200);
    CHECK_I64(client_i64(c, "fee_minor"), 0);
    town_clock(t, town_at("2026-11-26T00:00"));
    CHECK_I64(job_get(&j, t->sato.parent, "/cancellation"), 200);
    CHECK(client_i64(c, "fee_minor") > 0);
    CHECK_I64(job_get(&j, t->sato.parent, "/cancellation?cause=child_fever"), 200);
    CHECK_I64(client_i64(c, "fee_minor"), 0);
    CHECK_TEXT(client_text(c, "why"), "cancel.exempt");
    CHECK_I64(job_get(&j, t->sato.parent, "/cancellation?cause=rain"), 400);
    CHECK_TEXT(client_text(c, "field"), "cause");
    CHECK_I64(job_get(&j, t->yuki, "/cancellation"), 200);
    CHECK_I64(client_i64(t->yuki->client, "fee_minor"), 0);
    world_close(t->world);
}

TEST_BOTH(a_fee_that_rose_since_the_page_was_shown_is_not_taken_unasked)
{
    struct town *t = town_open(world_open(engine));
    struct job j = with_ladder(t, "itami");
    struct client *c = t->sato.parent->client;
    int64_t fee;

    job_book(&j);
    town_clock(t, town_at("2026-11-26T00:00"));
    CHECK_I64(job_post(&j, t->sato.parent, "/cancel", json_pack("{s:i}", "expect_minor", 0)), 409);
    CHECK_TEXT(client_reason(c), "cancel.costs_more");
    CHECK_TEXT(job_state(&j), "confirmed");
    CHECK_I64(job_get(&j, t->sato.parent, "/cancellation"), 200);
    fee = client_i64(c, "fee_minor");
    CHECK_I64(job_post(&j, t->sato.parent, "/cancel",
                       json_pack("{s:I}", "expect_minor", (json_int_t)fee)),
              200);
    CHECK_I64(client_i64(c, "fee_minor"), fee);
    CHECK_TEXT(client_text(c, "booking.state"), "cancelled");
    CHECK_I64(job_count(&j, "FROM payment WHERE part = 'cancellation' AND state = 'cash_due' AND"
                            " booking_id ="),
              1);
    CHECK_I64(job_count(&j, "FROM coverage_fact f JOIN coverage c ON c.id = f.coverage_id"
                            " WHERE f.kind = 'cancelled_before' AND c.booking_id ="),
              1);
    world_close(t->world);
}

TEST_BOTH(cancelling_twice_is_once_also_by_the_other_guardian)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    town_guardian(t, &t->sato, t->mio);
    job_book(&j);
    CHECK_I64(cancel(&j, t->sato.parent, ""), 200);
    CHECK_I64(cancel(&j, t->sato.parent, ""), 200);
    CHECK_I64(cancel(&j, t->mio, ""), 200);
    CHECK_TEXT(client_text(t->mio->client, "booking.cancelled_by"), t->sato.parent->id_text);
    CHECK_I64(cancel(&j, t->yuki, ""), 409);
    CHECK_TEXT(client_reason(t->yuki->client), "booking.changed");
    CHECK_I64(job_count(&j, "FROM booking_event WHERE name = 'cancel' AND booking_id ="), 1);
    CHECK_I64(world_notices(t->world, "cancelled"),
              4); /* supporter and other guardian, both ways */
    world_close(t->world);
}

TEST_BOTH(when_the_supporter_cancels_the_ask_opens_again_and_reserves_come_first)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    enum reason why;
    int64_t reserve, released;

    job_ask(&j);
    reserve = job_offer(&j, t->mio, "reserve");
    released = job_offer(&j, t->ken, "released");
    CHECK_STATUS(job_choose(&j, &why), OK);
    CHECK_I64(cancel(&j, t->yuki, "own_fever"), 200);
    CHECK_I64(client_i64(t->yuki->client, "fee_minor"), 0);
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM request WHERE state = 'open'"), 1);
    CHECK_I64(town_count(t, "SELECT id AS n FROM offer WHERE state = 'offered'"), reserve);
    CHECK_I64(town_count(t, "SELECT id AS n FROM offer WHERE state = 'asked'"), released);
    CHECK_I64(town_count(t, "SELECT id AS n FROM offer WHERE state = 'withdrawn'"), j.offer_id);
    CHECK_I64(world_notices(t->world, "reserve_called"), 1);
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM payment WHERE state <> 'voided'"), 0);
    j.offer_id = reserve;
    CHECK_STATUS(job_choose(&j, &why), OK); /* the same ask, another booking */
    j.supporter = t->mio;
    CHECK_TEXT(job_state(&j), "confirmed");
    world_close(t->world);
}

TEST_BOTH(a_job_that_began_is_not_cancelled_any_more)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    job_book(&j);
    town_clock(t, j.start_at);
    job_tap(&j, t->yuki, "in", "supporter_tap");
    CHECK_I64(cancel(&j, t->sato.parent, ""), 409);
    CHECK_TEXT(client_reason(t->sato.parent->client), "booking.changed");
    CHECK_I64(cancel(&j, t->yuki, ""), 409);
    CHECK_TEXT(job_state(&j), "in_care");
    world_close(t->world);
}

struct racer {
    const struct person *who;
    const char *path, *proof; /* proof NULL: cancels */
    int http;
};

static void *race(void *arg)
{
    struct racer *r = arg;

    do {
        json_t *body = r->proof == NULL ? json_object()
                                        : json_pack("{s:s, s:s}", "way", "in", "proof", r->proof);

        r->http = client_post(r->who->client, r->path, body);
    } while (r->http == 503);
    return NULL;
}

TEST_BOTH(one_guardian_hands_over_while_the_other_cancels_and_exactly_one_wins)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    pthread_t threads[2];

    town_guardian(t, &t->sato, t->mio);
    for (int round = 0; round < 10; round++) {
        struct racer racers[2] = {{t->sato.parent, NULL, NULL, 0},
                                  {t->mio, NULL, "guardian_tap", 0}};

        job_book(&j);
        racers[0].path = job_path(&j, "/cancel");
        racers[1].path = job_path(&j, "/handovers");
        for (int i = 0; i < 2; i++) {
            CHECK_I64(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
        }
        for (int i = 0; i < 2; i++) {
            pthread_join(threads[i], NULL);
        }
        if (racers[0].http == 200) {
            CHECK_I64(racers[1].http, 409);
            CHECK_TEXT(client_reason(t->mio->client), "handover.job_gone");
        } else {
            CHECK_I64(racers[0].http, 409);
            CHECK_I64(racers[1].http, 201);
            CHECK_TEXT(client_reason(t->sato.parent->client), "booking.changed");
        }
        j.start_at += 2 * HOUR_MS;
        j.end_at += 2 * HOUR_MS;
    }
    world_close(t->world);
}

TEST_BOTH(who_adds_no_card_in_a_quarter_of_an_hour_has_an_open_ask_again)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    int64_t chosen_at;

    j.pay_by = "card";
    job_book(&j);
    chosen_at = world_now(t->world);
    CHECK_TEXT(job_state(&j), "agreed");
    job_at(&j, chosen_at + 14 * MINUTE_MS);
    CHECK_TEXT(job_state(&j), "agreed");
    job_at(&j, chosen_at + 16 * MINUTE_MS);
    CHECK_TEXT(job_state(&j), "payment_failed");
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM request WHERE state = 'open'"), 1);
    CHECK_I64(world_notices(t->world, "payment_failed"), 2);
    CHECK_I64(job_count(&j, "FROM coverage WHERE booking_id ="), 0);
    CHECK_I64(cancel(&j, t->sato.parent, ""), 409);
    CHECK_TEXT(client_reason(t->sato.parent->client), "booking.changed");
    world_close(t->world);
}

TEST_BOTH(leaving_while_the_card_is_still_asked_for_costs_nothing)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);

    j.pay_by = "card";
    j.tariff = town_tariff(t, "itami", 0);
    job_book(&j);
    CHECK_I64(cancel(&j, t->sato.parent, ""), 200);
    CHECK_I64(client_i64(t->sato.parent->client, "fee_minor"), 0);
    CHECK_I64(town_count(t, "SELECT COUNT(*) AS n FROM payment WHERE state <> 'voided'"), 0);
    world_close(t->world);
}

TEST_BOTH(the_history_tells_every_step_in_order_and_who_took_it)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct client *c = t->sato.parent->client;

    job_book(&j);
    job_done(&j);
    CHECK_I64(job_get(&j, t->sato.parent, "/events"), 200);
    CHECK_TEXT(client_text(c, "items.0.name"), "agree");
    CHECK_TEXT(client_text(c, "items.0.actor_id"), t->sato.parent->id_text);
    CHECK_TEXT(client_text(c, "items.1.name"), "confirm");
    CHECK_TEXT(client_text(c, "items.1.from_state"), "agreed");
    CHECK_TEXT(client_text(c, "items.2.name"), "child_in");
    CHECK_TEXT(client_text(c, "items.3.name"), "begin");
    CHECK_TEXT(client_text(c, "items.3.actor_id"), t->yuki->id_text);
    CHECK_TEXT(client_text(c, "items.4.name"), "child_out");
    CHECK_TEXT(client_text(c, "items.5.to_state"), "returned");
    CHECK_I64(json_array_size(client_at(c, "items")), 6);
    world_close(t->world);
}
