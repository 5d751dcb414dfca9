/* http_client_test.c - what libcurl does when the other side misbehaves (payments.md 3). */
#include "payments/http_client.h"

#include "app/base/clock.h"
#include "app/base/limits.h"
#include "tests/payments/peer.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OK_ANSWER "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nRequest-Id: req_1\r\n\r\n{}"

#define PATIENCE_MS 20000 /* nothing but a slow answer is tested by waiting */

struct trial {
    struct peer *peer;
    struct http_client *client;
    struct arena *arena;
    struct http_answer answer;
};

static void open_to(struct trial *t, const char *url, int total_ms)
{
    struct http_client_options o = {url, "otagai", total_ms, total_ms};

    CHECK_STATUS(http_client_open(&t->client, &o), OK);
    t->arena = arena_open(4 * 1024 * 1024);
    CHECK(t->arena != NULL);
}

static struct trial begin(const struct peer_step *steps)
{
    struct trial t = {.peer = peer_start(steps)};

    open_to(&t, peer_url(t.peer), PATIENCE_MS);
    return t;
}

static void send_it(struct trial *t, const char *method, bool once)
{
    const char *headers[] = {"Idempotency-Key: op_1-1", NULL};
    struct http_ask ask = {method, "/v1/things", headers, {(const uint8_t *)"a=1", 3}, once};

    CHECK_STATUS(http_client_send(t->client, t->arena, &ask, &t->answer), OK);
}

static void end(struct trial *t)
{
    http_client_close(t->client);
    if (t->peer != NULL) {
        peer_stop(t->peer);
    }
    arena_close(t->arena);
}

TEST(an_answer_comes_with_status_body_and_headers)
{
    struct trial t = begin((struct peer_step[]){{OK_ANSWER, 0, 0}, {NULL, 0, 0}});

    send_it(&t, "POST", false);
    CHECK_I64(t.answer.curl, 0);
    CHECK_I64(t.answer.http, 200);
    CHECK_TEXT((const char *)t.answer.body.data, "{}");
    CHECK_TEXT(http_answer_header(&t.answer, "request-id"), "req_1");
    CHECK(http_answer_header(&t.answer, "Retry-After") == NULL);
    CHECK(strstr(peer_request(t.peer, 0), "POST /v1/things HTTP/1.1\r\n") != NULL);
    CHECK(strstr(peer_request(t.peer, 0), "\r\nIdempotency-Key: op_1-1\r\n") != NULL);
    CHECK(strstr(peer_request(t.peer, 0), "\r\n\r\na=1") != NULL);
    end(&t);
}

TEST(a_get_and_a_delete_send_no_body_after_a_post)
{
    struct trial t = begin((struct peer_step[]){{OK_ANSWER, 0, 0}, {NULL, 0, 0}});

    send_it(&t, "POST", false);
    send_it(&t, "GET", false);
    send_it(&t, "DELETE", false);
    send_it(&t, "POST", false);
    CHECK(strncmp(peer_request(t.peer, 1), "GET ", 4) == 0);
    CHECK(strstr(peer_request(t.peer, 1), "a=1") == NULL);
    CHECK(strncmp(peer_request(t.peer, 2), "DELETE ", 7) == 0);
    CHECK(strstr(peer_request(t.peer, 2), "a=1") == NULL);
    CHECK(strncmp(peer_request(t.peer, 3), "POST ", 5) == 0);
    end(&t);
}

TEST(a_large_post_does_not_wait_for_100_continue)
{
    struct trial t = begin((struct peer_step[]){{OK_ANSWER, 0, 0}, {NULL, 0, 0}});
    const char *headers[] = {NULL};
    char big[3000];
    struct http_ask ask = {"POST", "/", headers, {(const uint8_t *)big, sizeof big}, false};

    memset(big, 'x', sizeof big);
    CHECK_STATUS(http_client_send(t.client, t.arena, &ask, &t.answer), OK);
    CHECK(strcasestr(peer_request(t.peer, 0), "Expect:") == NULL);
    end(&t);
}

TEST(a_proxy_of_the_environment_is_not_asked)
{
    struct trial t;

    CHECK(setenv("http_proxy", "http://127.0.0.1:1", 1) == 0 && setenv("no_proxy", "", 1) == 0);
    t = begin((struct peer_step[]){{OK_ANSWER, 0, 0}, {NULL, 0, 0}});
    send_it(&t, "GET", false);
    unsetenv("http_proxy");
    unsetenv("no_proxy");
    CHECK_I64(t.answer.http, 200);
    end(&t);
}

TEST(a_redirect_is_not_followed)
{
    struct trial t = begin((struct peer_step[]){
        {"HTTP/1.1 307 Go\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n", 0, 0},
        {NULL, 0, 0}});

    send_it(&t, "POST", false);
    CHECK_I64(t.answer.http, 307);
    CHECK_I64(peer_requests(t.peer), 1);
    end(&t);
}

