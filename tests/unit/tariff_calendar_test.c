/* tariff_calendar_test.c - the minute before and after: midnights, ends of months and years, and
 * the two nights a year in which the clock jumps. */
#include "app/base/clock.h"
#include "tests/tariffs.h"
#include "tests/test.h"

#define TOKYO    "Asia/Tokyo"
#define BERLIN   "Europe/Berlin"
#define NEW_YORK "America/New_York"

/* To the minute, without minimum: 10 a minute on weekdays, 20 at weekends, 30 on holidays, 40 at
 * year-end, so that an amount tells which minutes were what. */
static struct tariff telling_tariff(const char *zone)
{
    struct tariff t = {.currency = "JPY", .round_unit_minor = 1, .crossing = CROSS_MINUTE};

    for (int c = 0; c < DAY_CLASS_COUNT; c++) {
        t.bands.band[c] = (struct tariff_band){(enum day_class)c, 0, 1440, 600 * (c + 1)};
    }
    t.bands.n = DAY_CLASS_COUNT;
    t.bands.year_end_from_md = 1229;
    t.bands.year_end_until_md = 103;
    t.bands.zone = zone;
    return t;
}

static int64_t cost(const struct tariff *t, struct day_set holidays, int64_t start_at,
                    int64_t end_at)
{
    struct tariff_job job = {.start_at = start_at, .end_at = end_at, .children = 1, .age = {5}};
    struct price p;
    enum reason why;

    CHECK_STATUS(tariff_price(t, holidays, &job, &p, &why), OK);
    return p.guardian_pays_minor;
}

TEST(each_minute_belongs_to_its_own_local_day)
{
    static const struct {
        const char *start, *end;
        int64_t minor;
    } rows[] = {
        {"2026-11-22T23:59", "2026-11-23T00:00", 20}, /* the last minute of a Sunday */
        {"2026-11-23T00:00", "2026-11-23T00:01", 30}, /* the first one of a holiday */
        {"2026-11-22T23:59", "2026-11-23T00:01", 50},
        {"2026-11-23T23:59", "2026-11-24T00:01", 40}, /* holiday, then an ordinary Tuesday */
        {"2026-11-27T23:00", "2026-11-28T01:00", 600 + 1200}, /* Friday to Saturday */
        {"2026-11-29T23:00", "2026-11-30T01:00", 1200 + 600}, /* Sunday to Monday */
        {"2026-11-30T23:59", "2026-12-01T00:01", 20},         /* a month's end */
        {"2027-03-31T23:30", "2027-04-01T00:30", 600},        /* a fiscal year's end */
        {"2026-12-28T23:59", "2026-12-29T00:01", 10 + 40},    /* the year-end days begin */
        {"2026-12-31T23:30", "2027-01-01T00:30",
         2400}, /* 1 January is a holiday; year-end counts */
        {"2027-01-03T23:59", "2027-01-04T00:01", 40 + 10}, /* and end, on a Sunday */
        {"2028-02-28T23:59", "2028-02-29T00:01", 20},      /* a leap day */
        {"2028-02-29T23:59", "2028-03-01T00:01", 20},
        {"2026-05-02T23:59", "2026-05-03T00:01", 20 + 30}, /* Saturday; Sunday that is a holiday */
        {"2026-05-06T10:00", "2026-05-06T10:01", 30},      /* substitute holiday, a Wednesday */
        {"2026-05-07T10:00", "2026-05-07T10:01", 10},
        {"2026-09-22T10:00", "2026-09-22T10:01", 30}, /* citizens' holiday between two others */
        {"2026-09-24T10:00", "2026-09-24T10:01", 10},
        {"2026-11-21T00:00", "2026-11-25T00:00", 1440 * (20 + 20 + 30 + 10)}, /* four days */
    };
    struct arena *a = test_arena();
    struct day_set holidays = test_holidays(a);
    struct tariff t = telling_tariff(TOKYO);

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t minor =
            cost(&t, holidays, test_at(TOKYO, rows[i].start), test_at(TOKYO, rows[i].end));

        if (minor != rows[i].minor) {
            test_fail(__FILE__, __LINE__, "%s to %s costs %lld, want %lld", rows[i].start,
                      rows[i].end, (long long)minor, (long long)rows[i].minor);
        }
    }
}

