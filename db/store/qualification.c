/* qualification.c - see qualification.h. */
#include "db/store/qualification.h"

static const char insert_sql[] =
    "INSERT INTO qualification (id, member_id, community_id, kind, number, issued_at, expires_at,"
    " given_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

enum status store_qualification_insert(struct tx *t, const struct qualification_row *q)
{
    struct db_in in[] = {
        IN_I64(q->id),           IN_I64(q->member_id),
        IN_I64(q->community_id), IN_TEXT(q->kind),
        IN_TEXT(q->number),      IN_I64(q->issued_at),
        IN_I64(q->expires_at),   IN_I64(q->given_by),
        IN_I64(q->created_at),   IN_END,
    };

    return db_exec(t, insert_sql, in);
}

#define QUALIFICATION_SELECT                                                             \
    "SELECT q.id, q.community_id, q.member_id, m.display_name, q.kind, q.number,"        \
    " q.issued_at, q.expires_at, q.revoked_at, q.revoked_by, q.revoked_why, q.given_by," \
    " q.created_at FROM qualification q JOIN member m ON m.id = q.member_id"

static const struct db_col qualification_cols[] = {
    COL_I64(struct qualification_row, id),
    COL_I64(struct qualification_row, community_id),
    COL_I64(struct qualification_row, member_id),
    COL_TEXT(struct qualification_row, display_name),
    COL_TEXT(struct qualification_row, kind),
    COL_TEXT_NULL(struct qualification_row, number),
    COL_I64(struct qualification_row, issued_at),
    COL_I64(struct qualification_row, expires_at),
    COL_I64_NULL(struct qualification_row, revoked_at),
    COL_I64_NULL(struct qualification_row, revoked_by),
    COL_TEXT_NULL(struct qualification_row, revoked_why),
    COL_I64(struct qualification_row, given_by),
    COL_I64(struct qualification_row, created_at),
    COL_END,
};

static const char get_sql[] = QUALIFICATION_SELECT " WHERE q.id = $2 AND q.community_id = $1";

enum status store_qualification_get(struct tx *t, int64_t community_id, int64_t id,
                                    struct qualification_row *q)
{
    struct db_in in[] = {IN_I64(community_id), IN_I64(id), IN_END};

    return db_one(t, get_sql, in, qualification_cols, q);
}

static const char revoke_sql[] =
    "UPDATE qualification SET revoked_at = $3, revoked_by = $2, revoked_why = $4"
    " WHERE id = $1 AND revoked_at IS NULL";

enum status store_qualification_revoke(struct tx *t, int64_t id, int64_t by_id, int64_t now,
                                       const char *why)
{
    struct db_in in[] = {IN_I64(id), IN_I64(by_id), IN_I64(now), IN_TEXT(why), IN_END};

    return db_exec(t, revoke_sql, in);
}

static const char here_sql[] =
    QUALIFICATION_SELECT " WHERE q.community_id = $1 AND q.id > $2 ORDER BY q.id LIMIT $3";

static const char here_of_sql[] = QUALIFICATION_SELECT
    " WHERE q.member_id = $4 AND q.community_id = $1 AND q.id > $2 ORDER BY q.id LIMIT $3";

enum status store_qualifications(struct tx *t, int64_t community_id, int64_t member_id,
                                 int64_t after_id, int max, struct qualification_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(community_id), IN_I64(after_id), IN_I64(max), IN_END};
    struct db_in in_of[] = {IN_I64(community_id), IN_I64(after_id), IN_I64(max), IN_I64(member_id),
                            IN_END};

    return member_id == 0
               ? db_many(t, here_sql, in, qualification_cols, sizeof **rows, max, rows, n)
               : db_many(t, here_of_sql, in_of, qualification_cols, sizeof **rows, max, rows, n);
}

static const char of_sql[] = QUALIFICATION_SELECT " WHERE q.member_id = $1 ORDER BY q.id LIMIT $2";

enum status store_qualifications_of(struct tx *t, int64_t member_id,
                                    struct qualification_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(member_id), IN_I64(QUALIFICATIONS_MAX), IN_END};

    return db_many(t, of_sql, in, qualification_cols, sizeof **rows, QUALIFICATIONS_MAX, rows, n);
}
