/* thread.h - rows of thread and thread_reader: conversations, and where each person stands. */
#ifndef DB_STORE_THREAD_H
#define DB_STORE_THREAD_H

#include "db/db.h"

#define UNREAD_MAX 100 /* counted no further: a screen says "99+" */

/* One more message in the thread, which is made by its first one; *seq is the message's. booking_id
 * 0: the tie's own. */
enum status store_thread_next(struct tx *t, int64_t id, int64_t tie_id, int64_t booking_id,
                              int64_t *seq) WARN_UNUSED;
/* *tie_id and *booking_id (0: none) of one. E_NOT_FOUND. */
enum status store_thread_get(struct tx *t, int64_t id, int64_t *tie_id,
                             int64_t *booking_id) WARN_UNUSED;

/* A message arrived with that person; *told_at: since when a notice about unread ones is out. */
enum status store_thread_arrived(struct tx *t, int64_t id, int64_t member_id, int64_t at,
                                 int64_t *told_at) WARN_UNUSED;
enum status store_thread_told(struct tx *t, int64_t id, int64_t member_id, int64_t at) WARN_UNUSED;
/* Has read up to seq; never back. OK where there is no such row. */
enum status store_thread_read(struct tx *t, int64_t id, int64_t member_id, int64_t seq) WARN_UNUSED;
/* The person's own message: read, and the last one. */
enum status store_thread_said(struct tx *t, int64_t id, int64_t member_id, int64_t seq,
                              int64_t at) WARN_UNUSED;

/* A conversation as one of its people sees it in a list. */
struct thread_line {
    int64_t id, tie_id, booking_id; /* booking_id 0: the tie's own */
    int64_t other_id;
    const char *other_name; /* display name */
    int64_t last_at;
    int64_t unread; /* at most UNREAD_MAX */
};
/* Those that the member is (still) one of, the newest first, before (last_at, id); one alone when
 * only_id is not 0. */
enum status store_threads_of(struct tx *t, int64_t member_id, int64_t only_id, int64_t before_at,
                             int64_t before_id, int max, struct thread_line **rows,
                             int *n) WARN_UNUSED;

#endif
