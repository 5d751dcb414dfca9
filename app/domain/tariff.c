/* tariff.c - see tariff.h.
 *
 * DESIGN: time is first counted into a tally (so many minutes at such a rate), all in whole
 * numbers; money is divided by 60 once, for the sum. Lines show each rate's own share rounded down,
 * and a line for the rounding makes them add up to the sum exactly. */
#include "app/domain/tariff.h"

#include "app/base/clock.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#define RATES_MAX (TARIFF_BANDS_MAX + 1) /* one for the first minutes */

struct tally_row {
    const char *why;
    int64_t rate_minor, minutes;
};

struct tally {
    struct tally_row row[RATES_MAX];
    int n;
};

/* The job on the tariff's ruler. */
struct meter {
    const struct tariff *t;
    struct day_set holidays;
    const struct tariff_job *job;
    int64_t start_at, end_at;    /* with the way, where it counts */
    int64_t whole_min;           /* elapsed */
    int64_t first_min, rest_min; /* counted: the minimum, and what follows in whole steps */
};

#define FEE_MODE_TEXT(name, text) text,
static const char *const fee_modes[FEE_MODE_COUNT] = {FEE_MODES(FEE_MODE_TEXT)};
#undef FEE_MODE_TEXT

enum status fee_mode_parse(const char *text, enum fee_mode *out)
{
    for (int i = 0; i < FEE_MODE_COUNT; i++) {
        if (strcmp(fee_modes[i], text) == 0) {
            *out = (enum fee_mode)i;
            return OK;
        }
    }
    return E_INVALID;
}

const char *fee_mode_text(enum fee_mode m)
{
    assert(m < FEE_MODE_COUNT);
    return fee_modes[m];
}

static bool makes_sense(const struct tariff_job *j)
{
    if (j->children < 1 || j->children > CHILDREN_PER_JOB_MAX || j->start_at < 0 ||
        j->start_at > INT64_MAX - PRICED_MS_MAX || j->end_at <= j->start_at ||
        j->end_at - j->start_at > PRICED_MS_MAX) {
        return false;
    }
    for (int i = 0; i < j->children; i++) {
        if (j->age[i] < 0) {
            return false;
        }
    }
    return j->travel_before_min >= 0 && j->travel_before_min <= TRAVEL_MIN_MAX &&
           j->travel_after_min >= 0 && j->travel_after_min <= TRAVEL_MIN_MAX &&
           j->mode < FEE_MODE_COUNT && j->rate_minor >= 0 && j->rate_minor <= MONEY_MINOR_MAX &&
           j->waived_pct >= 0 && j->waived_pct <= 100;
}

static enum reason why_not_taken(const struct tariff *t, const struct tariff_job *j)
{
    if (j->sick && t->sick == SICK_REFUSED) {
        return R_TARIFF_SICK_NOT_TAKEN;
    }
    for (int i = 0; i < j->children && t->age_0_alone && j->children > 1; i++) {
        if (j->age[i] == 0) {
            return R_TARIFF_AGE_0_ALONE;
        }
    }
    return R_NONE;
}

static struct meter meter_of(const struct tariff *t, struct day_set holidays,
                             const struct tariff_job *j)
{
    struct meter m = {t, holidays, j, j->start_at, j->end_at, 0, t->minimum_min, 0};
    int64_t step_min = t->step_min > 0 ? t->step_min : 1, over_min;

    if (t->travel_counted) {
        m.start_at -= j->travel_before_min * MINUTE_MS;
        m.end_at += j->travel_after_min * MINUTE_MS;
    }
    m.whole_min = (m.end_at - m.start_at) / MINUTE_MS;
    over_min = m.whole_min - m.first_min;
    if (over_min > 0) {
        m.rest_min = (over_min + step_min - 1) / step_min * step_min;
    }
    return m;
}

static void tally_add(struct tally *tally, const char *why, int64_t rate_minor, int64_t minutes)
{
    for (int i = 0; i < tally->n; i++) {
        if (tally->row[i].rate_minor == rate_minor && strcmp(tally->row[i].why, why) == 0) {
            tally->row[i].minutes += minutes;
            return;
        }
    }
    assert(tally->n < RATES_MAX); /* there are not more different rates than bands */
    tally->row[tally->n++] = (struct tally_row){why, rate_minor, minutes};
}

static int64_t uplift(const struct tariff *t, const struct tariff_job *j)
{
    if (j->certificate && j->licence) {
        return t->uplift_both_minor;
    }
    return j->certificate || j->licence ? t->uplift_one_minor : 0;
}

