/* metrics.h - what a server counts, and how Prometheus reads it. Internal to app/http. */
#ifndef APP_HTTP_METRICS_H
#define APP_HTTP_METRICS_H

#include "app/http/router.h"

struct metrics;

/* Counters for each row of the table. NULL without memory. */
struct metrics *metrics_open(const struct route *routes) WARN_UNUSED;
void metrics_close(struct metrics *m);

/* route NULL: refused before a route was found. Safe from any thread. */
void metrics_count(struct metrics *m, const struct route *route, int http, int64_t took_us);

/* Prometheus text format 0.0.4 in the arena; NULL when it is full. */
const char *metrics_text(struct metrics *m, int in_flight, struct arena *a) WARN_UNUSED;

#endif
