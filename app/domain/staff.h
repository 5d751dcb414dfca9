/* staff.h - who serves a community's office, and whether that counts right now (domain.md 1). */
#ifndef APP_DOMAIN_STAFF_H
#define APP_DOMAIN_STAFF_H

#include "app/domain/ctx.h"
#include "db/store/staff_role.h"

#include <stdbool.h>

/* A role counts while the session has shown the confirmed second factor not longer than
 * STAFF_PROOF_MS ago. totp_confirmed_at 0: there is none. */
bool staff_proved(int64_t totp_confirmed_at, int64_t stepped_up_at, int64_t now);

/* Inside a transaction: x->member_id holds one of the roles (STAFF_COORDINATOR | STAFF_ADMIN) in
 * that community and it counts. E_NOT_FOUND for somebody who is no staff there; E_FORBIDDEN for
 * another role (staff.role_needed) or a missing second factor (staff.second_factor). A ctx without
 * a session (tests, commands) has nothing to show. */
enum status staff_has_role(struct ctx *x, int64_t community_id, unsigned any_of) WARN_UNUSED;

/* The same, and *roles becomes the bits of all roles that the caller holds there. */
enum status staff_roles_here(struct ctx *x, int64_t community_id, unsigned any_of,
                             unsigned *roles) WARN_UNUSED;

/* ctx_fn, reads: the bits of x->member_id's roles in all communities, whether they count or not.
 * arg: int64_t *roles. */
enum status staff_held(struct ctx *x, void *arg) WARN_UNUSED;

/* Giving and ending roles: by an admin of that community. */
struct staff_giving {
    int64_t community_id;
    int64_t member_id;
    const char *role;
    struct staff_role made; /* out */
};
/* ctx_fn. E_NOT_FOUND when the member is not in the community, staff.has_role. */
enum status staff_give(struct ctx *x, void *arg) WARN_UNUSED;

struct staff_ending {
    int64_t community_id;
    int64_t role_id;
};
/* ctx_fn. E_NOT_FOUND, staff.last_admin. Sessions go on without the role at once. */
enum status staff_end(struct ctx *x, void *arg) WARN_UNUSED;

struct staff_listing {
    int64_t community_id;
    int64_t after_id;
    int max;
    struct staff_role *roles; /* out */
    int n;
};
/* ctx_fn: the live roles of a community, for its staff. */
enum status staff_list(struct ctx *x, void *arg) WARN_UNUSED;

/* NULL-ended: the texts of all roles, for FIELD_CHOICE. */
const char *const *staff_role_texts(void);

#endif
