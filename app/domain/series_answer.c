/* series_answer.c - see series_answer.h. */
#include "app/domain/series_answer.h"

#include "app/domain/cancel.h"
#include "app/domain/notice.h"
#include "app/domain/offer.h"
#include "app/domain/series_make.h"

#include <string.h>

enum status series_ask_look(struct ctx *x, void *arg)
{
    struct series_ask_view *v = arg;
    enum status s = store_series_ask_get(x->tx, v->id, x->member_id, &v->row);

    return s == OK ? store_series_ask_dates(x->tx, v->row.person.series_id, x->member_id, &v->dates,
                                            &v->dates_n)
                   : s;
}

enum status series_ask_listing(struct ctx *x, void *arg)
{
    struct series_ask_listing *l = arg;

    return store_series_ask_list(x->tx, x->member_id, l->before_id, l->max, &l->rows, &l->n);
}

/* ---- what is wished of each date ---- */

enum wish { WISH_NOTHING, WISH_YES, WISH_NO, WISH_OUT };

static bool has(const int64_t *days, int n, int64_t day)
{
    for (int i = 0; i < n; i++) {
        if (days[i] == day) {
            return true;
        }
    }
    return false;
}

static enum wish wish_of(const struct series_answer *a, int64_t day)
{
    if (a->from_day != 0) {
        return day >= a->from_day ? WISH_OUT : WISH_NOTHING;
    }
    if (has(a->no, a->no_n, day)) {
        return WISH_NO;
    }
    return a->all || has(a->yes, a->yes_n, day) ? WISH_YES : WISH_NOTHING;
}

static enum status fits(struct ctx *x, const struct series_ask_view *v, const char *name,
                        const int64_t *days, int n)
{
    for (int i = 0; i < n; i++) {
        bool found = false;

        for (int d = 0; d < v->dates_n; d++) {
            found = found || v->dates[d].day == days[i];
        }
        if (!found) {
            const char *field = arena_printf(x->arena, "%s[%d]", name, i);

            return invalid(x, field != NULL ? field : name);
        }
    }
    return OK;
}

static bool is(const char *state, const char *one)
{
    return state != NULL && strcmp(state, one) == 0;
}

/* ---- one date ---- */

static enum status say_yes(struct ctx *x, const struct series_person_row *p,
                           const struct series_ask_date *d, struct series_line *line)
{
    struct offer_row o;
    enum status s;

    if (!is(d->offer_state, "asked")) {
        return OK; /* said before, or decided otherwise */
    }
    s = series_say_yes(x, p, d->offer_id, true, &line->why);
    line->does = line->why == R_NONE ? SERIES_OFFER : SERIES_WRONG;
    s = s == OK ? store_offer_get(x->tx, d->offer_id, &o) : s;
    if (s == OK && is(o.state, "chosen")) {
        line->does = SERIES_BOOK;
    }
    return s;
}

static enum status say_no(struct ctx *x, const struct series_ask_date *d, struct series_line *line)
{
    int64_t id = d->offer_id;

    if (is(d->offer_state, "asked") && is(d->request_state, "open")) {
        line->does = SERIES_TAKE_BACK;
        return offer_decline(x, &id);
    }
    if (is(d->offer_state, "offered") || is(d->offer_state, "reserve")) {
        line->does = SERIES_TAKE_BACK;
        return offer_withdraw(x, &id);
    }
    return OK;
}

static enum status step_out(struct ctx *x, const struct series_ask_date *d,
                            struct series_line *line)
{
    struct cancel c = {.booking_id = d->booking_id, .cause = ""};

    if (d->booking_id == 0) {
        return say_no(x, d, line);
    }
    if (d->start_at <= x->now ||
        (!is(d->booking_state, "agreed") && !is(d->booking_state, "confirmed"))) {
        return OK; /* begun, or its time has come: that is no cancelling any more */
    }
    line->does = SERIES_CANCEL;
    return booking_cancel(x, &c);
}

static enum status answer_date(struct ctx *x, const struct series_answer *a,
                               const struct series_ask_date *d, struct series_line *line)
{
    const struct series_person_row *p = &a->view.row.person;
    enum wish wish = wish_of(a, d->day);

    *line = (struct series_line){
        .day = d->day,
        .start_at = d->start_at,
        .end_at = d->end_at,
        .price_minor = d->offer_id != 0 ? d->price_minor : -1,
        .booking_id = d->booking_id,
        .does = d->booking_id != 0 ? SERIES_AGREED
                : d->offer_id == 0 ? SERIES_LATER
                                   : SERIES_NOTHING,
    };
    if (d->offer_id == 0 || (d->start_at <= x->now && d->booking_id == 0)) {
        return OK;
    }
    switch (wish) {
    case WISH_YES:
        return say_yes(x, p, d, line);
    case WISH_NO:
        return say_no(x, d, line);
    case WISH_OUT:
        return step_out(x, d, line);
    case WISH_NOTHING:
        break;
    }
    return OK;
}

