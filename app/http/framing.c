/* framing.c - see framing.h. */
#include "app/http/framing.h"

#include "app/base/limits.h"

#include <string.h>
#include <strings.h>

#define CONTENT_LENGTH_DIGITS_MAX 7

const char *framing_header(const struct http_conn *c, const char *name)
{
    for (int i = 0; i < c->headers_n; i++) {
        if (strcasecmp(c->headers[i].key, name) == 0) {
            return c->headers[i].value;
        }
    }
    return NULL;
}

bool framing_list_has(const char *list, const char *word)
{
    size_t n = strlen(word);

    while (*list != '\0') {
        size_t skip = strspn(list, " \t,");
        size_t len = strcspn(list + skip, " \t,");

        if (len == n && strncasecmp(list + skip, word, n) == 0) {
            return true;
        }
        list += skip + len;
    }
    return false;
}

/* RFC 9110 section 5.6.2. */
static bool is_token(const char *text)
{
    static const char marks[] = "!#$%&'*+-.^_`|~";

    if (*text == '\0') {
        return false;
    }
    for (const char *p = text; *p != '\0'; p++) {
        bool letter = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z');

        if (!letter && !(*p >= '0' && *p <= '9') && strchr(marks, *p) == NULL) {
            return false;
        }
    }
    return true;
}

static bool is_plain(const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if ((*p < 0x20 && *p != '\t') || *p > 0x7e) {
            return false;
        }
    }
    return true;
}

/* Headers of which a second one would let two readers disagree. */
static bool is_single(const char *name)
{
    static const char *const singles[] = {"Host",          "Content-Length",  "Cookie",
                                          "Authorization", "Idempotency-Key", "Content-Type",
                                          "Origin",        "Expect",          "Connection"};

    for (size_t i = 0; i < sizeof singles / sizeof singles[0]; i++) {
        if (strcasecmp(name, singles[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_repeated(const struct http_conn *c, int at)
{
    for (int i = 0; i < at; i++) {
        if (strcasecmp(c->headers[i].key, c->headers[at].key) == 0) {
            return true;
        }
    }
    return false;
}

static enum status content_length(const char *text, int64_t *out)
{
    size_t digits = strspn(text, "0123456789");

    if (digits == 0 || digits > CONTENT_LENGTH_DIGITS_MAX || text[digits] != '\0') {
        return E_INVALID;
    }
    *out = 0;
    for (size_t i = 0; i < digits; i++) {
        *out = *out * 10 + (text[i] - '0');
    }
    return OK;
}

static enum status check_headers(const struct http_conn *c)
{
    for (int i = 0; i < c->headers_n; i++) {
        const char *name = c->headers[i].key;

        if (!is_token(name) || !is_plain(c->headers[i].value)) {
            return E_INVALID;
        }
        if (is_single(name) && is_repeated(c, i)) {
            return E_INVALID;
        }
    }
    return OK;
}

enum status framing_check(struct http_conn *c)
{
    const char *length;

    c->body_left = 0;
    if (c->headers_n > HTTP_HEADERS_MAX) {
        return E_HEADERS;
    }
    if (c->bent || check_headers(c) != OK) {
        return E_INVALID;
    }
    if (strcmp(c->version, "1.1") != 0 && strcmp(c->version, "1.0") != 0) {
        return E_INVALID;
    }
    if (framing_header(c, "Host") == NULL || framing_header(c, "Transfer-Encoding") != NULL) {
        return E_INVALID;
    }
    length = framing_header(c, "Content-Length");
    return length != NULL ? content_length(length, &c->body_left) : OK;
}

bool framing_keeps(const struct http_conn *c, const char *trusted_proxy)
{
    const char *wish = framing_header(c, "Connection");
    bool near = strncmp(c->peer, "127.", 4) == 0 || strcmp(c->peer, "::1") == 0 ||
                (trusted_proxy != NULL && strcmp(c->peer, trusted_proxy) == 0);

    return near && strcmp(c->version, "1.1") == 0 &&
           (wish == NULL || framing_list_has(wish, "keep-alive"));
}
