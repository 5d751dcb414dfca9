/* choose.h - an offer becomes a booking: everything that must hold is judged in one transaction,
 * the others are released, the agreement is frozen, the payment opened (domain.md 3, "Never"). */
#ifndef APP_DOMAIN_CHOOSE_H
#define APP_DOMAIN_CHOOSE_H

#include "app/domain/booking.h"
#include "app/domain/gate.h"
#include "app/domain/policy.h"
#include "db/store/offer.h"
#include "db/store/request.h"

struct choose {
    int64_t offer_id;
    struct booking_row booking; /* out */
};

/* A guardian chooses (ctx_fn). E_NOT_FOUND for an offer that is not of an ask of the own home;
 * E_RULE: tie.*, gate.*, policy.*, booking.too_late, booking.supporter_busy, booking.child_busy,
 * booking.too_many_children; E_CONFLICT when ask or offer changed meanwhile. */
enum status booking_choose(struct ctx *x, void *choose) WARN_UNUSED;

/* The same for somebody else's act that means the choice: the named supporter's OK to what was
 * already agreed, the first trusted yes, a coordinator on the phone. The caller has judged who. */
enum status choose_for(struct ctx *x, const struct request_row *r, struct offer_row *o,
                       enum who_moves who, struct booking_row *out) WARN_UNUSED;
/* What choose_for would refuse; nothing is written. */
enum status choose_check(struct ctx *x, const struct request_row *r,
                         struct offer_row *o) WARN_UNUSED;

/* The youngest and the oldest of an ask's children. */
struct age_span {
    int youngest, oldest;
};
struct age_span age_span(const struct request_child_row *children, int n);

/* Everything of the "never" list for a booking as it would be: time, asker, tie, gates, policy
 * (b->policy_id is set), overlaps. Also for amendments: b->id is left out of the overlaps. */
enum status choose_why_not(struct ctx *x, struct booking_row *b,
                           const struct request_child_row *children, int n,
                           const struct gate_row *who) WARN_UNUSED;

/* The booking as a policy sees it. */
enum status choose_policy_job(struct ctx *x, const struct booking_row *b,
                              const struct request_child_row *children, int n,
                              struct policy_job *job) WARN_UNUSED;

#endif
