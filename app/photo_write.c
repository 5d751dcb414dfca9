/* photo_write.c - see photo_decode.h: smaller, upright, and written anew. */
#include "app/photo_decode.h"

#include <stdio.h> /* jpeglib.h wants it before */

#include <jpeglib.h>
#include <stdlib.h>
#include <string.h>

#define QUALITY_BEST  84
#define QUALITY_WORST 24

/* The mean of the pixels in [x0, x1) x [y0, y1). */
static void mean(const struct pixels *in, int x0, int x1, int y0, int y1, uint8_t *out)
{
    uint64_t sum[3] = {0, 0, 0}, n = (uint64_t)(x1 - x0) * (uint64_t)(y1 - y0);

    for (int y = y0; y < y1; y++) {
        const uint8_t *p = in->rgb + ((size_t)y * (size_t)in->width + (size_t)x0) * 3;

        for (int x = x0; x < x1; x++, p += 3) {
            sum[0] += p[0];
            sum[1] += p[1];
            sum[2] += p[2];
        }
    }
    for (int c = 0; c < 3; c++) {
        out[c] = (uint8_t)((sum[c] + n / 2) / n);
    }
}

static int part_of(int i, int whole, int parts)
{
    return (int)((int64_t)i * whole / parts);
}

enum status photo_shrink(struct pixels *in, int side, struct pixels *out)
{
    int long_side = in->width > in->height ? in->width : in->height;

    if (long_side <= side) {
        *out = *in;
        in->rgb = NULL;
        return OK;
    }
    out->width = part_of(in->width, side, long_side);
    out->height = part_of(in->height, side, long_side);
    out->width = out->width > 0 ? out->width : 1;
    out->height = out->height > 0 ? out->height : 1;
    out->rgb = malloc((size_t)out->width * (size_t)out->height * 3);
    for (int y = 0; out->rgb != NULL && y < out->height; y++) {
        for (int x = 0; x < out->width; x++) {
            mean(in, part_of(x, in->width, out->width), part_of(x + 1, in->width, out->width),
                 part_of(y, in->height, out->height), part_of(y + 1, in->height, out->height),
                 out->rgb + ((size_t)y * (size_t)out->width + (size_t)x) * 3);
        }
    }
    free(in->rgb);
    in->rgb = NULL;
    return out->rgb != NULL ? OK : E_BUSY;
}

/* Where the pixel that belongs to (x, y) of the upright picture lies: 2 mirrored, 3 upside down,
 * 4 both; 5 to 8 the same with the sides exchanged. */
static size_t origin_of(const struct pixels *in, int orientation, int x, int y)
{
    static const bool flip_x[] = {0, 0, 1, 1, 0, 0, 0, 1, 1};
    static const bool flip_y[] = {0, 0, 0, 1, 1, 0, 1, 1, 0};
    int from_x = orientation > 4 ? y : x, from_y = orientation > 4 ? x : y;

    from_x = flip_x[orientation] ? in->width - 1 - from_x : from_x;
    from_y = flip_y[orientation] ? in->height - 1 - from_y : from_y;
    return ((size_t)from_y * (size_t)in->width + (size_t)from_x) * 3;
}

enum status photo_turn(struct pixels *in, int orientation, struct pixels *out)
{
    bool sideways = orientation > 4;

    if (orientation <= 1) {
        *out = *in;
        in->rgb = NULL;
        return OK;
    }
    out->width = sideways ? in->height : in->width;
    out->height = sideways ? in->width : in->height;
    out->rgb = malloc((size_t)out->width * (size_t)out->height * 3);
    for (int y = 0; out->rgb != NULL && y < out->height; y++) {
        for (int x = 0; x < out->width; x++) {
            memcpy(out->rgb + ((size_t)y * (size_t)out->width + (size_t)x) * 3,
                   in->rgb + origin_of(in, orientation, x, y), 3);
        }
    }
    free(in->rgb);
    in->rgb = NULL;
    return out->rgb != NULL ? OK : E_BUSY;
}

static void encode(const struct pixels *in, int quality, unsigned char **bytes, unsigned long *len)
{
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr fault;

    c.err = jpeg_std_error(&fault); /* ends the process: there is nothing to save */
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, bytes, len);
    c.image_width = (JDIMENSION)in->width;
    c.image_height = (JDIMENSION)in->height;
    c.input_components = 3;
    c.in_color_space = JCS_RGB;
    jpeg_set_defaults(&c);
    jpeg_set_quality(&c, quality, TRUE);
    c.optimize_coding = TRUE;
    jpeg_start_compress(&c, TRUE);
    while (c.next_scanline < c.image_height) {
        JSAMPROW row = in->rgb + (size_t)c.next_scanline * c.image_width * 3;

        (void)jpeg_write_scanlines(&c, &row, 1);
    }
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
}

enum status photo_encode(const struct pixels *in, size_t bytes_max, uint8_t **bytes, size_t *len)
{
    for (int quality = QUALITY_BEST; quality >= QUALITY_WORST; quality -= 20) {
        unsigned char *made = NULL;
        unsigned long made_len = 0;

        encode(in, quality, &made, &made_len);
        if (made != NULL && made_len <= bytes_max) {
            *bytes = made;
            *len = made_len;
            return OK;
        }
        free(made);
    }
    return E_TOO_LARGE;
}
