/* series_change.c - see series_change.h.
 *
 * DESIGN: one function goes through the
 * dates for both, and only writes when it is meant, so that what was shown is what happens. */
#include "app/domain/series_change.h"

#include "app/domain/amendment.h"
#include "app/domain/ask.h"
#include "app/domain/notice.h"
#include "app/domain/series_list.h"
#include "app/domain/series_make.h"
#include "app/domain/timer.h"
#include "db/store/series_offer.h"

#include <string.h>

/* Somebody whose offer went away with a date. */
struct gone {
    int64_t supporter_id, offer_id;
};

struct changing {
    struct series_change *c;
    bool write;
    struct series_row row;
    struct series_calendar calendar;
    struct series_date_seen *dates;
    int dates_n;
    struct series_plan *plans;        /* one a date: the old one, then the new */
    int64_t last_old_id, last_new_id; /* dates of one plan keep one plan */
    struct gone gone[SERIES_PEOPLE_MAX];
    int gone_n;
    struct series_judged *judged;
};

static bool is(const char *state, const char *one)
{
    return state != NULL && strcmp(state, one) == 0;
}

/* ---- the new plan ---- */

/* As an amendment does it: stops move with the start, one at the old end goes to the new end. */
static void move_stops(struct draft *d, int64_t by, int64_t old_end)
{
    for (int i = 0; i < d->stops_n; i++) {
        int64_t at = d->stops[i].at + by;

        d->stops[i].at = d->stops[i].at == old_end || at > d->end_at ? d->end_at : at;
    }
}

static void take_times(const struct series_change *c, struct draft *d)
{
    int64_t old_start = d->start_at, old_end = d->end_at, spare = d->until_at - d->end_at;

    d->start_at = c->start_min >= 0 ? c->start_min : old_start;
    d->end_at = c->end_min >= 0 ? c->end_min : old_end;
    d->end_at += d->end_at <= d->start_at ? DAY_MIN : 0;
    d->end_at -= d->end_at - d->start_at > DAY_MIN ? DAY_MIN : 0;
    d->until_at = c->until_min >= 0 ? c->until_min : d->end_at + spare;
    d->until_at += d->until_at < d->end_at ? DAY_MIN : 0;
    move_stops(d, d->start_at - old_start, old_end);
}

static void changed(const struct series_change *c, struct draft *d)
{
    take_times(c, d);
    if (c->children != NULL) {
        memcpy(d->child_ids, c->children->child_ids, sizeof d->child_ids);
        d->children_n = c->children->children_n;
        for (int i = 0; i < d->stops_n; i++) {
            d->stops[i].children_n = 0; /* all of them */
        }
    }
    if (c->stops != NULL) {
        memcpy(d->stops, c->stops->stops, sizeof d->stops);
        d->stops_n = c->stops->stops_n;
    }
    if (c->audience != NULL) {
        d->to_all = c->audience->to_all;
        d->group_id = c->audience->group_id;
        memcpy(d->member_ids, c->audience->member_ids, sizeof d->member_ids);
        d->members_n = c->audience->members_n;
    }
}

static bool same_times(const struct draft *a, const struct draft *b)
{
    for (int i = 0; i < a->stops_n && i < b->stops_n; i++) {
        if (a->stops[i].at != b->stops[i].at) {
            return false;
        }
    }
    return a->start_at == b->start_at && a->end_at == b->end_at && a->until_at == b->until_at;
}

/* ---- one date ---- */

static bool over(const struct ctx *x, const struct series_date_seen *d)
{
    int64_t start_at = d->booking_id != 0 ? d->booking_start_at : d->row.start_at;
    bool live =
        d->booking_id == 0 || is(d->booking_state, "agreed") || is(d->booking_state, "confirmed");

    return !live || start_at <= x->now || is(d->row.state, "ended") ||
           (is(d->row.state, "asked") && d->booking_id == 0 && !is(d->request_state, "open") &&
            !is(d->request_state, "unfilled"));
}

static enum status note_gone(struct ctx *x, struct changing *g, int64_t request_id)
{
    struct offer_row *offers;
    int n;
    enum status s = store_offers_of_request(x->tx, request_id, &offers, &n);

