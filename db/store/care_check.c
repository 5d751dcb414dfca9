/* care_check.c - see care_check.h. */
#include "db/store/care_check.h"

static const char sleep_insert_sql[] =
    "INSERT INTO sleep_check (id, booking_id, child_id, what, by_id, at)"
    " VALUES ($1, $2, $3, $4, $5, $6)";

enum status store_sleep_insert(struct tx *t, const struct sleep_row *r)
{
    struct db_in in[] = {IN_I64(r->id),
                         IN_I64(r->booking_id),
                         IN_I64(r->child_id),
                         IN_TEXT(r->what),
                         IN_I64(r->by_id),
                         IN_I64(r->at),
                         IN_END};

    return db_exec(t, sleep_insert_sql, in);
}

#define LAST_START                                                                \
    "(SELECT s.id FROM sleep_check s WHERE s.booking_id = $1 AND s.child_id = $2" \
    " AND s.what = 'start' ORDER BY s.id DESC LIMIT 1)"

static const char sleep_now_sql[] =
    "SELECT n.what, n.at, (SELECT f.at FROM sleep_check f WHERE f.id = " LAST_START "),"
    " (SELECT COUNT(*) FROM sleep_check c WHERE c.booking_id = $1 AND c.child_id = $2"
    "  AND c.what = 'check' AND c.id > " LAST_START ")"
    " FROM sleep_check n WHERE n.booking_id = $1 AND n.child_id = $2 ORDER BY n.id DESC LIMIT 1";

enum status store_sleep_now(struct tx *t, int64_t booking_id, int64_t child_id,
                            struct sleep_now *now)
{
    static const struct db_col cols[] = {
        COL_TEXT(struct sleep_now, what),
        COL_I64(struct sleep_now, at),
        COL_I64_NULL(struct sleep_now, since_at),
        COL_I64(struct sleep_now, checks),
        COL_END,
    };
    struct db_in in[] = {IN_I64(booking_id), IN_I64(child_id), IN_END};

    return db_one(t, sleep_now_sql, in, cols, now);
}

static const char temperature_insert_sql[] =
    "INSERT INTO temperature (id, booking_id, child_id, tenths_sealed, by_id, at)"
    " VALUES ($1, $2, $3, $4, $5, $6)";

enum status store_temperature_insert(struct tx *t, const struct temperature_row *r)
{
    struct db_in in[] = {IN_I64(r->id),
                         IN_I64(r->booking_id),
                         IN_I64(r->child_id),
                         IN_BYTES(r->tenths_sealed),
                         IN_I64(r->by_id),
                         IN_I64(r->at),
                         IN_END};

    return db_exec(t, temperature_insert_sql, in);
}

static const char temperatures_sql[] =
    "SELECT id, booking_id, child_id, tenths_sealed, by_id, at FROM temperature"
    " WHERE booking_id = $1 AND child_id = $2 ORDER BY id";

enum status store_temperatures(struct tx *t, int64_t booking_id, int64_t child_id,
                               struct temperature_row **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct temperature_row, id),
        COL_I64(struct temperature_row, booking_id),
        COL_I64(struct temperature_row, child_id),
        COL_BYTES(struct temperature_row, tenths_sealed),
        COL_I64(struct temperature_row, by_id),
        COL_I64(struct temperature_row, at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(booking_id), IN_I64(child_id), IN_END};

    return db_many(t, temperatures_sql, in, cols, sizeof **rows, TEMPERATURES_MAX, rows, n);
}
