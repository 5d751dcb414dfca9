/* handover.c - see handover.h. */
#include "db/store/handover.h"

static const char insert_sql[] =
    "INSERT INTO handover (id, booking_id, child_id, stop_id, way, proof, weak, by_id,"
    " pickup_person_id, person_sealed, at, device_at, received_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

enum status store_handover_insert(struct tx *t, const struct handover_row *h)
{
    struct db_in in[] = {
        IN_I64(h->id),
        IN_I64(h->booking_id),
        IN_I64(h->child_id),
        IN_I64(h->stop_id),
        IN_TEXT(h->way),
        IN_TEXT(h->proof),
        IN_I64(h->weak),
        IN_I64(h->by_id),
        IN_I64_OR_NULL(h->pickup_person_id),
        IN_BYTES(h->person_sealed),
        IN_I64(h->at),
        IN_I64_OR_NULL(h->device_at),
        IN_I64(h->received_at),
        IN_END,
    };

    return db_exec(t, insert_sql, in);
}

static const char list_sql[] =
    "SELECT id, booking_id, child_id, stop_id, way, proof, weak, by_id, pickup_person_id,"
    " person_sealed, at, device_at, received_at FROM handover WHERE booking_id = $1 ORDER BY id";

enum status store_handovers(struct tx *t, int64_t booking_id, struct handover_row **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct handover_row, id),
        COL_I64(struct handover_row, booking_id),
        COL_I64(struct handover_row, child_id),
        COL_I64(struct handover_row, stop_id),
        COL_TEXT(struct handover_row, way),
        COL_TEXT(struct handover_row, proof),
        COL_I64(struct handover_row, weak),
        COL_I64(struct handover_row, by_id),
        COL_I64_NULL(struct handover_row, pickup_person_id),
        COL_BYTES_NULL(struct handover_row, person_sealed),
        COL_I64(struct handover_row, at),
        COL_I64_NULL(struct handover_row, device_at),
        COL_I64(struct handover_row, received_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(booking_id), IN_END};

    return db_many(t, list_sql, in, cols, sizeof **rows, HANDOVERS_MAX, rows, n);
}

static const char hands_sql[] =
    "SELECT c.child_id, s.id AS stop_id, s.seq, s.act, s.at AS stop_at, s.place_id,"
    " p.kind AS place_kind, p.household_id AS place_household, s.alone, c.dropped_at,"
    " h.at AS handed_at"
    " FROM booking_child c JOIN stop s ON s.booking_id = c.booking_id"
    " JOIN stop_child sc ON sc.stop_id = s.id AND sc.child_id = c.child_id"
    " LEFT JOIN place p ON p.id = s.place_id"
    " LEFT JOIN handover h ON h.booking_id = c.booking_id AND h.child_id = c.child_id"
    " AND h.stop_id = s.id"
    " WHERE c.booking_id = $1 ORDER BY c.child_id, s.seq";

enum status store_hands(struct tx *t, int64_t booking_id, struct hand_row **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct hand_row, child_id),
        COL_I64(struct hand_row, stop_id),
        COL_I64(struct hand_row, seq),
        COL_TEXT(struct hand_row, act),
        COL_I64(struct hand_row, stop_at),
        COL_I64_NULL(struct hand_row, place_id),
        COL_TEXT_NULL(struct hand_row, place_kind),
        COL_I64_NULL(struct hand_row, place_household),
        COL_I64(struct hand_row, alone),
        COL_I64_NULL(struct hand_row, dropped_at),
        COL_I64_NULL(struct hand_row, handed_at),
        COL_END,
    };
    struct db_in in[] = {IN_I64(booking_id), IN_END};

    return db_many(t, hands_sql, in, cols, sizeof **rows, HANDOVERS_MAX, rows, n);
}

struct tries_row {
    int64_t tries;
};
static const struct db_col tries_cols[] = {COL_I64(struct tries_row, tries), COL_END};

static const char tries_sql[] =
    "SELECT tries FROM handover_wrong WHERE booking_id = $1 AND stop_id = $2";

enum status store_handover_tries(struct tx *t, int64_t booking_id, int64_t stop_id, int64_t *tries)
{
    struct db_in in[] = {IN_I64(booking_id), IN_I64(stop_id), IN_END};
    struct tries_row row = {0};
    enum status s = db_one(t, tries_sql, in, tries_cols, &row);

