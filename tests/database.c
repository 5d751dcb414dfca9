/* database.c - see database.h. */
#include "tests/database.h"

#include "app/base/clock.h"
#include "db/migrate.h"
#include "tests/test.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define OPEN_MAX   32
#define NAME_BYTES 64

/* One of the open ones, for the closing at the end of the test. */
struct opened {
    struct db *db;
};

static char dir[64];
static char pg_url[DATABASE_URL_BYTES];
static PGconn *pg;
static int numbered;
static struct opened opened[OPEN_MAX];

static pthread_mutex_t scans_lock = PTHREAD_MUTEX_INITIALIZER;
static char scan_text[300];
static int scans;

/* ---- the folder, and what ends with the process ---- */

/* Runs argv with a pipe as its standard input that this process holds open until it ends, however
 * it ends; its output can be read from *out when that is not NULL. */
static void keep(const char *const argv[], FILE **out)
{
    int in[2], result[2] = {-1, -1};
    pid_t child;

    CHECK(pipe2(in, O_CLOEXEC) == 0 && (out == NULL || pipe2(result, O_CLOEXEC) == 0));
    child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        setsid(); /* Ctrl-C is for the tests */
        dup2(in[0], STDIN_FILENO);
        if (out != NULL) {
            dup2(result[1], STDOUT_FILENO);
        }
        execvp(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    close(in[0]);
    if (out != NULL) {
        close(result[1]);
        *out = fdopen(result[0], "r");
        CHECK(*out != NULL);
    }
}

static void at_end(void)
{
    if (scans > 0) {
        fprintf(stderr, "%d statements scan a whole table without saying so, one of them: %s\n",
                scans, scan_text);
        fflush(NULL);
        _exit(1);
    }
}

const char *database_dir(void)
{
    if (dir[0] == '\0') {
        const char *const remove[] = {"sh", "-c", "cat; rm -rf \"$0\"", dir, NULL};
        const char *tmp = getenv("TMPDIR");

        snprintf(dir, sizeof dir, "%s/otagai-test-XXXXXX", tmp != NULL ? tmp : "/tmp");
        CHECK(mkdtemp(dir) != NULL);
        keep(remove, NULL);
        atexit(at_end);
    }
    return dir;
}

/* ---- SQLite ---- */

static void copy_file(const char *from, const char *to)
{
    static char bytes[64 * 1024];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    size_t n;

    CHECK(in != NULL && out != NULL);
    while ((n = fread(bytes, 1, sizeof bytes, in)) > 0) {
        CHECK(fwrite(bytes, 1, n, out) == n);
    }
    CHECK(fclose(in) == 0 && fclose(out) == 0);
}

static void migrate(const char *url, const char *folder)
{
    struct arena *a = arena_open(4 << 20);
    struct db *db = NULL;
    int steps;

    CHECK_STATUS(db_open(&db, url, NULL), OK);
    if (*folder == '\0') {
        CHECK_STATUS(db_migrate(db, a, 1, &steps), OK);
    } else {
        CHECK_STATUS(db_migrate_folder(db, a, folder, 1, &steps), OK);
    }
    db_close(db);
    arena_close(a);
}

static void remove_sqlite(void *arg)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    char path[DATABASE_URL_BYTES + 8];

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        snprintf(path, sizeof path, "%s%s", (char *)arg, endings[i]);
        unlink(path);
    }
    free(arg);
}

static void new_sqlite(const char *folder, char url[DATABASE_URL_BYTES])
{
    char template_url[DATABASE_URL_BYTES];
    const char *template = template_url + strlen("sqlite:");

    snprintf(template_url, sizeof template_url, "sqlite:%s/template-%s.db", database_dir(), folder);
    if (access(template, F_OK) != 0) {
        migrate(template_url, folder);
    }
    snprintf(url, DATABASE_URL_BYTES, "sqlite:%s/%d.db", dir, ++numbered);
    copy_file(template, url + strlen("sqlite:"));
    test_cleanup(remove_sqlite, strdup(url + strlen("sqlite:")));
}

/* ---- PostgreSQL ---- */

static void start_postgresql(void)
{
    static const char *const argv[] = {"ops/postgres", "sh", "-c", "echo \"$OTAGAI_TEST_PG\"; cat",
                                       NULL};
    const char *running = getenv("OTAGAI_TEST_PG");
    FILE *said;

    if (running != NULL && *running != '\0') {
        snprintf(pg_url, sizeof pg_url, "%s", running);
        return;
    }
    keep(argv, &said);
    CHECK(fgets(pg_url, sizeof pg_url, said) != NULL);
    pg_url[strcspn(pg_url, "\n")] = '\0';
}

