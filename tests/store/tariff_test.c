/* tariff_test.c - tariffs in the database: what was stored counts as the file does, versions by
 * day, and nothing changes one once it stands. */
#include "app/base/zone.h"
#include "app/domain/quote.h"
#include "app/domain/shipped.h"
#include "app/domain/tariff_rows.h"
#include "db/migrate.h"
#include "tests/database.h"
#include "tests/tariffs.h"
#include "tests/test.h"
#include "tests/town.h"

#include <string.h>

#define TOKYO "Asia/Tokyo"

struct add {
    int64_t community_id, day, id;
    struct tariff_rows rows;
};

static enum status add(struct ctx *x, void *arg)
{
    struct add *a = arg;

    return tariff_add(x, a->community_id, a->day, &a->rows, &a->id);
}

static struct tariff_rows shipped(struct ctx *x, const char *name)
{
    struct tariff_files files = shipped_tariffs();
    struct tariff_rows rows;
    const char *wrong;

    CHECK_STATUS(tariff_read(x->arena, &files, name, &rows, &wrong), OK);
    return rows;
}

static int64_t added(struct ctx *x, const char *name, int year, int month)
{
    struct add a = {.community_id = TOWN_ID, .day = date_to_day_number(year, month, 1)};

    a.rows = shipped(x, name);
    CHECK_STATUS(ctx_tx(x, add, &a), OK);
    return a.id;
}

struct look {
    int64_t id; /* or 0: the one for start_at */
    int64_t start_at;
    struct tariff tariff;
};

static enum status look(struct ctx *x, void *arg)
{
    struct look *l = arg;

    return l->id != 0 ? tariff_get(x, l->id, &l->tariff)
                      : tariff_for(x, TOWN_ID, TOKYO, l->start_at, &l->tariff);
}

/* Bands come back in their own order: they are compared one by one. */
static bool same_bands(const struct tariff_bands *a, const struct tariff_bands *b)
{
    int found = 0;

    for (int i = 0; i < a->n; i++) {
        for (int j = 0; j < b->n; j++) {
            found += a->band[i].day_class == b->band[j].day_class &&
                     a->band[i].from_min == b->band[j].from_min &&
                     a->band[i].until_min == b->band[j].until_min &&
                     a->band[i].rate_minor == b->band[j].rate_minor;
        }
    }
    return a->n == b->n && found == a->n && a->year_end_from_md == b->year_end_from_md &&
           a->year_end_until_md == b->year_end_until_md && strcmp(a->zone, b->zone) == 0;
}

TEST_BOTH(each_shipped_tariff_comes_back_as_it_was_stored)
{
    static const char *const names[] = {"asmama", "itami", "alve", "yokohama", "hirakata"};
    struct ctx x = town_new(engine);

    for (int i = 0; i < 5; i++) {
        struct tariff want;
        struct look l = {.id = added(&x, names[i], 2026, 4)};

        test_tariff(x.arena, names[i], TOKYO, &want);
        CHECK_STATUS(ctx_read(&x, look, &l), OK);
        CHECK_I64(l.tariff.id, l.id);
        CHECK(same_bands(&want.bands, &l.tariff.bands));
        CHECK_I64(l.tariff.ladder.n, want.ladder.n);
        CHECK(memcmp(l.tariff.ladder.step, want.ladder.step, sizeof want.ladder.step) == 0);
        CHECK_TEXT(l.tariff.currency, want.currency);
        CHECK_I64(l.tariff.crossing, want.crossing);
        CHECK_I64(l.tariff.sick, want.sick);
        CHECK_I64(l.tariff.round_unit_minor, want.round_unit_minor);
        CHECK_I64(l.tariff.round_up, want.round_up);
        CHECK_I64(l.tariff.minimum_min, want.minimum_min);
        CHECK_I64(l.tariff.flat_until_min, want.flat_until_min);
        CHECK_I64(l.tariff.flat_minor, want.flat_minor);
        CHECK_I64(l.tariff.step_min, want.step_min);
        CHECK_I64(l.tariff.sick_rate_minor, want.sick_rate_minor);
        CHECK_I64(l.tariff.sibling_pct, want.sibling_pct);
        CHECK_I64(l.tariff.age_0_alone, want.age_0_alone);
        CHECK_I64(l.tariff.uplift_one_minor, want.uplift_one_minor);
        CHECK_I64(l.tariff.uplift_both_minor, want.uplift_both_minor);
        CHECK_I64(l.tariff.travel_counted, want.travel_counted);
        CHECK_I64(l.tariff.top_up_minor, want.top_up_minor);
        CHECK_I64(l.tariff.ladder.waived_below_minor, 50);
    }
    database_check(x.db);
}

TEST_BOTH(a_job_is_priced_by_the_version_of_its_own_local_day)
{
    struct ctx x = town_new(engine);
    int64_t april = added(&x, "itami", 2026, 4), corrected, december;
    struct look l = {.start_at = test_at(TOKYO, "2026-03-31T23:59")};

    CHECK_STATUS(ctx_read(&x, look, &l), E_NOT_FOUND);
    l.start_at = test_at(TOKYO, "2026-04-01T00:00");
    CHECK_STATUS(ctx_read(&x, look, &l), OK);
    CHECK_I64(l.tariff.id, april);
    corrected =
        added(&x, "hirakata", 2026, 4); /* of two from the same day the later version counts */
    december = added(&x, "alve", 2026, 12);
    CHECK_STATUS(ctx_read(&x, look, &l), OK);
    CHECK_I64(l.tariff.id, corrected);
    l.start_at = test_at(TOKYO, "2026-12-01T00:00") - 1;
    CHECK_STATUS(ctx_read(&x, look, &l), OK);
    CHECK_I64(l.tariff.id, corrected);
    l.start_at++;
    CHECK_STATUS(ctx_read(&x, look, &l), OK);
    CHECK_I64(l.tariff.id, december);
    l = (struct look){.id = april}; /* a booking keeps its version */
    CHECK_STATUS(ctx_read(&x, look, &l), OK);
    CHECK_I64(l.tariff.minimum_min, 60);
    database_check(x.db);
}

