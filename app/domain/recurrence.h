/* recurrence.h - which local dates a series has, and which instants its wall times are on each of
 * them (domain.md 3, "series"; architecture.md 4: a skipped hour needs a choice, a repeated hour is
 * unambiguous, durations are true). Pure. */
#ifndef APP_DOMAIN_RECURRENCE_H
#define APP_DOMAIN_RECURRENCE_H

#include "app/base/limits.h"
#include "app/base/status.h"

#include <stdint.h>

#define WEEK_DAYS 7
#define DAY_MIN   INT64_C(1440)

struct recurrence {
    int64_t weekdays;            /* bits: 1 Monday ... 64 Sunday */
    int64_t every_weeks;         /* 1: each week; counted from the Monday of from_day's week */
    int64_t from_day, until_day; /* local dates, both included */
};

/* The dates in order. E_INVALID when the rule makes no sense, is longer than SERIES_DAYS_MAX or has
 * no date; E_TOO_LARGE for more than SERIES_DATES_MAX. */
enum status recurrence_days(const struct recurrence *r, int64_t days[SERIES_DATES_MAX],
                            int *n) WARN_UNUSED;

/* What the zone's clock does with a wall time on a date. */
enum wall { WALL_PLAIN, WALL_SKIPPED, WALL_REPEATED };
const char *wall_text(enum wall w); /* "skipped", "repeated"; NULL for plain */

/* The instant of a wall time, `min` minutes after the date's midnight (over 1440: the next day). Of
 * a repeated one the first; a skipped one is as much later as the clock jumps. E_INVALID for an
 * unknown zone, or a day that the zone skips. */
enum status wall_instant(const char *zone, int64_t day, int64_t min, int64_t *at,
                         enum wall *w) WARN_UNUSED;

/* The wall times of one job, none before the last, as instants that rise too: where a skipped hour
 * brings them out of order, all keep their true distance from the first. *w is the worst of all. */
enum status wall_instants(const char *zone, int64_t day, const int64_t *min, int n, int64_t *at,
                          enum wall *w) WARN_UNUSED;

#endif
