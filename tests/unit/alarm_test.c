/* alarm_test.c - when a family is told that nobody has taken its ask: in wall time of its own zone,
 * through the hours that are skipped and those that come twice. */
#include "app/base/clock.h"
#include "app/domain/alarm.h"
#include "tests/tariffs.h"
#include "tests/test.h"

#include <string.h>

static int64_t at(const char *zone, const char *local)
{
    return local[0] != '\0' ? test_at(zone, local) : 0;
}

static void check_next(const char *zone, const struct rules *rules, int64_t start, int64_t after,
                       int64_t want)
{
    int64_t got = -1;

    CHECK_STATUS(alarm_next(zone, rules, start, after, &got), OK);
    CHECK_I64(got, want);
}

TEST(alarms_come_the_evening_before_in_the_morning_an_hour_and_half_an_hour_before)
{
    static const struct {
        const char *start, *after, *next;
    } cases[] = {
        {"2026-11-26T16:45", "2026-11-20T09:00", "2026-11-25T20:00"},
        {"2026-11-26T16:45", "2026-11-25T19:59", "2026-11-25T20:00"},
        {"2026-11-26T16:45", "2026-11-25T20:00", "2026-11-26T07:00"}, /* not the same one again */
        {"2026-11-26T16:45", "2026-11-26T07:00", "2026-11-26T15:45"},
        {"2026-11-26T16:45", "2026-11-26T15:45", "2026-11-26T16:15"},
        {"2026-11-26T16:45", "2026-11-26T16:15", ""},
        {"2026-11-26T16:45", "2026-11-27T09:00", ""},                 /* a clock that jumped */
        {"2026-11-26T07:10", "2026-11-25T21:00", "2026-11-26T06:10"}, /* the morning lies between */
        {"2026-11-26T07:10", "2026-11-26T06:40", "2026-11-26T07:00"},
        {"2026-11-26T07:00", "2026-11-26T06:30", ""}, /* at the start it is too late */
        {"2026-11-26T05:00", "2026-11-26T04:30", ""}, /* the morning after the start is none */
        {"2026-11-26T00:00", "2026-11-25T12:00", "2026-11-25T20:00"}, /* the eve of the 26th */
        {"2026-11-25T23:59", "2026-11-25T12:00", "2026-11-25T22:59"},
        {"2027-01-01T09:00", "2026-12-31T19:00", "2026-12-31T20:00"},
        {"2028-03-01T09:00", "2028-02-29T19:00", "2028-02-29T20:00"},
    };
    struct rules rules;

    rules_defaults(&rules);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *zone = "Asia/Tokyo";

        check_next(zone, &rules, at(zone, cases[i].start), at(zone, cases[i].after),
                   at(zone, cases[i].next));
    }
}

/* Berlin loses 2:00-3:00 on 2026-03-29 and has it twice on 2026-10-25; New York on 03-08, 11-01. */
TEST(in_a_night_that_changes_the_clock_the_wall_time_counts_and_the_minutes_are_true)
{
    static const struct {
        const char *zone, *start, *after, *next;
        int64_t evening, morning;
    } cases[] = {
        {"Europe/Berlin", "2026-03-29T08:00", "2026-03-28T12:00", "2026-03-28T20:00", 1200, 420},
        {"Europe/Berlin", "2026-03-29T08:00", "2026-03-28T20:00", "2026-03-29T07:00", 1200, 420},
        {"Europe/Berlin", "2026-03-29T08:00", "2026-03-28T22:00", "2026-03-29T03:00", 1200, 150},
        {"Europe/Berlin", "2026-03-30T08:00", "2026-03-28T22:00", "2026-03-29T03:00", 120, 420},
        {"Europe/Berlin", "2026-03-29T03:20", "2026-03-29T00:30", "2026-03-29T01:20", 1200, 1439},
        {"Europe/Berlin", "2026-10-25T08:00", "2026-10-24T22:00", "2026-10-25T02:30", 1200, 150},
        {"Europe/Berlin", "2026-10-25T08:00", "2026-10-25T06:59", "2026-10-25T07:00", 1200, 420},
        {"America/New_York", "2026-03-08T09:00", "2026-03-07T21:00", "2026-03-08T03:00", 1200, 121},
        {"America/New_York", "2026-03-08T09:00", "2026-03-08T06:00", "2026-03-08T07:00", 1200, 420},
        {"America/New_York", "2026-11-01T09:00", "2026-10-31T21:00", "2026-11-01T01:15", 1200, 75},
        {"America/New_York", "2026-11-01T09:00", "2026-10-31T19:00", "2026-10-31T20:00", 1200, 420},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *zone = cases[i].zone;
        struct rules rules;

        rules_defaults(&rules);
        rules.alarm_evening_min = cases[i].evening;
        rules.alarm_morning_min = cases[i].morning;
        check_next(zone, &rules, at(zone, cases[i].start), at(zone, cases[i].after),
                   at(zone, cases[i].next));
    }
}

TEST(a_community_may_leave_the_last_alarms_out_and_a_zone_that_is_none_is_refused)
{
    int64_t start = test_at("Asia/Tokyo", "2026-11-26T16:45"), next;
    struct rules rules;

    rules_defaults(&rules);
    rules.alarm_first_min = rules.alarm_last_min = 0;
    check_next("Asia/Tokyo", &rules, start, start - HOUR_MS, 0);
    CHECK_STATUS(alarm_next("Mars/Olympus", &rules, start, 0, &next), E_INVALID);
}
