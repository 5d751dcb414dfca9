/* booking_desk.c - see booking_desk.h. */
#include "db/store/booking_desk.h"

#define LIVE_MAX 500 /* of one supporter: 180 days ahead, two a day and some */

static const struct db_col desk_cols[] = {
    COL_I64(struct desk_booking, id),
    COL_I64(struct desk_booking, supporter_id),
    COL_I64(struct desk_booking, guardian_id),
    COL_TEXT(struct desk_booking, supporter_name),
    COL_TEXT(struct desk_booking, guardian_name),
    COL_TEXT(struct desk_booking, kind),
    COL_TEXT(struct desk_booking, state),
    COL_I64(struct desk_booking, state_at),
    COL_I64(struct desk_booking, start_at),
    COL_I64(struct desk_booking, end_at),
    COL_I64(struct desk_booking, version),
    COL_I64(struct desk_booking, sick),
    COL_I64(struct desk_booking, youngest_years),
    COL_I64(struct desk_booking, oldest_years),
    COL_END,
};

/* "MIN" or "MAX" of the ages on the day of the start. */
#define AGE(which)                                                                      \
    "COALESCE((SELECT " which "(r.age_years) FROM booking_child c JOIN request_child r" \
    " ON r.request_id = b.request_id AND r.child_id = c.child_id"                       \
    " WHERE c.booking_id = b.id AND c.dropped_at IS NULL), 0)"

static const char desk_sql[] =
    "SELECT b.id, b.supporter_id, b.guardian_id, s.display_name, g.display_name, b.kind, b.state,"
    " b.state_at, b.start_at, b.end_at, b.version, b.sick, " AGE("MIN") ", " AGE(
        "MAX") " FROM booking b JOIN member s ON s.id = b.supporter_id JOIN member g ON g.id = "
               "b.guardian_id"
               " WHERE b.community_id = $1 AND b.state = $2 AND b.start_at >= $3 AND b.start_at < "
               "$4"
               " AND (b.start_at > $5 OR (b.start_at = $5 AND b.id > $6))"
               " ORDER BY b.start_at, b.id LIMIT $7";

enum status store_desk_bookings(struct tx *t, const struct desk_window *w,
                                struct desk_booking **rows, int *n)
{
    struct db_in in[] = {
        IN_I64(w->community_id), IN_TEXT(w->state),   IN_I64(w->from_at), IN_I64(w->until_at),
        IN_I64(w->after_start),  IN_I64(w->after_id), IN_I64(w->max),     IN_END,
    };

    return db_many(t, desk_sql, in, desk_cols, sizeof **rows, w->max, rows, n);
}

static const char live_sql[] = "SELECT id, community_id FROM booking WHERE supporter_id = $1"
                               " AND state IN ('agreed', 'confirmed', 'in_care')"
                               " ORDER BY start_at, id LIMIT $2";

enum status store_desk_live(struct tx *t, int64_t supporter_id, struct desk_live **rows, int *n)
{
    static const struct db_col cols[] = {COL_I64(struct desk_live, id),
                                         COL_I64(struct desk_live, community_id), COL_END};
    struct db_in in[] = {IN_I64(supporter_id), IN_I64(LIVE_MAX), IN_END};

    return db_many(t, live_sql, in, cols, sizeof **rows, LIVE_MAX, rows, n);
}

static const char hold_sql[] = "UPDATE member SET held_at = $2 WHERE id = $1 AND held_at IS NULL";

enum status store_desk_hold(struct tx *t, int64_t member_id, int64_t now, bool *changed)
{
    struct db_in in[] = {IN_I64(member_id), IN_I64(now), IN_END};
    int64_t n = 0;
    enum status s = db_change(t, hold_sql, in, &n);

    *changed = n == 1;
    return s;
}

static const char lift_sql[] =
    "UPDATE member SET held_at = NULL WHERE id = $1 AND held_at IS NOT NULL";

enum status store_desk_lift(struct tx *t, int64_t member_id, bool *changed)
{
    struct db_in in[] = {IN_I64(member_id), IN_END};
    int64_t n = 0;
    enum status s = db_change(t, lift_sql, in, &n);

    *changed = n == 1;
    return s;
}
