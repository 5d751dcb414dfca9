/* alarm.c - see alarm.h. */
#include "app/domain/alarm.h"

#include "app/base/zone.h"
#include "app/domain/community.h"
#include "app/domain/notice.h"
#include "app/domain/task.h"
#include "app/domain/timer.h"

#include <string.h>

#define SKIP_MIN_MAX \
    180 /* no zone skips more of a day; one that skips it whole has no alarm then */

static enum status instant(const char *zone, int64_t day, int64_t minute, int64_t *at)
{
    struct local_time t = {0};

    day_number_to_date(day + minute / 1440, &t.year, &t.month, &t.day);
    t.hour = (int)(minute % 1440 / 60);
    t.minute = (int)(minute % 60);
    return zone_instant(zone, &t, at);
}

/* Gaps end on a whole minute. *at 0: there is no such time that day. */
static enum status wall_time(const char *zone, int64_t day, int64_t minute, int64_t *at)
{
    enum status s = instant(zone, day, minute, at);

    for (int64_t later = 1; s == E_INVALID && later <= SKIP_MIN_MAX; later++) {
        s = instant(zone, day, minute + later, at);
    }
    if (s == E_INVALID) {
        *at = 0;
        return OK;
    }
    return s;
}

enum status alarm_next(const char *zone, const struct rules *rules, int64_t start_at,
                       int64_t after_at, int64_t *at)
{
    int64_t alarms[4] = {0, 0, start_at - rules->alarm_first_min * MINUTE_MS,
                         start_at - rules->alarm_last_min * MINUTE_MS};
    struct local_time start;
    enum status s = zone_local(zone, start_at, &start);

    s = s == OK ? wall_time(zone, start.day_number - 1, rules->alarm_evening_min, &alarms[0]) : s;
    s = s == OK ? wall_time(zone, start.day_number, rules->alarm_morning_min, &alarms[1]) : s;
    *at = 0;
    for (int i = 0; s == OK && i < 4; i++) {
        if (alarms[i] > after_at && alarms[i] < start_at && (*at == 0 || alarms[i] < *at)) {
            *at = alarms[i];
        }
    }
    return s;
}

static enum status next_of(struct ctx *x, const struct request_row *r, int64_t *at)
{
    struct community c;
    enum status s = community_get(x, r->community_id, &c);

    return s == OK ? alarm_next(c.row.zone, &c.rules, r->start_at, x->now, at) : s;
}

enum status alarm_put(struct ctx *x, const struct request_row *r)
{
    int64_t at;
    enum status s = next_of(x, r, &at);

    return s == OK && at != 0 ? timer_put(x, "request.alarm", r->id, at) : s;
}

enum status alarm_task(struct ctx *x, const struct request_row *r)
{
    return r->urgent ? OK
                     : task_open(x, r->community_id, "coordinator", "request.untaken", r->id,
                                 r->start_at);
}

enum status request_alarm_timer(struct ctx *x, int64_t request_id)
{
    struct request_row r;
    int64_t next = 0;
    enum status s = store_request_get(x->tx, request_id, &r);

    if (s != OK || strcmp(r.state, "open") != 0 || x->now >= r.start_at) {
        return s == E_NOT_FOUND ? OK : s;
    }
    s = notice_put_guardians(x, r.household_id, 0, NOTICE_UNTAKEN, r.id);
    s = s == OK ? next_of(x, &r, &next) : s;
    if (s != OK) {
        return s;
    }
    return next != 0 ? timer_put(x, "request.alarm", r.id, next) : alarm_task(x, &r);
}
