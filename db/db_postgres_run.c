/* db_postgres_run.c - statements on PostgreSQL: prepared once a connection, binary both ways. */
#include "db/db_postgres.h"

#include "app/base/crypto.h"
#include "app/base/limits.h"

#include <assert.h>
#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_BYTES 24

/* The types of PostgreSQL's own catalogue that a column of ours can have (pg_type.dat). */
enum {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_NAME = 19,
    OID_BPCHAR = 1042,
    OID_VARCHAR = 1043,
    OID_NUMERIC = 1700
};

/* ---- prepared statements ---- */

static void name_of(const struct statement *s, char name[NAME_BYTES])
{
    snprintf(name, NAME_BYTES, "s%" PRIu64, s->number);
}

void pg_drop_statement(void *arg, struct statement *s)
{
    struct pg_conn *c = arg;
    char sql[NAME_BYTES + 16], name[NAME_BYTES];

    if (!c->broken) {
        name_of(s, name);
        snprintf(sql, sizeof sql, "DEALLOCATE %s", name);
        PQclear(PQexec(c->pg, sql));
    }
}

static Oid oid_of(enum db_type type)
{
    return type == DB_I64 ? OID_INT8 : type == DB_TEXT ? OID_TEXT : OID_BYTEA;
}

static enum status prepare(struct tx *t, const struct db_query *q, struct statement **out)
{
    struct pg_conn *c = (struct pg_conn *)t->conn;
    struct statement *s = statements_find(&c->statements, q->sql);
    Oid types[DB_PARAMS_MAX];
    char name[NAME_BYTES];
    PGresult *r;

    *out = s;
    if (s != NULL) {
        return OK;
    }
    assert(db_params(q->sql) == q->ins);
    s = statements_add(&c->statements, q->sql);
    if (s == NULL) {
        return db_fail(t, E_BUSY, "memory");
    }
    for (int i = 0; i < q->ins; i++) {
        types[i] = oid_of(q->in[i].type);
    }
    name_of(s, name);
    r = PQprepare(c->pg, name, q->sql, q->ins, types);
    if (PQresultStatus(r) != PGRES_COMMAND_OK) {
        enum status failed = pg_fail(t, r);

        PQclear(r);
        statements_remove(&c->statements, s);
        return failed;
    }
    PQclear(r);
    s->prepared = s; /* there is something to drop */
    s->params = q->ins;
    *out = s;
    return OK;
}

/* ---- values going in ---- */

struct params {
    const char *values[DB_PARAMS_MAX];
    int lengths[DB_PARAMS_MAX], formats[DB_PARAMS_MAX];
    uint64_t numbers[DB_PARAMS_MAX];
};

static void fill(struct params *p, const struct db_in *in, int n)
{
    for (int i = 0; i < n; i++) {
        p->formats[i] = 1;
        if (db_in_null(&in[i])) {
            p->values[i] = NULL;
            p->lengths[i] = 0;
        } else if (in[i].type == DB_I64) {
            p->numbers[i] = htobe64((uint64_t)in[i].i64);
            p->values[i] = (const char *)&p->numbers[i];
            p->lengths[i] = (int)sizeof p->numbers[i];
        } else if (in[i].type == DB_TEXT) {
            p->values[i] = in[i].text;
            p->lengths[i] = (int)strlen(in[i].text);
        } else {
            p->values[i] = (const char *)in[i].bytes.data;
            p->lengths[i] = (int)in[i].bytes.len;
        }
    }
}

/* ---- values coming out ---- */

static uint64_t big_endian(const uint8_t *p, int n)
{
    uint64_t v = 0;

    for (int i = 0; i < n; i++) {
        v = v << 8 | p[i];
    }
    return v;
}

/* What SUM gives: groups of four decimal digits, the first worth 10000 to the power of weight.
 * False when it is no whole number of 63 bits. */
static bool numeric_to_i64(const uint8_t *p, int64_t *out)
{
    int groups = (int)big_endian(p, 2), weight = (int16_t)big_endian(p + 2, 2);
    int sign = (int)big_endian(p + 4, 2);
    int64_t v = 0;

    if (sign != 0 && sign != 0x4000) {
        return false; /* not a number, or infinite */
    }
    for (int i = 0; i < groups || i <= weight; i++) {
        int digits = i < groups ? (int)big_endian(p + 8 + 2 * i, 2) : 0;

        if (i > weight) {
            if (digits != 0) {
                return false; /* a fraction */
            }
        } else if (__builtin_mul_overflow(v, 10000, &v) ||
                   __builtin_add_overflow(v, sign == 0 ? digits : -digits, &v)) {
            return false;
        }
    }
    *out = v;
    return true;
}

static struct db_value value_at(const PGresult *r, int row, int i)
{
    struct db_value v = {.type = DB_I64, .null = PQgetisnull(r, row, i) != 0};
    const uint8_t *p = (const uint8_t *)PQgetvalue(r, row, i);

