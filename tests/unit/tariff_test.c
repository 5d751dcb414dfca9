/* tariff_test.c - the five real tariffs, row by row, and what holds for any tariff at all. */
#include "app/base/clock.h"
#include "app/base/csv.h"
#include "app/base/text.h"
#include "app/domain/texts.h"
#include "tests/tariffs.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

#define TOKYO "Asia/Tokyo"

/* tariff,start,end,child_ages,condition,certificate,licence,guardian_pays,public_top_up,
 * supporter_gets,why */
static void example_job(const struct csv_row *row, struct tariff_job *job)
{
    *job = (struct tariff_job){
        .start_at = test_at(TOKYO, row->cell[1]),
        .end_at = test_at(TOKYO, row->cell[2]),
        .sick = strcmp(row->cell[4], "sick") == 0,
        .certificate = strcmp(row->cell[5], "1") == 0,
        .licence = strcmp(row->cell[6], "1") == 0,
    };
    for (const char *p = row->cell[3]; p != NULL; p = strchr(p, ';')) {
        p += *p == ';';
        job->age[job->children++] = (int)strtol(p, NULL, 10);
    }
}

static void check_sums(const struct price *p)
{
    int64_t sum[2] = {0, 0};

    for (int i = 0; i < p->lines; i++) {
        sum[p->line[i].public_money] += p->line[i].amount_minor;
    }
    CHECK_I64(sum[0], p->guardian_pays_minor);
    CHECK_I64(sum[1], p->public_top_up_minor);
    CHECK_I64(p->supporter_gets_minor, p->guardian_pays_minor + p->public_top_up_minor);
    CHECK(p->guardian_pays_minor >= 0 && p->public_top_up_minor >= 0);
    CHECK_TEXT(p->currency, "JPY");
}

static int64_t number(const char *text)
{
    int64_t n;

    CHECK_STATUS(int64_parse(text, &n), OK);
    return n;
}

TEST(every_published_example_costs_what_its_table_says)
{
    struct arena *a = test_arena();
    struct day_set holidays = test_holidays(a);
    struct csv c;
    struct csv_row row;
    int rows = 0;
    enum status s;

    CHECK_STATUS(csv_open(&c, a, test_csv("tests/data/tariff_examples.csv")), OK);
    CHECK_STATUS(csv_next(&c, &row), OK);
    while ((s = csv_next(&c, &row)) == OK) {
        struct tariff t;
        struct tariff_job job;
        struct price p;
        enum reason why;

        CHECK_I64(row.n, 11);
        test_tariff(a, row.cell[0], TOKYO, &t);
        example_job(&row, &job);
        CHECK_STATUS(tariff_price(&t, holidays, &job, &p, &why), OK);
        check_sums(&p);
        if (p.guardian_pays_minor != number(row.cell[7]) ||
            p.public_top_up_minor != number(row.cell[8]) ||
            p.supporter_gets_minor != number(row.cell[9])) {
            test_fail(__FILE__, __LINE__, "line %d, %s: pays %lld, top-up %lld, gets %lld", c.line,
                      row.cell[10], (long long)p.guardian_pays_minor,
                      (long long)p.public_top_up_minor, (long long)p.supporter_gets_minor);
        }
        rows++;
    }
    CHECK_STATUS(s, E_NOT_FOUND);
    CHECK_I64(rows, 19);
}

static struct tariff_job job_at(const char *zone, const char *start, const char *end)
{
    return (struct tariff_job){
        .start_at = test_at(zone, start), .end_at = test_at(zone, end), .children = 1, .age = {5}};
}

static struct price priced(const struct tariff *t, struct day_set holidays,
                           const struct tariff_job *job)
{
    struct price p;
    enum reason why;

    CHECK_STATUS(tariff_price(t, holidays, job, &p, &why), OK);
    CHECK_I64(why, R_NONE);
    check_sums(&p);
    return p;
}

