/* supporter.c - see supporter.h. */
#include "app/domain/supporter.h"

#include "app/base/limits.h"

#include <stdlib.h>

enum status supporter_get(struct ctx *x, void *arg)
{
    return store_supporter_get(x->tx, x->member_id, arg);
}

enum status supporter_put(struct ctx *x, void *arg)
{
    struct supporter_row *row = arg;

    row->member_id = x->member_id;
    row->updated_at = x->now;
    if (row->age_max < row->age_min) {
        return invalid(x, "age_max");
    }
    return store_supporter_put(x->tx, row);
}

static int by_start(const void *a, const void *b)
{
    const struct free_row *p = a, *q = b;

    if (p->weekday != q->weekday) {
        return p->weekday < q->weekday ? -1 : 1;
    }
    return (p->from_min > q->from_min) - (p->from_min < q->from_min);
}

int week_overlap(struct week *w)
{
    if (w->n > 0) {
        qsort(w->rows, (size_t)w->n, sizeof *w->rows, by_start);
    }
    for (int i = 1; i < w->n; i++) {
        const struct free_row *before = &w->rows[i - 1], *row = &w->rows[i];

        if (row->weekday == before->weekday && row->from_min < before->to_min) {
            return i;
        }
    }
    return -1;
}

enum status week_get(struct ctx *x, void *arg)
{
    struct week *w = arg;

    return store_week_list(x->tx, x->member_id, AVAILABILITY_ROWS_MAX, &w->rows, &w->n);
}

enum status week_put(struct ctx *x, void *arg)
{
    struct week *w = arg;
    enum status s = OK;

    if (week_overlap(w) >= 0) {
        return refuse(x, R_AVAILABILITY_OVERLAP);
    }
    s = store_week_clear(x->tx, x->member_id);
    for (int i = 0; s == OK && i < w->n; i++) {
        s = store_week_add(x->tx, x->member_id, &w->rows[i]);
    }
    return s;
}

enum status exception_add(struct ctx *x, void *arg)
{
    struct exception_row *row = arg;
    int64_t today = x->now / DAY_MS - 1; /* a day early: it is not over everywhere */
    int64_t count = 0, overlapping = 0;
    enum status s;

    row->id = new_id(x);
    row->member_id = x->member_id;
    s = store_exception_count(x->tx, row, row->day < today ? row->day : today, &count,
                              &overlapping);
    if (s == OK && overlapping > 0) {
        return refuse(x, R_AVAILABILITY_OVERLAP);
    }
    if (s == OK && count >= EXCEPTIONS_MAX) {
        return refuse(x, R_LIST_FULL);
    }
    return s == OK ? store_exception_insert(x->tx, row) : s;
}

enum status exception_end(struct ctx *x, void *arg)
{
    const int64_t *id = arg;

    return store_exception_delete(x->tx, *id, x->member_id);
}

enum status exception_list(struct ctx *x, void *arg)
{
    struct exception_listing *l = arg;

    return store_exception_list(x->tx, x->member_id, l->from_day, l->after_id, l->max, &l->rows,
                                &l->n);
}
