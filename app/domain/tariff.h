/* tariff.h - the tariff engine: what a job costs and how that was counted (domain.md 4). A tariff
 * is data; there is no code for any one community. Pure: no SQL, no clock.
 *
 * How time counts, in this order:
 * 1. Whole elapsed minutes of real time; seconds over are nobody's money. The supporter's way is
 *    part of it where the tariff counts travel.
 * 2. A job no longer than flat_until_min costs flat_minor.
 * 3. The first minimum_min count whole, at the rate of the band in which they begin; then steps of
 *    step_min (of a minute when 0), a begun step counting whole, by the crossing rule.
 * 4. The sum is rounded once, to round_unit_minor.
 * 5. Each further child costs sibling_pct of that, rounded down; a waiver takes its share of
 *    everything, rounded in the payer's favour.
 * The public top-up counts the same minutes and children at its own rate and is never waived. Meals
 * and fares are no part of a price: they are actual cost. */
#ifndef APP_DOMAIN_TARIFF_H
#define APP_DOMAIN_TARIFF_H

#include "app/base/money.h"
#include "app/domain/ladder.h"
#include "app/domain/reasons.h"
#include "app/domain/tariff_bands.h"

enum tariff_crossing {
    CROSS_STEP,   /* each step at the rate of the band it begins in */
    CROSS_HIGHER, /* the highest rate that the job touches, for all of it */
    CROSS_MINUTE  /* after the minimum, each minute at the rate of the band it begins in */
};
enum tariff_sick { SICK_AS_WELL, SICK_RATE, SICK_REFUSED };

/* The columns of db/schema/0004_tariff.sql, checked; app/domain/tariff_rows.h makes one. */
struct tariff {
    int64_t id;
    char currency[CURRENCY_BYTES];
    struct tariff_bands bands; /* with the zone */
    int64_t round_unit_minor;
    bool round_up;
    int64_t minimum_min, flat_until_min, flat_minor, step_min;
    enum tariff_crossing crossing;
    enum tariff_sick sick;
    int64_t sick_rate_minor;
    int64_t sibling_pct; /* 0: siblings are one job */
    bool age_0_alone;
    int64_t uplift_one_minor, uplift_both_minor;
    bool travel_counted;
    int64_t top_up_minor;
    struct ladder ladder;
};

/* How a fee is meant, as stored. A flat rate replaces bands, sick rate, uplift and the flat short
 * job, not the way minutes and children count. thanks is no money at all, the top-up included. */
#define FEE_MODES(X)                      \
    X(FEE_TARIFF, "tariff")               \
    X(FEE_FLAT_PER_HOUR, "flat_per_hour") \
    X(FEE_THANKS, "thanks")

#define FEE_MODE_ENUM(name, text) name,
enum fee_mode { FEE_MODES(FEE_MODE_ENUM) FEE_MODE_COUNT };
#undef FEE_MODE_ENUM

/* E_INVALID for no such mode. */
enum status fee_mode_parse(const char *text, enum fee_mode *out) WARN_UNUSED;
const char *fee_mode_text(enum fee_mode m);

/* What is priced. */
struct tariff_job {
    int64_t start_at, end_at;                    /* half-open */
    int children;                                /* of one household, 1 ... CHILDREN_PER_JOB_MAX */
    int age[CHILDREN_PER_JOB_MAX];               /* whole years on the local date of the start */
    bool sick;                                   /* one of them at least */
    bool certificate, licence;                   /* the supporter's */
    int64_t travel_before_min, travel_after_min; /* the supporter's way; 0 when not known */
    enum fee_mode mode;
    int64_t rate_minor; /* FEE_FLAT_PER_HOUR: per hour */
    int64_t waived_pct; /* 0 ... 100 */
};

/* One line of the reckoning. why is the key of a text, price.short_job, .first, .time,
 * .agreed_rate, .sick, .rounding, .sibling, .waived, .thanks or .top_up. */
struct price_line {
    const char *why;
    int64_t minutes;      /* counted; 0 where time is not the point */
    int64_t rate_minor;   /* per hour; 0 likewise */
    int64_t percent;      /* of a sibling or a waiver; else 0 */
    int64_t amount_minor; /* below zero for what is waived */
    bool public_money;    /* counts in the top-up, not in what the guardian pays */
};

#define PRICE_LINES_MAX (TARIFF_BANDS_MAX + 2 * CHILDREN_PER_JOB_MAX + 4)

struct price {
    char currency[CURRENCY_BYTES];
    struct price_line line[PRICE_LINES_MAX];
    int lines;
    int64_t guardian_pays_minor; /* the sum of the lines that are not public money */
    int64_t public_top_up_minor; /* the sum of those that are */
    int64_t supporter_gets_minor;
};

/* holidays: those of the job's local days at least. E_RULE with *why: R_TARIFF_SICK_NOT_TAKEN,
 * R_TARIFF_AGE_0_ALONE. E_INVALID for a job that makes no sense (no end after its start, longer
 * than PRICED_MS_MAX, too many children, ...) or a sum beyond MONEY_MINOR_MAX. */
enum status tariff_price(const struct tariff *t, struct day_set holidays,
                         const struct tariff_job *job, struct price *out,
                         enum reason *why) WARN_UNUSED;

struct overtime {
    int64_t minutes;             /* over the agreed end, whole ones */
    struct price agreed, actual; /* both reckoned now */
    int64_t guardian_pays_minor; /* the difference; never below zero */
    int64_t public_top_up_minor;
    int64_t supporter_gets_minor;
};

/* job is the agreement. An early end keeps its price: all zero. Beyond PRICED_MS_MAX nothing more
 * is counted: a child's way home never waits for a sum. Statuses of tariff_price. */
enum status tariff_overtime(const struct tariff *t, struct day_set holidays,
                            const struct tariff_job *job, int64_t actual_end_at,
                            struct overtime *out, enum reason *why) WARN_UNUSED;

#endif
