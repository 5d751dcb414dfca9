/* sandbox_wire.h - rows of the payment sandbox that are about requests: idempotency keys, the log,
 * faults to enact, webhooks to deliver. */
#ifndef DB_STORE_SANDBOX_WIRE_H
#define DB_STORE_SANDBOX_WIRE_H

#include "db/db.h"

struct sandbox_key_row {
    const char *key, *digest;
    bool done; /* else in flight */
    int64_t http;
    const char *body, *request_ref;
    int64_t created_at;
};

/* Keys a sandbox process that died left in flight, and keys older than that, are forgotten. */
enum status store_sandbox_keys_release(struct tx *t) WARN_UNUSED;
enum status store_sandbox_keys_forget(struct tx *t, int64_t before_at) WARN_UNUSED;
enum status store_sandbox_key_get(struct tx *t, const char *key,
                                  struct sandbox_key_row *k) WARN_UNUSED;
/* In flight. E_CONFLICT when it is there already. */
enum status store_sandbox_key_claim(struct tx *t, const struct sandbox_key_row *k) WARN_UNUSED;
/* The answer that every repetition gets. */
enum status store_sandbox_key_done(struct tx *t, const char *key, int64_t http,
                                   const char *body) WARN_UNUSED;
enum status store_sandbox_key_drop(struct tx *t, const char *key) WARN_UNUSED;

struct sandbox_request_row {
    int64_t seq;
    const char *ref;
    int64_t at;
    const char *method, *path, *key;
    int64_t http;
    int64_t replayed, executed;
};
enum status store_sandbox_request(struct tx *t, const struct sandbox_request_row *r) WARN_UNUSED;
/* Oldest first, from behind after_seq on, at most REQUESTS_PAGE_MAX. */
#define REQUESTS_PAGE_MAX 1000
enum status store_sandbox_requests(struct tx *t, int64_t after_seq,
                                   struct sandbox_request_row **rows, int *n) WARN_UNUSED;
enum status store_sandbox_requests_forget(struct tx *t) WARN_UNUSED;

struct sandbox_fault_row {
    int64_t seq;
    const char *method, *path;
    int64_t remaining;
    const char *mode;
    int64_t wait_ms, http, after, store;
    const char *headers;
};
#define FAULTS_MAX 100
enum status store_sandbox_fault(struct tx *t, const struct sandbox_fault_row *f) WARN_UNUSED;
/* Those with something remaining, oldest first. */
enum status store_sandbox_faults(struct tx *t, struct sandbox_fault_row **rows, int *n) WARN_UNUSED;
/* One time less. E_CONFLICT when another request took the last. */
enum status store_sandbox_fault_take(struct tx *t, int64_t seq) WARN_UNUSED;
enum status store_sandbox_faults_forget(struct tx *t) WARN_UNUSED;

struct sandbox_delivery_row {
    int64_t id;
    const char *event_ref;
    int64_t due_at, tries;
    const char *body; /* the event's */
};
enum status store_sandbox_delivery(struct tx *t, int64_t id, const char *event_ref,
                                   int64_t due_at) WARN_UNUSED;
/* The next that is due, the newest one first when so wanted. E_NOT_FOUND. */
enum status store_sandbox_delivery_next(struct tx *t, int64_t now, bool newest_first,
                                        struct sandbox_delivery_row *d) WARN_UNUSED;
/* state 'pending' with a new due_at, 'done' or 'failed'. */
enum status store_sandbox_delivery_tried(struct tx *t, int64_t id, const char *state, int64_t http,
                                         int64_t due_at) WARN_UNUSED;
/* How many are still on their way. */
enum status store_sandbox_deliveries_pending(struct tx *t, int64_t *n) WARN_UNUSED;

#endif
