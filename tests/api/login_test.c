/* login_test.c - logging in, forgotten passwords and stepping up, the abuses first. */
#include "app/api/authz.h"
#include "app/base/limits.h"
#include "app/domain/attempt.h"
#include "tests/people.h"
#include "tests/test.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#define SESSIONS "/api/v1/sessions"
#define RESETS   "/api/v1/password-resets"
#define ME       "/api/v1/me"
#define PASSWORD "kumo-no-ue-no-hiru"

static int log_in(struct client *c, const char *email, const char *password)
{
    return client_post(c, SESSIONS, json_pack("{s:s, s:s}", "email", email, "password", password));
}

static const char *ticket(struct world *w, const struct client *c)
{
    const char *text = client_text(c, "pending");

    CHECK(text != NULL);
    text = arena_strdup(w->arena, text);
    CHECK(text != NULL);
    return text;
}

static int confirm(struct client *c, const char *pending, const char *code)
{
    return client_post(c, SESSIONS "/confirm",
                       json_pack("{s:s, s:s}", "pending", pending, "code", code));
}

/* A member with PASSWORD. */
static struct person *known_person(struct world *w)
{
    struct person *p = world_member(w, "花子");

    person_password(w, p, PASSWORD);
    return p;
}

/* Logged in once with the mailed code: the device is known from then on. */
static struct client *known_device(struct world *w, const struct person *p)
{
    struct client *c = world_client(w);

    CHECK_I64(log_in(c, p->email, PASSWORD), 202);
    CHECK_I64(confirm(c, ticket(w, c), world_code(w, "mail")), 201);
    return c;
}

static void check_problem(const struct client *a, const struct client *b)
{
    CHECK_I64(a->http, b->http);
    CHECK_TEXT(client_reason(a), client_reason(b));
    CHECK_TEXT(client_text(a, "title"), client_text(b, "title"));
    CHECK(client_text(a, "field") == NULL && client_text(b, "field") == NULL);
    CHECK_I64(json_object_size(a->json), json_object_size(b->json));
}

TEST_BOTH(an_unknown_address_and_a_wrong_password_look_the_same)
{
    struct world *w = world_open(engine);
    struct person *p = known_person(w);
    struct client *known = world_client(w), *unknown = world_client(w);

    CHECK_I64(log_in(known, p->email, "another-long-one"), 401);
    CHECK_I64(log_in(unknown, "nobody@example.jp", "another-long-one"), 401);
    CHECK_TEXT(client_reason(known), "login.wrong");
    check_problem(known, unknown);
    world_close(w);
}

/* No stop-watch: when no hash can be had, both wait, so both would have made one. */
TEST_BOTH(an_unknown_address_costs_as_much_work_as_a_known_one)
{
    struct world *w = world_open(engine);
    struct person *p = known_person(w);
    struct client *c = world_client(w);

    atomic_store(w->keys.hashing, PASSWORD_HASHES_MAX);
    CHECK_I64(log_in(c, p->email, PASSWORD), 503);
    CHECK_I64(log_in(c, "nobody@example.jp", PASSWORD), 503);
    CHECK(client_answer_header(c, "Retry-After") != NULL);
    world_close(w);
}

TEST_BOTH(a_new_phone_needs_the_mailed_code_once_and_is_then_known_for_ninety_days)
{
    struct world *w = world_open(engine);
    struct person *p = known_person(w);
    struct client *c = world_client(w);

    CHECK_I64(log_in(c, p->email, PASSWORD), 202);
    CHECK_TEXT(client_text(c, "method"), "mail");
    CHECK_I64(client_get(c, ME), 401); /* not yet */
    CHECK_I64(log_in(c, p->email, PASSWORD), 202);
    CHECK_I64(confirm(c, ticket(w, c), world_code(w, "mail")), 201);
    CHECK_I64(client_get(c, ME), 200);
    world_advance(w, DEVICE_TRUST_MS - MINUTE_MS);
    CHECK_I64(log_in(c, p->email, PASSWORD), 201);
    CHECK_I64(client_get(c, ME), 200);
    CHECK(
        json_is_null(client_at(c, "session.stepped_up_at"))); /* nothing was shown but a password */
    world_advance(w, 2 * MINUTE_MS);
    CHECK_I64(log_in(c, p->email, PASSWORD), 202);
    world_close(w);
}

TEST_BOTH(each_log_in_has_a_token_of_its_own)
{
    struct world *w = world_open(engine);
    struct person *p = known_person(w);
    struct client *c = known_device(w, p);
    char first[64], second[64];

    CHECK_I64(client_get(c, ME), 200);
    snprintf(first, sizeof first, "%s", client_text(c, "session.id"));
    CHECK_I64(log_in(c, p->email, PASSWORD), 201);
    CHECK_I64(client_get(c, ME), 200);
    snprintf(second, sizeof second, "%s", client_text(c, "session.id"));
    CHECK(strcmp(first, second) != 0);
    world_close(w);
}

