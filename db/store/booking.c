/* booking.c - see booking.h. */
#include "db/store/booking.h"

#include "app/base/limits.h"
#include "db/store/travel.h"

static const char insert_sql[] =
    "INSERT INTO booking (id, community_id, request_id, offer_id, household_id, guardian_id,"
    " supporter_id, tie_id, kind, state, state_at, version, start_at, end_at, until_at,"
    " first_place_id, last_place_id, fee_mode, rate_minor, waived_pct, price_minor, top_up_minor,"
    " currency, pay_by, tariff_id, policy_id, agreement, agreement_sha256, created_at, sick,"
    " certificate, licence, trial)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'agreed', $10, 1, $11, $12, $13, $14, $15, $16,"
    " $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $10, $27, $28, $29, $30)";

enum status store_booking_insert(struct tx *t, const struct booking_row *b)
{
    struct db_in in[] = {
        IN_I64(b->id),
        IN_I64(b->community_id),
        IN_I64(b->request_id),
        IN_I64(b->offer_id),
        IN_I64(b->household_id),
        IN_I64(b->guardian_id),
        IN_I64(b->supporter_id),
        IN_I64(b->tie_id),
        IN_TEXT(b->kind),
        IN_I64(b->created_at),
        IN_I64(b->start_at),
        IN_I64(b->end_at),
        IN_I64(b->until_at),
        IN_I64_OR_NULL(b->first_place_id),
        IN_I64_OR_NULL(b->last_place_id),
        IN_TEXT(b->fee_mode),
        IN_I64_OR_NULL(b->rate_minor),
        IN_I64(b->waived_pct),
        IN_I64(b->price_minor),
        IN_I64(b->top_up_minor),
        IN_TEXT(b->currency),
        IN_TEXT(b->pay_by),
        IN_I64(b->tariff_id),
        IN_I64(b->policy_id),
        IN_TEXT(b->agreement),
        IN_TEXT(b->agreement_sha256),
        IN_I64(b->sick),
        IN_I64(b->certificate),
        IN_I64(b->licence),
        IN_I64(b->trial),
        IN_END,
    };

    return db_exec(t, insert_sql, in);
}

static const char child_insert_sql[] =
    "INSERT INTO booking_child (booking_id, child_id, start_at, end_at, live)"
    " VALUES ($1, $2, $3, $4, 1)";

enum status store_booking_child_insert(struct tx *t, const struct booking_row *b, int64_t child_id)
{
    struct db_in in[] = {IN_I64(b->id), IN_I64(child_id), IN_I64(b->start_at), IN_I64(b->end_at),
                         IN_END};

    return db_exec(t, child_insert_sql, in);
}

#define BOOKING_COLUMNS                                                                         \
    "SELECT id, community_id, request_id, offer_id, household_id, guardian_id, supporter_id,"   \
    " tie_id, kind, state, state_at, version, start_at, end_at, until_at, first_place_id,"      \
    " last_place_id, fee_mode, rate_minor, waived_pct, price_minor, top_up_minor, currency,"    \
    " pay_by, tariff_id, policy_id, agreement, agreement_sha256, began_at, ended_at,"           \
    " actual_start_at, actual_end_at, cancelled_by, cancel_why, created_at, sick, certificate," \
    " licence, trial FROM booking"

