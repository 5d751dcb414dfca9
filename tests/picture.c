/* picture.c - see picture.h. */
#include "tests/picture.h"

#include "app/photo_decode.h"
#include "tests/test.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>
#include <webp/encode.h>

static struct slice keep(struct arena *a, const void *bytes, size_t len)
{
    uint8_t *copy = arena_alloc(a, len + 1);

    CHECK(copy != NULL);
    memcpy(copy, bytes, len);
    return (struct slice){copy, len};
}

static struct pixels paint(int width, int height, bool noise)
{
    struct pixels p = {width, height, malloc((size_t)width * (size_t)height * 3)};

    CHECK(p.rgb != NULL);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            uint8_t *at = p.rgb + ((size_t)y * (size_t)width + (size_t)x) * 3;
            bool red = x < width / 2 && y < height / 2;

            at[0] = noise ? (uint8_t)test_random() : red ? 230 : 20;
            at[1] = noise ? (uint8_t)test_random() : 20;
            at[2] = noise ? (uint8_t)test_random() : red ? 20 : 230;
        }
    }
    return p;
}

struct slice picture_jpeg(struct arena *a, int width, int height, bool noise)
{
    struct pixels p = paint(width, height, noise);
    struct slice kept;
    uint8_t *bytes;
    size_t len;

    CHECK_STATUS(photo_encode(&p, SIZE_MAX, &bytes, &len), OK);
    kept = keep(a, bytes, len);
    free(bytes);
    free(p.rgb);
    return kept;
}

struct slice picture_png(struct arena *a, int width, int height)
{
    struct pixels p = paint(width, height, false);
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)width,
                       .height = (png_uint_32)height,
                       .format = PNG_FORMAT_RGB};
    png_alloc_size_t len = 0;
    uint8_t *bytes;

    CHECK(png_image_write_to_memory(&image, NULL, &len, 0, p.rgb, 0, NULL) != 0);
    bytes = arena_alloc(a, len + 1);
    CHECK(bytes != NULL);
    CHECK(png_image_write_to_memory(&image, bytes, &len, 0, p.rgb, 0, NULL) != 0);
    free(p.rgb);
    return (struct slice){bytes, len};
}

struct slice picture_webp(struct arena *a, int width, int height)
{
    struct pixels p = paint(width, height, false);
    struct slice kept;
    uint8_t *bytes;
    size_t len = WebPEncodeRGB(p.rgb, width, height, width * 3, 80, &bytes);

    CHECK(len > 0);
    kept = keep(a, bytes, len);
    WebPFree(bytes);
    free(p.rgb);
    return kept;
}

struct slice picture_with_exif(struct arena *a, struct slice jpeg, int orientation)
{
    /* APP1: a little-endian TIFF with one tag, and after it what a camera says of the place */
    uint8_t exif[] = "\xff\xe1\0\0Exif\0\0II*"
                     "\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0" PICTURE_GPS;
    size_t len = sizeof exif - 1;
    uint8_t *bytes = arena_alloc(a, jpeg.len + len);

    CHECK(bytes != NULL);
    exif[2] = (uint8_t)((len - 2) >> 8);
    exif[3] = (uint8_t)((len - 2) & 0xff);
    exif[28] = (uint8_t)orientation;
    memcpy(bytes, jpeg.data, 2);
    memcpy(bytes + 2, exif, len);
    memcpy(bytes + 2 + len, jpeg.data + 2, jpeg.len - 2);
    return (struct slice){bytes, jpeg.len + len};
}

/* Row by row: nobody has such a picture in memory. */
struct slice picture_bomb(struct arena *a, int width, int height)
{
    char *bytes = NULL;
    size_t len = 0;
    FILE *file = open_memstream(&bytes, &len);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    uint8_t *row = calloc(1, (size_t)width / 8 + 1);
    struct slice kept;

    CHECK(file != NULL && png != NULL && info != NULL && row != NULL);
    png_init_io(png, file);
    png_set_compression_level(png, 9);
    png_set_IHDR(png, info, (png_uint_32)width, (png_uint_32)height, 1, PNG_COLOR_TYPE_GRAY,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (int y = 0; y < height; y++) {
        png_write_row(png, row);
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    free(row);
    fclose(file);
    kept = keep(a, bytes, len);
    free(bytes);
    return kept;
}

bool picture_is_red(struct slice jpeg, int x, int y)
{
    struct pixels p;
    const uint8_t *at;
    bool red;

    CHECK_STATUS(photo_decode(jpeg, &p), OK);
    CHECK(x < p.width && y < p.height);
    at = p.rgb + ((size_t)y * (size_t)p.width + (size_t)x) * 3;
    red = at[0] > at[2];
    free(p.rgb);
    return red;
}
