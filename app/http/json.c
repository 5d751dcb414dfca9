/* json.c - json_fields; see reply.h. */
#include "app/base/id.h"
#include "app/base/zone.h"
#include "app/http/reply.h"

static json_t *id_value(const struct json_item *item)
{
    char text[ID_TEXT_BYTES];

    id_format(item->text, item->number, text);
    return json_string(text);
}

static json_t *date_value(const struct json_item *item)
{
    char text[LOCAL_TEXT_BYTES];

    date_format(item->number, text);
    return json_string(text);
}

static json_t *value_of(const struct json_item *item)
{
    switch (item->kind) {
    case JK_TEXT:
        return item->text != NULL ? json_string(item->text) : json_null();
    case JK_BOOL:
        return json_boolean(item->number != 0);
    case JK_ID:
        return item->optional && item->number == 0 ? json_null() : id_value(item);
    case JK_TIME:
        return item->optional && item->number == 0 ? json_null() : json_integer(item->number);
    case JK_I64:
        return json_integer(item->number);
    case JK_DATE:
        return date_value(item);
    case JK_JSON:
        return item->json;
    case JK_END:
        break;
    }
    return NULL;
}

json_t *json_fields(struct json_item first, ...)
{
    json_t *o = json_object();
    bool fine = o != NULL;
    struct json_item item = first;
    va_list args;

    va_start(args, first);
    while (item.kind != JK_END) {
        json_t *v = value_of(&item);

        /* Goes on after a failure: what it was given to own must not leak. */
        if (o == NULL) {
            json_decref(v);
        } else {
            fine = json_object_set_new_nocheck(o, item.key, v) == 0 && fine;
        }
        item = va_arg(args, struct json_item);
    }
    va_end(args);
    if (!fine) {
        json_decref(o);
        return NULL;
    }
    return o;
}
