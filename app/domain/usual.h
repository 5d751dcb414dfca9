/* usual.h - いつものお願い: the jobs that a household asks for again and again, so that asking
 * takes three taps: the job, how it would be (again.h), and sending it. */
#ifndef APP_DOMAIN_USUAL_H
#define APP_DOMAIN_USUAL_H

#include "app/base/limits.h"
#include "app/domain/ctx.h"
#include "db/store/usual.h"

struct usual_job {
    struct usual_row last; /* the latest booking of the kind, with its first child */
    int64_t child_ids[CHILDREN_PER_JOB_MAX];
    int children_n;
    int start_min; /* local minutes of the day */
    int weekday;   /* of the latest, 1 Monday */
    int64_t times; /* how often in USUAL_BACK_MS */
    int64_t score; /* each counts 1024, half of it for every four weeks past; never shown */
};

struct usual_list {
    int64_t household_id;                  /* in */
    struct usual_job jobs[USUAL_JOBS_MAX]; /* out: the most usual first */
    int n;
};

/* ctx_fn by a guardian, reads: the same kind, places, children and time of day are one job.
 * E_NOT_FOUND. */
enum status usual_jobs(struct ctx *x, void *list) WARN_UNUSED;

#endif
