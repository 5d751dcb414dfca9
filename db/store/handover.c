/* handover.c - see handover.h. */
#include "db/store/handover.h"

static const char insert_sql[] =
    "INSERT INTO handover (id, booking_id, child_id, way, proof, weak, by_id, pickup_person_id, at,"
    " device_at, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

enum status store_handover_insert(struct tx *t, const struct handover_row *h)
{
    struct db_in in[] = {
        IN_I64(h->id),          IN_I64(h->booking_id),
        IN_I64(h->child_id),    IN_TEXT(h->way),
        IN_TEXT(h->proof),      IN_I64(h->weak),
        IN_I64(h->by_id),       IN_I64_OR_NULL(h->pickup_person_id),
        IN_I64(h->at),          IN_I64_OR_NULL(h->device_at),
        IN_I64(h->received_at), IN_END,
    };

    return db_exec(t, insert_sql, in);
}

static const char list_sql[] =
    "SELECT id, booking_id, child_id, way, proof, weak, by_id, pickup_person_id, at, device_at,"
    " received_at FROM handover WHERE booking_id = $1 ORDER BY id";

enum status store_handovers(struct tx *t, int64_t booking_id, struct handover_row **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct handover_row, id),
        COL_I64(struct handover_row, booking_id),
        COL_I64(struct handover_row, child_id),
        COL_TEXT(struct handover_row, way),
        COL_TEXT(struct handover_row, proof),
        COL_I64(struct handover_row, weak),
        COL_I64(struct handover_row, by_id),
        COL_I64_NULL(struct handover_row, pickup_person_id),
        COL_I64(struct handover_row, at),
        COL_I64_NULL(struct handover_row, device_at),
        COL_I64(struct handover_row, received_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(booking_id), IN_END};

    return db_many(t, list_sql, in, cols, sizeof **rows, HANDOVERS_MAX, rows, n);
}

struct tries_row {
    int64_t tries;
};
static const struct db_col tries_cols[] = {COL_I64(struct tries_row, tries), COL_END};

static const char tries_sql[] = "SELECT tries FROM handover_try WHERE booking_id = $1 AND way = $2";

enum status store_handover_tries(struct tx *t, int64_t booking_id, const char *way, int64_t *tries)
{
    struct db_in in[] = {IN_I64(booking_id), IN_TEXT(way), IN_END};
    struct tries_row row = {0};
    enum status s = db_one(t, tries_sql, in, tries_cols, &row);

    *tries = row.tries;
    return s == E_NOT_FOUND ? OK : s;
}

static const char wrong_sql[] =
    "INSERT INTO handover_try (booking_id, way, tries) VALUES ($1, $2, 1)"
    " ON CONFLICT (booking_id, way) DO UPDATE SET tries = handover_try.tries + 1 RETURNING tries";

enum status store_handover_wrong(struct tx *t, int64_t booking_id, const char *way, int64_t *tries)
{
    struct db_in in[] = {IN_I64(booking_id), IN_TEXT(way), IN_END};
    struct tries_row row = {0};
    enum status s = db_one(t, wrong_sql, in, tries_cols, &row);

    *tries = row.tries;
    return s;
}
