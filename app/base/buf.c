/* buf.c - see buf.h. */
#include "app/base/buf.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define BUF_FIRST_BYTES 64

void buf_init(struct buf *b, struct arena *a, size_t bytes_max)
{
    assert(bytes_max < SIZE_MAX / 4);
    *b = (struct buf){.arena = a, .max = bytes_max};
}

/* Room for `more` bytes and the NUL behind them; breaks the buffer when there is none. */
static bool reserve(struct buf *b, size_t more)
{
    size_t cap = b->cap == 0 ? BUF_FIRST_BYTES : b->cap;
    char *data;

    if (more < b->cap - b->len && !b->broken && more <= b->max - b->len) {
        return true; /* nearly always */
    }
    if (b->broken || more > b->max - b->len) {
        b->broken = true;
        return false;
    }
    while (cap - 1 < b->len + more) {
        cap *= 2;
    }
    if (cap > b->max + 1) {
        cap = b->max + 1;
    }
    if (cap <= b->cap || (b->cap > 0 && arena_extend(b->arena, b->data, b->cap, cap))) {
        b->cap = cap > b->cap ? cap : b->cap;
        return true;
    }
    data = arena_alloc(b->arena, cap);
    if (data == NULL) {
        b->broken = true;
        return false;
    }
    if (b->len > 0) {
        memcpy(data, b->data, b->len);
    }
    b->data = data;
    b->cap = cap;
    return true;
}

void buf_add(struct buf *b, const void *data, size_t len)
{
    if (reserve(b, len) && len > 0) {
        memcpy(b->data + b->len, data, len);
        b->len += len;
        b->data[b->len] = '\0';
    }
}

void buf_text(struct buf *b, const char *text)
{
    buf_add(b, text, strlen(text));
}

void buf_char(struct buf *b, char c)
{
    if (reserve(b, 1)) {
        b->data[b->len++] = c;
        b->data[b->len] = '\0';
    }
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    /* Mostly there is room enough already: written once, not measured first. */
    size_t room = b->broken ? 0 : b->cap - b->len;
    va_list args;
    int len;

    va_start(args, fmt);
    len = vsnprintf(room > 0 ? b->data + b->len : NULL, room, fmt, args);
    va_end(args);
    assert(len >= 0);
    if ((size_t)len < room && (size_t)len <= b->max - b->len) {
        b->len += (size_t)len;
        return;
    }
    if (room > 0) {
        b->data[b->len] = '\0';
    }
    if (reserve(b, (size_t)len)) {
        va_start(args, fmt);
        vsnprintf(b->data + b->len, (size_t)len + 1, fmt, args);
        va_end(args);
        b->len += (size_t)len;
    }
}

char *buf_room(struct buf *b, size_t bytes)
{
    return reserve(b, bytes) ? b->data + b->len : NULL;
}

void buf_took(struct buf *b, size_t bytes)
{
    assert(bytes < b->cap - b->len);
    b->len += bytes;
    b->data[b->len] = '\0';
}

const char *buf_done(struct buf *b)
{
    if (b->broken) {
        return NULL;
    }
    return b->data == NULL ? "" : b->data;
}
