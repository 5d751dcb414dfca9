/* http_stop_test.c - servers beside each other, their end, and what they leave behind: numbers, log
 * lines and records. */
#include "tests/api/site.h"
#include "tests/folder.h"
#include "tests/raw.h"
#include "tests/test.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void nap_ms(int ms)
{
    const struct timespec t = {ms / 1000, ms % 1000 * 1000000L};

    (void)nanosleep(&t, NULL);
}

struct waiter {
    struct site *site;
    int http;
};

static void *wait_there(void *arg)
{
    struct waiter *w = arg;
    struct client *c = client_open(w->site->url);

    w->http = client_get(c, "/api/v1/wait");
    client_close(c);
    return NULL;
}

static void *stop_there(void *arg)
{
    server_stop(arg);
    return NULL;
}

static void wait_until_waiting(struct site *s)
{
    for (int i = 0; i < 2000 && atomic_load(&s->waiting) == 0; i++) {
        nap_ms(1);
    }
    CHECK_I64(atomic_load(&s->waiting), 1);
}

TEST_IN("concurrent", a_server_that_stops_answers_what_it_has_begun_and_nothing_new)
{
    struct site *s = site_open();
    struct waiter w = {s, 0};
    struct server *second;
    pthread_t waiter, stopper;
    struct raw_answer *a = malloc(sizeof *a);
    int idle = raw_connect(s->port);
    char wait_s[16];

    /* A connection from before, still open. */
    (void)raw_text(idle, "GET /api/v1/hello HTTP/1.1\r\n" RAW_HOST "\r\n");
    raw_read(idle, a);
    CHECK_I64(a->http, 200);
    CHECK_I64(pthread_create(&waiter, NULL, wait_there, &w), 0);
    wait_until_waiting(s);
    second = s->server;
    CHECK_STATUS(server_start(&s->server, &s->options), OK); /* for the fixture to stop */
    CHECK_I64(pthread_create(&stopper, NULL, stop_there, second), 0);
    nap_ms(50);
    (void)raw_text(idle, "GET /api/v1/hello HTTP/1.1\r\n" RAW_HOST "\r\n");
    raw_read(idle, a);
    CHECK_I64(a->http, 503);
    CHECK(strstr(a->body, "server.restarting") != NULL);
    CHECK_TEXT(raw_header(a, "Retry-After", wait_s, sizeof wait_s), "1");
    CHECK(raw_closes(idle, 2000));
    atomic_store(&s->gate, 1);
    CHECK_I64(pthread_join(waiter, NULL), 0);
    CHECK_I64(pthread_join(stopper, NULL), 0);
    CHECK_I64(w.http, 200);
    free(a);
}

TEST_IN("concurrent", an_idle_connection_does_not_delay_the_end)
{
    struct site *s = site_open();
    struct raw_answer *a = malloc(sizeof *a);
    int fd = raw_connect(s->port);
    int64_t from_ms = clock_monotonic_ms();

    (void)raw_text(fd, "GET /api/v1/hello HTTP/1.1\r\n" RAW_HOST "\r\n");
    raw_read(fd, a);
    CHECK_I64(a->http, 200);
    free(a);
    site_stop(s);
    CHECK(clock_monotonic_ms() - from_ms < 1000);
    CHECK(raw_closes(fd, 1000));
}

TEST_IN("concurrent", two_servers_in_one_process_do_not_know_of_each_other)
{
    struct site *one = site_open(), *two = site_new();
    struct client *c1 = site_client(one, NULL), *c2;

    two->options.authenticate = NULL; /* a sandbox: only what is anyone's */
    two->options.public_url = NULL;
    site_start(two);
    c2 = site_client(two, NULL);
    client_origin(c2, "https://anywhere.example"); /* it has no pages of its own */
    CHECK_I64(client_post(c2, "/api/v1/nothing", NULL), 204);
    client_bearer(c1, "member-1");
    client_bearer(c2, "member-1");
    CHECK_I64(client_get(c1, "/api/v1/mine"), 200);
    CHECK_I64(client_get(c2, "/api/v1/mine"), 401);
    CHECK_I64(client_get(c2, "/api/v1/hello"), 200);
    site_stop(one);
    CHECK_I64(client_get(c2, "/api/v1/hello"), 200);
    CHECK_I64(client_get(c1, "/api/v1/hello"), 0);
}

