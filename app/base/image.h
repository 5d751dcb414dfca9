/* image.h - what can be told of a picture without decoding it: its type by its first bytes, its
 * size, and which way is up. Reads hostile bytes; nothing here trusts a length. */
#ifndef APP_BASE_IMAGE_H
#define APP_BASE_IMAGE_H

#include "app/base/arena.h"

enum image_type {
    IMAGE_NONE, /* nothing we know */
    IMAGE_JPEG,
    IMAGE_PNG,
    IMAGE_WEBP,
    IMAGE_HEIC /* known so that it can be refused in words */
};

/* By magic bytes alone, whatever a name or a header said. */
enum image_type image_type_of(struct slice bytes);

struct image_size {
    int64_t width, height;
};
/* As its header says it. E_INVALID where there is no such header, or a side is 0. */
enum status image_size(struct slice bytes, struct image_size *size) WARN_UNUSED;

/* 1 ... 8 as EXIF (TIFF 6.0, tag 274) counts them; 1, upright, where nothing says otherwise. */
int image_orientation(struct slice bytes);

#endif
