/* ladder_test.c - cancelling: the minute before the day turns, the causes that cost nothing, and
 * what is too little to ask for. */
#include "app/base/clock.h"
#include "app/base/money.h"
#include "tests/tariffs.h"
#include "tests/test.h"

#define TOKYO "Asia/Tokyo"

static struct ladder itami(void)
{
    struct tariff t;

    test_tariff(test_arena(), "itami", TOKYO, &t);
    return t.ladder;
}

static struct cancel_fee fee(const struct ladder *l, const struct cancellation *c)
{
    struct cancel_fee f;

    CHECK_STATUS(ladder_fee(l, c, &f), OK);
    return f;
}

TEST(cancelling_costs_by_the_local_day)
{
    static const struct {
        const char *at;
        int64_t plus_ms, minor;
        const char *why;
    } rows[] = {
        {"2026-11-20T12:00", 0, 0, "cancel.free"},
        {"2026-11-24T23:59", MINUTE_MS - 1, 0, "cancel.free"},
        {"2026-11-25T00:00", 0, 750, "cancel.percent"},
        {"2026-11-25T16:44", MINUTE_MS - 1, 750, "cancel.percent"},
        {"2026-11-25T16:45", 0, 1500, "cancel.percent"}, /* without notice */
        {"2026-11-25T17:30", 0, 1500, "cancel.percent"},
    };
    struct ladder l = itami();

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct cancellation c = {.zone = TOKYO,
                                 .start_at = test_at(TOKYO, "2026-11-25T16:45"),
                                 .at = test_at(TOKYO, rows[i].at) + rows[i].plus_ms,
                                 .agreed_minor = 1500};
        struct cancel_fee f = fee(&l, &c);

        CHECK_I64(f.fee_minor, rows[i].minor);
        CHECK_TEXT(f.why, rows[i].why);
    }
}

/* 08:30 in Tokyo on the 25th is still the 24th in UTC: the local day counts. */
TEST(the_same_day_is_the_local_one)
{
    struct ladder l = itami();
    struct cancellation c = {.zone = TOKYO,
                             .start_at = test_at(TOKYO, "2026-11-25T16:45"),
                             .at = test_at(TOKYO, "2026-11-25T08:30"),
                             .agreed_minor = 1000};

    CHECK_I64(fee(&l, &c).fee_minor, 500);
    c.zone = "America/New_York"; /* where the job starts at 02:45, and it is the evening before */
    CHECK_I64(fee(&l, &c).fee_minor, 0);
    c.at = test_at(TOKYO, "2026-11-25T13:59"); /* 23:59 there */
    CHECK_I64(fee(&l, &c).fee_minor, 0);
    c.at += MINUTE_MS;
    CHECK_I64(fee(&l, &c).fee_minor, 500);
}

TEST(fever_infection_weather_and_disaster_cost_nothing)
{
    static const char *const causes[] = {"own_fever", "child_fever", "infection_notice",
                                         "weather_warning", "disaster"};
    struct ladder l = itami();
    struct cancellation c = {.zone = TOKYO, .start_at = DAY_MS, .at = DAY_MS, .agreed_minor = 900};

    for (int i = 0; i < 5; i++) {
        CHECK_STATUS(cancel_cause_parse(causes[i], &c.cause), OK);
        CHECK_TEXT(cancel_cause_text(c.cause), causes[i]);
        CHECK_I64(fee(&l, &c).fee_minor, 0);
        CHECK_TEXT(fee(&l, &c).why, "cancel.exempt");
    }
    CHECK_STATUS(cancel_cause_parse("", &c.cause), OK);
    CHECK_I64(fee(&l, &c).fee_minor, 900);
    CHECK_STATUS(cancel_cause_parse("fever", &c.cause), E_INVALID);
    CHECK_STATUS(cancel_cause_parse("own_fever ", &c.cause), E_INVALID);
}

TEST(a_supporters_cancellation_is_never_money)
{
    struct ladder l = itami();
    struct cancellation c = {
        .zone = TOKYO, .start_at = DAY_MS, .at = DAY_MS, .agreed_minor = 900, .by_supporter = true};

    CHECK_I64(fee(&l, &c).fee_minor, 0);
    CHECK_TEXT(fee(&l, &c).why, "cancel.supporter");
}

TEST(a_fee_below_fifty_yen_is_not_asked_and_percents_round_down)
{
    struct ladder l = itami();
    struct cancellation c = {.zone = TOKYO, .start_at = DAY_MS, .at = DAY_MS - 1};

    c.agreed_minor = 99; /* half: 49.5, down to 49 */
    CHECK_I64(fee(&l, &c).fee_minor, 0);
    CHECK_TEXT(fee(&l, &c).why, "cancel.small");
    c.agreed_minor = 100;
    CHECK_I64(fee(&l, &c).fee_minor, 50);
    c.agreed_minor = 1501;
    CHECK_I64(fee(&l, &c).fee_minor, 750);
    c.agreed_minor = 0;
    CHECK_I64(fee(&l, &c).fee_minor, 0);
    CHECK_TEXT(fee(&l, &c).why, "cancel.free");
    c.at = DAY_MS; /* all of it */
    c.agreed_minor = 49;
    CHECK_I64(fee(&l, &c).fee_minor, 0);
    c.agreed_minor = -1;
    CHECK_STATUS(ladder_fee(&l, &c, &(struct cancel_fee){0}), E_INVALID);
}

