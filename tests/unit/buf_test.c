/* buf_test.c - growing texts: at the maximum, past it, and for ever after. */
#include "app/base/buf.h"
#include "tests/test.h"

#include <string.h>

TEST(an_empty_buffer_is_an_empty_text)
{
    struct buf b;

    buf_init(&b, NULL, 10);
    CHECK_TEXT(buf_done(&b), "");
}

TEST(a_buffer_holds_its_maximum_and_breaks_one_byte_later)
{
    struct arena *a = arena_open(4096);
    struct buf b;

    buf_init(&b, a, 5);
    buf_text(&b, "abc");
    buf_text(&b, "de");
    CHECK_TEXT(buf_done(&b), "abcde");
    buf_char(&b, 'f');
    CHECK(b.broken && buf_done(&b) == NULL);
    arena_close(a);
}

TEST(a_broken_buffer_stays_broken_even_for_what_would_fit)
{
    struct arena *a = arena_open(4096);
    struct buf b;

    buf_init(&b, a, 5);
    buf_text(&b, "abcdef");
    buf_text(&b, "a");
    buf_printf(&b, "%d", 1);
    buf_add(&b, "", 0);
    CHECK(buf_done(&b) == NULL);
    CHECK_I64(b.len, 0);
    arena_close(a);
}

TEST(a_print_past_the_maximum_breaks_the_buffer)
{
    struct arena *a = arena_open(4096);
    struct buf b;

    buf_init(&b, a, 5);
    buf_printf(&b, "%d", 12345);
    CHECK_TEXT(buf_done(&b), "12345");
    buf_printf(&b, "%s", "");
    CHECK_TEXT(buf_done(&b), "12345");
    buf_printf(&b, "%d", 6);
    CHECK(buf_done(&b) == NULL);
    arena_close(a);
}

TEST(a_buffer_grows_in_place_when_nothing_stands_behind_it)
{
    struct arena *a = arena_open(40000);
    struct buf b;

    buf_init(&b, a, 15000);
    for (int i = 0; i < 15000; i++) {
        buf_char(&b, (char)('a' + i % 26));
    }
    CHECK_I64(strlen(buf_done(&b)), 15000);
    CHECK(arena_used(a) < 15100);
    arena_close(a);
}

TEST(two_buffers_growing_in_turn_keep_their_bytes)
{
    struct arena *a = arena_open(100000);
    struct buf b, c;

    buf_init(&b, a, 3000);
    buf_init(&c, a, 3000);
    for (int i = 0; i < 3000; i++) {
        buf_char(&b, (char)('a' + i % 26));
        buf_char(&c, (char)('A' + i % 26));
    }
    CHECK(buf_done(&b) != NULL && buf_done(&c) != NULL);
    for (int i = 0; i < 3000; i++) {
        CHECK(b.data[i] == 'a' + i % 26 && c.data[i] == 'A' + i % 26);
    }
    arena_close(a);
}

TEST(nul_bytes_pass_through_a_buffer)
{
    struct arena *a = arena_open(4096);
    struct buf b;

    buf_init(&b, a, 10);
    buf_add(&b, "a\0b", 3);
    CHECK(buf_done(&b) != NULL);
    CHECK_I64(b.len, 3);
    CHECK(memcmp(b.data, "a\0b", 4) == 0);
    arena_close(a);
}

TEST(a_full_arena_breaks_the_buffer)
{
    struct arena *a = arena_open(128);
    struct buf b;

    buf_init(&b, a, 10000);
    for (int i = 0; i < 200; i++) {
        buf_char(&b, 'x');
    }
    CHECK(buf_done(&b) == NULL);
    CHECK_I64(b.len, 127);
    arena_close(a);
}
