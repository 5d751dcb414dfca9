/* db_fault_test.c - what fails, and what the caller then hears: never OK without the row. */
#include "db/db_fault.h"

#include "app/base/clock.h"
#include "app/base/limits.h"
#include "db/db_maintain.h"
#include "tests/store/db_scene.h"
#include "tests/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

static struct thing thing_of(int64_t id)
{
    return (struct thing){.id = id, .n = id};
}

/* ---- a statement ---- */

static enum status put_three(struct tx *t, void *arg)
{
    enum status s = OK;

    (void)arg;
    for (int64_t id = 10; id < 13 && s == OK; id++) {
        struct thing g = thing_of(id);

        s = thing_put(t, &g);
    }
    return s;
}

TEST_BOTH(whichever_statement_fails_all_is_there_or_nothing)
{
    static const enum db_fault_kind kinds[] = {DB_FAULT_IO, DB_FAULT_FULL, DB_FAULT_BUSY,
                                               DB_FAULT_LOST};

    for (int k = 0; k < 4; k++) {
        for (int n = 1;; n++) {
            struct scene s = scene_open(engine);
            enum status got;
            bool fired;

            db_fault_order(s.db, DB_FAULT_STATEMENT, kinds[k], n);
            got = db_tx(s.db, s.arena, put_three, NULL);
            CHECK(got == OK || got == E_BUSY || got == E_INTERNAL);
            fired = db_fault_fired(s.db);
            db_fault_order(s.db, DB_FAULT_STATEMENT, kinds[k], 0);
            CHECK_I64(scene_count(&s), got == OK ? 4 : 1);
            if (!fired) {
                CHECK_STATUS(got, OK);
                CHECK(n >= 4);
                break;
            }
            database_close(s.db);
        }
    }
}

TEST(a_lost_connection_before_the_commit_is_nobodys_business)
{
    struct scene s = scene_open("postgresql");
    struct db_stats stats;

    db_fault_order(s.db, DB_FAULT_STATEMENT, DB_FAULT_LOST, 2);
    CHECK_STATUS(db_tx(s.db, s.arena, put_three, NULL), OK);
    db_stats(s.db, &stats);
    CHECK_I64(stats.retries, 1);
    CHECK_I64(scene_count(&s), 4);
}

static const char suicide_sql[] = "SELECT CAST(COUNT(pg_terminate_backend(pg_backend_pid())) AS"
                                  " BIGINT) /* scan: no table */";

static enum status put_then_die_once(struct tx *t, void *arg)
{
    int64_t *tries = arg, n;
    static const struct db_col cols[] = {{DB_I64, false, 0}, COL_END};
    enum status s = put_three(t, NULL);

    return s == OK && ++*tries == 1 ? db_one(t, suicide_sql, NULL, cols, &n) : s;
}

TEST(a_server_process_that_ends_in_the_middle_costs_one_more_try)
{
    struct scene s = scene_open("postgresql");
    int64_t tries = 0;

    CHECK_STATUS(db_tx(s.db, s.arena, put_then_die_once, &tries), OK);
    CHECK_I64(tries, 2);
    CHECK_I64(scene_count(&s), 4);
}

static enum status never_serializable(struct tx *t, void *arg)
{
    ++*(int *)arg;
    return db_script(t, "DO $$BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '40001'; END$$");
}

TEST(a_transaction_that_never_fits_is_given_up_after_eight_tries)
{
    struct scene s = scene_open("postgresql");
    int tries = 0;

    CHECK_STATUS(db_tx(s.db, s.arena, never_serializable, &tries), E_BUSY);
    CHECK_I64(tries, DB_TRIES_MAX);
}

/* ---- COMMIT ---- */

TEST(a_commit_that_failed_on_postgresql_is_what_the_server_says)
{
    static const struct {
        enum db_fault_kind kind;
        enum status status;
    } rows[] = {{DB_FAULT_IO, E_INTERNAL}, {DB_FAULT_FULL, E_BUSY},
                {DB_FAULT_BUSY, OK},       {DB_FAULT_LOST, OK},
                {DB_FAULT_LOST_AFTER, OK}, {DB_FAULT_UNKNOWN, E_INTERNAL}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct scene s = scene_open("postgresql");

        db_fault_order(s.db, DB_FAULT_COMMIT, rows[i].kind, 1);
        CHECK_STATUS(db_tx(s.db, s.arena, put_three, NULL), rows[i].status);
        CHECK(db_fault_fired(s.db));
        CHECK_I64(scene_count(&s), rows[i].status == OK ? 4 : 1);
        database_close(s.db);
    }
}

TEST(a_commit_nobody_can_know_about_ends_the_process_on_sqlite)
{
    char url[DATABASE_URL_BYTES];
    int status;
    pid_t child;

    database_new("sqlite", "", url);
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        struct arena *a = arena_open(1 << 20);
        struct db *db = NULL;

        if (db_open(&db, url, NULL) == OK) {
            db_fault_order(db, DB_FAULT_COMMIT, DB_FAULT_UNKNOWN, 1);
            (void)!db_tx(db, a, put_three, NULL); /* no table: fails, and never commits */
        }
        if (db != NULL && db_command(db, "CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY,"
                                         " n BIGINT, name TEXT, data BYTEA)") == OK) {
            (void)!db_tx(db, a, put_three, NULL);
        }
        _exit(0);
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK_I64(WEXITSTATUS(status), EX_IOERR);
}

