/* db_sqlite_writer.c - the one thread that writes to SQLite.
 *
 * DESIGN: whoever wants to write puts a job on its own stack into the queue and sleeps. The writer
 * opens a transaction, runs every waiting job in a savepoint of its own, and commits all of them
 * with one fsync: a group. Then it wakes them. Nobody hears anything before the commit, not even
 * whose job said no: it may have said so because of a row that another job of the group just wrote.
 */
#include "db/db_sqlite.h"

#include "app/base/limits.h"
#include "app/base/mem.h"

#include <assert.h>
#include <semaphore.h>
#include <string.h>

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
    struct lite_committer c;
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows, up to stop */
    pthread_cond_t wake;
    struct job *first, **last;
    int depth;
    bool stop;

    struct job *group[DB_GROUP_MAX];
    int members;
};

/* ---- the queue ---- */

void lite_writer_forbid(const struct lite_writer *w)
{
    assert(!pthread_equal(pthread_self(), w->thread));
}

enum status lite_write(struct db *db, const struct db_work *work)
{
    struct lite_writer *w = ((struct lite *)db->state)->writer;
    struct job job = {.work = work};

    lite_writer_forbid(w);
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

/* ---- one group ---- */

static enum status call(struct lite_writer *w, struct job *j)
{
    struct tx t = {.db = w->db, .conn = &w->c.conn->conn, .arena = j->work->arena, .writes = true};
    enum status s = db_call(&t, j->work);

    w->c.scripted = w->c.scripted || t.scripted;
    return s;
}

/* False when the whole transaction is gone, and the other members' work with it. */
static bool run_member(struct lite_writer *w, struct job *j)
{
    struct lite_conn *c = w->c.conn;

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
    enum status s = lite_commit_begin(&w->c);

    j->status = s;
    if (s != OK) {
        return;
    }
    j->status = call(w, j);
    if (j->status == OK) {
        j->status = lite_commit(&w->c);
    } else {
        lite_commit_undo(&w->c);
    }
}

static void run_each_alone(struct lite_writer *w)
{
    lite_commit_undo(&w->c);
    for (int i = 0; i < w->members; i++) {
        atomic_fetch_add(&w->db->retries, 1);
        run_alone(w, w->group[i]);
    }
}

/* Takes jobs as long as there are any. False as run_member. */
static bool run_members(struct lite_writer *w)
{
    int wanted = w->db->options.group_max;
    int most = wanted > 0 && wanted < DB_GROUP_MAX ? wanted : DB_GROUP_MAX;
    bool alive = run_member(w, w->group[0]);
    struct job *j;

    while (alive && w->members < most && (j = take(w, false)) != NULL) {
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
    enum status s = lite_commit_begin(&w->c);

    if (s != OK) {
        set_all(w, s);
        return;
    }
    if (!run_members(w)) {
        run_each_alone(w);
        return;
    }
    if (!any_worked(w)) {
        lite_commit_undo(&w->c);
        return;
    }
    s = lite_commit(&w->c);
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
        if (w->c.conn != NULL) {
            lite_checkpoint_restart(lite->checkpointer, w->c.conn);
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
    w->last = &w->first;
    s = lite_commit_open(&w->c, db);
    if (s == OK) {
        pthread_mutex_init(&w->lock, NULL);
        pthread_cond_init(&w->wake, NULL);
        s = lite_thread_start(&w->thread, WRITER_STACK_BYTES, writer_main, w);
    }
    if (s == OK) {
        *out = w;
        return OK;
    }
    lite_commit_close(&w->c);
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
    lite_commit_close(&w->c);
    pthread_cond_destroy(&w->wake);
    pthread_mutex_destroy(&w->lock);
    mem_free(w);
}
