/* db_front.c - see db.h. What both engines share: retries, and the calls
 * that turn a statement and its lists into one query for the engine. */
#include "db/db_engine.h"

#include "app/base/clock.h"
#include "app/base/crypto.h"
#include "app/base/limits.h"
#include "app/base/mem.h"

#include <assert.h>
#include <string.h>
#include <time.h>

#define SQL_LOGGED_BYTES                                                     \
    60 /* enough to find the statement, too short for a literal that matters \
        */
#define RETRY_MS_FIRST 2

static const struct db_engine *const engines[] = {&db_sqlite, &db_postgres};

/* ---- open and close ---- */

static const struct db_engine *engine_for(const char *url)
{
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++) {
        if (engines[i]->speaks(url)) {
            return engines[i];
        }
    }
    return NULL;
}

static struct db *db_new(const struct db_engine *engine, const char *url,
                         const struct db_options *options)
{
    size_t url_bytes = strlen(url) + 1;
    struct db *db = mem_alloc(sizeof *db + url_bytes);

    if (db == NULL) {
        return NULL;
    }
    memset(db, 0, sizeof *db);
    db->engine = engine;
    db->url = memcpy(db + 1, url, url_bytes);
    if (options != NULL) {
        db->options = *options;
    }
    if (!db_conns_open(db)) {
        mem_free(db);
        return NULL;
    }
    return db;
}

static void db_free(struct db *db)
{
    db_conns_close(db);
    mem_free(db);
}

enum status db_open(struct db **out, const char *url, const struct db_options *options)
{
    const struct db_engine *engine = engine_for(url);
    struct db *db;
    enum status s;

    *out = NULL;
    if (engine == NULL) {
        return E_INVALID;
    }
    db = db_new(engine, url, options);
    if (db == NULL) {
        return E_BUSY;
    }
    s = engine->open(db);
    if (s == OK) {
        *out = db;
    } else {
        db_free(db);
    }
    return s;
}

void db_close(struct db *db)
{
    if (db != NULL) {
        db->engine->close(db);
        db_free(db);
    }
}

enum db_engine_kind db_engine(const struct db *db)
{
    return db->engine->kind;
}

void db_stats(struct db *db, struct db_stats *out)
{
    *out = (struct db_stats){atomic_load(&db->transactions), atomic_load(&db->commits),
                             atomic_load(&db->retries), atomic_load(&db->statements),
                             atomic_load(&db->queue_depth_max)};
}

/* ---- transactions ---- */

enum status db_call(struct tx *t, const struct db_work *work)
{
    enum status s = work->fn(t, work->arg);

    atomic_fetch_add_explicit(&t->db->statements, t->statements, memory_order_relaxed);
    return s == OK ? t->failed : s;
}

/* One try: begin, the function, commit or roll back. */
static enum status attempt(struct tx *t, const struct db_work *work)
{
    const struct db_engine *engine = t->db->engine;
    enum status s, ended;

    assert(!t->conn->busy);
    s = engine->begin(t);
    if (s != OK) {
        return s;
    }
    t->conn->busy = true;
    s = db_call(t, work);
    ended = engine->end(t, s == OK && !t->again);
    t->conn->busy = false;
    return s == OK ? ended : s;
}

static void pause_before(int try)
{
    uint32_t ms = random_below((uint32_t)RETRY_MS_FIRST << try) + 1;
    struct timespec t = {0, (long)ms * 1000000};

    nanosleep(&t, NULL);
}

static enum status with_retries(struct db *db, const struct db_work *work, bool writes)
{
    enum status s = E_BUSY;

    for (int try = 0; try < DB_TRIES_MAX; try++) {
        struct tx t = {.db = db, .arena = work->arena, .writes = writes};

        if (try > 0) {
            atomic_fetch_add(&db->retries, 1);
            pause_before(try);
        }
        s = db_conn_take(db, &t.conn);
        if (s == E_BUSY) {
            continue;
        }
        if (s != OK) {
            return s;
        }
        if (!writes) {
            t.deadline_ms = clock_monotonic_ms() + DB_READ_MS_MAX;
        }
        s = attempt(&t, work);
        db_conn_give(db, t.conn);
        if (!t.again) {
            return s;
        }
    }
    db_log(db, LOG_WARN, "db.gave_up", "tries", NULL);
    return E_BUSY;
}

enum status db_tx(struct db *db, struct arena *a, db_fn fn, void *arg)
{
    struct db_work work = {a, fn, arg};

    atomic_fetch_add(&db->transactions, 1);
    return db->engine->write != NULL ? db->engine->write(db, &work) : with_retries(db, &work, true);
}

enum status db_read(struct db *db, struct arena *a, db_fn fn, void *arg)
{
    struct db_work work = {a, fn, arg};

    return with_retries(db, &work, false);
}

enum status db_long_read(struct db *db, struct arena *a, db_fn fn, void *arg)
{
    struct db_work work = {a, fn, arg};
    struct tx t = {.db = db, .arena = a};
    enum status s = db->engine->connect(db, &t.conn);

    if (s != OK) {
        return s;
    }
    atomic_fetch_add(&db->long_reads, 1);
    s = attempt(&t, &work);
    atomic_fetch_sub(&db->long_reads, 1);
    db->engine->disconnect(t.conn);
    return s;
}

