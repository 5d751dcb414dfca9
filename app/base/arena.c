/* arena.c - see arena.h.
 *
 * DESIGN: a list of blocks, newest first; each block is at least twice the one before, so that a
 * long list costs few allocations. Under AddressSanitizer whatever was not handed out is poisoned:
 * an overflow inside a block, or a use after arena_reset, is reported like one of the heap. */
#include "app/base/arena.h"

#include "app/base/limits.h"
#include "app/base/mem.h"

#include <assert.h>
#include <stdalign.h>
#include <stdio.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS
#endif
#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#define hide(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define show(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define hide(p, n) ((void)(p), (void)(n))
#define show(p, n) ((void)(p), (void)(n))
#endif

struct block {
    struct block *older;
    size_t cap;
    size_t used;
    alignas(max_align_t) uint8_t bytes[];
};

struct arena {
    struct block *newest;
    size_t bytes_max;
    size_t held; /* capacity of all blocks, never above bytes_max */
    size_t handed_out;
};

/* bytes up to the next multiple of the strictest alignment; SIZE_MAX when there is none. */
static size_t aligned(size_t bytes)
{
    const size_t step = alignof(max_align_t);

    return bytes > SIZE_MAX - step ? SIZE_MAX : (bytes + step - 1) / step * step;
}

static struct block *block_new(size_t cap, struct block *older)
{
    struct block *b = mem_alloc(sizeof *b + cap);

    if (b != NULL) {
        *b = (struct block){older, cap, 0};
        hide(b->bytes, cap);
    }
    return b;
}

static void block_free(struct block *b)
{
    show(b->bytes, b->cap);
    mem_free(b);
}

struct arena *arena_open(size_t bytes_max)
{
    struct arena *a = mem_alloc(sizeof *a);

    assert(bytes_max < SIZE_MAX / 4);
    if (a == NULL) {
        return NULL;
    }
    *a = (struct arena){NULL, bytes_max, 0, 0};
    a->held = bytes_max < ARENA_BLOCK_BYTES ? bytes_max : ARENA_BLOCK_BYTES;
    a->newest = block_new(a->held, NULL);
    if (a->newest == NULL) {
        mem_free(a);
        return NULL;
    }
    return a;
}

void arena_close(struct arena *a)
{
    if (a == NULL) {
        return;
    }
    arena_reset(a);
    block_free(a->newest);
    mem_free(a);
}

void arena_reset(struct arena *a)
{
    while (a->newest->older != NULL) {
        struct block *b = a->newest;

        a->newest = b->older;
        block_free(b);
    }
    a->newest->used = 0;
    a->held = a->newest->cap;
    a->handed_out = 0;
    hide(a->newest->bytes, a->newest->cap);
}

/* A block with room for `bytes`, or NULL. */
static struct block *grow(struct arena *a, size_t bytes)
{
    size_t left = a->bytes_max - a->held;
    size_t cap = 2 * a->newest->cap;
    struct block *b;

    if (bytes > left) {
        return NULL;
    }
    if (cap < bytes) {
        cap = bytes;
    }
    if (cap > left) {
        cap = left;
    }
    b = block_new(cap, a->newest);
    if (b != NULL) {
        a->newest = b;
        a->held += cap;
    }
    return b;
}

void *arena_alloc(struct arena *a, size_t bytes)
{
    /* A piece of 0 bytes still gets an address of its own. */
    size_t taken = aligned(bytes == 0 ? 1 : bytes);
    struct block *b = a->newest;
    uint8_t *piece;

    if (b->cap - b->used < taken) {
        b = grow(a, taken);
    }
    if (b == NULL) {
        return NULL;
    }
    piece = b->bytes + b->used;
    b->used += taken;
    a->handed_out += taken;
    show(piece, bytes);
    memset(piece, 0, bytes);
    return piece;
}

bool arena_extend(struct arena *a, const void *piece, size_t bytes_old, size_t bytes_new)
{
    struct block *b = a->newest;
    size_t was = aligned(bytes_old == 0 ? 1 : bytes_old), taken = aligned(bytes_new);
    uint8_t *end = b->bytes + b->used;

    assert(bytes_new >= bytes_old);
    if (b->used < was || (const uint8_t *)piece != end - was || taken > b->cap - b->used + was) {
        return false;
    }
    show(end - was, bytes_new);
    memset(end - was + bytes_old, 0, bytes_new - bytes_old);
    b->used += taken - was;
    a->handed_out += taken - was;
    return true;
}

char *arena_strdup(struct arena *a, const char *text)
{
    return arena_strndup(a, text, strlen(text));
}

char *arena_strndup(struct arena *a, const char *text, size_t len)
{
    char *copy = len < SIZE_MAX ? arena_alloc(a, len + 1) : NULL;

    if (copy != NULL && len > 0) {
        memcpy(copy, text, len);
    }
    return copy;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list args;
    char *text;

    va_start(args, fmt);
    text = arena_vprintf(a, fmt, args);
    va_end(args);
    return text;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list args)
{
    va_list again;
    char *text;
    int len;

    va_copy(again, args);
    len = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    assert(len >= 0);
    text = arena_alloc(a, (size_t)len + 1);
    if (text != NULL) {
        vsnprintf(text, (size_t)len + 1, fmt, args);
    }
    return text;
}

size_t arena_used(const struct arena *a)
{
    return a->handed_out;
}
