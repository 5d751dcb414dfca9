/* place_test.c - places, people who may collect and people who must not: what nobody may find
 * comes first. */
#include "app/base/limits.h"
#include "app/domain/barred.h"
#include "app/domain/cell.h"
#include "app/domain/ids.h"
#include "tests/test.h"
#include "tests/town.h"

#include <string.h>

static const char *under(struct town *t, const char *what, const char *id, const char *below)
{
    const char *path = arena_printf(t->world->arena, "/api/v1/%s/%s%s", what, id, below);

    CHECK(path != NULL);
    return path;
}

static const char *home_path(struct town *t, const struct family *f, const char *below)
{
    return under(t, "households", f->id.text, below);
}

static struct town *open_town(const char *engine)
{
    return town_open(world_open(engine));
}

static const char *keep(struct town *t, const struct client *c, const char *where)
{
    CHECK(client_text(c, where) != NULL);
    return arena_strdup(t->world->arena, client_text(c, where));
}

static json_t *new_place(const char *address)
{
    return json_pack("{s:s, s:s, s:s, s:i, s:i}", "kind", "home", "name", "自宅", "address",
                     address, "lat_e5", 3478112, "lng_e5", 13539987);
}

static json_t *new_person(const char *name)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s}", "name", name, "relation", "grandparent", "phone",
                     "090-9876-5432", "valid_from", "2026-11-25", "valid_to", "2027-03-31");
}

/* The child's other home asks everything it can reach. */
static void look_everywhere(struct town *t, const struct family *other, const struct family *f,
                            const char *canary)
{
    const char *paths[] = {
        home_path(t, f, ""),
        home_path(t, f, "/places"),
        home_path(t, f, "/pickup-persons"),
        home_path(t, f, "/looks"),
        home_path(t, f, "/children"),
        under(t, "children", f->child[0].text, ""),
        under(t, "children", f->child[0].text, "/barred-persons"),
        under(t, "children", f->child[0].text, "/busy?from_at=0&until_at=1000"),
        home_path(t, other, "/places"),
        home_path(t, other, "/pickup-persons"),
        home_path(t, other, "/children"),
        home_path(t, other, "/looks"),
        under(t, "communities", t->community.text, "/places?kind=home"),
        "/api/v1/households",
        "/api/v1/bookings",
        "/api/v1/ties",
        "/api/v1/me",
    };

    person_step_up(t->world, other->parent);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        CHECK(client_get(other->parent->client, paths[i]) != 0);
        if (strstr(other->parent->client->text, canary) != NULL) {
            test_fail(__FILE__, __LINE__, "%s shows %s", paths[i], other->parent->client->text);
        }
    }
}

TEST_BOTH(the_other_home_finds_neither_place_nor_people_by_any_answer)
{
    struct town *t = open_town(engine);
    struct client *mine = t->sato.parent->client;
    const char *place, *person;

    town_second_home(t, t->sato.child[0], &t->tanaka);
    person_step_up(t->world, t->sato.parent);
    CHECK_I64(client_post(mine, home_path(t, &t->sato, "/places"), new_place("CANARY町1-2-3")),
              201);
    place = keep(t, mine, "id");
    CHECK_I64(client_post(mine, home_path(t, &t->sato, "/pickup-persons"), new_person("CANARY")),
              201);
    person = keep(t, mine, "id");
    CHECK_I64(client_post(mine, under(t, "children", t->sato.child[0].text, "/barred-persons"),
                          json_pack("{s:s, s:s}", "name", "CANARY", "note", "CANARY")),
              201);
    look_everywhere(t, &t->tanaka, &t->sato, "CANARY");
    look_everywhere(t, &t->tanaka, &t->sato, t->sato.id.text);
    look_everywhere(t, &t->tanaka, &t->sato, place);
    look_everywhere(t, &t->tanaka, &t->sato, person);
    CHECK_I64(
        client_get(t->tanaka.parent->client,
                   home_path(t, &t->tanaka, arena_printf(t->world->arena, "/places/%s", place))),
        404);
    CHECK_I64(client_get(t->tanaka.parent->client,
                         home_path(t, &t->tanaka,
                                   arena_printf(t->world->arena, "/pickup-persons/%s", person))),
              404);
    CHECK_I64(client_get(t->tanaka.parent->client, under(t, "children", t->sato.child[0].text, "")),
              200);
    CHECK(client_true(t->tanaka.parent->client, "call_first")); /* all that it may know */
    world_close(t->world);
}

