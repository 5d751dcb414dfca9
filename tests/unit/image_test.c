/* image_test.c - what a picture says of itself before anybody decodes it, and its way through the
 * worker. */
#include "app/base/image.h"
#include "app/base/limits.h"
#include "app/base/photo.h"
#include "app/photo_decode.h"
#include "tests/picture.h"
#include "tests/test.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#ifndef OTAGAI_BINARY
#define OTAGAI_BINARY "build/otagai"
#endif

static void close_arena(void *a)
{
    arena_close(a);
}

static struct arena *new_arena(void)
{
    struct arena *a = arena_open(64 << 20);

    CHECK(a != NULL);
    test_cleanup(close_arena, a);
    return a;
}

static struct slice text(const char *t, size_t len)
{
    return (struct slice){(const uint8_t *)t, len};
}
#define BYTES(literal) text(literal, sizeof literal - 1)

static void close_desk(void *d)
{
    photo_desk_close(d);
}

static struct photo_desk *new_desk(struct arena *a, const char *program)
{
    struct photo_desk *d = arena_alloc(a, sizeof *d);

    CHECK(d != NULL);
    CHECK_STATUS(photo_desk_open(d, program, PHOTO_WORKERS_MAX), OK);
    test_cleanup(close_desk, d);
    return d;
}

TEST(a_type_is_told_by_magic_bytes_and_a_size_by_the_header)
{
    struct arena *a = new_arena();
    struct slice jpeg = picture_jpeg(a, 123, 45, false), png = picture_png(a, 67, 89);
    struct slice webp = picture_webp(a, 33, 44);
    struct image_size size;

    CHECK_I64(image_type_of(jpeg), IMAGE_JPEG);
    CHECK_I64(image_type_of(png), IMAGE_PNG);
    CHECK_I64(image_type_of(webp), IMAGE_WEBP);
    CHECK_I64(image_type_of(BYTES("\0\0\0\x18"
                                  "ftypheic\0\0\0\0")),
              IMAGE_HEIC);
    CHECK_I64(image_type_of(BYTES("GIF89a")), IMAGE_NONE);
    CHECK_I64(image_type_of(BYTES("")), IMAGE_NONE);
    CHECK_I64(image_type_of(BYTES("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")), IMAGE_NONE);
    CHECK_STATUS(image_size(jpeg, &size), OK);
    CHECK_I64(size.width * 1000 + size.height, 123045);
    CHECK_STATUS(image_size(png, &size), OK);
    CHECK_I64(size.width * 1000 + size.height, 67089);
    CHECK_STATUS(image_size(webp, &size), OK);
    CHECK_I64(size.width * 1000 + size.height, 33044);
    for (size_t len = 0; len < 40; len++) { /* cut anywhere, it says no and reads no further */
        struct slice cut = {jpeg.data, len};

        CHECK_STATUS(image_size(cut, &size), E_INVALID);
        CHECK_I64(image_orientation(cut), 1);
    }
}

TEST(an_orientation_is_read_and_nonsense_is_upright)
{
    struct arena *a = new_arena();
    struct slice jpeg = picture_jpeg(a, 16, 8, false);

    for (int i = 1; i <= 8; i++) {
        CHECK_I64(image_orientation(picture_with_exif(a, jpeg, i)), i);
    }
    CHECK_I64(image_orientation(picture_with_exif(a, jpeg, 0)), 1);
    CHECK_I64(image_orientation(picture_with_exif(a, jpeg, 9)), 1);
    CHECK_I64(image_orientation(jpeg), 1);
}

/* Red is the upper left quarter as it was stored; where is it when the picture is upright? */
TEST(all_eight_orientations_are_turned_upright)
{
    struct arena *a = new_arena();
    struct photo_desk *d = new_desk(a, OTAGAI_BINARY);
    static const struct {
        bool sideways, right, low;
    } want[9] = {{false, false, false}, {false, false, false}, {false, true, false},
                 {false, true, true},   {false, false, true},  {true, false, false},
                 {true, true, false},   {true, true, true},    {true, false, true}};

    for (int i = 1; i <= 8; i++) {
        struct slice jpeg = picture_with_exif(a, picture_jpeg(a, 80, 40, false), i);
        struct photo_made made;
        int code;

        CHECK_STATUS(photo_make(a, d, jpeg, &made, &code), OK);
        CHECK_I64(made.width, want[i].sideways ? 40 : 80);
        CHECK_I64(made.height, want[i].sideways ? 80 : 40);
        for (int corner = 0; corner < 4; corner++) {
            bool right = corner % 2 == 1, low = corner / 2 == 1;
            int x = (int)made.width * (right ? 3 : 1) / 4, y = (int)made.height * (low ? 3 : 1) / 4;

            CHECK_I64(picture_is_red(made.large, x, y),
                      right == want[i].right && low == want[i].low);
        }
    }
}