/* The one rate of a job for which bands do not matter; -1 when they do. */
static int64_t rate_without_bands(const struct meter *m)
{
    if (m->job->mode == FEE_FLAT_PER_HOUR) {
        return m->job->rate_minor;
    }
    if (m->job->sick && m->t->sick == SICK_RATE) {
        return m->t->sick_rate_minor + uplift(m->t, m->job);
    }
    return -1;
}

/* After the first minutes, piece by piece, each at the rate of the band it begins in. */
static enum status tally_pieces(const struct meter *m, struct tally *tally)
{
    int64_t piece_min = m->t->crossing == CROSS_MINUTE || m->t->step_min == 0 ? 1 : m->t->step_min;
    int64_t done_min = 0, extra_minor = uplift(m->t, m->job);
    struct stretch run = {0, 0, 0};
    enum status s = OK;

    while (s == OK && done_min < m->rest_min) {
        int64_t at = m->start_at + (m->first_min + done_min) * MINUTE_MS;

        if (at >= run.until_at) {
            s = bands_at(&m->t->bands, m->holidays, at, &run);
        }
        if (s == OK) {
            tally_add(tally, "price.time", run.rate_minor + extra_minor, piece_min);
            done_min += piece_min;
        }
    }
    return s;
}

static void tally_one_rate(const struct meter *m, const char *why, int64_t rate_minor,
                           struct tally *tally)
{
    if (m->first_min > 0) {
        tally_add(tally, "price.first", rate_minor, m->first_min);
    }
    if (m->rest_min > 0) {
        tally_add(tally, why, rate_minor, m->rest_min);
    }
}

static enum status tally_time(const struct meter *m, struct tally *tally)
{
    int64_t rate_minor = rate_without_bands(m);
    struct stretch first;
    enum status s;

    if (rate_minor >= 0) {
        tally_one_rate(m, m->job->mode == FEE_FLAT_PER_HOUR ? "price.agreed_rate" : "price.sick",
                       rate_minor, tally);
        return OK;
    }
    if (m->t->crossing == CROSS_HIGHER) {
        s = bands_highest(&m->t->bands, m->holidays, m->start_at, m->end_at, &rate_minor);
        if (s == OK) {
            tally_one_rate(m, "price.time", rate_minor + uplift(m->t, m->job), tally);
        }
        return s;
    }
    s = bands_at(&m->t->bands, m->holidays, m->start_at, &first);
    if (s == OK && m->first_min > 0) {
        tally_add(tally, "price.first", first.rate_minor + uplift(m->t, m->job), m->first_min);
    }
    return s == OK ? tally_pieces(m, tally) : s;
}

static void add_line(struct price *p, struct price_line line)
{
    assert(p->lines < PRICE_LINES_MAX);
    p->line[p->lines++] = line;
}

/* minutes * rate / 60, added up exactly, then rounded as the tariff says. */
static enum status round_sum(const struct tariff *t, int64_t rate_minutes, int64_t *out)
{
    if (t->round_up) {
        return money_round_up(rate_minutes, 60, t->round_unit_minor, out);
    }
    *out = rate_minutes / 60 / t->round_unit_minor * t->round_unit_minor;
    return *out <= MONEY_MINOR_MAX ? OK : E_INVALID;
}

/* The lines of the first child, and its fee. */
static enum status price_time(const struct meter *m, struct price *p, int64_t *fee_minor)
{
    struct tally tally = {.n = 0};
    int64_t rate_minutes = 0, shown_minor = 0;
    enum status s = tally_time(m, &tally);

    for (int i = 0; i < tally.n && s == OK; i++) {
        const struct tally_row *r = &tally.row[i];
        int64_t amount_minor = r->rate_minor * r->minutes / 60;

        rate_minutes += r->rate_minor * r->minutes;
        shown_minor += amount_minor;
        add_line(p, (struct price_line){r->why, r->minutes, r->rate_minor, 0, amount_minor, false});
    }
    if (s == OK) {
        s = round_sum(m->t, rate_minutes, fee_minor);
    }
    if (s == OK && *fee_minor != shown_minor) {
        add_line(p,
                 (struct price_line){"price.rounding", 0, 0, 0, *fee_minor - shown_minor, false});
    }
    return s;
}

static enum status price_first_child(const struct meter *m, struct price *p, int64_t *fee_minor)
{
    const struct tariff *t = m->t;

    if (m->job->mode == FEE_TARIFF && m->whole_min <= t->flat_until_min) {
        *fee_minor = t->flat_minor;
        add_line(p,
                 (struct price_line){"price.short_job", m->whole_min, 0, 0, t->flat_minor, false});
        return OK;
    }
    return price_time(m, p, fee_minor);
}

