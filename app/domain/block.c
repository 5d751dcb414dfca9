/* block.c - see block.h. */
#include "app/domain/block.h"

#include "app/base/limits.h"
#include "app/domain/tie.h"

/* What was agreed stays: a child is in somebody's hands. */
static enum status expire_between(struct ctx *x, int64_t other_id)
{
    struct tie_row tie;
    enum status s = store_tie_of(x->tx, x->member_id, other_id, &tie);

    if (s == E_NOT_FOUND) {
        return OK;
    }
    return s == OK ? tie_expire_offers(x, tie.id) : s;
}

enum status block_put(struct ctx *x, void *arg)
{
    const int64_t *other_id = arg;
    int64_t count = 0;
    enum status s;

    if (*other_id == x->member_id) {
        return refuse(x, R_BLOCK_SELF);
    }
    s = store_block_known(x->tx, x->member_id, *other_id);
    s = s == OK ? store_block_count(x->tx, x->member_id, &count) : s;
    if (s == OK && count >= BLOCKS_MAX) {
        return refuse(x, R_LIST_FULL);
    }
    s = s == OK ? store_block_put(x->tx, x->member_id, *other_id, x->now) : s;
    return s == OK ? expire_between(x, *other_id) : s;
}

enum status block_end(struct ctx *x, void *arg)
{
    const int64_t *other_id = arg;

    return store_block_delete(x->tx, x->member_id, *other_id);
}

enum status block_list(struct ctx *x, void *arg)
{
    struct block_listing *l = arg;

    return store_block_list(x->tx, x->member_id, l->after_id, l->max, &l->rows, &l->n);
}
