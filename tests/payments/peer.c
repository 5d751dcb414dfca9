/* peer.c - see peer.h. One connection at a time, in a thread of its own. */
#include "tests/payments/peer.h"

#include "tests/test.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

struct peer {
    int listener;
    atomic_int current; /* the open connection, -1 without */
    atomic_bool stopping;
    atomic_int requests;
    pthread_t thread;
    struct peer_step steps[PEER_STEPS_MAX];
    int steps_n;
    char url[64];
    char seen[PEER_STEPS_MAX * 4][PEER_REQUEST_MAX];
};

static size_t body_length(const char *head)
{
    const char *at = strcasestr(head, "\r\nContent-Length:");

    return at != NULL ? strtoul(at + 17, NULL, 10) : 0;
}

/* One whole request, or 0 when the other side went away. */
static int read_request(int fd, char *out)
{
    size_t n = 0;

    out[0] = '\0';
    for (;;) {
        const char *end = strstr(out, "\r\n\r\n");
        ssize_t got;

        if (end != NULL && n >= (size_t)(end + 4 - out) + body_length(out)) {
            return 1;
        }
        got = n < PEER_REQUEST_MAX - 1 ? read(fd, out + n, PEER_REQUEST_MAX - 1 - n) : 0;
        if (got <= 0) {
            return 0;
        }
        n += (size_t)got;
        out[n] = '\0';
    }
}

static int serve_one(struct peer *p, int fd)
{
    int n = atomic_load(&p->requests);
    const struct peer_step *step = &p->steps[n < p->steps_n ? n : p->steps_n - 1];

    if (n >= PEER_STEPS_MAX * 4 || !read_request(fd, p->seen[n])) {
        return 0;
    }
    atomic_store(&p->requests, n + 1);
    usleep((useconds_t)step->wait_ms * 1000);
    if (step->answer != NULL && send(fd, step->answer, strlen(step->answer), MSG_NOSIGNAL) < 0) {
        return 0;
    }
    return !step->hang_up;
}

static void *serve(void *arg)
{
    struct peer *p = arg;

    while (!atomic_load(&p->stopping)) {
        int fd = accept(p->listener, NULL, NULL);

        if (fd < 0) {
            break;
        }
        atomic_store(&p->current, fd);
        while (!atomic_load(&p->stopping) && serve_one(p, fd)) {
        }
        atomic_store(&p->current, -1);
        close(fd);
    }
    return NULL;
}

struct peer *peer_start(const struct peer_step *steps)
{
    struct peer *p = calloc(1, sizeof *p);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;

    CHECK(p != NULL);
    atomic_store(&p->current, -1);
    while (p->steps_n < PEER_STEPS_MAX &&
           (steps[p->steps_n].answer != NULL || steps[p->steps_n].hang_up)) {
        p->steps[p->steps_n] = steps[p->steps_n];
        p->steps_n++;
    }
    p->listener = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(p->listener >= 0 && bind(p->listener, (struct sockaddr *)&at, sizeof at) == 0 &&
          listen(p->listener, 8) == 0 &&
          getsockname(p->listener, (struct sockaddr *)&at, &len) == 0);
    snprintf(p->url, sizeof p->url, "http://127.0.0.1:%d", ntohs(at.sin_port));
    CHECK(pthread_create(&p->thread, NULL, serve, p) == 0);
    return p;
}

void peer_stop(struct peer *p)
{
    int fd;

    atomic_store(&p->stopping, true);
    shutdown(p->listener, SHUT_RDWR);
    fd = atomic_load(&p->current);
    if (fd >= 0) {
        shutdown(fd, SHUT_RDWR);
    }
    pthread_join(p->thread, NULL);
    close(p->listener);
    free(p);
}

const char *peer_url(const struct peer *p)
{
    return p->url;
}

int peer_requests(struct peer *p)
{
    return atomic_load(&p->requests);
}

char *peer_request(struct peer *p, int n)
{
    CHECK(n < atomic_load(&p->requests));
    return p->seen[n];
}
