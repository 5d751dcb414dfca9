/* coverage_list.c - see coverage_list.h. */
#include "db/store/coverage_list.h"

static const struct db_col line_cols[] = {
    COL_I64(struct coverage_line, c.id),
    COL_I64(struct coverage_line, c.booking_id),
    COL_I64(struct coverage_line, c.policy_id),
    COL_TEXT(struct coverage_line, c.snapshot),
    COL_I64(struct coverage_line, c.start_at),
    COL_I64(struct coverage_line, c.end_at),
    COL_I64(struct coverage_line, c.issued_at),
    COL_I64_NULL(struct coverage_line, c.number),
    COL_TEXT_NULL(struct coverage_line, c.previous_sha256),
    COL_TEXT_NULL(struct coverage_line, c.sha256),
    COL_TEXT_NULL(struct coverage_line, policy_number),
    COL_I64(struct coverage_line, agreed_start_at),
    COL_I64(struct coverage_line, agreed_end_at),
    COL_I64_NULL(struct coverage_line, actual_start_at),
    COL_I64_NULL(struct coverage_line, actual_end_at),
    COL_I64(struct coverage_line, children),
    COL_END,
};

#define LINE_COLUMNS                                                                         \
    "SELECT c.id, c.booking_id, c.policy_id, c.snapshot, c.start_at, c.end_at, c.issued_at," \
    " s.number, s.previous_sha256, s.sha256, p.number, b.start_at, b.end_at, f.start_at,"    \
    " f.end_at, (SELECT COUNT(*) FROM booking_child k WHERE k.booking_id = c.booking_id)"
#define LINE_JOINS                         \
    " JOIN policy p ON p.id = c.policy_id" \
    " LEFT JOIN coverage_fact f ON f.coverage_id = c.id AND f.kind = 'actual'"

static const char month_sql[] =
    LINE_COLUMNS " FROM coverage_seal s JOIN coverage c ON c.id = s.coverage_id"
                 " JOIN booking b ON b.id = c.booking_id" LINE_JOINS
                 " WHERE s.policy_id = $1 AND s.number > $4 AND s.sealed_at >= $2"
                 " AND s.sealed_at < $3 ORDER BY s.number LIMIT $5";

enum status store_coverage_month(struct tx *t, int64_t policy_id, int64_t from_at, int64_t until_at,
                                 int64_t after_number, int max, struct coverage_line **rows, int *n)
{
    struct db_in in[] = {IN_I64(policy_id),    IN_I64(from_at), IN_I64(until_at),
                         IN_I64(after_number), IN_I64(max),     IN_END};

    return db_many(t, month_sql, in, line_cols, sizeof **rows, max, rows, n);
}

static const char day_sql[] =
    LINE_COLUMNS " FROM booking b JOIN coverage c ON c.booking_id = b.id"
                 " LEFT JOIN coverage_seal s ON s.coverage_id = c.id" LINE_JOINS
                 " WHERE b.community_id = $1 AND b.state IN ('agreed', 'confirmed', 'in_care',"
                 " 'returned', 'completed', 'settled', 'closed', 'payment_failed', 'cancelled',"
                 " 'no_show') AND b.start_at >= $2 AND b.start_at < $3"
                 " AND (b.start_at > $4 OR (b.start_at = $4 AND b.id > $5))"
                 " ORDER BY b.start_at, b.id LIMIT $6";

enum status store_coverage_day(struct tx *t, const struct coverage_day *d,
                               struct coverage_line **rows, int *n)
{
    struct db_in in[] = {IN_I64(d->community_id),
                         IN_I64(d->from_at),
                         IN_I64(d->until_at),
                         IN_I64(d->after_start),
                         IN_I64(d->after_booking),
                         IN_I64(d->max),
                         IN_END};

    return db_many(t, day_sql, in, line_cols, sizeof **rows, d->max, rows, n);
}

static const char chain_sql[] =
    "SELECT c.id, c.booking_id, s.policy_id, c.snapshot, c.start_at, c.end_at, c.issued_at,"
    " s.number, s.previous_sha256, s.sha256, NULL, 0, 0, NULL, NULL, 0"
    " FROM coverage_seal s /* scan: the audit reads them all */ JOIN coverage c"
    " ON c.id = s.coverage_id WHERE s.policy_id > $1 OR (s.policy_id = $1 AND s.number > $2)"
    " ORDER BY s.policy_id, s.number LIMIT $3";

enum status store_coverage_chain(struct tx *t, int64_t after_policy, int64_t after_number, int max,
                                 struct coverage_line **rows, int *n)
{
    struct db_in in[] = {IN_I64(after_policy), IN_I64(after_number), IN_I64(max), IN_END};

    return db_many(t, chain_sql, in, line_cols, sizeof **rows, max, rows, n);
}
