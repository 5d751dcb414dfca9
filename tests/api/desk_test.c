/* desk_test.c - the office's tasks, its look at bookings, and incident_hold. */
#include "tests/asks.h"
#include "tests/job.h"
#include "tests/office.h"
#include "tests/test.h"

#include <string.h>

#define START "2026-11-26T16:30"

static int hold(struct town *t, const struct person *by, const struct person *whom,
                const char *what)
{
    return client_post(by->client, office_path(t, "members/%s/%s", whom->id_text, what), NULL);
}

static int hand_in(struct town *t, const struct person *p, const char *booking)
{
    char path[100];

    town_clock(t, town_at(START));
    return client_post(p->client,
                       client_path(path, sizeof path, "/api/v1/bookings/%s/handovers", booking),
                       json_pack("{s:s, s:s}", "way", "in", "proof", "supporter_tap"));
}

TEST_BOTH(somebody_on_hold_is_out_of_matching_at_once_and_back_when_it_is_lifted)
{
    struct town *t = town_open(world_open(engine));
    struct person *guard = office_staff(t, "safeguarding");
    int64_t start = town_at(START);
    const char *request, *offer;

    request = ask_send(t, &t->sato, ask_pickup(t, &t->sato, start, start + HOUR_MS));
    offer = ask_offer(t, &t->sato, request, t->yuki);
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    CHECK_I64(hold(t, guard, t->yuki, "hold"), 204);
    CHECK_I64(hold(t, guard, t->yuki, "hold"), 204);
    CHECK_I64(ask_choose(t, &t->sato, offer), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "gate.not_available");
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM audit_log /* scan: a test's */"
                            " WHERE action = 'hold.put'"),
              1);
    CHECK_I64(hold(t, guard, t->yuki, "lift"), 204);
    CHECK_I64(hold(t, guard, t->yuki, "lift"), 204);
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    world_close(t->world);
}

TEST_BOTH(a_hold_while_a_child_is_there_makes_the_coordinator_call)
{
    struct town *t = town_open(world_open(engine));
    struct person *guard = office_staff(t, "safeguarding");
    int64_t start = town_at(START);
    const char *now = ask_booked(t, &t->sato, t->yuki, start, start + HOUR_MS);

    (void)ask_booked(t, &t->tanaka, t->yuki, start + DAY_MS, start + DAY_MS + HOUR_MS);
    CHECK_I64(hand_in(t, t->yuki, now), 201);
    person_step_up(t->world, guard);
    CHECK_I64(hold(t, guard, t->yuki, "hold"), 204);
    CHECK_I64(office_tasks(t, "hold.call_guardian"), 1);
    CHECK_I64(office_tasks(t, "gate.lost"), 1); /* tomorrow's */
    world_close(t->world);
}

static int hold_booking(struct town *t, const struct person *by, const char *booking,
                        const char *what)
{
    return client_post(by->client, office_path(t, "bookings/%s/%s", booking, what), NULL);
}

static int64_t held(struct town *t, const struct person *p)
{
    return town_count(t, arena_printf(t->world->arena,
                                      "SELECT COUNT(*) FROM member WHERE id = %lld AND held_at"
                                      " IS NOT NULL",
                                      (long long)p->id));
}

