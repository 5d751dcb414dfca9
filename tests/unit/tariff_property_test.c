/* tariff_property_test.c - what holds for any job at all, tried on jobs made from the run's seed.
 */
#include "app/base/clock.h"
#include "app/base/zone.h"
#include "tests/tariffs.h"
#include "tests/test.h"

#define TOKYO "Asia/Tokyo"

static struct price priced(const struct tariff *t, struct day_set holidays,
                           const struct tariff_job *job)
{
    struct price p;
    enum reason why;
    int64_t sum[2] = {0, 0};

    CHECK_STATUS(tariff_price(t, holidays, job, &p, &why), OK);
    for (int i = 0; i < p.lines; i++) {
        sum[p.line[i].public_money] += p.line[i].amount_minor;
    }
    CHECK_I64(sum[0], p.guardian_pays_minor);
    CHECK_I64(sum[1], p.public_top_up_minor);
    CHECK_I64(p.supporter_gets_minor, sum[0] + sum[1]);
    return p;
}

/* The calendar asked for one instant, without runs of time. */
static int64_t naive_rate(const struct tariff *t, struct day_set holidays, int64_t at)
{
    struct local_time local;
    int minute;

    CHECK_STATUS(zone_local(t->bands.zone, at, &local), OK);
    minute = local.hour * 60 + local.minute;
    for (int i = 0; i < t->bands.n; i++) {
        const struct tariff_band *b = &t->bands.band[i];

        if (b->day_class == bands_day_class(&t->bands, holidays, local.day_number) &&
            minute >= b->from_min && minute < b->until_min) {
            return b->rate_minor;
        }
    }
    return -1;
}

static int64_t naive_highest(const struct tariff *t, struct day_set holidays,
                             const struct tariff_job *j)
{
    int64_t highest = 0;

    for (int64_t at = j->start_at; at < j->end_at; at++) {
        int64_t rate = naive_rate(t, holidays, at);

        highest = rate > highest ? rate : highest;
        at += MINUTE_MS - 1 - at % MINUTE_MS; /* a wall minute begins where a UTC minute does */
    }
    return highest;
}

/* Another way to the same number: every piece asks the calendar for itself. */
static int64_t naive_price(const struct tariff *t, struct day_set holidays,
                           const struct tariff_job *j)
{
    int64_t whole_min = (j->end_at - j->start_at) / MINUTE_MS, rate_minutes = 0, at_min = 0;
    int64_t step_min = t->step_min > 0 ? t->step_min : 1, unit = 60 * t->round_unit_minor;
    int64_t highest = t->crossing == CROSS_HIGHER ? naive_highest(t, holidays, j) : -1;

    if (whole_min <= t->flat_until_min) {
        return t->flat_minor;
    }
    while (at_min < whole_min || at_min < t->minimum_min) {
        int64_t piece_min = at_min == 0 && t->minimum_min > 0 ? t->minimum_min : step_min;
        int64_t rate_minor = highest;

        if (rate_minor < 0) {
            rate_minor = naive_rate(t, holidays, j->start_at + at_min * MINUTE_MS);
        }
        rate_minutes += piece_min * rate_minor;
        at_min += piece_min;
    }
    return (rate_minutes + (t->round_up ? unit - 1 : 0)) / unit * t->round_unit_minor;
}

static struct tariff_job random_job(const char *from, const char *zone)
{
    struct tariff_job job = {.children = 1 + (int)(test_random() % CHILDREN_PER_JOB_MAX)};

    job.start_at = test_at(zone, from) + (int64_t)(test_random() % (14 * 24 * 60)) * MINUTE_MS;
    job.end_at = job.start_at + 1 + (int64_t)(test_random() % (10 * HOUR_MS));
    for (int i = 0; i < job.children; i++) {
        job.age[i] = 1 + (int)(test_random() % 12);
    }
    return job;
}

/* Weeks in which something happens: year-end, golden week, and both changes of the clock. */
static const struct {
    const char *zone, *from;
} weeks[] = {
    {TOKYO, "2026-12-24T00:00"},
    {TOKYO, "2026-04-27T00:00"},
    {"Europe/Berlin", "2026-03-23T00:00"},
    {"Europe/Berlin", "2026-10-19T00:00"},
    {"America/New_York", "2026-03-02T00:00"},
    {"America/New_York", "2026-10-26T00:00"},
};

static void all_tariffs(struct arena *a, struct tariff all[5])
{
    static const char *const names[] = {"asmama", "itami", "alve", "yokohama", "hirakata"};

    for (int i = 0; i < 5; i++) {
        test_tariff(a, names[i], TOKYO, &all[i]);
    }
}

TEST(any_job_costs_what_counting_piece_by_piece_gives)
{
    struct arena *a = test_arena();
    struct day_set holidays = test_holidays(a);
    struct tariff all[5];
    int rounds = test_soak() ? 20000 : 300;

    all_tariffs(a, all);
    for (int i = 0; i < rounds; i++) {
        size_t w = test_random() % (sizeof weeks / sizeof weeks[0]);
        struct tariff_job job = random_job(weeks[w].from, weeks[w].zone);
        struct tariff t = all[test_random() % 5];

        t.bands.zone = weeks[w].zone;
        job.children = 1;
        CHECK_I64(priced(&t, holidays, &job).guardian_pays_minor, naive_price(&t, holidays, &job));
    }
}

static void check_longer_is_never_cheaper(const struct tariff *t, struct day_set holidays,
                                          const struct tariff_job *job)
{
    struct tariff_job longer = *job;
    struct overtime o;
    struct price p = priced(t, holidays, job), q;
    enum reason why;

    longer.end_at += (int64_t)(test_random() % (3 * HOUR_MS));
    q = priced(t, holidays, &longer);
    CHECK(q.guardian_pays_minor >= p.guardian_pays_minor);
    CHECK(q.public_top_up_minor >= p.public_top_up_minor);
    CHECK_STATUS(tariff_overtime(t, holidays, job, longer.end_at, &o, &why), OK);
    CHECK(o.guardian_pays_minor >= 0);
    CHECK_I64(p.guardian_pays_minor + o.guardian_pays_minor, q.guardian_pays_minor);
    CHECK_I64(p.supporter_gets_minor + o.supporter_gets_minor, q.supporter_gets_minor);
}

TEST(longer_is_never_cheaper_and_no_split_gives_overtime_below_zero)
{
    struct arena *a = test_arena();
    struct day_set holidays = test_holidays(a);
    struct tariff all[5];
    int rounds = test_soak() ? 20000 : 300;

    all_tariffs(a, all);
    for (int i = 0; i < rounds; i++) {
        size_t w = test_random() % (sizeof weeks / sizeof weeks[0]);
        struct tariff_job job = random_job(weeks[w].from, weeks[w].zone);
        struct tariff t = all[test_random() % 5];

        t.bands.zone = weeks[w].zone;
        job.waived_pct = (int64_t)(test_random() % 101);
        job.certificate = test_random() % 2 == 0;
        check_longer_is_never_cheaper(&t, holidays, &job);
        if (t.round_up && job.waived_pct == 0) {
            CHECK_I64(priced(&t, holidays, &job).guardian_pays_minor % t.round_unit_minor, 0);
        }
    }
}
