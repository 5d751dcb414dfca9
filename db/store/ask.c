/* ask.c - see ask.h. */
#include "db/store/ask.h"

#include "app/base/limits.h"

struct number {
    int64_t n;
};

static const char household_sql[] =
    "SELECT h.community_id FROM household h"
    " JOIN guardian g ON g.household_id = h.id AND g.member_id = $2 AND g.ended_at IS NULL"
    " WHERE h.id = $1";

enum status store_ask_household(struct tx *t, int64_t household_id, int64_t member_id,
                                int64_t *community_id)
{
    static const struct db_col cols[] = {COL_I64(struct number, n), COL_END};
    struct db_in in[] = {IN_I64(household_id), IN_I64(member_id), IN_END};
    struct number row = {0};
    enum status s = db_one(t, household_sql, in, cols, &row);

    *community_id = row.n;
    return s;
}

static const struct db_col child_cols[] = {
    COL_I64(struct ask_child, child_id),           COL_I64(struct ask_child, age_years),
    COL_BYTES(struct ask_child, birth_day_sealed), COL_BYTES(struct ask_child, call_name_sealed),
    COL_BYTES(struct ask_child, flags_sealed),     COL_END,
};

static const char child_sql[] =
    "SELECT c.id, CAST(0 AS BIGINT), c.birth_day_sealed, c.call_name_sealed, c.flags_sealed"
    " FROM child c JOIN child_home h ON h.child_id = c.id AND h.household_id = $1"
    " AND h.ended_at IS NULL WHERE c.id = $2";

enum status store_ask_child(struct tx *t, int64_t household_id, int64_t child_id,
                            struct ask_child *row)
{
    struct db_in in[] = {IN_I64(household_id), IN_I64(child_id), IN_END};

    return db_one(t, child_sql, in, child_cols, row);
}

static const char children_sql[] =
    "SELECT c.id, r.age_years, c.birth_day_sealed, c.call_name_sealed, c.flags_sealed"
    " FROM request_child r JOIN child c ON c.id = r.child_id WHERE r.request_id = $1"
    " ORDER BY c.id";

enum status store_ask_children(struct tx *t, int64_t request_id, struct ask_child **rows, int *n)
{
    struct db_in in[] = {IN_I64(request_id), IN_END};

    return db_many(t, children_sql, in, child_cols, sizeof **rows, CHILDREN_PER_JOB_MAX, rows, n);
}

static const struct db_col cell_cols[] = {
    COL_I64(struct ask_cell, has_cell),
    COL_I64(struct ask_cell, cell_x),
    COL_I64(struct ask_cell, cell_y),
    COL_END,
};

static const char place_sql[] =
    "SELECT CASE WHEN cell_x IS NULL THEN 0 ELSE 1 END, COALESCE(cell_x, 0), COALESCE(cell_y, 0)"
    " FROM place WHERE id = $3 AND community_id = $2"
    " AND ended_at IS NULL AND (household_id IS NULL OR household_id = $1)";

enum status store_ask_place(struct tx *t, int64_t household_id, int64_t community_id,
                            int64_t place_id, struct ask_cell *row)
{
    struct db_in in[] = {IN_I64(household_id), IN_I64(community_id), IN_I64(place_id), IN_END};

    return db_one(t, place_sql, in, cell_cols, row);
}

static const char member_cell_sql[] =
    "SELECT CASE WHEN cell_x IS NULL THEN 0 ELSE 1 END, COALESCE(cell_x, 0), COALESCE(cell_y, 0)"
    " FROM member WHERE id = $1";

enum status store_ask_member_cell(struct tx *t, int64_t member_id, struct ask_cell *row)
{
    struct db_in in[] = {IN_I64(member_id), IN_END};

    return db_one(t, member_cell_sql, in, cell_cols, row);
}

#define CHILDREN(what) "(SELECT " what " FROM request_child c WHERE c.request_id = r.id)"
/* The first stop's place; where there is none, or it is at the supporter's, the asker's area. A
 * protected home's ask says nothing of either. */
