/* request.c - see request.h. */
#include "db/store/request.h"

#include "app/base/limits.h"

static const char insert_sql[] =
    "INSERT INTO request (id, community_id, household_id, asked_by, acted_by, kind, care_at,"
    " start_at, end_at, until_at, closes_at, urgent, first_trusted_yes, already_agreed, sick, meal,"
    " needs_sealed, audience, group_id, tariff_id, fee_mode, rate_minor, pay_by, price_minor,"
    " currency, state, state_at, created_at, trial, doctor_seen_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,"
    " $20, $21, $22, $23, $24, $25, 'open', $26, $26, $27, $28)";

enum status store_request_insert(struct tx *t, const struct request_row *r)
{
    struct db_in in[] = {
        IN_I64(r->id),
        IN_I64(r->community_id),
        IN_I64(r->household_id),
        IN_I64(r->asked_by),
        IN_I64(r->acted_by),
        IN_TEXT(r->kind),
        IN_TEXT(r->care_at),
        IN_I64(r->start_at),
        IN_I64(r->end_at),
        IN_I64(r->until_at),
        IN_I64(r->closes_at),
        IN_I64(r->urgent),
        IN_I64(r->first_trusted_yes),
        IN_I64(r->already_agreed),
        IN_I64(r->sick),
        IN_I64(r->meal),
        IN_BYTES(r->needs_sealed),
        IN_TEXT(r->audience),
        IN_I64_OR_NULL(r->group_id),
        IN_I64(r->tariff_id),
        IN_TEXT(r->fee_mode),
        IN_I64_OR_NULL(r->rate_minor),
        IN_TEXT(r->pay_by),
        IN_I64(r->price_minor),
        IN_TEXT(r->currency),
        IN_I64(r->created_at),
        IN_I64(r->trial),
        IN_I64_OR_NULL(r->doctor_seen_at),
        IN_END,
    };

    return db_exec(t, insert_sql, in);
}

#define REQUEST_COLUMNS                                                                           \
    "SELECT id, community_id, household_id, asked_by, acted_by, kind, care_at, start_at, end_at," \
    " until_at, closes_at, urgent, first_trusted_yes, already_agreed, sick, meal, needs_sealed,"  \
    " audience, group_id, tariff_id, fee_mode, rate_minor, pay_by, price_minor, currency, state," \
    " state_at, created_at, trial, doctor_seen_at FROM request"

static const struct db_col request_cols[] = {
    COL_I64(struct request_row, id),
    COL_I64(struct request_row, community_id),
    COL_I64(struct request_row, household_id),
    COL_I64(struct request_row, asked_by),
    COL_I64(struct request_row, acted_by),
    COL_TEXT(struct request_row, kind),
    COL_TEXT_NULL(struct request_row, care_at),
    COL_I64(struct request_row, start_at),
    COL_I64(struct request_row, end_at),
    COL_I64(struct request_row, until_at),
    COL_I64(struct request_row, closes_at),
    COL_I64(struct request_row, urgent),
    COL_I64(struct request_row, first_trusted_yes),
    COL_I64(struct request_row, already_agreed),
    COL_I64(struct request_row, sick),
    COL_I64(struct request_row, meal),
    COL_BYTES_NULL(struct request_row, needs_sealed),
    COL_TEXT(struct request_row, audience),
    COL_I64_NULL(struct request_row, group_id),
    COL_I64(struct request_row, tariff_id),
    COL_TEXT(struct request_row, fee_mode),
    COL_I64_NULL(struct request_row, rate_minor),
    COL_TEXT(struct request_row, pay_by),
    COL_I64(struct request_row, price_minor),
    COL_TEXT(struct request_row, currency),
    COL_TEXT(struct request_row, state),
    COL_I64(struct request_row, state_at),
    COL_I64(struct request_row, created_at),
    COL_I64(struct request_row, trial),
    COL_I64_NULL(struct request_row, doctor_seen_at),
    COL_END,
};

static const char get_sql[] = REQUEST_COLUMNS " WHERE id = $1";

enum status store_request_get(struct tx *t, int64_t id, struct request_row *r)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, request_cols, r);
}

