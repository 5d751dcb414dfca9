/* quote.c - see quote.h. */
#include "app/domain/quote.h"

#include "app/base/clock.h"
#include "app/domain/holiday.h"

/* The holidays of all days that can be priced, and a day more at either end than the zones and the
 * way can reach. */
static enum status holidays_around(struct ctx *x, int64_t community_id, int64_t start_at,
                                   int64_t end_at, struct day_set *out)
{
    if (start_at < 0 || end_at <= start_at || start_at > INT64_MAX - PRICED_MS_MAX) {
        return E_INVALID;
    }
    if (end_at - start_at > PRICED_MS_MAX) {
        end_at = start_at + PRICED_MS_MAX;
    }
    return holiday_days(x, community_id, start_at / DAY_MS - 2, end_at / DAY_MS + 4, out);
}

static enum status told(struct ctx *x, enum status s, enum reason why)
{
    if (s == E_RULE) {
        return refuse(x, why);
    }
    return s == E_INVALID ? invalid(x, "end_at") : s;
}

enum status quote_job(struct ctx *x, int64_t community_id, const struct tariff *t,
                      const struct tariff_job *job, struct price *out)
{
    struct day_set holidays;
    enum reason why = R_NONE;
    enum status s = holidays_around(x, community_id, job->start_at, job->end_at, &holidays);

    if (s == OK) {
        s = tariff_price(t, holidays, job, out, &why);
    }
    return told(x, s, why);
}

enum status quote_overtime(struct ctx *x, int64_t community_id, const struct tariff *t,
                           const struct tariff_job *job, int64_t actual_end_at,
                           struct overtime *out)
{
    struct day_set holidays;
    enum reason why = R_NONE;
    int64_t last_at = actual_end_at > job->end_at ? actual_end_at : job->end_at;
    enum status s = holidays_around(x, community_id, job->start_at, last_at, &holidays);

    if (s == OK) {
        s = tariff_overtime(t, holidays, job, actual_end_at, out, &why);
    }
    return told(x, s, why);
}
