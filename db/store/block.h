/* block.h - rows of block: silent, and only the blocker ever reads them. */
#ifndef DB_STORE_BLOCK_H
#define DB_STORE_BLOCK_H

#include "db/db.h"

struct block_row {
    int64_t blocked_id;
    const char *display_name;
    int64_t created_at;
};

/* OK when the two ever had to do with each other: a tie (also an ended one), an invitation, a
 * group, an ask, a household. E_NOT_FOUND for anybody else, whether there is such a member or not.
 */
enum status store_block_known(struct tx *t, int64_t member_id, int64_t other_id) WARN_UNUSED;

/* OK also when it stood before. */
enum status store_block_put(struct tx *t, int64_t blocker_id, int64_t blocked_id,
                            int64_t now) WARN_UNUSED;
/* OK also when there was none. */
enum status store_block_delete(struct tx *t, int64_t blocker_id, int64_t blocked_id) WARN_UNUSED;

/* OK when that one blocks this one; E_NOT_FOUND else. */
enum status store_block_is(struct tx *t, int64_t blocker_id, int64_t blocked_id) WARN_UNUSED;

/* By the blocked member's id, above after_id. */
enum status store_block_list(struct tx *t, int64_t blocker_id, int64_t after_id, int max,
                             struct block_row **rows, int *n) WARN_UNUSED;
enum status store_block_count(struct tx *t, int64_t blocker_id, int64_t *count) WARN_UNUSED;

#endif
