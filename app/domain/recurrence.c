/* recurrence.c - see recurrence.h. */
#include "app/domain/recurrence.h"

#include "app/base/clock.h"
#include "app/base/zone.h"

/* 1970-01-01 was a Thursday: the Monday of a day's week. */
static int64_t monday_of(int64_t day)
{
    return day - (weekday_of(day) - 1);
}

static bool makes_sense(const struct recurrence *r)
{
    return r->weekdays >= 1 && r->weekdays < 1 << WEEK_DAYS && r->every_weeks >= 1 &&
           r->every_weeks <= SERIES_EVERY_WEEKS_MAX && r->from_day <= r->until_day &&
           r->until_day - r->from_day < SERIES_DAYS_MAX;
}

static bool has_day(const struct recurrence *r, int64_t day)
{
    int64_t week = (monday_of(day) - monday_of(r->from_day)) / WEEK_DAYS;

    return (r->weekdays & (1 << (weekday_of(day) - 1))) != 0 && week % r->every_weeks == 0;
}

enum status recurrence_days(const struct recurrence *r, int64_t days[SERIES_DATES_MAX], int *n)
{
    *n = 0;
    if (!makes_sense(r)) {
        return E_INVALID;
    }
    for (int64_t day = r->from_day; day <= r->until_day; day++) {
        if (!has_day(r, day)) {
            continue;
        }
        if (*n == SERIES_DATES_MAX) {
            return E_TOO_LARGE;
        }
        days[*n] = day;
        *n += 1;
    }
    return *n > 0 ? OK : E_INVALID;
}

const char *wall_text(enum wall w)
{
    return w == WALL_SKIPPED ? "skipped" : w == WALL_REPEATED ? "repeated" : NULL;
}

static enum status instant_of(const char *zone, int64_t day, int64_t min, int64_t *at)
{
    struct local_time t = {0};

    day_number_to_date(day + min / DAY_MIN, &t.year, &t.month, &t.day);
    t.hour = (int)(min % DAY_MIN / 60);
    t.minute = (int)(min % 60);
    return zone_instant(zone, &t, at);
}

/* As if the clock had not jumped: counted from the last minute before the gap. */
static enum status over_the_gap(const char *zone, int64_t day, int64_t min, int64_t *at)
{
    enum status s = E_INVALID;

    for (int64_t back = 1; s == E_INVALID && back <= WALL_GAP_MIN_MAX; back++) {
        s = instant_of(zone, day - 1, min + DAY_MIN - back, at);
        *at += s == OK ? back * MINUTE_MS : 0;
    }
    return s;
}

static enum status offset_of(const char *zone, int64_t at, int64_t *offset_ms)
{
    struct local_time t;
    enum status s = zone_local(zone, at, &t);

    *offset_ms = t.day_number * DAY_MS + t.hour * HOUR_MS + t.minute * MINUTE_MS +
                 t.second * SECOND_MS - (at - at % SECOND_MS);
    return s;
}

/* The clock is put back soon, by at least as much as is left until then. */
static enum status comes_again(const char *zone, int64_t at, enum wall *w)
{
    int64_t change_at, before, after;
    enum status s = zone_next_change(zone, at, &change_at);

    *w = WALL_PLAIN;
    if (s != OK || change_at - at > DAY_MS) {
        return s;
    }
    s = offset_of(zone, at, &before);
    s = s == OK ? offset_of(zone, change_at, &after) : s;
    if (s == OK && change_at - at <= before - after) {
        *w = WALL_REPEATED;
    }
    return s;
}

enum status wall_instant(const char *zone, int64_t day, int64_t min, int64_t *at, enum wall *w)
{
    enum status s = zone_check(zone);

    *w = WALL_PLAIN;
    *at = 0;
    if (s != OK || min < 0) {
        return s == OK ? E_INVALID : s;
    }
    s = instant_of(zone, day, min, at);
    if (s == E_INVALID) {
        *w = WALL_SKIPPED;
        return over_the_gap(zone, day, min, at);
    }
    return s == OK ? comes_again(zone, *at, w) : s;
}

static bool rises(const int64_t *min, const int64_t *at, int n)
{
    for (int i = 1; i < n; i++) {
        if (min[i] > min[i - 1] && at[i] <= at[i - 1]) {
            return false;
        }
    }
    return true;
}

enum status wall_instants(const char *zone, int64_t day, const int64_t *min, int n, int64_t *at,
                          enum wall *w)
{
    enum status s = OK;

    *w = WALL_PLAIN;
    for (int i = 0; s == OK && i < n; i++) {
        enum wall one;

        s = wall_instant(zone, day, min[i], &at[i], &one);
        if (one == WALL_SKIPPED || *w == WALL_PLAIN) {
            *w = one;
        }
    }
    if (s == OK && *w == WALL_SKIPPED && !rises(min, at, n)) {
        for (int i = 1; i < n; i++) {
            at[i] = at[0] + (min[i] - min[0]) * MINUTE_MS;
        }
    }
    return s;
}
