/* booking_move_test.c - the guards of the process table hold whoever moves, also where no page
 * would let them try. */
#include "app/domain/booking.h"
#include "tests/job.h"
#include "tests/test.h"

#include <pthread.h>

struct try_move {
    int64_t id;
    enum move move;
    enum who_moves who;
    const char *state; /* the booking as an old page saw it; NULL: as it is */
};

static enum status move_tx(struct ctx *x, void *arg)
{
    const struct try_move *try = arg;
    struct booking_row b;
    enum status s = store_booking_get(x->tx, try->id, &b);

    if (s == OK && try->state != NULL) {
        b.state = try->state;
    }
    return s == OK ? booking_move(x, &b, try->move, try->who) : s;
}

static enum status move(const struct job *j, enum move move, enum who_moves who, const char **why)
{
    struct ctx x = world_ctx(j->t->world, 0);
    struct try_move try = {j->booking_id, move, who, NULL};
    enum status s = ctx_tx(&x, move_tx, &try);

    *why = x.reason != R_NONE ? reason_text(x.reason) : "";
    return s;
}

TEST_BOTH(without_its_money_no_booking_is_confirmed_and_none_settled)
{
    struct town *t = town_open(world_open(engine));
    struct job card = job_usual(t), cash = job_usual(t);
    const char *why;

    card.pay_by = "card";
    card.start_at += DAY_MS;
    card.end_at += DAY_MS;
    job_book(&card);
    CHECK_STATUS(move(&card, MOVE_BOOKING_CONFIRM, BY_GUARDIAN, &why), E_CONFLICT);
    CHECK_TEXT(why, "booking.changed");
    job_book(&cash);
    job_done(&cash);
    CHECK_I64(job_agree(&cash, t->sato.parent), 200);
    CHECK_STATUS(move(&cash, MOVE_BOOKING_SETTLE, BY_TIME, &why), E_CONFLICT);
    CHECK_TEXT(why, "booking.changed");
    CHECK_TEXT(job_state(&cash), "completed");
    world_close(t->world);
}

TEST_BOTH(a_job_ends_with_the_last_child_back_and_is_completed_with_its_hours)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    const char *why;

    job_book(&j);
    town_clock(t, j.start_at);
    job_tap(&j, t->yuki, "in", "supporter_tap");
    CHECK_STATUS(move(&j, MOVE_BOOKING_RETURN, BY_STAFF, &why), E_CONFLICT);
    CHECK_TEXT(why, "booking.changed");
    town_clock(t, j.end_at);
    job_tap(&j, t->yuki, "out", "supporter_tap");
    CHECK_STATUS(move(&j, MOVE_BOOKING_COMPLETE, BY_STAFF, &why), E_CONFLICT);
    CHECK_TEXT(why, "booking.changed");
    CHECK_TEXT(job_state(&j), "returned");
    world_close(t->world);
}

TEST_BOTH(a_claim_counts_only_when_it_stood_for_a_day_uncontested)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    const char *why;

    job_book(&j);
    town_clock(t, j.start_at + HOUR_MS);
    CHECK_STATUS(move(&j, MOVE_BOOKING_NO_SHOW, BY_TIME, &why), E_CONFLICT);
    CHECK_TEXT(why, "booking.changed");
    CHECK_I64(job_post(&j, t->yuki, "/no-show", json_pack("{s:s}", "against", "guardian")), 200);
    town_clock(t, j.start_at + 24 * HOUR_MS);
    CHECK_STATUS(move(&j, MOVE_BOOKING_NO_SHOW, BY_TIME, &why), E_CONFLICT);
    CHECK_TEXT(why, "booking.changed");
    CHECK_I64(job_post(&j, t->sato.parent, "/no-show/contest", NULL), 200);
    town_clock(t, j.start_at + 26 * HOUR_MS);
    CHECK_STATUS(move(&j, MOVE_BOOKING_NO_SHOW, BY_TIME, &why), E_CONFLICT);
    CHECK_TEXT(why, "booking.changed");
    CHECK_STATUS(move(&j, MOVE_BOOKING_DECIDE_NO_SHOW, BY_STAFF, &why), E_CONFLICT);
    CHECK_TEXT(why, "booking.changed"); /* nobody decided it */
    world_close(t->world);
}

