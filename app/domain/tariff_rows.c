/* tariff_rows.c - tariff_build() of tariff_rows.h: what is stored, checked once for good. */
#include "app/domain/tariff_rows.h"

#include <string.h>

static bool word(const char *text, const char *const *words, int n, int *out)
{
    for (int i = 0; i < n; i++) {
        if (strcmp(words[i], text) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool within(int64_t value, int64_t min, int64_t max)
{
    return value >= min && value <= max;
}

/* Name of the first column whose number means nothing, or NULL. */
static const char *wrong_number(const struct tariff_row *r)
{
    const struct {
        const char *name;
        int64_t value, min, max;
    } numbers[] = {
        {"round_unit_minor", r->round_unit_minor, 1, MONEY_MINOR_MAX},
        {"round_up", r->round_up, 0, 1},
        {"minimum_min", r->minimum_min, 0, 1440},
        {"flat_until_min", r->flat_until_min, 0, 1440},
        {"flat_minor", r->flat_minor, r->flat_until_min > 0,
         r->flat_until_min > 0 ? MONEY_MINOR_MAX : 0},
        {"step_min", r->step_min, 0, 1440},
        {"sick_rate_minor", r->sick_rate_minor, 0, MONEY_MINOR_MAX},
        {"sibling_pct", r->sibling_pct, 0, 100},
        {"age_0_alone", r->age_0_alone, 0, 1},
        {"uplift_one_minor", r->uplift_one_minor, 0, r->uplift_both_minor},
        {"uplift_both_minor", r->uplift_both_minor, 0, MONEY_MINOR_MAX},
        {"travel_counted", r->travel_counted, 0, 1},
        /* What a flat short job would be topped up with, nobody has said: refused, not guessed. */
        {"top_up_minor", r->top_up_minor, 0, r->flat_until_min > 0 ? 0 : MONEY_MINOR_MAX},
        {"year_end_from_md", r->year_end_from_md, 0, 1231},
        {"year_end_until_md", r->year_end_until_md, 0, 1231},
        {"cancel_waived_below_minor", r->cancel_waived_below_minor, 0, MONEY_MINOR_MAX},
    };

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (!within(numbers[i].value, numbers[i].min, numbers[i].max)) {
            return numbers[i].name;
        }
    }
    return NULL;
}

static bool currency_is_code(const char *currency)
{
    return strlen(currency) == 3 && strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

static const char *wrong_word(const struct tariff_row *r, struct tariff *out)
{
    static const char *const crossings[] = {"step", "higher", "minute"};
    static const char *const sicks[] = {"as_well", "rate", "refused"};
    int i;

    if (!currency_is_code(r->currency)) {
        return "currency";
    }
    if (!word(r->crossing, crossings, 3, &i)) {
        return "crossing";
    }
    out->crossing = (enum tariff_crossing)i;
    if (!word(r->sick, sicks, 3, &i)) {
        return "sick";
    }
    out->sick = (enum tariff_sick)i;
    return (i == SICK_RATE) == (r->sick_rate_minor > 0) ? NULL : "sick_rate_minor";
}

static const char *copy_terms(const struct tariff_row *r, struct tariff *out)
{
    const char *wrong = wrong_number(r);

    if (wrong == NULL) {
        wrong = wrong_word(r, out);
    }
    if (wrong != NULL) {
        return wrong;
    }
    out->id = r->id;
    memcpy(out->currency, r->currency, CURRENCY_BYTES);
    out->round_unit_minor = r->round_unit_minor;
    out->round_up = r->round_up != 0;
    out->minimum_min = r->minimum_min;
    out->flat_until_min = r->flat_until_min;
    out->flat_minor = r->flat_minor;
    out->step_min = r->step_min;
    out->sick_rate_minor = r->sick_rate_minor;
    out->sibling_pct = r->sibling_pct;
    out->age_0_alone = r->age_0_alone != 0;
    out->uplift_one_minor = r->uplift_one_minor;
    out->uplift_both_minor = r->uplift_both_minor;
    out->travel_counted = r->travel_counted != 0;
    out->top_up_minor = r->top_up_minor;
    return NULL;
}

static const char *copy_bands(const struct tariff_rows *rows, struct tariff_bands *out)
{
    if (rows->bands_n > TARIFF_BANDS_MAX) {
        return "bands";
    }
    for (int i = 0; i < rows->bands_n; i++) {
        const struct tariff_band_row *r = &rows->bands[i];
        struct tariff_band *band = &out->band[i];

        if (day_class_parse(r->day_class, &band->day_class) != OK ||
            !within(r->from_min, 0, 1440) || !within(r->until_min, 0, 1440)) {
            return "bands";
        }
        band->from_min = (int)r->from_min;
        band->until_min = (int)r->until_min;
        band->rate_minor = r->rate_minor;
    }
    out->n = rows->bands_n;
    out->year_end_from_md = (int)rows->tariff.year_end_from_md;
    out->year_end_until_md = (int)rows->tariff.year_end_until_md;
    out->zone = rows->tariff.zone;
    return bands_check(out) == OK ? NULL : "bands";
}

static const char *copy_ladder(const struct tariff_rows *rows, struct ladder *out)
{
    if (rows->steps_n > LADDER_STEPS_MAX) {
        return "ladder";
    }
    for (int i = 0; i < rows->steps_n; i++) {
        const struct ladder_step_row *r = &rows->steps[i];

        if (ladder_step_parse(r->until_kind, r->until_n, r->charge, r->amount, r->exempt,
                              &out->step[i]) != OK) {
            return "ladder";
        }
    }
    out->n = rows->steps_n;
    out->waived_below_minor = rows->tariff.cancel_waived_below_minor;
    return ladder_check(out) == OK ? NULL : "ladder";
}

enum status tariff_build(const struct tariff_rows *rows, struct tariff *out, const char **wrong)
{
    memset(out, 0, sizeof *out);
    *wrong = copy_terms(&rows->tariff, out);
    if (*wrong == NULL) {
        *wrong = copy_bands(rows, &out->bands);
    }
    if (*wrong == NULL) {
        *wrong = copy_ladder(rows, &out->ladder);
    }
    return *wrong == NULL ? OK : E_INVALID;
}
