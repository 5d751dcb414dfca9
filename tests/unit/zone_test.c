/* zone_test.c - wall time where clocks jump, calendars, and strict dates. */
#include "app/base/clock.h"
#include "app/base/zone.h"
#include "tests/test.h"

#include <pthread.h>

#define BERLIN   "Europe/Berlin"
#define NEW_YORK "America/New_York"
#define TOKYO    "Asia/Tokyo"

static int64_t utc(const char *text)
{
    struct local_time t;

    if (local_parse(text, &t) != OK) {
        test_fail(__FILE__, __LINE__, "\"%s\" is no time", text);
    }
    return t.day_number * DAY_MS + t.hour * HOUR_MS + t.minute * MINUTE_MS;
}

static enum status instant(const char *zone, const char *text, int64_t *at)
{
    struct local_time t;

    if (local_parse(text, &t) != OK) {
        test_fail(__FILE__, __LINE__, "\"%s\" is no time", text);
    }
    return zone_instant(zone, &t, at);
}

static void check_instant(const char *zone, const char *wall, const char *want_utc)
{
    char got[32], want[32];
    int64_t at = 0;

    CHECK_STATUS(instant(zone, wall, &at), OK);
    utc_format(at, got);
    utc_format(utc(want_utc), want);
    CHECK_TEXT(got, want);
}

static void check_wall(const char *zone, const char *at_utc, const char *want)
{
    char got[LOCAL_TEXT_BYTES];
    struct local_time t;

    CHECK_STATUS(zone_local(zone, utc(at_utc), &t), OK);
    local_format(&t, got);
    CHECK_TEXT(got, want);
}

TEST(tokyo_is_nine_hours_ahead_all_year)
{
    check_wall(TOKYO, "2026-11-25T07:45", "2026-11-25T16:45");
    check_wall(TOKYO, "2026-07-31T15:00", "2026-08-01T00:00");
    check_wall(TOKYO, "2025-12-31T14:59", "2025-12-31T23:59");
    check_instant(TOKYO, "2026-11-25T16:45", "2026-11-25T07:45");
    check_instant(TOKYO, "2026-01-01T00:00", "2025-12-31T15:00");
}

TEST(an_hour_that_spring_skips_in_berlin_is_refused)
{
    int64_t at;

    check_instant(BERLIN, "2026-03-29T01:59", "2026-03-29T00:59");
    CHECK_STATUS(instant(BERLIN, "2026-03-29T02:00", &at), E_INVALID);
    CHECK_STATUS(instant(BERLIN, "2026-03-29T02:30", &at), E_INVALID);
    CHECK_STATUS(instant(BERLIN, "2026-03-29T02:59", &at), E_INVALID);
    check_instant(BERLIN, "2026-03-29T03:00", "2026-03-29T01:00");
    check_wall(BERLIN, "2026-03-29T00:59", "2026-03-29T01:59");
    check_wall(BERLIN, "2026-03-29T01:00", "2026-03-29T03:00");
}

TEST(an_hour_that_autumn_repeats_in_berlin_means_its_first)
{
    check_instant(BERLIN, "2026-10-25T01:59", "2026-10-24T23:59");
    check_instant(BERLIN, "2026-10-25T02:00", "2026-10-25T00:00");
    check_instant(BERLIN, "2026-10-25T02:59", "2026-10-25T00:59");
    check_instant(BERLIN, "2026-10-25T03:00", "2026-10-25T02:00");
    check_wall(BERLIN, "2026-10-25T00:30", "2026-10-25T02:30");
    check_wall(BERLIN, "2026-10-25T01:30", "2026-10-25T02:30");
}

TEST(new_york_skips_and_repeats_an_hour_too)
{
    int64_t at;

    check_instant(NEW_YORK, "2026-03-08T01:59", "2026-03-08T06:59");
    CHECK_STATUS(instant(NEW_YORK, "2026-03-08T02:00", &at), E_INVALID);
    CHECK_STATUS(instant(NEW_YORK, "2026-03-08T02:59", &at), E_INVALID);
    check_instant(NEW_YORK, "2026-03-08T03:00", "2026-03-08T07:00");
    check_instant(NEW_YORK, "2026-11-01T01:30", "2026-11-01T05:30");
    check_wall(NEW_YORK, "2026-11-01T06:30", "2026-11-01T01:30");
    check_instant(NEW_YORK, "2026-11-01T02:00", "2026-11-01T07:00");
}

