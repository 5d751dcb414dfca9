/* guardian.c - see guardian.h. */
#include "db/store/guardian.h"

struct id_row {
    int64_t id;
};
static const struct db_col id_cols[] = {COL_I64(struct id_row, id), COL_END};

static const char is_sql[] = "SELECT member_id FROM guardian"
                             " WHERE household_id = $1 AND member_id = $2 AND ended_at IS NULL";

enum status store_guardian_is(struct tx *t, int64_t household_id, int64_t member_id)
{
    struct db_in in[] = {IN_I64(household_id), IN_I64(member_id), IN_END};
    struct id_row row;

    return db_one(t, is_sql, in, id_cols, &row);
}

static const char all_sql[] = "SELECT member_id FROM guardian"
                              " WHERE household_id = $1 AND ended_at IS NULL"
                              " ORDER BY since_at, member_id";

enum status store_guardians(struct tx *t, int64_t household_id, int64_t **member_ids, int *n)
{
    struct db_in in[] = {IN_I64(household_id), IN_END};

    return db_many(t, all_sql, in, id_cols, sizeof(struct id_row), GUARDIANS_MAX, member_ids, n);
}

static const char names_sql[] = "SELECT g.member_id, m.display_name FROM guardian g"
                                " JOIN member m ON m.id = g.member_id"
                                " WHERE g.household_id = $1 AND g.ended_at IS NULL"
                                " ORDER BY g.since_at, g.member_id";

enum status store_guardian_names(struct tx *t, int64_t household_id, struct guardian_name **rows,
                                 int *n)
{
    static const struct db_col cols[] = {COL_I64(struct guardian_name, member_id),
                                         COL_TEXT(struct guardian_name, display_name), COL_END};
    struct db_in in[] = {IN_I64(household_id), IN_END};

    return db_many(t, names_sql, in, cols, sizeof **rows, GUARDIANS_MAX, rows, n);
}
