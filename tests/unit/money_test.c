/* money_test.c - amounts at their edges: overflow, rounding, signs. */
#include "app/base/money.h"
#include "tests/test.h"

TEST(sums_stay_within_eight_digits)
{
    int64_t out = 42;

    CHECK_STATUS(money_add(99999998, 1, &out), OK);
    CHECK_I64(out, MONEY_MINOR_MAX);
    CHECK_STATUS(money_add(-99999998, -1, &out), OK);
    CHECK_I64(out, -MONEY_MINOR_MAX);
    CHECK_STATUS(money_add(MONEY_MINOR_MAX, 1, &out), E_INVALID);
    CHECK_STATUS(money_add(-MONEY_MINOR_MAX, -1, &out), E_INVALID);
    CHECK_I64(out, -MONEY_MINOR_MAX);
}

TEST(sums_and_products_that_overflow_are_refused)
{
    int64_t out = 42;

    CHECK_STATUS(money_add(INT64_MAX, 1, &out), E_INVALID);
    CHECK_STATUS(money_add(INT64_MIN, -1, &out), E_INVALID);
    CHECK_STATUS(money_mul(INT64_MAX, 2, &out), E_INVALID);
    CHECK_STATUS(money_mul(INT64_MIN, -1, &out), E_INVALID);
    CHECK_STATUS(money_mul(INT64_C(1) << 32, INT64_C(1) << 32, &out), E_INVALID);
    CHECK_STATUS(money_mul(50000000, 2, &out), E_INVALID);
    CHECK_I64(out, 42);
    CHECK_STATUS(money_mul(33333333, 3, &out), OK);
    CHECK_I64(out, MONEY_MINOR_MAX);
    CHECK_STATUS(money_mul(700, -2, &out), OK);
    CHECK_I64(out, -1400);
}

TEST(a_part_is_rounded_down_for_the_payer)
{
    int64_t out;

    CHECK_STATUS(money_part_down(1001, 1, 2, &out), OK);
    CHECK_I64(out, 500);
    CHECK_STATUS(money_part_down(999, 30, 100, &out), OK);
    CHECK_I64(out, 299);
    CHECK_STATUS(money_part_down(1000, 100, 100, &out), OK);
    CHECK_I64(out, 1000);
    CHECK_STATUS(money_part_down(0, 5, 7, &out), OK);
    CHECK_I64(out, 0);
    /* Money going back to the payer: down is more of it. */
    CHECK_STATUS(money_part_down(-1001, 1, 2, &out), OK);
    CHECK_I64(out, -501);
    CHECK_STATUS(money_part_down(-1000, 1, 2, &out), OK);
    CHECK_I64(out, -500);
}

TEST(a_part_of_too_much_or_over_nothing_is_refused)
{
    int64_t out = 42;

    CHECK_STATUS(money_part_down(INT64_MAX, 2, 2, &out), E_INVALID);
    CHECK_STATUS(money_part_down(MONEY_MINOR_MAX, 2, 1, &out), E_INVALID);
    CHECK_STATUS(money_part_down(1, 1, 0, &out), E_INVALID);
    CHECK_STATUS(money_part_down(1, 1, -1, &out), E_INVALID);
    CHECK_STATUS(money_part_down(INT64_MIN, -1, 1, &out), E_INVALID);
    CHECK_I64(out, 42);
}

TEST(rounding_up_lands_on_a_multiple_of_the_unit)
{
    int64_t out;

    CHECK_STATUS(money_round_up(700 * 50, 60, 1, &out), OK);
    CHECK_I64(out, 584);
    CHECK_STATUS(money_round_up(700 * 50, 60, 10, &out), OK);
    CHECK_I64(out, 590);
    CHECK_STATUS(money_round_up(700 * 60, 60, 100, &out), OK);
    CHECK_I64(out, 700);
    CHECK_STATUS(money_round_up(1, 1000000, 100, &out), OK);
    CHECK_I64(out, 100);
    CHECK_STATUS(money_round_up(0, 60, 100, &out), OK);
    CHECK_I64(out, 0);
    CHECK_STATUS(money_round_up(-1, 2, 10, &out), OK);
    CHECK_I64(out, 0);
    CHECK_STATUS(money_round_up(-25, 1, 10, &out), OK);
    CHECK_I64(out, -20);
}

TEST(rounding_up_refuses_what_it_can_not_hold)
{
    int64_t out = 42;

    CHECK_STATUS(money_round_up(1, 0, 1, &out), E_INVALID);
    CHECK_STATUS(money_round_up(1, 1, 0, &out), E_INVALID);
    CHECK_STATUS(money_round_up(1, -60, 10, &out), E_INVALID);
    CHECK_STATUS(money_round_up(1, INT64_MAX, 2, &out), E_INVALID);
    CHECK_STATUS(money_round_up(INT64_MAX, 1, 1, &out), E_INVALID);
    CHECK_STATUS(money_round_up(INT64_MIN, 1, 1, &out), E_INVALID);
    CHECK_STATUS(money_round_up(MONEY_MINOR_MAX, 1, 10, &out), E_INVALID);
    CHECK_I64(out, 42);
}

TEST(rounding_up_never_loses_and_never_adds_a_whole_unit)
{
    for (int i = 0; i < 10000; i++) {
        int64_t num = (int64_t)(test_random() % 10000000), den = (int64_t)(test_random() % 97) + 1;
        int64_t unit = (int64_t)(test_random() % 100) + 1, out;

        CHECK_STATUS(money_round_up(num, den, unit, &out), OK);
        CHECK(out % unit == 0 && out * den >= num && (out - unit) * den < num);
    }
}
