/* db_sqlite_writer.c - the one thread that writes to SQLite.
 *
 * DESIGN: whoever wants to write puts a job on its own stack into the queue and sleeps. The writer
 * opens a transaction, runs every waiting job in a savepoint of its own, and commits all of them
 * with one fsync: a group. Then it wakes them. Nobody hears anything before the commit, not even
 * whose job said no: it may have said so because of a row that another job of the group just wrote.
 *
 * Each group that changed something also writes its number into db_group. When a COMMIT fails the
 * database is closed, reopened, and that row tells whether it happened (architecture.md section 5).
 * When it did not, one more commit overwrites what the failed one may have left at the end of the
 * log, so that no later crash can bring it back. Only when neither can be had the process ends: to
 * answer would be a guess, and the next start reads the truth from the disk. */
#include "db/db_sqlite.h"

#include "app/base/clock.h"
#include "app/base/crypto.h"
#include "app/base/limits.h"
#include "app/base/mem.h"

#include <assert.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#define REOPEN_TRIES       20
#define REOPEN_PAUSE_MS    100
#define WRITER_RANDOM_BITS 20
#define STALE_WRITERS_MS   DAY_MS
#define WRITER_STACK_BYTES (4 * THREAD_STACK_BYTES_MIN) /* every domain operation runs on it */

/* On the stack of the thread that waits for it. */
struct job {
    const struct db_work *work;
    struct job *next;
    enum status status;
    sem_t done;
};

struct lite_writer {
    struct db *db;
    struct lite_conn *conn; /* NULL after a failure: reopened for the next group */
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows, up to stop */
    pthread_cond_t wake;
    struct job *first, **last;
    int depth;
    bool stop;

    int64_t id; /* ours in db_group */
    int64_t op; /* the number of the newest group */
    struct job *group[DB_GROUP_MAX];
    int members;
    int64_t changes_before; /* sqlite3_total_changes64 when the group began */
    bool scripted;          /* a script ran, which that does not count */
};

/* ---- the queue ---- */

enum status lite_write(struct db *db, const struct db_work *work)
{
    struct lite_writer *w = ((struct lite *)db->state)->writer;
    struct job job = {.work = work};

    assert(!pthread_equal(pthread_self(), w->thread)); /* no transaction inside a transaction */
    sem_init(&job.done, 0, 0);
    pthread_mutex_lock(&w->lock);
    if (w->depth == DB_QUEUE_MAX) {
        pthread_mutex_unlock(&w->lock);
        return E_BUSY;
    }
    *w->last = &job;
    w->last = &job.next;
    w->depth++;
    if (w->depth > db->queue_depth_max) {
        atomic_store(&db->queue_depth_max, w->depth);
    }
    if (w->depth == 1) {
        pthread_cond_signal(&w->wake);
    }
    pthread_mutex_unlock(&w->lock);
    while (sem_wait(&job.done) != 0) { /* a signal came */
    }
    sem_destroy(&job.done);
    return job.status;
}

/* The next job; NULL when there is none. With `wait`: only when it is time to stop. */
static struct job *take(struct lite_writer *w, bool wait)
{
    struct job *j;

    pthread_mutex_lock(&w->lock);
    while (wait && w->first == NULL && !w->stop) {
        pthread_cond_wait(&w->wake, &w->lock);
    }
    j = w->first;
    if (j != NULL) {
        w->first = j->next;
        w->last = w->first != NULL ? w->last : &w->first;
        w->depth--;
    }
    pthread_mutex_unlock(&w->lock);
    return j;
}

static void answer_all(struct lite_writer *w)
{
    for (int i = 0; i < w->members; i++) {
        sem_post(&w->group[i]->done); /* from here on the job's stack is not ours */
    }
    w->members = 0;
}

static void set_all(struct lite_writer *w, enum status s)
{
    for (int i = 0; i < w->members; i++) {
        w->group[i]->status = s;
    }
}

/* ---- which group was the last ---- */

static const char group_table_sql[] =
    "CREATE TABLE IF NOT EXISTS db_group (writer INTEGER PRIMARY KEY, op INTEGER NOT NULL)";
static const char group_stale_sql[] = "DELETE FROM db_group WHERE writer < $1";
static const char group_mark_sql[] = "INSERT INTO db_group (writer, op) VALUES ($1, $2)"
                                     " ON CONFLICT (writer) DO UPDATE SET op = excluded.op";
static const char group_read_sql[] = "SELECT op FROM db_group WHERE writer = $1";

