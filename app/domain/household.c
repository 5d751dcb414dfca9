/* household.c - see household.h. */
#include "app/domain/household.h"

#include "app/domain/audit.h"
#include "app/domain/staff.h"
#include "app/domain/vault.h"
#include "db/store/membership.h"

static enum status open_row(struct ctx *x, struct household *h)
{
    h->id = h->row.id;
    return vault_unseal(x, h->id, "household", "name_sealed", h->id, h->row.name_sealed, &h->name);
}

static enum status load(struct ctx *x, struct household *h)
{
    enum status s = store_household_get(x->tx, h->id, &h->row);

    s = s == OK ? open_row(x, h) : s;
    return s == OK ? store_guardian_names(x->tx, h->id, &h->guardians, &h->guardians_n) : s;
}

enum status household_show(struct ctx *x, void *arg)
{
    struct household *h = arg;
    enum status s = store_guardian_is(x->tx, h->id, x->member_id);

    return s == OK ? load(x, h) : s;
}

enum status household_prepare(struct ctx *x, int64_t *id)
{
    *id = new_id(x);
    return vault_create(x, *id);
}

static enum status room_for_one(struct ctx *x)
{
    int64_t count = 0;
    enum status s = store_household_count(x->tx, x->member_id, &count);

    return s == OK && count >= HOUSEHOLDS_MAX ? refuse(x, R_LIST_FULL) : s;
}

enum status household_make(struct ctx *x, void *arg)
{
    struct household_making *m = arg;
    struct household_row row = {.id = m->id, .community_id = m->community_id, .created_at = x->now};
    enum status s = store_membership_live(x->tx, x->member_id, m->community_id);

    s = s == OK ? room_for_one(x) : s;
    s = s == OK ? vault_seal(x, m->id, "household", "name_sealed", m->id, m->name, &row.name_sealed)
                : s;
    s = s == OK ? store_household_insert(x->tx, &row) : s;
    s = s == OK ? store_guardian_put(x->tx, m->id, x->member_id, 0, x->now) : s;
    m->made.id = m->id;
    return s == OK ? load(x, &m->made) : s;
}

enum status household_rename(struct ctx *x, void *arg)
{
    struct household_naming *r = arg;
    int64_t id = r->household.id;
    struct slice sealed;
    enum status s = store_guardian_is(x->tx, id, x->member_id);

    if (s == OK && r->name != NULL) {
        s = vault_seal(x, id, "household", "name_sealed", id, r->name, &sealed);
        s = s == OK ? store_household_set_name(x->tx, id, sealed) : s;
    }
    return s == OK ? load(x, &r->household) : s;
}

enum status household_protect(struct ctx *x, void *arg)
{
    const struct household_protecting *p = arg;
    struct household_row home;
    enum status s = staff_has_role(x, p->community_id, STAFF_COORDINATOR | STAFF_SAFEGUARDING);

    s = s == OK ? store_household_get(x->tx, p->household_id, &home) : s;
    if (s != OK || home.community_id != p->community_id) {
        return s != OK ? s : E_NOT_FOUND;
    }
    if ((home.protected_at != 0) == p->on) {
        return OK;
    }
    s = store_household_protect(x->tx, home.id, p->on ? x->now : 0);
    return s == OK ? audit_note(x, home.id, p->on ? "household.protected" : "household.unprotected",
                                home.id)
                   : s;
}

enum status household_list(struct ctx *x, void *arg)
{
    struct household_listing *l = arg;
    struct household_row *rows;
    enum status s = store_household_list(x->tx, x->member_id, l->after_id, l->max, &rows, &l->n);

    if (s != OK) {
        return s;
    }
    l->households = arena_alloc(x->arena, (size_t)(l->n + 1) * sizeof *l->households);
    if (l->households == NULL) {
        return E_BUSY;
    }
    for (int i = 0; s == OK && i < l->n; i++) {
        l->households[i] = (struct household){.row = rows[i]};
        s = open_row(x, &l->households[i]);
    }
    return s;
}

enum status household_looks(struct ctx *x, void *arg)
{
    struct household_looks *l = arg;
    enum status s = store_guardian_is(x->tx, l->household_id, x->member_id);

    return s == OK ? store_audit_of_household(x->tx, l->household_id, l->before_id, l->max,
                                              &l->rows, &l->n)
                   : s;
}
