/* staff.c - see staff.h. */
#include "app/domain/staff.h"

#include "app/base/limits.h"
#include "app/domain/audit.h"
#include "db/store/membership.h"

#include <string.h>

#define ROLE_TEXT(name, text, bit) text,
static const char *const role_texts[] = {STAFF_ROLES(ROLE_TEXT) NULL};
#undef ROLE_TEXT

const char *const *staff_role_texts(void)
{
    return role_texts;
}

bool staff_proved(int64_t totp_confirmed_at, int64_t stepped_up_at, int64_t now)
{
    return totp_confirmed_at != 0 && stepped_up_at >= totp_confirmed_at &&
           stepped_up_at > now - STAFF_PROOF_MS;
}

static enum status forbidden(struct ctx *x, enum reason r)
{
    x->reason = r;
    return E_FORBIDDEN;
}

enum status staff_roles_here(struct ctx *x, int64_t community_id, unsigned any_of, unsigned *roles)
{
    struct staff_standing standing = {0};
    enum status s = x->acted_by != 0
                        ? E_NOT_FOUND /* nobody is staff through somebody else */
                        : store_staff_standing(x->tx, x->member_id, community_id, &standing);

    *roles = (unsigned)standing.roles;
    if (s != OK) {
        return s;
    }
    if (standing.roles == 0) {
        return E_NOT_FOUND;
    }
    if (standing.totp_confirmed_at == 0 ||
        (x->session_id != 0 &&
         !staff_proved(standing.totp_confirmed_at, x->stepped_up_at, x->now))) {
        return forbidden(x, R_STAFF_SECOND_FACTOR);
    }
    return (*roles & any_of) != 0 ? OK : forbidden(x, R_STAFF_ROLE_NEEDED);
}

enum status staff_has_role(struct ctx *x, int64_t community_id, unsigned any_of)
{
    unsigned roles;

    return staff_roles_here(x, community_id, any_of, &roles);
}

enum status staff_held(struct ctx *x, void *arg)
{
    return store_staff_everywhere(x->tx, x->member_id, arg);
}

static const char *role_detail(struct ctx *x, const struct staff_role *r)
{
    return arena_printf(x->arena, "{\"role\":\"%s\"}", r->role);
}

static enum status note(struct ctx *x, const char *action, const struct staff_role *r)
{
    const char *detail = role_detail(x, r);

    return detail != NULL ? audit_note_detail(x, 0, action, r->member_id, detail) : E_BUSY;
}

enum status staff_give(struct ctx *x, void *arg)
{
    struct staff_giving *g = arg;
    struct staff_role row = {
        .id = new_id(x),
        .member_id = g->member_id,
        .community_id = g->community_id,
        .role = g->role,
        .given_at = x->now,
        .given_by = x->member_id,
    };
    bool given = false;
    enum status s = staff_has_role(x, g->community_id, STAFF_ADMIN);

    s = s == OK ? store_membership_live(x->tx, g->member_id, g->community_id) : s;
    s = s == OK ? store_staff_give(x->tx, &row, &given) : s;
    if (s == OK && !given) {
        return refuse(x, R_STAFF_HAS_ROLE);
    }
    s = s == OK ? note(x, "role.given", &row) : s;
    return s == OK ? store_staff_get(x->tx, g->community_id, row.id, &g->made) : s;
}

/* A community without an admin could never get one again. */
static enum status not_the_last(struct ctx *x, const struct staff_role *row)
{
    int64_t others = 0;
    enum status s = strcmp(row->role, "admin") == 0 ? store_staff_others(x->tx, row, &others) : OK;

    if (s == OK && strcmp(row->role, "admin") == 0 && others == 0) {
        return refuse(x, R_STAFF_LAST_ADMIN);
    }
    return s;
}

enum status staff_end(struct ctx *x, void *arg)
{
    const struct staff_ending *e = arg;
    struct staff_role row;
    enum status s = staff_has_role(x, e->community_id, STAFF_ADMIN);

    s = s == OK ? store_staff_get(x->tx, e->community_id, e->role_id, &row) : s;
    s = s == OK ? not_the_last(x, &row) : s;
    s = s == OK ? store_staff_end(x->tx, row.id, x->member_id, x->now) : s;
    return s == OK ? note(x, "role.ended", &row) : s;
}

enum status staff_list(struct ctx *x, void *arg)
{
    struct staff_listing *l = arg;
    enum status s = staff_has_role(x, l->community_id, STAFF_ANY);

    return s == OK ? store_staff_list(x->tx, l->community_id, l->after_id, l->max, &l->roles, &l->n)
                   : s;
}
