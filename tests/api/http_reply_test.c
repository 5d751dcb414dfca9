/* http_reply_test.c - what an ordinary client gets: answers, problems, pages, conditional reads,
 * and who is let in. */
#include "tests/api/site.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check_header(const struct client *c, const char *name, const char *value)
{
    CHECK_TEXT(client_answer_header(c, name), value);
}

static void check_safe_headers(const struct client *c)
{
    check_header(c, "X-Content-Type-Options", "nosniff");
    check_header(c, "Referrer-Policy", "no-referrer");
    check_header(c, "Cross-Origin-Opener-Policy", "same-origin");
    check_header(c, "Cross-Origin-Resource-Policy", "same-origin");
    check_header(c, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    CHECK(client_answer_header(c, "X-Request-Id") != NULL);
    CHECK(client_answer_header(c, "Date") != NULL);
    CHECK(client_answer_header(c, "Server") == NULL);
    CHECK(client_answer_header(c, "Access-Control-Allow-Origin") == NULL);
}

TEST(every_answer_carries_the_safe_headers_and_is_not_stored)
{
    static const char *const paths[] = {"/api/v1/hello",  "/api/v1/nowhere", "/api/v1/mine",
                                        "/api/v1/broken", "/api/v1/refused", "/api/v1/busy"};
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);

    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        CHECK(client_get(c, paths[i]) != 0);
        check_safe_headers(c);
        check_header(c, "Cache-Control", "no-store");
    }
    CHECK_I64(client_get(c, "/api/v1/hello"), 200);
    check_header(c, "Content-Type", "application/json");
    CHECK_TEXT(client_text(c, "hello"), "世界");
}

TEST(a_page_of_ours_may_bring_its_own_content_policy_and_no_second_one)
{
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);

    CHECK_I64(client_get(c, "/page"), 200);
    check_header(c, "Content-Security-Policy", "default-src 'self'");
    CHECK_I64(client_get(c, "/elsewhere"), 303);
    check_header(c, "Location", "/page");
}

TEST(a_problem_names_status_reason_field_and_request)
{
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);
    char instance[80];

    CHECK_I64(client_get(c, "/api/v1/refused"), 422);
    check_header(c, "Content-Type", "application/problem+json");
    CHECK_TEXT(client_text(c, "type"), "urn:otagai:problem:rule");
    CHECK_TEXT(client_text(c, "title"), "rule");
    CHECK_I64(client_i64(c, "status"), 422);
    CHECK_TEXT(client_reason(c), "tie.level_low");
    CHECK_TEXT(client_text(c, "field"), "children[1]");
    (void)snprintf(instance, sizeof instance, "urn:otagai:request:%s",
                   client_answer_header(c, "X-Request-Id"));
    CHECK_TEXT(client_text(c, "instance"), instance);
}

TEST(an_internal_error_tells_its_number_and_nothing_else)
{
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);

    CHECK_I64(client_get(c, "/api/v1/broken"), 500);
    CHECK(client_text(c, "instance") != NULL);
    CHECK(client_at(c, "field") == NULL && client_at(c, "reason") == NULL);
    CHECK_I64(client_get(c, "/api/v1/silent"), 500); /* a handler that forgot to reply */
}

TEST(whoever_must_wait_is_told_how_long)
{
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);

    CHECK_I64(client_get(c, "/api/v1/busy"), 503);
    check_header(c, "Retry-After", "7");
    CHECK_I64(client_get(c, "/api/v1/no_memory"), 503);
    check_header(c, "Retry-After", "1");
}

TEST(another_method_is_told_which_there_are)
{
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);

    CHECK_I64(client_delete(c, "/api/v1/hello"), 405);
    check_header(c, "Allow", "GET, HEAD");
    CHECK_I64(client_send(c, "OPTIONS", "/api/v1/echo", NULL, NULL, 0), 405);
    check_header(c, "Allow", "POST, PATCH");
}

TEST(head_is_get_without_the_body)
{
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);
    char length[16];

    CHECK_I64(client_get(c, "/api/v1/hello"), 200);
    (void)snprintf(length, sizeof length, "%zu", c->text_len);
    CHECK_I64(client_head(c, "/api/v1/hello"), 200);
    CHECK_I64(c->text_len, 0);
    check_header(c, "Content-Length", length);
    CHECK_I64(client_head(c, "/api/v1/echo"), 405);
}

