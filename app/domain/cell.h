/* cell.h - where something is, never closer than a cell of 1 km: all that is kept in clear of a
 * position (security.md 2). */
#ifndef APP_DOMAIN_CELL_H
#define APP_DOMAIN_CELL_H

#include <stdint.h>

#define LAT_E5_MAX 9000000 /* hundred-thousandths of a degree */
#define LNG_E5_MAX 18000000

/* Rows are 1/110 of a degree; columns 1/77 up to latitude 46 (all of Japan), 1/55 up to 60, 1/19
 * up to 80 and a degree beyond: nowhere narrower than 1 km below latitude 89. Cells of two places
 * on different sides of such a latitude are far apart in x, however near the places are. */
void cell_of(int64_t lat_e5, int64_t lng_e5, int64_t *x, int64_t *y);

#endif
