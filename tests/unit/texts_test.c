/* texts_test.c - the catalogue: every reason in every language, places filled once. */
#include "app/domain/reasons.h"
#include "app/domain/texts.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

static void close_arena(void *a)
{
    arena_close(a);
}

static struct arena *small_arena(size_t bytes)
{
    struct arena *a = arena_open(bytes);

    CHECK(a != NULL);
    test_cleanup(close_arena, a);
    return a;
}

TEST(every_reason_has_words_in_every_language)
{
    static const char *const locales[] = {"ja", "en", "ja-easy"};

    for (int r = R_NONE + 1; r < REASON_COUNT; r++) {
        char key[100];

        snprintf(key, sizeof key, "reason.%s", reason_text((enum reason)r));
        for (int i = 0; i < 3; i++) {
            const char *text = text_of(locales[i], key);

            if (text == NULL || text[0] == '\0') {
                test_fail(__FILE__, __LINE__, "%s has no words in %s", key, locales[i]);
            }
        }
    }
}

TEST(the_languages_differ_and_an_unknown_one_reads_japanese)
{
    const char *ja = text_of("ja", "date.weekday.3");

    CHECK_TEXT(ja, "水");
    CHECK_TEXT(text_of("en", "date.weekday.3"), "Wed");
    CHECK_TEXT(text_of("ja-easy", "date.weekday.3"), "水曜日");
    CHECK_TEXT(text_of("fr", "date.weekday.3"), ja);
    CHECK_TEXT(text_of("", "date.weekday.3"), ja);
}

TEST(the_first_and_the_last_key_are_found_and_others_are_not)
{
    CHECK(text_of("ja", "date.day") != NULL);
    CHECK(text_of("ja", "sms.overdue") != NULL);
    CHECK(text_of("ja", "") == NULL);
    CHECK(text_of("ja", "date") == NULL);
    CHECK(text_of("ja", "date.day.") == NULL);
    CHECK(text_of("ja", "zzz") == NULL);
}

TEST(a_place_is_filled_once_and_a_value_is_not_read_as_a_text)
{
    struct arena *a = small_arena(64 * 1024);
    const struct text_pair pairs[] = {
        {"day", "月{link}曜"}, {"da", "x"}, {"link", "L"}, {NULL, NULL}};

    CHECK_TEXT(text_fill(a, "{day}:{da}{link}!", pairs), "月{link}曜:xL!");
    CHECK_TEXT(text_fill(a, "", pairs), "");
    CHECK_TEXT(text_fill(a, "plain", pairs), "plain");
}

TEST(a_text_that_does_not_fit_is_none)
{
    struct arena *a = small_arena(64 * 1024);
    char *huge = arena_alloc(a, 20000);
    struct text_pair pairs[] = {{"x", huge}, {NULL, NULL}};

    CHECK(huge != NULL);
    memset(huge, 'a', 19999);
    CHECK(text_fill(a, "{x}", pairs) == NULL);
}
