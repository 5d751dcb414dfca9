/* series.c - see series.h. */
#include "db/store/series.h"

#include "app/base/limits.h"

static const char insert_sql[] =
    "INSERT INTO series (id, community_id, household_id, asked_by, state, version, weekdays,"
    " every_weeks, from_day, until_day, created_at, changed_at)"
    " VALUES ($1, $2, $3, $4, 'running', 1, $5, $6, $7, $8, $9, $9)";

enum status store_series_insert(struct tx *t, const struct series_row *r)
{
    struct db_in in[] = {
        IN_I64(r->id),           IN_I64(r->community_id),
        IN_I64(r->household_id), IN_I64(r->asked_by),
        IN_I64(r->weekdays),     IN_I64(r->every_weeks),
        IN_I64(r->from_day),     IN_I64(r->until_day),
        IN_I64(r->created_at),   IN_END,
    };

    return db_exec(t, insert_sql, in);
}

#define SERIES_COLUMNS                                                                         \
    "SELECT s.id, s.community_id, s.household_id, s.asked_by, s.state, s.version, s.weekdays," \
    " s.every_weeks, s.from_day, s.until_day, s.created_at, s.changed_at FROM series s"

static const struct db_col series_cols[] = {
    COL_I64(struct series_row, id),
    COL_I64(struct series_row, community_id),
    COL_I64(struct series_row, household_id),
    COL_I64(struct series_row, asked_by),
    COL_TEXT(struct series_row, state),
    COL_I64(struct series_row, version),
    COL_I64(struct series_row, weekdays),
    COL_I64(struct series_row, every_weeks),
    COL_I64(struct series_row, from_day),
    COL_I64(struct series_row, until_day),
    COL_I64(struct series_row, created_at),
    COL_I64(struct series_row, changed_at),
    COL_END,
};

static const char get_sql[] = SERIES_COLUMNS " WHERE s.id = $1";

enum status store_series_get(struct tx *t, int64_t id, struct series_row *r)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, series_cols, r);
}

static const char list_sql[] =
    SERIES_COLUMNS " WHERE s.household_id IN (SELECT g.household_id FROM guardian g"
                   "  WHERE g.member_id = $1 AND g.ended_at IS NULL) AND s.id < $2"
                   " ORDER BY s.id DESC LIMIT $3";

enum status store_series_list(struct tx *t, int64_t member_id, int64_t before_id, int max,
                              struct series_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(member_id), IN_I64(before_id), IN_I64(max), IN_END};

    return db_many(t, list_sql, in, series_cols, sizeof **rows, max, rows, n);
}

struct number {
    int64_t n;
};
static const struct db_col number_cols[] = {COL_I64(struct number, n), COL_END};

static const char running_sql[] =
    "SELECT COUNT(*) FROM series WHERE household_id = $1 AND state = 'running'";

enum status store_series_running(struct tx *t, int64_t household_id, int64_t *n)
{
    struct db_in in[] = {IN_I64(household_id), IN_END};
    struct number row = {0};
    enum status s = db_one(t, running_sql, in, number_cols, &row);

    *n = row.n;
    return s;
}

static const char next_sql[] =
    "UPDATE series SET version = version + 1, state = $3, asked_by = $4, changed_at = $5"
    " WHERE id = $1 AND version = $2";

enum status store_series_next(struct tx *t, struct series_row *r, int64_t now)
{
    struct db_in in[] = {IN_I64(r->id),       IN_I64(r->version), IN_TEXT(r->state),
                         IN_I64(r->asked_by), IN_I64(now),        IN_END};
    enum status s = db_exec(t, next_sql, in);

    r->version += s == OK ? 1 : 0;
    r->changed_at = now;
    return s == E_NOT_FOUND ? E_CONFLICT : s;
}

static const char date_insert_sql[] =
    "INSERT INTO series_date (id, series_id, day, plan_id, state, why, later, start_at, end_at,"
    " price_minor, request_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

static struct db_in price_in(int64_t minor)
{
    return (struct db_in){.type = DB_I64, .null = minor < 0, .i64 = minor};
}

enum status store_series_date_insert(struct tx *t, const struct series_date_row *d)
{
    struct db_in in[] = {
        IN_I64(d->id),
        IN_I64(d->series_id),
        IN_I64(d->day),
        IN_I64(d->plan_id),
        IN_TEXT(d->state),
        IN_TEXT(d->why),
        IN_I64(d->later),
        IN_I64(d->start_at),
        IN_I64(d->end_at),
        price_in(d->price_minor),
        IN_I64_OR_NULL(d->request_id),
        IN_END,
    };

