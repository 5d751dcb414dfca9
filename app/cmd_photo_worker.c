/* cmd_photo_worker.c - otagai photo-worker: one picture in, the same written anew twice out, in a
 * process that can do nothing else (security.md 2). The server starts it; nobody else need. */
#include "app/base/limits.h"
#include "app/base/photo.h"
#include "app/cmd.h"
#include "app/photo_decode.h"
#include "app/photo_jail.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* All of standard input. */
static enum status take_all(struct slice *in)
{
    uint8_t *bytes = malloc(BODY_PHOTO + 1);
    size_t len = 0;
    ssize_t n = 1;

    while (bytes != NULL && n > 0 && len <= BODY_PHOTO) {
        n = read(STDIN_FILENO, bytes + len, BODY_PHOTO + 1 - len);
        len += n > 0 ? (size_t)n : 0;
    }
    *in = (struct slice){bytes, len};
    return bytes == NULL ? E_BUSY : n < 0 || len > BODY_PHOTO ? E_INVALID : OK;
}

static bool give(const void *data, size_t len)
{
    const char *at = data;

    while (len > 0) {
        ssize_t n = write(STDOUT_FILENO, at, len);

        if (n <= 0) {
            return false;
        }
        at += n;
        len -= (size_t)n;
    }
    return true;
}

/* Small first: shrinking takes the pixels. */
static enum status write_both(struct pixels *p)
{
    struct photo_head head = {
        .magic = PHOTO_MAGIC, .width = (uint32_t)p->width, .height = (uint32_t)p->height};
    struct pixels tiny;
    uint8_t *large = NULL, *small = NULL;
    size_t large_len = 0, small_len = 0;
    enum status s = photo_encode(p, PHOTO_BYTES_MAX, &large, &large_len);

    s = s == OK ? photo_shrink(p, PHOTO_SMALL_SIDE, &tiny) : s;
    s = s == OK ? photo_encode(&tiny, PHOTO_SMALL_BYTES_MAX, &small, &small_len) : s;
    head.large_len = (uint32_t)large_len;
    head.small_len = (uint32_t)small_len;
    if (s == OK &&
        (!give(&head, sizeof head) || !give(large, large_len) || !give(small, small_len))) {
        s = E_INTERNAL;
    }
    return s;
}

static enum status work(void)
{
    struct slice in;
    struct pixels whole, less, upright;
    enum status s = photo_jail();

    s = s == OK ? take_all(&in) : s;
    s = s == OK ? photo_decode(in, &whole) : s;
    s = s == OK ? photo_shrink(&whole, PHOTO_LONG_SIDE, &less) : s;
    s = s == OK ? photo_turn(&less, image_orientation(in), &upright) : s;
    return s == OK ? write_both(&upright) : s;
}

int cmd_photo_worker(int argc)
{
    enum status s = argc == 0 ? work() : E_INVALID;

    /* Nothing is tidied up: that would be more of a stranger's making. */
    _exit(s == OK            ? PHOTO_DONE
          : s == E_TOO_LARGE ? PHOTO_TOO_LARGE
          : s == E_INVALID   ? PHOTO_UNREADABLE
                             : PHOTO_NO_ROOM);
}
