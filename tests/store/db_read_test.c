/* db_read_test.c - snapshots, their time limit, the statement cache, the log and the gate on scans.
 */
#include "app/base/clock.h"
#include "app/base/limits.h"
#include "db/db_maintain.h"
#include "tests/store/db_scene.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

/* ---- snapshots ---- */

struct look {
    struct scene *scene;
    struct writer writer;
    int64_t before, after;
};

/* Looks, lets somebody else write and finish, and looks again. */
static enum status look_twice(struct tx *t, void *arg)
{
    struct look *l = arg;
    enum status s = thing_count(t, &l->before);

    if (s == OK) {
        writers_start(&l->writer, 1);
        writers_join(&l->writer, 1);
        s = thing_count(t, &l->after);
    }
    return s;
}

TEST_BOTH_IN("concurrent", a_read_sees_one_moment_while_others_write)
{
    struct scene s = scene_open(engine);
    struct look l = {.scene = &s,
                     .writer = {.scene = &s, .fn = thing_put, .thing = {.id = 50}, .times = 1}};

    CHECK_STATUS(db_read(s.db, s.arena, look_twice, &l), OK);
    CHECK_STATUS(l.writer.status, OK);
    CHECK_I64(l.before, 1);
    CHECK_I64(l.after, 1);
    CHECK_I64(scene_count(&s), 2);
    l.writer.thing.id = 51;
    CHECK_STATUS(db_long_read(s.db, s.arena, look_twice, &l), OK);
    CHECK_I64(l.before, 2);
    CHECK_I64(l.after, 2);
}

/* ---- time ---- */

static const char endless_sql[] =
    "WITH RECURSIVE c(x) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT x + 1 FROM c"
    " WHERE x < 100000000000) SELECT COUNT(*) FROM c";

static enum status count_for_ever(struct tx *t, void *arg)
{
    static const struct db_col cols[] = {{DB_I64, false, 0}, COL_END};

    return db_one(t, endless_sql, NULL, cols, arg);
}

TEST_BOTH(a_statement_that_does_not_end_is_ended)
{
    struct scene s = scene_open(engine);
    int64_t n, from = clock_monotonic_ms(), took;

    CHECK_STATUS(db_read(s.db, s.arena, count_for_ever, &n), E_BUSY);
    took = clock_monotonic_ms() - from;
    CHECK(took >= DB_READ_MS_MAX && took < 3 * DB_READ_MS_MAX);
    CHECK_I64(scene_count(&s), 1); /* the connection is as good as before */
}

static enum status dawdle(struct tx *t, void *arg)
{
    const struct timespec pause = {(DB_READ_MS_MAX + 100) / 1000,
                                   (DB_READ_MS_MAX + 100) % 1000 * 1000000L};
    enum status s = thing_count(t, arg);

    nanosleep(&pause, NULL);
    return s == OK ? thing_count(t, arg) : s;
}

TEST_BOTH(a_reader_that_dawdles_is_ended_but_an_audit_is_not)
{
    struct scene s = scene_open(engine);
    int64_t n;

    CHECK_STATUS(db_read(s.db, s.arena, dawdle, &n), E_BUSY);
    CHECK_STATUS(db_long_read(s.db, s.arena, dawdle, &n), OK);
    CHECK_I64(n, 1);
}

/* ---- the statement cache ---- */

struct text {
    char *sql;
    int64_t got;
};

static enum status run_text(struct tx *t, void *arg)
{
    struct text *x = arg;
    static const struct db_col cols[] = {COL_I64(struct text, got), COL_END};
    struct text row;
    enum status s = db_one(t, x->sql, NULL, cols, &row);

    x->got = row.got;
    return s;
}

