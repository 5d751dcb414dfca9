/* place_file_test.c - facilities and postal codes as they are really published: either encoding,
 * old and new names of columns, and everything that people type into a spreadsheet. */
#include "app/domain/place_file.h"
#include "app/domain/postal_file.h"
#include "tests/test.h"

#include <stdio.h>
#include <string.h>
#include <unicode/ucnv.h>

#define ARENA_BYTES (64 << 20)

static void close_arena(void *arg)
{
    arena_close(arg);
}

static struct arena *new_arena(void)
{
    struct arena *a = arena_open(ARENA_BYTES);

    CHECK(a != NULL);
    test_cleanup(close_arena, a);
    return a;
}

static struct slice text_of(const char *text)
{
    return (struct slice){(const uint8_t *)text, strlen(text)};
}

/* The text as a spreadsheet on Windows would save it. */
static struct slice cp932(struct arena *a, const char *text)
{
    int32_t room = (int32_t)strlen(text) * 2 + 1;
    char *out = arena_alloc(a, (size_t)room);
    UErrorCode error = U_ZERO_ERROR;
    int32_t n;

    CHECK(out != NULL);
    n = ucnv_convert("windows-31j", "UTF-8", out, room, text, (int32_t)strlen(text), &error);
    CHECK(U_SUCCESS(error));
    return (struct slice){(const uint8_t *)out, (size_t)n};
}

static const char new_header[] =
    "全国地方公共団体コード,ID,地方公共団体名,名称,名称_カナ,種別,所在地_連結表記,建物名等(方書),"
    "緯度,経度,収容定員,,備考,\r\n";

static const char *with_header(struct arena *a, const char *lines)
{
    return arena_printf(a, "%s%s", new_header, lines);
}

/* The only place of a file with that one line. */
static struct place_line one(struct arena *a, const char *line)
{
    struct place_file f;

    CHECK_STATUS(place_file_read(a, text_of(with_header(a, line)), &f), OK);
    CHECK_I64(f.n, 1);
    return f.rows[0];
}

TEST(a_facility_is_read_by_the_names_of_its_columns)
{
    struct place_line p = one(new_arena(), "131016,0000000001,千代田区,みどり保育園,ミドリ,"
                                           "認可保育所,東京都千代田区1-2,"
                                           "みどりビル2階,35.681236,139.767125,60,,,\r\n");

    CHECK_TEXT(p.key, "131016:0000000001");
    CHECK_TEXT(p.kind, "nursery");
    CHECK_TEXT(p.kind_text, "認可保育所");
    CHECK_TEXT(p.name, "みどり保育園");
    CHECK_TEXT(p.address, "東京都千代田区1-2 みどりビル2階");
    CHECK(p.has_cell);
    CHECK_I64(p.cell_x, 10762);
    CHECK_I64(p.cell_y, 3924);
    CHECK_I64(p.line, 2);
}

TEST(full_width_digits_trailing_spaces_and_quotes_say_the_same)
{
    struct place_line p = one(
        new_arena(), "\"１３１０１６\",０００１　,x,\" みどり\"\"保育園\"\"　\",,こども園 , "
                     "東京都千代田区1-2 ,,３５．６８１２３６ ,139.767125,約60名,,\"a\r\nb\",\r\n");

    CHECK_TEXT(p.key, "131016:0001");
    CHECK_TEXT(p.name, "みどり\"保育園\"");
    CHECK_TEXT(p.kind, "nursery");
    CHECK_TEXT(p.kind_text, "こども園");
    CHECK_TEXT(p.address, "東京都千代田区1-2");
    CHECK_I64(p.cell_x, 10762);
}

TEST(an_older_file_with_other_names_in_another_order_says_the_same)
{
    struct arena *a = new_arena();
    struct place_file f;

    CHECK_STATUS(
        place_file_read(a,
                        text_of("\xef\xbb\xbf名称,ＮＯ,都道府県コード又は市区町村コード,都道府県名,"
                                "市区町村名,住所,方書,種別\n"
                                "みどり児童館,7,28207,兵庫県,伊丹市,伊丹市千僧1-1,,児童館\n\n\x1a"),
                        &f),
        OK);
    CHECK_TEXT(f.encoding, "UTF-8");
    CHECK_I64(f.n, 1);
    CHECK_TEXT(f.rows[0].key, "28207:7");
    CHECK_TEXT(f.rows[0].kind, "other");
    CHECK_TEXT(f.rows[0].address, "伊丹市千僧1-1");
    CHECK(!f.rows[0].has_cell);
    CHECK_I64(f.without_cell, 1);
}

TEST(an_address_in_parts_is_put_together)
{
    struct arena *a = new_arena();
    struct place_file f;

    CHECK_STATUS(
        place_file_read(a,
                        text_of("全国地方公共団体コード,ID,名称,所在地_連結表記,所在地_都道府県,"
                                "所在地_市区町村,所在地_町字,所在地_番地以下\r\n"
                                "131016,1,園,,東京都,千代田区,丸の内,1-9-1\r\n"),
                        &f),
        OK);
    CHECK_TEXT(f.rows[0].address, "東京都千代田区丸の内1-9-1");
    CHECK_TEXT(f.rows[0].kind, "other"); /* it does not say */
}

