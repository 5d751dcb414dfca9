/* hold.h - incident_hold, 確認のためお休み中 (domain.md 3): on a person or on a booking. While it
 * stands nothing is paid out, thanked for or erased, and the person is out of matching; to others
 * it looks like somebody who can't just now. It counts in every community the person helps in,
 * since the child comes first; who put it, and that it is one, only the community that put it
 * knows, and only that one lifts it: elsewhere lifting answers as for somebody who is not on hold.
 */
#ifndef APP_DOMAIN_HOLD_H
#define APP_DOMAIN_HOLD_H

#include "app/domain/ctx.h"

#include <stdbool.h>

struct hold {
    int64_t community_id;
    int64_t member_id;  /* a person, or 0 */
    int64_t booking_id; /* a booking and with it its supporter, or 0 */
};

/* ctx_fns, by safeguarding. On hold a supporter is out of matching at once; where a child is with
 * them the coordinator calls the guardian (task hold.call_guardian, SMS), what lies ahead is looked
 * at again (gate.lost). Lifting one leaves the others. Twice is once. E_NOT_FOUND for a member who
 * is not in the community, and for another community's booking. */
enum status hold_put(struct ctx *x, void *hold) WARN_UNUSED;
enum status hold_lift(struct ctx *x, void *hold) WARN_UNUSED;

/* Whether a booking's payout, thanks and erasure have to wait: one stands on it, or on one of its
 * two people. */
enum status hold_stands(struct ctx *x, int64_t booking_id, bool *stands) WARN_UNUSED;

#endif
