/* csv_write.h - writes comma-separated values (RFC 4180) that a spreadsheet shows and never runs.
 */
#ifndef APP_BASE_CSV_WRITE_H
#define APP_BASE_CSV_WRITE_H

#include "app/base/buf.h"

/* The byte order mark by which spreadsheets know UTF-8. */
void csv_write_bom(struct buf *b);
/* A cell, quoted where it must be. What begins with = + - @, a tab or a return would be a formula:
 * an apostrophe goes in front. NULL is empty. last: the record ends. */
void csv_write_text(struct buf *b, const char *text, bool last);
void csv_write_i64(struct buf *b, int64_t n, bool last);

#endif
