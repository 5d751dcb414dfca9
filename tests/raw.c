/* raw.c - see raw.h. */
#include "tests/raw.h"

#include "tests/test.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define ANSWER_WAIT_MS 8000

static void close_fd(void *arg)
{
    (void)close((int)(intptr_t)arg);
}

int raw_connect(int port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, (struct sockaddr *)&at, sizeof at) != 0) {
        test_fail(__FILE__, __LINE__, "no server on port %d", port);
    }
    test_cleanup(close_fd, (void *)(intptr_t)fd);
    return fd;
}

void raw_close(int fd)
{
    test_cleanup_done(close_fd, (void *)(intptr_t)fd);
    (void)close(fd);
}

bool raw_send(int fd, const void *bytes, size_t len)
{
    const char *p = bytes;

    while (len > 0) {
        ssize_t n = send(fd, p, len, MSG_NOSIGNAL);

        if (n <= 0) {
            return false;
        }
        p += n;
        len -= (size_t)n;
    }
    return true;
}

bool raw_text(int fd, const char *text)
{
    return raw_send(fd, text, strlen(text));
}

void raw_end(int fd)
{
    (void)shutdown(fd, SHUT_WR);
}

/* More bytes behind those there are; false at the end or after the wait. */
static bool more(int fd, struct raw_answer *a)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    ssize_t n;

    if (a->len + 1 >= sizeof a->text || poll(&p, 1, ANSWER_WAIT_MS) != 1) {
        return false;
    }
    n = recv(fd, a->text + a->len, sizeof a->text - 1 - a->len, 0);
    if (n <= 0) {
        return false;
    }
    a->len += (size_t)n;
    a->text[a->len] = '\0';
    return true;
}

const char *raw_header(const struct raw_answer *a, const char *name, char *buf, size_t size)
{
    size_t n = strlen(name);
    const char *line = strstr(a->text, "\r\n");

    buf[0] = '\0';
    while (line != NULL && line + 2 < a->body) {
        line += 2;
        if (strncasecmp(line, name, n) == 0 && line[n] == ':') {
            const char *value = line + n + 1 + strspn(line + n + 1, " ");

            (void)snprintf(buf, size, "%.*s", (int)strcspn(value, "\r"), value);
            break;
        }
        line = strstr(line, "\r\n");
    }
    return buf;
}

void raw_read(int fd, struct raw_answer *a)
{
    char length[16];
    size_t want;

    a->http = 0;
    a->len = 0;
    a->text[0] = '\0';
    a->body = a->text;
    while (strstr(a->text, "\r\n\r\n") == NULL) {
        if (!more(fd, a)) {
            return;
        }
    }
    a->body = strstr(a->text, "\r\n\r\n") + 4;
    a->http = (int)strtol(a->text + strcspn(a->text, " "), NULL, 10);
    want = strtoul(raw_header(a, "Content-Length", length, sizeof length), NULL, 10);
    while (a->len < (size_t)(a->body - a->text) + want && more(fd, a)) {
        continue;
    }
}

void raw_rest(int fd, struct raw_answer *a)
{
    while (more(fd, a)) {
        continue;
    }
}

bool raw_closes(int fd, int ms)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    char byte;

    return poll(&p, 1, ms) == 1 && recv(fd, &byte, 1, 0) <= 0;
}

bool raw_ready(int fd, int ms)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};

    return poll(&p, 1, ms) == 1;
}

static void ask(int port, const char *text, struct raw_answer *a)
{
    int fd = raw_connect(port);

    (void)raw_text(fd, text);
    raw_read(fd, a);
    raw_close(fd);
}

int raw_ask(int port, const char *text)
{
    struct raw_answer *a = malloc(sizeof *a);
    int http;

    ask(port, text, a);
    http = a->http;
    free(a);
    return http;
}

const char *raw_reason(int port, const char *text, char *buf, size_t size)
{
    struct raw_answer *a = malloc(sizeof *a);
    const char *at;

    ask(port, text, a);
    at = strstr(a->body, "\"reason\":\"");
    buf[0] = '\0';
    if (at != NULL) {
        at += strlen("\"reason\":\"");
        (void)snprintf(buf, size, "%.*s", (int)strcspn(at, "\""), at);
    }
    free(a);
    return buf;
}

char *raw_repeat(const char *what, size_t times, const char *before, const char *after)
{
    size_t n = strlen(what), head = strlen(before), tail = strlen(after);
    char *text = malloc(head + n * times + tail + 1);

    memcpy(text, before, head);
    for (size_t i = 0; i < times; i++) {
        memcpy(text + head + i * n, what, n);
    }
    memcpy(text + head + n * times, after, tail + 1);
    return text;
}

char *raw_post(const char *path, const char *body)
{
    size_t size = strlen(path) + strlen(body) + 256;
    char *text = malloc(size);

    (void)snprintf(text, size,
                   "POST %s HTTP/1.1\r\n" RAW_HOST RAW_JSON "Content-Length: %zu\r\n\r\n%s", path,
                   strlen(body), body);
    return text;
}
