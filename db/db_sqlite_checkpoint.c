/* db_sqlite_checkpoint.c - keeps the write-ahead log below WAL_BYTES_MAX.
 *
 * DESIGN: a thread copies the log into the database (PASSIVE: nobody waits for it) whenever it has
 * grown past PAGES_DUE. As long as transactions keep coming the log is never copied whole, and so
 * never starts over by itself; past PAGES_RESTART the writer, between two groups, copies the small
 * rest and starts it over, waiting the longer for readers the longer the log has become. A reader
 * ends after DB_READ_MS_MAX; a long read (audit, backup) is not waited for, and the log grows
 * meanwhile. */
#include "db/db_sqlite.h"

#include "app/base/clock.h"
#include "app/base/limits.h"
#include "app/base/mem.h"

#include <string.h>
#include <time.h>

#define PAGES_DUE                1000            /* 4 MB */
#define PAGES_RESTART            (32 * 1024 / 4) /* 32 MB */
#define PAGES_HURRY              (64 * 1024 / 4) /* 64 MB */
#define WAIT_MS                  50              /* for readers, at PAGES_RESTART */
#define WAIT_HURRY_MS            (DB_READ_MS_MAX + 500)
#define RESTART_PAUSE_MS         200
#define LOOK_AGAIN_MS            250 /* at a log that was not copied whole */
#define CHECKPOINTER_STACK_BYTES THREAD_STACK_BYTES_MIN

struct lite_checkpointer {
    struct db *db;
    struct lite_conn *conn;
    pthread_t thread;
    pthread_mutex_t lock; /* of stop and due */
    pthread_cond_t wake;
    bool stop, due;
    _Atomic int pages;
    int64_t restart_after_ms; /* the writer's: not before this time again */
};

void lite_checkpoint_due(struct lite_checkpointer *c, int wal_pages)
{
    atomic_store(&c->pages, wal_pages);
    if (wal_pages < PAGES_DUE) {
        return;
    }
    pthread_mutex_lock(&c->lock);
    if (!c->due) {
        c->due = true;
        pthread_cond_signal(&c->wake);
    }
    pthread_mutex_unlock(&c->lock);
}

void lite_checkpoint_restart(struct lite_checkpointer *c, struct lite_conn *writer)
{
    int pages = atomic_load(&c->pages), wait_ms = WAIT_MS;
    int64_t now;

    if (pages < PAGES_RESTART) {
        return;
    }
    now = clock_monotonic_ms();
    if (now < c->restart_after_ms) {
        return;
    }
    c->restart_after_ms = now + RESTART_PAUSE_MS;
    if (pages > PAGES_HURRY && atomic_load(&c->db->long_reads) == 0) {
        wait_ms = WAIT_HURRY_MS;
    }
    sqlite3_busy_timeout(writer->sql, wait_ms);
    (void)sqlite3_wal_checkpoint_v2(writer->sql, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
    sqlite3_busy_timeout(writer->sql, DB_BUSY_MS);
}

static void wait_for_work(struct lite_checkpointer *c)
{
    while (!c->stop && !c->due) {
        pthread_cond_wait(&c->wake, &c->lock);
    }
}

/* Until the next look, or until it is time to stop. */
static void rest(struct lite_checkpointer *c)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += LOOK_AGAIN_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    while (!c->stop && pthread_cond_timedwait(&c->wake, &c->lock, &until) == 0) {
    }
}

static void *checkpointer_main(void *arg)
{
    struct lite_checkpointer *c = arg;
    int in_log = 0, copied = 0;

    pthread_mutex_lock(&c->lock);
    for (;;) {
        wait_for_work(c);
        if (c->stop) {
            break;
        }
        pthread_mutex_unlock(&c->lock);
        (void)sqlite3_wal_checkpoint_v2(c->conn->sql, NULL, SQLITE_CHECKPOINT_PASSIVE, &in_log,
                                        &copied);
        pthread_mutex_lock(&c->lock);
        c->due = copied < in_log;
        if (c->due) {
            rest(c);
        }
    }
    pthread_mutex_unlock(&c->lock);
    return NULL;
}

static void init_wake(struct lite_checkpointer *c)
{
    pthread_condattr_t attr;

    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&c->wake, &attr);
    pthread_condattr_destroy(&attr);
    pthread_mutex_init(&c->lock, NULL);
}

enum status lite_checkpointer_start(struct db *db, struct lite_checkpointer **out)
{
    struct lite_checkpointer *c = mem_alloc(sizeof *c);
    enum status s;

    if (c == NULL) {
        return E_BUSY;
    }
    memset(c, 0, sizeof *c);
    c->db = db;
    init_wake(c);
    s = lite_connect(db, LITE_UPKEEP, &c->conn);
    if (s == OK) {
        s = lite_thread_start(&c->thread, CHECKPOINTER_STACK_BYTES, checkpointer_main, c);
    }
    if (s == OK) {
        *out = c;
        return OK;
    }
    if (c->conn != NULL) {
        lite_disconnect(c->conn);
    }
    mem_free(c);
    return s;
}

void lite_checkpointer_stop(struct lite_checkpointer *c)
{
    pthread_mutex_lock(&c->lock);
    c->stop = true;
    pthread_cond_broadcast(&c->wake);
    pthread_mutex_unlock(&c->lock);
    pthread_join(c->thread, NULL);
    lite_disconnect(c->conn);
    pthread_cond_destroy(&c->wake);
    pthread_mutex_destroy(&c->lock);
    mem_free(c);
}
