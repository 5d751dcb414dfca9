/* handover.h - a child changes hands at a stop of its way (domain.md 3). First law: proof that is
 * missing is flagged and followed up; it never blocks a hand-over. The one thing that does is a
 * barred person. A hand-over that really happened is never lost: what does not fit the booking any
 * more is kept for the staff. */
#ifndef APP_DOMAIN_HANDOVER_H
#define APP_DOMAIN_HANDOVER_H

#include "app/domain/tap.h"

#define HANDOVER_CODE_BYTES 7 /* six digits and a NUL */

struct handover_code {
    int64_t booking_id;
    const char *way;                /* "in" or "out" */
    int64_t stop_id;                /* 0: the only one of that way; out: which it was */
    char code[HANDOVER_CODE_BYTES]; /* out */
};

/* The code to show (ctx_fn): "in" to supporter and guardians, "out" to the guardians alone. Each
 * stop has its own. E_NOT_FOUND for everybody else; E_INVALID stop_id for no such stop, or where
 * none was named and there are several; E_RULE handover.not_now before confirmation and after the
 * job. */
enum status handover_show_code(struct ctx *x, void *handover_code) WARN_UNUSED;

/* First step for a code (ctx_fn), in a transaction of its own so that a wrong try counts: sets
 * wrong_code. The fifth wrong one calls the guardians; from then on codes are refused and a tap
 * serves. E_NOT_FOUND for one who is not party to it. */
enum status handover_check_code(struct ctx *x, void *handover) WARN_UNUSED;

/* Notes it (ctx_fn): begins the care with the first child in, returns it when the last child is
 * back. Twice is once, for ever where it has a tap_id. A wrong code that waited in a phone is a
 * weak proof: the child went with it.
 * E_RULE: handover.wrong_code, handover.barred, handover.not_in, handover.not_now, handover.proof.
 * E_INVALID: stop_id, child_ids, pickup_person_id, tap_id.
 * E_CONFLICT, to be followed by handover_keep: handover.job_gone, handover.other_supporter,
 * handover.child_left; and not_in and not_now for a tap that waited. */
enum status handover_note(struct ctx *x, void *handover) WARN_UNUSED;

/* After E_CONFLICT (ctx_fn), in a transaction of its own since that one is gone: the hand-over is
 * kept as told, the guardians are told at once, staff look. Twice is once. */
enum status handover_keep(struct ctx *x, void *handover) WARN_UNUSED;

/* After handover.barred (ctx_fn), in a transaction of its own: noted in the history, and a task for
 * safeguarding at once. */
enum status handover_stopped(struct ctx *x, void *handover) WARN_UNUSED;

/* Every child is back or has left the job: it ends, at the last hand-over. OK when one is not. */
enum status handover_end(struct ctx *x, struct booking_row *b, enum who_moves who) WARN_UNUSED;

#endif
