/* me_test.c - one's own account: what can be changed, and what a thief of a session can't. */
#include "app/base/limits.h"
#include "tests/people.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#define ME       "/api/v1/me"
#define PASSWORD "kumo-no-ue-no-hiru"

static int send_text(struct client *c, const char *path, const char *field, const char *value)
{
    return client_post(c, path, json_pack("{s:s}", field, value));
}

TEST_BOTH(name_language_and_area_are_changed_one_by_one)
{
    struct world *w = world_open(engine);
    struct client *c = world_member(w, "花子")->client;

    CHECK_I64(client_patch(c, ME, json_pack("{s:s}", "locale", "ja-easy")), 200);
    CHECK_TEXT(client_text(c, "locale"), "ja-easy");
    CHECK_TEXT(client_text(c, "display_name"), "花子");
    CHECK(json_is_null(client_at(c, "area")));
    CHECK_I64(client_patch(c, ME,
                           json_pack("{s:{s:s, s:i, s:i}}", "area", "municipality", "28207",
                                     "cell_x", 0, "cell_y", -1)),
              200);
    CHECK_TEXT(client_text(c, "area.municipality"), "28207");
    CHECK_I64(client_i64(c, "area.cell_x"), 0);
    CHECK_I64(client_i64(c, "area.cell_y"), -1);
    CHECK_I64(client_patch(c, ME, json_pack("{s:s}", "display_name", "はな")), 200);
    CHECK_TEXT(client_text(c, "area.municipality"), "28207");
    CHECK_I64(client_patch(c, ME, json_pack("{s:n}", "area")), 200);
    CHECK(json_is_null(client_at(c, "area")));
    CHECK_TEXT(client_text(c, "display_name"), "はな");
    world_close(w);
}

TEST_BOTH(half_an_area_and_made_up_fields_are_refused)
{
    struct world *w = world_open(engine);
    struct client *c = world_member(w, "花子")->client;

    CHECK_I64(client_patch(
                  c, ME, json_pack("{s:{s:s, s:i}}", "area", "municipality", "28207", "cell_x", 1)),
              400);
    CHECK_TEXT(client_text(c, "field"), "area.cell_y");
    CHECK_TEXT(client_reason(c), "field.missing");
    CHECK_I64(client_patch(c, ME, json_pack("{s:i}", "area", 3)), 400);
    CHECK_I64(client_patch(c, ME, json_pack("{s:s}", "email", "x@example.jp")), 400);
    CHECK_TEXT(client_reason(c), "field.unknown");
    CHECK_I64(client_patch(c, ME, json_pack("{s:s}", "locale", "fr")), 400);
    world_close(w);
}

TEST_BOTH(an_unchanged_account_is_not_sent_again)
{
    struct world *w = world_open(engine);
    struct client *c = world_member(w, "花子")->client;
    char etag[128];

    CHECK_I64(client_get(c, ME), 200);
    CHECK(client_answer_header(c, "ETag") != NULL);
    snprintf(etag, sizeof etag, "%s", client_answer_header(c, "ETag"));
    client_header(c, "If-None-Match", etag);
    CHECK_I64(client_get(c, ME), 304);
    CHECK_I64(client_patch(c, ME, json_pack("{s:s}", "display_name", "はな")), 200);
    client_header(c, "If-None-Match", etag);
    CHECK_I64(client_get(c, ME), 200);
    world_close(w);
}

TEST_BOTH(a_thief_of_a_session_changes_neither_address_nor_number_nor_password)
{
    struct world *w = world_open(engine);
    struct client *c = world_member(w, "花子")->client;

    CHECK_I64(send_text(c, ME "/email", "email", "thief@example.jp"), 403);
    CHECK_TEXT(client_reason(c), "session.step_up");
    CHECK_I64(send_text(c, ME "/phone", "phone", "08011112222"), 403);
    CHECK_I64(client_put(c, ME "/password", json_pack("{s:s}", "password", PASSWORD)), 403);
    CHECK_I64(client_delete(c, ME "/totp"), 403);
    CHECK_TEXT(world_code(w, "mail"), "");
    world_close(w);
}

