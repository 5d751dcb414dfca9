/* migrate.c - see migrate.h. */
#include "db/migrate.h"

#include "app/base/buf.h"
#include "app/base/crypto.h"
#include "app/base/limits.h"
#include "db/db_maintain.h"
#include "db/embedded.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define SCHEMA     "db/schema/"
#define STEPS_MAX  400
#define STEP_BYTES 128

struct step {
    char name[STEP_BYTES]; /* "0001_system", "sqlite/0005_job", "keystore/0001_data_key" */
    const char *text;
};

struct ran {
    const char *step;
    const char *sha256;
};

struct migration {
    const char *folder; /* "" or "keystore/" */
    int64_t now;
    int run;
    bool only_look;
};

/* ---- the steps of this binary ---- */

/* The part of an embedded path behind db/schema/FOLDER, "0001_system.sql"; NULL for others. */
static const char *stem_in(const char *path, const char *folder)
{
    size_t schema = strlen(SCHEMA), inside = strlen(folder);

    if (strncmp(path, SCHEMA, schema) != 0 || strncmp(path + schema, folder, inside) != 0 ||
        strchr(path + schema + inside, '/') != NULL) {
        return NULL;
    }
    return path + schema + inside;
}

static void name_step(struct step *s, const char *folder, const char *sub, const char *stem)
{
    int n = snprintf(s->name, sizeof s->name, "%s%s%.*s", folder, sub,
                     (int)(strlen(stem) - strlen(".sql")), stem);

    assert(n > 0 && (size_t)n < sizeof s->name);
    (void)n;
}

/* The engine's own step of the same stem, or NULL. */
static const char *text_for_engine(const char *folder, const char *sub, const char *stem)
{
    char path[STEP_BYTES];

    snprintf(path, sizeof path, "%s%s%s%s", SCHEMA, folder, sub, stem);
    for (const struct embedded *e = db_embedded; e->path != NULL; e++) {
        if (strcmp(e->path, path) == 0) {
            return e->text;
        }
    }
    return NULL;
}

static enum status list_steps(struct tx *t, const char *folder, struct step **out, int *n)
{
    const char *sub = tx_engine(t) == DB_SQLITE ? "sqlite/" : "postgresql/";
    struct step *steps = arena_alloc(tx_arena(t), STEPS_MAX * sizeof *steps);

    *n = 0;
    *out = steps;
    if (steps == NULL) {
        return E_BUSY;
    }
    for (const struct embedded *e = db_embedded; e->path != NULL; e++) {
        const char *stem = stem_in(e->path, folder), *text;

        if (stem == NULL) {
            continue;
        }
        assert(*n + 2 <= STEPS_MAX);
        name_step(&steps[*n], folder, "", stem);
        steps[(*n)++].text = e->text;
        text = text_for_engine(folder, sub, stem);
        if (text != NULL) {
            name_step(&steps[*n], folder, sub, stem);
            steps[(*n)++].text = text;
        }
    }
    return OK;
}

/* ---- what has run ---- */

static const char table_sql[] =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    " step TEXT NOT NULL PRIMARY KEY," /* path of the file below db/schema, without .sql */
    " sha256 TEXT NOT NULL,"           /* of the text that ran, in hex */
    " run_at BIGINT NOT NULL)";

static enum status create_table(struct tx *t, void *arg)
{
    (void)arg;
    return db_script(t, table_sql);
}

static const char exists_sqlite_sql[] =
    "SELECT COUNT(*) FROM sqlite_schema /* scan: small */ WHERE name = 'schema_migration'";
static const char exists_postgresql_sql[] =
    "SELECT COUNT(to_regclass('schema_migration')) /* scan: no table */";

static enum status table_exists(struct tx *t, bool *exists)
{
    struct found {
        int64_t n;
    } found;
    static const struct db_col cols[] = {COL_I64(struct found, n), COL_END};
    bool lite = tx_engine(t) == DB_SQLITE;
    enum status s = db_one(t, lite ? exists_sqlite_sql : exists_postgresql_sql, NULL, cols, &found);

    *exists = s == OK && found.n > 0;
    return s;
}

static const char ran_sql[] = "SELECT step, sha256 FROM schema_migration /* scan: all of it */";

static enum status list_ran(struct tx *t, struct ran **ran, int *n)
{
    static const struct db_col cols[] = {COL_TEXT(struct ran, step), COL_TEXT(struct ran, sha256),
                                         COL_END};
    bool exists = false;
    enum status s = table_exists(t, &exists);

    *n = 0;
    return s == OK && exists ? db_many(t, ran_sql, NULL, cols, sizeof **ran, STEPS_MAX, ran, n) : s;
}