TEST(zones_with_odd_shifts_are_true_as_well)
{
    int64_t at;

    /* Lord Howe moves by half an hour, Kathmandu stands at 5:45, Samoa left out a whole day. */
    CHECK_STATUS(instant("Australia/Lord_Howe", "2026-10-04T02:15", &at), E_INVALID);
    check_instant("Australia/Lord_Howe", "2026-10-04T02:30", "2026-10-03T15:30");
    check_instant("Asia/Kathmandu", "2026-06-01T12:00", "2026-06-01T06:15");
    CHECK_STATUS(instant("Pacific/Apia", "2011-12-30T12:00", &at), E_INVALID);
    check_instant("Pacific/Apia", "2011-12-29T23:59", "2011-12-30T09:59");
    check_instant("Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00");
}

TEST(every_wall_clock_leads_back_to_an_instant_with_the_same_wall_clock)
{
    static const char *const zones[] = {BERLIN, NEW_YORK, TOKYO, "Australia/Lord_Howe", "UTC"};

    for (int i = 0; i < 2000; i++) {
        const char *zone = zones[test_random() % 5];
        int64_t at = (int64_t)(test_random() % 4102444800) * 1000, back;
        struct local_time there, again;

        CHECK_STATUS(zone_local(zone, at, &there), OK);
        CHECK_STATUS(zone_instant(zone, &there, &back), OK);
        CHECK(back <= at && at - back <= HOUR_MS);
        CHECK_STATUS(zone_local(zone, back, &again), OK);
        CHECK(there.hour == again.hour && there.minute == again.minute);
        CHECK(there.second == again.second && there.day_number == again.day_number);
    }
}

TEST(the_next_change_of_a_zone_is_its_very_first_instant)
{
    int64_t at;

    CHECK_STATUS(zone_next_change(BERLIN, utc("2026-01-01T00:00"), &at), OK);
    CHECK_I64(at, utc("2026-03-29T01:00"));
    CHECK_STATUS(zone_next_change(BERLIN, at - 1, &at), OK);
    CHECK_I64(at, utc("2026-03-29T01:00"));
    CHECK_STATUS(zone_next_change(BERLIN, at, &at), OK);
    CHECK_I64(at, utc("2026-10-25T01:00"));
    CHECK_STATUS(zone_next_change(NEW_YORK, utc("2026-03-08T07:00"), &at), OK);
    CHECK_I64(at, utc("2026-11-01T06:00"));
}

TEST(a_zone_that_never_changes_again_says_so)
{
    int64_t at;

    CHECK_STATUS(zone_next_change(TOKYO, utc("2026-01-01T00:00"), &at), OK);
    CHECK_I64(at, INT64_MAX);
    CHECK_STATUS(zone_next_change("UTC", 0, &at), OK);
    CHECK_I64(at, INT64_MAX);
}

TEST(changes_that_move_no_clock_are_passed_over)
{
    int64_t at = utc("1900-01-01T00:00");
    struct local_time before, after;

    /* London in 1968-1971: from summer time to standard time of the same offset. */
    for (int i = 0; i < 200; i++) {
        CHECK_STATUS(zone_next_change("Europe/London", at, &at), OK);
        CHECK(at != INT64_MAX);
        CHECK_STATUS(zone_local("Europe/London", at - 1000, &before), OK);
        CHECK_STATUS(zone_local("Europe/London", at, &after), OK);
        CHECK(before.minute != after.minute || (before.hour + 1) % 24 != after.hour);
    }
}

TEST(only_names_of_iana_zones_are_zones)
{
    static const char *const good[] = {
        TOKYO,          BERLIN, "UTC",   "Etc/UTC", "GMT",
        "Etc/GMT+5",    "EST",  "Japan", "CET",     "America/Argentina/Buenos_Aires",
        "Asia/Calcutta"};
    static const char *const bad[] = {
        "",
        "Mars/Olympus",
        "Asia:Tokyo",
        "Asia/Tokyo ",
        " Asia/Tokyo",
        "asia/tokyo",
        "JST",
        "PST",
        "ACT",
        "GMT+9",
        "+09:00",
        "Etc/Unknown",
        "Asia/",
        "../../etc/passwd",
        "Asia/Tokyo\n",
        "東京",
        "ET ",
        " ET",
        "UTC+9",
        "Europe/Berlin;rm",
        "Asia/Tokyo/Asia/Tokyo/Asia/Tokyo/Asia/Tokyo/Asia/Tokyo/Asia/Tokyo/Asia/Tokyo"};
    struct local_time t = {.year = 2026, .month = 1, .day = 1};
    int64_t at;

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (zone_check(good[i]) != OK) {
            test_fail(__FILE__, __LINE__, "\"%s\" was refused", good[i]);
        }
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (zone_check(bad[i]) != E_INVALID || zone_instant(bad[i], &t, &at) != E_INVALID ||
            zone_local(bad[i], 0, &t) != E_INVALID ||
            zone_next_change(bad[i], 0, &at) != E_INVALID) {
            test_fail(__FILE__, __LINE__, "\"%s\" was taken for a zone", bad[i]);
        }
    }
}

