/* stampede.h - many clients at once over HTTP: 50 threads, each the turn of several people, who ask
 * again when they are told to come later. */
#ifndef TESTS_RACE_STAMPEDE_H
#define TESTS_RACE_STAMPEDE_H

#include "tests/town.h"

#define STAMPEDE_THREADS 50

/* One party: a POST as somebody, and how it was answered. */
struct party {
    const char *token;
    char path[96];
    char key[48];     /* its Idempotency-Key, whoever often it asks */
    const char *body; /* JSON, or "" */
    int http;         /* out: neither 429 nor 503; 0 when the server was not there */
    int again;        /* out: how often it was told to come later */
};

/* All parties of t at once; returns when each has its answer. */
void stampede(const struct world *w, struct party *parties, int n);
/* How many were answered so. */
int stampede_count(const struct party *parties, int n, int http);

#endif
