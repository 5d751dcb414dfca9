/* metrics.c - see metrics.h. */
#include "app/http/metrics.h"

#include "app/base/buf.h"
#include "app/base/mem.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <string.h>

#define METRICS_BYTES_MAX (1024 * 1024) /* 200 routes of 5 lines */
#define CLASSES           5             /* 1xx ... 5xx */

/* Upper bounds of the duration histogram; the last bucket has none. */
static const int64_t bounds_us[] = {500,   1000,   2500,   5000,    10000,  25000,
                                    50000, 100000, 250000, 1000000, 5000000};
#define BOUNDS (sizeof bounds_us / sizeof bounds_us[0])

typedef _Atomic uint64_t counter;

struct row {
    counter by_class[CLASSES];
};

struct metrics {
    const struct route *routes;
    int routes_n;
    counter buckets[BOUNDS + 1];
    counter took_us;
    struct row rows[]; /* routes_n, and one for requests without a route */
};

struct metrics *metrics_open(const struct route *routes)
{
    struct metrics *m;
    size_t bytes;
    int n = 0;

    while (routes[n].method != NULL) {
        n++;
    }
    bytes = sizeof *m + (size_t)(n + 1) * sizeof m->rows[0];
    m = mem_alloc(bytes);
    if (m != NULL) {
        memset(m, 0, bytes);
        m->routes = routes;
        m->routes_n = n;
    }
    return m;
}

void metrics_close(struct metrics *m)
{
    mem_free(m);
}

static void add(counter *c, uint64_t n)
{
    (void)atomic_fetch_add_explicit(c, n, memory_order_relaxed);
}

static uint64_t get(counter *c)
{
    return atomic_load_explicit(c, memory_order_relaxed);
}

void metrics_count(struct metrics *m, const struct route *route, int http, int64_t took_us)
{
    struct row *row = &m->rows[route != NULL ? route - m->routes : m->routes_n];
    size_t b = 0;

    while (b < BOUNDS && took_us > bounds_us[b]) {
        b++;
    }
    add(&m->buckets[b], 1);
    add(&m->took_us, (uint64_t)took_us);
    add(&row->by_class[http / 100 - 1], 1);
}

static void rows_text(struct metrics *m, struct buf *b)
{
    buf_text(b, "# HELP otagai_http_requests_total Answers sent, by route and class of status.\n"
                "# TYPE otagai_http_requests_total counter\n");
    for (int i = 0; i <= m->routes_n; i++) {
        bool routed = i < m->routes_n;

        for (int c = 0; c < CLASSES; c++) {
            uint64_t n = get(&m->rows[i].by_class[c]);

            if (n > 0) {
                buf_printf(b,
                           "otagai_http_requests_total{method=\"%s\",route=\"%s\","
                           "status=\"%dxx\"} %" PRIu64 "\n",
                           routed ? m->routes[i].method : "", routed ? m->routes[i].pattern : "",
                           c + 1, n);
            }
        }
    }
}

static void histogram_text(struct metrics *m, struct buf *b)
{
    uint64_t sum = 0;

    buf_text(b,
             "# HELP otagai_http_request_seconds Time from the head of a request to its answer.\n"
             "# TYPE otagai_http_request_seconds histogram\n");
    for (size_t i = 0; i < BOUNDS; i++) {
        sum += get(&m->buckets[i]);
        buf_printf(
            b, "otagai_http_request_seconds_bucket{le=\"%" PRId64 ".%04" PRId64 "\"} %" PRIu64 "\n",
            bounds_us[i] / 1000000, bounds_us[i] % 1000000 / 100, sum);
    }
    sum += get(&m->buckets[BOUNDS]);
    buf_printf(b, "otagai_http_request_seconds_bucket{le=\"+Inf\"} %" PRIu64 "\n", sum);
    buf_printf(b, "otagai_http_request_seconds_sum %" PRIu64 ".%06" PRIu64 "\n",
               get(&m->took_us) / 1000000, get(&m->took_us) % 1000000);
    buf_printf(b, "otagai_http_request_seconds_count %" PRIu64 "\n", sum);
}

const char *metrics_text(struct metrics *m, int in_flight, struct arena *a)
{
    struct buf b;

    buf_init(&b, a, METRICS_BYTES_MAX);
    rows_text(m, &b);
    histogram_text(m, &b);
    buf_printf(&b,
               "# HELP otagai_http_in_flight Requests being answered now.\n"
               "# TYPE otagai_http_in_flight gauge\n"
               "otagai_http_in_flight %d\n",
               in_flight);
    return buf_done(&b);
}
