/* series_body.c - see series_body.h. */
#include "app/api/series_body.h"

#include "app/api/draft_body.h"
#include "app/base/zone.h"
#include "app/domain/ids.h"

#include <stdlib.h>
#include <string.h>

#define TIME_CHARS 5 /* "16:30" */

static enum status bad_item(struct request *rq, const char *list, size_t i)
{
    const char *field = arena_printf(rq->ctx.arena, "%s[%d]", list, (int)i);

    return invalid(&rq->ctx, field != NULL ? field : list);
}

/* ---- wall times and dates ---- */

/* Minutes after midnight; keeps *min when text is NULL. */
static enum status read_time(struct request *rq, const char *name, const char *text, int64_t *min)
{
    char local[LOCAL_TEXT_BYTES] = "2026-01-01T";
    struct local_time t;

    if (text == NULL) {
        return OK;
    }
    if (strlen(text) != TIME_CHARS) {
        return invalid(&rq->ctx, name);
    }
    memcpy(local + strlen(local), text, TIME_CHARS + 1);
    if (local_parse(local, &t) != OK) {
        return invalid(&rq->ctx, name);
    }
    *min = t.hour * 60 + t.minute;
    return OK;
}

static enum status read_dates(struct request *rq, const char *name, json_t *list, int64_t *days,
                              int *n)
{
    size_t size = json_array_size(list);

    *n = 0;
    if (list == NULL) {
        return OK;
    }
    if (!json_is_array(list) || size > SERIES_DATES_MAX) {
        return invalid(&rq->ctx, name);
    }
    for (size_t i = 0; i < size; i++) {
        const char *text = json_string_value(json_array_get(list, i));

        if (text == NULL || date_parse(text, &days[i]) != OK) {
            return bad_item(rq, name, i);
        }
    }
    *n = (int)size;
    return OK;
}

static enum status read_weekdays(struct request *rq, json_t *list, int64_t *bits)
{
    *bits = 0;
    if (!json_is_array(list) || json_array_size(list) > WEEK_DAYS) {
        return invalid(&rq->ctx, "weekdays");
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_t *v = json_array_get(list, i);
        json_int_t day = json_is_integer(v) ? json_integer_value(v) : 0;

        if (day < 1 || day > WEEK_DAYS || (*bits & (1 << (day - 1))) != 0) {
            return bad_item(rq, "weekdays", i);
        }
        *bits |= 1 << (day - 1);
    }
    return *bits != 0 ? OK : invalid(&rq->ctx, "weekdays");
}

/* What is not after the one before is on the next day. */
static int64_t after(int64_t before_min, int64_t min, bool may_be_same)
{
    return min > before_min || (may_be_same && min == before_min) ? min : min + DAY_MIN;
}

/* ---- stops ---- */

static enum status read_stop(struct request *rq, json_t *o, const char *where, struct draft_stop *s)
{
    static const char *const acts[] = {"collect", "bring", NULL};
    struct id_list children = {NULL, 0};
    const char *time = NULL;
    bool at_supporter = false;
    const struct field fields[] = {
        OPT_ID("place_id", ID_PLACE, &s->place_id),
        OPT_BOOL("at_supporter", &at_supporter),
        FIELD_TEXT("time", TIME_CHARS, TIME_CHARS, &time),
        FIELD_CHOICE("act", acts, &s->act),
        OPT_IDS("child_ids", ID_CHILD, CHILDREN_PER_JOB_MAX, &children),
        FIELD_END,
    };
    enum status st = fields_read(rq, o, where, fields);
    const char *place = arena_printf(rq->ctx.arena, "%s.place_id", where);
    const char *name = arena_printf(rq->ctx.arena, "%s.time", where);

    if (st != OK || place == NULL || name == NULL) {
        return st == OK ? E_BUSY : st;
    }
    if (at_supporter == (s->place_id != 0)) {
        return invalid(&rq->ctx, place);
    }
    for (s->children_n = 0; s->children_n < children.n; s->children_n++) {
        s->child_ids[s->children_n] = children.ids[s->children_n];
    }
    return read_time(rq, name, time, &s->at);
}

/* start_min: below it is the next day; -1: not known yet. */
static enum status read_stops(struct request *rq, json_t *stops, int64_t start_min, struct draft *d)
{
    size_t n = json_array_size(stops);
    enum status s = OK;

    if (stops == NULL) {
        return OK;
    }
    if (!json_is_array(stops) || n > STOPS_PER_JOB_MAX) {
        return invalid(&rq->ctx, "stops");
    }
    for (size_t i = 0; s == OK && i < n; i++) {
        const char *where = arena_printf(rq->ctx.arena, "stops[%d]", (int)i);

        s = where == NULL ? E_BUSY : read_stop(rq, json_array_get(stops, i), where, &d->stops[i]);
        d->stops[i].at = after(start_min, d->stops[i].at, true);
    }
    d->stops_n = (int)n;
    return s;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y ? 1 : 0;
}

