/* db_scene.c - see db_scene.h. */
#include "tests/store/db_scene.h"

#include "tests/test.h"

#include <string.h>
#include <time.h>

static enum status create_things(struct tx *t, void *arg)
{
    (void)arg;
    return db_script(t, "CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY,"
                        " n BIGINT CHECK (n < 1000000), name TEXT UNIQUE, data BYTEA);"
                        "INSERT INTO thing (id, n) VALUES (1, 0)");
}

static void close_arena(void *arg)
{
    arena_close(arg);
}

struct scene scene_open_with(const char *engine, const struct db_options *options)
{
    struct scene s;

    database_new(engine, "keystore", s.url);
    s.db = database_open(s.url, options);
    s.arena = arena_open(4 << 20);
    CHECK(s.arena != NULL);
    test_cleanup(close_arena, s.arena);
    CHECK_STATUS(db_tx(s.db, s.arena, create_things, NULL), OK);
    return s;
}

struct scene scene_open(const char *engine)
{
    return scene_open_with(engine, NULL);
}

/* ---- what a transaction does ---- */

static const struct db_col thing_cols[] = {
    COL_I64(struct thing, id),
    COL_I64_NULL(struct thing, n),
    COL_TEXT_NULL(struct thing, name),
    COL_BYTES_NULL(struct thing, data),
    COL_END,
};
static const char put_sql[] = "INSERT INTO thing (id, n, name, data) VALUES ($1, $2, $3, $4)";
static const char get_sql[] = "SELECT id, n, name, data FROM thing WHERE id = $1";
static const char set_sql[] = "UPDATE thing SET n = $2 WHERE id = $1";
static const char count_sql[] = "SELECT COUNT(*) FROM thing /* scan: a test */";

enum status thing_put(struct tx *t, void *thing)
{
    const struct thing *g = thing;
    struct db_in in[] = {IN_I64(g->id), IN_I64(g->n), IN_TEXT(g->name), IN_BYTES(g->data), IN_END};

    return db_exec(t, put_sql, in);
}

enum status thing_get(struct tx *t, void *thing)
{
    struct thing *g = thing;
    struct db_in in[] = {IN_I64(g->id), IN_END};

    return db_one(t, get_sql, in, thing_cols, g);
}

enum status thing_increment(struct tx *t, void *thing)
{
    struct thing *g = thing;
    enum status s = thing_get(t, thing);
    struct db_in in[] = {IN_I64(g->id), IN_I64(g->n + 1), IN_END};

    return s == OK ? db_exec(t, set_sql, in) : s;
}

enum status thing_put_then_refuse(struct tx *t, void *thing)
{
    enum status s = thing_put(t, thing);

    return s == OK ? E_RULE : s;
}

enum status thing_count(struct tx *t, void *int64)
{
    struct found {
        int64_t n;
    };
    static const struct db_col cols[] = {COL_I64(struct found, n), COL_END};

    return db_one(t, count_sql, NULL, cols, int64);
}

int64_t scene_count(struct scene *s)
{
    int64_t n = -1;

    CHECK_STATUS(db_read(s->db, s->arena, thing_count, &n), OK);
    return n;
}

int64_t scene_n(struct scene *s, int64_t id)
{
    struct thing g = {.id = id};
    enum status got = db_read(s->db, s->arena, thing_get, &g);

    if (got == E_NOT_FOUND) {
        return -1;
    }
    CHECK_STATUS(got, OK);
    return g.n;
}

/* ---- threads; they check nothing themselves: a failed check ends the test's own thread ---- */

static enum status wait_inside(struct tx *t, void *arg)
{
    struct held *h = arg;

    (void)t;
    if (!h->was_inside) { /* it may run again */
        h->was_inside = true;
        sem_post(&h->inside);
        sem_wait(&h->go_on);
    }
    return E_RULE;
}

static void *hold(void *arg)
{
    struct held *h = arg;
    struct arena *a = arena_open(1 << 16);

    h->status = db_tx(h->scene->db, a, wait_inside, h);
    arena_close(a);
    return NULL;
}

void writer_hold(struct held *h, struct scene *s)
{
    h->scene = s;
    h->was_inside = false;
    sem_init(&h->inside, 0, 0);
    sem_init(&h->go_on, 0, 0);
    CHECK(pthread_create(&h->thread, NULL, hold, h) == 0);
    sem_wait(&h->inside);
}

void writer_release(struct held *h)
{
    sem_post(&h->go_on);
    pthread_join(h->thread, NULL);
}

static void *write_times(void *arg)
{
    struct writer *w = arg;
    struct arena *a = arena_open(1 << 20);

    for (int i = 0; i < w->times; i++) {
        do {
            arena_reset(a);
            w->status = db_tx(w->scene->db, a, w->fn, &w->thing);
            w->busy += w->status == E_BUSY;
        } while (w->status == E_BUSY && w->times > 1);
        if (w->status != OK) {
            break;
        }
    }
    arena_close(a);
    return NULL;
}

void writers_start(struct writer *w, int n)
{
    for (int i = 0; i < n; i++) {
        CHECK(pthread_create(&w[i].thread, NULL, write_times, &w[i]) == 0);
    }
}

void writers_join(struct writer *w, int n)
{
    for (int i = 0; i < n; i++) {
        pthread_join(w[i].thread, NULL);
    }
}

void wait_for_transactions(struct scene *s, int64_t n)
{
    const struct timespec moment = {0, 2000000};
    struct db_stats stats;

    do {
        nanosleep(&moment, NULL);
        db_stats(s->db, &stats);
    } while (stats.transactions < n);
    /* Counted, but perhaps not yet in the queue. */
    nanosleep(&(struct timespec){0, 20000000}, NULL);
}
