/* migrate_test.c - steps run once and never change; the invariants are queries on either engine. */
#include "db/migrate.h"

#include "db/db_maintain.h"
#include "db/embedded.h"
#include "tests/database.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void close_arena(void *arg)
{
    arena_close(arg);
}

static struct arena *arena_of_test(void)
{
    struct arena *a = arena_open(4 << 20);

    CHECK(a != NULL);
    test_cleanup(close_arena, a);
    return a;
}

TEST_BOTH(the_schema_is_made_once)
{
    struct db *db = database_fresh(engine);
    struct arena *a = arena_of_test();
    int steps = -1;

    CHECK_STATUS(db_migrated(db, a), OK);
    CHECK_STATUS(db_migrate(db, a, 2, &steps), OK);
    CHECK_I64(steps, 0);
}

TEST_BOTH(the_key_store_is_another_database_with_its_own_steps)
{
    struct arena *a = arena_of_test();
    char url[DATABASE_URL_BYTES];
    struct db *db;

    database_new(engine, "keystore", url);
    db = database_open(url, NULL);
    CHECK_STATUS(db_migrated_folder(db, a, "keystore"), OK);
    CHECK_STATUS(db_migrated(db, a), E_CONFLICT);
}

static enum status run_script(struct tx *t, void *arg)
{
    return db_script(t, arg);
}

static void tamper(struct db *db, struct arena *a, const char *sql)
{
    CHECK_STATUS(db_tx(db, a, run_script, (void *)(uintptr_t)sql), OK);
}

TEST_BOTH(a_step_that_changed_after_it_ran_stops_everything)
{
    struct db *db = database_fresh(engine);
    struct arena *a = arena_of_test();
    int steps = -1;

    tamper(db, a, "UPDATE schema_migration SET sha256 = 'other' WHERE step = '0002_people'");
    CHECK_STATUS(db_migrated(db, a), E_CONFLICT);
    CHECK_STATUS(db_migrate(db, a, 2, &steps), E_CONFLICT);
    CHECK_I64(steps, 0);
}

TEST_BOTH(a_database_newer_than_the_binary_is_refused)
{
    struct db *db = database_fresh(engine);
    struct arena *a = arena_of_test();

    tamper(db, a, "INSERT INTO schema_migration VALUES ('9999_future', 'x', 1)");
    CHECK_STATUS(db_migrated(db, a), E_CONFLICT);
}

TEST_BOTH(a_database_that_was_never_migrated_is_not_ready)
{
    struct arena *a = arena_of_test();
    char url[DATABASE_URL_BYTES];
    struct db *db;

    database_new(engine, "keystore", url);
    db = database_open(url, NULL);
    tamper(db, a, "DROP TABLE schema_migration");
    CHECK_STATUS(db_migrated_folder(db, a, "keystore"), E_CONFLICT);
}

TEST(every_step_of_one_engine_stands_beside_a_common_one)
{
    for (const struct embedded *e = db_embedded; e->path != NULL; e++) {
        const char *own = strstr(e->path, "/sqlite/");
        char common[200];
        bool found = false;

        own = own != NULL ? own : strstr(e->path, "/postgresql/");
        if (own == NULL) {
            continue;
        }
        snprintf(common, sizeof common, "%.*s%s", (int)(own - e->path), e->path,
                 strrchr(e->path, '/'));
        for (const struct embedded *c = db_embedded; c->path != NULL; c++) {
            found = found || strcmp(c->path, common) == 0;
        }
        if (!found) {
            test_fail(__FILE__, __LINE__, "%s has no %s", e->path, common);
        }
    }
}

static void last_broken(void *arg, const char *name, const char *row)
{
    snprintf(arg, 200, "%s: %s", name, row);
}

TEST_BOTH(the_invariants_hold_on_an_empty_database)
{
    struct db *db = database_fresh(engine);
    struct arena *a = arena_of_test();
    char said[200] = "";
    int broken = -1;

    CHECK_STATUS(db_invariants(db, a, last_broken, said, &broken), OK);
    CHECK_TEXT(said, "");
    CHECK_I64(broken, 0);
}
