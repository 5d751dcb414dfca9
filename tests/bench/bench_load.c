/* bench_load.c - a client that costs little: blocking sockets, one request at a time on each. */
#include "tests/bench/bench.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct load {
    int port;
    const char *request;
    int64_t until_us;
    int64_t done;
};

int64_t bench_now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

double bench_percentile(double *values, int n, double percent)
{
    int at = (int)((double)n * percent / 100.0);

    qsort(values, (size_t)n, sizeof *values, compare);
    return values[at < n ? at : n - 1];
}

static int dial(int port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct timeval patience = {.tv_sec = 10};
    int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return fd;
}

/* Bytes of a whole answer in buf, or 0 while it is not whole. */
static size_t whole(const char *buf, size_t have)
{
    const char *end = memmem(buf, have, "\r\n\r\n", 4);
    const char *length = end != NULL ? strcasestr(buf, "content-length:") : NULL;
    size_t bytes;

    if (length == NULL || length > end) {
        return 0;
    }
    bytes = (size_t)(end - buf) + 4 + strtoul(length + 15, NULL, 10);
    return have >= bytes ? bytes : 0;
}

static bool one_request(int fd, const char *request, char *buf, size_t buf_bytes)
{
    size_t have = 0;

    if (send(fd, request, strlen(request), MSG_NOSIGNAL) < 0) {
        return false;
    }
    while (have + 1 < buf_bytes) {
        ssize_t got = recv(fd, buf + have, buf_bytes - 1 - have, 0);

        if (got <= 0) {
            return false;
        }
        have += (size_t)got;
        buf[have] = '\0';
        if (whole(buf, have) != 0) {
            return strncmp(buf, "HTTP/1.1 200", 12) == 0;
        }
    }
    return false;
}

static void *run_client(void *arg)
{
    struct load *load = arg;
    size_t bytes = 256 * 1024;
    char *buf = malloc(bytes);
    int fd = dial(load->port);

    while (buf != NULL && bench_now_us() < load->until_us) {
        if (!one_request(fd, load->request, buf, bytes)) {
            fprintf(stderr, "bench: no 200: %.200s\n", buf);
            exit(1);
        }
        load->done++;
    }
    close(fd);
    free(buf);
    return NULL;
}

double bench_load(int port, const char *path, const char *header, int clients, int ms)
{
    char request[1024];
    struct load load[64];
    pthread_t threads[64];
    int64_t from = bench_now_us(), done = 0;

    CHECK(clients <= 64);
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n", path, header);
    for (int i = 0; i < clients; i++) {
        load[i] = (struct load){port, request, from + (int64_t)ms * 1000, 0};
        CHECK(pthread_create(&threads[i], NULL, run_client, &load[i]) == 0);
    }
    for (int i = 0; i < clients; i++) {
        pthread_join(threads[i], NULL);
        done += load[i].done;
    }
    return (double)done * 1e6 / (double)(bench_now_us() - from);
}