static const char list_sql[] =
    REQUEST_COLUMNS " WHERE household_id IN (SELECT g.household_id FROM guardian g"
                    "  WHERE g.member_id = $1 AND g.ended_at IS NULL)"
                    " AND ($2 = 0 OR household_id = $2) AND ($3 = '' OR state = $3)"
                    " AND (start_at < $4 OR (start_at = $4 AND id < $5))"
                    " ORDER BY start_at DESC, id DESC LIMIT $6";

enum status store_request_list(struct tx *t, const struct request_list *l, int max,
                               struct request_row **rows, int *n)
{
    struct db_in in[] = {
        IN_I64(l->member_id),
        IN_I64(l->household_id),
        IN_TEXT(l->state != NULL ? l->state : ""),
        IN_I64(l->before_start_at),
        IN_I64(l->before_id),
        IN_I64(max),
        IN_END,
    };

    return db_many(t, list_sql, in, request_cols, sizeof **rows, max, rows, n);
}

static const char move_sql[] =
    "UPDATE request SET state = $3, state_at = $4 WHERE id = $1 AND state = $2";

enum status store_request_move(struct tx *t, int64_t id, const char *from, const char *to,
                               int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_TEXT(from), IN_TEXT(to), IN_I64(now), IN_END};
    enum status s = db_exec(t, move_sql, in);

    return s == E_NOT_FOUND ? E_CONFLICT : s;
}

static const char claim_sql[] = "UPDATE request SET state_at = state_at WHERE id = $1";

enum status store_request_claim(struct tx *t, int64_t id)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_exec(t, claim_sql, in);
}

static const char clock_sql[] = "UPDATE request SET closes_at = $2, urgent = $3 WHERE id = $1";

enum status store_request_clock(struct tx *t, int64_t id, int64_t closes_at, bool urgent)
{
    struct db_in in[] = {IN_I64(id), IN_I64(closes_at), IN_BOOL(urgent), IN_END};

    return db_exec(t, clock_sql, in);
}

static const char audience_sql[] =
    "UPDATE request SET audience = $2, group_id = $3, price_minor = $4 WHERE id = $1";

enum status store_request_audience(struct tx *t, const struct request_row *r)
{
    struct db_in in[] = {IN_I64(r->id), IN_TEXT(r->audience), IN_I64_OR_NULL(r->group_id),
                         IN_I64(r->price_minor), IN_END};

    return db_exec(t, audience_sql, in);
}

static const char child_insert_sql[] =
    "INSERT INTO request_child (request_id, child_id, age_years) VALUES ($1, $2, $3)";

enum status store_request_child_insert(struct tx *t, int64_t request_id,
                                       const struct request_child_row *child)
{
    struct db_in in[] = {IN_I64(request_id), IN_I64(child->child_id), IN_I64(child->age_years),
                         IN_END};

    return db_exec(t, child_insert_sql, in);
}

static const char children_sql[] =
    "SELECT child_id, age_years FROM request_child WHERE request_id = $1 ORDER BY child_id";

enum status store_request_children(struct tx *t, int64_t request_id,
                                   struct request_child_row **children, int *n)
{
    static const struct db_col cols[] = {COL_I64(struct request_child_row, child_id),
                                         COL_I64(struct request_child_row, age_years), COL_END};
    struct db_in in[] = {IN_I64(request_id), IN_END};

    return db_many(t, children_sql, in, cols, sizeof **children, CHILDREN_PER_JOB_MAX, children, n);
}

struct id_row {
    int64_t id;
};
static const struct db_col id_cols[] = {COL_I64(struct id_row, id), COL_END};

static const char stop_insert_sql[] =
    "INSERT INTO stop (id, request_id, booking_id, seq, place_id, at, act, alone)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

enum status store_stop_insert(struct tx *t, int64_t request_id, int64_t booking_id,
                              const struct stop_row *stop)
{
    struct db_in in[] = {IN_I64(stop->id),
                         IN_I64(request_id),
                         IN_I64_OR_NULL(booking_id),
                         IN_I64(stop->seq),
                         IN_I64_OR_NULL(stop->place_id),
                         IN_I64(stop->at),
                         IN_TEXT(stop->act),
                         IN_I64(stop->alone),
                         IN_END};

    return db_exec(t, stop_insert_sql, in);
}

