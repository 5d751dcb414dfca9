/* calendar_desk.c - see calendar_desk.h. */
#include "app/domain/calendar_desk.h"

#include "app/base/limits.h"
#include "app/domain/audit.h"
#include "app/domain/staff.h"
#include "app/domain/task.h"
#include "db/store/community.h"

#define TASK_KIND "holidays.running_out"

enum status rules_desk_show(struct ctx *x, void *arg)
{
    struct rules_desk *d = arg;
    enum status s = staff_has_role(x, d->community_id, STAFF_ANY);

    return s == OK ? rules_of(x, d->community_id, &d->rules) : s;
}

enum status rules_desk_change(struct ctx *x, void *arg)
{
    struct rules_desk *d = arg;
    enum status s = staff_has_role(x, d->community_id, STAFF_ADMIN);

    s = s == OK ? rules_change(x, d->community_id, d->changes, d->n) : s;
    s = s == OK ? audit_note(x, 0, "rules.changed", d->community_id) : s;
    return s == OK ? rules_of(x, d->community_id, &d->rules) : s;
}

enum status calendar_may_import(struct ctx *x, void *arg)
{
    const int64_t *community_id = arg;

    return staff_has_role(x, *community_id, STAFF_ADMIN);
}

static enum status watch_one(struct ctx *x, const struct community_row *c)
{
    int months;
    enum status s = holiday_months_left(x, c->id, c->zone, &months);

    if (s != OK) {
        return s;
    }
    return months < HOLIDAY_MONTHS_WARN ? task_open(x, c->id, "admin", TASK_KIND, c->id, 0)
                                        : task_settle(x, TASK_KIND, c->id);
}

struct watch {
    int64_t after_id, last_id;
    int n;
};

static enum status watch_page(struct ctx *x, void *arg)
{
    struct watch *w = arg;
    struct community_row *rows;
    enum status s = store_communities(x->tx, w->after_id, PAGE_ROWS_MAX, &rows, &w->n);

    for (int i = 0; s == OK && i < w->n; i++) {
        s = watch_one(x, &rows[i]);
        w->last_id = rows[i].id;
    }
    return s;
}

enum status holiday_watch_step(struct ctx *x, int *did)
{
    struct watch w = {0};
    enum status s;

    *did = 0;
    do {
        w.after_id = w.last_id;
        s = ctx_tx(x, watch_page, &w);
    } while (s == OK && w.n == PAGE_ROWS_MAX);
    return s;
}