TEST_BOTH(the_phone_of_one_member_is_not_known_for_another)
{
    struct world *w = world_open(engine);
    struct person *p = known_person(w), *other = world_member(w, "太郎");
    struct client *c = known_device(w, p);

    person_password(w, other, PASSWORD);
    CHECK_I64(log_in(c, other->email, PASSWORD), 202);
    world_close(w);
}

TEST_BOTH(guessing_stops_after_ten_tries_also_with_the_right_password)
{
    struct world *w = world_open(engine);
    struct person *p = known_person(w);
    struct client *owner = known_device(w, p), *guesser = world_client(w);

    world_advance(w, LOGIN_WINDOW_MS - world_now(w) % LOGIN_WINDOW_MS); /* a whole window */
    for (int i = 0; i < LOGIN_TRIES_MAX; i++) {
        CHECK_I64(log_in(guesser, p->email, "another-long-one"), 401);
    }
    CHECK_I64(log_in(guesser, p->email, PASSWORD), 429);
    CHECK_TEXT(client_reason(guesser), "attempt.too_many");
    CHECK(client_answer_header(guesser, "Retry-After") != NULL);
    CHECK_I64(log_in(owner, p->email, PASSWORD), 201); /* the known phone is not locked out */
    world_advance(w, LOGIN_WINDOW_MS);
    CHECK_I64(log_in(guesser, p->email, PASSWORD), 202);
    world_close(w);
}

/* As if that many had tried from this test's own address. */
static void tries_from_here(struct world *w, const char *kind, int64_t window_ms, int64_t n)
{
    world_advance(w, window_ms - world_now(w) % window_ms);
    for (int64_t i = 0; i < n; i++) {
        struct ctx x = world_ctx(w, 0);

        CHECK_STATUS(attempt_count(&x, kind, "127.0.0.1", window_ms, n), OK);
    }
}

TEST_BOTH(one_network_address_can_not_try_account_after_account)
{
    struct world *w = world_open(engine);
    struct person *p = known_person(w);
    struct client *c = known_device(w, p);

    tries_from_here(w, "login_from", LOGIN_WINDOW_MS, LOGIN_ADDRESS_TRIES_MAX);
    CHECK_I64(log_in(c, "nobody@example.jp", PASSWORD), 429);
    CHECK_I64(log_in(c, p->email, PASSWORD), 429);
    world_advance(w, LOGIN_WINDOW_MS);
    CHECK_I64(log_in(c, p->email, PASSWORD), 201);
    world_close(w);
}

TEST_BOTH(one_network_address_can_not_have_mails_sent_without_end)
{
    struct world *w = world_open(engine);
    struct person *p = known_person(w);
    struct client *c = world_client(w);

    tries_from_here(w, "open", SEND_WINDOW_MS, SENDS_ADDRESS_MAX);
    CHECK_I64(client_post(c, RESETS, json_pack("{s:s}", "email", p->email)), 429);
    CHECK_TEXT(client_reason(c), "attempt.too_many");
    CHECK_TEXT(world_code(w, "mail"), "");
    world_close(w);
}

TEST_BOTH(logging_in_rightly_is_never_counted_as_guessing)
{
    struct world *w = world_open(engine);
    struct person *p = known_person(w);
    struct client *c = known_device(w, p);

    world_advance(w, LOGIN_WINDOW_MS - world_now(w) % LOGIN_WINDOW_MS);
    for (int i = 0; i < LOGIN_TRIES_MAX + 3; i++) {
        CHECK_I64(log_in(c, p->email, PASSWORD), 201);
    }
    world_close(w);
}

TEST_BOTH(a_ticket_dies_with_the_password_it_was_given_for)
{
    struct world *w = world_open(engine);
    struct person *p = known_person(w);
    struct client *c = world_client(w);

    CHECK_I64(log_in(c, p->email, PASSWORD), 202);
    person_password(w, p, "another-long-one");
    CHECK_I64(confirm(c, ticket(w, c), world_code(w, "mail")), 401);
    CHECK_TEXT(client_reason(c), "login.wrong");
    world_close(w);
}

