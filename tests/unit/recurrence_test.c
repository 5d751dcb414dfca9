/* recurrence_test.c - which dates a series has, and which instants its wall times are: the two
 * nights a year in which the clock jumps, midnights, ends of months and years, leap days; and until
 * when a pre-meeting counts on such days. */
#include "app/base/clock.h"
#include "app/base/zone.h"
#include "app/domain/premeeting.h"
#include "app/domain/recurrence.h"
#include "tests/tariffs.h"
#include "tests/test.h"

#define TOKYO      "Asia/Tokyo"
#define BERLIN     "Europe/Berlin"
#define NEW_YORK   "America/New_York"
#define TUESDAY    2
#define MON_TO_FRI 31

static int64_t day_of(const char *date)
{
    int64_t day = 0;

    CHECK_STATUS(date_parse(date, &day), OK);
    return day;
}

TEST(a_series_has_the_dates_that_its_rule_says)
{
    static const struct {
        int64_t weekdays, every_weeks;
        const char *from, *until;
        int n;
        const char *first, *last;
    } rows[] = {
        {TUESDAY, 1, "2026-12-01", "2027-03-02", 14, "2026-12-01", "2027-03-02"},
        {TUESDAY, 1, "2026-12-02", "2027-03-01", 12, "2026-12-08", "2027-02-23"},
        {TUESDAY, 2, "2026-12-01", "2027-03-02", 7, "2026-12-01", "2027-02-23"},
        /* The week of a Wednesday counts from its Monday: its Tuesday is over, the next one due. */
        {TUESDAY, 2, "2026-12-02", "2027-03-02", 6, "2026-12-15", "2027-02-23"},
        {TUESDAY | 64, 1, "2026-12-06", "2026-12-08", 2, "2026-12-06", "2026-12-08"},
        {64, 2, "2026-12-06", "2026-12-20", 2, "2026-12-06", "2026-12-20"}, /* Sundays */
        {127, 1, "2027-12-31", "2028-01-01", 2, "2027-12-31", "2028-01-01"},
        {127, 1, "2028-02-28", "2028-03-01", 3, "2028-02-28", "2028-03-01"}, /* a leap day */
        {127, 1, "2027-03-31", "2027-04-01", 2, "2027-03-31", "2027-04-01"},
        {TUESDAY, 1, "2028-02-29", "2028-02-29", 1, "2028-02-29", "2028-02-29"},
        {TUESDAY, 8, "2026-12-01", "2027-11-30", 7, "2026-12-01", "2027-11-02"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct recurrence r = {rows[i].weekdays, rows[i].every_weeks, day_of(rows[i].from),
                               day_of(rows[i].until)};
        int64_t days[SERIES_DATES_MAX];
        int n;

        CHECK_STATUS(recurrence_days(&r, days, &n), OK);
        CHECK_I64(n, rows[i].n);
        CHECK_I64(days[0], day_of(rows[i].first));
        CHECK_I64(days[n - 1], day_of(rows[i].last));
    }
}

TEST(a_rule_without_a_date_or_with_too_many_is_refused)
{
    int64_t days[SERIES_DATES_MAX], from = day_of("2026-12-01");
    struct recurrence none = {64, 1, from, from + 4}, bits = {0, 1, from, from + 9};
    struct recurrence eighth = {128, 1, from, from + 9}, weeks = {1, 9, from, from + 90};
    struct recurrence back = {127, 1, from, from - 1}, year = {1, 1, from, from + 366};
    struct recurrence many = {MON_TO_FRI, 1, from, from + 364}, leap = {1, 1, from, from + 365};
    int n;

    CHECK_STATUS(recurrence_days(&none, days, &n), E_INVALID);
    CHECK_STATUS(recurrence_days(&bits, days, &n), E_INVALID);
    CHECK_STATUS(recurrence_days(&eighth, days, &n), E_INVALID);
    CHECK_STATUS(recurrence_days(&weeks, days, &n), E_INVALID);
    CHECK_STATUS(recurrence_days(&back, days, &n), E_INVALID);
    CHECK_STATUS(recurrence_days(&year, days, &n), E_INVALID);
    CHECK_STATUS(recurrence_days(&leap, days, &n), OK);
    CHECK_STATUS(recurrence_days(&many, days, &n), E_TOO_LARGE);
}

/* from and until are wall times of the date in minutes; what they are as instants in UTC. */
TEST(wall_times_keep_their_hour_over_every_change_of_the_clock)
{
    static const struct {
        const char *zone, *date;
        int64_t from_min, until_min;
        const char *from_utc, *until_utc;
        enum wall wall;
    } rows[] = {
        {TOKYO, "2026-12-01", 990, 1080, "2026-12-01T07:30", "2026-12-01T09:00", WALL_PLAIN},
        {BERLIN, "2026-03-24", 990, 1080, "2026-03-24T15:30", "2026-03-24T17:00", WALL_PLAIN},
        {BERLIN, "2026-03-31", 990, 1080, "2026-03-31T14:30", "2026-03-31T16:00", WALL_PLAIN},
        {NEW_YORK, "2026-03-03", 990, 1080, "2026-03-03T21:30", "2026-03-03T23:00", WALL_PLAIN},
        {NEW_YORK, "2026-03-10", 990, 1080, "2026-03-10T20:30", "2026-03-10T22:00", WALL_PLAIN},
        {NEW_YORK, "2026-11-03", 990, 1080, "2026-11-03T21:30", "2026-11-03T23:00", WALL_PLAIN},
        /* The gap: 02:30 is not there, and is an hour later. */
        {BERLIN, "2026-03-29", 150, 240, "2026-03-29T01:30", "2026-03-29T02:00", WALL_SKIPPED},
        {NEW_YORK, "2026-03-08", 150, 240, "2026-03-08T07:30", "2026-03-08T08:00", WALL_SKIPPED},
        {BERLIN, "2026-03-29", 119, 180, "2026-03-29T00:59", "2026-03-29T01:00", WALL_PLAIN},
        {BERLIN, "2026-03-29", 120, 200, "2026-03-29T01:00", "2026-03-29T01:20", WALL_SKIPPED},
        /* ... and when it would end before it begins, it keeps its length. */
        {BERLIN, "2026-03-29", 150, 185, "2026-03-29T01:30", "2026-03-29T02:05", WALL_SKIPPED},
        {BERLIN, "2026-03-29", 90, 150, "2026-03-29T00:30", "2026-03-29T01:30", WALL_SKIPPED},
        /* Over the gap durations are true: 01:30 to 05:00 are two and a half hours. */
        {BERLIN, "2026-03-29", 90, 300, "2026-03-29T00:30", "2026-03-29T03:00", WALL_PLAIN},
        {BERLIN, "2026-03-28", 1410, 1440 + 150, "2026-03-28T22:30", "2026-03-29T01:30",
         WALL_SKIPPED},
        /* The fold: 02:30 is there twice, and means the first. */
        {BERLIN, "2026-10-25", 150, 240, "2026-10-25T00:30", "2026-10-25T03:00", WALL_REPEATED},
        {BERLIN, "2026-10-25", 150, 170, "2026-10-25T00:30", "2026-10-25T00:50", WALL_REPEATED},
        {BERLIN, "2026-10-25", 119, 180, "2026-10-24T23:59", "2026-10-25T02:00", WALL_PLAIN},
        {BERLIN, "2026-10-25", 120, 180, "2026-10-25T00:00", "2026-10-25T02:00", WALL_REPEATED},
        {NEW_YORK, "2026-11-01", 90, 150, "2026-11-01T05:30", "2026-11-01T07:30", WALL_REPEATED},
        {NEW_YORK, "2026-11-01", 59, 120, "2026-11-01T04:59", "2026-11-01T07:00", WALL_PLAIN},
        /* Over midnight, a month's, a year's and a fiscal year's end, a leap day. */
        {TOKYO, "2026-11-30", 1380, 1500, "2026-11-30T14:00", "2026-11-30T16:00", WALL_PLAIN},
        {TOKYO, "2026-12-31", 1380, 1500, "2026-12-31T14:00", "2026-12-31T16:00", WALL_PLAIN},
        {TOKYO, "2027-03-31", 1380, 1500, "2027-03-31T14:00", "2027-03-31T16:00", WALL_PLAIN},
        {TOKYO, "2028-02-28", 1380, 1500, "2028-02-28T14:00", "2028-02-28T16:00", WALL_PLAIN},
        {TOKYO, "2028-02-29", 1380, 1500, "2028-02-29T14:00", "2028-02-29T16:00", WALL_PLAIN},
        {BERLIN, "2026-12-31", 1380, 1500, "2026-12-31T22:00", "2027-01-01T00:00", WALL_PLAIN},
        {NEW_YORK, "2028-02-29", 0, 1440, "2028-02-29T05:00", "2028-03-01T05:00", WALL_PLAIN},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t min[2] = {rows[i].from_min, rows[i].until_min}, at[2];
        enum wall wall;

        CHECK_STATUS(wall_instants(rows[i].zone, day_of(rows[i].date), min, 2, at, &wall), OK);
        CHECK_I64(at[0], test_at("UTC", rows[i].from_utc));
        CHECK_I64(at[1], test_at("UTC", rows[i].until_utc));
        CHECK_I64(wall, rows[i].wall);
    }
}

/* Beirut puts its clock forward at midnight; Samoa left out a whole day. */
TEST(a_midnight_that_is_skipped_is_an_hour_later_and_a_day_that_is_skipped_is_none)
{
    int64_t at;
    enum wall wall;

    CHECK_STATUS(wall_instant("Asia/Beirut", day_of("2026-03-29"), 0, &at, &wall), OK);
    CHECK_I64(wall, WALL_SKIPPED);
    CHECK_I64(at, test_at("Asia/Beirut", "2026-03-29T01:00"));
    CHECK_STATUS(wall_instant("Pacific/Apia", day_of("2011-12-30"), 720, &at, &wall), E_INVALID);
    CHECK_STATUS(wall_instant("Europe/Nowhere", day_of("2026-03-29"), 0, &at, &wall), E_INVALID);
    CHECK_STATUS(wall_instant(TOKYO, day_of("2026-03-29"), -1, &at, &wall), E_INVALID);
}

/* From 1 April, then sixty days of grace. */
TEST(a_pre_meeting_counts_until_its_local_midnight)
{
    static const struct {
        const char *zone, *made, *until;
        int64_t month, grace_days;
    } rows[] = {
        {TOKYO, "2026-11-25T09:00", "2027-05-31T00:00", 4, 60},
        {TOKYO, "2027-03-31T23:59", "2027-05-31T00:00", 4, 60},
        {TOKYO, "2027-04-01T00:00", "2028-05-31T00:00", 4, 60},
        {TOKYO, "2028-02-29T12:00", "2028-05-31T00:00", 4, 60},
        {BERLIN, "2027-03-31T23:59", "2027-05-31T00:00", 4, 60},
        {BERLIN, "2027-04-01T00:00", "2028-05-31T00:00", 4, 60},
        {BERLIN, "2026-02-28T23:59", "2026-03-29T00:00", 3, 28},  /* ends on the day of the gap */
        {BERLIN, "2026-09-30T23:59", "2026-10-25T00:00", 10, 24}, /* and of the fold */
        {NEW_YORK, "2026-02-28T23:59", "2026-03-08T00:00", 3, 7},
        {NEW_YORK, "2026-10-31T23:59", "2026-11-01T00:00", 11, 0},
        {NEW_YORK, "2026-11-01T00:00", "2027-11-01T00:00", 11, 0},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct community c = {.row = {.zone = rows[i].zone}};
        int64_t until_at;

        rules_defaults(&c.rules);
        c.rules.premet_year_month = rows[i].month;
        c.rules.premet_grace_days = rows[i].grace_days;
        CHECK_STATUS(premeeting_until(&c, test_at(rows[i].zone, rows[i].made), &until_at), OK);
        CHECK_I64(until_at, test_at(rows[i].zone, rows[i].until));
    }
}
