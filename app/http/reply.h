/* reply.h - the one answer of a request: JSON, a list page, a problem, nothing, or bytes. */
#ifndef APP_HTTP_REPLY_H
#define APP_HTTP_REPLY_H

#include "app/base/buf.h"
#include "app/http/request.h"

/* Building JSON, one field a line:
 *   json_t *o = json_fields(rq, J_ID("id", "bk", b->id), J_TEXT("state", b->state), J_END);
 * A NULL text, or a zero id or time with the _OPT form, is JSON null. */
enum json_kind { JK_END, JK_TEXT, JK_I64, JK_BOOL, JK_ID, JK_TIME, JK_DATE, JK_JSON };
struct json_item {
    enum json_kind kind;
    const char *key;
    const char *text; /* text, or the id's prefix */
    int64_t number;
    json_t *json; /* stolen */
    bool optional;
};
#define J_TEXT(k, v)      ((struct json_item){JK_TEXT, (k), (v), 0, NULL, true})
#define J_I64(k, v)       ((struct json_item){JK_I64, (k), NULL, (v), NULL, false})
#define J_BOOL(k, v)      ((struct json_item){JK_BOOL, (k), NULL, (v) ? 1 : 0, NULL, false})
#define J_ID(k, p, v)     ((struct json_item){JK_ID, (k), (p), (v), NULL, false})
#define J_ID_OPT(k, p, v) ((struct json_item){JK_ID, (k), (p), (v), NULL, true})
#define J_TIME(k, v)      ((struct json_item){JK_TIME, (k), NULL, (v), NULL, false}) /* ms number */
#define J_TIME_OPT(k, v)  ((struct json_item){JK_TIME, (k), NULL, (v), NULL, true})
#define J_DATE(k, v)      ((struct json_item){JK_DATE, (k), NULL, (v), NULL, false})
#define J_JSON(k, v)      ((struct json_item){JK_JSON, (k), NULL, 0, (v), false})
#define J_END             ((struct json_item){JK_END, NULL, NULL, 0, NULL, false})
/* Times in the API are integers: milliseconds since the epoch, UTC, with the suffix _at; dates are
 * "2026-11-25". NULL only when memory is out; all reply_* take NULL and answer 503. */
json_t *json_fields(struct json_item first, ...) WARN_UNUSED;

/* Before the reply_*: a header line, or a cookie of ours: __Host- names, HttpOnly, Secure,
 * SameSite=Lax, Path=/. A NULL value deletes the cookie; max_age_s 0 lets it end with the browser.
 * A Content-Security-Policy given here replaces the API's. E_BUSY when the arena is full. */
enum status reply_header(struct request *rq, const char *name, const char *value) WARN_UNUSED;
enum status reply_cookie(struct request *rq, const char *name, const char *value,
                         int64_t max_age_s) WARN_UNUSED;

/* Steals v on success and failure alike. Adds an ETag and answers 304 where the route is a
 * conditional GET. Returns OK; the caller returns what it returns. */
enum status reply_json(struct request *rq, int http, json_t *v) WARN_UNUSED;
/* The same for text that is JSON already, in the arena. */
enum status reply_json_text(struct request *rq, int http, struct slice text) WARN_UNUSED;
enum status reply_nothing(struct request *rq) WARN_UNUSED; /* 204 */
/* 303 to another page: for people's browsers only, never for the API. */
enum status reply_redirect(struct request *rq, const char *url) WARN_UNUSED;

/* {"items": [...], "next_cursor": "..." | null}; steals items. last_key and last_id are those of
 * the last row; has_more says whether a cursor is given. */
enum status reply_page(struct request *rq, json_t *items, bool has_more, int64_t last_key,
                       int64_t last_id) WARN_UNUSED;

/* The same written as text, row by row, for lists that are read often. Of a row everything but
 * J_JSON; it is checked once, at the end. */
struct lines {
    struct request *rq;
    struct buf text;
    int n;
};
void lines_begin(struct lines *l, struct request *rq);
void lines_add(struct lines *l, struct json_item first, ...);
enum status reply_lines(struct lines *l, bool has_more, int64_t last_key,
                        int64_t last_id) WARN_UNUSED;

/* Bytes with their type ("text/csv; charset=utf-8"), offered as a file when filename is given. */
enum status reply_bytes(struct request *rq, const char *type, const char *filename,
                        struct slice bytes) WARN_UNUSED;

/* For a simulated peer: any status with bytes of any type, and on purpose only half of the bytes,
 * or none of the answer at all, before it hangs up. */
enum reply_cut { REPLY_WHOLE, REPLY_HALF, REPLY_NOTHING };
enum status reply_cut(struct request *rq, int http, const char *type, struct slice bytes,
                      enum reply_cut cut) WARN_UNUSED;

/* A write and its answer as one: runs fn in a transaction, shapes the answer inside it, stores it
 * under the Idempotency-Key with the effect, replies with `http`. A repeated key gets the stored
 * answer. Every POST that creates uses it; shape may be NULL for 204. */
typedef json_t *(*shape_fn)(struct request *rq, const void *arg);
enum status reply_write(struct request *rq, int http, ctx_fn fn, void *arg,
                        shape_fn shape) WARN_UNUSED;
/* For whoever acted on a stale page: given what reply_write said, a 409 carries the present state
 * beside its reason, read by fn on a snapshot and shaped, under that key ("request"). What may not
 * be read (any more) is left out. Returns s. */
enum status reply_stale(struct request *rq, enum status s, const char *key, ctx_fn fn, void *arg,
                        shape_fn shape) WARN_UNUSED;
/* A read and its answer: fn on a snapshot, then the shape. */
enum status reply_read(struct request *rq, ctx_fn fn, void *arg, shape_fn shape) WARN_UNUSED;

#endif