TEST_BOTH(a_hold_on_a_booking_holds_its_supporter_and_lifting_it_leaves_other_holds)
{
    struct town *t = town_open(world_open(engine));
    struct person *guard = office_staff(t, "safeguarding");
    int64_t start = town_at(START);
    const char *booking = ask_booked(t, &t->sato, t->yuki, start, start + HOUR_MS);

    (void)office_staff(t, "coordinator");
    CHECK_I64(hand_in(t, t->yuki, booking), 201);
    person_step_up(t->world, guard);
    CHECK_I64(hold_booking(t, t->yuki, booking, "hold"), 403);
    CHECK_I64(hold_booking(t, guard, booking, "hold"), 204);
    CHECK_I64(hold_booking(t, guard, booking, "hold"), 204); /* twice is once */
    CHECK_I64(held(t, t->yuki), 1);
    CHECK_I64(office_tasks(t, "hold.call_guardian"), 1);
    CHECK_I64(world_notices(t->world, "call_guardian"), 2); /* the coordinator, by mail and SMS */
    CHECK_I64(hold(t, guard, t->yuki, "hold"), 204);
    CHECK_I64(hold_booking(t, guard, booking, "lift"), 204);
    CHECK_I64(held(t, t->yuki), 1); /* the person still is */
    CHECK_I64(hold(t, guard, t->yuki, "lift"), 204);
    CHECK_I64(held(t, t->yuki), 0);
    CHECK_I64(hold_booking(t, guard, booking, "lift"), 204);
    CHECK_I64(town_count(t, "SELECT COUNT(*) FROM audit_log /* scan: a test's */"
                            " WHERE action IN ('hold.put', 'hold.lifted')"),
              4);
    world_close(t->world);
}

TEST_BOTH(a_settled_booking_is_not_closed_while_it_is_on_hold)
{
    struct town *t = town_open(world_open(engine));
    struct person *guard = office_staff(t, "safeguarding");
    struct job j = job_usual(t);

    j.pay_by = "nothing";
    j.price_minor = 0;
    job_book(&j);
    town_sql(t, arena_printf(t->world->arena,
                             "UPDATE booking SET price_minor = 0, fee_mode = 'thanks' WHERE id ="
                             " %lld",
                             (long long)j.booking_id));
    job_done(&j);
    CHECK_I64(job_agree(&j, t->sato.parent), 200);
    CHECK_TEXT(job_state(&j), "settled");
    CHECK_I64(hold_booking(t, guard, j.id, "hold"), 204);
    job_at(&j, j.end_at + 15 * DAY_MS);
    CHECK_TEXT(job_state(&j), "settled");
    person_step_up(t->world, guard);
    CHECK_I64(hold_booking(t, guard, j.id, "lift"), 204);
    job_at(&j, j.end_at + 17 * DAY_MS);
    CHECK_TEXT(job_state(&j), "closed");
    world_close(t->world);
}

TEST_BOTH(nobody_but_safeguarding_holds_and_only_members_of_the_place)
{
    struct town *t = town_open(world_open(engine));
    struct person *admin = office_staff(t, "admin"), *guard = office_staff(t, "safeguarding");
    struct person *other =
        world_member_of(t->world, world_community_in(t->world, "Europe/Berlin"), "外");

    CHECK_I64(hold(t, admin, t->yuki, "hold"), 403);
    CHECK_I64(hold(t, t->yuki, t->mio, "hold"), 403);
    CHECK_I64(hold(t, guard, other, "hold"), 404);
    CHECK_I64(hold(t, guard, other, "lift"), 404);
    world_close(t->world);
}

