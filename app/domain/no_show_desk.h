/* no_show_desk.h - 会えませんでした, contested: the office decides who was missing (domain.md 3).
 */
#ifndef APP_DOMAIN_NO_SHOW_DESK_H
#define APP_DOMAIN_NO_SHOW_DESK_H

#include "app/domain/no_show.h"

struct no_show_decision {
    int64_t community_id, booking_id;
    const char *missing; /* "guardian": the fee by the ladder; "supporter", "nobody": none */
    const char *reason;  /* both sides read it */
    struct no_show out;  /* out */
};

/* By coordinator or admin (ctx_fn): the booking becomes no_show at once and both are told. The same
 * again is once. E_NOT_FOUND for a booking of another community; E_RULE staff.party for one's own
 * booking, no_show.not_now where nothing is contested; E_CONFLICT no_show.decided when somebody
 * decided otherwise. */
enum status no_show_decide(struct ctx *x, void *no_show_decision) WARN_UNUSED;

#endif
