/* db_postgres.h - what the files of the PostgreSQL engine share. */
#ifndef DB_DB_POSTGRES_H
#define DB_DB_POSTGRES_H

#include "db/db_engine.h"
#include "db/statements.h"

#include <libpq-fe.h>

struct pg_conn {
    struct db_conn conn; /* first */
    PGconn *pg;
    struct statements statements;
    bool broken;  /* of no further use, though the connection may stand */
    bool wrote;   /* the open transaction changed something */
    int64_t made; /* the commit under way: its row in db_group is (made, id) */
    int64_t id;   /* random, this connection's own */
    int commits;  /* since db_group was last swept */
};

/* A result that is not what was hoped for: notes whether another try may help, logs, poisons t. */
enum status pg_fail(struct tx *t, const PGresult *r);
/* The same for a code of ours. */
enum status pg_fail_code(struct tx *t, const char *sqlstate);
/* Runs a text without parameters; false when it failed, and then t knows. */
bool pg_do(struct tx *t, const char *sql);
void pg_drop_statement(void *arg, struct statement *s);

/* Cuts the connection, as a network would; the next use finds out. */
void pg_cut(struct pg_conn *c);

/* The engine's statements, as in struct db_engine (db_postgres_run.c). */
enum status pg_run(struct tx *t, const struct db_query *q);
enum status pg_each(struct tx *t, const char *sql, db_row_fn row, void *arg);
enum status pg_script(struct tx *t, const char *sql);
enum status pg_command(struct db_conn *conn, const char *sql);

/* A connection set up for use (db_postgres.c); E_BUSY when there is none to be had now. */
enum status pg_connect(struct db *db, struct pg_conn **conn) WARN_UNUSED;
void pg_disconnect(struct pg_conn *c);

/* Makes sure that the table of commits is there (db_postgres_commit.c). */
enum status pg_prepare_table(struct tx *t) WARN_UNUSED;
/* COMMIT, and when the answer is lost, the truth. */
enum status pg_commit(struct tx *t) WARN_UNUSED;

#endif
