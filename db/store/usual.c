/* usual.c - see usual.h. */
#include "db/store/usual.h"

static const char usual_sql[] =
    "SELECT b.id, c.child_id, b.kind, b.start_at, b.end_at, b.first_place_id, b.last_place_id,"
    " b.supporter_id, m.display_name, b.price_minor, b.currency"
    " FROM booking b JOIN booking_child c ON c.booking_id = b.id"
    " JOIN member m ON m.id = b.supporter_id"
    " WHERE b.household_id = $1 AND b.start_at > $2"
    " AND b.state NOT IN ('cancelled', 'no_show', 'payment_failed')"
    " ORDER BY b.start_at DESC, b.id DESC, c.child_id LIMIT $3";

enum status store_usual(struct tx *t, int64_t household_id, int64_t after_at, int max,
                        struct usual_row **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct usual_row, booking_id),
        COL_I64(struct usual_row, child_id),
        COL_TEXT(struct usual_row, kind),
        COL_I64(struct usual_row, start_at),
        COL_I64(struct usual_row, end_at),
        COL_I64_NULL(struct usual_row, first_place_id),
        COL_I64_NULL(struct usual_row, last_place_id),
        COL_I64(struct usual_row, supporter_id),
        COL_TEXT(struct usual_row, display_name),
        COL_I64(struct usual_row, price_minor),
        COL_TEXT(struct usual_row, currency),
        COL_END,
    };
    struct db_in in[] = {IN_I64(household_id), IN_I64(after_at), IN_I64(max), IN_END};

    return db_many(t, usual_sql, in, cols, sizeof **rows, max, rows, n);
}
