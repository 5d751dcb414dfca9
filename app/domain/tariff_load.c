/* tariff_load.c - tariff_get(), tariff_for() and tariff_add() of tariff_rows.h: the rows in the
 * database. */
#include "app/base/zone.h"
#include "app/domain/tariff_rows.h"

/* Rows that this program stored make a tariff, or something else has changed them. */
static enum status build_stored(struct ctx *x, struct tariff_rows *rows, struct tariff *out)
{
    const char *wrong = NULL;
    enum status s = store_tariff_bands(x->tx, rows->tariff.id, &rows->bands, &rows->bands_n);

    if (s == OK) {
        s = store_ladder_steps(x->tx, rows->tariff.id, &rows->steps, &rows->steps_n);
    }
    if (s == OK && tariff_build(rows, out, &wrong) != OK) {
        log_event(x->log, x->now, LOG_ERROR, "tariff.unreadable", LOG_I64("id", rows->tariff.id),
                  LOG_TEXT("field", wrong), LOG_END);
        s = E_INTERNAL;
    }
    return s;
}

enum status tariff_get(struct ctx *x, int64_t id, struct tariff *out)
{
    struct tariff_rows rows;
    enum status s = store_tariff_get(x->tx, id, &rows.tariff);

    return s == OK ? build_stored(x, &rows, out) : s;
}

enum status tariff_for(struct ctx *x, int64_t community_id, const char *zone, int64_t start_at,
                       struct tariff *out)
{
    struct tariff_rows rows;
    struct local_time start;
    enum status s = zone_local(zone, start_at, &start);

    if (s == OK) {
        s = store_tariff_on(x->tx, community_id, start.day_number, &rows.tariff);
    }
    return s == OK ? build_stored(x, &rows, out) : s;
}

static enum status add_parts(struct ctx *x, const struct tariff_rows *rows, int64_t id)
{
    enum status s = OK;

    for (int i = 0; i < rows->bands_n && s == OK; i++) {
        s = store_tariff_band_insert(x->tx, id, &rows->bands[i]);
    }
    for (int i = 0; i < rows->steps_n && s == OK; i++) {
        s = store_ladder_step_insert(x->tx, id, &rows->steps[i]);
    }
    return s;
}

enum status tariff_add(struct ctx *x, int64_t community_id, int64_t valid_from_day,
                       const struct tariff_rows *rows, int64_t *id)
{
    struct tariff_row row = rows->tariff;
    struct tariff built;
    const char *wrong;
    enum status s = tariff_build(rows, &built, &wrong);

    if (s != OK) {
        return invalid(x, wrong);
    }
    *id = new_id(x);
    row.id = *id;
    row.community_id = community_id;
    row.valid_from_day = valid_from_day;
    row.created_at = x->now;
    s = store_tariff_insert(x->tx, &row);
    return s == OK ? add_parts(x, rows, *id) : s;
}
