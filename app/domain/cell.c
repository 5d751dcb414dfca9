/* cell.c - see cell.h. */
#include "app/domain/cell.h"

#define DEGREE 100000

static int64_t floor_div(int64_t a, int64_t b)
{
    return a >= 0 ? a / b : -((b - 1 - a) / b);
}

static int64_t columns_per_degree(int64_t lat_e5)
{
    int64_t lat = lat_e5 < 0 ? -lat_e5 : lat_e5;

    if (lat <= 46LL * DEGREE) {
        return 77;
    }
    if (lat <= 60LL * DEGREE) {
        return 55;
    }
    return lat <= 80LL * DEGREE ? 19 : 1;
}

void cell_of(int64_t lat_e5, int64_t lng_e5, int64_t *x, int64_t *y)
{
    *x = floor_div(lng_e5 * columns_per_degree(lat_e5), DEGREE);
    *y = floor_div(lat_e5 * 110, DEGREE);
}
