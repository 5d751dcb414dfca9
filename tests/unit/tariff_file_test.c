/* tariff_file_test.c - the shipped tariffs and holidays are read whole or their bad line is named.
 */
#include "app/base/zone.h"
#include "app/domain/shipped.h"
#include "tests/folder.h"
#include "tests/tariffs.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

static struct slice text(const char *s)
{
    return (struct slice){(const uint8_t *)s, strlen(s)};
}

TEST(a_bad_line_of_a_tariff_file_is_named)
{
    static const struct {
        const char *bands, *wrong;
    } rows[] = {
        {"tariff,day_class,from_min,until_min,rate\n", "tariff_bands.csv:1"},
        {"tariff,day_class,from_min,until_min,rate_minor\nitami,weekday,0,1440\n",
         "tariff_bands.csv:2"},
        {"tariff,day_class,from_min,until_min,rate_minor\nother,weekday,0,24h,800\n",
         "tariff_bands.csv:2"},
        {"tariff,day_class,from_min,until_min,rate_minor\nitami,weekday,0,1440,8\"00\n",
         "tariff_bands.csv:2"},
        {"", "tariff_bands.csv:0"},
    };
    struct arena *a = test_arena();
    struct tariff_files files = shipped_tariffs();
    struct tariff_rows out;
    const char *wrong;

    CHECK_STATUS(tariff_read(a, &files, "atlantis", &out, &wrong), E_NOT_FOUND);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        files.bands = text(rows[i].bands);
        CHECK_STATUS(tariff_read(a, &files, "itami", &out, &wrong), E_INVALID);
        CHECK_TEXT(wrong, rows[i].wrong);
    }
}

static struct tariff_rows read_rows(struct arena *a, const char *name)
{
    struct tariff_files files = shipped_tariffs();
    struct tariff_rows rows;
    const char *wrong;

    CHECK_STATUS(tariff_read(a, &files, name, &rows, &wrong), OK);
    rows.tariff.zone = "Asia/Tokyo";
    return rows;
}

static void check_wrong(const struct tariff_rows *rows, const char *column)
{
    struct tariff t;
    const char *wrong = NULL;

    CHECK_STATUS(tariff_build(rows, &t, &wrong), E_INVALID);
    CHECK_TEXT(wrong, column);
}

#define WRONG(field, value, column)     \
    do {                                \
        struct tariff_rows bad_ = good; \
        bad_.tariff.field = (value);    \
        check_wrong(&bad_, (column));   \
    } while (0)

TEST(rows_that_contradict_each_other_are_no_tariff)
{
    struct arena *a = test_arena();
    struct tariff_rows good = read_rows(a, "hirakata"), bad = good;

    WRONG(currency, "yen", "currency");
    WRONG(crossing, "lower", "crossing");
    WRONG(sick, "", "sick");
    WRONG(sick, "rate", "sick_rate_minor"); /* without its rate */
    WRONG(sick_rate_minor, 900, "sick_rate_minor");
    WRONG(round_unit_minor, 0, "round_unit_minor");
    WRONG(flat_minor, 0, "flat_minor");
    WRONG(flat_until_min, 0, "flat_minor"); /* a price without its job */
    WRONG(step_min, -30, "step_min");
    WRONG(sibling_pct, 101, "sibling_pct");
    WRONG(uplift_one_minor, 1, "uplift_one_minor"); /* more than for both */
    WRONG(top_up_minor, 500, "top_up_minor");
    WRONG(year_end_until_md, 0, "bands");
    WRONG(year_end_from_md, 1131, "bands");
    bad.bands_n--;
    check_wrong(&bad, "bands");
    bad = good;
    bad.steps_n--;
    check_wrong(&bad, "ladder");
}

static bool listed(struct day_set days, const char *date)
{
    int64_t day;

    CHECK_STATUS(date_parse(date, &day), OK);
    return day_set_has(days, day);
}

