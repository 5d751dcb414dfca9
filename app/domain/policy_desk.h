/* policy_desk.h - the office's side of insurance policies: adding, ending, and seeing beforehand
 * which bookings none would cover (domain.md 5). */
#ifndef APP_DOMAIN_POLICY_DESK_H
#define APP_DOMAIN_POLICY_DESK_H

#include "app/domain/policy.h"
#include "db/store/booking_desk.h"

#define UNCOVERED_DAYS 30 /* how far ahead the preview looks */

struct policy_adding {
    struct policy_row
        row; /* in: all but id, currency, created_at, created_by, ended_at; out: whole */
};
/* ctx_fn, by an admin. E_INVALID for ages or days that contradict each other; E_RULE
 * policy.number_taken, policy.too_many. */
enum status policy_add(struct ctx *x, void *adding) WARN_UNUSED;

struct policy_ending {
    int64_t community_id, id;
    struct policy_row row; /* out */
};
/* ctx_fn, by an admin: no booking is confirmed under it any more; records issued stay. Ended
 * before: OK. E_NOT_FOUND. */
enum status policy_end(struct ctx *x, void *ending) WARN_UNUSED;

struct policy_listing {
    int64_t community_id;
    struct policy_row *rows; /* out: old ones too, oldest first */
    int n;
};
/* ctx_fn, for all staff. */
enum status policy_list(struct ctx *x, void *listing) WARN_UNUSED;

struct uncovered {
    struct desk_booking booking;
    enum reason why;
};
struct uncovered_page {
    int64_t community_id;
    int64_t after_start, after_id; /* 0: from now on */
    int max;
    struct uncovered *rows; /* out */
    int n;
};
/* ctx_fn, reads, for admin, coordinator, finance and auditor: confirmed and agreed bookings of the
 * next UNCOVERED_DAYS that no policy covers as policies are now. */
enum status policy_uncovered(struct ctx *x, void *page) WARN_UNUSED;

#endif
