/* pay_desk.h - what the finance desk sees of the calls to the card provider, and how one that the
 * program gave up is taken up again. */
#ifndef APP_DOMAIN_PAY_DESK_H
#define APP_DOMAIN_PAY_DESK_H

#include "app/domain/ctx.h"
#include "db/store/pay_op.h"

struct pay_desk {
    int64_t community_id;
    bool manual;
    int64_t after_id;
    int max;
    struct pay_op_row *rows; /* out */
    int n;
};
/* ctx_fn, reads: for finance, admins and auditors of the community. */
enum status pay_desk_list(struct ctx *x, void *arg) WARN_UNUSED;

struct pay_resume {
    int64_t community_id, op_id;
    struct pay_op_row op; /* out */
};
/* ctx_fn: for finance and admins. The call is in doubt again: looked for before it is sent again.
 * E_NOT_FOUND when no person has to look at it. */
enum status pay_desk_resume(struct ctx *x, void *arg) WARN_UNUSED;

#endif
