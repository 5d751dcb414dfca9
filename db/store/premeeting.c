/* premeeting.c - see premeeting.h. */
#include "db/store/premeeting.h"

static const char insert_sql[] =
    "INSERT INTO premeeting (id, tie_id, household_id, renewal_of, child_met, place_seen,"
    " emergency_plan_read, insurance_read, low_confirmed_at, high_confirmed_at, created_at,"
    " created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

enum status store_premeeting_insert(struct tx *t, const struct premeeting_row *row)
{
    struct db_in in[] = {
        IN_I64(row->id),
        IN_I64(row->tie_id),
        IN_I64(row->household_id),
        IN_I64_OR_NULL(row->renewal_of),
        IN_I64(row->child_met),
        IN_I64(row->place_seen),
        IN_I64(row->emergency_plan_read),
        IN_I64(row->insurance_read),
        IN_I64_OR_NULL(row->low_confirmed_at),
        IN_I64_OR_NULL(row->high_confirmed_at),
        IN_I64(row->created_at),
        IN_I64(row->created_by),
        IN_END,
    };

    return db_exec(t, insert_sql, in);
}

#define PREMEETING_COLUMNS                                                                     \
    "SELECT id, tie_id, household_id, renewal_of, child_met, place_seen, emergency_plan_read," \
    " insurance_read, low_confirmed_at, high_confirmed_at, created_at, created_by FROM premeeting"

static const struct db_col cols[] = {
    COL_I64(struct premeeting_row, id),
    COL_I64(struct premeeting_row, tie_id),
    COL_I64(struct premeeting_row, household_id),
    COL_I64_NULL(struct premeeting_row, renewal_of),
    COL_I64(struct premeeting_row, child_met),
    COL_I64(struct premeeting_row, place_seen),
    COL_I64(struct premeeting_row, emergency_plan_read),
    COL_I64(struct premeeting_row, insurance_read),
    COL_I64_NULL(struct premeeting_row, low_confirmed_at),
    COL_I64_NULL(struct premeeting_row, high_confirmed_at),
    COL_I64(struct premeeting_row, created_at),
    COL_I64(struct premeeting_row, created_by),
    COL_END,
};

static const char get_sql[] = PREMEETING_COLUMNS " WHERE id = $1";

enum status store_premeeting_get(struct tx *t, int64_t id, struct premeeting_row *row)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, cols, row);
}

static const char last_sql[] = PREMEETING_COLUMNS
    " WHERE tie_id = $1 AND low_confirmed_at IS NOT NULL AND high_confirmed_at IS NOT NULL"
    " ORDER BY id DESC LIMIT 1";

enum status store_premeeting_last(struct tx *t, int64_t tie_id, struct premeeting_row *row)
{
    struct db_in in[] = {IN_I64(tie_id), IN_END};

    return db_one(t, last_sql, in, cols, row);
}

static const char list_sql[] =
    PREMEETING_COLUMNS " WHERE tie_id = $1 AND id > $2 ORDER BY id LIMIT $3";

enum status store_premeetings(struct tx *t, int64_t tie_id, int64_t after_id, int max,
                              struct premeeting_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(tie_id), IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, list_sql, in, cols, sizeof **rows, max, rows, n);
}

static const char confirm_low_sql[] =
    "UPDATE premeeting SET low_confirmed_at = $2 WHERE id = $1 AND low_confirmed_at IS NULL";
static const char confirm_high_sql[] =
    "UPDATE premeeting SET high_confirmed_at = $2 WHERE id = $1 AND high_confirmed_at IS NULL";

enum status store_premeeting_confirm(struct tx *t, int64_t id, bool low, int64_t at)
{
    struct db_in in[] = {IN_I64(id), IN_I64(at), IN_END};
    enum status s = db_exec(t, low ? confirm_low_sql : confirm_high_sql, in);

    return s == E_NOT_FOUND ? E_CONFLICT : s;
}

struct changed_row {
    int64_t at;
};

static const char changed_sql[] =
    "SELECT COALESCE(MAX(at), 0) FROM ("
    " SELECT c.health_changed_at AS at FROM child_home h JOIN child c ON c.id = h.child_id"
    "  WHERE h.household_id = $1 AND h.ended_at IS NULL"
    " UNION ALL SELECT since_at FROM child_home WHERE household_id = $1 AND ended_at IS NULL"
    " UNION ALL SELECT created_at FROM place WHERE household_id = $1 AND ended_at IS NULL) x";

enum status store_premeeting_changed(struct tx *t, int64_t household_id, int64_t *at)
{
    static const struct db_col at_cols[] = {COL_I64(struct changed_row, at), COL_END};
    struct db_in in[] = {IN_I64(household_id), IN_END};
    struct changed_row row = {0};
    enum status s = db_one(t, changed_sql, in, at_cols, &row);

    *at = row.at;
    return s;
}
