/* migrate.h - brings a database to the newest schema, step by step, each step once. */
#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "db/db.h"

/* The steps are db/schema/NNNN_what.sql, built into the binary, each followed by its engine's own
 * db/schema/{sqlite,postgresql}/NNNN_what.sql where there is one. The table schema_migration says
 * which have run, with the SHA-256 of the text that ran. What is left to run runs in one
 * transaction.
 * E_CONFLICT when a step that has run was changed since or is unknown to this binary. */
enum status db_migrate(struct db *db, struct arena *a, int64_t now, int *steps_run) WARN_UNUSED;

/* OK when nothing is left to run; E_CONFLICT else: the server refuses to start on it. */
enum status db_migrated(struct db *db, struct arena *a) WARN_UNUSED;

/* The same for a database apart, whose steps lie in db/schema/FOLDER: "keystore", "sandbox". */
enum status db_migrate_folder(struct db *db, struct arena *a, const char *folder, int64_t now,
                              int *steps_run) WARN_UNUSED;
enum status db_migrated_folder(struct db *db, struct arena *a, const char *folder) WARN_UNUSED;

/* Runs every query of db/invariants.sql. `found` is told each row of each query that should return
 * nothing (name of the invariant, the row as text); *broken counts them. */
typedef void (*invariant_fn)(void *arg, const char *name, const char *row);
enum status db_invariants(struct db *db, struct arena *a, invariant_fn found, void *arg,
                          int *broken) WARN_UNUSED;

#endif
