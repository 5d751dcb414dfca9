/* place_file.h - a municipality's open data of facilities (子育て施設一覧) as it is published, read
 * into rows: columns by name, the names of older files too, either encoding. */
#ifndef APP_DOMAIN_PLACE_FILE_H
#define APP_DOMAIN_PLACE_FILE_H

#include "app/base/csv.h"

#include <stdbool.h>

struct place_line {
    const char *key; /* "131016:0000000001", code and ID */
    const char *kind, *kind_text;
    const char *name, *address;
    bool has_cell; /* false: no position, or none that is one */
    int64_t cell_x, cell_y;
    int line;
};

struct place_file {
    const char *encoding;
    struct place_line *rows; /* by key */
    int n;
    int without_cell;
    struct bad_line bad[CSV_BAD_LINES_MAX]; /* the first of them */
    int bad_n;                              /* all of them */
};

/* A bad row lacks its code, ID, name or address, has one that is none, more or fewer cells than the
 * header, or the key of a row before; a position that is missing or free text is none.
 * E_INVALID when a row is bad, there is no row, a column is missing or it is no text at all:
 * out->bad says what. E_TOO_LARGE past IMPORT_BYTES_MAX or IMPORT_LINES_MAX. E_BUSY. The rows live
 * in the arena; out may point into file. */
enum status place_file_read(struct arena *a, struct slice file, struct place_file *out) WARN_UNUSED;

/* The kind of a place ("nursery", "school", ...) for what the 種別 says; "other" for the rest. */
const char *place_kind_of(const char *kind_text);

/* "35.681236" as hundred-thousandths of a degree, further digits cut off. E_INVALID for what is no
 * number or is beyond max_e5. */
enum status degrees_parse(const char *text, int64_t max_e5, int64_t *e5) WARN_UNUSED;

#endif
