/* router.h - the route table's row, and finding the row for a request. */
#ifndef APP_HTTP_ROUTER_H
#define APP_HTTP_ROUTER_H

#include "app/http/request.h"

/* Who may call; decided before the handler, which decides about the single object. */
enum who {
    WHO_ANYONE,
    WHO_MEMBER,      /* a session */
    WHO_STAFF,       /* any staff role in any community, with a second factor */
    WHO_COORDINATOR, /* that role (admin may do what a coordinator may) in the community concerned
                      */
    WHO_TRAINER,
    WHO_SAFEGUARDING,
    WHO_FINANCE,
    WHO_ADMIN,
    WHO_AUDITOR /* any staff role that may read */
};

/* Counted in memory per account or address; the strict ones are in the database, in the domain. */
enum rate_class { RATE_READ, RATE_WRITE, RATE_LOGIN, RATE_OPEN, RATE_HOOK, RATE_UPLOAD };

enum route_flags {
    ROUTE_CONDITIONAL = 1, /* GET with ETag and If-None-Match */
    ROUTE_IDEMPOTENT = 2,  /* POST that creates: takes Idempotency-Key, required */
    ROUTE_RAW = 4,         /* body is bytes, not JSON */
    ROUTE_STEP_UP = 8,     /* wants a second factor not older than 5 minutes */
    ROUTE_MONEY = 16,      /* the stored answer is kept 30 days */
    ROUTE_PROVIDER = 32    /* webhook: no Origin check, no session */
};

struct route {
    const char *method;  /* GET POST PUT PATCH DELETE; NULL ends the table */
    const char *pattern; /* "/api/v1/bookings/:id" */
    enum who who;
    int body_bytes_max; /* a BODY_* of limits.h */
    enum rate_class rate;
    unsigned flags;
    enum status (*handler)(struct request *rq);
};

/* Exact match, ":name" takes one segment that is not empty; of two rows that fit the first one
 * counts. HEAD finds the row of GET. Fills rq->route and params. E_NOT_FOUND when no pattern fits,
 * E_METHOD when one does with another method, E_BUSY when the arena is full. */
enum status router_find(const struct route *table, struct request *rq) WARN_UNUSED;

/* The methods that rq->path has in the table, "GET, HEAD, POST": what 405 says in Allow. */
const char *router_allowed(const struct route *table, const struct request *rq) WARN_UNUSED;

#endif