TEST(the_holidays_of_japan_are_those_of_the_law)
{
    struct day_set days = test_holidays(test_arena());

    CHECK(listed(days, "2026-11-23"));  /* Labour Thanksgiving Day */
    CHECK(listed(days, "2026-05-06"));  /* substitute for 3 May, a Sunday */
    CHECK(listed(days, "2026-09-22"));  /* citizens' holiday, between two others */
    CHECK(listed(days, "2020-07-24"));  /* moved for the Games of 2020 ... */
    CHECK(listed(days, "2021-07-23"));  /* ... and of 2021 */
    CHECK(!listed(days, "2021-10-11")); /* from where it was moved */
    CHECK(listed(days, "2027-01-01"));
    CHECK(!listed(days, "2026-12-29")); /* the year-end is a matter of the tariff */
    CHECK(!listed(days, "2026-12-31"));
    CHECK(!listed(days, "2027-01-02"));
    CHECK(!listed(days, "2026-11-24"));
    CHECK(listed(days, "2020-01-01"));
    CHECK(listed(days, "2050-11-23"));
}

TEST(every_year_of_the_holiday_file_has_its_sixteen_days_and_more)
{
    struct day_set days = test_holidays(test_arena());
    int first = 0;

    for (int year = 2020; year <= 2050; year++) {
        int n = 0;

        while (first + n < days.n && days.days[first + n] < date_to_day_number(year + 1, 1, 1)) {
            n++;
        }
        CHECK(n >= 16 && n <= 21); /* 2024 had five substitutes */
        first += n;
    }
    CHECK_I64(first, days.n);
}

TEST(each_bad_line_of_a_holiday_file_is_named)
{
    static const char file[] = "date,name_ja,name_en,source\n"
                               "2026-01-01,元日,New Year's Day,me\n"
                               "2026-02-30,無い日,No Day,me\n"
                               "2026-01-12,成人の日,Coming of Age Day\n"
                               "2026-01-01,元日,New Year's Day,me\n"
                               "2025-12-31,大晦日,Eve,me\n"
                               "2026-01-12,,Coming of Age Day,me\n"
                               "2026-01-12,成人の日, ,me\n"
                               "2026-01-12,成人の日,\"Coming of\nAge Day\",me\n"
                               "2026-01-12,成人の日,Coming of Age Day,you\n"
                               "2026-01-12,成人の日,Coming \"of\" Age Day,me\n"
                               "\n"
                               "2026-01-12,成人の日,Coming of Age Day,me\n";
    static const struct bad_line want[] = {
        {3, "no such date"},
        {4, "not four cells"},
        {5, "the same date twice"},
        {6, "dates out of order"},
        {7, "name_ja is no name"},
        {8, "name_en is no name"},
        {9, "name_en is no name"},
        {11, "another source than the line before"},
        {12, "not comma-separated values"},
        {13, "not comma-separated values"},
    };
    struct holiday_file f;

    CHECK_STATUS(holiday_parse(test_arena(), text(file), &f), E_INVALID);
    CHECK_I64(f.bad_n, sizeof want / sizeof want[0]);
    for (int i = 0; i < f.bad_n; i++) {
        CHECK_I64(f.bad[i].line, want[i].line);
        CHECK_TEXT(f.bad[i].why, want[i].why);
    }
    CHECK_I64(f.n, 2);
}

TEST(a_holiday_file_that_is_none_is_refused)
{
    struct arena *a = test_arena();
    struct holiday_file f;

    CHECK_STATUS(holiday_parse(a, text(""), &f), E_INVALID);
    CHECK_I64(f.bad[0].line, 1);
    CHECK_STATUS(holiday_parse(a, text("date,name,source\n"), &f), E_INVALID);
    CHECK_I64(f.bad_n, 1);
    CHECK_STATUS(holiday_parse(a, text("date,name_ja,name_en,source\n"), &f), E_INVALID);
    CHECK_TEXT(f.bad[0].why, "no holiday in it");
    CHECK_STATUS(holiday_parse(a, text("date,\xff\n"), &f), E_INVALID);
    CHECK_TEXT(f.bad[0].why, "not UTF-8 text");
}

TEST(more_bad_lines_than_can_be_named_are_still_refused)
{
    static char file[64 * CSV_BAD_LINES_MAX];
    struct holiday_file f;
    int len = snprintf(file, sizeof file, "date,name_ja,name_en,source\n");

    for (int i = 0; i < 2 * CSV_BAD_LINES_MAX; i++) {
        len += snprintf(file + len, sizeof file - (size_t)len, "yesterday,a,b,c\n");
    }
    CHECK_STATUS(holiday_parse(test_arena(), text(file), &f), E_INVALID);
    CHECK_I64(f.bad_n, CSV_BAD_LINES_MAX);
    CHECK_I64(f.n, 0);
}
