/* app.h - what handlers need of the running process beside their request: what
 * server_options.app points to. */
#ifndef APP_API_APP_H
#define APP_API_APP_H

#include "app/http/server.h"

struct app {
    const char *public_url; /* for links in mails and redirects */
    struct clock *clock;    /* the demo may turn it */
    bool demo;
    const char *demo_clock_path; /* where its shift is kept; NULL without a demo */
    struct server *watched; /* the server whose counters /metrics prints; NULL on that one itself */
};

#endif
