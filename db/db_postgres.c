/* db_postgres.c - connections and transactions on PostgreSQL, or what speaks its protocol.
 *
 * DESIGN: each thread has a connection of its own for reads and writes alike. A transaction that
 * the server gives up for another's sake, or that loses its connection before it asked to commit,
 * is tried again by db_front.c; losing the connection during COMMIT is db_postgres_commit.c. */
#include "db/db_postgres.h"

#include "app/base/crypto.h"
#include "app/base/limits.h"
#include "app/base/mem.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define CONNECT_TIMEOUT_S "5"
#define TEXT_OF(n)        #n
#define NUMBER(n)         TEXT_OF(n)

/* ---- errors ---- */

struct verdict {
    const char *sqlstate; /* or the beginning of it */
    enum status status;
    bool again;
};

static struct verdict verdict_on(const char *sqlstate)
{
    static const struct verdict verdicts[] = {
        {"40", E_BUSY, true},         /* serialization failure, deadlock */
        {"55P03", E_BUSY, true},      /* lock not available in time */
        {"23502", E_INTERNAL, false}, /* NOT NULL: our mistake */
        {"23", E_CONFLICT, false},    /* unique, check, foreign key, exclusion */
        {"P0001", E_CONFLICT, false}, /* RAISE in a trigger: a second wall */
        {"08", E_BUSY, true},         /* connection lost */
        {"57P", E_BUSY, true},        /* server stops or starts */
        {"25006", E_BUSY, true},      /* read-only: it is a replica now */
        {"26000", E_BUSY, true},      /* a pooler gave us a connection without our statements */
        {"0A000", E_BUSY, true},      /* a plan's columns changed under us */
        {"53", E_BUSY, false},        /* disk full, out of memory, too many connections */
        {"57014", E_BUSY, false},     /* too slow */
        {"", E_INTERNAL, false},
    };
    const struct verdict *v = verdicts;

    while (strncmp(sqlstate, v->sqlstate, strlen(v->sqlstate)) != 0) {
        v++;
    }
    return *v;
}

enum status pg_fail_code(struct tx *t, const char *sqlstate)
{
    struct pg_conn *c = (struct pg_conn *)t->conn;
    struct verdict v = verdict_on(sqlstate);

    if (strcmp(sqlstate, "25006") == 0 && !t->writes) {
        return db_fail(t, E_INTERNAL, sqlstate); /* a write inside db_read, not a replica */
    }
    if (strcmp(sqlstate, "26000") == 0 || strcmp(sqlstate, "0A000") == 0 ||
        strcmp(sqlstate, "25006") == 0) {
        c->broken = true;
    }
    t->again = t->again || v.again;
    return db_fail(t, v.status, sqlstate);
}

enum status pg_fail(struct tx *t, const PGresult *r)
{
    struct pg_conn *c = (struct pg_conn *)t->conn;
    const char *sqlstate = PQresultErrorField(r, PG_DIAG_SQLSTATE);

    if (PQstatus(c->pg) == CONNECTION_BAD) {
        return pg_fail_code(t, "08006");
    }
    /* Without a code libpq itself failed: out of memory, or nonsense from the other side. */
    return pg_fail_code(t, sqlstate != NULL ? sqlstate : "XX000");
}

bool pg_do(struct tx *t, const char *sql)
{
    struct pg_conn *c = (struct pg_conn *)t->conn;
    PGresult *r = PQexec(c->pg, sql);
    ExecStatusType got = PQresultStatus(r);
    bool worked = got == PGRES_COMMAND_OK || got == PGRES_TUPLES_OK;

    if (!worked) {
        (void)pg_fail(t, r);
    }
    PQclear(r);
    return worked;
}

void pg_cut(struct pg_conn *c)
{
    shutdown(PQsocket(c->pg), SHUT_RDWR);
}

/* ---- connections ---- */

static void say_nothing(void *arg, const char *message)
{
    (void)arg;
    (void)message;
}

/* The lock and statement limits keep one slow client from holding up all others; an asynchronous
 * commit would break the promise of db_tx. */
static const char set_up_sql[] =
    "SET lock_timeout = " NUMBER(DB_BUSY_MS) "; SET statement_timeout = " NUMBER(
        DB_WRITE_MS_MAX) "; SET idle_in_transaction_session_timeout = " NUMBER(DB_WRITE_MS_MAX) ";"
                                                                                                "SE"
                                                                                                "T "
                                                                                                "cl"
                                                                                                "ie"
                                                                                                "nt"
                                                                                                "_e"
                                                                                                "nc"
                                                                                                "od"
                                                                                                "in"
                                                                                                "g "
                                                                                                "= "
                                                                                                "'U"
                                                                                                "TF"
                                                                                                "8'"
                                                                                                "; "
                                                                                                "SE"
                                                                                                "T "
                                                                                                "st"
                                                                                                "an"
                                                                                                "da"
                                                                                                "rd"
                                                                                                "_c"
                                                                                                "on"
                                                                                                "fo"
                                                                                                "rm"
                                                                                                "in"
                                                                                                "g_"
                                                                                                "st"
                                                                                                "ri"
                                                                                                "ng"
                                                                                                "s "
                                                                                                "= "
                                                                                                "on"
                                                                                                ";"
                                                                                                "SE"
                                                                                                "T "
                                                                                                "sy"
                                                                                                "nc"
                                                                                                "hr"
                                                                                                "on"
                                                                                                "ou"
                                                                                                "s_"
                                                                                                "co"
                                                                                                "mm"
                                                                                                "it"
                                                                                                " ="
                                                                                                " ";

