/* quote.h - a price for a job of a community: the tariff engine with the holidays of those days. */
#ifndef APP_DOMAIN_QUOTE_H
#define APP_DOMAIN_QUOTE_H

#include "app/domain/ctx.h"
#include "app/domain/tariff.h"

/* In an open transaction. E_RULE with the tariff's reason in x; E_INVALID with a field when the
 * times, children or money make no sense. */
enum status quote_job(struct ctx *x, int64_t community_id, const struct tariff *t,
                      const struct tariff_job *job, struct price *out) WARN_UNUSED;
enum status quote_overtime(struct ctx *x, int64_t community_id, const struct tariff *t,
                           const struct tariff_job *job, int64_t actual_end_at,
                           struct overtime *out) WARN_UNUSED;

#endif
