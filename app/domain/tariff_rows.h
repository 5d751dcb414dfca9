/* tariff_rows.h - a tariff as rows: read from the database or from the shipped files, checked, made
 * into what the engine counts with. */
#ifndef APP_DOMAIN_TARIFF_ROWS_H
#define APP_DOMAIN_TARIFF_ROWS_H

#include "app/domain/ctx.h"
#include "app/domain/tariff.h"
#include "db/store/tariff.h"

struct tariff_rows {
    struct tariff_row tariff;
    struct tariff_band_row *bands;
    int bands_n;
    struct ladder_step_row *steps;
    int steps_n;
};

/* E_INVALID when the rows make no tariff: *wrong names the column. The zone of rows->tariff is
 * borrowed by *out. */
enum status tariff_build(const struct tariff_rows *rows, struct tariff *out,
                         const char **wrong) WARN_UNUSED;

/* In an open transaction. E_NOT_FOUND. */
enum status tariff_get(struct ctx *x, int64_t id, struct tariff *out) WARN_UNUSED;

/* The version for a job that starts at an instant, by the local date in the community's zone.
 * E_NOT_FOUND when the community has no tariff valid then. */
enum status tariff_for(struct ctx *x, int64_t community_id, const char *zone, int64_t start_at,
                       struct tariff *out) WARN_UNUSED;

/* Stores a new version for a community, valid from a local day, in an open transaction. What stands
 * for good in rows->tariff (id, community, version, day, zone) is not read. Invalid rows: E_INVALID
 * with the column as x->field. */
enum status tariff_add(struct ctx *x, int64_t community_id, int64_t valid_from_day,
                       const struct tariff_rows *rows, int64_t *id) WARN_UNUSED;

/* The files of db/seed: tariffs.csv, tariff_bands.csv, ladder_steps.csv. Their columns are those of
 * the tables. */
struct tariff_files {
    struct slice tariffs, bands, steps;
};

/* The tariff of that name, E_NOT_FOUND when no file line has it. E_INVALID for a line that can't be
 * read; *wrong is "tariff_bands.csv:7" then. Rows live in the arena. */
enum status tariff_read(struct arena *a, const struct tariff_files *files, const char *name,
                        struct tariff_rows *out, const char **wrong) WARN_UNUSED;

#endif
