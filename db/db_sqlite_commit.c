/* db_sqlite_commit.c - the writer's transactions, and what is done when a COMMIT fails.
 *
 * DESIGN: each transaction that changed something also writes its number into db_group. When a
 * COMMIT fails the database is closed, reopened, and that row tells whether it happened
 * (architecture.md section 5). When it did not, one more commit overwrites what the failed one may
 * have left at the end of the log, so that no later crash can bring it back. Only when neither can
 * be had the process ends: to answer would be a guess, and the next start reads the truth from the
 * disk. */
#include "db/db_sqlite.h"

#include "app/base/clock.h"
#include "app/base/crypto.h"
#include "app/base/limits.h"

#include <stdio.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define REOPEN_TRIES       20
#define REOPEN_PAUSE_MS    100
#define WRITER_RANDOM_BITS 20
#define STALE_WRITERS_MS   DAY_MS

/* ---- which group was the last ---- */

static const char group_table_sql[] =
    "CREATE TABLE IF NOT EXISTS db_group (writer INTEGER PRIMARY KEY, op INTEGER NOT NULL)";
static const char group_stale_sql[] = "DELETE FROM db_group WHERE writer < $1";
static const char group_mark_sql[] = "INSERT INTO db_group (writer, op) VALUES ($1, $2)"
                                     " ON CONFLICT (writer) DO UPDATE SET op = excluded.op";
static const char group_read_sql[] = "SELECT op FROM db_group WHERE writer = $1";

static enum status run_on(struct lite_committer *w, const char *sql, const struct db_in *in,
                          const struct db_col *cols, void *row)
{
    struct tx t = {.db = w->db, .conn = &w->conn->conn};
    int64_t changed;

    return cols != NULL ? db_one(&t, sql, in, cols, row) : db_change(&t, sql, in, &changed);
}

static enum status mark(struct lite_committer *w)
{
    struct db_in in[] = {IN_I64(w->id), IN_I64(++w->op), IN_END};

    return run_on(w, group_mark_sql, in, NULL, NULL);
}

/* 0 when this writer never marked a group. */
static enum status read_mark(struct lite_committer *w, int64_t *op)
{
    struct found {
        int64_t op;
    } found = {0};
    static const struct db_col cols[] = {COL_I64(struct found, op), COL_END};
    struct db_in in[] = {IN_I64(w->id), IN_END};
    enum status s = run_on(w, group_read_sql, in, cols, &found);

    *op = found.op;
    return s == E_NOT_FOUND ? OK : s;
}

/* Writer ids begin with the time they were made, so old ones are small. */
static int64_t new_writer_id(void)
{
    static const struct clock unshifted;

    return (clock_now(&unshifted) << WRITER_RANDOM_BITS) | random_below(1U << WRITER_RANDOM_BITS);
}

static enum status prepare_table(struct lite_committer *w)
{
    struct db_in in[] = {IN_I64(w->id - (STALE_WRITERS_MS << WRITER_RANDOM_BITS)), IN_END};
    int rc = lite_do(w->conn, group_table_sql);

    return rc == SQLITE_OK ? run_on(w, group_stale_sql, in, NULL, NULL) : lite_status(rc);
}

/* ---- when a COMMIT failed ---- */

static int log_grew(void *arg, sqlite3 *sql, const char *name, int pages)
{
    struct lite_committer *w = arg;
    struct lite *lite = w->db->state;

    (void)sql;
    (void)name;
    if (lite->checkpointer != NULL) { /* while the database is being opened there is none yet */
        lite_checkpoint_due(lite->checkpointer, pages);
    }
    return SQLITE_OK;
}

static enum status reopen(struct lite_committer *w, int tries)
{
    enum status s = E_BUSY;

    if (w->conn != NULL) {
        lite_disconnect(w->conn);
        w->conn = NULL;
    }
    for (int i = 0; i < tries && s != OK; i++) {
        const struct timespec pause = {0, REOPEN_PAUSE_MS * 1000000L};

        if (i > 0) {
            nanosleep(&pause, NULL);
        }
        s = lite_connect(w->db, LITE_WRITER, &w->conn);
    }
    if (s == OK) {
        sqlite3_wal_hook(w->conn->sql, log_grew, w);
    }
    return s;
}

/* Ends the process: whether the group is on the disk can't be known, so nobody may be told. */
static _Noreturn void give_up(struct lite_committer *w)
{
    db_log(w->db, LOG_ERROR, "db.unknown", "commit", NULL);
    _exit(EX_IOERR);
}

/* Whether all of the log is in the database. Somebody else who copies it, or reads an older part of
 * it, is waited for: a reader is interrupted after DB_READ_MS_MAX. */