TEST_BOTH(the_code_of_a_new_phone_is_no_use_elsewhere)
{
    struct world *w = world_open(engine);
    struct person *p = known_person(w);
    struct client *c = world_client(w);

    CHECK_I64(log_in(c, p->email, PASSWORD), 202);
    CHECK_I64(
        client_post(p->client, ME "/step-up",
                    json_pack("{s:s, s:s}", "password", PASSWORD, "code", world_code(w, "mail"))),
        422);
    CHECK_TEXT(client_reason(p->client), "code.expired"); /* none was sent for that */
    CHECK_I64(client_post(c, "/api/v1/accounts/confirm",
                          json_pack("{s:s, s:s}", "pending", client_text(c, "pending"), "code",
                                    world_code(w, "mail"))),
              422);
    CHECK_TEXT(client_reason(c), "pending.expired");
    world_close(w);
}

TEST_BOTH(staff_show_the_app_s_code_at_every_log_in)
{
    struct world *w = world_open(engine);
    struct person *admin = world_staff(w, "管理", "admin");
    struct client *c = world_client(w);
    char code[7], path[80];

    person_password(w, admin, PASSWORD);
    client_path(path, sizeof path, "/api/v1/communities/%s/staff", world_community_text(w));
    for (int i = 0; i < 2; i++) { /* the second time on a known device */
        CHECK_I64(log_in(c, admin->email, PASSWORD), 202);
        CHECK_TEXT(client_text(c, "method"), "totp");
        person_totp(w, admin, code);
        CHECK_I64(confirm(c, ticket(w, c), code), 201);
        CHECK_I64(client_get(c, path), 200);
        world_advance(w, MINUTE_MS);
    }
    CHECK_TEXT(world_code(w, "mail"), "");
    world_close(w);
}

TEST_BOTH(an_app_s_code_works_once)
{
    struct world *w = world_open(engine);
    struct person *admin = world_staff(w, "管理", "admin");
    struct client *c = world_client(w), *thief = world_client(w);
    json_t *body;
    char code[7];

    person_password(w, admin, PASSWORD);
    person_totp(w, admin, code);
    body = json_pack("{s:s, s:s, s:s}", "email", admin->email, "password", PASSWORD, "totp", code);
    CHECK_I64(client_post(c, SESSIONS, json_incref(body)), 201);
    CHECK_I64(client_post(thief, SESSIONS, body), 422);
    CHECK_TEXT(client_reason(thief), "totp.wrong");
    CHECK_TEXT(client_text(thief, "field"), "totp");
    CHECK_I64(client_post(c, ME "/step-up", json_pack("{s:s}", "totp", code)), 422);
    CHECK_TEXT(client_reason(c), "totp.wrong");
    world_close(w);
}

TEST_BOTH(guessing_the_app_s_code_stops_after_ten_tries)
{
    struct world *w = world_open(engine);
    struct person *admin = world_staff(w, "管理", "admin");
    char code[7];

    world_advance(w, LOGIN_WINDOW_MS - world_now(w) % LOGIN_WINDOW_MS);
    for (int i = 0; i < LOGIN_TRIES_MAX; i++) {
        CHECK_I64(client_post(admin->client, ME "/step-up", json_pack("{s:s}", "totp", "abcdef")),
                  422);
    }
    person_totp(w, admin, code);
    CHECK_I64(client_post(admin->client, ME "/step-up", json_pack("{s:s}", "totp", code)), 429);
    world_close(w);
}

TEST_BOTH(stepping_up_wants_password_and_code_and_changes_the_token)
{
    struct world *w = world_open(engine);
    struct person *p = known_person(w);
    struct client *c = p->client, *old = world_client(w);

    client_bearer(old, p->token);
    CHECK_I64(client_post(c, ME "/step-up/code", NULL), 204);
    CHECK_I64(client_post(c, ME "/step-up", json_pack("{s:s}", "password", PASSWORD)), 400);
    CHECK_TEXT(client_text(c, "field"), "code");
    CHECK_I64(client_post(c, ME "/step-up", json_pack("{s:s}", "code", world_code(w, "mail"))),
              400);
    CHECK_TEXT(client_text(c, "field"), "password");
    CHECK_I64(client_post(c, ME "/step-up",
                          json_pack("{s:s, s:s}", "password", "another-long-one", "code",
                                    world_code(w, "mail"))),
              422);
    CHECK_TEXT(client_reason(c), "login.wrong");
    CHECK_I64(
        client_post(c, ME "/step-up",
                    json_pack("{s:s, s:s}", "password", PASSWORD, "code", world_code(w, "mail"))),
        200);
    client_bearer(c, client_text(c, "token"));
    CHECK_I64(client_get(old, ME), 401);
    CHECK_I64(client_post(c, ME "/totp", NULL), 201);
    world_close(w);
}

static int forgot(struct client *c, const char *email)
{
    return client_post(c, RESETS, json_pack("{s:s}", "email", email));
}

static int reset(struct client *c, const char *pending, const char *mail, const char *sms,
                 const char *password)
{
    return client_post(c, RESETS "/confirm",
                       json_pack("{s:s, s:s, s:s, s:s}", "pending", pending, "mail_code", mail,
                                 "phone_code", sms, "password", password));
}

