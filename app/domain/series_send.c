/* series_send.c - series_preview() and series_send() of series.h. */
#include "app/base/zone.h"
#include "app/domain/series_list.h"
#include "app/domain/series_make.h"
#include "db/store/ask.h"

/* What a preview and a sending work on. */
struct listing {
    struct series_draft *draft;
    struct series_lines *lines;
    struct series_calendar calendar;
    struct series_row row;
    int64_t days[SERIES_DATES_MAX];
    int n;
    bool sends;
};

static enum status find_days(struct ctx *x, struct listing *l)
{
    const struct recurrence *r = &l->draft->when;
    enum status s;
    int64_t today;

    s = recurrence_days(r, l->days, &l->n);
    if (s != OK) {
        return s == E_TOO_LARGE || s == E_INVALID ? invalid(x, "until_date") : s;
    }
    s = community_day(&l->calendar.community, x->now, &today);
    if (s == OK && r->from_day < today) {
        return invalid(x, "from_date");
    }
    return s == OK ? series_wishes_fit(x, &l->draft->wishes, l->days, l->n) : s;
}

static enum status begin(struct ctx *x, struct listing *l)
{
    struct series_draft *d = l->draft;
    int64_t community_id = 0;
    enum status s =
        store_ask_household(x->tx, d->plan.wall.household_id, x->member_id, &community_id);

    s = s == OK
            ? series_calendar(x, community_id, d->when.from_day, d->when.until_day, &l->calendar)
            : s;
    s = s == OK ? find_days(x, l) : s;
    l->row = (struct series_row){
        .household_id = d->plan.wall.household_id,
        .community_id = community_id,
        .asked_by = x->member_id,
        .state = "running",
        .version = 1,
        .weekdays = d->when.weekdays,
        .every_weeks = d->when.every_weeks,
        .from_day = d->when.from_day,
        .until_day = d->when.until_day,
        .created_at = x->now,
    };
    l->lines->n = s == OK ? l->n : 0;
    l->lines->currency = s == OK ? l->calendar.community.row.currency : "";
    l->lines->list = arena_alloc(x->arena, ((size_t)l->lines->n + 1) * sizeof(struct series_line));
    return s == OK && l->lines->list == NULL ? E_BUSY : s;
}

static enum status put_date(struct ctx *x, struct listing *l, struct series_line *line,
                            struct series_judged *j)
{
    struct series_date_row d = {
        .id = new_id(x),
        .series_id = l->row.id,
        .day = line->day,
        .plan_id = l->draft->plan.id,
        .state = line->does == SERIES_LEAVE_OUT ? "left_out" : "planned",
        .later = line->wall == WALL_SKIPPED && series_keeps(&l->draft->wishes, line->day),
        .start_at = line->start_at,
        .end_at = line->end_at,
        .price_minor = line->price_minor,
    };
    enum status s = store_series_date_insert(x->tx, &d);

    if (s == OK && line->does == SERIES_ASK) {
        s = series_make(x, &l->row, &d, j, "planned");
        line->request_id = d.request_id;
    } else if (s == OK && line->does == SERIES_LATER) {
        s = series_wait(x, &l->calendar.community, &d);
    }
    return s;
}

/* Two passes when it is sent: nothing is written before every date is known to be fine. */
static enum status each(struct ctx *x, struct listing *l, bool write)
{
    struct series_judged *j = arena_alloc(x->arena, sizeof *j);
    enum status s = j != NULL ? OK : E_BUSY;

    for (int i = 0; s == OK && i < l->n; i++) {
        struct series_line line = {0};

        s = series_line(x, &l->calendar, &l->draft->wishes, &l->draft->plan, l->row.asked_by,
                        l->days[i], &line, j);
        if (s == OK && write) {
            s = put_date(x, l, &line, j);
        }
        l->lines->list[i] = line;
    }
    return s;
}

enum status series_preview(struct ctx *x, void *arg)
{
    struct series_preview *p = arg;
    struct listing l = {.draft = &p->draft, .lines = &p->lines};
    enum status s = begin(x, &l);

    return s == OK ? each(x, &l, false) : s;
}

static enum status put(struct ctx *x, struct listing *l)
{
    int64_t running;
    enum status s = store_series_running(x->tx, l->row.household_id, &running);

    if (s == OK && running >= SERIES_OPEN_MAX) {
        return refuse(x, R_LIST_FULL);
    }
    l->row.id = l->draft->plan.series_id = new_id(x);
    s = s == OK ? store_series_insert(x->tx, &l->row) : s;
    s = s == OK ? series_plan_store(x, &l->draft->plan) : s;
    s = s == OK ? each(x, l, true) : s;
    return s == OK ? series_tell_asked(x, l->row.id) : s;
}

enum status series_send(struct ctx *x, void *arg)
{
    struct series_sending *sending = arg;
    struct listing l = {.draft = &sending->draft, .lines = &sending->lines};
    enum status s = begin(x, &l);

    s = s == OK ? each(x, &l, false) : s;
    s = s == OK ? series_lines_fine(x, l.lines) : s;
    s = s == OK ? put(x, &l) : s;
    sending->view = (struct series_view){.id = l.row.id};
    return s == OK ? series_look(x, &sending->view) : s;
}
