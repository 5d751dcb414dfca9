/* account_form_test.c - what people type when they sign up: numbers, dates, passwords, codes. */
#include "app/base/limits.h"
#include "app/base/zone.h"
#include "tests/people.h"
#include "tests/signing_up.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

TEST_BOTH(numbers_and_addresses_that_reach_nobody_are_named)
{
    static const struct {
        const char *field, *value;
    } bad[] = {
        {"phone", "03-1234-5678"}, /* a land line */
        {"phone", "090-1234-567"},
        {"phone", "+81 90 1234 56789"},
        {"phone", "phone"},
        {"email", "hanako"},
        {"email", "hanako@"},
        {"email", "a@b@example.jp"},
        {"birth_date", "2990-01-01"},
        {"birth_date", "1890-01-01"},
        {"birth_date", "1990-02-30"},
        {"locale", "fr"},
        {"community_id", "cm_0000000000001"},
        {"display_name", ""},
        {"name", "花\n子"},
    };
    struct world *w = world_open(engine);
    struct client *c = world_client(w);

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK_I64(sign_up_with(w, c, bad[i].field, bad[i].value), 400);
        CHECK_TEXT(client_text(c, "field"), bad[i].field);
        CHECK_TEXT(client_reason(c), "field.invalid");
    }
    world_close(w);
}

TEST_BOTH(a_number_is_one_number_in_whatever_digits)
{
    static const char *const typed[] = {"０９０－１２３４－５６７８", "090 1234 5678",
                                        "+81-90-1234-5678", "(090)1234-5678"};
    struct world *w = world_open(engine);
    struct client *c = world_client(w);

    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        json_t *body = sign_up_form(w, arena_printf(w->arena, "p%zu@example.jp", i));

        json_object_set_new(body, "phone", json_string(typed[i]));
        CHECK_I64(client_post(c, ACCOUNTS, body), 202);
        CHECK_I64(sign_up_confirm(c, sign_up_ticket(w, c), world_code(w, "mail")), 202);
        if (sign_up_confirm(c, sign_up_ticket(w, c), world_code(w, "sms")) == 201) {
            CHECK_I64(i, 0);
        } else {
            CHECK_TEXT(client_reason(c), "phone.taken");
        }
        client_forget(c);
    }
    world_close(w);
}

TEST_BOTH(passwords_that_are_guessed_first_are_refused)
{
    static const struct {
        const char *password, *reason;
    } bad[] = {
        {"short12", "password.too_short"},    {"password1", "password.common"},
        {"Sakura2024!!", "password.common"},  {"otagai-2026", "password.common"},
        {"aaaaaaaaaaaa", "password.common"},  {"Yamada-Hanako", "password.own_data"},
        {"1990-01-31", "password.own_data"},  {"19900131ab", "password.own_data"},
        {"hanako99887", "password.own_data"}, {"山田花子山田花子", "password.own_data"},
        {"12345678-x", "password.own_data"},
    };
    struct world *w = world_open(engine);
    struct client *c = world_client(w);

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK_I64(sign_up_with(w, c, "password", bad[i].password), 422);
        CHECK_TEXT(client_reason(c), bad[i].reason);
        CHECK_TEXT(client_text(c, "field"), "password");
    }
    world_close(w);
}

TEST_BOTH(a_password_of_more_than_256_bytes_is_refused_with_its_reason)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w);
    char text[PASSWORD_BYTES_MAX + 2];

    for (size_t i = 0; i + 1 < sizeof text; i++) {
        text[i] = (char)('a' + (i * 7) % 26);
    }
    text[sizeof text - 1] = '\0';
    CHECK_I64(sign_up_with(w, c, "password", text), 422);
    CHECK_TEXT(client_reason(c), "password.too_long");
    world_close(w);
}

/* 2008-11-23 is eighteen on 23 November 2026, by the date in Tokyo. */
TEST_BOTH(eighteen_begins_at_midnight_where_the_community_is)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w);
    struct local_time birthday = {.year = 2026, .month = 11, .day = 23};
    int64_t midnight;

    CHECK_STATUS(zone_instant("Asia/Tokyo", &birthday, &midnight), OK);
    world_advance(w, midnight - MINUTE_MS - world_now(w));
    CHECK_I64(sign_up_with(w, c, "birth_date", "2008-11-23"), 422);
    CHECK_TEXT(client_reason(c), "account.too_young");
    CHECK_TEXT(client_text(c, "field"), "birth_date");
    world_advance(w, midnight - world_now(w));
    CHECK_I64(sign_up_with(w, c, "birth_date", "2008-11-24"), 422);
    CHECK_I64(sign_up_with(w, c, "birth_date", "2008-11-23"), 202);
    world_close(w);
}

TEST_BOTH(what_may_be_left_out_may_also_be_null)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w);
    json_t *body = sign_up_form(w, "hanako@example.jp");

    json_object_set_new(body, "locale", json_null());
    CHECK_I64(client_post(c, ACCOUNTS, body), 202);
    CHECK_I64(sign_up_confirm(c, sign_up_ticket(w, c), world_code(w, "mail")), 202);
    CHECK_I64(client_post(c, ACCOUNTS "/confirm",
                          json_pack("{s:s, s:s, s:n}", "pending", client_text(c, "pending"), "code",
                                    world_code(w, "sms"), "device_label")),
              201);
    CHECK_I64(client_get(c, "/api/v1/me"), 200);
    CHECK_TEXT(client_text(c, "locale"), "ja");
    world_close(w);
}

TEST_BOTH(codes_are_understood_as_people_type_them)
{
    struct world *w = world_open(engine);
    struct client *c = world_client(w);
    const char *code;
    char wide[64] = "";

    CHECK_I64(sign_up(w, c, "hanako@example.jp"), 202);
    code = world_code(w, "mail");
    for (int i = 0; code[i] != '\0'; i++) { /* full width, with a blank and a hyphen */
        char digit[4] = {(char)0xef, (char)0xbc, (char)(0x90 + (code[i] - '0')), '\0'};

        strncat(wide, digit, sizeof wide - strlen(wide) - 1);
        strncat(wide, i == 2 ? "-" : " ", sizeof wide - strlen(wide) - 1);
    }
    CHECK_I64(sign_up_confirm(c, sign_up_ticket(w, c), wide), 202);
    world_close(w);
}
