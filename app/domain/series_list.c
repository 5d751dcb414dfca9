/* series_list.c - see series_list.h. */
#include "app/domain/series_list.h"

#include "app/base/zone.h"
#include "app/domain/series_make.h"

#include <string.h>

static const char *const does_texts[] = {
#define SERIES_DOES_TEXT(name, text) text,
    SERIES_DOES(SERIES_DOES_TEXT)
#undef SERIES_DOES_TEXT
};

const char *series_does_text(enum series_does d)
{
    return does_texts[d];
}

enum status series_calendar(struct ctx *x, int64_t community_id, int64_t from_day,
                            int64_t until_day, struct series_calendar *c)
{
    enum status s = community_get(x, community_id, &c->community);

    return s == OK ? store_holidays(x->tx, community_id, from_day, until_day + 1, &c->holidays,
                                    &c->holidays_n)
                   : s;
}

static const char *holiday_on(const struct series_calendar *c, int64_t day)
{
    for (int i = 0; i < c->holidays_n; i++) {
        if (c->holidays[i].day == day) {
            return c->holidays[i].name;
        }
    }
    return NULL;
}

static bool has(const int64_t *days, int n, int64_t day)
{
    for (int i = 0; i < n; i++) {
        if (days[i] == day) {
            return true;
        }
    }
    return false;
}

static enum status wish_fits(struct ctx *x, const char *name, const int64_t *wished, int wished_n,
                             const int64_t *days, int n)
{
    for (int i = 0; i < wished_n; i++) {
        if (!has(days, n, wished[i])) {
            const char *field = arena_printf(x->arena, "%s[%d]", name, i);

            return invalid(x, field != NULL ? field : name);
        }
    }
    return OK;
}

enum status series_wishes_fit(struct ctx *x, const struct series_wishes *w, const int64_t *days,
                              int n)
{
    enum status s = wish_fits(x, "keep", w->keep, w->keep_n, days, n);

    return s == OK ? wish_fits(x, "skip", w->skip, w->skip_n, days, n) : s;
}

bool series_keeps(const struct series_wishes *w, int64_t day)
{
    return has(w->keep, w->keep_n, day);
}

/* Said date by date goes before what was said of all holidays; a skipped hour is always asked. */
static enum series_does wished(const struct series_wishes *w, const struct series_line *line)
{
    bool kept = series_keeps(w, line->day);

    if (has(w->skip, w->skip_n, line->day)) {
        return SERIES_LEAVE_OUT;
    }
    if (line->holiday != NULL && !kept) {
        if (w->holidays == NULL) {
            return SERIES_CHOOSE;
        }
        if (strcmp(w->holidays, "skip") == 0) {
            return SERIES_LEAVE_OUT;
        }
    }
    return line->wall == WALL_SKIPPED && !kept ? SERIES_CHOOSE : SERIES_ASK;
}

static void copy(struct series_line *line, const struct series_judged *j)
{
    line->start_at = j->draft.start_at;
    line->end_at = j->draft.end_at;
    line->price_minor = j->most_minor;
    line->wall = j->wall;
    line->people = j->audience.n;
    line->people_out = j->people_out;
    line->out_why = j->out_why;
    line->why = j->why;
}

enum status series_line(struct ctx *x, const struct series_calendar *c,
                        const struct series_wishes *w, const struct series_plan *p,
                        int64_t asked_by, int64_t day, struct series_line *line,
                        struct series_judged *j)
{
    const char *zone = c->community.row.zone;
    struct draft d;
    enum wall wall;
    enum status s = series_plan_on(x, p, zone, day, &d, &wall);
    bool near = s == OK && series_is_near(x, &c->community, d.start_at);

    s = s == OK ? series_judge(x, asked_by, p, zone, day, near, j) : s;
    if (s != OK) {
        return s;
    }
    line->day = day;
    line->holiday = holiday_on(c, day);
    copy(line, j);
    line->does = wished(w, line);
    if (line->does == SERIES_ASK) {
        line->does = !near ? SERIES_LATER : line->why != R_NONE ? SERIES_WRONG : SERIES_ASK;
    }
    return OK;
}

static enum status refuse_day(struct ctx *x, enum reason why, int64_t day)
{
    char text[LOCAL_TEXT_BYTES];
    const char *field;

    date_format(day, text);
    field = arena_printf(x->arena, "dates.%s", text);
    return refuse_field(x, why, field != NULL ? field : "dates");
}

enum status series_lines_fine(struct ctx *x, const struct series_lines *lines)
{
    for (int i = 0; i < lines->n; i++) {
        const struct series_line *line = &lines->list[i];

        if (line->does == SERIES_CHOOSE) {
            return refuse_day(x, R_SERIES_CHOOSE_DATES, line->day);
        }
        if (line->does == SERIES_WRONG) {
            return refuse_day(x, R_SERIES_DATE_WRONG, line->day);
        }
    }
    return OK;
}
