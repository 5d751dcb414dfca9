/* block.c - see block.h. */
#include "db/store/block.h"

struct number_row {
    int64_t n;
};
static const struct db_col number_cols[] = {COL_I64(struct number_row, n), COL_END};

static const char known_sql[] =
    "SELECT m.id FROM member m WHERE m.id = $2 AND ("
    " EXISTS (SELECT 1 FROM tie t WHERE t.low_id = $3 AND t.high_id = $4)"
    " OR EXISTS (SELECT 1 FROM acquaintance a WHERE a.low_id = $3 AND a.high_id = $4)"
    " OR EXISTS (SELECT 1 FROM half_handshake h WHERE h.from_id = $2 AND h.to_id = $1)"
    " OR EXISTS (SELECT 1 FROM group_member a JOIN group_member b ON b.group_id = a.group_id"
    "  AND b.member_id = $2 AND b.left_at IS NULL WHERE a.member_id = $1 AND a.left_at IS NULL"
    "  AND (a.moderator_at IS NOT NULL OR (a.accepted_at IS NOT NULL AND a.name_shown = 1"
    "   AND b.accepted_at IS NOT NULL AND b.name_shown = 1)))"
    " OR EXISTS (SELECT 1 FROM offer o JOIN request r ON r.id = o.request_id"
    "  WHERE (o.supporter_id = $1 AND r.asked_by = $2) OR (o.supporter_id = $2 AND r.asked_by = "
    "$1))"
    " OR EXISTS (SELECT 1 FROM guardian a JOIN guardian b ON b.household_id = a.household_id"
    "  AND b.member_id = $2 WHERE a.member_id = $1 AND a.ended_at IS NULL))";

enum status store_block_known(struct tx *t, int64_t member_id, int64_t other_id)
{
    int64_t low = member_id < other_id ? member_id : other_id;
    int64_t high = member_id < other_id ? other_id : member_id;
    struct db_in in[] = {IN_I64(member_id), IN_I64(other_id), IN_I64(low), IN_I64(high), IN_END};
    struct number_row row;

    return db_one(t, known_sql, in, number_cols, &row);
}

static const char put_sql[] =
    "INSERT INTO block (blocker_id, blocked_id, created_at) VALUES ($1, $2, $3)"
    " ON CONFLICT (blocker_id, blocked_id) DO NOTHING";

enum status store_block_put(struct tx *t, int64_t blocker_id, int64_t blocked_id, int64_t now)
{
    struct db_in in[] = {IN_I64(blocker_id), IN_I64(blocked_id), IN_I64(now), IN_END};
    int64_t changed;

    return db_change(t, put_sql, in, &changed);
}

static const char delete_sql[] = "DELETE FROM block WHERE blocker_id = $1 AND blocked_id = $2";

enum status store_block_delete(struct tx *t, int64_t blocker_id, int64_t blocked_id)
{
    struct db_in in[] = {IN_I64(blocker_id), IN_I64(blocked_id), IN_END};
    int64_t changed;

    return db_change(t, delete_sql, in, &changed);
}

static const char list_sql[] =
    "SELECT b.blocked_id, m.display_name, b.created_at FROM block b"
    " JOIN member m ON m.id = b.blocked_id"
    " WHERE b.blocker_id = $1 AND b.blocked_id > $2 ORDER BY b.blocked_id LIMIT $3";

enum status store_block_list(struct tx *t, int64_t blocker_id, int64_t after_id, int max,
                             struct block_row **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct block_row, blocked_id),
        COL_TEXT(struct block_row, display_name),
        COL_I64(struct block_row, created_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(blocker_id), IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, list_sql, in, cols, sizeof **rows, max, rows, n);
}

static const char count_sql[] = "SELECT COUNT(*) FROM block WHERE blocker_id = $1";

enum status store_block_count(struct tx *t, int64_t blocker_id, int64_t *count)
{
    struct db_in in[] = {IN_I64(blocker_id), IN_END};
    struct number_row row = {0};
    enum status s = db_one(t, count_sql, in, number_cols, &row);

    *count = row.n;
    return s;
}

static const char is_sql[] =
    "SELECT CAST(1 AS BIGINT) FROM block WHERE blocker_id = $1 AND blocked_id = $2";

enum status store_block_is(struct tx *t, int64_t blocker_id, int64_t blocked_id)
{
    struct db_in in[] = {IN_I64(blocker_id), IN_I64(blocked_id), IN_END};
    struct number_row row;

    return db_one(t, is_sql, in, number_cols, &row);
}