TEST(a_conditional_read_is_answered_304_until_the_thing_changes)
{
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);
    char etag[64], list[160], path[64], id[ID_TEXT_BYTES];

    id_format("th", 77, id);
    (void)client_path(path, sizeof path, "/api/v1/things/%s", id);
    CHECK_I64(client_get(c, path), 200);
    check_header(c, "Cache-Control", "private, no-cache");
    (void)snprintf(etag, sizeof etag, "%s", client_answer_header(c, "ETag"));
    client_header(c, "If-None-Match", etag);
    CHECK_I64(client_get(c, path), 304);
    CHECK_I64(c->text_len, 0);
    check_header(c, "ETag", etag);
    (void)snprintf(list, sizeof list, "\"other\", W/%s", etag);
    client_header(c, "If-None-Match", list);
    CHECK_I64(client_get(c, path), 304);
    client_header(c, "If-None-Match", "\"other\"");
    CHECK_I64(client_get(c, path), 200);
    client_header(c, "If-None-Match", etag);
    id_format("th", 78, id);
    CHECK_I64(client_get(c, client_path(path, sizeof path, "/api/v1/things/%s", id)), 200);
}

TEST(an_id_of_another_kind_is_as_unknown_as_one_that_is_not_there)
{
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);

    CHECK_I64(client_get(c, "/api/v1/things/bk_0000000000001"), 404);
    CHECK_I64(client_get(c, "/api/v1/things/th_0000000000000"), 404);
    CHECK_I64(client_get(c, "/api/v1/things/th_1"), 404);
    CHECK_I64(client_get(c, "/api/v1/things/%F0%9F%98%80"), 404);
}

/* Follows the cursors to the end and adds up what came. */
static int64_t walk(struct client *c, int limit, int *pages)
{
    char path[256];
    int64_t sum = 0;

    (void)client_path(path, sizeof path, "/api/v1/things?limit=%d", limit);
    for (*pages = 1; *pages < 1000; (*pages)++) {
        CHECK_I64(client_get(c, path), 200);
        for (size_t i = 0; i < json_array_size(client_at(c, "items")); i++) {
            sum += json_integer_value(json_array_get(client_at(c, "items"), i));
        }
        if (client_text(c, "next_cursor") == NULL) {
            return sum;
        }
        (void)client_path(path, sizeof path, "/api/v1/things?limit=%d&cursor=%s", limit,
                          client_text(c, "next_cursor"));
    }
    return -1;
}

TEST(a_list_is_read_page_by_page_and_each_row_once)
{
    struct site *s = site_open();
    struct client *c = site_client(s, "member-1");
    int pages;

    CHECK_I64(walk(c, 100, &pages), 250 * 251 / 2);
    CHECK_I64(pages, 3);
    CHECK_I64(walk(c, 50, &pages), 250 * 251 / 2);
    CHECK_I64(pages, 5);
}

static void check_query(struct client *c, const char *query, const char *field)
{
    char path[700];

    CHECK_I64(client_get(c, client_path(path, sizeof path, "/api/v1/things?%s", query)), 400);
    CHECK_TEXT(client_reason(c), "query.invalid");
    CHECK_TEXT(client_text(c, "field"), field);
}

TEST(a_cursor_is_good_for_its_list_and_its_person_alone)
{
    struct site *s = site_open();
    struct client *c = site_client(s, "member-1"), *other = site_client(s, "member-2");
    char query[200], good[100];

    CHECK_I64(client_get(c, "/api/v1/things?limit=1"), 200);
    (void)snprintf(good, sizeof good, "%s", client_text(c, "next_cursor"));
    (void)client_path(query, sizeof query, "cursor=%s", good);
    check_query(other, query, "cursor");
    good[3] = good[3] == 'A' ? 'B' : 'A';
    (void)client_path(query, sizeof query, "cursor=%s", good);
    check_query(c, query, "cursor");
    check_query(c, "cursor=x", "cursor");
    check_query(c, "cursor=", "cursor");
}

