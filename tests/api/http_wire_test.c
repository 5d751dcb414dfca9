/* http_wire_test.c - what bytes on a socket may do to the server: nothing (security.md section 1).
 */
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

TEST(the_64th_header_is_refused_and_the_63rd_is_not)
{
    struct site *s = site_open();
    char got[64];
    char *text = raw_repeat("X-A: 1\r\n", 62, "GET /api/v1/hello HTTP/1.1\r\n" HOST, "\r\n");

    CHECK_I64(raw_ask(s->port, text), 200);
    free(text);
    text = raw_repeat("X-A: 1\r\n", 63, "GET /api/v1/hello HTTP/1.1\r\n" HOST, "\r\n");
    CHECK_I64(raw_ask(s->port, text), 431);
    CHECK_TEXT(raw_reason(s->port, text, got, sizeof got), "request.too_many_headers");
    free(text);
    text = raw_repeat("X-A: 1\r\n", 64, "GET /api/v1/hello HTTP/1.1\r\n" HOST,
                      "Content-Length: 5\r\n\r\nabcde");
    CHECK_I64(raw_ask(s->port, text), 431);
    free(text);
    text = raw_repeat("X-Long: 12345678901234567890\r\n", 2000,
                      "GET /api/v1/hello HTTP/1.1\r\n" HOST, "\r\n");
    CHECK_I64(raw_ask(s->port, text),
              400); /* more than the library's 16 KiB: it does not say why */
    free(text);
    check_alive(s);
}

TEST(a_header_that_two_readers_could_read_in_two_ways_is_refused)
{
    static const char *const heads[] = {
        HOST HOST,
        HOST "Content-Length: 2\r\nContent-Length: 2\r\n",
        HOST "Content-Length: 2\r\ncontent-length: 3\r\n",
        HOST "Cookie: a=1\r\nCookie: b=2\r\n",
        HOST "Authorization: Bearer member-1\r\nAuthorization: Bearer member-2\r\n",
        HOST "Idempotency-Key: a\r\nIdempotency-Key: b\r\n",
        HOST JSON "content-type: text/plain\r\n",
        HOST "Content-Length: +5\r\n",
        HOST "Content-Length: -1\r\n",
        HOST "Content-Length: 5, 5\r\n",
        HOST "Content-Length: 0x5\r\n",
        HOST "Content-Length:\r\n",
        HOST "Content-Length: 12345678\r\n",
        HOST "Content-Length: 99999999999999999999\r\n",
        HOST "Transfer-Encoding: chunked\r\n",
        HOST "Transfer-Encoding: identity\r\n",
        HOST "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n",
        HOST "Content-Length : 2\r\n",
        HOST "X-Folded: a\r\n b\r\nContent-Length: 2\r\n",
        HOST "X-Bare: a\nContent-Length: 2\r\n",
        HOST "X-Bare: a\nX-B: c\r\n",
        "Host: 127.0.0.1\nX-B: c\r\n",
        HOST "X-A\r\n",
        HOST ": x\r\n",
        HOST "X A: 1\r\n",
        HOST "X-Umlaut: \xc3\xa4\r\n",
        "",
    };
    struct site *s = site_open();
    char text[512], got[64];

    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        (void)snprintf(text, sizeof text, "POST /api/v1/nothing HTTP/1.1\r\n%s\r\n{}", heads[i]);
        if (raw_ask(s->port, text) != 400) {
            test_fail(__FILE__, __LINE__, "head %zu was let through: %s", i, heads[i]);
        }
        CHECK_TEXT(raw_reason(s->port, text, got, sizeof got), "request.malformed");
    }
    check_alive(s);
}

TEST(only_http_1_0_and_1_1_are_spoken)
{
    struct site *s = site_open();

    CHECK_I64(raw_ask(s->port, "GET /api/v1/hello HTTP/1.0\r\n" HOST "\r\n"), 200);
    CHECK_I64(raw_ask(s->port, "GET /api/v1/hello HTTP/2.0\r\n" HOST "\r\n"), 400);
    CHECK_I64(raw_ask(s->port, "GET /api/v1/hello HTTP/0.9\r\n" HOST "\r\n"), 400);
    CHECK_I64(raw_ask(s->port, "GET /api/v1/hello\r\n" HOST "\r\n"), 400);
    CHECK_I64(raw_ask(s->port, "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n"), 400);
    CHECK_I64(raw_ask(s->port, "NONSENSE /api/v1/hello HTTP/1.1\r\n" HOST "\r\n"), 400);
    check_alive(s);
}

