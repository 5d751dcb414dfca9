/* place_import.c - see place_import.h. */
#include "db/store/place_import.h"

#include <string.h>

static const struct db_col known_cols[] = {
    COL_I64(struct place_known, id),
    COL_TEXT(struct place_known, key),
    COL_TEXT(struct place_known, kind),
    COL_TEXT(struct place_known, kind_text),
    COL_TEXT(struct place_known, name),
    COL_TEXT(struct place_known, address),
    COL_I64(struct place_known, has_cell),
    COL_I64(struct place_known, cell_x),
    COL_I64(struct place_known, cell_y),
    COL_I64_NULL(struct place_known, ended_at),
    COL_END,
};

static const char known_sql[] =
    "SELECT id, source_key, kind, COALESCE(kind_text, ''), name, address,"
    " CASE WHEN cell_x IS NULL THEN 0 ELSE 1 END, COALESCE(cell_x, 0), COALESCE(cell_y, 0),"
    " ended_at FROM place WHERE community_id = $1 AND source_key IS NOT NULL ORDER BY source_key";

enum status store_places_known(struct tx *t, int64_t community_id, int max,
                               struct place_known **rows, int *n)
{
    struct db_in in[] = {IN_I64(community_id), IN_END};

    return db_many(t, known_sql, in, known_cols, sizeof **rows, max, rows, n);
}

#define INTO_PLACE                                                                                 \
    "INSERT INTO place (community_id, created_at, id, kind, source_key, name, address, kind_text," \
    " cell_x, cell_y) VALUES "
#define ROW(a, b, c, d, e, f, g, h) \
    "($1, $2, $" #a ", $" #b ", $" #c ", $" #d ", $" #e ", $" #f ", $" #g ", $" #h ")"

/* Ten at once: on PostgreSQL each statement is a way there and back. */
#define AT_ONCE      10
#define COLUMNS_EACH 8
static const char publish_sql[] = INTO_PLACE ROW(3, 4, 5, 6, 7, 8, 9, 10);
static const char publish_ten_sql[] =
    INTO_PLACE ROW(3, 4, 5, 6, 7, 8, 9, 10) ", " ROW(11, 12, 13, 14, 15, 16, 17, 18) ", " ROW(
        19, 20, 21, 22, 23, 24, 25,
        26) ", " ROW(27, 28, 29, 30, 31, 32, 33,
                     34) ", " ROW(35, 36, 37, 38, 39, 40, 41,
                                  42) ", " ROW(43, 44, 45, 46, 47, 48, 49,
                                               50) ", " ROW(51, 52, 53, 54, 55, 56, 57,
                                                            58) ", " ROW(59, 60, 61, 62, 63, 64, 65,
                                                                         66) ", " ROW(67, 68, 69,
                                                                                      70, 71, 72,
                                                                                      73,
                                                                                      74) ", " ROW(75,
                                                                                                   76,
                                                                                                   77,
                                                                                                   78,
                                                                                                   79,
                                                                                                   80,
                                                                                                   81,
                                                                                                   82);

static void put_row(struct db_in *in, const struct place_known *row)
{
    const struct db_in columns[COLUMNS_EACH] = {
        IN_I64(row->id),
        IN_TEXT(row->kind),
        IN_TEXT(row->key),
        IN_TEXT(row->name),
        IN_TEXT(row->address),
        IN_TEXT(row->kind_text),
        {.type = DB_I64, .null = row->has_cell == 0, .i64 = row->cell_x},
        {.type = DB_I64, .null = row->has_cell == 0, .i64 = row->cell_y},
    };

    memcpy(in, columns, sizeof columns);
}

enum status store_places_publish(struct tx *t, int64_t community_id, int64_t now,
                                 const struct place_known *rows, int n)
{
    struct db_in in[2 + AT_ONCE * COLUMNS_EACH + 1] = {IN_I64(community_id), IN_I64(now)};
    int64_t changed;
    enum status s = OK;

    for (int i = 0, put; s == OK && i < n; i += put) {
        put = n - i >= AT_ONCE ? AT_ONCE : 1;
        for (int k = 0; k < put; k++) {
            put_row(&in[2 + k * COLUMNS_EACH], &rows[i + k]);
        }
        in[2 + put * COLUMNS_EACH] = (struct db_in)IN_END;
        s = db_change(t, put == 1 ? publish_sql : publish_ten_sql, in, &changed);
    }
    return s;
}

static const char republish_sql[] =
    "UPDATE place SET kind = $2, name = $3, address = $4, kind_text = $5,"
    " cell_x = CASE WHEN $6 = 1 THEN $7 END, cell_y = CASE WHEN $6 = 1 THEN $8 END,"
    " ended_at = NULL WHERE id = $1";

enum status store_place_republish(struct tx *t, const struct place_known *row)
{
    struct db_in in[] = {IN_I64(row->id),       IN_TEXT(row->kind),      IN_TEXT(row->name),
                         IN_TEXT(row->address), IN_TEXT(row->kind_text), IN_I64(row->has_cell),
                         IN_I64(row->cell_x),   IN_I64(row->cell_y),     IN_END};

    return db_exec(t, republish_sql, in);
}

struct one {
    int64_t n;
};
static const struct db_col one_cols[] = {COL_I64(struct one, n), COL_END};

static const char ahead_sql[] =
    "SELECT CAST(1 AS BIGINT) WHERE EXISTS (SELECT 1 FROM stop s JOIN booking b"
    "  ON b.id = s.booking_id WHERE s.place_id = $1 AND b.until_at > $2"
    "  AND b.state IN ('agreed', 'confirmed', 'in_care'))"
    " OR EXISTS (SELECT 1 FROM stop s JOIN request r ON r.id = s.request_id"
    "  WHERE s.place_id = $1 AND r.state = 'open' AND r.until_at > $2)";

enum status store_place_is_ahead(struct tx *t, int64_t place_id, int64_t now)
{
    struct db_in in[] = {IN_I64(place_id), IN_I64(now), IN_END};
    struct one row;

    return db_one(t, ahead_sql, in, one_cols, &row);
}

static const char without_cell_sql[] =
    "SELECT CAST(1 AS BIGINT) FROM place WHERE community_id = $1 AND source_key IS NOT NULL"
    " AND ended_at IS NULL AND cell_x IS NULL LIMIT 1";

enum status store_place_without_cell(struct tx *t, int64_t community_id)
{
    struct db_in in[] = {IN_I64(community_id), IN_END};
    struct one row;

    return db_one(t, without_cell_sql, in, one_cols, &row);
}