TEST(a_truncated_answer_is_unknown_though_it_says_200)
{
    struct trial t = begin((struct peer_step[]){
        {"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{\"id\":", 0, 1}, {NULL, 0, 0}});

    send_it(&t, "POST", false);
    CHECK_I64(t.answer.curl, 18);
    CHECK_I64(t.answer.http, 0);
    CHECK_I64(http_fate(t.answer.curl), HTTP_UNKNOWN);
    end(&t);
}

TEST(a_fresh_connection_that_dies_silently_is_unknown)
{
    struct trial t = begin((struct peer_step[]){{NULL, 0, 1}, {NULL, 0, 0}});

    send_it(&t, "POST", false);
    CHECK_I64(t.answer.curl, 52);
    CHECK_I64(http_fate(t.answer.curl), HTTP_UNKNOWN);
    CHECK_I64(peer_requests(t.peer), 1);
    end(&t);
}

TEST(a_reused_connection_that_dies_makes_libcurl_send_the_post_again)
{
    struct trial t = begin(
        (struct peer_step[]){{OK_ANSWER, 0, 0}, {NULL, 0, 1}, {OK_ANSWER, 0, 0}, {NULL, 0, 0}});

    send_it(&t, "POST", false);
    send_it(&t, "POST", false);
    CHECK_I64(t.answer.curl, 0);
    CHECK_I64(peer_requests(t.peer), 3); /* two sends of ours */
    CHECK(strstr(peer_request(t.peer, 1), "Idempotency-Key: op_1-1") != NULL);
    CHECK(strstr(peer_request(t.peer, 2), "Idempotency-Key: op_1-1") != NULL);
    end(&t);
}

TEST(a_request_sent_once_takes_a_new_connection_and_is_never_sent_again)
{
    struct trial t = begin(
        (struct peer_step[]){{OK_ANSWER, 0, 0}, {NULL, 0, 1}, {OK_ANSWER, 0, 0}, {NULL, 0, 0}});

    send_it(&t, "POST", true);
    send_it(&t, "POST", true);
    CHECK_I64(t.answer.curl, 52);
    CHECK_I64(peer_requests(t.peer), 2);
    end(&t);
}

TEST(a_slow_answer_is_unknown_and_does_not_hang)
{
    struct trial t = {.peer = peer_start((struct peer_step[]){{OK_ANSWER, 1500, 0}, {NULL, 0, 0}})};
    int64_t from = clock_monotonic_ms();

    open_to(&t, peer_url(t.peer), 200);
    send_it(&t, "POST", false);
    CHECK_I64(t.answer.curl, 28);
    CHECK_I64(http_fate(t.answer.curl), HTTP_UNKNOWN);
    CHECK(clock_monotonic_ms() - from < 1400);
    end(&t);
}

TEST(nobody_listening_means_nothing_was_sent)
{
    struct trial t = begin((struct peer_step[]){{OK_ANSWER, 0, 0}, {NULL, 0, 0}});
    char url[64];

    snprintf(url, sizeof url, "%s", peer_url(t.peer));
    end(&t);
    t.peer = NULL;
    open_to(&t, url, PATIENCE_MS);
    send_it(&t, "POST", false);
    CHECK_I64(t.answer.curl, 7);
    CHECK_I64(http_fate(t.answer.curl), HTTP_NOT_SENT);
    end(&t);
}

TEST(an_endless_answer_is_cut_off)
{
    size_t n = PAY_BODY_BYTES_MAX + 4096;
    char *answer = malloc(n + 100);
    int head;
    struct trial t;

    CHECK(answer != NULL);
    head = snprintf(answer, 100, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", n);
    memset(answer + head, ' ', n);
    answer[(size_t)head + n] = '\0';
    t = begin((struct peer_step[]){{answer, 0, 0}, {NULL, 0, 0}});
    send_it(&t, "GET", false);
    CHECK_I64(t.answer.curl, 23);
    CHECK_I64(t.answer.http, 0);
    CHECK_I64(http_fate(t.answer.curl), HTTP_UNKNOWN);
    end(&t);
    free(answer);
}

TEST(plain_http_goes_to_the_loopback_only)
{
    static const char *const good[] = {"https://api.stripe.com", "https://api.stripe.com:8443",
                                       "http://127.0.0.1:12111", "http://localhost",
                                       "http://[::1]:80"};
    static const char *const bad[] = {"http://api.stripe.com",
                                      "http://127.0.0.1.evil.example",
                                      "http://localhost@evil.example",
                                      "https://user@api.stripe.com",
                                      "https://api.stripe.com/",
                                      "https://api.stripe.com?x",
                                      "https://",
                                      "https://:443",
                                      "https://host:",
                                      "https://host:123456",
                                      "http://[::1",
                                      "ftp://127.0.0.1",
                                      "file:///etc/passwd",
                                      ""};
    struct http_client *c;

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct http_client_options o = {good[i], "otagai", 0, 0};

        CHECK_STATUS(http_client_open(&c, &o), OK);
        http_client_close(c);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct http_client_options o = {bad[i], "otagai", 0, 0};

        if (http_client_open(&c, &o) != E_INVALID || c != NULL) {
            test_fail(__FILE__, __LINE__, "\"%s\" was taken", bad[i]);
        }
    }
}
