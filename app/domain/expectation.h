/* expectation.h - what everybody reckons with while a job runs: the times announced, and who comes
 * next. It changes nothing that was agreed. */
#ifndef APP_DOMAIN_EXPECTATION_H
#define APP_DOMAIN_EXPECTATION_H

#include "app/domain/ctx.h"
#include "db/store/booking.h"
#include "db/store/late.h"

/* What everybody reckons with now. */
struct expectation {
    int64_t start_at, end_at;         /* the latest announced; else the agreed ones */
    struct late_row lates[LATES_MAX]; /* those that hold */
    int n;
    bool named; /* somebody comes next */
    struct next_adult_row next;
};
enum status late_expectation(struct ctx *x, const struct booking_row *b,
                             struct expectation *out) WARN_UNUSED;

/* When a timer of the job's end is due: so long after the time expected, but never more than an
 * hour after "at the latest". */
int64_t late_due_at(const struct booking_row *b, const struct expectation *e, int64_t after_ms);

#endif
