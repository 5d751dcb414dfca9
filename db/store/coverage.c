/* coverage.c - see coverage.h. */
#include "db/store/coverage.h"

static const char insert_sql[] =
    "INSERT INTO coverage (id, booking_id, policy_id, snapshot, start_at, end_at, issued_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)";

static const char queue_sql[] = "INSERT INTO coverage_unsealed (coverage_id) VALUES ($1)";

enum status store_coverage_insert(struct tx *t, const struct coverage_row *c)
{
    struct db_in in[] = {
        IN_I64(c->id),       IN_I64(c->booking_id), IN_I64(c->policy_id), IN_TEXT(c->snapshot),
        IN_I64(c->start_at), IN_I64(c->end_at),     IN_I64(c->issued_at), IN_END};

    struct db_in id[] = {IN_I64(c->id), IN_END};
    enum status s = db_exec(t, insert_sql, in);

    return s == OK ? db_exec(t, queue_sql, id) : s;
}

#define COVERAGE_COLUMNS                                                                     \
    "SELECT c.id, c.booking_id, c.policy_id, c.snapshot, c.start_at, c.end_at, c.issued_at," \
    " s.number, s.previous_sha256, s.sha256"                                                 \
    " FROM coverage c LEFT JOIN coverage_seal s ON s.coverage_id = c.id"

static const struct db_col coverage_cols[] = {
    COL_I64(struct coverage_row, id),
    COL_I64(struct coverage_row, booking_id),
    COL_I64(struct coverage_row, policy_id),
    COL_TEXT(struct coverage_row, snapshot),
    COL_I64(struct coverage_row, start_at),
    COL_I64(struct coverage_row, end_at),
    COL_I64(struct coverage_row, issued_at),
    COL_I64_NULL(struct coverage_row, number),
    COL_TEXT_NULL(struct coverage_row, previous_sha256),
    COL_TEXT_NULL(struct coverage_row, sha256),
    COL_END,
};

static const char of_booking_sql[] = COVERAGE_COLUMNS " WHERE c.booking_id = $1";

enum status store_coverage_of_booking(struct tx *t, int64_t booking_id, struct coverage_row *c)
{
    struct db_in in[] = {IN_I64(booking_id), IN_END};

    return db_one(t, of_booking_sql, in, coverage_cols, c);
}

static const char fact_put_sql[] =
    "INSERT INTO coverage_fact (id, coverage_id, kind, at, start_at, end_at)"
    " VALUES ($1, $2, $3, $4, $5, $6)";

enum status store_coverage_fact_put(struct tx *t, int64_t coverage_id,
                                    const struct coverage_fact_row *f)
{
    struct db_in in[] = {IN_I64(f->id), IN_I64(coverage_id),         IN_TEXT(f->kind),
                         IN_I64(f->at), IN_I64_OR_NULL(f->start_at), IN_I64_OR_NULL(f->end_at),
                         IN_END};

    return db_exec(t, fact_put_sql, in);
}

static const struct db_col fact_cols[] = {
    COL_I64(struct coverage_fact_row, id),
    COL_TEXT(struct coverage_fact_row, kind),
    COL_I64(struct coverage_fact_row, at),
    COL_I64_NULL(struct coverage_fact_row, start_at),
    COL_I64_NULL(struct coverage_fact_row, end_at),
    COL_END,
};

static const char facts_sql[] =
    "SELECT id, kind, at, start_at, end_at FROM coverage_fact WHERE coverage_id = $1 ORDER BY id";

enum status store_coverage_facts(struct tx *t, int64_t coverage_id, struct coverage_fact_row **rows,
                                 int *n)
{
    struct db_in in[] = {IN_I64(coverage_id), IN_END};

    return db_many(t, facts_sql, in, fact_cols, sizeof **rows, COVERAGE_FACTS_MAX, rows, n);
}

static const char unsealed_sql[] =
    "SELECT c.id, c.booking_id, c.policy_id, c.snapshot, c.start_at, c.end_at, c.issued_at,"
    " NULL, NULL, NULL FROM coverage_unsealed u /* scan: the queue itself, short */"
    " JOIN coverage c ON c.id = u.coverage_id ORDER BY u.coverage_id LIMIT $1";

enum status store_coverage_unsealed(struct tx *t, int max, struct coverage_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(max), IN_END};

    return db_many(t, unsealed_sql, in, coverage_cols, sizeof **rows, max, rows, n);
}

struct seal_row {
    int64_t number;
    const char *sha256;
};

static const char last_seal_sql[] = "SELECT number, sha256 FROM coverage_seal WHERE policy_id = $1"
                                    " ORDER BY number DESC LIMIT 1";

enum status store_coverage_last_seal(struct tx *t, int64_t policy_id, int64_t *number,
                                     const char **sha256)
{
    static const struct db_col cols[] = {COL_I64(struct seal_row, number),
                                         COL_TEXT(struct seal_row, sha256), COL_END};
    struct db_in in[] = {IN_I64(policy_id), IN_END};
    struct seal_row row = {0, ""};
    enum status s = db_one(t, last_seal_sql, in, cols, &row);

    *number = row.number;
    *sha256 = row.sha256;
    return s == E_NOT_FOUND ? OK : s;
}

static const char seal_sql[] =
    "INSERT INTO coverage_seal (coverage_id, policy_id, number, previous_sha256, sha256, sealed_at)"
    " VALUES ($1, $2, $3, $4, $5, $6)";

static const char dequeue_sql[] = "DELETE FROM coverage_unsealed WHERE coverage_id = $1";

enum status store_coverage_seal(struct tx *t, const struct coverage_row *sealed, int64_t now)
{
    struct db_in in[] = {
        IN_I64(sealed->id),
        IN_I64(sealed->policy_id),
        IN_I64(sealed->number),
        IN_TEXT(sealed->previous_sha256),
        IN_TEXT(sealed->sha256),
        IN_I64(now),
        IN_END,
    };

    struct db_in id[] = {IN_I64(sealed->id), IN_END};
    enum status s = db_exec(t, seal_sql, in);

    return s == OK ? db_exec(t, dequeue_sql, id) : s;
}
