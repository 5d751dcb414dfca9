/* desk_link.c - see desk_link.h. */
#include "db/store/desk_link.h"

static const char insert_sql[] =
    "INSERT INTO desk_link (id, community_id, place_id, day, household_id, made_by, created_at,"
    " expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

enum status store_desk_link_insert(struct tx *t, const struct desk_link_row *row)
{
    struct db_in in[] = {
        IN_I64(row->id),         IN_I64(row->community_id),         IN_I64(row->place_id),
        IN_I64(row->day),        IN_I64_OR_NULL(row->household_id), IN_I64(row->made_by),
        IN_I64(row->created_at), IN_I64(row->expires_at),           IN_END,
    };

    return db_exec(t, insert_sql, in);
}

static const struct db_col cols[] = {
    COL_I64(struct desk_link_row, id),
    COL_I64(struct desk_link_row, community_id),
    COL_I64(struct desk_link_row, place_id),
    COL_I64(struct desk_link_row, day),
    COL_I64_NULL(struct desk_link_row, household_id),
    COL_I64(struct desk_link_row, made_by),
    COL_I64(struct desk_link_row, created_at),
    COL_I64(struct desk_link_row, expires_at),
    COL_I64_NULL(struct desk_link_row, ended_at),
    COL_TEXT(struct desk_link_row, place_name),
    COL_END,
};
#define LINK                                                                                   \
    "SELECT l.id, l.community_id, l.place_id, l.day, l.household_id, l.made_by, l.created_at," \
    " l.expires_at, l.ended_at, p.name FROM desk_link l JOIN place p ON p.id = l.place_id"

static const char get_sql[] = LINK " WHERE l.id = $1";

enum status store_desk_link_get(struct tx *t, int64_t id, struct desk_link_row *row)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, cols, row);
}

static const char list_sql[] =
    LINK " WHERE l.community_id = $1 AND l.id < $2 ORDER BY l.id DESC LIMIT $3";

enum status store_desk_link_list(struct tx *t, int64_t community_id, int64_t before_id, int max,
                                 struct desk_link_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(community_id), IN_I64(before_id), IN_I64(max), IN_END};

    return db_many(t, list_sql, in, cols, sizeof **rows, max, rows, n);
}

static const char end_sql[] =
    "UPDATE desk_link SET ended_at = $3, ended_by = $2 WHERE id = $1 AND ended_at IS NULL";

enum status store_desk_link_end(struct tx *t, int64_t id, int64_t by_id, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_I64(by_id), IN_I64(now), IN_END};

    return db_exec(t, end_sql, in);
}

struct id_row {
    int64_t id;
};
static const struct db_col id_cols[] = {COL_I64(struct id_row, id), COL_END};

static const char place_sql[] = "SELECT id FROM place WHERE id = $1 AND community_id = $2"
                                " AND household_id IS NULL AND ended_at IS NULL";

enum status store_desk_place(struct tx *t, int64_t community_id, int64_t place_id)
{
    struct db_in in[] = {IN_I64(place_id), IN_I64(community_id), IN_END};
    struct id_row row;

    return db_one(t, place_sql, in, id_cols, &row);
}

static const char lines_sql[] =
    "SELECT b.id, s.id, c.id, b.household_id, b.supporter_id, b.state, s.at, b.until_at,"
    " bc.dropped_at, h.at,"
    " CASE WHEN EXISTS (SELECT 1 FROM barred_person p WHERE p.child_id = c.id"
    "  AND p.ended_at IS NULL) THEN 1 ELSE 0 END,"
    " c.call_name_sealed, c.birth_day_sealed, m.name_sealed"
    " FROM stop s JOIN booking b ON b.id = s.booking_id JOIN stop_child sc ON sc.stop_id = s.id"
    " JOIN booking_child bc ON bc.booking_id = b.id AND bc.child_id = sc.child_id"
    " JOIN child c ON c.id = sc.child_id JOIN member m ON m.id = b.supporter_id"
    " LEFT JOIN handover h ON h.booking_id = b.id AND h.child_id = c.id AND h.stop_id = s.id"
    " WHERE s.place_id = $1 AND s.act = 'collect' AND s.at >= $3 AND s.at < $4"
    " AND ($2 = 0 OR b.household_id = $2) AND b.state <> 'payment_failed'"
    " ORDER BY s.at, s.id, c.id LIMIT $5";

enum status store_desk_lines(struct tx *t, int64_t place_id, int64_t household_id, int64_t from_at,
                             int64_t until_at, struct desk_line_row **rows, int *n)
{
    static const struct db_col line_cols[] = {
        COL_I64(struct desk_line_row, booking_id),
        COL_I64(struct desk_line_row, stop_id),
        COL_I64(struct desk_line_row, child_id),
        COL_I64(struct desk_line_row, household_id),
        COL_I64(struct desk_line_row, supporter_id),
        COL_TEXT(struct desk_line_row, state),
        COL_I64(struct desk_line_row, at),
        COL_I64(struct desk_line_row, until_at),
        COL_I64_NULL(struct desk_line_row, dropped_at),
        COL_I64_NULL(struct desk_line_row, handed_at),
        COL_I64(struct desk_line_row, call_first),
        COL_BYTES(struct desk_line_row, call_name_sealed),
        COL_BYTES(struct desk_line_row, birth_day_sealed),
        COL_BYTES(struct desk_line_row, supporter_name_sealed),
        COL_END,
    };
    struct db_in in[] = {IN_I64(place_id), IN_I64(household_id),   IN_I64(from_at),
                         IN_I64(until_at), IN_I64(DESK_LINES_MAX), IN_END};

    return db_many(t, lines_sql, in, line_cols, sizeof **rows, DESK_LINES_MAX, rows, n);
}
