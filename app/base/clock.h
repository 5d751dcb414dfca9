/* clock.h - what time it is: the one place that asks the machine, and the demo's shifted clock. */
#ifndef APP_BASE_CLOCK_H
#define APP_BASE_CLOCK_H

#include "app/base/status.h"

#include <stdatomic.h>
#include <stdint.h>

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS   (60 * MINUTE_MS)
#define DAY_MS    (24 * HOUR_MS)

/* One per process, owned by main (or by a test), passed to whoever needs the time.
 * The shift is 0 except in tests and in the demo. */
struct clock {
    _Atomic int64_t shift_ms;
};

/* Milliseconds since 1970-01-01T00:00Z, shifted. */
int64_t clock_now(const struct clock *c);
void clock_advance(struct clock *c, int64_t ms);

/* Milliseconds of a clock that never jumps: for deadlines, never stored. */
int64_t clock_monotonic_ms(void);

#endif