static const struct db_col booking_cols[] = {
    COL_I64(struct booking_row, id),
    COL_I64(struct booking_row, community_id),
    COL_I64(struct booking_row, request_id),
    COL_I64(struct booking_row, offer_id),
    COL_I64(struct booking_row, household_id),
    COL_I64(struct booking_row, guardian_id),
    COL_I64(struct booking_row, supporter_id),
    COL_I64(struct booking_row, tie_id),
    COL_TEXT(struct booking_row, kind),
    COL_TEXT(struct booking_row, state),
    COL_I64(struct booking_row, state_at),
    COL_I64(struct booking_row, version),
    COL_I64(struct booking_row, start_at),
    COL_I64(struct booking_row, end_at),
    COL_I64(struct booking_row, until_at),
    COL_I64_NULL(struct booking_row, first_place_id),
    COL_I64_NULL(struct booking_row, last_place_id),
    COL_TEXT(struct booking_row, fee_mode),
    COL_I64_NULL(struct booking_row, rate_minor),
    COL_I64(struct booking_row, waived_pct),
    COL_I64(struct booking_row, price_minor),
    COL_I64(struct booking_row, top_up_minor),
    COL_TEXT(struct booking_row, currency),
    COL_TEXT(struct booking_row, pay_by),
    COL_I64(struct booking_row, tariff_id),
    COL_I64(struct booking_row, policy_id),
    COL_TEXT(struct booking_row, agreement),
    COL_TEXT(struct booking_row, agreement_sha256),
    COL_I64_NULL(struct booking_row, began_at),
    COL_I64_NULL(struct booking_row, ended_at),
    COL_I64_NULL(struct booking_row, actual_start_at),
    COL_I64_NULL(struct booking_row, actual_end_at),
    COL_I64_NULL(struct booking_row, cancelled_by),
    COL_TEXT_NULL(struct booking_row, cancel_why),
    COL_I64(struct booking_row, created_at),
    COL_I64(struct booking_row, sick),
    COL_I64(struct booking_row, certificate),
    COL_I64(struct booking_row, licence),
    COL_I64(struct booking_row, trial),
    COL_END,
};

static const char get_sql[] = BOOKING_COLUMNS " WHERE id = $1";

enum status store_booking_get(struct tx *t, int64_t id, struct booking_row *b)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, booking_cols, b);
}

static const char of_request_sql[] =
    BOOKING_COLUMNS " WHERE request_id = $1 AND state IN ('agreed', 'confirmed', 'in_care',"
                    " 'returned', 'completed', 'settled', 'closed')";

enum status store_booking_of_request(struct tx *t, int64_t request_id, struct booking_row *b)
{
    struct db_in in[] = {IN_I64(request_id), IN_END};

    return db_one(t, of_request_sql, in, booking_cols, b);
}

static const struct db_col child_cols[] = {
    COL_I64(struct booking_child_row, child_id),
    COL_I64_NULL(struct booking_child_row, in_at),
    COL_I64_NULL(struct booking_child_row, out_at),
    COL_I64_NULL(struct booking_child_row, dropped_at),
    COL_END,
};

static const char children_sql[] = "SELECT child_id, in_at, out_at, dropped_at FROM booking_child"
                                   " WHERE booking_id = $1 ORDER BY child_id";

enum status store_booking_children(struct tx *t, int64_t booking_id,
                                   struct booking_child_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(booking_id), IN_END};

    return db_many(t, children_sql, in, child_cols, sizeof **rows, CHILDREN_PER_JOB_MAX, rows, n);
}

static const char move_sql[] =
    "UPDATE booking SET state = $3, state_at = $4 WHERE id = $1 AND state = $2";

/* Only when the booking enters or leaves the live states. */
static const char live_sql[] =
    "UPDATE booking_child SET live = CASE WHEN dropped_at IS NULL THEN $2 ELSE 0 END"
    " WHERE booking_id = $1 AND live <> $2";

enum status store_booking_move(struct tx *t, int64_t id, const char *from, const char *to,
                               bool live, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_TEXT(from), IN_TEXT(to), IN_I64(now), IN_END};
    struct db_in live_in[] = {IN_I64(id), IN_BOOL(live), IN_END};
    int64_t changed;
    enum status s = db_exec(t, move_sql, in);

    if (s != OK) {
        return s == E_NOT_FOUND ? E_CONFLICT : s;
    }
    return live ? OK : db_change(t, live_sql, live_in, &changed);
}

static const char began_sql[] =
    "UPDATE booking SET began_at = $2 WHERE id = $1 AND began_at IS NULL";

enum status store_booking_began(struct tx *t, int64_t id, int64_t at)
{
    struct db_in in[] = {IN_I64(id), IN_I64(at), IN_END};

    return db_exec(t, began_sql, in);
}

