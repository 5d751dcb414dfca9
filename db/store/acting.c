/* acting.c - see acting.h. */
#include "db/store/acting.h"

static const char insert_sql[] =
    "INSERT INTO acting (id, community_id, staff_id, session_id, member_id, consent, note_sealed,"
    " created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

enum status store_acting_insert(struct tx *t, const struct acting_row *row)
{
    struct db_in in[] = {IN_I64(row->id),
                         IN_I64(row->community_id),
                         IN_I64(row->staff_id),
                         IN_I64(row->session_id),
                         IN_I64(row->member_id),
                         IN_TEXT(row->consent),
                         IN_BYTES(row->note_sealed),
                         IN_I64(row->created_at),
                         IN_I64(row->expires_at),
                         IN_END};

    return db_exec(t, insert_sql, in);
}

static const struct db_col cols[] = {
    COL_I64(struct acting_row, id),
    COL_I64(struct acting_row, community_id),
    COL_I64(struct acting_row, staff_id),
    COL_I64(struct acting_row, session_id),
    COL_I64(struct acting_row, member_id),
    COL_TEXT(struct acting_row, consent),
    COL_BYTES_NULL(struct acting_row, note_sealed),
    COL_I64(struct acting_row, created_at),
    COL_I64(struct acting_row, expires_at),
    COL_I64_NULL(struct acting_row, ended_at),
    COL_TEXT(struct acting_row, display_name),
    COL_END,
};
#define ACTING                                                                             \
    "SELECT a.id, a.community_id, a.staff_id, a.session_id, a.member_id, a.consent,"       \
    " a.note_sealed, a.created_at, a.expires_at, a.ended_at, m.display_name FROM acting a" \
    " JOIN member m ON m.id = a.member_id"

static const char get_sql[] = ACTING " WHERE a.id = $1";

enum status store_acting_get(struct tx *t, int64_t id, struct acting_row *row)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, cols, row);
}

static const char list_sql[] =
    ACTING " WHERE a.community_id = $1 AND a.id < $2 ORDER BY a.id DESC LIMIT $3";

enum status store_acting_list(struct tx *t, int64_t community_id, int64_t before_id, int max,
                              struct acting_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(community_id), IN_I64(before_id), IN_I64(max), IN_END};

    return db_many(t, list_sql, in, cols, sizeof **rows, max, rows, n);
}

static const char end_sql[] = "UPDATE acting SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";

enum status store_acting_end(struct tx *t, int64_t id, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_I64(now), IN_END};

    return db_exec(t, end_sql, in);
}

static const char live_sql[] = ACTING
    " AND m.state = 'active'"
    " JOIN membership c ON c.member_id = a.member_id AND c.community_id = a.community_id"
    "  AND c.left_at IS NULL"
    " WHERE a.id = $1 AND a.session_id = $2 AND a.staff_id = $3 AND a.expires_at > $4"
    " AND a.ended_at IS NULL AND EXISTS (SELECT 1 FROM staff_role r WHERE r.member_id = a.staff_id"
    "  AND r.community_id = a.community_id AND r.role IN ('coordinator', 'admin')"
    "  AND r.ended_at IS NULL)";

enum status store_acting_live(struct tx *t, int64_t id, int64_t session_id, int64_t staff_id,
                              int64_t now, struct acting_row *row)
{
    struct db_in in[] = {IN_I64(id), IN_I64(session_id), IN_I64(staff_id), IN_I64(now), IN_END};

    return db_one(t, live_sql, in, cols, row);
}

static const char bond_sql[] =
    "SELECT CASE WHEN EXISTS (SELECT 1 FROM guardian g JOIN guardian h"
    "   ON h.household_id = g.household_id AND h.member_id = m.id AND h.ended_at IS NULL"
    "   WHERE g.member_id = $1 AND g.ended_at IS NULL)"
    "  OR EXISTS (SELECT 1 FROM guardian g"
    "   JOIN child_home p ON p.household_id = g.household_id AND p.ended_at IS NULL"
    "   JOIN child_home q ON q.child_id = p.child_id AND q.ended_at IS NULL"
    "   JOIN guardian h ON h.household_id = q.household_id AND h.member_id = m.id"
    "   AND h.ended_at IS NULL WHERE g.member_id = $1 AND g.ended_at IS NULL)"
    "  THEN 1 ELSE 0 END,"
    " CASE WHEN EXISTS (SELECT 1 FROM membership c WHERE c.member_id = m.id"
    "   AND c.community_id <> $3 AND c.left_at IS NULL)"
    "  OR EXISTS (SELECT 1 FROM staff_role r WHERE r.member_id = m.id AND r.community_id <> $3"
    "   AND r.ended_at IS NULL)"
    "  OR EXISTS (SELECT 1 FROM guardian g JOIN household h ON h.id = g.household_id"
    "   AND h.community_id <> $3 WHERE g.member_id = m.id AND g.ended_at IS NULL)"
    "  THEN 1 ELSE 0 END"
    " FROM member m WHERE m.id = $2";

enum status store_acting_bond(struct tx *t, int64_t staff_id, int64_t member_id,
                              int64_t community_id, struct acting_bond *bond)
{
    static const struct db_col bond_cols[] = {
        COL_I64(struct acting_bond, relative),
        COL_I64(struct acting_bond, elsewhere),
        COL_END,
    };
    struct db_in in[] = {IN_I64(staff_id), IN_I64(member_id), IN_I64(community_id), IN_END};

    return db_one(t, bond_sql, in, bond_cols, bond);
}

/* ---- acts ---- */

static const char act_sql[] = "INSERT INTO acting_act (id, acting_id, member_id, at, act, subject)"
                              " VALUES ($1, $2, $3, $4, $5, $6)";

