/* tariff_bands.c - see tariff_bands.h. */
#include "app/domain/tariff_bands.h"

#include "app/base/clock.h"
#include "app/base/money.h"
#include "app/base/zone.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#define DAY_MIN 1440

enum status day_class_parse(const char *text, enum day_class *out)
{
#define DAY_CLASS_TEXT(name, text_) text_,
    static const char *const texts[DAY_CLASS_COUNT] = {DAY_CLASSES(DAY_CLASS_TEXT)};
#undef DAY_CLASS_TEXT

    for (int i = 0; i < DAY_CLASS_COUNT; i++) {
        if (strcmp(texts[i], text) == 0) {
            *out = (enum day_class)i;
            return OK;
        }
    }
    return E_INVALID;
}

bool day_set_has(struct day_set set, int64_t day)
{
    int from = 0, until = set.n;

    while (from < until) {
        int middle = from + (until - from) / 2;

        if (set.days[middle] == day) {
            return true;
        }
        if (set.days[middle] < day) {
            from = middle + 1;
        } else {
            until = middle;
        }
    }
    return false;
}

static const struct tariff_band *band_at(const struct tariff_bands *b, enum day_class c, int minute)
{
    for (int i = 0; i < b->n; i++) {
        const struct tariff_band *band = &b->band[i];

        if (band->day_class == c && band->from_min <= minute && minute < band->until_min) {
            return band;
        }
    }
    return NULL;
}

static bool month_day_exists(int md)
{
    int year, month, day;

    if (md / 100 < 1 || md / 100 > 12 || md % 100 < 1) {
        return false;
    }
    day_number_to_date(date_to_day_number(2000, md / 100, md % 100), &year, &month, &day);
    return month == md / 100 && day == md % 100;
}

static bool overlaps_one_before(const struct tariff_bands *b, int i)
{
    const struct tariff_band *x = &b->band[i];

    for (int j = 0; j < i; j++) {
        const struct tariff_band *y = &b->band[j];

        if (x->day_class == y->day_class && x->from_min < y->until_min &&
            y->from_min < x->until_min) {
            return true;
        }
    }
    return false;
}

enum status bands_check(const struct tariff_bands *b)
{
    int minutes[DAY_CLASS_COUNT] = {0};

    if (b->n < 0 || b->n > TARIFF_BANDS_MAX) {
        return E_INVALID;
    }
    for (int i = 0; i < b->n; i++) {
        const struct tariff_band *band = &b->band[i];

        if (band->from_min < 0 || band->until_min > DAY_MIN || band->from_min >= band->until_min ||
            band->rate_minor < 0 || band->rate_minor > MONEY_MINOR_MAX ||
            overlaps_one_before(b, i)) {
            return E_INVALID;
        }
        minutes[band->day_class] += band->until_min - band->from_min;
    }
    for (int c = 0; c < DAY_CLASS_COUNT; c++) {
        if (minutes[c] != DAY_MIN) {
            return E_INVALID;
        }
    }
    if (b->year_end_from_md == 0 && b->year_end_until_md == 0) {
        return OK;
    }
    return month_day_exists(b->year_end_from_md) && month_day_exists(b->year_end_until_md)
               ? OK
               : E_INVALID;
}

static bool is_year_end(const struct tariff_bands *b, int64_t day_number)
{
    int year, month, day, md, from = b->year_end_from_md, until = b->year_end_until_md;

    day_number_to_date(day_number, &year, &month, &day);
    md = month * 100 + day;
    if (from == 0) {
        return false;
    }
    return from <= until ? from <= md && md <= until : md >= from || md <= until;
}

enum day_class bands_day_class(const struct tariff_bands *b, struct day_set holidays, int64_t day)
{
    if (is_year_end(b, day)) {
        return DAY_YEAR_END;
    }
    if (day_set_has(holidays, day)) {
        return DAY_HOLIDAY;
    }
    return weekday_of(day) >= 6 ? DAY_WEEKEND : DAY_WEEKDAY;
}

enum status bands_at(const struct tariff_bands *b, struct day_set holidays, int64_t at,
                     struct stretch *out)
{
    struct local_time t;
    const struct tariff_band *band;
    int64_t into_minute_ms, change_at;
    enum status s = zone_local(b->zone, at, &t);

    if (s == OK) {
        s = zone_next_change(b->zone, at, &change_at);
    }
    if (s != OK) {
        return s;
    }
    band = band_at(b, bands_day_class(b, holidays, t.day_number), t.hour * 60 + t.minute);
    assert(band != NULL); /* bands_check */
    into_minute_ms = t.second * SECOND_MS + (at % SECOND_MS + SECOND_MS) % SECOND_MS;
    out->from_at = at;
    out->until_at = at + (band->until_min - t.hour * 60 - t.minute) * MINUTE_MS - into_minute_ms;
    if (change_at < out->until_at) {
        out->until_at = change_at;
    }
    out->rate_minor = band->rate_minor;
    return OK;
}

enum status bands_highest(const struct tariff_bands *b, struct day_set holidays, int64_t from_at,
                          int64_t until_at, int64_t *rate_minor)
{
    struct stretch run = {.until_at = from_at};
    enum status s = OK;

    *rate_minor = 0;
    while (s == OK && run.until_at < until_at) {
        s = bands_at(b, holidays, run.until_at, &run);
        if (s == OK && run.rate_minor > *rate_minor) {
            *rate_minor = run.rate_minor;
        }
    }
    return s;
}
