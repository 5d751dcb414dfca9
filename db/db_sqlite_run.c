/* db_sqlite_run.c - statements on SQLite: prepared once, bound by name, read as they are stored. */
#include "db/db_sqlite.h"

#include "app/base/crypto.h"
#include "app/base/limits.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

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

void lite_drop_statement(void *arg, struct statement *s)
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

enum status lite_run(struct tx *t, const struct db_query *q)
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

/* The value as text; bytes in hex. */
static enum status text_at(struct tx *t, sqlite3_stmt *p, int i, const char **text)
{
    struct db_value v = value_at(p, i);
    char *hex;

    if (v.type != DB_BYTES) {
        *text = (const char *)sqlite3_column_text(p, i); /* NULL for NULL */
        return OK;
    }
    hex = arena_alloc(t->arena, 2 * v.bytes.len + 1);
    if (hex == NULL) {
        return db_fail(t, E_BUSY, "arena");
    }
    hex_encode(v.bytes.data, v.bytes.len, hex);
    *text = hex;
    return OK;
}

static enum status each_row(struct tx *t, sqlite3_stmt *p, db_row_fn row, void *arg)
{
    const char *names[DB_COLUMNS_MAX], *values[DB_COLUMNS_MAX];
    int n = sqlite3_column_count(p);
    enum status s = OK;

    assert(n <= DB_COLUMNS_MAX);
    for (int i = 0; i < n && s == OK; i++) {
        names[i] = sqlite3_column_name(p, i);
        s = text_at(t, p, i, &values[i]);
    }
    return s == OK ? row(arg, n, names, values) : s;
}

enum status lite_each(struct tx *t, const char *sql, db_row_fn row, void *arg)
{
    struct lite_conn *c = (struct lite_conn *)t->conn;
    enum status s = OK;
    sqlite3_stmt *p;
    int rc = sqlite3_prepare_v2(c->sql, sql, -1, &p, NULL);

    if (rc != SQLITE_OK) {
        return lite_fail(t, rc);
    }
    while (s == OK && (rc = sqlite3_step(p)) == SQLITE_ROW) {
        s = each_row(t, p, row, arg);
    }
    sqlite3_finalize(p);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? s : lite_fail(t, rc);
}

enum status lite_script(struct tx *t, const char *sql)
{
    struct lite_conn *c = (struct lite_conn *)t->conn;
    int rc = sqlite3_exec(c->sql, sql, NULL, NULL, NULL);

    return rc == SQLITE_OK ? OK : lite_fail(t, rc);
}

enum status lite_command(struct db_conn *conn, const char *sql)
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
