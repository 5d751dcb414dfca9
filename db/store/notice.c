/* notice.c - see notice.h. */
#include "db/store/notice.h"

static const char put_sql[] =
    "INSERT INTO notice (id, member_id, channel, kind, subject_id, again, state, due_at,"
    " created_at, rank) SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS TEXT),"
    " CAST($4 AS TEXT), CAST($5 AS BIGINT), CAST($6 AS BIGINT), 'pending', CAST($7 AS BIGINT),"
    " CAST($8 AS BIGINT), CAST($9 AS BIGINT) WHERE NOT EXISTS (SELECT 1 FROM notice WHERE "
    "member_id = $2"
    "     AND channel = $3 AND kind = $4 AND subject_id = $5 AND state = 'pending'"
    "     AND lease_until_at <= $8)"
    " ON CONFLICT (member_id, channel, kind, subject_id, again) DO NOTHING";

enum status store_notice_put(struct tx *t, const struct notice *n)
{
    struct db_in in[] = {
        IN_I64(n->id),         IN_I64(n->member_id),
        IN_TEXT(n->channel),   IN_TEXT(n->kind),
        IN_I64(n->subject_id), IN_I64(n->again),
        IN_I64(n->due_at),     IN_I64(n->created_at),
        IN_I64(n->rank),       IN_END,
    };
    int64_t changed;

    return db_change(t, put_sql, in, &changed);
}

static const char put_code_sql[] =
    "INSERT INTO notice (id, member_id, channel, kind, subject_id, again, code_sealed, state,"
    " due_at, created_at, rank) VALUES ($1, $2, $3, $4, $5, 0, $6, 'pending', $7, $8, 0)";

enum status store_notice_put_code(struct tx *t, const struct notice *n)
{
    struct db_in in[] = {
        IN_I64(n->id),     IN_I64(n->member_id),  IN_TEXT(n->channel),
        IN_TEXT(n->kind),  IN_I64(n->subject_id), IN_BYTES(n->code_sealed),
        IN_I64(n->due_at), IN_I64(n->created_at), IN_END,
    };

    return db_exec(t, put_code_sql, in);
}

static const char any_due_sql[] =
    "SELECT id FROM notice WHERE state = 'pending' AND channel = $1 AND due_at <= $2"
    " AND lease_until_at <= $2 ORDER BY rank, due_at, id LIMIT 1";

enum status store_notice_any_due(struct tx *t, const char *channel, int64_t now)
{
    static const struct db_col cols[] = {COL_I64(struct notice, id), COL_END};
    struct db_in in[] = {IN_TEXT(channel), IN_I64(now), IN_END};
    struct notice row;

    return db_one(t, any_due_sql, in, cols, &row);
}

/* The condition stands on the outer row too: of two claims at once one gets it. */
static const char claim_sql[] =
    "UPDATE notice SET lease_until_at = $3, tries = tries + 1"
    " WHERE id IN (SELECT id FROM notice WHERE state = 'pending' AND channel = $1"
    "              AND due_at <= $2 AND lease_until_at <= $2 ORDER BY rank, due_at, id"
    "              LIMIT $4)"
    " AND state = 'pending' AND lease_until_at <= $2"
    " RETURNING id, member_id, channel, kind, subject_id, again, code_sealed, due_at,"
    " lease_until_at, tries, created_at, error";

static const struct db_col notice_cols[] = {
    COL_I64(struct notice, id),
    COL_I64(struct notice, member_id),
    COL_TEXT(struct notice, channel),
    COL_TEXT(struct notice, kind),
    COL_I64(struct notice, subject_id),
    COL_I64(struct notice, again),
    COL_BYTES_NULL(struct notice, code_sealed),
    COL_I64(struct notice, due_at),
    COL_I64(struct notice, lease_until_at),
    COL_I64(struct notice, tries),
    COL_I64(struct notice, created_at),
    COL_TEXT_NULL(struct notice, error),
    COL_END,
};

enum status store_notice_claim(struct tx *t, const char *channel, int64_t now,
                               int64_t lease_until_at, int max, struct notice **notices, int *n)
{
    struct db_in in[] = {IN_TEXT(channel), IN_I64(now), IN_I64(lease_until_at), IN_I64(max),
                         IN_END};

    return db_many(t, claim_sql, in, notice_cols, sizeof **notices, max, notices, n);
}

