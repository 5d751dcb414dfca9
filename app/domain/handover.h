/* handover.h - a child changes hands (domain.md 3). First law: proof that is missing is flagged and
 * followed up; it never blocks a hand-over. The one thing that does is a barred person. */
#ifndef APP_DOMAIN_HANDOVER_H
#define APP_DOMAIN_HANDOVER_H

#include "app/domain/booking.h"
#include "db/store/handover.h"

#define HANDOVER_CODE_BYTES 7 /* six digits and a NUL */

struct handover_code {
    int64_t booking_id;
    const char *way;                /* "in" or "out" */
    char code[HANDOVER_CODE_BYTES]; /* out */
};

/* The code to show (ctx_fn): "in" to supporter and guardians, "out" to the guardians alone.
 * E_NOT_FOUND for everybody else; E_RULE handover.not_now before confirmation and after the job. */
enum status handover_show_code(struct ctx *x, void *handover_code) WARN_UNUSED;

struct handover {
    int64_t booking_id;
    const char *way; /* "in": to the supporter; "out": back to an adult */
    const char
        *proof;       /* "code", "qr", "guardian_tap", "photo_list", "supporter_tap", "met_point" */
    const char *code; /* for code and qr, else NULL */
    const int64_t *child_ids; /* none: all that are still to change hands that way */
    int children_n;
    int64_t pickup_person_id;   /* who received the child, where not a guardian; 0 */
    int64_t device_at;          /* what an offline phone says; 0 when online */
    bool wrong_code;            /* out of handover_check_code */
    struct booking_row booking; /* out: the present state */
};

/* First step for a code (ctx_fn), in a transaction of its own so that a wrong try counts: sets
 * wrong_code. The fifth wrong one calls the guardians; from then on codes are refused and a tap
 * serves. E_NOT_FOUND for one who is not party to it. */
enum status handover_check_code(struct ctx *x, void *handover) WARN_UNUSED;

/* Notes it (ctx_fn), flagged weak where the proof is, or where it is earlier than
 * rules.handover_early_min before the start: begins the care with the first child in, returns it
 * with the last child out. Twice is once. E_RULE: handover.wrong_code, handover.barred,
 * handover.not_in, handover.not_now, handover.proof. */
enum status handover_note(struct ctx *x, void *handover) WARN_UNUSED;

/* After handover.barred (ctx_fn), in a transaction of its own since that one is gone: noted in the
 * history, and a task for safeguarding at once. */
enum status handover_stopped(struct ctx *x, void *handover) WARN_UNUSED;

#endif