TEST(a_fixed_fee_is_never_more_than_the_job_would_have_cost)
{
    struct ladder l = {.n = 2};
    struct cancellation c = {.zone = TOKYO, .start_at = DAY_MS, .agreed_minor = 900};

    CHECK_STATUS(ladder_step_parse("minutes_before", 120, "fixed", 500, "", &l.step[0]), OK);
    CHECK_STATUS(ladder_step_parse("rest", 0, "fixed", 2000, "disaster", &l.step[1]), OK);
    CHECK_STATUS(ladder_check(&l), OK);
    c.at = DAY_MS - 120 * MINUTE_MS - 1;
    CHECK_I64(fee(&l, &c).fee_minor, 500);
    CHECK_TEXT(fee(&l, &c).why, "cancel.fixed");
    c.cause = CAUSE_DISASTER; /* exempt on the later step alone */
    CHECK_I64(fee(&l, &c).fee_minor, 500);
    c.at++;
    CHECK_I64(fee(&l, &c).fee_minor, 0);
    c.cause = CAUSE_NONE;
    CHECK_I64(fee(&l, &c).fee_minor, 900);
}

TEST(without_a_ladder_cancelling_is_free)
{
    struct ladder l = {.n = 0};
    struct cancellation c = {.zone = TOKYO, .start_at = DAY_MS, .at = DAY_MS, .agreed_minor = 900};

    CHECK_STATUS(ladder_check(&l), OK);
    CHECK_I64(fee(&l, &c).fee_minor, 0);
}

TEST(the_ladder_is_shown_with_its_times_and_amounts_before_anybody_cancels)
{
    struct ladder l = itami();
    struct ladder_rung rungs[LADDER_STEPS_MAX];
    int64_t start_at = test_at(TOKYO, "2026-11-25T16:45");

    CHECK_STATUS(ladder_rungs(&l, TOKYO, start_at, 1500, rungs), OK);
    CHECK_I64(l.n, 3);
    CHECK_I64(rungs[0].until_at, test_at(TOKYO, "2026-11-25T00:00"));
    CHECK_I64(rungs[0].fee_minor, 0);
    CHECK_I64(rungs[1].until_at, start_at);
    CHECK_I64(rungs[1].fee_minor, 750);
    CHECK_I64(rungs[2].until_at, INT64_MAX);
    CHECK_I64(rungs[2].fee_minor, 1500);
}

/* Beirut's clock jumps from 00:00 to 01:00 in spring; New York's and Berlin's days have 23 or 25 h.
 */
TEST(the_day_begins_where_the_local_clock_says)
{
    static const struct {
        const char *zone, *start, *day_begins;
    } rows[] = {
        {"Asia/Beirut", "2026-03-29T10:00", "2026-03-29T01:00"},
        {"Europe/Berlin", "2026-03-29T10:00", "2026-03-29T00:00"},
        {"America/New_York", "2026-11-01T10:00", "2026-11-01T00:00"},
        {TOKYO, "2027-01-01T00:00", "2027-01-01T00:00"},
        {TOKYO, "2028-03-01T10:00", "2028-03-01T00:00"},
    };
    struct ladder l = itami();

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct ladder_rung rungs[LADDER_STEPS_MAX];

        CHECK_STATUS(
            ladder_rungs(&l, rows[i].zone, test_at(rows[i].zone, rows[i].start), 100, rungs), OK);
        CHECK_I64(rungs[0].until_at, test_at(rows[i].zone, rows[i].day_begins));
    }
}

TEST(a_ladder_that_means_nothing_is_refused)
{
    struct ladder l = itami();
    struct ladder_step s;

    CHECK_STATUS(ladder_step_parse("weeks_before", 1, "percent", 0, "", &s), E_INVALID);
    CHECK_STATUS(ladder_step_parse("rest", 1, "percent", 0, "", &s), E_INVALID);
    CHECK_STATUS(ladder_step_parse("days_before", -1, "percent", 0, "", &s), E_INVALID);
    CHECK_STATUS(ladder_step_parse("days_before", 1, "percent", 101, "", &s), E_INVALID);
    CHECK_STATUS(ladder_step_parse("days_before", 1, "share", 1, "", &s), E_INVALID);
    CHECK_STATUS(ladder_step_parse("days_before", 1, "fixed", MONEY_MINOR_MAX + 1, "", &s),
                 E_INVALID);
    CHECK_STATUS(ladder_step_parse("rest", 0, "percent", 1, "child_fever  disaster", &s),
                 E_INVALID);
    CHECK_STATUS(ladder_step_parse("rest", 0, "percent", 1, "disaster disaster", &s), E_INVALID);
    CHECK_STATUS(ladder_step_parse("rest", 0, "percent", 1, "disaster ", &s), E_INVALID);
    CHECK_STATUS(ladder_step_parse("rest", 0, "percent", 1, " ", &s), E_INVALID);
    l.n = 2; /* without its rest */
    CHECK_STATUS(ladder_check(&l), E_INVALID);
    l = itami();
    l.step[0] = l.step[2];
    CHECK_STATUS(ladder_check(&l), E_INVALID);
}
