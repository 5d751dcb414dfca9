/* match_find.c - match_find() of match.h: three statements, however many members there are, then
 * the pure rules over what they gave. */
#include "app/base/zone.h"
#include "app/domain/match.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MIN      1440
#define LOAD_DAYS_MS (28 * DAY_MS)

/* ---- local time ---- */

/* The first instant of a local day; in zones that skip midnight, of its second hour. */
static enum status day_begins(const char *zone, int64_t day, int64_t *at)
{
    struct local_time t = {0};
    enum status s;

    day_number_to_date(day, &t.year, &t.month, &t.day);
    s = zone_instant(zone, &t, at);
    if (s == E_INVALID) {
        t.hour = 1;
        s = zone_instant(zone, &t, at);
    }
    return s;
}

static int minute_of(const struct local_time *t)
{
    return t->hour * 60 + t->minute;
}

static enum status piece_from(const char *zone, int64_t at, int64_t end_at, struct local_piece *p,
                              int64_t *next_at)
{
    struct local_time first, last;
    enum status s = zone_local(zone, at, &first);

    if (s == OK) {
        s = day_begins(zone, first.day_number + 1, next_at);
    }
    if (s != OK) {
        return s;
    }
    p->day = first.day_number;
    p->weekday = first.weekday;
    p->from_min = minute_of(&first);
    p->to_min = DAY_MIN;
    if (end_at < *next_at) {
        s = zone_local(zone, end_at - 1, &last);
        p->to_min = minute_of(&last) + 1;
    }
    return s;
}

static enum status pieces_of(const char *zone, const struct gate_job *job,
                             struct local_piece pieces[LOCAL_PIECES_MAX], int *n)
{
    int64_t at = job->start_at;
    enum status s = OK;

    for (*n = 0; s == OK && at < job->end_at && *n < LOCAL_PIECES_MAX; *n += 1) {
        s = piece_from(zone, at, job->end_at, &pieces[*n], &at);
    }
    return s;
}

/* ---- when they are free ---- */

static void paint(uint8_t minutes[DAY_MIN], const struct match_window *w)
{
    for (int64_t m = w->from_min; m < w->to_min && m < DAY_MIN; m++) {
        minutes[m] = w->kind != WINDOW_TAKEN_OUT;
    }
}

/* The windows are in the order in which they count: usual, taken out, added. */
static int free_minutes(const struct local_piece *p, const struct match_window *w, int n)
{
    uint8_t minutes[DAY_MIN] = {0};
    int free = 0;

    for (int i = 0; i < n; i++) {
        if (w[i].day == p->day) {
            paint(minutes, &w[i]);
        }
    }
    for (int m = p->from_min; m < p->to_min; m++) {
        free += minutes[m];
    }
    return free;
}

static int free_permille(const struct local_piece *pieces, int pieces_n,
                         const struct match_window *w, int n)
{
    int free = 0, all = 0;

    for (int i = 0; i < pieces_n; i++) {
        free += free_minutes(&pieces[i], w, n);
        all += pieces[i].to_min - pieces[i].from_min;
    }
    return all > 0 ? free * 1000 / all : 0;
}

/* ---- the list ---- */

struct search {
    const struct match_job *job;
    struct local_piece pieces[LOCAL_PIECES_MAX];
    int pieces_n;
    struct gate_row *gates;
    struct match_row *rows;
    int n;
    struct match_window *windows;
    int windows_n;
};

static enum status ask_of(struct ctx *x, const struct search *s, struct match_ask *ask)
{
    const struct match_job *job = s->job;
    const char *zone = job->community->row.zone;
    int64_t monday = s->pieces[0].day - (s->pieces[0].weekday - 1);
    enum status st;

    *ask = (struct match_ask){
        .guardian_id = job->guardian_id,
        .household_id = job->household_id,
        .start_at = job->gate.start_at,
        .end_at = job->gate.end_at,
        .first_place_id = job->first_place_id,
        .last_place_id = job->last_place_id,
        .buffer_ms = job->community->rules.travel_buffer_min * MINUTE_MS,
        .load_from_at = x->now - LOAD_DAYS_MS,
        .load_until_at = x->now,
    };
    memcpy(ask->child_ids, job->child_ids, sizeof ask->child_ids);
    st = day_begins(zone, monday, &ask->week_from_at);
    return st == OK ? day_begins(zone, monday + 7, &ask->week_until_at) : st;
}

