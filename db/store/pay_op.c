/* pay_op.c - see pay_op.h. */
#include "db/store/pay_op.h"

/* As the partial index pay_op_once says it, so that both engines use it. */
#define LIVE "state IN ('pending', 'inflight', 'unknown', 'manual')"

static const char put_sql[] =
    "INSERT INTO pay_op (id, kind, subject_id, state, amount_minor, next_at, created_at,"
    " updated_at) VALUES ($1, $2, $3, 'pending', $4, $5, $6, $6)"
    " ON CONFLICT (subject_id, kind) WHERE " LIVE " DO NOTHING";

enum status store_pay_op_put(struct tx *t, const struct pay_op_row *op)
{
    struct db_in in[] = {IN_I64(op->id),
                         IN_TEXT(op->kind),
                         IN_I64(op->subject_id),
                         IN_I64(op->amount_minor),
                         IN_I64(op->next_at),
                         IN_I64(op->created_at),
                         IN_END};
    int64_t changed;

    return db_change(t, put_sql, in, &changed);
}

static const char hurry_sql[] = "UPDATE pay_op SET next_at = $3 WHERE subject_id = $1 AND kind = $2"
                                " AND " LIVE " AND state = 'pending' AND next_at > $3";

enum status store_pay_op_hurry(struct tx *t, int64_t subject_id, const char *kind, int64_t now)
{
    struct db_in in[] = {IN_I64(subject_id), IN_TEXT(kind), IN_I64(now), IN_END};
    int64_t changed;

    return db_change(t, hurry_sql, in, &changed);
}

static const char abandon_sql[] =
    "UPDATE pay_op SET state = 'failed', error = 'abandoned', updated_at = $2"
    " WHERE subject_id = $1 AND " LIVE " AND state = 'pending' AND first_sent_at IS NULL";

enum status store_pay_op_abandon(struct tx *t, int64_t subject_id, int64_t now, int64_t *n)
{
    struct db_in in[] = {IN_I64(subject_id), IN_I64(now), IN_END};

    return db_change(t, abandon_sql, in, n);
}

struct count_row {
    int64_t n;
};

static const char live_sql[] =
    "SELECT COUNT(*) FROM pay_op WHERE subject_id = $1 AND " LIVE " AND kind <> 'hold_look'";

enum status store_pay_op_live(struct tx *t, int64_t subject_id, int64_t *n)
{
    static const struct db_col cols[] = {COL_I64(struct count_row, n), COL_END};
    struct db_in in[] = {IN_I64(subject_id), IN_END};
    struct count_row row = {0};
    enum status s = db_one(t, live_sql, in, cols, &row);

    *n = row.n;
    return s;
}

#define OP_LIST                                                                                  \
    "id, kind, subject_id, state, attempt, amount_minor, next_at, lease_until_at, lease_holder," \
    " first_sent_at, sent_at, tries, key_final, error, created_at, updated_at"

static const struct db_col op_cols[] = {
    COL_I64(struct pay_op_row, id),
    COL_TEXT(struct pay_op_row, kind),
    COL_I64(struct pay_op_row, subject_id),
    COL_TEXT(struct pay_op_row, state),
    COL_I64(struct pay_op_row, attempt),
    COL_I64(struct pay_op_row, amount_minor),
    COL_I64(struct pay_op_row, next_at),
    COL_I64(struct pay_op_row, lease_until_at),
    COL_TEXT_NULL(struct pay_op_row, lease_holder),
    COL_I64_NULL(struct pay_op_row, first_sent_at),
    COL_I64_NULL(struct pay_op_row, sent_at),
    COL_I64(struct pay_op_row, tries),
    COL_I64(struct pay_op_row, key_final),
    COL_TEXT_NULL(struct pay_op_row, error),
    COL_I64(struct pay_op_row, created_at),
    COL_I64(struct pay_op_row, updated_at),
    COL_END,
};

