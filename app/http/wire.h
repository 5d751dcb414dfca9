/* wire.h - one connection as the rest of app/http sees it: CivetWeb's (server.c), or a test's
 * memory. Internal to app/http. */
#ifndef APP_HTTP_WIRE_H
#define APP_HTTP_WIRE_H

#include "app/base/status.h"
#include "app/http/pair.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct http_conn {
    /* What arrived, as it arrived: nothing is decoded. */
    const char *method;
    const char *path;    /* up to the '?' */
    const char *query;   /* behind the '?'; NULL: there was none */
    const char *version; /* "1.1" */
    const struct pair *headers;
    int headers_n;
    bool bent;        /* the library dropped, folded or repaired a line of the head */
    const char *peer; /* numeric address of the other end */

    /* True: the connection may serve another request. Whoever refuses sets it to false; it is
     * decided when the reply is written. */
    bool keep;
    int64_t body_left; /* bytes of the body that nobody has read yet */

    void *wire; /* what the functions below need */
    /* Exactly the next len bytes of the body within deadline_ms, or E_TIMEOUT. Takes them off
     * body_left; after E_TIMEOUT nothing more can be read. */
    enum status (*read)(struct http_conn *c, void *buf, size_t len, int64_t deadline_ms);
    /* All of it or nothing that matters: a peer that went away is not our fault. */
    void (*write)(struct http_conn *c, const void *data, size_t len);
};

#endif
