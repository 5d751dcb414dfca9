/* arena.h - the memory of one request or job: taken piece by piece, given back all at once. */
#ifndef APP_BASE_ARENA_H
#define APP_BASE_ARENA_H

#include "app/base/status.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* A run of bytes that somebody else owns (mostly an arena). */
struct slice {
    const uint8_t *data;
    size_t len;
};

/* An arena that refuses to hold more than bytes_max of memory. NULL when there is no memory. */
struct arena *arena_open(size_t bytes_max) WARN_UNUSED;
void arena_close(struct arena *a);

/* Forgets everything taken, keeps the first block for the next request. */
void arena_reset(struct arena *a);

/* Zeroed, aligned for any type.  NULL when the arena is full or the machine is out of memory:
 * callers answer E_BUSY. */
void *arena_alloc(struct arena *a, size_t bytes) WARN_UNUSED;
char *arena_strdup(struct arena *a, const char *text) WARN_UNUSED;
char *arena_strndup(struct arena *a, const char *text, size_t len) WARN_UNUSED;
char *arena_printf(struct arena *a, const char *fmt, ...) WARN_UNUSED PRINTF_LIKE(2, 3);
char *arena_vprintf(struct arena *a, const char *fmt, va_list args) WARN_UNUSED;

/* Makes a piece longer where it stands, the new bytes zeroed. False, and nothing changed, when
 * something was taken after it or its block is full: the caller takes a new piece and copies. */
bool arena_extend(struct arena *a, const void *piece, size_t bytes_old,
                  size_t bytes_new) WARN_UNUSED;

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *a);

#endif
