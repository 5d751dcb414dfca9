/* db_sqlite.h - what the files of the SQLite engine share. */
#ifndef DB_DB_SQLITE_H
#define DB_DB_SQLITE_H

#include "db/db_engine.h"
#include "db/statements.h"

#include <sqlite3.h>

struct lite_conn {
    struct db_conn conn; /* first */
    sqlite3 *sql;
    struct statements statements;
    int64_t deadline_ms; /* the progress handler interrupts past it; 0 never */
    bool broken;
};

enum lite_use { LITE_WRITER, LITE_READER, LITE_UPKEEP };

/* The engine's own part of struct db. */
struct lite {
    struct lite_writer *writer;
    struct lite_checkpointer *checkpointer;
};

enum status lite_connect(struct db *db, enum lite_use use, struct lite_conn **conn) WARN_UNUSED;
void lite_disconnect(struct lite_conn *c);
const char *lite_path(const struct db *db);

/* A statement without parameters or rows whose text is a constant; returns SQLite's code. */
int lite_do(struct lite_conn *c, const char *sql);
/* The status for a code of SQLite. */
enum status lite_status(int rc);
/* Logs and poisons as db_fail does. */
enum status lite_fail(struct tx *t, int rc);

/* The engine's statements, as in struct db_engine (db_sqlite_run.c). */
enum status lite_run(struct tx *t, const struct db_query *q);
enum status lite_each(struct tx *t, const char *sql, db_row_fn row, void *arg);
enum status lite_script(struct tx *t, const char *sql);
enum status lite_command(struct db_conn *conn, const char *sql);
void lite_drop_statement(void *arg, struct statement *s);

/* A thread that takes no signals: they are for main. */
enum status lite_thread_start(pthread_t *thread, size_t stack_bytes, void *(*fn)(void *),
                              void *arg) WARN_UNUSED;

/* The writer's connection and its transactions (db_sqlite_commit.c). */
struct lite_committer {
    struct db *db;
    struct lite_conn *conn; /* NULL after a failure: reopened for the next transaction */
    int64_t id;             /* ours in db_group */
    int64_t op;             /* the number of the newest transaction */
    int64_t changes_before; /* sqlite3_total_changes64 when it began */
    bool scripted;          /* a script ran, which that does not count */
};
enum status lite_commit_open(struct lite_committer *w, struct db *db) WARN_UNUSED;
void lite_commit_close(struct lite_committer *w);
enum status lite_commit_begin(struct lite_committer *w) WARN_UNUSED;
void lite_commit_undo(struct lite_committer *w);
/* OK: it is durable. E_CONFLICT: a deferred constraint. Anything else: nothing was written. */
enum status lite_commit(struct lite_committer *w) WARN_UNUSED;

/* Takes part in the transactions waiting for the one writer (db_sqlite_writer.c). */
enum status lite_writer_start(struct db *db, struct lite_writer **w) WARN_UNUSED;
void lite_writer_stop(struct lite_writer *w);
enum status lite_write(struct db *db, const struct db_work *work);
/* Asserts that this is not the writer's thread: inside a transaction there is no other. */
void lite_writer_forbid(const struct lite_writer *w);

/* Keeps the write-ahead log short (db_sqlite_checkpoint.c). */
enum status lite_checkpointer_start(struct db *db, struct lite_checkpointer **c) WARN_UNUSED;
void lite_checkpointer_stop(struct lite_checkpointer *c);
/* The writer tells how many pages lie in the log, and between two groups lets it start over. */
void lite_checkpoint_due(struct lite_checkpointer *c, int wal_pages);
void lite_checkpoint_restart(struct lite_checkpointer *c, struct lite_conn *writer);

/* Tells options.scan_found when the statement scans a table and does not say so. */
void lite_plan_check(struct lite_conn *c, const char *sql);

#endif
