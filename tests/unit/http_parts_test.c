/* http_parts_test.c - the parts of app/http that need no socket. */
#include "app/base/clock.h"
#include "app/base/limits.h"
#include "app/http/framing.h"
#include "app/http/ratelimit.h"
#include "app/http/reply.h"
#include "app/http/rfc3339.h"
#include "app/http/router.h"
#include "tests/test.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void *size_of_stack(void *arg)
{
    pthread_attr_t attr;
    void *base;

    (void)arg;
    if (pthread_getattr_np(pthread_self(), &attr) == 0) {
        (void)pthread_attr_getstack(&attr, &base, (size_t *)arg);
        (void)pthread_attr_destroy(&attr);
    }
    return NULL;
}

TEST(a_library_that_asks_for_100_kib_of_stack_gets_a_mib)
{
    pthread_attr_t attr;
    pthread_t thread;
    size_t bytes = 0;

    CHECK_I64(pthread_attr_init(&attr), 0);
    CHECK_I64(pthread_attr_setstacksize(&attr, 100 * 1024), 0);
    CHECK_I64(pthread_create(&thread, &attr, size_of_stack, &bytes), 0);
    CHECK_I64(pthread_join(thread, NULL), 0);
    CHECK(bytes >= THREAD_STACK_BYTES_MIN);
    CHECK_I64(pthread_attr_setstacksize(&attr, 4 * 1024 * 1024), 0); /* who asks for more gets it */
    CHECK_I64(pthread_create(&thread, &attr, size_of_stack, &bytes), 0);
    CHECK_I64(pthread_join(thread, NULL), 0);
    CHECK(bytes >= 4 * 1024 * 1024);
    (void)pthread_attr_destroy(&attr);
}

static enum status unused(struct request *rq)
{
    (void)rq;
    return OK;
}

static const struct route table[] = {
    {"GET", "/a", WHO_ANYONE, 0, RATE_READ, 0, unused},
    {"GET", "/a/mine", WHO_ANYONE, 0, RATE_READ, 0, unused},
    {"GET", "/a/:id", WHO_ANYONE, 0, RATE_READ, 0, unused},
    {"POST", "/a/:id/b/:other", WHO_ANYONE, 0, RATE_WRITE, 0, unused},
    {"DELETE", "/a/:id", WHO_ANYONE, 0, RATE_WRITE, 0, unused},
    {0},
};

static enum status find(struct arena *a, const char *method, const char *path, struct request *rq)
{
    memset(rq, 0, sizeof *rq);
    rq->ctx.arena = a;
    rq->method = method;
    rq->path = path;
    return router_find(table, rq);
}

TEST(a_path_finds_its_row_and_its_parameters)
{
    struct arena *a = arena_open(64 * 1024);
    struct request rq;

    CHECK_STATUS(find(a, "GET", "/a", &rq), OK);
    CHECK(rq.route == &table[0] && rq.params_n == 0);
    CHECK_STATUS(find(a, "GET", "/a/mine", &rq), OK);
    CHECK(rq.route == &table[1]);
    CHECK_STATUS(find(a, "HEAD", "/a/7", &rq), OK);
    CHECK(rq.route == &table[2]);
    CHECK_TEXT(rq.params[0].key, "id");
    CHECK_TEXT(rq.params[0].value, "7");
    CHECK_STATUS(find(a, "POST", "/a/7/b/8", &rq), OK);
    CHECK_TEXT(rq.params[1].key, "other");
    CHECK_TEXT(rq.params[1].value, "8");
    CHECK_STATUS(find(a, "PUT", "/a/7", &rq), E_METHOD);
    CHECK_TEXT(router_allowed(table, &rq), "GET, HEAD, DELETE");
    CHECK_STATUS(find(a, "HEAD", "/a/7/b/8", &rq), E_METHOD);
    CHECK_STATUS(find(a, "GET", "/a/", &rq), E_NOT_FOUND);
    CHECK_STATUS(find(a, "GET", "/a/7/", &rq), E_NOT_FOUND);
    CHECK_STATUS(find(a, "GET", "/ab", &rq), E_NOT_FOUND);
    CHECK_STATUS(find(a, "GET", "/a/7/c/8", &rq), E_NOT_FOUND);
    CHECK_STATUS(find(a, "GET", "/", &rq), E_NOT_FOUND);
    arena_close(a);
}

