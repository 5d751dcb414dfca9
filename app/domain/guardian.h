/* guardian.h - 保護者: who acts for a household, who joins by a link, and who leaves. */
#ifndef APP_DOMAIN_GUARDIAN_H
#define APP_DOMAIN_GUARDIAN_H

#include "app/domain/household.h"
#include "app/domain/link.h"

struct guardian_inviting {
    int64_t household_id;
    struct link link; /* out */
};
/* ctx_fn, by a guardian. list.full when there is no room for one more. */
enum status guardian_invite(struct ctx *x, void *arg) WARN_UNUSED;

struct guardian_accepting {
    const char *token;
    struct household household; /* out */
};
/* ctx_fn. E_NOT_FOUND for no such link, guardian.already, link.used, link.expired,
 * membership.needed. Whoever used the link gets the household again. */
enum status guardian_accept(struct ctx *x, void *arg) WARN_UNUSED;

/* ctx_fn. arg: int64_t *household id. guardian.last: a household keeps one. */
enum status guardian_leave(struct ctx *x, void *arg) WARN_UNUSED;

#endif
