/* hold.c - see hold.h. */
#include "db/store/hold.h"

#include "db/store/booking_desk.h"

static const char put_sql[] =
    "INSERT INTO incident_hold (id, community_id, member_id, booking_id, put_by, put_at)"
    " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";

enum status store_hold_put(struct tx *t, const struct hold_row *r, bool *put)
{
    struct db_in in[] = {IN_I64(r->id),
                         IN_I64(r->community_id),
                         IN_I64(r->member_id),
                         IN_I64_OR_NULL(r->booking_id),
                         IN_I64(r->put_by),
                         IN_I64(r->put_at),
                         IN_END};
    int64_t changed = 0;
    bool held;
    enum status s = db_change(t, put_sql, in, &changed);

    *put = changed == 1;
    return s == OK ? store_desk_hold(t, r->member_id, r->put_at, &held) : s;
}

static const char lift_sql[] =
    "UPDATE incident_hold SET lifted_by = $3, lifted_at = $4 WHERE community_id = $1"
    " AND member_id = $2 AND booking_id IS NULL AND lifted_at IS NULL";
static const char lift_booking_sql[] =
    "UPDATE incident_hold SET lifted_by = $3, lifted_at = $4 WHERE community_id = $1"
    " AND booking_id = $2 AND lifted_at IS NULL";

struct count {
    int64_t n;
};
static const struct db_col count_cols[] = {COL_I64(struct count, n), COL_END};
static const char left_sql[] =
    "SELECT COUNT(*) FROM incident_hold WHERE member_id = $1 AND lifted_at IS NULL";

static enum status free_member(struct tx *t, int64_t member_id)
{
    struct db_in in[] = {IN_I64(member_id), IN_END};
    struct count left = {0};
    bool changed;
    enum status s = db_one(t, left_sql, in, count_cols, &left);

    return s == OK && left.n == 0 ? store_desk_lift(t, member_id, &changed) : s;
}

enum status store_hold_lift(struct tx *t, const struct hold_row *r, int64_t by_id, int64_t at,
                            bool *lifted)
{
    bool booking = r->booking_id != 0;
    struct db_in in[] = {IN_I64(r->community_id), IN_I64(booking ? r->booking_id : r->member_id),
                         IN_I64(by_id), IN_I64(at), IN_END};
    int64_t changed = 0;
    enum status s = db_change(t, booking ? lift_booking_sql : lift_sql, in, &changed);

    *lifted = changed > 0;
    return s == OK && *lifted ? free_member(t, r->member_id) : s;
}

static const char stands_sql[] =
    "SELECT (SELECT COUNT(*) FROM incident_hold h WHERE h.booking_id = b.id"
    " AND h.lifted_at IS NULL) + (SELECT COUNT(*) FROM incident_hold h"
    " WHERE h.member_id IN (b.supporter_id, b.guardian_id) AND h.booking_id IS NULL"
    " AND h.lifted_at IS NULL) FROM booking b WHERE b.id = $1";

enum status store_hold_stands(struct tx *t, int64_t booking_id, bool *stands)
{
    struct db_in in[] = {IN_I64(booking_id), IN_END};
    struct count n = {0};
    enum status s = db_one(t, stands_sql, in, count_cols, &n);

    *stands = n.n > 0;
    return s;
}
