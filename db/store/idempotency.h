/* idempotency.h - answers already given, by Idempotency-Key: written in one transaction with what
 * they answer, so that there is never one without the other. */
#ifndef DB_STORE_IDEMPOTENCY_H
#define DB_STORE_IDEMPOTENCY_H

#include "db/db.h"

struct idempotency {
    int64_t member_id; /* 0: nobody is logged in; then key is already scoped by address and route */
    const char *key;
    const char *route;       /* method and pattern */
    const char *body_sha256; /* of path and body: another one is another request */
    int64_t http;
    struct slice answer; /* sealed */
    int64_t created_at, expires_at;
};

/* E_CONFLICT when the member has a row with that key which has not expired at row->created_at. */
enum status store_idempotency_put(struct tx *t, const struct idempotency *row) WARN_UNUSED;

/* The row that has not expired. E_NOT_FOUND. */
enum status store_idempotency_get(struct tx *t, int64_t member_id, const char *key, int64_t now,
                                  struct idempotency *row) WARN_UNUSED;

/* Deletes what has expired; *gone counts. */
enum status store_idempotency_prune(struct tx *t, int64_t now, int64_t *gone) WARN_UNUSED;

#endif
