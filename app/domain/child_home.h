/* child_home.h - a child of parents who live apart: two homes at the most, neither of which finds
 * the other or shuts it out (domain.md 1). */
#ifndef APP_DOMAIN_CHILD_HOME_H
#define APP_DOMAIN_CHILD_HOME_H

#include "app/domain/link.h"
#include "db/store/child_home.h"

struct home_inviting {
    int64_t child_id;
    struct link link; /* out */
};
/* ctx_fn, by a guardian of the only home. child.two_homes. */
enum status child_home_invite(struct ctx *x, void *arg) WARN_UNUSED;

struct home_accepting {
    const char *token;
    int64_t household_id; /* of the caller, where the child will live too */
    int64_t child_id;     /* out */
};
/* ctx_fn. E_NOT_FOUND for no such link or household, child.lives_here, child.two_homes, link.used,
 * link.expired, list.full. The same household accepting again is OK. */
enum status child_home_accept(struct ctx *x, void *arg) WARN_UNUSED;

struct home_ending {
    int64_t community_id, child_id, household_id;
};
/* ctx_fn, by a coordinator or safeguarding officer of the household's community. child.last_home.
 * Both families see in their looks that it was done. Jobs of that home with the child stand, each a
 * task for the coordinator. */
enum status child_home_end(struct ctx *x, void *arg) WARN_UNUSED;

struct home_busy {
    int64_t child_id, from_at, until_at;
    struct busy_row *rows; /* out: times alone */
    int n;
};
/* ctx_fn, reads: when the child is looked after through another home than the caller's. */
enum status child_home_busy(struct ctx *x, void *arg) WARN_UNUSED;

#endif