TEST(a_price_says_how_it_was_counted)
{
    struct arena *a = test_arena();
    struct tariff_job job = job_at(TOKYO, "2026-11-25T19:30", "2026-11-25T21:00");
    struct tariff t;
    struct price p;

    test_tariff(a, "hirakata", TOKYO, &t);
    job.children = 2;
    job.age[1] = 3;
    job.waived_pct = 50;
    p = priced(&t, test_holidays(a), &job);
    CHECK_I64(p.lines, 4);
    CHECK_TEXT(p.line[0].why, "price.first");
    CHECK_I64(p.line[0].minutes, 60);
    CHECK_I64(p.line[0].rate_minor, 800);
    CHECK_I64(p.line[0].amount_minor, 800);
    CHECK_TEXT(p.line[1].why, "price.time");
    CHECK_I64(p.line[1].minutes, 30);
    CHECK_I64(p.line[1].rate_minor, 900);
    CHECK_I64(p.line[1].amount_minor, 450);
    CHECK_TEXT(p.line[2].why, "price.sibling");
    CHECK_I64(p.line[2].percent, 50);
    CHECK_I64(p.line[2].amount_minor, 625);
    CHECK_TEXT(p.line[3].why, "price.waived");
    CHECK_I64(p.line[3].percent, 50);
    CHECK_I64(p.line[3].amount_minor, -938); /* 1875 / 2 = 937.5: the guardian pays 937 */
    CHECK_I64(p.guardian_pays_minor, 937);
}

TEST(fifty_minutes_show_their_rounding)
{
    struct arena *a = test_arena();
    struct tariff_job job = job_at(TOKYO, "2026-11-25T10:00", "2026-11-25T10:50");
    struct tariff t;
    struct price p;

    test_tariff(a, "asmama", TOKYO, &t);
    p = priced(&t, test_holidays(a), &job);
    CHECK_I64(p.lines, 2);
    CHECK_I64(p.line[0].minutes, 50);
    CHECK_I64(p.line[0].amount_minor, 416);
    CHECK_TEXT(p.line[1].why, "price.rounding");
    CHECK_I64(p.line[1].amount_minor, 4);
}

TEST(a_sick_child_is_refused_where_the_tariff_does_not_take_one)
{
    struct arena *a = test_arena();
    struct tariff_job job = job_at(TOKYO, "2026-11-24T18:00", "2026-11-24T20:00");
    struct tariff t;
    struct price p;
    enum reason why;

    job.sick = true;
    test_tariff(a, "yokohama", TOKYO, &t);
    CHECK_STATUS(tariff_price(&t, test_holidays(a), &job, &p, &why), E_RULE);
    CHECK_TEXT(reason_text(why), "tariff.sick_not_taken");
    job.mode = FEE_THANKS;
    CHECK_STATUS(tariff_price(&t, test_holidays(a), &job, &p, &why), E_RULE);
    test_tariff(a, "hirakata", TOKYO, &t);
    CHECK_STATUS(tariff_price(&t, test_holidays(a), &job, &p, &why), OK);
}

TEST(a_child_aged_0_comes_alone_where_the_tariff_says_so)
{
    struct arena *a = test_arena();
    struct tariff_job job = job_at(TOKYO, "2026-11-25T09:00", "2026-11-25T10:00");
    struct tariff t;
    struct price p;
    enum reason why;

    job.children = 2;
    job.age[1] = 0;
    test_tariff(a, "hirakata", TOKYO, &t);
    CHECK_STATUS(tariff_price(&t, test_holidays(a), &job, &p, &why), E_RULE);
    CHECK_TEXT(reason_text(why), "tariff.age_0_alone");
    job.age[1] = 1;
    CHECK_STATUS(tariff_price(&t, test_holidays(a), &job, &p, &why), OK);
    job.children = 1;
    job.age[0] = 0;
    CHECK_STATUS(tariff_price(&t, test_holidays(a), &job, &p, &why), OK);
    test_tariff(a, "itami", TOKYO, &t);
    job.children = 2;
    CHECK_STATUS(tariff_price(&t, test_holidays(a), &job, &p, &why), OK);
}

TEST(a_lowered_rate_keeps_the_way_minutes_and_children_count)
{
    struct arena *a = test_arena();
    struct day_set holidays = test_holidays(a);
    struct tariff_job job = job_at(TOKYO, "2026-11-28T09:00", "2026-11-28T10:20");
    struct tariff t;

    test_tariff(a, "itami", TOKYO, &t);
    job.mode = FEE_FLAT_PER_HOUR;
    job.rate_minor = 300;
    job.children = 2;
    CHECK_I64(priced(&t, holidays, &job).guardian_pays_minor, 300 + 150 + 225);
    job.sick = true; /* neither surcharge nor band comes back */
    CHECK_I64(priced(&t, holidays, &job).guardian_pays_minor, 675);
    job.rate_minor = 0;
    CHECK_I64(priced(&t, holidays, &job).guardian_pays_minor, 0);

    test_tariff(a, "hirakata", TOKYO, &t);
    job = job_at(TOKYO, "2026-11-25T17:00", "2026-11-25T17:25");
    job.mode = FEE_FLAT_PER_HOUR;
    job.rate_minor = 300; /* an hour at 300 is less than the flat short job of 500 */
    CHECK_I64(priced(&t, holidays, &job).guardian_pays_minor, 300);
}

