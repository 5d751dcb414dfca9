/* premeeting.h - 顔合わせ: the sheet that both sides confirm, how long it counts, and its renewal
 * by one tap each 「変わりありません」 (domain.md 2). */
#ifndef APP_DOMAIN_PREMEETING_H
#define APP_DOMAIN_PREMEETING_H

#include "app/domain/community.h"
#include "app/domain/ctx.h"
#include "db/store/premeeting.h"

/* Until when a pre-meeting at an instant counts: the end of its fiscal year and some days of grace,
 * at the community's own midnight. */
enum status premeeting_until(const struct community *c, int64_t at, int64_t *until_at) WARN_UNUSED;

struct premeeting_make {
    int64_t tie_id;
    int64_t household_id; /* of one of the two */
    bool child_met, place_seen, emergency_plan_read, insurance_read;
    bool renew;                /* 変わりありません: nothing is filled in again */
    struct premeeting_row row; /* out */
};
/* Either side begins it and has confirmed with that (ctx_fn). An open one for the same household is
 * confirmed instead. E_NOT_FOUND; E_INVALID with the field that is not true yet; for a renewal
 * E_RULE premeeting.redo when health, home or children changed since, or there is none to renew. */
enum status premeeting_make(struct ctx *x, void *premeeting_make) WARN_UNUSED;

struct premeeting_confirm {
    int64_t id;
    struct premeeting_row row; /* out */
    int64_t until_at;          /* out: what the tie says now; 0 until both confirmed */
};
/* The other side's tap (ctx_fn): with both the tie is premet. Twice is once. E_NOT_FOUND. */
enum status premeeting_confirm(struct ctx *x, void *premeeting_confirm) WARN_UNUSED;

struct premeeting_list {
    int64_t tie_id, after_id;
    int max;
    struct premeeting_row *rows; /* out */
    int n;
};
enum status premeeting_list(struct ctx *x, void *premeeting_list) WARN_UNUSED;

#endif
