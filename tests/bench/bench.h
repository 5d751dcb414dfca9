/* bench.h - `make bench`: ratios of one run on one machine, never a test of time. */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include "tests/test.h"

#include <stdint.h>

/* Everything in milliseconds or as a plain ratio; -1 where a part was not run. */
struct bench {
    double read_ratio;
    double write_ratio;        /* a decline */
    double write_ratio_choose; /* a choice: a booking with all that belongs to it */
    double match_p99_growth;
    double cold_start_ms;
    double rss_idle_mib;
    double rss_load_mib;
};

/* Each prints what it measures and sets its keys. */
void bench_read(struct bench *b);
void bench_write(struct bench *b);
void bench_match(struct bench *b);
void bench_process(struct bench *b);

int64_t bench_now_us(void);
/* Sorts; the value below which `percent` of them lie. */
double bench_percentile(double *values, int n, double percent);

/* Keep-alive GETs against 127.0.0.1:port by `clients` threads for `ms`; every answer must be a 200.
 * Requests per second. header is one whole line with its CR LF, or "". */
double bench_load(int port, const char *path, const char *header, int clients, int ms);

#endif
