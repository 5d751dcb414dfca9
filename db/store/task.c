/* task.c - see task.h. */
#include "db/store/task.h"

static const char put_sql[] =
    "INSERT INTO staff_task (id, community_id, role, kind, subject_id, created_at, due_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)"
    " ON CONFLICT (kind, subject_id) WHERE done_at IS NULL DO NOTHING";

enum status store_task_put(struct tx *t, const struct staff_task *task)
{
    struct db_in in[] = {IN_I64(task->id),
                         IN_I64(task->community_id),
                         IN_TEXT(task->role),
                         IN_TEXT(task->kind),
                         IN_I64(task->subject_id),
                         IN_I64(task->created_at),
                         IN_I64_OR_NULL(task->due_at),
                         IN_END};
    int64_t changed;

    return db_change(t, put_sql, in, &changed);
}

struct community_row {
    int64_t community_id;
};

static const char community_sql[] =
    "SELECT community_id FROM booking WHERE id = $1"
    " UNION ALL SELECT community_id FROM request WHERE id = $1"
    " UNION ALL SELECT b.community_id FROM payment p JOIN booking b ON b.id = p.booking_id"
    "           WHERE p.id = $1"
    " UNION ALL SELECT b.community_id FROM pay_op o JOIN payment p ON p.id = o.subject_id"
    "           JOIN booking b ON b.id = p.booking_id WHERE o.id = $1"
    " UNION ALL SELECT m.community_id FROM pay_op o JOIN card_setup c ON c.id = o.subject_id"
    "           JOIN membership m ON m.member_id = c.member_id AND m.left_at IS NULL"
    "           WHERE o.id = $1"
    " UNION ALL SELECT m.community_id FROM pay_op o JOIN membership m ON m.member_id = o.subject_id"
    "           AND m.left_at IS NULL WHERE o.id = $1"
    " UNION ALL SELECT community_id FROM membership WHERE member_id = $1 AND left_at IS NULL"
    " LIMIT 1";

enum status store_task_community(struct tx *t, int64_t subject_id, int64_t *community_id)
{
    static const struct db_col cols[] = {COL_I64(struct community_row, community_id), COL_END};
    struct db_in in[] = {IN_I64(subject_id), IN_END};
    struct community_row row = {0};
    enum status s = db_one(t, community_sql, in, cols, &row);

    *community_id = row.community_id;
    return s;
}

static const struct db_col task_cols[] = {
    COL_I64(struct staff_task, id),          COL_I64(struct staff_task, community_id),
    COL_TEXT(struct staff_task, role),       COL_TEXT(struct staff_task, kind),
    COL_I64(struct staff_task, subject_id),  COL_I64(struct staff_task, created_at),
    COL_I64_NULL(struct staff_task, due_at), COL_I64_NULL(struct staff_task, done_at),
    COL_TEXT(struct staff_task, note),       COL_END,
};

static const char get_sql[] =
    "SELECT id, community_id, role, kind, subject_id, created_at, due_at, done_at, note"
    " FROM staff_task WHERE id = $1";

enum status store_task_get(struct tx *t, int64_t id, struct staff_task *task)
{
    struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, task_cols, task);
}

static const char list_sql[] =
    "SELECT id, community_id, role, kind, subject_id, created_at, due_at, done_at, note"
    " FROM staff_task WHERE community_id = $1 AND done_at IS NULL AND id > $2"
    " AND $4 LIKE '% ' || role || ' %' ORDER BY id LIMIT $3";

enum status store_task_list(struct tx *t, int64_t community_id, const char *roles, int64_t after_id,
                            int max, struct staff_task **tasks, int *n)
{
    struct db_in in[] = {IN_I64(community_id), IN_I64(after_id), IN_I64(max), IN_TEXT(roles),
                         IN_END};

    return db_many(t, list_sql, in, task_cols, sizeof **tasks, max, tasks, n);
}

static const char done_sql[] = "UPDATE staff_task SET done_at = $3, done_by = $2, note = $4"
                               " WHERE id = $1 AND done_at IS NULL";

enum status store_task_done(struct tx *t, int64_t id, int64_t by_id, int64_t now, const char *note)
{
    struct db_in in[] = {IN_I64(id), IN_I64(by_id), IN_I64(now), IN_TEXT(note), IN_END};

    return db_exec(t, done_sql, in);
}

static const char settle_sql[] = "UPDATE staff_task SET done_at = $3, done_by = 0"
                                 " WHERE kind = $1 AND subject_id = $2 AND done_at IS NULL";

enum status store_task_settle(struct tx *t, const char *kind, int64_t subject_id, int64_t now)
{
    struct db_in in[] = {IN_TEXT(kind), IN_I64(subject_id), IN_I64(now), IN_END};
    int64_t changed;

    return db_change(t, settle_sql, in, &changed);
}
