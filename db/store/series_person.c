/* series_person.c - see series_person.h. */
#include "db/store/series_person.h"

#include "app/base/limits.h"

static const char add_sql[] =
    "INSERT INTO series_person (id, series_id, supporter_id, to_come, waived_pct, created_at)"
    " VALUES ($1, $2, $3, 0, 0, $4) ON CONFLICT (series_id, supporter_id) DO NOTHING";

enum status store_series_person_add(struct tx *t, const struct series_person_row *p)
{
    struct db_in in[] = {IN_I64(p->id), IN_I64(p->series_id), IN_I64(p->supporter_id),
                         IN_I64(p->created_at), IN_END};
    int64_t changed;

    return db_change(t, add_sql, in, &changed);
}

#define PERSON_COLUMNS                                                                      \
    "p.id, p.series_id, p.supporter_id, p.to_come, p.fee_mode, p.rate_minor, p.waived_pct," \
    " p.chosen_at, p.created_at"
#define PERSON_COLS(row, field)                                                              \
    COL_I64(row, field.id), COL_I64(row, field.series_id), COL_I64(row, field.supporter_id), \
        COL_I64(row, field.to_come), COL_TEXT_NULL(row, field.fee_mode),                     \
        COL_I64_NULL(row, field.rate_minor), COL_I64(row, field.waived_pct),                 \
        COL_I64_NULL(row, field.chosen_at), COL_I64(row, field.created_at)

struct one_person {
    struct series_person_row row;
};
static const struct db_col person_cols[] = {PERSON_COLS(struct one_person, row), COL_END};

static const char get_sql[] = "SELECT " PERSON_COLUMNS " FROM series_person p WHERE p.id = $1";

enum status store_series_person_get(struct tx *t, int64_t id, struct series_person_row *p)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, person_cols, p);
}

static const char of_sql[] =
    "SELECT " PERSON_COLUMNS " FROM series_person p WHERE p.series_id = $1 AND p.supporter_id = $2";

enum status store_series_person_of(struct tx *t, int64_t series_id, int64_t supporter_id,
                                   struct series_person_row *p)
{
    struct db_in in[] = {IN_I64(series_id), IN_I64(supporter_id), IN_END};

    return db_one(t, of_sql, in, person_cols, p);
}

static const char put_sql[] =
    "UPDATE series_person SET to_come = $2, fee_mode = $3, rate_minor = $4, waived_pct = $5,"
    " chosen_at = $6 WHERE id = $1";

enum status store_series_person_put(struct tx *t, const struct series_person_row *p)
{
    struct db_in in[] = {IN_I64(p->id),
                         IN_I64(p->to_come),
                         IN_TEXT(p->fee_mode),
                         IN_I64_OR_NULL(p->rate_minor),
                         IN_I64(p->waived_pct),
                         IN_I64_OR_NULL(p->chosen_at),
                         IN_END};

    return db_exec(t, put_sql, in);
}

static const char people_sql[] =
    "SELECT " PERSON_COLUMNS ", m.display_name,"
    " (SELECT COUNT(*) FROM series_says y WHERE y.person_id = p.id AND y.yes = 1)"
    " FROM series_person p JOIN series s ON s.id = p.series_id"
    " JOIN member m ON m.id = p.supporter_id WHERE p.series_id = $1"
    " AND NOT EXISTS (SELECT 1 FROM block b WHERE b.blocker_id IN ($2, s.asked_by)"
    " AND b.blocked_id = p.supporter_id)"
    " AND NOT EXISTS (SELECT 1 FROM block b WHERE b.blocker_id = p.supporter_id"
    " AND b.blocked_id IN ($2, s.asked_by))"
    " ORDER BY CASE WHEN p.chosen_at IS NULL THEN 1 ELSE 0 END, p.chosen_at, p.id LIMIT $3";

enum status store_series_people(struct tx *t, int64_t series_id, int64_t viewer_id,
                                struct series_person_seen **rows, int *n)
{
    static const struct db_col cols[] = {
        PERSON_COLS(struct series_person_seen, row),
        COL_TEXT(struct series_person_seen, display_name),
        COL_I64(struct series_person_seen, says_n),
        COL_END,
    };
    struct db_in in[] = {IN_I64(series_id), IN_I64(viewer_id), IN_I64(SERIES_PEOPLE_MAX), IN_END};

    return db_many(t, people_sql, in, cols, sizeof **rows, SERIES_PEOPLE_MAX, rows, n);
}

static const char says_sql[] = "INSERT INTO series_says (person_id, day, yes) VALUES ($1, $2, $3)"
                               " ON CONFLICT (person_id, day) DO UPDATE SET yes = excluded.yes";

enum status store_series_says(struct tx *t, int64_t person_id, int64_t day, bool yes)
{
    struct db_in in[] = {IN_I64(person_id), IN_I64(day), IN_BOOL(yes), IN_END};

    return db_exec(t, says_sql, in);
}

static const char clear_sql[] = "DELETE FROM series_says WHERE person_id = $1";