    return db_exec(t, date_insert_sql, in);
}

#define DATE_COLUMNS                                                                      \
    "d.id, d.series_id, d.day, d.plan_id, d.state, d.why, d.later, d.start_at, d.end_at," \
    " COALESCE(d.price_minor, -1), d.request_id"
#define DATE_COLS(row, field)                                                                   \
    COL_I64(row, field.id), COL_I64(row, field.series_id), COL_I64(row, field.day),             \
        COL_I64(row, field.plan_id), COL_TEXT(row, field.state), COL_TEXT_NULL(row, field.why), \
        COL_I64(row, field.later), COL_I64(row, field.start_at), COL_I64(row, field.end_at),    \
        COL_I64(row, field.price_minor), COL_I64_NULL(row, field.request_id)

struct one_date {
    struct series_date_row row;
};
static const struct db_col date_cols[] = {DATE_COLS(struct one_date, row), COL_END};

static const char date_get_sql[] = "SELECT " DATE_COLUMNS " FROM series_date d WHERE d.id = $1";

enum status store_series_date_get(struct tx *t, int64_t id, struct series_date_row *d)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, date_get_sql, in, date_cols, d);
}

static const char date_put_sql[] =
    "UPDATE series_date SET plan_id = $3, state = $4, why = $5, later = $6, start_at = $7,"
    " end_at = $8, price_minor = $9, request_id = $10 WHERE id = $1 AND state = $2";

enum status store_series_date_put(struct tx *t, const struct series_date_row *d, const char *from)
{
    struct db_in in[] = {
        IN_I64(d->id),
        IN_TEXT(from),
        IN_I64(d->plan_id),
        IN_TEXT(d->state),
        IN_TEXT(d->why),
        IN_I64(d->later),
        IN_I64(d->start_at),
        IN_I64(d->end_at),
        price_in(d->price_minor),
        IN_I64_OR_NULL(d->request_id),
        IN_END,
    };
    enum status s = db_exec(t, date_put_sql, in);

    return s == E_NOT_FOUND ? E_CONFLICT : s;
}

/* The booking is that of the unique index booking_of_request. */
static const char dates_sql[] =
    "SELECT " DATE_COLUMNS ", r.state, b.id, b.state, b.start_at, b.end_at, b.price_minor,"
    " b.supporter_id, m.display_name,"
    " (SELECT a.id FROM amendment a WHERE a.booking_id = b.id AND a.state = 'proposed')"
    " FROM series_date d LEFT JOIN request r ON r.id = d.request_id"
    " LEFT JOIN booking b ON b.request_id = d.request_id AND b.state IN ('agreed', 'confirmed',"
    "  'in_care', 'returned', 'completed', 'settled', 'closed')"
    " LEFT JOIN member m ON m.id = b.supporter_id WHERE d.series_id = $1 ORDER BY d.day";

enum status store_series_dates(struct tx *t, int64_t series_id, struct series_date_seen **rows,
                               int *n)
{
    static const struct db_col cols[] = {
        DATE_COLS(struct series_date_seen, row),
        COL_TEXT_NULL(struct series_date_seen, request_state),
        COL_I64_NULL(struct series_date_seen, booking_id),
        COL_TEXT_NULL(struct series_date_seen, booking_state),
        COL_I64_NULL(struct series_date_seen, booking_start_at),
        COL_I64_NULL(struct series_date_seen, booking_end_at),
        COL_I64_NULL(struct series_date_seen, booking_price_minor),
        COL_I64_NULL(struct series_date_seen, supporter_id),
        COL_TEXT_NULL(struct series_date_seen, supporter_name),
        COL_I64_NULL(struct series_date_seen, amendment_id),
        COL_END,
    };
    struct db_in in[] = {IN_I64(series_id), IN_END};

    return db_many(t, dates_sql, in, cols, sizeof **rows, SERIES_DATES_MAX, rows, n);
}

static const char of_request_sql[] = "SELECT series_id FROM series_date WHERE request_id = $1";

enum status store_series_of_request(struct tx *t, int64_t request_id, int64_t *series_id)
{
    struct db_in in[] = {IN_I64(request_id), IN_END};
    struct number row = {0};
    enum status s = db_one(t, of_request_sql, in, number_cols, &row);

    *series_id = row.n;
    return s;
}
