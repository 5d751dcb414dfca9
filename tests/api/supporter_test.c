/* supporter_test.c - what a supporter says about helping, blocks, and being in a community. */
#include "app/base/limits.h"
#include "app/domain/ids.h"
#include "tests/asks.h"
#include "tests/test.h"

#include <string.h>

#define PROFILE    "/api/v1/me/supporter"
#define WEEK       "/api/v1/me/availability"
#define EXCEPTIONS "/api/v1/me/availability/exceptions"
#define BLOCKS     "/api/v1/me/blocks"

static json_t *profile(void)
{
    return json_pack("{s:b, s:[s, s], s:[s], s:i, s:i, s:i, s:i, s:s}", "is_on", 1, "kinds",
                     "pickup", "care", "care_at", "home", "age_min", 3, "age_max", 12,
                     "quiet_from_min", 1320, "quiet_to_min", 420, "pets", "ねこ2匹");
}

static int put_with(struct client *c, const char *key, json_t *value)
{
    json_t *body = profile();

    CHECK(json_object_set_new(body, key, value) == 0);
    return client_put(c, PROFILE, body);
}

TEST_BOTH(a_profile_is_written_whole_and_read_again)
{
    struct world *w = world_open(engine);
    struct client *c = world_member(w, "ゆき")->client;

    CHECK_I64(client_get(c, PROFILE), 404);
    CHECK_I64(client_put(c, PROFILE, profile()), 200);
    CHECK_I64(client_get(c, PROFILE), 200);
    CHECK_TEXT(client_text(c, "kinds.1"), "care");
    CHECK_TEXT(client_text(c, "care_at.0"), "home");
    CHECK_I64(client_i64(c, "quiet_from_min"), 1320); /* 22:00 to 7:00, over midnight */
    CHECK_I64(client_i64(c, "quiet_to_min"), 420);
    CHECK_I64(client_i64(c, "until_min"), 1440);
    CHECK(json_is_null(client_at(c, "rate_wish_minor")));
    CHECK_I64(put_with(c, "rate_wish_minor", json_integer(0)), 200); /* thanks only */
    CHECK(json_is_integer(client_at(c, "rate_wish_minor")));
    CHECK_I64(client_put(c, PROFILE, profile()), 200); /* what is left out is not kept */
    CHECK(json_is_null(client_at(c, "rate_wish_minor")));
    world_close(w);
}

TEST_BOTH(a_profile_that_can_not_be_is_refused)
{
    struct world *w = world_open(engine);
    struct client *c = world_member(w, "ゆき")->client;

    CHECK_I64(put_with(c, "age_max", json_integer(2)), 400);
    CHECK_TEXT(client_text(c, "field"), "age_max");
    CHECK_I64(put_with(c, "kinds", json_pack("[s, s]", "care", "care")), 400);
    CHECK_TEXT(client_text(c, "field"), "kinds");
    CHECK_I64(put_with(c, "kinds", json_pack("[s]", "cooking")), 400);
    CHECK_I64(put_with(c, "kinds", json_pack("[i]", 1)), 400);
    CHECK_I64(put_with(c, "kinds", json_string("care")), 400);
    CHECK_I64(put_with(c, "quiet_to_min", json_integer(1440)), 400);
    CHECK_I64(put_with(c, "until_min", json_integer(1441)), 400);
    CHECK_I64(put_with(c, "rate_wish_minor", json_integer(-1)), 400);
    CHECK_I64(put_with(c, "stars", json_integer(5)), 400);
    CHECK_TEXT(client_text(c, "field"), "stars");
    CHECK_I64(client_get(c, PROFILE), 404);
    world_close(w);
}

static int put_week(struct client *c, const char *items)
{
    json_t *list = json_loads(items, 0, NULL);

    CHECK(list != NULL);
    return client_put(c, WEEK, json_pack("{s:o}", "items", list));
}

TEST_BOTH(a_week_reaches_from_the_first_minute_to_the_last_and_touching_is_no_overlap)
{
    struct world *w = world_open(engine);
    struct client *c = world_member(w, "ゆき")->client;

    CHECK_I64(put_week(c, "[{\"weekday\": 1, \"from_min\": 1439, \"to_min\": 1440},"
                          " {\"weekday\": 2, \"from_min\": 0, \"to_min\": 1},"
                          " {\"weekday\": 1, \"from_min\": 600, \"to_min\": 660},"
                          " {\"weekday\": 1, \"from_min\": 660, \"to_min\": 720}]"),
              200);
    CHECK_I64(client_get(c, WEEK), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 4);
    CHECK_I64(client_i64(c, "items.0.from_min"), 600);
    CHECK_I64(client_i64(c, "items.2.to_min"), 1440);
    CHECK_I64(put_week(c, "[]"), 200);
    CHECK_I64(client_get(c, WEEK), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 0);
    world_close(w);
}

