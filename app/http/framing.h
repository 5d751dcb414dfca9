/* framing.h - is this head of a request one that every HTTP program would read the same way?
 * Whatever could be read in two ways is refused (security.md section 1). Internal to app/http. */
#ifndef APP_HTTP_FRAMING_H
#define APP_HTTP_FRAMING_H

#include "app/http/wire.h"

/* Checks the version and the headers; sets c->body_left to the Content-Length (0 without one).
 * E_HEADERS for 64 headers or more. E_INVALID for: a line that the library bent, another version
 * than 1.0 or 1.1, no Host, two of Host, Content-Length, Cookie, Authorization, Idempotency-Key,
 * Content-Type, Origin, Expect or Connection, any Transfer-Encoding, a Content-Length that is not
 * 1 to 7 digits, a name that is no token, a value with control characters or bytes beyond ASCII. */
enum status framing_check(struct http_conn *c) WARN_UNUSED;

/* The value of a header, or NULL. Names are compared without regard to case. */
const char *framing_header(const struct http_conn *c, const char *name);

/* Does a comma-separated list ("keep-alive, TE") have this word? Without regard to case. */
bool framing_list_has(const char *list, const char *word);

/* May this connection serve another request? When the client is this machine or our own proxy
 * (NULL: there is none), speaks HTTP/1.1 and did not ask to close. */
bool framing_keeps(const struct http_conn *c, const char *trusted_proxy);

#endif
