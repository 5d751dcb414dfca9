/* booking_list.c - see booking_list.h. */
#include "db/store/booking_list.h"

#define LINE_COLUMNS(mine)                                                                       \
    "SELECT b.id, b.request_id, b.household_id, b.supporter_id, s.display_name, g.display_name," \
    " b.kind, b.state, b.start_at, b.end_at, b.price_minor, b.currency, b.pay_by, " mine         \
    " FROM booking b JOIN member s ON s.id = b.supporter_id JOIN member g ON g.id = b.guardian_id"

#define LINE_WINDOW                                             \
    " AND b.start_at >= $2 AND b.start_at < $3"                 \
    " AND (b.start_at > $4 OR (b.start_at = $4 AND b.id > $5))" \
    " ORDER BY b.start_at, b.id LIMIT $6"

static const struct db_col line_cols[] = {
    COL_I64(struct booking_line, id),
    COL_I64(struct booking_line, request_id),
    COL_I64(struct booking_line, household_id),
    COL_I64(struct booking_line, supporter_id),
    COL_TEXT(struct booking_line, supporter_name),
    COL_TEXT(struct booking_line, guardian_name),
    COL_TEXT(struct booking_line, kind),
    COL_TEXT(struct booking_line, state),
    COL_I64(struct booking_line, start_at),
    COL_I64(struct booking_line, end_at),
    COL_I64(struct booking_line, price_minor),
    COL_TEXT(struct booking_line, currency),
    COL_TEXT(struct booking_line, pay_by),
    COL_I64(struct booking_line, mine),
    COL_END,
};

static enum status list(struct tx *t, const char *sql, const struct booking_window *w,
                        struct booking_line **rows, int *n)
{
    struct db_in in[] = {IN_I64(w->member_id),
                         IN_I64(w->from_at),
                         IN_I64(w->until_at),
                         IN_I64(w->after_start),
                         IN_I64(w->after_id),
                         IN_I64(w->max),
                         IN_END};

    return db_many(t, sql, in, line_cols, sizeof **rows, w->max, rows, n);
}

static const char of_supporter_sql[] = LINE_COLUMNS("1") " WHERE b.supporter_id = $1" LINE_WINDOW;

enum status store_bookings_of_supporter(struct tx *t, const struct booking_window *w,
                                        struct booking_line **rows, int *n)
{
    return list(t, of_supporter_sql, w, rows, n);
}

static const char of_guardian_sql[] =
    LINE_COLUMNS("0") " WHERE b.household_id IN (SELECT household_id FROM guardian"
                      " WHERE member_id = $1 AND ended_at IS NULL)" LINE_WINDOW;

enum status store_bookings_of_guardian(struct tx *t, const struct booking_window *w,
                                       struct booking_line **rows, int *n)
{
    return list(t, of_guardian_sql, w, rows, n);
}
