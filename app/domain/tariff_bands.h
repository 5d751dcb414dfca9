/* tariff_bands.h - what an hour costs at an instant: kind of day and local wall time (domain.md 4).
 * Pure: no SQL, no clock. */
#ifndef APP_DOMAIN_TARIFF_BANDS_H
#define APP_DOMAIN_TARIFF_BANDS_H

#include "app/base/limits.h"
#include "app/base/status.h"

#include <stdbool.h>
#include <stdint.h>

/* Stored text. A day belongs to the last of these that fits it: a year-end day that is a holiday
 * on a Saturday is year_end. */
#define DAY_CLASSES(X)        \
    X(DAY_WEEKDAY, "weekday") \
    X(DAY_WEEKEND, "weekend") \
    X(DAY_HOLIDAY, "holiday") \
    X(DAY_YEAR_END, "year_end")

#define DAY_CLASS_ENUM(name, text) name,
enum day_class { DAY_CLASSES(DAY_CLASS_ENUM) DAY_CLASS_COUNT };
#undef DAY_CLASS_ENUM

/* E_INVALID for no such class. */
enum status day_class_parse(const char *text, enum day_class *out) WARN_UNUSED;

/* Local days (since 1970) in rising order; borrowed. */
struct day_set {
    const int64_t *days;
    int n;
};
bool day_set_has(struct day_set set, int64_t day);

/* Half-open, in minutes after local midnight. */
struct tariff_band {
    enum day_class day_class;
    int from_min, until_min;
    int64_t rate_minor; /* per hour */
};

struct tariff_bands {
    struct tariff_band band[TARIFF_BANDS_MAX];
    int n;
    int year_end_from_md, year_end_until_md; /* month * 100 + day, both counted; 0: no year-end */
    const char *zone;
};

/* E_INVALID unless the bands of each day class fill its 24 hours once, so that every instant has a
 * rate, and the year-end days are dates. */
enum status bands_check(const struct tariff_bands *b) WARN_UNUSED;

enum day_class bands_day_class(const struct tariff_bands *b, struct day_set holidays, int64_t day);

/* A run of real time with one rate, half-open. */
struct stretch {
    int64_t from_at, until_at;
    int64_t rate_minor;
};

/* The rate at an instant and until when it surely holds: the band's end, or a change of the zone's
 * offset, after which wall times are others. E_INVALID for a zone or instant nobody knows. */
enum status bands_at(const struct tariff_bands *b, struct day_set holidays, int64_t at,
                     struct stretch *out) WARN_UNUSED;

/* The highest rate in [from_at, until_at). */
enum status bands_highest(const struct tariff_bands *b, struct day_set holidays, int64_t from_at,
                          int64_t until_at, int64_t *rate_minor) WARN_UNUSED;

#endif
