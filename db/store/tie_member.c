/* tie_member.c - see tie_member.h. */
#include "db/store/tie_member.h"

static const char get_sql[] =
    "SELECT m.display_name, m.phone_tail_blind, COALESCE(c.id, 0), c.zone,"
    " CASE WHEN EXISTS (SELECT 1 FROM block b WHERE b.blocker_id = $1 AND b.blocked_id = $2)"
    "        OR EXISTS (SELECT 1 FROM block b WHERE b.blocker_id = $2 AND b.blocked_id = $1)"
    "      THEN 1 ELSE 0 END"
    " FROM member m LEFT JOIN community c ON c.id ="
    "  (SELECT MIN(a.community_id) FROM membership a JOIN membership b"
    "    ON b.community_id = a.community_id AND b.member_id = $2 AND b.left_at IS NULL"
    "    WHERE a.member_id = $1 AND a.left_at IS NULL)"
    " WHERE m.id = $2 AND m.state = 'active'";

enum status store_tie_member(struct tx *t, int64_t me, int64_t other, struct tie_member_row *row)
{
    static const struct db_col cols[] = {
        COL_TEXT(struct tie_member_row, display_name),
        COL_TEXT_NULL(struct tie_member_row, phone_tail_blind),
        COL_I64(struct tie_member_row, community_id),
        COL_TEXT_NULL(struct tie_member_row, zone),
        COL_I64(struct tie_member_row, blocked),
        COL_END,
    };
    struct db_in in[] = {IN_I64(me), IN_I64(other), IN_END};

    return db_one(t, get_sql, in, cols, row);
}
