/* late.h - 「遅れます」 (domain.md 3): by either side, accepted by nobody. The agreed interval, the
 * coverage and the price stay as they are; overtime counts by what really happened. */
#ifndef APP_DOMAIN_LATE_H
#define APP_DOMAIN_LATE_H

#include "app/domain/booking.h"
#include "app/domain/expectation.h"

struct late_say {
    int64_t booking_id;
    const char *what; /* "start", "end"; NULL: the start for a supporter before it, else the end */
    int64_t minutes;  /* 10, 20, 30 or 60: from the agreed time, or from now once that is over */
    struct booking_row booking; /* out */
    struct expectation expected;
};
/* ctx_fns of either side. Nobody has to accept it. Beyond the booking's "at the latest" the next
 * adult is named, and both are told. Again is once; another number takes the first one's place.
 * E_INVALID "minutes"; E_RULE late.not_now once the child is there (for the start) or back, and
 * booking.too_often. */
enum status late_say(struct ctx *x, void *late_say) WARN_UNUSED;
/* 間に合います: whatever the caller's side said. Nothing said is no error. */
enum status late_take_back(struct ctx *x, void *late_say) WARN_UNUSED;

#endif
