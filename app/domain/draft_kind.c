/* draft_kind.c - draft_check_kind() of draft.h: what a community allows of callouts, trials and
 * children who come out alone. */
#include "app/domain/draft.h"

#include <string.h>

#define DOCTOR_MS_MAX (48 * HOUR_MS) /* an older look says little about a fever of today */

/* Order of the policies as rules.callout_policy counts them. */
enum callout_policy { CALLOUT_NEVER, CALLOUT_TO_GUARDIAN, CALLOUT_AFTER_DOCTOR };

/* 呼び出しお迎え: the nursery phones, the child is unwell. */
static enum status check_callout(struct ctx *x, const struct draft *d, const struct draft_facts *f)
{
    int64_t policy = f->community.rules.callout_policy;

    if (policy == CALLOUT_NEVER) {
        return refuse_field(x, R_CALLOUT_NOT_HERE, "kind");
    }
    if (d->doctor_seen_at > x->now ||
        (d->doctor_seen_at != 0 && x->now - d->doctor_seen_at > DOCTOR_MS_MAX)) {
        return invalid(x, "doctor_seen_at");
    }
    if (policy == CALLOUT_AFTER_DOCTOR) {
        return d->doctor_seen_at == 0 ? refuse_field(x, R_CALLOUT_DOCTOR_FIRST, "doctor_seen_at")
                                      : OK;
    }
    return d->stops[d->stops_n - 1].place_id == 0 ? refuse_field(x, R_CALLOUT_TO_GUARDIAN, "stops")
                                                  : OK;
}

static enum status check_trial(struct ctx *x, const struct draft *d, const struct draft_facts *f)
{
    return d->end_at - d->start_at > f->community.rules.trial_max_min * MINUTE_MS
               ? refuse_field(x, R_TRIAL_TOO_LONG, "end_at")
               : OK;
}

static int age_of(const struct draft *d, const struct draft_facts *f, int64_t child_id)
{
    for (int i = 0; i < d->children_n; i++) {
        if (f->children[i].child_id == child_id) {
            return (int)f->children[i].age_years;
        }
    }
    return 0;
}

/* 「本人が出てきます」: each of them old enough. */
static enum status check_alone(struct ctx *x, const struct draft *d, const struct draft_facts *f,
                               int i)
{
    const struct draft_stop *stop = &d->stops[i];
    const char *field = arena_printf(x->arena, "stops[%d].alone", i);

    for (int k = 0; stop->alone && k < stop->children_n; k++) {
        if (age_of(d, f, stop->child_ids[k]) < f->community.rules.met_point_age_years) {
            return refuse_field(x, R_STOP_ALONE_TOO_YOUNG, field != NULL ? field : "stops");
        }
    }
    return OK;
}

enum status draft_check_kind(struct ctx *x, const struct draft *d, const struct draft_facts *f)
{
    bool callout = strcmp(d->kind, "callout") == 0;
    enum status s = callout ? check_callout(x, d, f) : OK;

    s = s == OK && d->trial ? check_trial(x, d, f) : s;
    for (int i = 0; s == OK && i < d->stops_n; i++) {
        s = check_alone(x, d, f, i);
    }
    return s;
}