static const char done_sql[] =
    "UPDATE notice SET state = $3, done_at = $4, error = $5, code_sealed = NULL, lease_until_at = 0"
    " WHERE id = $1 AND state = 'pending' AND lease_until_at = $2";

enum status store_notice_done(struct tx *t, const struct notice *n, const char *state, int64_t now,
                              const char *error)
{
    struct db_in in[] = {IN_I64(n->id),  IN_I64(n->lease_until_at),
                         IN_TEXT(state), IN_I64(now),
                         IN_TEXT(error), IN_END};

    return db_exec(t, done_sql, in);
}

static const char delay_sql[] =
    "UPDATE notice SET due_at = $3, tries = $4, error = $5, lease_until_at = 0"
    " WHERE id = $1 AND state = 'pending' AND lease_until_at = $2";

enum status store_notice_delay(struct tx *t, const struct notice *n, int64_t due_at, int64_t tries,
                               const char *error)
{
    struct db_in in[] = {IN_I64(n->id),  IN_I64(n->lease_until_at),
                         IN_I64(due_at), IN_I64(tries),
                         IN_TEXT(error), IN_END};

    return db_exec(t, delay_sql, in);
}

static const char queue_sql[] =
    "SELECT (SELECT COUNT(*) FROM notice WHERE state = 'pending') AS pending,"
    " (SELECT COUNT(*) FROM notice WHERE state = 'failed') AS failed,"
    " (SELECT MIN(due_at) FROM notice WHERE state = 'pending') AS oldest";

enum status store_notice_queue(struct tx *t, struct notice_queue *q)
{
    static const struct db_col cols[] = {
        COL_I64(struct notice_queue, pending),
        COL_I64(struct notice_queue, failed),
        COL_I64_NULL(struct notice_queue, oldest_due_at),
        COL_END,
    };
    struct db_in in[] = {IN_END};

    return db_one(t, queue_sql, in, cols, q);
}

static const char bundle_sql[] =
    "SELECT CAST(COALESCE(MAX(CASE WHEN n.state = 'pending' AND n.lease_until_at <= $5 THEN 1"
    " ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(MAX(n.due_at), 0) AS BIGINT)"
    " FROM offer o JOIN notice n ON n.member_id = $1 AND n.channel = $2 AND n.kind = $3"
    " AND n.subject_id = o.id WHERE o.request_id = (SELECT request_id FROM offer WHERE id = $4)";

enum status store_notice_bundle(struct tx *t, const struct notice *n, int64_t now,
                                struct notice_bundle *b)
{
    static const struct db_col cols[] = {
        COL_I64(struct notice_bundle, waits),
        COL_I64(struct notice_bundle, due_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(n->member_id),  IN_TEXT(n->channel), IN_TEXT(n->kind),
                         IN_I64(n->subject_id), IN_I64(now),         IN_END};

    return db_one(t, bundle_sql, in, cols, b);
}

static enum status read_when(struct tx *t, const char *sql, int64_t id, struct notice_when *w)
{
    static const struct db_col cols[] = {
        COL_I64(struct notice_when, start_at),
        COL_I64(struct notice_when, end_at),
        COL_I64(struct notice_when, runs),
        COL_END,
    };
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, sql, in, cols, w);
}

static const char when_offer_sql[] =
    "SELECT start_at, end_at, CAST(0 AS BIGINT) FROM offer WHERE id = $1";

enum status store_notice_when_offer(struct tx *t, int64_t id, struct notice_when *w)
{
    return read_when(t, when_offer_sql, id, w);
}

static const char when_request_sql[] =
    "SELECT start_at, end_at, CAST(0 AS BIGINT) FROM request WHERE id = $1";

enum status store_notice_when_request(struct tx *t, int64_t id, struct notice_when *w)
{
    return read_when(t, when_request_sql, id, w);
}

static const char when_booking_sql[] =
    "SELECT start_at, end_at, CAST(CASE WHEN state = 'in_care' THEN 1 ELSE 0 END AS BIGINT)"
    " FROM booking WHERE id = $1";

