/* series_make.c - see series_make.h. */
#include "app/domain/series_make.h"

#include "app/domain/notice.h"
#include "app/domain/offer.h"
#include "app/domain/request.h"
#include "app/domain/timer.h"
#include "db/store/guardian.h"
#include "db/store/series_offer.h"

#include <string.h>

#define STUCK_RETRY_MS DAY_MS /* a policy is renewed, a certificate comes: try again each day */

enum status series_for_guardian(struct ctx *x, int64_t id, struct series_row *r)
{
    enum status s = store_series_get(x->tx, id, r);

    return s == OK ? store_guardian_is(x->tx, r->household_id, x->member_id) : s;
}

enum status series_take(struct ctx *x, int64_t id, int64_t version, struct series_row *r)
{
    enum status s = series_for_guardian(x, id, r), asker;

    if (s == OK && r->version != version) {
        return lost(x, R_SERIES_CHANGED);
    }
    if (s != OK) {
        return s;
    }
    asker = store_guardian_is(x->tx, r->household_id, r->asked_by);
    if (asker != OK && asker != E_NOT_FOUND) {
        return asker;
    }
    r->asked_by = asker == OK ? r->asked_by : x->member_id;
    s = store_series_next(x->tx, r, x->now);
    return s == E_CONFLICT ? lost(x, R_SERIES_CHANGED) : s;
}

bool series_is_near(const struct ctx *x, const struct community *c, int64_t start_at)
{
    return start_at - x->now <= c->rules.series_ahead_days * DAY_MS;
}

enum status series_wait(struct ctx *x, const struct community *c, const struct series_date_row *d)
{
    int64_t at = d->start_at - c->rules.series_ahead_days * DAY_MS;

    return timer_put(x, "series.date", d->id, at > x->now ? at : x->now);
}

/* ---- the ask ---- */

static enum status add_people(struct ctx *x, int64_t series_id, const struct audience *a)
{
    enum status s = OK;

    for (int i = 0; s == OK && i < a->n; i++) {
        struct series_person_row p = {.id = new_id(x),
                                      .series_id = series_id,
                                      .supporter_id = a->asked[i].gate.supporter_id,
                                      .created_at = x->now};

        s = store_series_person_add(x->tx, &p);
    }
    return s;
}

enum status series_make(struct ctx *x, const struct series_row *r, struct series_date_row *d,
                        struct series_judged *j, const char *from)
{
    int64_t actor = x->member_id;
    enum status s;

    j->audience.quiet = true;
    x->member_id = r->asked_by;
    s = request_put(x, &j->draft, &j->facts, &j->audience, &d->request_id);
    x->member_id = actor;
    d->state = "asked";
    d->why = NULL;
    d->start_at = j->draft.start_at;
    d->end_at = j->draft.end_at;
    d->price_minor = j->most_minor;
    s = s == OK ? store_series_date_put(x->tx, d, from) : s;
    return s == OK ? add_people(x, r->id, &j->audience) : s;
}

enum status series_tell_asked(struct ctx *x, int64_t series_id)
{
    struct series_first *firsts;
    int n;
    enum status s = store_series_firsts(x->tx, series_id, x->now, &firsts, &n);

    for (int i = 0; s == OK && i < n; i++) {
        s = notice_put(x, firsts[i].supporter_id, NOTICE_SERIES_ASKED, firsts[i].offer_id);
    }
    return s;
}

/* ---- what was said of it before ---- */

/* A rule's no, or a race that was lost, before anything was written. */
static enum status note(struct ctx *x, enum status s, enum reason *why)
{
    if ((s != E_RULE && s != E_CONFLICT) || x->reason == R_NONE) {
        return s;
    }
    *why = x->reason;
    x->reason = R_NONE;
    x->field = NULL;
    return OK;
}

