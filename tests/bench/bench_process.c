/* bench_process.c - the built program itself: from its start to the first "ready", and what it
 * keeps in memory, idle and under a load of reads and writes from 32 connections. */
#include "app/base/limits.h"
#include "tests/asks.h"
#include "tests/bench/bench.h"
#include "tests/outside.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define STARTS    20
#define CLIENTS   32
#define BOOKINGS  20
#define LOAD_MS   20000
#define SETTLE_US 1000000
#define PAUSE_US  20000 /* after a 429: each person has limits */

static double start_once(struct outside *o)
{
    int64_t from = bench_now_us();
    struct program *p = outside_start(o);
    double ms;

    outside_ready(o);
    ms = (double)(bench_now_us() - from) / 1000;
    program_signal(p, SIGTERM);
    CHECK_I64(program_end(p), 0);
    return ms;
}

/* Of the process now, in MiB; name: "VmRSS" or "VmHWM". */
static double memory_mib(const struct program *p, const char *name)
{
    char path[64], line[256];
    long kib = -1;
    FILE *f;

    snprintf(path, sizeof path, "/proc/%d/status", (int)p->pid);
    f = fopen(path, "r");
    CHECK(f != NULL);
    while (fgets(line, sizeof line, f) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            kib = strtol(line + strlen(name) + 1, NULL, 10);
        }
    }
    fclose(f);
    CHECK(kib > 0);
    return (double)kib / 1024;
}

/* ---- the load ---- */

struct load {
    struct client *client;
    const char *community;
    int64_t until_us;
    int reads, writes, refused;
    pthread_t thread;
};

static void *run_load(void *arg)
{
    struct load *l = arg;
    int http;

    for (int i = 0; bench_now_us() < l->until_us; i++) {
        if (i % 6 == 5) {
            http = client_post(l->client, "/api/v1/invitations",
                               json_pack("{s:s}", "community_id", l->community));
            l->writes += http == 201 ? 1 : 0;
        } else {
            http = client_get(l->client, i % 6 == 0 ? "/api/v1/me" : "/api/v1/bookings");
            l->reads += http == 200 ? 1 : 0;
        }
        if (http == 429 || http == 503) {
            l->refused++;
            usleep(PAUSE_US);
        } else if (http / 100 != 2) {
            fprintf(stderr, "bench: answered %d %s %s\n", http, l->client->text, l->client->error);
            exit(1);
        }
    }
    return NULL;
}

static void run_loads(struct outside *o, struct person *const people[CLIENTS],
                      const char *community)
{
    struct load loads[CLIENTS] = {{.client = NULL}};
    int reads = 0, writes = 0, refused = 0;

    for (int i = 0; i < CLIENTS; i++) {
        loads[i].client = outside_client(o, people[i]);
        loads[i].community = community;
        loads[i].until_us = bench_now_us() + LOAD_MS * INT64_C(1000);
        CHECK(pthread_create(&loads[i].thread, NULL, run_load, &loads[i]) == 0);
    }
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(loads[i].thread, NULL);
        client_close(loads[i].client);
        reads += loads[i].reads;
        writes += loads[i].writes;
        refused += loads[i].refused;
    }
    printf("load: %d reads and %d writes in %d s, %d asked to come later\n", reads, writes,
           LOAD_MS / 1000, refused);
}

/* ---- the whole ---- */

/* Of one family, so that each reads the same bookings. */
static void make_people(struct town *t, struct person *people[CLIENTS])
{
    int64_t first = world_now(t->world) + DAY_MS;

    for (int i = 0; i < BOOKINGS; i++) {
        (void)ask_booked(t, &t->sato, t->yuki, first + i * DAY_MS, first + i * DAY_MS + HOUR_MS);
    }
    for (int i = 0; i < CLIENTS; i++) {
        people[i] = world_member(t->world, "親");
        town_guardian(t, &t->sato, people[i]);
    }
}

void bench_process(struct bench *b)
{
    struct person *people[CLIENTS];
    struct town *t = town_open(world_open("sqlite"));
    struct outside *o;
    struct program *p;
    double starts[STARTS];

    town_to_today(t);
    make_people(t, people);
    o = outside_leave(t->world);
    for (int i = 0; i < STARTS; i++) {
        starts[i] = start_once(o);
    }
    b->cold_start_ms = bench_percentile(starts, STARTS, 50);
    printf("cold_start_ms %.1f (goal 50; from exec to the first 200 of /readyz, median of %d)\n",
           b->cold_start_ms, STARTS);

    p = outside_start(o);
    outside_ready(o);
    usleep(SETTLE_US);
    b->rss_idle_mib = memory_mib(p, "VmRSS:");
    printf("rss_idle_mib %.1f\n", b->rss_idle_mib);
    run_loads(o, people, t->community.text);
    b->rss_load_mib = memory_mib(p, "VmHWM:"); /* the most it ever was */
    printf("rss_load_mib %.1f (goal 64; the peak)\n", b->rss_load_mib);
    program_signal(p, SIGTERM);
    CHECK_I64(program_end(p), 0);
}
