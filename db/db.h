/* db.h - one way to read and one way to write, on SQLite and on PostgreSQL alike. */
#ifndef DB_DB_H
#define DB_DB_H

#include "app/base/arena.h"
#include "app/base/log.h"
#include "db/db_row.h"

struct db; /* a database: opened once, shared by all threads */
struct tx; /* an open transaction or snapshot; lives as long as the function it was given to */

enum db_engine_kind { DB_SQLITE, DB_POSTGRESQL };

struct db_options {
    struct log *log;     /* may be NULL */
    bool unsafe_no_sync; /* tests only: synchronous=NORMAL, which a power cut may undo */
    int group_max; /* SQLite: transactions in one commit; 0: DB_GROUP_MAX. The benchmark's 1 */

    /* Tests only, SQLite only: told of each statement that would scan a whole table without an
     * index and does not say "scan" in a comment; called from any thread. */
    void (*scan_found)(void *arg, const char *sql, const char *plan);
    void *scan_arg;
};

/* url: "sqlite:PATH" or "postgresql://...". E_INVALID for another scheme, a folder that is not
 * there or a PostgreSQL database that does not sort by bytes; E_BUSY when it can't be reached now.
 */
enum status db_open(struct db **db, const char *url, const struct db_options *options) WARN_UNUSED;
/* Writes what is still queued, then ends. No other thread may use db any more; NULL is allowed. */
void db_close(struct db *db);
enum db_engine_kind db_engine(const struct db *db);

/* Runs inside one transaction. It may run more than once: it touches nothing but its transaction
 * and its arena. Any status but OK rolls everything back and is what the caller of db_tx gets. */
typedef enum status (*db_fn)(struct tx *t, void *arg);

/* Writes: the only way. When it returns OK the work is durable. E_BUSY: the queue or the disk is
 * full, or eight tries were not enough; nothing was written. E_INTERNAL on PostgreSQL may also mean
 * that the server went away while it committed and nobody can tell. Rows read live in `a`.
 * On SQLite fn runs on the writer's thread, and the caller waits. */
enum status db_tx(struct db *db, struct arena *a, db_fn fn, void *arg) WARN_UNUSED;

/* Reads: one consistent snapshot. E_BUSY after DB_READ_MS_MAX. fn must not begin another one: on
 * SQLite it might wait for itself. */
enum status db_read(struct db *db, struct arena *a, db_fn fn, void *arg) WARN_UNUSED;

struct arena *tx_arena(struct tx *t);
enum db_engine_kind tx_engine(const struct tx *t);

/* sql is a string constant: its address is the key of the statement cache. A statement that
 * violates UNIQUE, CHECK, a foreign key or an exclusion is E_CONFLICT, and the transaction must be
 * given up: whatever else is asked of it fails likewise, and returning OK does not commit it. A
 * statement that scans a whole table on purpose says so with a comment that begins with the word
 * scan, inside its text. */

/* One row at the most. E_NOT_FOUND when there is none. */
enum status db_one(struct tx *t, const char *sql, const struct db_in *in, const struct db_col *cols,
                   void *row) WARN_UNUSED;

/* rows_max + 1 or more rows are E_TOO_LARGE, never silently cut. *rows is an array of row_bytes
 * each, in the arena; *n may be 0. */
enum status db_many(struct tx *t, const char *sql, const struct db_in *in,
                    const struct db_col *cols, size_t row_bytes, int rows_max, void *rows,
                    int *n) WARN_UNUSED;

/* A statement without rows. db_exec wants exactly one changed row (E_NOT_FOUND for none);
 * db_change takes any number and tells how many. */
enum status db_exec(struct tx *t, const char *sql, const struct db_in *in) WARN_UNUSED;
enum status db_change(struct tx *t, const char *sql, const struct db_in *in,
                      int64_t *changed) WARN_UNUSED;

/* A script of several statements without parameters (migrations, seeds). */
enum status db_script(struct tx *t, const char *sql) WARN_UNUSED;

/* Runs a job without time limit or retry on a snapshot of its own: audit, backup, export. */
enum status db_long_read(struct db *db, struct arena *a, db_fn fn, void *arg) WARN_UNUSED;

/* Counters for /metrics and for the bench: since db_open. */
struct db_stats {
    int64_t transactions, commits, retries, statements, queue_depth_max;
};
void db_stats(struct db *db, struct db_stats *out);

#endif