TEST(the_metrics_count_by_route_and_never_by_path)
{
    struct site *s = site_open();
    struct client *c = site_client(s, NULL);

    CHECK_I64(client_get(c, "/api/v1/things/th_0000000000001"), 200);
    CHECK_I64(client_get(c, "/api/v1/things/th_0000000000002"), 200);
    CHECK_I64(client_get(c, "/api/v1/things/th_x"), 404);
    CHECK_I64(client_get(c, "/api/v1/nowhere"), 404);
    CHECK_I64(client_get(c, "/metrics"), 200);
    CHECK(strstr(c->text, "otagai_http_requests_total{method=\"GET\",route=\"/api/v1/things/:id\","
                          "status=\"2xx\"} 2\n") != NULL);
    CHECK(strstr(c->text, "route=\"/api/v1/things/:id\",status=\"4xx\"} 1\n") != NULL);
    CHECK(strstr(c->text, "{method=\"\",route=\"\",status=\"4xx\"} 1\n") != NULL);
    CHECK(strstr(c->text, "otagai_http_request_seconds_bucket{le=\"+Inf\"} 4\n") != NULL);
    CHECK(strstr(c->text, "otagai_http_request_seconds_count 4\n") != NULL);
    CHECK(strstr(c->text, "otagai_http_in_flight 1\n") != NULL);
    CHECK(strstr(c->text, "th_0000000000001") == NULL);
}

TEST(each_request_is_one_log_line_without_its_path)
{
    const char *path = test_path(test_folder(), "log");
    struct site *s = site_new();
    struct log *log;
    struct client *c;
    const char *text;
    char request[64];

    CHECK_STATUS(log_open(&log, path), OK);
    s->options.log = log;
    site_start(s);
    c = site_client(s, NULL);
    CHECK_I64(client_get(c, "/api/v1/things/th_0000000000001"), 200);
    (void)snprintf(request, sizeof request, "\"%s\"", client_answer_header(c, "X-Request-Id"));
    CHECK_I64(client_get(c, "/api/v1/secret/path"), 404);
    CHECK_I64(client_get(c, "/api/v1/broken"), 500);
    nap_ms(20); /* the line follows the answer */
    text = test_file_text(path);
    CHECK(strstr(text, "\"http.request\"") != NULL && strstr(text, request) != NULL);
    CHECK(strstr(text, "\"/api/v1/things/:id\"") != NULL);
    CHECK(strstr(text, "th_0000000000001") == NULL && strstr(text, "secret") == NULL);
    CHECK(strstr(text, "\"http.internal\"") != NULL);
    site_stop(s);
    log_close(log);
}

TEST(each_exchange_can_be_recorded_for_the_contract)
{
    const char *path = test_path(test_folder(), "record");
    struct site *s = site_new();
    struct client *c;
    json_t *line;

    s->options.record_path = path;
    site_start(s);
    c = site_client(s, "member-1");
    CHECK_I64(client_post(c, "/api/v1/echo", json_pack("{s:i}", "a", 1)), 200);
    CHECK_I64(client_get(c, "/api/v1/things?limit=x"), 400);
    nap_ms(20);
    line = json_loads(test_file_text(path), JSON_DISABLE_EOF_CHECK, NULL);
    CHECK(line != NULL);
    CHECK_TEXT(json_string_value(json_object_get(line, "route")), "/api/v1/echo");
    CHECK_I64(json_integer_value(json_object_get(json_object_get(line, "request_body"), "a")), 1);
    CHECK_I64(json_integer_value(json_object_get(json_object_get(line, "response_body"), "a")), 1);
    CHECK_I64(json_integer_value(json_object_get(line, "status")), 200);
    json_decref(line);
    CHECK(strstr(test_file_text(path), "\"query\":{\"limit\":\"x\"}") != NULL);
    CHECK(strstr(test_file_text(path), "member-1") == NULL);
}
