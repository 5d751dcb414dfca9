/* thread.h - a conversation, of a tie or of a booking: who reads it, who may still write, and what
 * of it arrives (domain.md 3). A tie that was ended or blocked closes its thread silently; a job's
 * stays open for everybody in it until a day after its end, whatever became of the tie. */
#ifndef APP_DOMAIN_THREAD_H
#define APP_DOMAIN_THREAD_H

#include "app/domain/booking.h"
#include "db/store/thread.h"
#include "db/store/tie.h"

/* As the path names it, and as it is for x->member_id. */
struct thread {
    int64_t tie_id, booking_id; /* one of them is set: whose */
    int64_t id;                 /* out, as all that follows */
    struct tie_row tie;
    struct booking_row b; /* of a booking's alone */
    unsigned who;         /* BY_SUPPORTER or BY_GUARDIAN of the booking */
    int64_t
        talk_until_at; /* of a booking's: closed from then on, also for the supporter's pictures */
    bool masked;       /* numbers and addresses are not shown yet */
};

/* Fills t. E_NOT_FOUND for everybody who is none of its people. */
enum status thread_open(struct ctx *x, struct thread *t) WARN_UNUSED;

/* What x->member_id may know of a closed thread: R_NONE when it is open as far as they can tell.
 * *arrives is false when nobody but themselves will read what they write. */
enum status thread_why_not_write(struct ctx *x, const struct thread *t, enum reason *why,
                                 bool *arrives) WARN_UNUSED;

/* Who else is in it: the tie's other side, or the booking's supporter and all guardians. */
enum status thread_others(struct ctx *x, const struct thread *t, int64_t **member_ids,
                          int *n) WARN_UNUSED;

/* One page of my threads (ctx_fn), the newest first; one alone with only_id. */
struct thread_page {
    int64_t only_id; /* 0: all */
    int64_t before_at, before_id;
    int max;
    struct thread_line *lines; /* out */
    int n;
};
enum status thread_list(struct ctx *x, void *thread_page) WARN_UNUSED;

/* One of mine (ctx_fn), also before its first message. */
struct thread_view {
    struct thread thread; /* in: tie_id or booking_id */
    struct thread_line line;
    enum reason closed; /* R_NONE: one may write */
};
enum status thread_show(struct ctx *x, void *thread_view) WARN_UNUSED;

#endif
