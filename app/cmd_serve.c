/* cmd_serve.c - otagai serve: the API on the public listener, probes and
 * figures on the private one. SIGTERM and SIGINT drain and end it, SIGHUP
 * reopens the log. */
#include "app/api/app.h"
#include "app/api/authz.h"
#include "app/api/routes.h"
#include "app/base/limits.h"
#include "app/cmd.h"
#include "app/service.h"
#include "app/worker.h"

#include <stdio.h>
#include <string.h>

struct serving {
    struct service service;
    struct app app, private_app;
    struct hook_counts hooks;
    struct photo_desk photos;
    struct server *server, *private_server;
    struct worker *worker; /* NULL on PostgreSQL */
};

static struct server_options options_of(struct serving *v)
{
    const struct config *c = v->service.config;

    return (struct server_options){
        .threads = (int)c->threads,
        .db = v->service.db,
        .log = v->service.log,
        .ids = &v->service.ids,
        .keys = &v->service.keys,
        .clock = &v->service.clock,
        .pay_provider = paying_name(&v->service.paying),
        .trusted_proxy = c->trusted_proxy,
        .cursor_key = v->service.keys.cursor,
    };
}

static enum status start_public(struct serving *v)
{
    const struct config *c = v->service.config;
    struct server_options o = options_of(v);
    enum status st;

    v->app.public_url = c->public_url;
    v->app.clock = &v->service.clock;
    v->app.demo = c->demo;
    v->app.pay = paying_provider(&v->service.paying);
    v->app.hooks = &v->hooks;
    v->app.photos = &v->photos;
    o.listen = c->listen;
    o.routes = api_routes;
    o.keep_alive = true; /* the server itself keeps it to the loopback and the proxy */
    o.authenticate = authz_authenticate;
    o.public_url = c->public_url;
    o.app = &v->app;
    st = server_start(&v->server, &o);
    if (st != OK) {
        complain("OTAGAI_LISTEN: %s is in use, or not this machine's", c->listen);
    }
    return st;
}

static enum status start_private(struct serving *v)
{
    const struct config *c = v->service.config;
    struct server_options o = options_of(v);
    enum status st;

    v->private_app.watched = v->server;
    v->private_app.clock = &v->service.clock;
    v->private_app.demo = c->demo;
    v->private_app.hooks = &v->hooks;
    v->private_app.demo_clock_path = v->service.demo_clock_path;
    o.listen = c->private_listen;
    o.threads = 2;
    o.routes = private_routes;
    o.app = &v->private_app;
    st = server_start(&v->private_server, &o);
    if (st != OK) {
        complain("OTAGAI_PRIVATE_LISTEN: %s is in use, or not this machine's", c->private_listen);
    }
    return st;
}

/* One writer is one process: on SQLite the worker runs in here. */
static enum status start_worker(struct serving *v)
{
    struct worker_parts parts = service_worker_parts(&v->service);

    if (db_engine(v->service.db) != DB_SQLITE) {
        return OK;
    }
    return worker_start(&v->worker, &parts);
}

/* Port 0 was a wish for any: say which it became. */
static void print_places(const struct serving *v)
{
    const struct config *c = v->service.config;
    int host = (int)(strrchr(c->listen, ':') - c->listen);
    int private_host = (int)(strrchr(c->private_listen, ':') - c->private_listen);

    printf("otagai: listening on http://%.*s:%d, figures on http://%.*s:%d\n", host, c->listen,
           server_port(v->server), private_host, c->private_listen, server_port(v->private_server));
    fflush(stdout);
}

static int serve(struct serving *v, const sigset_t *set)
{
    enum status st = start_public(v);

    if (st == OK) {
        st = start_private(v);
    }
    if (st == OK) {
        st = start_worker(v);
    }
    if (st == OK) {
        print_places(v);
        st = service_wait(&v->service, set);
    }
    /* Probes fail first, so that a proxy looks elsewhere while the rest is
     * answered. */
    if (v->private_server != NULL) {
        server_stop(v->private_server);
    }
    if (v->server != NULL) {
        server_stop(v->server);
    }
    worker_stop(v->worker);
    return st == OK ? 0 : 1;
}

int cmd_serve(const struct config *c, int argc, char **argv)
{
    struct serving v = {.server = NULL};
    sigset_t set;
    int code;

    (void)argv;
    if (argc != 0) {
        complain("serve takes no arguments");
        return EXIT_USAGE;
    }
    service_block_signals(&set);
    if (service_open(&v.service, c, NEED_IDS) != OK) {
        return 1;
    }
    if (photo_desk_open(&v.photos, "/proc/self/exe", PHOTO_WORKERS_MAX) != OK) {
        service_close(&v.service);
        return 1;
    }
    code = serve(&v, &set);
    photo_desk_close(&v.photos);
    service_close(&v.service);
    return code;
}
