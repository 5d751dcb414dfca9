/* postal_file.c - see postal_file.h. */
#include "app/domain/postal_file.h"

#include "app/base/encoding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRATCH_BYTES_MAX (1024 * 1024)
#define TOWN_BYTES_MAX    8192 /* the longest goes over 13 lines of 38 characters */
#define CELLS             15
#define OPENING           "（"
#define CLOSING           "）"

enum { CODE = 2, PREFECTURE = 6, CITY = 7, TOWN = 8 };

struct reader {
    struct arena *keep, *scratch;
    struct csv csv;
    struct postal_file *out;
    int rows_max;

    struct postal_row open; /* its town goes on in the next line; code NULL: none */
    int open_line;
    char town[TOWN_BYTES_MAX];
};

static void name_bad(struct postal_file *f, int line, const char *why)
{
    if (f->bad_n < CSV_BAD_LINES_MAX) {
        f->bad[f->bad_n] = (struct bad_line){line, why};
    }
    f->bad_n++;
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);

    return n >= m && strcmp(text + n - m, end) == 0;
}

/* More opened than closed: the rest is in the next line. */
static bool goes_on(const char *town)
{
    int open = 0;

    for (const char *p = town; *p != '\0'; p++) {
        open += strncmp(p, OPENING, strlen(OPENING)) == 0;
        open -= strncmp(p, CLOSING, strlen(CLOSING)) == 0;
    }
    return open > 0;
}

/* The town alone. 一円 by itself is a town; behind a name it means all of it. */
static void cut_town(char *town)
{
    char *bracket = strstr(town, OPENING);

    if (bracket != NULL) {
        *bracket = '\0';
    }
    if (strcmp(town, "以下に掲載がない場合") == 0 || strstr(town, "の次に") != NULL ||
        (ends_with(town, "一円") && strcmp(town, "一円") != 0)) {
        *town = '\0';
    }
}

static const char *kept(struct reader *r, const char *text)
{
    const char *copy = arena_strdup(r->keep, text);

    return copy != NULL ? copy : "";
}

/* Consecutive lines mostly share prefecture and city: one copy serves them. */
static const char *shared(struct reader *r, const char *text, size_t field)
{
    const struct postal_row *before = r->out->n > 0 ? &r->out->rows[r->out->n - 1] : NULL;
    const char *const *old = NULL;

    if (before != NULL) {
        old = (const char *const *)(const void *)((const char *)before + field);
    }
    return old != NULL && strcmp(*old, text) == 0 ? *old : kept(r, text);
}

static void put_row(struct reader *r, const char *town)
{
    r->open.town = kept(r, town);
    r->out->rows[r->out->n++] = r->open;
    r->open.code = NULL;
}

/* NULL when the line is well. */
static const char *why_bad(struct reader *r, const struct csv_row *line)
{
    const char *code = line->n == CELLS ? line->cell[CODE] : "";
    bool more = r->open.code != NULL;

    if (line->n != CELLS) {
        return "not 15 cells";
    }
    if (strlen(code) != POSTAL_CODE_DIGITS || strspn(code, "0123456789") != POSTAL_CODE_DIGITS) {
        return "no postal code of 7 digits";
    }
    if (*line->cell[PREFECTURE] == '\0' || *line->cell[CITY] == '\0' || *line->cell[TOWN] == '\0') {
        return "no prefecture, city or town";
    }
    if (more && strcmp(r->open.code, code) != 0) {
        return "a bracket of the line before is not closed";
    }
    if (strlen(line->cell[TOWN]) + (more ? strlen(r->town) : 0) >= sizeof r->town) {
        return "a town that is too long";
    }
    return NULL;
}

