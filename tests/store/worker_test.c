/* worker_test.c - the worker's thread does what waits, and ends when it is told. */
#include "app/domain/audit.h"
#include "app/worker.h"
#include "db/store/audit.h"
#include "db/store/idempotency.h"
#include "tests/database.h"
#include "tests/test.h"

#include <string.h>
#include <time.h>

#define WAIT_MS 10000

struct scene {
    struct db *db;
    struct arena *arena;
    struct clock clock;
    struct id_source ids;
    struct keys keys;
    struct worker_parts parts;
    struct ctx x;
};

static void close_arena(void *arg)
{
    arena_close(arg);
}

static void open_scene(struct scene *s, const char *engine)
{
    memset(s, 0, sizeof *s);
    s->db = database_fresh(engine);
    s->arena = arena_open(4 << 20);
    CHECK(s->arena != NULL);
    test_cleanup(close_arena, s->arena);
    id_source_init(&s->ids, 1);
    s->parts =
        (struct worker_parts){.db = s->db, .ids = &s->ids, .keys = &s->keys, .clock = &s->clock};
    s->x = (struct ctx){.arena = s->arena,
                        .db = s->db,
                        .ids = &s->ids,
                        .keys = &s->keys,
                        .now = clock_now(&s->clock)};
}

static enum status note_tx(struct ctx *x, void *arg)
{
    (void)arg;
    return audit_note(x, 0, "saw.address", 7);
}

static enum status last_seal_tx(struct ctx *x, void *arg)
{
    struct audit_seal *last = arg;

    return store_audit_seal_last(x->tx, last);
}

static int64_t sealed_until(struct scene *s)
{
    struct audit_seal last = {0};
    enum status st = ctx_read(&s->x, last_seal_tx, &last);

    CHECK(st == OK || st == E_NOT_FOUND);
    return last.seq;
}

TEST_BOTH_IN("concurrent", a_running_worker_seals_what_is_noted_meanwhile)
{
    struct scene s;
    struct worker *w;
    struct timespec pause = {0, 20 * 1000000L};
    int64_t until_ms;

    open_scene(&s, engine);
    CHECK_STATUS(worker_start(&w, &s.parts), OK);
    CHECK_STATUS(ctx_tx(&s.x, note_tx, NULL), OK);
    CHECK_STATUS(ctx_tx(&s.x, note_tx, NULL), OK);
    until_ms = clock_monotonic_ms() + WAIT_MS;
    while (sealed_until(&s) < 2 && clock_monotonic_ms() < until_ms) {
        nanosleep(&pause, NULL);
    }
    worker_stop(w);
    CHECK_I64(sealed_until(&s), 2);
}

TEST_BOTH_IN("concurrent", a_worker_stopped_at_once_again_and_again_ends_each_time)
{
    struct scene s;
    struct worker *w;

    open_scene(&s, engine);
    for (int i = 0; i < 20; i++) {
        CHECK_STATUS(worker_start(&w, &s.parts), OK);
        worker_stop(w);
    }
}

TEST_BOTH(one_round_by_hand_does_everything_once)
{
    struct scene s;
    int did;

    open_scene(&s, engine);
    CHECK_STATUS(ctx_tx(&s.x, note_tx, NULL), OK);
    CHECK_STATUS(worker_step(&s.parts, s.arena, &did), OK);
    CHECK_I64(did, 1);
    CHECK_STATUS(worker_step(&s.parts, s.arena, &did), OK);
    CHECK_I64(did, 0);
}

static enum status keep_answer_tx(struct ctx *x, void *arg)
{
    struct idempotency row = {.member_id = 1,
                              .key = arg,
                              .route = "POST /api/v1/requests",
                              .body_sha256 = "00",
                              .http = 201,
                              .answer = {(const uint8_t *)"sealed", 6},
                              .created_at = x->now,
                              .expires_at = x->now + DAY_MS};

    return store_idempotency_put(x->tx, &row);
}

/* Looks for what was kept at all, expired or not. */
static enum status find_answer_tx(struct ctx *x, void *arg)
{
    struct idempotency row;

    return store_idempotency_get(x->tx, 1, arg, 0, &row);
}

TEST_BOTH(answers_are_forgotten_when_their_keys_expire_and_not_before)
{
    struct scene s;
    int did;

    open_scene(&s, engine);
    CHECK_STATUS(ctx_tx(&s.x, keep_answer_tx, "key"), OK);
    clock_advance(&s.clock, DAY_MS - MINUTE_MS);
    CHECK_STATUS(worker_step(&s.parts, s.arena, &did), OK);
    CHECK_STATUS(ctx_read(&s.x, find_answer_tx, "key"), OK);
    clock_advance(&s.clock, MINUTE_MS);
    CHECK_STATUS(worker_step(&s.parts, s.arena, &did), OK);
    CHECK_STATUS(ctx_read(&s.x, find_answer_tx, "key"), E_NOT_FOUND);
}
