/* message.h - メッセージ: saying something in a thread, reading it, and the mark of how far
 * (domain.md 3). Texts are sealed under the tie's key. */
#ifndef APP_DOMAIN_MESSAGE_H
#define APP_DOMAIN_MESSAGE_H

#include "app/domain/thread.h"
#include "db/store/message.h"
#include "db/store/photo.h"

/* A message as x->member_id reads it. */
struct message_view {
    struct message_row row;
    const char *text; /* NULL: none */
    bool masked;      /* something in it is not shown before the first job */
};

struct message_post {
    struct thread thread;     /* in: tie_id or booking_id */
    const char *text;         /* NULL: none */
    const char *phrase;       /* NULL: none; not both */
    const int64_t *photo_ids; /* sent to this thread before */
    int photos_n;
    struct message_view made; /* out, as all that follows */
    struct photo_row *photos;
    int shown_n;
};
/* ctx_fn. E_INVALID text, phrase, photo_ids; message.blocked and message.tie_ended for who did
 * that, message.job_over, message.too_many. To the other side of a tie that is closed it looks as
 * always, and arrives nowhere. */
enum status message_post(struct ctx *x, void *message_post) WARN_UNUSED;

/* ctx_fn: one page, the newest first. */
struct message_page {
    struct thread thread; /* in: tie_id or booking_id */
    int64_t before_seq;
    int max;
    struct message_view *messages; /* out */
    int n;
    struct photo_row *photos; /* out: of all of them, in order of the message's id */
    int photos_n;
};
enum status message_list(struct ctx *x, void *message_page) WARN_UNUSED;

/* ctx_fn: read up to this message; never back. E_INVALID message_id for one that they can't read
 * there. */
struct message_reading {
    struct thread thread; /* in: tie_id or booking_id */
    int64_t message_id;
};
enum status message_read(struct ctx *x, void *message_reading) WARN_UNUSED;

/* The message and its thread, for somebody who can read it. E_NOT_FOUND for everybody else. */
enum status message_find(struct ctx *x, int64_t id, struct message_row *row,
                         struct thread *t) WARN_UNUSED;
/* Its whole text, NULL for none. */
enum status message_text(struct ctx *x, const struct message_row *row, const struct thread *t,
                         const char **text) WARN_UNUSED;

#endif
