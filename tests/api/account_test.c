/* account_test.c - signing up, the abuses first. */
#include "app/base/limits.h"
#include "app/domain/account.h"
#include "tests/people.h"
#include "tests/signing_up.h"
#include "tests/test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

/* A code that is certainly another one. */
static const char *not_this(struct world *w, const char *code)
{
    char *other = arena_strdup(w->arena, code);

    CHECK(other != NULL && other[0] != '\0');
    other[0] = other[0] == '9' ? '0' : (char)(other[0] + 1);
    return other;
}

/* Up to the point where the code has come by SMS: its ticket. */
static const char *email_proved(struct world *w, struct client *c, const char *email)
{
    CHECK_I64(sign_up(w, c, email), 202);
    CHECK_I64(sign_up_confirm(c, sign_up_ticket(w, c), world_code(w, "mail")), 202);
    CHECK_TEXT(client_text(c, "method"), "sms");
    return sign_up_ticket(w, c);
}

TEST_BOTH(two_codes_make_a_member_with_a_session)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w);
    const char *sms;

    CHECK_I64(sign_up(w, c, "hanako@example.jp"), 202);
    CHECK_TEXT(client_text(c, "method"), "mail");
    CHECK_TEXT(world_code(w, "sms"), ""); /* no number is bothered before the address is proved */
    CHECK_I64(sign_up_confirm(c, sign_up_ticket(w, c), world_code(w, "mail")), 202);
    sms = sign_up_ticket(w, c);
    CHECK_I64(client_get(c, "/api/v1/me"), 401); /* pending: nothing to be seen yet */
    CHECK_I64(sign_up_confirm(c, sms, world_code(w, "sms")), 201);
    CHECK_I64(client_get(c, "/api/v1/me"), 200);
    CHECK_TEXT(client_text(c, "email"), "hanako@example.jp");
    CHECK_TEXT(client_text(c, "phone"), "+819012345678");
    CHECK_TEXT(client_text(c, "name"), "山田花子");
    CHECK_TEXT(client_text(c, "birth_date"), "1990-01-31");
    CHECK_TEXT(client_text(c, "locale"), "ja");
    CHECK_TEXT(client_text(c, "communities.0.id"), world_community_text(w));
    world_close(w);
}

TEST_BOTH(a_program_gets_its_tokens_in_the_answer_and_no_cookies)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w), *program = world_client(w);
    const char *sms = email_proved(w, c, "hanako@example.jp");

    CHECK_I64(client_post(program, ACCOUNTS "/confirm",
                          json_pack("{s:s, s:s, s:b}", "pending", sms, "code", world_code(w, "sms"),
                                    "bearer", 1)),
              201);
    CHECK(client_answer_header(program, "Set-Cookie") == NULL);
    CHECK(client_text(program, "device_token") != NULL);
    client_bearer(program, client_text(program, "token"));
    CHECK_I64(client_get(program, "/api/v1/me"), 200);
    world_close(w);
}

TEST_BOTH(session_cookies_are_out_of_reach_of_scripts_and_of_plain_http)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w);
    const char *sms = email_proved(w, c, "hanako@example.jp");
    const char *cookie;

    CHECK_I64(sign_up_confirm(c, sms, world_code(w, "sms")), 201);
    CHECK(client_text(c, "token") == NULL && client_text(c, "device_token") == NULL);
    cookie = client_answer_header(c, "Set-Cookie");
    CHECK(cookie != NULL && strncmp(cookie, "__Host-", 7) == 0);
    CHECK(strstr(cookie, "; Path=/") != NULL && strstr(cookie, "; Secure") != NULL);
    CHECK(strstr(cookie, "; HttpOnly") != NULL && strstr(cookie, "; SameSite=Lax") != NULL);
    CHECK(strstr(cookie, "Domain") == NULL);
    world_close(w);
}

/* The same keys and values, but for what is random in every answer. */
static void check_alike(const struct client *a, const struct client *b)
{
    const char *key;
    json_t *value;

    CHECK_I64(a->http, b->http);
    CHECK_I64(json_object_size(a->json), json_object_size(b->json));
    json_object_foreach (a->json, key, value) {
        bool random = strcmp(key, "pending") == 0 || strcmp(key, "instance") == 0 ||
                      strcmp(key, "expires_at") == 0;

        CHECK(json_object_get(b->json, key) != NULL);
        CHECK(random || json_equal(value, json_object_get(b->json, key)));
        CHECK(!random || json_typeof(value) == json_typeof(json_object_get(b->json, key)));
    }
}

