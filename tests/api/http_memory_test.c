/* http_memory_test.c - a request that runs out of memory at any point is answered 503, or as ever;
 * it never ends the process and leaves nothing half written. The connection is a piece of memory.
 */
#include "app/http/dispatch.h"
#include "tests/api/site.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

#define SENT_BYTES_MAX (64 * 1024)

struct tape {
    const char *body;
    char sent[SENT_BYTES_MAX];
    size_t sent_len;
};

static enum status tape_read(struct http_conn *c, void *buf, size_t len, int64_t deadline_ms)
{
    struct tape *t = c->wire;

    (void)deadline_ms;
    memcpy(buf, t->body, len);
    t->body += len;
    c->body_left -= (int64_t)len;
    return OK;
}

static void tape_write(struct http_conn *c, const void *data, size_t len)
{
    struct tape *t = c->wire;

    if (t->sent_len + len < sizeof t->sent) {
        memcpy(t->sent + t->sent_len, data, len);
        t->sent_len += len;
        t->sent[t->sent_len] = '\0';
    }
}

/* The status of the answer with that much memory for the request. */
static long status_within(struct site *s, size_t bytes, struct tape *t)
{
    static const char body[] = "{\"name\":\"a\",\"count\":1,\"ids\":[\"th_0000000000001\"]}";
    struct pair headers[] = {{"Host", "x"},
                             {"Content-Type", "application/json"},
                             {"Content-Length", "49"},
                             {"Authorization", "Bearer member-1"}};
    struct http_conn c = {.method = "POST",
                          .path = "/api/v1/fields",
                          .version = "1.1",
                          .headers = headers,
                          .headers_n = 4,
                          .peer = "127.0.0.1",
                          .keep = true,
                          .wire = t,
                          .read = tape_read,
                          .write = tape_write};
    struct arena *a = arena_open(bytes);

    CHECK(a != NULL);
    CHECK_I64(sizeof body - 1, 49);
    t->body = body;
    t->sent_len = 0;
    t->sent[0] = '\0';
    dispatch(s->server, &c, a);
    arena_close(a);
    return strncmp(t->sent, "HTTP/1.1 ", 9) == 0 ? strtol(t->sent + 9, NULL, 10) : 0;
}

static bool length_is_true(const struct tape *t)
{
    const char *body = strstr(t->sent, "\r\n\r\n");
    const char *length = strstr(t->sent, "Content-Length: ");

    return body != NULL && length != NULL && strtoul(length + 16, NULL, 10) == strlen(body + 4);
}

TEST(a_request_without_enough_memory_is_busy_and_never_broken)
{
    struct site *s = site_new();
    struct tape *t = malloc(sizeof *t);
    int busy = 0, fine = 0;

    s->options.rate_factor = 100;
    site_start(s);
    for (size_t bytes = 16; bytes < 16 * 1024 && fine < 10; bytes += 16) {
        long http = status_within(s, bytes, t);

        if (http == 503) {
            CHECK(strstr(t->sent, "Retry-After: 1\r\n") != NULL);
            CHECK(strstr(t->sent, "\"title\":\"busy\"") != NULL);
            busy++;
        } else {
            CHECK_I64(http, 200);
            fine++;
        }
        CHECK(length_is_true(t));
        CHECK(strstr(t->sent + 1, "HTTP/1.1") == NULL); /* one answer */
    }
    CHECK(busy > 50 && fine > 0);
    free(t);
}
