/* parts.h - what a running sandbox is made of, and one call of its API on the way through. Internal
 * to payments/sandbox. */
#ifndef PAYMENTS_SANDBOX_PARTS_H
#define PAYMENTS_SANDBOX_PARTS_H

#include "app/http/reply.h"
#include "app/http/router.h"
#include "payments/form.h"
#include "payments/http_client.h"

#include <pthread.h>
#include <stdatomic.h>

#define SANDBOX_TEXT_BYTES 256

struct sandbox {
    struct sandbox *self; /* what request.app points to */
    struct db *db;
    struct server *server;
    struct log *log;
    struct clock own_clock;
    struct clock *clock;
    _Atomic int64_t shift_ms; /* the clock knob; also in the database */
    struct id_source ids;
    char url[64];
    char secret_key[SANDBOX_TEXT_BYTES];                               /* "" any test key */
    char hook_base[SANDBOX_TEXT_BYTES], hook_path[SANDBOX_TEXT_BYTES]; /* "" no webhooks */
    char hook_secret[SANDBOX_TEXT_BYTES];
    int hook_retry_ms;
    struct http_client *hook_client; /* of the courier's thread */
    pthread_t courier;
    bool courier_runs;
    atomic_bool stopping;
};

struct op;

/* One call of the API, or one thing that time does (then op is NULL). Everything JSON in it belongs
 * to the pool and goes with it. */
struct call {
    struct sandbox *sb;
    const struct op *op;
    struct arena *arena;
    const char *const *ids; /* of the path, in order */
    struct form_params in;
    const char *method, *path;
    const char *key;         /* "" none */
    const char *request_ref; /* "req_..." */
    int64_t now;

    /* While it runs in its transaction. */
    struct tx *t;
    enum status status; /* the first trouble of the database or of memory: all is undone */
    json_t *pool;
    int http; /* 0 until there is an answer */
    json_t *answer;
    bool forget; /* refused before anything ran: not stored under the key */
};

/* A row of the API. params: names that are understood, with '*' for any segment and '#' for a
 * number, separated by spaces. */
struct op {
    const char *params;
    void (*run)(struct call *c);
};

struct sandbox *sandbox_of(const struct request *rq);
int64_t sandbox_now(struct sandbox *sb);

/* Gives v to the pool and returns it, borrowed; NULL (and c->status) when it is NULL. */
json_t *own(struct call *c, json_t *v);
/* Starts a try anew, and ends one. */
enum status call_open(struct call *c, struct tx *t) WARN_UNUSED;
void call_close(struct call *c);
/* True while nothing has gone wrong and nothing is answered. */
bool going(const struct call *c);
/* Notes a status; returns whether it is OK. */
bool well(struct call *c, enum status s);

/* The answer: an object as shown, expanded as asked. */
void answer(struct call *c, json_t *object);

/* Refusals. Each leaves c answered. `param` may be NULL. */
void refuse_param(struct call *c, const char *code, const char *param, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
void refuse_missing(struct call *c, const char *what, const char *ref, const char *param);
/* Any other: type, code and what else belongs into the error ("payment_intent", an object). */
json_t *refuse_call(struct call *c, int http, const char *type, const char *code,
                    const char *message);

/* Parameters. Each is false when the call was refused. */
const char *param(const struct call *c, const char *key); /* NULL when not sent */
bool param_i64(struct call *c, const char *key, int64_t lo, int64_t hi, int64_t *value);
bool param_bool(struct call *c, const char *key, bool *value);
bool param_required(struct call *c, const char *key, const char **value);
/* metadata[...] and the named plain texts ("email name") into the object; empty ones are unset. */
bool param_metadata(struct call *c, json_t *object);
bool param_texts(struct call *c, json_t *object, const char *names);
/* NULL, or the first parameter that spec does not name. */
const char *param_unknown(const struct form_params *in, const char *spec);
/* Card numbers and the like, which are never taken. */
bool param_raw_card(const struct form_params *in);

#endif
