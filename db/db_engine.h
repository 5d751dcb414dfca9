/* db_engine.h - what db_front.c asks of an engine, and what engines share. Only files of db/
 * include it. */
#ifndef DB_DB_ENGINE_H
#define DB_DB_ENGINE_H

#include "db/db.h"
#include "db/db_fault.h"
#include "db/db_maintain.h"
#include "db/db_query.h"

#include <pthread.h>
#include <stdatomic.h>

/* The first member of each engine's own connection. */
struct db_conn {
    struct db *db;
    struct db_conn *next, **at; /* in db->conns, unless it was made for one job */
    struct db_conn *next_idle;
    bool busy; /* a transaction is open: there is no second one inside */
};

struct db_fault {
    _Atomic int left[DB_FAULT_POINTS]; /* 0: nothing is ordered */
    _Atomic int kind;
    atomic_bool fired;
};

struct db {
    const struct db_engine *engine;
    struct db_options options;
    char *url;
    void *state;          /* the engine's own */
    pthread_key_t thread; /* the connection that a thread has now */
    pthread_mutex_t lock; /* of what follows, up to lent */
    pthread_cond_t given_back;
    struct db_conn *conns, *idle;
    int lent;
    struct db_fault fault;
    _Atomic int long_reads;
    _Atomic int64_t transactions, commits, retries, statements, queue_depth_max;
};

struct tx {
    struct db *db;
    struct db_conn *conn;
    struct arena *arena;
    enum status failed; /* OK, or why the transaction can only be given up */
    bool again;         /* another try may heal that */
    bool writes;
    bool scripted;       /* a script ran: there may be changes that nobody counted */
    int64_t deadline_ms; /* on the monotonic clock; 0 for none */
    const char *sql;     /* what runs now: for the log */
    int64_t statements;
};

/* A piece of work: what db_tx and its kin were given. */
struct db_work {
    struct arena *arena;
    db_fn fn;
    void *arg;
};

struct db_engine {
    enum db_engine_kind kind;
    int readers_max; /* connections that all threads share for reading; 0: each has its own */
    bool (*speaks)(const char *url);
    enum status (*open)(struct db *db);
    void (*close)(struct db *db);
    enum status (*connect)(struct db *db, struct db_conn **conn);
    void (*disconnect)(struct db_conn *conn);
    bool (*broken)(struct db_conn *conn); /* of no further use: to be disconnected */
    enum status (*begin)(struct tx *t);
    enum status (*end)(struct tx *t, bool keep); /* COMMIT or ROLLBACK; may set t->again */
    /* NULL when each thread writes on its own connection, with db_attempt. */
    enum status (*write)(struct db *db, const struct db_work *work);
    enum status (*run)(struct tx *t, const struct db_query *q);
    enum status (*each)(struct tx *t, const char *sql, db_row_fn row, void *arg);
    enum status (*script)(struct tx *t, const char *sql);
    enum status (*command)(struct db_conn *conn, const char *sql);
};

extern const struct db_engine db_sqlite, db_postgres;

/* The connection for what this thread does next (db_conns.c), and its end. E_BUSY. */
enum status db_conn_take(struct db *db, struct db_conn **conn) WARN_UNUSED;
void db_conn_give(struct db *db, struct db_conn *c);
bool db_conns_open(struct db *db) WARN_UNUSED;
void db_conns_close(struct db *db);

/* Runs the work's function; a statement that failed outvotes an OK. */
enum status db_call(struct tx *t, const struct db_work *work) WARN_UNUSED;

/* The statement t->sql failed: poisons t, logs it once (a lost race is not worth a line) and
 * returns s. code is the engine's own. */
enum status db_fail(struct tx *t, enum status s, const char *code);
/* sql is cut short; it is a constant and never holds values. */
void db_log(struct db *db, enum log_level level, const char *event, const char *code,
            const char *sql);

/* True when it is this statement's or commit's turn to fail. */
bool db_fault_hits(struct db *db, enum db_fault_point point, enum db_fault_kind *kind);

#endif
