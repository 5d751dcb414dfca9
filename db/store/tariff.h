/* tariff.h - rows of tariff, tariff_band and ladder_step. They are inserted and never changed: a
 * booking keeps its version. */
#ifndef DB_STORE_TARIFF_H
#define DB_STORE_TARIFF_H

#include "db/db.h"

/* The columns of db/schema/0004_tariff.sql, where each is explained. */
struct tariff_row {
    int64_t id;
    int64_t community_id;
    int64_t version;
    int64_t valid_from_day;
    const char *name;
    const char *currency;
    int64_t round_unit_minor;
    int64_t round_up;
    int64_t minimum_min;
    int64_t flat_until_min;
    int64_t flat_minor;
    int64_t step_min;
    const char *crossing;
    const char *sick;
    int64_t sick_rate_minor;
    int64_t sibling_pct;
    int64_t age_0_alone;
    int64_t uplift_one_minor;
    int64_t uplift_both_minor;
    int64_t travel_counted;
    int64_t top_up_minor;
    int64_t year_end_from_md;
    int64_t year_end_until_md;
    int64_t cancel_waived_below_minor;
    const char *source;
    int64_t created_at;
    const char *zone; /* the community's */
};

struct tariff_band_row {
    const char *day_class;
    int64_t from_min;
    int64_t until_min;
    int64_t rate_minor;
};

struct ladder_step_row {
    int64_t seq;
    const char *until_kind;
    int64_t until_n;
    const char *charge;
    int64_t amount;
    const char *exempt;
};

/* E_NOT_FOUND. */
enum status store_tariff_get(struct tx *t, int64_t id, struct tariff_row *row) WARN_UNUSED;

/* The version for a job that starts on a local day: the newest of those already valid.
 * E_NOT_FOUND when the community has none. */
enum status store_tariff_on(struct tx *t, int64_t community_id, int64_t day,
                            struct tariff_row *row) WARN_UNUSED;

/* In the order of day class and time; of seq. */
enum status store_tariff_bands(struct tx *t, int64_t tariff_id, struct tariff_band_row **rows,
                               int *n) WARN_UNUSED;
enum status store_ladder_steps(struct tx *t, int64_t tariff_id, struct ladder_step_row **rows,
                               int *n) WARN_UNUSED;

/* The row gets the community's next version number; its version and zone are not read. E_CONFLICT
 * when the columns contradict each other. */
enum status store_tariff_insert(struct tx *t, const struct tariff_row *row) WARN_UNUSED;
enum status store_tariff_band_insert(struct tx *t, int64_t tariff_id,
                                     const struct tariff_band_row *row) WARN_UNUSED;
enum status store_ladder_step_insert(struct tx *t, int64_t tariff_id,
                                     const struct ladder_step_row *row) WARN_UNUSED;

#endif
