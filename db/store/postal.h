/* postal.h - rows of postal_code. */
#ifndef DB_STORE_POSTAL_H
#define DB_STORE_POSTAL_H

#include "db/db.h"

#define POSTAL_CODE_DIGITS 7
#define POSTAL_TOWNS_MAX   500 /* of one code; the most that one has is 66 */

struct postal_row {
    const char *code;
    const char *prefecture, *city;
    const char *town; /* "" where the code is for the whole city */
};

/* Those of one code, by prefecture, city and town; none is OK. */
enum status store_postal_of(struct tx *t, const char *code, struct postal_row **rows,
                            int *n) WARN_UNUSED;

/* All of them, by code, prefecture, city and town; E_TOO_LARGE past max. */
enum status store_postal_all(struct tx *t, int max, struct postal_row **rows, int *n) WARN_UNUSED;

enum status store_postal_insert(struct tx *t, const struct postal_row *const *rows,
                                int n) WARN_UNUSED;
enum status store_postal_delete(struct tx *t, const struct postal_row *row) WARN_UNUSED;

#endif
