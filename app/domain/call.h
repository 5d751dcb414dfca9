/* call.h - whom a family may ring when an urgent ask is near its start and nobody has taken it
 * (domain.md 3, urgent: call buttons). */
#ifndef APP_DOMAIN_CALL_H
#define APP_DOMAIN_CALL_H

#include "app/domain/ctx.h"
#include "db/store/request.h"

struct call {
    int64_t member_id;
    const char *display_name;
    const char *phone; /* E.164 */
};

struct call_list {
    int64_t request_id;
    struct call *calls; /* out */
    int n;
};

/* ctx_fn by a guardian; writes, for each look at a number is noted and shown to the family. Those
 * who were asked, had a pre-meeting that still counts, and said nothing that the family may know
 * of: a silent no is rung like no answer. E_NOT_FOUND; E_CONFLICT request.changed; E_RULE
 * request.call_later, booking.too_late. */
enum status request_calls(struct ctx *x, void *list) WARN_UNUSED;

#endif