TEST_BOTH(a_new_address_counts_when_its_own_code_came_back_and_the_old_one_is_told)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子");
    struct client *c = p->client;

    person_step_up(w, p);
    CHECK_I64(send_text(c, ME "/email", "email", "new@EXAMPLE.jp"), 204);
    CHECK_I64(world_notices(w, "email_changing"), 1);
    CHECK_I64(client_get(c, ME), 200);
    CHECK_TEXT(client_text(c, "email"), p->email);
    CHECK_I64(send_text(c, ME "/email/confirm", "code", "x"), 422);
    CHECK_TEXT(client_reason(c), "code.wrong");
    CHECK_I64(send_text(c, ME "/phone/confirm", "code", world_code(w, "mail")), 422);
    CHECK_TEXT(client_reason(c), "code.expired"); /* no number was asked for */
    CHECK_I64(send_text(c, ME "/email/confirm", "code", world_code(w, "mail")), 204);
    CHECK_I64(client_get(c, ME), 200);
    CHECK_TEXT(client_text(c, "email"), "new@example.jp");
    CHECK_I64(send_text(c, ME "/email/confirm", "code", world_code(w, "mail")), 422);
    CHECK_TEXT(client_reason(c), "code.expired");
    world_close(w);
}

TEST_BOTH(a_new_number_counts_when_its_own_code_came_back)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子");
    struct client *c = p->client;

    person_step_up(w, p);
    CHECK_I64(send_text(c, ME "/phone", "phone", "03-1111-2222"), 400);
    CHECK_TEXT(client_text(c, "field"), "phone");
    CHECK_I64(send_text(c, ME "/phone", "phone", "080-1111-2222"), 204);
    CHECK_I64(world_notices(w, "phone_changing"), 1);
    CHECK_I64(send_text(c, ME "/phone/confirm", "code", world_code(w, "sms")), 204);
    CHECK_I64(client_get(c, ME), 200);
    CHECK_TEXT(client_text(c, "phone"), "+818011112222");
    world_close(w);
}

TEST_BOTH(an_address_or_number_of_another_is_only_told_to_whoever_proves_it)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子"), *other = world_member(w, "太郎");
    struct client *c = p->client;

    person_step_up(w, p);
    CHECK_I64(send_text(c, ME "/email", "email", other->email), 204);
    CHECK_I64(send_text(c, ME "/email/confirm", "code", world_code(w, "mail")), 422);
    CHECK_TEXT(client_reason(c), "email.taken");
    CHECK_I64(send_text(c, ME "/phone", "phone", other->phone), 204);
    CHECK_I64(send_text(c, ME "/phone/confirm", "code", world_code(w, "sms")), 422);
    CHECK_TEXT(client_reason(c), "phone.taken");
    CHECK_I64(client_get(other->client, ME), 200);
    CHECK_TEXT(client_text(other->client, "email"), other->email);
    world_close(w);
}

TEST_BOTH(a_new_password_ends_the_other_sessions_and_keeps_this_one)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子");
    struct client *other = world_client(w);

    person_password(w, p, PASSWORD);
    CHECK_I64(client_post(other, "/api/v1/sessions",
                          json_pack("{s:s, s:s}", "email", p->email, "password", PASSWORD)),
              202);
    CHECK_I64(client_post(other, "/api/v1/sessions/confirm",
                          json_pack("{s:s, s:s}", "pending", client_text(other, "pending"), "code",
                                    world_code(w, "mail"))),
              201);
    person_step_up(w, p);
    CHECK_I64(client_put(p->client, ME "/password", json_pack("{s:s}", "password", "12345678")),
              422);
    CHECK_TEXT(client_reason(p->client), "password.common");
    CHECK_I64(
        client_put(p->client, ME "/password", json_pack("{s:s}", "password", "ame-no-hi-no-uta")),
        204);
    CHECK_I64(client_get(p->client, ME), 200);
    CHECK_I64(client_get(other, ME), 401);
    CHECK_I64(world_notices(w, "password_changed"), 1);
    world_close(w);
}

