/* db_sqlite.c - connections and reads on SQLite. Statements are in db_sqlite_run.c, writes in
 * db_sqlite_writer.c.
 *
 * DESIGN: one connection for the writer, one for the checkpointer, and at the most
 * DB_READERS_MAX for those who read, each used by one thread at a time (SQLITE_OPEN_NOMUTEX). Pages
 * are cached per connection: a reader's cache has to hold the inner pages of the indexes of a large
 * database, or each look-up reads two pages instead of one from the kernel's. */
#include "db/db_sqlite.h"

#include "app/base/clock.h"
#include "app/base/limits.h"
#include "app/base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SCHEME         "sqlite:"
#define PROGRESS_STEPS 2000 /* virtual machine steps between two looks at the clock: ~20 us */

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
        [LITE_READER] = "PRAGMA cache_size = -4096; PRAGMA query_only = ON",
        [LITE_UPKEEP] = "PRAGMA cache_size = -2048",
    };
    bool sync = !c->conn.db->options.unsafe_no_sync;
    int rc = sqlite3_exec(c->sql, common, NULL, NULL, NULL);

    /* EXTRA is FULL, and syncs the folder when the switch to WAL has removed its journal: that
     * journal, coming back after a power cut, would undo the first minutes of a new database. */
    if (rc == SQLITE_OK) {
        rc = sqlite3_exec(c->sql,
                          sync ? "PRAGMA synchronous = EXTRA" : "PRAGMA synchronous = NORMAL", NULL,
                          NULL, NULL);
    }
    if (rc == SQLITE_OK) {
        rc = sqlite3_exec(c->sql, cache[use], NULL, NULL, NULL);
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
    statements_init(&c->statements,
                    use == LITE_READER ? DB_READER_STATEMENTS_MAX : DB_STATEMENTS_MAX,
                    lite_drop_statement, NULL);
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
    enum status s;

    lite_writer_forbid(((struct lite *)db->state)->writer);
    s = lite_connect(db, LITE_READER, &c);
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
    .readers_max = DB_READERS_MAX,
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