static enum status look(struct ctx *x, struct search *s)
{
    const struct match_job *job = s->job;
    struct match_ask ask;
    int gates_n;
    enum status st = pieces_of(job->community->row.zone, &job->gate, s->pieces, &s->pieces_n);

    st = st == OK ? ask_of(x, s, &ask) : st;
    st = st == OK ? store_gate_ties(x->tx, job->community->row.id, job->guardian_id, CANDIDATES_MAX,
                                    &s->gates, &gates_n)
                  : st;
    st = st == OK ? store_match_facts(x->tx, &ask, CANDIDATES_MAX, &s->rows, &s->n) : st;
    st = st == OK
             ? store_match_windows(x->tx, job->guardian_id, s->pieces[0].day, s->pieces[0].weekday,
                                   CANDIDATES_MAX, &s->windows, &s->windows_n)
             : st;
    return st == OK && gates_n != s->n ? E_INTERNAL : st; /* one snapshot, the same people */
}

static enum distance distance_to(const struct match_job *job, const struct gate_row *who)
{
    if (!job->cell.known || !who->has_cell) {
        return DISTANCE_UNKNOWN;
    }
    return distance_of(who->cell_x - job->cell.x, who->cell_y - job->cell.y);
}

static void add_reason(struct candidate *c, enum match_reason r, bool holds)
{
    if (holds) {
        c->reasons[c->reasons_n++] = r;
    }
}

static void add_reasons(const struct match_job *job, struct candidate *c)
{
    const struct match_facts *f = &c->facts;

    add_reason(c, MATCH_HISTORY, f->row.with_child > 0);
    add_reason(c, MATCH_GROUP, f->row.group_name != NULL);
    add_reason(c, MATCH_FREE, f->free_permille == 1000);
    add_reason(c, MATCH_PARTLY_FREE, f->free_permille > 0 && f->free_permille < 1000);
    add_reason(c, MATCH_SAME_AREA, f->distance == DISTANCE_SAME);
    add_reason(c, MATCH_NEXT_AREA, f->distance == DISTANCE_NEXT);
    add_reason(c, MATCH_CERTIFICATE, f->gate.certificate_until_at >= job->gate.end_at);
    add_reason(c, MATCH_LICENCE, f->gate.licence_until_at >= job->gate.end_at);
}

/* Windows are sorted by person: those of one lie together. */
static const struct match_window *windows_of(const struct search *s, int64_t supporter_id, int *n)
{
    int from = 0;

    while (from < s->windows_n && s->windows[from].supporter_id != supporter_id) {
        from++;
    }
    *n = 0;
    while (from + *n < s->windows_n && s->windows[from + *n].supporter_id == supporter_id) {
        *n += 1;
    }
    return &s->windows[from];
}

static bool consider(const struct search *s, int i, struct candidate *c)
{
    int n;
    const struct match_window *w = windows_of(s, s->rows[i].supporter_id, &n);

    *c = (struct candidate){
        .facts = {.gate = s->gates[i],
                  .row = s->rows[i],
                  .distance = distance_to(s->job, &s->gates[i]),
                  .free_permille = free_permille(s->pieces, s->pieces_n, w, n)},
    };
    if (!match_could(s->job, &c->facts, s->pieces, s->pieces_n)) {
        return false;
    }
    c->score = match_score(&s->job->community->rules, s->job, &c->facts);
    add_reasons(s->job, c);
    return true;
}

static int sign(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_rank(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    int order = sign(b->score, a->score);

    if (order == 0) {
        order = sign(a->facts.row.load_ms, b->facts.row.load_ms);
    }
    return order != 0 ? order : sign(a->facts.row.supporter_id, b->facts.row.supporter_id);
}

enum status match_find(struct ctx *x, const struct match_job *job, struct candidate **list, int *n)
{
    struct search s = {.job = job};
    enum status st = look(x, &s);

    *n = 0;
    *list = NULL;
    if (st != OK || s.n == 0) {
        return st;
    }
    *list = arena_alloc(x->arena, (size_t)s.n * sizeof **list);
    if (*list == NULL) {
        return E_BUSY;
    }
    for (int i = 0; i < s.n; i++) {
        if (s.gates[i].supporter_id != s.rows[i].supporter_id) {
            return E_INTERNAL;
        }
        *n += consider(&s, i, *list + *n) ? 1 : 0;
    }
    qsort(*list, (size_t)*n, sizeof **list, by_rank);
    return OK;
}
