/* booking_names.c - see booking_names.h. */
#include "db/store/booking_names.h"

struct names_row {
    const char *supporter;
    const char *guardian;
};

static const char names_sql[] =
    "SELECT s.display_name, g.display_name FROM booking b JOIN member s ON s.id = b.supporter_id"
    " JOIN member g ON g.id = b.guardian_id WHERE b.id = $1";

enum status store_booking_names(struct tx *t, int64_t booking_id, const char **supporter,
                                const char **guardian)
{
    static const struct db_col cols[] = {COL_TEXT(struct names_row, supporter),
                                         COL_TEXT(struct names_row, guardian), COL_END};
    struct db_in in[] = {IN_I64(booking_id), IN_END};
    struct names_row row = {NULL, NULL};
    enum status s = db_one(t, names_sql, in, cols, &row);

    *supporter = row.supporter;
    *guardian = row.guardian;
    return s;
}
