/* db_sqlite.c - connections, statements and reads on SQLite; writes are in db_sqlite_writer.c.
 *
 * DESIGN: one connection for the writer, one for the checkpointer, one for each thread that reads,
 * each used by one thread alone (SQLITE_OPEN_NOMUTEX). Pages are cached per connection, so a
 * reader's cache is small: the kernel's page cache is behind it. */
#include "db/db_sqlite.h"

#include "app/base/clock.h"
#include "app/base/limits.h"
#include "app/base/mem.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SCHEME         "sqlite:"
#define PROGRESS_STEPS 2000 /* virtual machine steps between two looks at the clock: ~20 us */

/* ---- errors ---- */

enum status lite_status(int rc)
{
    switch (rc & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return OK;
    case SQLITE_CONSTRAINT:
        /* A missing value is our mistake on either engine; the others may be a lost race. */
        return rc == SQLITE_CONSTRAINT_NOTNULL || rc == SQLITE_CONSTRAINT_DATATYPE ? E_INTERNAL
                                                                                   : E_CONFLICT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_NOMEM:
    case SQLITE_CANTOPEN:
    case SQLITE_INTERRUPT:
    case SQLITE_PROTOCOL:
        return E_BUSY;
    default:
        return E_INTERNAL;
    }
}

enum status lite_fail(struct tx *t, int rc)
{
    struct lite_conn *c = (struct lite_conn *)t->conn;
    char code[16];

    snprintf(code, sizeof code, "%d", rc);
    if ((rc & 0xff) == SQLITE_IOERR || (rc & 0xff) == SQLITE_CORRUPT ||
        (rc & 0xff) == SQLITE_NOTADB) {
        c->broken = true;
    }
    return db_fail(t, lite_status(rc), code);
}

/* ---- statements ---- */

static void drop_statement(void *arg, struct statement *s)
{
    (void)arg;
    sqlite3_finalize(s->prepared);
}

/* To SQLite $2 is a name, numbered by its first appearance: look each one up. */
static void map_params(struct statement *s)
{
    sqlite3_stmt *p = s->prepared;
    char name[16];

    s->columns = sqlite3_column_count(p);
    s->params = sqlite3_bind_parameter_count(p);
    assert(s->params <= DB_PARAMS_MAX);
    for (int i = 0; i < s->params; i++) {
        snprintf(name, sizeof name, "$%d", i + 1);
        s->param_at[i] = (uint8_t)sqlite3_bind_parameter_index(p, name);
        assert(s->param_at[i] != 0); /* parameters are $1 to $n without a gap */
    }
}

static int prepare(struct lite_conn *c, const char *sql, struct statement **out)
{
    struct statement *s = statements_find(&c->statements, sql);
    sqlite3_stmt *prepared;
    const char *tail;
    int rc;

    *out = s;
    if (s != NULL) {
        return SQLITE_OK;
    }
    if (c->conn.db->options.scan_found != NULL) {
        lite_plan_check(c, sql);
    }
    rc = sqlite3_prepare_v3(c->sql, sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared, &tail);
    if (rc != SQLITE_OK) {
        return rc;
    }
    assert(prepared != NULL && tail[strspn(tail, "; \n")] == '\0'); /* one statement */
    s = statements_add(&c->statements, sql);
    if (s == NULL) {
        sqlite3_finalize(prepared);
        return SQLITE_NOMEM;
    }
    s->prepared = prepared;
    map_params(s);
    *out = s;
    return SQLITE_OK;
}

int lite_do(struct lite_conn *c, const char *sql)
{
    struct statement *s;
    int rc = prepare(c, sql, &s);

    if (rc == SQLITE_OK) {
        rc = sqlite3_step(s->prepared);
        sqlite3_reset(s->prepared);
    }
    return rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : rc;
}

