/* csv_write.c - see csv_write.h. */
#include "app/base/csv_write.h"

#include <string.h>

void csv_write_bom(struct buf *b)
{
    buf_text(b, "\xEF\xBB\xBF");
}

static void end_cell(struct buf *b, bool last)
{
    buf_text(b, last ? "\r\n" : ",");
}

void csv_write_text(struct buf *b, const char *text, bool last)
{
    const char *t = text != NULL ? text : "";
    bool formula = *t != '\0' && strchr("=+-@\t\r", *t) != NULL;
    bool quoted = strpbrk(t, ",\"\r\n") != NULL;

    if (quoted) {
        buf_char(b, '"');
    }
    if (formula) {
        buf_char(b, '\'');
    }
    for (; *t != '\0'; t++) {
        buf_text(b, *t == '"' ? "\"" : "");
        buf_char(b, *t);
    }
    if (quoted) {
        buf_char(b, '"');
    }
    end_cell(b, last);
}

void csv_write_i64(struct buf *b, int64_t n, bool last)
{
    buf_printf(b, "%lld", (long long)n);
    end_cell(b, last);
}
