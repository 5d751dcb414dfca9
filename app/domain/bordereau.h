/* bordereau.h - 保険会社への報告一覧: the daily list and the monthly one, as CSV, and the chain
 * that both rest on, computed again (domain.md 5). No names, no addresses: numbers, times, counts.
 */
#ifndef APP_DOMAIN_BORDEREAU_H
#define APP_DOMAIN_BORDEREAU_H

#include "app/base/buf.h"
#include "app/domain/ctx.h"

struct bordereau {
    int64_t community_id;
    int64_t from_day, until_day; /* local days, the last not counted */
    struct buf *out;             /* in an arena of its own: larger than a request's */
};

/* The records sealed in the month's days, policy by policy, by number: gapless, so that no record
 * is ever in two months or in none. Reads page by page in transactions of its own. For admin,
 * finance and auditor. E_RULE coverage.chain_broken when a number is missing or a digest does not
 * fit; E_TOO_LARGE when out is full. */
enum status bordereau_month(struct ctx *x, const struct bordereau *m) WARN_UNUSED;

/* The jobs that start on the days, in order of their start; a number that is still to come is
 * empty. Likewise. */
enum status bordereau_day(struct ctx *x, const struct bordereau *d) WARN_UNUSED;

/* Every seal of every policy again; tells of each that does not fit, and counts them. */
typedef void (*chain_finding)(void *arg, int64_t policy_id, int64_t number);
enum status coverage_check_chain(struct ctx *x, chain_finding tell, void *arg,
                                 int *broken) WARN_UNUSED;

#endif