TEST_BOTH(a_forgotten_password_is_replaced_by_both_codes_together)
{
    struct world *w = world_open(engine);
    struct person *p = known_person(w);
    struct client *c = world_client(w), *device = known_device(w, p);
    const char *pending, *mail, *sms;

    CHECK_I64(forgot(c, p->email), 202);
    pending = ticket(w, c);
    mail = world_code(w, "mail");
    sms = world_code(w, "sms");
    CHECK_I64(strlen(mail), 6);
    CHECK_I64(strlen(sms), 6);
    CHECK_I64(reset(c, pending, mail, "x", "ame-no-hi-no-uta"), 422);
    CHECK_TEXT(client_reason(c), "code.wrong");
    CHECK_I64(reset(c, pending, sms, mail, "ame-no-hi-no-uta"), strcmp(mail, sms) != 0 ? 422 : 201);
    CHECK_I64(reset(c, pending, mail, sms, "password1"), 422);
    CHECK_TEXT(client_reason(c), "password.common");
    CHECK_I64(reset(c, pending, mail, sms, p->email), 422); /* and the codes are still good */
    CHECK_TEXT(client_reason(c), "password.own_data");
    CHECK_I64(reset(c, pending, mail, sms, "ame-no-hi-no-uta"), 201);
    CHECK_I64(client_get(c, ME), 200);
    CHECK_I64(client_get(p->client, ME), 401); /* every other session is over */
    CHECK_I64(client_get(device, ME), 401);
    CHECK_I64(log_in(device, p->email, PASSWORD), 401);
    CHECK_I64(log_in(device, p->email, "ame-no-hi-no-uta"), 202); /* and no device is known */
    CHECK_I64(world_notices(w, "password_changed"), 1);
    CHECK_I64(reset(c, pending, mail, sms, "kaze-no-hi-no-uta"), 422);
    CHECK_TEXT(client_reason(c), "code.expired");
    world_close(w);
}

TEST_BOTH(a_forgotten_password_of_nobody_gets_the_same_answers)
{
    struct world *w = world_open(engine);
    struct person *p = known_person(w);
    struct client *known = world_client(w), *unknown = world_client(w);
    const char *real, *decoy;

    CHECK_I64(forgot(known, p->email), 202);
    CHECK_I64(forgot(unknown, "nobody@example.jp"), 202);
    CHECK_TEXT(client_text(known, "method"), client_text(unknown, "method"));
    real = ticket(w, known);
    decoy = ticket(w, unknown);
    CHECK_I64(strlen(real), strlen(decoy));
    for (int i = 0; i < CODE_TRIES_MAX + 1; i++) {
        CHECK_I64(reset(known, real, "x", "x", "ame-no-hi-no-uta"), 422);
        CHECK_I64(reset(unknown, decoy, "x", "x", "ame-no-hi-no-uta"), 422);
        CHECK_TEXT(client_reason(known), client_reason(unknown));
        CHECK_TEXT(client_reason(unknown), i < CODE_TRIES_MAX - 1 ? "code.wrong" : "code.spent");
    }
    world_close(w);
}

TEST_BOTH(a_new_password_does_not_get_staff_around_the_app)
{
    struct world *w = world_open(engine);
    struct person *admin = world_staff(w, "管理", "admin");
    struct client *c = world_client(w);
    char code[7];

    CHECK_I64(forgot(c, admin->email), 202);
    CHECK_I64(
        reset(c, ticket(w, c), world_code(w, "mail"), world_code(w, "sms"), "ame-no-hi-no-uta"),
        202);
    CHECK_TEXT(client_text(c, "method"), "totp");
    CHECK_I64(client_get(c, ME), 401);
    CHECK_I64(log_in(c, admin->email, "ame-no-hi-no-uta"), 202);
    person_totp(w, admin, code);
    CHECK_I64(confirm(c, ticket(w, c), code), 201);
    world_close(w);
}

TEST_BOTH(forgotten_passwords_send_five_times_an_hour_at_the_most)
{
    struct world *w = world_open(engine);
    struct person *p = known_person(w);
    struct client *known = world_client(w), *unknown = world_client(w);

    world_advance(w, SEND_WINDOW_MS - world_now(w) % SEND_WINDOW_MS);
    for (int i = 0; i < SENDS_MAX; i++) {
        CHECK_I64(forgot(known, p->email), 202);
        CHECK_I64(forgot(unknown, "nobody@example.jp"), 202);
    }
    CHECK_I64(forgot(known, p->email), 429);
    CHECK_I64(forgot(unknown, "nobody@example.jp"), 429);
    world_close(w);
}
