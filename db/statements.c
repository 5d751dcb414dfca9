/* statements.c - see statements.h. */
#include "db/statements.h"

#include "app/base/mem.h"

#include <string.h>

void statements_init(struct statements *c, int max, void (*drop)(void *arg, struct statement *s),
                     void *arg)
{
    memset(c, 0, sizeof *c);
    c->max = max;
    c->drop = drop;
    c->arg = arg;
}

static struct statement **bucket_of(struct statements *c, const char *sql)
{
    uint64_t mixed = (uint64_t)(uintptr_t)sql * UINT64_C(0x9E3779B97F4A7C15);

    return &c->buckets[mixed >> 56];
}
_Static_assert(STATEMENT_BUCKETS == 256, "bucket_of takes 8 bits");

static void unlink_age(struct statements *c, struct statement *s)
{
    *(s->newer != NULL ? &s->newer->older : &c->newest) = s->older;
    *(s->older != NULL ? &s->older->newer : &c->oldest) = s->newer;
}

static void link_newest(struct statements *c, struct statement *s)
{
    s->newer = NULL;
    s->older = c->newest;
    *(s->older != NULL ? &s->older->newer : &c->oldest) = s;
    c->newest = s;
}

struct statement *statements_find(struct statements *c, const char *sql)
{
    struct statement *s = *bucket_of(c, sql);

    while (s != NULL && s->sql != sql) {
        s = s->chain;
    }
    if (s != NULL && s != c->newest) {
        unlink_age(c, s);
        link_newest(c, s);
    }
    return s;
}

struct statement *statements_add(struct statements *c, const char *sql)
{
    struct statement **bucket = bucket_of(c, sql), *s = mem_alloc(sizeof *s);

    if (s == NULL) {
        return NULL;
    }
    if (c->count == c->max) {
        statements_remove(c, c->oldest);
    }
    memset(s, 0, sizeof *s);
    s->sql = sql;
    s->number = ++c->numbered;
    s->chain = *bucket;
    *bucket = s;
    link_newest(c, s);
    c->count++;
    return s;
}

void statements_remove(struct statements *c, struct statement *s)
{
    struct statement **at = bucket_of(c, s->sql);

    while (*at != s) {
        at = &(*at)->chain;
    }
    *at = s->chain;
    unlink_age(c, s);
    c->count--;
    if (s->prepared != NULL) {
        c->drop(c->arg, s);
    }
    mem_free(s);
}

void statements_clear(struct statements *c)
{
    while (c->newest != NULL) {
        statements_remove(c, c->newest);
    }
}