TEST_BOTH(a_hold_counts_everywhere_and_only_the_place_that_put_it_knows_of_it_or_lifts_it)
{
    struct town *t = town_open(world_open(engine));
    int64_t berlin = world_community_in(t->world, "Europe/Berlin"), start = town_at(START);
    struct person *guard = office_staff(t, "safeguarding");
    struct person *other = world_staff_of(t->world, berlin, "外", "safeguarding");
    char place[ID_TEXT_BYTES];
    const char *path, *request, *offer;

    id_format(ID_COMMUNITY, berlin, place);
    town_sql(t, arena_printf(t->world->arena,
                             "INSERT INTO membership (member_id, community_id, joined_at)"
                             " VALUES (%lld, %lld, 1)",
                             (long long)t->yuki->id, (long long)berlin));
    path =
        arena_printf(t->world->arena, "/api/v1/communities/%s/members/%s", place, t->yuki->id_text);
    request = ask_send(t, &t->sato, ask_pickup(t, &t->sato, start, start + HOUR_MS));
    offer = ask_offer(t, &t->sato, request, t->yuki);
    CHECK_I64(ask_yes(t, t->yuki, offer, NULL), 201);
    /* Put in Berlin: out of matching here too, and nobody here can tell why or end it. */
    CHECK_I64(client_post(other->client, arena_printf(t->world->arena, "%s/hold", path), NULL),
              204);
    CHECK_I64(ask_choose(t, &t->sato, offer), 422);
    CHECK_TEXT(client_reason(t->sato.parent->client), "gate.not_available");
    CHECK_I64(hold(t, guard, t->yuki, "lift"), 204); /* as for somebody who is not on hold */
    CHECK_I64(hold(t, guard, t->yuki, "hold"), 204);
    CHECK_I64(hold(t, guard, t->yuki, "lift"), 204);
    CHECK_I64(ask_choose(t, &t->sato, offer), 422);
    CHECK_I64(client_post(other->client, arena_printf(t->world->arena, "%s/lift", path), NULL),
              204);
    CHECK_I64(ask_choose(t, &t->sato, offer), 201);
    world_close(t->world);
}

static int do_task(struct town *t, const struct person *by, const char *id, const char *note)
{
    return client_post(by->client, arena_printf(t->world->arena, "/api/v1/tasks/%s/done", id),
                       json_pack("{s:s}", "note", note));
}

static void open_task(struct town *t, const char *role, int subject)
{
    town_sql(t, arena_printf(t->world->arena,
                             "INSERT INTO staff_task (id, community_id, role, kind, subject_id,"
                             " created_at) VALUES (%d, %lld, '%s', 'timer.failed', %d, 1)",
                             subject, (long long)t->community.id, role, subject));
}

TEST_BOTH(a_task_is_done_once_by_the_role_whose_desk_it_is)
{
    struct town *t = town_open(world_open(engine));
    struct person *finance = office_staff(t, "finance"), *trainer = office_staff(t, "trainer");
    const char *id;

    open_task(t, "finance", 1000);
    open_task(t, "coordinator", 1001);
    CHECK_I64(client_get(trainer->client, office_path(t, "tasks")), 200);
    CHECK_I64(json_array_size(client_at(trainer->client, "items")), 0);
    CHECK_I64(client_get(finance->client, office_path(t, "tasks")), 200);
    CHECK_I64(json_array_size(client_at(finance->client, "items")), 1);
    id = arena_strdup(t->world->arena, client_text(finance->client, "items.0.id"));
    CHECK_I64(do_task(t, trainer, id, "見ました"), 403);
    CHECK_I64(do_task(t, finance, id, "返金しました"), 200);
    CHECK_I64(do_task(t, finance, id, "もう一度"), 200);
    CHECK_TEXT(client_text(finance->client, "note"), "返金しました");
    CHECK_I64(client_get(finance->client, office_path(t, "tasks")), 200);
    CHECK_I64(json_array_size(client_at(finance->client, "items")), 0);
    CHECK_I64(do_task(t, finance, "st_0000000000001", "?"), 404);
    CHECK_I64(client_get(t->yuki->client, office_path(t, "tasks")), 403);
    world_close(t->world);
}

/* The subjects of the tasks that somebody with this role sees: a digit for each. */
static const char *seen_by(struct town *t, const char *role)
{
    struct person *p = office_staff(t, role);
    static char seen[16];
    size_t n;

    CHECK_I64(client_get(p->client, office_path(t, "tasks?limit=7")), 200);
    n = json_array_size(client_at(p->client, "items"));
    for (size_t i = 0; i < n; i++) {
        seen[i] = client_text(p->client, arena_printf(t->world->arena, "items.%zu.role", i))[0];
    }
    seen[n] = '\0';
    return seen;
}

