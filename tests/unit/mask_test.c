/* mask_test.c - what of a text is shown before the first job. */
#include "app/domain/mask.h"
#include "app/domain/phrase.h"
#include "tests/test.h"

#include <string.h>

static void close_arena(void *a)
{
    arena_close(a);
}

static struct arena *new_arena(void)
{
    struct arena *a = arena_open(1 << 20);

    CHECK(a != NULL);
    test_cleanup(close_arena, a);
    return a;
}

struct sample {
    const char *said, *shown;
};

TEST(numbers_and_addresses_are_hidden_however_they_are_written)
{
    static const struct sample samples[] = {
        {"090-1234-5678", "****"},
        {"電話は09012345678です", "電話は****です"},
        {"０９０－１２３４－５６７８まで", "****まで"},
        {"〇九〇一二三四五六七八", "****"},
        {"(03) 1234 5678 へ", "(**** へ"},
        {"+81 90 1234 5678", "+****"},
        {"0 9 0 1 2 3 4 5 6 7 8", "****"},
        {"090・1234・5678", "****"},
        {"0901234 5678。ID 12", "****。ID 12"},
        {"hanako@example.jp です", "**** です"},
        {"hanako.s+a@sub.example.co.jpとyuki＠example.jp", "****と****"},
        {"2026-11-25 090-1234-5678", "2026-11-25 ****"},
        {"a090-1234-5678b", "a****b"},
    };
    struct arena *a = new_arena();

    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        bool masked;
        const char *shown = mask_contacts(a, samples[i].said, &masked);

        CHECK(masked);
        CHECK(strstr(shown, "****") != NULL && strstr(shown, "1234") == NULL &&
              strstr(shown, "example") == NULL);
        CHECK_TEXT(shown, samples[i].shown);
    }
}

TEST(times_dates_prices_and_postal_codes_are_shown_as_they_are)
{
    static const char *const samples[] = {
        "",
        "16:30から18:00まで",
        "2026-11-25 16:30",
        "2026-11-25 16",
        "2026.11.25 18",
        "664-0858 伊丹市",
        "12,000円、3人、100-200",
        "@yuki",
        "a @ b",
        "5 - 6 - 7",
        "一二三四五六七八九",
        "\xf0\x9f\x98\x80 あした 4時",
    };
    struct arena *a = new_arena();

    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        bool masked = true;

        CHECK(mask_contacts(a, samples[i], &masked) == samples[i]);
        CHECK(!masked);
    }
}

TEST(a_masked_phone_shows_its_head_and_its_tail)
{
    struct arena *a = new_arena();

    CHECK_TEXT(mask_phone(a, "+819012345678"), "090-****-5678");
    CHECK_TEXT(mask_phone(a, "+4915112345678"), "+49-****-5678");
    CHECK_TEXT(mask_phone(a, "+1234"), "+12-****-****");
    CHECK_TEXT(mask_phone_off(a, "+819012345678"), "090-1234-5678");
    CHECK_TEXT(mask_phone_off(a, "+4915112345678"), "+4915112345678");
}

TEST(a_set_phrase_is_known_by_its_key_alone)
{
    CHECK(phrase_known("late_10"));
    CHECK(!phrase_known("late_"));
    CHECK(!phrase_known(""));
    CHECK(!phrase_known("title")); /* a label of the card */
    for (int i = 0; phrase_keys[i] != NULL; i++) {
        CHECK(i == 0 || strcmp(phrase_keys[i - 1], phrase_keys[i]) < 0);
        CHECK(phrase_known(phrase_keys[i]));
    }
}
