/* power_test.c - what was acknowledged is there after a power cut; kill -9 can't tell, for the
 * kernel keeps what a process wrote. */
#include "db/db_maintain.h"
#include "tests/kill/recorder.h"
#include "tests/store/db_scene.h"
#include "tests/test.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CLIENTS  8
#define TIMES    120
#define CUTS     40
#define ACKS_MAX (CLIENTS * TIMES)

static const uint8_t filling[3000] = {1, 2, 3};

struct client {
    struct db *db;
    int64_t id;
    bool failed;
    pthread_t thread;
};

/* Two rows: one without the other is half a transaction. */
static enum status put_twins(struct tx *t, void *arg)
{
    int64_t id = *(int64_t *)arg;
    struct thing a = {.id = id, .data = {filling, sizeof filling}}, b = {.id = -id};
    enum status s = thing_put(t, &a);

    return s == OK ? thing_put(t, &b) : s;
}

static void *work(void *arg)
{
    struct client *c = arg;
    struct arena *a = arena_open(1 << 16);

    for (int i = 0; i < TIMES && !c->failed; i++, c->id++) {
        arena_reset(a);
        c->failed = db_tx(c->db, a, put_twins, &c->id) != OK;
        if (!c->failed) {
            recorder_ack(c->id);
        }
    }
    arena_close(a);
    return NULL;
}

static enum status make_table(struct tx *t, void *arg)
{
    (void)arg;
    return db_script(t, "CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, n BIGINT, name TEXT,"
                        " data BYTEA)");
}

/* Records a database at work, from its making on. */
static void record(const char *dir, bool unsafe)
{
    struct client clients[CLIENTS];
    char url[DATABASE_URL_BYTES];
    struct arena *a = arena_open(1 << 16);
    struct db *db;

    snprintf(url, sizeof url, "sqlite:%.200s/power.db", dir);
    recorder_start();
    db = database_open(url, &(struct db_options){.unsafe_no_sync = unsafe});
    CHECK_STATUS(db_tx(db, a, make_table, NULL), OK);
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){.db = db, .id = 1 + i * 1000000};
        CHECK(pthread_create(&clients[i].thread, NULL, work, &clients[i]) == 0);
    }
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(clients[i].thread, NULL);
        CHECK(!clients[i].failed);
    }
    database_close(db);
    arena_close(a);
    recorder_stop();
}

struct after {
    struct scene scene;
    int64_t acks[ACKS_MAX];
    int acked;
};

static void note_ack(void *arg, int64_t id)
{
    struct after *after = arg;

    CHECK(after->acked < ACKS_MAX);
    after->acks[after->acked++] = id;
}

static enum status want_ok(void *arg, int n, const char *const names[], const char *const values[])
{
    (void)names;
    *(bool *)arg = *(bool *)arg && n == 1 && strcmp(values[0], "ok") == 0;
    return OK;
}

static enum status check_integrity(struct tx *t, void *arg)
{
    return db_each(t, "PRAGMA integrity_check", want_ok, arg);
}

static const char halves_sql[] =
    "SELECT COUNT(*) FROM thing a /* scan: all of it */ WHERE NOT EXISTS"
    " (SELECT 1 FROM thing b WHERE b.id = -a.id)";

static enum status count_halves(struct tx *t, void *arg)
{
    static const struct db_col cols[] = {{DB_I64, false, 0}, COL_END};

    return db_one(t, halves_sql, NULL, cols, arg);
}

/* Before the table was made there is nothing to look at. */
static bool is_made(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && st.st_size > 0;
}

/* Opens what the power cut left; how many acknowledged rows are not there. What can't be read is
 * lost as a whole. */
static int lost_after(struct after *after, const char *dir)
{
    struct scene *s = &after->scene;
    bool sound = true, readable;
    int64_t halves = 0;
    int lost = 0;

    snprintf(s->url, sizeof s->url, "sqlite:%.200s/power.db", dir);
    if (after->acked == 0 || !is_made(s->url + strlen("sqlite:"))) {
        return after->acked;
    }
    s->db = database_open(s->url, NULL);
    readable = db_long_read(s->db, s->arena, check_integrity, &sound) == OK && sound &&
               db_long_read(s->db, s->arena, count_halves, &halves) == OK;
    CHECK_I64(halves, 0);
    for (int i = 0; i < after->acked; i++) {
        arena_reset(s->arena);
        lost += !readable || scene_n(s, after->acks[i]) == -1;
    }
    database_close(s->db);
    return lost;
}