static int take_all(struct ratelimit *r, enum rate_class class, struct rate_who who, int64_t now_ms,
                    int *wait_s)
{
    int n = 0;

    while (ratelimit_take(r, class, who, now_ms, wait_s) == OK && n < 10000) {
        n++;
    }
    return n;
}

TEST(a_bucket_empties_and_fills_again_with_time)
{
    struct ratelimit *r = ratelimit_open(1);
    struct rate_who who = rate_account(7);
    int wait_s = 0;

    CHECK_I64(take_all(r, RATE_LOGIN, who, 1000, &wait_s), 30);
    CHECK_I64(wait_s, 2); /* 30 a minute */
    CHECK_STATUS(ratelimit_take(r, RATE_LOGIN, who, 1000 + 1999, &wait_s), E_TOO_MANY);
    CHECK_I64(wait_s, 1);
    CHECK_STATUS(ratelimit_take(r, RATE_LOGIN, who, 1000 + 2000, &wait_s), OK);
    CHECK_STATUS(ratelimit_take(r, RATE_LOGIN, who, 1000 + 2000, &wait_s), E_TOO_MANY);
    CHECK_STATUS(ratelimit_take(r, RATE_LOGIN, who, 500, &wait_s), E_TOO_MANY); /* a step back */
    CHECK_I64(take_all(r, RATE_LOGIN, who, 40 * DAY_MS, &wait_s), 30);
    ratelimit_close(r);
}

TEST(buckets_of_people_addresses_and_classes_are_apart)
{
    struct ratelimit *r = ratelimit_open(1);
    int wait_s;

    CHECK_I64(take_all(r, RATE_LOGIN, rate_account(7), 1000, &wait_s), 30);
    CHECK_I64(take_all(r, RATE_LOGIN, rate_account(8), 1000, &wait_s), 30);
    CHECK_I64(take_all(r, RATE_WRITE, rate_account(7), 1000, &wait_s), 60);
    CHECK_I64(take_all(r, RATE_LOGIN, rate_address("0.0.0.7"), 1000, &wait_s), 30);
    CHECK_I64(take_all(r, RATE_LOGIN, rate_address("2001:db8::1"), 1000, &wait_s), 30);
    /* The rest of one's /64 is oneself; the next one is somebody else. */
    CHECK_I64(take_all(r, RATE_LOGIN, rate_address("2001:db8::ffff:2"), 1000, &wait_s), 0);
    CHECK_I64(take_all(r, RATE_LOGIN, rate_address("2001:db8:0:1::1"), 1000, &wait_s), 30);
    ratelimit_close(r);
}

TEST(a_factor_multiplies_what_is_allowed)
{
    struct ratelimit *r = ratelimit_open(10);
    int wait_s;

    CHECK_I64(take_all(r, RATE_LOGIN, rate_account(7), 1000, &wait_s), 300);
    ratelimit_close(r);
}

TEST(a_million_callers_fit_into_the_same_table)
{
    struct ratelimit *r = ratelimit_open(1);
    int wait_s;

    CHECK_I64(take_all(r, RATE_LOGIN, rate_account(1), 1000, &wait_s), 30);
    for (int64_t i = 2; i < 1000000; i++) {
        CHECK_STATUS(ratelimit_take(r, RATE_LOGIN, rate_account(i), 1000 + i / 1000, &wait_s), OK);
    }
    ratelimit_close(r);
}

