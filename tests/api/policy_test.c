/* policy_test.c - the operator's policies: adding, ending, and seeing beforehand what none covers.
 */
#include "db/store/policy.h"
#include "tests/asks.h"
#include "tests/office.h"
#include "tests/test.h"

#include <string.h>

#define START "2026-11-26T16:30"

static json_t *policy(const char *number, const char *from, const char *to, int age_min,
                      int age_below)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:i, s:i, s:i, s:i, s:i, s:i, s:i, s:s, s:i}", "insurer",
                     "みどり保険", "number", number, "valid_from", from, "valid_to", to, "age_min",
                     age_min, "age_below", age_below, "liability_minor", 50000000, "bailee_minor",
                     50000000, "accident_supporter_minor", 5000000, "accident_own_child_minor",
                     3000000, "accident_child_minor", 3000000, "exclusions", "地震\n噴火",
                     "report_within_days", 30);
}

static int add(struct town *t, const struct person *by, json_t *body)
{
    return client_post(by->client, office_path(t, "policies"), body);
}

TEST_BOTH(what_no_policy_would_cover_is_seen_before_it_happens)
{
    struct town *t = town_open(world_open(engine));
    struct person *admin = office_staff(t, "admin"), *finance = office_staff(t, "finance");
    int64_t start = town_at(START);
    const char *booking = ask_booked(t, &t->sato, t->yuki, start, start + HOUR_MS);

    (void)ask_booked(t, &t->tanaka, t->mio, start + 40 * DAY_MS, start + 40 * DAY_MS + HOUR_MS);
    CHECK_I64(client_get(finance->client, office_path(t, "policies/uncovered")), 200);
    CHECK_I64(json_array_size(client_at(finance->client, "items")), 0);
    CHECK_I64(client_post(admin->client, office_path(t, "policies/%s/end", t->policy.text), NULL),
              200);
    CHECK(client_i64(admin->client, "ended_at") > start - 30 * DAY_MS);
    CHECK_I64(client_get(finance->client, office_path(t, "policies/uncovered")), 200);
    CHECK_I64(json_array_size(client_at(finance->client, "items")), 1); /* 30 days, not 40 */
    CHECK_TEXT(client_text(finance->client, "items.0.id"), booking);
    CHECK_TEXT(client_text(finance->client, "items.0.reason"), "policy.dates");
    CHECK_I64(add(t, admin, policy("P-2", "2026-11-26", "2026-12-31", 4, 13)), 201);
    CHECK_I64(client_get(finance->client, office_path(t, "policies/uncovered")), 200);
    CHECK_TEXT(client_text(finance->client, "items.0.reason"), "policy.age"); /* the one of 3 */
    CHECK_I64(add(t, admin, policy("P-3", "2026-11-26", "2026-12-31", 3, 13)), 201);
    CHECK_I64(client_get(finance->client, office_path(t, "policies/uncovered")), 200);
    CHECK_I64(json_array_size(client_at(finance->client, "items")), 0);
    world_close(t->world);
}

TEST_BOTH(an_ended_policy_confirms_nothing_more_and_ending_twice_is_once)
{
    struct town *t = town_open(world_open(engine));
    struct person *admin = office_staff(t, "admin");
    int64_t start = town_at(START);
    const char *request, *offer;

    request = ask_send(t, &t->sato, ask_pickup(t, &t->sato, start, start + HOUR_MS));
    offer = ask_offer(t, &t->sato, request, t->yuki);
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    CHECK_I64(client_post(admin->client, office_path(t, "policies/%s/end", t->policy.text), NULL),
              200);
    world_advance(t->world, MINUTE_MS);
    CHECK_I64(client_post(admin->client, office_path(t, "policies/%s/end", t->policy.text), NULL),
              200);
    CHECK(client_i64(admin->client, "ended_at") < world_now(t->world));
    CHECK_I64(ask_choose(t, &t->sato, offer), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "policy.dates");
    CHECK_I64(add(t, admin, policy("P-2", "2026-11-01", "2026-12-31", 1, 13)), 201);
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    world_close(t->world);
}

TEST_BOTH(only_an_admin_of_the_place_adds_and_ends_policies)
{
    struct town *t = town_open(world_open(engine));
    struct person *finance = office_staff(t, "finance");
    struct person *elsewhere =
        world_staff_of(t->world, world_community_in(t->world, "Europe/Berlin"), "外", "admin");
    char path[160];

    CHECK_I64(add(t, t->yuki, policy("P-2", "2026-11-01", "2026-12-31", 1, 13)), 403);
    CHECK_I64(add(t, finance, policy("P-2", "2026-11-01", "2026-12-31", 1, 13)), 403);
    CHECK_I64(add(t, elsewhere, policy("P-2", "2026-11-01", "2026-12-31", 1, 13)), 404);
    CHECK_I64(
        client_post(elsewhere->client, office_path(t, "policies/%s/end", t->policy.text), NULL),
        404);
    CHECK_I64(client_get(finance->client, office_path(t, "policies")), 200);
    CHECK_I64(json_array_size(client_at(finance->client, "items")), 1);
    client_path(path, sizeof path, "%s", office_path(t, "policies"));
    CHECK_I64(client_get(t->yuki->client, path), 403);
    CHECK_I64(client_get(t->yuki->client, office_path(t, "policies/uncovered")), 403);
    world_close(t->world);
}

TEST_BOTH(a_policy_that_contradicts_itself_or_another_is_refused)
{
    struct town *t = town_open(world_open(engine));
    struct person *admin = office_staff(t, "admin");
    char number[16];

    CHECK_I64(add(t, admin, policy("P-2", "2026-12-31", "2026-12-30", 1, 13)), 400);
    CHECK_TEXT(client_text(admin->client, "field"), "valid_to");
    CHECK_I64(add(t, admin, policy("P-2", "2026-12-31", "2026-12-31", 5, 5)), 400);
    CHECK_TEXT(client_text(admin->client, "field"), "age_below");
    CHECK_I64(add(t, admin, policy("P-2", "2026-12-31", "2026-12-31", 5, 6)), 201);
    CHECK_I64(add(t, admin, policy("P-2", "2026-12-31", "2026-12-31", 5, 6)), 422);
    CHECK_TEXT(client_reason(admin->client), "policy.number_taken");
    for (int i = 3; i <= POLICIES_MAX; i++) {
        client_path(number, sizeof number, "P-%d", i);
        CHECK_I64(add(t, admin, policy(number, "2026-12-31", "2026-12-31", 5, 6)), 201);
    }
    CHECK_I64(add(t, admin, policy("P-51", "2026-12-31", "2026-12-31", 5, 6)), 422);
    CHECK_TEXT(client_reason(admin->client), "policy.too_many");
    world_close(t->world);
}
