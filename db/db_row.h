/* db_row.h - what goes into a statement and what comes out: typed lists, included by db.h. */
#ifndef DB_DB_ROW_H
#define DB_DB_ROW_H

#include "app/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What goes in: $1 ... $n of the text, in order, ended by IN_END; the count is asserted. */
enum db_type { DB_END, DB_I64, DB_TEXT, DB_BYTES };
struct db_in {
    enum db_type type; /* also of a NULL: PostgreSQL wants to know */
    bool null;         /* only looked at for DB_I64; the others are NULL by their pointer */
    int64_t i64;
    const char *text;
    struct slice bytes;
};
#define IN_I64(v)                  \
    {                              \
        .type = DB_I64, .i64 = (v) \
    }
#define IN_BOOL(v)                         \
    {                                      \
        .type = DB_I64, .i64 = (v) ? 1 : 0 \
    }
/* A NULL pointer, or zero for an optional id or time, is SQL NULL. */
#define IN_I64_OR_NULL(v)                            \
    {                                                \
        .type = DB_I64, .null = (v) == 0, .i64 = (v) \
    }
#define IN_TEXT(v)                   \
    {                                \
        .type = DB_TEXT, .text = (v) \
    }
#define IN_BYTES(v)                    \
    {                                  \
        .type = DB_BYTES, .bytes = (v) \
    }
#define IN_END         \
    {                  \
        .type = DB_END \
    }

/* What comes out: columns in the order of the SELECT or RETURNING list, written into a row struct.
 * SQL NULL becomes 0, NULL or an empty slice, and only where the column says so (_NULL); anywhere
 * else it is E_INTERNAL, as is another storage class. */
struct db_col {
    enum db_type type;
    bool nullable;
    size_t offset;
};
#define COL_I64(row, field)                 \
    {                                       \
        DB_I64, false, offsetof(row, field) \
    } /* int64_t */
#define COL_I64_NULL(row, field)           \
    {                                      \
        DB_I64, true, offsetof(row, field) \
    } /* int64_t, 0 when NULL */
#define COL_TEXT(row, field)                 \
    {                                        \
        DB_TEXT, false, offsetof(row, field) \
    } /* const char * */
#define COL_TEXT_NULL(row, field)           \
    {                                       \
        DB_TEXT, true, offsetof(row, field) \
    } /* NULL when NULL */
#define COL_BYTES(row, field)                 \
    {                                         \
        DB_BYTES, false, offsetof(row, field) \
    } /* struct slice */
#define COL_BYTES_NULL(row, field)           \
    {                                        \
        DB_BYTES, true, offsetof(row, field) \
    }
#define COL_END          \
    {                    \
        DB_END, false, 0 \
    }

#endif