static const char live_kind_sql[] =
    "SELECT " OP_LIST " FROM pay_op WHERE subject_id = $1 AND kind = $2 AND " LIVE;

enum status store_pay_op_live_kind(struct tx *t, int64_t subject_id, const char *kind,
                                   struct pay_op_row *op)
{
    struct db_in in[] = {IN_I64(subject_id), IN_TEXT(kind), IN_END};

    return db_one(t, live_kind_sql, in, op_cols, op);
}

/* Calls about one subject go out one after the other, in the order in which they were owed; a look
 * changes nothing and keeps nobody waiting. */
static const char lease_sql[] =
    "UPDATE pay_op SET lease_until_at = $2, lease_holder = $3, updated_at = $1, tries = tries + 1,"
    " first_sent_at = CASE WHEN state = 'pending' THEN COALESCE(first_sent_at, $1)"
    "                 ELSE first_sent_at END,"
    " sent_at = CASE WHEN state = 'pending' THEN $1 ELSE sent_at END, next_at = $2,"
    " state = CASE WHEN state = 'pending' THEN 'inflight' ELSE 'unknown' END"
    " WHERE id = (SELECT o.id FROM pay_op o"
    "             WHERE o.state IN ('pending', 'inflight', 'unknown') AND o.next_at <= $1"
    "             AND o.lease_until_at <= $1 AND NOT EXISTS (SELECT 1 FROM pay_op e"
    "                 WHERE e.subject_id = o.subject_id AND e.id < o.id"
    "                 AND e.kind <> 'hold_look' AND"
    "                 e.state IN ('pending', 'inflight', 'unknown', 'manual'))"
    "             ORDER BY o.next_at, o.id LIMIT 1)"
    " AND state IN ('pending', 'inflight', 'unknown') AND lease_until_at <= $1 AND next_at <= $1"
    " RETURNING " OP_LIST;

enum status store_pay_op_lease(struct tx *t, int64_t now, int64_t lease_until_at,
                               const char *holder, struct pay_op_row *op)
{
    struct db_in in[] = {IN_I64(now), IN_I64(lease_until_at), IN_TEXT(holder), IN_END};

    return db_one(t, lease_sql, in, op_cols, op);
}

static const char resend_sql[] =
    "UPDATE pay_op SET state = 'inflight', sent_at = $3, updated_at = $3"
    " WHERE id = $1 AND lease_holder = $2 AND state = 'unknown'";

enum status store_pay_op_resend(struct tx *t, int64_t id, const char *holder, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_TEXT(holder), IN_I64(now), IN_END};

    return db_exec(t, resend_sql, in);
}

static const char settle_sql[] =
    "UPDATE pay_op SET state = $3, attempt = $4, next_at = $5, first_sent_at = $6, tries = $7,"
    " key_final = $8, error = $9, lease_until_at = 0, lease_holder = NULL, updated_at = $10"
    " WHERE id = $1 AND lease_holder = $2 AND state IN ('inflight', 'unknown')";

enum status store_pay_op_settle(struct tx *t, const struct pay_op_row *op, const char *holder,
                                int64_t now)
{
    struct db_in in[] = {IN_I64(op->id),
                         IN_TEXT(holder),
                         IN_TEXT(op->state),
                         IN_I64(op->attempt),
                         IN_I64(op->next_at),
                         IN_I64_OR_NULL(op->first_sent_at),
                         IN_I64(op->tries),
                         IN_I64(op->key_final),
                         IN_TEXT(op->error),
                         IN_I64(now),
                         IN_END};
    enum status s = db_exec(t, settle_sql, in);

    return s == E_NOT_FOUND ? E_CONFLICT : s;
}

struct next_row {
    int64_t next_at;
};

static const char next_sql[] = "SELECT next_at FROM pay_op WHERE state IN ('pending', 'inflight',"
                               " 'unknown') ORDER BY next_at LIMIT 1";

