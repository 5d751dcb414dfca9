/* community.h - コミュニティ: whose zone, currency and rules a job follows (domain.md 1). */
#ifndef APP_DOMAIN_COMMUNITY_H
#define APP_DOMAIN_COMMUNITY_H

#include "app/domain/ctx.h"
#include "app/domain/rules.h"
#include "db/store/community.h"

struct community {
    struct community_row row;
    struct rules rules; /* the newest rule set, over the shipped defaults */
};

/* In an open transaction. E_NOT_FOUND. */
enum status community_get(struct ctx *x, int64_t id, struct community *out) WARN_UNUSED;

/* The local date of an instant in the community's zone, as a day number. */
enum status community_day(const struct community *c, int64_t at, int64_t *day) WARN_UNUSED;

#endif
