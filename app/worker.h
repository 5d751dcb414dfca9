/* worker.h - what happens without anybody asking: seals, sweeps, timers, and what is owed to other
 * services. One table of steps; inside `otagai serve` on SQLite, `otagai worker` on PostgreSQL. */
#ifndef APP_WORKER_H
#define APP_WORKER_H

#include "app/domain/vault.h"
#include "app/notify/deliver.h"
#include "payments/provider.h"

/* What the steps need; all borrowed. */
struct worker_parts {
    struct db *db;
    struct log *log;
    struct id_source *ids;
    const struct keys *keys;
    struct clock *clock;
    const char *pay_provider;              /* ctx.pay_provider of every step */
    const struct pay_provider *pay;        /* whose calls are made; NULL: they wait */
    const char *public_url;                /* where the provider's pages lead back to */
    const struct deliver_options *deliver; /* NULL: nobody is told anything */
};

struct worker;

/* Runs each step once, on the calling thread; *did counts what was done. A step that fails is
 * logged and does not stop the others; the first failure is returned. */
enum status worker_step(const struct worker_parts *parts, struct arena *a, int *did) WARN_UNUSED;

/* A thread that goes on stepping, and rests when there was nothing to do. E_BUSY when there is no
 * memory or no thread, or the maildir can't be made; E_INVALID for a public_url without a host. */
enum status worker_start(struct worker **w, const struct worker_parts *parts) WARN_UNUSED;

/* There is something to do now: don't rest. From any thread. */
void worker_wake(struct worker *w);

/* Lets the step that runs finish, then ends the thread: a message that is being sent is sent, the
 * next one waits for another worker. NULL is allowed. */
void worker_stop(struct worker *w);

#endif
