/* money.c - see money.h. */
#include "app/base/money.h"

static enum status in_range(int64_t amount, int64_t *out)
{
    if (amount < -MONEY_MINOR_MAX || amount > MONEY_MINOR_MAX) {
        return E_INVALID;
    }
    *out = amount;
    return OK;
}

enum status money_add(int64_t a, int64_t b, int64_t *out)
{
    int64_t sum;

    return __builtin_add_overflow(a, b, &sum) ? E_INVALID : in_range(sum, out);
}

enum status money_mul(int64_t a, int64_t n, int64_t *out)
{
    int64_t product;

    return __builtin_mul_overflow(a, n, &product) ? E_INVALID : in_range(product, out);
}

/* Towards minus infinity, where C's own division goes towards zero. den > 0. */
static int64_t floor_div(int64_t num, int64_t den)
{
    return num / den - (num % den < 0 ? 1 : 0);
}

enum status money_part_down(int64_t a, int64_t num, int64_t den, int64_t *out)
{
    int64_t product;

    if (den <= 0 || __builtin_mul_overflow(a, num, &product)) {
        return E_INVALID;
    }
    return in_range(floor_div(product, den), out);
}

enum status money_round_up(int64_t num, int64_t den, int64_t unit, int64_t *out)
{
    int64_t step, steps;

    if (den <= 0 || unit <= 0 || __builtin_mul_overflow(den, unit, &step)) {
        return E_INVALID;
    }
    steps = floor_div(num, step) + (num % step != 0 ? 1 : 0);
    return money_mul(steps, unit, out);
}
