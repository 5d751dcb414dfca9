/* task.c - see task.h. */
#include "app/domain/task.h"

#include "db/store/task.h"

enum status task_open(struct ctx *x, int64_t community_id, const char *role, const char *kind,
                      int64_t subject_id, int64_t due_at)
{
    struct staff_task task = {
        .id = new_id(x),
        .community_id = community_id,
        .role = role,
        .kind = kind,
        .subject_id = subject_id,
        .created_at = x->now,
        .due_at = due_at,
    };

    return store_task_put(x->tx, &task);
}

enum status task_open_for(struct ctx *x, const char *role, const char *kind, int64_t subject_id)
{
    int64_t community_id;
    enum status s = store_task_community(x->tx, subject_id, &community_id);

    return s == OK ? task_open(x, community_id, role, kind, subject_id, 0) : s;
}

enum status task_settle(struct ctx *x, const char *kind, int64_t subject_id)
{
    return store_task_settle(x->tx, kind, subject_id, x->now);
}
