/* router.c - see router.h. */
#include "app/http/router.h"

#include <string.h>

/* A pattern's names as they lie in the path: not copied before the row is chosen. */
struct match {
    const char *name[ROUTE_PARAMS_MAX], *value[ROUTE_PARAMS_MAX];
    size_t name_len[ROUTE_PARAMS_MAX], value_len[ROUTE_PARAMS_MAX];
    int n;
};

static bool fits(const char *pattern, const char *path, struct match *m)
{
    m->n = 0;
    while (*pattern == '/' && *path == '/') {
        size_t want = strcspn(++pattern, "/");
        size_t have = strcspn(++path, "/");

        if (*pattern == ':') {
            if (have == 0 || m->n == ROUTE_PARAMS_MAX) {
                return false;
            }
            m->name[m->n] = pattern + 1;
            m->name_len[m->n] = want - 1;
            m->value[m->n] = path;
            m->value_len[m->n++] = have;
        } else if (want != have || memcmp(pattern, path, want) != 0) {
            return false;
        }
        pattern += want;
        path += have;
    }
    return *pattern == '\0' && *path == '\0';
}

static enum status take_params(struct request *rq, const struct match *m)
{
    for (int i = 0; i < m->n; i++) {
        char *name = arena_strndup(rq->ctx.arena, m->name[i], m->name_len[i]);
        char *value = arena_strndup(rq->ctx.arena, m->value[i], m->value_len[i]);

        if (name == NULL || value == NULL) {
            return E_BUSY;
        }
        rq->params[i] = (struct pair){name, value};
    }
    rq->params_n = m->n;
    return OK;
}

enum status router_find(const struct route *table, struct request *rq)
{
    const char *method = strcmp(rq->method, "HEAD") == 0 ? "GET" : rq->method;
    bool other_method = false;
    struct match m;

    for (const struct route *r = table; r->method != NULL; r++) {
        if (!fits(r->pattern, rq->path, &m)) {
            continue;
        }
        if (strcmp(r->method, method) == 0) {
            rq->route = r;
            return take_params(rq, &m);
        }
        other_method = true;
    }
    return other_method ? E_METHOD : E_NOT_FOUND;
}

const char *router_allowed(const struct route *table, const struct request *rq)
{
    const char *list = "";
    struct match m;

    for (const struct route *r = table; r->method != NULL && list != NULL; r++) {
        if (fits(r->pattern, rq->path, &m)) {
            bool get = strcmp(r->method, "GET") == 0;

            list = arena_printf(rq->ctx.arena, "%s%s%s%s", list, *list != '\0' ? ", " : "",
                                r->method, get ? ", HEAD" : "");
        }
    }
    return list != NULL ? list : "";
}