TEST_BOTH(an_address_with_an_account_gets_the_same_answers_to_the_last_try)
{
    struct world *w = world_open(engine);
    struct person *owner = world_member(w, "だれか");
    struct client *new_one = world_client(w), *known = world_client(w);
    const char *real, *decoy;

    CHECK_I64(sign_up(w, new_one, "hanako@example.jp"), 202);
    CHECK_I64(sign_up(w, known, owner->email), 202);
    check_alike(new_one, known);
    real = sign_up_ticket(w, new_one);
    decoy = sign_up_ticket(w, known);
    CHECK_I64(strlen(real), strlen(decoy));
    for (int i = 0; i < CODE_TRIES_MAX + 2; i++) {
        CHECK_I64(sign_up_confirm(new_one, real, "000000x"), 422);
        CHECK_I64(sign_up_confirm(known, decoy, "000000x"), 422);
        check_alike(new_one, known);
        CHECK_TEXT(client_reason(known), i < CODE_TRIES_MAX - 1 ? "code.wrong" : "code.spent");
    }
    CHECK_I64(client_post(new_one, ACCOUNTS "/resend", json_pack("{s:s}", "pending", real)), 202);
    CHECK_I64(client_post(known, ACCOUNTS "/resend", json_pack("{s:s}", "pending", decoy)), 202);
    check_alike(new_one, known);
    CHECK_I64(sign_up_confirm(known, decoy, "000000x"), 422);
    CHECK_TEXT(client_reason(known), "code.spent");
    world_close(w);
}

TEST_BOTH(the_owner_of_an_address_hears_that_somebody_signed_up_with_it)
{
    struct world *w = world_open(engine);
    struct person *owner = world_member(w, "だれか");
    struct client *c = world_client(w);

    CHECK_I64(sign_up(w, c, owner->email), 202);
    CHECK_I64(world_notices(w, "account_exists"), 1);
    CHECK_TEXT(world_code(w, "mail"), "");
    CHECK_I64(client_get(owner->client, "/api/v1/me"), 200);
    CHECK_TEXT(client_text(owner->client, "display_name"), "だれか");
    world_close(w);
}

struct racer {
    struct world *w;
    struct client *c;
    json_t *body;
};

static void *race(void *arg)
{
    struct racer *r = arg;

    do {
        (void)client_post(r->c, ACCOUNTS, json_incref(r->body));
    } while (r->c->http == 503); /* two hashes at once in a process: come again */
    return NULL;
}

TEST_BOTH_IN("concurrent", two_sign_ups_with_one_address_at_once_make_one_account)
{
    struct world *w = world_open(engine);
    struct racer racers[2];
    pthread_t threads[2];
    const char *code;
    int active = 0;

    for (int i = 0; i < 2; i++) {
        racers[i] = (struct racer){w, world_client(w), sign_up_form(w, "hanako@example.jp")};
    }
    for (int i = 0; i < 2; i++) {
        CHECK(pthread_create(&threads[i], NULL, race, &racers[i]) == 0);
    }
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
        json_decref(racers[i].body);
    }
    CHECK_I64(racers[0].c->http, 202);
    CHECK_I64(racers[1].c->http, 202);
    code = world_code(w, "mail"); /* the newest counts, with its own ticket alone */
    for (int i = 0; i < 2; i++) {
        active += sign_up_confirm(racers[i].c, sign_up_ticket(w, racers[i].c), code) == 202 ? 1 : 0;
    }
    CHECK_I64(active, 1);
    world_close(w);
}

TEST_BOTH(whoever_begins_again_makes_the_first_code_void)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w), *attacker = world_client(w);
    const char *first, *first_code;

    CHECK_I64(sign_up(w, c, "Hanako@example.jp"), 202);
    first = sign_up_ticket(w, c);
    first_code = world_code(w, "mail");
    CHECK_I64(sign_up(w, attacker, "hanako@EXAMPLE.jp"), 202); /* one address, however typed */
    CHECK_I64(sign_up_confirm(c, first, first_code), 422);
    CHECK_TEXT(client_reason(c), "code.expired");
    CHECK_I64(sign_up_confirm(c, first, world_code(w, "mail")), 422);
    world_close(w);
}