/* In one order, so that a plan can be compared with the next. */
static enum status read_audience(struct request *rq, json_t *audience, struct draft *d)
{
    enum status s = audience_body(rq, audience, d);

    qsort(d->member_ids, (size_t)d->members_n, sizeof *d->member_ids, by_id);
    return s;
}

static void copy_children(const struct id_list *from, struct draft *d)
{
    for (d->children_n = 0; d->children_n < from->n; d->children_n++) {
        d->child_ids[d->children_n] = from->ids[d->children_n];
    }
}

/* ---- bodies ---- */

static enum status read_wishes(struct request *rq, json_t *keep, json_t *skip,
                               struct series_wishes *w)
{
    enum status s = read_dates(rq, "keep", keep, w->keep, &w->keep_n);

    return s == OK ? read_dates(rq, "skip", skip, w->skip, &w->skip_n) : s;
}

/* The texts and nested parts of a body, before they are made into a plan. */
struct parts {
    const char *start, *end, *until;
    json_t *weekdays, *keep, *skip, *stops, *fee, *audience;
    struct id_list children;
};

static enum status take_parts(struct request *rq, const struct parts *p, struct series_draft *d)
{
    struct draft *wall = &d->plan.wall;
    enum status s = read_weekdays(rq, p->weekdays, &d->when.weekdays);

    copy_children(&p->children, wall);
    s = s == OK ? read_time(rq, "start_time", p->start, &wall->start_at) : s;
    s = s == OK ? read_time(rq, "end_time", p->end, &wall->end_at) : s;
    wall->end_at = after(wall->start_at, wall->end_at, false);
    wall->until_at = wall->end_at % DAY_MIN;
    s = s == OK ? read_time(rq, "until_time", p->until, &wall->until_at) : s;
    wall->until_at += wall->until_at < wall->end_at ? DAY_MIN : 0;
    wall->until_at -= wall->until_at - DAY_MIN >= wall->end_at ? DAY_MIN : 0;
    s = s == OK ? read_stops(rq, p->stops, wall->start_at, wall) : s;
    s = s == OK ? fee_body(rq, p->fee, wall) : s;
    s = s == OK ? read_audience(rq, p->audience, wall) : s;
    return s == OK ? read_wishes(rq, p->keep, p->skip, &d->wishes) : s;
}

enum status series_body(struct request *rq, bool sending, struct series_draft *d)
{
    static const char *const kinds[] = {"pickup", "dropoff", "escort", "care", "joint", NULL};
    static const char *const care_at[] = {"supporter", "home", "elsewhere", NULL};
    static const char *const pay_by[] = {"card", "cash", "nothing", NULL};
    static const char *const holidays[] = {"keep", "skip", NULL};
    struct draft *wall = &d->plan.wall;
    struct parts p = {0};
    struct field fields[] = {
        FIELD_ID("household_id", ID_HOUSEHOLD, &wall->household_id),
        FIELD_CHOICE("kind", kinds, &wall->kind),
        OPT_CHOICE("care_at", care_at, &wall->care_at),
        FIELD_IDS("child_ids", ID_CHILD, CHILDREN_PER_JOB_MAX, &p.children),
        OPT_JSON("stops", &p.stops),
        FIELD_TEXT("start_time", TIME_CHARS, TIME_CHARS, &p.start),
        FIELD_TEXT("end_time", TIME_CHARS, TIME_CHARS, &p.end),
        OPT_TEXT("until_time", TIME_CHARS, TIME_CHARS, &p.until),
        FIELD_JSON("weekdays", &p.weekdays),
        OPT_I64("every_weeks", 1, SERIES_EVERY_WEEKS_MAX, &d->when.every_weeks),
        FIELD_DATE("from_date", &d->when.from_day),
        FIELD_DATE("until_date", &d->when.until_day),
        OPT_CHOICE("holidays", holidays, &d->wishes.holidays),
        OPT_JSON("keep", &p.keep),
        OPT_JSON("skip", &p.skip),
        OPT_BOOL("meal", &wall->meal),
        OPT_LINES("needs", 1, NOTE_CHARS_MAX, &wall->needs),
        OPT_JSON("fee", &p.fee),
        OPT_CHOICE("pay_by", pay_by, &wall->pay_by),
        OPT_BOOL("already_agreed", &wall->already_agreed),
        OPT_JSON("audience", &p.audience),
        FIELD_END,
    };
    enum status s;

    *d = (struct series_draft){.when.every_weeks = 1, .plan.wall.pay_by = "card"};
    fields[sizeof fields / sizeof *fields - 2].required = sending;
    s = request_fields(rq, fields);
    wall->pay_by = wall->pay_by != NULL ? wall->pay_by : "card";
    return s == OK ? take_parts(rq, &p, d) : s;
}