static void clear(const char *dir)
{
    static const char *const names[] = {"power.db", "power.db-wal", "power.db-shm",
                                        "power.db-journal"};
    char path[DATABASE_URL_BYTES];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%.200s/%s", dir, names[i]);
        unlink(path);
    }
}

/* Pulls the plug `cuts` times at random moments; how many acknowledged rows were lost in all. */
static int cut(const char *dir, int cuts)
{
    static struct after after;
    int lost = 0;

    after.scene.arena = arena_open(1 << 20);
    for (int i = 0; i < cuts; i++) {
        after.acked = 0;
        clear(dir);
        recorder_replay(test_random() % (recorder_events() + 1), false, dir, note_ack, &after);
        lost += lost_after(&after, dir);
    }
    clear(dir);
    arena_close(after.scene.arena);
    return lost;
}

static void make_dir(char dir[DATABASE_URL_BYTES])
{
    snprintf(dir, DATABASE_URL_BYTES, "%.200s/power", database_dir());
    mkdir(dir, 0700);
    clear(dir);
}

TEST_IN("kill", no_acknowledged_row_is_lost_in_a_power_cut)
{
    char dir[DATABASE_URL_BYTES];
    int cuts = test_soak() ? 20 * CUTS : CUTS;

    make_dir(dir);
    record(dir, false);
    CHECK_I64(cut(dir, cuts), 0);
    printf("  %d power cuts in %zu writes and syncs, 0 lost\n", cuts, recorder_events());
}

TEST_IN("kill", without_its_sync_the_same_run_loses_rows_so_the_test_above_can_fail)
{
    char dir[DATABASE_URL_BYTES];

    make_dir(dir);
    record(dir, true);
    CHECK(cut(dir, CUTS) > 0);
}

/* ---- a disk that errs ---- */

#define WRITES 6

/* Writes WRITES transactions, one after the other, and notes what each heard. */
static void write_and_note(struct db *db, enum status said[WRITES])
{
    struct arena *a = arena_open(1 << 16);

    for (int64_t id = 1; id <= WRITES; id++) {
        arena_reset(a);
        said[id - 1] = db_tx(db, a, put_twins, &id);
        if (said[id - 1] == OK) {
            recorder_ack(id);
        }
    }
    arena_close(a);
}

/* What a power cut right after the last answer leaves is what was answered: an OK is there, and
 * what was refused does not come back. */
static void check_answers(const char *dir, const enum status said[WRITES], int n, bool lucky)
{
    static struct after after;

    after.scene.arena = arena_open(1 << 20);
    after.acked = 0;
    clear(dir);
    recorder_replay(recorder_events(), lucky, dir, note_ack, &after);
    CHECK_I64(lost_after(&after, dir), 0);
    after.scene.db = database_open(after.scene.url, NULL);
    for (int id = 1; id <= WRITES; id++) {
        if (said[id - 1] != OK && scene_n(&after.scene, id) != -1) {
            test_fail(__FILE__, __LINE__, "call %d failed, row %d was refused and is there", n, id);
        }
    }
    database_close(after.scene.db);
    arena_close(after.scene.arena);
}

/* Lets the n-th call on the log fail; false when there are fewer calls. */
static bool one_call_fails(const char *dir, int n, int code)
{
    char url[DATABASE_URL_BYTES];
    enum status said[WRITES];
    struct db *db;
    bool failed;

    snprintf(url, sizeof url, "sqlite:%.200s/power.db", dir);
    clear(dir);
    recorder_start();
    db = database_open(url, NULL);
    CHECK_STATUS(db_tx(db, NULL, make_table, NULL), OK);
    recorder_fail(n, code);
    write_and_note(db, said);
    failed = recorder_failed();
    recorder_fail(0, code);
    recorder_stop(); /* what closing writes is not part of it */
    for (int i = 0; i < WRITES; i++) {
        CHECK(said[i] == OK || (failed && (said[i] == E_BUSY || said[i] == E_INTERNAL)));
    }
    database_close(db);
    check_answers(dir, said, n, true);
    check_answers(dir, said, n, false);
    return failed;
}

TEST_IN("kill", whatever_call_on_the_log_fails_each_answer_is_the_truth)
{
    static const int codes[] = {SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_FULL};
    char dir[DATABASE_URL_BYTES];
    int points = 0;

    make_dir(dir);
    for (size_t c = 0; c < sizeof codes / sizeof *codes; c++) {
        for (int n = 1; one_call_fails(dir, n, codes[c]); n++) {
            points++;
        }
    }
    CHECK(points > 3 * WRITES);
    printf("  %d calls failed, each answer true\n", points);
}
