/* db_kill_test.c - what was acknowledged is there after kill -9, and a transaction is whole. */
#include "db/db_maintain.h"
#include "tests/store/db_scene.h"
#include "tests/test.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CYCLES     20
#define CLIENTS    6
#define ACKS_MAX   4000000 /* the soak comes to a million */
#define CLIENT_IDS INT64_C(1000000000)
#define TWIN_IDS   INT64_C(1000000000000)

/* A transaction writes two rows: one without its twin is half a transaction. */
static enum status put_twins(struct tx *t, void *arg)
{
    struct thing a = {.id = *(int64_t *)arg, .n = 1}, b = {.id = a.id + TWIN_IDS, .n = 2};
    enum status s = thing_put(t, &a);

    return s == OK ? thing_put(t, &b) : s;
}

struct client {
    struct db *db;
    int64_t next;
    int out;
};

/* In the process that dies: writes, and tells each id that was acknowledged. */
static void *write_until_killed(void *arg)
{
    struct client *c = arg;
    struct arena *a = arena_open(1 << 20);

    for (;;) {
        arena_reset(a);
        if (db_tx(c->db, a, put_twins, &c->next) == OK &&
            write(c->out, &c->next, sizeof c->next) != sizeof c->next) {
            _exit(2);
        }
        c->next++;
    }
}

static _Noreturn void run_child(const char *url, int64_t first, int out)
{
    struct client clients[CLIENTS];
    pthread_t thread;
    struct db *db;

    if (db_open(&db, url, NULL) != OK) {
        _exit(3);
    }
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){db, (i + 1) * CLIENT_IDS + first, out};
        if (pthread_create(&thread, NULL, write_until_killed, &clients[i]) != 0) {
            _exit(4);
        }
    }
    for (;;) {
        pause();
    }
}

/* Reads ids until `until_ms` or, with -1, the end; returns how many there are now. */
static int read_acks(int in, int64_t *acks, int n, int ms)
{
    struct pollfd p = {in, POLLIN, 0};
    struct timespec from, now;

    clock_gettime(CLOCK_MONOTONIC, &from);
    for (;;) {
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (ms >= 0 &&
            (now.tv_sec - from.tv_sec) * 1000 + (now.tv_nsec - from.tv_nsec) / 1000000 > ms) {
            return n;
        }
        if (poll(&p, 1, ms >= 0 ? 5 : -1) == 1) {
            if (read(in, &acks[n], sizeof *acks) != sizeof *acks) {
                return n; /* the last writer is gone */
            }
            CHECK(++n < ACKS_MAX);
        }
    }
}

/* One life: n acknowledged ids so far, the number after it. */
static int live_and_die(const char *url, int64_t first, int64_t *acks, int n)
{
    int out[2], status, had = n;
    pid_t child;

    CHECK(pipe(out) == 0);
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        close(out[0]);
        run_child(url, first, out[1]);
    }
    close(out[1]);
    do { /* at least one acknowledgement, so that each life proves something */
        n = read_acks(out[0], acks, n, 10 + (int)(test_random() % 60));
    } while (n == had && waitpid(child, &status, WNOHANG) == 0);
    kill(child, SIGKILL);
    n = read_acks(out[0], acks, n, -1);
    close(out[0]);
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    return n;
}

static const char halves_sql[] =
    "SELECT COUNT(*) FROM thing a /* scan: all of it */ WHERE a.id > 1 AND NOT EXISTS"
    " (SELECT 1 FROM thing b WHERE b.id = CASE WHEN a.id > $1 THEN a.id - $1 ELSE a.id + $1 END)";

static enum status count_halves(struct tx *t, void *arg)
{
    static const struct db_col cols[] = {{DB_I64, false, 0}, COL_END};
    struct db_in in[] = {IN_I64(TWIN_IDS), IN_END};

    return db_one(t, halves_sql, in, cols, arg);
}

static enum status want_ok(void *arg, int n, const char *const names[], const char *const values[])
{
    (void)names;
    if (n != 1 || strcmp(values[0], "ok") != 0) {
        *(bool *)arg = false;
    }
    return OK;
}

static enum status check_integrity(struct tx *t, void *arg)
{
    return tx_engine(t) == DB_SQLITE ? db_each(t, "PRAGMA integrity_check", want_ok, arg) : OK;
}

static void check_life(struct scene *s, const int64_t *acks, int from, int to)
{
    int64_t halves;
    bool sound = true;

    s->db = database_open(s->url, NULL);
    for (int i = from; i < to; i++) {
        arena_reset(s->arena);
        if (scene_n(s, acks[i]) != 1) {
            test_fail(__FILE__, __LINE__, "acknowledged and lost: %lld", (long long)acks[i]);
        }
    }
    CHECK_STATUS(db_long_read(s->db, s->arena, count_halves, &halves), OK);
    CHECK_I64(halves, 0);
    CHECK_STATUS(db_long_read(s->db, s->arena, check_integrity, &sound), OK);
    CHECK(sound);
    database_close(s->db);
}

TEST_BOTH_IN("kill", no_acknowledged_row_is_lost_when_the_process_is_killed)
{
    struct scene s = scene_open(engine);
    int64_t *acks = malloc(ACKS_MAX * sizeof *acks);
    int cycles = test_soak() ? 20 * CYCLES : CYCLES, n = 0;

    CHECK(acks != NULL);
    database_close(s.db); /* a process that forks has no connection open */
    for (int i = 0; i < cycles; i++) {
        int now = live_and_die(s.url, (int64_t)i * 1000000, acks, n);

        CHECK(now > n);
        check_life(&s, acks, n, now);
        n = now;
    }
    printf("  %d kills, %d acknowledged, 0 lost\n", cycles, n);
    free(acks);
}
