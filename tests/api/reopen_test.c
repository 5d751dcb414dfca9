/* reopen_test.c - the supporter can't come after all: the same ask is open again at once, first for
 * those in reserve, with a new price, a new hold and a new coverage record. */
#include "tests/asks.h"
#include "tests/job.h"
#include "tests/letter.h"
#include "tests/purse.h"
#include "tests/test.h"

#include <string.h>

#define FEVER "{\"cause\": \"own_fever\"}"

static int cancel(const struct job *j, const struct person *p)
{
    return job_post(j, p, "/cancel", json_loads(FEVER, 0, NULL));
}

static int64_t count(const struct job *j, const char *sql)
{
    return town_count(j->t, sql);
}

static const char *request_path(const struct job *j)
{
    char id[ID_TEXT_BYTES];

    id_format(ID_REQUEST, j->request_id, id);
    return arena_printf(j->t->world->arena, "/api/v1/requests/%s", id);
}

static int choose(const struct job *j, int64_t offer_id)
{
    char id[ID_TEXT_BYTES];

    id_format(ID_OFFER, offer_id, id);
    return client_post(j->parent->client,
                       arena_printf(j->t->world->arena, "/api/v1/offers/%s/choose", id), NULL);
}

/* The guardian's tap, which must be taken; the job is that supporter's from now on. */
static void take(struct job *j, struct person *supporter, int64_t offer_id)
{
    CHECK_I64(choose(j, offer_id), 201);
    j->supporter = supporter;
    j->offer_id = offer_id;
    CHECK_STATUS(id_parse(ID_BOOKING, client_text(j->parent->client, "id"), &j->booking_id), OK);
    id_format(ID_BOOKING, j->booking_id, j->id);
}

static void rank(const struct job *j, int64_t offer_id, int n)
{
    town_sql(j->t,
             arena_printf(j->t->world->arena, "UPDATE offer SET reserve_rank = %d WHERE id = %lld",
                          n, (long long)offer_id));
}

TEST_BOTH(a_supporter_with_fever_at_15_00_and_the_reserve_who_comes)
{
    struct purse *p = purse_open(engine);
    struct job j = purse_job(p);
    struct town *t = p->t;
    enum reason why;
    int64_t mio, ken;

    (void)purse_save(p, j.parent, "pm_card_visa");
    job_ask(&j);
    mio = job_offer(&j, t->mio, "reserve");
    ken = job_offer(&j, t->ken, "released");
    town_sql(t, arena_printf(t->world->arena, "UPDATE offer SET price_minor = 600 WHERE id = %lld",
                             (long long)mio));
    CHECK_STATUS(job_choose(&j, &why), OK);
    purse_wait(p, &j, 0, "authorized");
    CHECK_TEXT(job_state(&j), "confirmed");
    CHECK_I64(purse_held_minor(p), 750);

    purse_clock(p, town_at("2026-11-25T15:00"));
    CHECK_I64(cancel(&j, t->yuki), 200);
    CHECK_I64(job_count(&j, "FROM coverage_fact f JOIN coverage c ON c.id = f.coverage_id"
                            " AND f.kind = 'cancelled_before' WHERE c.booking_id ="),
              1);
    CHECK_I64(client_get(j.parent->client, request_path(&j)), 200);
    CHECK_TEXT(client_text(j.parent->client, "state"), "open");
    CHECK(client_true(j.parent->client, "urgent")); /* an hour and three quarters are left */
    CHECK_I64(client_i64(j.parent->client, "closes_at"), j.start_at);
    CHECK_TEXT(client_text(j.parent->client, "next.0"), "choose");
    CHECK_I64(count(&j, "SELECT id AS n FROM offer WHERE state = 'offered'"), mio);
    CHECK_I64(count(&j, "SELECT id AS n FROM offer WHERE state = 'asked'"), ken);
    purse_step(p);
    CHECK_I64(purse_held_minor(p), 0);
    CHECK(letter_find(t->world->maildir, j.parent->email, "reserve_ready") != NULL);
    CHECK(letter_find(t->world->maildir, j.parent->phone, "reserve_ready") != NULL);
    CHECK(letter_find(t->world->maildir, t->ken->phone, "asked_urgent") != NULL);

    take(&j, t->mio, mio); /* one tap */
    purse_wait(p, &j, 0, "authorized");
    CHECK_I64(purse_held_minor(p), 600);
    CHECK_TEXT(job_state(&j), "confirmed");
    CHECK_I64(count(&j, "SELECT COUNT(*) AS n FROM coverage"), 2);
    purse_clock(p, j.start_at);
    job_tap(&j, t->mio, "in", "supporter_tap");
    CHECK_TEXT(job_state(&j), "in_care");
    world_close(t->world);
}

TEST_BOTH(reserves_are_called_in_their_order_and_the_guardians_hear_of_the_first)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct person *father = world_member(t->world, "父");
    enum reason why;
    int64_t mio, ken;

    town_guardian(t, &t->sato, father);
    job_ask(&j);
    mio = job_offer(&j, t->mio, "reserve");
    ken = job_offer(&j, t->ken, "reserve");
    rank(&j, mio, 2);
    rank(&j, ken, 1);
    CHECK_STATUS(job_choose(&j, &why), OK);
    CHECK_I64(cancel(&j, t->yuki), 200);
    CHECK_I64(count(&j, "SELECT COUNT(*) AS n FROM offer WHERE state = 'offered'"), 2);
    CHECK_I64(count(&j, "SELECT MIN(subject_id) AS n FROM notice WHERE kind = 'reserve_ready'"),
              ken);
    CHECK_I64(count(&j, "SELECT MAX(subject_id) AS n FROM notice WHERE kind = 'reserve_ready'"),
              ken);
    CHECK_I64(world_notices(t->world, "reserve_ready"), 4); /* two guardians, both ways */
    CHECK_I64(world_notices(t->world, "reserve_called"), 2);
    take(&j, t->mio, mio); /* whichever they like */
    CHECK_TEXT(job_state(&j), "confirmed");
    CHECK_I64(count(&j, "SELECT COUNT(*) AS n FROM offer WHERE state = 'released'"), 1);
    world_close(t->world);
}