static int bind(const struct statement *s, const struct db_in *in)
{
    int rc = SQLITE_OK;

    for (int i = 0; i < s->params && rc == SQLITE_OK; i++) {
        sqlite3_stmt *p = s->prepared;
        int at = s->param_at[i];

        /* Static: the values outlive the statement's run, and each run binds all of them. */
        if (db_in_null(&in[i])) {
            rc = sqlite3_bind_null(p, at);
        } else if (in[i].type == DB_I64) {
            rc = sqlite3_bind_int64(p, at, in[i].i64);
        } else if (in[i].type == DB_TEXT) {
            rc = sqlite3_bind_text(p, at, in[i].text, -1, SQLITE_STATIC);
        } else {
            rc = sqlite3_bind_blob64(p, at, in[i].bytes.data, in[i].bytes.len, SQLITE_STATIC);
        }
    }
    return rc;
}

/* The value as it is stored: SQLite would convert it to whatever is asked for. */
static struct db_value value_at(sqlite3_stmt *p, int i)
{
    struct db_value v = {.type = DB_END};

    switch (sqlite3_column_type(p, i)) {
    case SQLITE_INTEGER:
        v.type = DB_I64;
        v.i64 = sqlite3_column_int64(p, i);
        break;
    case SQLITE_TEXT:
        v.type = DB_TEXT;
        v.bytes.data = sqlite3_column_text(p, i);
        v.bytes.len = (size_t)sqlite3_column_bytes(p, i);
        break;
    case SQLITE_BLOB:
        v.type = DB_BYTES;
        v.bytes.data = sqlite3_column_blob(p, i);
        v.bytes.len = (size_t)sqlite3_column_bytes(p, i);
        break;
    case SQLITE_NULL:
        v.null = true;
        break;
    default:
        break; /* a float: no column wants one */
    }
    return v;
}

static enum status take_row(struct tx *t, const struct db_query *q, sqlite3_stmt *p)
{
    void *row;
    enum status s = db_rows_next(t, q->rows, &row);

    for (int i = 0; i < q->columns && s == OK; i++) {
        struct db_value v = value_at(p, i);

        s = db_rows_put(t, &q->cols[i], &v, row);
    }
    return s;
}

/* An ordered failure: as the real one would, EIO and a full disk end the whole transaction. */
static enum status fault(struct tx *t, enum db_fault_kind kind)
{
    static const int codes[] = {SQLITE_IOERR_READ, SQLITE_FULL,  SQLITE_BUSY,
                                SQLITE_IOERR,      SQLITE_IOERR, SQLITE_IOERR};
    struct lite_conn *c = (struct lite_conn *)t->conn;

    if (codes[kind] != SQLITE_BUSY) {
        (void)lite_do(c, "ROLLBACK");
    }
    return lite_fail(t, codes[kind]);
}

static enum status lite_run(struct tx *t, const struct db_query *q)
{
    struct lite_conn *c = (struct lite_conn *)t->conn;
    enum db_fault_kind kind;
    struct statement *s;
    enum status status = OK;
    int rc;

    if (db_fault_hits(t->db, DB_FAULT_STATEMENT, &kind)) {
        return fault(t, kind);
    }
    rc = prepare(c, q->sql, &s);
    if (rc != SQLITE_OK) {
        return lite_fail(t, rc);
    }
    assert(s->params == q->ins && s->columns == q->columns);
    rc = bind(s, q->in);
    while (rc == SQLITE_OK || rc == SQLITE_ROW) {
        rc = sqlite3_step(s->prepared);
        if (rc == SQLITE_ROW) {
            status = take_row(t, q, s->prepared);
            if (status != OK) {
                break;
            }
        }
    }
    if (rc == SQLITE_DONE && q->changed != NULL) {
        *q->changed = sqlite3_changes64(c->sql);
    }
    sqlite3_reset(s->prepared);
    return rc == SQLITE_DONE || rc == SQLITE_ROW ? status : lite_fail(t, rc);
}

struct each {
    struct tx *t;
    db_row_fn row;
    void *arg;
    enum status status;
};

static enum status each_row(struct each *e, sqlite3_stmt *p)
{
    const char *names[DB_COLUMNS_MAX], *values[DB_COLUMNS_MAX];
    int n = sqlite3_column_count(p);

    assert(n <= DB_COLUMNS_MAX);
    for (int i = 0; i < n; i++) {
        names[i] = sqlite3_column_name(p, i);
        values[i] = (const char *)sqlite3_column_text(p, i);
    }
    return e->row(e->arg, n, names, values);
}

