/* series_plan.c - see series_plan.h. */
#include "db/store/series_plan.h"

#include "app/base/limits.h"

static const char insert_sql[] =
    "INSERT INTO series_plan (id, series_id, kind, care_at, start_min, end_min, until_min, meal,"
    " already_agreed, needs_sealed, audience, group_id, fee_mode, rate_minor, pay_by, created_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";

enum status store_series_plan_insert(struct tx *t, const struct series_plan_row *p)
{
    struct db_in in[] = {
        IN_I64(p->id),
        IN_I64(p->series_id),
        IN_TEXT(p->kind),
        IN_TEXT(p->care_at),
        IN_I64(p->start_min),
        IN_I64(p->end_min),
        IN_I64(p->until_min),
        IN_I64(p->meal),
        IN_I64(p->already_agreed),
        IN_BYTES(p->needs_sealed),
        IN_TEXT(p->audience),
        IN_I64_OR_NULL(p->group_id),
        IN_TEXT(p->fee_mode),
        IN_I64_OR_NULL(p->rate_minor),
        IN_TEXT(p->pay_by),
        IN_I64(p->created_at),
        IN_END,
    };

    return db_exec(t, insert_sql, in);
}

static const char get_sql[] =
    "SELECT id, series_id, kind, care_at, start_min, end_min, until_min, meal, already_agreed,"
    " needs_sealed, audience, group_id, fee_mode, rate_minor, pay_by, created_at"
    " FROM series_plan WHERE id = $1";

enum status store_series_plan_get(struct tx *t, int64_t id, struct series_plan_row *p)
{
    static const struct db_col cols[] = {
        COL_I64(struct series_plan_row, id),
        COL_I64(struct series_plan_row, series_id),
        COL_TEXT(struct series_plan_row, kind),
        COL_TEXT_NULL(struct series_plan_row, care_at),
        COL_I64(struct series_plan_row, start_min),
        COL_I64(struct series_plan_row, end_min),
        COL_I64(struct series_plan_row, until_min),
        COL_I64(struct series_plan_row, meal),
        COL_I64(struct series_plan_row, already_agreed),
        COL_BYTES_NULL(struct series_plan_row, needs_sealed),
        COL_TEXT(struct series_plan_row, audience),
        COL_I64_NULL(struct series_plan_row, group_id),
        COL_TEXT(struct series_plan_row, fee_mode),
        COL_I64_NULL(struct series_plan_row, rate_minor),
        COL_TEXT(struct series_plan_row, pay_by),
        COL_I64(struct series_plan_row, created_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, cols, p);
}

static const char child_insert_sql[] =
    "INSERT INTO series_child (plan_id, seq, child_id) VALUES ($1, $2, $3)";

enum status store_series_child_insert(struct tx *t, int64_t plan_id, int seq, int64_t child_id)
{
    struct db_in in[] = {IN_I64(plan_id), IN_I64(seq), IN_I64(child_id), IN_END};

    return db_exec(t, child_insert_sql, in);
}

static const char stop_insert_sql[] =
    "INSERT INTO series_stop (plan_id, seq, place_id, at_min, act, children)"
    " VALUES ($1, $2, $3, $4, $5, $6)";

enum status store_series_stop_insert(struct tx *t, int64_t plan_id, int seq,
                                     const struct series_stop_row *s)
{
    struct db_in in[] = {IN_I64(plan_id),
                         IN_I64(seq),
                         IN_I64_OR_NULL(s->place_id),
                         IN_I64(s->at_min),
                         IN_TEXT(s->act),
                         IN_I64(s->children),
                         IN_END};

    return db_exec(t, stop_insert_sql, in);
}

static const char member_insert_sql[] =
    "INSERT INTO series_member (plan_id, member_id) VALUES ($1, $2)";

enum status store_series_member_insert(struct tx *t, int64_t plan_id, int64_t member_id)
{
    struct db_in in[] = {IN_I64(plan_id), IN_I64(member_id), IN_END};

    return db_exec(t, member_insert_sql, in);
}

struct id_row {
    int64_t id;
};
static const struct db_col id_cols[] = {COL_I64(struct id_row, id), COL_END};

static const char children_sql[] =
    "SELECT child_id FROM series_child WHERE plan_id = $1 ORDER BY seq";

enum status store_series_children(struct tx *t, int64_t plan_id, int64_t **ids, int *n)
{
    struct db_in in[] = {IN_I64(plan_id), IN_END};

    return db_many(t, children_sql, in, id_cols, sizeof(struct id_row), CHILDREN_PER_JOB_MAX, ids,
                   n);
}

static const char stops_sql[] =
    "SELECT place_id, at_min, act, children FROM series_stop WHERE plan_id = $1 ORDER BY seq";

enum status store_series_stops(struct tx *t, int64_t plan_id, struct series_stop_row **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64_NULL(struct series_stop_row, place_id),
        COL_I64(struct series_stop_row, at_min),
        COL_TEXT(struct series_stop_row, act),
        COL_I64(struct series_stop_row, children),
        COL_END,
    };
    struct db_in in[] = {IN_I64(plan_id), IN_END};

    return db_many(t, stops_sql, in, cols, sizeof **rows, STOPS_PER_JOB_MAX, rows, n);
}

static const char members_sql[] =
    "SELECT member_id FROM series_member WHERE plan_id = $1 ORDER BY member_id";

enum status store_series_members(struct tx *t, int64_t plan_id, int64_t **ids, int *n)
{
    struct db_in in[] = {IN_I64(plan_id), IN_END};

    return db_many(t, members_sql, in, id_cols, sizeof(struct id_row), AUDIENCE_MAX, ids, n);
}
