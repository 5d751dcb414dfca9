/* supporter.c - see supporter.h. */
#include "db/store/supporter.h"

static const char get_sql[] =
    "SELECT member_id, is_on, kinds, care_at, age_min, age_max, until_min,"
    " COALESCE(rate_wish_minor, -1), cap_week_min, quiet_from_min, quiet_to_min, pets, smoking,"
    " others_at_home, own_children_come, updated_at FROM supporter WHERE member_id = $1";

enum status store_supporter_get(struct tx *t, int64_t member_id, struct supporter_row *row)
{
    static const struct db_col cols[] = {
        COL_I64(struct supporter_row, member_id),
        COL_I64(struct supporter_row, is_on),
        COL_I64(struct supporter_row, kinds),
        COL_I64(struct supporter_row, care_at),
        COL_I64(struct supporter_row, age_min),
        COL_I64(struct supporter_row, age_max),
        COL_I64(struct supporter_row, until_min),
        COL_I64(struct supporter_row, rate_wish_minor),
        COL_I64(struct supporter_row, cap_week_min),
        COL_I64(struct supporter_row, quiet_from_min),
        COL_I64(struct supporter_row, quiet_to_min),
        COL_TEXT(struct supporter_row, pets),
        COL_I64(struct supporter_row, smoking),
        COL_TEXT(struct supporter_row, others_at_home),
        COL_I64(struct supporter_row, own_children_come),
        COL_I64(struct supporter_row, updated_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(member_id), IN_END};

    return db_one(t, get_sql, in, cols, row);
}

static const char put_sql[] =
    "INSERT INTO supporter (member_id, is_on, kinds, care_at, age_min, age_max, until_min,"
    " rate_wish_minor, cap_week_min, quiet_from_min, quiet_to_min, pets, smoking, others_at_home,"
    " own_children_come, updated_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    " ON CONFLICT (member_id) DO UPDATE SET is_on = $2, kinds = $3, care_at = $4, age_min = $5,"
    " age_max = $6, until_min = $7, rate_wish_minor = $8, cap_week_min = $9, quiet_from_min = $10,"
    " quiet_to_min = $11, pets = $12, smoking = $13, others_at_home = $14, own_children_come = $15,"
    " updated_at = $16";

enum status store_supporter_put(struct tx *t, const struct supporter_row *row)
{
    struct db_in in[] = {
        IN_I64(row->member_id),
        IN_I64(row->is_on),
        IN_I64(row->kinds),
        IN_I64(row->care_at),
        IN_I64(row->age_min),
        IN_I64(row->age_max),
        IN_I64(row->until_min),
        {.type = DB_I64, .null = row->rate_wish_minor < 0, .i64 = row->rate_wish_minor},
        IN_I64(row->cap_week_min),
        IN_I64(row->quiet_from_min),
        IN_I64(row->quiet_to_min),
        IN_TEXT(row->pets),
        IN_I64(row->smoking),
        IN_TEXT(row->others_at_home),
        IN_I64(row->own_children_come),
        IN_I64(row->updated_at),
        IN_END,
    };

    return db_exec(t, put_sql, in);
}
