/* bare.c - see bare.h. */
#include "tests/bench/bare.h"

#include "app/base/limits.h"
#include "tests/test.h"

#include <civetweb.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the record ---- */

static struct bare_plan *_Atomic recording;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The linker sends every call of sqlite3_step through here. */
int __wrap_sqlite3_step(sqlite3_stmt *s);
int __real_sqlite3_step(sqlite3_stmt *s);

static void note(struct bare_plan *plan, sqlite3_stmt *s)
{
    char *sql = sqlite3_expanded_sql(s);

    CHECK(sql != NULL && strlen(sql) < BARE_SQL_BYTES);
    pthread_mutex_lock(&lock);
    CHECK(plan->statements_n < BARE_STATEMENTS_MAX);
    snprintf(plan->statements[plan->statements_n++], BARE_SQL_BYTES, "%s", sql);
    pthread_mutex_unlock(&lock);
    sqlite3_free(sql);
}

int __wrap_sqlite3_step(sqlite3_stmt *s)
{
    struct bare_plan *plan = atomic_load_explicit(&recording, memory_order_relaxed);

    if (plan != NULL && !sqlite3_stmt_busy(s)) {
        note(plan, s);
    }
    return __real_sqlite3_step(s);
}

void bare_record(struct bare_plan *plan)
{
    atomic_store(&recording, plan);
}

void bare_database(struct bare_plan *plan, const char *url)
{
    snprintf(plan->database, sizeof plan->database, "%s", url + strlen("sqlite:"));
}

/* ---- the server ---- */

struct bare_thread {
    sqlite3 *db;
    sqlite3_stmt *statements[BARE_STATEMENTS_MAX];
};

/* The same settings as ours. */
static const char settings[] =
    "PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 0; PRAGMA temp_store = MEMORY;"
    "PRAGMA cache_size = -512; PRAGMA query_only = ON";

static void *init_thread(const struct mg_context *civet, int type)
{
    const struct bare_plan *plan = mg_get_user_data(civet);
    struct bare_thread *t;

    if (type != 1) {
        return NULL;
    }
    t = calloc(1, sizeof *t);
    CHECK(t != NULL);
    CHECK_I64(
        sqlite3_open_v2(plan->database, &t->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL),
        SQLITE_OK);
    CHECK_I64(sqlite3_exec(t->db, settings, NULL, NULL, NULL), SQLITE_OK);
    for (int i = 0; i < plan->statements_n; i++) {
        CHECK_I64(sqlite3_prepare_v3(t->db, plan->statements[i], -1, SQLITE_PREPARE_PERSISTENT,
                                     &t->statements[i], NULL),
                  SQLITE_OK);
    }
    return t;
}

/* What was asked for is read, as by any handler. */
static size_t read_row(sqlite3_stmt *s)
{
    size_t bytes = 0;

    for (int i = 0; i < sqlite3_column_count(s); i++) {
        switch (sqlite3_column_type(s, i)) {
        case SQLITE_INTEGER:
            bytes += (size_t)sqlite3_column_int64(s, i) & 7;
            break;
        case SQLITE_NULL:
            break;
        default:
            bytes += sqlite3_column_text(s, i) != NULL ? (size_t)sqlite3_column_bytes(s, i) : 0;
        }
    }
    return bytes;
}

static int begin_request(struct mg_connection *mg)
{
    const struct bare_plan *plan = mg_get_user_data(mg_get_context(mg));
    const struct bare_thread *t = mg_get_thread_pointer(mg);

    for (int i = 0; i < plan->statements_n; i++) {
        size_t bytes = 0;
        int rc;

        while ((rc = __real_sqlite3_step(t->statements[i])) == SQLITE_ROW) {
            bytes += read_row(t->statements[i]);
        }
        CHECK(bytes < plan->answer_len + 1000000);
        CHECK_I64(rc, SQLITE_DONE);
        sqlite3_reset(t->statements[i]);
    }
    mg_write(mg, plan->answer, plan->answer_len);
    return 200;
}

void bare_serve(struct bare_plan *plan)
{
    char threads[12];
    const char *options[] = {"listening_ports",
                             "127.0.0.1:0",
                             "num_threads",
                             threads,
                             "tcp_nodelay",
                             "1",
                             "enable_keep_alive",
                             "yes",
                             "keep_alive_timeout_ms",
                             "5000",
                             "decode_url",
                             "no",
                             NULL};
    struct mg_callbacks callbacks = {.begin_request = begin_request, .init_thread = init_thread};
    struct mg_server_port port;
    struct mg_context *civet;

    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    snprintf(threads, sizeof threads, "%d", HTTP_THREADS_DEFAULT);
    civet = mg_start(&callbacks, plan, options);
    CHECK(civet != NULL && mg_get_server_ports(civet, 1, &port) == 1);
    plan->port = port.port;
}
