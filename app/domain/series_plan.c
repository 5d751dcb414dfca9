/* series_plan.c - see series_plan.h. */
#include "app/domain/series_plan.h"

#include "app/domain/vault.h"
#include "db/store/series_plan.h"

#include <string.h>

#define TIMES_MAX (STOPS_PER_JOB_MAX + 3) /* start, stops, end, until */

/* ---- storing ---- */

static int64_t children_bits(const struct draft *d, const struct draft_stop *s)
{
    int64_t bits = 0;

    for (int i = 0; i < d->children_n; i++) {
        for (int j = 0; j < s->children_n; j++) {
            bits |= d->child_ids[i] == s->child_ids[j] ? INT64_C(1) << i : 0;
        }
    }
    return bits;
}

static enum status store_parts(struct ctx *x, const struct series_plan *p)
{
    const struct draft *d = &p->wall;
    enum status s = OK;

    for (int i = 0; s == OK && i < d->children_n; i++) {
        s = store_series_child_insert(x->tx, p->id, i, d->child_ids[i]);
    }
    for (int i = 0; s == OK && i < d->stops_n; i++) {
        const struct draft_stop *stop = &d->stops[i];
        struct series_stop_row row = {stop->place_id, stop->at, stop->act, children_bits(d, stop)};

        s = store_series_stop_insert(x->tx, p->id, i, &row);
    }
    for (int i = 0; s == OK && i < d->members_n; i++) {
        s = store_series_member_insert(x->tx, p->id, d->member_ids[i]);
    }
    return s;
}

enum status series_plan_store(struct ctx *x, struct series_plan *p)
{
    const struct draft *d = &p->wall;
    struct series_plan_row row = {
        .series_id = p->series_id,
        .kind = d->kind,
        .care_at = d->care_at,
        .start_min = d->start_at,
        .end_min = d->end_at,
        .until_min = d->until_at,
        .meal = d->meal,
        .already_agreed = d->already_agreed,
        .audience = d->to_all          ? "all"
                    : d->group_id != 0 ? "group"
                                       : "named",
        .group_id = d->group_id,
        .fee_mode = fee_mode_text(d->fee_mode),
        .rate_minor = d->rate_minor,
        .pay_by = d->pay_by,
        .created_at = x->now,
    };
    enum status s;

    row.id = p->id = new_id(x);
    s = vault_seal(x, d->household_id, "series_plan", "needs_sealed", p->id, d->needs,
                   &row.needs_sealed);
    s = s == OK ? store_series_plan_insert(x->tx, &row) : s;
    return s == OK ? store_parts(x, p) : s;
}

static enum status load_stops(struct ctx *x, struct series_plan *p)
{
    struct draft *d = &p->wall;
    struct series_stop_row *rows;
    enum status s = store_series_stops(x->tx, p->id, &rows, &d->stops_n);

    for (int i = 0; s == OK && i < d->stops_n; i++) {
        struct draft_stop *stop = &d->stops[i];

        *stop = (struct draft_stop){
            .place_id = rows[i].place_id, .at = rows[i].at_min, .act = rows[i].act};
        for (int c = 0; c < d->children_n; c++) {
            if ((rows[i].children >> c & 1) != 0) {
                stop->child_ids[stop->children_n++] = d->child_ids[c];
            }
        }
    }
    return s;
}

static enum status load_parts(struct ctx *x, struct series_plan *p)
{
    struct draft *d = &p->wall;
    int64_t *ids;
    enum status s = store_series_children(x->tx, p->id, &ids, &d->children_n);

    if (s == OK && d->children_n > 0) {
        memcpy(d->child_ids, ids, (size_t)d->children_n * sizeof *ids);
    }
    s = s == OK ? load_stops(x, p) : s;
    s = s == OK ? store_series_members(x->tx, p->id, &ids, &d->members_n) : s;
    if (s == OK && d->members_n > 0) {
        memcpy(d->member_ids, ids, (size_t)d->members_n * sizeof *ids);
    }
    return s;
}

enum status series_plan_load(struct ctx *x, int64_t household_id, int64_t plan_id,
                             struct series_plan *p)
{
    struct series_plan_row row;
    enum status s = store_series_plan_get(x->tx, plan_id, &row);

    if (s != OK) {
        return s;
    }
    *p = (struct series_plan){.id = row.id, .series_id = row.series_id};
    p->wall = (struct draft){
        .household_id = household_id,
        .kind = row.kind,
        .care_at = row.care_at,
        .start_at = row.start_min,
        .end_at = row.end_min,
        .until_at = row.until_min,
        .meal = row.meal != 0,
        .already_agreed = row.already_agreed != 0,
        .rate_minor = row.rate_minor,
        .pay_by = row.pay_by,
        .to_all = strcmp(row.audience, "all") == 0,
        .group_id = row.group_id,
    };
    s = fee_mode_parse(row.fee_mode, &p->wall.fee_mode);
    s = s == OK ? vault_unseal(x, household_id, "series_plan", "needs_sealed", row.id,
                               row.needs_sealed, &p->wall.needs)
                : s;
    return s == OK ? load_parts(x, p) : s;
}