TEST(a_waiver_is_the_guardians_and_leaves_the_public_top_up_alone)
{
    struct arena *a = test_arena();
    struct day_set holidays = test_holidays(a);
    struct tariff_job job = job_at(TOKYO, "2026-11-24T18:00", "2026-11-24T20:00");
    struct tariff t;
    struct price p;

    test_tariff(a, "yokohama", TOKYO, &t);
    job.waived_pct = 100;
    p = priced(&t, holidays, &job);
    CHECK_I64(p.guardian_pays_minor, 0);
    CHECK_I64(p.public_top_up_minor, 1000);
    job.waived_pct = 0;
    job.children = 3; /* counted like the fee: half for each sibling */
    p = priced(&t, holidays, &job);
    CHECK_I64(p.guardian_pays_minor, 2200);
    CHECK_I64(p.public_top_up_minor, 2000);
    job.mode = FEE_THANKS;
    p = priced(&t, holidays, &job);
    CHECK_I64(p.supporter_gets_minor, 0);
    CHECK_TEXT(p.line[0].why, "price.thanks");
}

TEST(the_way_counts_only_where_the_tariff_says_so)
{
    struct arena *a = test_arena();
    struct day_set holidays = test_holidays(a);
    struct tariff_job job = job_at(TOKYO, "2026-11-25T16:00", "2026-11-25T17:00");
    struct tariff t;

    job.travel_before_min = 10;
    job.travel_after_min = 20;
    test_tariff(a, "asmama", TOKYO, &t);
    CHECK_I64(priced(&t, holidays, &job).guardian_pays_minor, 500);
    t.travel_counted = true;
    CHECK_I64(priced(&t, holidays, &job).guardian_pays_minor, 750);
}

TEST(seconds_are_nobodys_money)
{
    struct arena *a = test_arena();
    struct day_set holidays = test_holidays(a);
    struct tariff_job job = job_at(TOKYO, "2026-11-25T09:00", "2026-11-25T10:30");
    struct tariff t;

    test_tariff(a, "itami", TOKYO, &t);
    CHECK_I64(priced(&t, holidays, &job).guardian_pays_minor, 1200);
    job.end_at += MINUTE_MS - 1;
    CHECK_I64(priced(&t, holidays, &job).guardian_pays_minor, 1200);
    job.end_at += 1;
    CHECK_I64(priced(&t, holidays, &job).guardian_pays_minor, 1600);
}

TEST(a_job_that_makes_no_sense_has_no_price)
{
    struct arena *a = test_arena();
    struct tariff_job good = job_at(TOKYO, "2026-11-25T09:00", "2026-11-25T10:00"), bad[12];
    struct tariff t;
    struct price p;
    enum reason why;

    test_tariff(a, "itami", TOKYO, &t);
    for (int i = 0; i < 12; i++) {
        bad[i] = good;
    }
    bad[0].end_at = bad[0].start_at;
    bad[1].end_at = bad[1].start_at - MINUTE_MS;
    bad[2].end_at = bad[2].start_at + PRICED_MS_MAX + 1;
    bad[3].children = 0;
    bad[4].children = CHILDREN_PER_JOB_MAX + 1;
    bad[5].age[0] = -1;
    bad[6].waived_pct = 101;
    bad[7].waived_pct = -1;
    bad[8].rate_minor = -1;
    bad[9].start_at = INT64_MIN;
    bad[10].travel_after_min = TRAVEL_MIN_MAX + 1;
    bad[11].end_at = INT64_MAX;
    for (int i = 0; i < 12; i++) {
        CHECK_STATUS(tariff_price(&t, test_holidays(a), &bad[i], &p, &why), E_INVALID);
    }
    CHECK_STATUS(tariff_price(&t, test_holidays(a), &good, &p, &why), OK);
    t.bands.zone = "Asia/Edo";
    CHECK_STATUS(tariff_price(&t, test_holidays(a), &good, &p, &why), E_INVALID);
}