TEST_BOTH(five_wrong_codes_are_the_last_and_the_right_one_comes_too_late)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w);
    const char *pending, *code;

    CHECK_I64(sign_up(w, c, "hanako@example.jp"), 202);
    pending = sign_up_ticket(w, c);
    code = world_code(w, "mail");
    for (int i = 0; i < CODE_TRIES_MAX - 1; i++) {
        CHECK_I64(sign_up_confirm(c, pending, not_this(w, code)), 422);
        CHECK_TEXT(client_reason(c), "code.wrong");
        CHECK_TEXT(client_text(c, "field"), "code");
    }
    CHECK_I64(sign_up_confirm(c, pending, not_this(w, code)), 422);
    CHECK_TEXT(client_reason(c), "code.spent");
    CHECK_I64(sign_up_confirm(c, pending, code), 422);
    CHECK_TEXT(client_reason(c), "code.spent");
    world_close(w);
}

TEST_BOTH(a_code_is_good_for_ten_minutes_and_not_a_second_more)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w), *late = world_client(w);
    const char *pending, *code;

    CHECK_I64(sign_up(w, late, "late@example.jp"), 202);
    pending = sign_up_ticket(w, late);
    code = world_code(w, "mail");
    world_advance(w, CODE_MS + SECOND_MS);
    CHECK_I64(sign_up_confirm(late, pending, code), 422);
    CHECK_TEXT(client_reason(late), "code.expired");
    CHECK_I64(sign_up(w, c, "hanako@example.jp"), 202);
    world_advance(w, CODE_MS - 20 * SECOND_MS); /* the test itself takes a moment */
    CHECK_I64(sign_up_confirm(c, sign_up_ticket(w, c), world_code(w, "mail")), 202);
    world_close(w);
}

TEST_BOTH(a_code_works_once_and_for_its_own_step_alone)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w);
    const char *mail, *mail_code, *sms, *sms_code;

    CHECK_I64(sign_up(w, c, "hanako@example.jp"), 202);
    mail = sign_up_ticket(w, c);
    mail_code = world_code(w, "mail");
    CHECK_I64(sign_up_confirm(c, mail, mail_code), 202);
    sms = sign_up_ticket(w, c);
    sms_code = world_code(w, "sms");
    CHECK_I64(sign_up_confirm(c, mail, mail_code), 422);
    CHECK_TEXT(client_reason(c), "code.expired");
    if (strcmp(mail_code, sms_code) != 0) {
        CHECK_I64(sign_up_confirm(c, sms, mail_code), 422);
        CHECK_TEXT(client_reason(c), "code.wrong");
    }
    CHECK_I64(sign_up_confirm(c, sms, sms_code), 201);
    CHECK_I64(sign_up_confirm(c, sms, sms_code), 422);
    CHECK_TEXT(client_reason(c), "code.expired");
    world_close(w);
}

TEST_BOTH(a_ticket_that_is_forged_old_or_of_something_else_opens_nothing)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w);
    const char *pending, *code;
    char *forged;

    CHECK_I64(sign_up(w, c, "hanako@example.jp"), 202);
    pending = sign_up_ticket(w, c);
    code = world_code(w, "mail");
    forged = arena_strdup(w->arena, pending);
    CHECK(forged != NULL);
    forged[20] = forged[20] == 'A' ? 'B' : 'A';
    CHECK_I64(sign_up_confirm(c, forged, code), 422);
    CHECK_TEXT(client_reason(c), "pending.expired");
    CHECK_I64(sign_up_confirm(c, "AAAA", code), 422);
    CHECK_TEXT(client_reason(c), "pending.expired");
    CHECK_I64(client_post(c, "/api/v1/sessions/confirm",
                          json_pack("{s:s, s:s}", "pending", pending, "code", code)),
              422);
    CHECK_TEXT(client_reason(c), "pending.expired");
    world_advance(w, PENDING_MS + SECOND_MS);
    CHECK_I64(client_post(c, ACCOUNTS "/resend", json_pack("{s:s}", "pending", pending)), 422);
    CHECK_TEXT(client_reason(c), "pending.expired");
    world_close(w);
}

