/* child.c - see child.h. */
#include "app/domain/child.h"

#include "app/base/limits.h"
#include "app/base/text.h"
#include "app/base/zone.h"
#include "app/domain/audit.h"
#include "app/domain/community.h"
#include "app/domain/vault.h"
#include "db/store/child_home.h"
#include "db/store/guardian.h"
#include "db/store/household.h"
#include "db/store/pickup_person.h"

#include <string.h>

#define LINES 5 /* sealed columns that are a text as it is */

struct line {
    const char *column;
    const char **text;
    struct slice *sealed;
};

static void lines_of(struct child_form *f, struct child_row *row, struct line out[LINES])
{
    const struct line lines[LINES] = {
        {"name_sealed", &f->name, &row->name_sealed},
        {"call_name_sealed", &f->call_name, &row->call_name_sealed},
        {"allergies_sealed", &f->allergies, &row->allergies_sealed},
        {"medicines_sealed", &f->medicines, &row->medicines_sealed},
        {"conditions_sealed", &f->conditions, &row->conditions_sealed},
    };

    memcpy(out, lines, sizeof lines);
}

static enum status seal_number(struct ctx *x, int64_t id, const char *column, int64_t v,
                               struct slice *sealed)
{
    const char *text = arena_printf(x->arena, "%lld", (long long)v);

    return text != NULL ? vault_seal(x, id, "child", column, id, text, sealed) : E_BUSY;
}

static enum status open_number(struct ctx *x, int64_t id, const char *column, struct slice sealed,
                               int64_t *v)
{
    const char *text = NULL;
    enum status s = vault_unseal(x, id, "child", column, id, sealed, &text);

    return s == OK && int64_parse(text, v) != OK ? E_INTERNAL : s;
}

static enum status seal_form(struct ctx *x, struct child_form *f, struct child_row *row)
{
    struct line lines[LINES];
    enum status s =
        seal_number(x, row->id, "birth_day_sealed", f->birth_day, &row->birth_day_sealed);

    s = s == OK ? seal_number(x, row->id, "flags_sealed", f->flags, &row->flags_sealed) : s;
    lines_of(f, row, lines);
    for (int i = 0; s == OK && i < LINES; i++) {
        s = vault_seal(x, row->id, "child", lines[i].column, row->id, *lines[i].text,
                       lines[i].sealed);
    }
    return s;
}

static enum status open_form(struct ctx *x, struct child_row *row, struct child_form *f)
{
    struct line lines[LINES];
    enum status s =
        open_number(x, row->id, "birth_day_sealed", row->birth_day_sealed, &f->birth_day);

    s = s == OK ? open_number(x, row->id, "flags_sealed", row->flags_sealed, &f->flags) : s;
    lines_of(f, row, lines);
    for (int i = 0; s == OK && i < LINES; i++) {
        s = vault_unseal(x, row->id, "child", lines[i].column, row->id, *lines[i].sealed,
                         lines[i].text);
    }
    return s;
}

/* The date today where the household is. */
static enum status today(struct ctx *x, int64_t household_id, int64_t *day)
{
    struct household_row home;
    struct community community;
    enum status s = store_household_get(x->tx, household_id, &home);

    s = s == OK ? community_get(x, home.community_id, &community) : s;
    return s == OK ? community_day(&community, x->now, day) : s;
}

/* Everything about the row that c->household_id's guardians see. */
static enum status fill(struct ctx *x, struct child *c, int64_t day)
{
    struct barred_person_row *barred;
    int64_t *homes;
    int barred_n = 0, homes_n = 0;
    enum status s = open_form(x, &c->row, &c->form);

    s = s == OK ? store_child_homes(x->tx, c->row.id, &homes, &homes_n) : s;
    s = s == OK ? store_barred_of_child(x->tx, c->row.id, &barred, &barred_n) : s;
    c->age_years = age_on(c->form.birth_day, day);
    c->two_homes = homes_n > 1;
    c->call_first = barred_n > 0;
    return s;
}

static enum status load(struct ctx *x, int64_t id, int64_t household_id, struct child *c)
{
    int64_t day = 0;
    enum status s = store_child_get(x->tx, id, &c->row);

    c->household_id = household_id;
    s = s == OK ? today(x, household_id, &day) : s;
    return s == OK ? fill(x, c, day) : s;
}

static enum status check_birth(struct ctx *x, int64_t household_id, int64_t birth_day)
{
    int64_t day = 0;
    enum status s = today(x, household_id, &day);

    if (s == OK && (birth_day > day || age_on(birth_day, day) > CHILD_AGE_YEARS_MAX)) {
        return invalid(x, "birth_date");
    }
    return s;
}

static enum status may_tx(struct ctx *x, void *arg)
{
    const int64_t *household_id = arg;

    return store_guardian_is(x->tx, *household_id, x->member_id);
}

