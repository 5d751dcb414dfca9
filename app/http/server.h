/* server.h - a listening HTTP server around a route table. server.c alone knows CivetWeb. */
#ifndef APP_HTTP_SERVER_H
#define APP_HTTP_SERVER_H

#include "app/http/router.h"

/* Called once per request after routing and before the body is read. Sets ctx.member_id,
 * ctx.session_id, ctx.stepped_up_at and rq->roles. E_UNAUTHORISED, E_FORBIDDEN, E_NOT_FOUND. */
typedef enum status (*authenticate_fn)(struct request *rq);

struct server_options {
    const char *listen; /* "127.0.0.1:8080"; port 0 picks a free one */
    int threads;        /* 0: HTTP_THREADS_DEFAULT */
    const struct route *routes;
    authenticate_fn authenticate; /* NULL: nobody is known, so WHO_ANYONE alone (sandbox) */
    struct db *db;
    struct log *log;
    struct id_source *ids;
    const struct keys *keys;
    const char *pay_provider; /* ctx.pay_provider of every request */
    struct clock *clock;
    /* Whose Origin unsafe methods must have; NULL: no check (sandbox). Port 0 stands for the port
     * listened on. */
    const char *public_url;
    const char *trusted_proxy; /* address whose X-Forwarded-For counts; NULL none */
    const uint8_t *cursor_key; /* KEY_BYTES: signs list cursors and seals stored answers */
    const void *app;           /* opaque, for handlers: see request.app */
    bool keep_alive;           /* only towards the loopback or an own proxy */
    const char *record_path;   /* tests: append each exchange as a JSON line; NULL off */
    int body_deadline_ms;      /* 0: HTTP_BODY_DEADLINE_MS */
    int rate_factor;           /* multiplies every rate class (bench, races); 0: 1 */
};

/* Everything the options point to stays the caller's and outlives the server. E_INVALID for an
 * address that is not "a.b.c.d:port" or "[v6]:port", E_BUSY when the port is taken. */
enum status server_start(struct server **server, const struct server_options *options) WARN_UNUSED;
int server_port(const struct server *server);

/* Refuses new requests with 503 + Retry-After, waits for those in flight (HTTP_DRAIN_MS_MAX at
 * most), then stops listening. */
void server_stop(struct server *server);

/* Prometheus text of this server's counters, in the arena. */
const char *server_metrics(struct server *server, struct arena *a) WARN_UNUSED;

#endif
