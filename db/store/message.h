/* message.h - rows of message: what was said, in its order. */
#ifndef DB_STORE_MESSAGE_H
#define DB_STORE_MESSAGE_H

#include "db/db.h"

struct message_row {
    int64_t id, thread_id, seq, by_id;
    const char *phrase;       /* NULL: none */
    struct slice text_sealed; /* empty: none */
    int64_t arrives;
    int64_t created_at;
};

enum status store_message_insert(struct tx *t, const struct message_row *m) WARN_UNUSED;
enum status store_message_get(struct tx *t, int64_t id, struct message_row *m) WARN_UNUSED;
/* What member_id can read of a thread, the newest first, before seq. */
enum status store_messages(struct tx *t, int64_t thread_id, int64_t member_id, int64_t before_seq,
                           int max, struct message_row **rows, int *n) WARN_UNUSED;
/* How many the member said along ties (not in jobs) since then; counted up to max. */
enum status store_messages_said(struct tx *t, int64_t member_id, int64_t since_at, int max,
                                int64_t *n) WARN_UNUSED;

#endif
