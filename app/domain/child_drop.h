/* child_drop.h - one child less: a feverish twin leaves a job without a new booking (domain.md 3).
 * The others' job goes on; the last child's leaving is a cancellation by the ladder. */
#ifndef APP_DOMAIN_CHILD_DROP_H
#define APP_DOMAIN_CHILD_DROP_H

#include "app/domain/booking.h"
#include "app/domain/ladder.h"

struct child_drop {
    int64_t booking_id, child_id;
    const char *cause; /* a word of CANCEL_CAUSES, "" for none */
    bool cancels;      /* the page showed that it is the last child: the booking ends */
    bool must_cost;    /* expect_minor counts: the fee that the page showed */
    int64_t expect_minor;
    bool last;                  /* out: it is, or was, a cancellation */
    struct cancel_fee fee;      /* out: of that cancellation */
    int64_t price_minor;        /* out: of the job with the others */
    struct booking_row booking; /* out */
};

/* What it would come to (ctx_fn), for a guardian or the supporter. E_NOT_FOUND for anybody else and
 * for a child that is not of the booking; the rules of child_drop. */
enum status child_drop_preview(struct ctx *x, void *child_drop) WARN_UNUSED;

/* Takes the child out (ctx_fn). A guardian at any time, the supporter at the gate (from an hour
 * before the start: the nursery says that the child is unwell, or gone). Before it was collected
 * the price is reckoned anew, never higher; one who was in care already is paid for as agreed.
 * Twice is once.
 * E_RULE: drop.still_with while the child is with the supporter, drop.not_now when it is back or
 * for the supporter too early, drop.last for the supporter.
 * E_CONFLICT: drop.cancels when it is the last child and `cancels` is not set (another guardian may
 * have taken out the sibling just now), cancel.costs_more, booking.changed. */
enum status child_drop(struct ctx *x, void *child_drop) WARN_UNUSED;

#endif