    v.bytes = (struct slice){p, (size_t)PQgetlength(r, row, i)};
    if (v.null) {
        return v;
    }
    switch (PQftype(r, i)) {
    case OID_INT8:
        v.i64 = (int64_t)big_endian(p, 8);
        break;
    case OID_INT4:
        v.i64 = (int32_t)big_endian(p, 4);
        break;
    case OID_INT2:
        v.i64 = (int16_t)big_endian(p, 2);
        break;
    case OID_BOOL:
        v.i64 = *p != 0;
        break;
    case OID_NUMERIC:
        v.type = numeric_to_i64(p, &v.i64) ? DB_I64 : DB_END;
        break;
    case OID_TEXT:
    case OID_VARCHAR:
    case OID_BPCHAR:
    case OID_NAME:
        v.type = DB_TEXT;
        break;
    case OID_BYTEA:
        v.type = DB_BYTES;
        break;
    default:
        v.type = DB_END; /* no column of ours wants it */
    }
    return v;
}

static enum status take_rows(struct tx *t, const struct db_query *q, const PGresult *r)
{
    enum status s = OK;

    assert(PQnfields(r) == q->columns);
    for (int row = 0; row < PQntuples(r) && s == OK; row++) {
        void *at = NULL;

        s = db_rows_next(t, q->rows, &at);
        for (int i = 0; i < q->columns && s == OK; i++) {
            struct db_value v = value_at(r, row, i);

            s = db_rows_put(t, &q->cols[i], &v, at);
        }
    }
    return s;
}

/* ---- running ---- */

/* An ordered failure; true when it is already one, false when the statement will find out. */
static bool fault(struct tx *t, enum db_fault_kind kind)
{
    static const char *const sqlstates[] = {"58030", "53100", "40001"};

    if (kind >= DB_FAULT_LOST) {
        pg_cut((struct pg_conn *)t->conn);
        return false;
    }
    (void)pg_fail_code(t, sqlstates[kind]);
    return true;
}

/* SELECT leaves nothing to commit; "SELECT 3", "INSERT 0 1", "UPDATE 2". */
static void note_change(struct pg_conn *c, PGresult *r)
{
    c->wrote = c->wrote || *PQcmdStatus(r) != 'S';
}

static int64_t changed_by(PGresult *r)
{
    const char *n = PQcmdTuples(r); /* "" for a statement that changes no rows */

    return *n != '\0' ? (int64_t)strtoll(n, NULL, 10) : 0;
}

enum status pg_run(struct tx *t, const struct db_query *q)
{
    struct pg_conn *c = (struct pg_conn *)t->conn;
    enum db_fault_kind kind;
    struct statement *s;
    struct params p;
    enum status status;
    char name[NAME_BYTES];
    PGresult *r;

    if (db_fault_hits(t->db, DB_FAULT_STATEMENT, &kind) && fault(t, kind)) {
        return t->failed;
    }
    status = prepare(t, q, &s);
    if (status != OK) {
        return status;
    }
    assert(s->params == q->ins);
    fill(&p, q->in, q->ins);
    name_of(s, name);
    r = PQexecPrepared(c->pg, name, q->ins, p.values, p.lengths, p.formats, 1);
    note_change(c, r);
    if (PQresultStatus(r) == PGRES_TUPLES_OK) {
        assert(q->cols != NULL);
        status = take_rows(t, q, r);
    } else if (PQresultStatus(r) == PGRES_COMMAND_OK) {
        assert(q->cols == NULL);
        *q->changed = changed_by(r);
    } else {
        status = pg_fail(t, r);
    }
    PQclear(r);
    return status;
}

/* ---- upkeep ---- */

static enum status each_row(PGresult *r, db_row_fn row, void *arg)
{
    const char *names[DB_COLUMNS_MAX], *values[DB_COLUMNS_MAX];
    int n = PQnfields(r);
    enum status s = OK;

    assert(n <= DB_COLUMNS_MAX);
    for (int at = 0; at < PQntuples(r) && s == OK; at++) {
        for (int i = 0; i < n; i++) {
            bool hex = PQftype(r, i) == OID_BYTEA; /* "\x00ff" */

            names[i] = PQfname(r, i);
            values[i] = PQgetisnull(r, at, i) ? NULL : PQgetvalue(r, at, i) + (hex ? 2 : 0);
        }
        s = row(arg, n, names, values);
    }
    return s;
}

enum status pg_each(struct tx *t, const char *sql, db_row_fn row, void *arg)
{
    struct pg_conn *c = (struct pg_conn *)t->conn;
    enum status s = OK;
    PGresult *r;

    if (PQsendQueryParams(c->pg, sql, 0, NULL, NULL, NULL, NULL, 0) == 0) {
        return pg_fail_code(t, "08006");
    }
    PQsetSingleRowMode(c->pg); /* a table need not fit into memory */
    while ((r = PQgetResult(c->pg)) != NULL) {
        if (PQresultStatus(r) == PGRES_SINGLE_TUPLE && s == OK) {
            s = each_row(r, row, arg);
        } else if (PQresultStatus(r) == PGRES_FATAL_ERROR) {
            s = pg_fail(t, r);
        }
        PQclear(r);
    }
    return s;
}

enum status pg_script(struct tx *t, const char *sql)
{
    struct pg_conn *c = (struct pg_conn *)t->conn;

    c->wrote = true;
    return pg_do(t, "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0") && pg_do(t, sql)
               ? OK
               : t->failed;
}

enum status pg_command(struct db_conn *conn, const char *sql)
{
    struct tx t = {.db = conn->db, .conn = conn, .sql = sql};

    return pg_do(&t, "SET statement_timeout = 0") && pg_do(&t, sql) ? OK : t.failed;
}
