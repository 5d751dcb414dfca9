/* tariff.c - see tariff.h. */
#include "db/store/tariff.h"

#include "app/base/limits.h"

#define TARIFF_COLUMNS                                                                  \
    "t.id, t.community_id, t.version, t.valid_from_day, t.name, t.currency, "           \
    "t.round_unit_minor, t.round_up, t.minimum_min, t.flat_until_min, t.flat_minor, "   \
    "t.step_min, t.crossing, t.sick, t.sick_rate_minor, t.sibling_pct, t.age_0_alone, " \
    "t.uplift_one_minor, t.uplift_both_minor, t.travel_counted, t.top_up_minor, "       \
    "t.year_end_from_md, t.year_end_until_md, t.cancel_waived_below_minor, t.source, "  \
    "t.created_at, c.zone "

static const struct db_col tariff_cols[] = {
    COL_I64(struct tariff_row, id),
    COL_I64(struct tariff_row, community_id),
    COL_I64(struct tariff_row, version),
    COL_I64(struct tariff_row, valid_from_day),
    COL_TEXT(struct tariff_row, name),
    COL_TEXT(struct tariff_row, currency),
    COL_I64(struct tariff_row, round_unit_minor),
    COL_I64(struct tariff_row, round_up),
    COL_I64(struct tariff_row, minimum_min),
    COL_I64(struct tariff_row, flat_until_min),
    COL_I64(struct tariff_row, flat_minor),
    COL_I64(struct tariff_row, step_min),
    COL_TEXT(struct tariff_row, crossing),
    COL_TEXT(struct tariff_row, sick),
    COL_I64(struct tariff_row, sick_rate_minor),
    COL_I64(struct tariff_row, sibling_pct),
    COL_I64(struct tariff_row, age_0_alone),
    COL_I64(struct tariff_row, uplift_one_minor),
    COL_I64(struct tariff_row, uplift_both_minor),
    COL_I64(struct tariff_row, travel_counted),
    COL_I64(struct tariff_row, top_up_minor),
    COL_I64(struct tariff_row, year_end_from_md),
    COL_I64(struct tariff_row, year_end_until_md),
    COL_I64(struct tariff_row, cancel_waived_below_minor),
    COL_TEXT(struct tariff_row, source),
    COL_I64(struct tariff_row, created_at),
    COL_TEXT(struct tariff_row, zone),
    COL_END,
};

static const char get_sql[] =
    "SELECT " TARIFF_COLUMNS "FROM tariff t JOIN community c ON c.id = t.community_id "
    "WHERE t.id = $1";

enum status store_tariff_get(struct tx *t, int64_t id, struct tariff_row *row)
{
    const struct db_in in[] = {IN_I64(id), IN_END};

    return db_one(t, get_sql, in, tariff_cols, row);
}

static const char on_sql[] =
    "SELECT " TARIFF_COLUMNS "FROM tariff t JOIN community c ON c.id = t.community_id "
    "WHERE t.community_id = $1 AND t.valid_from_day <= $2 "
    "ORDER BY t.valid_from_day DESC, t.version DESC LIMIT 1";

enum status store_tariff_on(struct tx *t, int64_t community_id, int64_t day, struct tariff_row *row)
{
    const struct db_in in[] = {IN_I64(community_id), IN_I64(day), IN_END};

    return db_one(t, on_sql, in, tariff_cols, row);
}

static const char bands_sql[] = "SELECT day_class, from_min, until_min, rate_minor "
                                "FROM tariff_band WHERE tariff_id = $1 "
                                "ORDER BY day_class, from_min";

enum status store_tariff_bands(struct tx *t, int64_t tariff_id, struct tariff_band_row **rows,
                               int *n)
{
    static const struct db_col cols[] = {COL_TEXT(struct tariff_band_row, day_class),
                                         COL_I64(struct tariff_band_row, from_min),
                                         COL_I64(struct tariff_band_row, until_min),
                                         COL_I64(struct tariff_band_row, rate_minor), COL_END};
    const struct db_in in[] = {IN_I64(tariff_id), IN_END};

    return db_many(t, bands_sql, in, cols, sizeof **rows, TARIFF_BANDS_MAX, rows, n);
}

