/* timer.h - rows of the timer table: what must happen later, once. */
#ifndef DB_STORE_TIMER_H
#define DB_STORE_TIMER_H

#include "db/db.h"

struct timer {
    int64_t id;
    const char *kind;
    int64_t subject_id;
    int64_t due_at;
    int64_t tries;
};

/* One due timer per (kind, subject): a second put moves the first. */
enum status store_timer_put(struct tx *t, int64_t id, const char *kind, int64_t subject_id,
                            int64_t due_at, int64_t now) WARN_UNUSED;

/* Takes back the due timer of that kind; OK also when there is none. */
enum status store_timer_cancel(struct tx *t, const char *kind, int64_t subject_id) WARN_UNUSED;
/* Takes back every due timer of a subject. */
enum status store_timer_cancel_all(struct tx *t, int64_t subject_id) WARN_UNUSED;

/* Up to max timers that are due and not leased, oldest first, leased until lease_until_at. */
enum status store_timer_claim(struct tx *t, int64_t now, int64_t lease_until_at, int max,
                              struct timer **timers, int *n) WARN_UNUSED;

/* E_NOT_FOUND when somebody took it back meanwhile. */
enum status store_timer_done(struct tx *t, int64_t id) WARN_UNUSED;
/* Counts a failed try: due again at next_at, or failed for good when next_at is 0. */
enum status store_timer_failed(struct tx *t, int64_t id, int64_t next_at) WARN_UNUSED;

#endif
