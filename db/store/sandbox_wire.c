/* sandbox_wire.c - see sandbox_wire.h. */
#include "db/store/sandbox_wire.h"

static const char release_sql[] =
    "DELETE FROM sandbox_key WHERE state = 'inflight' /* scan: once, at start */";

enum status store_sandbox_keys_release(struct tx *t)
{
    struct db_in in[] = {IN_END};
    int64_t n;

    return db_change(t, release_sql, in, &n);
}

static const char forget_sql[] =
    "DELETE FROM sandbox_key WHERE created_at < $1 AND state = 'done' /* scan: a test's knob */";

enum status store_sandbox_keys_forget(struct tx *t, int64_t before_at)
{
    struct db_in in[] = {IN_I64(before_at), IN_END};
    int64_t n;

    return db_change(t, forget_sql, in, &n);
}

struct key_state {
    struct sandbox_key_row row;
    int64_t done;
};
static const struct db_col key_cols[] = {
    COL_TEXT(struct key_state, row.key),       COL_TEXT(struct key_state, row.digest),
    COL_I64(struct key_state, done),           COL_I64(struct key_state, row.http),
    COL_TEXT(struct key_state, row.body),      COL_TEXT(struct key_state, row.request_ref),
    COL_I64(struct key_state, row.created_at), COL_END,
};
static const char key_sql[] =
    "SELECT key, digest, CASE WHEN state = 'done' THEN 1 ELSE 0 END, http, body, request_ref,"
    " created_at FROM sandbox_key WHERE key = $1";

enum status store_sandbox_key_get(struct tx *t, const char *key, struct sandbox_key_row *k)
{
    struct db_in in[] = {IN_TEXT(key), IN_END};
    struct key_state found;
    enum status s = db_one(t, key_sql, in, key_cols, &found);

    if (s == OK) {
        *k = found.row;
        k->done = found.done != 0;
    }
    return s;
}

static const char claim_sql[] =
    "INSERT INTO sandbox_key (key, digest, state, http, body, request_ref, created_at)"
    " VALUES ($1, $2, 'inflight', 0, '', $3, $4)";

enum status store_sandbox_key_claim(struct tx *t, const struct sandbox_key_row *k)
{
    struct db_in in[] = {IN_TEXT(k->key), IN_TEXT(k->digest), IN_TEXT(k->request_ref),
                         IN_I64(k->created_at), IN_END};

    return db_exec(t, claim_sql, in);
}

static const char done_sql[] =
    "UPDATE sandbox_key SET state = 'done', http = $2, body = $3 WHERE key = $1";

enum status store_sandbox_key_done(struct tx *t, const char *key, int64_t http, const char *body)
{
    struct db_in in[] = {IN_TEXT(key), IN_I64(http), IN_TEXT(body), IN_END};

    return db_exec(t, done_sql, in);
}

static const char drop_sql[] = "DELETE FROM sandbox_key WHERE key = $1";

enum status store_sandbox_key_drop(struct tx *t, const char *key)
{
    struct db_in in[] = {IN_TEXT(key), IN_END};
    int64_t n;

    return db_change(t, drop_sql, in, &n);
}

static const char request_sql[] =
    "INSERT INTO sandbox_request (seq, ref, at, method, path, key, http, replayed, executed)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

enum status store_sandbox_request(struct tx *t, const struct sandbox_request_row *r)
{
    struct db_in in[] = {
        IN_I64(r->seq),      IN_TEXT(r->ref), IN_I64(r->at),   IN_TEXT(r->method),
        IN_TEXT(r->path),    IN_TEXT(r->key), IN_I64(r->http), IN_I64(r->replayed),
        IN_I64(r->executed), IN_END,
    };

    return db_exec(t, request_sql, in);
}

static const struct db_col request_cols[] = {
    COL_I64(struct sandbox_request_row, seq),      COL_TEXT(struct sandbox_request_row, ref),
    COL_I64(struct sandbox_request_row, at),       COL_TEXT(struct sandbox_request_row, method),
    COL_TEXT(struct sandbox_request_row, path),    COL_TEXT(struct sandbox_request_row, key),
    COL_I64(struct sandbox_request_row, http),     COL_I64(struct sandbox_request_row, replayed),
    COL_I64(struct sandbox_request_row, executed), COL_END,
};
static const char requests_sql[] =
    "SELECT seq, ref, at, method, path, key, http, replayed, executed FROM sandbox_request"
    " WHERE seq > $1 ORDER BY seq LIMIT $2";

enum status store_sandbox_requests(struct tx *t, int64_t after_seq,
                                   struct sandbox_request_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(after_seq), IN_I64(REQUESTS_PAGE_MAX), IN_END};

    return db_many(t, requests_sql, in, request_cols, sizeof **rows, REQUESTS_PAGE_MAX, rows, n);
}

static const char requests_forget_sql[] = "DELETE FROM sandbox_request /* scan: a test's knob */";

enum status store_sandbox_requests_forget(struct tx *t)
{
    struct db_in in[] = {IN_END};
    int64_t n;

    return db_change(t, requests_forget_sql, in, &n);
}

static const char fault_sql[] =
    "INSERT INTO sandbox_fault (seq, method, path, remaining, mode, wait_ms, http, after, store,"
    " headers) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