TEST_BOTH(a_move_is_for_whom_the_table_names_and_from_where_it_starts)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct ctx x = world_ctx(t->world, 0);
    struct try_move old = {0, MOVE_BOOKING_GUARDIAN_LEAVES, BY_GUARDIAN, "agreed"};
    const char *why;

    job_book(&j);
    CHECK_STATUS(move(&j, MOVE_BOOKING_GUARDIAN_CANCELS, BY_SUPPORTER, &why), E_FORBIDDEN);
    CHECK_STATUS(move(&j, MOVE_BOOKING_RETURN, BY_STAFF, &why), E_CONFLICT);
    CHECK_TEXT(why, "booking.changed");
    old.id = j.booking_id; /* an old page: the row has moved on since it was read */
    CHECK_STATUS(ctx_tx(&x, move_tx, &old), E_CONFLICT);
    CHECK_TEXT(reason_text(x.reason), "booking.changed");
    CHECK_TEXT(job_state(&j), "confirmed");
    world_close(t->world);
}

/* ---- many at once ---- */

struct racer {
    const struct person *who;
    const char *path, *way, *proof; /* way NULL: agrees to the hours */
    int64_t start_at, end_at;
    int http;
};

static void *race(void *arg)
{
    struct racer *r = arg;

    do {
        json_t *body = r->way == NULL ? json_pack("{s:I, s:I}", "start_at", (json_int_t)r->start_at,
                                                  "end_at", (json_int_t)r->end_at)
                                      : json_pack("{s:s, s:s}", "way", r->way, "proof", r->proof);

        r->http = client_post(r->who->client, r->path, body);
    } while (r->http == 503);
    return NULL;
}

static void all_at_once(struct racer *racers, int n, int want)
{
    pthread_t threads[4];

    for (int i = 0; i < n; i++) {
        CHECK_I64(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    }
    for (int i = 0; i < n; i++) {
        pthread_join(threads[i], NULL);
    }
    for (int i = 0; i < n; i++) {
        CHECK_I64(racers[i].http, want);
    }
}

TEST_BOTH(everyone_taps_at_once_and_everything_happens_once)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct racer racers[3];

    town_guardian(t, &t->sato, t->mio);
    for (int round = 0; round < 5; round++) {
        const char *taps, *agree;
        int64_t began, ended;

        job_book(&j);
        taps = job_path(&j, "/handovers");
        agree = job_path(&j, "/report/agree");
        racers[0] = (struct racer){t->yuki, taps, "in", "supporter_tap", 0, 0, 0};
        racers[1] = (struct racer){t->sato.parent, taps, "in", "guardian_tap", 0, 0, 0};
        racers[2] = (struct racer){t->mio, taps, "in", "guardian_tap", 0, 0, 0};
        all_at_once(racers, 3, 201);
        for (int i = 0; i < 3; i++) {
            racers[i].way = "out";
        }
        all_at_once(racers, 3, 201);
        CHECK_TEXT(job_state(&j), "returned");
        began = client_i64(t->yuki->client, "began_at");
        ended = client_i64(t->yuki->client, "ended_at");
        racers[1] = (struct racer){t->sato.parent, agree, NULL, NULL, began, ended, 0};
        racers[2] = (struct racer){t->mio, agree, NULL, NULL, began, ended, 0};
        all_at_once(racers + 1, 2, 200);
        CHECK_I64(job_count(&j, "FROM handover WHERE booking_id ="), 2);
        CHECK_I64(job_count(&j, "FROM booking_event WHERE name IN ('begin', 'return', 'complete')"
                                " AND booking_id ="),
                  3);
        CHECK_I64(job_count(&j, "FROM coverage_fact f JOIN coverage c ON c.id = f.coverage_id"
                                " WHERE c.booking_id ="),
                  2);
        CHECK_I64(job_count(&j, "FROM payment WHERE booking_id ="), 1);
        j.start_at += 2 * HOUR_MS;
        j.end_at += 2 * HOUR_MS;
    }
    world_close(t->world);
}
