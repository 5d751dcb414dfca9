/* password_test.c - which passwords are refused, and that the others are not. */
#include "app/domain/password.h"
#include "tests/test.h"

static const struct password_owner owner = {
    .email = "h.tanaka@example.jp",
    .phone = "+819012345678",
    .name = "田中 花子",
    .reading = "たなか はなこ",
    .display_name = "はなちゃん",
    .birth_date = "1990-01-31",
};

static const char *why(const char *password)
{
    return reason_text(password_why_not(password, &owner));
}

TEST(what_people_choose_first_is_refused)
{
    CHECK_TEXT(why("password"), "password.common");
    CHECK_TEXT(why("PassWord"), "password.common");
    CHECK_TEXT(why("12345678"), "password.common");
    CHECK_TEXT(why("87654321"), "password.common");
    CHECK_TEXT(why("abcdefghij"), "password.common");
    CHECK_TEXT(why("xyxyxyxyxy"), "password.common");
    CHECK_TEXT(why("あああああああああ"), "password.common");
    CHECK_TEXT(why("qwertyuiop"), "password.common");
    CHECK_TEXT(why("2024doraemon!"), "password.common");
    CHECK_TEXT(why("!!!!sunshine"), "password.common");
}

TEST(this_service_s_own_name_is_no_password)
{
    CHECK_TEXT(why("otagaiotagai"), "password.common");
    CHECK_TEXT(why("OTAGAI1234"), "password.common");
    CHECK_TEXT(why("おたがいさまです"), "password.common");
    CHECK(why("otagai-no-chikara-de") == NULL); /* enough of one's own around it */
}

TEST(what_a_neighbour_knows_about_you_is_no_password)
{
    CHECK_TEXT(why("H.Tanaka99"), "password.own_data");
    CHECK_TEXT(why("12345678x!"), "password.own_data");
    CHECK_TEXT(why("19900131"), "password.own_data");
    CHECK_TEXT(why("1990-01-31"), "password.own_data");
    CHECK_TEXT(why("田中花子田中花子"), "password.own_data");
    CHECK_TEXT(why("はなちゃんだよ!"), "password.own_data");
    CHECK(why("はなちゃんの長いひみつのことば") == NULL);
}

TEST(length_counts_in_characters_below_and_in_bytes_above)
{
    char text[300];

    CHECK_TEXT(why("Kx7#qZp"), "password.too_short");
    CHECK(why("Kx7#qZp9") == NULL);
    CHECK_TEXT(why("空色の傘と猫"), "password.too_short");
    CHECK(why("空色の傘と猫と雨") == NULL);
    for (int i = 0; i < 299; i++) {
        text[i] = (char)('a' + (i * i + 3 * i) % 23);
    }
    text[257] = '\0';
    CHECK_TEXT(why(text), "password.too_long");
    text[256] = '\0';
    CHECK(why(text) == NULL);
}

TEST(no_kind_of_character_is_demanded_and_nothing_is_forbidden)
{
    CHECK(why("korewanagaikotoba") == NULL);
    CHECK(why("83640917253") == NULL);
    CHECK(why("     .       ,") == NULL);
    CHECK(why("🐈🐕🐇🐢🐎🐄🐖🐓") == NULL);
}

TEST(an_owner_who_gave_nothing_is_no_obstacle)
{
    static const struct password_owner nobody = {0};

    CHECK(password_why_not("korewanagaikotoba", &nobody) == R_NONE);
}
