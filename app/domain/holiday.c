/* holiday.c - see holiday.h. */
#include "app/domain/holiday.h"

#include "app/base/zone.h"

#include <string.h>

struct import {
    int64_t community_id;
    struct holiday_import *out;
};

static bool same(const struct holiday_row *a, const struct holiday_row *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->name_en, b->name_en) == 0 &&
           strcmp(a->source, b->source) == 0;
}

/* A source's first word says who it is; what follows is its edition. */
static bool same_source(const char *a, const char *b)
{
    size_t len = strcspn(a, " ");

    return len == strcspn(b, " ") && memcmp(a, b, len) == 0;
}

/* A day in the file. known: the row that stands there, or NULL. */
static enum status import_day(struct ctx *x, struct import *im, const struct holiday_row *row,
                              const struct holiday_row *known)
{
    if (known != NULL && (!same_source(known->source, row->source) || same(known, row))) {
        return OK;
    }
    if (known != NULL) {
        im->out->changed++;
    } else {
        im->out->added++;
    }
    return store_holiday_put(x->tx, im->community_id, row);
}

/* A day that the file does not name. */
static enum status forget_day(struct ctx *x, struct import *im, const struct holiday_row *known)
{
    if (!same_source(known->source, im->out->file.rows[0].source)) {
        return OK;
    }
    im->out->removed++;
    return store_holiday_delete(x->tx, im->community_id, known->day);
}

/* Both lists rise: walked side by side, so that a second import writes nothing. */
static enum status import_days(struct ctx *x, void *arg)
{
    struct import *im = arg;
    const struct holiday_file *f = &im->out->file;
    struct holiday_row *known;
    int known_n, k = 0, i = 0;
    enum status s = store_holidays(x->tx, im->community_id, f->rows[0].day,
                                   f->rows[f->n - 1].day + 1, &known, &known_n);

    im->out->added = im->out->changed = im->out->removed = 0;
    while (s == OK && (i < f->n || k < known_n)) {
        if (i == f->n || (k < known_n && known[k].day < f->rows[i].day)) {
            s = forget_day(x, im, &known[k++]);
        } else {
            bool stands = k < known_n && known[k].day == f->rows[i].day;

            s = import_day(x, im, &f->rows[i++], stands ? &known[k++] : NULL);
        }
    }
    /* The foreign key is what tells that there is no such community. */
    return s == E_CONFLICT ? E_NOT_FOUND : s;
}

enum status holiday_import(struct ctx *x, int64_t community_id, struct slice file,
                           struct holiday_import *out)
{
    struct import im = {community_id, out};
    enum status s;

    memset(out, 0, sizeof *out);
    s = holiday_parse(x->arena, file, &out->file);
    return s == OK ? ctx_tx(x, import_days, &im) : s;
}

enum status holiday_days(struct ctx *x, int64_t community_id, int64_t from_day, int64_t until_day,
                         struct day_set *out)
{
    struct holiday_row *rows;
    int64_t *days;
    int n;
    enum status s = store_holidays(x->tx, community_id, from_day, until_day, &rows, &n);

    if (s != OK) {
        return s;
    }
    days = arena_alloc(x->arena, (size_t)(n + 1) * sizeof *days);
    if (days == NULL) {
        return E_BUSY;
    }
    for (int i = 0; i < n; i++) {
        days[i] = rows[i].day;
    }
    *out = (struct day_set){days, n};
    return OK;
}

enum status holiday_months_left(struct ctx *x, int64_t community_id, const char *zone, int *months)
{
    struct local_time today;
    int64_t last_day;
    int year, month, day;
    enum status s = store_holiday_last(x->tx, community_id, &last_day);

    *months = 0;
    if (s != OK) {
        return s == E_NOT_FOUND ? OK : s;
    }
    s = zone_local(zone, x->now, &today);
    if (s == OK) {
        day_number_to_date(last_day, &year, &month, &day);
        /* The month that has begun is not whole, except on its first day. */
        *months = (year + 1 - today.year) * 12 - today.month + (today.day == 1 ? 1 : 0);
        *months = *months > 0 ? *months : 0;
    }
    return s;
}
