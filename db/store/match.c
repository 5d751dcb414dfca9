/* match.c - see match.h. */
#include "db/store/match.h"

#include "db/store/travel.h"

/* Two index look-ups, one for each side of the pair. */
#define KNOWN                                                                                    \
    "WITH known AS (SELECT t.id AS tie_id, t.other AS id, s.quiet_from_min, s.quiet_to_min FROM" \
    " (SELECT id, high_id AS other FROM tie WHERE low_id = $1 AND ended_at IS NULL UNION ALL"    \
    "  SELECT id, low_id AS other FROM tie WHERE high_id = $1 AND ended_at IS NULL) t"           \
    " JOIN supporter s ON s.member_id = t.other AND s.is_on = 1 ORDER BY t.id LIMIT $2)"

#define LIVE "('agreed', 'confirmed', 'in_care')"
#define FELL "('cancelled', 'no_show', 'payment_failed')"
#define DONE "('completed', 'settled', 'closed')"

/* but: a further condition on the jobs. */
#define WORKED_MS(from, until, but)                                                   \
    "CAST(COALESCE((SELECT SUM(b.end_at - b.start_at) FROM booking b"                 \
    " WHERE b.supporter_id = k.id AND b.start_at >= " from " AND b.start_at < " until \
    " AND b.state NOT IN " FELL but "), 0) AS BIGINT)"

/* The overlap is that of store_booking_overlap(): plain bounds for the index, then the exact. What
 * another home of the child did or asked counts for nothing but time. */
/* clang-format off */
static const char facts_sql[] = KNOWN
    ", done AS (SELECT b.supporter_id, COUNT(DISTINCT b.id) AS n FROM booking_child c"
    "  JOIN booking b ON b.id = c.booking_id AND b.state IN " DONE " AND b.household_id = $3"
    "  WHERE c.child_id IN ($9, $10, $11) AND c.dropped_at IS NULL GROUP BY b.supporter_id)"
    " SELECT k.id, k.quiet_from_min, k.quiet_to_min,"
    " (SELECT COUNT(*) FROM booking b WHERE b.supporter_id = k.id AND b.state IN " LIVE
    "  AND b.start_at < $5 + $8 AND b.end_at > $4 - $8 AND b.household_id <> $3"
    "  AND b.start_at < $5 + " TRAVEL("b.first_place_id", "$7", "$3", "$8")
    "  AND b.end_at > $4 - " TRAVEL("b.last_place_id", "$6", "$3", "$8") "),"
    " (SELECT COUNT(*) FROM booking b JOIN booking_child c ON c.booking_id = b.id AND c.live = 1"
    "  WHERE b.supporter_id = k.id AND b.state IN " LIVE
    "  AND b.start_at < $5 AND b.end_at > $4 AND b.household_id = $3), "
    WORKED_MS("$12", "$13", "") ", "
    WORKED_MS("$14", "$15", " AND b.household_id NOT IN " OTHER_HOMES("$3")) ", COALESCE(d.n, 0),"
    " (SELECT MIN(mg.name) FROM group_member g JOIN group_member h ON h.group_id = g.group_id"
    "  JOIN member_group mg ON mg.id = g.group_id WHERE g.member_id = $1 AND h.member_id = k.id"
    "  AND g.accepted_at IS NOT NULL AND h.accepted_at IS NOT NULL AND g.left_at IS NULL"
    "  AND h.left_at IS NULL AND g.name_shown = 1 AND h.name_shown = 1)"
    " FROM known k LEFT JOIN done d ON d.supporter_id = k.id ORDER BY k.tie_id";
/* clang-format on */

enum status store_match_facts(struct tx *t, const struct match_ask *ask, int max,
                              struct match_row **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct match_row, supporter_id),     COL_I64(struct match_row, quiet_from_min),
        COL_I64(struct match_row, quiet_to_min),     COL_I64(struct match_row, busy),
        COL_I64(struct match_row, children_with),    COL_I64(struct match_row, week_ms),
        COL_I64(struct match_row, load_ms),          COL_I64(struct match_row, with_child),
        COL_TEXT_NULL(struct match_row, group_name), COL_END,
    };
    struct db_in in[] = {
        IN_I64(ask->guardian_id),   IN_I64(max),
        IN_I64(ask->household_id),  IN_I64(ask->start_at),
        IN_I64(ask->end_at),        IN_I64(ask->first_place_id),
        IN_I64(ask->last_place_id), IN_I64(ask->buffer_ms),
        IN_I64(ask->child_ids[0]),  IN_I64(ask->child_ids[1]),
        IN_I64(ask->child_ids[2]),  IN_I64(ask->week_from_at),
        IN_I64(ask->week_until_at), IN_I64(ask->load_from_at),
        IN_I64(ask->load_until_at), IN_END,
    };

    return db_many(t, facts_sql, in, cols, sizeof **rows, max, rows, n);
}

static const char windows_sql[] = KNOWN
    " SELECT k.id, $3 + CASE WHEN a.weekday = $4 THEN 0 ELSE 1 END, a.from_min, a.to_min,"
    " CAST(0 AS BIGINT) FROM known k JOIN availability a ON a.member_id = k.id"
    " AND a.weekday IN ($4, $4 % 7 + 1)"
    " UNION ALL"
    " SELECT k.id, e.day, e.from_min, e.to_min, CASE e.is_free WHEN 0 THEN 1 ELSE 2 END"
    " FROM known k JOIN availability_exception e ON e.member_id = k.id AND e.day IN ($3, $3 + 1)"
    " ORDER BY 1, 5 LIMIT $5";

enum status store_match_windows(struct tx *t, int64_t guardian_id, int64_t day, int64_t weekday,
                                int max, struct match_window **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct match_window, supporter_id), COL_I64(struct match_window, day),
        COL_I64(struct match_window, from_min),     COL_I64(struct match_window, to_min),
        COL_I64(struct match_window, kind),         COL_END,
    };
    struct db_in in[] = {IN_I64(guardian_id),       IN_I64(max), IN_I64(day), IN_I64(weekday),
                         IN_I64(MATCH_WINDOWS_MAX), IN_END};

    return db_many(t, windows_sql, in, cols, sizeof **rows, MATCH_WINDOWS_MAX, rows, n);
}
