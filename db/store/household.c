/* household.c - see household.h. */
#include "db/store/household.h"

static const struct db_col cols[] = {
    COL_I64(struct household_row, id),
    COL_I64(struct household_row, community_id),
    COL_BYTES(struct household_row, name_sealed),
    COL_I64(struct household_row, created_at),
    COL_I64_NULL(struct household_row, protected_at),
    COL_END,
};

static const char insert_sql[] =
    "INSERT INTO household (id, community_id, name_sealed, created_at) VALUES ($1, $2, $3, $4)";

enum status store_household_insert(struct tx *t, const struct household_row *row)
{
    struct db_in in[] = {IN_I64(row->id), IN_I64(row->community_id), IN_BYTES(row->name_sealed),
                         IN_I64(row->created_at), IN_END};

    return db_exec(t, insert_sql, in);
}

static const char get_sql[] =
    "SELECT id, community_id, name_sealed, created_at, protected_at FROM household WHERE id = $1";

enum status store_household_get(struct tx *t, int64_t id, struct household_row *row)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, cols, row);
}

static const char name_sql[] = "UPDATE household SET name_sealed = $2 WHERE id = $1";

enum status store_household_set_name(struct tx *t, int64_t id, struct slice name)
{
    struct db_in in[] = {IN_I64(id), IN_BYTES(name), IN_END};

    return db_exec(t, name_sql, in);
}

static const char protect_sql[] = "UPDATE household SET protected_at = $2 WHERE id = $1";

enum status store_household_protect(struct tx *t, int64_t id, int64_t protected_at)
{
    struct db_in in[] = {IN_I64(id), IN_I64_OR_NULL(protected_at), IN_END};

    return db_exec(t, protect_sql, in);
}

static const char list_sql[] =
    "SELECT h.id, h.community_id, h.name_sealed, h.created_at, h.protected_at"
    " FROM guardian g JOIN household h ON h.id = g.household_id"
    " WHERE g.member_id = $1 AND g.ended_at IS NULL AND h.id > $2 ORDER BY h.id LIMIT $3";

enum status store_household_list(struct tx *t, int64_t member_id, int64_t after_id, int max,
                                 struct household_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(member_id), IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, list_sql, in, cols, sizeof **rows, max, rows, n);
}

struct count_row {
    int64_t n;
};

static const char count_sql[] =
    "SELECT COUNT(*) FROM guardian WHERE member_id = $1 AND ended_at IS NULL";

enum status store_household_count(struct tx *t, int64_t member_id, int64_t *count)
{
    static const struct db_col count_cols[] = {COL_I64(struct count_row, n), COL_END};
    struct db_in in[] = {IN_I64(member_id), IN_END};
    struct count_row row = {0};
    enum status s = db_one(t, count_sql, in, count_cols, &row);

    *count = row.n;
    return s;
}
