/* desk.h - 事務局: open tasks, and bookings to search in. */
#ifndef APP_DOMAIN_DESK_H
#define APP_DOMAIN_DESK_H

#include "app/domain/ctx.h"
#include "db/store/booking_desk.h"
#include "db/store/booking_event.h"
#include "db/store/request_desk.h"
#include "db/store/task.h"

struct task_page {
    int64_t community_id;
    int64_t after_id;
    int max;
    struct staff_task *tasks; /* out: open ones, oldest first */
    int n;
};
/* ctx_fn: each role its own desk, admin and auditor all of them. */
enum status desk_tasks(struct ctx *x, void *page) WARN_UNUSED;

struct task_doing {
    int64_t id;
    const char *note;
    struct staff_task task; /* out */
};
/* ctx_fn, by the role whose desk it lies on, or an admin. Done before: OK, the first note stands.
 * E_NOT_FOUND for a task of another community. */
enum status desk_task_done(struct ctx *x, void *doing) WARN_UNUSED;

struct desk_page {
    struct desk_window window; /* in */
    struct desk_booking *rows; /* out */
    int n;
};
/* ctx_fn, for coordinator, safeguarding, admin and auditor. */
enum status desk_bookings(struct ctx *x, void *page) WARN_UNUSED;

struct desk_requests {
    int64_t community_id;
    int64_t after_start, after_id; /* -1 and 0: from the nearest start */
    int max;
    struct desk_request *rows; /* out */
    int n;
};
/* ctx_fn, for the same: asks ahead that nobody has taken. */
enum status desk_open_requests(struct ctx *x, void *page) WARN_UNUSED;

struct desk_history {
    int64_t community_id, booking_id;
    int64_t after_id; /* 0: from the first */
    int max;
    struct booking_event_row *events; /* out: one page, oldest first */
    int n;
};
/* ctx_fn, for the same. E_NOT_FOUND for a booking of another community. */
enum status desk_booking_history(struct ctx *x, void *history) WARN_UNUSED;

#endif
