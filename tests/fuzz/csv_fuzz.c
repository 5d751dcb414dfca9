/* csv_fuzz.c - what is read from a CSV file reads the same when it is written again; the readers of
 * holidays and tariffs refuse or give what they promise. */
#include "app/base/buf.h"
#include "app/base/csv.h"
#include "app/domain/holiday.h"
#include "app/domain/shipped.h"
#include "tests/fuzz/fuzz.h"

#define ARENA_BYTES (8 * 1024 * 1024)

static void write_row(struct buf *b, const struct csv_row *row)
{
    for (int i = 0; i < row->n; i++) {
        buf_text(b, i > 0 ? ",\"" : "\"");
        for (const char *p = row->cell[i]; *p != '\0'; p++) {
            buf_text(b, *p == '"' ? "\"" : "");
            buf_char(b, *p);
        }
        buf_char(b, '"');
    }
    buf_char(b, '\n');
}

static void try_row_again(struct arena *a, const struct csv_row *row)
{
    struct buf b;
    struct csv c;
    struct csv_row again;
    const char *text;

    buf_init(&b, a, CSV_BYTES_MAX);
    write_row(&b, row);
    text = buf_done(&b);
    MUST(text != NULL);
    MUST(csv_open(&c, a, (struct slice){(const uint8_t *)text, b.len}) == OK);
    MUST(csv_next(&c, &again) == OK);
    MUST(again.n == row->n);
    for (int i = 0; i < row->n; i++) {
        MUST(strcmp(again.cell[i], row->cell[i]) == 0);
    }
    MUST(csv_next(&c, &again) == E_NOT_FOUND);
}

static void try_csv(struct arena *a, struct slice file)
{
    struct csv c;
    struct csv_row row;
    enum status s = csv_open(&c, a, file);
    int line = 0;

    MUST(s == OK || s == E_INVALID);
    while (s == OK || s == E_INVALID) {
        if (s == OK && line > 0) {
            MUST(row.n > 0 && row.n <= CSV_CELLS_MAX);
            try_row_again(a, &row);
        }
        if (s == E_INVALID && line == 0) {
            return; /* not text at all */
        }
        s = csv_next(&c, &row);
        MUST(s == E_NOT_FOUND || c.line > line);
        line = c.line;
    }
    MUST(s == E_NOT_FOUND);
}

static void try_holidays(struct arena *a, struct slice file)
{
    struct holiday_file out;
    enum status s = holiday_parse(a, file, &out);

    MUST(s == OK || s == E_INVALID);
    MUST((s == OK) == (out.bad_n == 0));
    for (int i = 1; s == OK && i < out.n; i++) {
        MUST(out.rows[i - 1].day < out.rows[i].day);
    }
}

static void try_bands(struct arena *a, struct slice file)
{
    struct tariff_files files = shipped_tariffs();
    struct tariff_rows rows;
    struct tariff t;
    const char *wrong = NULL;
    enum status s;

    files.bands = file;
    s = tariff_read(a, &files, "itami", &rows, &wrong);
    MUST(s == OK || (s == E_INVALID && wrong != NULL));
    if (s == OK) {
        rows.tariff.zone = "Asia/Tokyo";
        s = tariff_build(&rows, &t, &wrong);
        MUST(s == OK || (s == E_INVALID && wrong != NULL));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    char *text = fuzz_text(data, len);
    struct arena *a = arena_open(ARENA_BYTES);
    struct slice file = {(const uint8_t *)text, len};

    MUST(a != NULL);
    try_csv(a, file);
    try_holidays(a, file);
    try_bands(a, file);
    arena_close(a);
    free(text);
    return 0;
}