static enum status lite_each(struct tx *t, const char *sql, db_row_fn row, void *arg)
{
    struct lite_conn *c = (struct lite_conn *)t->conn;
    struct each e = {t, row, arg, OK};
    sqlite3_stmt *p;
    int rc = sqlite3_prepare_v2(c->sql, sql, -1, &p, NULL);

    if (rc != SQLITE_OK) {
        return lite_fail(t, rc);
    }
    while (e.status == OK && (rc = sqlite3_step(p)) == SQLITE_ROW) {
        e.status = each_row(&e, p);
    }
    sqlite3_finalize(p);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? e.status : lite_fail(t, rc);
}

static enum status lite_script(struct tx *t, const char *sql)
{
    struct lite_conn *c = (struct lite_conn *)t->conn;
    int rc = sqlite3_exec(c->sql, sql, NULL, NULL, NULL);

    return rc == SQLITE_OK ? OK : lite_fail(t, rc);
}

static enum status lite_command(struct db_conn *conn, const char *sql)
{
    struct lite_conn *c = (struct lite_conn *)conn;
    int rc = sqlite3_exec(c->sql, "PRAGMA query_only = OFF", NULL, NULL, NULL);
    char code[16];

    if (rc == SQLITE_OK) {
        rc = sqlite3_exec(c->sql, sql, NULL, NULL, NULL);
    }
    if (rc != SQLITE_OK) {
        snprintf(code, sizeof code, "%d", rc);
        db_log(conn->db, LOG_ERROR, "db.failed", code, sql);
    }
    return lite_status(rc);
}

/* ---- connections ---- */

const char *lite_path(const struct db *db)
{
    return db->url + strlen(SCHEME);
}

static int out_of_time(void *arg)
{
    const struct lite_conn *c = arg;

    return c->deadline_ms != 0 && clock_monotonic_ms() > c->deadline_ms;
}

static int set_up(struct lite_conn *c, enum lite_use use)
{
    static const char common[] =
        "PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 0; PRAGMA temp_store = MEMORY;"
        "PRAGMA trusted_schema = OFF; PRAGMA journal_size_limit = 33554432;"
        "PRAGMA case_sensitive_like = ON;"; /* as PostgreSQL's LIKE */
    static const char *const cache[] = {
        [LITE_WRITER] = "PRAGMA cache_size = -8192; PRAGMA journal_mode = WAL",
        [LITE_READER] = "PRAGMA cache_size = -512; PRAGMA query_only = ON",
        [LITE_UPKEEP] = "PRAGMA cache_size = -2048",
    };
    bool sync = !c->conn.db->options.unsafe_no_sync;
    int rc = sqlite3_exec(c->sql, common, NULL, NULL, NULL);

    if (rc == SQLITE_OK) {
        rc = sqlite3_exec(c->sql, cache[use], NULL, NULL, NULL);
    }
    if (rc == SQLITE_OK) {
        rc =
            sqlite3_exec(c->sql, sync ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
                         NULL, NULL, NULL);
    }
    /* A text in double quotes is a name that must exist, as on PostgreSQL. */
    sqlite3_db_config(c->sql, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(c->sql, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    return rc;
}

enum status lite_connect(struct db *db, enum lite_use use, struct lite_conn **conn)
{
    struct lite_conn *c = mem_alloc(sizeof *c);
    int rc;

    if (c == NULL) {
        return E_BUSY;
    }
    memset(c, 0, sizeof *c);
    c->conn.db = db;
    statements_init(&c->statements, DB_STATEMENTS_MAX, drop_statement, NULL);
    rc = sqlite3_open_v2(lite_path(db), &c->sql, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc == SQLITE_OK) {
        sqlite3_extended_result_codes(c->sql, 1);
        sqlite3_busy_timeout(c->sql, DB_BUSY_MS);
        sqlite3_progress_handler(c->sql, PROGRESS_STEPS, out_of_time, c);
        rc = set_up(c, use);
    }
    if (rc != SQLITE_OK) {
        lite_disconnect(c);
        return lite_status(rc);
    }
    *conn = c;
    return OK;
}

void lite_disconnect(struct lite_conn *c)
{
    statements_clear(&c->statements);
    sqlite3_close(c->sql);
    mem_free(c);
}

/* ---- reads ---- */

static enum status lite_connect_reader(struct db *db, struct db_conn **conn)
{
    struct lite_conn *c;
    enum status s = lite_connect(db, LITE_READER, &c);

    if (s == OK) {
        *conn = &c->conn;
    }
    return s;
}

static void lite_disconnect_reader(struct db_conn *conn)
{
    lite_disconnect((struct lite_conn *)conn);
}

static bool lite_broken(struct db_conn *conn)
{
    return ((struct lite_conn *)conn)->broken;
}

static enum status lite_begin(struct tx *t)
{
    struct lite_conn *c = (struct lite_conn *)t->conn;
    int rc = lite_do(c, "BEGIN");

    c->deadline_ms = t->deadline_ms;
    return rc == SQLITE_OK ? OK : lite_fail(t, rc);
}

static enum status lite_end(struct tx *t, bool keep)
{
    struct lite_conn *c = (struct lite_conn *)t->conn;

    (void)keep; /* a read has nothing to keep */
    c->deadline_ms = 0;
    /* EIO may have ended the transaction already. */
    if (sqlite3_get_autocommit(c->sql) == 0 && lite_do(c, "COMMIT") != SQLITE_OK) {
        c->broken = true;
    }
    return OK;
}

/* ---- open and close ---- */

enum status lite_thread_start(pthread_t *thread, size_t stack_bytes, void *(*fn)(void *), void *arg)
{
    pthread_attr_t attr;
    sigset_t all, before;
    int failed;

    sigfillset(&all);
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, stack_bytes);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    failed = pthread_create(thread, &attr, fn, arg);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attr);
    return failed == 0 ? OK : E_BUSY;
}