TEST_BOTH(more_statements_than_the_cache_holds_all_give_their_own_answer)
{
    struct scene s = scene_open(engine);
    int many = DB_STATEMENTS_MAX + 40;
    struct text *x = calloc((size_t)many, sizeof *x);

    CHECK(x != NULL);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < many; i++) {
            if (round == 0) {
                x[i].sql = malloc(64);
                snprintf(x[i].sql, 64, "SELECT CAST(%d AS BIGINT)", i);
            }
            CHECK_STATUS(db_read(s.db, s.arena, run_text, &x[i]), OK);
            CHECK_I64(x[i].got, i);
        }
    }
    database_close(s.db); /* the texts are its keys */
    for (int i = 0; i < many; i++) {
        free(x[i].sql);
    }
    free(x);
}

/* ---- values of queries that were not written for one engine ---- */

static const char mixed_sql[] = "SELECT SUM(n) AS id, COUNT(*) AS n FROM thing /* scan: a test */";
static const char truth_sql[] = "SELECT id, n > 1 AS n FROM thing WHERE id = $1";

struct pair {
    int64_t id, n;
};

static const struct db_col pair_cols[] = {COL_I64(struct pair, id), COL_I64(struct pair, n),
                                          COL_END};

static enum status get_sum(struct tx *t, void *arg)
{
    return db_one(t, mixed_sql, NULL, pair_cols, arg);
}

static enum status get_truth(struct tx *t, void *arg)
{
    struct pair *p = arg;
    struct db_in in[] = {IN_I64(p->id), IN_END};

    return db_one(t, truth_sql, in, pair_cols, p);
}

TEST_BOTH(sums_and_truth_values_are_numbers_on_either_engine)
{
    static const int64_t ns[] = {-12345678, 999999, 10000, -1, 7};
    struct scene s = scene_open(engine);
    struct pair p;
    int64_t sum = 0;

    for (int i = 0; i < 5; i++) {
        struct thing g = {.id = 10 + i, .n = ns[i]};

        sum += ns[i];
        CHECK_STATUS(db_tx(s.db, s.arena, thing_put, &g), OK);
        CHECK_STATUS(db_read(s.db, s.arena, get_sum, &p), OK);
        CHECK_I64(p.id, sum);
        CHECK_I64(p.n, 2 + i);
        p.id = 10 + i;
        CHECK_STATUS(db_read(s.db, s.arena, get_truth, &p), OK);
        CHECK_I64(p.n, ns[i] > 1);
    }
}

struct text_row {
    char said[200];
};

static enum status say_row(void *arg, int n, const char *const names[], const char *const values[])
{
    struct text_row *r = arg;

    for (int i = 0; i < n; i++) {
        size_t used = strlen(r->said);

        snprintf(r->said + used, sizeof r->said - used, "%s=%s;", names[i],
                 values[i] != NULL ? values[i] : "NULL");
    }
    return OK;
}

static enum status say_all(struct tx *t, void *arg)
{
    return db_each(t, "SELECT id, name, data FROM thing ORDER BY id", say_row, arg);
}

TEST_BOTH(any_query_can_be_read_as_text_for_an_audit)
{
    struct scene s = scene_open(engine);
    struct thing g = {.id = 2, .name = "a", .data = {(const uint8_t *)"\0\xff", 2}};
    struct text_row r = {""};

    CHECK_STATUS(db_tx(s.db, s.arena, thing_put, &g), OK);
    CHECK_STATUS(db_long_read(s.db, s.arena, say_all, &r), OK);
    CHECK_TEXT(r.said, "id=1;name=NULL;data=NULL;id=2;name=a;data=00ff;");
}

/* ---- the write-ahead log ---- */

static uint8_t blob[256 * 1024];

static const char overwrite_sql[] = "UPDATE thing SET data = $1 WHERE id = 1";

static enum status overwrite(struct tx *t, void *arg)
{
    struct db_in in[] = {IN_BYTES(((struct slice){blob, sizeof blob})), IN_END};

    (void)arg;
    return db_exec(t, overwrite_sql, in);
}

static int64_t log_bytes(const struct scene *s)
{
    char path[DATABASE_URL_BYTES + 8];
    struct stat st;

    snprintf(path, sizeof path, "%s-wal", s->url + strlen("sqlite:"));
    CHECK(stat(path, &st) == 0);
    return st.st_size;
}