static void take_good(struct reader *r, const struct csv_row *line)
{
    size_t have;

    if (r->open.code == NULL) {
        r->town[0] = '\0';
        r->open.prefecture =
            shared(r, line->cell[PREFECTURE], offsetof(struct postal_row, prefecture));
        r->open.city = shared(r, line->cell[CITY], offsetof(struct postal_row, city));
        r->open.code = kept(r, line->cell[CODE]);
        r->open_line = r->csv.line;
    }
    have = strlen(r->town); /* why_bad has seen to the room */
    snprintf(r->town + have, sizeof r->town - have, "%s", line->cell[TOWN]);
    if (!goes_on(r->town)) {
        cut_town(r->town);
        put_row(r, r->town);
    }
}

static enum status take_lines(struct reader *r)
{
    struct csv_row line;
    enum status s;

    while ((s = csv_next(&r->csv, &line)) == OK || s == E_INVALID) {
        const char *why = s == OK ? why_bad(r, &line) : "not comma-separated values";

        if (r->out->n == r->rows_max) {
            return E_TOO_LARGE;
        }
        if (why != NULL) {
            name_bad(r->out, r->csv.line, why);
            r->open.code = NULL;
        } else {
            take_good(r, &line);
        }
        arena_reset(r->scratch);
    }
    if (r->open.code != NULL) {
        name_bad(r->out, r->open_line, "a bracket that is not closed");
    }
    return s == E_NOT_FOUND ? OK : s;
}

int postal_order(const struct postal_row *a, const struct postal_row *b)
{
    int order = strcmp(a->code, b->code);

    order = order != 0 ? order : strcmp(a->prefecture, b->prefecture);
    order = order != 0 ? order : strcmp(a->city, b->city);
    return order != 0 ? order : strcmp(a->town, b->town);
}

static int by_order(const void *left, const void *right)
{
    return postal_order(left, right);
}

/* Lines that differed in their brackets alone are one now. */
static void sort_once(struct postal_file *f)
{
    int n = 0;

    qsort(f->rows, (size_t)f->n, sizeof *f->rows, by_order);
    for (int i = 0; i < f->n; i++) {
        if (n == 0 || postal_order(&f->rows[n - 1], &f->rows[i]) != 0) {
            f->rows[n++] = f->rows[i];
        }
    }
    f->n = n;
}

static enum status read_text(struct reader *r, struct slice text)
{
    struct postal_file *f = r->out;
    enum status s = csv_open_large(&r->csv, r->scratch, text, text.len);

    r->rows_max = 1;
    for (size_t i = 0; i < text.len && r->rows_max <= IMPORT_LINES_MAX; i++) {
        r->rows_max += text.data[i] == '\n';
    }
    if (r->rows_max > IMPORT_LINES_MAX) {
        return E_TOO_LARGE;
    }
    f->rows = arena_alloc(r->keep, (size_t)r->rows_max * sizeof *f->rows);
    s = s == OK && f->rows == NULL ? E_BUSY : s;
    s = s == OK ? take_lines(r) : s;
    if (s != OK) {
        return s;
    }
    sort_once(f);
    if (f->n == 0 && f->bad_n == 0) {
        name_bad(f, 1, "no postal code in it");
    }
    return f->bad_n > 0 ? E_INVALID : OK;
}

enum status postal_file_read(struct arena *a, struct slice file, struct postal_file *out)
{
    struct reader *r = arena_alloc(a, sizeof *r);
    struct slice text;
    int line;
    enum status s;

    memset(out, 0, sizeof *out);
    if (r == NULL || file.len > IMPORT_BYTES_MAX) {
        return r == NULL ? E_BUSY : E_TOO_LARGE;
    }
    r->keep = a;
    r->out = out;
    s = encoding_read(a, file, &text, &out->encoding, &line);
    if (s == E_INVALID) {
        name_bad(out, line, "neither UTF-8 nor CP932");
    }
    if (s != OK) {
        return s;
    }
    r->scratch = arena_open(SCRATCH_BYTES_MAX);
    s = r->scratch != NULL ? read_text(r, text) : E_BUSY;
    arena_close(r->scratch);
    return s;
}
