/* clock.c - see clock.h. */
#include "app/base/clock.h"

#include <assert.h>
#include <time.h>

static int64_t read_ms(clockid_t which)
{
    struct timespec t;
    int failed = clock_gettime(which, &t);

    assert(failed == 0);
    (void)failed;
    return (int64_t)t.tv_sec * SECOND_MS + t.tv_nsec / 1000000;
}

int64_t clock_now(const struct clock *c)
{
    return read_ms(CLOCK_REALTIME) + atomic_load(&c->shift_ms);
}

void clock_advance(struct clock *c, int64_t ms)
{
    atomic_fetch_add(&c->shift_ms, ms);
}

int64_t clock_monotonic_ms(void)
{
    return read_ms(CLOCK_MONOTONIC);
}
