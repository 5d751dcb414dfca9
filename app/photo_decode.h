/* photo_decode.h - a stranger's picture to pixels and back. Runs in the photo worker alone: this
 * is where libjpeg, libpng and libwebp are let at bytes that anybody may have made. */
#ifndef APP_PHOTO_DECODE_H
#define APP_PHOTO_DECODE_H

#include "app/base/image.h"

/* RGB, 3 bytes a pixel, rows without gaps; from malloc. */
struct pixels {
    int width, height;
    uint8_t *rgb;
};

/* Decodes, as small as still has PHOTO_LONG_SIDE where the format allows. E_INVALID when it is no
 * whole picture, E_TOO_LARGE when it has more pixels than PHOTO_PIXELS_MAX by its own header,
 * E_BUSY without memory. */
enum status photo_decode(struct slice bytes, struct pixels *out) WARN_UNUSED;

/* The same picture with its long side at most `side`, each pixel the mean of those it stands for;
 * never larger. `in` is freed. */
enum status photo_shrink(struct pixels *in, int side, struct pixels *out) WARN_UNUSED;
/* Upright, by EXIF's number. `in` is freed. */
enum status photo_turn(struct pixels *in, int orientation, struct pixels *out) WARN_UNUSED;

/* Baseline JPEG with nothing in it but the picture, at most bytes_max; quality gives way. *bytes is
 * from malloc. */
enum status photo_encode(const struct pixels *in, size_t bytes_max, uint8_t **bytes,
                         size_t *len) WARN_UNUSED;

#endif
