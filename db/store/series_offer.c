/* series_offer.c - see series_offer.h. */
#include "db/store/series_offer.h"

#include "app/base/limits.h"

static const struct db_col first_cols[] = {
    COL_I64(struct series_first, supporter_id),
    COL_I64(struct series_first, offer_id),
    COL_TEXT(struct series_first, state),
    COL_END,
};

/* Ids rise with the days: asks are made in order. */
static const char firsts_sql[] =
    "SELECT o.supporter_id, MIN(o.id), 'asked' FROM series_date d"
    " JOIN offer o ON o.request_id = d.request_id WHERE d.series_id = $1 AND o.asked_at = $2"
    " AND o.state = 'asked' GROUP BY o.supporter_id ORDER BY 2 LIMIT $3";

enum status store_series_firsts(struct tx *t, int64_t series_id, int64_t asked_at,
                                struct series_first **rows, int *n)
{
    struct db_in in[] = {IN_I64(series_id), IN_I64(asked_at), IN_I64(SERIES_PEOPLE_MAX), IN_END};

    return db_many(t, firsts_sql, in, first_cols, sizeof **rows, SERIES_PEOPLE_MAX, rows, n);
}

static const char wanted_sql[] =
    "SELECT p.supporter_id, COALESCE(o.id, 0), COALESCE(o.state, '') FROM series_person p"
    " LEFT JOIN offer o ON o.request_id = $2 AND o.supporter_id = p.supporter_id"
    " WHERE p.series_id = $1 AND p.chosen_at IS NOT NULL ORDER BY p.chosen_at, p.id LIMIT $3";

enum status store_series_wanted(struct tx *t, int64_t series_id, int64_t request_id,
                                struct series_first **rows, int *n)
{
    struct db_in in[] = {IN_I64(series_id), IN_I64(request_id), IN_I64(SERIES_PEOPLE_MAX), IN_END};

    return db_many(t, wanted_sql, in, first_cols, sizeof **rows, SERIES_PEOPLE_MAX, rows, n);
}