TEST(a_cell_tells_no_more_than_a_kilometre)
{
    int64_t x, y, x2, y2;

    cell_of(3477500, 13539500, &x, &y);
    cell_of(3477590, 13539600, &x2, &y2); /* 100 m on */
    CHECK_I64(x, x2);
    CHECK_I64(y, y2);
    cell_of(3477500 + 910, 13539500, &x2, &y2); /* 1/110 of a degree on */
    CHECK_I64(y2, y + 1);
    cell_of(-1, -1, &x, &y);
    CHECK_I64(x, -1);
    CHECK_I64(y, -1);
    cell_of(0, 0, &x, &y);
    CHECK_I64(x, 0);
    CHECK_I64(y, 0);
    cell_of(-LAT_E5_MAX, -LNG_E5_MAX, &x, &y);
    CHECK(x >= -CELL_MAX && y >= -CELL_MAX);
    cell_of(4600000, LNG_E5_MAX, &x, &y);
    CHECK(x <= CELL_MAX && y <= CELL_MAX);
}

TEST_BOTH(an_address_is_shown_to_the_family_alone_after_a_fresh_proof_and_noted)
{
    struct town *t = open_town(engine);
    struct client *c = t->sato.parent->client;
    const char *place;

    CHECK_I64(client_post(c, home_path(t, &t->sato, "/places"), new_place("みどり町9-9")), 201);
    place =
        home_path(t, &t->sato, arena_printf(t->world->arena, "/places/%s", client_text(c, "id")));
    CHECK(client_at(c, "lat_e5") == NULL);
    CHECK_I64(client_get(c, home_path(t, &t->sato, "/places")), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 2);
    CHECK(strstr(c->text, "みどり町9-9") == NULL);
    CHECK_I64(client_get(c, place), 403);
    CHECK_TEXT(client_reason(c), "session.step_up");
    person_step_up(t->world, t->sato.parent);
    CHECK_I64(client_get(c, place), 200);
    CHECK_TEXT(client_text(c, "address"), "みどり町9-9");
    CHECK_I64(client_get(c, home_path(t, &t->sato, "/looks")), 200);
    CHECK_TEXT(client_text(c, "items.0.action"), "saw.address");
    CHECK_I64(client_delete(t->yuki->client, place), 404);
    CHECK_I64(client_delete(c, place), 204);
    CHECK_I64(client_delete(c, place), 404);
    CHECK_I64(client_get(c, home_path(t, &t->sato, "/places")), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 1);
    world_close(t->world);
}

TEST_BOTH(a_town_made_by_the_tests_seals_as_the_domain_does)
{
    struct town *t = open_town(engine);
    struct client *c = t->sato.parent->client;

    person_step_up(t->world, t->sato.parent);
    CHECK_I64(
        client_get(c, home_path(t, &t->sato,
                                arena_printf(t->world->arena, "/places/%s", t->sato.home.text))),
        200);
    CHECK_TEXT(client_text(c, "address"), "みどり町1-2-3");
    CHECK_TEXT(client_text(c, "name"), "自宅");
    world_close(t->world);
}

TEST_BOTH(public_places_are_added_by_staff_and_listed_by_kind)
{
    struct town *t = open_town(engine);
    struct person *staff = world_staff(t->world, "事務局", "coordinator");
    struct person *trainer = world_staff(t->world, "先生", "trainer");
    const char *list = under(t, "communities", t->community.text, "/places");
    const char *parks = under(t, "communities", t->community.text, "/places?kind=park");
    json_t *park = new_place("公園通り1");
    const char *id;

    (void)json_object_set_new(park, "kind", json_string("park"));
    CHECK_I64(client_post(t->yuki->client, list, json_incref(park)), 403);
    CHECK_I64(client_post(trainer->client, list, json_incref(park)), 403);
    CHECK_I64(client_post(staff->client, list, park), 201);
    id = keep(t, staff->client, "id");
    CHECK_I64(client_get(t->yuki->client, parks), 200);
    CHECK_TEXT(client_text(t->yuki->client, "items.0.id"), id);
    CHECK_TEXT(client_text(t->yuki->client, "items.0.address"), "公園通り1");
    CHECK_I64(client_get(t->yuki->client, list), 400); /* of which kind? */
    CHECK_I64(client_get(t->yuki->client,
                         under(t, "communities", t->community.text, "/places?kind=home")),
              200);
    CHECK_I64(json_array_size(client_at(t->yuki->client, "items")), 0); /* nobody's home */
    CHECK_I64(client_delete(staff->client,
                            under(t, "communities", t->community.text,
                                  arena_printf(t->world->arena, "/places/%s", t->sato.home.text))),
              404);
    CHECK_I64(client_delete(staff->client, under(t, "communities", t->community.text,
                                                 arena_printf(t->world->arena, "/places/%s", id))),
              204);
    CHECK_I64(client_get(t->yuki->client, parks), 200);
    CHECK_I64(json_array_size(client_at(t->yuki->client, "items")), 0);
    world_close(t->world);
}