enum status store_acting_act_insert(struct tx *t, const struct acting_act_row *row)
{
    struct db_in in[] = {IN_I64(row->id), IN_I64(row->acting_id), IN_I64(row->member_id),
                         IN_I64(row->at), IN_TEXT(row->act),      IN_TEXT(row->subject),
                         IN_END};

    return db_exec(t, act_sql, in);
}

static const char acts_sql[] =
    "SELECT a.id, a.acting_id, a.member_id, a.at, a.act, a.subject, s.consent FROM acting_act a"
    " JOIN acting s ON s.id = a.acting_id WHERE a.member_id = $1 AND a.id < $2"
    " ORDER BY a.id DESC LIMIT $3";

enum status store_acting_acts(struct tx *t, int64_t member_id, int64_t before_id, int max,
                              struct acting_act_row **rows, int *n)
{
    static const struct db_col act_cols[] = {
        COL_I64(struct acting_act_row, id),        COL_I64(struct acting_act_row, acting_id),
        COL_I64(struct acting_act_row, member_id), COL_I64(struct acting_act_row, at),
        COL_TEXT(struct acting_act_row, act),      COL_TEXT(struct acting_act_row, subject),
        COL_TEXT(struct acting_act_row, consent),  COL_END,
    };
    struct db_in in[] = {IN_I64(member_id), IN_I64(before_id), IN_I64(max), IN_END};

    return db_many(t, acts_sql, in, act_cols, sizeof **rows, max, rows, n);
}

/* ---- the second person ---- */

static const char approval_sql[] =
    "INSERT INTO acting_approval (id, community_id, staff_id, member_id, act, subject_id,"
    " amount_minor, asked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

enum status store_acting_approval_insert(struct tx *t, const struct acting_approval_row *row)
{
    struct db_in in[] = {
        IN_I64(row->id),           IN_I64(row->community_id), IN_I64(row->staff_id),
        IN_I64(row->member_id),    IN_TEXT(row->act),         IN_I64(row->subject_id),
        IN_I64(row->amount_minor), IN_I64(row->asked_at),     IN_END,
    };

    return db_exec(t, approval_sql, in);
}

static const struct db_col approval_cols[] = {
    COL_I64(struct acting_approval_row, id),
    COL_I64(struct acting_approval_row, community_id),
    COL_I64(struct acting_approval_row, staff_id),
    COL_I64(struct acting_approval_row, member_id),
    COL_TEXT(struct acting_approval_row, act),
    COL_I64(struct acting_approval_row, subject_id),
    COL_I64(struct acting_approval_row, amount_minor),
    COL_I64(struct acting_approval_row, asked_at),
    COL_I64_NULL(struct acting_approval_row, approved_by),
    COL_I64_NULL(struct acting_approval_row, approved_at),
    COL_I64_NULL(struct acting_approval_row, used_at),
    COL_TEXT(struct acting_approval_row, staff_name),
    COL_TEXT(struct acting_approval_row, display_name),
    COL_END,
};
#define APPROVAL                                                                            \
    "SELECT a.id, a.community_id, a.staff_id, a.member_id, a.act, a.subject_id,"            \
    " a.amount_minor, a.asked_at, a.approved_by, a.approved_at, a.used_at, s.display_name," \
    " m.display_name FROM acting_approval a JOIN member s ON s.id = a.staff_id"             \
    " JOIN member m ON m.id = a.member_id"

static const char approval_get_sql[] = APPROVAL " WHERE a.id = $1";

enum status store_acting_approval_get(struct tx *t, int64_t id, struct acting_approval_row *row)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, approval_get_sql, in, approval_cols, row);
}

static const char approvals_sql[] =
    APPROVAL " WHERE a.community_id = $1 AND a.approved_at IS NULL AND a.asked_at > $2"
             " AND a.id > $3 ORDER BY a.id LIMIT $4";

enum status store_acting_approvals(struct tx *t, int64_t community_id, int64_t asked_after_at,
                                   int64_t after_id, int max, struct acting_approval_row **rows,
                                   int *n)
{
    struct db_in in[] = {IN_I64(community_id), IN_I64(asked_after_at), IN_I64(after_id),
                         IN_I64(max), IN_END};

    return db_many(t, approvals_sql, in, approval_cols, sizeof **rows, max, rows, n);
}

static const char approve_sql[] = "UPDATE acting_approval SET approved_by = $2, approved_at = $3"
                                  " WHERE id = $1 AND approved_at IS NULL";

enum status store_acting_approve(struct tx *t, int64_t id, int64_t by_id, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_I64(by_id), IN_I64(now), IN_END};

    return db_exec(t, approve_sql, in);
}

static const char use_sql[] =
    "UPDATE acting_approval SET used_at = $8 WHERE used_at IS NULL AND id = (SELECT MIN(a.id)"
    " FROM acting_approval a WHERE a.staff_id = $1 AND a.member_id = $2 AND a.community_id = $3"
    " AND a.act = $4 AND a.subject_id = $5 AND a.amount_minor >= $6 AND a.approved_at > $7"
    " AND a.used_at IS NULL)";

enum status store_acting_approval_use(struct tx *t, const struct acting_approval_row *of,
                                      int64_t approved_after_at, int64_t now)
{
    struct db_in in[] = {
        IN_I64(of->staff_id),
        IN_I64(of->member_id),
        IN_I64(of->community_id),
        IN_TEXT(of->act),
        IN_I64(of->subject_id),
        IN_I64(of->amount_minor),
        IN_I64(approved_after_at),
        IN_I64(now),
        IN_END,
    };

    return db_exec(t, use_sql, in);
}