enum status child_prepare(struct ctx *x, int64_t household_id, int64_t *id)
{
    enum status s = ctx_read(x, may_tx, &household_id);

    *id = new_id(x);
    return s == OK ? vault_create(x, *id) : s;
}

static enum status room_for_one(struct ctx *x, int64_t household_id)
{
    int64_t count = 0;
    enum status s = store_child_count(x->tx, household_id, &count);

    return s == OK && count >= CHILDREN_MAX ? refuse(x, R_LIST_FULL) : s;
}

enum status child_add(struct ctx *x, void *arg)
{
    struct child_adding *a = arg;
    struct child_form form = a->form;
    struct child_row row = {.id = a->id, .health_changed_at = x->now, .created_at = x->now};
    enum status s = store_guardian_is(x->tx, a->household_id, x->member_id);

    s = s == OK ? room_for_one(x, a->household_id) : s;
    s = s == OK ? check_birth(x, a->household_id, form.birth_day) : s;
    s = s == OK ? seal_form(x, &form, &row) : s;
    s = s == OK ? store_child_insert(x->tx, &row) : s;
    s = s == OK ? store_child_home_put(x->tx, a->id, a->household_id, x->now) : s;
    return s == OK ? load(x, a->id, a->household_id, &a->child) : s;
}

enum status child_show(struct ctx *x, void *arg)
{
    struct child_showing *c = arg;
    int64_t household_id = 0;
    enum status s = store_child_home_of(x->tx, c->id, x->member_id, &household_id);

    s = s == OK ? load(x, c->id, household_id, &c->child) : s;
    return s == OK ? audit_note(x, household_id, "saw.health", c->id) : s;
}

static void merge(struct child_form *to, const struct child_change *c)
{
    to->name = (c->fields & CHILD_HAS_NAME) != 0 ? c->form.name : to->name;
    to->call_name = (c->fields & CHILD_HAS_CALL_NAME) != 0 ? c->form.call_name : to->call_name;
    to->birth_day = (c->fields & CHILD_HAS_BIRTH_DAY) != 0 ? c->form.birth_day : to->birth_day;
    to->allergies = (c->fields & CHILD_HAS_ALLERGIES) != 0 ? c->form.allergies : to->allergies;
    to->medicines = (c->fields & CHILD_HAS_MEDICINES) != 0 ? c->form.medicines : to->medicines;
    to->conditions = (c->fields & CHILD_HAS_CONDITIONS) != 0 ? c->form.conditions : to->conditions;
    to->flags = (c->fields & CHILD_HAS_FLAGS) != 0 ? c->form.flags : to->flags;
}

static bool same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool same_health(const struct child_form *a, const struct child_form *b)
{
    return same(a->allergies, b->allergies) && same(a->medicines, b->medicines) &&
           same(a->conditions, b->conditions) && a->flags == b->flags;
}

static enum status write_change(struct ctx *x, struct child_change *c, int64_t household_id)
{
    struct child_row row;
    struct child_form before, after;
    enum status s = store_child_get(x->tx, c->id, &row);

    if (s == OK && row.version != c->version) {
        return lost(x, R_CHILD_CHANGED);
    }
    s = s == OK ? open_form(x, &row, &before) : s;
    if (s != OK) {
        return s;
    }
    after = before;
    merge(&after, c);
    row.health_changed_at = same_health(&before, &after) ? row.health_changed_at : x->now;
    s = check_birth(x, household_id, after.birth_day);
    s = s == OK ? seal_form(x, &after, &row) : s;
    return s == OK ? store_child_update(x->tx, &row) : s;
}

enum status child_change(struct ctx *x, void *arg)
{
    struct child_change *c = arg;
    int64_t household_id = 0;
    enum status s = store_child_home_of(x->tx, c->id, x->member_id, &household_id);

    s = s == OK ? write_change(x, c, household_id) : s;
    s = s == OK ? audit_note(x, household_id, "child.changed", c->id) : s;
    return s == OK ? load(x, c->id, household_id, &c->child) : s;
}

enum status child_list(struct ctx *x, void *arg)
{
    struct child_listing *l = arg;
    struct child_row *rows;
    int64_t day = 0;
    enum status s = store_guardian_is(x->tx, l->household_id, x->member_id);

    s = s == OK ? today(x, l->household_id, &day) : s;
    s = s == OK ? store_child_list(x->tx, l->household_id, l->after_id, l->max, &rows, &l->n) : s;
    if (s != OK) {
        return s;
    }
    l->children = arena_alloc(x->arena, (size_t)(l->n + 1) * sizeof *l->children);
    s = l->children != NULL ? OK : E_BUSY;
    for (int i = 0; s == OK && i < l->n; i++) {
        l->children[i] = (struct child){.row = rows[i], .household_id = l->household_id};
        s = fill(x, &l->children[i], day);
    }
    return s;
}
