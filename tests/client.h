/* client.h - one person's browser or program over real HTTP (libcurl), for the API tests and the
 * story: keeps cookies, sends a bearer token, parses JSON answers.
 *
 *   struct client *hanako = client_open("http://127.0.0.1:8080");
 *   CHECK_I64(client_post(hanako, "/api/v1/sessions", json_pack("{s:s}", "email", "h@example.jp")),
 *             201);
 *   const char *id = client_text(hanako, "member.id");
 *   client_close(hanako);
 *
 * A client belongs to one thread at a time. It needs nothing of the test runner: what fails on the
 * way (no server, a broken answer) is status 0, with the words in `error`. */
#ifndef TESTS_CLIENT_H
#define TESTS_CLIENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLIENT_HEADERS_MAX 64
#define CLIENT_EXTRA_MAX   16

struct client_header {
    char *name, *value;
};

struct client {
    /* The last answer; everything is owned by the client and lives until its next call. */
    int http;        /* status code; 0: no answer */
    json_t *json;    /* the body, when it was application/json or application/problem+json */
    char *text;      /* the body's bytes and a NUL; "" when empty */
    size_t text_len; /* without the NUL */
    struct client_header headers[CLIENT_HEADERS_MAX];
    int headers_n;
    char error[256];

    /* Private. */
    void *curl;
    char base[128];
    char *bearer, *origin;
    char *extra[CLIENT_EXTRA_MAX]; /* "Name: value" for the next call alone */
    int extra_n;
    char key[128];
    int64_t timeout_ms;
    bool no_key;
};

/* base: "http://127.0.0.1:8080", without a slash at its end; it is also the Origin that unsafe
 * methods carry, as a browser on the service's own pages would send it. NULL without memory. */
struct client *client_open(const char *base);
void client_close(struct client *c);

/* A program instead of a browser: a token in place of the cookie. NULL: none any more. */
void client_bearer(struct client *c, const char *token);
/* Another Origin on unsafe methods; NULL: none is sent. */
void client_origin(struct client *c, const char *origin);
/* Ask with Accept-Language, If-None-Match and the like: for the next call alone. */
void client_header(struct client *c, const char *name, const char *value);
/* The Idempotency-Key of the next POST. Without it each POST carries a new random one;
 * client_no_key leaves it out of the next POST. */
void client_key(struct client *c, const char *key);
void client_no_key(struct client *c);
/* How long a call may take; 30 s unless told. */
void client_timeout(struct client *c, int64_t ms);
/* Puts a cookie into the jar as if the server had set it (libcurl takes the loopback for a secure
 * place, so __Host- cookies work over http); forgets all cookies. */
void client_cookie(struct client *c, const char *name, const char *value);
void client_forget(struct client *c);

/* All return the HTTP status (0 on failure). `path` begins with "/" and may have a query. Bodies
 * are stolen; NULL sends none. */
int client_get(struct client *c, const char *path);
int client_head(struct client *c, const char *path);
int client_post(struct client *c, const char *path, json_t *body);
int client_put(struct client *c, const char *path, json_t *body);
int client_patch(struct client *c, const char *path, json_t *body);
int client_delete(struct client *c, const char *path);
/* Any method, any bytes. type NULL: no Content-Type; body NULL: no body. */
int client_send(struct client *c, const char *method, const char *path, const char *type,
                const void *body, size_t body_len);
/* The path printed: client_get(c, client_path(buf, sizeof buf, "/api/v1/bookings/%s", id)). */
const char *client_path(char *buf, size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The last answer's header, without regard to case; NULL when it had none. */
const char *client_answer_header(const struct client *c, const char *name);
/* Inside the last answer's JSON, by a path of keys and array indexes: "items.0.supporter.id".
 * NULL, 0 and false when there is no such thing. */
json_t *client_at(const struct client *c, const char *where);
const char *client_text(const struct client *c, const char *where);
int64_t client_i64(const struct client *c, const char *where);
bool client_true(const struct client *c, const char *where);
/* The reason of a problem ("booking.too_late"), or "" for any other answer. */
const char *client_reason(const struct client *c);

#endif
