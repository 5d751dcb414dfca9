/* db_conns.c - whose connection a piece of work runs on.
 *
 * DESIGN: an engine with readers_max 0 gives each thread a connection of its own, for as long as
 * the thread lives. An engine with a number has that many readers at the most, lent for one read:
 * the one given back last goes out first, so that few threads at once means few and warm caches. A
 * cache of pages is worth having when it is large, and memory allows few large ones. */
#include "db/db_engine.h"

#include "app/base/clock.h"
#include "app/base/limits.h"

#include <assert.h>
#include <time.h>

/* With the lock held. */
static void enlist(struct db *db, struct db_conn *c)
{
    c->next = db->conns;
    c->at = &db->conns;
    if (c->next != NULL) {
        c->next->at = &c->next;
    }
    db->conns = c;
}

/* With the lock held. */
static void strike(struct db_conn *c)
{
    *c->at = c->next;
    if (c->next != NULL) {
        c->next->at = c->at;
    }
}

static void conn_close(void *arg)
{
    struct db_conn *c = arg;
    struct db *db = c->db;

    pthread_mutex_lock(&db->lock);
    strike(c);
    pthread_mutex_unlock(&db->lock);
    db->engine->disconnect(c);
}

/* ---- one for each thread ---- */

static enum status take_own(struct db *db, struct db_conn **conn)
{
    struct db_conn *c = pthread_getspecific(db->thread);
    enum status s = OK;

    if (c == NULL) {
        s = db->engine->connect(db, &c);
        if (s != OK) {
            return s;
        }
        pthread_mutex_lock(&db->lock);
        enlist(db, c);
        pthread_mutex_unlock(&db->lock);
        pthread_setspecific(db->thread, c);
    }
    *conn = c;
    return s;
}

/* ---- some for all ---- */

/* Waits until there is one to lend, or room for one more: then *conn is NULL and its place taken.
 * False when both are too long in coming. */
static bool wait_for_one(struct db *db, struct db_conn **conn)
{
    int64_t until_ms = clock_monotonic_ms() + DB_BUSY_MS;
    struct timespec until = {until_ms / 1000, (long)(until_ms % 1000) * 1000000};
    int failed = 0;

    pthread_mutex_lock(&db->lock);
    while (db->idle == NULL && db->lent == db->engine->readers_max && failed == 0) {
        failed = pthread_cond_timedwait(&db->given_back, &db->lock, &until);
    }
    *conn = db->idle;
    if (*conn != NULL) {
        db->idle = (*conn)->next_idle;
    }
    failed = *conn == NULL && db->lent == db->engine->readers_max;
    db->lent += failed ? 0 : 1;
    pthread_mutex_unlock(&db->lock);
    return !failed;
}

/* c NULL: only its place becomes free. */
static void give_back(struct db *db, struct db_conn *c)
{
    pthread_mutex_lock(&db->lock);
    if (c != NULL) {
        c->next_idle = db->idle;
        db->idle = c;
    }
    db->lent--;
    pthread_cond_signal(&db->given_back);
    pthread_mutex_unlock(&db->lock);
}

static enum status take_lent(struct db *db, struct db_conn **conn)
{
    struct db_conn *c;
    enum status s = OK;

    assert(pthread_getspecific(db->thread) == NULL); /* there is no second read inside one */
    if (!wait_for_one(db, &c)) {
        return E_BUSY;
    }
    if (c == NULL) {
        s = db->engine->connect(db, &c);
        if (s != OK) {
            give_back(db, NULL);
            return s;
        }
        pthread_mutex_lock(&db->lock);
        enlist(db, c);
        pthread_mutex_unlock(&db->lock);
    }
    pthread_setspecific(db->thread, c);
    *conn = c;
    return s;
}

/* ---- both ---- */

enum status db_conn_take(struct db *db, struct db_conn **conn)
{
    return db->engine->readers_max > 0 ? take_lent(db, conn) : take_own(db, conn);
}

void db_conn_give(struct db *db, struct db_conn *c)
{
    bool lent = db->engine->readers_max > 0, broken = db->engine->broken(c);

    if (lent || broken) {
        pthread_setspecific(db->thread, NULL);
    }
    if (broken) {
        conn_close(c);
    }
    if (lent) {
        give_back(db, broken ? NULL : c);
    }
}

bool db_conns_open(struct db *db)
{
    pthread_condattr_t attr;

    if (pthread_key_create(&db->thread, conn_close) != 0) {
        return false;
    }
    pthread_mutex_init(&db->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&db->given_back, &attr);
    pthread_condattr_destroy(&attr);
    return true;
}

void db_conns_close(struct db *db)
{
    /* The key goes first: from here on no ending thread closes its connection a second time. */
    pthread_key_delete(db->thread);
    while (db->conns != NULL) {
        conn_close(db->conns);
    }
    pthread_cond_destroy(&db->given_back);
    pthread_mutex_destroy(&db->lock);
}
