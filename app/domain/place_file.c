/* place_file.c - see place_file.h. */
#include "app/domain/place_file.h"

#include "app/base/encoding.h"
#include "app/base/text.h"
#include "app/domain/cell.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SCRATCH_BYTES_MAX (4 * 1024 * 1024) /* of one line, cells and what is made of them */
#define CODE_DIGITS_MIN   5                 /* JIS X 0402, without its check digit in some files */
#define CODE_DIGITS_MAX   6
#define ID_CHARS_MAX      40
#define E5_DIGITS         5

enum column {
    CODE,
    ID,
    NAME,
    KIND,
    ADDRESS,
    BUILDING,
    PREFECTURE,
    CITY,
    TOWN,
    BLOCK,
    LATITUDE,
    LONGITUDE,
    COLUMNS
};

/* As the standard has it now, and as it was. */
static const char *const column_names[COLUMNS][3] = {
    [CODE] = {"全国地方公共団体コード", "都道府県コード又は市区町村コード", NULL},
    [ID] = {"ID", "NO", NULL},
    [NAME] = {"名称", NULL},
    [KIND] = {"種別", NULL},
    [ADDRESS] = {"所在地_連結表記", "住所", NULL},
    [BUILDING] = {"建物名等(方書)", "方書", NULL},
    [PREFECTURE] = {"所在地_都道府県", NULL},
    [CITY] = {"所在地_市区町村", NULL},
    [TOWN] = {"所在地_町字", NULL},
    [BLOCK] = {"所在地_番地以下", NULL},
    [LATITUDE] = {"緯度", NULL},
    [LONGITUDE] = {"経度", NULL},
};

struct reader {
    struct arena *keep, *scratch;
    struct csv csv;
    struct place_file *out;
    int at[COLUMNS]; /* which cell, -1: the file has no such column */
    int named;       /* the header's cells up to the last that has a name */
    int rows_max;
};

static void name_bad(struct place_file *f, int line, const char *why)
{
    if (f->bad_n < CSV_BAD_LINES_MAX) {
        f->bad[f->bad_n] = (struct bad_line){line, why};
    }
    f->bad_n++;
}

/* ---- what a cell says ---- */

const char *place_kind_of(const char *kind_text)
{
    /* The first that fits: 学童保育 is no nursery. */
    static const char *const kinds[][2] = {
        {"学童", "other"},     {"放課後", "other"},        {"児童館", "other"},
        {"保育", "nursery"},   {"こども園", "nursery"},    {"子ども園", "nursery"},
        {"幼稚園", "nursery"}, {"託児", "nursery"},        {"小学校", "school"},
        {"中学校", "school"},  {"義務教育学校", "school"}, {"支援学校", "school"},
        {"学校", "school"},    {"公園", "park"},           {"教室", "lesson"},
    };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strstr(kind_text, kinds[i][0]) != NULL) {
            return kinds[i][1];
        }
    }
    return "other";
}

enum status degrees_parse(const char *text, int64_t max_e5, int64_t *e5)
{
    bool minus = *text == '-';
    int64_t n = 0;
    int digits = 0, fraction = -1; /* digits behind the point; -1 before it */

    for (const char *p = text + minus; *p != '\0'; p++) {
        if (*p == '.' && fraction < 0 && digits > 0) {
            fraction = 0;
        } else if (*p < '0' || *p > '9' || n > max_e5) {
            return E_INVALID;
        } else if (fraction < E5_DIGITS) {
            n = n * 10 + (*p - '0');
            fraction += fraction >= 0;
            digits++;
        }
    }
    for (int i = fraction < 0 ? 0 : fraction; i < E5_DIGITS && n <= max_e5; i++) {
        n *= 10;
    }
    *e5 = minus ? -n : n;
    return digits > 0 && n <= max_e5 ? OK : E_INVALID;
}

static const char *cell(const struct reader *r, const struct csv_row *row, enum column c)
{
    return r->at[c] >= 0 && r->at[c] < row->n ? row->cell[r->at[c]] : "";
}

/* A code or an ID: printable ASCII without blanks; NULL when it is none. */
static const char *plain(struct reader *r, const struct csv_row *row, enum column c)
{
    const char *text = encoding_halved(r->scratch, cell(r, row, c));

    if (text == NULL || *text == '\0' || strlen(text) > ID_CHARS_MAX) {
        return NULL;
    }
    for (const char *p = text; *p != '\0'; p++) {
        if (*p <= ' ' || *p > '~' || *p == ':') {
            return NULL;
        }
    }
    return text;
}

