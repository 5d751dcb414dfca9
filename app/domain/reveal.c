/* reveal.c - see reveal.h. */
#include "app/domain/reveal.h"

#include <string.h>

static bool is(const struct booking_row *b, const char *state)
{
    return strcmp(b->state, state) == 0;
}

int64_t reveal_until(const struct booking_row *b, int64_t after_ms)
{
    if (is(b, "confirmed")) {
        return b->until_at + after_ms;
    }
    if (is(b, "in_care")) {
        return INT64_MAX;
    }
    return b->ended_at != 0 ? b->ended_at + after_ms : 0;
}

int64_t reveal_talk_until(const struct booking_row *b, int64_t after_ms)
{
    int64_t until = reveal_until(b, after_ms);

    if (until != 0) {
        return until;
    }
    return (is(b, "agreed") ? b->until_at : b->state_at) + after_ms;
}
