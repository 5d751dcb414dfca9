/* gate.c - see gate.h. */
#include "db/store/gate.h"

#define UNTIL(kind)                                                                    \
    "COALESCE((SELECT MAX(q.expires_at) FROM qualification q WHERE q.member_id = m.id" \
    " AND q.community_id = $1 AND q.kind = '" kind "' AND q.revoked_at IS NULL), 0)"

/* Guardians of one household, or of the two homes of one child. */
#define FAMILY                                                                            \
    "EXISTS (SELECT 1 FROM guardian g JOIN guardian h ON h.household_id = g.household_id" \
    "        AND h.member_id = m.id AND h.ended_at IS NULL"                               \
    "        WHERE g.member_id = $2 AND g.ended_at IS NULL)"                              \
    " OR EXISTS (SELECT 1 FROM guardian g"                                                \
    "        JOIN child_home p ON p.household_id = g.household_id AND p.ended_at IS NULL" \
    "        JOIN child_home q ON q.child_id = p.child_id AND q.ended_at IS NULL"         \
    "        JOIN guardian h ON h.household_id = q.household_id AND h.member_id = m.id"   \
    "        AND h.ended_at IS NULL WHERE g.member_id = $2 AND g.ended_at IS NULL)"

/* A protected home gives no area away, whoever of it helps. */
#define NO_AREA                                                             \
    "m.cell_x IS NULL OR EXISTS (SELECT 1 FROM guardian g JOIN household h" \
    "        ON h.id = g.household_id AND h.protected_at IS NOT NULL"       \
    "        WHERE g.member_id = m.id AND g.ended_at IS NULL)"

/* clang-format off */
#define GATE_COLUMNS \
    "SELECT m.id, m.display_name, CASE WHEN m.state = 'active' THEN 1 ELSE 0 END, s.is_on," \
    " m.held_at," \
    " CASE WHEN EXISTS (SELECT 1 FROM block b WHERE b.blocker_id = $2 AND b.blocked_id = m.id)" \
    "        OR EXISTS (SELECT 1 FROM block b WHERE b.blocker_id = m.id AND b.blocked_id = $2)" \
    "      THEN 1 ELSE 0 END," \
    " CASE WHEN " FAMILY " THEN 1 ELSE 0 END," \
    " CASE WHEN EXISTS (SELECT 1 FROM membership c WHERE c.member_id = m.id" \
    "        AND c.community_id = $1 AND c.left_at IS NULL) THEN 1 ELSE 0 END, " \
    UNTIL("identity") ", " UNTIL("safety_lesson") ", " UNTIL("certificate") ", " UNTIL("licence") \
    ", t.id, t.how, t.premet_until_at, t.trials_done, t.jobs_done," \
    " s.kinds, s.care_at, s.age_min, s.age_max, s.until_min, s.cap_week_min," \
    " CASE WHEN " NO_AREA " THEN 0 ELSE m.cell_x END," \
    " CASE WHEN " NO_AREA " THEN 0 ELSE m.cell_y END, CASE WHEN " NO_AREA " THEN 0 ELSE 1 END"
/* clang-format on */

static const struct db_col gate_cols[] = {
    COL_I64(struct gate_row, supporter_id),
    COL_TEXT(struct gate_row, display_name),
    COL_I64(struct gate_row, active),
    COL_I64(struct gate_row, is_on),
    COL_I64_NULL(struct gate_row, held_at),
    COL_I64(struct gate_row, blocked),
    COL_I64(struct gate_row, relative),
    COL_I64(struct gate_row, member_here),
    COL_I64(struct gate_row, identity_until_at),
    COL_I64(struct gate_row, lesson_until_at),
    COL_I64(struct gate_row, certificate_until_at),
    COL_I64(struct gate_row, licence_until_at),
    COL_I64(struct gate_row, tie_id),
    COL_TEXT(struct gate_row, tie_how),
    COL_I64(struct gate_row, premet_until_at),
    COL_I64(struct gate_row, trials_done),
    COL_I64(struct gate_row, jobs_done),
    COL_I64(struct gate_row, kinds),
    COL_I64(struct gate_row, care_at),
    COL_I64(struct gate_row, age_min),
    COL_I64(struct gate_row, age_max),
    COL_I64(struct gate_row, until_min),
    COL_I64(struct gate_row, cap_week_min),
    COL_I64(struct gate_row, cell_x),
    COL_I64(struct gate_row, cell_y),
    COL_I64(struct gate_row, has_cell),
    COL_END,
};

static const char pair_sql[] =
    GATE_COLUMNS " FROM tie t JOIN member m ON m.id = $3 JOIN supporter s ON s.member_id = m.id"
                 " WHERE t.low_id = $4 AND t.high_id = $5 AND t.ended_at IS NULL";

enum status store_gate_pair(struct tx *t, int64_t community_id, int64_t guardian_id,
                            int64_t supporter_id, struct gate_row *row)
{
    int64_t low = guardian_id < supporter_id ? guardian_id : supporter_id;
    int64_t high = guardian_id < supporter_id ? supporter_id : guardian_id;
    struct db_in in[] = {IN_I64(community_id), IN_I64(guardian_id), IN_I64(supporter_id),
                         IN_I64(low),          IN_I64(high),        IN_END};

    return db_one(t, pair_sql, in, gate_cols, row);
}

/* Two index look-ups, one for each side of the pair. */
static const char ties_sql[] =
    GATE_COLUMNS " FROM (SELECT id, how, premet_until_at, trials_done, jobs_done, high_id AS other"
                 "       FROM tie WHERE low_id = $2 AND ended_at IS NULL"
                 "       UNION ALL"
                 "       SELECT id, how, premet_until_at, trials_done, jobs_done, low_id AS other"
                 "       FROM tie WHERE high_id = $2 AND ended_at IS NULL) t"
                 " JOIN member m ON m.id = t.other JOIN supporter s ON s.member_id = m.id"
                 " WHERE s.is_on = 1 ORDER BY t.id LIMIT $3";

enum status store_gate_ties(struct tx *t, int64_t community_id, int64_t guardian_id, int max,
                            struct gate_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(community_id), IN_I64(guardian_id), IN_I64(max), IN_END};

    return db_many(t, ties_sql, in, gate_cols, sizeof **rows, max, rows, n);
}
