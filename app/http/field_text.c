/* field_text.c - see field_text.h. */
#include "app/http/field_text.h"

#include "app/base/id.h"
#include "app/base/text.h"
#include "app/base/zone.h"
#include "app/http/rfc3339.h"

#include <string.h>

bool field_in_range(const struct field *f, int64_t v)
{
    return v >= f->min && v <= f->max;
}

static enum status choice(const struct field *f, const char *text)
{
    for (const char *const *c = f->choices; *c != NULL; c++) {
        if (strcmp(*c, text) == 0) {
            *(const char **)f->out = *c;
            return OK;
        }
    }
    return E_INVALID;
}

static enum status number(const struct field *f, enum status parsed, int64_t v)
{
    if (parsed != OK || !field_in_range(f, v)) {
        return E_INVALID;
    }
    *(int64_t *)f->out = v;
    return OK;
}

enum status field_from_text(struct arena *a, const struct field *f, const char *text, size_t len)
{
    enum status s;
    int64_t v = 0;

    if (f->type != FIELD_TYPE_TEXT && f->type != FIELD_TYPE_LINES && strlen(text) != len) {
        return E_INVALID; /* a NUL in the middle */
    }
    switch (f->type) {
    case FIELD_TYPE_TEXT:
    case FIELD_TYPE_LINES:
        return text_clean(a, text, len, (int)f->min, (int)f->max, f->type == FIELD_TYPE_LINES,
                          (const char **)f->out);
    case FIELD_TYPE_ID:
        return id_parse(f->prefix, text, (int64_t *)f->out);
    case FIELD_TYPE_TIME:
        s = rfc3339_parse(text, len, &v);
        return number(f, s, v);
    case FIELD_TYPE_DATE:
        s = date_parse(text, &v);
        return number(f, s, v);
    case FIELD_TYPE_CHOICE:
        return choice(f, text);
    default:
        return E_INVALID;
    }
}
