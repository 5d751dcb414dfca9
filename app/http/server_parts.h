/* server_parts.h - what a server is made of, for the files of app/http. Internal to app/http. */
#ifndef APP_HTTP_SERVER_PARTS_H
#define APP_HTTP_SERVER_PARTS_H

#include "app/http/metrics.h"
#include "app/http/ratelimit.h"
#include "app/http/record.h"
#include "app/http/router.h"
#include "app/http/watch.h"
#include "app/http/wire.h"

#include <stdatomic.h>

#define ORIGIN_BYTES_MAX 256

struct server {
    /* From server_options. */
    const struct route *routes;
    enum status (*authenticate)(struct request *rq);
    struct db *db;
    struct log *log;
    struct id_source *ids;
    const struct keys *keys;
    const char *pay_provider;
    const struct clock *clock;
    const char *trusted_proxy;
    const uint8_t *cursor_key;
    const void *app;
    bool keep_alive;
    char origin[ORIGIN_BYTES_MAX]; /* "" when unsafe methods are not checked */

    char address[ADDRESS_BYTES]; /* listened on */
    int port;
    int threads;
    int64_t body_deadline_ms;
    atomic_bool stopping;
    atomic_int in_flight;
    atomic_int big_bodies;     /* in memory now: HTTP_BIG_BODIES_MAX at most */
    atomic_int connections;    /* each has a thread, idle or not */
    _Atomic uint64_t requests; /* numbers requests; begins at a random place */
    struct metrics *metrics;
    struct ratelimit *ratelimit;
    struct record *record; /* NULL: off */
    struct watch *watch;
    atomic_int workers; /* worker threads started: the next one's place in watch */
    void *civet;        /* struct mg_context */
};

#endif
