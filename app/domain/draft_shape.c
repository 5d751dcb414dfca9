/* draft_shape.c - draft_wrong() of draft.h: what of a draft makes no sense by itself. Pure. */
#include "app/domain/draft.h"

#include <string.h>

static bool is(const char *a, const char *b)
{
    return a != NULL && strcmp(a, b) == 0;
}

static bool has_child(const int64_t *ids, int n, int64_t id)
{
    for (int i = 0; i < n; i++) {
        if (ids[i] == id) {
            return true;
        }
    }
    return false;
}

static bool children_wrong(const struct draft *d)
{
    for (int i = 0; i < d->children_n; i++) {
        if (has_child(d->child_ids, i, d->child_ids[i])) {
            return true;
        }
    }
    return d->children_n < 1 || d->children_n > CHILDREN_PER_JOB_MAX;
}

static const char *times_wrong(const struct draft *d)
{
    if (d->start_at <= 0) {
        return "start_at";
    }
    if (d->end_at <= d->start_at || d->end_at - d->start_at > JOB_MS_MAX) {
        return "end_at";
    }
    if (d->until_at != 0 && (d->until_at < d->end_at || d->until_at - d->start_at > JOB_MS_MAX)) {
        return "until_at";
    }
    return NULL;
}

static const char *money_wrong(const struct draft *d)
{
    bool flat = d->fee_mode == FEE_FLAT_PER_HOUR, thanks = d->fee_mode == FEE_THANKS;

    if (flat ? d->rate_minor < 1 || d->rate_minor > MONEY_MINOR_MAX : d->rate_minor != 0) {
        return "fee.rate_minor";
    }
    return is(d->pay_by, "nothing") && !thanks ? "pay_by" : NULL;
}

static const char *audience_wrong(const struct draft *d)
{
    bool many = d->to_all || d->group_id != 0;

    if (d->to_all && d->group_id != 0) {
        return "audience.group_id";
    }
    if (many ? d->members_n != 0 : d->members_n < 1) {
        return "audience.member_ids";
    }
    return d->already_agreed && d->members_n != 1 ? "already_agreed" : NULL;
}

/* A trial is tried with one person; being called by the nursery is none. */
static bool trial_wrong(const struct draft *d)
{
    return d->trial && (d->to_all || d->members_n != 1 || is(d->kind, "callout"));
}

/* A stop's children are of the draft, each once; none named means all of them. */
static bool stop_children_wrong(const struct draft *d, const struct draft_stop *s)
{
    for (int i = 0; i < s->children_n; i++) {
        if (has_child(s->child_ids, i, s->child_ids[i]) ||
            !has_child(d->child_ids, d->children_n, s->child_ids[i])) {
            return true;
        }
    }
    return false;
}

static const char *stop_wrong(const struct draft *d, int i)
{
    const struct draft_stop *s = &d->stops[i];

    if (s->at < d->start_at || s->at > d->end_at || (i > 0 && s->at <= d->stops[i - 1].at)) {
        return "at";
    }
    if (s->alone && !is(s->act, "collect")) {
        return "alone"; /* returning is to an adult */
    }
    return stop_children_wrong(d, s) ? "child_ids" : NULL;
}

/* Each child is collected, then brought, perhaps several times; -1 or the first stop where it is
 * not so, stops_n when a child is never brought back. */
static int hands_wrong(const struct draft *d, int64_t child_id)
{
    bool with_supporter = false;

    for (int i = 0; i < d->stops_n; i++) {
        const struct draft_stop *s = &d->stops[i];

        if (s->children_n > 0 && !has_child(s->child_ids, s->children_n, child_id)) {
            continue;
        }
        if (is(s->act, "collect") == with_supporter) {
            return i;
        }
        with_supporter = !with_supporter;
    }
    return with_supporter ? d->stops_n : -1;
}

/* What the kind of job wants of its first and last stop. */
static int kind_wrong(const struct draft *d)
{
    const struct draft_stop *first = &d->stops[0], *last = &d->stops[d->stops_n - 1];
    bool from_place = is(d->kind, "pickup") || is(d->kind, "callout") || is(d->kind, "escort") ||
                      is(d->care_at, "home") || is(d->care_at, "elsewhere");
    bool to_place = is(d->kind, "dropoff") || is(d->kind, "escort");

    if (from_place && first->place_id == 0) {
        return 0;
    }
    return to_place && last->place_id == 0 ? d->stops_n - 1 : -1;
}

static const char *way_wrong(const struct draft *d, int *which)
{
    int at;

    for (int i = 0; i < d->children_n; i++) {
        at = hands_wrong(d, d->child_ids[i]);
        if (at == d->stops_n || d->stops_n < 2) {
            return "stops";
        }
        if (at >= 0) {
            *which = at;
            return "act";
        }
    }
    at = kind_wrong(d);
    *which = at;
    return at >= 0 ? "place_id" : NULL;
}

static const char *stops_wrong(const struct draft *d, int *which)
{
    bool none_needed = is(d->kind, "joint") || is(d->care_at, "supporter");

    if (d->stops_n == 0) {
        return none_needed ? NULL : "stops";
    }
    for (int i = 0; i < d->stops_n; i++) {
        const char *field = stop_wrong(d, i);

        if (field != NULL) {
            *which = i;
            return field;
        }
    }
    return way_wrong(d, which);
}

const char *draft_wrong(const struct draft *d, int *which)
{
    const char *field = times_wrong(d);

    *which = -1;
    if (field == NULL && is(d->kind, "care") != (d->care_at != NULL)) {
        field = "care_at";
    }
    if (field == NULL && d->doctor_seen_at != 0 && !is(d->kind, "callout")) {
        field = "doctor_seen_at";
    }
    if (field == NULL && trial_wrong(d)) {
        field = "trial";
    }
    if (field == NULL && children_wrong(d)) {
        field = "child_ids";
    }
    if (field == NULL) {
        field = money_wrong(d);
    }
    if (field == NULL) {
        field = audience_wrong(d);
    }
    return field != NULL ? field : stops_wrong(d, which);
}