    for (int i = 0; s == OK && i < n && g->gone_n < SERIES_PEOPLE_MAX; i++) {
        bool open = is(offers[i].state, "asked") || is(offers[i].state, "offered") ||
                    is(offers[i].state, "reserve");
        bool known = false;

        for (int k = 0; k < g->gone_n; k++) {
            known = known || g->gone[k].supporter_id == offers[i].supporter_id;
        }
        if (open && !known) {
            g->gone[g->gone_n++] = (struct gone){offers[i].supporter_id, offers[i].id};
        }
    }
    return s;
}

/* Nobody is told date by date: tell_gone() does it once for all of them. */
static enum status withdraw(struct ctx *x, struct changing *g, int64_t request_id)
{
    struct request_row r;
    enum status s = store_request_get(x->tx, request_id, &r);

    if (s != OK || !is(r.state, "open")) {
        return s;
    }
    s = note_gone(x, g, request_id);
    s = s == OK ? request_move(x, &r, MOVE_REQUEST_WITHDRAW, BY_GUARDIAN) : s;
    return s == OK ? ask_close_offers(x, request_id, BY_TIME) : s;
}

static enum status end_date(struct ctx *x, struct changing *g, struct series_date_seen *d,
                            struct series_line *line)
{
    const char *from = d->row.state;
    enum status s = OK;

    line->does = d->booking_id != 0 ? SERIES_AGREED : SERIES_END;
    if (d->booking_id != 0 || !g->write) {
        return OK;
    }
    if (d->row.request_id != 0) {
        s = withdraw(x, g, d->row.request_id);
    }
    d->row.state = "ended";
    d->row.why = NULL;
    s = s == OK ? timer_cancel_all(x, d->row.id) : s;
    return s == OK ? store_series_date_put(x->tx, &d->row, from) : s;
}

static enum status propose(struct ctx *x, const struct changing *g,
                           const struct series_date_seen *d, struct series_line *line)
{
    struct amendment_propose p = {
        .booking_id = d->booking_id,
        .start_at = line->start_at,
        .end_at = line->end_at,
        .until_at = g->judged->draft.until_at,
        .only_look = !g->write,
    };
    enum status s = amendment_propose(x, &p);

    line->does = SERIES_AMEND;
    if (s == E_RULE || s == E_INVALID) {
        line->does = SERIES_WRONG;
        line->why = x->reason;
        x->reason = R_NONE;
        x->field = NULL;
        return OK;
    }
    line->price_minor = s == OK ? p.row.price_minor : line->price_minor;
    line->amendment_id = s == OK && g->write ? p.row.id : 0;
    return s;
}

/* What is agreed is the supporter's too: new hours are proposed to him, anything else is not. */
static enum status change_booking(struct ctx *x, struct changing *g,
                                  const struct series_date_seen *d, bool only_times,
                                  struct series_line *line)
{
    line->booking_id = d->booking_id;
    line->old_start_at = d->booking_start_at;
    line->old_end_at = d->booking_end_at;
    line->why = R_NONE;
    if (only_times) {
        return propose(x, g, d, line);
    }
    line->does = SERIES_AGREED;
    line->start_at = d->booking_start_at;
    line->end_at = d->booking_end_at;
    line->price_minor = d->booking_price_minor;
    return OK;
}

/* The plan is stored with the first date that takes it. */
static enum status store_plan(struct ctx *x, struct changing *g, struct series_date_seen *d,
                              struct series_plan *p)
{
    enum status s = OK;

    if (g->last_old_id != d->row.plan_id) {
        g->last_old_id = d->row.plan_id;
        s = series_plan_store(x, p);
        g->last_new_id = p->id;
    }
    d->row.plan_id = g->last_new_id;
    return s;
}

static enum status put_waiting(struct ctx *x, struct changing *g, struct series_date_seen *d,
                               const struct series_line *line)
{
    const char *from = d->row.state;
    enum status s;

    d->row.state = line->does == SERIES_LEAVE_OUT ? "left_out" : "planned";
    d->row.why = NULL;
    d->row.start_at = line->start_at;
    d->row.end_at = line->end_at;
    d->row.price_minor = line->price_minor;
    d->row.later = d->row.later || series_keeps(&g->c->wishes, line->day);
    s = timer_cancel_all(x, d->row.id);
    s = s == OK ? store_series_date_put(x->tx, &d->row, from) : s;
    return s == OK && line->does != SERIES_LEAVE_OUT
               ? series_wait(x, &g->calendar.community, &d->row)
               : s;
}

