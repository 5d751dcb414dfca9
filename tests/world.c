/* world.c - see world.h. */
#include "tests/world.h"

#include "app/api/authz.h"
#include "app/api/routes.h"
#include "app/base/limits.h"
#include "app/worker.h"
#include "tests/database.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORLD_THREADS 8
#define NODE          1

#ifndef OTAGAI_BINARY
#define OTAGAI_BINARY "build/otagai"
#endif

static void stop_servers(struct world *w)
{
    if (w->private_server != NULL) {
        server_stop(w->private_server);
        w->private_server = NULL;
    }
    if (w->server != NULL) {
        server_stop(w->server);
        w->server = NULL;
    }
}

static void end_world(void *arg)
{
    struct world *w = arg;

    stop_servers(w);
    log_close(w->log);
    if (w->arena != NULL) {
        arena_close(w->arena);
    }
    free(w);
}

static void open_keys(struct world *w)
{
    const char *bad;
    int made;

    database_new("sqlite", "keystore", w->keystore_url);
    CHECK_STATUS(keys_init(w->dir, &made), OK);
    CHECK_STATUS(keys_load(w->dir, database_open(w->keystore_url, NULL), &w->keys, &bad), OK);
}

static struct server_options options_of(struct world *w)
{
    return (struct server_options){
        .listen = "127.0.0.1:0",
        .threads = WORLD_THREADS,
        .db = w->db,
        .log = w->log,
        .ids = &w->ids,
        .keys = &w->keys,
        .pay_provider = "stripe",
        .clock = &w->clock,
        .cursor_key = w->keys.cursor,
        .keep_alive = true,
        .rate_factor = 1000, /* the limits have tests of their own */
    };
}

static void start_servers(struct world *w)
{
    struct server_options public = options_of(w), private = options_of(w);

    CHECK_STATUS(photo_desk_open(&w->photos, OTAGAI_BINARY, PHOTO_WORKERS_MAX), OK);
    w->app = (struct app){.public_url = w->url,
                          .clock = &w->clock,
                          .demo = true,
                          .hooks = &w->hooks,
                          .photos = &w->photos};
    public.routes = api_routes;
    public.authenticate = authz_authenticate;
    public.pay_provider = "stripe";
    public.public_url = "http://127.0.0.1:0";
    public.app = &w->app;
    public.record_path = getenv("OTAGAI_TEST_RECORD");
    CHECK_STATUS(server_start(&w->server, &public), OK);
    snprintf(w->url, sizeof w->url, "http://127.0.0.1:%d", server_port(w->server));

    w->private_app = (struct app){.watched = w->server, .hooks = &w->hooks};
    private.routes = private_routes;
    private.app = &w->private_app;
    CHECK_STATUS(server_start(&w->private_server, &private), OK);
    snprintf(w->private_url, sizeof w->private_url, "http://127.0.0.1:%d",
             server_port(w->private_server));
}

struct world *world_open(const char *engine)
{
    struct world *w = calloc(1, sizeof *w);

    CHECK(w != NULL);
    test_cleanup(free, w);
    w->engine = engine;
    snprintf(w->dir, sizeof w->dir, "%s", test_folder());
    snprintf(w->maildir, sizeof w->maildir, "%s", test_path(w->dir, "maildir"));
    database_new(engine, "", w->database_url);
    w->db = database_open(w->database_url, NULL);
    open_keys(w);
    id_source_init(&w->ids, NODE);
    /* Before the databases close. */
    test_cleanup_done(free, w);
    test_cleanup(end_world, w);
    w->arena = arena_open(ARENA_JOB_BYTES_MAX);
    CHECK(w->arena != NULL);
    CHECK_STATUS(log_open(&w->log, test_path(w->dir, "log")), OK);
    start_servers(w);
    w->deliver = (struct deliver_options){.public_url = w->url, .maildir = w->maildir};
    return w;
}

void world_close(struct world *w)
{
    stop_servers(w);
    database_check(w->db);
}

void world_leave(struct world *w)
{
    stop_servers(w);
    database_close(w->db);
    database_close(w->keys.keystore);
    w->db = NULL;
    w->keys.keystore = NULL;
}

void world_return(struct world *w)
{
    w->db = database_open(w->database_url, NULL);
    w->keys.keystore = database_open(w->keystore_url, NULL);
}

int world_step(struct world *w)
{
    struct worker_parts parts = {.db = w->db,
                                 .log = w->log,
                                 .ids = &w->ids,
                                 .keys = &w->keys,
                                 .pay_provider = "stripe",
                                 .clock = &w->clock,
                                 .pay = w->pay,
                                 .public_url = w->url,
                                 .deliver = &w->deliver};
    struct arena *a = arena_open(ARENA_JOB_BYTES_MAX);
    enum status s;
    int did = 0;

    CHECK(a != NULL);
    s = worker_step(&parts, a, &did);
    arena_close(a);
    CHECK_STATUS(s, OK);
    return did;
}

void world_pay(struct world *w, const struct pay_provider *pay)
{
    w->pay = pay;
    w->app.pay = pay;
}

void world_advance(struct world *w, int64_t ms)
{
    clock_advance(&w->clock, ms);
}

int64_t world_now(const struct world *w)
{
    return clock_now(&w->clock);
}

struct ctx world_ctx(struct world *w, int64_t member_id)
{
    return (struct ctx){.arena = w->arena,
                        .db = w->db,
                        .log = w->log,
                        .ids = &w->ids,
                        .keys = &w->keys,
                        .pay_provider = "stripe",
                        .now = world_now(w),
                        .member_id = member_id};
}

static void close_client(void *arg)
{
    client_close(arg);
}

struct client *world_client(struct world *w)
{
    struct client *c = client_open(w->url);

    CHECK(c != NULL);
    test_cleanup(close_client, c);
    return c;
}