enum status series_say_yes(struct ctx *x, const struct series_person_row *p, int64_t offer_id,
                           bool quiet, enum reason *why)
{
    struct offer_answer a = {.offer_id = offer_id,
                             .fee_mode = p->fee_mode,
                             .rate_minor = p->rate_minor,
                             .waived_pct = p->waived_pct,
                             .quiet = quiet};
    int64_t actor = x->member_id;
    enum status s;

    *why = R_NONE;
    x->member_id = p->supporter_id;
    s = offer_say(x, &a);
    x->member_id = actor;
    return a.begun ? s : note(x, s, why);
}

enum status series_book(struct ctx *x, int64_t guardian_id, int64_t offer_id, struct booking_row *b,
                        enum reason *why)
{
    struct choose choose = {.offer_id = offer_id};
    int64_t actor = x->member_id;
    enum status s;

    *why = R_NONE;
    x->member_id = guardian_id;
    s = note(x, offer_choose_check(x, offer_id), why);
    s = s == OK && *why == R_NONE ? offer_choose(x, &choose) : s;
    x->member_id = actor;
    *b = choose.booking;
    return s;
}

/* ---- the timer ---- */

struct making {
    struct series_row series;
    struct series_date_row date;
    struct community community;
    struct series_plan plan;
    struct series_judged judged;
};

static enum status load(struct ctx *x, int64_t date_id, struct making *m)
{
    enum status s = store_series_date_get(x->tx, date_id, &m->date);

    s = s == OK ? store_series_get(x->tx, m->date.series_id, &m->series) : s;
    s = s == OK ? community_get(x, m->series.community_id, &m->community) : s;
    return s == OK ? series_plan_load(x, m->series.household_id, m->date.plan_id, &m->plan) : s;
}

static enum status judge(struct ctx *x, struct making *m)
{
    struct series_judged *j = &m->judged;
    enum status s =
        series_judge(x, m->series.asked_by, &m->plan, m->community.row.zone, m->date.day, true, j);

    if (s == E_INVALID || s == E_NOT_FOUND) { /* a place, a child or the asker is gone */
        j->why = s == E_INVALID ? R_FIELD_INVALID : R_GATE_NOT_AVAILABLE;
        x->reason = R_NONE;
        x->field = NULL;
        return OK;
    }
    if (s == OK && j->why == R_NONE && j->wall == WALL_SKIPPED && m->date.later == 0) {
        j->why = R_SERIES_CHOOSE_DATES;
    }
    if (s == OK && j->why == R_NONE && m->date.price_minor >= 0 &&
        j->most_minor > m->date.price_minor) {
        j->why = R_SERIES_COSTS_MORE;
    }
    return s;
}

/* The guardians hear of it once; it is tried again until its time has come. */
static enum status get_stuck(struct ctx *x, struct making *m)
{
    const char *from = m->date.state;
    enum status s;

    m->date.state = "stuck";
    m->date.why = reason_text(m->judged.why);
    s = store_series_date_put(x->tx, &m->date, from);
    s = s == OK ? notice_put_guardians(x, m->series.household_id, 0, NOTICE_SERIES_DATE, m->date.id)
                : s;
    return s == OK && x->now + STUCK_RETRY_MS < m->date.start_at
               ? timer_put(x, "series.date", m->date.id, x->now + STUCK_RETRY_MS)
               : s;
}

static enum status says(struct ctx *x, const struct series_person_row *p, int64_t day, bool *yes)
{
    enum status s = store_series_said(x->tx, p->id, day, yes);

    if (s == E_NOT_FOUND) {
        *yes = p->to_come != 0;
        s = OK;
    }
    return s;
}

/* One who was asked: his yes is given as he said, else he is told of the ask. */
static enum status answer_for(struct ctx *x, const struct making *m, const struct offer_row *o,
                              struct series_person_row *p)
{
    enum reason why = R_NONE;
    bool yes = false;
    enum status s = store_series_person_of(x->tx, m->series.id, o->supporter_id, p);

    s = s == OK ? says(x, p, m->date.day, &yes) : s;
    if (s == OK && yes) {
        s = series_say_yes(x, p, o->id, p->chosen_at != 0, &why);
    }
    return s == OK && (!yes || why != R_NONE) ? notice_put(x, o->supporter_id, NOTICE_ASKED, o->id)
                                              : s;
}