TEST_BOTH(a_week_that_overlaps_or_is_no_time_leaves_the_old_one)
{
    struct world *w = world_open(engine);
    struct client *c = world_member(w, "ゆき")->client;

    CHECK_I64(put_week(c, "[{\"weekday\": 3, \"from_min\": 0, \"to_min\": 1440}]"), 200);
    CHECK_I64(put_week(c, "[{\"weekday\": 1, \"from_min\": 659, \"to_min\": 720},"
                          " {\"weekday\": 1, \"from_min\": 600, \"to_min\": 660}]"),
              422);
    CHECK_TEXT(client_reason(c), "availability.overlap");
    CHECK_I64(put_week(c, "[{\"weekday\": 1, \"from_min\": 600, \"to_min\": 600}]"), 400);
    CHECK_TEXT(client_text(c, "field"), "items[0]");
    CHECK_I64(put_week(c, "[{\"weekday\": 8, \"from_min\": 600, \"to_min\": 660}]"), 400);
    CHECK_TEXT(client_text(c, "field"), "items[0].weekday");
    CHECK_I64(put_week(c, "[{\"weekday\": 1, \"from_min\": 600, \"to_min\": 1441}]"), 400);
    CHECK_I64(put_week(c, "[7]"), 400);
    CHECK_I64(client_put(c, WEEK, json_pack("{s:s}", "items", "all")), 400);
    CHECK_I64(client_get(c, WEEK), 200);
    CHECK_I64(client_i64(c, "items.0.weekday"), 3);
    world_close(w);
}

static int add_exception(struct client *c, const char *date, int from_min, int to_min)
{
    return client_post(c, EXCEPTIONS,
                       json_pack("{s:s, s:i, s:i, s:b}", "date", date, "from_min", from_min,
                                 "to_min", to_min, "is_free", 0));
}

TEST_BOTH(dates_that_differ_do_not_overlap_and_are_ones_own)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->yuki->client;
    char path[160];

    CHECK_I64(add_exception(c, "2026-12-24", 0, 1440), 201);
    client_path(path, sizeof path, EXCEPTIONS "/%s", client_text(c, "id"));
    CHECK_I64(add_exception(c, "2026-12-24", 1439, 1440), 422);
    CHECK_TEXT(client_reason(c), "availability.overlap");
    CHECK_I64(add_exception(c, "2026-12-25", 0, 600), 201);
    CHECK_I64(add_exception(c, "2026-12-25", 600, 601), 201); /* touches */
    CHECK_I64(add_exception(c, "2026-12-25", 700, 700), 400);
    CHECK_I64(add_exception(c, "2026-02-30", 0, 600), 400);
    CHECK_I64(client_get(c, EXCEPTIONS "?from=2026-12-25"), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 2);
    CHECK_I64(client_delete(t->mio->client, path), 404);
    CHECK_I64(client_delete(c, path), 204);
    CHECK_I64(client_delete(c, path), 404);
    CHECK_I64(add_exception(c, "2026-12-24", 1439, 1440), 201);
    world_close(t->world);
}

/* ---- blocks ---- */

static const char *block_path(struct town *t, const struct person *p)
{
    const char *path = arena_printf(t->world->arena, BLOCKS "/%s", p->id_text);

    CHECK(path != NULL);
    return path;
}

TEST_BOTH(a_block_is_silent_can_be_set_twice_and_taken_back_twice)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = t->sato.parent->client;

    CHECK_I64(client_put(c, block_path(t, t->yuki), NULL), 204);
    CHECK_I64(client_put(c, block_path(t, t->yuki), NULL), 204);
    CHECK_I64(client_get(c, BLOCKS), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 1);
    CHECK_TEXT(client_text(c, "items.0.display_name"), "ゆき");
    CHECK_I64(client_get(t->yuki->client, BLOCKS), 200);
    CHECK_I64(json_array_size(client_at(t->yuki->client, "items")), 0);
    CHECK_I64(client_put(c, block_path(t, t->sato.parent), NULL), 422);
    CHECK_TEXT(client_reason(c), "block.self");
    CHECK_I64(client_delete(c, block_path(t, t->yuki)), 204);
    CHECK_I64(client_delete(c, block_path(t, t->yuki)), 204);
    world_close(t->world);
}

