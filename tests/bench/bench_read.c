/* bench_read.c - GET /api/v1/bookings, session look-up included, against a bare handler that runs
 * the very same statements and sends the very same bytes. Each server is a process of its own; the
 * load comes from this one, to each in turn. */
#include "app/api/authz.h"
#include "app/api/routes.h"
#include "app/base/limits.h"
#include "tests/asks.h"
#include "tests/bench/bare.h"
#include "tests/bench/bench.h"
#include "tests/raw.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define BOOKINGS 20
#define CLIENTS  8
#define ROUNDS   9
#define ROUND_MS 1500
#define PATH     "/api/v1/bookings"

/* ---- ours ---- */

static int open_server(struct world *w)
{
    struct server_options o = {
        .listen = "127.0.0.1:0",
        .threads = HTTP_THREADS_DEFAULT,
        .db = w->db,
        .log = w->log,
        .ids = &w->ids,
        .keys = &w->keys,
        .clock = &w->clock,
        .cursor_key = w->keys.cursor,
        .keep_alive = true,
        .rate_factor = 1000,
        .routes = api_routes,
        .authenticate = authz_authenticate,
        .public_url = "http://127.0.0.1:0",
        .app = &w->app,
    };
    struct server *server;

    CHECK_STATUS(server_start(&server, &o), OK);
    return server_port(server);
}

static void run_ours(struct bare_plan *plan)
{
    struct town *t = town_open(world_open("sqlite"));
    int64_t first = town_at("2026-11-27T08:00");
    struct raw_answer *answer = malloc(sizeof *answer);
    char request[512];
    int fd;

    CHECK(answer != NULL);
    for (int i = 0; i < BOOKINGS; i++) {
        (void)ask_booked(t, &t->sato, t->yuki, first + i * DAY_MS, first + i * DAY_MS + HOUR_MS);
    }
    plan->port = open_server(t->world);
    snprintf(plan->header, sizeof plan->header, "Authorization: Bearer %s\r\n",
             t->sato.parent->token);
    snprintf(request, sizeof request, "GET " PATH " HTTP/1.1\r\n" RAW_HOST "%s\r\n", plan->header);
    fd = raw_connect(plan->port);
    for (int i = 0; i < 2; i++) { /* once to warm up, once for the record */
        bare_record(i == 1 ? plan : NULL);
        CHECK(raw_text(fd, request));
        raw_read(fd, answer);
    }
    bare_record(NULL);
    CHECK_I64(answer->http, 200);
    CHECK(answer->len < sizeof plan->answer);
    memcpy(plan->answer, answer->text, answer->len);
    plan->answer_len = answer->len;
    bare_database(plan, t->world->database_url);
}

/* ---- both ---- */

static pid_t in_child(struct bare_plan *plan, void (*run)(struct bare_plan *plan))
{
    pid_t pid;
    int status;

    atomic_store(&plan->ready, false);
    pid = fork();
    CHECK(pid >= 0);
    if (pid == 0) {
        run(plan);
        atomic_store(&plan->ready, true);
        for (;;) {
            pause();
        }
    }
    while (!atomic_load(&plan->ready)) {
        CHECK(waitpid(pid, &status, WNOHANG) == 0);
        usleep(1000);
    }
    return pid;
}

static void end_child(pid_t pid)
{
    kill(pid, SIGKILL);
    CHECK(waitpid(pid, NULL, 0) == pid);
}

static double measure(const struct bare_plan *plan, int ours, int bare)
{
    double a[ROUNDS], b[ROUNDS], ratio[ROUNDS];

    for (int i = -1; i < ROUNDS; i++) { /* one more to warm up */
        double x = bench_load(ours, PATH, plan->header, CLIENTS, ROUND_MS);
        double y = bench_load(bare, PATH, plan->header, CLIENTS, ROUND_MS);

        if (i >= 0) {
            a[i] = x;
            b[i] = y;
            ratio[i] = x / y;
        }
    }
    printf("ours %.0f, bare %.0f requests per second (medians of %d rounds, %d connections)\n",
           bench_percentile(a, ROUNDS, 50), bench_percentile(b, ROUNDS, 50), ROUNDS, CLIENTS);
    return bench_percentile(ratio, ROUNDS, 50);
}

void bench_read(struct bench *b)
{
    struct bare_plan *plan =
        mmap(NULL, sizeof *plan, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t ours, bare;
    int port;

    CHECK(plan != MAP_FAILED);
    ours = in_child(plan, run_ours);
    port = plan->port;
    bare = in_child(plan, bare_serve);
    printf("GET " PATH ": %d statements, %zu bytes\n", plan->statements_n, plan->answer_len);
    b->read_ratio = measure(plan, port, plan->port);
    printf("read_ratio %.3f (goal 0.70)\n", b->read_ratio);
    end_child(bare);
    end_child(ours);
    munmap(plan, sizeof *plan);
}
