/* overrun.c - see overrun.h. */
#include "app/domain/overrun.h"

#include "app/base/limits.h"
#include "app/domain/community.h"
#include "app/domain/notice.h"
#include "app/domain/task.h"
#include "app/domain/timer.h"
#include "db/store/booking_event.h"
#include "db/store/late.h"

#include <string.h>

/* As nobody: the next family must not learn who the first one is. */
static enum status warn(struct ctx *x, const struct booking_row *b, const struct next_job *job)
{
    struct ctx nobody = *x;
    struct booking_row next;
    int64_t warned;
    enum status s = store_booking_event_count(x->tx, job->id, "overrun", 0, &warned);

    if (s != OK || warned > 0) {
        return s;
    }
    nobody.member_id = 0;
    nobody.acted_by = 0;
    s = store_booking_get(x->tx, job->id, &next);
    if (s == OK) {
        s = booking_fact(&nobody, &next, "overrun", "");
    }
    if (s == OK) {
        s = notice_put_guardians(x, next.household_id, 0, NOTICE_OVERRUN, next.id);
    }
    if (s == OK) {
        s = notice_put(x, b->supporter_id, NOTICE_OVERRUN, next.id);
    }
    return s == OK ? task_open(x, next.community_id, "coordinator", "booking.overrun", next.id,
                               next.start_at)
                   : s;
}

static enum status find(struct ctx *x, const struct booking_row *b, struct next_job *job,
                        bool *found)
{
    struct community c;
    enum status s = community_get(x, b->community_id, &c);

    return s == OK ? store_next_job(x->tx, b, c.rules.travel_buffer_min * MINUTE_MS, job, found)
                   : s;
}

enum status overrun_check(struct ctx *x, const struct booking_row *b, int64_t at)
{
    struct next_job job;
    bool found = false;
    enum status s = at > b->end_at ? find(x, b, &job, &found) : OK;

    return s == OK && found && job.near_at < at ? warn(x, b, &job) : s;
}

/* It looks again when the next job comes near, or after a while: there may be a new one by then. */
enum status booking_overrun(struct ctx *x, int64_t booking_id)
{
    struct booking_row b;
    struct next_job job;
    bool found = false;
    int64_t again_at = x->now + OVERRUN_LOOK_MS;
    enum status s = store_booking_get(x->tx, booking_id, &b);

    if (s != OK || strcmp(b.state, "in_care") != 0 || x->now > b.end_at + OVERRUN_LOOKS_MS) {
        return s;
    }
    s = find(x, &b, &job, &found);
    if (s == OK && found && job.near_at <= x->now) {
        s = warn(x, &b, &job);
    } else if (s == OK && found && job.near_at < again_at) {
        again_at = job.near_at;
    }
    return s == OK ? timer_put(x, "booking.overrun", b.id, again_at) : s;
}