static bool same_stops(const struct draft *a, const struct draft *b)
{
    for (int i = 0; i < a->stops_n; i++) {
        if (a->stops[i].place_id != b->stops[i].place_id ||
            strcmp(a->stops[i].act, b->stops[i].act) != 0 ||
            children_bits(a, &a->stops[i]) != children_bits(b, &b->stops[i])) {
            return false;
        }
    }
    return true;
}

bool series_plan_same_but_times(const struct series_plan *a, const struct series_plan *b)
{
    const struct draft *d = &a->wall, *e = &b->wall;

    return d->children_n == e->children_n && d->stops_n == e->stops_n &&
           d->members_n == e->members_n && d->to_all == e->to_all && d->group_id == e->group_id &&
           memcmp(d->child_ids, e->child_ids, sizeof d->child_ids) == 0 &&
           memcmp(d->member_ids, e->member_ids, sizeof d->member_ids) == 0 && same_stops(d, e);
}

/* ---- a date ---- */

enum status series_plan_on(struct ctx *x, const struct series_plan *p, const char *zone,
                           int64_t day, struct draft *d, enum wall *w)
{
    int64_t min[TIMES_MAX], at[TIMES_MAX];
    int n = p->wall.stops_n;
    enum status s;

    *d = p->wall;
    min[0] = d->start_at;
    for (int i = 0; i < n; i++) {
        min[i + 1] = d->stops[i].at;
    }
    min[n + 1] = d->end_at;
    min[n + 2] = d->until_at != 0 ? d->until_at : d->end_at;
    s = wall_instants(zone, day, min, n + 3, at, w);
    if (s != OK) {
        return s == E_INVALID ? invalid(x, "start_at") : s;
    }
    d->start_at = at[0];
    for (int i = 0; i < n; i++) {
        d->stops[i].at = at[i + 1];
    }
    d->end_at = at[n + 1];
    d->until_at = at[n + 2];
    return OK;
}

/* Who of the named people can't be asked is left out; when that is everybody, the first one's
 * reason is the date's. */
static enum status filter_named(struct ctx *x, struct series_judged *j)
{
    struct gate_job job = draft_gate_job(&j->draft, &j->facts);
    struct draft *d = &j->draft;
    int kept = 0;

    for (int i = 0; i < d->members_n; i++) {
        struct gate_row who;
        enum reason why = R_GATE_NOT_AVAILABLE;
        enum status s =
            store_gate_pair(x->tx, j->facts.community.row.id, x->member_id, d->member_ids[i], &who);

        if (s != OK && s != E_NOT_FOUND) {
            return s;
        }
        why = s == OK ? gate_why_not_ask(&j->facts.community.rules, &who, &job) : why;
        if (why == R_NONE) {
            d->member_ids[kept++] = d->member_ids[i];
        } else {
            j->out_why = j->people_out == 0 ? why : j->out_why;
            j->people_out++;
        }
    }
    d->members_n = kept;
    if (kept == 0) {
        j->why = j->out_why;
    }
    return OK;
}

/* A rule's no is an answer here. */
static enum status note(struct ctx *x, enum status s, struct series_judged *j)
{
    if (s != E_RULE) {
        return s;
    }
    j->why = j->why == R_NONE ? x->reason : j->why;
    x->reason = R_NONE;
    x->field = NULL;
    return OK;
}

static enum status judge_people(struct ctx *x, struct series_judged *j, bool people)
{
    bool named = j->draft.members_n > 0;
    enum status s = named ? filter_named(x, j) : OK;

    if (s != OK || j->why != R_NONE || (!named && !people)) {
        return s;
    }
    s = audience_find(x, &j->draft, &j->facts, &j->audience);
    if (s == OK && j->audience.n == 0) {
        j->why = R_REQUEST_NOBODY;
    }
    return s == OK ? audience_check_card(x, j->draft.pay_by, &j->audience) : s;
}

/* With nobody in sight: at the most, what somebody with certificate and licence costs. */
static enum status price(struct ctx *x, struct series_judged *j)
{
    struct price price;
    enum status s = OK;

    if (j->facts.tariff.id == 0) {
        return OK;
    }
    if (j->audience.n > 0) {
        j->most_minor = j->audience.most_minor;
        return OK;
    }
    s = draft_price(x, &j->draft, &j->facts, j->draft.fee_mode, true, true, &price);
    j->most_minor = s == OK ? price.guardian_pays_minor : -1;
    return s;
}

static enum status judge(struct ctx *x, const struct series_plan *p, const char *zone, int64_t day,
                         bool people, struct series_judged *out)
{
    enum status s = series_plan_on(x, p, zone, day, &out->draft, &out->wall);

    s = s == OK ? note(x, draft_check(x, &out->draft, &out->facts), out) : s;
    if (s == OK && out->why == R_NONE) {
        out->why = out->facts.policy_why_not;
        s = out->why == R_NONE ? note(x, judge_people(x, out, people), out) : OK;
    }
    return s == OK ? note(x, price(x, out), out) : s;
}

enum status series_judge(struct ctx *x, int64_t asked_by, const struct series_plan *p,
                         const char *zone, int64_t day, bool people, struct series_judged *out)
{
    int64_t actor = x->member_id;
    enum status s;

    memset(out, 0, sizeof *out);
    out->most_minor = -1;
    x->member_id = asked_by;
    s = judge(x, p, zone, day, people, out);
    x->member_id = actor;
    return s;
}
