/* town_bare.c - town_new() of town.h: a database and a context without a world. */
#include "tests/database.h"
#include "tests/test.h"
#include "tests/town.h"

static void close_arena(void *arg)
{
    arena_close(arg);
}

static enum status settle(struct tx *t, void *arg)
{
    (void)arg;
    return db_script(t,
                     "INSERT INTO community (id, name, name_en, zone, currency, created_at) VALUES "
                     "(7, 'まち', 'Town', 'Asia/Tokyo', 'JPY', 1), "
                     "(8, 'となり', 'Other', 'Asia/Tokyo', 'JPY', 1)");
}

struct ctx town_new(const char *engine)
{
    static struct id_source ids;
    struct ctx x = {.ids = &ids, .member_id = 42, .now = INT64_C(1795273200000)};

    x.arena = arena_open(ARENA_JOB_BYTES_MAX);
    CHECK(x.arena != NULL);
    test_cleanup(close_arena, x.arena);
    x.db = database_fresh(engine);
    id_source_init(&ids, 1);
    CHECK_STATUS(db_tx(x.db, x.arena, settle, NULL), OK);
    return x;
}
