/* child_home.c - see child_home.h. */
#include "db/store/child_home.h"

struct id_row {
    int64_t id;
};
static const struct db_col id_cols[] = {COL_I64(struct id_row, id), COL_END};

static const char homes_sql[] = "SELECT household_id FROM child_home"
                                " WHERE child_id = $1 AND ended_at IS NULL"
                                " ORDER BY since_at, household_id";

enum status store_child_homes(struct tx *t, int64_t child_id, int64_t **household_ids, int *n)
{
    struct db_in in[] = {IN_I64(child_id), IN_END};

    return db_many(t, homes_sql, in, id_cols, sizeof(struct id_row), CHILD_HOMES_MAX, household_ids,
                   n);
}

static const char home_of_sql[] =
    "SELECT h.household_id FROM child_home h JOIN guardian g ON g.household_id = h.household_id"
    " AND g.member_id = $2 AND g.ended_at IS NULL"
    " WHERE h.child_id = $1 AND h.ended_at IS NULL ORDER BY h.since_at, h.household_id LIMIT 1";

enum status store_child_home_of(struct tx *t, int64_t child_id, int64_t member_id,
                                int64_t *household_id)
{
    struct db_in in[] = {IN_I64(child_id), IN_I64(member_id), IN_END};
    struct id_row row = {0};
    enum status s = db_one(t, home_of_sql, in, id_cols, &row);

    *household_id = row.id;
    return s;
}

static const char put_sql[] =
    "INSERT INTO child_home (child_id, household_id, since_at) VALUES ($1, $2, $3)"
    " ON CONFLICT (child_id, household_id) DO UPDATE SET since_at = $3, ended_at = NULL";

enum status store_child_home_put(struct tx *t, int64_t child_id, int64_t household_id, int64_t now)
{
    struct db_in in[] = {IN_I64(child_id), IN_I64(household_id), IN_I64(now), IN_END};

    return db_exec(t, put_sql, in);
}

static const char end_sql[] = "UPDATE child_home SET ended_at = $3"
                              " WHERE child_id = $1 AND household_id = $2 AND ended_at IS NULL";

enum status store_child_home_end(struct tx *t, int64_t child_id, int64_t household_id, int64_t now)
{
    struct db_in in[] = {IN_I64(child_id), IN_I64(household_id), IN_I64(now), IN_END};

    return db_exec(t, end_sql, in);
}

static const char jobs_sql[] =
    "SELECT b.id FROM booking_child c JOIN booking b ON b.id = c.booking_id AND b.household_id = $2"
    " WHERE c.child_id = $1 AND c.live = 1 ORDER BY b.id LIMIT $3";

enum status store_child_home_jobs(struct tx *t, int64_t child_id, int64_t household_id,
                                  int64_t **booking_ids, int *n)
{
    struct db_in in[] = {IN_I64(child_id), IN_I64(household_id), IN_I64(CHILD_HOME_JOBS_MAX),
                         IN_END};

    return db_many(t, jobs_sql, in, id_cols, sizeof(struct id_row), CHILD_HOME_JOBS_MAX,
                   booking_ids, n);
}

static const char invite_sql[] =
    "INSERT INTO home_invitation (id, child_id, household_id, invited_by, token_sha256, created_at,"
    " expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";

enum status store_home_invitation_insert(struct tx *t, const struct home_invitation_row *row)
{
    struct db_in in[] = {IN_I64(row->id),
                         IN_I64(row->child_id),
                         IN_I64(row->household_id),
                         IN_I64(row->invited_by),
                         IN_TEXT(row->token_sha256),
                         IN_I64(row->created_at),
                         IN_I64(row->expires_at),
                         IN_END};

    return db_exec(t, invite_sql, in);
}

static const char by_token_sql[] =
    "SELECT id, child_id, household_id, invited_by, token_sha256, created_at, expires_at, used_by,"
    " used_at FROM home_invitation WHERE token_sha256 = $1";

enum status store_home_invitation_by_token(struct tx *t, const char *token_sha256,
                                           struct home_invitation_row *row)
{
    static const struct db_col cols[] = {
        COL_I64(struct home_invitation_row, id),
        COL_I64(struct home_invitation_row, child_id),
        COL_I64(struct home_invitation_row, household_id),
        COL_I64(struct home_invitation_row, invited_by),
        COL_TEXT(struct home_invitation_row, token_sha256),
        COL_I64(struct home_invitation_row, created_at),
        COL_I64(struct home_invitation_row, expires_at),
        COL_I64_NULL(struct home_invitation_row, used_by),
        COL_I64_NULL(struct home_invitation_row, used_at),
        COL_END,
    };
    struct db_in in[] = {IN_TEXT(token_sha256), IN_END};

    return db_one(t, by_token_sql, in, cols, row);
}

static const char use_sql[] = "UPDATE home_invitation SET used_by = $2, used_at = $3"
                              " WHERE id = $1 AND used_at IS NULL";

enum status store_home_invitation_use(struct tx *t, int64_t id, int64_t household_id, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_I64(household_id), IN_I64(now), IN_END};

    return db_exec(t, use_sql, in);
}

static const char busy_sql[] =
    "SELECT c.start_at, c.end_at FROM booking_child c JOIN booking b ON b.id = c.booking_id"
    " WHERE c.child_id = $1 AND c.live = 1 AND c.start_at < $4 AND c.end_at > $3"
    " AND NOT EXISTS (SELECT 1 FROM guardian g WHERE g.household_id = b.household_id"
    "  AND g.member_id = $2 AND g.ended_at IS NULL)"
    " ORDER BY c.start_at LIMIT $5";

enum status store_child_busy(struct tx *t, int64_t child_id, int64_t member_id, int64_t from_at,
                             int64_t until_at, int max, struct busy_row **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct busy_row, start_at),
        COL_I64(struct busy_row, end_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(child_id), IN_I64(member_id), IN_I64(from_at),
                         IN_I64(until_at), IN_I64(max),       IN_END};

    return db_many(t, busy_sql, in, cols, sizeof **rows, max, rows, n);
}
