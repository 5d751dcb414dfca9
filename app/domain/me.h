/* me.h - a member's own account as he or she sees it, and what can be changed at will. */
#ifndef APP_DOMAIN_ME_H
#define APP_DOMAIN_ME_H

#include "app/domain/password.h"
#include "db/store/member.h"
#include "db/store/membership.h"
#include "db/store/staff_role.h"

#define STAFF_ROLES_OF_ONE_MAX 60 /* some communities with each role */

struct me {
    struct member m;
    const char *email, *phone, *name, *reading;
    int64_t birth_day;
    int64_t photo_id; /* 0: none */
    struct membership *memberships;
    int memberships_n;
    struct staff_role *roles;
    int roles_n;
};
/* ctx_fn: fills all of it for x->member_id. */
enum status me_get(struct ctx *x, void *arg) WARN_UNUSED;

/* ctx_fn: changes what is present, fills `me`. */
struct me_change {
    const char *display_name; /* NULL: stays */
    const char *locale;       /* NULL: stays */
    bool area_given;
    int64_t cell_x, cell_y;
    const char *municipality; /* NULL takes the area away */
    struct me me;             /* out */
};
enum status me_change(struct ctx *x, void *arg) WARN_UNUSED;

/* Inside a transaction: what a password of this member should not be made of. */
enum status me_password_owner(struct ctx *x, const struct member *m,
                              struct password_owner *owner) WARN_UNUSED;

#endif
