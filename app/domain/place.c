/* place.c - see place.h. */
#include "app/domain/place.h"

#include "app/base/limits.h"
#include "app/domain/audit.h"
#include "app/domain/cell.h"
#include "app/domain/staff.h"
#include "app/domain/vault.h"
#include "db/store/guardian.h"
#include "db/store/household.h"
#include "db/store/membership.h"
#include "db/store/photo.h"

static enum status room_for_one(struct ctx *x, int64_t household_id)
{
    int64_t count = 0;
    enum status s = store_place_count(x->tx, household_id, &count);

    return s == OK && count >= PLACES_MAX ? refuse(x, R_LIST_FULL) : s;
}

static void start_row(struct ctx *x, const struct place_adding *a, struct place_row *row)
{
    *row = (struct place_row){
        .id = new_id(x),
        .community_id = a->community_id,
        .household_id = a->household_id,
        .kind = a->kind,
        .has_cell = 1,
        .created_at = x->now,
    };
    cell_of(a->lat_e5, a->lng_e5, &row->cell_x, &row->cell_y);
}

static enum status seal_row(struct ctx *x, const struct place_adding *a, struct place_row *row)
{
    enum status s =
        vault_seal(x, a->household_id, "place", "name_sealed", row->id, a->name, &row->name_sealed);

    return s == OK ? vault_seal(x, a->household_id, "place", "address_sealed", row->id, a->address,
                                &row->address_sealed)
                   : s;
}

enum status place_add(struct ctx *x, void *arg)
{
    struct place_adding *a = arg;
    struct household_row home;
    struct place_row row;
    enum status s = store_guardian_is(x->tx, a->household_id, x->member_id);

    s = s == OK ? room_for_one(x, a->household_id) : s;
    s = s == OK ? store_household_get(x->tx, a->household_id, &home) : s;
    if (s != OK) {
        return s;
    }
    a->community_id = home.community_id;
    start_row(x, a, &row);
    s = seal_row(x, a, &row);
    s = s == OK ? store_place_insert(x->tx, &row) : s;
    a->place = (struct place){row.id, row, a->name, a->address};
    return s;
}

enum status place_add_public(struct ctx *x, void *arg)
{
    struct place_adding *a = arg;
    struct place_row row;
    enum status s = staff_has_role(x, a->community_id, STAFF_COORDINATOR | STAFF_ADMIN);

    start_row(x, a, &row);
    row.name = a->name;
    row.address = a->address;
    s = s == OK ? store_place_insert(x->tx, &row) : s;
    a->place = (struct place){row.id, row, a->name, a->address};
    return s == OK ? audit_note(x, 0, "place.added", row.id) : s;
}

static enum status open_name(struct ctx *x, struct place *p)
{
    if (p->row.household_id == 0) {
        p->name = p->row.name;
        p->address = p->row.address;
        return OK;
    }
    return vault_unseal(x, p->row.household_id, "place", "name_sealed", p->id, p->row.name_sealed,
                        &p->name);
}

/* One in use that belongs to exactly this household. */
static enum status find(struct ctx *x, const struct place_showing *p, struct place *out)
{
    enum status s = store_guardian_is(x->tx, p->household_id, x->member_id);

    s = s == OK ? store_place_get(x->tx, p->id, &out->row) : s;
    out->id = p->id;
    if (s == OK && (out->row.household_id != p->household_id || out->row.ended_at != 0)) {
        return E_NOT_FOUND;
    }
    return s;
}

enum status place_show(struct ctx *x, void *arg)
{
    struct place_showing *p = arg;
    enum status s = find(x, p, &p->place);

    s = s == OK ? open_name(x, &p->place) : s;
    s = s == OK ? vault_unseal(x, p->household_id, "place", "address_sealed", p->id,
                               p->place.row.address_sealed, &p->place.address)
                : s;
    return s == OK ? audit_note(x, p->household_id, "saw.address", p->id) : s;
}

enum status place_end(struct ctx *x, void *arg)
{
    struct place_showing *p = arg;
    enum status s = find(x, p, &p->place);

    s = s == OK ? store_place_end(x->tx, p->id, x->now) : s;
    return s == OK ? store_photos_delete_of(x->tx, "place", p->id, 0) : s;
}

enum status place_end_public(struct ctx *x, void *arg)
{
    struct place_showing *p = arg;
    struct place_row *row = &p->place.row;
    enum status s = staff_has_role(x, p->household_id, STAFF_COORDINATOR | STAFF_ADMIN);

    s = s == OK ? store_place_get(x->tx, p->id, row) : s;
    if (s == OK && (row->household_id != 0 || row->community_id != p->household_id)) {
        return E_NOT_FOUND;
    }
    s = s == OK ? store_place_end(x->tx, p->id, x->now) : s;
    return s == OK ? audit_note(x, 0, "place.ended", p->id) : s;
}

static enum status read_rows(struct ctx *x, struct place_listing *l, struct place_row **rows)
{
    enum status s;

    if (l->household_id != 0) {
        s = store_guardian_is(x->tx, l->household_id, x->member_id);
        return s == OK ? store_places_of_household(x->tx, l->household_id, l->after_id, l->max,
                                                   rows, &l->n)
                       : s;
    }
    s = store_membership_live(x->tx, x->member_id, l->community_id);
    return s == OK ? store_places_public(x->tx, l->community_id, l->kind, l->no_cell, l->after_id,
                                         l->max, rows, &l->n)
                   : s;
}

enum status place_list(struct ctx *x, void *arg)
{
    struct place_listing *l = arg;
    struct place_row *rows;
    enum status s = read_rows(x, l, &rows);

    if (s != OK) {
        return s;
    }
    l->places = arena_alloc(x->arena, (size_t)(l->n + 1) * sizeof *l->places);
    s = l->places != NULL ? OK : E_BUSY;
    for (int i = 0; s == OK && i < l->n; i++) {
        l->places[i] = (struct place){.id = rows[i].id, .row = rows[i]};
        s = open_name(x, &l->places[i]);
    }
    return s;
}