static const char steps_sql[] = "SELECT seq, until_kind, until_n, charge, amount, exempt "
                                "FROM ladder_step WHERE tariff_id = $1 ORDER BY seq";

enum status store_ladder_steps(struct tx *t, int64_t tariff_id, struct ladder_step_row **rows,
                               int *n)
{
    static const struct db_col cols[] = {COL_I64(struct ladder_step_row, seq),
                                         COL_TEXT(struct ladder_step_row, until_kind),
                                         COL_I64(struct ladder_step_row, until_n),
                                         COL_TEXT(struct ladder_step_row, charge),
                                         COL_I64(struct ladder_step_row, amount),
                                         COL_TEXT(struct ladder_step_row, exempt),
                                         COL_END};
    const struct db_in in[] = {IN_I64(tariff_id), IN_END};

    return db_many(t, steps_sql, in, cols, sizeof **rows, LADDER_STEPS_MAX, rows, n);
}

static const char insert_sql[] =
    "INSERT INTO tariff (id, community_id, version, valid_from_day, name, currency, "
    "round_unit_minor, round_up, minimum_min, flat_until_min, flat_minor, step_min, crossing, "
    "sick, sick_rate_minor, sibling_pct, age_0_alone, uplift_one_minor, uplift_both_minor, "
    "travel_counted, top_up_minor, year_end_from_md, year_end_until_md, "
    "cancel_waived_below_minor, source, created_at) "
    "VALUES ($1, $2, (SELECT COALESCE(MAX(version), 0) + 1 FROM tariff WHERE community_id = $2), "
    "$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, "
    "$22, $23, $24, $25)";

enum status store_tariff_insert(struct tx *t, const struct tariff_row *r)
{
    const struct db_in in[] = {
        IN_I64(r->id),
        IN_I64(r->community_id),
        IN_I64(r->valid_from_day),
        IN_TEXT(r->name),
        IN_TEXT(r->currency),
        IN_I64(r->round_unit_minor),
        IN_I64(r->round_up),
        IN_I64(r->minimum_min),
        IN_I64(r->flat_until_min),
        IN_I64(r->flat_minor),
        IN_I64(r->step_min),
        IN_TEXT(r->crossing),
        IN_TEXT(r->sick),
        IN_I64(r->sick_rate_minor),
        IN_I64(r->sibling_pct),
        IN_I64(r->age_0_alone),
        IN_I64(r->uplift_one_minor),
        IN_I64(r->uplift_both_minor),
        IN_I64(r->travel_counted),
        IN_I64(r->top_up_minor),
        IN_I64(r->year_end_from_md),
        IN_I64(r->year_end_until_md),
        IN_I64(r->cancel_waived_below_minor),
        IN_TEXT(r->source),
        IN_I64(r->created_at),
        IN_END,
    };

    return db_exec(t, insert_sql, in);
}

static const char insert_band_sql[] =
    "INSERT INTO tariff_band (tariff_id, day_class, from_min, until_min, rate_minor) "
    "VALUES ($1, $2, $3, $4, $5)";

enum status store_tariff_band_insert(struct tx *t, int64_t tariff_id,
                                     const struct tariff_band_row *r)
{
    const struct db_in in[] = {IN_I64(tariff_id),    IN_TEXT(r->day_class), IN_I64(r->from_min),
                               IN_I64(r->until_min), IN_I64(r->rate_minor), IN_END};

    return db_exec(t, insert_band_sql, in);
}

static const char insert_step_sql[] =
    "INSERT INTO ladder_step (tariff_id, seq, until_kind, until_n, charge, amount, exempt) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)";

enum status store_ladder_step_insert(struct tx *t, int64_t tariff_id,
                                     const struct ladder_step_row *r)
{
    const struct db_in in[] = {
        IN_I64(tariff_id),  IN_I64(r->seq),    IN_TEXT(r->until_kind), IN_I64(r->until_n),
        IN_TEXT(r->charge), IN_I64(r->amount), IN_TEXT(r->exempt),     IN_END};

    return db_exec(t, insert_step_sql, in);
}
