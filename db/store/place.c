/* place.c - see place.h. */
#include "db/store/place.h"

static const char get_sql[] =
    "SELECT id, community_id, household_id, kind, name, address, name_sealed, address_sealed,"
    " cell_x, cell_y, created_at, ended_at FROM place WHERE id = $1";

enum status store_place_get(struct tx *t, int64_t id, struct place_row *row)
{
    static const struct db_col cols[] = {
        COL_I64(struct place_row, id),
        COL_I64(struct place_row, community_id),
        COL_I64_NULL(struct place_row, household_id),
        COL_TEXT(struct place_row, kind),
        COL_TEXT_NULL(struct place_row, name),
        COL_TEXT_NULL(struct place_row, address),
        COL_BYTES_NULL(struct place_row, name_sealed),
        COL_BYTES_NULL(struct place_row, address_sealed),
        COL_I64(struct place_row, cell_x),
        COL_I64(struct place_row, cell_y),
        COL_I64(struct place_row, created_at),
        COL_I64_NULL(struct place_row, ended_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, cols, row);
}