TEST_BOTH(a_reserve_who_is_taken_by_now_or_may_not_any_more_is_not_promised)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    enum reason why;

    job_ask(&j);
    (void)job_offer(&j, t->mio, "reserve");
    (void)job_offer(&j, t->ken, "reserve");
    CHECK_STATUS(job_choose(&j, &why), OK);
    (void)ask_booked(t, &t->tanaka, t->mio, j.start_at, j.end_at);
    town_expire(t, t->ken, "identity", j.end_at - 1);
    CHECK_I64(cancel(&j, t->yuki), 200);
    CHECK_I64(count(&j, "SELECT COUNT(*) AS n FROM offer WHERE state = 'reserve'"), 2);
    CHECK_I64(count(&j, "SELECT COUNT(*) AS n FROM request WHERE state = 'open'"), 1);
    CHECK_I64(world_notices(t->world, "reserve_ready"), 0);
    world_close(t->world);
}

TEST_BOTH(where_the_first_trusted_yes_was_wished_a_trusted_reserve_has_it_at_once)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    enum reason why;
    int64_t mio, ken;

    job_ask(&j);
    ken = job_offer(&j, t->ken, "reserve");
    mio = job_offer(&j, t->mio, "reserve");
    rank(&j, ken, 1); /* the first, but a new friend */
    rank(&j, mio, 2);
    town_tie_jobs(t, town_tie_of(t, t->mio, t->sato.parent), 0, 3);
    town_sql(t, "UPDATE request SET first_trusted_yes = 1 WHERE id <> 0");
    CHECK_STATUS(job_choose(&j, &why), OK);
    CHECK_I64(cancel(&j, t->yuki), 200);
    CHECK_I64(count(&j, "SELECT offer_id AS n FROM booking WHERE state = 'confirmed'"), mio);
    CHECK_I64(count(&j, "SELECT COUNT(*) AS n FROM request WHERE state = 'matched'"), 1);
    CHECK_I64(count(&j, "SELECT COUNT(*) AS n FROM booking"), 2);
    /* Nobody tapped it: least of all she who has fever. */
    CHECK_I64(count(&j, "SELECT COUNT(*) AS n FROM booking_event e JOIN booking b"
                        " ON b.id = e.booking_id AND b.state = 'confirmed' WHERE e.actor_id <> 0"),
              0);
    CHECK_I64(cancel(&j, t->yuki), 200); /* her second tap changes nothing */
    CHECK_I64(count(&j, "SELECT COUNT(*) AS n FROM booking WHERE state = 'confirmed'"), 1);
    world_close(t->world);
}

TEST_BOTH(a_trusted_reserve_at_another_time_or_dearer_is_for_the_guardian_to_choose)
{
    static const char *const odd[] = {
        "UPDATE offer SET start_at = start_at + 600000 WHERE state ="
        " 'reserve'",
        "UPDATE offer SET price_minor = 9000 WHERE state = 'reserve'"};

    for (int i = 0; i < 2; i++) {
        struct town *t = town_open(world_open(engine));
        struct job j = job_usual(t);
        enum reason why;

        job_ask(&j);
        (void)job_offer(&j, t->mio, "reserve");
        town_tie_jobs(t, town_tie_of(t, t->mio, t->sato.parent), 0, 3);
        town_sql(t, "UPDATE request SET first_trusted_yes = 1 WHERE id <> 0");
        town_sql(t, odd[i]);
        CHECK_STATUS(job_choose(&j, &why), OK);
        CHECK_I64(cancel(&j, t->yuki), 200);
        CHECK_I64(count(&j, "SELECT COUNT(*) AS n FROM request WHERE state = 'open'"), 1);
        CHECK_I64(count(&j, "SELECT COUNT(*) AS n FROM offer WHERE state = 'offered'"), 1);
        world_close(t->world);
    }
}

TEST_BOTH(days_before_the_start_a_reopened_ask_is_not_urgent_and_has_its_alarms_again)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    enum reason why;

    j.start_at += 2 * DAY_MS;
    j.end_at += 2 * DAY_MS;
    job_ask(&j);
    (void)job_offer(&j, t->ken, "released");
    CHECK_STATUS(job_choose(&j, &why), OK);
    CHECK_I64(count(&j, "SELECT COUNT(*) AS n FROM timer WHERE state = 'due' AND kind ="
                        " 'request.alarm'"),
              0);
    CHECK_I64(cancel(&j, t->yuki), 200);
    CHECK_I64(count(&j, "SELECT urgent AS n FROM request WHERE id <> 0"), 0);
    CHECK_I64(count(&j, "SELECT closes_at AS n FROM request WHERE id <> 0"),
              j.start_at - 30 * MINUTE_MS);
    CHECK_I64(count(&j, "SELECT due_at AS n FROM timer WHERE state = 'due' AND kind ="
                        " 'request.alarm'"),
              town_at("2026-11-26T20:00"));
    CHECK_I64(world_notices(t->world, "asked"), 1);
    world_close(t->world);
}
