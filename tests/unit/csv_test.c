/* csv_test.c - a file is read exactly or its bad lines are named. */
#include "app/base/csv.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct arena *arena;

static void close_arena(void *arg)
{
    arena_close(arg);
}

static struct csv over(const char *text)
{
    struct csv c;

    arena = arena_open(4 * CSV_BYTES_MAX);
    CHECK(arena != NULL);
    test_cleanup(close_arena, arena);
    CHECK_STATUS(csv_open(&c, arena, (struct slice){(const uint8_t *)text, strlen(text)}), OK);
    return c;
}

TEST(csv_cells_come_as_written)
{
    struct csv c = over("\xef\xbb\xbf"
                        "a,b\r\n元日,\"New \"\"Year\"\"\nDay\"\n,\n\"x\",y");
    struct csv_row row;

    CHECK_STATUS(csv_header(&c, "a,b"), OK);
    CHECK_STATUS(csv_next(&c, &row), OK);
    CHECK_I64(row.n, 2);
    CHECK_TEXT(row.cell[0], "元日");
    CHECK_TEXT(row.cell[1], "New \"Year\"\nDay");
    CHECK_I64(c.line, 2);
    CHECK_STATUS(csv_next(&c, &row), OK);
    CHECK_I64(row.n, 2);
    CHECK_TEXT(row.cell[1], "");
    CHECK_I64(c.line, 4);
    CHECK_STATUS(csv_next(&c, &row), OK);
    CHECK_TEXT(row.cell[0], "x");
    CHECK_TEXT(row.cell[1], "y");
    CHECK_STATUS(csv_next(&c, &row), E_NOT_FOUND);
    CHECK_STATUS(csv_next(&c, &row), E_NOT_FOUND);
}

TEST(csv_that_is_not_quite_csv_is_refused_and_reading_goes_on_behind_it)
{
    static const char *const bad[] = {"a\"b,c", "\"a\"b", "a\rb", "", "\r", "a,\"b\" ,c"};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[64];
        struct csv c;
        struct csv_row row;

        snprintf(text, sizeof text, "first\n%s\nlast\n", bad[i]);
        c = over(text);
        CHECK_STATUS(csv_next(&c, &row), OK);
        CHECK_STATUS(csv_next(&c, &row), E_INVALID);
        CHECK_I64(c.line, 2);
        CHECK_STATUS(csv_next(&c, &row), OK);
        CHECK_TEXT(row.cell[0], "last");
        CHECK_I64(c.line, 3);
        CHECK_STATUS(csv_next(&c, &row), E_NOT_FOUND);
    }
}

TEST(csv_with_a_quote_never_closed_ends_there)
{
    struct csv c = over("a\n\"b\nc\nd");
    struct csv_row row;

    CHECK_STATUS(csv_next(&c, &row), OK);
    CHECK_STATUS(csv_next(&c, &row), E_INVALID);
    CHECK_I64(c.line, 2);
    CHECK_STATUS(csv_next(&c, &row), E_NOT_FOUND);
}

TEST(csv_knows_its_header_exactly)
{
    static const char *const bad[] = {"", "a\n", "a,b,c\n", "b,a\n", "a,bb\n", "a, b\n", "A,b\n"};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct csv c = over(bad[i]);

        CHECK_STATUS(csv_header(&c, "a,b"), E_INVALID);
    }
}

TEST(csv_too_wide_too_long_or_not_text_is_refused)
{
    char *big = malloc(CSV_BYTES_MAX + 1);
    char wide[CSV_CELLS_MAX + 2];
    struct csv c;
    struct csv_row row;

    CHECK(big != NULL);
    test_cleanup(free, big);
    memset(wide, ',', CSV_CELLS_MAX + 1);
    wide[CSV_CELLS_MAX - 1] = '\0';
    c = over(wide);
    CHECK_STATUS(csv_next(&c, &row), OK);
    CHECK_I64(row.n, CSV_CELLS_MAX);
    wide[CSV_CELLS_MAX - 1] = ',';
    wide[CSV_CELLS_MAX] = '\0';
    c = over(wide);
    CHECK_STATUS(csv_next(&c, &row), E_INVALID);

    memset(big, 'x', CSV_BYTES_MAX + 1);
    CHECK_STATUS(csv_open(&c, arena, (struct slice){(uint8_t *)big, CSV_BYTES_MAX + 1}),
                 E_TOO_LARGE);
    CHECK_STATUS(csv_open(&c, arena, (struct slice){(uint8_t *)big, CSV_BYTES_MAX}), OK);
    CHECK_STATUS(csv_open(&c, arena, (struct slice){(const uint8_t *)"a\0b", 3}), E_INVALID);
    CHECK_STATUS(csv_open(&c, arena, (struct slice){(const uint8_t *)"\xff\xfe", 2}), E_INVALID);
    CHECK_STATUS(csv_open(&c, arena, (struct slice){NULL, 0}), OK);
    CHECK_STATUS(csv_next(&c, &row), E_NOT_FOUND);
}
