/* http_client.h - one HTTP call at a time to one host through libcurl, and what is known when it
 * failed. The facts about libcurl stand in payments.md section 3. */
#ifndef PAYMENTS_HTTP_CLIENT_H
#define PAYMENTS_HTTP_CLIENT_H

#include "app/base/arena.h"

#include <stdbool.h>

struct http_client; /* one connection, one thread at a time */

struct http_client_options {
    const char *base_url; /* "https://host[:port]"; plain http to the loopback only */
    const char *user_agent;
    int connect_ms, total_ms; /* 0: PAY_CONNECT_MS, PAY_TOTAL_MS */
};

/* E_INVALID for a URL with another scheme, with plain http to another host than 127.0.0.1, [::1] or
 * localhost, or with a path, query or user in it; E_BUSY without memory. */
enum status http_client_open(struct http_client **client,
                             const struct http_client_options *options) WARN_UNUSED;
void http_client_close(struct http_client *client);

struct http_ask {
    const char *method;         /* "GET", "POST", "DELETE" */
    const char *path;           /* "/v1/charges?limit=1" */
    const char *const *headers; /* "Name: value", ended by NULL */
    struct slice body;          /* POST only */
    /* libcurl silently sends a request again when a reused connection dies before the first byte of
     * the answer. Harmless with an idempotency key in it; without one: a new connection each time.
     */
    bool once;
};

struct http_header {
    const char *name, *value;
};

/* Everything lives in the arena. Look at curl first: only when it is 0 is there an answer, and a
 * truncated one has an http of 200 all the same. */
struct http_answer {
    int curl; /* CURLcode, 0 when the whole answer is there */
    int http; /* 0 unless curl is 0 */
    struct slice body;
    struct http_header *headers;
    int headers_n;
};

/* Fills *out; no redirect is followed, no proxy asked, nothing sent twice on purpose. Answers over
 * PAY_BODY_BYTES_MAX fail (curl 23). Nothing was sent: E_BUSY, the arena is full; E_INVALID, the
 * path is too long. */
enum status http_client_send(struct http_client *client, struct arena *a,
                             const struct http_ask *ask, struct http_answer *out) WARN_UNUSED;

/* The header's value, or NULL; the name in any case. */
const char *http_answer_header(const struct http_answer *answer, const char *name);

/* What a failure with this CURLcode says of the request. */
enum http_fate {
    HTTP_ANSWERED,  /* 0 */
    HTTP_NOT_SENT,  /* no byte of the request left: host, connect, TLS handshake */
    HTTP_UNTRUSTED, /* the peer's certificate: nothing was sent, and a person must look */
    HTTP_UNKNOWN    /* anything else: time-out, empty or partial answer, reset */
};
enum http_fate http_fate(int curl);

#endif
