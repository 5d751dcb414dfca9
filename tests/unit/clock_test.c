/* clock_test.c - the machine's time, shifted or not. */
#include "app/base/clock.h"
#include "tests/test.h"

TEST(an_unshifted_clock_is_in_this_century_and_moves_on)
{
    struct clock c = {0};
    int64_t before = clock_now(&c);

    CHECK(before > INT64_C(1767225600000) && before < INT64_C(4102444800000));
    CHECK(clock_now(&c) >= before);
}

TEST(a_clock_advanced_by_a_day_shows_tomorrow_and_back_again)
{
    struct clock real = {0}, shifted = {0};

    clock_advance(&shifted, DAY_MS);
    CHECK(clock_now(&shifted) - clock_now(&real) > DAY_MS - MINUTE_MS);
    CHECK(clock_now(&shifted) - clock_now(&real) < DAY_MS + MINUTE_MS);
    clock_advance(&shifted, -DAY_MS);
    CHECK_I64(shifted.shift_ms, 0);
}

TEST(the_monotonic_clock_never_goes_back)
{
    int64_t last = clock_monotonic_ms();

    for (int i = 0; i < 10000; i++) {
        int64_t now = clock_monotonic_ms();

        CHECK(now >= last);
        last = now;
    }
}
