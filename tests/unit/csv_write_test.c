/* csv_write_test.c - cells that a spreadsheet shows and never runs. */
#include "app/base/csv_write.h"
#include "tests/test.h"

static const char *cell(struct arena *a, const char *text)
{
    struct buf b;

    buf_init(&b, a, 200);
    csv_write_text(&b, text, true);
    return buf_done(&b);
}

TEST(what_would_be_a_formula_gets_an_apostrophe)
{
    struct arena *a = arena_open(1 << 20);

    CHECK_TEXT(cell(a, "=1+1"), "'=1+1\r\n");
    CHECK_TEXT(cell(a, "+81"), "'+81\r\n");
    CHECK_TEXT(cell(a, "-1"), "'-1\r\n");
    CHECK_TEXT(cell(a, "@SUM(A1)"), "'@SUM(A1)\r\n");
    CHECK_TEXT(cell(a, "\t=1"), "'\t=1\r\n");
    CHECK_TEXT(cell(a, "\r=1"), "\"'\r=1\"\r\n");
    CHECK_TEXT(cell(a, "a=1"), "a=1\r\n");
    arena_close(a);
}

TEST(what_would_end_a_cell_is_quoted)
{
    struct arena *a = arena_open(1 << 20);

    CHECK_TEXT(cell(a, "a,b"), "\"a,b\"\r\n");
    CHECK_TEXT(cell(a, "a\"b"), "\"a\"\"b\"\r\n");
    CHECK_TEXT(cell(a, "a\nb"), "\"a\nb\"\r\n");
    CHECK_TEXT(cell(a, "=\"x\""), "\"'=\"\"x\"\"\"\r\n");
    CHECK_TEXT(cell(a, ""), "\r\n");
    CHECK_TEXT(cell(a, NULL), "\r\n");
    arena_close(a);
}
