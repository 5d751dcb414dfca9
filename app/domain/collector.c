/* collector.c - see collector.h. */
#include "app/domain/collector.h"

#include "app/base/text.h"
#include "app/domain/audit.h"
#include "app/domain/staff.h"
#include "app/domain/task.h"
#include "app/domain/vault.h"
#include "db/store/block.h"
#include "db/store/child_home.h"
#include "db/store/guardian.h"
#include "db/store/household.h"
#include "db/store/photo.h"

#define VALID_DAYS_MAX 800 /* two years: then somebody should look at it again */

static enum status seal_pickup(struct ctx *x, struct collector *c)
{
    int64_t owner = c->row.household_id;
    enum status s = vault_seal(x, owner, "pickup_person", "name_sealed", c->row.id, c->name,
                               &c->row.name_sealed);

    return s == OK ? vault_seal(x, owner, "pickup_person", "phone_sealed", c->row.id, c->phone,
                                &c->row.phone_sealed)
                   : s;
}

static enum status open_name(struct ctx *x, struct collector *c)
{
    return vault_unseal(x, c->row.household_id, "pickup_person", "name_sealed", c->row.id,
                        c->row.name_sealed, &c->name);
}

static enum status check(struct ctx *x, const struct collector_adding *a, const char **phone)
{
    enum status s = OK;

    *phone = NULL;
    if (a->from_day > a->to_day || a->to_day - a->from_day > VALID_DAYS_MAX) {
        return invalid(x, "valid_to");
    }
    if (a->phone != NULL) {
        s = phone_clean(x->arena, a->phone, phone);
    }
    return s == E_INVALID ? invalid(x, "phone") : s;
}

static enum status room_for_one(struct ctx *x, int64_t household_id)
{
    struct pickup_person_row *rows;
    int n = 0;
    enum status s = store_pickup_persons(x->tx, household_id, &rows, &n);

    return s == OK && n >= PICKUP_PERSONS_MAX ? refuse(x, R_LIST_FULL) : s;
}

enum status collector_add(struct ctx *x, void *arg)
{
    struct collector_adding *a = arg;
    struct collector c = {
        .row = {.id = new_id(x),
                .household_id = a->household_id,
                .relation = a->relation,
                .valid_from_day = a->from_day,
                .valid_to_day = a->to_day,
                .added_by = x->member_id,
                .created_at = x->now},
        .name = a->name,
    };
    enum status s = store_guardian_is(x->tx, a->household_id, x->member_id);

    s = s == OK ? check(x, a, &c.phone) : s;
    s = s == OK ? room_for_one(x, a->household_id) : s;
    s = s == OK ? seal_pickup(x, &c) : s;
    s = s == OK ? store_pickup_person_insert(x->tx, &c.row) : s;
    a->made = c;
    return s == OK ? audit_note(x, a->household_id, "pickup_person.added", c.row.id) : s;
}

static enum status find(struct ctx *x, struct collector_one *o)
{
    struct pickup_person_row *row = &o->found.row;
    enum status s = store_guardian_is(x->tx, o->household_id, x->member_id);

    s = s == OK ? store_pickup_person_get(x->tx, o->id, row) : s;
    if (s == OK && (row->household_id != o->household_id || row->ended_at != 0)) {
        return E_NOT_FOUND;
    }
    return s;
}

enum status collector_show(struct ctx *x, void *arg)
{
    struct collector_one *o = arg;
    struct pickup_person_row *row = &o->found.row;
    enum status s = find(x, o);

    s = s == OK ? open_name(x, &o->found) : s;
    s = s == OK ? vault_unseal(x, o->household_id, "pickup_person", "phone_sealed", row->id,
                               row->phone_sealed, &o->found.phone)
                : s;
    return s == OK ? audit_note(x, o->household_id, "saw.phone", o->id) : s;
}

enum status collector_end(struct ctx *x, void *arg)
{
    struct collector_one *o = arg;
    enum status s = find(x, o);

    s = s == OK ? store_pickup_person_end(x->tx, o->id, x->now) : s;
    s = s == OK ? store_photos_delete_of(x->tx, "pickup_person", o->id, 0) : s;
    return s == OK ? audit_note(x, o->household_id, "pickup_person.ended", o->id) : s;
}

enum status collector_list(struct ctx *x, void *arg)
{
    struct collector_list *l = arg;
    struct pickup_person_row *rows;
    enum status s = store_guardian_is(x->tx, l->household_id, x->member_id);

    s = s == OK ? store_pickup_persons(x->tx, l->household_id, &rows, &l->n) : s;
    if (s != OK) {
        return s;
    }
    l->rows = arena_alloc(x->arena, (size_t)(l->n + 1) * sizeof *l->rows);
    s = l->rows != NULL ? OK : E_BUSY;
    for (int i = 0; s == OK && i < l->n; i++) {
        l->rows[i] = (struct collector){.row = rows[i]};
        s = open_name(x, &l->rows[i]);
    }
    return s;
}

