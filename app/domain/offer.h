/* offer.h - what somebody who is asked sees and answers, and what the guardian makes of the answers
 * (domain.md 3, "Offer"). */
#ifndef APP_DOMAIN_OFFER_H
#define APP_DOMAIN_OFFER_H

#include "app/domain/choose.h"
#include "app/domain/match.h"
#include "db/store/ask.h"

/* A child as those who are asked may see it: never a full name. */
struct seen_child {
    int64_t child_id; /* not shown */
    const char *call_name;
    int64_t age_years;
    int64_t flags; /* CHILD_FLAG_* */
};

struct ask_view {
    int64_t offer_id; /* in */
    struct ask_row row;
    struct seen_child children[CHILDREN_PER_JOB_MAX];
    int children_n;
    const char *note;   /* the supporter's own; NULL: none */
    int64_t booking_id; /* 0: this offer is no booking that stands */
};

/* ctx_fn, reads. E_NOT_FOUND for what one was not asked, and when either blocked the other. Before
 * care flags are shown, that is noted for the family: ask_note_flags(), which writes. */
enum status ask_look(struct ctx *x, void *view) WARN_UNUSED;
bool ask_has_flags(const struct ask_view *v);
enum status ask_note_flags(struct ctx *x, void *view) WARN_UNUSED;

/* ctx_fn, reads: without names or flags, the newest first. */
struct ask_listing {
    bool open_only;
    int64_t before_id; /* INT64_MAX: from the newest */
    int max;
    struct ask_row *rows; /* out */
    int n;
};
enum status ask_listing(struct ctx *x, void *listing) WARN_UNUSED;

/* A yes. What is 0 or NULL stays as it was asked. */
struct offer_answer {
    int64_t offer_id;
    int64_t start_at, end_at; /* shifted */
    const char *fee_mode;     /* "flat_per_hour" with a lower rate, "thanks" */
    int64_t rate_minor;
    int64_t waived_pct; /* of the fee as asked */
    const char *note;
    bool quiet;           /* the guardians are told by the caller */
    bool begun;           /* out: no rule said no before something was written */
    struct ask_view view; /* out */
};

/* ctx_fn. What was already agreed is booked by it, as is the first yes of a trusted person where
 * that was asked. E_RULE: booking.too_late, request.closed, fee.too_high, payment.below_minimum,
 * gate.*, tie.*, policy.*, booking.*; E_CONFLICT offer.changed, request.changed. */
enum status offer_answer(struct ctx *x, void *answer) WARN_UNUSED;
/* The same without a look at it afterwards: for a yes that was said before. */
enum status offer_say(struct ctx *x, struct offer_answer *said) WARN_UNUSED;

/* ctx_fns; arg: int64_t *offer id, of the caller's own. Silent; once more is OK. */
enum status offer_decline(struct ctx *x, void *offer_id) WARN_UNUSED;
/* A yes, or a place in reserve, is taken back. */
enum status offer_withdraw(struct ctx *x, void *offer_id) WARN_UNUSED;

/* ctx_fn by a guardian; arg: int64_t *offer id: 控え, in the order in which they were put. */
enum status offer_reserve(struct ctx *x, void *offer_id) WARN_UNUSED;

/* ctx_fn by a guardian, on a struct choose: the offer, also one in reserve, becomes the booking.
 * Chosen before: the same booking again. Statuses of booking_choose(). */
enum status offer_choose(struct ctx *x, void *choose) WARN_UNUSED;
/* What it would be refused for, or lose; nothing is written. */
enum status offer_choose_check(struct ctx *x, int64_t offer_id) WARN_UNUSED;

#endif