static const char began_earlier_sql[] =
    "UPDATE booking SET began_at = $2 WHERE id = $1 AND began_at > $2";

enum status store_booking_began_earlier(struct tx *t, int64_t id, int64_t at)
{
    struct db_in in[] = {IN_I64(id), IN_I64(at), IN_END};

    return db_exec(t, began_earlier_sql, in);
}

static const char ended_sql[] = "UPDATE booking SET ended_at = $2 WHERE id = $1";

enum status store_booking_ended(struct tx *t, int64_t id, int64_t at)
{
    struct db_in in[] = {IN_I64(id), IN_I64(at), IN_END};

    return db_exec(t, ended_sql, in);
}

static const char actual_sql[] =
    "UPDATE booking SET actual_start_at = $2, actual_end_at = $3 WHERE id = $1";

enum status store_booking_actual(struct tx *t, int64_t id, int64_t start_at, int64_t end_at)
{
    struct db_in in[] = {IN_I64(id), IN_I64(start_at), IN_I64(end_at), IN_END};

    return db_exec(t, actual_sql, in);
}

static const char cancelled_sql[] =
    "UPDATE booking SET cancelled_by = $2, cancel_why = $3 WHERE id = $1";

enum status store_booking_cancelled(struct tx *t, int64_t id, int64_t by_id, const char *why)
{
    struct db_in in[] = {IN_I64(id), IN_I64(by_id), IN_TEXT(why), IN_END};

    return db_exec(t, cancelled_sql, in);
}

static const char amend_sql[] =
    "UPDATE booking SET version = $2, start_at = $3, end_at = $4, until_at = $5,"
    " price_minor = $6, top_up_minor = $7, agreement = $8, agreement_sha256 = $9, policy_id = $10"
    " WHERE id = $1 AND version = $2 - 1";
static const char amend_children_sql[] =
    "UPDATE booking_child SET start_at = $2, end_at = $3 WHERE booking_id = $1";

enum status store_booking_amend(struct tx *t, const struct booking_row *b)
{
    struct db_in in[] = {
        IN_I64(b->id),
        IN_I64(b->version),
        IN_I64(b->start_at),
        IN_I64(b->end_at),
        IN_I64(b->until_at),
        IN_I64(b->price_minor),
        IN_I64(b->top_up_minor),
        IN_TEXT(b->agreement),
        IN_TEXT(b->agreement_sha256),
        IN_I64(b->policy_id),
        IN_END,
    };
    struct db_in times[] = {IN_I64(b->id), IN_I64(b->start_at), IN_I64(b->end_at), IN_END};
    int64_t changed;
    enum status s = db_exec(t, amend_sql, in);

    if (s != OK) {
        return s == E_NOT_FOUND ? E_CONFLICT : s;
    }
    return db_change(t, amend_children_sql, times, &changed);
}

static const char child_hands_sql[] =
    "UPDATE booking_child SET in_at = $3, out_at = $4 WHERE booking_id = $1 AND child_id = $2";

enum status store_booking_child_hands(struct tx *t, int64_t booking_id, int64_t child_id,
                                      int64_t in_at, int64_t out_at)
{
    struct db_in in[] = {IN_I64(booking_id), IN_I64(child_id), IN_I64_OR_NULL(in_at),
                         IN_I64_OR_NULL(out_at), IN_END};

    return db_exec(t, child_hands_sql, in);
}

static const char child_drop_sql[] =
    "UPDATE booking_child SET dropped_at = $4, out_at = $3, live = 0"
    " WHERE booking_id = $1 AND child_id = $2 AND dropped_at IS NULL";

enum status store_booking_child_drop(struct tx *t, int64_t booking_id, int64_t child_id,
                                     int64_t out_at, int64_t at)
{
    struct db_in in[] = {IN_I64(booking_id), IN_I64(child_id), IN_I64_OR_NULL(out_at), IN_I64(at),
                         IN_END};
    enum status s = db_exec(t, child_drop_sql, in);

    return s == E_NOT_FOUND ? E_CONFLICT : s;
}