static void pg_do(const char *sql)
{
    PGresult *r;

    if (pg == NULL) {
        start_postgresql();
        pg = PQconnectdb(pg_url);
        if (PQstatus(pg) != CONNECTION_OK) {
            test_fail(__FILE__, __LINE__, "%s: %s", pg_url, PQerrorMessage(pg));
        }
    }
    r = PQexec(pg, sql);
    if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK) {
        test_fail(__FILE__, __LINE__, "%s: %s", sql, PQerrorMessage(pg));
    }
    PQclear(r);
}

static bool pg_has(const char *name)
{
    char sql[256];
    PGresult *r;
    bool has;

    snprintf(sql, sizeof sql, "SELECT 1 FROM pg_database WHERE datname = '%s'", name);
    r = PQexec(pg, sql);
    has = PQntuples(r) == 1;
    PQclear(r);
    return has;
}

/* pg_url with another database: it names "/postgres?". */
static void pg_url_of(const char *name, char url[DATABASE_URL_BYTES])
{
    const char *from = strstr(pg_url, "/postgres?");
    int n;

    CHECK(from != NULL);
    n = snprintf(url, DATABASE_URL_BYTES, "%.*s/%s%s", (int)(from - pg_url), pg_url, name,
                 from + strlen("/postgres"));
    CHECK(n > 0 && n < DATABASE_URL_BYTES);
}

static void drop_postgresql(void *name)
{
    char sql[128];

    snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS %s WITH (FORCE)", (char *)name);
    PQclear(PQexec(pg, sql));
    free(name);
}

static void new_postgresql(const char *folder, char url[DATABASE_URL_BYTES])
{
    char template[NAME_BYTES], name[NAME_BYTES], sql[256];

    pg_do("SELECT 1");
    snprintf(template, sizeof template, "template_%d_%s", (int)getpid(), folder);
    if (!pg_has(template)) {
        snprintf(sql, sizeof sql, "CREATE DATABASE %s TEMPLATE template0", template);
        pg_do(sql);
        pg_url_of(template, url);
        migrate(url, folder);
    }
    snprintf(name, sizeof name, "test_%d_%d", (int)getpid(), ++numbered);
    snprintf(sql, sizeof sql, "CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY", name, template);
    pg_do(sql);
    test_cleanup(drop_postgresql, strdup(name));
    pg_url_of(name, url);
}

void database_new(const char *engine, const char *folder, char url[DATABASE_URL_BYTES])
{
    if (strcmp(engine, "sqlite") == 0) {
        new_sqlite(folder, url);
    } else {
        new_postgresql(folder, url);
    }
}

/* ---- open ---- */

static void note_scan(void *arg, const char *sql, const char *plan)
{
    (void)arg;
    pthread_mutex_lock(&scans_lock);
    scans++;
    snprintf(scan_text, sizeof scan_text, "%s: %s", plan, sql);
    pthread_mutex_unlock(&scans_lock);
}

static void close_opened(void *arg)
{
    struct opened *o = arg;

    db_close(o->db);
    o->db = NULL;
}

struct db *database_open(const char *url, const struct db_options *options)
{
    struct db_options all = options != NULL ? *options : (struct db_options){0};
    struct opened *o = opened;

    while (o->db != NULL) {
        o++;
        CHECK(o < opened + OPEN_MAX);
    }
    if (all.scan_found == NULL) {
        all.scan_found = note_scan;
    }
    CHECK_STATUS(db_open(&o->db, url, &all), OK);
    test_cleanup(close_opened, o);
    return o->db;
}

void database_close(struct db *db)
{
    struct opened *o = opened;

    while (o->db != db) {
        o++;
        CHECK(o < opened + OPEN_MAX);
    }
    test_cleanup_done(close_opened, o);
    close_opened(o);
}

struct db *database_fresh(const char *engine)
{
    char url[DATABASE_URL_BYTES];

    database_new(engine, "", url);
    return database_open(url, NULL);
}

static void print_broken(void *arg, const char *name, const char *row)
{
    (void)arg;
    fprintf(stderr, "  %s: %s\n", name, row);
}

void database_check(struct db *db)
{
    struct arena *a = arena_open(4 << 20);
    enum status s;
    int broken = 0, found;

    CHECK(a != NULL);
    s = db_invariants(db, a, print_broken, NULL, &broken);
    arena_close(a);
    CHECK_STATUS(s, OK);
    CHECK_I64(broken, 0);
    pthread_mutex_lock(&scans_lock);
    found = scans;
    scans = 0;
    pthread_mutex_unlock(&scans_lock);
    if (found > 0) {
        test_fail(__FILE__, __LINE__, "a statement scans a whole table: %s", scan_text);
    }
}
