/* booking_timers.c - see booking_timers.h. */
#include "app/domain/booking_timers.h"

#include "app/base/limits.h"
#include "app/domain/booking.h"
#include "app/domain/notice.h"
#include "app/domain/payment.h"
#include "app/domain/task.h"
#include "app/domain/timer.h"
#include "db/store/disaster.h"
#include "db/store/hold.h"
#include "db/store/no_show.h"

#include <string.h>

/* Reads the booking; *on only while it is in the state that the timer was set for. */
static enum status still(struct ctx *x, int64_t id, const char *state, struct booking_row *b,
                         bool *on)
{
    enum status s = store_booking_get(x->tx, id, b);

    *on = s == OK && strcmp(b->state, state) == 0;
    return s;
}

enum status booking_pay_deadline(struct ctx *x, int64_t booking_id)
{
    struct booking_row b;
    bool on, waits = false;
    enum status s = still(x, booking_id, "agreed", &b, &on);

    if (s == OK && on) {
        s = payment_waits_for_provider(x, b.id, &waits);
    }
    if (s != OK || !on) {
        return s;
    }
    if (waits && x->now < b.start_at - PAY_LAST_CALL_MS) {
        return timer_put(x, "booking.pay_deadline", b.id, b.start_at - PAY_LAST_CALL_MS);
    }
    return booking_move(x, &b, MOVE_BOOKING_FAIL_PAYMENT, BY_TIME);
}

enum status booking_no_show(struct ctx *x, int64_t booking_id)
{
    struct booking_row b;
    bool on;
    enum status s = still(x, booking_id, "confirmed", &b, &on);

    if (s != OK || !on) {
        return s;
    }
    s = store_no_show_open(x->tx, b.id, 0, NULL, x->now);
    if (s == OK) {
        s = booking_fact(x, &b, "no_show_claim", "");
    }
    if (s == OK) {
        s = notice_put(x, b.supporter_id, NOTICE_NO_SHOW_ASKED, b.id);
    }
    if (s == OK) {
        s = notice_put_guardians(x, b.household_id, 0, NOTICE_NO_SHOW_ASKED, b.id);
    }
    if (s == OK) {
        s = task_open(x, b.community_id, "coordinator", "booking.no_show", b.id, x->now);
    }
    return s == OK ? timer_put(x, "booking.no_show_final", b.id, x->now + NO_SHOW_CONTEST_MS) : s;
}

enum status booking_no_show_final(struct ctx *x, int64_t booking_id)
{
    struct no_show_row claim;
    struct booking_row b;
    bool on;
    enum status s = still(x, booking_id, "confirmed", &b, &on);

    if (s == OK && on) {
        s = store_no_show_get(x->tx, b.id, &claim);
    }
    if (s != OK || !on || claim.contested_at != 0) {
        return s; /* contested: the coordinator's task stays open */
    }
    if (x->now < claim.opened_at + NO_SHOW_CONTEST_MS) { /* somebody said it anew */
        return timer_put(x, "booking.no_show_final", b.id, claim.opened_at + NO_SHOW_CONTEST_MS);
    }
    s = booking_move(x, &b, MOVE_BOOKING_NO_SHOW, BY_TIME);
    return s == OK ? store_no_show_close(x->tx, b.id, "no_show", x->now) : s;
}

/* Children stay until collected: nobody is told of a time that means nothing now. */
static enum status wait_for_disaster(struct ctx *x, const char *kind, const struct booking_row *b,
                                     bool *waits)
{
    enum status s = store_disaster_is_on(x->tx, b->community_id, waits);

    return s == OK && *waits ? timer_put(x, kind, b->id, x->now + DISASTER_PAUSE_MS) : s;
}

enum status booking_overdue(struct ctx *x, int64_t booking_id)
{
    struct booking_row b;
    bool on, waits = false;
    enum status s = still(x, booking_id, "in_care", &b, &on);

    if (s == OK && on) {
        s = wait_for_disaster(x, "booking.overdue", &b, &waits);
    }
    if (s != OK || !on || waits) {
        return s;
    }
    s = notice_put(x, b.supporter_id, NOTICE_OVERDUE, b.id);
    return s == OK ? notice_put_guardians(x, b.household_id, 0, NOTICE_OVERDUE, b.id) : s;
}

enum status booking_overdue_staff(struct ctx *x, int64_t booking_id)
{
    struct booking_row b;
    bool on, waits = false;
    enum status s = still(x, booking_id, "in_care", &b, &on);

    if (s == OK && on) {
        s = wait_for_disaster(x, "booking.overdue_staff", &b, &waits);
    }
    return s == OK && on && !waits
               ? task_open(x, b.community_id, "safeguarding", "booking.overdue", b.id, x->now)
               : s;
}

enum status booking_close(struct ctx *x, int64_t booking_id)
{
    struct booking_row b;
    bool on, held = false;
    enum status s = still(x, booking_id, "settled", &b, &on);

    if (s == OK && on) {
        s = store_hold_stands(x->tx, b.id, &held);
    }
    if (s == OK && held) { /* thanks wait as long */
        return timer_put(x, "booking.close", b.id, x->now + DAY_MS);
    }
    return s == OK && on ? booking_move(x, &b, MOVE_BOOKING_CLOSE, BY_TIME) : s;
}