TEST_BOTH(each_role_sees_its_own_desk_and_admin_and_auditor_all_of_them)
{
    struct town *t = town_open(world_open(engine));
    struct person *two = office_staff(t, "finance");
    static const char *const roles[] = {"coordinator", "trainer", "safeguarding", "finance",
                                        "admin"};

    for (int i = 0; i < 5; i++) {
        open_task(t, roles[i], 1000 + i);
    }
    CHECK_TEXT(seen_by(t, "coordinator"), "c");
    CHECK_TEXT(seen_by(t, "trainer"), "t");
    CHECK_TEXT(seen_by(t, "safeguarding"), "s");
    CHECK_TEXT(seen_by(t, "admin"), "ctsfa");
    CHECK_TEXT(seen_by(t, "auditor"), "ctsfa");
    town_sql(t, arena_printf(t->world->arena,
                             "INSERT INTO staff_role (id, member_id, community_id, role, given_at,"
                             " given_by) VALUES (77, %lld, %lld, 'trainer', 1, 1)",
                             (long long)two->id, (long long)t->community.id));
    CHECK_I64(client_get(two->client, office_path(t, "tasks?limit=1")), 200);
    CHECK_TEXT(client_text(two->client, "items.0.role"), "trainer");
    CHECK_I64(client_get(two->client, office_path(t, "tasks?cursor=%s",
                                                  client_text(two->client, "next_cursor"))),
              200);
    CHECK_TEXT(client_text(two->client, "items.0.role"), "finance");
    world_close(t->world);
}

TEST_BOTH(a_task_of_another_community_is_not_there)
{
    struct town *t = town_open(world_open(engine));
    struct person *admin = office_staff(t, "admin");
    struct person *elsewhere =
        world_staff_of(t->world, world_community_in(t->world, "Europe/Berlin"), "外", "admin");
    const char *id;

    open_task(t, "admin", 1000);
    CHECK_I64(client_get(admin->client, office_path(t, "tasks")), 200);
    id = arena_strdup(t->world->arena, client_text(admin->client, "items.0.id"));
    CHECK_I64(do_task(t, elsewhere, id, "?"), 404);
    CHECK_I64(client_get(elsewhere->client, office_path(t, "tasks")), 404);
    world_close(t->world);
}

TEST_BOTH(a_coordinator_finds_bookings_with_their_history_and_no_names_of_children)
{
    struct town *t = town_open(world_open(engine));
    struct person *coordinator = office_staff(t, "coordinator");
    struct client *c = coordinator->client;
    struct person *elsewhere = world_staff_of(
        t->world, world_community_in(t->world, "Europe/Berlin"), "外", "coordinator");
    int64_t start = town_at(START);
    const char *booking = ask_booked(t, &t->sato, t->yuki, start, start + HOUR_MS);

    (void)ask_booked(t, &t->tanaka, t->mio, start, start + HOUR_MS);
    CHECK_I64(client_get(c, office_path(t, "bookings?state=confirmed&limit=1")), 200);
    CHECK_TEXT(client_text(c, "items.0.id"), booking);
    CHECK_TEXT(client_text(c, "items.0.supporter_name"), "ゆき");
    CHECK_I64(client_get(c, office_path(t, "bookings?state=confirmed&cursor=%s",
                                        client_text(c, "next_cursor"))),
              200);
    CHECK_TEXT(client_text(c, "items.0.supporter_name"), "みお");
    CHECK(client_text(c, "next_cursor") == NULL);
    CHECK_I64(client_get(c, office_path(t, "bookings?state=cancelled")), 200);
    CHECK_I64(json_array_size(client_at(c, "items")), 0);
    CHECK_I64(client_get(c, office_path(t, "bookings/%s/events", booking)), 200);
    CHECK(json_array_size(client_at(c, "items")) > 0);
    CHECK_I64(client_get(elsewhere->client, office_path(t, "bookings?state=confirmed")), 404);
    CHECK_I64(client_get(c, office_path(t, "bookings/%s/events", "bk_0000000000001")), 404);
    CHECK_I64(client_get(t->sato.parent->client, office_path(t, "bookings?state=confirmed")), 403);
    world_close(t->world);
}
