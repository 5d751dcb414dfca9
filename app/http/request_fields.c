/* request_fields.c - the typed fields of a JSON body; see request.h. */
#include "app/base/id.h"
#include "app/http/field_text.h"
#include "app/http/request.h"

#include <string.h>

static enum status named(struct request *rq, enum reason reason, const char *where,
                         const char *name)
{
    const char *full = *where != '\0' ? arena_printf(rq->ctx.arena, "%s.%s", where, name) : name;

    rq->ctx.reason = reason;
    rq->ctx.field = full != NULL ? full : name;
    return E_INVALID;
}

static enum status from_number(const struct field *f, json_int_t v)
{
    if ((f->type != FIELD_TYPE_I64 && f->type != FIELD_TYPE_TIME) || !field_in_range(f, v)) {
        return E_INVALID;
    }
    *(int64_t *)f->out = v;
    return OK;
}

static bool repeated(const int64_t *ids, int n, int64_t id)
{
    for (int i = 0; i < n; i++) {
        if (ids[i] == id) {
            return true;
        }
    }
    return false;
}

static enum status from_ids(struct arena *a, const struct field *f, const json_t *array)
{
    struct id_list *list = f->out;
    size_t n = json_array_size(array);

    if ((int64_t)n < f->min || (int64_t)n > f->max) {
        return E_INVALID;
    }
    list->n = 0;
    list->ids = arena_alloc(a, (n + 1) * sizeof *list->ids);
    if (list->ids == NULL) {
        return E_BUSY;
    }
    for (size_t i = 0; i < n; i++) {
        const char *text = json_string_value(json_array_get(array, i));
        int64_t id;

        if (text == NULL || id_parse(f->prefix, text, &id) != OK ||
            repeated(list->ids, list->n, id)) {
            return E_INVALID;
        }
        list->ids[list->n++] = id;
    }
    return OK;
}

/* An explicit null takes an optional value away: PATCH tells it from a key that is not there by
 * f->present. */
static enum status from_null(const struct field *f)
{
    if (f->required) {
        return E_INVALID;
    }
    switch (f->type) {
    case FIELD_TYPE_TEXT:
    case FIELD_TYPE_LINES:
    case FIELD_TYPE_CHOICE:
        *(const char **)f->out = NULL;
        return OK;
    case FIELD_TYPE_ID:
    case FIELD_TYPE_TIME:
        *(int64_t *)f->out = 0;
        return OK;
    case FIELD_TYPE_JSON:
        *(json_t **)f->out = NULL;
        return OK;
    default:
        return E_INVALID;
    }
}

static enum status take(struct arena *a, const struct field *f, json_t *v)
{
    if (f->type == FIELD_TYPE_JSON && !json_is_null(v)) {
        *(json_t **)f->out = v;
        return OK;
    }
    switch (json_typeof(v)) {
    case JSON_STRING:
        return field_from_text(a, f, json_string_value(v), json_string_length(v));
    case JSON_INTEGER:
        return from_number(f, json_integer_value(v));
    case JSON_TRUE:
    case JSON_FALSE:
        if (f->type == FIELD_TYPE_BOOL) {
            *(bool *)f->out = json_is_true(v);
            return OK;
        }
        return E_INVALID;
    case JSON_ARRAY:
        return f->type == FIELD_TYPE_IDS ? from_ids(a, f, v) : E_INVALID;
    case JSON_NULL:
        return from_null(f);
    default:
        return E_INVALID;
    }
}

/* Every key of the object is one of the fields. */
static enum status all_known(struct request *rq, json_t *object, const char *where,
                             const struct field *fields)
{
    const char *key;
    json_t *value;

    json_object_foreach (object, key, value) {
        const struct field *f = fields;

        while (f->type != FIELD_TYPE_END && strcmp(f->name, key) != 0) {
            f++;
        }
        if (f->type == FIELD_TYPE_END) {
            return named(rq, R_FIELD_UNKNOWN, where, request_shown(rq, key));
        }
    }
    return OK;
}

enum status fields_read(struct request *rq, json_t *object, const char *where,
                        const struct field *fields)
{
    enum status s;

    if (!json_is_object(object)) {
        return invalid(&rq->ctx, where);
    }
    s = all_known(rq, object, where, fields);
    for (const struct field *f = fields; s == OK && f->type != FIELD_TYPE_END; f++) {
        json_t *v = json_object_get(object, f->name);

        if (f->present != NULL) {
            *f->present = v != NULL;
        }
        if (v == NULL) {
            s = f->required ? named(rq, R_FIELD_MISSING, where, f->name) : OK;
            continue;
        }
        s = take(rq->ctx.arena, f, v);
        if (s == E_INVALID) {
            return named(rq, R_FIELD_INVALID, where, f->name);
        }
    }
    return s;
}

enum status request_fields(struct request *rq, const struct field *fields)
{
    return fields_read(rq, rq->body, "", fields);
}