static enum status change_waiting(struct ctx *x, struct changing *g, struct series_date_seen *d,
                                  struct series_plan *p, struct series_line *line)
{
    enum status s = OK;

    if (line->does == SERIES_CHOOSE) {
        return OK;
    }
    line->does = line->does == SERIES_LEAVE_OUT ? SERIES_LEAVE_OUT : SERIES_CHANGE;
    s = g->write ? store_plan(x, g, d, p) : OK;
    return s == OK && g->write ? put_waiting(x, g, d, line) : s;
}

/* An ask that nobody has been chosen for: taken back and asked anew; if it could not be asked so,
 * it stays as it is. */
static enum status change_asked(struct ctx *x, struct changing *g, struct series_date_seen *d,
                                struct series_plan *p, struct series_line *line)
{
    enum status s = OK;

    if (line->does == SERIES_LEAVE_OUT) {
        return end_date(x, g, d, line);
    }
    if (line->does == SERIES_CHOOSE || g->judged->why != R_NONE) {
        line->does = line->does == SERIES_CHOOSE ? SERIES_CHOOSE : SERIES_WRONG;
        return OK;
    }
    line->does = SERIES_ASK_AGAIN;
    if (!g->write) {
        return OK;
    }
    s = withdraw(x, g, d->row.request_id);
    s = s == OK ? store_plan(x, g, d, p) : s;
    s = s == OK ? series_make(x, &g->row, &d->row, g->judged, "asked") : s;
    line->request_id = d->row.request_id;
    return s;
}

static enum status change_date(struct ctx *x, struct changing *g, struct series_date_seen *d,
                               struct series_line *line)
{
    struct series_plan *old = &g->plans[0], *new = &g->plans[1];
    struct series_wishes wishes = g->c->wishes;
    bool only_times;
    enum status s = series_plan_load(x, g->row.household_id, d->row.plan_id, old);

    *new = *old;
    changed(g->c, &new->wall);
    only_times = series_plan_same_but_times(old, new);
    if (s != OK || (only_times && same_times(&old->wall, &new->wall) && wishes.skip_n == 0)) {
        line->does = SERIES_NOTHING;
        return s;
    }
    wishes.holidays = "keep"; /* decided when it was sent */
    if (d->row.later != 0 && wishes.keep_n < SERIES_DATES_MAX) {
        wishes.keep[wishes.keep_n++] = d->row.day;
    }
    s = series_line(x, &g->calendar, &wishes, new, g->row.asked_by, d->row.day, line, g->judged);
    if (s != OK) {
        return s;
    }
    if (d->booking_id != 0) {
        return change_booking(x, g, d, only_times, line);
    }
    return d->row.request_id != 0 ? change_asked(x, g, d, new, line)
                                  : change_waiting(x, g, d, new, line);
}

static bool concerns(const struct series_change *c, int64_t day)
{
    return c->scope == SERIES_ALL || (c->scope == SERIES_ONE ? day == c->day : day >= c->day);
}

static enum status one(struct ctx *x, struct changing *g, struct series_date_seen *d,
                       struct series_line *line)
{
    *line = (struct series_line){
        .day = d->row.day,
        .start_at = d->booking_id != 0 ? d->booking_start_at : d->row.start_at,
        .end_at = d->booking_id != 0 ? d->booking_end_at : d->row.end_at,
        .old_start_at = d->row.start_at,
        .old_end_at = d->row.end_at,
        .price_minor = d->booking_id != 0 ? d->booking_price_minor : d->row.price_minor,
        .booking_id = d->booking_id,
        .request_id = d->row.request_id,
    };
    if (over(x, d)) {
        line->does = SERIES_OVER;
        return OK;
    }
    if (is(d->row.state, "left_out")) {
        line->does = SERIES_LEAVE_OUT;
        return OK;
    }
    return g->c->end ? end_date(x, g, d, line) : change_date(x, g, d, line);
}

/* ---- all of them ---- */