static enum status answer_dates(struct ctx *x, struct series_answer *a)
{
    const struct series_ask_view *v = &a->view;
    enum status s = OK;

    a->lines.n = v->dates_n;
    a->lines.list = arena_alloc(x->arena, ((size_t)v->dates_n + 1) * sizeof *a->lines.list);
    if (a->lines.list == NULL) {
        return E_BUSY;
    }
    for (int i = 0; s == OK && i < v->dates_n; i++) {
        s = answer_date(x, a, &v->dates[i], &a->lines.list[i]);
    }
    return s;
}

/* ---- what is remembered ---- */

static enum status remember_dates(struct ctx *x, const struct series_answer *a)
{
    enum status s = OK;

    for (int i = 0; s == OK && i < a->view.dates_n; i++) {
        int64_t day = a->view.dates[i].day;
        enum wish wish = wish_of(a, day);

        if (wish != WISH_NOTHING && (wish != WISH_YES || !a->all)) {
            s = store_series_says(x->tx, a->view.row.person.id, day, wish == WISH_YES);
        }
    }
    return s;
}

static enum status remember(struct ctx *x, struct series_answer *a)
{
    struct series_person_row *p = &a->view.row.person;
    enum status s = OK;

    if (a->all) {
        p->to_come = 1;
        s = store_series_says_clear(x->tx, p->id);
    }
    if (a->from_day != 0) {
        p->to_come = 0;
        p->chosen_at = 0; /* what is to come is asked of him like of anybody */
    } else {
        p->fee_mode = a->fee_mode;
        p->rate_minor = a->rate_minor;
        p->waived_pct = a->waived_pct;
    }
    s = s == OK ? store_series_person_put(x->tx, p) : s;
    return s == OK ? remember_dates(x, a) : s;
}

/* One word to the guardians, however many dates it is about. */
static enum status tell(struct ctx *x, const struct series_answer *a)
{
    const struct series_ask_view *v = &a->view;
    struct request_row r;
    struct offer_row o;
    enum status s;

    for (int i = 0; i < v->dates_n; i++) {
        if (a->lines.list[i].does != SERIES_OFFER) {
            continue;
        }
        s = store_offer_get(x->tx, v->dates[i].offer_id, &o);
        s = s == OK ? store_request_get(x->tx, o.request_id, &r) : s;
        return s == OK ? notice_put_guardians(x, r.household_id, 0, NOTICE_SERIES_YES, o.id) : s;
    }
    return OK;
}

static enum status begin(struct ctx *x, struct series_answer *a)
{
    enum status s;

    a->view = (struct series_ask_view){.id = a->id};
    s = series_ask_look(x, &a->view);
    s = s == OK ? fits(x, &a->view, "yes", a->yes, a->yes_n) : s;
    return s == OK ? fits(x, &a->view, "no", a->no, a->no_n) : s;
}

static enum status finish(struct ctx *x, struct series_answer *a)
{
    enum status s = answer_dates(x, a);

    s = s == OK ? tell(x, a) : s;
    return s == OK ? series_ask_look(x, &a->view) : s;
}

enum status series_answer(struct ctx *x, void *arg)
{
    struct series_answer *a = arg;
    enum status s = begin(x, a);

    if (s == OK && strcmp(a->view.row.state, "running") != 0) {
        return refuse(x, R_SERIES_ENDED);
    }
    s = s == OK ? remember(x, a) : s;
    return s == OK ? finish(x, a) : s;
}

enum status series_step_out(struct ctx *x, void *arg)
{
    struct series_answer *a = arg;
    enum status s = begin(x, a);

    s = s == OK ? remember(x, a) : s;
    return s == OK ? finish(x, a) : s;
}

enum status series_decline(struct ctx *x, void *arg)
{
    struct series_answer *a = arg;
    struct series_person_row *p = &a->view.row.person;
    enum status s = begin(x, a);
    struct series_line line;

    if (s != OK) {
        return s;
    }
    p->to_come = 0;
    p->chosen_at = 0;
    s = store_series_person_put(x->tx, p);
    s = s == OK ? store_series_says_clear(x->tx, p->id) : s;
    for (int i = 0; s == OK && i < a->view.dates_n; i++) {
        s = a->view.dates[i].offer_id != 0 ? say_no(x, &a->view.dates[i], &line) : OK;
    }
    return s;
}
