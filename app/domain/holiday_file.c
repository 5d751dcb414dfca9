/* holiday_file.c - holiday_parse() of holiday.h: a file of holidays, read strictly. */
#include "app/base/csv.h"
#include "app/base/text.h"
#include "app/base/zone.h"
#include "app/domain/holiday.h"

#include <string.h>

static void name_bad_line(struct holiday_file *f, int line, const char *why)
{
    if (f->bad_n < CSV_BAD_LINES_MAX) {
        f->bad[f->bad_n++] = (struct bad_line){line, why};
    }
}

static enum status name_ok(struct arena *a, const char *cell, const char **out)
{
    return text_clean(a, cell, strlen(cell), 1, NAME_CHARS_MAX, false, out);
}

/* NULL when the line is a holiday. */
static const char *why_bad(struct arena *a, const struct csv_row *line,
                           const struct holiday_file *f, struct holiday_row *row)
{
    const struct holiday_row *before = f->n > 0 ? &f->rows[f->n - 1] : NULL;

    if (line->n != 4) {
        return "not four cells";
    }
    if (date_parse(line->cell[0], &row->day) != OK) {
        return "no such date";
    }
    if (before != NULL && row->day <= before->day) {
        return row->day == before->day ? "the same date twice" : "dates out of order";
    }
    if (name_ok(a, line->cell[1], &row->name) != OK) {
        return "name_ja is no name";
    }
    if (name_ok(a, line->cell[2], &row->name_en) != OK) {
        return "name_en is no name";
    }
    if (name_ok(a, line->cell[3], &row->source) != OK) {
        return "source is no name";
    }
    if (before != NULL && strcmp(row->source, before->source) != 0) {
        return "another source than the line before";
    }
    return NULL;
}

static enum status parse_lines(struct arena *a, struct csv *c, struct holiday_file *out)
{
    struct csv_row line;
    enum status s;

    while ((s = csv_next(c, &line)) == OK || s == E_INVALID) {
        const char *why = "not comma-separated values";

        if (out->n == HOLIDAYS_MAX) {
            return E_TOO_LARGE;
        }
        if (s == OK) {
            why = why_bad(a, &line, out, &out->rows[out->n]);
        }
        if (why != NULL) {
            name_bad_line(out, c->line, why);
        } else {
            out->n++;
        }
    }
    return s == E_NOT_FOUND ? OK : s;
}

enum status holiday_parse(struct arena *a, struct slice file, struct holiday_file *out)
{
    struct csv c;
    enum status s;

    memset(out, 0, sizeof *out);
    s = csv_open(&c, a, file);
    if (s != OK) {
        name_bad_line(out, 0, s == E_INVALID ? "not UTF-8 text" : "too large");
        return s;
    }
    out->rows = arena_alloc(a, HOLIDAYS_MAX * sizeof *out->rows);
    if (out->rows == NULL) {
        return E_BUSY;
    }
    s = csv_header(&c, "date,name_ja,name_en,source");
    if (s == E_INVALID) {
        name_bad_line(out, 1, "the first line must be date,name_ja,name_en,source");
    }
    if (s == OK) {
        s = parse_lines(a, &c, out);
    }
    if (s == OK && out->n == 0 && out->bad_n == 0) {
        name_bad_line(out, 1, "no holiday in it");
    }
    return s == OK && out->bad_n > 0 ? E_INVALID : s;
}