/* clang-format off */
#define ASK_COLUMNS \
    "SELECT " OFFER_COLUMNS ", r.kind, r.care_at, r.start_at, r.end_at, r.until_at, r.closes_at," \
    " r.urgent, r.already_agreed, r.sick, r.meal, r.trial, r.doctor_seen_at," \
    " CASE WHEN r.needs_sealed IS NULL THEN 0 ELSE 1 END, " CHILDREN("COUNT(*)") ", " \
    CHILDREN("MIN(c.age_years)") ", " CHILDREN("MAX(c.age_years)") ", r.currency, r.state," \
    " r.household_id, r.community_id, r.asked_by, a.display_name," \
    " CASE WHEN COALESCE(p.cell_x, a.cell_x) IS NULL OR m.cell_x IS NULL" \
    "  OR h.protected_at IS NOT NULL THEN 0 ELSE 1 END," \
    " CASE WHEN h.protected_at IS NOT NULL THEN 0" \
    "  ELSE COALESCE(COALESCE(p.cell_x, a.cell_x) - m.cell_x, 0) END," \
    " CASE WHEN h.protected_at IS NOT NULL THEN 0" \
    "  ELSE COALESCE(COALESCE(p.cell_y, a.cell_y) - m.cell_y, 0) END" \
    " FROM offer o JOIN request r ON r.id = o.request_id JOIN member a ON a.id = r.asked_by" \
    " JOIN household h ON h.id = r.household_id JOIN member m ON m.id = o.supporter_id" \
    " LEFT JOIN stop s ON s.request_id = r.id AND s.booking_id IS NULL AND s.seq = 1" \
    " LEFT JOIN place p ON p.id = s.place_id"
/* clang-format on */
#define NOT_BLOCKED                                                              \
    " AND NOT EXISTS (SELECT 1 FROM block b WHERE b.blocker_id = r.asked_by"     \
    " AND b.blocked_id = o.supporter_id)"                                        \
    " AND NOT EXISTS (SELECT 1 FROM block b WHERE b.blocker_id = o.supporter_id" \
    " AND b.blocked_id = r.asked_by)"

static const struct db_col ask_cols[] = {
    OFFER_COLS(struct ask_row, offer),
    COL_TEXT(struct ask_row, kind),
    COL_TEXT_NULL(struct ask_row, care_at),
    COL_I64(struct ask_row, start_at),
    COL_I64(struct ask_row, end_at),
    COL_I64(struct ask_row, until_at),
    COL_I64(struct ask_row, closes_at),
    COL_I64(struct ask_row, urgent),
    COL_I64(struct ask_row, already_agreed),
    COL_I64(struct ask_row, sick),
    COL_I64(struct ask_row, meal),
    COL_I64(struct ask_row, trial),
    COL_I64_NULL(struct ask_row, doctor_seen_at),
    COL_I64(struct ask_row, has_needs),
    COL_I64(struct ask_row, children_n),
    COL_I64(struct ask_row, youngest_years),
    COL_I64(struct ask_row, oldest_years),
    COL_TEXT(struct ask_row, currency),
    COL_TEXT(struct ask_row, state),
    COL_I64(struct ask_row, household_id),
    COL_I64(struct ask_row, community_id),
    COL_I64(struct ask_row, asked_by),
    COL_TEXT(struct ask_row, asker_name),
    COL_I64(struct ask_row, has_cells),
    COL_I64(struct ask_row, cells_x),
    COL_I64(struct ask_row, cells_y),
    COL_END,
};

static const char get_sql[] = ASK_COLUMNS " WHERE o.id = $1 AND o.supporter_id = $2" NOT_BLOCKED;

enum status store_ask_get(struct tx *t, int64_t offer_id, int64_t supporter_id, struct ask_row *row)
{
    struct db_in in[] = {IN_I64(offer_id), IN_I64(supporter_id), IN_END};

    return db_one(t, get_sql, in, ask_cols, row);
}

static const char list_sql[] =
    ASK_COLUMNS " WHERE o.supporter_id = $1 AND o.id < $3" NOT_BLOCKED
                " AND ($2 = 0 OR (r.state = 'open' AND o.state IN ('asked', 'offered', 'reserve')))"
                " ORDER BY o.id DESC LIMIT $4";

enum status store_ask_list(struct tx *t, int64_t supporter_id, bool open_only, int64_t before_id,
                           int max, struct ask_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(supporter_id), IN_BOOL(open_only), IN_I64(before_id), IN_I64(max),
                         IN_END};

    return db_many(t, list_sql, in, ask_cols, sizeof **rows, max, rows, n);
}
