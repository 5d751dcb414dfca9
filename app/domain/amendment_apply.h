/* amendment_apply.h - whether a booking may be changed so, and changing it. Only amendment.c calls
 * it. */
#ifndef APP_DOMAIN_AMENDMENT_APPLY_H
#define APP_DOMAIN_AMENDMENT_APPLY_H

#include "app/domain/booking.h"
#include "db/store/amendment.h"

/* Everything that must hold for a booking, with the children's ages on the new day; wished is b
 * with its new times, and gets its policy. A booking that is insured already stays with its policy:
 * E_RULE policy.* where that does not take the new times. */
enum status amendment_judge(struct ctx *x, const struct booking_row *b,
                            struct booking_row *wished) WARN_UNUSED;

/* Judges again, then makes the next version of the agreement with all that follows: the children's
 * times, stops, coverage, payment, timers, notices. *b becomes the booking as it is then. */
enum status amendment_apply(struct ctx *x, const struct amendment_row *a,
                            struct booking_row *b) WARN_UNUSED;

/* After the job: the next version with a lower price and nothing else. */
enum status amendment_apply_price(struct ctx *x, const struct amendment_row *a,
                                  struct booking_row *b) WARN_UNUSED;

#endif