TEST_BOTH(people_who_may_collect_are_kept_by_a_fresh_proof_and_phones_are_not_listed)
{
    struct town *t = open_town(engine);
    struct client *c = t->sato.parent->client;
    const char *list = home_path(t, &t->sato, "/pickup-persons"), *one;
    json_t *bad = new_person("ばあば");

    CHECK_I64(client_post(c, list, new_person("ばあば")), 403);
    CHECK_TEXT(client_reason(c), "session.step_up");
    person_step_up(t->world, t->sato.parent);
    (void)json_object_set_new(bad, "valid_to", json_string("2026-11-24"));
    CHECK_I64(client_post(c, list, bad), 400);
    CHECK_TEXT(client_text(c, "field"), "valid_to");
    bad = new_person("ばあば");
    (void)json_object_set_new(bad, "phone", json_string("12"));
    CHECK_I64(client_post(c, list, bad), 400);
    CHECK_TEXT(client_text(c, "field"), "phone");
    CHECK_I64(client_post(c, list, new_person("ばあば")), 201);
    one = arena_printf(t->world->arena, "%s/%s", list, client_text(c, "id"));
    CHECK_I64(client_get(c, list), 200);
    CHECK_TEXT(client_text(c, "items.0.name"), "ばあば");
    CHECK(json_is_null(client_at(c, "items.0.phone")));
    CHECK_I64(client_get(c, one), 200);
    CHECK_TEXT(client_text(c, "phone"), "+819098765432");
    CHECK_I64(client_get(t->yuki->client, list), 404);
    CHECK_I64(client_delete(c, one), 204);
    CHECK_I64(client_get(c, one), 404);
    world_close(t->world);
}

struct gate {
    int64_t child_id, member_id;
    const char *name;
};

static enum status at_gate(struct ctx *x, void *arg)
{
    const struct gate *g = arg;

    return barred_check(x, g->child_id, g->member_id, g->name);
}

TEST_BOTH(who_is_barred_stays_barred_until_staff_takes_it_back)
{
    struct town *t = open_town(engine);
    struct person *officer = world_staff(t->world, "安全", "safeguarding");
    struct client *c = t->sato.parent->client;
    const char *list = under(t, "children", t->sato.child[0].text, "/barred-persons"), *end;
    struct gate gate = {t->sato.child[0].id, 0, "悪い 人"};
    struct ctx x = world_ctx(t->world, 0);

    person_step_up(t->world, t->sato.parent);
    CHECK_I64(client_post(c, list, json_pack("{s:s, s:s}", "name", "悪い人", "note", "二行\nある")),
              201);
    end = under(t, "communities", t->community.text,
                arena_printf(t->world->arena, "/barred-persons/%s/end", client_text(c, "id")));
    CHECK_STATUS(ctx_read(&x, at_gate, &gate), E_RULE);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM staff_task WHERE kind = 'barred.added'"), 1);
    CHECK_I64(client_get(c, list), 200);
    CHECK_TEXT(client_text(c, "items.0.name"), "悪い人");
    CHECK_I64(client_get(c, home_path(t, &t->sato, "/children")), 200);
    CHECK(client_true(c, "items.0.call_first") && !client_true(c, "items.1.call_first"));
    CHECK_I64(client_post(c, end, NULL), 403);
    CHECK_I64(client_post(officer->client, end, NULL), 204);
    CHECK_I64(client_post(officer->client, end, NULL), 404);
    CHECK_STATUS(ctx_read(&x, at_gate, &gate), OK);
    CHECK_I64(client_get(c, home_path(t, &t->sato, "/looks")), 200);
    CHECK_TEXT(client_text(c, "items.0.action"), "barred.ended");
    world_close(t->world);
}

TEST_BOTH(neither_home_shuts_the_other_out)
{
    struct town *t = open_town(engine);
    const char *list = under(t, "children", t->sato.child[0].text, "/barred-persons");

    town_second_home(t, t->sato.child[0], &t->tanaka);
    person_step_up(t->world, t->tanaka.parent);
    CHECK_I64(
        client_post(t->tanaka.parent->client, list,
                    json_pack("{s:s, s:s}", "name", "佐藤", "member_id", t->sato.parent->id_text)),
        422);
    CHECK_TEXT(client_reason(t->tanaka.parent->client), "barred.guardian");
    world_close(t->world);
}
