/* raw.h - bytes on a socket to 127.0.0.1, for what no HTTP client would send. */
#ifndef TESTS_RAW_H
#define TESTS_RAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RAW_BYTES_MAX (256 * 1024)

#define RAW_HOST "Host: 127.0.0.1\r\n"
#define RAW_JSON "Content-Type: application/json\r\n"

/* One answer as it came. */
struct raw_answer {
    int http; /* 0: none came */
    char text[RAW_BYTES_MAX];
    size_t len;
    const char *body;
};

/* A connected socket, closed at the end of the test. Fails the test when there is no server. */
int raw_connect(int port);
void raw_close(int fd);
/* False when the other side has hung up. */
bool raw_send(int fd, const void *bytes, size_t len);
bool raw_text(int fd, const char *text);
/* Nothing more will be sent; answers can still be read. */
void raw_end(int fd);
/* Reads one answer: its head and as much body as its Content-Length says. Waits 8 s for it. */
void raw_read(int fd, struct raw_answer *a);
/* Everything else until the other side hangs up, behind what is there. */
void raw_rest(int fd, struct raw_answer *a);
/* The value of a header of the answer in buf, or "" when there is none. */
const char *raw_header(const struct raw_answer *a, const char *name, char *buf, size_t size);
/* True when the other side hangs up within ms, sending nothing more. */
bool raw_closes(int fd, int ms);
/* True when something, or the end, can be read within ms. */
bool raw_ready(int fd, int ms);
/* All at once: the status of the answer to these bytes on a connection of their own. */
int raw_ask(int port, const char *text);
/* The reason in the answer to these bytes, or "". */
const char *raw_reason(int port, const char *text, char *buf, size_t size);

/* Texts to be freed: before, then what times over, then after; and a POST of a JSON body. */
char *raw_repeat(const char *what, size_t times, const char *before, const char *after);
char *raw_post(const char *path, const char *body);

#endif
