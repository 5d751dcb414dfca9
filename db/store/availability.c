/* availability.c - see availability.h. */
#include "db/store/availability.h"

static const char week_sql[] = "SELECT weekday, from_min, to_min FROM availability"
                               " WHERE member_id = $1 ORDER BY weekday, from_min LIMIT $2";

enum status store_week_list(struct tx *t, int64_t member_id, int max, struct free_row **rows,
                            int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct free_row, weekday),
        COL_I64(struct free_row, from_min),
        COL_I64(struct free_row, to_min),
        COL_END,
    };
    struct db_in in[] = {IN_I64(member_id), IN_I64(max), IN_END};

    return db_many(t, week_sql, in, cols, sizeof **rows, max, rows, n);
}

static const char clear_sql[] = "DELETE FROM availability WHERE member_id = $1";

enum status store_week_clear(struct tx *t, int64_t member_id)
{
    struct db_in in[] = {IN_I64(member_id), IN_END};
    int64_t changed;

    return db_change(t, clear_sql, in, &changed);
}

static const char add_sql[] =
    "INSERT INTO availability (member_id, weekday, from_min, to_min) VALUES ($1, $2, $3, $4)";

enum status store_week_add(struct tx *t, int64_t member_id, const struct free_row *row)
{
    struct db_in in[] = {IN_I64(member_id), IN_I64(row->weekday), IN_I64(row->from_min),
                         IN_I64(row->to_min), IN_END};

    return db_exec(t, add_sql, in);
}

static const char insert_sql[] =
    "INSERT INTO availability_exception (id, member_id, day, from_min, to_min, is_free)"
    " VALUES ($1, $2, $3, $4, $5, $6)";

enum status store_exception_insert(struct tx *t, const struct exception_row *row)
{
    struct db_in in[] = {IN_I64(row->id),
                         IN_I64(row->member_id),
                         IN_I64(row->day),
                         IN_I64(row->from_min),
                         IN_I64(row->to_min),
                         IN_I64(row->is_free),
                         IN_END};

    return db_exec(t, insert_sql, in);
}

static const char delete_sql[] =
    "DELETE FROM availability_exception WHERE id = $1 AND member_id = $2";

enum status store_exception_delete(struct tx *t, int64_t id, int64_t member_id)
{
    struct db_in in[] = {IN_I64(id), IN_I64(member_id), IN_END};

    return db_exec(t, delete_sql, in);
}

static const char list_sql[] =
    "SELECT id, member_id, day, from_min, to_min, is_free FROM availability_exception"
    " WHERE member_id = $1 AND day >= $2 AND id > $3 ORDER BY id LIMIT $4";

enum status store_exception_list(struct tx *t, int64_t member_id, int64_t from_day,
                                 int64_t after_id, int max, struct exception_row **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct exception_row, id),
        COL_I64(struct exception_row, member_id),
        COL_I64(struct exception_row, day),
        COL_I64(struct exception_row, from_min),
        COL_I64(struct exception_row, to_min),
        COL_I64(struct exception_row, is_free),
        COL_END,
    };
    struct db_in in[] = {IN_I64(member_id), IN_I64(from_day), IN_I64(after_id), IN_I64(max),
                         IN_END};

    return db_many(t, list_sql, in, cols, sizeof **rows, max, rows, n);
}

struct count_row {
    int64_t all, overlapping;
};

static const char count_sql[] =
    "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN day = $3 AND from_min < $5 AND to_min > $4"
    " THEN 1 ELSE 0 END), 0) AS BIGINT)"
    " FROM availability_exception WHERE member_id = $1 AND day >= $2";

enum status store_exception_count(struct tx *t, const struct exception_row *row, int64_t from_day,
                                  int64_t *count, int64_t *overlapping)
{
    static const struct db_col cols[] = {COL_I64(struct count_row, all),
                                         COL_I64(struct count_row, overlapping), COL_END};
    struct db_in in[] = {IN_I64(row->member_id), IN_I64(from_day),    IN_I64(row->day),
                         IN_I64(row->from_min),  IN_I64(row->to_min), IN_END};
    struct count_row found = {0};
    enum status s = db_one(t, count_sql, in, cols, &found);

    *count = found.all;
    *overlapping = found.overlapping;
    return s;
}
