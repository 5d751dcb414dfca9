/* text_test.c - hostile text, and what people really type. */
#include "app/base/limits.h"
#include "app/base/text.h"
#include "tests/test.h"

#include <string.h>

static struct arena *arena;

static enum status clean(const char *raw, size_t len, const char **out)
{
    arena_close(arena);
    arena = arena_open(1024 * 1024);
    *out = NULL;
    return text_clean(arena, raw, len, 1, 10, false, out);
}

static void check_refused(const char *raw, size_t len)
{
    const char *out;

    if (clean(raw, len, &out) != E_INVALID || out != NULL) {
        test_fail(__FILE__, __LINE__, "\"%s\" was taken for a text", raw);
    }
}

static void check_clean(const char *raw, const char *want)
{
    const char *out;

    CHECK_STATUS(clean(raw, strlen(raw), &out), OK);
    CHECK_TEXT(out, want);
}

static const char *const not_utf8[] = {
    "\x80", /* a lone continuation */
    "\xbf",
    "\xc0\xaf", /* overlong '/' */
    "\xc1\xbf",
    "\xe0\x80\xaf",
    "\xe0\x9f\xbf",
    "\xf0\x80\x80\xaf",
    "\xf0\x8f\xbf\xbf",
    "\xc0\x80",     /* overlong NUL */
    "\xed\xa0\x80", /* surrogates */
    "\xed\xbf\xbf",
    "\xed\xa0\xbd\xed\xb8\x80",
    "\xf4\x90\x80\x80", /* above U+10FFFF */
    "\xf5\x80\x80\x80",
    "\xf8\x88\x80\x80\x80",
    "\xfe",
    "\xff",
    "\xc3", /* cut off */
    "\xe3\x81",
    "\xf0\x9f\x98",
    "\xe3\x81\x61",
    "\xc3(",
    "ok\xff",
};

TEST(bytes_that_are_no_utf8_are_refused)
{
    for (size_t i = 0; i < sizeof not_utf8 / sizeof *not_utf8; i++) {
        CHECK(!utf8_valid(not_utf8[i], strlen(not_utf8[i])));
        check_refused(not_utf8[i], strlen(not_utf8[i]));
    }
}

TEST(the_edges_of_utf8_are_valid)
{
    static const char *const good[] = {"",
                                       "\x7f",
                                       "\xc2\x80",
                                       "\xdf\xbf",
                                       "\xe0\xa0\x80",
                                       "\xed\x9f\xbf",
                                       "\xee\x80\x80",
                                       "\xef\xbf\xbd",
                                       "\xf0\x90\x80\x80",
                                       "\xf4\x8f\xbf\xbd"};

    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        CHECK(utf8_valid(good[i], strlen(good[i])));
    }
    CHECK(utf8_valid("a\0b", 3));
    CHECK(!utf8_valid("\xe3\x81\x82", 2));
}

TEST(a_code_point_is_counted_once_however_many_bytes_it_has)
{
    CHECK_I64(utf8_length(""), 0);
    CHECK_I64(utf8_length("aé迎😀"), 4);
}

TEST(a_bad_byte_moves_the_reader_by_one)
{
    const char *text = "\xe3\x81x\xff";
    size_t i = 0;

    CHECK_I64(utf8_next(text, 4, &i), -1);
    CHECK_I64(utf8_next(text, 4, &i), -1);
    CHECK_I64(utf8_next(text, 4, &i), 'x');
    CHECK_I64(utf8_next(text, 4, &i), -1);
    CHECK_I64(i, 4);
}

TEST(control_characters_and_nul_bytes_are_refused)
{
    static const char *const bad[] = {"a\x01z", "a\x1bz", "a\x7fz", "a\xc2\x85z", "a\xc2\x9bz",
                                      "a\nz",   "a\tz",   "a\r\nz", "\x08",       "a\n"};

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        check_refused(bad[i], strlen(bad[i]));
    }
    check_refused("a\0b", 3);
    check_refused("a\0", 2);
    check_refused("\0", 1);
}

