/* http_body_test.c - bodies that are deep, large, slow, or none (security.md section 1). */
#include "app/base/limits.h"
#include "tests/api/site.h"
#include "tests/raw.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOST RAW_HOST
#define JSON RAW_JSON

/* The server still answers: what came before did not end it. */
static void check_alive(const struct site *s)
{
    CHECK_I64(raw_ask(s->port, "GET /api/v1/hello HTTP/1.1\r\n" HOST "\r\n"), 200);
}

static int post(const struct site *s, const char *path, const char *body)
{
    char *text = raw_post(path, body);
    int http = raw_ask(s->port, text);

    free(text);
    return http;
}

static void check_post_reason(const struct site *s, const char *body, const char *reason)
{
    char *text = raw_post("/api/v1/echo", body), got[64];

    CHECK_TEXT(raw_reason(s->port, text, got, sizeof got), reason);
    free(text);
}

TEST(a_body_of_a_thousand_brackets_is_refused_before_it_is_parsed)
{
    struct site *s = site_open();
    char *deep = raw_repeat("[", 1200, "{\"a\":", "");

    CHECK_I64(post(s, "/api/v1/echo", deep), 400);
    check_post_reason(s, deep, "body.too_deep");
    free(deep);
    deep = raw_repeat("[", 60000, "{\"a\":", "");
    CHECK_I64(post(s, "/api/v1/echo", deep), 400);
    free(deep);
    check_alive(s);
}

TEST(a_body_may_nest_32_deep_and_have_10000_tokens_but_no_more)
{
    struct site *s = site_open();
    char *close = raw_repeat("]", 31, "", "}"), *text = raw_repeat("[", 31, "{\"a\":", close);

    CHECK_I64(post(s, "/api/v1/echo", text), 200);
    free(text);
    free(close);
    close = raw_repeat("]", 32, "", "}");
    text = raw_repeat("[", 32, "{\"a\":", close);
    check_post_reason(s, text, "body.too_deep");
    free(text);
    free(close);
    text = raw_repeat("1,", JSON_TOKENS_MAX - 6, "{\"a\":[",
                      "1]}"); /* {, "a", [, ], } and the last 1 */
    CHECK_I64(post(s, "/api/v1/echo", text), 200);
    free(text);
    text = raw_repeat("1,", JSON_TOKENS_MAX - 5, "{\"a\":[", "1]}");
    check_post_reason(s, text, "body.too_deep");
    free(text);
}

TEST(a_body_that_is_no_json_object_or_has_a_key_twice_is_refused)
{
    struct site *s = site_open();

    check_post_reason(s, "[1]", "body.not_json");
    check_post_reason(s, "\"text\"", "body.not_json");
    check_post_reason(s, "{", "body.not_json");
    check_post_reason(s, "{}x", "body.not_json");
    check_post_reason(s, "{\"a\":\"\xff\"}", "body.not_json");
    check_post_reason(s, "{\"a\":\"\\u0000\"}", "body.not_json");
    check_post_reason(s, "{\"a\":1e999}", "body.not_json");
    check_post_reason(s, "{\"a\":99999999999999999999}", "body.not_json");
    check_post_reason(s, "{\"a\":1,\"b\":{\"a\":1,\"a\":2}}", "body.duplicate_key");
    CHECK_I64(post(s, "/api/v1/echo", "{\"a\":{\"a\":1}}"), 200);
}

TEST(a_form_is_not_parsed_at_all)
{
    struct site *s = site_open();
    char got[64];
    static const char form[] =
        "POST /api/v1/echo HTTP/1.1\r\n" HOST "Content-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: 3\r\n\r\na=%";

    CHECK_I64(raw_ask(s->port, form), 415);
    CHECK_TEXT(raw_reason(s->port, form, got, sizeof got), "body.no_json_type");
    check_alive(s);
}

TEST(a_body_larger_than_its_route_allows_is_refused_before_it_is_sent)
{
    struct site *s = site_open();
    char got[64];
    static const char head[] =
        "POST /api/v1/echo HTTP/1.1\r\n" HOST JSON "Content-Length: 65537\r\n\r\n{";

    CHECK_I64(raw_ask(s->port, head), 413);
    CHECK_TEXT(raw_reason(s->port, head, got, sizeof got), "body.too_large");
    CHECK_I64(
        raw_ask(s->port, "GET /api/v1/hello HTTP/1.1\r\n" HOST JSON "Content-Length: 2\r\n\r\n{}"),
        413);
}

TEST(a_whole_photo_goes_through_its_own_route)
{
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);
    char *photo = calloc(1, BODY_PHOTO);

    CHECK_I64(client_send(c, "POST", "/api/v1/raw", "image/jpeg", photo, BODY_PHOTO), 200);
    CHECK_I64(client_i64(c, "bytes"), BODY_PHOTO);
    free(photo);
}