static bool holds(struct slice bytes, const char *word)
{
    return memmem(bytes.data, bytes.len, word, strlen(word)) != NULL;
}

TEST(what_comes_out_is_a_plain_jpeg_with_nothing_in_it_but_the_picture)
{
    struct arena *a = new_arena();
    struct photo_desk *d = new_desk(a, OTAGAI_BINARY);
    struct slice in = picture_with_exif(a, picture_jpeg(a, 3000, 2000, false), 1);
    struct slice polyglot = {arena_alloc(a, in.len + 64), in.len + 64};
    struct photo_made made;
    struct image_size size;
    int code;

    memcpy((void *)(uintptr_t)polyglot.data, in.data, in.len);
    memcpy((void *)(uintptr_t)(polyglot.data + in.len), "<script>alert(1)</script>PK\3\4", 29);
    CHECK(holds(in, PICTURE_GPS));
    CHECK_STATUS(photo_make(a, d, polyglot, &made, &code), OK);
    CHECK_I64(made.width, 1600);
    CHECK_STATUS(image_size(made.large, &size), OK);
    CHECK_I64(size.height, 1066);
    CHECK_STATUS(image_size(made.small, &size), OK);
    CHECK_I64(size.width, 320);
    CHECK(!holds(made.large, "GPS") && !holds(made.large, PICTURE_GPS));
    CHECK(!holds(made.large, "Exif") && !holds(made.small, "Exif"));
    CHECK(!holds(made.large, "script") && !holds(made.large, "PK\3\4"));
    CHECK_STATUS(photo_make(a, d, picture_png(a, 40, 30), &made, &code), OK);
    CHECK_I64(made.width, 40); /* never larger */
    CHECK_STATUS(photo_make(a, d, picture_webp(a, 1700, 10), &made, &code), OK);
    CHECK_I64(made.width, 1600);
    CHECK_STATUS(photo_make(a, d, picture_jpeg(a, 1600, 1600, true), &made, &code), OK);
    CHECK(made.large.len <= PHOTO_BYTES_MAX); /* noise: quality gives way */
}

static enum status make(struct arena *a, const char *program, struct slice bytes, int *code)
{
    struct photo_made made;

    return photo_make(a, new_desk(a, program), bytes, &made, code);
}

TEST(bombs_cut_ones_and_strangers_are_refused_by_the_worker)
{
    struct arena *a = new_arena();
    struct slice jpeg = picture_jpeg(a, 800, 600, true), png = picture_png(a, 300, 300);
    struct slice webp = picture_webp(a, 300, 300), bomb = picture_bomb(a, 6400, 6300);
    int code;

    CHECK(bomb.len < 100000);
    CHECK_STATUS(make(a, OTAGAI_BINARY, bomb, &code), E_TOO_LARGE);
    CHECK_I64(code, PHOTO_TOO_LARGE);
    CHECK_STATUS(make(a, OTAGAI_BINARY, (struct slice){jpeg.data, jpeg.len / 2}, &code), E_INVALID);
    CHECK_I64(code, PHOTO_UNREADABLE);
    CHECK_STATUS(make(a, OTAGAI_BINARY, (struct slice){png.data, png.len / 2}, &code), E_INVALID);
    CHECK_STATUS(make(a, OTAGAI_BINARY, (struct slice){webp.data, webp.len / 2}, &code), E_INVALID);
    CHECK_STATUS(make(a, OTAGAI_BINARY, BYTES("\xff\xd8\xff\xe0 no picture at all"), &code),
                 E_INVALID);
    CHECK_STATUS(make(a, OTAGAI_BINARY, BYTES(""), &code), E_INVALID);
}

TEST(a_worker_that_takes_too_long_is_killed_and_one_that_is_not_there_is_no_room)
{
    struct arena *a = new_arena();
    struct photo_desk *d = new_desk(a, OTAGAI_BINARY);
    struct photo_made made;
    int code;

    d->ms_max = 1; /* nobody decodes 35 megapixels in that */
    CHECK_STATUS(photo_make(a, d, picture_bomb(a, 7000, 5000), &made, &code), E_INVALID);
    CHECK_I64(code, -SIGKILL);
    CHECK_STATUS(make(a, "/bin/false", picture_png(a, 9, 9), &code), E_INVALID);
    CHECK_I64(code, 1);
    CHECK_STATUS(make(a, "/no/such/program", picture_png(a, 9, 9), &code), E_BUSY);
    d->wait_ms = 1;
    CHECK_I64(sem_trywait(&d->free) + sem_trywait(&d->free), 0);
    CHECK_STATUS(photo_make(a, d, picture_png(a, 9, 9), &made, &code), E_BUSY);
    CHECK_I64(sem_post(&d->free), 0);
    d->ms_max = 0;
    CHECK_STATUS(photo_make(a, d, picture_png(a, 9, 9), &made, &code), OK);
}
