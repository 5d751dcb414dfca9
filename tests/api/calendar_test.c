/* calendar_test.c - a community's numbers and public holidays, changed over HTTP. */
#include "tests/asks.h"
#include "tests/office.h"
#include "tests/test.h"

#include <string.h>

static int change(struct town *t, const struct person *by, const char *values)
{
    return client_put(by->client, office_path(t, "rules"),
                      json_pack("{s:o}", "values", json_loads(values, 0, NULL)));
}

TEST_BOTH(a_changed_rule_counts_for_the_next_ask)
{
    struct town *t = town_open(world_open(engine));
    struct person *admin = office_staff(t, "admin"), *auditor = office_staff(t, "auditor");
    int64_t start = town_at("2026-11-26T16:30");
    struct client *parent = t->sato.parent->client;

    CHECK_I64(change(t, admin, "{\"job_level\": 2}"), 200);
    CHECK_I64(
        client_post(parent, "/api/v1/requests",
                    ask_named(ask_pickup(t, &t->sato, start, start + HOUR_MS), t->yuki, NULL)),
        422);
    CHECK_TEXT(client_reason(parent), "tie.level_low");
    CHECK_I64(client_get(auditor->client, office_path(t, "rules")), 200);
    CHECK_TEXT(client_text(auditor->client, "items.2.name"), "job_level");
    CHECK_I64(client_i64(auditor->client, "items.2.value"), 2);
    CHECK_I64(client_i64(auditor->client, "items.2.usual"), 1);
    CHECK_I64(change(t, admin, "{\"report_h\": 24}"), 200); /* the other one stays */
    CHECK_I64(client_i64(admin->client, "items.2.value"), 2);
    CHECK_I64(change(t, admin, "{\"job_level\": 1}"), 200);
    (void)ask_booked(t, &t->sato, t->yuki, start, start + HOUR_MS);
    world_close(t->world);
}

TEST_BOTH(a_rule_out_of_its_range_or_unknown_changes_nothing)
{
    struct town *t = town_open(world_open(engine));
    struct person *admin = office_staff(t, "admin"), *coordinator = office_staff(t, "coordinator");

    CHECK_I64(change(t, admin, "{\"report_h\": 24, \"job_level\": 9}"), 400);
    CHECK_TEXT(client_text(admin->client, "field"), "job_level");
    CHECK_I64(change(t, admin, "{\"free_lunch\": 1}"), 400);
    CHECK_TEXT(client_text(admin->client, "field"), "free_lunch");
    CHECK_I64(change(t, admin, "{\"job_level\": \"2\"}"), 400);
    CHECK_I64(change(t, admin, "{}"), 400);
    CHECK_I64(change(t, admin, "[]"), 400);
    CHECK_I64(change(t, coordinator, "{\"job_level\": 2}"), 403);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM rule_set /* scan: a test's */"), 0);
    world_close(t->world);
}

static int import(struct town *t, const struct person *by, const char *csv)
{
    return client_send(by->client, "POST", office_path(t, "holidays"), "text/csv", csv,
                       strlen(csv));
}

TEST_BOTH(holidays_are_imported_all_or_nothing_and_the_same_again_is_nothing)
{
    struct town *t = town_open(world_open(engine));
    struct person *admin = office_staff(t, "admin"), *trainer = office_staff(t, "trainer");
    static const char file[] = "date,name_ja,name_en,source\n"
                               "2060-01-01,元日,New Year's Day,office 1\n"
                               "2060-05-05,こどもの日,Children's Day,office 1\n";

    CHECK_I64(import(t, trainer, file), 403);
    CHECK_I64(import(t, admin, file), 200);
    CHECK_I64(client_i64(admin->client, "added"), 2);
    CHECK_I64(import(t, admin, file), 200);
    CHECK_I64(client_i64(admin->client, "added"), 0);
    CHECK_I64(import(t, admin,
                     "date,name_ja,name_en,source\n2061-01-01,元日,New Year's Day,office 1\n"
                     "2061-02-30,なし,None,office 1\n"),
              400);
    CHECK(strncmp(client_text(admin->client, "field"), "line 3: ", 8) == 0);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM holiday /* scan: a test's */"
                            " WHERE source = 'office 1'"),
              2);
    world_close(t->world);
}

TEST_BOTH(the_admin_is_told_before_the_holidays_run_out_and_no_more_after_an_import)
{
    struct town *t = town_open(world_open(engine));
    struct person *admin = office_staff(t, "admin");

    town_sql(t, "DELETE FROM holiday");
    (void)world_step(t->world);
    (void)world_step(t->world);
    CHECK_I64(office_tasks(t, "holidays.running_out"), 1);
    CHECK_I64(import(t, admin,
                     "date,name_ja,name_en,source\n2027-11-23,勤労感謝の日,Labour Thanksgiving "
                     "Day,office 1\n"),
              200);
    (void)world_step(t->world);
    CHECK_I64(office_tasks(t, "holidays.running_out"), 0);
    world_close(t->world);
}
