/* idempotency.c - reply_write: an effect and its answer under one key; see idempotency.h and
 * reply.h.
 *
 * DESIGN: the usual request pays one statement, the insertion of its row at the end of its own
 * transaction. Only a request that was refused, or whose key was taken, looks for a stored answer:
 * then this is a repetition, or the loser of two twins, whom the unique row made wait. It looks in
 * a write transaction: on SQLite a refusal may come from a twin whose group is not yet committed,
 * and the queue of writers puts the look behind it. */
#include "app/http/idempotency.h"

#include "app/base/crypto.h"
#include "app/base/limits.h"
#include "app/domain/acting.h"
#include "app/http/answer.h"
#include "app/http/reply.h"
#include "app/http/server_parts.h"
#include "db/store/idempotency.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

struct write {
    struct request *rq;
    ctx_fn fn;
    void *arg;
    shape_fn shape;
    bool keyed;
    int http;
    struct slice answer; /* in clear */
    struct idempotency row;
};

enum status idempotency_check(struct request *rq)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    const char *key;
    size_t n;

    if ((rq->route->flags & ROUTE_IDEMPOTENT) == 0) {
        return OK;
    }
    key = request_header(rq, "Idempotency-Key");
    n = key != NULL ? strlen(key) : 0;
    if (n == 0 || n > IDEMPOTENCY_KEY_BYTES_MAX || strspn(key, allowed) != n) {
        rq->ctx.reason = R_IDEMPOTENCY_REQUIRED;
        return E_INVALID;
    }
    return OK;
}

/* The key as it stands in the row. Whoever is not logged in shares member 0 with all the world:
 * his key counts for his address and this path alone, and the row is found again only by who
 * knows the very body too. */
static const char *scoped_key(struct request *rq)
{
    const char *key = request_header(rq, "Idempotency-Key");
    char digest[SHA256_HEX_BYTES], *text;

    if (rq->ctx.member_id != 0) {
        return key;
    }
    text = arena_printf(rq->ctx.arena, "%s %s %s %s", rq->method, rq->path, rq->remote, key);
    if (text == NULL) {
        return NULL;
    }
    sha256_hex(text, strlen(text), digest);
    return arena_strdup(rq->ctx.arena, digest);
}

/* What makes two requests the same: path, person acted for, body. */
static const char *digest_of(struct request *rq)
{
    char body[SHA256_HEX_BYTES], digest[SHA256_HEX_BYTES], *text;

    sha256_hex(rq->raw.data, rq->raw.len, body);
    text = arena_printf(rq->ctx.arena, "%s %" PRId64 " %s", rq->path, ctx_on_behalf_of(&rq->ctx),
                        body);
    if (text == NULL) {
        return NULL;
    }
    sha256_hex(text, strlen(text), digest);
    return arena_strdup(rq->ctx.arena, digest);
}

static enum status fill_row(struct write *w)
{
    struct request *rq = w->rq;
    int64_t ttl_ms =
        (rq->route->flags & ROUTE_MONEY) != 0 ? IDEMPOTENCY_MONEY_TTL_MS : IDEMPOTENCY_TTL_MS;

    w->row = (struct idempotency){
        .member_id = ctx_actor(&rq->ctx),
        .key = scoped_key(rq),
        .route = arena_printf(rq->ctx.arena, "%s %s", rq->method, rq->route->pattern),
        .body_sha256 = digest_of(rq),
        .http = w->http,
        .created_at = rq->ctx.now,
        .expires_at = rq->ctx.now + ttl_ms,
    };
    return w->row.key != NULL && w->row.route != NULL && w->row.body_sha256 != NULL ? OK : E_BUSY;
}

static const char *seal_place(struct arena *a, const struct idempotency *row)
{
    return arena_printf(a, "idempotency.answer:%" PRId64 ":%s:1", row->member_id, row->key);
}

