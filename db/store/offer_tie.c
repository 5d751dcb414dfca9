/* offer_tie.c - see offer_tie.h. */
#include "db/store/offer_tie.h"

static const char open_along_sql[] =
    "SELECT id, request_id, supporter_id, tie_id, state FROM offer"
    " WHERE tie_id = $1 AND state IN ('asked', 'offered', 'reserve') ORDER BY id LIMIT $2";

enum status store_offers_open_along(struct tx *t, int64_t tie_id, int max, struct offer_row **rows,
                                    int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct offer_row, id),           COL_I64(struct offer_row, request_id),
        COL_I64(struct offer_row, supporter_id), COL_I64(struct offer_row, tie_id),
        COL_TEXT(struct offer_row, state),       COL_END,
    };
    struct db_in in[] = {IN_I64(tie_id), IN_I64(max), IN_END};

    return db_many(t, open_along_sql, in, cols, sizeof **rows, max, rows, n);
}
