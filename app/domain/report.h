/* report.h - notes while a child is in care, the report afterwards, and the hours both agree to:
 * what completes a job (domain.md 3). */
#ifndef APP_DOMAIN_REPORT_H
#define APP_DOMAIN_REPORT_H

#include "app/domain/booking.h"
#include "db/store/photo.h"
#include "db/store/report.h"

struct note_add {
    int64_t booking_id;
    const char *text;         /* NULL: pictures alone */
    const int64_t *photo_ids; /* sent to the booking's thread before */
    int photos_n;
    int64_t device_at;  /* when an offline phone says that it was written; 0 */
    const char *tap_id; /* the phone's own name for it: sent again it is the same; NULL */
    int64_t id;         /* out, as all that follows */
    struct photo_row *photos;
    int shown_n;
};

/* By the supporter or a guardian, from confirmation until the job is completed (ctx_fn); one that
 * waited in a phone also later, when it was written while in care. E_RULE report.not_now; E_INVALID
 * text, photo_ids. */
enum status note_add(struct ctx *x, void *note_add) WARN_UNUSED;

/* A note as its readers see it. */
struct note_view {
    int64_t id, by_id, created_at;
    int64_t device_at; /* 0: written online */
    const char *text;
    const struct photo_row *photos; /* of all notes; those of this one bear its id */
    int photos_n;
};
struct note_list {
    int64_t booking_id;
    int64_t after_id; /* 0: from the first */
    int max;
    struct note_view *notes; /* out */
    int n;
    struct photo_row *photos; /* out: of all notes, in order of the note's id */
    int photos_n;
};
/* One page, oldest first (ctx_fn); for the supporter as long as reveal.h says, then E_NOT_FOUND. */
enum status note_list(struct ctx *x, void *note_list) WARN_UNUSED;

struct report_put {
    int64_t booking_id;
    int64_t start_at, end_at;   /* 0: as the hand-overs say: one tap */
    const char *text;           /* NULL: nothing to add */
    struct booking_row booking; /* out */
};

/* The supporter's report (ctx_fn), once every child is back, again until it is agreed. Times within
 * half an hour of the hand-overs, in order and not in the future: E_INVALID with the field. */
enum status report_put(struct ctx *x, void *report_put) WARN_UNUSED;

/* The guardian's one tap (ctx_fn): agrees to the report, or, where there is none yet, to the times
 * of the hand-overs; the job is completed. Twice is once. E_CONFLICT report.changed when other
 * hours stand there by now than the page showed. */
struct report_agree {
    int64_t booking_id;
    int64_t start_at, end_at;   /* as the page showed them */
    struct booking_row booking; /* out */
};
enum status report_agree(struct ctx *x, void *report_agree) WARN_UNUSED;

/* The timer "booking.report": nobody objected, so the hours count. */
enum status report_by_time(struct ctx *x, int64_t booking_id) WARN_UNUSED;

/* The report as a party reads it, the supporter as long as reveal.h says; E_NOT_FOUND while there
 * is none. */
struct report_view {
    int64_t booking_id;
    struct report_row row; /* out */
    const char *text;
};
enum status report_view(struct ctx *x, void *report_view) WARN_UNUSED;
/* The same (ctx_fn), but where there is none yet with the hours of the hand-overs, by nobody. */
enum status report_hours(struct ctx *x, void *report_view) WARN_UNUSED;

#endif
