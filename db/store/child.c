/* child.c - see child.h. */
#include "db/store/child.h"

#define CHILD_COLUMNS                                                                  \
    "c.id, c.name_sealed, c.call_name_sealed, c.birth_day_sealed, c.allergies_sealed," \
    " c.medicines_sealed, c.conditions_sealed, c.flags_sealed, c.health_changed_at,"   \
    " c.created_at, c.version"

static const struct db_col child_cols[] = {
    COL_I64(struct child_row, id),
    COL_BYTES(struct child_row, name_sealed),
    COL_BYTES(struct child_row, call_name_sealed),
    COL_BYTES(struct child_row, birth_day_sealed),
    COL_BYTES_NULL(struct child_row, allergies_sealed),
    COL_BYTES_NULL(struct child_row, medicines_sealed),
    COL_BYTES_NULL(struct child_row, conditions_sealed),
    COL_BYTES(struct child_row, flags_sealed),
    COL_I64(struct child_row, health_changed_at),
    COL_I64(struct child_row, created_at),
    COL_I64(struct child_row, version),
    COL_END,
};

static const char get_sql[] = "SELECT " CHILD_COLUMNS " FROM child c WHERE c.id = $1";

enum status store_child_get(struct tx *t, int64_t id, struct child_row *row)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, child_cols, row);
}

static const char insert_sql[] =
    "INSERT INTO child (id, name_sealed, call_name_sealed, birth_day_sealed, allergies_sealed,"
    " medicines_sealed, conditions_sealed, flags_sealed, health_changed_at, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

enum status store_child_insert(struct tx *t, const struct child_row *row)
{
    struct db_in in[] = {
        IN_I64(row->id),
        IN_BYTES(row->name_sealed),
        IN_BYTES(row->call_name_sealed),
        IN_BYTES(row->birth_day_sealed),
        IN_BYTES(row->allergies_sealed),
        IN_BYTES(row->medicines_sealed),
        IN_BYTES(row->conditions_sealed),
        IN_BYTES(row->flags_sealed),
        IN_I64(row->health_changed_at),
        IN_I64(row->created_at),
        IN_END,
    };

    return db_exec(t, insert_sql, in);
}

static const char update_sql[] =
    "UPDATE child SET name_sealed = $3, call_name_sealed = $4, birth_day_sealed = $5,"
    " allergies_sealed = $6, medicines_sealed = $7, conditions_sealed = $8, flags_sealed = $9,"
    " health_changed_at = $10, version = version + 1 WHERE id = $1 AND version = $2";

enum status store_child_update(struct tx *t, const struct child_row *row)
{
    struct db_in in[] = {
        IN_I64(row->id),
        IN_I64(row->version),
        IN_BYTES(row->name_sealed),
        IN_BYTES(row->call_name_sealed),
        IN_BYTES(row->birth_day_sealed),
        IN_BYTES(row->allergies_sealed),
        IN_BYTES(row->medicines_sealed),
        IN_BYTES(row->conditions_sealed),
        IN_BYTES(row->flags_sealed),
        IN_I64(row->health_changed_at),
        IN_END,
    };

    return db_exec(t, update_sql, in);
}

static const char list_sql[] =
    "SELECT " CHILD_COLUMNS " FROM child_home h JOIN child c ON c.id = h.child_id"
    " WHERE h.household_id = $1 AND h.ended_at IS NULL AND c.id > $2 ORDER BY c.id LIMIT $3";

enum status store_child_list(struct tx *t, int64_t household_id, int64_t after_id, int max,
                             struct child_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(household_id), IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, list_sql, in, child_cols, sizeof **rows, max, rows, n);
}

struct count_row {
    int64_t n;
};

static const char count_sql[] =
    "SELECT COUNT(*) FROM child_home WHERE household_id = $1 AND ended_at IS NULL";

enum status store_child_count(struct tx *t, int64_t household_id, int64_t *count)
{
    static const struct db_col cols[] = {COL_I64(struct count_row, n), COL_END};
    struct db_in in[] = {IN_I64(household_id), IN_END};
    struct count_row row = {0};
    enum status s = db_one(t, count_sql, in, cols, &row);

    *count = row.n;
    return s;
}