TEST(instants_are_read_as_rfc_3339_writes_them)
{
    static const struct {
        const char *text;
        int64_t at;
    } good[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"2026-11-25T16:45:00+09:00", INT64_C(1795592700000)},
        {"2026-11-25T07:45:00Z", INT64_C(1795592700000)},
        {"2026-11-25T07:45:00.1Z", INT64_C(1795592700100)},
        {"2026-11-25T07:45:00.125-00:30", INT64_C(1795594500125)},
        {"2024-02-29T23:59:59Z", INT64_C(1709251199000)},
    };
    static const char *const bad[] = {
        "2026-11-25",
        "2026-11-25T07:45Z",
        "2026-11-25T07:45:00",
        "2026-11-25 07:45:00Z",
        "2026-11-25t07:45:00z",
        "2026-02-29T07:45:00Z",
        "2026-11-25T24:00:00Z",
        "2026-11-25T07:60:00Z",
        "2026-11-25T07:45:60Z",
        "2026-11-25T07:45:00.Z",
        "2026-11-25T07:45:00.1234Z",
        "2026-11-25T07:45:00+9:00",
        "2026-11-25T07:45:00+15:00",
        "2026-11-25T07:45:00+0900",
        "2026-11-25T07:45:00ZZ",
        "",
    };
    int64_t at;

    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        CHECK_STATUS(rfc3339_parse(good[i].text, strlen(good[i].text), &at), OK);
        CHECK_I64(at, good[i].at);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (rfc3339_parse(bad[i], strlen(bad[i]), &at) != E_INVALID) {
            test_fail(__FILE__, __LINE__, "%s was read", bad[i]);
        }
    }
}

TEST(json_is_built_field_by_field_with_nulls_where_nothing_is)
{
    json_t *o =
        json_fields(J_TEXT("text", "a"), J_TEXT("none", NULL), J_ID("id", "bk", 1),
                    J_ID_OPT("no_id", "bk", 0), J_TIME_OPT("no_at", 0), J_TIME("at", 5),
                    J_DATE("day", 20782), J_BOOL("yes", true), J_JSON("list", json_array()), J_END);
    char *text = json_dumps(o, JSON_COMPACT);

    CHECK_TEXT(text, "{\"text\":\"a\",\"none\":null,\"id\":\"bk_0000000000001\",\"no_id\":null,"
                     "\"no_at\":null,\"at\":5,\"day\":\"2026-11-25\",\"yes\":true,\"list\":[]}");
    free(text);
    json_decref(o);
    /* A part that could not be made spoils the whole, and nothing leaks. */
    CHECK(json_fields(J_JSON("a", json_array()), J_JSON("b", NULL), J_JSON("c", json_array()),
                      J_END) == NULL);
}

static bool keeps(const char *peer, const char *version, const char *wish, const char *proxy)
{
    struct pair headers[] = {{"Host", "x"}, {"Connection", wish}};
    struct http_conn c = {
        .version = version, .peer = peer, .headers = headers, .headers_n = wish != NULL ? 2 : 1};

    return framing_keeps(&c, proxy);
}

TEST(only_this_machine_and_the_own_proxy_may_keep_a_connection)
{
    CHECK(keeps("127.0.0.1", "1.1", NULL, NULL));
    CHECK(keeps("127.9.9.9", "1.1", "Keep-Alive, TE", NULL));
    CHECK(keeps("::1", "1.1", NULL, NULL));
    CHECK(!keeps("198.51.100.7", "1.1", NULL, NULL));
    CHECK(!keeps("198.51.100.7", "1.1", "keep-alive", "198.51.100.8"));
    CHECK(keeps("198.51.100.8", "1.1", NULL, "198.51.100.8"));
    CHECK(!keeps("127.0.0.1", "1.0", "keep-alive", NULL));
    CHECK(!keeps("127.0.0.1", "1.1", "close", NULL));
    CHECK(!keeps("127.0.0.1", "1.1", "upgrade", NULL));
}
