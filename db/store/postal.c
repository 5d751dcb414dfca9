/* postal.c - see postal.h. */
#include "db/store/postal.h"

static const struct db_col postal_cols[] = {
    COL_TEXT(struct postal_row, code), COL_TEXT(struct postal_row, prefecture),
    COL_TEXT(struct postal_row, city), COL_TEXT(struct postal_row, town), COL_END};

static const char of_sql[] = "SELECT code, prefecture, city, town FROM postal_code WHERE code = $1"
                             " ORDER BY prefecture, city, town";

enum status store_postal_of(struct tx *t, const char *code, struct postal_row **rows, int *n)
{
    struct db_in in[] = {IN_TEXT(code), IN_END};

    return db_many(t, of_sql, in, postal_cols, sizeof **rows, POSTAL_TOWNS_MAX, rows, n);
}

static const char all_sql[] = "SELECT code, prefecture, city, town FROM postal_code"
                              " /* scan: of all of them, for an import */"
                              " ORDER BY code, prefecture, city, town";

enum status store_postal_all(struct tx *t, int max, struct postal_row **rows, int *n)
{
    return db_many(t, all_sql, NULL, postal_cols, sizeof **rows, max, rows, n);
}

#define INTO_POSTAL     "INSERT INTO postal_code (code, prefecture, city, town) VALUES "
#define ROW(a, b, c, d) "($" #a ", $" #b ", $" #c ", $" #d ")"

/* Twenty at once: on PostgreSQL each statement is a way there and back. */
#define AT_ONCE      20
#define COLUMNS_EACH 4
static const char insert_sql[] = INTO_POSTAL ROW(1, 2, 3, 4);
static const char insert_many_sql[] = INTO_POSTAL
    ROW(1, 2, 3, 4) ", " ROW(5, 6, 7, 8) ", " ROW(9, 10, 11, 12) ", " ROW(13, 14, 15, 16) ", " ROW(17, 18, 19, 20) ", " ROW(21, 22, 23, 24) ", " ROW(25, 26, 27, 28) ", " ROW(
        29, 30, 31,
        32) ", " ROW(33, 34, 35,
                     36) ", " ROW(37, 38, 39,
                                  40) ", " ROW(41, 42, 43,
                                               44) ", " ROW(45, 46, 47,
                                                            48) ", " ROW(49, 50, 51,
                                                                         52) ", " ROW(53, 54, 55,
                                                                                      56) ", " ROW(57,
                                                                                                   58,
                                                                                                   59,
                                                                                                   60) ", " ROW(61,
                                                                                                                62,
                                                                                                                63,
                                                                                                                64) ", " ROW(65,
                                                                                                                             66,
                                                                                                                             67,
                                                                                                                             68) ", " ROW(69,
                                                                                                                                          70,
                                                                                                                                          71,
                                                                                                                                          72) ", " ROW(73,
                                                                                                                                                       74,
                                                                                                                                                       75,
                                                                                                                                                       76) ", " ROW(77,
                                                                                                                                                                    78,
                                                                                                                                                                    79,
                                                                                                                                                                    80);

enum status store_postal_insert(struct tx *t, const struct postal_row *const *rows, int n)
{
    struct db_in in[AT_ONCE * COLUMNS_EACH + 1];
    int64_t changed;
    enum status s = OK;

    for (int i = 0, put; s == OK && i < n; i += put) {
        put = n - i >= AT_ONCE ? AT_ONCE : 1;
        for (int k = 0; k < put; k++) {
            const struct postal_row *row = rows[i + k];
            struct db_in *at = &in[k * COLUMNS_EACH];

            at[0] = (struct db_in)IN_TEXT(row->code);
            at[1] = (struct db_in)IN_TEXT(row->prefecture);
            at[2] = (struct db_in)IN_TEXT(row->city);
            at[3] = (struct db_in)IN_TEXT(row->town);
        }
        in[put * COLUMNS_EACH] = (struct db_in)IN_END;
        s = db_change(t, put == 1 ? insert_sql : insert_many_sql, in, &changed);
    }
    return s;
}

static const char delete_sql[] = "DELETE FROM postal_code WHERE code = $1 AND prefecture = $2"
                                 " AND city = $3 AND town = $4";

enum status store_postal_delete(struct tx *t, const struct postal_row *row)
{
    struct db_in in[] = {IN_TEXT(row->code), IN_TEXT(row->prefecture), IN_TEXT(row->city),
                         IN_TEXT(row->town), IN_END};

    return db_exec(t, delete_sql, in);
}
