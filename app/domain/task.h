/* task.h - what a person of the staff has to look at, each once. */
#ifndef APP_DOMAIN_TASK_H
#define APP_DOMAIN_TASK_H

#include "app/domain/ctx.h"

/* Opens a task on a role's desk unless the same one is open. due_at 0: no hurry. */
enum status task_open(struct ctx *x, int64_t community_id, const char *role, const char *kind,
                      int64_t subject_id, int64_t due_at) WARN_UNUSED;

/* The same where only the subject (booking, request, payment, pay_op or member) is known. */
enum status task_open_for(struct ctx *x, const char *role, const char *kind,
                          int64_t subject_id) WARN_UNUSED;

/* The program saw that it is settled by itself. OK when there was none. */
enum status task_settle(struct ctx *x, const char *kind, int64_t subject_id) WARN_UNUSED;

#endif
