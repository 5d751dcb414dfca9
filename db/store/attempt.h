/* attempt.h - rows of the attempt table: how often something was tried in a window of time. */
#ifndef DB_STORE_ATTEMPT_H
#define DB_STORE_ATTEMPT_H

#include "db/db.h"

struct attempt {
    const char *kind;
    const char *target; /* a keyed hash */
    int64_t window_at;  /* when the window began */
};

/* One more; *count is how many there are now. */
enum status store_attempt_add(struct tx *t, const struct attempt *a, int64_t *count) WARN_UNUSED;
/* One less: what was counted before turned out well. OK also when there is none. */
enum status store_attempt_undo(struct tx *t, const struct attempt *a) WARN_UNUSED;
/* Forgets up to max windows that began before before_at. */
enum status store_attempt_sweep(struct tx *t, int64_t before_at, int max) WARN_UNUSED;

#endif
