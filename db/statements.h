/* statements.h - the prepared statements of one connection, by the address of their text; the one
 * not used for longest goes when there are too many. */
#ifndef DB_STATEMENTS_H
#define DB_STATEMENTS_H

#include "app/base/limits.h"
#include "app/base/status.h"

#include <stdint.h>

struct statement {
    const char *sql; /* the key: its address, not its text */
    void *prepared;  /* the engine's own */
    uint64_t number; /* counted from 1 on this connection: a name that is never used twice */
    int params, columns;
    uint8_t param_at[DB_PARAMS_MAX]; /* SQLite: where $1, $2 ... are bound */
    struct statement *chain, *older, *newer;
};

#define STATEMENT_BUCKETS 256

struct statements {
    int max, count;
    void (*drop)(void *arg, struct statement *s); /* ends s->prepared */
    void *arg;
    uint64_t numbered;
    struct statement *newest, *oldest;
    struct statement *buckets[STATEMENT_BUCKETS];
};

void statements_init(struct statements *c, int max, void (*drop)(void *arg, struct statement *s),
                     void *arg);

/* NULL when it was not prepared yet. */
struct statement *statements_find(struct statements *c, const char *sql);

/* An entry for a text that was not found; prepared is still NULL and belongs to the caller to fill.
 * NULL when there is no memory. */
struct statement *statements_add(struct statements *c, const char *sql) WARN_UNUSED;

void statements_remove(struct statements *c, struct statement *s);
void statements_clear(struct statements *c);

#endif
