/* arena_test.c - arenas: full, reset, aligned, zeroed. */
#include "app/base/arena.h"
#include "app/base/limits.h"
#include "tests/test.h"

#include <stdalign.h>
#include <string.h>

static bool all_zero(const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

TEST(an_arena_gives_every_byte_it_has_and_no_more)
{
    struct arena *a = arena_open(1024);

    CHECK(a != NULL);
    CHECK(arena_alloc(a, 1000) != NULL);
    CHECK(arena_alloc(a, 16) != NULL);
    CHECK(arena_alloc(a, 1) == NULL);
    CHECK_I64(arena_used(a), 1024);
    arena_close(a);
}

TEST(a_full_arena_refuses_and_works_again_after_a_reset)
{
    struct arena *a = arena_open(100000);
    int pieces = 0;

    while (arena_alloc(a, 1000) != NULL) {
        pieces++;
        CHECK(pieces <= 100);
    }
    CHECK(pieces >= 90);
    CHECK(arena_alloc(a, 100000) == NULL);
    arena_reset(a);
    CHECK_I64(arena_used(a), 0);
    CHECK(arena_alloc(a, 1000) != NULL);
    arena_close(a);
}

TEST(an_absurd_size_is_refused_without_overflow)
{
    struct arena *a = arena_open(1024 * 1024);

    CHECK(arena_alloc(a, SIZE_MAX) == NULL);
    CHECK(arena_alloc(a, SIZE_MAX - 8) == NULL);
    CHECK(arena_alloc(a, SIZE_MAX / 2 + 1) == NULL);
    CHECK(arena_strndup(a, "x", SIZE_MAX) == NULL);
    CHECK(arena_alloc(a, 1) != NULL);
    arena_close(a);
}

TEST(an_arena_of_nothing_gives_nothing)
{
    struct arena *a = arena_open(0);

    CHECK(a != NULL);
    CHECK(arena_alloc(a, 0) == NULL);
    CHECK(arena_alloc(a, 1) == NULL);
    arena_reset(a);
    arena_close(a);
    arena_close(NULL);
}

TEST(pieces_are_aligned_apart_and_zeroed_also_after_a_reset)
{
    struct arena *a = arena_open(1024 * 1024);

    for (int round = 0; round < 3; round++) {
        char *before = NULL;

        for (size_t n = 0; n < 200; n++) {
            char *piece = arena_alloc(a, n);

            CHECK(piece != NULL && piece != before);
            CHECK((uintptr_t)piece % alignof(max_align_t) == 0);
            CHECK(all_zero(piece, n));
            memset(piece, 0xa5, n);
            before = piece;
        }
        arena_reset(a);
    }
    arena_close(a);
}

TEST(a_reset_keeps_the_first_block)
{
    struct arena *a = arena_open(1024 * 1024);
    char *first = arena_alloc(a, 100);

    CHECK(arena_alloc(a, 500000) != NULL);
    arena_reset(a);
    CHECK(arena_alloc(a, 100) == first);
    arena_close(a);
}

TEST(a_piece_larger_than_a_block_gets_a_block_of_its_own)
{
    struct arena *a = arena_open(10 * ARENA_BLOCK_BYTES);
    char *big = arena_alloc(a, 8 * ARENA_BLOCK_BYTES);

    CHECK(big != NULL);
    memset(big, 1, 8 * ARENA_BLOCK_BYTES);
    CHECK(all_zero(arena_alloc(a, 100), 100));
    arena_close(a);
}

TEST(only_the_newest_piece_can_be_extended)
{
    struct arena *a = arena_open(1024);
    char *one = arena_alloc(a, 10), *two;

    memset(one, 7, 10);
    CHECK(arena_extend(a, one, 10, 100));
    CHECK(one[9] == 7 && all_zero(one + 10, 90));
    CHECK_I64(arena_used(a), 112);
    two = arena_alloc(a, 20);
    CHECK(!arena_extend(a, one, 100, 101 + 16));
    CHECK(arena_extend(a, two, 20, 1024 - 112));
    CHECK(!arena_extend(a, two, 1024 - 112, 1024));
    CHECK(!arena_extend(a, two, 1024 - 112, SIZE_MAX));
    CHECK(arena_alloc(a, 1) == NULL);
    arena_close(a);
}

TEST(copies_of_text_keep_their_length_and_end_with_a_nul)
{
    struct arena *a = arena_open(4096);
    char *copy = arena_strndup(a, "ab\0cd", 5);

    CHECK(memcmp(copy, "ab\0cd", 6) == 0);
    CHECK_TEXT(arena_strdup(a, ""), "");
    CHECK_TEXT(arena_strndup(a, "abc", 2), "ab");
    CHECK_TEXT(arena_strndup(a, NULL, 0), "");
    CHECK_TEXT(arena_printf(a, "%s_%03d", "bk", 7), "bk_007");
    CHECK(arena_printf(a, "%5000d", 1) == NULL);
    arena_close(a);
}