TEST(an_unknown_or_repeated_query_key_is_refused)
{
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);

    check_query(c, "colour=red", "colour");
    check_query(c, "limit=0", "limit");
    check_query(c, "limit=101", "limit");
    check_query(c, "limit=1e1", "limit");
    check_query(c, "limit=+5", "limit");
    check_query(c, "kind=even", "kind");
    check_query(c, "limit=5&limit=5", NULL);
    check_query(c, "limit", NULL);
    check_query(c, "=5", NULL);
    check_query(c, "limit=5&", NULL);
    check_query(c, "limit=%zz", NULL);
    check_query(c, "limit=5%00", NULL);
    check_query(c, "a=1&b=1&c=1&d=1&e=1&f=1&g=1&h=1&i=1&j=1&k=1&l=1&m=1", NULL);
    /* A handler that reads no query at all: nothing is silently left aside there either. */
    CHECK_I64(client_get(c, "/api/v1/hello?x=1"), 400);
    CHECK_TEXT(client_reason(c), "query.invalid");
    CHECK_I64(client_post(c, "/api/v1/nothing?x=1", NULL), 400);
    CHECK_TEXT(client_reason(c), "query.invalid");
    CHECK_I64(client_get(c, "/api/v1/hello?"), 200);
    CHECK_I64(client_get(c, "/page?utm=1"), 200); /* people's pages come with all sorts of links */
}

TEST(query_values_are_converted_and_checked)
{
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);

    CHECK_I64(client_get(c, "/api/v1/search?n=7&at=2026-11-25T16:45:00%2B09:00&day=2026-11-25"
                            "&id=th_0000000000001&text=a+b%20%E3%81%82&yes=true"),
              200);
    CHECK_I64(client_i64(c, "n"), 7);
    CHECK_I64(client_i64(c, "at"), INT64_C(1795592700000));
    CHECK_TEXT(client_text(c, "day"), "2026-11-25");
    CHECK_TEXT(client_text(c, "id"), "th_0000000000001");
    CHECK_TEXT(client_text(c, "text"), "a b あ");
    CHECK(client_true(c, "yes"));
    CHECK_I64(client_get(c, "/api/v1/search?at=1000&yes=false"), 200);
    CHECK_I64(client_i64(c, "at"), 1000);
    CHECK_I64(client_get(c, "/api/v1/search?n=11"), 400);
    CHECK_I64(client_get(c, "/api/v1/search?at=yesterday"), 400);
    CHECK_I64(client_get(c, "/api/v1/search?yes=1"), 400);
    CHECK_I64(client_get(c, "/api/v1/search?day=2026-02-30"), 400);
}

TEST(bytes_are_offered_as_a_file)
{
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);

    CHECK_I64(client_get(c, "/api/v1/big"), 200);
    CHECK_I64(c->text_len, 3 * 1024 * 1024);
    check_header(c, "Content-Type", "text/csv; charset=utf-8");
    check_header(c, "Content-Disposition", "attachment; filename=\"list.csv\"");
}

TEST(a_session_cookie_is_set_sent_back_and_taken_away)
{
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);

    CHECK_I64(client_get(c, "/api/v1/mine"), 401);
    check_header(c, "WWW-Authenticate", "Bearer realm=\"otagai\"");
    CHECK_I64(client_post(c, "/api/v1/session", NULL), 204);
    check_header(c, "Set-Cookie",
                 "__Host-session=member-9; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=3600");
    CHECK_I64(client_get(c, "/api/v1/mine"), 200);
    CHECK_I64(client_i64(c, "member"), 9);
    CHECK_I64(client_delete(c, "/api/v1/session"), 204);
    CHECK_I64(client_get(c, "/api/v1/mine"), 401);
}

TEST(another_sites_page_can_not_act_with_our_cookie)
{
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);

    client_cookie(c, "__Host-session", "member-3");
    CHECK_I64(client_post(c, "/api/v1/nothing", NULL), 204);
    client_origin(c, "https://evil.example");
    CHECK_I64(client_post(c, "/api/v1/nothing", NULL), 403);
    CHECK_TEXT(client_reason(c), "request.other_origin");
    client_origin(c, "null");
    CHECK_I64(client_post(c, "/api/v1/nothing", NULL), 403);
    client_origin(c, NULL); /* a cookie, and no word of where the request comes from */
    CHECK_I64(client_post(c, "/api/v1/nothing", NULL), 403);
    client_header(c, "Sec-Fetch-Site", "cross-site");
    CHECK_I64(client_post(c, "/api/v1/nothing", NULL), 403);
    client_header(c, "Sec-Fetch-Site", "same-site");
    CHECK_I64(client_post(c, "/api/v1/nothing", NULL), 403);
    client_header(c, "Sec-Fetch-Site", "same-origin");
    CHECK_I64(client_post(c, "/api/v1/nothing", NULL), 204);
    client_origin(c, "https://evil.example");
    client_header(c, "Authorization", "Basic bWVtYmVyLTM6eA==");
    CHECK_I64(client_post(c, "/api/v1/nothing", NULL), 403);
    CHECK_I64(client_get(c, "/api/v1/mine"), 200); /* reading changes nothing */
}