static bool copy_log(struct lite_committer *w)
{
    const struct timespec pause = {0, REOPEN_PAUSE_MS * 1000000L};
    int in_log = 0, copied = 0, rc = SQLITE_BUSY;

    for (int64_t waited_ms = 0; waited_ms <= 2 * DB_READ_MS_MAX; waited_ms += REOPEN_PAUSE_MS) {
        rc =
            sqlite3_wal_checkpoint_v2(w->conn->sql, NULL, SQLITE_CHECKPOINT_FULL, &in_log, &copied);
        if ((rc == SQLITE_OK && in_log == copied) || (rc != SQLITE_OK && rc != SQLITE_BUSY)) {
            break;
        }
        nanosleep(&pause, NULL);
    }
    return rc == SQLITE_OK && in_log == copied;
}

/* One more commit: what the failed one may have left in the log is overwritten or confirmed. */
static bool settle(struct lite_committer *w, bool found)
{
    if (lite_do(w->conn, "BEGIN IMMEDIATE") != SQLITE_OK || mark(w) != OK ||
        lite_do(w->conn, "COMMIT") != SQLITE_OK) {
        lite_commit_undo(w);
        return false;
    }
    /* An fsync that failed once may not tell again; copying into the database does. */
    return !found || copy_log(w);
}

/* Whether the group that failed to commit with rc is in the database all the same. */
static bool committed_after_all(struct lite_committer *w, int rc, bool unknown)
{
    char code[16];
    int64_t op;
    bool found;

    snprintf(code, sizeof code, "%d", rc);
    db_log(w->db, LOG_ERROR, "db.commit_failed", code, NULL);
    if (unknown || reopen(w, REOPEN_TRIES) != OK || read_mark(w, &op) != OK) {
        give_up(w);
    }
    found = op == w->op;
    /* On a full disk even that may not fit; but the last frame of the group did not either, and
     * without it the group can't come back. */
    if (!settle(w, found) && ((rc & 0xff) != SQLITE_FULL || found)) {
        give_up(w);
    }
    return found;
}

/* ---- begin, commit, roll back ---- */

enum status lite_commit_begin(struct lite_committer *w)
{
    int rc;

    if (w->conn == NULL || w->conn->broken) {
        if (reopen(w, 1) != OK) {
            return E_BUSY;
        }
    }
    rc = lite_do(w->conn, "BEGIN IMMEDIATE");
    w->changes_before = sqlite3_total_changes64(w->conn->sql);
    w->scripted = false;
    return lite_status(rc);
}

void lite_commit_undo(struct lite_committer *w)
{
    if (sqlite3_get_autocommit(w->conn->sql) == 0 && lite_do(w->conn, "ROLLBACK") != SQLITE_OK) {
        w->conn->broken = true;
    }
}

/* An ordered failure of COMMIT. The code SQLite would give; *unknown when asking again fails too.
 */
static int faulty_commit(struct lite_committer *w, enum db_fault_kind kind, bool *unknown)
{
    static const int codes[] = {SQLITE_IOERR_FSYNC, SQLITE_FULL,  SQLITE_BUSY,
                                SQLITE_IOERR,       SQLITE_IOERR, SQLITE_IOERR};

    *unknown = kind == DB_FAULT_UNKNOWN;
    if (kind == DB_FAULT_LOST_AFTER) {
        (void)lite_do(w->conn, "COMMIT");
    } else if (kind != DB_FAULT_BUSY) {
        lite_commit_undo(w);
    }
    return codes[kind];
}

static int commit_code(struct lite_committer *w, bool *unknown)
{
    enum db_fault_kind kind;

    *unknown = false;
    return db_fault_hits(w->db, DB_FAULT_COMMIT, &kind) ? faulty_commit(w, kind, unknown)
                                                        : lite_do(w->conn, "COMMIT");
}

enum status lite_commit(struct lite_committer *w)
{
    enum status s = OK;
    bool unknown;
    int rc;

    if (w->scripted || sqlite3_total_changes64(w->conn->sql) != w->changes_before) {
        s = mark(w);
    }
    if (s != OK) {
        lite_commit_undo(w);
        return s;
    }
    rc = commit_code(w, &unknown);
    if (rc == SQLITE_OK) {
        atomic_fetch_add_explicit(&w->db->commits, 1, memory_order_relaxed);
        return OK;
    }
    if (rc == SQLITE_BUSY || (rc & 0xff) == SQLITE_CONSTRAINT) {
        lite_commit_undo(w);
        return lite_status(rc);
    }
    return committed_after_all(w, rc, unknown) ? OK : E_BUSY;
}

/* ---- open and close ---- */

enum status lite_commit_open(struct lite_committer *w, struct db *db)
{
    enum status s;

    *w = (struct lite_committer){.db = db, .id = new_writer_id()};
    s = reopen(w, 1);
    if (s == OK) {
        s = prepare_table(w);
    }
    if (s != OK) {
        lite_commit_close(w);
    }
    return s;
}

void lite_commit_close(struct lite_committer *w)
{
    if (w->conn != NULL) {
        lite_disconnect(w->conn);
        w->conn = NULL;
    }
}