TEST(characters_that_turn_the_reading_direction_around_are_refused)
{
    check_refused("a\u202ez", strlen("a\u202ez"));
    check_refused("a\u202az", strlen("a\u202az"));
    check_refused("a\u2066z", strlen("a\u2066z"));
    check_refused("a\u2028z", strlen("a\u2028z"));
    check_refused("a\xef\xbf\xbfz", 5);
    check_refused("a\xef\xb7\x90z", 5);
}

TEST(lines_and_tabs_pass_where_lines_are_allowed)
{
    struct arena *a = arena_open(4096);
    const char *out;

    CHECK_STATUS(text_clean(a, "a\n\tb\n", 5, 1, 10, true, &out), OK);
    CHECK_TEXT(out, "a\n\tb");
    CHECK_STATUS(text_clean(a, "a\r\nb", 4, 1, 10, true, &out), E_INVALID);
    CHECK_STATUS(text_clean(a, "\n\n", 2, 1, 10, true, &out), E_INVALID);
    arena_close(a);
}

TEST(white_space_of_every_width_is_trimmed_at_both_ends)
{
    check_clean("  花子\u3000", "花子");
    check_clean("\u3000 \u00a0花 子\u200b\ufeff", "花 子");
    check_clean(" a b ", "a b");
}

TEST(a_text_with_nothing_to_see_is_empty)
{
    static const char *const blank[] = {
        "",       " ",     "\u3000\u3000", "\u200b", "\ufeff", "\u2060\u00ad", "\u200d\u200d",
        "\u3164", "\ufe0f"};
    struct arena *a = arena_open(4096);
    const char *out;

    for (size_t i = 0; i < sizeof blank / sizeof *blank; i++) {
        check_refused(blank[i], strlen(blank[i]));
        CHECK_STATUS(text_clean(a, blank[i], strlen(blank[i]), 0, 10, false, &out), OK);
        CHECK_TEXT(out, "");
    }
    arena_close(a);
}

TEST(text_is_brought_into_its_composed_form)
{
    check_clean("e\u0301", "\u00e9");
    check_clean("か\u3099き\u3099", "がぎ");
    check_clean("\u1112\u1161\u11ab", "\ud55c");
    check_clean("\u212b", "\u00c5");
    check_clean("a\u0323\u0302", "\u1ead");
    check_clean("a\u0302\u0323", "\u1ead");
}

TEST(an_emoji_of_many_parts_stays_whole)
{
    check_clean("👨‍👩‍👧 ❤️", "👨‍👩‍👧 ❤️");
}

TEST(the_length_is_counted_after_composing_and_trimming)
{
    struct arena *a = arena_open(65536);
    const char *out;

    check_clean("0123456789", "0123456789");
    check_clean("  0123456789  ", "0123456789");
    check_refused("01234567890", 11);
    check_clean("ががががががががが\u304b\u3099", "がががががががががが");
    check_refused("あいうえおかきくけこさ", strlen("あいうえおかきくけこさ"));
    CHECK_STATUS(text_clean(a, "ab", 2, 3, 10, false, &out), E_INVALID);
    CHECK_STATUS(text_clean(a, "a\u0301b", 4, 3, 10, false, &out), E_INVALID);
    CHECK_STATUS(text_clean(a, "abc", 3, 3, 10, false, &out), OK);
    arena_close(a);
}

TEST(the_composed_form_may_be_longer_than_what_came_in)
{
    struct arena *a = arena_open(65536);
    const char *out;

    /* U+0958 is excluded from composition: one code point becomes two. U+FB2C becomes three. */
    CHECK_STATUS(text_clean(a, "\u0958", 3, 1, 1, false, &out), E_INVALID);
    CHECK_STATUS(text_clean(a, "\ufb2c", 3, 3, 3, false, &out), OK);
    CHECK_TEXT(out, "\u05e9\u05bc\u05c1");
    arena_close(a);
}

