/* request.h - one HTTP request as a handler sees it, and how it reads what was sent. */
#ifndef APP_HTTP_REQUEST_H
#define APP_HTTP_REQUEST_H

#include "app/domain/ctx.h"
#include "app/http/pair.h"

#include <jansson.h>
#include <stdbool.h>

struct route;
struct server;
struct http_conn; /* the wire: CivetWeb's connection or a test's memory */

#define ROUTE_PARAMS_MAX 4
#define QUERY_KEYS_MAX   12
#define COOKIE_BYTES_MAX 512

struct request {
    struct ctx ctx;
    struct server *server;
    const struct route *route;
    struct http_conn *conn;
    const char *request_id; /* also sent as X-Request-Id and logged */
    const char *method;
    const char *path;   /* decoded and checked */
    const char *remote; /* the peer's address as text; behind a trusted proxy, the forwarded one */
    const void *app;    /* opaque: what server_options.app pointed to */
    struct pair params[ROUTE_PARAMS_MAX]; /* ":id" of the route, in order */
    int params_n;
    struct pair query[QUERY_KEYS_MAX];
    int query_n;
    struct slice raw;  /* the body's bytes */
    json_t *body;      /* parsed, an object; NULL when the route takes no JSON body */
    const char *act;   /* of a coordinator for somebody, "choose"; NULL: a look, or nobody acts */
    unsigned roles;    /* what authz found about ctx.member_id; see app/api/authz.h */
    bool replied;      /* exactly one reply_* per request */
    int retry_after_s; /* sent with 429 and 503; 0: the usual one */

    /* Kept by app/http alone. */
    int64_t started_us;      /* monotonic */
    void *big;               /* a body too large for the arena, given back at the end */
    bool query_read;         /* request_query was called: a query that nobody reads is refused */
    const char *present_key; /* what a 409 carries (reply_stale); NULL: nothing */
    struct slice present;
    const char *head_more; /* header lines added by reply_header; NULL: none */
    int http;              /* the status sent */
    const char *answer_type;
    struct slice answer; /* the body sent */
};

/* A path parameter ":id" with its type prefix. E_NOT_FOUND when it is no such id: the same answer
 * as for an id that does not exist. */
enum status request_id_param(struct request *rq, int index, const char *prefix,
                             int64_t *id) WARN_UNUSED;

/* Typed fields of the JSON body. Optional fields keep what the caller put there before. All forms
 * name the bad field in ctx.field and return E_INVALID with reason field.missing, field.unknown or
 * field.invalid. A key that no field names is refused. */
enum field_type {
    FIELD_TYPE_END,
    FIELD_TYPE_TEXT,   /* const char **, min..max code points, one line, NFC */
    FIELD_TYPE_LINES,  /* the same with line breaks */
    FIELD_TYPE_I64,    /* int64_t *, min..max */
    FIELD_TYPE_BOOL,   /* bool * */
    FIELD_TYPE_ID,     /* int64_t *, with prefix */
    FIELD_TYPE_TIME,   /* int64_t *: RFC 3339 with offset or Z, or a number of ms */
    FIELD_TYPE_DATE,   /* int64_t *: "2026-11-25" as a day number */
    FIELD_TYPE_CHOICE, /* const char **: one of a NULL-ended list */
    FIELD_TYPE_IDS,    /* struct id_list *, up to max ids with prefix, no id twice */
    FIELD_TYPE_JSON    /* json_t ** (borrowed): for nested parts, read with fields_read */
};

struct id_list {
    int64_t *ids; /* in the arena */
    int n;
};

struct field {
    enum field_type type;
    bool required;
    const char *name;
    void *out;
    int64_t min, max;
    const char *prefix;         /* FIELD_TYPE_ID, FIELD_TYPE_IDS */
    const char *const *choices; /* FIELD_TYPE_CHOICE */
    bool *present;              /* set to whether the key was there (for PATCH); may be NULL */
};

#define FIELD_TEXT(n, lo, hi, o)                              \
    {                                                         \
        FIELD_TYPE_TEXT, true, n, o, lo, hi, NULL, NULL, NULL \
    }
#define FIELD_LINES(n, lo, hi, o)                              \
    {                                                          \
        FIELD_TYPE_LINES, true, n, o, lo, hi, NULL, NULL, NULL \
    }
#define FIELD_I64(n, lo, hi, o)                              \
    {                                                        \
        FIELD_TYPE_I64, true, n, o, lo, hi, NULL, NULL, NULL \
    }
#define FIELD_BOOL(n, o)                                    \
    {                                                       \
        FIELD_TYPE_BOOL, true, n, o, 0, 0, NULL, NULL, NULL \
    }