static enum status run_on(struct lite_writer *w, const char *sql, const struct db_in *in,
                          const struct db_col *cols, void *row)
{
    struct tx t = {.db = w->db, .conn = &w->conn->conn};
    int64_t changed;

    return cols != NULL ? db_one(&t, sql, in, cols, row) : db_change(&t, sql, in, &changed);
}

static enum status mark(struct lite_writer *w)
{
    struct db_in in[] = {IN_I64(w->id), IN_I64(++w->op), IN_END};

    return run_on(w, group_mark_sql, in, NULL, NULL);
}

/* 0 when this writer never marked a group. */
static enum status read_mark(struct lite_writer *w, int64_t *op)
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

static enum status prepare_table(struct lite_writer *w)
{
    struct db_in in[] = {IN_I64(w->id - (STALE_WRITERS_MS << WRITER_RANDOM_BITS)), IN_END};
    int rc = lite_do(w->conn, group_table_sql);

    return rc == SQLITE_OK ? run_on(w, group_stale_sql, in, NULL, NULL) : lite_status(rc);
}

/* ---- when a COMMIT failed ---- */

static int log_grew(void *arg, sqlite3 *sql, const char *name, int pages)
{
    struct lite_writer *w = arg;
    struct lite *lite = w->db->state;

    (void)sql;
    (void)name;
    if (lite->checkpointer != NULL) { /* while the database is being opened there is none yet */
        lite_checkpoint_due(lite->checkpointer, pages);
    }
    return SQLITE_OK;
}

static enum status reopen(struct lite_writer *w, int tries)
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
static _Noreturn void give_up(struct lite_writer *w)
{
    db_log(w->db, LOG_ERROR, "db.unknown", "commit", NULL);
    _exit(EX_IOERR);
}

/* One more commit: what the failed one may have left in the log is overwritten or confirmed. */
static bool settle(struct lite_writer *w, bool found)
{
    int in_log = 0, copied = 0;

    if (lite_do(w->conn, "BEGIN IMMEDIATE") != SQLITE_OK || mark(w) != OK ||
        lite_do(w->conn, "COMMIT") != SQLITE_OK) {
        return false;
    }
    if (!found) {
        return true;
    }
    /* An fsync that failed once may not tell again; copying into the database does. */
    return sqlite3_wal_checkpoint_v2(w->conn->sql, NULL, SQLITE_CHECKPOINT_FULL, &in_log,
                                     &copied) == SQLITE_OK &&
           in_log == copied;
}

/* Whether the group that failed to commit with rc is in the database all the same. */
static bool committed_after_all(struct lite_writer *w, int rc, bool unknown)
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
    /* A full disk cut the group off before its last frame: it can't come back by itself. */
    if ((rc & 0xff) == SQLITE_FULL && !found) {
        return false;
    }
    if (!settle(w, found)) {
        give_up(w);
    }
    return found;
}

/* ---- one group ---- */

static enum status begin(struct lite_writer *w)
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

static void roll_back(struct lite_writer *w)
{
    if (sqlite3_get_autocommit(w->conn->sql) == 0 && lite_do(w->conn, "ROLLBACK") != SQLITE_OK) {
        w->conn->broken = true;
    }
}

/* An ordered failure of COMMIT. The code SQLite would give; *unknown when asking again fails too.
 */
static int faulty_commit(struct lite_writer *w, enum db_fault_kind kind, bool *unknown)
{
    static const int codes[] = {SQLITE_IOERR_FSYNC, SQLITE_FULL,  SQLITE_BUSY,
                                SQLITE_IOERR,       SQLITE_IOERR, SQLITE_IOERR};

    *unknown = kind == DB_FAULT_UNKNOWN;
    if (kind == DB_FAULT_LOST_AFTER) {
        (void)lite_do(w->conn, "COMMIT");
    } else if (kind != DB_FAULT_BUSY) {
        roll_back(w);
    }
    return codes[kind];
}

static int commit_code(struct lite_writer *w, bool *unknown)
{
    enum db_fault_kind kind;

    *unknown = false;
    return db_fault_hits(w->db, DB_FAULT_COMMIT, &kind) ? faulty_commit(w, kind, unknown)
                                                        : lite_do(w->conn, "COMMIT");
}

/* OK: the group is durable. E_CONFLICT: a deferred constraint of one of its members. Anything else:
 * nothing was written. */
static enum status commit(struct lite_writer *w)
{
    enum status s = OK;
    bool unknown;
    int rc;

