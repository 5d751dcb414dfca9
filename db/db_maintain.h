/* db_maintain.h - what only upkeep needs: statements of any shape, and outside of transactions.
 * Never for requests: nothing here is cached or typed. */
#ifndef DB_DB_MAINTAIN_H
#define DB_DB_MAINTAIN_H

#include "db/db.h"

/* One row of any query, as text; values[i] is NULL for SQL NULL, bytes are in hex. OK goes on. */
typedef enum status (*db_row_fn)(void *arg, int n, const char *const names[],
                                 const char *const values[]);
enum status db_each(struct tx *t, const char *sql, db_row_fn row, void *arg) WARN_UNUSED;

/* One statement outside of any transaction, without a time limit, on a connection of its own:
 * VACUUM INTO, ANALYZE, CREATE DATABASE. */
enum status db_command(struct db *db, const char *sql) WARN_UNUSED;

#endif