TEST(a_file_of_windows_says_the_same_as_one_in_utf_8)
{
    struct arena *a = new_arena();
    const char *text =
        with_header(a, "131016,1,千代田区,みどり保育園,ﾐﾄﾞﾘ,保育所,髙橋町①-2,,,,,,,\r\n");
    struct place_file f, g;

    CHECK_STATUS(place_file_read(a, text_of(text), &f), OK);
    CHECK_STATUS(place_file_read(a, cp932(a, text), &g), OK);
    CHECK_TEXT(f.encoding, "UTF-8");
    CHECK_TEXT(g.encoding, "CP932");
    CHECK_TEXT(g.rows[0].name, f.rows[0].name);
    CHECK_TEXT(g.rows[0].address, "髙橋町①-2");
}

TEST(no_position_and_free_text_for_one_are_no_position)
{
    static const char *const positions[] = {",",          "不明,不明",      "35.6,",   ",139.7",
                                            "0,0",        "35度40分,139度", "135,35",  "35.1.2,139",
                                            "35.6,１39x", "91,139",         "35,180.1"};
    struct arena *a = new_arena();

    for (size_t i = 0; i < sizeof positions / sizeof *positions; i++) {
        struct place_line p =
            one(a, arena_printf(a, "131016,1,x,園,,,町1,,%s,,,,\r\n", positions[i]));

        if (p.has_cell) {
            test_fail(__FILE__, __LINE__, "a position: %s", positions[i]);
        }
    }
    CHECK(one(a, "131016,1,x,園,,,町1,,-35,-139.123456789,,,,\r\n").has_cell);
}

static const struct {
    const char *line, *why;
} bad_lines[] = {
    {",1,x,園,,,町1,,,,,,,", "no municipality code of 5 or 6 digits"},
    {"1310167,1,x,園,,,町1,,,,,,,", "no municipality code of 5 or 6 digits"},
    {"東京都,1,x,園,,,町1,,,,,,,", "no municipality code of 5 or 6 digits"},
    {"131016,,x,園,,,町1,,,,,,,", "no ID"},
    {"131016,一番,x,園,,,町1,,,,,,,", "no ID"},
    {"131016,1,x, 　,,,町1,,,,,,,", "no name, or a name that is too long"},
    {"131016,1,x,園,,,,,,,,,,", "no address, or one that is too long"},
    {"131016,1,x,園,,,町1", "fewer cells than the header"},
    {"131016,1,x,園,,,町1,,,,,,,,x", "more cells than the header"},
    {"131016,1,x,園\"の\",,,町1,,,,,,,", "not comma-separated values"},
};

TEST(each_way_to_be_bad_has_its_reason_and_its_line)
{
    struct arena *a = new_arena();
    struct place_file f;

    for (size_t i = 0; i < sizeof bad_lines / sizeof *bad_lines; i++) {
        const char *text =
            arena_printf(a, "131016,9,x,園,,,町1,,,,,,,\r\n%s\r\n", bad_lines[i].line);

        CHECK_STATUS(place_file_read(a, text_of(with_header(a, text)), &f), E_INVALID);
        CHECK_I64(f.bad_n, 1);
        CHECK_I64(f.bad[0].line, 3);
        CHECK_TEXT(f.bad[0].why, bad_lines[i].why);
    }
}

TEST(empty_lines_of_a_spreadsheet_are_nothing_and_every_bad_one_is_counted)
{
    struct arena *a = new_arena();
    struct place_file f;
    const char *text =
        "131016,1,x,園,,,町1,,,,,,,\r\n,,,,,,,,,,,,,\r\n131016,2,x,園,,,町2,,,,,,\r\n";

    CHECK_STATUS(place_file_read(a, text_of(with_header(a, text)), &f), OK);
    CHECK_I64(f.n, 2);
    text = "";
    for (int i = 0; i < CSV_BAD_LINES_MAX + 5; i++) {
        text = arena_printf(a, "%s131016,1,x,園,,,町1,,,,,,,\r\n", text);
    }
    CHECK_STATUS(place_file_read(a, text_of(with_header(a, text)), &f), E_INVALID);
    CHECK_I64(f.bad_n, CSV_BAD_LINES_MAX + 4);
    CHECK_I64(f.bad[0].line, 3);
    CHECK_TEXT(f.bad[0].why, "code and ID of a line before");
}