    *tries = row.tries;
    return s == E_NOT_FOUND ? OK : s;
}

static const char wrong_sql[] =
    "INSERT INTO handover_wrong (booking_id, stop_id, tries) VALUES ($1, $2, 1)"
    " ON CONFLICT (booking_id, stop_id) DO UPDATE SET tries = handover_wrong.tries + 1"
    " RETURNING tries";

enum status store_handover_wrong(struct tx *t, int64_t booking_id, int64_t stop_id, int64_t *tries)
{
    struct db_in in[] = {IN_I64(booking_id), IN_I64(stop_id), IN_END};
    struct tries_row row = {0};
    enum status s = db_one(t, wrong_sql, in, tries_cols, &row);

    *tries = row.tries;
    return s;
}

static const char tap_sql[] = "SELECT by_id, booking_id, received_at, tap_id, outcome"
                              " FROM handover_tap WHERE by_id = $1 AND tap_id = $2";

enum status store_tap_get(struct tx *t, int64_t by_id, const char *tap_id, struct tap_row *row)
{
    static const struct db_col cols[] = {
        COL_I64(struct tap_row, by_id),       COL_I64(struct tap_row, booking_id),
        COL_I64(struct tap_row, received_at), COL_TEXT(struct tap_row, tap_id),
        COL_TEXT(struct tap_row, outcome),    COL_END,
    };
    struct db_in in[] = {IN_I64(by_id), IN_TEXT(tap_id), IN_END};

    return db_one(t, tap_sql, in, cols, row);
}

static const char tap_put_sql[] =
    "INSERT INTO handover_tap (by_id, tap_id, booking_id, outcome, received_at)"
    " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (by_id, tap_id) DO NOTHING";

enum status store_tap_put(struct tx *t, const struct tap_row *row)
{
    struct db_in in[] = {IN_I64(row->by_id),    IN_TEXT(row->tap_id),     IN_I64(row->booking_id),
                         IN_TEXT(row->outcome), IN_I64(row->received_at), IN_END};
    int64_t changed;

    return db_change(t, tap_put_sql, in, &changed);
}

static const char told_put_sql[] =
    "INSERT INTO handover_told (id, booking_id, child_id, stop_id, way, proof, by_id,"
    " pickup_person_id, person_sealed, device_at, received_at, why)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    " ON CONFLICT (booking_id, child_id, way, by_id, why) DO NOTHING";

enum status store_told_put(struct tx *t, const struct told_row *row, bool *fresh)
{
    struct db_in in[] = {
        IN_I64(row->id),
        IN_I64(row->booking_id),
        IN_I64(row->child_id),
        IN_I64_OR_NULL(row->stop_id),
        IN_TEXT(row->way),
        IN_TEXT(row->proof),
        IN_I64(row->by_id),
        IN_I64_OR_NULL(row->pickup_person_id),
        IN_BYTES(row->person_sealed),
        IN_I64_OR_NULL(row->device_at),
        IN_I64(row->received_at),
        IN_TEXT(row->why),
        IN_END,
    };
    int64_t changed = 0;
    enum status s = db_change(t, told_put_sql, in, &changed);

    *fresh = changed > 0;
    return s;
}

static const char told_sql[] =
    "SELECT id, booking_id, child_id, stop_id, way, proof, by_id, pickup_person_id, person_sealed,"
    " device_at, received_at, why FROM handover_told WHERE booking_id = $1 ORDER BY id";

enum status store_told(struct tx *t, int64_t booking_id, struct told_row **rows, int *n)
{
    static const struct db_col cols[] = {
        COL_I64(struct told_row, id),
        COL_I64(struct told_row, booking_id),
        COL_I64(struct told_row, child_id),
        COL_I64_NULL(struct told_row, stop_id),
        COL_TEXT(struct told_row, way),
        COL_TEXT(struct told_row, proof),
        COL_I64(struct told_row, by_id),
        COL_I64_NULL(struct told_row, pickup_person_id),
        COL_BYTES_NULL(struct told_row, person_sealed),
        COL_I64_NULL(struct told_row, device_at),
        COL_I64(struct told_row, received_at),
        COL_TEXT(struct told_row, why),
        COL_END,
    };
    struct db_in in[] = {IN_I64(booking_id), IN_END};

    return db_many(t, told_sql, in, cols, sizeof **rows, TOLD_MAX, rows, n);
}
