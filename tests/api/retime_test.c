/* retime_test.c - an amended job falls through: what is asked for then, and at what price. */
#include "tests/job.h"
#include "tests/test.h"

/* The price of somebody's one offer in that state, ending then; 0 when there is none. */
static int64_t offer_sum(struct town *t, const struct person *p, const char *state, int64_t end_at)
{
    return town_count(t, arena_printf(t->world->arena,
                                      "SELECT CAST(COALESCE(SUM(price_minor), 0) AS BIGINT) FROM"
                                      " offer /* scan: a test's */ WHERE supporter_id = %lld"
                                      " AND state = '%s' AND end_at = %lld",
                                      (long long)p->id, state, (long long)end_at));
}

TEST_BOTH(after_an_amended_job_fell_through_the_amended_times_are_asked_for_at_their_price)
{
    struct town *t = town_open(world_open(engine));
    struct job j = job_usual(t);
    struct client *c = t->sato.parent->client;
    int64_t end_at = j.end_at + HOUR_MS;
    const char *request;

    job_ask(&j);
    (void)job_offer(&j, t->mio, "reserve");
    (void)job_offer(&j, t->ken, "asked");
    town_expire(t, t->ken, "certificate", j.start_at);
    CHECK_STATUS(job_choose(&j, &(enum reason){R_NONE}), OK);
    CHECK_I64(job_post(&j, t->sato.parent, "/amendments",
                       json_pack("{s:I}", "end_at", (json_int_t)end_at)),
              201);
    CHECK_I64(client_post(t->yuki->client,
                          arena_printf(t->world->arena, "/api/v1/amendments/%s/accept",
                                       client_text(c, "id")),
                          NULL),
              200);
    CHECK_I64(job_post(&j, t->yuki, "/cancel", json_object()), 200);
    request = arena_strdup(t->world->arena, client_text(t->yuki->client, "booking.request_id"));
    CHECK_I64(client_get(c, arena_printf(t->world->arena, "/api/v1/requests/%s", request)), 200);
    CHECK_TEXT(client_text(c, "state"), "open");
    CHECK_I64(client_i64(c, "start_at"), j.start_at);
    CHECK_I64(client_i64(c, "end_at"), end_at);
    CHECK_I64(town_count(t, "SELECT price_minor FROM request /* scan: a test's */"), 1350);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM stop /* scan: a test's */ WHERE"
                            " booking_id IS NULL AND at = (SELECT end_at FROM request)"),
              1);
    CHECK_I64(offer_sum(t, t->mio, "asked", end_at), 1350); /* kept for other times: asked again */
    CHECK_I64(offer_sum(t, t->ken, "asked", end_at), 1130); /* 500 an hour, without certificate */
    CHECK_I64(world_notices(t->world, "asked"), 2);
    world_close(t->world);
}