TEST(a_path_that_is_not_written_plainly_is_refused)
{
    static const char *const paths[] = {
        "/api//v1/hello",   "//api/v1/hello",   "/api/./v1/hello", "/api/v1/../v1/hello",
        "/api/v1/..",       "/api/v1/%2e%2e/x", "/api/v1%2fhello", "/api/v1/hello%00",
        "/api/v1/a%0d%0ab", "/api/v1/%zz",      "/api/v1/%4",      "/api/v1/a%5cb",
        "/api/v1/%ff",      "api/v1/hello",
    };
    struct site *s = site_open();
    char text[1024];

    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        (void)snprintf(text, sizeof text, "GET %s HTTP/1.1\r\n" HOST "\r\n", paths[i]);
        if (raw_ask(s->port, text) != 400) {
            test_fail(__FILE__, __LINE__, "%s: %d", paths[i], raw_ask(s->port, text));
        }
    }
    (void)snprintf(text, sizeof text, "GET /api/v1/things/%0500d HTTP/1.1\r\n" HOST "\r\n", 7);
    CHECK_I64(raw_ask(s->port, text), 400);
    /* The library hangs up on what is no path by itself. */
    CHECK_I64(raw_ask(s->port, "GET http://evil.example/api/v1/hello HTTP/1.1\r\n" HOST "\r\n"), 0);
    CHECK_I64(raw_ask(s->port, "OPTIONS * HTTP/1.1\r\n" HOST "\r\n"), 0);
    CHECK_I64(raw_ask(s->port, "GET /api/v1/%68ello HTTP/1.1\r\n" HOST "\r\n"), 200);
    check_alive(s);
}

TEST(routes_match_exactly_and_never_by_their_beginning)
{
    struct site *s = site_open();

    CHECK_I64(raw_ask(s->port, "GET /api/v1/hello/more HTTP/1.1\r\n" HOST "\r\n"), 404);
    CHECK_I64(raw_ask(s->port, "GET /api/v1/hello/ HTTP/1.1\r\n" HOST "\r\n"), 404);
    CHECK_I64(raw_ask(s->port, "GET /api/v1/hell HTTP/1.1\r\n" HOST "\r\n"), 404);
    CHECK_I64(raw_ask(s->port, "GET /api/v1/things/ HTTP/1.1\r\n" HOST "\r\n"), 404);
    CHECK_I64(raw_ask(s->port, "GET / HTTP/1.1\r\n" HOST "\r\n"), 404);
    CHECK_I64(raw_ask(s->port, "GET /.htpasswd HTTP/1.1\r\n" HOST "\r\n"), 404);
    CHECK_I64(raw_ask(s->port, "GET /Makefile HTTP/1.1\r\n" HOST "\r\n"), 404);
    CHECK_I64(raw_ask(s->port, "PUT /api/v1/hello HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n"),
              405);
    CHECK_I64(raw_ask(s->port, "PROPFIND / HTTP/1.1\r\n" HOST "\r\n"), 404);
}

