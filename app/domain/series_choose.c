/* series_choose.c - series_choose() of series.h: one supporter for every date. */
#include "app/domain/series_make.h"

#include <string.h>

static enum status find_person(struct ctx *x, const struct series_choosing *c,
                               struct series_person_row *p)
{
    struct series_person_seen *people;
    int n;
    enum status s = store_series_people(x->tx, c->id, x->member_id, &people, &n);

    for (int i = 0; s == OK && i < n; i++) {
        if (people[i].row.supporter_id == c->member_id) {
            *p = people[i].row;
            return OK;
        }
    }
    return s == OK ? E_NOT_FOUND : s;
}

static bool can_be_chosen(const struct ctx *x, const struct series_ask_date *d)
{
    return d->offer_state != NULL && d->start_at > x->now &&
           (strcmp(d->offer_state, "offered") == 0 || strcmp(d->offer_state, "reserve") == 0);
}

static enum status choose_one(struct ctx *x, const struct series_ask_date *d,
                              struct series_line *line)
{
    struct booking_row b = {0};
    enum status s = OK;

    *line = (struct series_line){.day = d->day,
                                 .start_at = d->start_at,
                                 .end_at = d->end_at,
                                 .price_minor = d->offer_id != 0 ? d->price_minor : -1,
                                 .booking_id = d->booking_id,
                                 .does = d->booking_id != 0 ? SERIES_AGREED
                                         : d->offer_id == 0 ? SERIES_LATER
                                                            : SERIES_NOTHING};
    if (can_be_chosen(x, d)) {
        s = series_book(x, x->member_id, d->offer_id, &b, &line->why);
        line->does = line->why == R_NONE ? SERIES_BOOK : SERIES_WRONG;
        line->booking_id = b.id;
    }
    return s;
}

static enum status choose_dates(struct ctx *x, struct series_choosing *c)
{
    struct series_ask_date *dates;
    int n;
    enum status s = store_series_ask_dates(x->tx, c->id, c->member_id, &dates, &n);

    c->lines.list = s == OK ? arena_alloc(x->arena, ((size_t)n + 1) * sizeof *c->lines.list) : NULL;
    if (c->lines.list == NULL) {
        return s == OK ? E_BUSY : s;
    }
    c->lines.n = n;
    for (int i = 0; s == OK && i < n; i++) {
        s = choose_one(x, &dates[i], &c->lines.list[i]);
    }
    return s;
}

enum status series_choose(struct ctx *x, void *arg)
{
    struct series_choosing *c = arg;
    struct series_row r;
    struct series_person_row p;
    enum status s = series_take(x, c->id, c->version, &r);

    s = s == OK ? find_person(x, c, &p) : s;
    if (s == OK && strcmp(r.state, "running") != 0) {
        return refuse(x, R_SERIES_ENDED);
    }
    p.chosen_at = s == OK && p.chosen_at == 0 ? x->now : p.chosen_at;
    s = s == OK ? store_series_person_put(x->tx, &p) : s;
    s = s == OK ? choose_dates(x, c) : s;
    c->view = (struct series_view){.id = c->id};
    return s == OK ? series_look(x, &c->view) : s;
}
