/* request.h - お願い: seeing what it would cost and who would see it, sending it, taking it back,
 * and the end of its time (domain.md 3). */
#ifndef APP_DOMAIN_REQUEST_H
#define APP_DOMAIN_REQUEST_H

#include "app/domain/draft.h"
#include "app/domain/request_view.h"

/* What a way of paying would come to: supporters with a certificate or licence may cost more. */
struct request_price {
    enum fee_mode mode;
    struct price most, least;
    struct ladder_rung
        rungs[LADDER_STEPS_MAX]; /* of the most: what cancelling costs, and until when */
    int rungs_n;
};

struct request_preview {
    struct draft draft; /* in */
    /* out */
    struct draft_facts facts;
    int people;                                  /* who would be asked */
    int candidates_n;                            /* who could, whoever is asked */
    struct request_price prices[FEE_MODE_COUNT]; /* the draft's own mode is one of them */
    int prices_n;
};

/* ctx_fn, reads. E_RULE as draft_check, and gate.* or tie.* with field audience.member_ids[i] for
 * somebody named who can't be asked. Nobody at all, or no policy, is an answer, not a refusal. */
enum status request_preview(struct ctx *x, void *preview) WARN_UNUSED;

struct request_candidates {
    struct draft draft;     /* in: of a draft; or */
    int64_t request_id;     /* in: of a request of the own household */
    struct candidate *list; /* out: the caller's ties, the best first */
    int n;
    int64_t *prices_minor; /* one a candidate, in the asked mode; NULL for a request */
    struct draft_facts facts;
};

/* ctx_fns, reading. */
enum status request_candidates_of_draft(struct ctx *x, void *candidates) WARN_UNUSED;
enum status request_candidates(struct ctx *x, void *candidates) WARN_UNUSED;

struct request_sending {
    struct draft draft;       /* in */
    struct request_view view; /* out */
};

/* ctx_fn. Statuses of the preview, and E_RULE policy.*, request.nobody_to_ask,
 * payment.below_minimum. */
enum status request_send(struct ctx *x, void *sending) WARN_UNUSED;

struct audience;
/* The part of it that writes, for an ask that was checked (draft_check, audience_find) in this
 * transaction: a date of a series. */
enum status request_put(struct ctx *x, const struct draft *d, const struct draft_facts *f,
                        const struct audience *a, int64_t *request_id) WARN_UNUSED;

struct request_withdrawal {
    int64_t request_id;
    struct request_view view; /* out */
};

/* ctx_fn: everything still open expires, who was asked is told. OK when it was withdrawn before.
 * E_NOT_FOUND for what is not the own home's; E_CONFLICT request.changed when it is past open. */
enum status request_withdraw(struct ctx *x, void *withdrawal) WARN_UNUSED;

/* The timer request.close: an ask still open when its time is up is unfilled. */
enum status request_close_timer(struct ctx *x, int64_t request_id) WARN_UNUSED;

/* The timer request.urgent: an urgent ask still open so near its start is the coordinator's. */
enum status request_urgent_timer(struct ctx *x, int64_t request_id) WARN_UNUSED;

#endif
