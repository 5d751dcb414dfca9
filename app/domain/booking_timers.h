/* booking_timers.h - what happens to a booking when nobody does anything: each function is the run
 * of a timer kind; a booking that moved on meanwhile is left alone. */
#ifndef APP_DOMAIN_BOOKING_TIMERS_H
#define APP_DOMAIN_BOOKING_TIMERS_H

#include "app/domain/ctx.h"

/* "booking.pay_deadline": the guardian had something to do and did not; while it is the provider
 * that is waited for, the clock stands until 10 min before the start. */
enum status booking_pay_deadline(struct ctx *x, int64_t booking_id) WARN_UNUSED;

/* "booking.no_show", at T + 30 min: a claim row opens, the booking stays confirmed. */
enum status booking_no_show(struct ctx *x, int64_t booking_id) WARN_UNUSED;
/* "booking.no_show_final": uncontested for 24 h; contested ones are for staff. */
enum status booking_no_show_final(struct ctx *x, int64_t booking_id) WARN_UNUSED;

/* "booking.overdue", planned end + 15 min: both are told; "booking.overdue_staff": a task. */
enum status booking_overdue(struct ctx *x, int64_t booking_id) WARN_UNUSED;
enum status booking_overdue_staff(struct ctx *x, int64_t booking_id) WARN_UNUSED;

/* "booking.close", 14 days after settling. */
enum status booking_close(struct ctx *x, int64_t booking_id) WARN_UNUSED;

#endif