static int64_t drip(int fd, struct raw_answer *a)
{
    int64_t from_ms = clock_monotonic_ms();

    for (int i = 0; i < 400 && raw_text(fd, " ") && !raw_ready(fd, 20); i++) {
        continue;
    }
    raw_read(fd, a);
    return clock_monotonic_ms() - from_ms;
}

TEST_IN("concurrent", a_body_that_drips_is_cut_off_at_its_deadline)
{
    struct site *s = site_new();
    struct raw_answer *a = malloc(sizeof *a);
    int64_t took_ms;
    int fd;

    s->options.body_deadline_ms = 400;
    site_start(s);
    fd = raw_connect(s->port);
    (void)raw_text(fd, "POST /api/v1/echo HTTP/1.1\r\n" HOST JSON "Content-Length: 60000\r\n\r\n{");
    took_ms = drip(fd, a);
    CHECK_I64(a->http, 408);
    CHECK(strstr(a->body, "body.too_slow") != NULL);
    CHECK(took_ms >= 380 && took_ms < 2000);
    CHECK(raw_closes(fd, 2000));
    free(a);
    check_alive(s);
}

TEST(a_body_that_stops_half_way_is_a_time_out_and_never_a_short_body)
{
    struct site *s = site_new();
    struct raw_answer *a = malloc(sizeof *a);
    int fd;

    s->options.body_deadline_ms = 300;
    site_start(s);
    fd = raw_connect(s->port);
    (void)raw_text(fd, "POST /api/v1/raw HTTP/1.1\r\n" HOST "Content-Length: 10\r\n\r\nabc");
    raw_read(fd, a);
    CHECK_I64(a->http, 408);
    CHECK(raw_closes(fd, 2000));
    free(a);
}

TEST_IN("concurrent", heads_that_drip_do_not_keep_the_others_out)
{
    struct site *s = site_new();
    int slow[4];
    int64_t from_ms = clock_monotonic_ms();

    s->options.body_deadline_ms = 500; /* heads have the same */
    site_start(s);
    for (int i = 0; i < s->options.threads; i++) {
        slow[i] = raw_connect(s->port);
        (void)raw_text(slow[i], "GET /api/v1/hello HTTP/1.1\r\nX-Drip: ");
    }
    check_alive(s); /* waits until one of them is given up */
    CHECK(clock_monotonic_ms() - from_ms < 4000);
    for (int i = 0; i < s->options.threads; i++) {
        raw_close(slow[i]);
    }
}

TEST(a_refused_body_that_never_comes_does_not_hold_a_thread)
{
    struct site *s = site_open();
    struct raw_answer *a = malloc(sizeof *a);

    for (int i = 0; i < 3 * s->options.threads; i++) {
        int fd = raw_connect(s->port);
        int64_t from_ms = clock_monotonic_ms();

        (void)raw_text(fd, "POST /api/v1/nowhere HTTP/1.1\r\n" HOST JSON
                           "Content-Length: 9999999\r\n\r\n{");
        raw_read(fd, a);
        CHECK_I64(a->http, 404);
        CHECK(clock_monotonic_ms() - from_ms < 1000);
        CHECK(raw_closes(fd, 2000));
    }
    free(a);
    check_alive(s);
}

TEST(a_client_that_does_not_read_its_answer_loses_it)
{
    struct site *s = site_open();

    for (int i = 0; i < 2; i++) {
        int fd = raw_connect(s->port);

        (void)raw_text(fd, "GET /api/v1/big HTTP/1.1\r\n" HOST "\r\n");
    }
    check_alive(s);
}

TEST(an_expectation_is_met_before_the_body_is_sent)
{
    struct site *s = site_open();
    struct raw_answer *a = malloc(sizeof *a);
    int fd = raw_connect(s->port);

    (void)raw_text(fd, "POST /api/v1/echo HTTP/1.1\r\n" HOST JSON
                       "Content-Length: 7\r\nExpect: 100-continue\r\n\r\n");
    raw_read(fd, a);
    CHECK_I64(a->http, 100);
    (void)raw_text(fd, "{\"a\":1}");
    raw_read(fd, a);
    CHECK_I64(a->http, 200);
    CHECK_TEXT(a->body, "{\"a\":1}");
    free(a);
    CHECK_I64(raw_ask(s->port, "POST /api/v1/echo HTTP/1.1\r\n" HOST JSON
                               "Content-Length: 7\r\nExpect: wonders\r\n\r\n{\"a\":1}"),
              400);
}
