/* timer.h - what must happen later: rows that survive restarts, run late rather than never. */
#ifndef APP_DOMAIN_TIMER_H
#define APP_DOMAIN_TIMER_H

#include "app/domain/ctx.h"

/* kind is one of the names of the process's timer table ("booking.overdue"). Putting it again moves
 * it. Inside the caller's transaction. */
enum status timer_put(struct ctx *x, const char *kind, int64_t subject_id,
                      int64_t due_at) WARN_UNUSED;
enum status timer_cancel(struct ctx *x, const char *kind, int64_t subject_id) WARN_UNUSED;
enum status timer_cancel_all(struct ctx *x, int64_t subject_id) WARN_UNUSED;

/* What a kind does when its time has come. Runs in a transaction of its own, together with the
 * timer's own row: done at most once. A subject that moved on meanwhile is not an error: return OK
 * and do nothing. */
struct timer_kind {
    const char *kind; /* NULL ends the table */
    enum status (*run)(struct ctx *x, int64_t subject_id);
    const char *desk; /* staff role that gets a task when it fails for good */
};

/* Runs what is due: claims, then each in its own transaction; *ran counts them. A failing one is
 * tried again with growing pauses (TIMER_TRIES_MAX), then is a staff task. */
enum status timer_step(struct ctx *x, const struct timer_kind *table, int *ran) WARN_UNUSED;

#endif
