/* auth.c - see auth.h. */
#include "payments/sandbox/auth.h"

#include "app/base/crypto.h"

#include <string.h>
#include <strings.h>

/* RFC 7617. The decoder below reads base64url without padding, so the text is brought there. */
enum status auth_basic(const struct request *rq, const char **user, const char **password)
{
    const char *header = request_header(rq, "Authorization");
    struct slice plain;
    char *text, *colon;
    enum status s;

    if (header == NULL || strncasecmp(header, "Basic ", 6) != 0) {
        return E_INVALID;
    }
    text = arena_strndup(rq->ctx.arena, header + 6, strcspn(header + 6, "="));
    if (text == NULL) {
        return E_BUSY;
    }
    for (char *p = text; *p != '\0'; p++) {
        *p = *p == '+' ? '-' : *p == '/' ? '_' : *p;
    }
    s = base64url_decode(rq->ctx.arena, text, &plain);
    if (s != OK) {
        return s;
    }
    text = arena_strndup(rq->ctx.arena, (const char *)plain.data, plain.len);
    colon = text != NULL ? strchr(text, ':') : NULL;
    if (colon == NULL) {
        return text == NULL ? E_BUSY : E_INVALID;
    }
    *colon = '\0';
    *user = text;
    *password = colon + 1;
    return OK;
}

bool auth_key(const struct request *rq, const char *only)
{
    const char *header = request_header(rq, "Authorization");
    const char *key = NULL, *unused;

    if (header != NULL && strncasecmp(header, "Bearer ", 7) == 0) {
        key = header + 7;
    } else if (auth_basic(rq, &key, &unused) != OK) {
        return false;
    }
    return strncmp(key, "sk_test_", 8) == 0 && (only[0] == '\0' || strcmp(key, only) == 0);
}