static enum status price_siblings(const struct meter *m, struct price *p, bool public_money,
                                  int64_t first_minor)
{
    int64_t each_minor;
    enum status s = money_part_down(first_minor, m->t->sibling_pct, 100, &each_minor);

    for (int i = 1; i < m->job->children && s == OK && each_minor > 0; i++) {
        add_line(p, (struct price_line){"price.sibling", 0, 0, m->t->sibling_pct, each_minor,
                                        public_money});
    }
    return s;
}

static enum status price_top_up(const struct meter *m, struct price *p)
{
    int64_t minutes = m->first_min + m->rest_min;
    int64_t amount_minor = m->t->top_up_minor * minutes / 60;

    if (m->t->top_up_minor == 0) {
        return OK;
    }
    add_line(
        p, (struct price_line){"price.top_up", minutes, m->t->top_up_minor, 0, amount_minor, true});
    return price_siblings(m, p, true, amount_minor);
}

static enum status sum(const struct price *p, bool public_money, int64_t *out)
{
    enum status s = OK;

    *out = 0;
    for (int i = 0; i < p->lines && s == OK; i++) {
        if (p->line[i].public_money == public_money) {
            s = money_add(*out, p->line[i].amount_minor, out);
        }
    }
    return s;
}

/* What is left is rounded down, so that the payer never pays the odd yen. */
static enum status price_waiver(const struct meter *m, struct price *p)
{
    int64_t full_minor, left_minor, pct = m->job->waived_pct;
    enum status s = sum(p, false, &full_minor);

    if (s == OK && pct > 0) {
        s = money_part_down(full_minor, 100 - pct, 100, &left_minor);
        if (s == OK) {
            add_line(
                p, (struct price_line){"price.waived", 0, 0, pct, left_minor - full_minor, false});
        }
    }
    return s;
}

static enum status price_sums(struct price *p)
{
    enum status s = sum(p, false, &p->guardian_pays_minor);

    if (s == OK) {
        s = sum(p, true, &p->public_top_up_minor);
    }
    return s == OK
               ? money_add(p->guardian_pays_minor, p->public_top_up_minor, &p->supporter_gets_minor)
               : s;
}

enum status tariff_price(const struct tariff *t, struct day_set holidays,
                         const struct tariff_job *job, struct price *out, enum reason *why)
{
    struct meter m;
    int64_t first_minor = 0;
    enum status s;

    *out = (struct price){.lines = 0};
    memcpy(out->currency, t->currency, CURRENCY_BYTES);
    *why = R_NONE;
    if (!makes_sense(job)) {
        return E_INVALID;
    }
    *why = why_not_taken(t, job);
    if (*why != R_NONE) {
        return E_RULE;
    }
    if (job->mode == FEE_THANKS) {
        add_line(out, (struct price_line){"price.thanks", 0, 0, 0, 0, false});
        return OK;
    }
    m = meter_of(t, holidays, job);
    s = price_first_child(&m, out, &first_minor);
    if (s == OK) {
        s = price_siblings(&m, out, false, first_minor);
    }
    if (s == OK) {
        s = price_waiver(&m, out);
    }
    if (s == OK) {
        s = price_top_up(&m, out);
    }
    return s == OK ? price_sums(out) : s;
}

static int64_t difference(int64_t actual_minor, int64_t agreed_minor)
{
    return actual_minor > agreed_minor ? actual_minor - agreed_minor : 0;
}

enum status tariff_overtime(const struct tariff *t, struct day_set holidays,
                            const struct tariff_job *job, int64_t actual_end_at,
                            struct overtime *out, enum reason *why)
{
    struct tariff_job longer = *job;
    enum status s;

    *out = (struct overtime){.minutes = 0};
    if (!makes_sense(job)) {
        return E_INVALID;
    }
    if (actual_end_at > job->start_at + PRICED_MS_MAX) {
        actual_end_at = job->start_at + PRICED_MS_MAX;
    }
    if (actual_end_at > job->end_at) {
        longer.end_at = actual_end_at;
    }
    out->minutes = (longer.end_at - job->end_at) / MINUTE_MS;
    s = tariff_price(t, holidays, job, &out->agreed, why);
    if (s == OK) {
        s = tariff_price(t, holidays, &longer, &out->actual, why);
    }
    if (s == OK) {
        out->guardian_pays_minor =
            difference(out->actual.guardian_pays_minor, out->agreed.guardian_pays_minor);
        out->public_top_up_minor =
            difference(out->actual.public_top_up_minor, out->agreed.public_top_up_minor);
        s = money_add(out->guardian_pays_minor, out->public_top_up_minor,
                      &out->supporter_gets_minor);
    }
    return s;
}
