/* peer.h - a server for tests that does exactly what it is told, request by request: answers,
 * hangs up, waits, sends half. */
#ifndef TESTS_PAYMENTS_PEER_H
#define TESTS_PAYMENTS_PEER_H

#include <stddef.h>

#define PEER_STEPS_MAX   8
#define PEER_REQUEST_MAX 16384

/* What to do with one request. The last step repeats. */
struct peer_step {
    const char *answer; /* sent as it is; NULL: nothing */
    int wait_ms;        /* before it */
    int hang_up;        /* close the connection after it */
};

struct peer;

/* steps end with one whose answer is NULL and hang_up 0, or after PEER_STEPS_MAX. Listens on a free
 * loopback port; the check fails when it can't. */
struct peer *peer_start(const struct peer_step *steps);
void peer_stop(struct peer *peer);

/* "http://127.0.0.1:PORT". */
const char *peer_url(const struct peer *peer);
/* Requests that arrived so far, and the n-th of them, head and body; a test may change it. */
int peer_requests(struct peer *peer);
char *peer_request(struct peer *peer, int n);

#endif
