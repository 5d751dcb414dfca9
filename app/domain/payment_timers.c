/* payment_timers.c - see payment_timers.h. */
#include "app/domain/payment_timers.h"

#include "app/base/limits.h"
#include "app/domain/booking.h"
#include "app/domain/notice.h"
#include "app/domain/payment_flow.h"
#include "app/domain/task.h"
#include "app/domain/timer.h"

#include <string.h>

enum status payment_authorize_due(struct ctx *x, int64_t payment_id)
{
    struct payment_row p;
    enum status s = store_payment_get(x->tx, payment_id, &p);

    if (s != OK || !payment_is(&p, "scheduled")) {
        return s;
    }
    s = payment_hold(x, &p);
    return s == OK && payment_is(&p, "method_required")
               ? notice_put(x, p.payer_id, NOTICE_PAYMENT_NEEDED, p.booking_id)
               : s;
}

static enum status job_is_done(struct ctx *x, const struct payment_row *p, bool *done)
{
    struct booking_row b;
    enum status s = store_booking_get(x->tx, p->booking_id, &b);

    *done = s == OK && strcmp(b.state, "completed") == 0;
    return s;
}

enum status payment_capture_watch(struct ctx *x, int64_t payment_id)
{
    struct payment_row p;
    bool done = false;
    enum status s = store_payment_get(x->tx, payment_id, &p);

    if (s == OK && payment_is(&p, "capturing")) {
        return task_open_for(x, "finance", "payment.capture_late", p.id);
    }
    if (s != OK || !payment_is(&p, "authorized")) {
        return s;
    }
    s = job_is_done(x, &p, &done);
    if (s == OK && done) {
        return payment_capture(x, &p, p.amount_minor);
    }
    if (s == OK && p.old_ref != NULL) { /* the last one is still being let go */
        return timer_put(x, "payment.capture_watch", p.id, x->now + HOUR_MS);
    }
    return s == OK ? payment_hold(x, &p) : s;
}

enum status payment_debt_due(struct ctx *x, int64_t payment_id)
{
    struct payment_row p;
    enum status s = store_payment_get(x->tx, payment_id, &p);

    if (s == OK && payment_is(&p, "authorizing")) { /* the provider is down all that time */
        s = task_open_for(x, "finance", "payment.debt", p.id);
        return s == OK ? timer_put(x, "payment.debt", p.id, x->now + PAY_DEBT_MS) : s;
    }
    if (s == OK && (payment_asks_guardian(&p) || payment_is(&p, "asked"))) {
        return payment_to_debt(x, &p);
    }
    return s;
}