static enum status take_change(struct request *rq, const struct parts *p, struct series_change *c)
{
    struct draft *d = arena_alloc(rq->ctx.arena, sizeof *d);
    enum status s = OK;

    if (d == NULL) {
        return E_BUSY;
    }
    *d = (struct draft){0};
    c->start_min = c->end_min = c->until_min = -1;
    s = read_time(rq, "start_time", p->start, &c->start_min);
    s = s == OK ? read_time(rq, "end_time", p->end, &c->end_min) : s;
    s = s == OK ? read_time(rq, "until_time", p->until, &c->until_min) : s;
    s = s == OK ? read_stops(rq, p->stops, c->start_min, d) : s;
    s = s == OK && p->audience != NULL ? read_audience(rq, p->audience, d) : s;
    copy_children(&p->children, d);
    c->children = p->children.n > 0 ? d : NULL;
    c->stops = p->stops != NULL ? d : NULL;
    c->audience = p->audience != NULL ? d : NULL;
    return s == OK ? read_wishes(rq, p->keep, p->skip, &c->wishes) : s;
}

enum status series_change_body(struct request *rq, bool carried_out, struct series_change *c)
{
    static const char *const scopes[] = {"one", "following", "all", NULL};
    const char *scope = NULL;
    bool dated = false;
    struct parts p = {0};
    struct field fields[] = {
        OPT_I64("version", 1, INT64_MAX, &c->version),
        FIELD_CHOICE("scope", scopes, &scope),
        {FIELD_TYPE_DATE, false, "date", &c->day, INT64_MIN, INT64_MAX, NULL, NULL, &dated},
        OPT_BOOL("end", &c->end),
        OPT_TEXT("start_time", TIME_CHARS, TIME_CHARS, &p.start),
        OPT_TEXT("end_time", TIME_CHARS, TIME_CHARS, &p.end),
        OPT_TEXT("until_time", TIME_CHARS, TIME_CHARS, &p.until),
        OPT_IDS("child_ids", ID_CHILD, CHILDREN_PER_JOB_MAX, &p.children),
        OPT_JSON("stops", &p.stops),
        OPT_JSON("audience", &p.audience),
        OPT_JSON("keep", &p.keep),
        OPT_JSON("skip", &p.skip),
        FIELD_END,
    };
    enum status s;

    fields[0].required = carried_out;
    s = request_fields(rq, fields);
    if (s != OK) {
        return s;
    }
    c->scope = strcmp(scope, "one") == 0   ? SERIES_ONE
               : strcmp(scope, "all") == 0 ? SERIES_ALL
                                           : SERIES_FOLLOWING;
    if (dated != (c->scope != SERIES_ALL)) {
        return invalid(&rq->ctx, "date");
    }
    return take_change(rq, &p, c);
}

static enum status read_fee(struct request *rq, json_t *fee, struct series_answer *a)
{
    static const char *const modes[] = {"flat_per_hour", "thanks", NULL};
    const struct field fields[] = {
        OPT_CHOICE("mode", modes, &a->fee_mode),
        OPT_I64("rate_minor", 1, MONEY_MINOR_MAX, &a->rate_minor),
        OPT_I64("waived_pct", 0, 100, &a->waived_pct),
        FIELD_END,
    };

    return fee != NULL ? fields_read(rq, fee, "fee", fields) : OK;
}

enum status series_answer_body(struct request *rq, struct series_answer *a)
{
    json_t *yes = NULL, *no = NULL, *fee = NULL;
    const struct field fields[] = {
        OPT_BOOL("all", &a->all),
        OPT_JSON("yes", &yes),
        OPT_JSON("no", &no),
        OPT_JSON("fee", &fee),
        FIELD_END,
    };
    enum status s = request_fields(rq, fields);

    s = s == OK ? read_dates(rq, "yes", yes, a->yes, &a->yes_n) : s;
    s = s == OK ? read_dates(rq, "no", no, a->no, &a->no_n) : s;
    if (s == OK && !a->all && a->yes_n == 0 && a->no_n == 0) {
        return invalid(&rq->ctx, "yes");
    }
    return s == OK ? read_fee(rq, fee, a) : s;
}

enum status series_field(struct request *rq, enum status s)
{
    const char *field = rq->ctx.field, *end = field != NULL ? strrchr(field, '_') : NULL;
    const char *dot = field != NULL ? strrchr(field, '.') : NULL;

    if ((s != E_INVALID && s != E_RULE) || rq->ctx.reason == R_FIELD_UNKNOWN) {
        return s;
    }
    if (end != NULL && strcmp(end, "_at") == 0) {
        rq->ctx.field = arena_printf(rq->ctx.arena, "%.*s_time", (int)(end - field), field);
    } else if (dot != NULL && strcmp(dot, ".at") == 0) {
        rq->ctx.field = arena_printf(rq->ctx.arena, "%.*s.time", (int)(dot - field), field);
    }
    return s;
}