TEST_BOTH(one_address_gets_five_mails_an_hour_and_no_more)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w);
    const char *pending;

    world_advance(w, SEND_WINDOW_MS - world_now(w) % SEND_WINDOW_MS); /* a whole window */
    CHECK_I64(sign_up(w, c, "hanako@example.jp"), 202);
    pending = sign_up_ticket(w, c);
    for (int i = 1; i < SENDS_MAX; i++) {
        CHECK_I64(client_post(c, ACCOUNTS "/resend", json_pack("{s:s}", "pending", pending)), 202);
    }
    CHECK_I64(client_post(c, ACCOUNTS "/resend", json_pack("{s:s}", "pending", pending)), 429);
    CHECK_TEXT(client_reason(c), "attempt.too_many");
    CHECK(client_answer_header(c, "Retry-After") != NULL);
    CHECK_I64(sign_up(w, c, "hanako@example.jp"), 429);
    CHECK_I64(sign_up_confirm(c, pending, "123456"),
              422); /* of all those codes the newest counts */
    CHECK_TEXT(client_reason(c), "code.expired");
    CHECK_I64(sign_up(w, c, "taro@example.jp"), 202);
    world_close(w);
}

TEST_BOTH(a_number_that_belongs_to_a_member_is_told_to_whoever_proves_it)
{
    struct world *w = world_open(engine);
    struct person *owner = world_member(w, "だれか");
    struct client *c = world_client(w);
    json_t *body = sign_up_form(w, "hanako@example.jp");

    json_object_set_new(body, "phone", json_string(owner->phone));
    CHECK_I64(client_post(c, ACCOUNTS, body), 202);
    CHECK_I64(sign_up_confirm(c, sign_up_ticket(w, c), world_code(w, "mail")), 202);
    CHECK_I64(sign_up_confirm(c, sign_up_ticket(w, c), world_code(w, "sms")), 422);
    CHECK_TEXT(client_reason(c), "phone.taken");
    world_close(w);
}

TEST_BOTH(a_pending_member_can_not_log_in)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w);

    (void)email_proved(w, c, "hanako@example.jp"); /* the number is not proved */
    CHECK_I64(client_post(c, "/api/v1/sessions",
                          json_pack("{s:s, s:s}", "email", "hanako@example.jp", "password",
                                    SIGN_UP_PASSWORD)),
              401);
    CHECK_TEXT(client_reason(c), "login.wrong");
    world_close(w);
}

TEST_BOTH(a_sign_up_nobody_finished_is_forgotten_after_a_day)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w);
    const char *sms = email_proved(w, c, "hanako@example.jp");
    struct person *active = world_member(w, "太郎");
    struct ctx x;
    int did;

    world_advance(w, DAY_MS - MINUTE_MS);
    x = world_ctx(w, 0);
    CHECK_STATUS(account_sweep_step(&x, &did), OK);
    CHECK_I64(did, 0);
    world_advance(w, 2 * MINUTE_MS);
    x = world_ctx(w, 0);
    CHECK_STATUS(account_sweep_step(&x, &did), OK);
    CHECK_I64(did, 1);
    CHECK_I64(sign_up_confirm(c, sms, "123456"), 422);
    CHECK_I64(client_get(active->client, "/api/v1/me"), 200);
    CHECK_I64(sign_up(w, c, "hanako@example.jp"), 202);
    CHECK_I64(sign_up_confirm(c, sign_up_ticket(w, c), world_code(w, "mail")), 202);
    world_close(w);
}

TEST_BOTH(a_third_hash_at_once_is_asked_to_come_again)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w);

    atomic_store(w->keys.hashing, PASSWORD_HASHES_MAX);
    CHECK_I64(sign_up(w, c, "hanako@example.jp"), 503);
    CHECK(client_answer_header(c, "Retry-After") != NULL);
    atomic_store(w->keys.hashing, PASSWORD_HASHES_MAX - 1);
    CHECK_I64(sign_up(w, c, "hanako@example.jp"), 202);
    CHECK_I64(atomic_load(w->keys.hashing), PASSWORD_HASHES_MAX - 1);
    world_close(w);
}