TEST(instants_beyond_four_digit_years_are_refused)
{
    struct local_time t;
    int64_t at;

    CHECK_STATUS(zone_local(TOKYO, INT64_MAX, &t), E_INVALID);
    CHECK_STATUS(zone_local(TOKYO, INT64_MIN, &t), E_INVALID);
    CHECK_STATUS(zone_next_change(TOKYO, INT64_MAX, &at), E_INVALID);
    check_wall("UTC", "9999-12-31T23:59", "9999-12-31T23:59");
    check_wall("UTC", "0001-01-01T00:00", "0001-01-01T00:00");
    check_instant("UTC", "9999-12-31T23:59", "9999-12-31T23:59");
    check_instant("UTC", "0001-01-01T00:00", "0001-01-01T00:00");
}

TEST(a_wall_time_that_no_clock_shows_is_refused)
{
    const struct local_time good = {2026, 11, 25, 23, 59, 59, 0, 0};
    struct local_time t;
    int64_t at;

    CHECK_STATUS(zone_instant(TOKYO, &good, &at), OK);
    t = good, t.hour = 24;
    CHECK_STATUS(zone_instant(TOKYO, &t, &at), E_INVALID);
    t = good, t.minute = 60;
    CHECK_STATUS(zone_instant(TOKYO, &t, &at), E_INVALID);
    t = good, t.second = 60;
    CHECK_STATUS(zone_instant(TOKYO, &t, &at), E_INVALID);
    t = good, t.hour = -1;
    CHECK_STATUS(zone_instant(TOKYO, &t, &at), E_INVALID);
    t = good, t.day = 31;
    CHECK_STATUS(zone_instant(TOKYO, &t, &at), E_INVALID);
    t = good, t.month = 13;
    CHECK_STATUS(zone_instant(TOKYO, &t, &at), E_INVALID);
}

TEST(day_numbers_run_through_four_centuries_without_a_gap)
{
    int64_t first = date_to_day_number(1890, 1, 1);
    int y, m, d, last_y = 1889, last_m = 12, last_d = 31;

    for (int64_t n = first; n < first + 146097; n++) {
        day_number_to_date(n, &y, &m, &d);
        CHECK_I64(date_to_day_number(y, m, d), n);
        CHECK((y == last_y && m == last_m && d == last_d + 1) ||
              (y == last_y && m == last_m + 1 && d == 1) ||
              (y == last_y + 1 && m == 1 && d == 1 && last_m == 12));
        last_y = y, last_m = m, last_d = d;
    }
    CHECK_I64(date_to_day_number(1970, 1, 1), 0);
    CHECK_I64(date_to_day_number(2000, 3, 1), 11017);
    CHECK_I64(date_to_day_number(1969, 12, 31), -1);
}

TEST(weekdays_are_right_before_and_after_1970)
{
    CHECK_I64(weekday_of(0), 4);
    CHECK_I64(weekday_of(-1), 3);
    CHECK_I64(weekday_of(-4), 7);
    CHECK_I64(weekday_of(date_to_day_number(2026, 11, 22)), 7);
    CHECK_I64(weekday_of(date_to_day_number(2026, 11, 23)), 1);
    CHECK_I64(weekday_of(date_to_day_number(1900, 1, 1)), 1);
}

TEST(leap_days_exist_only_in_leap_years)
{
    int64_t day;

    CHECK_STATUS(date_parse("2024-02-29", &day), OK);
    CHECK_STATUS(date_parse("2000-02-29", &day), OK);
    CHECK_STATUS(date_parse("2023-02-29", &day), E_INVALID);
    CHECK_STATUS(date_parse("1900-02-29", &day), E_INVALID);
    CHECK_STATUS(date_parse("2100-02-29", &day), E_INVALID);
    CHECK_STATUS(date_parse("2024-02-30", &day), E_INVALID);
    check_instant(TOKYO, "2024-02-29T00:00", "2024-02-28T15:00");
}