enum status db_command(struct db *db, const char *sql)
{
    struct db_conn *conn;
    enum status s = db->engine->connect(db, &conn);

    if (s == OK) {
        s = db->engine->command(conn, sql);
        db->engine->disconnect(conn);
    }
    return s;
}

struct arena *tx_arena(struct tx *t)
{
    return t->arena;
}

enum db_engine_kind tx_engine(const struct tx *t)
{
    return t->db->engine->kind;
}

/* ---- statements ---- */

static int ins_of(const struct db_in *in)
{
    int n = 0;

    while (in != NULL && in[n].type != DB_END) {
        n++;
    }
    assert(n <= DB_PARAMS_MAX);
    return n;
}

static int columns_of(const struct db_col *cols)
{
    int n = 0;

    while (cols != NULL && cols[n].type != DB_END) {
        n++;
    }
    assert(n <= DB_COLUMNS_MAX);
    return n;
}

static enum status run(struct tx *t, const char *sql, const struct db_in *in,
                       const struct db_col *cols, struct db_rows *rows, int64_t *changed)
{
    const struct db_query q = {sql, in, cols, ins_of(in), columns_of(cols), rows, changed};

    if (t->failed != OK) {
        return t->failed;
    }
    t->sql = sql;
    t->statements++;
    if (t->deadline_ms != 0 && clock_monotonic_ms() > t->deadline_ms) {
        return db_fail(t, E_BUSY, "deadline");
    }
    return t->db->engine->run(t, &q);
}

enum status db_one(struct tx *t, const char *sql, const struct db_in *in, const struct db_col *cols,
                   void *row)
{
    struct db_rows rows = {.data = row, .cap = 1, .max = 1};
    enum status s = run(t, sql, in, cols, &rows, NULL);

    if (s == E_TOO_LARGE) {
        return db_fail(t, E_INTERNAL, "second row");
    }
    return s == OK && rows.n == 0 ? E_NOT_FOUND : s;
}

enum status db_many(struct tx *t, const char *sql, const struct db_in *in,
                    const struct db_col *cols, size_t row_bytes, int rows_max, void *rows, int *n)
{
    struct db_rows found = {.row_bytes = row_bytes, .max = rows_max};
    enum status s = run(t, sql, in, cols, &found, NULL);

    memcpy(rows, &found.data, sizeof found.data);
    *n = s == OK ? found.n : 0;
    return s;
}

enum status db_change(struct tx *t, const char *sql, const struct db_in *in, int64_t *changed)
{
    *changed = 0;
    return run(t, sql, in, NULL, NULL, changed);
}

enum status db_exec(struct tx *t, const char *sql, const struct db_in *in)
{
    int64_t changed;
    enum status s = db_change(t, sql, in, &changed);

    if (s == OK && changed > 1) {
        return db_fail(t, E_INTERNAL, "second row");
    }
    return s == OK && changed == 0 ? E_NOT_FOUND : s;
}

enum status db_script(struct tx *t, const char *sql)
{
    t->sql = sql;
    t->scripted = true;
    return t->failed == OK ? t->db->engine->script(t, sql) : t->failed;
}

enum status db_each(struct tx *t, const char *sql, db_row_fn row, void *arg)
{
    t->sql = sql;
    return t->failed == OK ? t->db->engine->each(t, sql, row, arg) : t->failed;
}

/* ---- failures ---- */

static int64_t now_ms(void)
{
    static const struct clock unshifted;

    return clock_now(&unshifted);
}

void db_log(struct db *db, enum log_level level, const char *event, const char *code,
            const char *sql)
{
    char start[SQL_LOGGED_BYTES + 1] = "";

    if (sql != NULL) {
        strncpy(start, sql, SQL_LOGGED_BYTES);
    }
    log_event(db->options.log, now_ms(), level, event, LOG_TEXT("code", code),
              LOG_TEXT("sql", start), LOG_END);
}

enum status db_fail(struct tx *t, enum status s, const char *code)
{
    assert(s != OK);
    if (t->failed == OK) {
        t->failed = s;
        if (s != E_CONFLICT && !t->again) {
            db_log(t->db, s == E_INTERNAL ? LOG_ERROR : LOG_WARN, "db.failed", code, t->sql);
        }
    }
    return s;
}

void db_fault_order(struct db *db, enum db_fault_point point, enum db_fault_kind kind, int n)
{
    assert(point < DB_FAULT_POINTS && n >= 0);
    atomic_store(&db->fault.fired, false);
    atomic_store(&db->fault.kind, (int)kind);
    atomic_store(&db->fault.left[point], n);
}

bool db_fault_fired(const struct db *db)
{
    return atomic_load(&db->fault.fired);
}

bool db_fault_hits(struct db *db, enum db_fault_point point, enum db_fault_kind *kind)
{
    if (atomic_load_explicit(&db->fault.left[point], memory_order_relaxed) == 0 ||
        atomic_fetch_sub(&db->fault.left[point], 1) != 1) {
        return false;
    }
    *kind = (enum db_fault_kind)atomic_load(&db->fault.kind);
    atomic_store(&db->fault.fired, true);
    return true;
}
