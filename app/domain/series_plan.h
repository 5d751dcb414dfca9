/* series_plan.h - what a series asks for on a date, and what speaks against a date as it would be
 * now. */
#ifndef APP_DOMAIN_SERIES_PLAN_H
#define APP_DOMAIN_SERIES_PLAN_H

#include "app/domain/audience.h"
#include "app/domain/recurrence.h"

struct series_plan {
    int64_t id, series_id;
    struct draft wall; /* its times are minutes of the wall clock after the date's midnight */
};

/* Stores it as a new one, with an id. */
enum status series_plan_store(struct ctx *x, struct series_plan *p) WARN_UNUSED;
enum status series_plan_load(struct ctx *x, int64_t household_id, int64_t plan_id,
                             struct series_plan *p) WARN_UNUSED;

/* The ask of a date. E_INVALID, with the field, for times that make no sense. */
enum status series_plan_on(struct ctx *x, const struct series_plan *p, const char *zone,
                           int64_t day, struct draft *d, enum wall *w) WARN_UNUSED;

/* The same people, children, places and needs; only the hours may differ. */
bool series_plan_same_but_times(const struct series_plan *a, const struct series_plan *b);

/* One date as it would be asked now. */
struct series_judged {
    enum wall wall;
    struct draft draft; /* of named people those who can be asked */
    struct draft_facts facts;
    struct audience audience;
    enum reason why;     /* R_NONE: it can be asked */
    int64_t most_minor;  /* with the people there are; -1: no tariff says so */
    int people_out;      /* named, and can't be asked */
    enum reason out_why; /* ... the first of them */
};

/* In an open transaction, as the guardian asked_by. people false: nobody is looked for, but named
 * people are judged all the same. E_INVALID and E_NOT_FOUND as draft_check; what a rule says goes
 * into why. */
enum status series_judge(struct ctx *x, int64_t asked_by, const struct series_plan *p,
                         const char *zone, int64_t day, bool people,
                         struct series_judged *out) WARN_UNUSED;

#endif
