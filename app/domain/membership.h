/* membership.h - the communities there are, and being in one of them (domain.md 1). */
#ifndef APP_DOMAIN_MEMBERSHIP_H
#define APP_DOMAIN_MEMBERSHIP_H

#include "app/domain/community.h"

struct community_listing {
    int64_t after_id;
    int max;
    struct community_row *rows; /* out */
    int n;
};
/* ctx_fn, reads: all, for anybody. */
enum status community_list(struct ctx *x, void *arg) WARN_UNUSED;

struct community_showing {
    int64_t id;
    struct community community; /* out, and below */
    struct word_row *words;
    int words_n;
};
/* ctx_fn, reads: its words and the rules that people see, for anybody. */
enum status community_show(struct ctx *x, void *arg) WARN_UNUSED;

/* ctx_fns. arg: int64_t *community id. Joining again is OK; account.too_young by its rule.
 * Leaving: membership.job_open while something is asked or agreed, membership.staff while one
 * serves in the office, group.last_moderator; E_NOT_FOUND when one is not in it. */
enum status membership_join(struct ctx *x, void *arg) WARN_UNUSED;
enum status membership_leave(struct ctx *x, void *arg) WARN_UNUSED;

#endif
