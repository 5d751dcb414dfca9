/* service.h - what the subcommands share: log, databases, keys and ids, opened in order, checked,
 * and closed. */
#ifndef APP_SERVICE_H
#define APP_SERVICE_H

#include "app/config.h"
#include "app/delivery.h"
#include "app/domain/node.h"
#include "app/domain/vault.h"
#include "app/paying.h"
#include "app/worker.h"

#include <signal.h>

struct service {
    const struct config *config;
    struct clock clock;
    const char *demo_clock_path; /* NULL without a demo */
    struct arena *arena;         /* the command's own */
    struct log *log;
    struct db *db;
    struct keys keys; /* with the key store */
    struct node node;
    struct id_source ids;
    struct delivery delivery;
    struct paying paying;
};

/* How much a command needs; each includes the ones before. */
enum service_need {
    NEED_DATABASES, /* open, whatever their schema */
    NEED_SCHEMA,    /* the newest one */
    NEED_KEYS,      /* and the key files that belong to them */
    NEED_IDS        /* and a node number and the servers' secrets: whoever writes */
};

/* On failure one line on standard error says what to do, and everything is closed again. The lease
 * of the node number is for NODE_LEASE_MS: service_keep renews it. */
enum status service_open(struct service *s, const struct config *c,
                         enum service_need need) WARN_UNUSED;
void service_close(struct service *s);

/* Whether anything was sealed under the key files already. A database without a schema holds
 * nothing. */
struct service_use {
    bool members;   /* in the database */
    bool data_keys; /* in the key store */
};
enum status service_use(struct service *s, struct service_use *use) WARN_UNUSED;

/* Before any thread is started: SIGTERM, SIGINT and SIGHUP then come to service_wait alone. */
void service_block_signals(sigset_t *set);

/* Waits for SIGTERM or SIGINT; meanwhile reopens the log on SIGHUP and renews the node's lease.
 * E_CONFLICT: the lease ran out, another process may make the same ids: end at once. E_BUSY: no
 * memory. */
enum status service_wait(struct service *s, const sigset_t *set) WARN_UNUSED;

/* A context for the program itself, on the command's arena. */
struct ctx service_ctx(struct service *s);
struct worker_parts service_worker_parts(struct service *s);

/* "otagai: ..." on standard error. */
void complain(const char *fmt, ...) PRINTF_LIKE(1, 2);

#endif
