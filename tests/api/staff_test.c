/* staff_test.c - who gives and ends roles, and the last admin who can't be lost. */
#include "app/base/limits.h"
#include "app/domain/staff.h"
#include "tests/people.h"
#include "tests/test.h"

#include <pthread.h>
#include <string.h>

static const char *staff_path(struct world *w)
{
    const char *path =
        arena_printf(w->arena, "/api/v1/communities/%s/staff", world_community_text(w));

    CHECK(path != NULL);
    return path;
}

static int give(struct world *w, struct client *c, const struct person *to, const char *role)
{
    return client_post(c, staff_path(w),
                       json_pack("{s:s, s:s}", "member_id", to->id_text, "role", role));
}

static int end(struct world *w, struct client *c, const char *role_id)
{
    char path[160];

    return client_delete(c, client_path(path, sizeof path, "%s/%s", staff_path(w), role_id));
}

/* The role's id in the list of staff, as the given person sees it. */
static const char *role_id(struct world *w, struct client *c, const struct person *of)
{
    CHECK_I64(client_get(c, staff_path(w)), 200);
    for (size_t i = 0; i < json_array_size(client_at(c, "items")); i++) {
        char where[40];

        if (strcmp(client_text(c, client_path(where, sizeof where, "items.%zu.member_id", i)),
                   of->id_text) == 0) {
            return arena_strdup(
                w->arena, client_text(c, client_path(where, sizeof where, "items.%zu.id", i)));
        }
    }
    return "sr_0000000000001";
}

TEST_BOTH(an_admin_gives_a_role_and_takes_it_back_at_once)
{
    struct world *w = world_open(engine);
    struct person *admin = world_staff(w, "管理", "admin");
    struct person *p = world_staff(w, "先生", "trainer");

    CHECK_I64(give(w, admin->client, p, "coordinator"), 201);
    CHECK_TEXT(client_text(admin->client, "role"), "coordinator");
    CHECK_TEXT(client_text(admin->client, "display_name"), "先生");
    CHECK(client_true(admin->client, "second_factor"));
    CHECK_I64(client_get(p->client, "/api/v1/me"), 200);
    CHECK_I64(json_array_size(client_at(p->client, "roles")), 2);
    CHECK_I64(give(w, admin->client, p, "coordinator"), 422);
    CHECK_TEXT(client_reason(admin->client), "staff.has_role");
    CHECK_I64(end(w, admin->client, role_id(w, admin->client, p)), 204);
    CHECK_I64(end(w, admin->client, role_id(w, admin->client, p)), 204);
    CHECK_I64(client_get(p->client, staff_path(w)), 403);
    CHECK_I64(client_get(p->client, "/api/v1/me"), 200);
    world_close(w);
}

TEST_BOTH(a_role_of_one_without_the_app_does_not_count)
{
    struct world *w = world_open(engine);
    struct person *admin = world_staff(w, "管理", "admin");
    struct person *p = world_member(w, "花子");

    CHECK_I64(give(w, admin->client, p, "coordinator"), 201);
    CHECK(!client_true(admin->client, "second_factor"));
    person_step_up(w, p); /* by password and mail: not enough for staff */
    CHECK_I64(client_get(p->client, staff_path(w)), 403);
    CHECK_TEXT(client_reason(p->client), "staff.second_factor");
    world_close(w);
}

TEST_BOTH(an_admin_of_one_community_is_nobody_in_another)
{
    struct world *w = world_open(engine);
    int64_t here = world_community(w), there = world_community_in(w, "Europe/Berlin");
    struct person *admin = world_staff_of(w, there, "Verwaltung", "admin");
    struct person *p = world_member_of(w, here, "花子");
    struct person *local = world_staff_of(w, here, "管理", "admin");
    const char *id;

    CHECK_I64(client_get(admin->client, staff_path(w)), 404);
    CHECK_I64(give(w, admin->client, p, "admin"), 404);
    id = role_id(w, local->client, local);
    CHECK_I64(end(w, admin->client, id), 404);
    CHECK_I64(client_get(admin->client, "/api/v1/communities/cm_0000000000001/staff"), 404);
    world_close(w);
}