/* ---- running ---- */

static const char note_sql[] =
    "INSERT INTO schema_migration (step, sha256, run_at) VALUES ($1, $2, $3)";

#define KEY_SQL        "BIGINT NOT NULL PRIMARY KEY"
#define SQLITE_KEY_SQL "INTEGER NOT NULL PRIMARY KEY"

/* On SQLite a key is the row's own number only when its type is INTEGER to the letter: else the
 * table has an index for it, and whatever is found by its id is looked up twice. */
static const char *text_for_sqlite(struct arena *a, const char *text)
{
    size_t room = strlen(text) * 2 + 1, n = 0;
    char *out = arena_alloc(a, room);
    const char *key;

    while (out != NULL && (key = strstr(text, KEY_SQL)) != NULL) {
        n += (size_t)snprintf(out + n, room - n, "%.*s" SQLITE_KEY_SQL, (int)(key - text), text);
        text = key + strlen(KEY_SQL);
    }
    if (out != NULL) {
        snprintf(out + n, room - n, "%s", text);
    }
    return out;
}

static enum status run_step(struct tx *t, const struct migration *m, const struct step *step,
                            const char *sha256)
{
    struct db_in in[] = {IN_TEXT(step->name), IN_TEXT(sha256), IN_I64(m->now), IN_END};
    const char *text =
        tx_engine(t) == DB_SQLITE ? text_for_sqlite(tx_arena(t), step->text) : step->text;
    enum status s = text != NULL ? db_script(t, text) : E_BUSY;

    return s == OK ? db_exec(t, note_sql, in) : s;
}

/* Runs the step, or makes sure that it is the one that ran; counts it off *known when it did. */
static enum status look_at(struct tx *t, struct migration *m, const struct step *step,
                           const struct ran *ran, int ran_n, int *known)
{
    char sha256[SHA256_HEX_BYTES];

    sha256_hex(step->text, strlen(step->text), sha256);
    for (int i = 0; i < ran_n; i++) {
        if (strcmp(ran[i].step, step->name) == 0) {
            ++*known;
            return strcmp(ran[i].sha256, sha256) == 0 ? OK : E_CONFLICT;
        }
    }
    if (m->only_look) {
        return E_CONFLICT;
    }
    m->run++;
    return run_step(t, m, step, sha256);
}

static const char lock_sql[] = "LOCK TABLE schema_migration IN EXCLUSIVE MODE";

static enum status migrate_tx(struct tx *t, void *arg)
{
    struct migration *m = arg;
    struct step *steps = NULL;
    struct ran *ran = NULL;
    int steps_n = 0, ran_n = 0, known = 0;
    enum status s = OK;

    m->run = 0;
    /* Before anything is read, so that the snapshot sees what a twin did meanwhile. */
    if (!m->only_look && tx_engine(t) == DB_POSTGRESQL) {
        s = db_script(t, lock_sql);
    }
    if (s == OK) {
        s = list_ran(t, &ran, &ran_n);
    }
    if (s == OK) {
        s = list_steps(t, m->folder, &steps, &steps_n);
    }
    for (int i = 0; i < steps_n && s == OK; i++) {
        s = look_at(t, m, &steps[i], ran, ran_n, &known);
    }
    return s == OK && known < ran_n ? E_CONFLICT : s;
}

static enum status migrate(struct db *db, struct arena *a, const char *folder, int64_t now,
                           int *steps_run)
{
    struct migration m = {.folder = folder, .now = now};
    enum status s = db_tx(db, a, create_table, NULL);

    *steps_run = 0;
    /* Two at once may collide over the name: then it is there. */
    if (s == OK || s == E_CONFLICT) {
        s = db_tx(db, a, migrate_tx, &m);
    }
    if (s == OK) {
        *steps_run = m.run;
    }
    return s;
}

enum status db_migrate(struct db *db, struct arena *a, int64_t now, int *steps_run)
{
    return migrate(db, a, "", now, steps_run);
}

enum status db_migrate_folder(struct db *db, struct arena *a, const char *folder, int64_t now,
                              int *steps_run)
{
    const char *inside = arena_printf(a, "%s/", folder);

    return inside != NULL ? migrate(db, a, inside, now, steps_run) : E_BUSY;
}

enum status db_migrated(struct db *db, struct arena *a)
{
    struct migration m = {.folder = "", .only_look = true};

    return db_read(db, a, migrate_tx, &m);
}

enum status db_migrated_folder(struct db *db, struct arena *a, const char *folder)
{
    struct migration m = {.folder = arena_printf(a, "%s/", folder), .only_look = true};

    return m.folder != NULL ? db_read(db, a, migrate_tx, &m) : E_BUSY;
}