TEST(what_is_no_file_of_facilities_is_told_from_one)
{
    static const struct {
        const char *text, *why;
    } files[] = {
        {"", "no header"},
        {"date,name\n2026-01-01,x\n", "no column 全国地方公共団体コード"},
        {"全国地方公共団体コード,ID,名称,緯度\n131016,1,a,1\n", "no column 所在地_連結表記"},
        {"全国地方公共団体コード,ID,名称,住所\n", "no place in it"},
        {"全国地方公共団体コード,ID,名称,住所\n131016,1,\xff\xff,a\n", "neither UTF-8 nor CP932"},
    };
    struct arena *a = new_arena();
    struct place_file f;

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        CHECK_STATUS(place_file_read(a, text_of(files[i].text), &f), E_INVALID);
        CHECK_TEXT(f.bad[0].why, files[i].why);
    }
    CHECK_STATUS(place_file_read(a, (struct slice){(const uint8_t *)"a\nb\0c", 5}, &f), E_INVALID);
    CHECK_I64(f.bad[0].line, 2);
}

TEST(what_a_facility_calls_itself_says_its_kind)
{
    static const char *const kinds[][2] = {
        {"認可保育所", "nursery"},
        {"幼保連携型認定こども園", "nursery"},
        {"幼稚園", "nursery"},
        {"放課後児童クラブ", "other"},
        {"学童保育", "other"},
        {"児童館", "other"},
        {"小学校", "school"},
        {"特別支援学校", "school"},
        {"都市公園", "park"},
        {"地域子育て支援拠点", "other"},
        {"", "other"},
        {"体操教室", "lesson"},
    };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        CHECK_TEXT(place_kind_of(kinds[i][0]), kinds[i][1]);
    }
}

/* ---- postal codes ---- */

#define LINE(code, pref, city, town)                                                     \
    "13101,\"100  \",\"" code "\",\"ﾄｳｷｮｳﾄ\",\"ﾁﾖﾀﾞｸ\",\"ｶﾅ(1-2)\",\"" pref "\",\"" city \
    "\",\"" town "\",0,0,0,0,0,0\r\n"

static const char postal_text[] = LINE("1000000", "東京都", "千代田区", "以下に掲載がない場合")
    LINE("1020072", "東京都", "千代田区", "飯田橋") LINE(
        "0660005", "北海道", "千歳市", "協和（８８－２、２７１－１０、３４３－２、４０４－１、")
        LINE("0660005", "北海道", "千歳市", "４２７－３、４３１－１２）")
            LINE("0660005", "北海道", "千歳市", "協和（その他）")
                LINE("6020001", "京都府", "京都市上京区", "上善寺町")
                    LINE("6020001", "京都府", "京都市上京区", "下善寺町")
                        LINE("5220317", "滋賀県", "犬上郡多賀町", "一円")
                            LINE("1000301", "東京都", "利島村", "利島村一円")
                                LINE("3060433", "茨城県", "猿島郡境町", "境町の次に番地がくる場合");

static void check_town(const struct postal_row *row, const char *code, const char *city,
                       const char *town)
{
    CHECK_TEXT(row->code, code);
    CHECK_TEXT(row->city, city);
    CHECK_TEXT(row->town, town);
}

TEST(postal_codes_are_towns_whatever_the_file_says_about_their_corners)
{
    struct arena *a = new_arena();
    struct postal_file f;

    for (int i = 0; i < 2; i++) {
        struct slice text = i == 0 ? text_of(postal_text) : cp932(a, postal_text);

        CHECK_STATUS(postal_file_read(a, text, &f), OK);
        CHECK_TEXT(f.encoding, i == 0 ? "UTF-8" : "CP932");
        CHECK_I64(f.n, 8);
        check_town(&f.rows[0], "0660005", "千歳市", "協和");
        check_town(&f.rows[1], "1000000", "千代田区", "");
        check_town(&f.rows[2], "1000301", "利島村", "");
        check_town(&f.rows[3], "1020072", "千代田区", "飯田橋");
        check_town(&f.rows[4], "3060433", "猿島郡境町", "");
        check_town(&f.rows[5], "5220317", "犬上郡多賀町", "一円");
        check_town(&f.rows[6], "6020001", "京都市上京区", "上善寺町");
        check_town(&f.rows[7], "6020001", "京都市上京区", "下善寺町");
    }
}

TEST(bad_lines_of_postal_codes_are_all_named)
{
    static const char text[] = LINE("100000", "東京都", "千代田区", "a") LINE(
        "1000000", "", "千代田区", "a") "1,2,3\r\n" LINE("1000001", "東京都", "千代田区", "a（b")
        LINE("1000002", "東京都", "千代田区", "c") LINE("1000003", "東京都", "千代田区", "d（e");
    static const struct bad_line want[] = {
        {1, "no postal code of 7 digits"},
        {2, "no prefecture, city or town"},
        {3, "not 15 cells"},
        {5, "a bracket of the line before is not closed"},
        {6, "a bracket that is not closed"},
    };
    struct postal_file f;

    CHECK_STATUS(postal_file_read(new_arena(), text_of(text), &f), E_INVALID);
    CHECK_I64(f.bad_n, 5);
    for (int i = 0; i < 5; i++) {
        CHECK_I64(f.bad[i].line, want[i].line);
        CHECK_TEXT(f.bad[i].why, want[i].why);
    }
    CHECK_STATUS(postal_file_read(new_arena(), text_of(""), &f), E_INVALID);
    CHECK_TEXT(f.bad[0].why, "no postal code in it");
}
