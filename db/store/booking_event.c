/* booking_event.c - see booking_event.h. */
#include "db/store/booking_event.h"

static const char put_sql[] =
    "INSERT INTO booking_event (id, booking_id, at, actor_id, on_behalf_of, name, from_state,"
    " to_state, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

enum status store_booking_event_put(struct tx *t, const struct booking_event_row *e)
{
    struct db_in in[] = {
        IN_I64(e->id),
        IN_I64(e->booking_id),
        IN_I64(e->at),
        IN_I64(e->actor_id),
        IN_I64_OR_NULL(e->on_behalf_of),
        IN_TEXT(e->name),
        IN_TEXT(e->from_state),
        IN_TEXT(e->to_state),
        IN_TEXT(e->detail),
        IN_END,
    };

    return db_exec(t, put_sql, in);
}

static const struct db_col cols[] = {
    COL_I64(struct booking_event_row, id),
    COL_I64(struct booking_event_row, booking_id),
    COL_I64(struct booking_event_row, at),
    COL_I64(struct booking_event_row, actor_id),
    COL_I64_NULL(struct booking_event_row, on_behalf_of),
    COL_TEXT(struct booking_event_row, name),
    COL_TEXT(struct booking_event_row, from_state),
    COL_TEXT(struct booking_event_row, to_state),
    COL_TEXT(struct booking_event_row, detail),
    COL_END,
};

static const char list_sql[] =
    "SELECT id, booking_id, at, actor_id, on_behalf_of, name, from_state, to_state, detail"
    " FROM booking_event WHERE booking_id = $1 ORDER BY id";

enum status store_booking_events(struct tx *t, int64_t booking_id, struct booking_event_row **rows,
                                 int *n)
{
    struct db_in in[] = {IN_I64(booking_id), IN_END};

    return db_many(t, list_sql, in, cols, sizeof **rows, BOOKING_EVENTS_MAX, rows, n);
}

struct count {
    int64_t n;
};

static const char count_sql[] =
    "SELECT COUNT(*) FROM booking_event WHERE booking_id = $1 AND name = $2 AND at >= $3";

enum status store_booking_event_count(struct tx *t, int64_t booking_id, const char *name,
                                      int64_t since_at, int64_t *n)
{
    static const struct db_col count_cols[] = {COL_I64(struct count, n), COL_END};
    struct db_in in[] = {IN_I64(booking_id), IN_TEXT(name), IN_I64(since_at), IN_END};
    struct count c = {0};
    enum status s = db_one(t, count_sql, in, count_cols, &c);

    *n = c.n;
    return s;
}

static const char after_sql[] =
    "SELECT id, booking_id, at, actor_id, on_behalf_of, name, from_state, to_state, detail"
    " FROM booking_event WHERE booking_id = $1 AND id > $2 ORDER BY id LIMIT $3";

enum status store_booking_events_after(struct tx *t, int64_t booking_id, int64_t after_id, int max,
                                       struct booking_event_row **rows, int *n)
{
    struct db_in in[] = {IN_I64(booking_id), IN_I64(after_id), IN_I64(max), IN_END};

    return db_many(t, after_sql, in, cols, sizeof **rows, max, rows, n);
}
