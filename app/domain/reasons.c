/* reasons.c - see reasons.h. */
#include "app/domain/reasons.h"

#include <assert.h>
#include <stddef.h>

#define REASON_TEXT(name, text) text,
static const char *const texts[REASON_COUNT] = {NULL, REASONS(REASON_TEXT)};
#undef REASON_TEXT

const char *reason_text(enum reason r)
{
    assert(r < REASON_COUNT);
    return texts[r];
}
