/* site.h - a small server of its own for the tests of app/http: routes that do next to nothing, and
 * people named by their token ("member-7"). */
#ifndef TESTS_API_SITE_H
#define TESTS_API_SITE_H

#include "app/http/server.h"
#include "tests/client.h"

#include <stdatomic.h>

#define SITE_PUBLIC_URL "http://127.0.0.1:0" /* the port listened on */

struct site {
    struct server *server;
    int port;
    char url[64];
    struct clock clock;
    struct id_source ids;
    struct db *db;      /* NULL where the test needs none */
    atomic_int gate;    /* GET /api/v1/wait answers when it is not 0 */
    atomic_int waiting; /* how many are there */
    atomic_int made;    /* how often an order was made, also by tries that were rolled back */
    struct server_options options;
};

/* Options for a site, to be changed before site_start. */
struct site *site_new(void);
/* Starts it, stops it at the end of the test. */
void site_start(struct site *s);
/* Earlier. */
void site_stop(struct site *s);
/* Both, without a database. */
struct site *site_open(void);
/* A new client of the site, closed at the end of the test; token NULL: nobody. */
struct client *site_client(struct site *s, const char *token);

extern const struct route site_routes[];

#endif