TEST(a_text_that_the_arena_can_not_hold_is_busy_not_wrong)
{
    struct arena *a = arena_open(16);
    const char *out = NULL;

    CHECK_STATUS(text_clean(a, "0123456789abcdef", 16, 1, 100, false, &out), E_BUSY);
    CHECK_STATUS(text_clean(a, "ががががが", 15, 1, 100, false, &out), E_BUSY);
    CHECK(out == NULL);
    arena_close(a);
}

static enum status email(const char *raw, const char **out)
{
    arena_close(arena);
    arena = arena_open(65536);
    *out = NULL;
    return email_clean(arena, raw, out);
}

TEST(mail_addresses_that_people_have_are_kept)
{
    const char *out;

    CHECK_STATUS(email("  Hanako.Sato+kids@Example.CO.JP ", &out), OK);
    CHECK_TEXT(out, "Hanako.Sato+kids@example.co.jp");
    CHECK_STATUS(email("taro..y.@docomo.ne.jp", &out), OK);
    CHECK_TEXT(out, "taro..y.@docomo.ne.jp");
    CHECK_STATUS(email("a@xn--wgv71a119e.jp", &out), OK);
    CHECK_STATUS(email("o'brien_1@a-b.c1.org", &out), OK);
}

TEST(what_is_no_mail_address_is_refused)
{
    static const char *const bad[] = {
        "",
        "@",
        "a",
        "a@",
        "@example.org",
        "a@b",
        "a@@example.org",
        "a@b@example.org",
        "a b@example.org",
        "a@exa mple.org",
        "a@.org",
        "a@example.",
        "a@example..org",
        "a@-example.org",
        "a@example-.org",
        "a@127.0.0.1",
        "a@[127.0.0.1]",
        "<a@example.org>",
        "a@example.org>",
        "\"a\"@example.org",
        "a@example.org\n",
        "a@example.org\r\nRCPT TO:<b@example.org>",
        "a\t@example.org",
        "あ@example.org",
        "a@例え.jp",
        "a@example.org,b@example.org",
    };
    const char *out;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (email(bad[i], &out) != E_INVALID || out != NULL) {
            test_fail(__FILE__, __LINE__, "\"%s\" was taken for an address", bad[i]);
        }
    }
}

/* local@label.label. ... .org with the given lengths. */
static void build_email(char *to, size_t local, size_t domain)
{
    memset(to, 'a', local);
    to[local] = '@';
    for (size_t i = 0; i < domain; i++) {
        to[local + 1 + i] = i % 50 == 49 ? '.' : 'b';
    }
    to[local + 1 + domain] = '\0';
}

TEST(mail_addresses_have_the_lengths_of_the_rfc)
{
    char text[400];
    const char *out;

    build_email(text, 64, 189);
    CHECK_I64(strlen(text), EMAIL_BYTES_MAX);
    CHECK_STATUS(email(text, &out), OK);
    build_email(text, 64, 190);
    CHECK_STATUS(email(text, &out), E_INVALID);
    build_email(text, 65, 100);
    CHECK_STATUS(email(text, &out), E_INVALID);
    memset(text, 'b', 70);
    memcpy(text, "a@", 2);
    memcpy(text + 65, ".org", 5);
    CHECK_STATUS(email(text, &out), OK);
    memset(text, 'b', 70);
    memcpy(text, "a@", 2);
    memcpy(text + 66, ".org", 5);
    CHECK_STATUS(email(text, &out), E_INVALID);
}

static enum status phone(const char *raw, const char **out)
{
    arena_close(arena);
    arena = arena_open(65536);
    *out = NULL;
    return phone_clean(arena, raw, out);
}

