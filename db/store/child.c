/* child.c - see child.h. */
#include "db/store/child.h"

static const char get_sql[] =
    "SELECT id, name_sealed, call_name_sealed, birth_day_sealed, allergies_sealed,"
    " medicines_sealed, conditions_sealed, flags_sealed, health_changed_at, created_at"
    " FROM child WHERE id = $1";

enum status store_child_get(struct tx *t, int64_t id, struct child_row *row)
{
    static const struct db_col cols[] = {
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
        COL_END,
    };
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, cols, row);
}