/* ---- who must not ---- */

static enum status no_guardian(struct ctx *x, int64_t child_id, int64_t member_id)
{
    int64_t *homes;
    int n = 0;
    enum status s = store_child_homes(x->tx, child_id, &homes, &n);

    for (int i = 0; s == OK && member_id != 0 && i < n; i++) {
        s = store_guardian_is(x->tx, homes[i], member_id);
        if (s == OK) {
            return refuse(x, R_BARRED_GUARDIAN);
        }
        s = s == E_NOT_FOUND ? OK : s;
    }
    return s;
}

static enum status seal_bar(struct ctx *x, struct bar *b)
{
    int64_t owner = b->row.child_id;
    enum status s = vault_seal(x, owner, "barred_person", "name_sealed", b->row.id, b->name,
                               &b->row.name_sealed);

    return s == OK ? vault_seal(x, owner, "barred_person", "note_sealed", b->row.id, b->note,
                                &b->row.note_sealed)
                   : s;
}

static enum status tell_staff(struct ctx *x, const struct bar *b)
{
    struct household_row home;
    enum status s = store_household_get(x->tx, b->row.household_id, &home);

    s = s == OK ? task_open(x, home.community_id, "safeguarding", "barred.added", b->row.id, 0) : s;
    return s == OK ? audit_note(x, b->row.household_id, "barred.added", b->row.child_id) : s;
}

static enum status store_one(struct ctx *x, struct bar *b)
{
    struct barred_person_row *rows;
    int n = 0;
    enum status s = store_barred_of_child(x->tx, b->row.child_id, &rows, &n);

    if (s == OK && n >= BARRED_PERSONS_MAX) {
        return refuse(x, R_LIST_FULL);
    }
    s = s == OK ? seal_bar(x, b) : s;
    s = s == OK ? store_barred_insert(x->tx, &b->row) : s;
    return s == OK ? tell_staff(x, b) : s;
}

enum status bar_add(struct ctx *x, void *arg)
{
    struct bar_adding *a = arg;
    struct bar b = {
        .row = {.id = new_id(x),
                .child_id = a->child_id,
                .member_id = a->member_id,
                .added_by = x->member_id,
                .created_at = x->now},
        .name = a->name,
        .note = a->note,
    };
    enum status s = store_child_home_of(x->tx, a->child_id, x->member_id, &b.row.household_id);

    s = s == OK ? no_guardian(x, a->child_id, a->member_id) : s;
    s = s == OK && a->member_id != 0 ? store_block_known(x->tx, x->member_id, a->member_id) : s;
    s = s == OK ? store_one(x, &b) : s;
    a->made = b;
    return s;
}

static enum status open_bar(struct ctx *x, struct bar *b)
{
    int64_t owner = b->row.child_id;
    enum status s = vault_unseal(x, owner, "barred_person", "name_sealed", b->row.id,
                                 b->row.name_sealed, &b->name);

    return s == OK ? vault_unseal(x, owner, "barred_person", "note_sealed", b->row.id,
                                  b->row.note_sealed, &b->note)
                   : s;
}

enum status bar_list(struct ctx *x, void *arg)
{
    struct bar_list *l = arg;
    struct barred_person_row *rows;
    int64_t household_id = 0;
    int n = 0;
    enum status s = store_child_home_of(x->tx, l->child_id, x->member_id, &household_id);

    s = s == OK ? store_barred_of_child(x->tx, l->child_id, &rows, &n) : s;
    if (s != OK) {
        return s;
    }
    l->n = 0; /* the transaction may run again */
    l->rows = arena_alloc(x->arena, (size_t)(n + 1) * sizeof *l->rows);
    s = l->rows != NULL ? OK : E_BUSY;
    for (int i = 0; s == OK && i < n; i++) {
        if (rows[i].household_id == household_id) {
            l->rows[l->n] = (struct bar){.row = rows[i]};
            s = open_bar(x, &l->rows[l->n++]);
        }
    }
    return s;
}

enum status bar_end(struct ctx *x, void *arg)
{
    const struct bar_ending *e = arg;
    struct barred_person_row row;
    struct household_row home;
    enum status s = staff_has_role(x, e->community_id, STAFF_COORDINATOR | STAFF_SAFEGUARDING);

    s = s == OK ? store_barred_get(x->tx, e->id, &row) : s;
    s = s == OK ? store_household_get(x->tx, row.household_id, &home) : s;
    if (s == OK && home.community_id != e->community_id) {
        return E_NOT_FOUND;
    }
    s = s == OK ? store_barred_end(x->tx, e->id, x->member_id, x->now) : s;
    return s == OK ? audit_note(x, row.household_id, "barred.ended", row.child_id) : s;
}