TEST(japanese_numbers_are_understood_however_they_are_written)
{
    static const char *const forms[] = {"090-1234-5678",
                                        "09012345678",
                                        "090 1234 5678",
                                        "０９０－１２３４－５６７８",
                                        "090ー1234ー5678",
                                        "(090)1234-5678",
                                        "０９０（１２３４）５６７８",
                                        "+819012345678",
                                        "+81 90-1234-5678",
                                        "+81 (0)90-1234-5678",
                                        "＋８１　９０　１２３４　５６７８",
                                        "090‐1234‐5678",
                                        " 090.1234.5678 ",
                                        "090−1234−5678"};
    const char *out;

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (phone(forms[i], &out) != OK || strcmp(out, "+819012345678") != 0) {
            test_fail(__FILE__, __LINE__, "\"%s\" was not understood", forms[i]);
        }
    }
    CHECK_STATUS(phone("03-1234-5678", &out), OK);
    CHECK_TEXT(out, "+81312345678");
    CHECK_STATUS(phone("050-1234-5678", &out), OK);
    CHECK_STATUS(phone("0120-123-456", &out), OK);
}

TEST(numbers_of_other_countries_need_their_code)
{
    const char *out;

    CHECK_STATUS(phone("+49 30 1234567", &out), OK);
    CHECK_TEXT(out, "+49301234567");
    CHECK_STATUS(phone("+1 (212) 555-0100", &out), OK);
    CHECK_TEXT(out, "+12125550100");
    CHECK_STATUS(phone("+123456789012345", &out), OK);
    CHECK_STATUS(phone("12125550100", &out), E_INVALID);
}

TEST(what_is_no_phone_number_is_refused)
{
    static const char *const bad[] = {
        "",
        "+",
        "0",
        "+81",
        "+810",
        "090-1234-567",
        "03-1234-567",
        "03-1234-56789",
        "0901234567890",
        "+8190123456789",
        "+0901234567",
        "00819012345678",
        "+8100901234567",
        "++819012345678",
        "090+12345678",
        "090-1234-567a",
        "090-1234-5678 ext 3",
        "119",
        "110",
        "+1234567",
        "+1234567890123456",
        "1234567890123456789012345678901234567890",
        "０９０－１２３４－５６７八",
        "090\n12345678",
        "090\37712345678",
    };
    const char *out;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (phone(bad[i], &out) != E_INVALID || out != NULL) {
            test_fail(__FILE__, __LINE__, "\"%s\" was taken for a number", bad[i]);
        }
    }
}

TEST(a_phone_number_among_endless_separators_is_not_searched_for)
{
    char raw[200];
    const char *out;

    memset(raw, '-', sizeof raw);
    memcpy(raw + 117, "09012345678", 12);
    CHECK_STATUS(phone(raw, &out), OK);
    memset(raw, '-', sizeof raw);
    memcpy(raw + 118, "09012345678", 12);
    CHECK_STATUS(phone(raw, &out), E_INVALID);
}

TEST(whole_numbers_have_one_form_and_64_bits)
{
    static const char *const bad[] = {"",
                                      "-",
                                      "+1",
                                      "01",
                                      "-0",
                                      "00",
                                      " 1",
                                      "1 ",
                                      "1.0",
                                      "1e3",
                                      "0x1",
                                      "１",
                                      "--1",
                                      "1-",
                                      "9223372036854775808",
                                      "-9223372036854775809",
                                      "99999999999999999999",
                                      "1\n"};
    int64_t out = 42;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (int64_parse(bad[i], &out) != E_INVALID || out != 42) {
            test_fail(__FILE__, __LINE__, "\"%s\" was taken for a number", bad[i]);
        }
    }
    CHECK_STATUS(int64_parse("9223372036854775807", &out), OK);
    CHECK_I64(out, INT64_MAX);
    CHECK_STATUS(int64_parse("-9223372036854775808", &out), OK);
    CHECK_I64(out, INT64_MIN);
    CHECK_STATUS(int64_parse("0", &out), OK);
    CHECK_I64(out, 0);
    CHECK_STATUS(int64_parse("-1", &out), OK);
    CHECK_I64(out, -1);
}
