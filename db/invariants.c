/* invariants.c - runs db/invariants.sql; see migrate.h. */
#include "db/migrate.h"

#include "app/base/buf.h"
#include "db/db_maintain.h"
#include "db/embedded.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define NAME_MARK     "-- name: "
#define ROW_BYTES_MAX 2000 /* a row told to a person; the rest of it is cut */

struct audit {
    struct arena *arena;
    const char *name;
    invariant_fn found;
    void *arg;
    int broken;
};

static const char *invariants_text(void)
{
    const struct embedded *e = db_embedded;

    while (strcmp(e->path, "db/invariants.sql") != 0) {
        e++;
    }
    return e->text;
}

/* "a=1 b=NULL" */
static enum status tell(void *arg, int n, const char *const names[], const char *const values[])
{
    struct audit *audit = arg;
    char row[ROW_BYTES_MAX] = "";
    size_t used = 0;

    for (int i = 0; i < n && used < sizeof row; i++) {
        used += (size_t)snprintf(row + used, sizeof row - used, "%s%s=%s", i > 0 ? " " : "",
                                 names[i], values[i] != NULL ? values[i] : "NULL");
    }
    audit->broken++;
    if (audit->found != NULL) {
        audit->found(audit->arg, audit->name, row);
    }
    return OK;
}

/* One block: the line with its name, then the query up to the next block. */
static enum status run_block(struct tx *t, struct audit *audit, const char *block, const char *end)
{
    const char *name = block + strlen(NAME_MARK), *line_end = strchr(name, '\n');
    const char *sql;

    assert(line_end != NULL && line_end < end);
    audit->name = arena_strndup(audit->arena, name, (size_t)(line_end - name));
    sql = arena_strndup(audit->arena, line_end, (size_t)(end - line_end));
    return audit->name != NULL && sql != NULL ? db_each(t, sql, tell, audit) : E_BUSY;
}

static enum status audit_tx(struct tx *t, void *arg)
{
    struct audit *audit = arg;
    const char *block = strstr(invariants_text(), NAME_MARK), *next;
    enum status s = OK;

    audit->broken = 0;
    while (block != NULL && s == OK) {
        next = strstr(block + 1, NAME_MARK);
        s = run_block(t, audit, block, next != NULL ? next : block + strlen(block));
        block = next;
    }
    return s;
}

enum status db_invariants(struct db *db, struct arena *a, invariant_fn found, void *arg,
                          int *broken)
{
    struct audit audit = {a, "", found, arg, 0};
    enum status s = db_long_read(db, a, audit_tx, &audit);

    *broken = audit.broken;
    return s;
}