/* Of those who were chosen for every date the first who said yes. */
static enum status choose_for_it(struct ctx *x, const struct making *m)
{
    struct series_first *wanted;
    struct booking_row b;
    enum reason why = R_NONE;
    int n;
    enum status s = store_series_wanted(x->tx, m->series.id, m->date.request_id, &wanted, &n);

    for (int i = 0; s == OK && i < n; i++) {
        why = R_OFFER_CHANGED;
        if (strcmp(wanted[i].state, "chosen") == 0) {
            return OK; /* already agreed: the yes was the booking */
        }
        if (strcmp(wanted[i].state, "offered") == 0) {
            s = series_book(x, m->series.asked_by, wanted[i].offer_id, &b, &why);
        }
        if (s == OK && why == R_NONE) {
            return OK;
        }
    }
    return s == OK && n > 0
               ? notice_put_guardians(x, m->series.household_id, 0, NOTICE_SERIES_DATE, m->date.id)
               : s;
}

static enum status carry_on(struct ctx *x, const struct making *m)
{
    struct offer_row *offers;
    struct series_person_row p;
    int n;
    enum status s = store_offers_of_request(x->tx, m->date.request_id, &offers, &n);

    for (int i = 0; s == OK && i < n; i++) {
        s = answer_for(x, m, &offers[i], &p);
    }
    return s == OK ? choose_for_it(x, m) : s;
}

enum status series_date_timer(struct ctx *x, int64_t date_id)
{
    struct making m;
    const char *from;
    enum status s = load(x, date_id, &m);

    if (s != OK) {
        return s == E_NOT_FOUND ? OK : s;
    }
    from = m.date.state;
    if (strcmp(from, "planned") != 0 && strcmp(from, "stuck") != 0) {
        return OK; /* asked or taken back meanwhile */
    }
    if (!series_is_near(x, &m.community, m.date.start_at)) {
        return series_wait(x, &m.community, &m.date);
    }
    s = judge(x, &m);
    if (s == OK && m.judged.why != R_NONE) {
        return get_stuck(x, &m);
    }
    s = s == OK ? series_make(x, &m.series, &m.date, &m.judged, from) : s;
    return s == OK ? carry_on(x, &m) : s;
}

/* ---- at a guardian's tap ---- */

static enum status find_day(struct ctx *x, int64_t series_id, int64_t day, int64_t *date_id)
{
    struct series_date_seen *dates;
    int n;
    enum status s = store_series_dates(x->tx, series_id, &dates, &n);

    for (int i = 0; s == OK && i < n; i++) {
        if (dates[i].row.day == day) {
            *date_id = dates[i].row.id;
            return OK;
        }
    }
    return s == OK ? E_NOT_FOUND : s;
}

static enum status judge_now(struct ctx *x, const struct series_asking *a, struct making *m)
{
    enum status s;

    m->date.later = 1;
    m->date.price_minor = a->most_minor;
    s = judge(x, m);
    return s == OK && m->judged.why != R_NONE ? refuse(x, m->judged.why) : s;
}

enum status series_ask_date(struct ctx *x, void *arg)
{
    struct series_asking *a = arg;
    struct series_row r;
    struct making m = {0};
    int64_t date_id = 0;
    const char *from;
    enum status s = series_for_guardian(x, a->id, &r);

    s = s == OK ? find_day(x, a->id, a->day, &date_id) : s;
    s = s == OK ? series_take(x, a->id, a->version, &r) : s;
    s = s == OK ? load(x, date_id, &m) : s;
    if (s != OK) {
        return s;
    }
    from = m.date.state;
    if (strcmp(from, "asked") == 0 || strcmp(from, "ended") == 0) {
        return lost(x, R_SERIES_CHANGED);
    }
    s = judge_now(x, a, &m);
    s = s == OK ? timer_cancel_all(x, m.date.id) : s;
    s = s == OK ? series_make(x, &m.series, &m.date, &m.judged, from) : s;
    s = s == OK ? carry_on(x, &m) : s;
    a->view = (struct series_view){.id = a->id};
    return s == OK ? series_look(x, &a->view) : s;
}
