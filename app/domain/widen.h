/* widen.h - more people for an ask that stands: a guardian adds them, or somebody who was shown the
 * ask's link asks in (domain.md 3, audience). */
#ifndef APP_DOMAIN_WIDEN_H
#define APP_DOMAIN_WIDEN_H

#include "app/domain/draft.h"
#include "app/domain/request_view.h"

/* ctx_fn by a guardian. Only the audience of the draft is read. Whoever was asked before is not
 * asked twice, whatever the answer was: once more is OK. E_NOT_FOUND; E_CONFLICT request.changed
 * when it is past open; E_RULE booking.too_late, request.closed, request.one_person, list.full,
 * payment.*, and for somebody named gate.* or tie.* as when it is sent. */
struct widening {
    int64_t request_id;
    struct draft draft;       /* in: to_all, group_id or member_ids */
    int added;                /* out */
    struct request_view view; /* out */
};
enum status request_widen(struct ctx *x, void *widening) WARN_UNUSED;

/* In an open transaction: member_id is asked as well; *offer_id is theirs, also when they were
 * asked before. E_RULE: the same, without a field. */
enum status widen_by(struct ctx *x, struct request_row *r, int64_t member_id,
                     int64_t *offer_id) WARN_UNUSED;

/* Their offer of that ask; 0 when they were not asked. */
enum status widen_offer_of(struct ctx *x, int64_t request_id, int64_t member_id,
                           int64_t *offer_id) WARN_UNUSED;

#endif