enum status store_series_says_clear(struct tx *t, int64_t person_id)
{
    struct db_in in[] = {IN_I64(person_id), IN_END};
    int64_t changed;

    return db_change(t, clear_sql, in, &changed);
}

struct number {
    int64_t n;
};
static const struct db_col number_cols[] = {COL_I64(struct number, n), COL_END};

static const char said_sql[] = "SELECT yes FROM series_says WHERE person_id = $1 AND day = $2";

enum status store_series_said(struct tx *t, int64_t person_id, int64_t day, bool *yes)
{
    struct db_in in[] = {IN_I64(person_id), IN_I64(day), IN_END};
    struct number row = {0};
    enum status s = db_one(t, said_sql, in, number_cols, &row);

    *yes = row.n != 0;
    return s;
}

#define ASK_COLUMNS                                                               \
    "SELECT " PERSON_COLUMNS ", s.asked_by, m.display_name, s.state, s.weekdays," \
    " s.every_weeks, s.from_day, s.until_day FROM series_person p"                \
    " JOIN series s ON s.id = p.series_id JOIN member m ON m.id = s.asked_by"
#define NOT_BLOCKED                                                              \
    " AND NOT EXISTS (SELECT 1 FROM block b WHERE b.blocker_id = s.asked_by"     \
    " AND b.blocked_id = p.supporter_id)"                                        \
    " AND NOT EXISTS (SELECT 1 FROM block b WHERE b.blocker_id = p.supporter_id" \
    " AND b.blocked_id = s.asked_by)"

static const struct db_col ask_cols[] = {
    PERSON_COLS(struct series_ask_row, person),
    COL_I64(struct series_ask_row, asked_by),
    COL_TEXT(struct series_ask_row, asker_name),
    COL_TEXT(struct series_ask_row, state),
    COL_I64(struct series_ask_row, weekdays),
    COL_I64(struct series_ask_row, every_weeks),
    COL_I64(struct series_ask_row, from_day),
    COL_I64(struct series_ask_row, until_day),
    COL_END,
};

static const char ask_get_sql[] =
    ASK_COLUMNS " WHERE p.id = $1 AND p.supporter_id = $2" NOT_BLOCKED;

enum status store_series_ask_get(struct tx *t, int64_t person_id, int64_t supporter_id,
                                 struct series_ask_row *row)
{
    struct db_in in[] = {IN_I64(person_id), IN_I64(supporter_id), IN_END};

    return db_one(t, ask_get_sql, in, ask_cols, row);
}

static const char ask_list_sql[] = ASK_COLUMNS
    " WHERE p.supporter_id = $1 AND p.id < $2" NOT_BLOCKED " ORDER BY p.id DESC LIMIT $3";

enum status store_series_ask_list(struct tx *t, int64_t supporter_id, int64_t before_id, int max,
                                  struct series_ask_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(supporter_id), IN_I64(before_id), IN_I64(max), IN_END};

    return db_many(t, ask_list_sql, in, ask_cols, sizeof **rows, max, rows, n);
}

static const char ask_dates_sql[] =
    "SELECT d.day, d.start_at, d.end_at, d.state, o.id, o.state, r.state, o.price_minor, b.id,"
    " b.state FROM series_date d JOIN series_plan p ON p.id = d.plan_id"
    " LEFT JOIN request r ON r.id = d.request_id"
    " LEFT JOIN offer o ON o.request_id = d.request_id AND o.supporter_id = $2"
    " LEFT JOIN booking b ON b.request_id = d.request_id AND b.supporter_id = $2"
    "  AND b.state IN ('agreed', 'confirmed', 'in_care', 'returned', 'completed', 'settled',"
    "  'closed')"
    " WHERE d.series_id = $1 AND (o.id IS NOT NULL OR (d.state IN ('planned', 'stuck')"
    "  AND (p.audience <> 'named' OR EXISTS (SELECT 1 FROM series_member w"
    "   WHERE w.plan_id = p.id AND w.member_id = $2))))"
    " ORDER BY d.day";

enum status store_series_ask_dates(struct tx *t, int64_t series_id, int64_t supporter_id,
                                   struct series_ask_date **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct series_ask_date, day),
        COL_I64(struct series_ask_date, start_at),
        COL_I64(struct series_ask_date, end_at),
        COL_TEXT(struct series_ask_date, date_state),
        COL_I64_NULL(struct series_ask_date, offer_id),
        COL_TEXT_NULL(struct series_ask_date, offer_state),
        COL_TEXT_NULL(struct series_ask_date, request_state),
        COL_I64_NULL(struct series_ask_date, price_minor),
        COL_I64_NULL(struct series_ask_date, booking_id),
        COL_TEXT_NULL(struct series_ask_date, booking_state),
        COL_END,
    };
    struct db_in in[] = {IN_I64(series_id), IN_I64(supporter_id), IN_END};

    return db_many(t, ask_dates_sql, in, cols, sizeof **rows, SERIES_DATES_MAX, rows, n);
}
