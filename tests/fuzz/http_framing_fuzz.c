/* http_framing_fuzz.c - a head that passes has one meaning. The input is header lines, "name:value"
 * ended by newlines; the first byte chooses the version. */
#include "app/base/limits.h"
#include "app/http/framing.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>
#include <strings.h>

#define LINES_MAX 70

/* Cuts the text in place. */
static int cut(char *text, struct pair headers[LINES_MAX])
{
    char *rest = text;
    int n = 0;

    for (char *line = strsep(&rest, "\n"); line != NULL && n < LINES_MAX;
         line = strsep(&rest, "\n")) {
        char *colon = strchr(line, ':');

        if (colon != NULL) {
            *colon = '\0';
            headers[n++] = (struct pair){line, colon + 1};
        }
    }
    return n;
}

static int count(const struct http_conn *c, const char *name)
{
    int n = 0;

    for (int i = 0; i < c->headers_n; i++) {
        n += strcasecmp(c->headers[i].key, name) == 0 ? 1 : 0;
    }
    return n;
}

static void must_be_clear(const struct http_conn *c)
{
    const char *length = framing_header(c, "content-length");

    MUST(c->headers_n <= HTTP_HEADERS_MAX);
    MUST(count(c, "Host") == 1 && count(c, "Transfer-Encoding") == 0);
    MUST(count(c, "Content-Length") <= 1 && count(c, "Cookie") <= 1);
    MUST(count(c, "Authorization") <= 1 && count(c, "Content-Type") <= 1);
    MUST(c->body_left >= 0 && c->body_left <= 9999999);
    MUST(length != NULL ? c->body_left == strtoll(length, NULL, 10) : c->body_left == 0);
    for (int i = 0; i < c->headers_n; i++) {
        MUST(c->headers[i].key[0] != '\0' && strpbrk(c->headers[i].key, " \t\r:") == NULL);
        MUST(strpbrk(c->headers[i].value, "\r\x7f") == NULL);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    static const char *const versions[] = {"1.0", "1.1", "2.0", ""};
    struct pair headers[LINES_MAX];
    char *text = fuzz_text(data, len);
    struct http_conn c = {
        .method = "GET", .path = "/", .version = "1.1", .headers = headers, .peer = "127.0.0.1"};

    if (len > 0) {
        c.version = versions[data[0] % 4];
        c.headers_n = cut(text + 1, headers);
    }
    if (framing_check(&c) == OK) {
        must_be_clear(&c);
    }
    for (int i = 0; i < c.headers_n; i++) {
        (void)framing_list_has(headers[i].value, "keep-alive");
    }
    free(text);
    return 0;
}
