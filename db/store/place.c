/* place.c - see place.h. */
#include "db/store/place.h"

#define PLACE_COLUMNS                                                                     \
    "SELECT id, community_id, household_id, kind, kind_text, name, address, name_sealed," \
    " address_sealed, CASE WHEN cell_x IS NULL THEN 0 ELSE 1 END, COALESCE(cell_x, 0),"   \
    " COALESCE(cell_y, 0), created_at, ended_at,"                                         \
    " COALESCE((SELECT MAX(p.id) FROM photo p WHERE p.owner_id = place.id"                \
    " AND p.owner = 'place'), 0) FROM place"

static const struct db_col place_cols[] = {
    COL_I64(struct place_row, id),
    COL_I64(struct place_row, community_id),
    COL_I64_NULL(struct place_row, household_id),
    COL_TEXT(struct place_row, kind),
    COL_TEXT_NULL(struct place_row, kind_text),
    COL_TEXT_NULL(struct place_row, name),
    COL_TEXT_NULL(struct place_row, address),
    COL_BYTES_NULL(struct place_row, name_sealed),
    COL_BYTES_NULL(struct place_row, address_sealed),
    COL_I64(struct place_row, has_cell),
    COL_I64(struct place_row, cell_x),
    COL_I64(struct place_row, cell_y),
    COL_I64(struct place_row, created_at),
    COL_I64_NULL(struct place_row, ended_at),
    COL_I64(struct place_row, photo_id),
    COL_END,
};

static const char get_sql[] = PLACE_COLUMNS " WHERE id = $1";

enum status store_place_get(struct tx *t, int64_t id, struct place_row *row)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, place_cols, row);
}

static const char insert_sql[] =
    "INSERT INTO place (id, community_id, household_id, kind, name, address, name_sealed,"
    " address_sealed, cell_x, cell_y, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

enum status store_place_insert(struct tx *t, const struct place_row *row)
{
    struct db_in in[] = {
        IN_I64(row->id),
        IN_I64(row->community_id),
        IN_I64_OR_NULL(row->household_id),
        IN_TEXT(row->kind),
        IN_TEXT(row->name),
        IN_TEXT(row->address),
        IN_BYTES(row->name_sealed),
        IN_BYTES(row->address_sealed),
        IN_I64(row->cell_x),
        IN_I64(row->cell_y),
        IN_I64(row->created_at),
        IN_END,
    };

    return db_exec(t, insert_sql, in);
}

static const char household_sql[] =
    PLACE_COLUMNS " WHERE household_id = $1 AND ended_at IS NULL AND id > $2 ORDER BY id LIMIT $3";

enum status store_places_of_household(struct tx *t, int64_t household_id, int64_t after_id, int max,
                                      struct place_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(household_id), IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, household_sql, in, place_cols, sizeof **rows, max, rows, n);
}

static const char public_sql[] =
    PLACE_COLUMNS " WHERE community_id = $1 AND kind = $2 AND household_id IS NULL"
                  " AND ended_at IS NULL AND id > $3 AND ($5 = 0 OR cell_x IS NULL)"
                  " ORDER BY id LIMIT $4";

enum status store_places_public(struct tx *t, int64_t community_id, const char *kind, bool no_cell,
                                int64_t after_id, int max, struct place_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(community_id), IN_TEXT(kind),    IN_I64(after_id),
                         IN_I64(max),          IN_BOOL(no_cell), IN_END};

    return db_many(t, public_sql, in, place_cols, sizeof **rows, max, rows, n);
}

struct count_row {
    int64_t n;
};

static const char count_sql[] =
    "SELECT COUNT(*) FROM place WHERE household_id = $1 AND ended_at IS NULL";

enum status store_place_count(struct tx *t, int64_t household_id, int64_t *count)
{
    static const struct db_col cols[] = {COL_I64(struct count_row, n), COL_END};
    struct db_in in[] = {IN_I64(household_id), IN_END};
    struct count_row row = {0};
    enum status s = db_one(t, count_sql, in, cols, &row);

    *count = row.n;
    return s;
}

static const char end_sql[] = "UPDATE place SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";

enum status store_place_end(struct tx *t, int64_t id, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_I64(now), IN_END};

    return db_exec(t, end_sql, in);
}