TEST(dates_have_one_exact_form)
{
    static const char *const bad[] = {
        "",           "2026-11-2",   "2026-11-255", "2026-1-25",  "2026/11/25",       "20261125",
        "2026-00-25", "2026-13-25",  "2026-11-00",  "2026-11-31", "0000-11-25",       "+026-11-25",
        "-026-11-25", " 2026-11-25", "2026-11-25 ", "2026-11-2x", "2026-11-25T00:00", "２０２６",
        "2026-11--5", "2026-04-31",  "2026 11 25",
    };
    char text[LOCAL_TEXT_BYTES];
    int64_t day = 42;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (date_parse(bad[i], &day) != E_INVALID || day != 42) {
            test_fail(__FILE__, __LINE__, "\"%s\" was taken for a date", bad[i]);
        }
    }
    CHECK_STATUS(date_parse("2026-11-25", &day), OK);
    date_format(day, text);
    CHECK_TEXT(text, "2026-11-25");
    date_format(date_to_day_number(1, 1, 1), text);
    CHECK_TEXT(text, "0001-01-01");
}

TEST(local_times_have_one_exact_form)
{
    static const char *const bad[] = {
        "",
        "2026-11-25",
        "2026-11-25T",
        "2026-11-25T16",
        "2026-11-25T16:4",
        "2026-11-25T16:455",
        "2026-11-25T16:45:00",
        "2026-11-25T16:45Z",
        "2026-11-25 16:45",
        "2026-11-25t16:45",
        "2026-11-25T24:00",
        "2026-11-25T23:60",
        "2026-11-25T-1:00",
        "2026-11-31T12:00",
        " 2026-11-25T16:4",
    };
    struct local_time t = {.year = 42};

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (local_parse(bad[i], &t) != E_INVALID || t.year != 42) {
            test_fail(__FILE__, __LINE__, "\"%s\" was taken for a time", bad[i]);
        }
    }
    CHECK_STATUS(local_parse("2026-11-25T16:45", &t), OK);
    CHECK(t.year == 2026 && t.month == 11 && t.day == 25 && t.hour == 16 && t.minute == 45);
    CHECK(t.second == 0 && t.weekday == 3);
    CHECK_I64(t.day_number, date_to_day_number(2026, 11, 25));
}

TEST(utc_texts_are_right_to_the_millisecond_also_before_1970)
{
    char text[32];

    utc_format(utc("2026-11-25T07:45"), text);
    CHECK_TEXT(text, "2026-11-25T07:45:00.000Z");
    utc_format(-1, text);
    CHECK_TEXT(text, "1969-12-31T23:59:59.999Z");
    utc_format(0, text);
    CHECK_TEXT(text, "1970-01-01T00:00:00.000Z");
}

TEST(a_child_is_a_year_older_on_its_birthday_and_not_the_day_before)
{
    int64_t born = date_to_day_number(2022, 11, 25), leap = date_to_day_number(2024, 2, 29);

    CHECK_I64(age_on(born, date_to_day_number(2025, 11, 24)), 2);
    CHECK_I64(age_on(born, date_to_day_number(2025, 11, 25)), 3);
    CHECK_I64(age_on(born, born), 0);
    CHECK_I64(age_on(leap, date_to_day_number(2025, 2, 28)), 0);
    CHECK_I64(age_on(leap, date_to_day_number(2025, 3, 1)), 1);
    CHECK_I64(age_on(leap, date_to_day_number(2028, 2, 28)), 3);
    CHECK_I64(age_on(leap, date_to_day_number(2028, 2, 29)), 4);
    CHECK_I64(age_on(born, born - 1), -1);
}

static void *ask_the_zone(void *arg)
{
    struct local_time t;
    int64_t at;

    for (int i = 0; i < 500; i++) {
        if (zone_local(BERLIN, INT64_C(1774746000000), &t) != OK || t.hour != 3 ||
            zone_instant(BERLIN, &t, &at) != OK || at != INT64_C(1774746000000)) {
            *(bool *)arg = false;
        }
    }
    return NULL;
}

TEST_IN("concurrent", eight_threads_may_ask_a_zone_at_once)
{
    pthread_t threads[8];
    bool right[8];

    for (int i = 0; i < 8; i++) {
        right[i] = true;
        CHECK(pthread_create(&threads[i], NULL, ask_the_zone, &right[i]) == 0);
    }
    for (int i = 0; i < 8; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK(right[i]);
    }
}