enum status store_sandbox_fault(struct tx *t, const struct sandbox_fault_row *f)
{
    struct db_in in[] = {
        IN_I64(f->seq),   IN_TEXT(f->method),  IN_TEXT(f->path), IN_I64(f->remaining),
        IN_TEXT(f->mode), IN_I64(f->wait_ms),  IN_I64(f->http),  IN_I64(f->after),
        IN_I64(f->store), IN_TEXT(f->headers), IN_END,
    };

    return db_exec(t, fault_sql, in);
}

static const struct db_col fault_cols[] = {
    COL_I64(struct sandbox_fault_row, seq),
    COL_TEXT(struct sandbox_fault_row, method),
    COL_TEXT(struct sandbox_fault_row, path),
    COL_I64(struct sandbox_fault_row, remaining),
    COL_TEXT(struct sandbox_fault_row, mode),
    COL_I64(struct sandbox_fault_row, wait_ms),
    COL_I64(struct sandbox_fault_row, http),
    COL_I64(struct sandbox_fault_row, after),
    COL_I64(struct sandbox_fault_row, store),
    COL_TEXT(struct sandbox_fault_row, headers),
    COL_END,
};
static const char faults_sql[] =
    "SELECT seq, method, path, remaining, mode, wait_ms, http, after, store, headers"
    " FROM sandbox_fault WHERE remaining > 0 ORDER BY seq LIMIT $1 /* scan: a handful */";

enum status store_sandbox_faults(struct tx *t, struct sandbox_fault_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(FAULTS_MAX), IN_END};

    return db_many(t, faults_sql, in, fault_cols, sizeof **rows, FAULTS_MAX, rows, n);
}

static const char fault_take_sql[] =
    "UPDATE sandbox_fault SET remaining = remaining - 1 WHERE seq = $1 AND remaining > 0";

enum status store_sandbox_fault_take(struct tx *t, int64_t seq)
{
    struct db_in in[] = {IN_I64(seq), IN_END};
    enum status s = db_exec(t, fault_take_sql, in);

    return s == E_NOT_FOUND ? E_CONFLICT : s;
}

static const char faults_forget_sql[] = "DELETE FROM sandbox_fault /* scan: a test's knob */";

enum status store_sandbox_faults_forget(struct tx *t)
{
    struct db_in in[] = {IN_END};
    int64_t n;

    return db_change(t, faults_forget_sql, in, &n);
}

static const char delivery_sql[] =
    "INSERT INTO sandbox_delivery (id, event_ref, due_at, tries, state, http)"
    " VALUES ($1, $2, $3, 0, 'pending', 0)";

enum status store_sandbox_delivery(struct tx *t, int64_t id, const char *event_ref, int64_t due_at)
{
    struct db_in in[] = {IN_I64(id), IN_TEXT(event_ref), IN_I64(due_at), IN_END};

    return db_exec(t, delivery_sql, in);
}

static const struct db_col delivery_cols[] = {
    COL_I64(struct sandbox_delivery_row, id),     COL_TEXT(struct sandbox_delivery_row, event_ref),
    COL_I64(struct sandbox_delivery_row, due_at), COL_I64(struct sandbox_delivery_row, tries),
    COL_TEXT(struct sandbox_delivery_row, body),  COL_END,
};
#define DELIVERY_DUE                                                              \
    "SELECT d.id, d.event_ref, d.due_at, d.tries, o.body FROM sandbox_delivery d" \
    " JOIN sandbox_object o ON o.ref = d.event_ref WHERE d.state = 'pending' AND d.due_at <= $1"
static const char oldest_sql[] = DELIVERY_DUE " ORDER BY d.due_at, d.id LIMIT 1";
static const char newest_sql[] = DELIVERY_DUE " ORDER BY d.due_at DESC, d.id DESC LIMIT 1";

enum status store_sandbox_delivery_next(struct tx *t, int64_t now, bool newest_first,
                                        struct sandbox_delivery_row *d)
{
    struct db_in in[] = {IN_I64(now), IN_END};

    return db_one(t, newest_first ? newest_sql : oldest_sql, in, delivery_cols, d);
}

static const char tried_sql[] = "UPDATE sandbox_delivery SET tries = tries + 1, state = $2,"
                                " http = $3, due_at = $4 WHERE id = $1";

enum status store_sandbox_delivery_tried(struct tx *t, int64_t id, const char *state, int64_t http,
                                         int64_t due_at)
{
    struct db_in in[] = {IN_I64(id), IN_TEXT(state), IN_I64(http), IN_I64(due_at), IN_END};

    return db_exec(t, tried_sql, in);
}

struct count {
    int64_t n;
};
static const struct db_col count_cols[] = {COL_I64(struct count, n), COL_END};
static const char pending_sql[] =
    "SELECT COUNT(*) FROM sandbox_delivery WHERE state = 'pending' /* scan: the partial index */";

enum status store_sandbox_deliveries_pending(struct tx *t, int64_t *n)
{
    struct db_in in[] = {IN_END};
    struct count row = {0};
    enum status s = db_one(t, pending_sql, in, count_cols, &row);

    *n = row.n;
    return s;
}
