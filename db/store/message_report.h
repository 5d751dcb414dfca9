/* message_report.h - rows of message_report: reported messages, frozen. Insert-only. */
#ifndef DB_STORE_MESSAGE_REPORT_H
#define DB_STORE_MESSAGE_REPORT_H

#include "db/db.h"

struct message_report_row {
    int64_t id, community_id, message_id, thread_id, by_id, author_id;
    const char *why;
    struct slice note_sealed; /* empty: none */
    const char *phrase;       /* NULL: none */
    struct slice text_sealed; /* empty: none */
    int64_t photos_n;
    int64_t sent_at, created_at;
};

/* E_CONFLICT when that person has reported the message already. */
enum status store_message_report_insert(struct tx *t,
                                        const struct message_report_row *r) WARN_UNUSED;
enum status store_message_report_get(struct tx *t, int64_t id,
                                     struct message_report_row *r) WARN_UNUSED;
/* By this person about this message. E_NOT_FOUND. */
enum status store_message_report_of(struct tx *t, int64_t message_id, int64_t by_id,
                                    struct message_report_row *r) WARN_UNUSED;
/* Of a community, the oldest first, behind after_id. */
enum status store_message_reports(struct tx *t, int64_t community_id, int64_t after_id, int max,
                                  struct message_report_row **rows, int *n) WARN_UNUSED;

#endif
