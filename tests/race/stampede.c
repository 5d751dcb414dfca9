/* stampede.c - see stampede.h. Sockets of its own: a thousand clients of libcurl would be slower
 * than what they test. */
#include "tests/race/stampede.h"

#include "tests/test.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define TRIES_MAX 1000
#define PAUSE_US  5000

struct runner {
    int port, n;
    struct party *parties;
    pthread_barrier_t *start;
    pthread_t thread;
};

static int connected(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct timeval patience = {.tv_sec = 30};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static int answered(int fd)
{
    char buf[4096];
    size_t have = 0;
    ssize_t got;

    while (have < sizeof buf - 1 && (got = recv(fd, buf + have, sizeof buf - 1 - have, 0)) > 0) {
        have += (size_t)got;
    }
    buf[have] = '\0';
    return strncmp(buf, "HTTP/1.1 ", 9) == 0 ? (int)strtol(buf + 9, NULL, 10) : 0;
}

static int ask(int port, const struct party *p)
{
    char request[2048];
    int http, fd = connected(port);
    int n = snprintf(request, sizeof request,
                     "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                     "Authorization: Bearer %s\r\nIdempotency-Key: %s\r\n%s"
                     "Content-Length: %zu\r\n\r\n%s",
                     p->path, p->token, p->key,
                     p->body[0] != '\0' ? "Content-Type: application/json\r\n" : "",
                     strlen(p->body), p->body);

    if (fd < 0) {
        return 0;
    }
    http = send(fd, request, (size_t)n, MSG_NOSIGNAL) == n ? answered(fd) : 0;
    close(fd);
    return http;
}

static void *run(void *arg)
{
    struct runner *r = arg;

    pthread_barrier_wait(r->start);
    for (int i = 0; i < r->n; i++) {
        struct party *p = &r->parties[i];

        p->again = 0;
        while ((p->http = ask(r->port, p)) == 429 || p->http == 503) {
            if (++p->again == TRIES_MAX) {
                break;
            }
            usleep(PAUSE_US);
        }
    }
    return NULL;
}

void stampede(const struct world *w, struct party *parties, int n)
{
    struct runner runners[STAMPEDE_THREADS];
    pthread_barrier_t start;
    int each = (n + STAMPEDE_THREADS - 1) / STAMPEDE_THREADS, given = 0;

    pthread_barrier_init(&start, NULL, STAMPEDE_THREADS);
    for (int i = 0; i < STAMPEDE_THREADS; i++) {
        int mine = n - given < each ? n - given : each;

        runners[i] = (struct runner){server_port(w->server), mine, parties + given, &start, 0};
        given += mine;
        if (pthread_create(&runners[i].thread, NULL, run, &runners[i]) != 0) {
            abort(); /* the others wait at the barrier */
        }
    }
    for (int i = 0; i < STAMPEDE_THREADS; i++) {
        pthread_join(runners[i].thread, NULL);
    }
    pthread_barrier_destroy(&start);
}

int stampede_count(const struct party *parties, int n, int http)
{
    int found = 0;

    for (int i = 0; i < n; i++) {
        found += parties[i].http == http ? 1 : 0;
    }
    return found;
}
