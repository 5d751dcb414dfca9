/* node.h - rows of node_lease: which process may put which node number into its ids. */
#ifndef DB_STORE_NODE_H
#define DB_STORE_NODE_H

#include "db/db.h"

/* Takes over the number that has been free for longest. E_NOT_FOUND when none is. */
enum status store_node_reuse(struct tx *t, const char *holder, int64_t lease_until_at, int64_t now,
                             int64_t *node) WARN_UNUSED;
/* Adds the next number. E_NOT_FOUND when all 256 are there; E_CONFLICT when somebody was faster. */
enum status store_node_add(struct tx *t, const char *holder, int64_t lease_until_at,
                           int64_t *node) WARN_UNUSED;

/* E_NOT_FOUND when another process holds it by now. */
enum status store_node_renew(struct tx *t, int64_t node, const char *holder,
                             int64_t lease_until_at) WARN_UNUSED;

/* How many numbers are leased beyond `now`: processes that run. */
enum status store_node_live(struct tx *t, int64_t now, int64_t *live) WARN_UNUSED;

#endif
