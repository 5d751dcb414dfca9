/* premeeting.c - see premeeting.h. */
#include "app/domain/premeeting.h"

#include "app/base/zone.h"
#include "app/domain/tie.h"
#include "db/store/guardian.h"

enum status premeeting_until(const struct community *c, int64_t at, int64_t *until_at)
{
    int month = (int)c->rules.premet_year_month, day = (int)c->rules.premet_year_day;
    struct local_time t, midnight = {0};
    int64_t ends;
    enum status s = zone_local(c->row.zone, at, &t);

    if (s != OK) {
        return E_INTERNAL;
    }
    ends = date_to_day_number(t.year, month, day);
    if (t.day_number >= ends) {
        ends = date_to_day_number(t.year + 1, month, day);
    }
    day_number_to_date(ends + c->rules.premet_grace_days, &midnight.year, &midnight.month,
                       &midnight.day);
    while ((s = zone_instant(c->row.zone, &midnight, until_at)) == E_INVALID && midnight.hour < 3) {
        midnight.hour++; /* a zone that skips midnight that day */
    }
    return s == E_INVALID ? E_INTERNAL : s;
}

/* The household belongs to one of the two sides. */
static enum status check_household(struct ctx *x, const struct tie_row *tie, int64_t household_id)
{
    enum status s = store_guardian_is(x->tx, household_id, tie->low_id);

    return s == E_NOT_FOUND ? store_guardian_is(x->tx, household_id, tie->high_id) : s;
}

static enum status check_sheet(struct ctx *x, const struct premeeting_make *m)
{
    if (!m->child_met) {
        return invalid(x, "child_met");
    }
    if (!m->place_seen) {
        return invalid(x, "place_seen");
    }
    if (!m->emergency_plan_read) {
        return invalid(x, "emergency_plan_read");
    }
    return m->insurance_read ? OK : invalid(x, "insurance_read");
}

/* One tap is enough as long as nothing it was about has changed. */
static enum status check_renewal(struct ctx *x, const struct premeeting_make *m, int64_t *last_id)
{
    struct premeeting_row last;
    int64_t changed_at;
    enum status s = store_premeeting_last(x->tx, m->tie_id, &last);

    if (s == E_NOT_FOUND || (s == OK && last.household_id != m->household_id)) {
        return refuse(x, R_PREMEETING_REDO);
    }
    s = s == OK ? store_premeeting_changed(x->tx, m->household_id, &changed_at) : s;
    if (s == OK && changed_at > last.created_at) {
        return refuse(x, R_PREMEETING_REDO);
    }
    *last_id = last.id;
    return s;
}

/* The newest sheet of the tie that waits for a tap, for that household. */
static enum status find_open(struct ctx *x, const struct premeeting_make *m,
                             struct premeeting_row *open, bool *found)
{
    struct premeeting_row *rows;
    int n;
    enum status s = store_premeetings(x->tx, m->tie_id, 0, PREMEETINGS_MAX, &rows, &n);

    *found = false;
    for (int i = 0; s == OK && i < n; i++) {
        bool waits = rows[i].low_confirmed_at == 0 || rows[i].high_confirmed_at == 0;

        if (waits && rows[i].household_id == m->household_id &&
            (rows[i].renewal_of != 0) == m->renew) {
            *open = rows[i];
            *found = true;
        }
    }
    return s;
}

static enum status make_premet(struct ctx *x, const struct tie_row *tie, int64_t *until_at)
{
    struct community c;
    enum status s = community_get(x, tie->community_id, &c);

    s = s == OK ? premeeting_until(&c, x->now, until_at) : s;
    return s == OK ? store_tie_premet(x->tx, tie->id, *until_at) : s;
}

static enum status confirm_row(struct ctx *x, const struct tie_row *tie, struct premeeting_row *row,
                               int64_t *until_at)
{
    bool low = tie->low_id == x->member_id;
    int64_t *mine = low ? &row->low_confirmed_at : &row->high_confirmed_at;
    enum status s = OK;

    *until_at = 0;
    if (*mine != 0) {
        return OK;
    }
    s = store_premeeting_confirm(x->tx, row->id, low, x->now);
    *mine = x->now;
    return s == OK && row->low_confirmed_at != 0 && row->high_confirmed_at != 0
               ? make_premet(x, tie, until_at)
               : s;
}

static enum status insert(struct ctx *x, const struct tie_row *tie, struct premeeting_make *m,
                          int64_t renewal_of)
{
    bool low = tie->low_id == x->member_id;

    m->row = (struct premeeting_row){
        .id = new_id(x),
        .tie_id = tie->id,
        .household_id = m->household_id,
        .renewal_of = renewal_of,
        .child_met = 1,
        .place_seen = 1,
        .emergency_plan_read = 1,
        .insurance_read = 1,
        .low_confirmed_at = low ? x->now : 0,
        .high_confirmed_at = low ? 0 : x->now,
        .created_at = x->now,
        .created_by = x->member_id,
    };
    return store_premeeting_insert(x->tx, &m->row);
}

enum status premeeting_make(struct ctx *x, void *arg)
{
    struct premeeting_make *m = arg;
    struct tie_row tie;
    bool open = false;
    int64_t last_id = 0, until_at;
    enum status s = tie_mine(x, m->tie_id, &tie);

    s = s == OK && tie.ended_at != 0 ? E_NOT_FOUND : s;
    s = s == OK ? check_household(x, &tie, m->household_id) : s;
    s = s == OK && !m->renew ? check_sheet(x, m) : s;
    s = s == OK && m->renew ? check_renewal(x, m, &last_id) : s;
    s = s == OK ? find_open(x, m, &m->row, &open) : s;
    if (s == OK && open) {
        return confirm_row(x, &tie, &m->row, &until_at);
    }
    return s == OK ? insert(x, &tie, m, last_id) : s;
}

enum status premeeting_confirm(struct ctx *x, void *arg)
{
    struct premeeting_confirm *c = arg;
    struct tie_row tie;
    enum status s = store_premeeting_get(x->tx, c->id, &c->row);

    s = s == OK ? tie_mine(x, c->row.tie_id, &tie) : s;
    s = s == OK && tie.ended_at != 0 ? E_NOT_FOUND : s;
    if (s == OK) {
        s = confirm_row(x, &tie, &c->row, &c->until_at);
    }
    if (s == OK && c->until_at == 0 && c->row.low_confirmed_at != 0 &&
        c->row.high_confirmed_at != 0) {
        c->until_at = tie.premet_until_at;
    }
    return s;
}

enum status premeeting_list(struct ctx *x, void *arg)
{
    struct premeeting_list *l = arg;
    struct tie_row tie;
    enum status s = tie_mine(x, l->tie_id, &tie);

    return s == OK ? store_premeetings(x->tx, l->tie_id, l->after_id, l->max, &l->rows, &l->n) : s;
}