static bool lite_speaks(const char *url)
{
    return strncmp(url, SCHEME, strlen(SCHEME)) == 0;
}

/* Only the owner may read it: SQLite gives the log and its index the mode of the database. */
static enum status create_file(const char *path)
{
    int fd;

    if (*path == '\0' || *path == ':') {
        return E_INVALID; /* a database in memory has one connection */
    }
    fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST) {
        return OK; /* not opened: closing it would let go of the locks of another struct db */
    }
    if (fd < 0) {
        return errno == ENOENT || errno == ENOTDIR || errno == EISDIR || errno == EACCES ? E_INVALID
                                                                                         : E_BUSY;
    }
    close(fd);
    return OK;
}

static void lite_close(struct db *db)
{
    struct lite *lite = db->state;

    if (lite->writer != NULL) {
        lite_writer_stop(lite->writer);
    }
    if (lite->checkpointer != NULL) {
        lite_checkpointer_stop(lite->checkpointer);
    }
    mem_free(lite);
}

static enum status lite_open(struct db *db)
{
    struct lite *lite = mem_alloc(sizeof *lite);
    enum status s;

    if (lite == NULL) {
        return E_BUSY;
    }
    *lite = (struct lite){NULL, NULL};
    db->state = lite;
    /* Counting every allocation takes a lock that all connections share. Refused, harmlessly, once
     * SQLite runs. */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    s = create_file(lite_path(db));
    if (s == OK) {
        s = lite_writer_start(db, &lite->writer);
    }
    if (s == OK) {
        s = lite_checkpointer_start(db, &lite->checkpointer);
    }
    if (s != OK) {
        lite_close(db);
    }
    return s;
}

const struct db_engine db_sqlite = {
    .kind = DB_SQLITE,
    .speaks = lite_speaks,
    .open = lite_open,
    .close = lite_close,
    .connect = lite_connect_reader,
    .disconnect = lite_disconnect_reader,
    .broken = lite_broken,
    .begin = lite_begin,
    .end = lite_end,
    .write = lite_write,
    .run = lite_run,
    .each = lite_each,
    .script = lite_script,
    .command = lite_command,
};
