/* holiday.h - the public holidays in a community's calendar: imported from a file, asked for by the
 * tariff, watched so that they do not run out. */
#ifndef APP_DOMAIN_HOLIDAY_H
#define APP_DOMAIN_HOLIDAY_H

#include "app/base/csv.h"
#include "app/domain/ctx.h"
#include "app/domain/tariff_bands.h"
#include "db/store/holiday.h"

/* Staff are told when fewer months than this remain. */
#define HOLIDAY_MONTHS_WARN 12

struct holiday_file {
    struct holiday_row *rows; /* in rising order of day */
    int n;
    struct bad_line bad[CSV_BAD_LINES_MAX]; /* the first of them */
    int bad_n;
};

/* Reads "date,name_ja,name_en,source" lines: real dates in rising order, each once, names and
 * source not empty, one source in the whole file. E_INVALID when a line is bad (out->bad names
 * them) or there is no line at all; E_TOO_LARGE. Rows live in the arena. */
enum status holiday_parse(struct arena *a, struct slice file, struct holiday_file *out) WARN_UNUSED;

struct holiday_import {
    struct holiday_file file;
    int added, changed, removed; /* all 0 when it was imported before */
};

/* Brings the file into the community's calendar, all or nothing, in a transaction of its own.
 * Between its first and its last day the file is the truth about its source (its first word; what
 * follows is the edition): days that this source named before and no longer names go; a day that
 * another source named keeps its row.
 * E_INVALID as holiday_parse; E_NOT_FOUND for no such community. */
enum status holiday_import(struct ctx *x, int64_t community_id, struct slice file,
                           struct holiday_import *out) WARN_UNUSED;

/* The holidays with from_day <= day < until_day, in an open transaction; days in the arena. */
enum status holiday_days(struct ctx *x, int64_t community_id, int64_t from_day, int64_t until_day,
                         struct day_set *out) WARN_UNUSED;

/* Whole months from today, in the community's zone, to the end of the last year of which a holiday
 * is known (a calendar knows whole years); 0 when none is. In an open transaction. */
enum status holiday_months_left(struct ctx *x, int64_t community_id, const char *zone,
                                int *months) WARN_UNUSED;

#endif
