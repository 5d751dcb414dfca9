/* block.c - see block.h. */
#include "app/domain/block.h"

#include "app/base/limits.h"

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
    return s == OK ? store_block_put(x->tx, x->member_id, *other_id, x->now) : s;
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