TEST(a_sum_beyond_what_a_card_can_pay_is_refused_not_wrapped)
{
    struct arena *a = test_arena();
    struct tariff_job job = job_at(TOKYO, "2026-11-25T00:00", "2026-11-26T00:00");
    struct tariff t;
    struct price p;
    enum reason why;

    test_tariff(a, "asmama", TOKYO, &t);
    job.mode = FEE_FLAT_PER_HOUR;
    job.rate_minor = MONEY_MINOR_MAX;
    CHECK_STATUS(tariff_price(&t, test_holidays(a), &job, &p, &why), E_INVALID);
    t.round_up = false;
    t.round_unit_minor = 1;
    CHECK_STATUS(tariff_price(&t, test_holidays(a), &job, &p, &why), E_INVALID);
    job.mode = FEE_TARIFF;
    t.top_up_minor = MONEY_MINOR_MAX;
    CHECK_STATUS(tariff_price(&t, test_holidays(a), &job, &p, &why), E_INVALID);
}

TEST(overtime_is_the_difference_and_an_early_end_keeps_the_price)
{
    struct arena *a = test_arena();
    struct day_set holidays = test_holidays(a);
    struct tariff_job job = job_at(TOKYO, "2026-11-25T17:00", "2026-11-25T17:30");
    struct tariff t;
    struct overtime o;
    enum reason why;

    test_tariff(a, "hirakata", TOKYO, &t);
    CHECK_STATUS(tariff_overtime(&t, holidays, &job, job.end_at + 20 * MINUTE_MS, &o, &why), OK);
    CHECK_I64(o.minutes, 20);
    CHECK_I64(o.agreed.guardian_pays_minor, 500);
    CHECK_I64(o.actual.guardian_pays_minor, 800);
    CHECK_I64(o.guardian_pays_minor, 300);
    CHECK_STATUS(tariff_overtime(&t, holidays, &job, job.end_at - 20 * MINUTE_MS, &o, &why), OK);
    CHECK_I64(o.guardian_pays_minor, 0);
    CHECK_I64(o.minutes, 0);
    CHECK_STATUS(tariff_overtime(&t, holidays, &job, job.end_at + MINUTE_MS - 1, &o, &why), OK);
    CHECK_I64(o.guardian_pays_minor, 0);

    test_tariff(a, "yokohama", TOKYO, &t);
    job = job_at(TOKYO, "2026-11-24T18:00", "2026-11-24T19:00");
    job.waived_pct = 50;
    CHECK_STATUS(tariff_overtime(&t, holidays, &job, job.end_at + MINUTE_MS, &o, &why), OK);
    CHECK_I64(o.guardian_pays_minor, 150); /* half of a begun half hour at 600 */
    CHECK_I64(o.public_top_up_minor, 250);
    CHECK_I64(o.supporter_gets_minor, 400);
}

TEST(overtime_of_days_is_counted_up_to_a_bound_and_blocks_nobody)
{
    struct arena *a = test_arena();
    struct tariff_job job = job_at(TOKYO, "2026-11-25T17:00", "2026-11-25T18:00");
    struct tariff t;
    struct overtime o;
    enum reason why;

    test_tariff(a, "asmama", TOKYO, &t);
    CHECK_STATUS(tariff_overtime(&t, test_holidays(a), &job, INT64_MAX, &o, &why), OK);
    CHECK_I64(o.minutes, PRICED_MS_MAX / MINUTE_MS - 60);
    CHECK_I64(o.guardian_pays_minor, o.minutes * 500 / 60);
    job.end_at = job.start_at;
    CHECK_STATUS(tariff_overtime(&t, test_holidays(a), &job, INT64_MAX, &o, &why), E_INVALID);
}

/* A short job dearer than what follows is bad data; overtime still is never money back. */
TEST(overtime_is_never_below_zero)
{
    struct arena *a = test_arena();
    struct tariff_job job = job_at(TOKYO, "2026-11-25T17:00", "2026-11-25T17:30");
    struct tariff t;
    struct overtime o;
    enum reason why;

    test_tariff(a, "hirakata", TOKYO, &t);
    t.flat_minor = 5000;
    CHECK_STATUS(tariff_overtime(&t, test_holidays(a), &job, job.end_at + HOUR_MS, &o, &why), OK);
    CHECK_I64(o.guardian_pays_minor, 0);
}

TEST(every_line_of_a_price_and_every_fee_for_cancelling_has_its_words)
{
    static const char *const keys[] = {
        "price.short_job", "price.first",    "price.time",    "price.agreed_rate",
        "price.sick",      "price.rounding", "price.sibling", "price.waived",
        "price.thanks",    "price.top_up",   "cancel.free",   "cancel.percent",
        "cancel.fixed",    "cancel.exempt",  "cancel.small",  "cancel.supporter"};
    static const char *const locales[] = {"ja", "en", "ja-easy"};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        for (int k = 0; k < 3; k++) {
            CHECK(text_of(locales[k], keys[i]) != NULL);
        }
    }
}
