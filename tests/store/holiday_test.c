/* holiday_test.c - a community's holidays: imported whole or not at all, once or twice, late. */
#include "app/base/zone.h"
#include "app/domain/holiday.h"
#include "app/domain/shipped.h"
#include "tests/database.h"
#include "tests/tariffs.h"
#include "tests/test.h"
#include "tests/town.h"

#include <string.h>

#define TOKYO "Asia/Tokyo"
#define HEAD  "date,name_ja,name_en,source\n"

static struct slice text(const char *s)
{
    return (struct slice){(const uint8_t *)s, strlen(s)};
}

static struct holiday_import import(struct ctx *x, const char *file)
{
    struct holiday_import im;

    CHECK_STATUS(holiday_import(x, TOWN_ID, text(file), &im), OK);
    return im;
}

struct look {
    int64_t from_day, until_day;
    struct day_set days;
    int months;
};

static enum status look(struct ctx *x, void *arg)
{
    struct look *l = arg;
    enum status s = holiday_days(x, TOWN_ID, l->from_day, l->until_day, &l->days);

    return s == OK ? holiday_months_left(x, TOWN_ID, TOKYO, &l->months) : s;
}

static struct look seen(struct ctx *x, int from_year, int until_year)
{
    struct look l = {.from_day = date_to_day_number(from_year, 1, 1),
                     .until_day = date_to_day_number(until_year, 1, 1)};

    CHECK_STATUS(ctx_read(x, look, &l), OK);
    return l;
}

TEST_BOTH(the_shipped_holidays_are_imported_once_and_a_second_time_writes_nothing)
{
    struct ctx x = town_new(engine);
    struct holiday_import im;
    struct look l;

    CHECK_STATUS(holiday_import(&x, TOWN_ID, shipped_holidays(), &im), OK);
    CHECK_I64(im.added, 552);
    CHECK_STATUS(holiday_import(&x, TOWN_ID, shipped_holidays(), &im), OK);
    CHECK_I64(im.added + im.changed + im.removed, 0);
    l = seen(&x, 2026, 2027);
    CHECK_I64(l.days.n, 18);
    CHECK(day_set_has(l.days, date_to_day_number(2026, 11, 23)));
    CHECK_I64(l.days.days[0], date_to_day_number(2026, 1, 1));
    CHECK_I64(l.months, 24 * 12 + 1); /* from 22 November 2026 to the end of 2050 */
    database_check(x.db);
}

TEST_BOTH(a_file_with_one_bad_line_changes_nothing)
{
    struct ctx x = town_new(engine);
    struct holiday_import im;

    CHECK_STATUS(holiday_import(&x, TOWN_ID,
                                text(HEAD "2026-01-01,元日,New Year's Day,me\n"
                                          "2026-13-01,無,None,me\n"),
                                &im),
                 E_INVALID);
    CHECK_I64(im.file.bad_n, 1);
    CHECK_I64(im.file.bad[0].line, 3);
    CHECK_I64(seen(&x, 2026, 2027).days.n, 0);
}

TEST_BOTH(a_newer_edition_moves_renames_and_removes_days_of_its_own_source_alone)
{
    struct ctx x = town_new(engine);
    struct holiday_import im;
    struct look l;

    import(&x, HEAD "2026-02-02,市の日,City Day,town hall\n2026-02-11,市の祭,Feast,town hall\n");
    im = import(&x, HEAD "2026-01-01,元日,New Year's Day,jp 1\n2026-02-11,建国,Foundation,jp 1\n"
                         "2026-07-20,海の日,Marine Day,jp 1\n2026-11-03,文化,Culture,jp 1\n");
    CHECK_I64(im.added, 3); /* 11 February is the town hall's already */
    im = import(&x, HEAD "2026-01-01,元日,New Year's Day,jp 2\n2026-07-23,海の日,Marine Day,jp 2\n"
                         "2026-11-03,文化の日,Culture Day,jp 2\n");
    CHECK_I64(im.added, 1);
    CHECK_I64(im.changed, 2); /* a name, and the edition of both that stay */
    CHECK_I64(im.removed, 1);
    l = seen(&x, 2026, 2027);
    CHECK_I64(l.days.n, 5);
    CHECK(day_set_has(l.days, date_to_day_number(2026, 2, 2)));
    CHECK(day_set_has(l.days, date_to_day_number(2026, 2, 11)));
    CHECK(day_set_has(l.days, date_to_day_number(2026, 7, 23)));
    CHECK(!day_set_has(l.days, date_to_day_number(2026, 7, 20)));
}

TEST_BOTH(a_file_says_nothing_about_days_before_its_first_and_after_its_last)
{
    struct ctx x = town_new(engine);

    import(&x, HEAD "2026-01-01,元日,New Year's Day,jp 1\n2027-01-01,元日,New Year's Day,jp 1\n"
                    "2028-01-01,元日,New Year's Day,jp 1\n");
    CHECK_I64(import(&x, HEAD "2027-01-01,元日,New Year's Day,jp 1\n").removed, 0);
    CHECK_I64(seen(&x, 2026, 2029).days.n, 3);
}

TEST_BOTH(holidays_for_a_community_that_does_not_exist_are_refused)
{
    struct ctx x = town_new(engine);
    struct holiday_import im;

    CHECK_STATUS(holiday_import(&x, 999, shipped_holidays(), &im), E_NOT_FOUND);
}

TEST_BOTH(the_months_that_remain_are_whole_and_end_with_the_last_years_december)
{
    static const struct {
        const char *now;
        int months;
    } rows[] = {
        {"2026-11-22T00:00", 1},  {"2026-12-01T00:00", 1},  {"2026-12-01T23:59", 1},
        {"2026-12-02T00:00", 0},  {"2026-01-01T00:00", 12}, {"2025-12-31T23:59", 12},
        {"2025-12-01T00:00", 13}, {"2027-01-01T00:00", 0},  {"2030-01-01T00:00", 0},
    };
    struct ctx x = town_new(engine);

    CHECK_I64(seen(&x, 2026, 2027).months, 0);
    import(&x, HEAD "2026-11-23,勤労感謝の日,Labor Thanksgiving Day,jp 1\n");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        x.now = test_at(TOKYO, rows[i].now);
        CHECK_I64(seen(&x, 2026, 2027).months, rows[i].months);
    }
}
