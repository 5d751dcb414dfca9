/* buf.h - text or bytes that grow, with a maximum; once broken it stays broken, so check once at
 * the end. */
#ifndef APP_BASE_BUF_H
#define APP_BASE_BUF_H

#include "app/base/arena.h"

#include <stdbool.h>

struct buf {
    struct arena *arena; /* where the bytes live */
    char *data;          /* always ends with a NUL that len does not count */
    size_t len;
    size_t cap;
    size_t max;
    bool broken; /* an append did not fit: data is no longer what the caller wanted */
};

/* Can't fail; nothing is allocated before the first append. */
void buf_init(struct buf *b, struct arena *a, size_t bytes_max);
void buf_add(struct buf *b, const void *data, size_t len);
void buf_text(struct buf *b, const char *text);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Where up to `bytes` can be written in one go; NULL, and broken, when they don't fit. buf_took
 * tells how many were. */
char *buf_room(struct buf *b, size_t bytes) WARN_UNUSED;
void buf_took(struct buf *b, size_t bytes);

/* The text, or NULL when the buffer is broken. An empty buffer gives "". */
const char *buf_done(struct buf *b) WARN_UNUSED;

#endif