/* The answer's secret, which the QR code carries too. */
static const char *read_secret(struct world *w, const struct client *c)
{
    const char *text = client_text(c, "secret");

    CHECK(text != NULL && strstr(client_text(c, "uri"), text) != NULL);
    CHECK(strncmp(client_text(c, "uri"), "otpauth://totp/Otagai:", 22) == 0);
    text = arena_strdup(w->arena, text);
    CHECK(text != NULL);
    return text;
}

TEST_BOTH(an_app_is_in_force_after_its_first_code_and_replaces_the_mailed_one)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子");
    struct client *c = p->client;
    const char *secret, *code;

    person_step_up(w, p);
    CHECK_I64(client_delete(c, ME "/totp"), 404);
    CHECK_I64(send_text(c, ME "/totp/confirm", "code", "123456"), 404); /* nothing to confirm */
    CHECK_I64(client_post(c, ME "/totp", NULL), 201);
    secret = read_secret(w, c);
    CHECK_I64(send_text(c, ME "/totp/confirm", "code", "abcdef"), 422);
    CHECK_TEXT(client_reason(c), "totp.wrong");
    code = test_totp(secret, world_now(w));
    CHECK_I64(send_text(c, ME "/totp/confirm", "code", code), 200);
    client_bearer(c, client_text(c, "token"));
    CHECK_I64(client_get(c, ME), 200);
    CHECK(client_true(c, "totp"));
    CHECK_I64(client_post(c, ME "/totp", NULL), 422);
    CHECK_TEXT(client_reason(c), "totp.on");
    CHECK_I64(send_text(c, ME "/totp/confirm", "code", code), 422);
    CHECK_TEXT(client_reason(c), "totp.on");
    CHECK_I64(client_post(c, ME "/step-up",
                          json_pack("{s:s, s:s}", "password", PASSWORD, "code", "123456")),
              400);
    CHECK_TEXT(client_text(c, "field"), "totp");
    world_advance(w, MINUTE_MS);
    code = test_totp(secret, world_now(w));
    CHECK_I64(send_text(c, ME "/step-up", "totp", code), 200);
    client_bearer(c, client_text(c, "token"));
    CHECK_I64(client_delete(c, ME "/totp"), 204);
    CHECK_I64(client_get(c, ME), 200);
    CHECK(!client_true(c, "totp"));
    world_close(w);
}

TEST_BOTH(staff_can_not_do_without_the_app)
{
    struct world *w = world_open(engine);
    struct person *admin = world_staff(w, "管理", "admin");

    CHECK_I64(client_delete(admin->client, ME "/totp"), 422);
    CHECK_TEXT(client_reason(admin->client), "totp.staff");
    world_close(w);
}

TEST_BOTH(pages_of_sessions_show_each_once)
{
    struct world *w = world_open(engine);
    struct person *p = world_member(w, "花子");
    char path[300];

    for (int i = 0; i < 4; i++) {
        struct ctx x = world_ctx(w, 0);

        person_session(&x, p);
    }
    CHECK_I64(client_get(p->client, ME "/sessions?limit=3"), 200);
    CHECK_I64(json_array_size(client_at(p->client, "items")), 3);
    client_path(path, sizeof path, ME "/sessions?limit=3&cursor=%s",
                client_text(p->client, "next_cursor"));
    CHECK_I64(client_get(p->client, path), 200);
    CHECK_I64(json_array_size(client_at(p->client, "items")), 2);
    CHECK(client_true(p->client, "items.1.this")); /* the oldest */
    CHECK(json_is_null(client_at(p->client, "next_cursor")));
    world_close(w);
}