static const char stop_child_insert_sql[] =
    "INSERT INTO stop_child (stop_id, child_id) VALUES ($1, $2)";

enum status store_stop_child_insert(struct tx *t, int64_t stop_id, int64_t child_id)
{
    struct db_in in[] = {IN_I64(stop_id), IN_I64(child_id), IN_END};

    return db_exec(t, stop_child_insert_sql, in);
}

static const struct db_col stop_cols[] = {
    COL_I64(struct stop_row, id),
    COL_I64(struct stop_row, seq),
    COL_I64_NULL(struct stop_row, place_id),
    COL_I64(struct stop_row, at),
    COL_TEXT(struct stop_row, act),
    COL_I64(struct stop_row, alone),
    COL_END,
};

static const char stops_of_request_sql[] = "SELECT id, seq, place_id, at, act, alone FROM stop"
                                           " WHERE request_id = $1 AND booking_id IS NULL"
                                           " ORDER BY seq";

enum status store_stops_of_request(struct tx *t, int64_t request_id, struct stop_row **stops,
                                   int *n)
{
    struct db_in in[] = {IN_I64(request_id), IN_END};

    return db_many(t, stops_of_request_sql, in, stop_cols, sizeof **stops, STOPS_PER_JOB_MAX, stops,
                   n);
}

static const char stops_of_booking_sql[] =
    "SELECT id, seq, place_id, at, act, alone FROM stop WHERE booking_id = $1 ORDER BY seq";

enum status store_stops_of_booking(struct tx *t, int64_t booking_id, struct stop_row **stops,
                                   int *n)
{
    struct db_in in[] = {IN_I64(booking_id), IN_END};

    return db_many(t, stops_of_booking_sql, in, stop_cols, sizeof **stops, STOPS_PER_JOB_MAX, stops,
                   n);
}

static const char stop_children_sql[] =
    "SELECT child_id FROM stop_child WHERE stop_id = $1 ORDER BY child_id";

enum status store_stop_children(struct tx *t, int64_t stop_id, int64_t **child_ids, int *n)
{
    struct db_in in[] = {IN_I64(stop_id), IN_END};

    return db_many(t, stop_children_sql, in, id_cols, sizeof(struct id_row), CHILDREN_PER_JOB_MAX,
                   child_ids, n);
}

static const char shift_sql[] =
    "UPDATE stop SET at = CASE WHEN at = $3 OR at + $2 > $4 THEN $4 ELSE at + $2 END"
    " WHERE booking_id = $1";

enum status store_stops_shift(struct tx *t, int64_t booking_id, const struct stops_shift *shift)
{
    struct db_in in[] = {IN_I64(booking_id), IN_I64(shift->by_ms), IN_I64(shift->old_end_at),
                         IN_I64(shift->new_end_at), IN_END};
    int64_t changed;

    return db_change(t, shift_sql, in, &changed);
}

static const char retime_sql[] =
    "UPDATE request SET start_at = $2, end_at = $3, until_at = $4, price_minor = $5 WHERE id = $1";

static const char retime_stops_sql[] =
    "UPDATE stop SET at = (SELECT b.at FROM stop b WHERE b.booking_id = $2 AND b.seq = stop.seq)"
    " WHERE request_id = $1 AND booking_id IS NULL"
    " AND EXISTS (SELECT 1 FROM stop b WHERE b.booking_id = $2 AND b.seq = stop.seq)";

enum status store_request_retime(struct tx *t, const struct request_row *r, int64_t booking_id)
{
    struct db_in in[] = {IN_I64(r->id),       IN_I64(r->start_at),    IN_I64(r->end_at),
                         IN_I64(r->until_at), IN_I64(r->price_minor), IN_END};
    struct db_in stops_in[] = {IN_I64(r->id), IN_I64(booking_id), IN_END};
    int64_t changed;
    enum status s = db_exec(t, retime_sql, in);

    return s == OK ? db_change(t, retime_stops_sql, stops_in, &changed) : s;
}
