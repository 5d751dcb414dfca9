/* disaster.c - see disaster.h. */
#include "db/store/disaster.h"

static const char on_sql[] =
    "INSERT INTO disaster (id, community_id, reason, on_by, on_at) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (community_id) WHERE off_at IS NULL DO NOTHING";

enum status store_disaster_on(struct tx *t, const struct disaster_row *r, bool *on)
{
    struct db_in in[] = {IN_I64(r->id),    IN_I64(r->community_id), IN_TEXT(r->reason),
                         IN_I64(r->on_by), IN_I64(r->on_at),        IN_END};
    int64_t changed = 0;
    enum status s = db_change(t, on_sql, in, &changed);

    *on = changed == 1;
    return s;
}

static const char off_sql[] = "UPDATE disaster SET off_by = $2, off_reason = $3, off_at = $4"
                              " WHERE id = $1 AND off_at IS NULL";

enum status store_disaster_off(struct tx *t, int64_t id, int64_t by_id, const char *reason,
                               int64_t at)
{
    struct db_in in[] = {IN_I64(id), IN_I64(by_id), IN_TEXT(reason), IN_I64(at), IN_END};
    enum status s = db_exec(t, off_sql, in);

    return s == E_NOT_FOUND ? E_CONFLICT : s;
}

static const struct db_col cols[] = {
    COL_I64(struct disaster_row, id),
    COL_I64(struct disaster_row, community_id),
    COL_TEXT(struct disaster_row, reason),
    COL_I64(struct disaster_row, on_by),
    COL_I64(struct disaster_row, on_at),
    COL_TEXT_NULL(struct disaster_row, off_reason),
    COL_I64_NULL(struct disaster_row, off_by),
    COL_I64_NULL(struct disaster_row, off_at),
    COL_END,
};
#define SELECT_ROW \
    "SELECT id, community_id, reason, on_by, on_at, off_reason, off_by, off_at FROM disaster"

static const char now_sql[] = SELECT_ROW " WHERE community_id = $1 AND off_at IS NULL";

enum status store_disaster_now(struct tx *t, int64_t community_id, struct disaster_row *r)
{
    struct db_in in[] = {IN_I64(community_id), IN_END};

    return db_one(t, now_sql, in, cols, r);
}

static const char get_sql[] = SELECT_ROW " WHERE id = $1";

enum status store_disaster_get(struct tx *t, int64_t id, struct disaster_row *r)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, cols, r);
}

enum status store_disaster_is_on(struct tx *t, int64_t community_id, bool *on)
{
    struct disaster_row row;
    enum status s = store_disaster_now(t, community_id, &row);

    *on = s == OK;
    return s == E_NOT_FOUND ? OK : s;
}

struct count {
    int64_t n;
};

static const char touches_sql[] =
    "SELECT COUNT(*) FROM disaster WHERE community_id = $1 AND on_at <= $3"
    " AND (off_at IS NULL OR off_at >= $2)";

enum status store_disaster_touches(struct tx *t, int64_t community_id, int64_t from_at,
                                   int64_t until_at, bool *touches)
{
    static const struct db_col count_cols[] = {COL_I64(struct count, n), COL_END};
    struct db_in in[] = {IN_I64(community_id), IN_I64(from_at), IN_I64(until_at), IN_END};
    struct count c = {0};
    enum status s = db_one(t, touches_sql, in, count_cols, &c);

    *touches = c.n > 0;
    return s;
}

static const char in_care_sql[] =
    "SELECT b.id, b.household_id, b.supporter_id, b.guardian_id, b.start_at, b.end_at, b.until_at,"
    " b.began_at, s.display_name, g.display_name FROM booking b"
    " JOIN member s ON s.id = b.supporter_id JOIN member g ON g.id = b.guardian_id"
    " WHERE b.community_id = $1 AND b.state = 'in_care'"
    " AND (b.start_at > $2 OR (b.start_at = $2 AND b.id > $3)) ORDER BY b.start_at, b.id LIMIT $4";

enum status store_in_care(struct tx *t, const struct in_care_page *page, struct in_care_row **rows,
                          int *n)
{
    static const struct db_col care_cols[] = {
        COL_I64(struct in_care_row, id),
        COL_I64(struct in_care_row, household_id),
        COL_I64(struct in_care_row, supporter_id),
        COL_I64(struct in_care_row, guardian_id),
        COL_I64(struct in_care_row, start_at),
        COL_I64(struct in_care_row, end_at),
        COL_I64(struct in_care_row, until_at),
        COL_I64_NULL(struct in_care_row, began_at),
        COL_TEXT(struct in_care_row, supporter_name),
        COL_TEXT(struct in_care_row, guardian_name),
        COL_END,
    };
    struct db_in in[] = {IN_I64(page->community_id), IN_I64(page->after_start),
                         IN_I64(page->after_id), IN_I64(page->max), IN_END};

    return db_many(t, in_care_sql, in, care_cols, sizeof **rows, page->max, rows, n);
}
