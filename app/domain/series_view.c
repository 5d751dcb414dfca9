/* series_view.c - series_look() and series_listing() of series.h. */
#include "app/domain/series_make.h"

#include <string.h>

/* The plan that a screen shows for the whole: that of the first date still to come of which nothing
 * is agreed. */
static int64_t plan_id_of(const struct ctx *x, const struct series_view *v)
{
    for (int i = 0; i < v->dates_n; i++) {
        if (v->dates[i].row.start_at > x->now && v->dates[i].booking_id == 0 &&
            strcmp(v->dates[i].row.state, "ended") != 0) {
            return v->dates[i].row.plan_id;
        }
    }
    return v->dates[v->dates_n - 1].row.plan_id;
}

enum status series_look(struct ctx *x, void *arg)
{
    struct series_view *v = arg;
    enum status s = series_for_guardian(x, v->id, &v->row);

    s = s == OK ? store_series_dates(x->tx, v->id, &v->dates, &v->dates_n) : s;
    s = s == OK ? store_series_people(x->tx, v->id, x->member_id, &v->people, &v->people_n) : s;
    if (s == OK && v->dates_n == 0) {
        return E_INTERNAL; /* none is ever sent without a date */
    }
    return s == OK ? series_plan_load(x, v->row.household_id, plan_id_of(x, v), &v->plan) : s;
}

enum status series_listing(struct ctx *x, void *arg)
{
    struct series_listing *l = arg;

    return store_series_list(x->tx, x->member_id, l->before_id, l->max, &l->rows, &l->n);
}
