/* amendment.h - 予定の変更: new times that one side proposes and the other accepts (domain.md 3).
 * Priced when proposed, judged like a new booking when proposed and again when accepted; the
 * booking keeps its id and gets the next version of its agreement. */
#ifndef APP_DOMAIN_AMENDMENT_H
#define APP_DOMAIN_AMENDMENT_H

#include "app/domain/booking.h"
#include "db/store/amendment.h"

/* ctx_fn: by either party, while the booking is agreed or confirmed and has not started. E_RULE:
 * booking.too_late, amendment.not_now, amendment.open, amendment.same, amendment.too_many,
 * payment.below_minimum, and whatever speaks against such a booking. */
struct amendment_propose {
    int64_t booking_id;
    int64_t start_at, end_at; /* 0: as it is */
    int64_t until_at;         /* 0: as long after the end as now; never before the end */
    bool only_look;           /* judged and priced; nothing is written */
    bool has_price;           /* after the job, with no times: a lower price alone */
    int64_t price_minor;      /* an early end keeps the agreed price unless both agree otherwise */
    struct amendment_row row; /* out */
};
enum status amendment_propose(struct ctx *x, void *amendment_propose) WARN_UNUSED;

/* One that exists; E_NOT_FOUND for anybody who is not party to its booking. */
struct amendment_answer {
    int64_t id;
    struct amendment_row row;   /* out */
    struct booking_row booking; /* out: as it is now */
};
/* ctx_fns, each twice is once; E_CONFLICT amendment.changed when it was answered otherwise
 * meanwhile. Accepting and declining are the other side's (E_RULE amendment.own), withdrawing the
 * proposer's side's (E_RULE amendment.theirs). Accepting may be refused as a booking would be, and
 * is E_CONFLICT booking.changed when the booking is another by now. */
enum status amendment_accept(struct ctx *x, void *amendment_answer) WARN_UNUSED;
enum status amendment_decline(struct ctx *x, void *amendment_answer) WARN_UNUSED;
enum status amendment_withdraw(struct ctx *x, void *amendment_answer) WARN_UNUSED;

/* One page of a booking's, oldest first, for a party (ctx_fn). */
struct amendment_list {
    int64_t booking_id;
    int64_t after_id; /* 0: from the first */
    int max;
    struct amendment_row *rows; /* out */
    int n;
};
enum status amendment_list(struct ctx *x, void *amendment_list) WARN_UNUSED;

/* The timer "amendment.expire", at the start: nobody answered. */
enum status amendment_expire(struct ctx *x, int64_t amendment_id) WARN_UNUSED;

#endif