static const char *code_of(struct reader *r, const struct csv_row *row)
{
    const char *code = plain(r, row, CODE);
    size_t digits = code != NULL ? strspn(code, "0123456789") : 0;

    return code != NULL && code[digits] == '\0' && digits >= CODE_DIGITS_MIN &&
                   digits <= CODE_DIGITS_MAX
               ? code
               : NULL;
}

static enum status words(struct reader *r, const char *raw, int chars_min, int chars_max,
                         const char **out)
{
    const char *clean = NULL;
    enum status s = text_clean(r->scratch, raw, strlen(raw), chars_min, chars_max, false, &clean);

    *out = s == OK ? arena_strdup(r->keep, clean) : NULL;
    return s == OK && *out == NULL ? E_BUSY : s;
}

static enum status address_of(struct reader *r, const struct csv_row *row, const char **out)
{
    const char *whole = cell(r, row, ADDRESS), *building = cell(r, row, BUILDING);
    const char *joined;

    if (*whole == '\0') {
        joined =
            arena_printf(r->scratch, "%s%s%s%s %s", cell(r, row, PREFECTURE), cell(r, row, CITY),
                         cell(r, row, TOWN), cell(r, row, BLOCK), building);
    } else {
        joined = arena_printf(r->scratch, "%s %s", whole,
                              strstr(whole, building) == NULL ? building : "");
    }
    return joined == NULL ? E_BUSY : words(r, joined, 1, ADDRESS_CHARS_MAX, out);
}

static void cell_from(struct reader *r, const struct csv_row *row, struct place_line *p)
{
    const char *lat = encoding_halved(r->scratch, cell(r, row, LATITUDE));
    const char *lng = encoding_halved(r->scratch, cell(r, row, LONGITUDE));
    int64_t lat_e5, lng_e5;

    p->has_cell = lat != NULL && lng != NULL && degrees_parse(lat, LAT_E5_MAX, &lat_e5) == OK &&
                  degrees_parse(lng, LNG_E5_MAX, &lng_e5) == OK && (lat_e5 != 0 || lng_e5 != 0);
    if (p->has_cell) {
        cell_of(lat_e5, lng_e5, &p->cell_x, &p->cell_y);
    }
}

/* ---- lines ---- */

static bool all_empty(const struct csv_row *row, int from)
{
    for (int i = from; i < row->n; i++) {
        if (row->cell[i][strspn(row->cell[i], " \t")] != '\0') {
            return false;
        }
    }
    return true;
}

/* NULL when it is a place. */
static const char *why_bad(struct reader *r, const struct csv_row *row, struct place_line *p)
{
    const char *code = code_of(r, row), *id = plain(r, row, ID);

    if (row->n < r->named || !all_empty(row, r->named)) {
        return row->n < r->named ? "fewer cells than the header" : "more cells than the header";
    }
    if (code == NULL) {
        return "no municipality code of 5 or 6 digits";
    }
    if (id == NULL) {
        return "no ID";
    }
    if (words(r, cell(r, row, NAME), 1, NAME_CHARS_MAX, &p->name) != OK) {
        return "no name, or a name that is too long";
    }
    if (address_of(r, row, &p->address) != OK) {
        return "no address, or one that is too long";
    }
    if (words(r, cell(r, row, KIND), 0, NAME_CHARS_MAX, &p->kind_text) != OK) {
        return "a kind that is too long";
    }
    p->key = arena_printf(r->keep, "%s:%s", code, id);
    p->kind = place_kind_of(p->kind_text);
    cell_from(r, row, p);
    return p->key != NULL ? NULL : "no memory";
}

static enum status take_line(struct reader *r, enum status read, const struct csv_row *row)
{
    struct place_file *f = r->out;
    const char *why = "not comma-separated values";

    if (read == OK && all_empty(row, 0)) {
        return OK;
    }
    if (f->n == r->rows_max) {
        return E_TOO_LARGE;
    }
    if (read == OK) {
        f->rows[f->n] = (struct place_line){.line = r->csv.line};
        why = why_bad(r, row, &f->rows[f->n]);
    }
    if (why != NULL) {
        name_bad(f, r->csv.line, why);
    } else {
        f->without_cell += f->rows[f->n].has_cell ? 0 : 1;
        f->n++;
    }
    return OK;
}

static enum status take_lines(struct reader *r)
{
    struct csv_row row;
    enum status s = OK, taken = OK;

    while (taken == OK && ((s = csv_next(&r->csv, &row)) == OK || s == E_INVALID)) {
        taken = take_line(r, s, &row);
        arena_reset(r->scratch);
    }
    return taken != OK ? taken : s == E_NOT_FOUND ? OK : s;
}

/* ---- the header ---- */

