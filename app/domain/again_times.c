/* again_times.c - again_times() of again.h: the same wall times on another day. */
#include "app/base/limits.h"
#include "app/base/zone.h"
#include "app/domain/again.h"

/* An instant carried from one local day to another, its distance in days and its wall time kept.
 * E_INVALID for an hour that the zone skips there. */
static enum status carry(const char *zone, int64_t at, int64_t from_day, int64_t to_day,
                         int64_t *out)
{
    struct local_time t;
    enum status s = zone_local(zone, at, &t);

    if (s == OK) {
        day_number_to_date(to_day + t.day_number - from_day, &t.year, &t.month, &t.day);
        s = zone_instant(zone, &t, out);
    }
    return s;
}

/* The first day from today on, after the job's own, with that weekday, whose start is still to come
 * and is there. */
static enum status next_weekday(struct ctx *x, const char *zone, int64_t start_at,
                                const struct local_time *start, int64_t *day)
{
    struct local_time now;
    int64_t at = 0;
    enum status s = zone_local(zone, x->now, &now);

    if (s != OK) {
        return s;
    }
    *day = now.day_number + (start->weekday - now.weekday + 7) % 7;
    if (*day <= start->day_number) {
        *day = start->day_number + 7; /* the job itself is still to come */
    }
    for (int i = 0; i < 3; i++, *day += 7) {
        s = carry(zone, start_at, start->day_number, *day, &at);
        if (s != E_INVALID && (s != OK || at > x->now)) {
            return s;
        }
    }
    return s;
}

static bool in_order(const struct draft *d)
{
    int64_t last = INT64_MIN;

    for (int i = 0; i < d->stops_n; i++) {
        if (d->stops[i].at <= last || d->stops[i].at < d->start_at || d->stops[i].at > d->end_at) {
            return false;
        }
        last = d->stops[i].at;
    }
    return d->end_at > d->start_at;
}

/* A job across a night that changes the clock may not fit its wall times: then it takes as long. */
static enum status carry_rest(const char *zone, const struct booking_row *b, int64_t from_day,
                              int64_t to_day, struct draft *d)
{
    struct draft carried = *d;
    enum status s = carry(zone, b->end_at, from_day, to_day, &carried.end_at);

    for (int i = 0; s == OK && i < d->stops_n; i++) {
        s = carry(zone, d->stops[i].at, from_day, to_day, &carried.stops[i].at);
    }
    if (s != OK && s != E_INVALID) {
        return s;
    }
    if (s == OK && in_order(&carried)) {
        *d = carried;
        return OK;
    }
    d->end_at = d->start_at + (b->end_at - b->start_at);
    for (int i = 0; i < d->stops_n; i++) {
        d->stops[i].at += d->start_at - b->start_at;
    }
    return OK;
}

enum status again_times(struct ctx *x, const struct booking_row *b, struct again *a)
{
    struct draft *d = &a->draft;
    const char *zone = a->community.row.zone;
    struct local_time start;
    int64_t day = a->on_day;
    enum status s = zone_local(zone, b->start_at, &start);

    if (s == OK && !a->has_day) {
        s = next_weekday(x, zone, b->start_at, &start, &day);
    }
    s = s == OK ? carry(zone, b->start_at, start.day_number, day, &d->start_at) : s;
    if (s == E_INVALID) {
        return refuse_field(x, R_AGAIN_HOUR_SKIPPED, "on");
    }
    s = s == OK ? carry_rest(zone, b, start.day_number, day, d) : s;
    d->until_at = d->end_at + (b->until_at - b->end_at);
    return s;
}
