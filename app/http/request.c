/* request.c - headers, cookies and path parameters; see request.h. Fields of the body are in
 * request_fields.c, query keys in request_query.c. */
#include "app/http/request.h"

#include "app/base/id.h"
#include "app/http/framing.h"

#include <assert.h>
#include <string.h>

#define SHOWN_BYTES_MAX 60

const char *request_header(const struct request *rq, const char *name)
{
    return framing_header(rq->conn, name);
}

const char *request_cookie(const struct request *rq, const char *name)
{
    const char *p = request_header(rq, "Cookie");
    size_t n = strlen(name);

    while (p != NULL && *p != '\0') {
        size_t len;

        p += strspn(p, "; \t");
        len = strcspn(p, ";");
        if (len > n && p[n] == '=' && strncmp(p, name, n) == 0) {
            return len - n - 1 < COOKIE_BYTES_MAX
                       ? arena_strndup(rq->ctx.arena, p + n + 1, len - n - 1)
                       : NULL;
        }
        p += len;
    }
    return NULL;
}

enum status request_id_param(struct request *rq, int index, const char *prefix, int64_t *id)
{
    assert(index < rq->params_n);
    return id_parse(prefix, rq->params[index].value, id) == OK ? OK : E_NOT_FOUND;
}

const char *request_shown(struct request *rq, const char *key)
{
    size_t n = strlen(key);

    if (n > SHOWN_BYTES_MAX) {
        n = SHOWN_BYTES_MAX;
        while (n > 0 && ((unsigned char)key[n] & 0xc0) == 0x80) {
            n--; /* not in the middle of a character */
        }
    }
    key = arena_strndup(rq->ctx.arena, key, n);
    return key != NULL ? key : "";
}
