/* holiday.c - see holiday.h. */
#include "db/store/holiday.h"

#include "app/base/limits.h"

static const char range_sql[] = "SELECT day, name, name_en, source FROM holiday "
                                "WHERE community_id = $1 AND day >= $2 AND day < $3 ORDER BY day";

enum status store_holidays(struct tx *t, int64_t community_id, int64_t from_day, int64_t until_day,
                           struct holiday_row **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct holiday_row, day), COL_TEXT(struct holiday_row, name),
        COL_TEXT(struct holiday_row, name_en), COL_TEXT(struct holiday_row, source), COL_END};
    const struct db_in in[] = {IN_I64(community_id), IN_I64(from_day), IN_I64(until_day), IN_END};

    return db_many(t, range_sql, in, cols, sizeof **rows, HOLIDAYS_MAX, rows, n);
}

static const char last_sql[] =
    "SELECT day FROM holiday WHERE community_id = $1 ORDER BY day DESC LIMIT 1";

enum status store_holiday_last(struct tx *t, int64_t community_id, int64_t *day)
{
    static const struct db_col cols[] = {COL_I64(struct holiday_row, day), COL_END};
    const struct db_in in[] = {IN_I64(community_id), IN_END};
    struct holiday_row row;
    enum status s = db_one(t, last_sql, in, cols, &row);

    if (s == OK) {
        *day = row.day;
    }
    return s;
}

static const char put_sql[] =
    "INSERT INTO holiday (community_id, day, name, name_en, source) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (community_id, day) DO UPDATE SET name = excluded.name, "
    "name_en = excluded.name_en, source = excluded.source";

enum status store_holiday_put(struct tx *t, int64_t community_id, const struct holiday_row *row)
{
    const struct db_in in[] = {IN_I64(community_id),  IN_I64(row->day),     IN_TEXT(row->name),
                               IN_TEXT(row->name_en), IN_TEXT(row->source), IN_END};

    return db_exec(t, put_sql, in);
}

static const char delete_sql[] = "DELETE FROM holiday WHERE community_id = $1 AND day = $2";

enum status store_holiday_delete(struct tx *t, int64_t community_id, int64_t day)
{
    const struct db_in in[] = {IN_I64(community_id), IN_I64(day), IN_END};

    return db_exec(t, delete_sql, in);
}
