/* csv.h - reads comma-separated values strictly (RFC 4180, UTF-8): what is not exactly that is
 * refused, line by line, so that all bad lines of a file can be told at once. */
#ifndef APP_BASE_CSV_H
#define APP_BASE_CSV_H

#include "app/base/arena.h"
#include "app/base/limits.h"

struct csv {
    struct arena *arena;
    const char *at, *end;
    int line; /* of the record last read, from 1; the line it begins on when a cell holds newlines
               */
    int next_line;
};

struct csv_row {
    const char *cell[CSV_CELLS_MAX]; /* in the arena, ended by a NUL */
    int n;
};

/* A line of a file that can't be used. */
struct bad_line {
    int line;
    const char *why; /* a short English phrase, for the person at the terminal */
};

/* E_TOO_LARGE over CSV_BYTES_MAX, E_INVALID for what is not UTF-8 or holds a NUL. A byte order mark
 * at the start is skipped: spreadsheets write one. The bytes must outlive the reader. */
enum status csv_open(struct csv *c, struct arena *a, struct slice bytes) WARN_UNUSED;

/* The same for a file that may be larger than CSV_BYTES_MAX. */
enum status csv_open_large(struct csv *c, struct arena *a, struct slice bytes,
                           size_t bytes_max) WARN_UNUSED;

/* The next record, with LF or CRLF at its end. E_NOT_FOUND after the last one. E_INVALID: a quote
 * inside a plain cell, text after a closing quote, a quote never closed, a bare CR, an empty line,
 * more than CSV_CELLS_MAX cells; c->line says where, and reading goes on behind it. E_BUSY. */
enum status csv_next(struct csv *c, struct csv_row *row) WARN_UNUSED;

/* Reads the first record. E_INVALID unless it is exactly these names, parted by commas. */
enum status csv_header(struct csv *c, const char *names) WARN_UNUSED;

#endif