TEST_BOTH(blocking_names_nobody_one_never_had_to_do_with)
{
    struct town *t = town_open(world_open(engine));
    struct person *unknown = world_member(t->world, "CANARY");
    struct client *c = t->sato.parent->client;

    CHECK_I64(client_put(c, block_path(t, unknown), NULL), 404);
    CHECK_I64(client_put(c, BLOCKS "/mb_0000000000001", NULL), 404);
    CHECK_I64(client_get(c, BLOCKS), 200);
    CHECK(strstr(c->text, "CANARY") == NULL);
    town_tie_end(t, town_tie_of(t, t->yuki, t->sato.parent)); /* once known is enough */
    CHECK_I64(client_put(c, block_path(t, t->yuki), NULL), 204);
    world_close(t->world);
}

/* ---- communities ---- */

static const char *membership(struct town *t, int64_t community_id)
{
    char id[ID_TEXT_BYTES];
    const char *path;

    id_format(ID_COMMUNITY, community_id, id);
    path = arena_printf(t->world->arena, "/api/v1/communities/%s/membership", id);
    CHECK(path != NULL);
    return path;
}

TEST_BOTH(anybody_reads_which_communities_there_are_and_their_rules)
{
    struct town *t = town_open(world_open(engine));
    struct client *c = world_client(t->world);
    const char *path = arena_printf(t->world->arena, "/api/v1/communities/%s", t->community.text);

    town_sql(t, "INSERT INTO community_word (community_id, word, locale, text)"
                " SELECT id, 'supporter', 'ja', 'まかせて会員' FROM community");
    CHECK_I64(client_get(c, "/api/v1/communities"), 200);
    CHECK_TEXT(client_text(c, "items.0.id"), t->community.text);
    CHECK_I64(client_get(c, path), 200);
    CHECK_TEXT(client_text(c, "words.0.text"), "まかせて会員");
    CHECK_TEXT(client_text(c, "rules.0.name"), "member_age_years");
    CHECK_I64(client_i64(c, "rules.0.value"), 18);
    CHECK(strstr(c->text, "weight_") == NULL);
    CHECK_I64(client_get(c, "/api/v1/communities/cm_0000000000001"), 404);
    world_close(t->world);
}

TEST_BOTH(one_joins_leaves_and_joins_again)
{
    struct town *t = town_open(world_open(engine));
    int64_t there = world_community_in(t->world, "Europe/Berlin");
    struct client *c = t->yuki->client;

    CHECK_I64(client_delete(c, membership(t, there)), 404);
    CHECK_I64(client_post(c, membership(t, there), NULL), 204);
    CHECK_I64(client_post(c, membership(t, there), NULL), 204);
    CHECK_I64(client_get(c, "/api/v1/me"), 200);
    CHECK_I64(json_array_size(client_at(c, "communities")), 2);
    CHECK_I64(client_delete(c, membership(t, there)), 204);
    CHECK_I64(client_delete(c, membership(t, there)), 404);
    CHECK_I64(client_post(c, membership(t, there), NULL), 204);
    CHECK_I64(client_post(c, "/api/v1/communities/cm_0000000000001/membership", NULL), 404);
    world_close(t->world);
}

TEST_BOTH(nobody_leaves_a_job_or_the_office_behind_and_children_do_not_join)
{
    struct town *t = town_open(world_open(engine));
    struct person *staff = world_staff(t->world, "事務局", "coordinator");
    int64_t at = town_at("2026-11-26T16:00");

    (void)ask_booked(t, &t->sato, t->yuki, at, at + HOUR_MS);
    CHECK_I64(client_delete(t->yuki->client, membership(t, t->community.id)), 422);
    CHECK_TEXT(client_reason(t->yuki->client), "membership.job_open");
    CHECK_I64(client_delete(t->sato.parent->client, membership(t, t->community.id)), 422);
    CHECK_I64(client_delete(staff->client, membership(t, t->community.id)), 422);
    CHECK_TEXT(client_reason(staff->client), "membership.staff");
    CHECK_I64(client_delete(t->mio->client, membership(t, t->community.id)), 204);
    town_rule(t, "member_age_years", 30);
    town_clock(t, town_at("2009-12-31T09:00")); /* everybody was born on the first day of 1980 */
    CHECK_I64(client_post(t->mio->client, membership(t, t->community.id), NULL), 422);
    CHECK_TEXT(client_reason(t->mio->client), "account.too_young");
    town_clock(t, town_at("2010-01-01T09:00"));
    CHECK_I64(client_post(t->mio->client, membership(t, t->community.id), NULL), 204);
    world_close(t->world);
}
