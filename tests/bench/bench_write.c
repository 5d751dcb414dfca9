/* bench_write.c - a change of state through db_tx by 32 threads: group commit against one commit
 * and fsync for each, the same statements, a fresh copy of the same database for each round. */
#include "app/base/limits.h"
#include "app/domain/offer.h"
#include "db/db_maintain.h"
#include "tests/asks.h"
#include "tests/bench/bench.h"
#include "tests/crowd.h"
#include "tests/database.h"
#include "tests/folder.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define THREADS   32
#define EACH      25 /* changes of one thread in a round */
#define CHANGES   (THREADS * EACH)
#define ROUNDS    5
#define SYNCS     300
#define SLOT_MS   (45 * MINUTE_MS)
#define COPY_SIZE (1 << 20)

struct stage {
    struct town *town;
    char prepared[300]; /* a copy of the database before any change */
    const char *dir;
    struct crowd crowd;
};

/* One kind of change; offer_id is that of one ask among CHANGES. */
struct change {
    const char *name;
    int64_t (*who)(const struct stage *s);
    enum status (*run)(struct ctx *x, int64_t offer_id);
};

struct changer {
    const struct stage *stage;
    const struct change *change;
    struct db *db;
    int first;
    pthread_t thread;
};

static enum status run_decline(struct ctx *x, int64_t offer_id)
{
    return ctx_tx(x, offer_decline, &offer_id);
}

static enum status run_choose(struct ctx *x, int64_t offer_id)
{
    struct choose choose = {.offer_id = offer_id};

    return ctx_tx(x, offer_choose, &choose);
}

static int64_t supporter(const struct stage *s)
{
    return s->town->yuki->id;
}

static int64_t guardian(const struct stage *s)
{
    return s->town->sato.parent->id;
}

static void *run_client(void *arg)
{
    struct changer *c = arg;
    struct arena *a = arena_open(ARENA_REQUEST_BYTES_MAX);
    struct ctx x = world_ctx(c->stage->town->world, c->change->who(c->stage));

    CHECK(a != NULL);
    x.arena = a;
    x.db = c->db;
    for (int i = 0; i < EACH; i++) {
        arena_reset(a);
        CHECK_STATUS(c->change->run(&x, crowd_offer(&c->stage->crowd, c->first + i)), OK);
    }
    arena_close(a);
    return NULL;
}

static void copy(const char *from, const char *to)
{
    char *bytes = malloc(COPY_SIZE);
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ssize_t n;

    CHECK(bytes != NULL && in >= 0 && out >= 0);
    while ((n = read(in, bytes, COPY_SIZE)) > 0) {
        CHECK(write(out, bytes, (size_t)n) == n);
    }
    CHECK(n == 0 && fsync(out) == 0);
    close(in);
    close(out);
    free(bytes);
}

struct pace {
    double per_second, statements, commits;
};

static struct pace run_round(const struct stage *s, const struct change *change, int group_max)
{
    struct changer clients[THREADS];
    struct db_stats before, after;
    char path[512], url[600];
    struct pace pace;
    struct db *db;
    int64_t from;

    snprintf(path, sizeof path, "%s/round.db", s->dir);
    copy(s->prepared, path);
    snprintf(url, sizeof url, "sqlite:%s", path);
    db = database_open(url, &(struct db_options){.group_max = group_max});
    db_stats(db, &before);
    from = bench_now_us();
    for (int i = 0; i < THREADS; i++) {
        clients[i] = (struct changer){s, change, db, i * EACH, 0};
        CHECK(pthread_create(&clients[i].thread, NULL, run_client, &clients[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(clients[i].thread, NULL);
    }
    pace.per_second = CHANGES * 1e6 / (double)(bench_now_us() - from);
    db_stats(db, &after);
    pace.statements = (double)(after.statements - before.statements) / CHANGES;
    pace.commits = (double)(after.commits - before.commits) / CHANGES;
    database_close(db);
    unlink(path);
    return pace;
}

static double measure(const struct stage *s, const struct change *change)
{
    double group[ROUNDS], single[ROUNDS], ratio[ROUNDS];
    struct pace g = {0}, o;

    for (int i = -1; i < ROUNDS; i++) {
        g = run_round(s, change, 0);
        o = run_round(s, change, 1);
        if (i >= 0) {
            group[i] = g.per_second;
            single[i] = o.per_second;
            ratio[i] = g.per_second / o.per_second;
        }
    }
    printf("%s: %.1f statements a change; %.0f a second in groups (%.2f commits a change), %.0f "
           "one by one\n",
           change->name, g.statements, bench_percentile(group, ROUNDS, 50), g.commits,
           bench_percentile(single, ROUNDS, 50));
    return bench_percentile(ratio, ROUNDS, 50);
}

static void measure_fsync(const char *dir)
{
    double us[SYNCS];
    char block[4096] = {1}, path[512];
    int fd;

    snprintf(path, sizeof path, "%s/fsync", dir);
    fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    CHECK(fd >= 0);
    for (int i = 0; i < SYNCS; i++) {
        int64_t from = bench_now_us();

        CHECK(write(fd, block, sizeof block) == sizeof block && fsync(fd) == 0);
        us[i] = (double)(bench_now_us() - from);
    }
    close(fd);
    unlink(path);
    printf("write and fsync of 4 KiB: %.0f us (median of %d)\n", bench_percentile(us, SYNCS, 50),
           SYNCS);
}

static void set_stage(struct stage *s)
{
    struct town *t = town_open(world_open("sqlite"));
    int64_t start = town_at("2026-11-27T07:00");
    const char *request;

    s->town = t;
    s->dir = test_folder();
    request = ask_send(
        t, &t->sato, ask_named(ask_pickup(t, &t->sato, start, start + SLOT_MS / 3), t->yuki, NULL));
    s->crowd = crowd_of(t, request, t->yuki, CHANGES, 1, SLOT_MS);
}

static void prepare(struct stage *s, const char *state)
{
    struct world *w = s->town->world;

    crowd_offers_are(s->town, state);
    CHECK_STATUS(db_command(w->db, "PRAGMA wal_checkpoint(TRUNCATE)"), OK);
    snprintf(s->prepared, sizeof s->prepared, "%s/prepared.db", s->dir);
    copy(w->database_url + strlen("sqlite:"), s->prepared);
}

void bench_write(struct bench *b)
{
    static const struct change decline = {"a supporter's decline", supporter, run_decline};
    static const struct change choose = {"a guardian's choice", guardian, run_choose};
    struct stage s = {.town = NULL};

    set_stage(&s);
    measure_fsync(s.dir);
    prepare(&s, "asked");
    b->write_ratio = measure(&s, &decline);
    printf("write_ratio %.2f (goal 2.5)\n", b->write_ratio);
    prepare(&s, "offered");
    b->write_ratio_choose = measure(&s, &choose);
    printf("write_ratio_choose %.2f\n", b->write_ratio_choose);
}