/* alve's hours (22-6 at 800, else 600), stepwise: the first hour whole, then half hours. */
TEST(the_night_the_clock_jumps_costs_what_really_passed)
{
    static const struct {
        const char *zone, *start, *end;
        int64_t step_minor, higher_minor;
    } rows[] = {
        /* 01:00 to 07:00 on the wall: 5 h in spring (4 of them night), 7 h in autumn (6 night) */
        {BERLIN, "2026-03-29T01:00", "2026-03-29T07:00", 4 * 800 + 600, 5 * 800},
        {BERLIN, "2026-10-25T01:00", "2026-10-25T07:00", 6 * 800 + 600, 7 * 800},
        {NEW_YORK, "2026-03-08T01:00", "2026-03-08T07:00", 4 * 800 + 600, 5 * 800},
        {NEW_YORK, "2026-11-01T01:00", "2026-11-01T07:00", 6 * 800 + 600, 7 * 800},
        {BERLIN, "2026-03-28T01:00", "2026-03-28T07:00", 5 * 800 + 600,
         6 * 800}, /* the night before */
        /* 01:30 to 03:30 is one hour in spring, three in autumn */
        {BERLIN, "2026-03-29T01:30", "2026-03-29T03:30", 800, 800},
        {BERLIN, "2026-10-25T01:30", "2026-10-25T03:30", 3 * 800, 3 * 800},
        {NEW_YORK, "2026-03-08T01:30", "2026-03-08T03:30", 800, 800},
        {NEW_YORK, "2026-11-01T00:30", "2026-11-01T02:30", 3 * 800, 3 * 800},
        /* the band's end stays on the wall: 05:00 to 07:00 */
        {BERLIN, "2026-03-29T05:00", "2026-03-29T07:00", 800 + 600, 2 * 800},
        {BERLIN, "2026-10-25T05:00", "2026-10-25T07:00", 800 + 600, 2 * 800},
    };
    struct arena *a = test_arena();
    struct day_set none = {NULL, 0};
    struct tariff t;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t from_at = test_at(rows[i].zone, rows[i].start);
        int64_t until_at = test_at(rows[i].zone, rows[i].end), step_minor, higher_minor;

        test_tariff(a, "alve", rows[i].zone, &t);
        higher_minor = cost(&t, none, from_at, until_at);
        t.crossing = CROSS_STEP;
        step_minor = cost(&t, none, from_at, until_at);
        if (step_minor != rows[i].step_minor || higher_minor != rows[i].higher_minor) {
            test_fail(__FILE__, __LINE__, "%s %s to %s: %lld by step, %lld by the higher rate",
                      rows[i].zone, rows[i].start, rows[i].end, (long long)step_minor,
                      (long long)higher_minor);
        }
    }
}

TEST(from_half_past_two_to_half_past_two_in_autumn_is_an_hour)
{
    struct arena *a = test_arena();
    struct tariff t;
    int64_t first = test_at(BERLIN, "2026-10-25T02:30"); /* a repeated hour means its first */

    test_tariff(a, "alve", BERLIN, &t);
    CHECK_I64(cost(&t, (struct day_set){NULL, 0}, first, first + HOUR_MS), 800);
    CHECK_I64(cost(&t, (struct day_set){NULL, 0}, first, first + HOUR_MS + MINUTE_MS), 1200);
}

/* 10 a minute before 02:30 on the wall, 20 after it: in autumn 02:30 comes twice, in spring never.
 */
TEST(a_bands_edge_inside_the_jump_counts_as_often_as_the_wall_shows_it)
{
    struct tariff t = telling_tariff(BERLIN);
    struct day_set none = {NULL, 0};

    for (int c = 0; c < DAY_CLASS_COUNT; c++) {
        t.bands.band[2 * c] = (struct tariff_band){(enum day_class)c, 0, 150, 600};
        t.bands.band[2 * c + 1] = (struct tariff_band){(enum day_class)c, 150, 1440, 1200};
    }
    t.bands.n = 2 * DAY_CLASS_COUNT;
    CHECK_STATUS(bands_check(&t.bands), OK);
    CHECK_I64(
        cost(&t, none, test_at(BERLIN, "2026-10-25T02:00"), test_at(BERLIN, "2026-10-25T03:00")),
        2 * (30 * 10 + 30 * 20));
    CHECK_I64(
        cost(&t, none, test_at(BERLIN, "2026-03-29T01:30"), test_at(BERLIN, "2026-03-29T03:30")),
        30 * 10 + 30 * 20);
}

