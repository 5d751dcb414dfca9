/* task.h - rows of staff_task: what a person of the staff has to look at. */
#ifndef DB_STORE_TASK_H
#define DB_STORE_TASK_H

#include "db/db.h"

struct staff_task {
    int64_t id;
    int64_t community_id;
    const char *role;
    const char *kind;
    int64_t subject_id;
    int64_t created_at;
    int64_t due_at;  /* 0: none */
    int64_t done_at; /* 0: open */
    const char *note;
};

/* One open task per (kind, subject): a second is the first. */
enum status store_task_put(struct tx *t, const struct staff_task *task) WARN_UNUSED;

/* The community of a booking, request, payment, member or pay_op id; E_NOT_FOUND. */
enum status store_task_community(struct tx *t, int64_t subject_id,
                                 int64_t *community_id) WARN_UNUSED;

enum status store_task_get(struct tx *t, int64_t id, struct staff_task *task) WARN_UNUSED;
/* Open tasks of a community after a cursor, oldest first, on the desks of these roles: words with a
 * blank around each, " finance trainer ". */
enum status store_task_list(struct tx *t, int64_t community_id, const char *roles, int64_t after_id,
                            int max, struct staff_task **tasks, int *n) WARN_UNUSED;
/* E_NOT_FOUND when it is done already. */
enum status store_task_done(struct tx *t, int64_t id, int64_t by_id, int64_t now,
                            const char *note) WARN_UNUSED;
/* The program saw that it is settled; OK also when there is none. */
enum status store_task_settle(struct tx *t, const char *kind, int64_t subject_id,
                              int64_t now) WARN_UNUSED;

#endif
