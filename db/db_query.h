/* db_query.h - one statement with its lists, on the way from db_front.c to an engine and back. */
#ifndef DB_DB_QUERY_H
#define DB_DB_QUERY_H

#include "db/db.h"

/* One column of one row, as the engine found it. bytes also holds a text. */
struct db_value {
    enum db_type type;
    bool null;
    int64_t i64;
    struct slice bytes;
};

/* Where the rows of a query go: one row of the caller's, or an array that grows in the arena. */
struct db_rows {
    char *data;
    size_t row_bytes;
    int n, cap, max;
};

struct db_query {
    const char *sql;
    const struct db_in *in;
    const struct db_col *cols; /* NULL for a statement without rows */
    int ins, columns;
    struct db_rows *rows;
    int64_t *changed;
};

/* Room for the next row. E_TOO_LARGE past rows->max, E_BUSY when the arena is full. */
enum status db_rows_next(struct tx *t, struct db_rows *rows, void **row) WARN_UNUSED;
/* Stores one value at its place. E_INTERNAL for a NULL or a type the column does not allow. */
enum status db_rows_put(struct tx *t, const struct db_col *col, const struct db_value *v,
                        void *row) WARN_UNUSED;

bool db_in_null(const struct db_in *in);
/* The largest n of $n in the text, outside of quotes and comments. */
int db_params(const char *sql);
#endif
