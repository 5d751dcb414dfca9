/* http_fields_test.c - the typed fields of a JSON body, and what is said about a bad one. */
#include "tests/api/site.h"
#include "tests/test.h"

#include <string.h>

#define ID_1 "th_0000000000001"
#define ID_2 "th_0000000000002"

static int post(struct client *c, const char *body)
{
    return client_send(c, "POST", "/api/v1/fields", "application/json; charset=utf-8", body,
                       strlen(body));
}

static void check_bad(struct client *c, const char *body, const char *reason, const char *field)
{
    if (post(c, body) != 400) {
        test_fail(__FILE__, __LINE__, "%d for %s", c->http, body);
    }
    CHECK_TEXT(client_reason(c), reason);
    CHECK_TEXT(client_text(c, "field"), field);
}

static struct client *open_client(void)
{
    struct site *s = site_new();

    s->options.rate_factor = 100;
    site_start(s);
    return site_client(s, "member-1");
}

TEST(all_kinds_of_fields_arrive_as_they_were_meant)
{
    struct client *c = open_client();

    CHECK_I64(post(c,
                   "{\"name\":\" 花子 \",\"note\":\"a\\nb\",\"count\":3,\"yes\":true,\"id\":\"" ID_1
                   "\",\"ids\":[\"" ID_1 "\",\"" ID_2 "\"],\"at\":\"2026-11-25T16:45:00.5+09:00\","
                   "\"day\":\"2026-11-25\",\"kind\":\"care\",\"nested\":{\"inner\":\"x\"}}"),
              200);
    CHECK_TEXT(client_text(c, "name"), "花子");
    CHECK_TEXT(client_text(c, "note"), "a\nb");
    CHECK_I64(client_i64(c, "count"), 3);
    CHECK(client_true(c, "yes"));
    CHECK_TEXT(client_text(c, "id"), ID_1);
    CHECK_I64(client_i64(c, "ids.1"), 2);
    CHECK_I64(client_i64(c, "at"), INT64_C(1795592700500));
    CHECK_TEXT(client_text(c, "day"), "2026-11-25");
    CHECK_TEXT(client_text(c, "kind"), "care");
    CHECK_TEXT(client_text(c, "inner"), "x");
}

TEST(what_may_be_missing_keeps_what_was_there)
{
    struct client *c = open_client();

    CHECK_I64(post(c, "{\"name\":\"a\",\"count\":1}"), 200);
    CHECK(json_is_null(client_at(c, "note")) && json_is_null(client_at(c, "id")));
    CHECK(!client_true(c, "had_note"));
    CHECK_I64(post(c, "{\"name\":\"a\",\"count\":1,\"note\":null,\"at\":5}"), 200);
    CHECK(client_true(c, "had_note")); /* PATCH: taken away, which is not the same as not said */
    CHECK_I64(client_i64(c, "at"), 5);
}

TEST(a_missing_field_is_named)
{
    struct client *c = open_client();

    check_bad(c, "{\"count\":1}", "field.missing", "name");
    check_bad(c, "{\"name\":\"a\"}", "field.missing", "count");
    check_bad(c, "", "field.missing", "name");
    check_bad(c, "{\"name\":\"a\",\"count\":1,\"nested\":{}}", "field.missing", "nested.inner");
}

TEST(an_unknown_field_is_refused_and_named)
{
    struct client *c = open_client();
    static const char *const long_key =
        "{\"name\":\"a\",\"count\":1,"
        "\"あああああああああああああああああああああああああああああ\":1}";

    check_bad(c, "{\"name\":\"a\",\"count\":1,\"admin\":true}", "field.unknown", "admin");
    check_bad(c, "{\"name\":\"a\",\"count\":1,\"nested\":{\"inner\":\"x\",\"more\":1}}",
              "field.unknown", "nested.more");
    /* Cut between two characters. */
    check_bad(c, long_key, "field.unknown", "ああああああああああああああああああああ");
}

#define REST ",\"count\":1}"

TEST(a_text_is_one_line_of_plain_characters_within_its_length)
{
    struct client *c = open_client();

    check_bad(c, "{\"name\":\"\"" REST, "field.invalid", "name");
    check_bad(c, "{\"name\":\"   \"" REST, "field.invalid", "name");
    check_bad(c, "{\"name\":\"12345678901\"" REST, "field.invalid", "name");
    check_bad(c, "{\"name\":\"a\\nb\"" REST, "field.invalid", "name");
    check_bad(c, "{\"name\":\"a\\u0007b\"" REST, "field.invalid", "name");
    check_bad(c, "{\"name\":7" REST, "field.invalid", "name");
    check_bad(c, "{\"name\":null" REST, "field.invalid", "name");
    check_bad(c, "{\"name\":[\"a\"]" REST, "field.invalid", "name");
    CHECK_I64(post(c, "{\"name\":\"か\xe3\x82\x99\"" REST), 200);
    CHECK_TEXT(client_text(c, "name"), "が"); /* NFC */
}

#define NAME "{\"name\":\"a\",\"count\":"
#define MORE "{\"name\":\"a\",\"count\":1,"

TEST(numbers_choices_ids_and_times_are_checked)
{
    static const struct {
        const char *body, *field;
    } bad[] = {
        {NAME "0}", "count"},
        {NAME "4}", "count"},
        {NAME "1.0}", "count"},
        {NAME "\"1\"}", "count"},
        {NAME "true}", "count"},
        {MORE "\"yes\":1}", "yes"},
        {MORE "\"yes\":null}", "yes"},
        {MORE "\"kind\":\"Care\"}", "kind"},
        {MORE "\"id\":\"bk_0000000000001\"}", "id"},
        {MORE "\"id\":1}", "id"},
        {MORE "\"ids\":\"" ID_1 "\"}", "ids"},
        {MORE "\"ids\":[\"" ID_1 "\",\"" ID_1 "\"]}", "ids"},
        {MORE "\"ids\":[1]}", "ids"},
        {MORE "\"ids\":[\"" ID_1 "\",\"" ID_2 "\",\"th_0000000000003\",\"th_0000000000004\"]}",
         "ids"},
        {MORE "\"at\":-1}", "at"},
        {MORE "\"at\":\"2026-11-25\"}", "at"},
        {MORE "\"at\":\"2026-11-25T16:45:00\"}", "at"},
        {MORE "\"at\":\"2026-11-25T24:00:00Z\"}", "at"},
        {MORE "\"day\":\"2026-11-31\"}", "day"},
        {MORE "\"day\":20000}", "day"},
        {MORE "\"nested\":[]}", "nested"},
    };
    struct client *c = open_client();

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        check_bad(c, bad[i].body, "field.invalid", bad[i].field);
    }
}
