/* tariff_file.c - tariff_read() of tariff_rows.h: the shipped tariffs from their CSV files. */
#include "app/base/csv.h"
#include "app/base/text.h"
#include "app/domain/tariff_rows.h"

#include <stddef.h>
#include <string.h>

/* One column of a file: a text or a whole number, and where it goes. */
struct column {
    const char *name;
    bool text;
    size_t offset;
};

#define NUMBER(type, field)                         \
    {                                               \
#field, false, offsetof(struct type, field) \
    }
#define WORD(type, field)                          \
    {                                              \
#field, true, offsetof(struct type, field) \
    }

static const struct column tariff_columns[] = {
    WORD(tariff_row, currency),
    NUMBER(tariff_row, round_unit_minor),
    NUMBER(tariff_row, round_up),
    NUMBER(tariff_row, minimum_min),
    NUMBER(tariff_row, flat_until_min),
    NUMBER(tariff_row, flat_minor),
    NUMBER(tariff_row, step_min),
    WORD(tariff_row, crossing),
    WORD(tariff_row, sick),
    NUMBER(tariff_row, sick_rate_minor),
    NUMBER(tariff_row, sibling_pct),
    NUMBER(tariff_row, age_0_alone),
    NUMBER(tariff_row, uplift_one_minor),
    NUMBER(tariff_row, uplift_both_minor),
    NUMBER(tariff_row, travel_counted),
    NUMBER(tariff_row, top_up_minor),
    NUMBER(tariff_row, year_end_from_md),
    NUMBER(tariff_row, year_end_until_md),
    NUMBER(tariff_row, cancel_waived_below_minor),
    WORD(tariff_row, source),
};

static const struct column band_columns[] = {
    WORD(tariff_band_row, day_class),
    NUMBER(tariff_band_row, from_min),
    NUMBER(tariff_band_row, until_min),
    NUMBER(tariff_band_row, rate_minor),
};

static const struct column step_columns[] = {
    NUMBER(ladder_step_row, seq),     WORD(ladder_step_row, until_kind),
    NUMBER(ladder_step_row, until_n), WORD(ladder_step_row, charge),
    NUMBER(ladder_step_row, amount),  WORD(ladder_step_row, exempt),
};

/* A file, the columns behind its first cell (a tariff's name, which picks the line), and the rows
 * found. */
struct table {
    const char *file;
    struct slice bytes;
    const struct column *columns;
    int columns_n;
    size_t row_bytes;
    int rows_max;
    char *rows;
    int n;
};

#define COUNT(a) ((int)(sizeof(a) / sizeof(a)[0]))

static enum status fill(const struct column *columns, int n, const char *const *cells, char *row)
{
    enum status s = OK;

    for (int i = 0; i < n && s == OK; i++) {
        if (columns[i].text) {
            memcpy(row + columns[i].offset, &cells[i], sizeof cells[i]);
        } else {
            int64_t value;

            s = int64_parse(cells[i], &value);
            memcpy(row + columns[i].offset, &value, sizeof value);
        }
    }
    return s;
}

static enum status header_ok(struct csv *c, const struct table *t, const char *first)
{
    struct csv_row row;
    enum status s = csv_next(c, &row);

    if (s != OK || row.n != t->columns_n + 1 || strcmp(row.cell[0], first) != 0) {
        return s == E_BUSY ? s : E_INVALID;
    }
    for (int i = 0; i < t->columns_n; i++) {
        if (strcmp(row.cell[i + 1], t->columns[i].name) != 0) {
            return E_INVALID;
        }
    }
    return OK;
}

/* Every line must be readable; those of the tariff are kept. */
static enum status take_line(struct table *t, const struct csv_row *line, const char *name)
{
    char spare[sizeof(struct tariff_row)] = {0};
    bool ours = strcmp(line->cell[0], name) == 0;

    if (line->n != t->columns_n + 1 || (ours && t->n == t->rows_max)) {
        return E_INVALID;
    }
    return fill(t->columns, t->columns_n, &line->cell[1],
                ours ? t->rows + (size_t)t->n++ * t->row_bytes : spare);
}

static enum status read_table(struct arena *a, struct table *t, const char *first, const char *name,
                              const char **wrong)
{
    struct csv c = {.line = 0};
    struct csv_row line;
    enum status s = csv_open(&c, a, t->bytes);

    t->rows = arena_alloc(a, (size_t)t->rows_max * t->row_bytes);
    if (t->rows == NULL) {
        return E_BUSY;
    }
    if (s == OK) {
        s = header_ok(&c, t, first);
    }
    while (s == OK) {
        s = csv_next(&c, &line);
        if (s == OK) {
            s = take_line(t, &line, name);
        }
    }
    if (s == E_NOT_FOUND) {
        return OK;
    }
    if (s != E_BUSY) {
        *wrong = arena_printf(a, "%s:%d", t->file, c.line);
        s = *wrong != NULL ? E_INVALID : E_BUSY;
    }
    return s;
}

enum status tariff_read(struct arena *a, const struct tariff_files *files, const char *name,
                        struct tariff_rows *out, const char **wrong)
{
    struct table tariffs = {"tariffs.csv",
                            files->tariffs,
                            tariff_columns,
                            COUNT(tariff_columns),
                            sizeof(struct tariff_row),
                            1,
                            NULL,
                            0};
    struct table bands = {"tariff_bands.csv",
                          files->bands,
                          band_columns,
                          COUNT(band_columns),
                          sizeof(struct tariff_band_row),
                          TARIFF_BANDS_MAX,
                          NULL,
                          0};
    struct table steps = {"ladder_steps.csv",
                          files->steps,
                          step_columns,
                          COUNT(step_columns),
                          sizeof(struct ladder_step_row),
                          LADDER_STEPS_MAX,
                          NULL,
                          0};
    enum status s = read_table(a, &tariffs, "name", name, wrong);

    if (s == OK) {
        s = read_table(a, &bands, "tariff", name, wrong);
    }
    if (s == OK) {
        s = read_table(a, &steps, "tariff", name, wrong);
    }
    if (s != OK || tariffs.n == 0) {
        return s == OK ? E_NOT_FOUND : s;
    }
    memcpy(&out->tariff, tariffs.rows, sizeof out->tariff);
    out->tariff.name = arena_strdup(a, name);
    out->bands = (struct tariff_band_row *)(void *)bands.rows;
    out->bands_n = bands.n;
    out->steps = (struct ladder_step_row *)(void *)steps.rows;
    out->steps_n = steps.n;
    return out->tariff.name != NULL ? OK : E_BUSY;
}
