/* target.c - see target.h. */
#include "app/http/target.h"

#include "app/base/limits.h"
#include "app/base/text.h"

#include <string.h>

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* One decoded byte from *at, which moves behind it; -1 for what must not be there. */
static int next_byte(const char **at, const char *end, bool plus_is_space)
{
    const char *p = *at;
    int high, low, byte;

    if (*p != '%') {
        *at = p + 1;
        byte = plus_is_space && *p == '+' ? ' ' : (unsigned char)*p;
        return byte <= 0x7e ? byte : -1;
    }
    if (end - p < 3) {
        return -1;
    }
    high = hex_value(p[1]);
    low = hex_value(p[2]);
    *at = p + 3;
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* raw[0..len) decoded into the arena: plain UTF-8 without control characters. */
static enum status decode(struct arena *a, const char *raw, size_t len, bool plus_is_space,
                          char **out)
{
    const char *at = raw, *end = raw + len;
    size_t n = 0;

    *out = arena_alloc(a, len + 1);
    if (*out == NULL) {
        return E_BUSY;
    }
    while (at < end) {
        int byte = next_byte(&at, end, plus_is_space);

        if (byte < 0x20 || byte == 0x7f) {
            return E_INVALID;
        }
        (*out)[n++] = (char)byte;
    }
    (*out)[n] = '\0';
    return utf8_valid(*out, n) ? OK : E_INVALID;
}

/* A segment that a file system or a careless proxy would read as something else. */
static bool segment_ok(const char *s, size_t len, bool last)
{
    if (len == 0) {
        return last; /* "/" and "/a/": the router knows no such path, but it is one */
    }
    if (memchr(s, '\\', len) != NULL) {
        return false;
    }
    return !(len == 1 && s[0] == '.') && !(len == 2 && s[0] == '.' && s[1] == '.');
}

enum status target_path(struct arena *a, const char *raw, const char **path)
{
    size_t len = strlen(raw), slashes = 0, raw_slashes = 0;
    char *decoded;
    enum status s;

    if (len > HTTP_URI_BYTES_MAX || raw[0] != '/') {
        return E_INVALID;
    }
    s = decode(a, raw, len, false, &decoded);
    if (s != OK) {
        return s;
    }
    for (size_t i = 0; i < len; i++) {
        raw_slashes += raw[i] == '/' ? 1 : 0;
    }
    for (const char *p = decoded; *p == '/'; slashes++) {
        size_t n = strcspn(p + 1, "/");

        if (!segment_ok(p + 1, n, p[1 + n] == '\0')) {
            return E_INVALID;
        }
        p += 1 + n;
    }
    *path = decoded;
    return slashes == raw_slashes ? OK : E_INVALID; /* else one of them was %2F */
}

static bool known(const struct pair *pairs, int n, const char *key)
{
    for (int i = 0; i < n; i++) {
        if (strcmp(pairs[i].key, key) == 0) {
            return true;
        }
    }
    return false;
}

static enum status one_pair(struct arena *a, const char *raw, size_t len, struct pair *out)
{
    const char *equals = memchr(raw, '=', len);
    char *key, *value;
    size_t key_len;
    enum status s;

    if (equals == NULL || equals == raw) {
        return E_INVALID;
    }
    key_len = (size_t)(equals - raw);
    s = decode(a, raw, key_len, true, &key);
    if (s == OK) {
        s = decode(a, equals + 1, len - key_len - 1, true, &value);
    }
    if (s == OK) {
        *out = (struct pair){key, value};
    }
    return s;
}

enum status target_query(struct arena *a, const char *raw, struct pair pairs[QUERY_KEYS_MAX],
                         int *n)
{
    *n = 0;
    if (strlen(raw) > HTTP_URI_BYTES_MAX) {
        return E_INVALID;
    }
    while (*raw != '\0') {
        size_t len = strcspn(raw, "&");
        enum status s = *n < QUERY_KEYS_MAX ? one_pair(a, raw, len, &pairs[*n]) : E_INVALID;

        if (s != OK) {
            return s;
        }
        if (known(pairs, *n, pairs[*n].key)) {
            return E_INVALID;
        }
        (*n)++;
        raw += len;
        if (*raw == '&' && *++raw == '\0') {
            return E_INVALID; /* ends with '&' */
        }
    }
    return OK;
}
