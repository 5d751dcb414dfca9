/* overrun.h - a job that lasts into its supporter's next one: everybody concerned is warned. */
#ifndef APP_DOMAIN_OVERRUN_H
#define APP_DOMAIN_OVERRUN_H

#include "app/domain/booking.h"

/* Whether the supporter can't be at the next job in time when this one lasts until `at`: then the
 * next family hears of it (not whose child it is), the supporter and the coordinator, once. */
enum status overrun_check(struct ctx *x, const struct booking_row *b, int64_t at) WARN_UNUSED;
/* The timer "booking.overrun", from the agreed end on while a child is there. */
enum status booking_overrun(struct ctx *x, int64_t booking_id) WARN_UNUSED;

#endif
