/* household.h - 家族: a home, its guardians, and who looked at its data (domain.md 1). Everything
 * here is E_NOT_FOUND for whoever is not a guardian of that household. */
#ifndef APP_DOMAIN_HOUSEHOLD_H
#define APP_DOMAIN_HOUSEHOLD_H

#include "app/domain/ctx.h"
#include "db/store/audit.h"
#include "db/store/guardian.h"
#include "db/store/household.h"

#include <stdbool.h>

struct household {
    int64_t id;
    struct household_row row; /* out, and all below */
    const char *name;
    struct guardian_name *guardians; /* oldest first */
    int guardians_n;
};

/* ctx_fn, reads: fills it by its id. */
enum status household_show(struct ctx *x, void *arg) WARN_UNUSED;

/* Outside of a transaction: an id for a new household, and its key. */
enum status household_prepare(struct ctx *x, int64_t *id) WARN_UNUSED;

struct household_making {
    int64_t id; /* of household_prepare */
    int64_t community_id;
    const char *name;
    struct household made; /* out */
};
/* ctx_fn. E_NOT_FOUND when the caller is not in the community, list.full. */
enum status household_make(struct ctx *x, void *arg) WARN_UNUSED;

struct household_naming {
    const char *name;
    struct household household; /* its id goes in */
};
/* ctx_fn. */
enum status household_rename(struct ctx *x, void *arg) WARN_UNUSED;

struct household_protecting {
    int64_t community_id, household_id;
    bool on;
};
/* ctx_fn, by a coordinator or safeguarding officer of the household's community. While it is on no
 * area and no distance of the home is shown to anybody before he is chosen: neither to those whom
 * it asks nor to those whom its guardians help. The family sees that it is on. Twice is once. */
enum status household_protect(struct ctx *x, void *arg) WARN_UNUSED;

struct household_listing {
    int64_t after_id;
    int max;
    struct household *households; /* out; without guardians */
    int n;
};
/* ctx_fn, reads: the caller's own. */
enum status household_list(struct ctx *x, void *arg) WARN_UNUSED;

struct household_looks {
    int64_t household_id;
    int64_t before_id; /* INT64_MAX: from the newest */
    int max;
    struct audit_look *rows; /* out */
    int n;
};
/* ctx_fn, reads: who saw or did what to its data. */
enum status household_looks(struct ctx *x, void *arg) WARN_UNUSED;

#endif
