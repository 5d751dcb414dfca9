/* photo_decode.c - see photo_decode.h: the three decoders. */
#include "app/photo_decode.h"

#include "app/base/limits.h"

#include <stdio.h> /* jpeglib.h wants it before */

#include <jpeglib.h>

#include <jerror.h>
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <webp/decode.h>

struct jpeg_fault {
    struct jpeg_error_mgr base;
    jmp_buf back;
};

static void jpeg_gives_up(j_common_ptr c)
{
    longjmp(((struct jpeg_fault *)c->err)->back, 1);
}

/* A damaged picture is refused, not guessed at: the second half may be anything. Stray bytes
 * between two segments harm nothing, and some telephones write them. */
static void jpeg_complains(j_common_ptr c, int level)
{
    if (level < 0 && c->err->msg_code != JWRN_EXTRANEOUS_DATA) {
        jpeg_gives_up(c);
    }
}

static enum status make_pixels(struct pixels *p, int64_t width, int64_t height)
{
    if (width <= 0 || height <= 0 || width * height > PHOTO_PIXELS_MAX) {
        return E_TOO_LARGE;
    }
    *p = (struct pixels){(int)width, (int)height, malloc((size_t)(width * height * 3))};
    return p->rgb != NULL ? OK : E_BUSY;
}

/* Eighths of the size that still leave the long side long enough. */
static unsigned eighths(const struct jpeg_decompress_struct *d)
{
    unsigned side = d->image_width > d->image_height ? d->image_width : d->image_height;
    unsigned n = 8;

    while (n > 1 && side * (n / 2) / 8 >= PHOTO_LONG_SIDE) {
        n /= 2;
    }
    return n;
}

static enum status jpeg_rows(struct jpeg_decompress_struct *d, struct pixels *out)
{
    enum status s;

    d->out_color_space = JCS_RGB;
    d->scale_num = eighths(d);
    d->scale_denom = 8;
    (void)jpeg_start_decompress(d);
    s = make_pixels(out, d->output_width, d->output_height);
    while (s == OK && d->output_scanline < d->output_height) {
        JSAMPROW row = out->rgb + (size_t)d->output_scanline * d->output_width * 3;

        (void)jpeg_read_scanlines(d, &row, 1);
    }
    if (s == OK) {
        (void)jpeg_finish_decompress(d);
    }
    return s;
}

static enum status decode_jpeg(struct slice in, struct pixels *out)
{
    struct jpeg_decompress_struct d = {0};
    struct jpeg_fault fault;
    volatile enum status s = E_INVALID;

    d.err = jpeg_std_error(&fault.base);
    fault.base.error_exit = jpeg_gives_up;
    fault.base.emit_message = jpeg_complains;
    if (setjmp(fault.back) == 0) {
        jpeg_create_decompress(&d);
        jpeg_mem_src(&d, in.data, (unsigned long)in.len);
        (void)jpeg_read_header(&d, TRUE);
        s = jpeg_rows(&d, out);
    }
    jpeg_destroy_decompress(&d);
    return s;
}

static enum status decode_png(struct slice in, struct pixels *out)
{
    static const png_color white = {255, 255, 255};
    png_image image = {.version = PNG_IMAGE_VERSION};
    enum status s;

    if (png_image_begin_read_from_memory(&image, in.data, in.len) == 0) {
        return E_INVALID;
    }
    image.format = PNG_FORMAT_RGB;
    s = make_pixels(out, image.width, image.height);
    if (s != OK) {
        return s;
    }
    return png_image_finish_read(&image, &white, out->rgb, 0, NULL) != 0 ? OK : E_INVALID;
}

/* What shows through is white, as on paper. */
static void lay_on_white(uint8_t *rgba, size_t pixels, uint8_t *rgb)
{
    for (size_t i = 0; i < pixels; i++) {
        unsigned alpha = rgba[4 * i + 3];

        for (size_t c = 0; c < 3; c++) {
            rgb[3 * i + c] = (uint8_t)((rgba[4 * i + c] * alpha + 255 * (255 - alpha)) / 255);
        }
    }
}

static enum status decode_webp(struct slice in, struct pixels *out)
{
    WebPBitstreamFeatures f;
    uint8_t *rgba;
    enum status s;
    int width, height;

    if (WebPGetFeatures(in.data, in.len, &f) != VP8_STATUS_OK || f.has_animation) {
        return E_INVALID;
    }
    s = make_pixels(out, f.width, f.height);
    if (s != OK || !f.has_alpha) {
        return s == OK && WebPDecodeRGBInto(in.data, in.len, out->rgb,
                                            (size_t)f.width * (size_t)f.height * 3,
                                            f.width * 3) == NULL
                   ? E_INVALID
                   : s;
    }
    rgba = WebPDecodeRGBA(in.data, in.len, &width, &height);
    if (rgba == NULL) {
        return E_INVALID;
    }
    lay_on_white(rgba, (size_t)width * (size_t)height, out->rgb);
    free(rgba);
    return OK;
}

enum status photo_decode(struct slice bytes, struct pixels *out)
{
    struct image_size size;
    enum status s = image_size(bytes, &size);

    if (s == OK && size.width * size.height > PHOTO_PIXELS_MAX) {
        return E_TOO_LARGE;
    }
    if (s != OK) {
        return s;
    }
    switch (image_type_of(bytes)) {
    case IMAGE_JPEG:
        return decode_jpeg(bytes, out);
    case IMAGE_PNG:
        return decode_png(bytes, out);
    case IMAGE_WEBP:
        return decode_webp(bytes, out);
    case IMAGE_NONE:
    case IMAGE_HEIC:
        break;
    }
    return E_INVALID;
}