/* Writes `times` blobs; the log's largest size. */
static int64_t write_blobs(struct scene *s, int times)
{
    int64_t most = 0, now;

    for (int i = 0; i < times; i++) {
        CHECK_STATUS(db_tx(s->db, s->arena, overwrite, NULL), OK);
        now = log_bytes(s);
        most = now > most ? now : most;
    }
    return most;
}

static void *dawdle_on(void *arg)
{
    struct scene *s = arg;
    struct arena *a = arena_open(1 << 16);
    int64_t n;
    enum status got = db_read(s->db, a, dawdle, &n);

    arena_close(a);
    return got == E_BUSY ? s : NULL;
}

TEST_IN("concurrent", the_log_stays_short_while_a_reader_is_stuck)
{
    struct scene s = scene_open("sqlite");
    pthread_t reader;
    void *was_ended;

    CHECK(write_blobs(&s, 400) < 128 << 20); /* 100 MB go through it */
    CHECK(pthread_create(&reader, NULL, dawdle_on, &s) == 0);
    CHECK(write_blobs(&s, 700) < 128 << 20);
    pthread_join(reader, &was_ended);
    CHECK(was_ended != NULL);
    CHECK(write_blobs(&s, 200) < 128 << 20);
    CHECK(write_blobs(&s, 1) <= 48 << 20); /* and it became short again */
}

/* ---- the gate on full scans ---- */

struct gate {
    int scans;
    char plan[200];
};

static void note(void *arg, const char *sql, const char *plan)
{
    struct gate *g = arg;

    (void)sql;
    g->scans++;
    snprintf(g->plan, sizeof g->plan, "%s", plan);
}

static const char *const scanning[] = {
    "SELECT id FROM thing WHERE n = 5 LIMIT 1",
    "SELECT g.id FROM thing g WHERE g.n = 5 LIMIT 1",
    "SELECT g.id FROM thing AS g WHERE n = 5 LIMIT 1",
    "SELECT a.id FROM thing a JOIN thing b ON b.n = a.n WHERE a.id = 1 LIMIT 1",
    "SELECT id FROM thing WHERE id = 1 AND EXISTS (SELECT 1 FROM thing t WHERE t.n = 9) LIMIT 1",
    "WITH many AS (SELECT n FROM thing) SELECT n FROM many WHERE n = 77 LIMIT 1",
};
static const char *const not_scanning[] = {
    "SELECT id FROM thing WHERE id = 5",
    "SELECT id FROM thing WHERE name = 'x'",
    "SELECT id FROM thing /* scan: a page of it */ WHERE n = 5 LIMIT 1",
    "SELECT id FROM thing -- scan is meant\n WHERE n = 5 LIMIT 1",
    "WITH one AS (SELECT 1 AS x UNION SELECT 2) SELECT x FROM one WHERE x = 3",
    "SELECT id FROM thing ORDER BY id DESC LIMIT 1",
};

static enum status run_any(struct tx *t, void *arg)
{
    static const struct db_col cols[] = {{DB_I64, true, 0}, COL_END};
    int64_t n;

    return db_one(t, arg, NULL, cols, &n);
}

TEST(an_unmarked_scan_of_a_table_is_told_and_nothing_else)
{
    struct gate gate = {0};
    struct scene s =
        scene_open_with("sqlite", &(struct db_options){.scan_found = note, .scan_arg = &gate});

    for (size_t i = 0; i < sizeof scanning / sizeof *scanning; i++) {
        gate.scans = 0;
        (void)!db_read(s.db, s.arena, run_any, (void *)(uintptr_t)scanning[i]);
        if (gate.scans == 0) {
            test_fail(__FILE__, __LINE__, "not noticed: %s", scanning[i]);
        }
    }
    for (size_t i = 0; i < sizeof not_scanning / sizeof *not_scanning; i++) {
        gate.scans = 0;
        (void)!db_read(s.db, s.arena, run_any, (void *)(uintptr_t)not_scanning[i]);
        if (gate.scans != 0) {
            test_fail(__FILE__, __LINE__, "no scan: %s: %s", not_scanning[i], gate.plan);
        }
    }
}
