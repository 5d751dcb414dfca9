/* db_rows.c - values on their way between engine and row structs; see db_engine.h. */
#include "db/db_engine.h"

#include "app/base/limits.h"

#include <assert.h>
#include <string.h>

#define ROWS_AT_FIRST 16

bool db_in_null(const struct db_in *in)
{
    return in->type == DB_I64 ? in->null
                              : (in->type == DB_TEXT ? in->text == NULL : in->bytes.data == NULL);
}

/* Room for twice as many rows, where they stand or elsewhere in the arena. */
static enum status grow(struct tx *t, struct db_rows *rows)
{
    int cap = rows->cap == 0 ? ROWS_AT_FIRST : 2 * rows->cap;
    size_t old_bytes = (size_t)rows->cap * rows->row_bytes, bytes;
    char *data;

    cap = cap < rows->max ? cap : rows->max;
    bytes = (size_t)cap * rows->row_bytes;
    if (rows->data == NULL || !arena_extend(t->arena, rows->data, old_bytes, bytes)) {
        data = arena_alloc(t->arena, bytes);
        if (data == NULL) {
            return db_fail(t, E_BUSY, "arena");
        }
        if (rows->data != NULL) {
            memcpy(data, rows->data, old_bytes);
        }
        rows->data = data;
    }
    rows->cap = cap;
    return OK;
}

enum status db_rows_next(struct tx *t, struct db_rows *rows, void **row)
{
    enum status s = OK;

    if (rows->n == rows->max) {
        return E_TOO_LARGE;
    }
    if (rows->n == rows->cap) {
        s = grow(t, rows);
    }
    if (s == OK) {
        *row = rows->data + (size_t)rows->n * rows->row_bytes;
        rows->n++;
    }
    return s;
}

static enum status put_text(struct tx *t, char *at, struct slice bytes)
{
    char *text = arena_strndup(t->arena, (const char *)bytes.data, bytes.len);

    memcpy(at, &text, sizeof text);
    return text != NULL ? OK : db_fail(t, E_BUSY, "arena");
}

static enum status put_bytes(struct tx *t, char *at, struct slice bytes)
{
    /* One byte more, so that an empty value is not a NULL one. */
    uint8_t *copy = arena_alloc(t->arena, bytes.len + 1);
    struct slice out = {copy, bytes.len};

    if (copy == NULL) {
        return db_fail(t, E_BUSY, "arena");
    }
    if (bytes.len > 0) {
        memcpy(copy, bytes.data, bytes.len);
    }
    memcpy(at, &out, sizeof out);
    return OK;
}

static void put_null(char *at, enum db_type type)
{
    static const struct slice none;
    static const char *const no_text;
    static const int64_t zero;

    switch (type) {
    case DB_I64:
        memcpy(at, &zero, sizeof zero);
        break;
    case DB_TEXT:
        memcpy(at, &no_text, sizeof no_text);
        break;
    default:
        memcpy(at, &none, sizeof none);
    }
}

enum status db_rows_put(struct tx *t, const struct db_col *col, const struct db_value *v, void *row)
{
    char *at = (char *)row + col->offset;

    if (v->null) {
        put_null(at, col->type);
        return col->nullable ? OK : db_fail(t, E_INTERNAL, "null");
    }
    if (v->type != col->type) {
        return db_fail(t, E_INTERNAL, "type");
    }
    switch (col->type) {
    case DB_I64:
        memcpy(at, &v->i64, sizeof v->i64);
        return OK;
    case DB_TEXT:
        return put_text(t, at, v->bytes);
    default:
        assert(col->type == DB_BYTES);
        return put_bytes(t, at, v->bytes);
    }
}

/* Behind a quoted piece or comment that begins at p, or p itself. */
static const char *skip_quoted(const char *p)
{
    const char *end = NULL;

    if (*p == '\'' || *p == '"') {
        end = strchr(p + 1, *p);
        return end != NULL ? end + 1 : p + strlen(p);
    }
    if (strncmp(p, "--", 2) == 0) {
        end = strchr(p, '\n');
        return end != NULL ? end : p + strlen(p);
    }
    if (strncmp(p, "/*", 2) == 0) {
        end = strstr(p + 2, "*/");
        return end != NULL ? end + 2 : p + strlen(p);
    }
    return p;
}

int db_params(const char *sql)
{
    int most = 0;

    while (*sql != '\0') {
        const char *next = skip_quoted(sql);
        int n = 0;

        if (next != sql) {
            sql = next;
            continue;
        }
        if (*sql++ != '$') {
            continue;
        }
        while (*sql >= '0' && *sql <= '9' && n < DB_PARAMS_MAX) {
            n = 10 * n + (*sql++ - '0');
        }
        most = n > most ? n : most;
    }
    return most;
}
