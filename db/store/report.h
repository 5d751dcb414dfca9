/* report.h - rows of report and booking_note: what is said during and after a job. */
#ifndef DB_STORE_REPORT_H
#define DB_STORE_REPORT_H

#include "db/db.h"

#define BOOKING_NOTES_MAX 200 /* of one booking: a note every few minutes of a long day */

struct report_row {
    int64_t booking_id, by_id;
    int64_t actual_start_at, actual_end_at;
    struct slice text_sealed; /* empty: nothing to add */
    int64_t created_at;
    int64_t agreed_by, agreed_at; /* 0: not agreed; agreed_by 0 with a time: by itself */
};

struct note_row {
    int64_t id, booking_id, by_id;
    struct slice text_sealed;
    int64_t created_at;
    int64_t device_at;  /* what the phone said, when it was offline; 0 */
    const char *tap_id; /* the phone's own name for it; NULL */
};

/* New, or over one that nobody has agreed to yet. E_CONFLICT when it is agreed. */
enum status store_report_put(struct tx *t, const struct report_row *r) WARN_UNUSED;
enum status store_report_get(struct tx *t, int64_t booking_id, struct report_row *r) WARN_UNUSED;
/* by_id 0: by time. E_CONFLICT when it is agreed already. */
enum status store_report_agree(struct tx *t, int64_t booking_id, int64_t by_id,
                               int64_t at) WARN_UNUSED;

enum status store_note_insert(struct tx *t, const struct note_row *n) WARN_UNUSED;
/* The one that a phone named so; E_NOT_FOUND. */
enum status store_note_of_tap(struct tx *t, int64_t by_id, const char *tap_id,
                              struct note_row *n) WARN_UNUSED;
/* Up to max of them behind one (0: from the first), in order; and how many there are. */
enum status store_notes_after(struct tx *t, int64_t booking_id, int64_t after_id, int max,
                              struct note_row **rows, int *n) WARN_UNUSED;
enum status store_notes_count(struct tx *t, int64_t booking_id, int64_t *n) WARN_UNUSED;

#endif
