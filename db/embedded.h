/* embedded.h - the files that ops/embed builds into the binary. */
#ifndef DB_EMBEDDED_H
#define DB_EMBEDDED_H

#include <stddef.h>

struct embedded {
    const char *path; /* from the root: "db/schema/0001_system.sql"; NULL ends the list */
    const char *text;
};

/* Sorted by path, but for db/invariants.sql, the last. */
extern const struct embedded db_embedded[];

/* The CSV files of db/seed, which app/domain/shipped.h reads. */
extern const struct embedded db_seed_files[];

#endif
