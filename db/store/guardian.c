/* guardian.c - see guardian.h. */
#include "db/store/guardian.h"

struct id_row {
    int64_t id;
};
static const struct db_col id_cols[] = {COL_I64(struct id_row, id), COL_END};

static const char is_sql[] = "SELECT member_id FROM guardian"
                             " WHERE household_id = $1 AND member_id = $2 AND ended_at IS NULL";

enum status store_guardian_is(struct tx *t, int64_t household_id, int64_t member_id)
{
    struct db_in in[] = {IN_I64(household_id), IN_I64(member_id), IN_END};
    struct id_row row;

    return db_one(t, is_sql, in, id_cols, &row);
}

static const char all_sql[] = "SELECT member_id FROM guardian"
                              " WHERE household_id = $1 AND ended_at IS NULL"
                              " ORDER BY since_at, member_id";

enum status store_guardians(struct tx *t, int64_t household_id, int64_t **member_ids, int *n)
{
    struct db_in in[] = {IN_I64(household_id), IN_END};

    return db_many(t, all_sql, in, id_cols, sizeof(struct id_row), GUARDIANS_MAX, member_ids, n);
}

static const char names_sql[] = "SELECT g.member_id, m.display_name, g.since_at FROM guardian g"
                                " JOIN member m ON m.id = g.member_id"
                                " WHERE g.household_id = $1 AND g.ended_at IS NULL"
                                " ORDER BY g.since_at, g.member_id";

enum status store_guardian_names(struct tx *t, int64_t household_id, struct guardian_name **rows,
                                 int *n)
{
    static const struct db_col cols[] = {COL_I64(struct guardian_name, member_id),
                                         COL_TEXT(struct guardian_name, display_name),
                                         COL_I64(struct guardian_name, since_at), COL_END};
    struct db_in in[] = {IN_I64(household_id), IN_END};

    return db_many(t, names_sql, in, cols, sizeof **rows, GUARDIANS_MAX, rows, n);
}

static const char put_sql[] =
    "INSERT INTO guardian (household_id, member_id, since_at, invited_by) VALUES ($1, $2, $4, $3)"
    " ON CONFLICT (household_id, member_id) DO UPDATE SET since_at = $4, invited_by = $3,"
    " ended_at = NULL";

enum status store_guardian_put(struct tx *t, int64_t household_id, int64_t member_id,
                               int64_t invited_by, int64_t now)
{
    struct db_in in[] = {IN_I64(household_id), IN_I64(member_id), IN_I64_OR_NULL(invited_by),
                         IN_I64(now), IN_END};

    return db_exec(t, put_sql, in);
}

static const char end_sql[] = "UPDATE guardian SET ended_at = $3"
                              " WHERE household_id = $1 AND member_id = $2 AND ended_at IS NULL";

enum status store_guardian_end(struct tx *t, int64_t household_id, int64_t member_id, int64_t now)
{
    struct db_in in[] = {IN_I64(household_id), IN_I64(member_id), IN_I64(now), IN_END};

    return db_exec(t, end_sql, in);
}

static const char invite_sql[] =
    "INSERT INTO guardian_invitation (id, household_id, invited_by, token_sha256, created_at,"
    " expires_at) VALUES ($1, $2, $3, $4, $5, $6)";

enum status store_guardian_invitation_insert(struct tx *t,
                                             const struct guardian_invitation_row *row)
{
    struct db_in in[] = {IN_I64(row->id),
                         IN_I64(row->household_id),
                         IN_I64(row->invited_by),
                         IN_TEXT(row->token_sha256),
                         IN_I64(row->created_at),
                         IN_I64(row->expires_at),
                         IN_END};

    return db_exec(t, invite_sql, in);
}

static const char by_token_sql[] =
    "SELECT id, household_id, invited_by, token_sha256, created_at, expires_at, used_by, used_at"
    " FROM guardian_invitation WHERE token_sha256 = $1";

enum status store_guardian_invitation_by_token(struct tx *t, const char *token_sha256,
                                               struct guardian_invitation_row *row)
{
    static const struct db_col cols[] = {
        COL_I64(struct guardian_invitation_row, id),
        COL_I64(struct guardian_invitation_row, household_id),
        COL_I64(struct guardian_invitation_row, invited_by),
        COL_TEXT(struct guardian_invitation_row, token_sha256),
        COL_I64(struct guardian_invitation_row, created_at),
        COL_I64(struct guardian_invitation_row, expires_at),
        COL_I64_NULL(struct guardian_invitation_row, used_by),
        COL_I64_NULL(struct guardian_invitation_row, used_at),
        COL_END,
    };
    struct db_in in[] = {IN_TEXT(token_sha256), IN_END};

    return db_one(t, by_token_sql, in, cols, row);
}

static const char use_sql[] = "UPDATE guardian_invitation SET used_by = $2, used_at = $3"
                              " WHERE id = $1 AND used_at IS NULL";

enum status store_guardian_invitation_use(struct tx *t, int64_t id, int64_t member_id, int64_t now)
{
    struct db_in in[] = {IN_I64(id), IN_I64(member_id), IN_I64(now), IN_END};

    return db_exec(t, use_sql, in);
}
