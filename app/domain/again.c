/* again.c - see again.h; the times are in again_times.c, the people in again_people.c. */
#include "app/domain/again.h"

#include "app/base/limits.h"
#include "app/domain/audience.h"
#include "app/domain/vault.h"
#include "db/store/guardian.h"
#include "db/store/place.h"

#include <string.h>

#define AGAIN_TEXT(name, text) text,
static const char *const change_texts[] = {AGAIN_CHANGES(AGAIN_TEXT)};

const char *again_change_text(enum again_change c)
{
    return change_texts[c];
}

void again_note(struct again *a, enum again_change what, int64_t id, enum reason why)
{
    a->changes[a->changes_n++] = (struct changed){.what = what, .id = id, .why = why};
}

/* ---- what it was ---- */

static enum status take_job(struct ctx *x, const struct request_row *r, struct draft *d)
{
    enum status s = fee_mode_parse(r->fee_mode, &d->fee_mode);

    d->household_id = r->household_id;
    d->kind = r->kind;
    d->care_at = r->care_at;
    d->meal = r->meal != 0;
    d->rate_minor = r->rate_minor;
    d->pay_by = r->pay_by;
    return s == OK ? vault_unseal(x, r->household_id, "request", "needs_sealed", r->id,
                                  r->needs_sealed, &d->needs)
                   : s;
}

/* ---- children ---- */

static enum status is_insured(struct ctx *x, struct again *a, int age, bool *insured)
{
    struct policy_row policy;
    struct policy_job job = {
        .community_id = a->community.row.id, .youngest_years = age, .oldest_years = age};
    enum status s = community_day(&a->community, a->draft.start_at, &job.start_day);

    s = s == OK ? community_day(&a->community, a->draft.end_at - 1, &job.end_day) : s;
    s = s == OK ? policy_find(x, &job, &policy) : s;
    *insured = s == OK || x->reason != R_POLICY_AGE; /* anything else is not the child's */
    if (s == E_RULE) {
        x->reason = R_NONE;
        s = OK;
    }
    return s;
}

static void keep_child(struct again *a, int64_t child_id, int age)
{
    struct draft *d = &a->draft;
    bool first = d->children_n == 0;

    d->child_ids[d->children_n++] = child_id;
    a->ages.youngest = first || age < a->ages.youngest ? age : a->ages.youngest;
    a->ages.oldest = first || age > a->ages.oldest ? age : a->ages.oldest;
}

static enum status see_child(struct ctx *x, struct again *a, int64_t child_id)
{
    int64_t day = 0, age = 0;
    bool insured;
    enum status s = community_day(&a->community, a->draft.start_at, &day);

    s = s == OK ? draft_child_age(x, a->draft.household_id, child_id, day, &age) : s;
    if (s == E_NOT_FOUND) {
        again_note(a, AGAIN_CHILD_GONE, child_id, R_NONE);
        return OK;
    }
    s = s == OK ? is_insured(x, a, (int)age, &insured) : s;
    if (s == OK && insured) {
        keep_child(a, child_id, (int)age);
    } else if (s == OK) {
        again_note(a, AGAIN_CHILD_AGE, child_id, R_POLICY_AGE);
    }
    return s;
}

/* A child that was dropped that day is asked for again. */
static enum status see_children(struct ctx *x, const struct booking_row *b, struct again *a)
{
    struct booking_child_row *children;
    int n = 0;
    enum status s = store_booking_children(x->tx, b->id, &children, &n);

    for (int i = 0; s == OK && i < n && i < CHILDREN_PER_JOB_MAX; i++) {
        s = see_child(x, a, children[i].child_id);
    }
    return s;
}

/* ---- places ---- */

/* The family's only place of that kind in use, where it has just one: it has moved. */
static enum status moved_to(struct ctx *x, const struct place_row *old, int64_t *place_id)
{
    struct place_row *rows;
    int n = 0, found = 0;
    enum status s = store_places_of_household(x->tx, old->household_id, 0, PLACES_MAX, &rows, &n);

    for (int i = 0; s == OK && i < n; i++) {
        if (strcmp(rows[i].kind, old->kind) == 0) {
            *place_id = rows[i].id;
            found++;
        }
    }
    *place_id = found == 1 ? *place_id : 0;
    return s;
}