TEST_BOTH(only_a_member_of_the_community_can_get_a_role)
{
    struct world *w = world_open(engine);
    struct person *admin = world_staff(w, "管理", "admin");
    struct person *stranger = world_member_of(w, world_community_in(w, "Europe/Berlin"), "Fremde");

    CHECK_I64(give(w, admin->client, stranger, "coordinator"), 404);
    CHECK_I64(client_post(
                  admin->client, staff_path(w),
                  json_pack("{s:s, s:s}", "member_id", "mb_0000000000001", "role", "coordinator")),
              404);
    CHECK_I64(give(w, admin->client, admin, "king"), 400);
    world_close(w);
}

TEST_BOTH(the_last_admin_stays)
{
    struct world *w = world_open(engine);
    struct person *admin = world_staff(w, "管理", "admin");
    struct person *half = world_member(w, "花子");

    CHECK_I64(end(w, admin->client, role_id(w, admin->client, admin)), 422);
    CHECK_TEXT(client_reason(admin->client), "staff.last_admin");
    CHECK_I64(give(w, admin->client, half, "admin"), 201); /* without an app: does not count */
    CHECK_I64(end(w, admin->client, role_id(w, admin->client, admin)), 422);
    (void)world_staff(w, "副管理", "admin");
    CHECK_I64(end(w, admin->client, role_id(w, admin->client, admin)), 204);
    world_close(w);
}

struct ender {
    struct world *w;
    struct client *c;
    const char *role_id;
};

static void *race(void *arg)
{
    struct ender *e = arg;
    char path[160];

    client_path(path, sizeof path, "%s", e->role_id);
    do {
        (void)client_delete(e->c, path);
    } while (e->c->http == 503);
    return NULL;
}

TEST_BOTH_IN("concurrent", two_admins_who_end_each_other_at_once_leave_one)
{
    struct world *w = world_open(engine);
    struct person *a = world_staff(w, "管理", "admin"), *b = world_staff(w, "副管理", "admin");
    struct ender enders[2] = {{w, a->client, NULL}, {w, b->client, NULL}};
    pthread_t threads[2];
    int ended = 0;

    enders[0].role_id = arena_printf(w->arena, "%s/%s", staff_path(w), role_id(w, a->client, b));
    enders[1].role_id = arena_printf(w->arena, "%s/%s", staff_path(w), role_id(w, b->client, a));
    for (int i = 0; i < 2; i++) {
        CHECK(pthread_create(&threads[i], NULL, race, &enders[i]) == 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        ended += enders[i].c->http == 204 ? 1 : 0;
    }
    CHECK_I64(ended, 1);
    world_close(w);
}

struct asking {
    int64_t community_id;
    unsigned any_of;
};

static enum status ask(struct ctx *x, void *arg)
{
    const struct asking *a = arg;

    return staff_has_role(x, a->community_id, a->any_of);
}

TEST_BOTH(the_domain_decides_again_inside_the_transaction)
{
    struct world *w = world_open(engine);
    struct person *p = world_staff(w, "先生", "trainer"), *other = world_member(w, "花子");
    struct asking trainer = {world_community(w), STAFF_TRAINER | STAFF_ADMIN};
    struct asking finance = {world_community(w), STAFF_FINANCE};
    struct ctx x = world_ctx(w, p->id), y = world_ctx(w, other->id);

    CHECK_STATUS(ctx_read(&x, ask, &trainer), OK);
    CHECK_STATUS(ctx_read(&x, ask, &finance), E_FORBIDDEN);
    CHECK_STATUS(ctx_read(&y, ask, &trainer), E_NOT_FOUND);
    x.session_id = p->session_id; /* a session that never showed the app's code */
    CHECK_STATUS(ctx_read(&x, ask, &trainer), E_FORBIDDEN);
    CHECK(x.reason == R_STAFF_SECOND_FACTOR);
    world_close(w);
}