enum status store_notice_when_booking(struct tx *t, int64_t id, struct notice_when *w)
{
    return read_when(t, when_booking_sql, id, w);
}

static const char when_amendment_sql[] =
    "SELECT b.start_at, b.end_at, CAST(CASE WHEN b.state = 'in_care' THEN 1 ELSE 0 END AS BIGINT)"
    " FROM amendment a JOIN booking b ON b.id = a.booking_id WHERE a.id = $1";

enum status store_notice_when_amendment(struct tx *t, int64_t id, struct notice_when *w)
{
    return read_when(t, when_amendment_sql, id, w);
}

static const char twin_sql[] =
    "SELECT CAST($1 AS BIGINT) AS id WHERE EXISTS (SELECT 1 FROM notice WHERE member_id = $2 AND "
    "channel = $3"
    " AND kind = $4 AND subject_id = $5 AND created_at >= $6)"
    " OR EXISTS (SELECT 1 FROM notice_bounce WHERE member_id = $2 AND channel = $3)";

enum status store_notice_twin(struct tx *t, const struct notice *n, const char *other)
{
    static const struct db_col cols[] = {COL_I64(struct notice, id), COL_END};
    struct db_in in[] = {
        IN_I64(n->id),         IN_I64(n->member_id),  IN_TEXT(other), IN_TEXT(n->kind),
        IN_I64(n->subject_id), IN_I64(n->created_at), IN_END};
    struct notice row;

    return db_one(t, twin_sql, in, cols, &row);
}

static const char quiet_sql[] =
    "SELECT s.quiet_from_min, s.quiet_to_min, c.zone FROM offer o"
    " JOIN supporter s ON s.member_id = o.supporter_id"
    " JOIN request r ON r.id = o.request_id JOIN community c ON c.id = r.community_id"
    " WHERE o.id = $1";

enum status store_notice_quiet(struct tx *t, int64_t offer_id, struct notice_quiet *q)
{
    static const struct db_col cols[] = {
        COL_I64(struct notice_quiet, from_min),
        COL_I64(struct notice_quiet, to_min),
        COL_TEXT(struct notice_quiet, zone),
        COL_END,
    };
    struct db_in in[] = {IN_I64(offer_id), IN_END};

    return db_one(t, quiet_sql, in, cols, q);
}

static const char guardians_sql[] = "SELECT member_id FROM guardian WHERE household_id = $1"
                                    " AND ended_at IS NULL ORDER BY member_id";

enum status store_notice_guardians(struct tx *t, int64_t household_id, int max,
                                   struct notice_guardian **guardians, int *n)
{
    static const struct db_col cols[] = {COL_I64(struct notice_guardian, member_id), COL_END};
    struct db_in in[] = {IN_I64(household_id), IN_END};

    return db_many(t, guardians_sql, in, cols, sizeof **guardians, max, guardians, n);
}

static const char staff_sql[] =
    "SELECT r.member_id FROM staff_role r JOIN member m ON m.id = r.member_id"
    " WHERE r.community_id = $1 AND r.role = $2 AND r.ended_at IS NULL AND m.state = 'active'"
    " ORDER BY r.member_id LIMIT $3";

enum status store_notice_staff(struct tx *t, int64_t community_id, const char *role,
                               struct notice_guardian **people, int *n)
{
    static const struct db_col cols[] = {COL_I64(struct notice_guardian, member_id), COL_END};
    struct db_in in[] = {IN_I64(community_id), IN_TEXT(role), IN_I64(NOTICE_STAFF_MAX), IN_END};

    return db_many(t, staff_sql, in, cols, sizeof **people, NOTICE_STAFF_MAX, people, n);
}

struct code_row {
    int64_t id;
};

static const char code_sql[] =
    "SELECT id FROM code WHERE member_id = $1 AND purpose = $2 ORDER BY id DESC LIMIT 1";

enum status store_notice_code(struct tx *t, int64_t member_id, const char *purpose,
                              int64_t *code_id)
{
    static const struct db_col cols[] = {COL_I64(struct code_row, id), COL_END};
    struct db_in in[] = {IN_I64(member_id), IN_TEXT(purpose), IN_END};
    struct code_row row = {0};
    enum status s = db_one(t, code_sql, in, cols, &row);

    *code_id = row.id;
    return s;
}