#define FIELD_ID(n, p, o)                              \
    {                                                  \
        FIELD_TYPE_ID, true, n, o, 0, 0, p, NULL, NULL \
    }
#define FIELD_IDS(n, p, hi, o)                           \
    {                                                    \
        FIELD_TYPE_IDS, true, n, o, 0, hi, p, NULL, NULL \
    }
#define FIELD_TIME(n, o)                                            \
    {                                                               \
        FIELD_TYPE_TIME, true, n, o, 0, INT64_MAX, NULL, NULL, NULL \
    }
#define FIELD_DATE(n, o)                                                    \
    {                                                                       \
        FIELD_TYPE_DATE, true, n, o, INT64_MIN, INT64_MAX, NULL, NULL, NULL \
    }
#define FIELD_CHOICE(n, c, o)                              \
    {                                                      \
        FIELD_TYPE_CHOICE, true, n, o, 0, 0, NULL, c, NULL \
    }
#define FIELD_JSON(n, o)                                    \
    {                                                       \
        FIELD_TYPE_JSON, true, n, o, 0, 0, NULL, NULL, NULL \
    }
#define OPT_TEXT(n, lo, hi, o)                                 \
    {                                                          \
        FIELD_TYPE_TEXT, false, n, o, lo, hi, NULL, NULL, NULL \
    }
#define OPT_LINES(n, lo, hi, o)                                 \
    {                                                           \
        FIELD_TYPE_LINES, false, n, o, lo, hi, NULL, NULL, NULL \
    }
#define OPT_I64(n, lo, hi, o)                                 \
    {                                                         \
        FIELD_TYPE_I64, false, n, o, lo, hi, NULL, NULL, NULL \
    }
#define OPT_BOOL(n, o)                                       \
    {                                                        \
        FIELD_TYPE_BOOL, false, n, o, 0, 0, NULL, NULL, NULL \
    }
#define OPT_ID(n, p, o)                                 \
    {                                                   \
        FIELD_TYPE_ID, false, n, o, 0, 0, p, NULL, NULL \
    }
#define OPT_IDS(n, p, hi, o)                              \
    {                                                     \
        FIELD_TYPE_IDS, false, n, o, 0, hi, p, NULL, NULL \
    }
#define OPT_TIME(n, o)                                               \
    {                                                                \
        FIELD_TYPE_TIME, false, n, o, 0, INT64_MAX, NULL, NULL, NULL \
    }
#define OPT_DATE(n, o)                                                       \
    {                                                                        \
        FIELD_TYPE_DATE, false, n, o, INT64_MIN, INT64_MAX, NULL, NULL, NULL \
    }
#define OPT_CHOICE(n, c, o)                                 \
    {                                                       \
        FIELD_TYPE_CHOICE, false, n, o, 0, 0, NULL, c, NULL \
    }
#define OPT_JSON(n, o)                                       \
    {                                                        \
        FIELD_TYPE_JSON, false, n, o, 0, 0, NULL, NULL, NULL \
    }
#define FIELD_END                                                 \
    {                                                             \
        FIELD_TYPE_END, false, NULL, NULL, 0, 0, NULL, NULL, NULL \
    }

enum status request_fields(struct request *rq, const struct field *fields) WARN_UNUSED;
/* The same for a nested object; `where` ("stops[1]") goes in front of the field's name. */
enum status fields_read(struct request *rq, json_t *object, const char *where,
                        const struct field *fields) WARN_UNUSED;

/* Query keys. Every key that the handler does not name is refused (E_INVALID, query.invalid).
 * Values are texts; FIELD_TYPE_I64, _ID, _TIME, _DATE, _CHOICE, _BOOL and _TEXT are converted. */
enum status request_query(struct request *rq, const struct field *fields) WARN_UNUSED;

/* One page of a list: ?cursor=...&limit=... . A cursor is an opaque, signed pair of the last row's
 * sort key and id. FIELD rows for both are in fields' place: call this instead of request_query
 * when a list takes nothing else, or pass further fields. */
struct page {
    int limit;
    bool has_cursor;
    int64_t after_key; /* sort key of the last row seen; rows are ordered by (key, id) */
    int64_t after_id;
};
enum status request_page(struct request *rq, const struct field *more,
                         struct page *page) WARN_UNUSED;

/* A header's value, or NULL. */
const char *request_header(const struct request *rq, const char *name);
const char *request_cookie(const struct request *rq, const char *name);

/* A key that a client chose, short enough to be shown back to him. */
const char *request_shown(struct request *rq, const char *key);

#endif
