/* request_query.c - the query's typed keys, and the page of a list; see request.h. */
#include "app/base/limits.h"
#include "app/base/text.h"
#include "app/http/cursor.h"
#include "app/http/field_text.h"
#include "app/http/request.h"

#include <assert.h>
#include <string.h>

static enum status bad_key(struct request *rq, const char *key)
{
    rq->ctx.reason = R_QUERY_INVALID;
    rq->ctx.field = request_shown(rq, key);
    return E_INVALID;
}

static enum status from_bool(const struct field *f, const char *text)
{
    bool yes = strcmp(text, "true") == 0;

    if (!yes && strcmp(text, "false") != 0) {
        return E_INVALID;
    }
    *(bool *)f->out = yes;
    return OK;
}

static enum status from_number(const struct field *f, const char *text)
{
    int64_t v;

    if (int64_parse(text, &v) != OK || !field_in_range(f, v)) {
        return E_INVALID;
    }
    *(int64_t *)f->out = v;
    return OK;
}

static enum status take(struct arena *a, const struct field *f, const char *text)
{
    if (f->type == FIELD_TYPE_BOOL) {
        return from_bool(f, text);
    }
    if (f->type == FIELD_TYPE_I64) {
        return from_number(f, text);
    }
    if (f->type == FIELD_TYPE_TIME && strchr(text, 'T') == NULL) {
        return from_number(f, text);
    }
    return field_from_text(a, f, text, strlen(text));
}

static const struct field *field_of(const struct field *fields, const char *key)
{
    for (const struct field *f = fields; f->type != FIELD_TYPE_END; f++) {
        if (strcmp(f->name, key) == 0) {
            return f;
        }
    }
    return NULL;
}

static const char *value_of(const struct request *rq, const char *key)
{
    for (int i = 0; i < rq->query_n; i++) {
        if (strcmp(rq->query[i].key, key) == 0) {
            return rq->query[i].value;
        }
    }
    return NULL;
}

enum status request_query(struct request *rq, const struct field *fields)
{
    rq->query_read = true;
    for (int i = 0; i < rq->query_n; i++) {
        if (field_of(fields, rq->query[i].key) == NULL) {
            return bad_key(rq, rq->query[i].key);
        }
    }
    for (const struct field *f = fields; f->type != FIELD_TYPE_END; f++) {
        const char *text = value_of(rq, f->name);
        enum status s;

        if (f->present != NULL) {
            *f->present = text != NULL;
        }
        if (text == NULL && !f->required) {
            continue;
        }
        s = text != NULL ? take(rq->ctx.arena, f, text) : E_INVALID;
        if (s != OK) {
            return s == E_INVALID ? bad_key(rq, f->name) : s;
        }
    }
    return OK;
}

enum status request_page(struct request *rq, const struct field *more, struct page *page)
{
    static const struct field no_more[] = {FIELD_END};
    struct field fields[QUERY_KEYS_MAX + 1];
    const char *cursor = NULL;
    int64_t limit = PAGE_ROWS_DEFAULT;
    enum status s;
    int n = 2;

    memset(fields, 0, sizeof fields);
    fields[0] = (struct field)OPT_TEXT("cursor", 1, HTTP_URI_BYTES_MAX, &cursor);
    fields[1] = (struct field)OPT_I64("limit", 1, PAGE_ROWS_MAX, &limit);
    for (const struct field *f = more != NULL ? more : no_more; f->type != FIELD_TYPE_END; f++) {
        assert(n < QUERY_KEYS_MAX);
        fields[n++] = *f;
    }
    s = request_query(rq, fields);
    *page = (struct page){.limit = (int)limit, .has_cursor = cursor != NULL};
    if (s == OK && cursor != NULL) {
        s = cursor_read(rq, cursor, &page->after_key, &page->after_id);
        return s == E_INVALID ? bad_key(rq, "cursor") : s;
    }
    return s;
}
