/* photo.h - a picture on its way through the photo worker: what server and worker agree on. */
#ifndef APP_BASE_PHOTO_H
#define APP_BASE_PHOTO_H

#include "app/base/arena.h"

#include <semaphore.h>

/* How the worker ends. */
enum photo_exit { PHOTO_DONE = 0, PHOTO_UNREADABLE = 3, PHOTO_TOO_LARGE = 4, PHOTO_NO_ROOM = 5 };

/* What it says before the two pictures; both run on one machine. */
#define PHOTO_MAGIC 0x50484f31u
struct photo_head {
    uint32_t magic, width, height, large_len, small_len;
};

/* Where pictures are made: how many at once, by which program. */
struct photo_desk {
    const char *program; /* this one, as the system knows it */
    int64_t ms_max;      /* of one worker; 0: PHOTO_MS_MAX */
    int64_t wait_ms;     /* for a free one; 0: PHOTO_WAIT_MS */
    sem_t free;          /* workers that may be started */
};
enum status photo_desk_open(struct photo_desk *d, const char *program, int workers) WARN_UNUSED;
void photo_desk_close(struct photo_desk *d);

/* Two JPEGs with nothing in them but the picture. */
struct photo_made {
    struct slice large, small; /* in the arena */
    int64_t width, height;     /* of the large one */
};

/* Decoded and written anew by a worker. E_BUSY: none is free, or it has no memory; E_INVALID: it is
 * no whole picture, or one that its worker did not survive (*code: how it ended, as helper_end has
 * it); E_TOO_LARGE: too many pixels. */
enum status photo_make(struct arena *a, struct photo_desk *d, struct slice bytes,
                       struct photo_made *made, int *code) WARN_UNUSED;

#endif
