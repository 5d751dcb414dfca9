/* photo.c - see photo.h. */
#include "app/base/photo.h"

#include "app/base/helper.h"
#include "app/base/image.h"
#include "app/base/limits.h"

#include <errno.h>
#include <string.h>
#include <time.h>

enum status photo_desk_open(struct photo_desk *d, const char *program, int workers)
{
    *d = (struct photo_desk){.program = program};
    return sem_init(&d->free, 0, (unsigned)workers) == 0 ? OK : E_INTERNAL;
}

void photo_desk_close(struct photo_desk *d)
{
    (void)sem_destroy(&d->free);
}

static enum status wait_for_one(struct photo_desk *d)
{
    int64_t wait_ms = d->wait_ms > 0 ? d->wait_ms : PHOTO_WAIT_MS;
    struct timespec until;

    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)(wait_ms / 1000);
    until.tv_nsec += (long)(wait_ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec += 1;
        until.tv_nsec -= 1000000000;
    }
    while (sem_clockwait(&d->free, CLOCK_MONOTONIC, &until) != 0) {
        if (errno != EINTR) {
            return E_BUSY;
        }
    }
    return OK;
}

/* The worker may have been taken over by what it read: nothing it says is believed unchecked. */
static enum status read_answer(struct slice out, struct photo_made *made)
{
    struct photo_head h;

    if (out.len < sizeof h) {
        return E_INVALID;
    }
    memcpy(&h, out.data, sizeof h);
    if (h.magic != PHOTO_MAGIC || h.width == 0 || h.height == 0 || h.width > PHOTO_LONG_SIDE ||
        h.height > PHOTO_LONG_SIDE || h.large_len > PHOTO_BYTES_MAX ||
        h.small_len > PHOTO_SMALL_BYTES_MAX || out.len != sizeof h + h.large_len + h.small_len) {
        return E_INVALID;
    }
    *made = (struct photo_made){.large = {out.data + sizeof h, h.large_len},
                                .small = {out.data + sizeof h + h.large_len, h.small_len},
                                .width = h.width,
                                .height = h.height};
    return image_type_of(made->large) == IMAGE_JPEG && image_type_of(made->small) == IMAGE_JPEG
               ? OK
               : E_INVALID;
}

static enum status judge(const struct helper_end *end, struct photo_made *made)
{
    switch (end->code) {
    case PHOTO_DONE:
        return end->late ? E_INVALID : read_answer(end->out, made);
    case PHOTO_TOO_LARGE:
        return E_TOO_LARGE;
    case PHOTO_NO_ROOM:
        return E_BUSY;
    default:
        return E_INVALID;
    }
}

enum status photo_make(struct arena *a, struct photo_desk *d, struct slice bytes,
                       struct photo_made *made, int *code)
{
    struct helper h = {.program = d->program,
                       .command = "photo-worker",
                       .ms_max = d->ms_max > 0 ? d->ms_max : PHOTO_MS_MAX,
                       .out_bytes_max =
                           sizeof(struct photo_head) + PHOTO_BYTES_MAX + PHOTO_SMALL_BYTES_MAX};
    struct helper_end end;
    enum status s = wait_for_one(d);

    *code = 0;
    if (s != OK) {
        return s;
    }
    s = helper_run(a, &h, bytes, &end);
    (void)sem_post(&d->free);
    *code = s == OK ? end.code : 0;
    return s == OK ? judge(&end, made) : s;
}
