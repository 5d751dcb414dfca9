/* world.h - a whole Otagai in one process for a test: a fresh database and key store, a clock to
 * turn, a maildir, and the server on a free port.
 *
 *   TEST_BOTH(a_stranger_sees_nothing)
 *   {
 *       struct world *w = world_open(engine);
 *       struct client *c = world_client(w);
 *
 *       CHECK_I64(client_get(c, "/api/v1/bookings"), 401);
 *       world_close(w);
 *   }
 */
#ifndef TESTS_WORLD_H
#define TESTS_WORLD_H

#include "app/api/app.h"
#include "app/domain/vault.h"
#include "app/notify/deliver.h"
#include "tests/client.h"

#define WORLD_PATH_BYTES_MAX 256

struct world {
    const char *engine;
    struct db *db; /* for a direct look */
    struct clock clock;
    struct id_source ids;
    struct keys keys;
    struct server *server;         /* api_routes */
    struct server *private_server; /* private_routes */
    struct app app, private_app;   /* what their handlers know */
    struct hook_counts hooks;
    struct photo_desk photos;       /* of app; its program is the built otagai */
    const struct pay_provider *pay; /* NULL until world_pay: calls wait */
    struct log *log;                /* dir/log */
    struct arena *arena;            /* what world_ctx and direct looks take; ends with the world */
    char url[64];                   /* "http://127.0.0.1:40123" */
    char private_url[64];
    char database_url[256], keystore_url[256];
    char dir[WORLD_PATH_BYTES_MAX];     /* a folder of its own, removed at the end */
    char maildir[WORLD_PATH_BYTES_MAX]; /* where mails and texts land: tests/letter.h reads them */
    struct deliver_options deliver;     /* the maildir, until a test names a server */
};

/* engine as TEST_BOTH gives it. Fails the test when something does not start. */
struct world *world_open(const char *engine);

/* Stops everything, runs db/invariants.sql and fails the test for each row it finds. A test that
 * failed before is cleaned up without a call. */
void world_close(struct world *w);

/* Stops the servers and closes the databases, so that another process may have them; and opens the
 * databases again, without servers. */
void world_leave(struct world *w);
void world_return(struct world *w);

/* One round of everything that waits (timers, seals, what is owed to other services), on this
 * thread; how much was done. Fails the test when a step fails. */
int world_step(struct world *w);

/* From now on world_step makes the calls that are owed to this provider, and the webhook's door
 * checks with it. */
void world_pay(struct world *w, const struct pay_provider *pay);

/* Turns the clock; nothing else happens until world_step. */
void world_advance(struct world *w, int64_t ms);
int64_t world_now(const struct world *w);

/* A context for calling the domain directly, as member_id (0: the worker). */
struct ctx world_ctx(struct world *w, int64_t member_id);

/* A new person's client of w->url; closed with the world. */
struct client *world_client(struct world *w);

#endif