/* ---- a full disk ---- */

static uint8_t page[4096];

static enum status fill(struct tx *t, void *arg)
{
    struct thing g = {.id = *(int64_t *)arg, .data = {page, sizeof page}};

    return thing_put(t, &g);
}

static enum status limit_pages(struct tx *t, void *arg)
{
    return db_script(t, arg);
}

TEST(a_database_that_may_not_grow_is_busy_until_it_may)
{
    struct scene s = scene_open("sqlite");
    int64_t id = 100;
    enum status got;

    CHECK_STATUS(db_tx(s.db, s.arena, limit_pages, "PRAGMA max_page_count = 60"), OK);
    while ((got = db_tx(s.db, s.arena, fill, &id)) == OK) {
        CHECK(++id < 300);
    }
    CHECK_STATUS(got, E_BUSY);
    CHECK_I64(scene_count(&s), 1 + id - 100);
    CHECK_STATUS(db_tx(s.db, s.arena, fill, &id), E_BUSY);
    CHECK_STATUS(db_tx(s.db, s.arena, limit_pages, "PRAGMA max_page_count = 6000"), OK);
    CHECK_STATUS(db_tx(s.db, s.arena, fill, &id), OK);
}

static void unmount(void *arg)
{
    umount2(arg, MNT_DETACH);
    rmdir(arg);
    free(arg);
}

/* Fills a file until there is no byte left. */
static void take_the_rest(const char *path)
{
    FILE *f = fopen(path, "wb");

    CHECK(f != NULL);
    setvbuf(f, NULL, _IONBF, 0);
    while (fwrite(page, 1, 512, f) == 512) {
    }
    fclose(f);
}

TEST(a_disk_that_is_really_full_is_busy_until_there_is_room)
{
    char dir[DATABASE_URL_BYTES], ballast[DATABASE_URL_BYTES + 16], url[DATABASE_URL_BYTES];
    struct scene s = {.arena = arena_open(1 << 20)};
    int64_t id = 100, acked;

    snprintf(dir, sizeof dir, "%.200s/full", database_dir());
    CHECK(mkdir(dir, 0700) == 0);
    if (mount("none", dir, "tmpfs", 0, "size=1m") != 0) {
        CHECK(errno == EPERM || errno == EACCES); /* only root may; the test above needs nobody */
        printf("  not root: no small disk to fill\n");
        rmdir(dir);
        arena_close(s.arena);
        return;
    }
    test_cleanup(unmount, strdup(dir));
    snprintf(url, sizeof url, "sqlite:%.220s/small.db", dir);
    snprintf(ballast, sizeof ballast, "%s/ballast", dir);
    s.db = database_open(url, NULL);
    CHECK_STATUS(db_tx(s.db, s.arena, limit_pages,
                       "CREATE TABLE thing (id BIGINT NOT NULL PRIMARY KEY, n BIGINT, name TEXT,"
                       " data BYTEA); INSERT INTO thing (id) VALUES (1)"),
                 OK);
    take_the_rest(ballast);
    for (acked = 0; id < 140; id++) {
        enum status got = db_tx(s.db, s.arena, fill, &id);

        CHECK(got == OK || got == E_BUSY);
        acked += got == OK;
    }
    CHECK(acked < 40);
    CHECK_I64(scene_count(&s), 1 + acked);
    CHECK(unlink(ballast) == 0);
    CHECK_STATUS(db_tx(s.db, s.arena, fill, &id), OK);
    CHECK_I64(scene_count(&s), 2 + acked);
    arena_close(s.arena);
    database_close(s.db); /* before the disk goes */
}

/* ---- opening ---- */

TEST(an_address_that_leads_nowhere_is_refused_at_once)
{
    struct db *db;

    CHECK_STATUS(db_open(&db, "mysql://x", NULL), E_INVALID);
    CHECK_STATUS(db_open(&db, "sqlite:", NULL), E_INVALID);
    CHECK_STATUS(db_open(&db, "sqlite::memory:", NULL), E_INVALID);
    CHECK_STATUS(db_open(&db, "sqlite:/no/such/folder/x.db", NULL), E_INVALID);
    CHECK(db == NULL);
}

TEST(a_server_that_is_not_there_is_busy)
{
    struct db *db;

    CHECK_STATUS(db_open(&db, "postgresql:///x?host=/no/such/socket&connect_timeout=1", NULL),
                 E_BUSY);
    CHECK(db == NULL);
}

TEST(the_database_file_is_for_its_owner_alone)
{
    struct scene s = scene_open("sqlite");
    char path[DATABASE_URL_BYTES + 8];
    struct stat st;
    struct db *db;

    snprintf(path, sizeof path, "%s.new", s.url);
    CHECK_STATUS(db_open(&db, path, NULL), OK);
    CHECK(stat(path + strlen("sqlite:"), &st) == 0);
    CHECK_I64(st.st_mode & 0777, 0600);
    snprintf(path, sizeof path, "%s.new-wal", s.url);
    CHECK(stat(path + strlen("sqlite:"), &st) == 0);
    CHECK_I64(st.st_mode & 0777, 0600);
    db_close(db);
}