static enum status begin(struct ctx *x, struct changing *g)
{
    struct series_change *c = g->c;
    bool found = c->scope == SERIES_ALL;
    enum status s = series_for_guardian(x, c->id, &g->row);

    s = s == OK ? series_calendar(x, g->row.community_id, g->row.from_day, g->row.until_day,
                                  &g->calendar)
                : s;
    s = s == OK ? store_series_dates(x->tx, c->id, &g->dates, &g->dates_n) : s;
    for (int i = 0; s == OK && i < g->dates_n; i++) {
        found = found || g->dates[i].row.day == c->day;
    }
    if (s != OK || !found) {
        return s == OK ? E_NOT_FOUND : s;
    }
    if (is(g->row.state, "ended")) {
        return refuse(x, R_SERIES_ENDED);
    }
    c->lines.currency = g->calendar.community.row.currency;
    c->lines.list = arena_alloc(x->arena, ((size_t)g->dates_n + 1) * sizeof *c->lines.list);
    g->plans = arena_alloc(x->arena, 2 * sizeof *g->plans);
    g->judged = arena_alloc(x->arena, sizeof *g->judged);
    return c->lines.list != NULL && g->plans != NULL && g->judged != NULL ? OK : E_BUSY;
}

static enum status go_through(struct ctx *x, struct changing *g, bool write)
{
    struct series_lines *lines = &g->c->lines;
    enum status s = OK;

    g->write = write;
    lines->n = 0;
    for (int i = 0; s == OK && i < g->dates_n; i++) {
        if (concerns(g->c, g->dates[i].row.day)) {
            s = one(x, g, &g->dates[i], &lines->list[lines->n++]);
        }
    }
    return s;
}

enum status series_change_preview(struct ctx *x, void *arg)
{
    struct changing g = {.c = arg};
    enum status s = begin(x, &g);

    return s == OK ? go_through(x, &g, false) : s;
}

/* Whoever was asked anew just now hears of that; the others, that it was taken back. */
static enum status tell_gone(struct ctx *x, const struct changing *g)
{
    struct series_first *asked;
    int n;
    enum status s = store_series_firsts(x->tx, g->row.id, x->now, &asked, &n);

    for (int i = 0; s == OK && i < g->gone_n; i++) {
        bool again = false;

        for (int k = 0; k < n; k++) {
            again = again || asked[k].supporter_id == g->gone[i].supporter_id;
        }
        if (!again) {
            s = notice_put(x, g->gone[i].supporter_id, NOTICE_SERIES_ENDED, g->gone[i].offer_id);
        }
    }
    return s == OK ? series_tell_asked(x, g->row.id) : s;
}

/* With its end nothing is to come any more. */
static bool ends(const struct changing *g)
{
    bool ended = g->c->end && g->c->scope != SERIES_ONE;

    for (int i = 0; i < g->dates_n; i++) {
        ended = ended &&
                (concerns(g->c, g->dates[i].row.day) ||
                 (!is(g->dates[i].row.state, "planned") && !is(g->dates[i].row.state, "stuck")));
    }
    return ended;
}

static enum status must_choose(struct ctx *x, const struct series_change *c)
{
    for (int i = 0; i < c->lines.n; i++) {
        if (c->lines.list[i].does == SERIES_CHOOSE) {
            return refuse(x, R_SERIES_CHOOSE_DATES);
        }
    }
    return OK;
}

enum status series_change(struct ctx *x, void *arg)
{
    struct series_change *c = arg;
    struct changing g = {.c = c};
    enum status s = series_for_guardian(x, c->id, &g.row);

    if (s == OK && g.row.version != c->version) {
        return lost(x, R_SERIES_CHANGED); /* before a rule is asked of an old page */
    }
    s = s == OK ? begin(x, &g) : s;
    s = s == OK ? go_through(x, &g, false) : s;
    s = s == OK ? must_choose(x, c) : s;
    s = s == OK ? series_take(x, c->id, c->version, &g.row) : s;
    s = s == OK ? go_through(x, &g, true) : s;
    s = s == OK ? tell_gone(x, &g) : s;
    if (s == OK && ends(&g)) {
        g.row.state = "ended";
        s = store_series_next(x->tx, &g.row, x->now);
    }
    c->view = (struct series_view){.id = c->id};
    return s == OK ? series_look(x, &c->view) : s;
}
