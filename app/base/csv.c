/* csv.c - see csv.h. */
#include "app/base/csv.h"

#include "app/base/text.h"

#include <string.h>

enum status csv_open_large(struct csv *c, struct arena *a, struct slice bytes, size_t bytes_max)
{
    static const char mark[] = "\xef\xbb\xbf";
    const char *text = (const char *)bytes.data;

    if (bytes.len > bytes_max) {
        return E_TOO_LARGE;
    }
    if (bytes.len > 0 && (memchr(text, '\0', bytes.len) != NULL || !utf8_valid(text, bytes.len))) {
        return E_INVALID;
    }
    c->arena = a;
    c->at = text;
    c->end = bytes.len > 0 ? text + bytes.len : text;
    c->line = 0;
    c->next_line = 1;
    if (bytes.len >= 3 && memcmp(text, mark, 3) == 0) {
        c->at += 3;
    }
    return OK;
}

enum status csv_open(struct csv *c, struct arena *a, struct slice bytes)
{
    return csv_open_large(c, a, bytes, CSV_BYTES_MAX);
}

/* A plain cell ends before a comma, a line's end or the end; a quote has no business in it. */
static enum status plain_cell(struct csv *c, const char **cell)
{
    const char *from = c->at;

    while (c->at < c->end && *c->at != ',' && *c->at != '\n' && *c->at != '\r') {
        if (*c->at == '"') {
            return E_INVALID;
        }
        c->at++;
    }
    *cell = arena_strndup(c->arena, from, (size_t)(c->at - from));
    return *cell != NULL ? OK : E_BUSY;
}

/* Bytes up to the closing quote, two quotes counted as two; -1 when there is none. */
static ptrdiff_t quoted_bytes(const char *at, const char *end)
{
    for (const char *p = at; p < end; p++) {
        if (*p != '"') {
            continue;
        }
        if (p + 1 == end || p[1] != '"') {
            return p - at;
        }
        p++;
    }
    return -1;
}

/* c->at is behind the opening quote; two quotes mean one. */
static enum status quoted_cell(struct csv *c, const char **cell)
{
    ptrdiff_t len = quoted_bytes(c->at, c->end);
    char *out;
    size_t n = 0;

    if (len < 0) {
        c->at = c->end;
        return E_INVALID;
    }
    out = arena_alloc(c->arena, (size_t)len + 1);
    if (out == NULL) {
        return E_BUSY;
    }
    for (const char *p = c->at; p < c->at + len; p++) {
        p += *p == '"';
        c->next_line += *p == '\n';
        out[n++] = *p;
    }
    c->at += len + 1;
    *cell = out;
    return OK;
}

/* True when a comma asks for another cell; else the line's end is eaten. */
static enum status after_cell(struct csv *c, bool *more)
{
    *more = false;
    if (c->at == c->end) {
        return OK;
    }
    if (*c->at == ',') {
        c->at++;
        *more = true;
        return OK;
    }
    if (*c->at == '\r' && c->at + 1 < c->end && c->at[1] == '\n') {
        c->at++;
    }
    if (*c->at != '\n') {
        return E_INVALID;
    }
    c->at++;
    c->next_line++;
    return OK;
}

static enum status read_row(struct csv *c, struct csv_row *row)
{
    bool more = true;
    enum status s = OK;

    row->n = 0;
    if (*c->at == '\n' || *c->at == '\r') {
        return E_INVALID;
    }
    while (s == OK && more) {
        if (row->n == CSV_CELLS_MAX) {
            return E_INVALID;
        }
        if (c->at < c->end && *c->at == '"') {
            c->at++;
            s = quoted_cell(c, &row->cell[row->n]);
        } else {
            s = plain_cell(c, &row->cell[row->n]);
        }
        row->n++;
        if (s == OK) {
            s = after_cell(c, &more);
        }
    }
    return s;
}

enum status csv_next(struct csv *c, struct csv_row *row)
{
    enum status s;

    if (c->at == c->end) {
        return E_NOT_FOUND;
    }
    c->line = c->next_line;
    s = read_row(c, row);
    if (s == E_INVALID) {
        const char *eol = memchr(c->at, '\n', (size_t)(c->end - c->at));

        c->at = eol != NULL ? eol + 1 : c->end;
        c->next_line++;
    }
    return s;
}

enum status csv_header(struct csv *c, const char *names)
{
    struct csv_row row;
    enum status s = csv_next(c, &row);

    if (s != OK) {
        return s == E_NOT_FOUND ? E_INVALID : s;
    }
    for (int i = 0; i < row.n; i++) {
        size_t len = strlen(row.cell[i]);

        if (strncmp(names, row.cell[i], len) != 0 || names[len] != (i + 1 < row.n ? ',' : '\0')) {
            return E_INVALID;
        }
        names += len + 1;
    }
    return OK;
}
