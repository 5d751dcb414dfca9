/* database.h - a fresh, migrated database for a test, on either engine.
 *
 * SQLite: a copy of a template file in a temporary folder. PostgreSQL: a copy of a template
 * database in the cluster that OTAGAI_TEST_PG names, or else in one that ops/postgres runs for as
 * long as this process lives. All of it goes away with the test, also when the test fails. */
#ifndef TESTS_DATABASE_H
#define TESTS_DATABASE_H

#include "db/db.h"

#define DATABASE_URL_BYTES 256

/* Makes one with the steps of db/schema (folder "") or db/schema/FOLDER ("keystore"). Fails the
 * test when it can't. */
void database_new(const char *engine, const char *folder, char url[DATABASE_URL_BYTES]);

/* Opens a database until the test ends; statements that scan a whole table without saying so are
 * noted for database_check. options may be NULL. */
struct db *database_open(const char *url, const struct db_options *options);
/* Earlier than the end of the test. */
void database_close(struct db *db);

/* Both: a database with the main schema. */
struct db *database_fresh(const char *engine);

/* Fails the test when a row of db/invariants.sql is found, or when a statement since the last check
 * scanned a whole table unmarked. The process exits with 1 for scans that nobody asked about. */
void database_check(struct db *db);

/* A temporary folder that goes away with this process. */
const char *database_dir(void);

#endif