static bool set_up(struct pg_conn *c)
{
    char sql[sizeof set_up_sql + 8];
    PGresult *r;
    bool done;

    snprintf(sql, sizeof sql, "%s%s", set_up_sql,
             c->conn.db->options.unsafe_no_sync ? "off" : "on");
    r = PQexec(c->pg, sql);
    done = PQresultStatus(r) == PGRES_COMMAND_OK;
    PQclear(r);
    return done;
}

enum status pg_connect(struct db *db, struct pg_conn **conn)
{
    const char *const names[] = {"connect_timeout", "application_name", "dbname", NULL};
    const char *const values[] = {CONNECT_TIMEOUT_S, "otagai", db->url, NULL};
    struct pg_conn *c = mem_alloc(sizeof *c);

    if (c == NULL) {
        return E_BUSY;
    }
    memset(c, 0, sizeof *c);
    c->conn.db = db;
    random_bytes(&c->id, sizeof c->id);
    statements_init(&c->statements, DB_STATEMENTS_MAX, pg_drop_statement, c);
    c->pg = PQconnectdbParams(names, values, 1);
    if (PQstatus(c->pg) == CONNECTION_OK) {
        PQsetNoticeProcessor(c->pg, say_nothing, NULL);
    }
    if (PQstatus(c->pg) != CONNECTION_OK || !set_up(c)) {
        /* The library's message may hold a host, a user, or part of the address: not for the log.
         */
        db_log(db, LOG_WARN, "db.no_connection", "08001", NULL);
        pg_disconnect(c);
        return E_BUSY;
    }
    *conn = c;
    return OK;
}

void pg_disconnect(struct pg_conn *c)
{
    c->broken = true; /* nothing is worth telling the server any more */
    statements_clear(&c->statements);
    PQfinish(c->pg);
    mem_free(c);
}

static enum status connect_thread(struct db *db, struct db_conn **conn)
{
    struct pg_conn *c;
    enum status s = pg_connect(db, &c);

    if (s == OK) {
        *conn = &c->conn;
    }
    return s;
}

static void disconnect_thread(struct db_conn *conn)
{
    pg_disconnect((struct pg_conn *)conn);
}

static bool broken(struct db_conn *conn)
{
    struct pg_conn *c = (struct pg_conn *)conn;

    return c->broken || PQstatus(c->pg) != CONNECTION_OK ||
           PQtransactionStatus(c->pg) != PQTRANS_IDLE;
}

/* ---- transactions ---- */

static const char begin_write_sql[] = "BEGIN ISOLATION LEVEL SERIALIZABLE";
static const char begin_read_sql[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
                                     "SET LOCAL statement_timeout = " NUMBER(DB_READ_MS_MAX);
static const char begin_long_sql[] =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0;"
    "SET LOCAL idle_in_transaction_session_timeout = 0";

static enum status begin(struct tx *t)
{
    struct pg_conn *c = (struct pg_conn *)t->conn;

    c->wrote = false;
    t->sql = t->writes ? begin_write_sql : t->deadline_ms != 0 ? begin_read_sql : begin_long_sql;
    return pg_do(t, t->sql) ? OK : t->failed;
}

static enum status end(struct tx *t, bool keep)
{
    struct pg_conn *c = (struct pg_conn *)t->conn;

    if (keep && c->wrote) {
        return pg_commit(t);
    }
    if (PQstatus(c->pg) == CONNECTION_OK) {
        t->sql = keep ? "COMMIT" : "ROLLBACK";
        PQclear(PQexec(c->pg, t->sql)); /* nothing is lost with it; `broken` sees what is left */
    }
    return OK;
}

/* ---- open and close ---- */

static bool speaks(const char *url)
{
    return strncmp(url, "postgresql://", 13) == 0 || strncmp(url, "postgres://", 11) == 0;
}

/* UTF-8, compared byte by byte: an order that both engines and every machine share. */
static const char suitable_sql[] =
    "SELECT CAST(1 AS BIGINT) FROM pg_database WHERE datname = current_database()"
    " AND pg_encoding_to_char(encoding) = 'UTF8'"
    " AND lower(datcollate) IN ('c', 'posix', 'c.utf-8', 'c.utf8')";

static enum status look_at_database(struct tx *t, void *arg)
{
    struct found {
        int64_t one;
    } found;
    static const struct db_col cols[] = {COL_I64(struct found, one), COL_END};
    enum status s = db_one(t, suitable_sql, NULL, cols, &found);

    (void)arg;
    if (s == E_NOT_FOUND) {
        db_log(t->db, LOG_ERROR, "db.unsuitable", "collation", NULL);
        return E_INVALID;
    }
    return s == OK ? pg_prepare_table(t) : s;
}

static enum status open_database(struct db *db)
{
    /* The thread that opens is the first to have a connection. */
    return db_tx(db, NULL, look_at_database, NULL);
}

static void close_database(struct db *db)
{
    (void)db; /* the connections of the threads are all there is */
}

const struct db_engine db_postgres = {
    .kind = DB_POSTGRESQL,
    .speaks = speaks,
    .open = open_database,
    .close = close_database,
    .connect = connect_thread,
    .disconnect = disconnect_thread,
    .broken = broken,
    .begin = begin,
    .end = end,
    .run = pg_run,
    .each = pg_each,
    .script = pg_script,
    .command = pg_command,
};