struct found_row {
    int64_t id;
};
static const struct db_col found_cols[] = {COL_I64(struct found_row, id), COL_END};

static enum status first_found(struct tx *t, const char *sql, const struct db_in *in,
                               int64_t *found)
{
    struct found_row row = {0};
    enum status s = db_one(t, sql, in, found_cols, &row);

    *found = row.id;
    return s == E_NOT_FOUND ? OK : s;
}

static const char trial_sql[] =
    "SELECT id FROM booking WHERE tie_id = $1 AND trial = 1 AND id <> $2"
    " AND state NOT IN ('payment_failed', 'cancelled', 'no_show') ORDER BY id LIMIT 1";

enum status store_booking_trial(struct tx *t, int64_t tie_id, int64_t but_booking_id,
                                int64_t *found)
{
    struct db_in in[] = {IN_I64(tie_id), IN_I64(but_booking_id), IN_END};

    return first_found(t, trial_sql, in, found);
}

/* An update, not a lock: who waited for it then starts anew, and sees the other's booking. */
static const char queue_sql[] = "UPDATE supporter SET updated_at = updated_at WHERE member_id = $1";

enum status store_booking_queue(struct tx *t, int64_t supporter_id)
{
    struct db_in in[] = {IN_I64(supporter_id), IN_END};

    return tx_engine(t) == DB_POSTGRESQL ? db_exec(t, queue_sql, in) : OK;
}

/* The plain bounds come first so that the index serves; the exact ones know about places. */
/* clang-format off */
static const char overlap_sql[] =
    "SELECT b.id FROM booking b WHERE b.supporter_id = $1"
    " AND b.state IN ('agreed', 'confirmed', 'in_care') AND b.household_id <> $2 AND b.id <> $3"
    " AND b.start_at < $5 + $8 AND b.end_at > $4 - $8"
    " AND b.start_at < $5 + " TRAVEL("b.first_place_id", "$7", "$2", "$8")
    " AND b.end_at > $4 - " TRAVEL("b.last_place_id", "$6", "$2", "$8")
    " ORDER BY b.start_at, b.id LIMIT 1";
/* clang-format on */

enum status store_booking_overlap(struct tx *t, const struct booking_row *b, int64_t buffer_ms,
                                  int64_t *found)
{
    struct db_in in[] = {
        IN_I64(b->supporter_id),  IN_I64(b->household_id), IN_I64(b->id),
        IN_I64(b->start_at),      IN_I64(b->end_at),       IN_I64(b->first_place_id),
        IN_I64(b->last_place_id), IN_I64(buffer_ms),       IN_END,
    };

    return first_found(t, overlap_sql, in, found);
}

static const char child_overlap_sql[] =
    "SELECT booking_id FROM booking_child WHERE child_id = $1 AND live = 1"
    " AND start_at < $4 AND end_at > $3 AND booking_id <> $2 ORDER BY start_at LIMIT 1";

enum status store_booking_child_overlap(struct tx *t, int64_t child_id, int64_t but_booking_id,
                                        int64_t start_at, int64_t end_at, int64_t *found)
{
    struct db_in in[] = {IN_I64(child_id), IN_I64(but_booking_id), IN_I64(start_at), IN_I64(end_at),
                         IN_END};

    return first_found(t, child_overlap_sql, in, found);
}

static const char children_with_sql[] =
    "SELECT COUNT(*) FROM booking b JOIN booking_child c ON c.booking_id = b.id AND c.live = 1"
    " WHERE b.supporter_id = $1 AND b.state IN ('agreed', 'confirmed', 'in_care')"
    " AND b.start_at < $5 AND b.end_at > $4 AND b.household_id = $2 AND b.id <> $3";

enum status store_booking_children_with(struct tx *t, const struct booking_row *b,
                                        int64_t *children)
{
    struct db_in in[] = {IN_I64(b->supporter_id), IN_I64(b->household_id), IN_I64(b->id),
                         IN_I64(b->start_at),     IN_I64(b->end_at),       IN_END};

    return first_found(t, children_with_sql, in, children);
}
