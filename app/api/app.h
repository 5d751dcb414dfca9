/* app.h - what handlers need of the running process beside their request: what
 * server_options.app points to. */
#ifndef APP_API_APP_H
#define APP_API_APP_H

#include "app/base/photo.h"
#include "app/http/server.h"
#include "payments/provider.h"

#include <stdatomic.h>

/* What came to the webhook's door, since the start. */
struct hook_counts {
    _Atomic int64_t accepted, forged, stale, invalid;
};

struct app {
    const char *public_url; /* for links in mails and redirects */
    struct clock *clock;    /* the demo may turn it */
    bool demo;
    const char *demo_clock_path;    /* where its shift is kept; NULL without a demo */
    const struct pay_provider *pay; /* for webhook_check alone; NULL: no cards are taken */
    struct hook_counts *hooks;      /* counted there, printed by /metrics */
    struct photo_desk *photos;      /* where pictures are made */
    struct server *watched; /* the server whose counters /metrics prints; NULL on that one itself */
};

#endif
