/* db_postgres_commit.c - COMMIT on PostgreSQL, and what is done when its answer is lost.
 *
 * DESIGN: a transaction that changed something writes a row of its own into db_group in the same
 * message as COMMIT. When the connection is lost before the answer came, another connection tries
 * to insert the same row. The index makes that wait for a server process that is still committing;
 * then it either collides (the commit happened) or goes in (it did not, and now never can). */
#include "db/db_postgres.h"

#include "app/base/clock.h"
#include "app/base/limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define ASK_TRIES     10
#define ASK_PAUSE_MS  500
#define SWEEP_COMMITS 1000
#define SWEEP_AGE_MS  DAY_MS
#define COMMIT_BYTES  160
#define MADE_COUNTER_BITS                                                   \
    20 /* beside the milliseconds: no two commits of a connection are alike \
        */

static const char has_table_sql[] = "SELECT COUNT(to_regclass('db_group')) /* scan: no table */";
static const char table_sql[] = "CREATE TABLE IF NOT EXISTS db_group ("
                                "made BIGINT NOT NULL, conn BIGINT NOT NULL,"
                                " PRIMARY KEY (made, conn))";

enum status pg_prepare_table(struct tx *t)
{
    struct found {
        int64_t n;
    } found;
    static const struct db_col cols[] = {COL_I64(struct found, n), COL_END};
    enum status s = db_one(t, has_table_sql, NULL, cols, &found);

    if (s != OK || found.n > 0) {
        return s;
    }
    s = db_script(t, table_sql);
    /* Two that open at once collide over the name: on the next try it is there. */
    t->again = t->again || s == E_CONFLICT;
    return s;
}

static int64_t now_ms(void)
{
    static const struct clock unshifted;

    return clock_now(&unshifted);
}

static void format_insert(const struct pg_conn *c, const char *end, char sql[COMMIT_BYTES])
{
    snprintf(sql, COMMIT_BYTES,
             "INSERT INTO db_group (made, conn) VALUES (%" PRId64 ", %" PRId64 ")%s", c->made,
             c->id, end);
}

/* Old rows tell nobody anything. Outside of SERIALIZABLE, so that it is in nobody's way. */
static void sweep(struct pg_conn *c)
{
    char sql[COMMIT_BYTES];

    if (++c->commits < SWEEP_COMMITS) {
        return;
    }
    c->commits = 0;
    snprintf(sql, sizeof sql, "DELETE FROM db_group WHERE made < %" PRId64,
             (now_ms() - SWEEP_AGE_MS) << MADE_COUNTER_BITS);
    PQclear(PQexec(c->pg, sql));
}

enum truth { TRUTH_COMMITTED, TRUTH_NOT, TRUTH_UNKNOWN };

/* Asks on a fresh connection, once. */
static enum truth ask_once(struct db *db, const char *insert)
{
    enum truth truth = TRUTH_UNKNOWN;
    struct pg_conn *c;
    const char *sqlstate;
    PGresult *r;

    if (pg_connect(db, &c) != OK) {
        return TRUTH_UNKNOWN;
    }
    r = PQexec(c->pg, insert);
    sqlstate = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    if (PQresultStatus(r) == PGRES_COMMAND_OK) {
        truth = TRUTH_NOT;
    } else if (sqlstate != NULL && strcmp(sqlstate, "23505") == 0) {
        truth = TRUTH_COMMITTED;
    }
    PQclear(r);
    pg_disconnect(c);
    return truth;
}

static enum truth ask(const struct pg_conn *c)
{
    const struct timespec pause = {0, ASK_PAUSE_MS * 1000000L};
    enum truth truth = TRUTH_UNKNOWN;
    char insert[COMMIT_BYTES];

    format_insert(c, "", insert);
    for (int i = 0; i < ASK_TRIES && truth == TRUTH_UNKNOWN; i++) {
        if (i > 0) {
            nanosleep(&pause, NULL);
        }
        truth = ask_once(c->conn.db, insert);
    }
    return truth;
}

/* The connection was lost while it committed. */
static enum status find_out(struct tx *t, bool unknown)
{
    struct pg_conn *c = (struct pg_conn *)t->conn;

    c->broken = true;
    db_log(t->db, LOG_WARN, "db.commit_lost", "08007", NULL);
    switch (unknown ? TRUTH_UNKNOWN : ask(c)) {
    case TRUTH_COMMITTED:
        return OK;
    case TRUTH_NOT:
        t->again = true;
        return E_BUSY;
    default:
        db_log(t->db, LOG_ERROR, "db.unknown", "08007", NULL);
        return E_INTERNAL;
    }
}

/* An ordered failure of COMMIT; true when it was dealt with and *s is the result. */
static bool fault(struct tx *t, enum db_fault_kind kind, const char *commit, enum status *s)
{
    static const char *const sqlstates[] = {"58030", "53100", "40001"};
    struct pg_conn *c = (struct pg_conn *)t->conn;

    switch (kind) {
    case DB_FAULT_LOST:
        pg_cut(c);
        return false;
    case DB_FAULT_LOST_AFTER:
        PQclear(PQexec(c->pg, commit));
        *s = find_out(t, false);
        return true;
    case DB_FAULT_UNKNOWN:
        PQclear(PQexec(c->pg, "ROLLBACK"));
        *s = find_out(t, true);
        return true;
    default:
        PQclear(PQexec(c->pg, "ROLLBACK"));
        *s = pg_fail_code(t, sqlstates[kind]);
        return true;
    }
}

enum status pg_commit(struct tx *t)
{
    struct pg_conn *c = (struct pg_conn *)t->conn;
    int64_t made = now_ms() << MADE_COUNTER_BITS;
    enum status s = OK;
    enum db_fault_kind kind;
    char sql[COMMIT_BYTES];
    PGresult *r;

    c->made = made > c->made ? made : c->made + 1;
    format_insert(c, "; COMMIT", sql);
    t->sql = "COMMIT";
    if (db_fault_hits(t->db, DB_FAULT_COMMIT, &kind) && fault(t, kind, sql, &s)) {
        return s;
    }
    r = PQexec(c->pg, sql);
    if (PQstatus(c->pg) != CONNECTION_OK) {
        s = find_out(t, false);
    } else if (PQresultStatus(r) != PGRES_COMMAND_OK) {
        s = pg_fail(t, r);
    } else if (strcmp(PQcmdStatus(r), "COMMIT") != 0) {
        s = pg_fail_code(t, "25P02"); /* it had failed before, and nobody noticed */
    }
    PQclear(r);
    if (s == OK) {
        atomic_fetch_add_explicit(&t->db->commits, 1, memory_order_relaxed);
    }
    if (s == OK && !c->broken) {
        sweep(c);
    }
    return s;
}
