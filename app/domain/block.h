/* block.h - ブロック: silent; the blocked never learns of it (domain.md 2). It takes effect in
 * every list and match by the row alone; what is asked, offered or in reserve between the two
 * expires. */
#ifndef APP_DOMAIN_BLOCK_H
#define APP_DOMAIN_BLOCK_H

#include "app/domain/ctx.h"
#include "db/store/block.h"

/* ctx_fns. arg: int64_t *member id. E_NOT_FOUND for somebody with whom one never had to do, as for
 * nobody at all; block.self, list.full. Both are OK when there is nothing to change. */
enum status block_put(struct ctx *x, void *arg) WARN_UNUSED;
enum status block_end(struct ctx *x, void *arg) WARN_UNUSED;

struct block_listing {
    int64_t after_id;
    int max;
    struct block_row *rows; /* out */
    int n;
};
/* ctx_fn, reads: the caller's own. */
enum status block_list(struct ctx *x, void *arg) WARN_UNUSED;

#endif