enum status store_pay_op_next(struct tx *t, int64_t *next_at)
{
    static const struct db_col cols[] = {COL_I64(struct next_row, next_at), COL_END};
    struct db_in in[] = {IN_END};
    struct next_row row = {INT64_MAX};
    enum status s = db_one(t, next_sql, in, cols, &row);

    *next_at = row.next_at;
    return s == E_NOT_FOUND ? OK : s;
}

static const char get_sql[] = "SELECT " OP_LIST " FROM pay_op WHERE id = $1";

enum status store_pay_op_get(struct tx *t, int64_t id, struct pay_op_row *op)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, op_cols, op);
}

static const char hurry_all_sql[] =
    "UPDATE pay_op SET next_at = $2 WHERE subject_id = $1 AND " LIVE
    " AND state IN ('pending', 'unknown') AND lease_until_at <= $2 AND next_at > $2";

enum status store_pay_op_hurry_all(struct tx *t, int64_t subject_id, int64_t now)
{
    struct db_in in[] = {IN_I64(subject_id), IN_I64(now), IN_END};
    int64_t changed;

    return db_change(t, hurry_all_sql, in, &changed);
}

/* $1 is the community. */
#define OF_COMMUNITY                                                                          \
    " (EXISTS (SELECT 1 FROM payment p JOIN booking b ON b.id = p.booking_id"                 \
    "          WHERE p.id = pay_op.subject_id AND b.community_id = $1)"                       \
    "  OR EXISTS (SELECT 1 FROM card_setup c JOIN membership m ON m.member_id = c.member_id"  \
    "          WHERE c.id = pay_op.subject_id AND m.community_id = $1 AND m.left_at IS NULL)" \
    "  OR EXISTS (SELECT 1 FROM membership m WHERE m.member_id = pay_op.subject_id"           \
    "          AND m.community_id = $1 AND m.left_at IS NULL))"

static const char manual_sql[] = "SELECT " OP_LIST " FROM pay_op WHERE state = 'manual'"
                                 " AND id > $2 AND" OF_COMMUNITY " ORDER BY id LIMIT $3";
static const char waiting_sql[] =
    "SELECT " OP_LIST " FROM pay_op WHERE state IN ('pending', 'inflight', 'unknown')"
    " AND id > $2 AND" OF_COMMUNITY " ORDER BY id LIMIT $3";

enum status store_pay_op_list(struct tx *t, int64_t community_id, bool manual, int64_t after_id,
                              int max, struct pay_op_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(community_id), IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, manual ? manual_sql : waiting_sql, in, op_cols, sizeof **rows, max, rows, n);
}

static const char resume_sql[] =
    "UPDATE pay_op SET state = 'unknown', next_at = $3, tries = 0, updated_at = $3"
    " WHERE id = $2 AND state = 'manual' AND" OF_COMMUNITY;

enum status store_pay_op_resume(struct tx *t, int64_t community_id, int64_t id, int64_t now)
{
    struct db_in in[] = {IN_I64(community_id), IN_I64(id), IN_I64(now), IN_END};

    return db_exec(t, resume_sql, in);
}

static const char figures_sql[] =
    "SELECT CAST(COALESCE((SELECT COUNT(*) FROM pay_op"
    "     WHERE state IN ('pending', 'inflight', 'unknown')), 0) AS BIGINT),"
    " CAST(COALESCE((SELECT SUM(CASE state WHEN 'unknown' THEN 1 ELSE 0 END) FROM pay_op"
    "     WHERE state IN ('pending', 'inflight', 'unknown')), 0) AS BIGINT),"
    " CAST((SELECT COUNT(*) FROM pay_op WHERE state = 'manual') AS BIGINT)";

enum status store_pay_op_figures(struct tx *t, struct pay_op_figures *f)
{
    static const struct db_col cols[] = {
        COL_I64(struct pay_op_figures, waiting),
        COL_I64(struct pay_op_figures, unknown),
        COL_I64(struct pay_op_figures, manual),
        COL_END,
    };
    struct db_in in[] = {IN_END};

    return db_one(t, figures_sql, in, cols, f);
}
