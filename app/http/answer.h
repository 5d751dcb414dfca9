/* answer.h - writes the one answer of a request: head and body in one piece. Internal to app/http;
 * handlers use reply.h. */
#ifndef APP_HTTP_ANSWER_H
#define APP_HTTP_ANSWER_H

#include "app/http/request.h"

struct answer {
    int http;
    const char *type; /* NULL: no body */
    struct slice body;
    const char *etag;     /* with its quotes; NULL none */
    bool may_cache;       /* `private, no-cache` instead of `no-store` */
    const char *filename; /* offered as a file; NULL: shown */
    size_t withheld;      /* bytes at the end that are announced and never sent; SIZE_MAX: all */
};

/* Sends it and marks the request as replied. The connection stays open when rq->conn->keep says so
 * and the whole body was read. OK, or E_BUSY when the arena is full and nothing was sent. */
enum status answer_send(struct request *rq, const struct answer *a) WARN_UNUSED;

/* v's compact text in the arena; steals v. E_BUSY for NULL and when memory is out. */
enum status answer_json(struct request *rq, json_t *v, struct slice *text) WARN_UNUSED;

/* May this request be answered as if it had been understood? E_INVALID (query.invalid) when it has
 * a query below /api that nobody read. */
enum status answer_allowed(struct request *rq) WARN_UNUSED;

/* A status that is not OK as application/problem+json (RFC 9457). Never fails: without memory it
 * sends a fixed text. */
void problem_send(struct request *rq, enum status s);

#endif
