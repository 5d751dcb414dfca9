/* usual.c - see usual.h. */
#include "app/domain/usual.h"

#include "app/base/clock.h"
#include "app/base/zone.h"
#include "app/domain/community.h"
#include "db/store/ask.h"

#include <stdlib.h>
#include <string.h>

#define HALF_LIFE_MS (28 * DAY_MS)

static enum status begin(const char *zone, const struct usual_row *row, int64_t now,
                         struct usual_job *job)
{
    int64_t age = now > row->start_at ? (now - row->start_at) / HALF_LIFE_MS : 0;
    struct local_time start;
    enum status s = zone_local(zone, row->start_at, &start);

    *job = (struct usual_job){.last = *row, .times = 1, .score = INT64_C(1024) >> age};
    job->start_min = s == OK ? start.hour * 60 + start.minute : 0;
    job->weekday = s == OK ? start.weekday : 0;
    return s;
}

static void add_child(struct usual_job *job, int64_t child_id)
{
    if (job->children_n < CHILDREN_PER_JOB_MAX) {
        job->child_ids[job->children_n++] = child_id;
    }
}

static bool same(const struct usual_job *a, const struct usual_job *b)
{
    return a->start_min == b->start_min && a->children_n == b->children_n &&
           memcmp(a->child_ids, b->child_ids, (size_t)a->children_n * sizeof *a->child_ids) == 0 &&
           strcmp(a->last.kind, b->last.kind) == 0 &&
           a->last.first_place_id == b->last.first_place_id &&
           a->last.last_place_id == b->last.last_place_id;
}

/* The list is in the order of time, the latest first: it is the one to do again. */
static void merge(struct usual_job *jobs, int *n, const struct usual_job *job)
{
    for (int i = 0; i < *n; i++) {
        if (same(&jobs[i], job)) {
            jobs[i].times += job->times;
            jobs[i].score += job->score;
            return;
        }
    }
    jobs[(*n)++] = *job;
}

static int by_use(const void *left, const void *right)
{
    const struct usual_job *a = left, *b = right;

    if (a->score != b->score) {
        return a->score > b->score ? -1 : 1;
    }
    return (a->last.start_at < b->last.start_at) - (a->last.start_at > b->last.start_at);
}

static enum status collect(struct ctx *x, const char *zone, const struct usual_row *rows, int n,
                           struct usual_list *out)
{
    struct usual_job *jobs = arena_alloc(x->arena, ((size_t)n + 1) * sizeof *jobs);
    int jobs_n = 0;
    enum status s = jobs != NULL ? OK : E_BUSY;

    for (int i = 0; s == OK && i < n;) {
        int64_t booking_id = rows[i].booking_id;
        struct usual_job job;

        s = begin(zone, &rows[i], x->now, &job);
        for (; i < n && rows[i].booking_id == booking_id; i++) {
            add_child(&job, rows[i].child_id);
        }
        if (s == OK) {
            merge(jobs, &jobs_n, &job);
        }
    }
    if (s != OK) {
        return s;
    }
    qsort(jobs, (size_t)jobs_n, sizeof *jobs, by_use);
    out->n = jobs_n < USUAL_JOBS_MAX ? jobs_n : USUAL_JOBS_MAX;
    memcpy(out->jobs, jobs, (size_t)out->n * sizeof *jobs);
    return OK;
}

enum status usual_jobs(struct ctx *x, void *arg)
{
    struct usual_list *l = arg;
    struct usual_row *rows;
    struct community c;
    int64_t community_id;
    int n = 0;
    enum status s = store_ask_household(x->tx, l->household_id, x->member_id, &community_id);

    s = s == OK ? community_get(x, community_id, &c) : s;
    s = s == OK
            ? store_usual(x->tx, l->household_id, x->now - USUAL_BACK_MS, USUAL_ROWS_MAX, &rows, &n)
            : s;
    return s == OK ? collect(x, c.row.zone, rows, n, l) : s;
}
