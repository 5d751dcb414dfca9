/* picture.h - pictures for tests, made here: honest ones, and ones that nobody should decode. */
#ifndef TESTS_PICTURE_H
#define TESTS_PICTURE_H

#include "app/base/arena.h"

/* A picture of that size: red in its upper left quarter, blue elsewhere; noise: every pixel its
 * own. In the arena, as all here. */
struct slice picture_jpeg(struct arena *a, int width, int height, bool noise);
struct slice picture_png(struct arena *a, int width, int height);
struct slice picture_webp(struct arena *a, int width, int height);

/* The JPEG with a camera's EXIF in it: the orientation, and PICTURE_GPS as where it was taken. */
#define PICTURE_GPS "N34.7811W135.3998 Itami home"
struct slice picture_with_exif(struct arena *a, struct slice jpeg, int orientation);

/* A PNG of that size, all of one colour: a few kilobytes however large it says it is. */
struct slice picture_bomb(struct arena *a, int width, int height);

/* Is the pixel there more red than blue? */
bool picture_is_red(struct slice jpeg, int x, int y);

#endif