static bool is_noted(const struct again *a, int64_t id)
{
    for (int i = 0; i < a->changes_n; i++) {
        if (a->changes[i].id == id) {
            return true;
        }
    }
    return false;
}

static enum status see_place(struct ctx *x, struct again *a, struct draft_stop *stop, bool *kept)
{
    int64_t id = stop->place_id, instead = 0;
    struct place_row place;
    enum status s = id != 0 ? store_place_get(x->tx, id, &place) : OK;

    *kept = s == OK && (id == 0 || place.ended_at == 0);
    if (s != OK || *kept) {
        return s;
    }
    if (place.household_id == a->draft.household_id) {
        s = moved_to(x, &place, &instead);
    }
    *kept = instead != 0;
    if (!is_noted(a, id)) {
        again_note(a, *kept ? AGAIN_PLACE_MOVED : AGAIN_PLACE_GONE, id, R_NONE);
        a->changes[a->changes_n - 1].instead = instead;
    }
    stop->place_id = instead;
    return s;
}

static void keep_children_of(const struct draft *d, struct draft_stop *stop)
{
    int kept = 0;

    for (int i = 0; i < stop->children_n; i++) {
        for (int k = 0; k < d->children_n; k++) {
            if (d->child_ids[k] == stop->child_ids[i]) {
                stop->child_ids[kept++] = stop->child_ids[i];
                break;
            }
        }
    }
    stop->children_n = kept;
}

/* A stop where nobody is left, or whose place is gone, goes too. */
static enum status see_stops(struct ctx *x, struct again *a)
{
    struct draft *d = &a->draft;
    enum status s = OK;
    int kept = 0;

    for (int i = 0; s == OK && i < d->stops_n; i++) {
        struct draft_stop stop = d->stops[i];
        bool fine = false;

        keep_children_of(d, &stop);
        s = stop.children_n > 0 ? see_place(x, a, &stop, &fine) : OK;
        if (s == OK && fine) {
            d->stops[kept++] = stop;
        }
    }
    d->stops_n = kept;
    return s;
}

/* ---- would it be taken? ---- */

/* As request_send judges it; what it says no to is an answer here. */
static enum status try_it(struct ctx *x, struct again *a)
{
    struct draft d = a->draft;
    struct draft_facts f;
    struct audience people;
    enum status s = draft_check(x, &d, &f);

    if (s == OK && f.policy_why_not != R_NONE) {
        s = refuse(x, f.policy_why_not);
    }
    s = s == OK ? audience_find(x, &d, &f, &people) : s;
    if (s == OK && people.n == 0) {
        s = refuse(x, R_REQUEST_NOBODY);
    }
    s = s == OK ? audience_check_card(x, d.pay_by, &people) : s;
    if (s != E_RULE && s != E_INVALID) {
        return s;
    }
    a->why_not = x->reason;
    a->field = x->field;
    x->reason = R_NONE;
    x->field = NULL;
    return OK;
}

enum status booking_again(struct ctx *x, void *arg)
{
    struct again *a = arg;
    struct booking_row b;
    struct request_row r;
    enum status s = store_booking_get(x->tx, a->booking_id, &b);

    s = s == OK ? store_guardian_is(x->tx, b.household_id, x->member_id) : s;
    s = s == OK ? store_request_get(x->tx, b.request_id, &r) : s;
    s = s == OK ? community_get(x, b.community_id, &a->community) : s;
    a->changes = arena_alloc(x->arena, AGAIN_CHANGED_MAX * sizeof *a->changes);
    if (s != OK || a->changes == NULL) {
        return s != OK ? s : E_BUSY;
    }
    a->changes_n = 0;
    a->draft = (struct draft){0};
    s = take_job(x, &r, &a->draft);
    s = s == OK ? draft_stops_of(x, b.request_id, b.id, &a->draft) : s;
    s = s == OK ? again_times(x, &b, a) : s;
    s = s == OK ? see_children(x, &b, a) : s;
    s = s == OK ? see_stops(x, a) : s;
    s = s == OK ? again_people(x, &b, &r, a) : s;
    return s == OK ? try_it(x, a) : s;
}