TEST(there_is_no_cors_and_no_websocket)
{
    struct site *s = site_open();
    struct raw_answer *a = malloc(sizeof *a);
    int fd = raw_connect(s->port);

    (void)raw_text(fd, "OPTIONS /api/v1/echo HTTP/1.1\r\n" HOST "Origin: https://evil.example\r\n"
                       "Access-Control-Request-Method: POST\r\n\r\n");
    raw_read(fd, a);
    CHECK_I64(a->http, 405);
    CHECK(strstr(a->text, "Access-Control") == NULL);
    CHECK(strstr(a->text, "Allow: POST, PATCH\r\n") != NULL);
    fd = raw_connect(s->port);
    (void)raw_text(fd, "GET /api/v1/hello HTTP/1.1\r\n" HOST
                       "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                       "Sec-WebSocket-Version: 13\r\n\r\n");
    raw_read(fd, a);
    CHECK_I64(a->http, 200);
    CHECK(raw_closes(fd, 3000));
    free(a);
    check_alive(s);
}

/* The form parser that never returns (CVE-2025-9648) is never called. */
/* Sends a byte every 20 ms until an answer comes; tells how long that took. */
/* The library's time-out begins anew with each byte, and then reads as an end of the body. */
static bool stays_open(struct site *s, const char *text)
{
    struct raw_answer *a = malloc(sizeof *a);
    int fd = raw_connect(s->port);
    bool open;

    (void)raw_text(fd, text);
    raw_read(fd, a);
    open = a->http != 0 && !raw_closes(fd, 200);
    CHECK(a->http != 0);
    CHECK(open == (strstr(a->text, "Connection: keep-alive\r\n") != NULL));
    CHECK(open != (strstr(a->text, "Connection: close\r\n") != NULL));
    if (open) {
        (void)raw_text(fd, "GET /api/v1/hello HTTP/1.1\r\n" HOST "\r\n");
        raw_read(fd, a);
        CHECK_I64(a->http, 200);
    }
    raw_close(fd);
    free(a);
    return open;
}

TEST(an_answered_request_keeps_its_connection_and_a_refused_one_closes_it)
{
    struct site *s = site_open();

    CHECK(stays_open(s, "GET /api/v1/hello HTTP/1.1\r\n" HOST "\r\n"));
    CHECK(stays_open(s, "GET /api/v1/refused HTTP/1.1\r\n" HOST "\r\n"));
    CHECK(stays_open(s, "POST /api/v1/nothing HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n"));
    CHECK(stays_open(s, "POST /api/v1/echo HTTP/1.1\r\n" HOST JSON "Content-Length: 2\r\n\r\n{}"));
    CHECK(!stays_open(s, "GET /api/v1/hello HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"));
    CHECK(!stays_open(s, "GET /api/v1/hello HTTP/1.0\r\n" HOST "\r\n"));
    CHECK(!stays_open(s, "GET /api/v1/nowhere HTTP/1.1\r\n" HOST "\r\n"));
    CHECK(!stays_open(s, "GET /api/v1/mine HTTP/1.1\r\n" HOST "\r\n"));
    CHECK(!stays_open(s, "GET /api/v1/hello HTTP/1.1\r\n" HOST HOST "\r\n"));
    CHECK(!stays_open(s, "POST /api/v1/echo HTTP/1.1\r\n" HOST JSON "Content-Length: 2\r\n\r\n{x"));
}

/* What stands behind a refused head is no second request. */
TEST(a_hidden_request_behind_a_refused_one_is_never_run)
{
    struct site *s = site_open();
    struct raw_answer *a = malloc(sizeof *a);
    int fd = raw_connect(s->port);

    (void)raw_text(fd, "POST /api/v1/echo HTTP/1.1\r\n" HOST JSON
                       "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
                       "0\r\n\r\nGET /api/v1/hello HTTP/1.1\r\n" HOST "\r\n");
    raw_read(fd, a);
    CHECK_I64(a->http, 400);
    raw_read(fd, a);
    CHECK_I64(a->http, 0);
    free(a);
}

TEST(pipelined_requests_are_answered_in_order)
{
    struct site *s = site_open();
    struct raw_answer *a = malloc(sizeof *a);
    int fd = raw_connect(s->port);

    (void)raw_text(fd, "POST /api/v1/echo HTTP/1.1\r\n" HOST JSON "Content-Length: 7\r\n\r\n"
                       "{\"a\":1}GET /api/v1/hello HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
    raw_read(fd, a);
    raw_rest(fd, a);
    CHECK_I64(a->http, 200);
    CHECK(strncmp(a->body, "{\"a\":1}HTTP/1.1 200 OK\r\n", 24) == 0);
    CHECK(strstr(a->body, "\"hello\"") != NULL);
    free(a);
}

TEST(keep_alive_is_off_unless_asked_for)
{
    struct site *s = site_new();

    s->options.keep_alive = false;
    site_start(s);
    CHECK(!stays_open(s, "GET /api/v1/hello HTTP/1.1\r\n" HOST "\r\n"));
}

/* A browser that leaves its connections open must not keep the others out. */
TEST(idle_connections_leave_threads_for_those_who_come_anew)
{
    struct site *s = site_open();
    struct raw_answer *a = malloc(sizeof *a);
    int64_t from_ms = clock_monotonic_ms();

    for (int i = 0; i < 8 * s->options.threads; i++) {
        int fd = raw_connect(s->port); /* stays open until the end of the test */

        (void)raw_text(fd, "GET /api/v1/hello HTTP/1.1\r\n" HOST "\r\n");
        raw_read(fd, a);
        CHECK_I64(a->http, 200);
    }
    CHECK(clock_monotonic_ms() - from_ms < 1000);
    free(a);
}

TEST(only_a_plain_address_can_be_listened_on)
{
    static const char *const bad[] = {
        "localhost:80",    "127.0.0.1", "127.0.0.1:",    ":80",     "1.2.3:80",
        "127.0.0.1:65536", "8080",      "127.0.0.1:80s", "[::1:80", ""};
    struct site *s = site_open();
    struct server_options o = s->options;
    struct server *second = NULL;
    char taken[32];

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        o.listen = bad[i];
        CHECK_STATUS(server_start(&second, &o), E_INVALID);
    }
    (void)snprintf(taken, sizeof taken, "127.0.0.1:%d", s->port);
    o.listen = taken;
    CHECK_STATUS(server_start(&second, &o), E_BUSY);
}

/* A good request, then a few of its bytes changed, doubled or left out. */
static size_t spoil(const char *good, char *bad, size_t size)
{
    size_t n = 0;

    for (const char *p = good; *p != '\0' && n + 3 < size; p++) {
        uint64_t dice = test_random() % 400;

        if (dice == 0) {
            continue;
        }
        bad[n++] = dice == 1 ? (char)(test_random() % 256) : *p;
        if (dice == 2) {
            bad[n++] = *p;
        }
        if (dice == 3) {
            bad[n++] = "\r\n :%\"{}[]\0"[test_random() % 12];
        }
    }
    return n;
}

/* Whatever a spoilt request gets, it is never our fault (5xx), and the next one is served. A
 * million with --soak. */
TEST(thousands_of_spoilt_requests_do_no_harm)
{
    static const char *const good[] = {
        "GET /api/v1/things/th_0000000000001?limit=1 HTTP/1.1\r\n" HOST
        "Authorization: Bearer member-1\r\nIf-None-Match: \"x\", W/\"y\"\r\n\r\n",
        "POST /api/v1/echo HTTP/1.1\r\n" HOST JSON
        "Content-Length: 41\r\n\r\n{\"a\":[1,2,{\"b\":\"\\u3042\"}],\"c\":null,\"d\":1}",
        "POST /api/v1/fields HTTP/1.1\r\n" HOST JSON "Cookie: __Host-session=member-1; a=b\r\n"
        "Origin: http://127.0.0.1\r\nContent-Length: 22\r\n\r\n{\"name\":\"a\",\"count\":1}",
        "GET /api/v1/things?cursor=AAAA&kind=odd&limit=5 HTTP/1.1\r\n" HOST
        "X-Forwarded-For: 1.2.3.4\r\nExpect: 100-continue\r\nConnection: keep-alive, TE\r\n\r\n",
    };
    struct site *s = site_new();
    struct raw_answer *a = malloc(sizeof *a);
    int rounds = test_soak() ? 250000 : 1000, answered = 0;
    char bad[1024];

    s->options.rate_factor = 100000;
    site_start(s);
    for (int i = 0; i < 4 * rounds; i++) {
        int fd = raw_connect(s->port);

        (void)raw_send(fd, bad, spoil(good[i % 4], bad, sizeof bad));
        raw_end(fd);
        raw_read(fd, a);
        raw_close(fd);
        CHECK(a->http < 500);
        answered += a->http != 0 ? 1 : 0;
    }
    CHECK(answered > 2 * rounds);
    free(a);
    check_alive(s);
}