TEST(a_foreign_page_can_not_log_a_browser_in_as_somebody_else)
{
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);

    client_origin(c, "https://evil.example");
    CHECK_I64(client_post(c, "/api/v1/session", NULL), 403);
    CHECK(client_answer_header(c, "Set-Cookie") == NULL);
}

TEST(programs_with_a_token_and_the_provider_need_no_origin)
{
    struct site *s = site_open();
    struct client *c = site_client(s, "member-4");

    client_origin(c, NULL);
    CHECK_I64(client_post(c, "/api/v1/nothing", NULL), 204);
    client_bearer(c, NULL);
    client_cookie(c, "__Host-session", "forged");
    CHECK_I64(client_send(c, "POST", "/api/v1/hook", "application/json", "{}", 2), 200);
    CHECK_I64(client_i64(c, "bytes"), 2);
}

TEST(a_session_that_is_none_is_refused_even_where_none_is_needed)
{
    struct site *s = site_open();
    struct client *c = site_client(s, "forged");

    CHECK_I64(client_get(c, "/api/v1/hello"), 401);
    CHECK_I64(client_get(c, "/api/v1/mine"), 401);
}

/* RATE_LOGIN: a bucket of 30. */
TEST(too_many_requests_are_told_when_to_come_back)
{
    struct site *s = site_open();
    struct client *c = site_client(s, "member-5"), *other = site_client(s, "member-6");
    int let_in = 0;

    while (client_post(c, "/api/v1/session", NULL) == 204 && let_in < 100) {
        let_in++;
    }
    CHECK_I64(c->http, 429);
    CHECK_TEXT(client_reason(c), "request.too_often");
    CHECK(strtol(client_answer_header(c, "Retry-After"), NULL, 10) >= 1);
    CHECK(let_in >= 30 && let_in <= 32);
    client_bearer(other, "member-6");
    CHECK_I64(client_post(other, "/api/v1/session", NULL), 204);
}

/* RATE_OPEN: a bucket of 120 an address. */
TEST(guessing_sessions_is_slowed_down_by_address)
{
    struct site *s = site_open();
    struct client *c = site_client(s, "guess"), *neighbour = site_client(s, "member-1");
    int tries = 0;

    while (client_get(c, "/api/v1/mine") == 401 && tries < 400) {
        tries++;
    }
    CHECK_I64(c->http, 429);
    CHECK(tries >= 120 && tries < 250);
    /* Who has a session is not made to pay for somebody behind the same gateway. */
    CHECK_I64(client_get(neighbour, "/api/v1/mine"), 200);
}

static const char *remote_of(struct client *c, const char *forwarded)
{
    client_header(c, "X-Forwarded-For", forwarded);
    CHECK_I64(client_get(c, "/api/v1/hello"), 200);
    return client_text(c, "remote");
}

TEST(only_the_own_proxy_is_believed_about_the_address_and_only_its_last_word)
{
    struct site *s = site_open(), *behind = site_new();
    struct client *c = site_client(s, NULL);

    CHECK_TEXT(remote_of(c, "198.51.100.7"), "127.0.0.1");
    behind->options.trusted_proxy = "127.0.0.1";
    site_start(behind);
    c = site_client(behind, NULL);
    CHECK_TEXT(remote_of(c, "198.51.100.7"), "198.51.100.7");
    CHECK_TEXT(remote_of(c, "10.0.0.1, 2001:db8::1"), "2001:db8::1");
    CHECK_TEXT(remote_of(c, "198.51.100.7, <script>"), "127.0.0.1");
}