TEST(a_short_day_and_a_long_day_cost_their_true_hours)
{
    struct tariff t = telling_tariff(NEW_YORK);
    struct day_set none = {NULL, 0};

    CHECK_I64(cost(&t, none, test_at(NEW_YORK, "2026-03-08T00:00"),
                   test_at(NEW_YORK, "2026-03-09T00:00")),
              23 * 60 * 20);
    CHECK_I64(cost(&t, none, test_at(NEW_YORK, "2026-11-01T00:00"),
                   test_at(NEW_YORK, "2026-11-02T00:00")),
              25 * 60 * 20);
}

TEST(a_jobs_seconds_do_not_move_a_bands_edge)
{
    struct arena *a = test_arena();
    struct day_set holidays = test_holidays(a);
    struct tariff t = telling_tariff(TOKYO);
    int64_t at = test_at(TOKYO, "2026-11-22T23:58");

    /* Begun at 23:58:30.500: of three minutes the first two begin on Sunday, the third on Monday.
     */
    CHECK_I64(cost(&t, holidays, at + 30500, at + 30500 + 3 * MINUTE_MS), 20 + 20 + 30);
}

TEST(day_classes_go_year_end_before_holiday_before_weekend)
{
    struct tariff t = telling_tariff(TOKYO);
    int64_t days[] = {20819, 20820};
    struct day_set holidays = {days, 2};

    CHECK_I64(bands_day_class(&t.bands, holidays, 20818), DAY_YEAR_END); /* 2026-12-31 */
    CHECK_I64(bands_day_class(&t.bands, holidays, 20819), DAY_YEAR_END); /* 2027-01-01, a holiday */
    t.bands.year_end_from_md = t.bands.year_end_until_md = 0;
    CHECK_I64(bands_day_class(&t.bands, holidays, 20818), DAY_WEEKDAY);
    CHECK_I64(bands_day_class(&t.bands, holidays, 20819), DAY_HOLIDAY);
    CHECK_I64(bands_day_class(&t.bands, holidays, 20820), DAY_HOLIDAY); /* a Saturday */
    CHECK_I64(bands_day_class(&t.bands, holidays, 20821), DAY_WEEKEND);
    t.bands.year_end_from_md = 1229;
    t.bands.year_end_until_md = 1231; /* without turning the year */
    CHECK_I64(bands_day_class(&t.bands, holidays, 20818), DAY_YEAR_END);
    CHECK_I64(bands_day_class(&t.bands, holidays, 20819), DAY_HOLIDAY);
}

TEST(bands_with_a_gap_an_overlap_or_no_such_time_are_no_tariff)
{
    struct tariff good = telling_tariff(TOKYO), t = good;

    CHECK_STATUS(bands_check(&t.bands), OK);
    t.bands.band[1].until_min = 1439;
    CHECK_STATUS(bands_check(&t.bands), E_INVALID);
    t = good;
    t.bands.band[t.bands.n++] = (struct tariff_band){DAY_WEEKDAY, 100, 200, 1};
    CHECK_STATUS(bands_check(&t.bands), E_INVALID);
    t.bands.band[0].until_min = 1340; /* the sum is right, the times are not */
    CHECK_STATUS(bands_check(&t.bands), E_INVALID);
    t = good;
    t.bands.n = 3;
    CHECK_STATUS(bands_check(&t.bands), E_INVALID);
    t = good;
    t.bands.band[0].rate_minor = -1;
    CHECK_STATUS(bands_check(&t.bands), E_INVALID);
    t = good;
    t.bands.year_end_from_md = 1232;
    CHECK_STATUS(bands_check(&t.bands), E_INVALID);
    t.bands.year_end_from_md = 0;
    CHECK_STATUS(bands_check(&t.bands), E_INVALID);
}
