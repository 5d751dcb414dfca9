/* tie.c - see tie.h. */
#include "db/store/tie.h"

static const char insert_sql[] = "INSERT INTO tie (id, community_id, low_id, high_id, how, met_at)"
                                 " VALUES ($1, $2, $3, $4, $5, $6)";

enum status store_tie_insert(struct tx *t, const struct tie_row *row)
{
    struct db_in in[] = {IN_I64(row->id),
                         IN_I64(row->community_id),
                         IN_I64(row->low_id),
                         IN_I64(row->high_id),
                         IN_TEXT(row->how),
                         IN_I64(row->met_at),
                         IN_END};

    return db_exec(t, insert_sql, in);
}

#define TIE_COLUMNS                                                                        \
    "SELECT id, community_id, low_id, high_id, how, met_at, premet_until_at, trials_done," \
    " jobs_done, ended_at, ended_by FROM tie"

static const struct db_col tie_cols[] = {
    COL_I64(struct tie_row, id),
    COL_I64(struct tie_row, community_id),
    COL_I64(struct tie_row, low_id),
    COL_I64(struct tie_row, high_id),
    COL_TEXT(struct tie_row, how),
    COL_I64(struct tie_row, met_at),
    COL_I64(struct tie_row, premet_until_at),
    COL_I64(struct tie_row, trials_done),
    COL_I64(struct tie_row, jobs_done),
    COL_I64_NULL(struct tie_row, ended_at),
    COL_I64_NULL(struct tie_row, ended_by),
    COL_END,
};

static const char get_sql[] = TIE_COLUMNS " WHERE id = $1";

enum status store_tie_get(struct tx *t, int64_t id, struct tie_row *row)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, tie_cols, row);
}

static const char of_sql[] = TIE_COLUMNS " WHERE low_id = $1 AND high_id = $2 AND ended_at IS NULL";

enum status store_tie_of(struct tx *t, int64_t a, int64_t b, struct tie_row *row)
{
    struct db_in in[] = {IN_I64(a < b ? a : b), IN_I64(a < b ? b : a), IN_END};

    return db_one(t, of_sql, in, tie_cols, row);
}

static const char end_sql[] =
    "UPDATE tie SET ended_at = $3, ended_by = $2 WHERE id = $1 AND ended_at IS NULL";

enum status store_tie_end(struct tx *t, int64_t id, int64_t by_id, int64_t at)
{
    struct db_in in[] = {IN_I64(id), IN_I64(by_id), IN_I64(at), IN_END};
    enum status s = db_exec(t, end_sql, in);

    return s == E_NOT_FOUND ? E_CONFLICT : s;
}

static const char premet_sql[] = "UPDATE tie SET premet_until_at = $2 WHERE id = $1";

enum status store_tie_premet(struct tx *t, int64_t id, int64_t until_at)
{
    struct db_in in[] = {IN_I64(id), IN_I64(until_at), IN_END};

    return db_exec(t, premet_sql, in);
}

static const char of_member_sql[] =
    "SELECT t.id, t.other, m.display_name, t.how, t.met_at, t.premet_until_at, t.trials_done,"
    " t.jobs_done, COALESCE((SELECT MAX(p.id) FROM photo p WHERE p.owner_id = t.other"
    " AND p.owner = 'member'), 0), COALESCE((SELECT s.is_on FROM supporter s WHERE s.member_id = "
    "t.other), 0)"
    " FROM (SELECT id, how, met_at, premet_until_at, trials_done, jobs_done, high_id AS other"
    "       FROM tie WHERE low_id = $1 AND ended_at IS NULL"
    "       UNION ALL"
    "       SELECT id, how, met_at, premet_until_at, trials_done, jobs_done, low_id AS other"
    "       FROM tie WHERE high_id = $1 AND ended_at IS NULL) t"
    " JOIN member m ON m.id = t.other"
    " WHERE m.state = 'active' AND t.id > $3 AND ($2 = 0 OR t.id = $2)"
    " AND NOT EXISTS (SELECT 1 FROM block b WHERE b.blocker_id = $1 AND b.blocked_id = t.other)"
    " AND NOT EXISTS (SELECT 1 FROM block b WHERE b.blocker_id = t.other AND b.blocked_id = $1)"
    " ORDER BY t.id LIMIT $4";

enum status store_ties_of(struct tx *t, int64_t member_id, int64_t only_id, int64_t after_id,
                          int max, struct tie_line **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct tie_line, id),
        COL_I64(struct tie_line, other_id),
        COL_TEXT(struct tie_line, other_name),
        COL_TEXT(struct tie_line, how),
        COL_I64(struct tie_line, met_at),
        COL_I64(struct tie_line, premet_until_at),
        COL_I64(struct tie_line, trials_done),
        COL_I64(struct tie_line, jobs_done),
        COL_I64(struct tie_line, other_photo_id),
        COL_I64(struct tie_line, other_helps),
        COL_END,
    };
    struct db_in in[] = {IN_I64(member_id), IN_I64(only_id), IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, of_member_sql, in, cols, sizeof **rows, max, rows, n);
}

static const char job_done_sql[] =
    "UPDATE tie SET jobs_done = jobs_done + 1, trials_done = trials_done + $2 WHERE id = $1";

enum status store_tie_job_done(struct tx *t, int64_t tie_id, bool trial)
{
    struct db_in in[] = {IN_I64(tie_id), IN_BOOL(trial), IN_END};

    return db_exec(t, job_done_sql, in);
}
