/* ctx.c - see ctx.h. */
#include "app/domain/ctx.h"

#include <assert.h>

struct run {
    struct ctx *x;
    ctx_fn fn;
    void *arg;
};

static enum status run_in(struct tx *t, void *arg)
{
    struct run *run = arg;
    enum status s;

    run->x->tx = t;
    run->x->reason = R_NONE;
    run->x->field = NULL;
    s = run->fn(run->x, run->arg);
    run->x->tx = NULL;
    return s;
}

enum status ctx_tx(struct ctx *x, ctx_fn fn, void *arg)
{
    struct run run = {x, fn, arg};

    assert(x->tx == NULL);
    return db_tx(x->db, x->arena, run_in, &run);
}

enum status ctx_read(struct ctx *x, ctx_fn fn, void *arg)
{
    struct run run = {x, fn, arg};

    assert(x->tx == NULL);
    return db_read(x->db, x->arena, run_in, &run);
}

enum status refuse(struct ctx *x, enum reason r)
{
    x->reason = r;
    return E_RULE;
}

enum status refuse_field(struct ctx *x, enum reason r, const char *field)
{
    x->field = field;
    return refuse(x, r);
}

enum status invalid(struct ctx *x, const char *field)
{
    x->field = field;
    x->reason = R_FIELD_INVALID;
    return E_INVALID;
}

enum status lost(struct ctx *x, enum reason r)
{
    x->reason = r;
    return E_CONFLICT;
}

int64_t ctx_actor(const struct ctx *x)
{
    return x->acted_by != 0 ? x->acted_by : x->member_id;
}

int64_t ctx_on_behalf_of(const struct ctx *x)
{
    return x->acted_by != 0 ? x->member_id : 0;
}

int64_t new_id(struct ctx *x)
{
    return id_next(x->ids, x->now);
}
