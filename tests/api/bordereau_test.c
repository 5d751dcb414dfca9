/* bordereau_test.c - the insurer's lists: gapless, chained, and nothing a spreadsheet would run. */
#include "app/domain/bordereau.h"
#include "tests/asks.h"
#include "tests/office.h"
#include "tests/test.h"

#include <string.h>

#define START "2026-11-26T16:30"

static const char *text_of_answer(const struct client *c)
{
    CHECK_TEXT(client_answer_header(c, "Content-Type"), "text/csv; charset=utf-8");
    CHECK(strncmp(c->text, "\xEF\xBB\xBFnumber,policy,", 17) == 0);
    return c->text;
}

static void two_jobs(struct town *t)
{
    int64_t start = town_at(START);

    (void)ask_booked(t, &t->sato, t->yuki, start, start + HOUR_MS);
    (void)ask_booked(t, &t->tanaka, t->mio, start + HOUR_MS, start + 3 * HOUR_MS);
}

TEST_BOTH(the_month_lists_every_record_by_number_with_a_total)
{
    struct town *t = town_open(world_open(engine));
    struct person *finance = office_staff(t, "finance");
    const char *text, *first, *second;

    two_jobs(t);
    (void)world_step(t->world);
    CHECK_I64(client_get(finance->client, office_path(t, "bordereau?month=2026-11")), 200);
    text = text_of_answer(finance->client);
    first = strstr(text, "\r\n1,");
    second = strstr(text, "\r\n2,");
    CHECK(first != NULL && second != NULL && first < second);
    CHECK(strstr(text, ",2026-11-26T16:30,2026-11-26T17:30,,,2,,") != NULL);
    CHECK(strstr(text, "\r\ntotal,2,,,,,,3,,\r\n") != NULL);
    CHECK_I64(client_get(finance->client, office_path(t, "bordereau?month=2026-12")), 200);
    CHECK(strstr(text_of_answer(finance->client), "\r\ntotal,0,,,,,,0,,\r\n") != NULL);
    world_close(t->world);
}

TEST_BOTH(the_day_lists_the_jobs_that_start_on_it_numbered_or_not_yet)
{
    struct town *t = town_open(world_open(engine));
    struct person *auditor = office_staff(t, "auditor");
    struct client *c = auditor->client;

    two_jobs(t);
    CHECK_I64(client_get(c, office_path(t, "coverage?day=2026-11-26")), 200);
    CHECK(strstr(text_of_answer(c), "\r\n,") != NULL); /* not sealed yet */
    (void)world_step(t->world);
    CHECK_I64(client_get(c, office_path(t, "coverage?day=2026-11-26")), 200);
    CHECK(strstr(text_of_answer(c), "\r\n1,") != NULL);
    CHECK(strstr(c->text, "\r\ntotal,2,") != NULL);
    CHECK_I64(client_get(c, office_path(t, "coverage?day=2026-11-27")), 200);
    CHECK(strstr(text_of_answer(c), "\r\ntotal,0,") != NULL);
    world_close(t->world);
}

TEST_BOTH(a_record_changed_behind_our_back_stops_the_lists_and_the_audit_names_it)
{
    struct town *t = town_open(world_open(engine));
    struct person *admin = office_staff(t, "admin");

    two_jobs(t);
    (void)world_step(t->world);
    town_sql(t, strcmp(engine, "sqlite") == 0 ? "DROP TRIGGER coverage_no_update"
                                              : "DROP TRIGGER coverage_insert_only ON coverage");
    town_sql(t, "UPDATE coverage SET snapshot = '{}' WHERE id ="
                " (SELECT MAX(id) FROM coverage /* scan: a test's */)");
    CHECK_I64(client_get(admin->client, office_path(t, "bordereau?month=2026-11")), 422);
    CHECK_TEXT(client_reason(admin->client), "coverage.chain_broken");
    CHECK_I64(client_get(admin->client, office_path(t, "coverage?day=2026-11-26")), 422);
    CHECK_TEXT(client_reason(admin->client), "coverage.chain_broken");
    world_close(t->world);
}

struct found {
    int n;
    int64_t policy_id, number;
};

static void find(void *arg, int64_t policy_id, int64_t number)
{
    struct found *f = arg;

    f->n++;
    f->policy_id = policy_id;
    f->number = number;
}

TEST_BOTH(the_chain_computed_again_tells_which_record_does_not_fit)
{
    struct town *t = town_open(world_open(engine));
    struct ctx x = world_ctx(t->world, 0);
    struct found f = {0};
    int broken = -1;

    two_jobs(t);
    (void)world_step(t->world);
    CHECK_STATUS(coverage_check_chain(&x, find, &f, &broken), OK);
    CHECK_I64(broken, 0);
    town_sql(t, strcmp(engine, "sqlite") == 0 ? "DROP TRIGGER coverage_no_update"
                                              : "DROP TRIGGER coverage_insert_only ON coverage");
    town_sql(t, "UPDATE coverage SET snapshot = '{}' WHERE id ="
                " (SELECT MIN(id) FROM coverage /* scan: a test's */)");
    CHECK_STATUS(coverage_check_chain(&x, find, &f, &broken), OK);
    CHECK_I64(broken, 1);
    CHECK_I64(f.number, 1);
    CHECK_I64(f.policy_id, t->policy.id);
    world_close(t->world);
}

TEST_BOTH(a_policy_number_that_is_a_formula_is_only_text)
{
    struct town *t = town_open(world_open(engine));
    struct person *admin = office_staff(t, "admin");

    town_sql(t, "UPDATE policy SET number = '=HYPERLINK(\"x\",1)'");
    two_jobs(t);
    (void)world_step(t->world);
    CHECK_I64(client_get(admin->client, office_path(t, "bordereau?month=2026-11")), 200);
    CHECK(strstr(text_of_answer(admin->client), ",\"'=HYPERLINK(\"\"x\"\",1)\",") != NULL);
    world_close(t->world);
}

TEST_BOTH(the_lists_are_for_those_who_answer_to_the_insurer)
{
    struct town *t = town_open(world_open(engine));
    struct person *coordinator = office_staff(t, "coordinator"), *admin = office_staff(t, "admin");
    struct person *elsewhere =
        world_staff_of(t->world, world_community_in(t->world, "Europe/Berlin"), "外", "admin");

    CHECK_I64(client_get(coordinator->client, office_path(t, "bordereau?month=2026-11")), 403);
    CHECK_I64(client_get(coordinator->client, office_path(t, "coverage?day=2026-11-26")), 403);
    CHECK_I64(client_get(elsewhere->client, office_path(t, "bordereau?month=2026-11")), 404);
    CHECK_I64(client_get(admin->client, office_path(t, "bordereau?month=2026-13")), 400);
    CHECK_I64(client_get(admin->client, office_path(t, "bordereau")), 400);
    CHECK_I64(client_get(admin->client, office_path(t, "coverage?day=2026-02-30")), 400);
    world_close(t->world);
}
