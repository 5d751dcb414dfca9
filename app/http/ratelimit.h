/* ratelimit.h - token buckets in memory, one for each (class, account or address). They are a first
 * sieve that costs no write; what must hold across processes is counted in the database. Internal
 * to app/http. */
#ifndef APP_HTTP_RATELIMIT_H
#define APP_HTTP_RATELIMIT_H

#include "app/http/router.h"

struct ratelimit;

/* Whom a bucket belongs to. */
struct rate_who {
    uint64_t high, low;
};

/* factor multiplies all rates and bursts. NULL without memory. The table never grows: of many
 * thousand callers the one idle for longest is forgotten, that is, starts full again. */
struct ratelimit *ratelimit_open(int factor) WARN_UNUSED;
void ratelimit_close(struct ratelimit *r);

struct rate_who rate_account(int64_t member_id);
/* An IPv4 address, or the /64 of an IPv6 one: who has one has them all. */
struct rate_who rate_address(const char *address);

/* now_ms is monotonic. E_TOO_MANY: *wait_s until there is a token again. */
enum status ratelimit_take(struct ratelimit *r, enum rate_class class, struct rate_who who,
                           int64_t now_ms, int *wait_s) WARN_UNUSED;

#endif
