/* tie_end_test.c - what a tie that ends, or a block, does to what is open between the two. */
#include "tests/job.h"
#include "tests/test.h"

static const char *tie_path(struct town *t, int64_t tie_id, const char *rest)
{
    char id[ID_TEXT_BYTES];

    id_format(ID_TIE, tie_id, id);
    return arena_printf(t->world->arena, "/api/v1/ties/%s%s", id, rest);
}

/* Asked, offered and in reserve along the tie of the Satos and Yuki. */
static void open_offers(struct town *t, struct job *jobs)
{
    static const char *const states[] = {"asked", "offered", "reserve"};

    for (int i = 0; i < 3; i++) {
        jobs[i] = job_usual(t);
        jobs[i].supporter = t->mio;
        jobs[i].start_at += (i + 1) * DAY_MS;
        jobs[i].end_at += (i + 1) * DAY_MS;
        job_ask(&jobs[i]);
        (void)job_offer(&jobs[i], t->yuki, states[i]);
    }
}

/* Straight into the database they came without a time at which they close. */
static void close_requests(struct town *t)
{
    town_sql(t, "UPDATE request SET state = 'withdrawn' WHERE state = 'open'");
    town_sql(t, "UPDATE offer SET state = 'expired' WHERE state = 'offered'");
}

static int64_t yukis(struct town *t, const char *state)
{
    return town_count(t, arena_printf(t->world->arena,
                                      "SELECT COUNT(*) FROM offer /* scan: a test's */"
                                      " WHERE supporter_id = %lld AND state = '%s'",
                                      (long long)t->yuki->id, state));
}

static int64_t told(struct town *t)
{
    return town_count(t, "SELECT COUNT(*) FROM notice /* scan: a test's */");
}

TEST_BOTH(ending_a_tie_ends_what_is_asked_offered_and_in_reserve_along_it_and_nothing_agreed)
{
    struct town *t = town_open(world_open(engine));
    struct job agreed = job_usual(t), jobs[3];
    int64_t before;

    job_book(&agreed);
    open_offers(t, jobs);
    before = told(t);
    CHECK_I64(
        client_delete(t->yuki->client, tie_path(t, town_tie_of(t, t->sato.parent, t->yuki), "")),
        204);
    CHECK_I64(yukis(t, "expired"), 3);
    CHECK_I64(yukis(t, "chosen"), 1);
    CHECK_TEXT(job_state(&agreed), "confirmed");
    CHECK_I64(told(t), before);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM offer /* scan: a test's */"
                            " WHERE state = 'offered'"),
              3); /* Mio's */
    close_requests(t);
    world_close(t->world);
}

TEST_BOTH(a_block_ends_what_is_open_between_the_two_whoever_blocks)
{
    struct town *t = town_open(world_open(engine));
    struct job agreed = job_usual(t), jobs[3];
    int64_t before;

    job_book(&agreed);
    open_offers(t, jobs);
    before = told(t);
    CHECK_I64(client_put(t->sato.parent->client,
                         arena_printf(t->world->arena, "/api/v1/me/blocks/%s", t->yuki->id_text),
                         NULL),
              204);
    CHECK_I64(yukis(t, "expired"), 3);
    CHECK_TEXT(job_state(&agreed), "confirmed");
    CHECK_I64(told(t), before);
    CHECK_I64(
        client_put(t->mio->client,
                   arena_printf(t->world->arena, "/api/v1/me/blocks/%s", t->sato.parent->id_text),
                   NULL),
        204);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM offer /* scan: a test's */"
                            " WHERE state = 'offered'"),
              0);
    close_requests(t);
    world_close(t->world);
}