    if (w->scripted || sqlite3_total_changes64(w->conn->sql) != w->changes_before) {
        s = mark(w);
    }
    if (s != OK) {
        roll_back(w);
        return s;
    }
    rc = commit_code(w, &unknown);
    if (rc == SQLITE_OK) {
        atomic_fetch_add_explicit(&w->db->commits, 1, memory_order_relaxed);
        return OK;
    }
    if (rc == SQLITE_BUSY || (rc & 0xff) == SQLITE_CONSTRAINT) {
        roll_back(w);
        return lite_status(rc);
    }
    return committed_after_all(w, rc, unknown) ? OK : E_BUSY;
}

static enum status call(struct lite_writer *w, struct job *j)
{
    struct tx t = {.db = w->db, .conn = &w->conn->conn, .arena = j->work->arena, .writes = true};
    enum status s = db_call(&t, j->work);

    w->scripted = w->scripted || t.scripted;
    return s;
}

/* False when the whole transaction is gone, and the other members' work with it. */
static bool run_member(struct lite_writer *w, struct job *j)
{
    struct lite_conn *c = w->conn;

    if (lite_do(c, "SAVEPOINT member") != SQLITE_OK) {
        return false;
    }
    j->status = call(w, j);
    if (sqlite3_get_autocommit(c->sql) != 0) {
        return false;
    }
    if (j->status != OK && lite_do(c, "ROLLBACK TO member") != SQLITE_OK) {
        return false;
    }
    return lite_do(c, "RELEASE member") == SQLITE_OK;
}

/* A transaction for this job alone. */
static void run_alone(struct lite_writer *w, struct job *j)
{
    enum status s = begin(w);

    j->status = s;
    if (s != OK) {
        return;
    }
    j->status = call(w, j);
    if (j->status == OK) {
        j->status = commit(w);
    } else {
        roll_back(w);
    }
}

static void run_each_alone(struct lite_writer *w)
{
    roll_back(w);
    for (int i = 0; i < w->members; i++) {
        atomic_fetch_add(&w->db->retries, 1);
        run_alone(w, w->group[i]);
    }
}

/* Takes jobs as long as there are any. False as run_member. */
static bool run_members(struct lite_writer *w)
{
    bool alive = run_member(w, w->group[0]);
    struct job *j;

    while (alive && w->members < DB_GROUP_MAX && (j = take(w, false)) != NULL) {
        w->group[w->members++] = j;
        alive = run_member(w, j);
    }
    return alive;
}

static bool any_worked(const struct lite_writer *w)
{
    for (int i = 0; i < w->members; i++) {
        if (w->group[i]->status == OK) {
            return true;
        }
    }
    return false;
}

static void run_group(struct lite_writer *w)
{
    enum status s = begin(w);

    if (s != OK) {
        set_all(w, s);
        return;
    }
    if (!run_members(w)) {
        run_each_alone(w);
        return;
    }
    if (!any_worked(w)) {
        roll_back(w);
        return;
    }
    s = commit(w);
    if (s == E_CONFLICT && w->members > 1) {
        run_each_alone(w);
    } else if (s != OK) {
        set_all(w, s);
    }
}

/* ---- the thread ---- */

static void *writer_main(void *arg)
{
    struct lite_writer *w = arg;
    struct lite *lite = w->db->state;
    struct job *j;

    while ((j = take(w, true)) != NULL) {
        w->group[0] = j;
        w->members = 1;
        run_group(w);
        answer_all(w);
        if (w->conn != NULL) {
            lite_checkpoint_restart(lite->checkpointer, w->conn);
        }
    }
    return NULL;
}

enum status lite_writer_start(struct db *db, struct lite_writer **out)
{
    struct lite_writer *w = mem_alloc(sizeof *w);
    enum status s;

    if (w == NULL) {
        return E_BUSY;
    }
    memset(w, 0, sizeof *w);
    w->db = db;
    w->id = new_writer_id();
    w->last = &w->first;
    s = reopen(w, 1);
    if (s == OK) {
        s = prepare_table(w);
    }
    if (s == OK) {
        pthread_mutex_init(&w->lock, NULL);
        pthread_cond_init(&w->wake, NULL);
        s = lite_thread_start(&w->thread, WRITER_STACK_BYTES, writer_main, w);
    }
    if (s == OK) {
        *out = w;
        return OK;
    }
    if (w->conn != NULL) {
        lite_disconnect(w->conn);
    }
    mem_free(w);
    return s;
}

void lite_writer_stop(struct lite_writer *w)
{
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_signal(&w->wake);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    if (w->conn != NULL) {
        lite_disconnect(w->conn);
    }
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
    mem_free(w);
}
