/* postal_file.h - Japan Post's postal codes (KEN_ALL.CSV, utf_ken_all.csv) read into addresses. */
#ifndef APP_DOMAIN_POSTAL_FILE_H
#define APP_DOMAIN_POSTAL_FILE_H

#include "app/base/csv.h"
#include "db/store/postal.h"

struct postal_file {
    const char *encoding;
    struct postal_row *rows; /* by code, prefecture, city and town, each once */
    int n;
    struct bad_line bad[CSV_BAD_LINES_MAX]; /* the first of them */
    int bad_n;                              /* all of them */
};

/* By code, prefecture, city and town. */
int postal_order(const struct postal_row *a, const struct postal_row *b);

/* Either encoding. A town that goes over several lines, its bracket open, is one; what stands in
 * brackets, "以下に掲載がない場合" and its kin say where a code does not end and are left out.
 * E_INVALID with out->bad, E_TOO_LARGE, E_BUSY as place_file_read. */
enum status postal_file_read(struct arena *a, struct slice file,
                             struct postal_file *out) WARN_UNUSED;

#endif