static enum column column_named(const char *name)
{
    for (int c = 0; c < COLUMNS; c++) {
        for (int i = 0; column_names[c][i] != NULL; i++) {
            if (strcasecmp(column_names[c][i], name) == 0) {
                return (enum column)c;
            }
        }
    }
    return COLUMNS;
}

static enum status take_header(struct reader *r)
{
    static const struct {
        enum column column;
        const char *why;
    } needed[] = {
        {CODE, "no column 全国地方公共団体コード"}, {ID, "no column ID"}, {NAME, "no column 名称"}};
    struct csv_row row;
    enum status s = csv_next(&r->csv, &row);

    for (int c = 0; c < COLUMNS; c++) {
        r->at[c] = -1;
    }
    for (int i = 0; s == OK && i < row.n; i++) {
        const char *name = encoding_halved(r->scratch, row.cell[i]);
        enum column c = name != NULL ? column_named(name) : COLUMNS;

        s = name != NULL ? OK : E_BUSY;
        r->named = s == OK && *name != '\0' ? i + 1 : r->named;
        if (c < COLUMNS && r->at[c] < 0) {
            r->at[c] = i;
        }
    }
    for (size_t i = 0; s == OK && i < sizeof needed / sizeof *needed; i++) {
        if (r->at[needed[i].column] < 0) {
            name_bad(r->out, 1, needed[i].why);
        }
    }
    if (s == OK && r->at[ADDRESS] < 0 && r->at[TOWN] < 0) {
        name_bad(r->out, 1, "no column 所在地_連結表記");
    }
    if (s == E_INVALID || s == E_NOT_FOUND) {
        name_bad(r->out, 1, "no header");
    }
    return r->out->bad_n > 0 ? E_INVALID : s;
}

/* ---- the whole ---- */

static int by_key(const void *left, const void *right)
{
    const struct place_line *a = left, *b = right;
    int order = strcmp(a->key, b->key);

    return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

static void find_twins(struct reader *r)
{
    struct place_file *f = r->out;

    qsort(f->rows, (size_t)f->n, sizeof *f->rows, by_key);
    for (int i = 1; i < f->n; i++) {
        if (strcmp(f->rows[i].key, f->rows[i - 1].key) == 0) {
            name_bad(f, f->rows[i].line, "code and ID of a line before");
        }
    }
}

static int by_line(const void *left, const void *right)
{
    const struct bad_line *a = left, *b = right;

    return (a->line > b->line) - (a->line < b->line);
}

static int lines_of(struct slice text)
{
    int n = 1;

    for (size_t i = 0; i < text.len && n <= IMPORT_LINES_MAX; i++) {
        n += text.data[i] == '\n';
    }
    return n;
}

static enum status read_text(struct reader *r, struct slice text)
{
    struct place_file *f = r->out;
    enum status s = csv_open_large(&r->csv, r->scratch, text, text.len);

    r->rows_max = lines_of(text);
    if (r->rows_max > IMPORT_LINES_MAX) {
        return E_TOO_LARGE;
    }
    f->rows = arena_alloc(r->keep, (size_t)r->rows_max * sizeof *f->rows);
    s = s == OK && f->rows == NULL ? E_BUSY : s;
    s = s == OK ? take_header(r) : s;
    s = s == OK ? take_lines(r) : s;
    if (s != OK) {
        return s;
    }
    find_twins(r);
    if (f->n == 0 && f->bad_n == 0) {
        name_bad(f, 1, "no place in it");
    }
    qsort(f->bad, (size_t)(f->bad_n < CSV_BAD_LINES_MAX ? f->bad_n : CSV_BAD_LINES_MAX),
          sizeof *f->bad, by_line);
    return f->bad_n > 0 ? E_INVALID : OK;
}

/* Blank lines at the end, and the end-of-file mark of old editors. */
static struct slice without_tail(struct slice text)
{
    while (text.len > 0 && strchr("\r\n \x1a", text.data[text.len - 1]) != NULL) {
        text.len--;
    }
    return text;
}

enum status place_file_read(struct arena *a, struct slice file, struct place_file *out)
{
    struct reader r = {.keep = a, .out = out};
    struct slice text;
    int line;
    enum status s;

    memset(out, 0, sizeof *out);
    if (file.len > IMPORT_BYTES_MAX) {
        return E_TOO_LARGE;
    }
    s = encoding_read(a, without_tail(file), &text, &out->encoding, &line);
    if (s == E_INVALID) {
        name_bad(out, line, "neither UTF-8 nor CP932");
    }
    if (s != OK) {
        return s;
    }
    r.scratch = arena_open(SCRATCH_BYTES_MAX);
    s = r.scratch != NULL ? read_text(&r, text) : E_BUSY;
    arena_close(r.scratch);
    return s;
}