static enum status seal_answer(struct write *w)
{
    struct arena *a = w->rq->ctx.arena;
    const char *place = seal_place(a, &w->row);

    return place != NULL ? seal(a, w->rq->server->cursor_key, place, w->answer, &w->row.answer)
                         : E_BUSY;
}

/* What an act for somebody was about: the answer's id, else the path's. */
static const char *shown_id(struct request *rq, const json_t *shaped)
{
    const char *id = json_string_value(json_object_get(shaped, "id"));

    id = id != NULL ? arena_strdup(rq->ctx.arena, id) : NULL;
    return id != NULL ? id : rq->params_n > 0 ? rq->params[0].value : "";
}

static enum status write_tx(struct ctx *x, void *arg)
{
    struct write *w = arg;
    const char *subject = shown_id(w->rq, NULL);
    json_t *shaped;
    enum status s = w->fn(x, w->arg);

    w->answer = (struct slice){(const uint8_t *)"", 0};
    if (s == OK && w->shape != NULL) {
        shaped = w->shape(w->rq, w->arg);
        subject = shown_id(w->rq, shaped);
        s = answer_json(w->rq, shaped, &w->answer);
    }
    if (s == OK && x->acted_by != 0) {
        s = acting_note(x, w->rq->act, subject);
    }
    if (s == OK && w->keyed) {
        s = seal_answer(w);
    }
    return s == OK && w->keyed ? store_idempotency_put(x->tx, &w->row) : s;
}

static enum status find_tx(struct ctx *x, void *arg)
{
    struct write *w = arg;
    struct idempotency found;
    const char *place;
    enum status s;

    s = store_idempotency_get(x->tx, w->row.member_id, w->row.key, x->now, &found);
    if (s != OK) {
        return s;
    }
    if (strcmp(found.route, w->row.route) != 0 ||
        strcmp(found.body_sha256, w->row.body_sha256) != 0) {
        return refuse(x, R_IDEMPOTENCY_MISMATCH);
    }
    w->http = (int)found.http;
    place = seal_place(x->arena, &found);
    if (place == NULL) {
        return E_BUSY;
    }
    s = unseal(x->arena, w->rq->server->cursor_key, place, found.answer, &w->answer);
    return s == E_INVALID ? E_INTERNAL : s; /* we sealed it, nobody else writes here */
}

static enum status send(struct write *w)
{
    struct answer a = {.http = w->http, .body = w->answer};

    a.type = w->answer.len > 0 ? "application/json" : NULL;
    return answer_send(w->rq, &a);
}

/* The answer given before to the same request; or, when there is none, what this one got. */
static enum status send_stored(struct write *w, enum status refused)
{
    struct ctx *x = &w->rq->ctx;
    enum reason reason = x->reason;
    const char *field = x->field;
    enum status s = ctx_tx(x, find_tx, w);

    if (s == E_NOT_FOUND) {
        x->reason = reason;
        x->field = field;
        return refused;
    }
    if (s == OK) {
        s = reply_header(w->rq, "Idempotent-Replayed", "true");
    }
    return s == OK ? send(w) : s;
}

enum status reply_write(struct request *rq, int http, ctx_fn fn, void *arg, shape_fn shape)
{
    struct write w = {.rq = rq, .fn = fn, .arg = arg, .shape = shape};
    enum status s = answer_allowed(rq);

    w.keyed = (rq->route->flags & ROUTE_IDEMPOTENT) != 0;
    w.http = shape != NULL ? http : 204;
    assert(!w.keyed || rq->server->cursor_key != NULL);
    if (s == OK && w.keyed) {
        s = fill_row(&w);
    }
    if (s != OK) {
        return s;
    }
    s = ctx_tx(&rq->ctx, write_tx, &w);
    if (s == OK) {
        return send(&w);
    }
    return w.keyed && status_fault(s) == FAULT_CLIENT ? send_stored(&w, s) : s;
}
