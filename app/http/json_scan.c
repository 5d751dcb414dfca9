/* json_scan.c - see json_scan.h. */
#include "app/http/json_scan.h"

#include <stdbool.h>

/* Behind the string that begins at text[at] (a quote), or len. */
static size_t skip_string(const char *text, size_t at, size_t len)
{
    for (at++; at < len && text[at] != '"'; at++) {
        if (text[at] == '\\') {
            at++;
        }
    }
    return at < len ? at + 1 : len;
}

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '+' || c == '.';
}

/* Behind the token (or the one character between tokens) at text[at]; tells whether it was one. */
static size_t skip_token(const char *text, size_t at, size_t len, bool *token)
{
    *token = true;
    if (text[at] == '"') {
        return skip_string(text, at, len);
    }
    if (is_word(text[at])) {
        while (at < len && is_word(text[at])) {
            at++;
        }
        return at;
    }
    *token = text[at] == '{' || text[at] == '[' || text[at] == '}' || text[at] == ']';
    return at + 1;
}

enum status json_scan(const void *text, size_t len, int depth_max, int tokens_max)
{
    const char *t = text;
    int depth = 0, tokens = 0;

    for (size_t at = 0; at < len;) {
        char c = t[at];
        bool token;

        at = skip_token(t, at, len, &token);
        tokens += token ? 1 : 0;
        depth += c == '{' || c == '[' ? 1 : 0;
        depth -= c == '}' || c == ']' ? 1 : 0;
        if (depth > depth_max || tokens > tokens_max) {
            return E_INVALID;
        }
    }
    return OK;
}