TEST_BOTH(a_tariff_of_another_community_or_of_nobody_is_not_found)
{
    struct ctx x = town_new(engine);
    struct add a = {.community_id = OTHER_ID, .day = 0};
    struct look l = {.start_at = x.now};

    a.rows = shipped(&x, "itami");
    CHECK_STATUS(ctx_tx(&x, add, &a), OK);
    CHECK_STATUS(ctx_read(&x, look, &l), E_NOT_FOUND);
    l.id = 999;
    CHECK_STATUS(ctx_read(&x, look, &l), E_NOT_FOUND);
    a.community_id = 999;
    CHECK_STATUS(ctx_tx(&x, add, &a), E_CONFLICT);
}

TEST_BOTH(a_tariff_that_contradicts_itself_is_not_stored)
{
    struct ctx x = town_new(engine);
    struct add a = {.community_id = TOWN_ID, .day = 0};
    struct look l = {.start_at = x.now};

    a.rows = shipped(&x, "itami");
    a.rows.bands_n--;
    CHECK_STATUS(ctx_tx(&x, add, &a), E_INVALID);
    CHECK_TEXT(x.field, "bands");
    CHECK_STATUS(ctx_read(&x, look, &l), E_NOT_FOUND);
}

static enum status run_script(struct tx *t, void *arg)
{
    return db_script(t, arg);
}

TEST_BOTH(nothing_changes_a_tariff_that_stands)
{
    static const char *const changes[] = {
        "UPDATE tariff SET flat_minor = flat_minor",
        "UPDATE tariff_band SET rate_minor = 1",
        "UPDATE ladder_step SET amount = 0",
        "DELETE FROM tariff_band",
        "DELETE FROM ladder_step",
        "DELETE FROM tariff",
    };
    struct ctx x = town_new(engine);

    added(&x, "itami", 2026, 4);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        CHECK(db_tx(x.db, x.arena, run_script, (void *)(uintptr_t)changes[i]) != OK);
    }
}

static void ignore(void *arg, const char *name, const char *row)
{
    (void)arg;
    (void)name;
    (void)row;
}

TEST_BOTH(an_audit_finds_a_tariff_with_hours_that_cost_nothing_known)
{
    static char gap[] = "INSERT INTO tariff_band (tariff_id, day_class, from_min, until_min, "
                        "rate_minor) SELECT id, 'weekday', 7, 8, 1 FROM tariff";
    static char step[] =
        "INSERT INTO ladder_step (tariff_id, seq, until_kind, until_n, charge, "
        "amount, exempt) SELECT id, 9, 'days_before', 1, 'fixed', 1, '' FROM tariff";
    struct ctx x = town_new(engine);
    int broken;

    added(&x, "itami", 2026, 4);
    CHECK_STATUS(db_invariants(x.db, x.arena, ignore, NULL, &broken), OK);
    CHECK_I64(broken, 0);
    CHECK_STATUS(db_tx(x.db, x.arena, run_script, gap), OK);
    CHECK_STATUS(db_tx(x.db, x.arena, run_script, step), OK);
    CHECK_STATUS(db_invariants(x.db, x.arena, ignore, NULL, &broken), OK);
    CHECK_I64(broken, 2);
}

struct ask {
    int64_t tariff_id;
    struct tariff_job job;
    int64_t actual_end_at;
    struct price price;
    struct overtime overtime;
};

static enum status ask(struct ctx *x, void *arg)
{
    struct ask *a = arg;
    struct tariff t;
    enum status s = tariff_get(x, a->tariff_id, &t);

    if (s == OK) {
        s = quote_job(x, TOWN_ID, &t, &a->job, &a->price);
    }
    return s == OK ? quote_overtime(x, TOWN_ID, &t, &a->job, a->actual_end_at, &a->overtime) : s;
}

TEST_BOTH(a_quote_knows_the_holidays_of_the_community)
{
    struct ctx x = town_new(engine);
    struct holiday_import im;
    struct ask a = {.tariff_id = added(&x, "yokohama", 2026, 4),
                    .job = {.start_at = test_at(TOKYO, "2026-11-23T10:00"),
                            .end_at = test_at(TOKYO, "2026-11-23T11:00"),
                            .children = 1,
                            .age = {6}},
                    .actual_end_at = test_at(TOKYO, "2026-11-23T11:30")};

    CHECK_STATUS(ctx_read(&x, ask, &a), OK);
    CHECK_I64(a.price.guardian_pays_minor, 500); /* a Monday like others, as far as it knows */
    CHECK_STATUS(holiday_import(&x, TOWN_ID, shipped_holidays(), &im), OK);
    CHECK_STATUS(ctx_read(&x, ask, &a), OK);
    CHECK_I64(a.price.guardian_pays_minor, 600);
    CHECK_I64(a.overtime.guardian_pays_minor, 300);
    CHECK_I64(a.overtime.public_top_up_minor, 250);
    a.job.sick = true;
    CHECK_STATUS(ctx_read(&x, ask, &a), E_RULE);
    CHECK_TEXT(reason_text(x.reason), "tariff.sick_not_taken");
    a.job.sick = false;
    a.job.end_at = a.job.start_at;
    CHECK_STATUS(ctx_read(&x, ask, &a), E_INVALID);
    CHECK_TEXT(x.field, "end_at");
    database_check(x.db);
}
