/* late.c - see late.h. */
#include "db/store/late.h"

#include "db/store/booking.h"

static const char put_sql[] =
    "INSERT INTO booking_late (booking_id, what, side, said_by, minutes, expected_at, said_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)"
    " ON CONFLICT (booking_id, what, side) DO UPDATE SET said_by = excluded.said_by,"
    " minutes = excluded.minutes, expected_at = excluded.expected_at, said_at = excluded.said_at,"
    " taken_back_at = NULL";

enum status store_late_put(struct tx *t, const struct late_row *r)
{
    struct db_in in[] = {
        IN_I64(r->booking_id), IN_TEXT(r->what),       IN_TEXT(r->side),   IN_I64(r->said_by),
        IN_I64(r->minutes),    IN_I64(r->expected_at), IN_I64(r->said_at), IN_END};

    return db_exec(t, put_sql, in);
}

static const char list_sql[] =
    "SELECT booking_id, what, side, said_by, minutes, expected_at, said_at, taken_back_at"
    " FROM booking_late WHERE booking_id = $1 ORDER BY said_at, what, side";

enum status store_lates(struct tx *t, int64_t booking_id, struct late_row **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct late_row, booking_id),
        COL_TEXT(struct late_row, what),
        COL_TEXT(struct late_row, side),
        COL_I64(struct late_row, said_by),
        COL_I64(struct late_row, minutes),
        COL_I64(struct late_row, expected_at),
        COL_I64(struct late_row, said_at),
        COL_I64_NULL(struct late_row, taken_back_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(booking_id), IN_END};

    return db_many(t, list_sql, in, cols, sizeof **rows, LATES_MAX, rows, n);
}

static const char take_back_sql[] =
    "UPDATE booking_late SET taken_back_at = $3"
    " WHERE booking_id = $1 AND side = $2 AND taken_back_at IS NULL";

enum status store_late_take_back(struct tx *t, int64_t booking_id, const char *side, int64_t at)
{
    struct db_in in[] = {IN_I64(booking_id), IN_TEXT(side), IN_I64(at), IN_END};
    int64_t changed;

    return db_change(t, take_back_sql, in, &changed);
}

static const char adult_put_sql[] =
    "INSERT INTO next_adult (booking_id, kind, member_id, pickup_person_id, named_by, named_at)"
    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (booking_id) DO UPDATE SET kind = excluded.kind,"
    " member_id = excluded.member_id, pickup_person_id = excluded.pickup_person_id,"
    " named_by = excluded.named_by, named_at = excluded.named_at";

enum status store_next_adult_put(struct tx *t, const struct next_adult_row *r)
{
    struct db_in in[] = {IN_I64(r->booking_id),
                         IN_TEXT(r->kind),
                         IN_I64_OR_NULL(r->member_id),
                         IN_I64_OR_NULL(r->pickup_person_id),
                         IN_I64(r->named_by),
                         IN_I64(r->named_at),
                         IN_END};

    return db_exec(t, adult_put_sql, in);
}

static const char adult_get_sql[] =
    "SELECT booking_id, kind, member_id, pickup_person_id, named_by, named_at FROM next_adult"
    " WHERE booking_id = $1";

enum status store_next_adult_get(struct tx *t, int64_t booking_id, struct next_adult_row *r)
{
    static const struct db_col cols[] = {
        COL_I64(struct next_adult_row, booking_id),
        COL_TEXT(struct next_adult_row, kind),
        COL_I64_NULL(struct next_adult_row, member_id),
        COL_I64_NULL(struct next_adult_row, pickup_person_id),
        COL_I64(struct next_adult_row, named_by),
        COL_I64(struct next_adult_row, named_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(booking_id), IN_END};

    return db_one(t, adult_get_sql, in, cols, r);
}

static const char next_sql[] =
    "SELECT id, household_id, community_id, start_at,"
    " start_at - CASE WHEN COALESCE(first_place_id, 0) = $4 THEN 0 ELSE $5 END"
    " FROM booking WHERE supporter_id = $1 AND state IN ('agreed', 'confirmed')"
    " AND start_at >= $3 AND id <> $2 ORDER BY start_at, id LIMIT 1";

enum status store_next_job(struct tx *t, const struct booking_row *b, int64_t buffer_ms,
                           struct next_job *job, bool *found)
{
    static const struct db_col cols[] = {
        COL_I64(struct next_job, id),           COL_I64(struct next_job, household_id),
        COL_I64(struct next_job, community_id), COL_I64(struct next_job, start_at),
        COL_I64(struct next_job, near_at),      COL_END,
    };
    struct db_in in[] = {IN_I64(b->supporter_id),  IN_I64(b->id),     IN_I64(b->start_at),
                         IN_I64(b->last_place_id), IN_I64(buffer_ms), IN_END};
    enum status s = db_one(t, next_sql, in, cols, job);

    *found = s == OK;
    return s == E_NOT_FOUND ? OK : s;
}
